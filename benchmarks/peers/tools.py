"""The programs that are compared: how each stores an image, and how it gives it back."""

import os
import shutil
import subprocess

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Tool:
    """A program with a store in a directory. `repeats` says whether storing an image again reads it again."""

    name = ""
    program = ""
    settings = ""
    version_words = ["--version"]

    def __init__(self, work):
        self.store = os.path.join(work, "store-" + self.name.replace(" ", "-"))
        self.env = dict(os.environ, LC_ALL="C.UTF-8")

    def installed(self):
        return shutil.which(self.program) is not None

    def version(self):
        done = subprocess.run([self.program, *self.version_words], capture_output=True, env=self.env, check=False)
        return (done.stdout + done.stderr).decode(errors="replace").strip().split("\n")[0]

    def fresh(self):
        """An empty store; not measured."""
        shutil.rmtree(self.store, ignore_errors=True)
        os.makedirs(self.store)

    def drop(self):
        shutil.rmtree(self.store, ignore_errors=True)

    def quiet(self, command):
        subprocess.run(command, env=self.env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def first(self, image):
        """The command that stores an image."""
        return None

    def again(self, image):
        """The command that stores an image that is there already."""
        return None

    def restore(self, image, out):
        """The command that writes a stored image to the file `out`."""
        return None

    def restored(self, image, out):
        """Where `restore` has put it."""
        return out

    def restored_from(self, image):
        """The file or directory that `restore` reads."""
        return self.store

    def restore_qcow2(self, image, out):
        return None


def label(image):
    return os.path.basename(image).rsplit(".", 1)[0]


class Intarsia(Tool):
    name = "intarsia"
    program = os.environ.get("INTARSIA_COMMAND", os.path.join(HOME, "intarsia"))
    settings = "defaults; every image under a name of its own"
    options = []

    def installed(self):
        return True

    def fresh(self):
        super().fresh()
        os.rmdir(self.store)
        self.quiet([self.program, "--store", self.store, "init"])

    def first(self, image):
        return [self.program, "--store", self.store, "--json", "checkin", image, label(image), *self.options]

    def again(self, image):
        return [self.program, "--store", self.store, "--json", "checkin", image, label(image) + ".again", *self.options]

    def restore(self, image, out):
        return [self.program, "--store", self.store, "--json", "checkout", label(image), out]

    def restore_qcow2(self, image, out):
        return [self.program, "--store", self.store, "--json", "checkout", label(image), out, "--format", "qcow2"]


class IntarsiaDrop(Intarsia):
    """Only for the stored bytes: what comes back differs in unused blocks."""

    name = "intarsia drop"
    settings = "`--free-space drop`"
    options = ["--free-space", "drop"]


class IntarsiaNoIndex(Intarsia):
    """The same without looking into file systems."""

    name = "intarsia no index"
    settings = "`--no-index`"
    options = ["--no-index"]


class Restic(Tool):
    name = "restic"
    program = "restic"
    settings = "repository format 2, default compression, `--no-cache`; an image that is there is read again (`--force`)"
    version_words = ["version"]

    def __init__(self, work):
        super().__init__(work)
        self.env["RESTIC_PASSWORD"] = "benchmark"
        self.base = [self.program, "-r", self.store, "--no-cache", "-q"]

    def fresh(self):
        super().fresh()
        self.quiet([*self.base, "init", "--repository-version", "2"])

    def first(self, image):
        return [*self.base, "backup", "--tag", label(image), image]

    def again(self, image):
        return [*self.base, "backup", "--force", "--tag", label(image), image]

    def restore(self, image, out):
        return [*self.base, "restore", "latest", "--tag", label(image), "--target", out]

    def restored(self, image, out):
        return out + os.path.abspath(image)


class Borg(Tool):
    name = "borg"
    program = "borg"
    settings = "`-C zstd,3`, default chunker, no encryption, no files cache; restored with `extract --sparse`"

    def __init__(self, work):
        super().__init__(work)
        self.env["BORG_BASE_DIR"] = self.store
        self.env["BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK"] = "yes"
        self.env["BORG_RELOCATED_REPO_ACCESS_IS_OK"] = "yes"
        self.repository = os.path.join(self.store, "repository")

    def fresh(self):
        super().fresh()
        self.quiet([self.program, "init", "-e", "none", self.repository])

    def create(self, image, name):
        return [self.program, "create", "-C", "zstd,3", "--files-cache=disabled", self.repository + "::" + name, image]

    def first(self, image):
        return self.create(image, label(image))

    def again(self, image):
        return self.create(image, label(image) + ".again")

    def restore(self, image, out):
        os.makedirs(out)
        extract = 'cd "$1" && exec "$2" extract --sparse "$3"'
        return ["sh", "-c", extract, "sh", out, self.program, self.repository + "::" + label(image)]

    def restored(self, image, out):
        return out + os.path.abspath(image)


class Casync(Tool):
    name = "casync"
    program = "casync"
    settings = "defaults (chunks of 64 KiB on average)"

    def first(self, image):
        return [self.program, "make", "--store=" + self.store + "/default.castr", self.index(image), image]

    def again(self, image):
        return [self.program, "make", "--store=" + self.store + "/default.castr", self.index(image) + ".again.caibx", image]

    def restore(self, image, out):
        return [self.program, "extract", "--store=" + self.store + "/default.castr", self.index(image), out]

    def index(self, image):
        return self.store + "/" + label(image) + ".caibx"


class QemuImg(Tool):
    name = "qemu-img convert -c"
    program = "qemu-img"
    settings = "`-c -o compression_type=zstd`"

    def first(self, image):
        return [self.program, "convert", "-c", "-f", "raw", "-O", "qcow2", "-o", "compression_type=zstd", image, self.file(image)]

    def restore(self, image, out):
        return [self.program, "convert", "-f", "qcow2", "-O", "raw", self.file(image), out]

    def restore_qcow2(self, image, out):
        return [self.program, "convert", "-f", "qcow2", "-O", "qcow2", self.file(image), out]

    def file(self, image):
        return self.store + "/" + label(image) + ".qcow2"


class Zstd(Tool):
    name = "zstd -2 -T2"
    program = "zstd"
    settings = "each image alone, at the level that Intarsia has by default"

    def first(self, image):
        return [self.program, "-q", "-2", "-T2", image, "-o", self.file(image)]

    def restore(self, image, out):
        return [self.program, "-q", "-d", "--sparse", self.file(image), "-o", out]

    def file(self, image):
        return self.store + "/" + label(image) + ".zst"


class Cp(Tool):
    name = "cp --sparse=always"
    program = "cp"
    settings = "of the image itself"

    def restore(self, image, out):
        return [self.program, "--sparse=always", image, out]

    def restored_from(self, image):
        return image


class Openssl(Tool):
    name = "openssl dgst -sha256"
    program = "openssl"
    settings = "of the image itself"
    version_words = ["version"]

    def again(self, image):
        return [self.program, "dgst", "-sha256", image]


class Floor(Tool):
    name = "SHA-256 on two threads"
    program = "python3"
    settings = "`floor.py`: of the image's data, nothing else (OpenSSL by hashlib)"

    def again(self, image):
        return [self.program, os.path.join(os.path.dirname(__file__), "floor.py"), image]


ALL = [Intarsia, Restic, Borg, Casync, QemuImg, Zstd, Cp, Openssl, Floor]
