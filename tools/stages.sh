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
# tests PRESET [FLAG of ctest...]: all tests of a build. No test at all is a failure. Each has a
# time limit of its own (cmake/BaobeiModule.cmake).
tests() {
  local preset="$1"
  shift
  "${without_aslr[@]}" ctest --preset "$preset" --no-tests=error -j "$(nproc)" "$@"
  count_cases "build/$preset/Testing/Temporary/LastTest.log"
}

# How many cases the test programs ran: ctest counts programs.
count_cases() {
  local cases
  cases=$(grep -c '^\[       OK \]' "$1" || true)
  tell "$cases test cases passed in these programs." "以上程序共通过 $cases 个测试用例。"
}

# ThreadSanitizer of g++ 12 cannot map its memory where the kernel spreads addresses widely.
without_aslr=()
thread_tests() {
  local machine
  machine=$(uname -m)
  if setarch "$machine" -R true 2>/dev/null; then without_aslr=(setarch "$machine" -R); fi
  tests tsan -L threads
}

# ---- the gate ---------------------------------------------------------------------------------
gate() {
  needed_stage packages need_packages build
  needed_stage configure configure asan
  needed_stage build build asan
  needed_stage tests tests asan
}

# ---- the rest ---------------------------------------------------------------------------------
the_rest() {
  needed_stage "packages: all" need_packages all

  stage "release: configure" configure release
  stage "release: build" build release
  stage "release: deep tests" deep_tests
  stage "release: the whole story" build/release/baobei demo --walk

  stage "clang: configure" cmake --preset clang
  stage "clang: build" build clang
  stage "clang: tests" tests clang

  stage "threads: configure" configure tsan
  stage "threads: build" build tsan threaded_tests
  stage "threads: tests" thread_tests
}

# More rounds, seeds and states where a test has them: kill -9, simulation, explorer.
deep_tests() {
  BAOBEI_DEEP=1 tests release --timeout 3600
}
