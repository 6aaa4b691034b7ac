#!/usr/bin/env bash
# Compiles SQLite3 Multiple Ciphers once into DIR/libsqlite3.a, with its header beside it.
# TEMP_STORE=3 keeps every temporary table and sorter in memory: nothing spills to disk in clear.
set -euo pipefail
dir=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "$dir.XXXXXX")
trap 'rm -rf "$work"' EXIT

cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
source_dir=$work/node_modules/better-sqlite3-multiple-ciphers/deps/sqlite3

simd=()
case "$(uname -m)" in x86_64) simd=(-msse4.2 -maes) ;; esac
mkdir "$work/out"
${CC:-gcc} -O3 -w -fPIC "${simd[@]}" -c "$source_dir/sqlite3.c" -o "$work/sqlite3.o" \
  -DSQLITE_THREADSAFE=1 -DHAVE_USLEEP=1 \
  -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_DBSTAT_VTAB \
  -DSQLITE_TEMP_STORE=3 -DSQLITE_SECURE_DELETE -DSQLITE_DQS=0 \
  -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_DEPRECATED -DSQLITE_LIKE_DOESNT_MATCH_BLOBS \
  -DSQLITE_DEFAULT_FOREIGN_KEYS=0
ar rcs "$work/out/libsqlite3.a" "$work/sqlite3.o"
cp "$source_dir/sqlite3.h" "$source_dir/sqlite3ext.h" "$work/out/"
rm -rf "$dir"
mv "$work/out" "$dir"
