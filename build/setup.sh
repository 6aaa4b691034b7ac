#!/usr/bin/env bash
# Installs what a fresh Debian 12 machine lacks to build, run and test Farne. Safe to run again: each
# step first looks whether its work is done. Usage: build/setup.sh [build|test]; test adds the servers
# and the browser that the tests drive.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
what=${1:-build}

say() { printf 'setup: %s\n' "$*" >&2; }

debian_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  local sudo=; [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

require_go() {
  command -v go >/dev/null && go env GOVERSION | grep -qE '^go1\.(2[6-9]|[3-9][0-9])' && return
  say "Go 1.26 or newer is needed (https://go.dev/dl); Debian 12 has none that is new enough"; exit 1
}

require_node() {
  command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] && return
  say "Node.js 20 or newer with npm is needed (https://nodejs.org)"; exit 1
}

sqlite() {
  [ -f "$FARNE_SQLITE/libsqlite3.a" ] && return
  say "compiling the encrypted SQLite (about a minute, once)"
  mkdir -p "$FARNE_CACHE"
  bash "$FARNE_ROOT/build/sqlite/recipe.sh" "$FARNE_SQLITE"
}

# The lock file's hash is kept beside the modules, so an unchanged lock costs nothing.
npm_modules() {
  local dir=$1 stamp
  stamp=$(sha256sum "$dir/package-lock.json" | cut -d' ' -f1)
  [ "$(cat "$dir/node_modules/.farne-stamp" 2>/dev/null)" = "$stamp" ] && return
  say "installing the packages of ${dir#"$FARNE_ROOT"/}"
  (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  printf '%s' "$stamp" >"$dir/node_modules/.farne-stamp"
}

versitygw() {
  local binary=$FARNE_BIN/versitygw-$VERSITYGW_VERSION
  [ -x "$binary" ] && return
  say "building the S3 server that the tests use (about four minutes, once)"
  mkdir -p "$FARNE_BIN"
  local gobin; gobin=$(mktemp -d)
  (cd "$gobin" && GOFLAGS= GOBIN=$gobin go install "github.com/versity/versitygw/cmd/versitygw@$VERSITYGW_VERSION")
  mv "$gobin/versitygw" "$binary"
  rm -rf "$gobin"
}

debian_packages build-essential pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev xvfb xauth dbus-x11 gnome-keyring imagemagick x11-utils
require_go
require_node
sqlite
npm_modules "$FARNE_ROOT/frontend"
if [ "$what" = test ]; then
  debian_packages chromium poppler-utils
  [ ! -f "$FARNE_ROOT/build/test/package-lock.json" ] || npm_modules "$FARNE_ROOT/build/test"
  versitygw
fi
