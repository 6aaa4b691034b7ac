#!/usr/bin/env bash
# Makes a practice of invented patients in build/demo, once, and opens its window. Words behind it go to
# farne demo: build/demo.sh --patients 200.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
place=$root/build/demo
if [ ! -d "$place/home" ]; then
  mkdir -p "$place"
  printf 'invented patients only\n' >"$place/password"
  "$root/build/bin/farne" --home "$place/home" --key-file "$place/key" --password-file "$place/password" \
    demo --recovery-out "$place/kit-$(date +%s).txt" "$@"
fi
echo "The password of the demo practice is: $(cat "$place/password")"
FARNE_HOME=$place/home FARNE_KEY_FILE=$place/key exec "$root/build/run.sh"
