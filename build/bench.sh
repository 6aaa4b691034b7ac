#!/usr/bin/env bash
# Measures Farne against plain SQLite and prints the table of docs/measurements.md. Takes the Go tags,
# then flags of build/bench; BENCH may hold flags too: make bench BENCH="-only search -pairs 50".
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$1
shift
programs=$(mktemp -d -t farne-bench-XXXXXX)
trap 'rm -rf "$programs"' EXIT
go build -tags "$tags" -o "$programs/bench" ./build/bench
go build -trimpath -tags "$tags,desktop,production" -ldflags "-s -w" -o "$programs/empty" ./build/bench/empty
# shellcheck disable=SC2086 # BENCH is a list of flags
"$programs/bench" -window build/bin/farne -empty "$programs/empty" ${BENCH:-} "$@"
