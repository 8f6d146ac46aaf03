# The stages of ./test: each is timed, its failure is never passed over, a summary closes the run.
# Sourced by ./test after tools/setup.sh.

stage_names=()
stage_seconds=()
stage_results=()
begun=$SECONDS

# stage NAME COMMAND...: runs the command in a subshell that stops at its first failure. Never
# called in a condition, where bash would let failures inside functions pass.
stage() {
  local name="$1" begin=$SECONDS code=0
  shift
  printf '\n==== %s\n' "$name"
  set +e
  (set -e; "$@")
  code=$?
  set -e
  stage_names+=("$name")
  stage_seconds+=($((SECONDS - begin)))
  stage_results+=("$code")
}

# As stage, but nothing after it makes sense when it fails.
needed_stage() {
  stage "$@"
  if [ "${stage_results[-1]}" -ne 0 ]; then close; fi
}

# Prints the time of every stage and ends the run: 0 only if every stage was.
close() {
  local failed=0 word
  printf '\n==== %s\n' "$(tell summary 小结)"
  for i in "${!stage_names[@]}"; do
    word=$(tell ok 通过)
    if [ "${stage_results[$i]}" -ne 0 ]; then
      word=$(tell "FAILED (exit code ${stage_results[$i]})" "未通过（退出码 ${stage_results[$i]}）")
      failed=$((failed + 1))
    fi
    printf '%6d s  %-32s %s\n' "${stage_seconds[$i]}" "${stage_names[$i]}" "$word"
  done
  printf '%6d s  %s\n' $((SECONDS - begun)) "$(tell total 合计)"
  if [ "$failed" -ne 0 ]; then
    tell "FAILED: $failed of ${#stage_names[@]} stages" "未通过：${#stage_names[@]} 个阶段中有 $failed 个"
    exit 1
  fi
  tell "PASSED: all ${#stage_names[@]} stages" "全部通过：共 ${#stage_names[@]} 个阶段"
  exit 0
}

# ---- tests ------------------------------------------------------------------------------------
# tests PRESET [FLAG of ctest...]: all tests of a build. No test at all is a failure, and none may
# take longer than the preset allows. `without_aslr` may hold a command to run ctest with.
without_aslr=()
tests() {
  local preset="$1"
  shift
  local log="build/$preset/Testing/Temporary/LastTest.log" code=0
  local not_run="build/$preset/Testing/Temporary/LastTestsDisabled.log"
  rm -f "$not_run"
  "${without_aslr[@]}" ctest --preset "$preset" --no-tests=error -j "$(nproc)" "$@" || code=$?
  if [ "$code" -ne 0 ]; then name_failures "$log"; return "$code"; fi
  count_cases "$log"
  name_skipped "$not_run"
}

# A long run's output hides what failed: said once more at its end, with what stood before it.
name_failures() {
  local failed='^\[  FAILED  \] .*ms\)$|^==[0-9]+==ERROR: |^SUMMARY: .*Sanitizer|Sanitizer CHECK failed'
  if grep -qE "$failed" "$1" 2>/dev/null; then
    printf '\n---- %s\n' "$(tell "failed in these programs" "以上程序中未通过的")"
    grep -E -B 8 "$failed" "$1" | tail -n 120
  fi
}

# How many cases the test programs ran: ctest counts programs.
count_cases() {
  local cases
  cases=$(grep -c '^\[       OK \]' "$1" || true)
  tell "$cases test cases passed in these programs." "以上程序共通过 $cases 个测试用例。"
}

# ctest counts as passed what said that it cannot run here. --all sets `skips_fail`: where root and
# Node are there, nothing is missing that a program could lack.
skips_fail=no
name_skipped() {
  local skipped
  if [ ! -s "$1" ]; then return 0; fi
  skipped=$(cut -d : -f 2- "$1" | paste -s -d ' ')
  tell "Skipped: $skipped" "已跳过：$skipped"
  if [ "$skips_fail" = no ] || [ -n "${BAOBEI_SKIP_DESKS:-}" ]; then return 0; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v node >/dev/null; then return 0; fi
  complain "With --all, as root and with Node, none may be skipped." \
    "使用 --all、以 root 运行且装有 Node 时，不得跳过任何测试。"
  return 1
}

