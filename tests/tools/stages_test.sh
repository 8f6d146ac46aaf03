#!/usr/bin/env bash
# The gate's own judgement: a run whose tests pass passes, one whose tests fail names them and fails,
# and what was skipped is named.
# usage: stages_test.sh REPOSITORY FOLDER, the folder for what the cases need.
set -euo pipefail
repository="$1"
folder="$2"
rm -rf "$folder"
mkdir -p "$folder/bin" "$folder/build/asan/Testing/Temporary" "$folder/tools"

# A ctest that leaves the logs and the exit code that the case asks for.
cat > "$folder/bin/ctest" <<'CTEST'
#!/usr/bin/env bash
cp "$CASE_LOG" build/asan/Testing/Temporary/LastTest.log
if [ -n "${CASE_SKIPPED:-}" ]; then
  printf '%s\n' $CASE_SKIPPED > build/asan/Testing/Temporary/LastTestsDisabled.log
fi
exit "$CASE_CODE"
CTEST
printf '#!/usr/bin/env bash\necho "$CASE_USER"\n' > "$folder/bin/id"
printf '#!/usr/bin/env bash\n' > "$folder/bin/node"
chmod +x "$folder/bin/ctest" "$folder/bin/id" "$folder/bin/node"
export CASE_USER=0
unset BAOBEI_LANG BAOBEI_SKIP_DESKS

cat > "$folder/passed.log" <<'LOG'
[ RUN      ] Calendar.counts
[       OK ] Calendar.counts (1 ms)
LOG
cat > "$folder/failed.log" <<'LOG'
[ RUN      ] Calendar.counts
calendar_test.cc:12: Failure
[  FAILED  ] Calendar.counts (1 ms)
LOG

failures=0
# expect CASE CODE LOG EXPECTED_CODE TEXT: runs the stage, then looks at exit code and output.
expect() {
  local output code=0
  output=$(cd "$folder" && PATH="$folder/bin:$PATH" LC_ALL=C CASE_CODE="$2" CASE_LOG="$3" \
    bash -c 'set -euo pipefail; source "$1/tools/setup.sh"; source "$1/tools/stages.sh"
             skips_fail=${CASE_ALL:-no}
             needed_stage tests tests asan; close' - "$repository" 2>&1) || code=$?
  if [ "$code" -ne "$4" ] || ! grep -qF -- "$5" <<<"$output"; then
    printf '%s: exit code %d, expected %d and the text "%s" in:\n%s\n\n' \
      "$1" "$code" "$4" "$5" "$output"
    failures=$((failures + 1))
  fi
}

expect "all pass" 0 "$folder/passed.log" 0 "PASSED: all 1 stages"
expect "all pass, counted" 0 "$folder/passed.log" 0 "1 test cases passed"
expect "one fails" 8 "$folder/failed.log" 1 "FAILED: 1 of 1 stages"
expect "one fails, named" 8 "$folder/failed.log" 1 "calendar_test.cc:12: Failure"
expect "killed before it wrote a word" 9 /dev/null 1 "FAILED (exit code 9)"
skipped='12:full_disk 40:oidc_real_provider'
CASE_SKIPPED=$skipped expect "skipped, named" 0 "$folder/passed.log" 0 \
  "Skipped: full_disk oidc_real_provider"
expect "none skipped any more" 0 "$folder/passed.log" 0 "PASSED: all 1 stages"
if [ -e "$folder/build/asan/Testing/Temporary/LastTestsDisabled.log" ]; then
  echo "what an earlier run skipped is told of a later one"
  failures=$((failures + 1))
fi
BAOBEI_LANG=zh CASE_SKIPPED=$skipped expect "skipped, in Chinese" 0 "$folder/passed.log" 0 \
  "已跳过：full_disk oidc_real_provider"
CASE_ALL=yes CASE_SKIPPED=$skipped expect "skipped under --all" 0 "$folder/passed.log" 1 \
  "none may be skipped"
CASE_ALL=yes CASE_USER=1000 CASE_SKIPPED=$skipped expect "no root" 0 "$folder/passed.log" 0 \
  "Skipped: full_disk"
CASE_ALL=yes expect "none skipped under --all" 0 "$folder/passed.log" 0 "PASSED: all 1 stages"
exit "$failures"
