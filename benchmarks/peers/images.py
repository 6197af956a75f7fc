"""Which images are measured: those of a corpus, or large ones that are made on the spot."""

import os
import random
import shutil
import subprocess
import sys

SEED = 20260101
GIB = 1 << 30
DATA_BYTES = 4 * GIB + GIB // 4
FILE_LIMIT = 64 << 20


def of_corpus(directory):
    """The raw images, and how many of them count as ext4: they come first, the one most like the first one second. Without DIR/truth/layout.tsv all count."""
    raw = os.path.join(directory, "raw")
    names = sorted(name for name in os.listdir(raw) if name.endswith(".raw"))
    layout = os.path.join(directory, "truth", "layout.tsv")
    if os.path.exists(layout):
        with open(layout, encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        kinds = {}
        for row in rows:
            kinds.setdefault(row[0], set()).add(row[2])
        ext4 = [name for name in names if kinds.get(name[:-4], {"ext4"}) <= {"ext4", "none"}]
        names = ext4 + [name for name in names if name not in ext4]
    else:
        ext4 = names
    if len(names) < 2:
        sys.exit(f"{raw}: two raw images at least are needed")
    return [os.path.join(raw, name) for name in names], len(ext4)


def build_large(directory):
    """Makes large-1.raw (an ext4 file system of 6 GiB with more than 4 GiB of data), large-2.raw (5 % of its files
    replaced) and sparse.raw (the first one in 20 GiB), unless they are there."""
    os.makedirs(directory, exist_ok=True)
    first, second, sparse = (os.path.join(directory, name) for name in ("large-1.raw", "large-2.raw", "sparse.raw"))
    if not os.path.exists(first):
        make_first(directory, first)
    if not os.path.exists(second):
        make_second(directory, first, second)
    if not os.path.exists(sparse):
        subprocess.run(["cp", "--sparse=always", first, sparse + ".new"], check=True)
        os.truncate(sparse + ".new", 20 * GIB)
        tool(1, "e2fsck", "-fp", sparse + ".new")
        tool(0, "resize2fs", sparse + ".new")
        os.rename(sparse + ".new", sparse)
    return [first, second, sparse]


def tool(worst, *command):
    env = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
    done = subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode > worst:
        sys.exit(f"{command[0]}: {done.stderr.decode(errors='replace')}")


def make_first(directory, image):
    tree = os.path.join(directory, "tree")
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(tree)
    fill(tree)
    with open(image + ".new", "wb") as file:
        file.truncate(6 * GIB)
    tool(0, "mke2fs", "-q", "-F", "-t", "ext4", "-d", tree, image + ".new")
    shutil.rmtree(tree)
    os.rename(image + ".new", image)


def make_second(directory, first, second):
    """As after an upgrade: some files deleted, others written in place of them."""
    seeded = random.Random(SEED + 1)
    subprocess.run(["cp", "--sparse=always", first, second + ".new"], check=True)
    listing = os.path.join(directory, "script")
    replacement = os.path.join(directory, "replacements")
    os.makedirs(replacement, exist_ok=True)
    sources = system_files()
    with open(listing, "w", encoding="utf-8") as script:
        for copy in range(copies(sources)):
            for number in range(len(sources)):
                if seeded.random() < 0.05:
                    new = os.path.join(replacement, f"{copy}-{number}")
                    with open(new, "wb") as out:
                        out.write(transformed(sources[number], 100 + copy))
                    script.write(f"rm {name(copy, number)}\nwrite {new} {name(copy, number)}\n")
    tool(0, "debugfs", "-w", "-f", listing, second + ".new")
    tool(1, "e2fsck", "-fp", second + ".new")
    shutil.rmtree(replacement)
    os.remove(listing)
    os.rename(second + ".new", second)


def system_files():
    """Files of this machine that every run finds in the same order."""
    found = []
    for root in ("/usr/lib", "/usr/bin", "/usr/share"):
        for folder, folders, names in os.walk(root):
            folders.sort()
            for each in sorted(names):
                path = os.path.join(folder, each)
                if os.path.isfile(path) and not os.path.islink(path) and 0 < os.path.getsize(path) <= FILE_LIMIT:
                    found.append(path)
    random.Random(SEED).shuffle(found)
    total = 0
    for count, path in enumerate(found):
        total += os.path.getsize(path)
        if total > GIB:
            return found[:count]
    return found


def copies(sources):
    one = sum(os.path.getsize(path) for path in sources)
    return max(1, -(-(DATA_BYTES * 19 // 20) // one))


def name(copy, number):
    return f"/copy{copy}/{number % 64}/f{number}"


def transformed(path, shift):
    """A system file's bytes under a permutation that keeps zeros: as compressible as they were, but no byte string of one copy occurs in another."""
    with open(path, "rb") as file:
        data = file.read()
    return data.translate(bytes([0] + [1 + (value - 1 + shift) % 255 for value in range(1, 256)]))


def fill(tree):
    """Copies of system files, and 5 % that cannot be compressed."""
    sources = system_files()
    for copy in range(copies(sources)):
        for folder in range(64):
            os.makedirs(f"{tree}/copy{copy}/{folder}")
        for number, path in enumerate(sources):
            with open(tree + name(copy, number), "wb") as out:
                out.write(transformed(path, copy))
    seeded = random.Random(SEED)
    os.makedirs(tree + "/random")
    for number in range(DATA_BYTES // 20 // (4 << 20)):
        with open(f"{tree}/random/{number}", "wb") as out:
            out.write(seeded.randbytes(4 << 20))
