#!/bin/sh
# across.sh IMAGE... [--rounds N]: checks images in, in order, and how long checking out the last one takes, whose contents the others
# stored on other file systems, beside the first one, per byte of data. Each disk that comes back is compared with its image.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
exec python3 - "${INTARSIA_COMMAND:-$home/intarsia}" "$@" <<'PYTHON'
import argparse, filecmp, json, os, statistics, subprocess, sys, tempfile, time
parser = argparse.ArgumentParser(prog="across.sh")
parser.add_argument("image", nargs="+")
parser.add_argument("--rounds", type=int, default=5)
args = parser.parse_args(sys.argv[2:])

with tempfile.TemporaryDirectory(prefix="intarsia-across.") as work:
    store, out = os.path.join(work, "store"), os.path.join(work, "out.raw")

    def intarsia(*words):
        return subprocess.run([sys.argv[1], "--store", store, *words], check=True, capture_output=True).stdout

    intarsia("init")
    stored = [json.loads(intarsia("--json", "checkin", image, f"i{i}")) for i, image in enumerate(args.image)]
    asked = (0, len(args.image) - 1)
    times = {i: [] for i in asked}
    for _ in range(args.rounds):
        for i in asked:
            start = time.monotonic()
            intarsia("checkout", f"i{i}", out)
            times[i].append(time.monotonic() - start)
            if not filecmp.cmp(out, args.image[i], shallow=False):
                sys.exit(f"{args.image[i]} came back changed")
            os.remove(out)

print("| image | MB of data | new MB of files | s | s per GB |\n|---|--:|--:|--:|--:|")
rates = {}
for i in asked:
    seconds, data = statistics.median(times[i]), stored[i]["dataBytes"]
    rates[i] = seconds / data
    print(f"| {os.path.basename(args.image[i])} | {data / 1e6:.0f} | {stored[i]['newFileBytes'] / 1e6:.1f} | {seconds:.2f} | {seconds / data * 1e9:.2f} |")
print(f"\nper byte, last / first: {rates[asked[1]] / rates[0]:.2f} (medians of {args.rounds} rounds)")
PYTHON
