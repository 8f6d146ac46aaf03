#!/bin/bash
# bench/peers.sh TOOLS APP BAOBEI CHECK_BENCH: the checker beside two tools that come closest, in
# one run: addons-linter, the linter of a browser maker, and the code-quality check of
# miniprogram-ci. They are fetched by npm into the folder TOOLS (some 600 MB); nothing of them is
# part of this project. APP: a mini-program's folder with its app.json. Prints the lines of
# CHECK_BENCH, of which `beside` are the other tools, as multiples of BAOBEI's first check.
#
# Neither tool knows the other's question: the first looks for dangerous script, the second for
# waste. What is compared is the price of reading the same files once.
set -euo pipefail

readonly ADDONS_LINTER=10.14.0 MINIPROGRAM_CI=2.1.42

if (($# != 4)); then
  sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
  exit 64
fi
mkdir -p "$1"
tools=$(realpath "$1")
app=$(realpath "$2")
baobei=$(realpath "$3")
bench=$(realpath "$4")

install_tools() {
  printf '{"private":true,"dependencies":{"addons-linter":"%s","miniprogram-ci":"%s"}}\n' \
    "$ADDONS_LINTER" "$MINIPROGRAM_CI" >"$tools/package.json"
  (cd "$tools" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
}

# A linter of extensions reads a folder with a manifest; a project has its configuration beside it.
prepare_copies() {
  rm -rf "$tools/extension" "$tools/project"
  mkdir -p "$tools/project"
  cp -r "$app" "$tools/extension"
  printf '{"manifest_version":2,"name":"measured","version":"1.0"}\n' >"$tools/extension/manifest.json"
  cp -r "$app" "$tools/project/miniprogram"
  printf '{"appid":"wx0000000000000000","miniprogramRoot":"miniprogram/","compileType":"miniprogram"}\n' \
    >"$tools/project/project.config.json"
  : >"$tools/key" # named and never read: nothing is uploaded
}

write_quality_check() {
  cat >"$tools/quality.js" <<'JS'
const ci = require('miniprogram-ci');
const project = new ci.Project({
  appid: 'wx0000000000000000',
  type: 'miniProgram',
  projectPath: __dirname + '/project',
  privateKeyPath: __dirname + '/key',
});
ci.checkCodeQuality(project).then(
  (rows) => process.exit(rows.length > 0 ? 0 : 2),
  (error) => {
    console.error(error);
    process.exit(2);
  },
);
JS
}

[[ -d $tools/node_modules/miniprogram-ci ]] || install_tools
prepare_copies
write_quality_check
exec "$bench" --repeats 3 --app "$app" --program "$baobei" --folder "$tools" \
  --beside "addons-linter=cd '$tools' && node node_modules/addons-linter/bin/addons-linter extension" \
  --beside "miniprogram-ci=cd '$tools' && node quality.js"
