#!/bin/sh
# rehearse.sh APP: runs real commands in one JVM, which writes APP/intarsia.aot from what it saw. The images are small
# ones, made of the JDK's own files, which every machine that builds has.
set -eu
app=$1
PATH=$PATH:/usr/sbin:/sbin
stage=$(mktemp -d "$app/rehearsal.XXXXXX")
trap 'rm -rf "$stage"' EXIT
disk_bytes=$((96 << 20))
mebibyte=$((1 << 20))
first_sector=$((mebibyte / 512))

# disk NAME: a disk with a partition for the boot loader, which no reader knows, and the tree in another; without the tools, a file of
# the same bytes.
disk() {
  rm -f "$stage/partition"
  truncate -s $((disk_bytes - (3 << 20))) "$stage/partition"
  mke2fs -q -t ext4 -F -d "$stage/tree" "$stage/partition" || tar -cf "$stage/partition" -C "$stage" tree
  debugfs -w -R 'ea_set /etc/os-release user.rehearsal yes' "$stage/partition" || true
  truncate -s "$disk_bytes" "$stage/$1"
  printf 'label: gpt\nstart=%s, size=%s, type=21686148-6449-6E6F-744E-656564454649\nstart=%s, size=%s\n' \
    "$first_sector" $((mebibyte / 512)) $((first_sector + mebibyte / 512)) $(((disk_bytes - (3 << 20)) / 512)) | sfdisk -q "$stage/$1" || true
  printf '\353\143' | dd of="$stage/$1" conv=notrunc 2>&1 # a jump, as boot loaders begin with
  head -c 65536 /dev/urandom | dd of="$stage/$1" bs=1M seek=1 conv=notrunc 2>&1
  dd if="$stage/partition" of="$stage/$1" bs=1M seek=2 conv=notrunc,sparse 2>&1
}

mkdir -p "$stage/tree/etc" "$stage/tree/usr"
echo 'NAME=rehearsal' >"$stage/tree/etc/os-release"
ln -s ../etc/os-release "$stage/tree/usr/os-release"
ln "$stage/tree/etc/os-release" "$stage/tree/etc/release"
# longer than what fits into an inode
ln -s ../etc/../etc/../etc/../etc/../etc/../etc/../etc/../etc/../etc/../etc/os-release "$stage/tree/usr/far-os-release"
cp -r "$JAVA_HOME/legal" "$JAVA_HOME/conf" "$JAVA_HOME/bin" "$stage/tree/usr/"
find "$JAVA_HOME/lib" -name '*.so' -size -40M -exec cp {} "$stage/tree/usr/" \;
disk first.raw
mv "$stage/tree/usr/bin" "$stage/tree/usr/sbin"
cp -r "$JAVA_HOME/include" "$stage/tree/usr/"
echo 'VERSION=2' >>"$stage/tree/etc/os-release"
# files that resemble those of the first version
find "$stage/tree/usr" -maxdepth 1 -name '*.so' -size +512k | while read -r file; do
  { echo another beginning; cat "$file"; } >"$stage/changed"
  mv "$stage/changed" "$file"
done
disk second.raw

head -c 32 /dev/urandom >"$stage/key"
echo a passphrase >"$stage/passphrase"

tr ' ' '\t' >"$stage/script" <<END
--version
--help
--store $stage/store init
--store $stage/store checkin $stage/first.raw rehearsal
--store $stage/store --json checkin $stage/second.raw rehearsal
--store $stage/store checkin $stage/second.raw again
--store $stage/store checkout rehearsal@1 $stage/out.raw
--store $stage/store --json checkout rehearsal $stage/out.qcow2 --format qcow2
--store $stage/store checkin $stage/out.qcow2 converted
--store $stage/store list
--store $stage/store --json list
--store $stage/store versions rehearsal
--store $stage/store show rehearsal
--store $stage/store --json show rehearsal
--store $stage/store ls rehearsal:/usr
--store $stage/store --json ls -R rehearsal:/
--store $stage/store cat rehearsal:/etc/os-release
--store $stage/store extract rehearsal:/usr/conf $stage/extracted
--store $stage/store compare rehearsal@1 rehearsal@2
--store $stage/store search *.properties
--store $stage/store digest rehearsal
--store $stage/store provenance rehearsal
--store $stage/store stats
--store $stage/store remove again@1
--store $stage/store gc
--store $stage/store verify
--store $stage/sealed --key-file $stage/key init --encrypt
--store $stage/sealed --key-file $stage/key checkin $stage/first.raw rehearsal
--store $stage/sealed --key-file $stage/key --json checkin $stage/second.raw rehearsal
--store $stage/sealed --key-file $stage/key checkout rehearsal@1 $stage/sealed.raw
--store $stage/sealed --key-file $stage/key key add --new-key-file $stage/passphrase
--store $stage/sealed --key-file $stage/passphrase list
END
mkdir "$stage/extracted"
# What is compiled here is what compiler.options lets every command compile at once.
"$JAVA_HOME/bin/java" "@$app/jvm.options" -XX:+UseG1GC -XX:AOTCacheOutput="$app/intarsia.aot" \
  -XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=12000 -XX:Tier4CompileThreshold=300000 -XX:Tier4BackEdgeThreshold=800000 \
  io.intarsia.cli.Rehearsal "$stage/script"
[ -s "$app/intarsia.aot" ]
