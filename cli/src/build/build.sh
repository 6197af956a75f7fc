#!/bin/sh
# build.sh HOME: builds the application into HOME/.build, for the launcher.
#
#   .build/app.<time>/*.jar         the program with its libraries
#   .build/app.<time>/native/       the native libraries of SQLite and zstd, so that no start unpacks them
#   .build/app.<time>/intarsia.aot  classes parsed and linked, and method profiles, from a rehearsal of real commands
#   .build/app.<time>/jvm.options   the JVM's arguments, the same ones in the rehearsal and in use
#   .build/current                  names the app directory, the JVM and HOME; written last
set -eu
home=$1
cd "$home"
. cli/src/build/toolchain.sh

find_jdk
need_packages maven:mvn
mkdir -p .build
exec 9>.build/lock
if ! flock -n 9; then
  echo "intarsia: another process is building it, waiting" >&2
  flock 9
  # Where it succeeded, it has built what this one wanted: both files have one time then.
  [ ! -e .build/current ] || [ .build/current -ot .build/started ] || exit 0
fi
touch .build/started
log=$home/.build/build.log
app=$home/.build/app.$(date +%s).$$
started=$(date +%s)

fail() {
  grep -m 20 -F ERROR "$log" >&2 || tail -n 20 "$log" >&2
  echo "intarsia: the build failed; the whole log is in $log" >&2
  rm -rf "$app"
  exit 1
}

echo "intarsia: building, which takes a minute or two" >&2
# An older build may have left jars of other versions there.
rm -rf cli/target/app
commit=$(git -C "$home" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)
mvn -B -q -Dmaven.test.skip=true -Dintarsia.commit="$commit" -pl cli -am package >"$log" 2>&1 9>&- || fail

mkdir -p "$app/native"
# Each start reads a file of SQLite's out of a jar, and first the jar's directory: three fifths of all classes are those of Bouncy Castle,
# which only encrypted stores need.
merge() {
  "$JAVA_HOME/bin/java" cli/src/build/MergeJars.java "$@" >>"$log" 2>&1 || fail
}
merge "$app/bouncycastle.jar" cli/target/app/bcprov-*.jar
rm cli/target/app/bcprov-*.jar
merge "$app/intarsia.jar" cli/target/cli-*.jar cli/target/app/*.jar

natives=
case $(uname -m) in
x86_64) sqlite_arch=x86_64 zstd_arch=amd64 ;;
aarch64) sqlite_arch=aarch64 zstd_arch=aarch64 ;;
*) sqlite_arch= zstd_arch= ;;
esac
if [ -n "$sqlite_arch" ]; then
  (cd "$app/native" &&
    "$JAVA_HOME/bin/jar" xf ../intarsia.jar "org/sqlite/native/Linux/$sqlite_arch/libsqlitejdbc.so" "linux/$zstd_arch" &&
    mv org/sqlite/native/Linux/*/libsqlitejdbc.so linux/*/libzstd-jni-*.so . && rm -r org linux) >>"$log" 2>&1 || fail
  natives="-Dorg.sqlite.lib.path=\"$app/native\"
-Dorg.sqlite.lib.name=libsqlitejdbc.so
-Dorg.sqlite.tmpdir=\"$app/native\"
-DZstdNativePath=\"$(echo "$app"/native/libzstd-jni-*.so)\""
fi

# The buffers that data goes through live as long as the command: in the young generation they would be copied back and forth. Without
# them that can be small enough to stay in the processor's cache. Together 5 to 8 % of a check-in's time.
cat >"$app/jvm.options" <<END
-Xlog:disable
-Xlog:all=error:stderr
-Xms160m
-Xmn32m
-XX:PretenureSizeThreshold=262144
-Xmx420m
-XX:-UsePerfData
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-Dintarsia.demo="$home/cli/src/demo/demo.sh"
-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider
-Dslf4j.internal.verbosity=WARN
-Dstdout.encoding=UTF-8
-Dstderr.encoding=UTF-8
$natives
-cp
"$app/intarsia.jar:$app/bouncycastle.jar"
$(grep -v '^#' cli/src/build/compiler.options)
END

echo "intarsia: rehearsing, so that it starts fast" >&2
sh cli/src/build/rehearse.sh "$app" >>"$log" 2>&1 9>&- || fail
# The rehearsal has to use G1, the one collector with which the cache gets objects beside classes.
echo "-XX:+UseSerialGC" >>"$app/jvm.options"
echo "-XX:AOTCache=\"$app/intarsia.aot\"" >>"$app/jvm.options"

printf '%s\n%s\n%s\n' "$app" "$JAVA_HOME/bin/java" "$home" >.build/current.new
touch -r .build/started .build/current.new
previous=$(head -n 1 .build/current 2>/dev/null || true)
mv .build/current.new .build/current
# What ran before may still be running; what is older is not.
for old in .build/app.*; do
  [ "$home/$old" = "$app" ] || [ "$home/$old" = "$previous" ] || rm -rf "$old"
done
echo "intarsia: built in $(($(date +%s) - started)) s" >&2
