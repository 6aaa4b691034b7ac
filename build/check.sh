#!/usr/bin/env bash
# make check: each line names what it looks at; the first failure ends it with a reason.
set -euo pipefail
cd "$(dirname "$0")/.."
tags=$1
tools=build/tools/go.mod
say() { printf 'check: %s\n' "$*"; }

say "Go formatting"
bad=$(git ls-files '*.go' | xargs gofmt -l); [ -z "$bad" ] || { echo "not formatted: $bad" >&2; exit 1; }
say "go vet"
go vet -tags "$tags" ./...
say "staticcheck"
go tool -modfile=$tools staticcheck -tags "$tags" ./...
say "import directions"
go tool -modfile=$tools depguard -tags "$tags" ./...
say "no clock but sync/clock's"
GOFLAGS="-buildvcs=false -tags=$tags" go tool -modfile=$tools forbidigo -tests=false -set_exit_status '^time\.(Now|Since|Until)$' -- \
  $(go list -tags "$tags" ./... | grep -v "/sync/clock$")
say "shell scripts"
git ls-files '*.sh' .ci/run | xargs -n1 bash -n
say "generated bindings are unchanged"
build/bindings.sh
bad=$(git status --porcelain -- frontend/wailsjs); [ -z "$bad" ] || { printf 'make bindings, and commit:\n%s\n' "$bad" >&2; exit 1; }
say "TypeScript: format, types, lint"
(cd frontend && npm run --silent format:check && npm run --silent typecheck && npm run --silent lint)
