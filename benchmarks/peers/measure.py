"""Runs one command and says what it took."""

import os
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Sample:
    """One run: seconds of wall time and CPU (user and system, of all its processes), peak resident bytes of the largest process, and
    seconds for which processors were wanted and the machine's host had them do something else."""

    wall: float
    cpu: float
    rss: int
    stolen: float


class Failed(Exception):
    """A command ended with another status than 0."""


def stolen():
    """Seconds that the host has taken from this machine's processors since it started."""
    with open("/proc/stat", encoding="utf-8") as lines:
        words = next(lines).split()
    return int(words[8]) / os.sysconf("SC_CLK_TCK")


def run(command, env, log):
    """Runs a command to its end. What earlier runs left dirty is written first, so that nobody pays for others."""
    os.sync()
    with open(log, "ab") as messages:
        messages.write(("+ " + " ".join(command) + "\n").encode())
        messages.flush()
        stolen_before = stolen()
        start = time.monotonic()
        process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=messages, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{' '.join(command[:3])} ...: status {process.returncode}, see {log}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, stolen() - stolen_before)


def sha256(path):
    """SHA-256 of a file, by the reference tool."""
    output = subprocess.run(["openssl", "dgst", "-sha256", "-r", path], check=True, capture_output=True)
    return output.stdout.split()[0].decode()


def warm(path):
    """Brings a file, or all files below a directory, into the page cache, holes excepted."""
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            for name in names:
                warm(os.path.join(folder, name))
        return
    size = os.path.getsize(path)
    with open(path, "rb", buffering=0) as file:
        place = 0
        while place < size:
            try:
                place = os.lseek(file.fileno(), place, os.SEEK_DATA)
                end = os.lseek(file.fileno(), place, os.SEEK_HOLE)
            except OSError:
                return
            while place < end:
                place += len(os.pread(file.fileno(), min(1 << 22, end - place), place)) or size


def data_bytes(path):
    """Allocated bytes of a file."""
    return os.stat(path).st_blocks * 512


def stored_bytes(directory):
    """The sizes of all files below a directory."""
    total = 0
    for folder, _, names in os.walk(directory):
        total += sum(os.lstat(os.path.join(folder, name)).st_size for name in names)
    return total
