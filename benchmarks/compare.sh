#!/bin/sh
# Runs Intarsia beside the peers that are installed, and writes benchmarks/results/<date>-<what>.md.
# See compare.sh --help and README.md.
exec python3 -B "$(dirname -- "$0")/peers" "$@"
