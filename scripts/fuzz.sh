#!/usr/bin/env bash
# Runs every fuzz target for some seconds from its corpus. New inputs stay under the build folder; one
# that crashes is left there as crash-*: copy it into tests/fuzz/corpus/NAME. usage: fuzz.sh FOLDER SECONDS
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 seconds=$2
# The C++ libraries of the system are not instrumented: their vectors carry no annotations.
export ASAN_OPTIONS=detect_container_overflow=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/scripts/lsan.supp:print_suppressions=0
failed=0
for source in tests/fuzz/*_fuzz.cc; do
  name=$(basename "$source" .cc)
  mkdir -p "$folder/corpus/$name"
  # A target that keeps an engine cannot let it go at the end, and the engine's own memory is not looked through.
  leaks=1
  ! grep -q inputs_end "$source" || leaks=0
  if ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=$leaks "$folder/$name" -max_total_time="$seconds" -max_len=4096 \
       -timeout=10 -detect_leaks=$leaks -artifact_prefix="$folder/$name-" \
       "$folder/corpus/$name" "tests/fuzz/corpus/${name%_fuzz}" >"$folder/$name.log" 2>&1; then
    printf 'fuzz: %s: %s\n' "$name" "$(grep -E '^Done' "$folder/$name.log")"
  else
    failed=1
    printf 'fuzz: %s failed:\n' "$name"
    tail -n 40 "$folder/$name.log"
  fi
done
exit $failed
