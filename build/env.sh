# Where the built tools live and how Go finds our SQLite. Sourced by setup.sh and read by the Makefile;
# the folder's name carries a hash of the recipe, so that a changed recipe never meets an old library.
FARNE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
FARNE_CACHE=${FARNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/farne-build}
FARNE_SQLITE=$FARNE_CACHE/sqlite-$(cat "$FARNE_ROOT/build/sqlite/recipe.sh" "$FARNE_ROOT/build/sqlite/package-lock.json" | sha256sum | cut -c1-12)
FARNE_BIN=$FARNE_CACHE/bin
VERSITYGW_VERSION=v1.8.0
