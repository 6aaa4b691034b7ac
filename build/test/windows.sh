#!/usr/bin/env bash
# The two tests of the window, as make test runs them: the story of a practice in a real browser against
# the real program (story.mjs), then the real window's first screen (smoke.mjs). Everything they start
# and write is gone at the end, whatever happened; pictures stay only where something failed, or in the
# folder that FARNE_TEST_PICTURES names. Usage: build/test/windows.sh [Go build tags]
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
. build/env.sh
tags=${1:-libsqlite3,sqlite_omit_load_extension,webkit2_41}
work=$(mktemp -d -t farne-window.XXXXXX)
pictures=${FARNE_TEST_PICTURES:-$(mktemp -d -t farne-pictures.XXXXXX)}

# Each line of $work/pids leads a process group that a test has started. The tests end them themselves;
# this is for a test that was itself ended.
cleanup() {
  local pid signal
  [ -n "${running:-}" ] && kill "$running" 2>/dev/null && wait "$running" 2>/dev/null
  for signal in TERM KILL; do
    [ -f "$work/pids" ] || break
    while read -r pid; do kill "-$signal" -- "-$pid" 2>/dev/null; done <"$work/pids"
    sleep 0.2
  done
  [ -n "${xvfb:-}" ] && kill "$xvfb" 2>/dev/null && wait "$xvfb" 2>/dev/null
  rm -rf "$work"
  [ -n "${keep:-}${FARNE_TEST_PICTURES:-}" ] || rm -rf "$pictures"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

go build -tags "dev,$tags" -o build/bin/farne-dev . || exit 1
[ -x build/bin/farne ] || { echo "windows: build/bin/farne is not built: run make build" >&2; exit 1; }

Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
xvfb=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || { echo "windows: Xvfb did not start" >&2; cat "$work/xvfb.log" >&2; exit 1; }
DISPLAY=:$(cat "$work/display")
export DISPLAY
export VERSITYGW=${VERSITYGW:-$FARNE_BIN/versitygw-$VERSITYGW_VERSION}

# In the background, so that a signal to this script is heard at once.
within() {
  TMPDIR=$work timeout -k 10 "$1" node "build/test/$2" "$work" "$pictures" </dev/null &
  running=$!
  wait "$running" || failed=1
  running=
}

failed=0
within 300 story.mjs
within 90 smoke.mjs
if [ "$failed" -ne 0 ]; then
  keep=1
  echo "windows: pictures of every step are in $pictures" >&2
fi
exit "$failed"
