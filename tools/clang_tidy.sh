#!/usr/bin/env bash
# clang-tidy over the sources of the product (.clang-tidy says which checks), as the clang preset
# compiles them: several at a time and with the precompiled headers of its build, which has to be
# there. Arguments: parts of the paths of sources to look at; none means all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tools/setup.sh
build=build/clang

if [ ! -e $build/src/libbaobei_base.a ]; then
  complain "clang-tidy goes by a build: cmake --preset clang && cmake --build --preset clang" \
    "clang-tidy 以构建结果为准：cmake --preset clang && cmake --build --preset clang"
  exit 2
fi

# United sources, and those of the product that are compiled alone.
here=$(printf '%s' "$PWD" | sed 's/[][\.*^$+?(){}|]/\\&/g')
united="$build/src/CMakeFiles/baobei[^/]*\.dir/Unity/[^/]*"
patterns=("^$here/(src/.*(?<!_test)(?<!_fuzz)\.cc|$united)$")
if [ $# -gt 0 ]; then
  mapfile -t patterns < <(
    for part in "$@"; do
      printf '^%s/src/.*%s\n' "$here" "${part#src/}"
      grep -rlF --include='*.cxx' "${part#src/}" $build/src/CMakeFiles || true
    done)
fi

# A united source includes others by its nature. Each process is one source; the exit code tells
# whether any of them found something.
run-clang-tidy-19 -p $build -j "$(nproc)" -quiet -checks=-bugprone-suspicious-include \
  "${patterns[@]}"
