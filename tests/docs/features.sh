#!/usr/bin/env bash
# The commands of docs/features.md, typed as they stand against the server that the program itself
# starts. A row's mark (a comment at its end) says as whom, and in which state the mini-program is
# that APP, NO and ENTRY stand for (refused:3 is the third of those refused), or why the row cannot be
# typed:
#   <!-- reviewer reviewing -->  <!-- officer filing:silent -->  <!-- developer new exit 3 -->
#   <!-- - -->  <!-- not typed: needs a provider -->  <!-- developer released:twice -->
# "exit 0 0 4" are the codes of the commands in turn. A row that ends with "last" moves the clock for
# everybody and comes after all others, in the order of the page. What a row names behind a command's
# colon, "`baobei policy show`: `sampling_share`", is what that command says; `risk_*` is a beginning.
# usage: tests/docs/features.sh PROGRAM
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
program=$(realpath "$1")
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai BAOBEI_LANG=en
folder=$(mktemp -d)
export HOME="$folder" XDG_CONFIG_HOME="$folder/config" XDG_CACHE_HOME="$folder/cache"
server=
trap 'if [ -n "$server" ]; then kill "$server" || true; fi; rm -rf "$folder"' EXIT

"$program" demo --port 0 > "$folder/server.out" 2>&1 &
server=$!
up=
for _ in $(seq 600); do
  if grep -q 'Ctrl-C' "$folder/server.out"; then up=yes; break; fi
  kill -0 "$server" || { cat "$folder/server.out"; exit 1; }
  sleep 0.2
done
if [ -z "$up" ]; then echo "The demo server does not come up."; exit 1; fi
address=$(grep -om1 'http://127.0.0.1:[0-9]*' "$folder/server.out")
port=${address##*:}
fresh=$(grep -oEm1 'wx[0-9a-f]{16}' "$folder/server.out")  # a token may have "wx" in it
mkdir "$folder/bin" "$folder/here"
ln -s "$program" "$folder/bin/baobei"
ln -s "$root/samples" "$folder/here/samples"
export PATH="$folder/bin:$PATH"
awk '$3 ~ /^demo_/ {print $1, $3}' "$folder/server.out" > "$folder/tokens"
while read -r who token; do
  echo "$token" | baobei login "$address" --as "$who" > "$folder/said"
done < "$folder/tokens"

failures=0
complain() {
  printf 'docs/features.md: %s\n' "$1"
  failures=$((failures + 1))
}

# What decides a case (the rows with a number): each is shown by a command.
decisive="A3 A7 B2 B7 B12 B13 B18 C1 C3 C4 C5 C7 C9 D1 D4 D5 D6 D8 E2 E3 E4 F3 G2 G5 G7"

# One that serves its second release, and whose first one may come back.
pick_twice() {
  local list app
  list=$(baobei submissions --state released --json --as operator | tr -d '\n ' |
    sed 's/{"app"/\n{"app"/g' | grep '^{"app"' || true)
  while IFS= read -r app; do
    if ! grep -qE "\"app\":\"$app\".*\"submission\":1[,}]" <<< "$list"; then continue; fi
    baobei app show "$app" --json --as operator < /dev/null > "$folder/said"
    if grep -q '"serving":{"current":2,' "$folder/said"; then
      APP=$app NO=1 ENTRY=1
      return
    fi
  done < <(grep '"submission":2[,}]' <<< "$list" | grep -o '"app":"[^"]*"' | cut -d '"' -f 4)
  complain "the demo has no mini-program that was released twice"
}

# A mini-program in a state, another one at each time: its id, and the number beside it.
declare -A taken
pick() {
  local state=$1 number=submission skip=1 list rows
  case "$state" in
    "" | new) APP=$fresh NO=1 ENTRY=1; return ;;
    released:twice) pick_twice; return ;;
    refused:*) list=$(baobei submissions --state refused --json --as operator) skip=${state#*:} ;;
    filing:*) list=$(baobei filing list --state "${state#filing:}" --json --as operator) number=entry ;;
    *) list=$(baobei submissions --state "$state" --json --as operator) ;;
  esac
  rows=$(tr -d '\n ' <<< "$list" | sed 's/{"app"/\n{"app"/g' | grep '^{"app"' || true)
  # An entry that is not the first has answers before it.
  if [ "$number" = entry ]; then rows=$(grep '"entry":1[,}]' <<< "$rows" || true); fi
  # Another region's office would not be told of it.
  if [ "$2" = officer ]; then rows=$(grep '"region":"33"' <<< "$rows" || true); fi
  local nth=$((${taken[$state:$2]:-$((skip - 1))} + 1)) row
  taken[$state:$2]=$nth
  row=$(sed -n "${nth}p" <<< "$rows")
  if [ -z "$row" ]; then complain "the demo has no $nth mini-programs in the state $state"; return; fi
  APP=$(grep -om1 '"app":"[^"]*"' <<< "$row" | cut -d '"' -f 4)
  NO=$(grep -o "\"submission\":[0-9]*" <<< "$row" | head -1 | tr -dc 0-9)
  ENTRY=$(grep -o "\"$number\":[0-9]*" <<< "$row" | head -1 | tr -dc 0-9)
}

