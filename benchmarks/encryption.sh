#!/bin/sh
# encryption.sh FIRST SECOND [--rounds N]: check-in (new, similar, known) and check-out of two raw images, in a plain store and in one that
# a key file encrypts, in turn; medians, and how fast the encrypted one is. --directory says where the stores are (default: /dev/shm).
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
exec python3 - "${INTARSIA_COMMAND:-$home/intarsia}" "$@" <<'PYTHON'
import argparse, filecmp, os, shutil, statistics, subprocess, sys, tempfile, time
parser = argparse.ArgumentParser(prog="encryption.sh")
parser.add_argument("first")
parser.add_argument("second")
parser.add_argument("--rounds", type=int, default=6)
parser.add_argument("--directory", default="/dev/shm")
args = parser.parse_args(sys.argv[2:])
times = {}

with tempfile.TemporaryDirectory(prefix="intarsia-encryption.", dir=args.directory) as work:
    key, out = os.path.join(work, "key"), os.path.join(work, "out.raw")
    with open(key, "wb") as file:
        file.write(os.urandom(32))

    def intarsia(kind, operation, *words):
        command = [sys.argv[1], "--store", os.path.join(work, kind)] + (["--key-file", key] if kind == "encrypted" else [])
        start = time.monotonic()
        subprocess.run([*command, *words], check=True, capture_output=True)
        times.setdefault((operation, kind), []).append(time.monotonic() - start)

    for number in range(args.rounds):
        kinds = ["plain", "encrypted"] if number % 2 == 0 else ["encrypted", "plain"]
        for kind in kinds:
            shutil.rmtree(os.path.join(work, kind), ignore_errors=True)
            intarsia(kind, "init", "init", *(["--encrypt"] if kind == "encrypted" else []))
            intarsia(kind, "check-in, new", "checkin", args.first, "image")
            intarsia(kind, "check-in, similar", "checkin", args.second, "image")
        for kind in kinds:
            intarsia(kind, "check-in, known", "checkin", args.second, "again")
            intarsia(kind, "check-out", "checkout", "image", out)
            if not filecmp.cmp(out, args.second, shallow=False):
                sys.exit(f"{args.second} came back changed")
            os.remove(out)

print("| | plain, s | encrypted, s | plain / encrypted |\n|---|--:|--:|--:|")
for operation in ("check-in, new", "check-in, similar", "check-in, known", "check-out"):
    plain, encrypted = (statistics.median(times[operation, kind]) for kind in ("plain", "encrypted"))
    print(f"| {operation} | {plain:.2f} | {encrypted:.2f} | {plain / encrypted:.0%} |")
PYTHON
