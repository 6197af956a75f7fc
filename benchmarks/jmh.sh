#!/bin/sh
# jmh.sh [arguments of JMH]: builds and runs the benchmarks of the hot parts. jmh.sh -l lists them.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$home"
. cli/src/build/toolchain.sh
find_jdk
mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am package
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" org.openjdk.jmh.Main "$@"
