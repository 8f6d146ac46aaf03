#!/usr/bin/env bash
# clang-tidy over the sources of the product (.clang-tidy says which checks), by the compile
# commands of the clang-alone preset: every source by itself. Arguments:
# the files to look at; none means all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ -e build/clang-alone/compile_commands.json ] || cmake --preset clang-alone
if [ $# -eq 0 ]; then
  mapfile -t files < <(find src -name '*.cc' ! -name '*_test.cc' ! -name '*_fuzz.cc' | sort)
else
  files=("$@")
fi

# One process a file; xargs answers 123 when one of them found something.
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy-19 -p build/clang-alone --quiet --use-color=false
