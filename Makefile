# Everything starts here. `make run` needs only rustup's Rust, a C compiler and make; it installs the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.PHONY: build wasm run dev check test bench kill fmt clean wasm32 test-tools FORCE

# The browser's side and the server's side never share a target folder: their features would alternate.
WASM_DIR := target/wasm
WASM := $(WASM_DIR)/wasm32-unknown-unknown/wasm-release/frontend.wasm
SITE := target/site/pkg
DATABASE := data/lagesbild.db

# One file that holds its site and its seeds: target/release/lagesbild.
build: $(SITE)/frontend_bg.wasm
	cargo build --release -p lagesbild

# What the browser runs.
wasm: $(SITE)/frontend_bg.wasm

# Cargo knows best whether anything changed; it leaves the file alone when nothing did.
$(WASM): FORCE | wasm32
	cargo build -p frontend --target wasm32-unknown-unknown --profile wasm-release --target-dir $(WASM_DIR)

$(SITE)/frontend_bg.wasm: $(WASM)
	cargo run --quiet --release -p pack -- $(WASM) $(WASM_DIR)/pkg
	mkdir -p $(SITE)
	mv $(WASM_DIR)/pkg/frontend.js $(WASM_DIR)/pkg/frontend_bg.wasm $(SITE)/

# The target that the browser's side is compiled for.
wasm32:
	[ -d "$$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] || rustup target add wasm32-unknown-unknown

# The demo on http://127.0.0.1:3000. The database is made beside its place and moved there when it is whole.
run: build
	if [ ! -f $(DATABASE) ]; then \
	  rm -rf data/new && mkdir -p data/new && \
	  target/release/lagesbild migrate --database-url sqlite://data/new/lagesbild.db && \
	  target/release/lagesbild seed --demo --database-url sqlite://data/new/lagesbild.db && \
	  mv data/new/* data/ && rmdir data/new; \
	fi
	target/release/lagesbild migrate --database-url sqlite://$(DATABASE)
	exec target/release/lagesbild serve --database-url sqlite://$(DATABASE)

# What one runs before each commit: form, guards, lints, docs, unused and unlicensed dependencies.
check: $(SITE)/frontend_bg.wasm
	cargo fmt --all --check
	tests/guards.sh
	cargo clippy --all-targets -- -D warnings
	cargo clippy --release -p pack -- -D warnings
	cargo clippy -p frontend -p app --no-default-features --features app/hydrate --target wasm32-unknown-unknown --target-dir $(WASM_DIR) -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" cargo doc --no-deps --document-private-items
	$(call if_installed,shear,cargo shear)
	$(call if_installed,deny,cargo deny check bans licenses sources)
	$(call if_installed,deny,if cargo deny fetch db; then cargo deny check advisories; else echo "NOT CHECKED: the advisories cannot be fetched" >&2; fi)

# Runs a cargo command where it is installed, and says loudly where it is not.
if_installed = if cargo $(1) --version >/dev/null 2>&1; then $(2); else echo "NOT CHECKED: cargo-$(1) is not installed" >&2; fi

# Everything: what `check` looks at, units and properties, both databases, and a real browser with and without script.
test: check test-tools
	if cargo nextest --version >/dev/null 2>&1; then \
	  cargo nextest run; \
	else \
	  cargo test --lib --bins --tests; \
	fi
	cargo test --doc

# A browser, its driver and PostgreSQL, from Debian.
test-tools:
	tests/tools.sh

# The figures of DESIGN.md, each beside its limit.
bench: build test-tools
	cargo build --release -p tests --bin bench
	target/release/bench

# The program killed a thousand times while people save: a few minutes.
kill: build
	cargo build --release -p tests --bin kill
	target/release/kill

fmt:
	cargo fmt --all

clean:
	cargo clean
