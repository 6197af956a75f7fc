#!/bin/sh
# index.sh [--in DIR] [entries]: builds the index of a store of so many chunks (100 million unless said otherwise), asks it, and
# rebuilds it from the packs; heap as the launcher limits it. Prints a table. The store is made in a new directory (in DIR), takes
# 10 GB for 100 million entries, and is deleted at the end.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/cli/src/build/toolchain.sh"
find_jdk

parent=${TMPDIR:-/tmp}
case ${1-} in
--in)
  parent=$2
  shift 2
  ;;
esac
entries=${1:-100000000}

cd "$home"
mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am package
mkdir -p "$parent"
dir=$(mktemp -d "$parent/intarsia-index-XXXXXX")
trap 'rm -rf "$dir"' EXIT
for step in fill ask rebuild ask; do
  "$JAVA_HOME/bin/java" -Xmx420m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" io.intarsia.benchmarks.IndexAtSize "$step" "$dir/store" "$entries"
done
