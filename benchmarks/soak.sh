#!/bin/sh
# benchmarks/soak.sh [MINUTES]: four processes use one store at once and are killed; the store must hold what a plain map says.
# 20 minutes unless said otherwise. A failure prints the seed; intarsia.seed=N in the environment of Maven repeats its choices.
set -eu
cd -- "$(dirname -- "$0")/.."
. cli/src/build/toolchain.sh
find_jdk
exec mvn -B -ntp -pl interop -am -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -Dintarsia.soak="${1:-20}" verify
