#!/usr/bin/env bash
# Installs what the tests run beside the program: axe-core, Chromium, its driver, PostgreSQL, and what reads papers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

axe_version=4.14.1
axe_sha256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
axe=target/tools/axe.min.js
if ! sha256sum --check --status <<<"$axe_sha256  $axe" 2>/dev/null; then
  mkdir -p "$(dirname "$axe")"
  curl --fail --silent --show-error --location "https://registry.npmjs.org/axe-core/-/axe-core-$axe_version.tgz" |
    tar --extract --gzip --to-stdout package/axe.min.js >"$axe.new"
  sha256sum --check --quiet <<<"$axe_sha256  $axe.new"
  mv "$axe.new" "$axe"
fi

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
    echo "the tests need ${missing[*]}; install them, for example: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null; then
  echo "the tests need ${missing[*]}; install what your system calls them" >&2
  exit 1
fi
"${as_root[@]}" apt-get update
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}"
