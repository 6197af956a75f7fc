#!/bin/sh
# metadata.sh [--corpus DIR] [--profile]: how long reading the metadata of 100,000 files takes beside fingerprinting their bytes, for each
# file system. Needs root (mounts), ntfs-3g, 4 GB of disk; images stay in DIR, where that is given, and are used again.
# With --profile also where the time of reading goes: the methods that most samples of the processor's time were taken in.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/cli/src/build/toolchain.sh"
find_jdk

dir=
profile=
while [ $# -gt 0 ]; do
  case $1 in
  --corpus)
    dir=$2
    mkdir -p "$dir"
    shift
    ;;
  --profile) profile=1 ;;
  *)
    echo "usage: metadata.sh [--corpus DIR] [--profile]" >&2
    exit 2
    ;;
  esac
  shift
done
if [ -z "$dir" ]; then
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi

# 2,000 directories of 50 files; sizes are spread evenly on a logarithmic scale from 16 bytes to 64 KiB, 8 KB on average.
make_tree() {
  python3 - "$dir/tree" <<'PYTHON'
import os, random, sys
source = random.Random(7)
for folder in range(2000):
    path = f"{sys.argv[1]}/{folder // 40:02}/{folder % 40:02}"
    os.makedirs(path)
    for name in range(50):
        with open(f"{path}/a file of the usual length {name}", "wb") as file:
            file.write(source.randbytes(int(2 ** source.uniform(4, 16))))
PYTHON
}

# make TYPE COMMAND...: an image that the command makes a file system in, filled by a copy.
make() {
  [ ! -e "$dir/$1.img" ] || return 0
  [ -d "$dir/tree" ] || make_tree
  type=$1
  shift
  truncate -s 2G "$dir/new.img"
  "$@" "$dir/new.img" >/dev/null
  mkdir -p "$dir/point"
  mount -o loop "$dir/new.img" "$dir/point"
  cp -r "$dir/tree/." "$dir/point" || { umount "$dir/point"; exit 1; }
  umount "$dir/point"
  mv "$dir/new.img" "$dir/$type.img"
}

make ext4 mke2fs -q -F -t ext4 -N 200000
make xfs mkfs.xfs -q -f
make btrfs mkfs.btrfs -q
make ntfs mkntfs -q -F -Q
rm -rf "$dir/tree"

cd "$home"
mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am package
classes=$home/benchmarks/target/classes:$home/benchmarks/target/lib/*
# Collector and heap of the command: touching new memory would otherwise take most of the time on some machines.
heap="-XX:+UseSerialGC $(grep '^-Xm' cli/src/build/build.sh | tr '\n' ' ')"
"$JAVA_HOME/bin/java" $heap -cp "$classes" io.intarsia.benchmarks.Metadata "$dir/ext4.img" "$dir/xfs.img" "$dir/btrfs.img" "$dir/ntfs.img"
[ -n "$profile" ] || exit 0
for type in ext4 xfs btrfs ntfs; do
  echo "$type"
  "$JAVA_HOME/bin/java" $heap -XX:StartFlightRecording:filename="$dir/$type.jfr",jdk.CPUTimeSample#enabled=true -Xlog:jfr+startup=off \
    -cp "$classes" io.intarsia.benchmarks.Metadata --walk "$dir/$type.img"
  "$JAVA_HOME/bin/jfr" view --width 120 cpu-time-hot-methods "$dir/$type.jfr"
done