filled() {
  sed -E "s/\bAPP\b/$APP/g; s/\bNO\b/$NO/g; s/\bENTRY\b/$ENTRY/g" <<< "$1"
}

# GET of the API, as a person; the status stands in the first line.
answer_of() {
  local token
  token=$(awk -v who="$2" '$1 == who {print $2}' "$folder/tokens")
  exec 3<> "/dev/tcp/127.0.0.1/$port"
  printf 'GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n' \
    "$1" "$token" >&3
  cat <&3
  exec 3<&-
}

# Ends as the row says, and says every word that the row names behind the command's colon.
type_one() {
  local line=$1 who=$2 wanted=$3 words=$4 code=0 word
  case "$line" in
    GET\ *)
      answer_of "${line#GET }" "$who" > "$folder/said"
      head -1 "$folder/said" | grep -q ' 200 ' || { complain "$line: $(head -1 "$folder/said")"; } ;;
    *)
      case "$line" in
        baobei\ admin* | baobei\ check*) ;;
        *) line="$line --yes" ;;
      esac
      (cd "$folder/here" && BAOBEI_PROFILE="$who" bash -c "$line") \
        > "$folder/said" 2>&1 < /dev/null || code=$?
      if [ "$code" -ne "$wanted" ]; then
        complain "$line (as $who): exit code $code, not $wanted: $(tail -3 "$folder/said" | tr '\n' ' ')"
      fi ;;
  esac
  for word in $words; do
    case "$word" in
      *\*) grep -qE "(^|[^A-Za-z0-9_])${word%\*}" "$folder/said" ;;
      *) grep -qE "(^|[^A-Za-z0-9_])$word([^A-Za-z0-9_]|\$)" "$folder/said" ;;
    esac || complain "$line (as $who) does not say '$word': $(tail -c 300 "$folder/said" | tr '\n' ' ')"
  done
}

# The commands of a row, one a line: the command, a tab, and what stands behind its colon.
commands_of() {
  local part command tail
  while IFS= read -r part; do
    command=${part#\`} command=${command%%\`*}
    case "$command" in *SERVER* | *PERSON*) continue ;; esac
    tail=${part#\`"$command"\`}
    case "$tail" in
      :*) tail=$(grep -oE '`[^`]*`' <<< "${tail%%;*}" | tr -d '`' | tr '.\n' '  ' || true) ;;
      *) tail= ;;
    esac
    printf '%s\t%s\n' "$command" "$tail"
  done < <(sed -E 's/`(baobei |GET \/)/\n`\1/g' <<< "$1" | grep -E '^`(baobei |GET /)' || true)
}

rows=0
typed=0
declare -A shown
type_row() {
  local row=$1 mark who state rest how lines line words id i=0
  local -a codes=(0)
  mark=$(grep -o '<!-- .* -->' <<< "$row" | sed -E 's/^<!-- (.*) -->$/\1/; s/ last$//')
  read -r who state rest <<< "$mark"
  if [ "$state" = exit ]; then read -ra codes <<< "$rest"; state=; fi
  if [[ "$rest" == exit\ * ]]; then read -ra codes <<< "${rest#exit }"; fi
  if [ "$who" = - ]; then who=operator; fi
  id=$(sed -E 's/^\| *([A-G][0-9]*) *\|.*/\1/' <<< "$row")
  how=$(sed -E 's/^\| *[A-G][0-9]* *\| .* \| (.*) *<!--.*$/\1/' <<< "$row")
  lines=$(commands_of "$how")
  if [ -z "$lines" ]; then complain "nothing to type: $row"; return; fi
  pick "$state" "$who"
  while IFS=$'\t' read -r line words; do
    typed=$((typed + 1))
    shown[$id]=yes
    type_one "$(filled "$line")" "$who" "${codes[$((i < ${#codes[@]} ? i : ${#codes[@]} - 1))]}" "$words"
    i=$((i + 1))
  done <<< "$lines"
}

later=()
while IFS= read -r row; do
  rows=$((rows + 1))
  case "$row" in
    *"<!-- not typed: "?*) ;;
    *"<!-- not typed"*) complain "no reason: $row" ;;
    *" last -->"*) later+=("$row") ;;
    *"<!-- "?*) type_row "$row" ;;
    *) complain "no mark: $row" ;;
  esac
done < <(grep -E '^\| [A-G][0-9]* \|' docs/features.md)
for row in "${later[@]}"; do type_row "$row"; done
for id in $decisive; do
  if [ -z "${shown[$id]:-}" ]; then complain "nothing is typed for $id"; fi
done
if [ "$rows" -lt 50 ]; then complain "only $rows rows"; fi
if [ "$failures" -eq 0 ]; then echo "docs/features.md: $rows rows, $typed commands hold"; fi
exit $((failures > 0))
