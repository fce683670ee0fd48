#!/usr/bin/env bash
# Runs the example mesh. usage: demo.sh serve | check
set -euo pipefail
cd "$(dirname "$0")/.."
hanse=$PWD/build/hanse
mesh=$PWD/build/demo/flights
mkdir -p build/demo
# The mesh is copied so that state and data stay out of the tree.
rm -rf "$mesh/domains" "$mesh/policies"
mkdir -p "$mesh/data"
cp -r examples/flights/. "$mesh/"
cp -u .deps/flights/* "$mesh/data/"

case ${1:-serve} in
serve)
  "$hanse" --mesh "$mesh" apply --yes
  token() { "$hanse" --mesh "$mesh" token "$1"; }
  cat <<TEXT

The mesh is served at http://127.0.0.1:8080. Paste one of these into another terminal:

  $hanse --mesh $mesh query --as analyst "SELECT origin, count(*) AS flights FROM flight_operations.departures GROUP BY origin"
  $hanse --mesh $mesh query --as analyst "EXPLAIN POLICY SELECT tailnum FROM flight_operations.departures"
  curl -s http://127.0.0.1:8080/v1/query -H 'Authorization: Bearer $(token engineer)' -H 'Content-Type: application/json' -d '{"sql":"SELECT origin, count(*) AS flights FROM flight_operations.departures GROUP BY origin"}'

TEXT
  exec "$hanse" --mesh "$mesh" serve --listen 127.0.0.1:8080 ;;
check)
  "$hanse" --mesh "$mesh" apply --yes
  exec .deps/venv/bin/python tests/e2e/demo_check.py "$hanse" "$mesh" ;;
*) echo "demo.sh: expected serve or check" >&2; exit 64 ;;
esac
