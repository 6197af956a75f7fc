#!/bin/sh
# What Intarsia does, shown on two disks: a system made of this machine's files, and the same one after an upgrade.
set -eu
PATH=$PATH:/usr/sbin:/sbin
intarsia=$(cd -- "$(dirname -- "$0")/../../.." && pwd -P)/intarsia
tree_kib=$((160 << 10))
disk_mib=384
export LC_ALL=C.UTF-8

for tool in mke2fs sha256sum cmp; do
  command -v "$tool" >/dev/null || {
    echo "intarsia: the demo needs $tool (packages e2fsprogs, coreutils, diffutils)" >&2
    exit 1
  }
done
# Where memory is plenty the demo shows Intarsia and not the disk of the machine.
free_kib() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'; }
place=${TMPDIR:-/var/tmp}
memory_kib=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
if [ -z "${TMPDIR:-}" ] && [ "${memory_kib:-0}" -gt 6000000 ] && [ "$(free_kib /dev/shm)" -gt 3000000 ] 2>/dev/null; then
  place=/dev/shm
fi
stage=$(mktemp -d "$place/intarsia-demo.XXXXXX")
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT TERM
cd "$stage"
INTARSIA_STORE=$stage/store
export INTARSIA_STORE

if [ -t 1 ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m') green=$(printf '\033[32m')
else
  bold= dim= plain= green=
fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
prompt() { printf '%s$ intarsia %s%s\n' "$dim" "$1" "$plain"; }
run() {
  prompt "$*"
  "$intarsia" "$@"
}
number() { sed -n "s/.*\"$1\":\\([0-9.]*\\).*/\\1/p"; }
mib() { awk -v n="$1" 'BEGIN { printf "%.1f MiB", n / 1048576 }'; }
# bar LABEL BYTES OF NOTE
bar() {
  awk -v l="$1" -v n="$2" -v of="$3" -v note="$4" 'BEGIN {
    cells = int(40 * n / of + 0.5); s = ""
    for (i = 0; i < cells; i++) s = s "█"
    printf "  %-34s %8.1f MiB  %s %s\n", l, n / 1048576, s, note
  }'
}

# grow DIRECTORY...: copies directories of this machine as long as the tree stays below its size.
grow() {
  used=0
  for directory in "$@"; do
    size=$(du -sk "$directory" 2>/dev/null | cut -f 1)
    if [ "${size:-0}" -gt 0 ] && [ $((used + size)) -le "$tree_kib" ]; then
      mkdir -p "tree$(dirname "$directory")"
      cp -a "$directory" "tree$(dirname "$directory")/" 2>/dev/null || true
      used=$((used + size))
    fi
    [ "$used" -lt $((tree_kib - 4096)) ] || return 0
  done
}

# disk FILE: a disk with the tree in its one partition, or without a partition table where sfdisk is missing.
disk() {
  truncate -s "${disk_mib}M" "$1"
  if command -v sfdisk >/dev/null && printf 'label: gpt\nstart=2048\n' | sfdisk -q "$1" 2>/dev/null; then
    mke2fs -q -F -t ext4 -L demo -E offset=1048576 -d tree "$1" $((disk_mib - 2))M 2>/dev/null
  else
    mke2fs -q -F -t ext4 -L demo -d tree "$1" 2>/dev/null
  fi
}

say "Making two disks of this machine's files in $place: a system, and the same one upgraded"
mkdir -p "tree/etc"
cp -L /etc/os-release "tree/etc/os-release" 2>/dev/null || echo 'NAME=demo' >"tree/etc/os-release"
grow /usr/share/perl /usr/share/doc /usr/lib/python3* /usr/share/zoneinfo /usr/lib/git-core /usr/bin \
  /usr/lib/x86_64-linux-gnu/perl* /usr/lib/gcc /usr/lib/*-linux-gnu/* /usr/share/*
disk system.raw
# The upgrade: some programs change a little, a package comes, another one goes.
mkdir -p "tree/opt/new-package"
find /usr/sbin /usr/lib/*-linux-gnu -maxdepth 1 -type f -size -2M -readable 2>/dev/null | sort | head -n 40 |
  while IFS= read -r file; do cp "$file" "tree/opt/new-package/"; done
find "tree/usr" -type f -size +16k -writable | sort | awk 'NR % 25 == 0' | while IFS= read -r file; do
  printf 'changed by the upgrade\n' >>"$file"
done
rm -rf tree/usr/share/doc/[a-d]*
echo 'VERSION_ID=2' >>"tree/etc/os-release"
disk upgraded.raw
ls -sh ./*.raw

say "Check in: each piece is stored once"
for step in 'system.raw as installed' 'upgraded.raw after the upgrade'; do
  prompt "checkin ${step%% *} system --message '${step#* }'"
  result=$("$intarsia" --json checkin "${step%% *}" system --message "${step#* }")
  echo "  version $(echo "$result" | number version): $(mib "$(echo "$result" | number dataBytes)") of data read, \
$(mib "$(echo "$result" | number newBytes)") of it new, $(mib "$(echo "$result" | number storedBytes)") stored in $(echo "$result" | number seconds) s"
done

say "Look inside, without starting anything"
run versions system
run show system
run ls system:/etc
run cat system@2:/etc/os-release | tail -n 3
prompt 'compare system@1 system@2 | tail -n 5'
"$intarsia" compare system@1 system@2 | tail -n 5
prompt "search 'lib*.so.*' | head -n 4"
"$intarsia" search 'lib*.so.*' | head -n 4

say "Check out: the same disk, bit for bit"
run checkout system@1 out1.raw
run checkout system@2 out2.raw
cmp system.raw out1.raw
cmp upgraded.raw out2.raw
for pair in system:out1 upgraded:out2; do
  a=$(sha256sum <"${pair%:*}.raw" | cut -c 1-24)
  b=$(sha256sum <"${pair#*:}.raw" | cut -c 1-24)
  [ "$a" = "$b" ]
  echo "  ${pair%:*}.raw  sha256 $a...   checked out  $b...   ${green}identical${plain}"
done

say "What the two disks take"
data=$(($(du -sk system.raw | cut -f 1) * 1024 + $(du -sk upgraded.raw | cut -f 1) * 1024))
stored=$("$intarsia" --json stats | number storedBytes)
bar "raw files, without their holes" "$data" "$data" ""
if command -v zstd >/dev/null; then
  packed=$(($(zstd -q -3 -T0 -c system.raw | wc -c) + $(zstd -q -3 -T0 -c upgraded.raw | wc -c)))
  bar "each compressed with zstd -3" "$packed" "$data" ""
else
  packed=$(($(gzip -c system.raw | wc -c) + $(gzip -c upgraded.raw | wc -c)))
  bar "each compressed with gzip" "$packed" "$data" ""
fi
bar "Intarsia's store, all of it" "$stored" "$data" \
  "$green$(awk -v s="$stored" -v r="$data" -v p="$packed" 'BEGIN { printf "%.0f %% of raw, %.0f %% of compressed", 100 * s / r, 100 * s / p }')$plain"
echo
