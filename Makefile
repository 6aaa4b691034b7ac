# make run opens the window, make test runs every test; the others are explained beside their names.
SHELL := /bin/bash
ENV := . build/env.sh && export CGO_CFLAGS="-I$$FARNE_SQLITE" CGO_LDFLAGS="-L$$FARNE_SQLITE -lm" VERSITYGW="$$FARNE_BIN/versitygw-$$VERSITYGW_VERSION" &&
# webkit2_41 names the WebKitGTK that Debian 12 ships; libsqlite3 links our encrypting SQLite.
TAGS := libsqlite3,sqlite_omit_load_extension,webkit2_41
WINDOW := $(TAGS),desktop,production

.PHONY: run build test check bench demo freeze clean setup setup-test frontend bindings fmt

run: build ## open the window (under Xvfb, with a picture, where there is no display)
	@build/run.sh

build: setup frontend ## make build/bin/farne
	@$(ENV) go build -trimpath -tags $(WINDOW) -ldflags "-s -w" -o build/bin/farne .

setup:
	@build/setup.sh build

setup-test:
	@build/setup.sh test

frontend: setup
	@build/frontend.sh

test: setup-test build ## every test: Go, TypeScript, both windows
	@$(ENV) go test -timeout 30m -tags $(TAGS) ./... # the default of 10 minutes is short on two busy cores
	@cd frontend && npm test --silent
	@$(ENV) build/test/windows.sh $(TAGS)

check: setup frontend ## formatting, vet, lint, TypeScript, bindings, import directions
	@$(ENV) build/check.sh $(TAGS)

bindings: setup frontend ## make frontend/wailsjs again from the bound Go methods
	@$(ENV) build/bindings.sh

bench: build ## every figure of docs/measurements.md
	@$(ENV) build/bench.sh $(TAGS)

demo: build ## a synthetic practice of full size in build/demo, and its window
	@build/demo.sh

freeze: setup ## testdata/format/home-1 and remote-1 as this version writes them; ANEW=1 replaces those that are there
	@$(ENV) FARNE_FORMAT=freeze$(if $(ANEW),-anew) go test -tags $(TAGS) -count=1 -run '^TestFrozen' ./app/record

fmt: ## format Go and TypeScript
	@gofmt -w $$(git ls-files '*.go')
	@cd frontend && npm run --silent format

clean: ## remove what was built here; the shared cache of tools stays
	@rm -rf build/bin build/demo frontend/dist/* frontend/node_modules build/sqlite/node_modules
