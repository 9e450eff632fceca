# Everything here works on a fresh Debian machine with Go and make; what else a
# target needs it installs, and says so.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export CGO_ENABLED := 0

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X main.version=$(VERSION)
FUZZTIME ?= 2s
SOAK     ?= 20

STATICCHECK_VERSION := v0.8.2
STATICCHECK := $(shell go env GOPATH)/bin/staticcheck

# The packages that read a corpus.
SCORED = $(sort $(dir $(shell grep -rl --include='*_test.go' '^func TestScore' .)))

# Where things happen at the same time: the chats, the loop, the line of writes of
# each store, the journal. Elsewhere there is no race to find. Of the program its
# single-threaded parts and the trials with processes of their own are left out.
RACED  = ./bot/... ./storage ./storage/redis ./storage/sqlite ./summarizer .
SINGLE = ^TestScore|EveryMinute|Replay|Rebuil|Restore|Backup|Burden|Month|Urgent|Level|Export|Status|Hostile|Doctor|NothingDiffers|Restart|Killed|FailsOver|Suite|Silent|NoRandom|Import|Arrow|Long|Declaration|Package|Interfaces|Migrat

# Prints the closing lines of go test and "N passed, N failed"; TALLY names a
# file to which the two numbers are added.
tally = go run ./scripts/tally $(if $(TALLY),-append $(TALLY))

.PHONY: help test check vet format static cross race score drafts fuzz soak bench build look dist clean redis gcc

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# Tests that may run beside each other mostly wait for servers and processes.
test: redis vet ## all tests, with a real redis-server; installs it where it is missing
	go test -json -parallel 4 ./... | $(tally)

check: format vet static cross race ## gofmt, vet, staticcheck, both systems, the race detector

vet:
	go vet ./...

format:
	@unformatted=$$(gofmt -l .); \
	  if [ -n "$$unformatted" ]; then echo "not as gofmt writes it:"; echo "$$unformatted"; exit 1; fi

static: $(STATICCHECK)
	$(STATICCHECK) ./...

$(STATICCHECK):
	@echo "staticcheck is missing: installing $(STATICCHECK_VERSION) into $(dir $@)"
	go install honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK_VERSION)

cross: # one static program on each system that make dist packs
	GOOS=linux GOARCH=amd64 go build -o /dev/null .
	GOOS=windows GOARCH=amd64 go build -o /dev/null .

race: gcc redis
	CGO_ENABLED=1 go test -json -race -skip '$(SINGLE)' $(RACED) | $(tally)
	CGO_ENABLED=1 go test -json -race -run '^TestMany' ./report/parse | $(tally)

score: redis ## how well the corpora are read, as tables
	go test -json -count=1 -v -run '^TestScore' $(SCORED) | $(tally) -v

drafts: ## 60,000 drafts babbled by a model: none invents a number or loses a fact
	QUNBAO_SOAK=20 go test -json -count=1 -run '^TestNoRandomDraft' ./summarizer | $(tally)

fuzz: ## every fuzz target for FUZZTIME (2s) each
	scripts/fuzz $(FUZZTIME) | $(tally)

soak: redis ## the same tests with counts SOAK (20) times as large
	QUNBAO_SOAK=$(SOAK) go test -json -count=1 -timeout 12h ./... | $(tally)

bench: ## the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

build: ## the program for this machine, as ./qunbao
	go build -trimpath -ldflags '$(LDFLAGS)' -o qunbao .

look: build ## a generated month as workbook, briefing and pictures, page by page in look/
	scripts/look

dist: ## zips for Windows and Linux in dist/
	go run ./scripts/dist -version '$(VERSION)'

clean: ## remove what build, look and dist made
	rm -rf qunbao look dist

redis:
	@scripts/need redis-server redis-server 'the tests of the Redis store start one of their own'

gcc:
	@scripts/need gcc build-essential 'the race detector is linked with it'
