#!/bin/sh
# rehearse.sh APP: runs real commands in one JVM, which writes APP/intarsia.aot from what it saw.
set -eu
app=$1
stage=$(mktemp -d "$app/rehearsal.XXXXXX")
trap 'rm -rf "$stage"' EXIT

cat >"$stage/script" <<END
--version
--help
END
"$JAVA_HOME/bin/java" "@$app/jvm.options" -XX:AOTCacheOutput="$app/intarsia.aot" io.intarsia.cli.Rehearsal "$stage/script"
[ -s "$app/intarsia.aot" ]
