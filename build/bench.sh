#!/usr/bin/env bash
# Measures Farne against plain SQLite and prints the table of docs/measurements.md. Takes the Go tags,
# then flags of build/bench; BENCH may hold flags too: make bench BENCH="-only search -pairs 50".
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$1
shift
program=$(mktemp -t farne-bench-program-XXXXXX)
trap 'rm -f "$program"' EXIT
go build -tags "$tags" -o "$program" ./build/bench
# shellcheck disable=SC2086 # BENCH is a list of flags
"$program" ${BENCH:-} "$@"
