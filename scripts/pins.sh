# What set-up installs, with versions and checksums. Sourced by setup.sh.
# shellcheck shell=bash disable=SC2034
DUCKDB_VERSION=1.5.5
DUCKDB_MODULE=github.com/duckdb/duckdb-go-bindings/lib/linux-amd64@v0.10505.0
DUCKDB_MODULE_SUM=h1:nrsaVYj3XYCRbS2FpdOMD/KHE7egRMr+/NR1IHmjT84=
OPA_VERSION=1.22.2
OPA_MODULE=github.com/open-policy-agent/opa@v1.22.2
OPA_MODULE_SUM=h1:WzqReKk2VjcvBN/NQTlcIxKqFPKpzIdb6KYMHzPEbe0=
GO_MIN=1.21
RUST_MIN=1.85
NODE_MIN=18
APT_BUILD=(cmake ninja-build ccache mold g++ pkg-config ca-certificates git unzip python3 python3-venv
  libfyaml-dev libsimdjson-dev libfmt-dev libspdlog-dev libcli11-dev libsqlite3-dev libsodium-dev
  libssl-dev libpq-dev libzip-dev zlib1g-dev libboost1.81-dev libcurl4-openssl-dev libgit2-dev libabsl-dev tzdata
  libxlsxwriter-dev libzstd-dev libpcre2-dev)
APT_TEST=(libgtest-dev libgmock-dev chromium clang-format-19 postgresql-15 openjdk-17-jdk-headless
  libpostgresql-jdbc-java libreoffice-calc-nogui)
APT_FUZZ=(clang-19 libclang-rt-19-dev)