# ---- the gate ---------------------------------------------------------------------------------
gate() {
  needed_stage packages need_packages build
  skip_desks_out_of_reach
  if [ -z "${BAOBEI_SKIP_DESKS:-}" ]; then
    stage "desks: types, unit tests" tools/web.sh check
  fi
  stage "desks: build" build_desks
  needed_stage configure configure asan
  needed_stage build build asan
  needed_stage tests tests asan
}

# .ci/run asks for this: a runner that npm's registry does not answer judges the program alone, and
# says so. Anywhere else that is a failure.
skip_desks_out_of_reach() {
  if [ -z "${BAOBEI_DESKS_IF_REACHABLE:-}" ] || timeout 60 npm ping >/dev/null 2>&1; then return; fi
  tell "npm's registry does not answer: the desks are neither checked nor built." \
    "npm 软件源没有响应：不检查也不构建工作台。"
  export BAOBEI_SKIP_DESKS=1
}

# ---- the rest ---------------------------------------------------------------------------------
the_rest() {
  needed_stage "packages: all" need_packages build all browser

  stage "release: configure" configure release
  stage "release: build" build release
  stage "release: deep tests" deep_tests
  stage "release: the whole story" build/release/baobei demo --walk
  stage "release: the tour of the README" both_tours
  stage "release: the table of features" tests/docs/features.sh build/release/baobei
  stage "release: benches, short" short_benches
  stage "desks: browser stories" browser_stories

  stage "clang: configure" cmake --preset clang
  stage "clang: build" build clang
  stage "clang: tests" tests clang
  stage "clang-tidy" tools/clang_tidy.sh

  stage "threads: configure" configure tsan
  stage "threads: build" build tsan "${threaded_programs[@]}"
  stage "threads: tests" thread_tests

  stage "fuzz: configure" cmake --preset fuzz
  stage "fuzz: build" build fuzz "${fuzz_programs[@]}"
  stage "fuzz: each target for a minute" ctest --preset fuzz --no-tests=error
}

# ./test --screens: the pictures alone, of what is shipped.
pictures() {
  needed_stage "packages: browser" need_packages build browser
  needed_stage "desks: build" build_desks
  needed_stage "release: configure" configure release
  needed_stage "release: build" build release baobei
  stage "desks: pictures" env BAOBEI=build/release/baobei tools/web.sh screens
}

# Every role's stories, accessibility in both languages, bytes and layout shift of the first lists.
browser_stories() {
  BAOBEI=build/release/baobei tools/web.sh stories
}

both_tours() {
  tests/docs/tour.sh build/release/baobei README.md
  tests/docs/tour.sh build/release/baobei README.zh.md zh
}

# More rounds, seeds and states where a test has them: kill -9, simulation, explorer.
deep_tests() {
  export BAOBEI_SIMULATION_SEEDS=300 BAOBEI_KILL_ROUNDS=100 BAOBEI_EXPLORE=40000
  tests release --timeout 3600
}

# Figures for a look, not for a judgement: what is claimed runs longer, on a machine at rest.
short_benches() {
  local bench=build/release/bench
  "$bench/transitions" --apps 2000 --slices 3 --slice-ms 1000 --folder build/release
  "$bench/deadlines" --quick --folder build/release
  "$bench/check_bench" --repeats 3 --folder build/release --program build/release/baobei
}

# One for each parser of what others wrote; what they find lies below build/fuzz/fuzz/.
fuzz_programs=(archive_fuzz path_fuzz wxml_fuzz wxss_fuzz script_fuzz jsonc_fuzz
  pictures_fuzz)

# What has threads. ctest knows a module's tests by the module's name.
threaded_programs=(coroutine_sqlite_smoke engine_loop_test simulation_test http_test store_test
  server_test)
thread_tests() {
  local machine names
  names=$(IFS='|'; echo "${threaded_programs[*]%_test}")
  # ThreadSanitizer of g++ 12 cannot map its memory where the kernel spreads addresses widely.
  machine=$(uname -m)
  if setarch "$machine" -R true 2>/dev/null; then without_aslr=(setarch "$machine" -R); fi
  tests tsan -R "^($names)(_test)?\$"
}
