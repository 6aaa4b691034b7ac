#!/usr/bin/env bash
# Makes frontend/wailsjs from the bound Go methods: a program built with the tag "bindings" writes them
# and ends before it would open a window.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -tags bindings,libsqlite3,sqlite_omit_load_extension -o "$work/farne" .
FARNE_HOME=$work/home "$work/farne" >"$work/log" || { cat "$work/log" >&2; exit 1; }
