#!/bin/sh
# locality.sh [--corpus DIR] IMAGE PARTITION-OFFSET: how fast versions come out of a chain of 50, each made from the one before by
# changing 2 % of the files, as the store grew and after `optimize`. IMAGE is a raw disk with ext4 at that offset (0 for a bare file system). Needs root (loop
# mounts), 4 GB of disk and IMAGE's size in /dev/shm. The store and the disk stay in DIR, where that is given, and are used again.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
intarsia="$home/intarsia"
versions=50

if [ "${1-}" = --corpus ]; then
  dir=$2
  shift 2
  mkdir -p "$dir"
else
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi
image=$1
offset=$2
store=$dir/store

# Writes 2 % of the regular files anew, as an upgrade does: other bytes somewhere in the middle, the same bytes elsewhere.
change() {
  python3 - "$dir/point" "$1" <<'PYTHON'
import os, random, sys
root, seed = sys.argv[1], int(sys.argv[2])
source = random.Random(seed)
files = []
for folder, folders, names in os.walk(root):
    folders.sort()
    for name in sorted(names):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and not os.path.islink(path) and os.stat(path).st_nlink == 1:
            files.append(path)
for path in source.sample(files, len(files) // 50):
    with open(path, "rb") as file:
        data = file.read()
    at = source.randrange(len(data) + 1)
    try:
        with open(path + ".new", "wb") as file:
            file.write(data[:at] + source.randbytes(source.randrange(1, 4096)) + data[at + source.randrange(4096):])
        os.rename(path + ".new", path)
    except OSError:  # the file system is full
        os.unlink(path + ".new")
PYTHON
}

if [ ! -e "$dir/done" ]; then
  rm -rf "$store"
  cp --sparse=always "$image" "$dir/disk.raw"
  mkdir -p "$dir/point"
  "$intarsia" --store "$store" init >/dev/null
  version=1
  while [ $version -le $versions ]; do
    if [ $version -gt 1 ]; then
      mount -o "loop,offset=$offset" "$dir/disk.raw" "$dir/point"
      change $version || { umount "$dir/point"; exit 1; }
      umount "$dir/point"
    fi
    "$intarsia" --store "$store" checkin "$dir/disk.raw" chain >/dev/null
    version=$((version + 1))
  done
  touch "$dir/done"
fi

# One store as it grew, one of it optimized for the last version, one of the last version alone that gc made of it.
rm -rf "$dir/last" "$dir/optimized"
cp -r "$store" "$dir/optimized"
"$intarsia" --store "$dir/optimized" optimize
cp -r "$store" "$dir/last"
"$intarsia" --store "$dir/last" remove chain --keep-last 1 >/dev/null
"$intarsia" --store "$dir/last" gc >/dev/null

python3 - "$intarsia" "$store" "$dir/optimized" "$dir/last" $versions <<'PYTHON'
import json, os, resource, statistics, subprocess, sys, time
intarsia, store, optimized, last, versions = *sys.argv[1:5], int(sys.argv[5])
out = f"/dev/shm/locality-{os.getpid()}.raw"

def forget(root):
    for folder, _, names in os.walk(root):
        for name in names:
            file = os.open(os.path.join(folder, name), os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)

def check_out(root, version, cold):
    if cold:
        forget(root)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([intarsia, "--store", root, "--json", "checkout", f"chain@{version}", out], capture_output=True, check=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    os.unlink(out)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout)["writtenBytes"], wall, cpu, (after.ru_inblock - before.ru_inblock) * 512 / 1e6

rows = [(root, v) for root in (store, optimized) for v in (1, 10, 20, 30, 40, versions)] + [(last, versions)]
results = {}
for round in range(5):
    for row in rows:
        for cold in (False, True):
            results.setdefault((row, cold), []).append(check_out(*row, cold))
first = {}
print("| version | data, MB | cached: s | CPU s | MB per CPU s | of the first | not cached: s | MB/s | of the first | read, MB |")
print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
for row in rows:
    data = results[(row, False)][0][0] / 1e6
    warm = min(r[1] for r in results[(row, False)])
    cpu = statistics.median(r[2] for r in results[(row, False)])
    cold = min(r[1] for r in results[(row, True)])
    read = statistics.median(r[3] for r in results[(row, True)])
    first.setdefault("cpu", data / cpu)
    first.setdefault("cold", data / cold)
    name = str(row[1]) + {store: "", optimized: ", optimized", last: " alone, after gc"}[row[0]]
    print(f"| {name} | {data:.0f} | {warm:.2f} | {cpu:.2f} | {data / cpu:.0f} | {data / cpu / first['cpu']:.2f} "
          f"| {cold:.2f} | {data / cold:.0f} | {data / cold / first['cold']:.2f} | {read:.0f} |")
PYTHON
