"""The measured rounds: every program in turn, stores fresh in each round."""

import os
import shutil
import statistics
import subprocess
import sys

import measure
import tools

FIRST, SECOND, AGAIN, RESTORE, QCOW2 = "first", "second", "again", "restore", "restore to qcow2"
OPERATIONS = [FIRST, SECOND, AGAIN, RESTORE, QCOW2]


def say(text):
    print(text, file=sys.stderr, flush=True)


class Rounds:
    """Runs and keeps samples[operation][program name], one per round."""

    def __init__(self, work, programs, first, second, operations):
        self.work = work
        self.programs = programs
        self.first = first
        self.second = second
        self.operations = operations
        self.log = os.path.join(work, "log")
        self.samples = {operation: {} for operation in OPERATIONS}
        self.digests = {image: measure.sha256(image) for image in (first, second)}
        self.checked = 0

    def run(self, count):
        for number in range(count):
            shift = number % len(self.programs)
            order = self.programs[shift:] + self.programs[:shift]
            for program in order:
                program.fresh()
            for operation in self.operations:
                for program in order:
                    self.one(operation, program)
                say(f"round {number + 1} of {count}: {operation} done")
        for program in self.programs:
            program.drop()

    def one(self, operation, program):
        out = os.path.join(self.work, "out")
        shutil.rmtree(out, ignore_errors=True)
        if os.path.exists(out):
            os.remove(out)
        command = self.command(operation, program, out)
        if command is None:
            return
        measure.warm(self.source(operation, program))
        sample = measure.run(command, program.env, self.log)
        self.samples[operation].setdefault(program.name, []).append(sample)
        if operation == RESTORE:
            self.check(program, program.restored(self.first, out))
        elif operation == QCOW2:
            self.check_qcow2(program, out)
        if os.path.isdir(out):
            shutil.rmtree(out)
        elif os.path.exists(out):
            os.remove(out)

    def command(self, operation, program, out):
        if operation == FIRST:
            return program.first(self.first)
        if operation == SECOND:
            return program.first(self.second)
        if operation == AGAIN:
            return program.again(self.first)
        if operation == RESTORE:
            return program.restore(self.first, out)
        return program.restore_qcow2(self.first, out)

    def source(self, operation, program):
        """What an operation reads."""
        if operation in (RESTORE, QCOW2):
            return program.restored_from(self.first)
        return self.second if operation == SECOND else self.first

    def check(self, program, file):
        if measure.sha256(file) != self.digests[self.first]:
            sys.exit(f"{program.name}: what came back differs from {self.first}")
        self.checked += 1

    def check_qcow2(self, program, file):
        done = subprocess.run(["qemu-img", "compare", "-f", "raw", "-F", "qcow2", self.first, file], capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{program.name}: {file} differs from {self.first}: {done.stdout.decode()}")
        self.checked += 1

    def median(self, operation, name, value="wall"):
        samples = self.samples[operation].get(name)
        return statistics.median(getattr(sample, value) for sample in samples) if samples else None

    def peak(self, name):
        rss = [sample.rss for by_name in self.samples.values() for sample in by_name.get(name, [])]
        return max(rss) if rss else None


class Space:
    """What fresh stores hold after the ext4 images and after all, and whether each image comes back."""

    def __init__(self, work, programs, images, ext4):
        self.images = images
        self.ext4 = images[:ext4]
        self.ext4_bytes = {}
        self.bytes = {}
        self.checked = 0
        log = os.path.join(work, "log")
        out = os.path.join(work, "out")
        for program in programs:
            if program.first(images[0]) is None:
                continue
            program.fresh()
            for number, image in enumerate(images):
                if number == ext4:
                    self.ext4_bytes[program.name] = measure.stored_bytes(program.store)
                measure.run(program.first(image), program.env, log)
            self.bytes[program.name] = measure.stored_bytes(program.store)
            self.ext4_bytes.setdefault(program.name, self.bytes[program.name])
            say(f"stored bytes: {program.name} done")
            if not isinstance(program, tools.IntarsiaDrop):
                self.check(program, images, out, log)
            program.drop()

    def check(self, program, images, out, log):
        for image in images:
            shutil.rmtree(out, ignore_errors=True)
            measure.run(program.restore(image, out), program.env, log)
            if measure.sha256(program.restored(image, out)) != measure.sha256(image):
                sys.exit(f"{program.name}: what came back differs from {image}")
            self.checked += 1
            if os.path.isdir(out):
                shutil.rmtree(out)
            else:
                os.remove(out)


class Sparse:
    """A large sparse image, in and out once: what it takes of memory."""

    def __init__(self, work, program, image):
        log = os.path.join(work, "log")
        out = os.path.join(work, "out")
        program.fresh()
        measure.warm(image)
        self.size = os.path.getsize(image)
        self.data = measure.data_bytes(image)
        self.samples = {
            "check-in": measure.run(program.first(image), program.env, log),
            "already there": measure.run(program.again(image), program.env, log),
            "check-out": measure.run(program.restore(image, out), program.env, log),
        }
        done = subprocess.run(["qemu-img", "compare", "-f", "raw", "-F", "raw", image, out], capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{program.name}: what came back differs from {image}")
        os.remove(out)
        program.drop()
