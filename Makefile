# The front door. `make help` lists what there is.
SHELL := /bin/bash
BUILD := build/release
HANSE := build/hanse
DEMO := build/demo
FUZZ_SECONDS ?= 30
export CCACHE_DIR ?= $(CURDIR)/.deps/ccache

.PHONY: help setup build test test-fresh demo demo-check bench fmt lint asan tsan fuzz ci clean reference
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

setup:  ## install what is missing to build and test (sudo only when not root)
	@scripts/setup.sh build test

build:  ## the release binary build/hanse
	@scripts/setup.sh build
	@cmake -S . -B $(BUILD) -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
	@cmake --build $(BUILD) --target hanse

test: setup  ## every test
	@cmake -S . -B $(BUILD) -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
	@cmake --build $(BUILD)
	@ctest --test-dir $(BUILD) --output-on-failure --no-tests=error -j 3  # a third of them waits

demo: build  ## load, apply and serve the example mesh at http://127.0.0.1:8080
	@scripts/demo.sh serve

demo-check: build  ## the demo without staying: asks as two identities over HTTP and checks the answers
	@scripts/demo.sh check

bench: build  ## fetch the peers and measure (21 min): says what got slower, writes docs/benchmarks.md and last_results
	@scripts/setup.sh bench
	@cmake --build $(BUILD) --target raw_statements
	@.deps/venv/bin/python bench/run.py

fmt:  ## format the sources
	@clang-format-19 -i $$(git ls-files '*.h' '*.cc')

lint:  ## the house rules
	@python3 tests/tidy/tidy_test.py

reference: build  ## rewrite the generated pages of docs/reference
	@for page in commands configuration functions errors compatibility formats doctor metrics; do $(HANSE) reference $$page > docs/reference/$$page.md; done

# Servers under a sanitizer: their doors and the attacks on them. Drivers that measure memory or time are left out, as
# both are the sanitizer's; those that preload a library come before it, and it must come first. A finding ends the
# process, so that no driver takes its answer for a good one.
SERVED := e2e\.run_http|e2e\.run_values|pgwire\.run_psql|pgwire\.run_tls|attack\.run$$

asan:  ## unit tests, fuzz corpora and servers under the address and undefined-behaviour sanitizers
	@scripts/setup.sh build test
	@cmake -S . -B build/asan -G Ninja -DCMAKE_BUILD_TYPE=Dev -DHANSE_SANITIZER=address,undefined >/dev/null
	@cmake --build build/asan --target hanse unit_tests fuzzers
	@LSAN_OPTIONS=suppressions=$(CURDIR)/scripts/lsan.supp UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
	  HANSE_PATIENCE_S=600 ctest --test-dir build/asan --output-on-failure --no-tests=error -R '^(unit\.|fuzz\.|$(SERVED))'

tsan:  ## unit tests and servers under the thread sanitizer
	@scripts/setup.sh build test
	@cmake -S . -B build/tsan -G Ninja -DCMAKE_BUILD_TYPE=Dev -DHANSE_SANITIZER=thread >/dev/null
	@cmake --build build/tsan --target hanse unit_tests
	@TSAN_OPTIONS=suppressions=$(CURDIR)/scripts/tsan.supp:halt_on_error=1 HANSE_PATIENCE_S=600 \
	  ctest --test-dir build/tsan --output-on-failure --no-tests=error -R '^(unit\.|$(SERVED))'

fuzz:  ## every parser of foreign bytes under libFuzzer, FUZZ_SECONDS=30 each
	@scripts/setup.sh build fuzz
	@cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Dev -DCMAKE_C_COMPILER=clang-19 \
	  -DCMAKE_CXX_COMPILER=clang++-19 -DHANSE_FUZZ=ON \
	  -DHANSE_SANITIZER=fuzzer-no-link,address,undefined >/dev/null
	@cmake --build build/fuzz --target fuzzers
	@scripts/fuzz.sh build/fuzz $(FUZZ_SECONDS)

test-fresh:  ## the two commands on a fresh Debian 12 (as root, with mmdebstrap; takes a cold build)
	@tests/fresh/run.sh

ci:  ## what continuous integration runs
	@.ci/run

clean:  ## remove what was built
	@rm -rf build
