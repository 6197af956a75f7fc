#!/bin/sh
# many-versions.sh: how long listing, removing and gc take in a store of 10,000 versions (10 images of 1,000 versions of a disk of 256 KiB,
# one block changed each time). The store is made in /dev/shm, about 300 MB.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/cli/src/build/toolchain.sh"
find_jdk
cd "$home"
mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am package
store=$(mktemp -d -p /dev/shm)/store
trap 'rm -rf "${store%/store}"' EXIT
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
  -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" io.intarsia.benchmarks.ManyVersions "$store" 10 1000

# measured WORD...: the command, its time and its memory.
measured() {
  printf '%s: ' "$*"
  /usr/bin/time -f '%e s, CPU %U + %S s, %M KB' "$home/intarsia" --store "$store" "$@" 2>&1 >/dev/null | tail -n 1
}

"$home/intarsia" --version >/dev/null
measured list
measured versions image3
measured stats
measured gc --dry-run
measured remove image1 --keep-last 300
measured gc
measured gc
measured list
