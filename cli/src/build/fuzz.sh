#!/bin/sh
# fuzz.sh [PATTERN]: fuzzes every parser that has a @FuzzTest, or those whose class#method matches the grep pattern.
#
# Readers of disk images (module formats) get 10 minutes of processor time each, the decoders of what we write ourselves 2. As many run at once as
# there are processors: all take about 3.5 hours of processor time. What is found stays in target/fuzz/, with the inputs that a later run goes on from.
set -eu
cd -- "$(dirname -- "$0")/../../.."
. cli/src/build/toolchain.sh
find_jdk

mvn -B -ntp -q -pl formats,store,library -am test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/fuzz-classpath
mkdir -p target/fuzz
"$JAVA_HOME/bin/javac" -cp "$(cat formats/target/fuzz-classpath)" -d target/fuzz cli/src/build/Fuzz.java

# Prints MODULE SECONDS CLASS#METHOD of each fuzz test.
targets() {
  for file in $(grep -rl --include='*Test.java' '@FuzzTest' formats/src/test store/src/test library/src/test); do
    module=${file%%/*}
    class=$(echo "${file#*/src/test/java/}" | sed 's/\.java$//; s,/,.,g')
    seconds=120
    [ "$module" != formats ] || seconds=600
    for method in $(grep -A1 '@FuzzTest' "$file" | sed -n 's/.* void \([A-Za-z]*\)(.*/\1/p'); do
      echo "$module $seconds $class#$method"
    done
  done
}

# fuzz MODULE SECONDS CLASS#METHOD
cat >target/fuzz/one.sh <<'END'
home=$PWD
log=$home/target/fuzz/$(echo "$3" | tr '#' '.').log
cd "$home/target/fuzz"
JAZZER_FUZZ=1 "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow \
  -cp "$home/target/fuzz:$home/$1/target/test-classes:$home/$1/target/classes:$(cat "$home/$1/target/fuzz-classpath")" Fuzz "$2" "$3" >"$log" 2>&1 || true
grep -a "$3: nothing found in" "$log" && exit 0
echo "$3 found something: see $log" >&2
exit 1
END
targets | grep -e "${1-.}" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -n 3 sh target/fuzz/one.sh
