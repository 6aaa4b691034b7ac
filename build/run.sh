#!/usr/bin/env bash
# Opens the window. Where there is no display it opens under Xvfb, waits until the first screen has
# really rendered (the page says so to Go, which then leaves the file named by FARNE_RENDERED), saves a
# picture of it, and closes it again.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
binary=$root/build/bin/farne
# WebKitGTK's DMABUF renderer shows blank windows on some graphics drivers; whoever needs it sets this to 0.
export WEBKIT_DISABLE_DMABUF_RENDERER=${WEBKIT_DISABLE_DMABUF_RENDERER:-1}
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$binary" "$@"
fi

work=$(mktemp -d)
# Each runs in a session of its own, so that the whole group ends with it: the bus as well as the window.
cleanup() {
  local group
  for group in ${window:-} ${xvfb:-}; do
    kill -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap cleanup EXIT

setsid Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
xvfb=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
export DISPLAY=:$(cat "$work/display") FARNE_RENDERED=$work/rendered
export XDG_DATA_HOME=$work/data FARNE_HOME=${FARNE_HOME:-$work/home}
mkdir -p "$XDG_DATA_HOME"
setsid dbus-run-session -- "$binary" "$@" 2>"$work/window.log" &
window=$!
for _ in $(seq 300); do
  [ -s "$FARNE_RENDERED" ] && break
  kill -0 "$window" 2>/dev/null || break
  sleep 0.1
done
if [ ! -s "$FARNE_RENDERED" ]; then
  echo "The window did not render its first screen within 30 seconds:" >&2
  cat "$work/window.log" >&2
  exit 1
fi
sleep 0.5 # the fonts of the last frame
picture=$root/build/bin/window.png
import -window root "$picture"
echo "There is no display, so the window was opened under Xvfb. Its first screen: $picture"
cat "$FARNE_RENDERED"
