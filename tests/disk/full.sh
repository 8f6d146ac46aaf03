#!/usr/bin/env bash
# A full disk under the program as it is shipped, then one that became read-only: what is refused
# says so, /readyz names the reason, nothing that was acknowledged is lost, over kill -9 as well, and
# work goes on when the disk does. The disk is a small file system in memory, mounted as root or in a
# name space of one's own.
# usage: tests/disk/full.sh PROGRAM FOLDER
set -euo pipefail
if [ "${3:-}" != inside ]; then
  if unshare --mount true 2> /dev/null; then exec unshare --mount "$0" "$1" "$2" inside; fi
  if unshare --map-root-user --mount true 2> /dev/null; then
    exec unshare --map-root-user --mount "$0" "$1" "$2" inside
  fi
  echo "no file system can be mounted here, neither as root nor in a name space"
  exit 77
fi
program=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$2
export LC_ALL=C.UTF-8 BAOBEI_LANG=en HOME="$folder" XDG_CONFIG_HOME="$folder/config"
export XDG_CACHE_HOME="$folder/cache" BAOBEI_PROFILE=developer
rm -rf "$folder"
mkdir -p "$folder/disk"
mount -t tmpfs -o size=24m tmpfs "$folder/disk"
trap '' XFSZ  # of the server: a write beyond its limit is an error, not its end
server=
stop() { if [ -n "$server" ]; then kill "$1" "$server" && wait "$server" || true; server=; fi; }
trap 'stop -9; umount -l "$folder/disk"' EXIT
fail() {
  echo "$1"
  exit 1
}

start() {
  rm -f "$folder/people.json"
  "$program" demo --data "$folder/disk/data" --cases 1 --port 0 --quiet \
    --people "$folder/people.json" --set check.sandbox=best_effort > "$folder/server.out" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    if [ -s "$folder/people.json" ]; then break; fi
    kill -0 "$server" || fail "the server did not start: $(cat "$folder/server.out")"
    sleep 0.2
  done
  address=$(grep -o 'http://127.0.0.1:[0-9]*' "$folder/people.json" | head -1)
  app=$(grep -o '"app":"[^"]*"' "$folder/people.json" | head -1 | cut -d '"' -f 4)
  token=$(grep -o '"developer":"demo_[^"]*"' "$folder/people.json" | cut -d '"' -f 4)
  echo "$token" | "$program" login "$address" --as developer > "$folder/said"
}

baobei() { "$program" "$@" --yes > "$folder/said" 2>&1; }

# The head and body of what the server answers to METHOD TARGET BODY, asked by the developer.
ask() {
  exec 3<> "/dev/tcp/127.0.0.1/${address##*:}"
  printf '%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\n' \
    "$1" "$2" "$token" >&3
  printf 'Content-Length: %d\r\n\r\n%s' "${#3}" "$3" >&3
  cat <&3
  exec 3<&-
}
readiness() { ask GET /readyz ''; }

start
baobei upload "$app" samples/unit-converter || fail "no upload with room: $(cat "$folder/said")"
baobei calendar add --label before || fail "no command with room: $(cat "$folder/said")"
readiness | grep -q '"status":"ready"' || fail "not ready with room"

# Full to the last block.
dd if=/dev/zero of="$folder/disk/ballast" bs=64k 2> /dev/null || true
dd if=/dev/zero of="$folder/disk/ballast.2" bs=512 2> /dev/null || true
if baobei upload "$app" samples/neighbourhood-forum; then fail "an upload on a full disk"; fi
grep -qi 'right now\|busy\|unavailable' "$folder/said" || fail "the upload says: $(cat "$folder/said")"
# What fits into the journal's last page may still be taken: it counts then.
taken=0
for number in $(seq 40); do
  if ! baobei calendar add --label "c$number"; then break; fi
  taken=$number
done
[ "$taken" -lt 40 ] || fail "forty commands were taken on a full disk"
baobei apps || fail "reading needs no room: $(cat "$folder/said")"
readiness > "$folder/ready"
grep -q '^HTTP/1.1 503' "$folder/ready" || fail "ready on a full disk"
grep -q 'the disk of the data folder is full' "$folder/ready" || fail "$(cat "$folder/ready")"
grep -q '数据文件夹所在的磁盘已满' "$folder/ready" || fail "$(cat "$folder/ready")"

# Nothing acknowledged is lost, and work goes on.
stop -9
rm "$folder/disk/ballast" "$folder/disk/ballast.2"
start
"$program" calendar list --json > "$folder/calendars"
for label in before $(seq -f 'c%g' "$taken"); do
  grep -q "\"label\": *\"$label\"" "$folder/calendars" || fail "acknowledged and lost: $label"
done
baobei packages "$app" || fail "$(cat "$folder/said")"
baobei upload "$app" samples/neighbourhood-forum || fail "no upload after room was made"
baobei calendar add --label after || fail "no command after room was made"
readiness | grep -q '"status":"ready"' || fail "not ready after room was made"

# Read-only, as a kernel makes a disk after an error, under files that are open. No mount of them can
# be made so by hand: a read-only one is laid over the paths, and open files take no byte more.
lifecycle() { ask POST "/v1/apps/$app/agencies" '{"agency":"org-agency"}' > "$folder/said"; }
beside() { ask POST "/v1/apps/$app/uploads" '{"bytes":5}' > "$folder/said"; }
mount --bind "$folder/disk" "$folder/disk"
mount -o remount,bind,ro "$folder/disk"
prlimit --pid "$server" --fsize=0:unlimited
for write in lifecycle beside; do
  "$write"
  for word in '^HTTP/1.1 503' '"urn:baobei:problem:unavailable"' '目前无法完成' 'right now'; do
    grep -q "$word" "$folder/said" || fail "a write on a read-only disk: $(cat "$folder/said")"
  done
done
if baobei upload "$app" samples/unit-converter; then fail "an upload on a read-only disk"; fi
readiness > "$folder/ready"
for word in '^HTTP/1.1 503' 'the disk of the data folder is read-only' '数据文件夹所在的磁盘是只读的'; do
  grep -q "$word" "$folder/ready" || fail "/readyz on a read-only disk: $(cat "$folder/ready")"
done
baobei apps || fail "reading needs no writing: $(cat "$folder/said")"
baobei packages "$app" || fail "reading needs no writing: $(cat "$folder/said")"
prlimit --pid "$server" --fsize=unlimited:unlimited
umount -l "$folder/disk"
# Refused it was and not done: else it would be done already.
lifecycle
grep -q '^HTTP/1.1 200' "$folder/said" || fail "no command when it is writable: $(cat "$folder/said")"
baobei upload "$app" samples/unit-converter || fail "no upload when it is writable"
readiness | grep -q '"status":"ready"' || fail "not ready when it is writable"
stop -TERM
"$program" admin verify --data "$folder/disk/data" > "$folder/said" 2>&1 || fail "$(cat "$folder/said")"
echo "a full disk: $taken commands taken and kept, the rest refused, nothing lost"
echo "a read-only disk: commands refused, /readyz says so, reading and what follows work"
