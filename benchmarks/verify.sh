#!/bin/sh
# verify.sh STORE [ROUNDS]: how fast `verify` reads a store, beside `cat` of its packs and two processes of SHA-256 over them, from the
# page cache and without it (cached pages of the store's files are dropped). Prints seconds.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
exec python3 - "${INTARSIA_COMMAND:-$home/intarsia}" "$@" <<'PYTHON'
import os, statistics, subprocess, sys, time
intarsia, store, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(store) for name in names)
packs = [name for name in files if name.endswith(".pack")]

def forget():
    for name in files:
        file = os.open(name, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)

def verify():
    subprocess.run([intarsia, "--store", store, "verify"], check=True, capture_output=True)

def cat():
    subprocess.run(["cat", *packs], check=True, stdout=subprocess.DEVNULL)

def sha256():
    halves = [packs[i::2] for i in range(2)]
    running = [subprocess.Popen(["openssl", "dgst", "-sha256", *half], stdout=subprocess.DEVNULL) for half in halves if half]
    assert all(process.wait() == 0 for process in running)

times = {}
for round in range(rounds):
    for cold in (False, True):
        for what in (cat, sha256, verify):
            if cold:
                forget()
            elif round == 0:
                cat()
            start = time.monotonic()
            what()
            times.setdefault((what.__name__, cold), []).append(time.monotonic() - start)
print(f"{len(packs)} packs, {sum(map(os.path.getsize, packs)) / 1e6:.0f} MB, medians of {rounds} rounds\n")
print("| | cached: s | not cached: s |\n|---|--:|--:|")
for what in ("cat", "sha256", "verify"):
    print(f"| {what} | {statistics.median(times[what, False]):.2f} | {statistics.median(times[what, True]):.2f} |")
PYTHON
