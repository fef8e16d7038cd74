#!/usr/bin/env bash
# Guards of the architecture: what the compiler does not hold together. Every fault is printed, then it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

faults=0
fault() {
  echo "guards: $*" >&2
  faults=$((faults + 1))
}

# refuse WHAT PATTERN PATH…: no line of Rust may match, save those that match ALLOWED.
refuse() {
  local what=$1 pattern=$2
  shift 2
  local found
  found=$(grep -rnE --include='*.rs' "$pattern" "$@" | grep -vE '^[^:]+:[0-9]+: *//' | grep -vE "${ALLOWED:-^$}" || true)
  [ -z "$found" ] || fault "$what"$'\n'"$found"
}

# --- What depends on what -------------------------------------------------------------------------------------------
browser=$(cargo tree -p frontend --target wasm32-unknown-unknown --edges normal,no-proc-macro --prefix none --format '{p}' | cut -d' ' -f1 | sort -u)
for crate in sea-orm sqlx tokio axum statistics collection migrations seeds chrono chrono-tz reqwest serde-saphyr; do
  if grep -qx "$crate" <<<"$browser"; then fault "the browser's program holds $crate"; fi
done
for crate in sqlx-core sea-orm tower-sessions-core libsqlite3-sys leptos axum wasm-bindgen; do
  count=$(grep -cx "name = \"$crate\"" Cargo.lock || true)
  [ "$count" -eq 1 ] || fault "Cargo.lock holds $count versions of $crate; one must do"
done
while read -r manifest; do
  case $manifest in
    Cargo.toml | server/collection/Cargo.toml | server/database/Cargo.toml | migrations/Cargo.toml) ;;
    *) fault "$manifest names sea-orm; only database, collection and migrations may" ;;
  esac
done < <(git ls-files -co --exclude-standard -- '*Cargo.toml' | xargs grep -lE '^sea-orm' || true)
# Leptos' configuration names regex and never uses it in the browser; ours is regex-lite, and agrees with the server's.
if grep -nE '^(regex|chrono)\b' app/Cargo.toml app/survey/Cargo.toml frontend/Cargo.toml | grep -v '^[^:]*:[0-9]*:regex-lite'; then
  fault "a crate of the browser's side names regex or chrono"
fi
cargo check --quiet -p survey --no-default-features --target wasm32-unknown-unknown --target-dir target/wasm ||
  fault "survey does not compile alone for the browser"

# --- Traps of the pages ---------------------------------------------------------------------------------------------
ALLOWED='^app/src/components/text_area.rs|contains\(' refuse "a textarea outside the component that escapes its text" '<textarea' app/src
ALLOWED='contains\(' refuse "a style attribute; the Content-Security-Policy blocks it" '[[:space:]]style(:[a-z-]+)?=' app/src
ALLOWED='^app/src/components/(page_data|question/view).rs' refuse "markup that is not escaped" '(inner_html|PreEscaped)' app/src
refuse "a page that is sent in pieces; every route is SsrMode::Async" 'SsrMode::(OutOfOrder|InOrder|PartiallyBlocked|Static)' app/src
refuse "a route that does not say how it is rendered" '<Route path' app/src
refuse "a property or binding that overwrites what was typed before the island woke" '(prop:(value|checked|selected)|bind:(value|checked|group))' app/src
refuse "server functions; handlers and the save protocol are used instead" '(ServerFnError|#\[server|ActionForm)' app/src
if [ -d app/src/islands ]; then
  refuse "the router inside an island, where there is none" '(use_params|use_query|use_location|use_navigate|<A )' app/src/islands
fi

# --- The contract between the pages and the island ------------------------------------------------------------------
for attribute in $(grep -rhoE --include='*.rs' 'data-[a-z]+(-[a-z]+)*' app/src/islands | sort -u); do
  grep -q "^//! | \`$attribute\`" app/src/islands/section_form/mod.rs ||
    fault "the island relies on $attribute, which the table in app/src/islands/section_form/mod.rs does not explain"
done

# --- Numbers, times and files ---------------------------------------------------------------------------------------
ALLOWED='schemars\(with|/definition/decimal.rs:' refuse "a floating point number in the statistics or the engine" '\b(f64|f32)\b' app/survey/src server/statistics/src
refuse "a decimal column; SQLite keeps it as a floating point number" '(\.decimal\(|\bdecimal_len\(|ColumnType::Decimal)' migrations/src
refuse "a test that sleeps" 'thread::sleep|time::sleep' app/survey server/statistics server/collection tests server/tests
while read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -gt 0 ] || fault "$file is empty"
  [ "$lines" -le 600 ] || fault "$file has $lines lines; a file holds one idea, at most 600 lines"
done < <(git ls-files -co --exclude-standard -- '*.rs')

# --- Circles of files -------------------------------------------------------------------------------------------------
cargo run --quiet -p guards || fault "files use each other in a circle"

[ "$faults" -eq 0 ] || exit 1
