#!/usr/bin/env bash
# The tour of a README, typed as it stands, against the server that the program itself starts: every
# command succeeds (the last one of a block may say no where the README prints a refusal), and what
# the README prints is what was printed, but for instants, numbers of notices and digests.
# usage: tests/docs/tour.sh PROGRAM README [READER'S LANGUAGE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=$(realpath "$1")
readme="$2"
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai BAOBEI_LANG="${3:-en}"
folder=$(mktemp -d)
export HOME="$folder" XDG_CONFIG_HOME="$folder/config" XDG_CACHE_HOME="$folder/cache"
server=
trap 'if [ -n "$server" ]; then kill "$server" || true; fi; rm -rf "$folder"' EXIT

"$program" demo --port 0 > "$folder/server.out" 2>&1 &
server=$!
for _ in $(seq 600); do
  if grep -q 'Ctrl-C' "$folder/server.out"; then break; fi
  kill -0 "$server" || { cat "$folder/server.out"; exit 1; }
  sleep 0.2
done
address=$(grep -om1 'http://127.0.0.1:[0-9]*' "$folder/server.out")
mkdir "$folder/bin"
ln -s "$program" "$folder/bin/baobei"

# Blocks between two headings, in order: N.sh is what is typed, N.out what the README prints of it.
awk -v folder="$folder" '
  /^## /       { inside = /^## (Five minutes|五分钟上手)$/ }
  !inside      { next }
  /^```sh$/    { block++; into = folder "/" block ".sh"; next }
  /^```$/      { if (into != "") { close(into); into = "" } else { into = folder "/" block ".out" }
                 next }
  into != ""   { print > into }' "$readme"

# What differs from run to run.
plain() {
  sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}/INSTANT/g; s/#[0-9]+/#N/g; s/ +$//' "$1"
}

failures=0
complain() {
  printf '%s, block %s: %s\n' "$readme" "$1" "$2"
  failures=$((failures + 1))
}

# The automatic check of a submission goes on by itself; the next block shows its outcome.
await_check() {
  for _ in $(seq 100); do
    if ! "$program" review show wx9e8d7a48f4fb2c97 1 --as reviewer | grep -qE 'being checked|自动检查中'; then
      return
    fi
    sleep 0.2
  done
  complain "$number" "the automatic check does not end"
}

session="$folder/session.sh"
for number in $(seq 100); do
  block="$folder/$number.sh"
  if [ ! -e "$block" ]; then break; fi
  # Later blocks go on with the variables of earlier ones; `login` reads the token from its input.
  {
    if [ -e "$session" ]; then grep -E '^(export )?[A-Z_]+=' "$session" || true; fi
    sed -E "s|http://127.0.0.1:8080|$address|; s|^(export PATH=)[^ ]*|\1$folder/bin:\$PATH|
      s|^( *)(baobei login .*--as (\\\$who))|\1awk -v who=\3 '\$1 == who {print \$3}' $folder/server.out \| \2|" \
      "$block"
  } > "$session.next"
  mv "$session.next" "$session"
  code=0
  PATH="$folder/bin:$PATH" bash "$session" > "$folder/$number.printed" 2>&1 || code=$?
  refused=no
  if [ -e "$folder/$number.out" ] && grep -qE '^(Not done|未完成)' "$folder/$number.out"; then
    refused=yes
  fi
  if [ "$refused" = no ] && [ "$code" -ne 0 ]; then
    complain "$number" "exit code $code"
    cat "$folder/$number.printed"
  fi
  if grep -q 'baobei submit' "$block"; then await_check; fi
  if [ ! -e "$folder/$number.out" ]; then continue; fi
  plain "$folder/$number.printed" > "$folder/printed"
  while IFS= read -r line; do
    line="${line%%…*}"
    if [ -n "${line// /}" ] && ! grep -qF -- "$line" "$folder/printed"; then
      complain "$number" "was not printed: $line"
    fi
  done < <(plain "$folder/$number.out")
done
if [ "$number" -lt 3 ]; then complain 0 "has no tour"; fi
if [ "$failures" -eq 0 ]; then echo "$readme: all $((number - 1)) blocks hold"; fi
exit $((failures > 0))
