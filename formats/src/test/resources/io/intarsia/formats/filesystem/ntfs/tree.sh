#!/bin/sh
# ./tree.sh CLUSTER-SIZE FILE.gz: makes a volume of 8 MiB with something of everything. Needs root, ntfs-3g,
# wimtools and python3.
set -eu
image=$(mktemp)
point=$(mktemp -d)
truncate -s 8M "$image"
mkntfs -q -F -c "$1" -L 'a label' -s 512 "$image"

mounted() {
  LC_ALL=C.UTF-8 ntfs-3g -o "$1" "$image" "$point"
  (cd "$point" && shift && "$@")
  umount "$point"
  # The process behind the mount ends a moment later.
  sleep 1
}

mounted streams_interface=xattr,compression python3 - <<'PYTHON'
import os, struct, subprocess, tempfile

def write(path, data):
    with open(path, 'wb') as file:
        file.write(data)

def text(lines):
    return b''.join(b'line %d\n' % (line * line % 89) for line in range(lines))

def reparse(path, tag, data, directory=False):
    os.mkdir(path) if directory else write(path, b'')
    os.setxattr(path, 'system.ntfs_reparse_data', struct.pack('<IHH', tag, len(data), 0) + data)

def names(substitute, shown, *flags):
    a, b = substitute.encode('utf-16-le'), shown.encode('utf-16-le')
    head = struct.pack('<4H', 0, len(a), len(a) + 2, len(b)) + b''.join(struct.pack('<I', f) for f in flags)
    return head + a + b'\0\0' + b + b'\0\0'

write('empty', b'')
write('resident', b'in the record')
write('text', text(1500))
os.mkdir('many')
for number in range(200):
    write('many/a name that is long enough %d' % number, b'%d' % number)
os.mkdir('unicode')
write('unicode/caf\u00e9 \U0001fab5', b'wood')
write(b'unicode/half \xed\xa0\xb5', b'half')
write('unicode/' + '\u20ac' * 80, b'long')
os.link('text', 'many/hard link')
with open('sparse', 'wb') as file:
    file.seek(100000)
    file.write(b'middle')
    file.truncate(300001)
os.mkdir('packed')
os.setxattr('packed', 'system.ntfs_attrib', struct.pack('<I', 0x810))
write('packed/text', text(2500))
write('packed/zeros', bytes(200000))
write('packed/random', os.urandom(8200) + text(500))
write('packed/short', b'short')
os.setxattr('text', 'user.stream', b'value')
os.setxattr('text', 'user.\u00e9', text(300))
os.setxattr('many', 'user.of a directory', b'')
write('streams', b'main')
os.setxattr('streams', 'user.long', bytes(65536))
with open('fragments', 'wb') as file:
    for turn in reversed(range(600)):
        file.seek(turn * 9000)
        file.write(b'turn %6d' % turn + bytes(500))
        file.flush()
write('old', b'old')
os.utime('old', (-157766400, -157766400))
os.utime('resident', ns=(1000000000123456700, 1000000000123456700))
os.makedirs('Users/Me/Documents')
write('Users/Me/File.txt', b'file')
reparse('junction', 0xA0000003, names('\\??\\c:\\users\\ME\\documents', 'c:\\users'), True)
reparse('other drive', 0xA0000003, names('\\??\\d:\\a\\b', 'd:\\a\\b'), True)
reparse('Users/relative', 0xA000000C, names('me\\FILE.TXT', '', 1))
reparse('Users/Me/upwards', 0xA000000C, names('..\\me\\file.txt', '', 1))
reparse('rooted', 0xA000000C, names('\\users\\me\\file.txt', '', 1))
reparse('dangling', 0xA000000C, names('nowhere\\file', '', 1))
reparse('share', 0xA000000C, names('\\??\\UNC\\server\\share', '\\\\server\\share', 0))
reparse('other', 0x80000013, b'01234567')
# Chunks of WOF are those of a WIM archive.
os.mkdir('compact')
calls = b''.join(b'\xe8' + struct.pack('<i', 5000 - place) + b'call' for place in range(0, 900, 9))
content = (text(1000) + calls) * 5
for algorithm, (kind, size) in enumerate((('xpress', 4096), ('lzx', 32768), ('xpress', 8192), ('xpress', 16384))):
    with tempfile.TemporaryDirectory() as place:
        os.mkdir(place + '/tree')
        write(place + '/tree/file', content)
        wim = place + '/wim'
        subprocess.run(['wimlib-imagex', 'capture', place + '/tree', wim, '--compress=' + kind,
                        '--chunk-size=%d' % size, '--no-acls'], check=True, stdout=subprocess.DEVNULL)
        blobs = subprocess.run(['wimlib-imagex', 'info', wim, '--blobs'], check=True, capture_output=True, text=True).stdout
        for blob in blobs.split('\n\n'):
            fields = dict(line.split('=', 1) for line in blob.split('\n') if '=' in line)
            fields = {key.strip(): value.split()[0] for key, value in fields.items() if value.split()}
            if fields.get('Uncompressed size') == str(len(content)):
                with open(wim, 'rb') as archive:
                    archive.seek(int(fields['Offset in WIM']))
                    chunks = archive.read(int(fields['Compressed size']))
    path = 'compact/%d' % algorithm
    with open(path, 'wb') as file:
        file.truncate(len(content))
    os.setxattr(path, 'user.WofCompressedData', chunks)
    os.setxattr(path, 'user.kept', b'stream')
    os.setxattr(path, 'system.ntfs_reparse_data', struct.pack('<IHH4I', 0x80000017, 16, 0, 1, 2, 1, algorithm))
write('deleted', b'gone' * 20000)
os.remove('deleted')
PYTHON
mounted special_files=interix sh -euc 'ln -s café link; mknod char c 5 70; mknod block b 8 300; mkfifo fifo'
mounted special_files=wsl sh -euc 'mkdir wsl; cd wsl; ln -s target link; mknod char c 5 70000; mknod block b 8 3; mkfifo fifo'
ntfsfix -d "$image" >/dev/null
# The table of upper-case letters counts up, which gzip does not see unless it gets the differences.
python3 - "$image" <<'PYTHON' | gzip -9n >"$2"
import array, sys
units = array.array('H', open(sys.argv[1], 'rb').read())
sys.stdout.buffer.write(array.array('H', [(b - a) & 0xFFFF for a, b in zip([0] + list(units), units)]).tobytes())
PYTHON
rm -rf "$image" "$point"
