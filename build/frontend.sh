#!/usr/bin/env bash
# Builds the window's TypeScript into frontend/dist, unless its sources are as they were at the last build.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
stamp=$(find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
[ "$(cat node_modules/.farne-dist 2>/dev/null)" = "$stamp" ] && [ -f dist/index.html ] && exit 0
npm run --silent build >&2
touch dist/.gitkeep
printf '%s' "$stamp" >node_modules/.farne-dist
