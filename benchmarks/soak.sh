#!/bin/sh
# benchmarks/soak.sh [MINUTES]: four processes use one store at once and are killed; the store must hold what a plain map says.
# Half of the time it is an encrypted store, and its keys are added, removed and rotated too. 20 minutes in four rounds unless said otherwise.
# Each round prints its seed; -Dintarsia.seed=N, among Maven's words below, repeats its choices.
set -eu
cd -- "$(dirname -- "$0")/.."
. cli/src/build/toolchain.sh
find_jdk
exec mvn -B -ntp -pl interop -am -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -Dintarsia.soak="${1:-20}" verify
