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
stage=$(mktemp -d "${TMPDIR:-/var/tmp}/intarsia-demo.XXXXXX")
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT TERM
INTARSIA_STORE=$stage/store
export INTARSIA_STORE

if [ -t 1 ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m') green=$(printf '\033[32m')
else
  bold= dim= plain= green=
fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
run() {
  printf '%s$ intarsia %s%s\n' "$dim" "$(echo "$*" | sed "s,$stage/,,g")" "$plain"
  "$intarsia" "$@"
}
quiet() { printf '%s$ intarsia %s%s\n' "$dim" "$(echo "$*" | sed "s,$stage/,,g")" "$plain" >&2; "$intarsia" "$@"; }
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

# grow LIMIT_KIB DIRECTORY...: copies directories of this machine until the tree has the size.
grow() {
  limit=$1
  shift
  for directory in "$@"; do
    size=$(du -sk "$directory" 2>/dev/null | cut -f 1)
    used=$(du -sk "$stage/tree" | cut -f 1)
    if [ -n "$size" ] && [ "$size" -gt 0 ] && [ $((used + size)) -le "$limit" ]; then
      mkdir -p "$stage/tree$(dirname "$directory")"
      cp -a "$directory" "$stage/tree$(dirname "$directory")/" 2>/dev/null || true
    fi
  done
}

# disk FILE: a disk with the tree in its one partition, or without a partition table where sfdisk is missing.
disk() {
  truncate -s "${disk_mib}M" "$1"
  if command -v sfdisk >/dev/null && printf 'label: gpt\nstart=2048\n' | sfdisk -q "$1" 2>/dev/null; then
    mke2fs -q -F -t ext4 -L demo -E offset=1048576 -d "$stage/tree" "$1" $((disk_mib - 2))M 2>/dev/null
  else
    mke2fs -q -F -t ext4 -L demo -d "$stage/tree" "$1" 2>/dev/null
  fi
}

say "Making two disks of this machine's files: a system, and the same one upgraded"
mkdir -p "$stage/tree/etc"
cp -L /etc/os-release "$stage/tree/etc/os-release" 2>/dev/null || echo 'NAME=demo' >"$stage/tree/etc/os-release"
grow "$tree_kib" /usr/share/perl /usr/share/doc /usr/lib/python3* /usr/share/zoneinfo /usr/lib/git-core /usr/bin \
  /usr/lib/x86_64-linux-gnu/perl* /usr/lib/gcc /usr/lib/*-linux-gnu/* /usr/share/*
disk "$stage/system.raw"
# The upgrade: some programs change a little, a package comes, another one goes.
mkdir -p "$stage/tree/opt/new-package"
find /usr/sbin /usr/lib/*-linux-gnu -maxdepth 1 -type f -size -2M -readable 2>/dev/null | sort | head -n 40 |
  while IFS= read -r file; do cp "$file" "$stage/tree/opt/new-package/"; done
find "$stage/tree/usr" -type f -size +16k -writable | sort | awk 'NR % 25 == 0' | while IFS= read -r file; do
  printf 'changed by the upgrade\n' >>"$file"
done
rm -rf "$stage/tree/usr/share/zoneinfo"
echo 'VERSION_ID=2' >>"$stage/tree/etc/os-release"
disk "$stage/upgraded.raw"
ls -sh "$stage"/*.raw | sed "s,$stage/,,"

say "Check in: each piece is stored once"
first=$(quiet --json checkin "$stage/system.raw" system --message 'as installed')
second=$(quiet --json checkin "$stage/upgraded.raw" system --message 'after the upgrade')
for result in "$first" "$second"; do
  echo "  version $(echo "$result" | number version): $(mib "$(echo "$result" | number dataBytes)") of data read, \
$(mib "$(echo "$result" | number newBytes)") of it new, $(mib "$(echo "$result" | number storedBytes)") stored in $(echo "$result" | number seconds) s"
done

say "Look inside, without starting anything"
run versions system
run show system
run ls system:/etc
run cat system:/etc/os-release | tail -n 3
printf '%s$ intarsia compare system@1 system@2 | tail -n 5%s\n' "$dim" "$plain"
"$intarsia" compare system@1 system@2 | tail -n 5
printf "%s\$ intarsia search 'lib*.so' --all-versions | head -n 4%s\n" "$dim" "$plain"
"$intarsia" search 'lib*.so' --all-versions | head -n 4

say "Check out: the same disk, bit for bit"
run checkout system@1 "$stage/out1.raw"
run checkout system@2 "$stage/out2.raw"
cmp "$stage/system.raw" "$stage/out1.raw"
cmp "$stage/upgraded.raw" "$stage/out2.raw"
for pair in system:out1 upgraded:out2; do
  a=$(sha256sum <"$stage/${pair%:*}.raw" | cut -c 1-24)
  b=$(sha256sum <"$stage/${pair#*:}.raw" | cut -c 1-24)
  [ "$a" = "$b" ]
  echo "  ${pair%:*}.raw  sha256 $a...   checked out  $b...   ${green}identical${plain}"
done

say "What the two disks take"
data=$(($(du -sk "$stage/system.raw" | cut -f 1) * 1024 + $(du -sk "$stage/upgraded.raw" | cut -f 1) * 1024))
stored=$("$intarsia" --json stats | number storedBytes)
bar "raw files, without their holes" "$data" "$data" ""
if command -v zstd >/dev/null; then
  packed=$(($(zstd -q -3 -T0 -c "$stage/system.raw" | wc -c) + $(zstd -q -3 -T0 -c "$stage/upgraded.raw" | wc -c)))
  bar "each compressed with zstd -3" "$packed" "$data" ""
else
  packed=$(($(gzip -c "$stage/system.raw" | wc -c) + $(gzip -c "$stage/upgraded.raw" | wc -c)))
  bar "each compressed with gzip" "$packed" "$data" ""
fi
bar "Intarsia's store, all of it" "$stored" "$data" \
  "$green$(awk -v s="$stored" -v r="$data" -v p="$packed" 'BEGIN { printf "%.0f %% of raw, %.0f %% of compressed", 100 * s / r, 100 * s / p }')$plain"
echo
