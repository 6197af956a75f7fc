"""The Markdown table of a comparison."""

import os
import platform
import re

import measure
from rounds import AGAIN, FIRST, OPERATIONS, QCOW2, RESTORE, SECOND

MB = 1e6
HEADS = {FIRST: "first", SECOND: "second, similar", AGAIN: "already there", RESTORE: "to raw", QCOW2: "to qcow2"}
# What must hold: operation, against which program, the most that its wall time may be a multiple of.
SMALL_TARGETS = [(FIRST, "restic", 0.6), (SECOND, "restic", 0.5), (AGAIN, "openssl dgst -sha256", 3.0), (RESTORE, "cp --sparse=always", 2.5)]
LARGE_TARGETS = [
    (FIRST, "restic", 0.45),
    (SECOND, "restic", 0.33),
    (AGAIN, "openssl dgst -sha256", 1.2),
    (RESTORE, "cp --sparse=always", 1.5),
    # Goals rather than claims: 90 % of the speed of programs that do but one part of the work.
    (FIRST, "zstd -2 -T2", 1 / 0.9),
    (AGAIN, "SHA-256 on two threads", 1 / 0.9),
]
EXT4_TARGETS = [("intarsia", 0.80), ("intarsia drop", 0.62)]
ALL_TARGETS = [("intarsia", 0.57), ("intarsia drop", 0.47), ("intarsia no index", 0.64)]
MEMORY_LIMIT = 600e6


def machine():
    model, memory = "unknown", 0
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo", encoding="utf-8") as lines:
        memory = int(next(lines).split()[1]) * 1024
    kernel = re.match(r"[0-9.]+", platform.release()).group().rstrip(".")
    return f"{len(os.sched_getaffinity(0))} cores ({model}), {memory / 2**30:.0f} GiB of memory, Linux {kernel}"


def verdict(name, value, limit, unit=""):
    return f"| {name} | {value:.2f}{unit} | {limit:.2f}{unit} | {'yes' if value <= limit else '**no**'} |\n"


def ratios(rounds, space, targets, sparse):
    text = "| claim | measured | at most | holds |\n|---|--:|--:|---|\n"
    for operation, peer, limit in targets:
        ours, theirs = rounds.median(operation, "intarsia"), rounds.median(operation, peer)
        if ours and theirs:
            text += verdict(f"{HEADS[operation]}: wall time / {peer}", ours / theirs, limit)
    if space and "restic" in space.bytes:
        for name, limit in EXT4_TARGETS:
            text += verdict(f"stored bytes of the ext4 images, {name} / restic", space.ext4_bytes[name] / space.ext4_bytes["restic"], limit)
        if len(space.images) > len(space.ext4):
            for name, limit in ALL_TARGETS:
                text += verdict(f"stored bytes of all images, {name} / restic", space.bytes[name] / space.bytes["restic"], limit)
    peak = rounds.peak("intarsia")
    if peak:
        text += verdict("peak resident memory, MB", peak / MB, MEMORY_LIMIT / MB)
    if sparse:
        peak = max(sample.rss for sample in sparse.samples.values())
        text += verdict(f"the same for a sparse image of {sparse.size / MB:,.0f} MB, MB", peak / MB, MEMORY_LIMIT / MB)
    return text


def speed_table(rounds):
    operations = [each for each in OPERATIONS if rounds.samples[each]]
    text = "| | " + " | ".join(HEADS[each] for each in operations) + " | peak RSS MB |\n|---|" + "--:|" * (len(operations) + 1) + "\n"
    for program in rounds.programs:
        cells = []
        for operation in operations:
            wall = rounds.median(operation, program.name)
            cells.append("" if wall is None else f"{wall:.2f} ({rounds.median(operation, program.name, 'cpu'):.2f})")
        peak = rounds.peak(program.name)
        text += f"| {program.name} | " + " | ".join(cells) + f" | {peak / MB:,.0f} |\n" if peak else ""
    return text


def stolen(rounds):
    shares = []
    for program in rounds.programs:
        samples = [sample for by_name in rounds.samples.values() for sample in by_name.get(program.name, [])]
        taken = sum(sample.stolen for sample in samples)
        wanted = taken + sum(sample.cpu for sample in samples)
        if wanted:
            shares.append(f"{100 * taken / wanted:.0f} % ({program.name})")
    return "Of the processor time that programs wanted, the host of this machine took for others: " + ", ".join(shares) + ".\n"


def single_runs(rounds):
    text = "| operation | program | wall s of each round |\n|---|---|---|\n"
    for operation, by_name in rounds.samples.items():
        for name, samples in by_name.items():
            text += f"| {HEADS[operation]} | {name} | {', '.join(f'{sample.wall:.2f}' for sample in samples)} |\n"
    return text


def space_table(images, stored):
    allocated = sum(measure.data_bytes(image) for image in images) / MB
    restic = stored.get("restic")
    text = f"{len(images)} images, {allocated:,.0f} MB of them allocated:\n\n| | MB | of restic's |\n|---|--:|--:|\n"
    for name, size in sorted(stored.items(), key=lambda item: item[1]):
        text += f"| {name} | {size / MB:,.1f} | {f'{100 * size / restic:.1f} %' if restic else ''} |\n"
    return text


def sparse_table(sparse):
    text = "| | wall s | CPU s | peak RSS MB |\n|---|--:|--:|--:|\n"
    for name, sample in sparse.samples.items():
        text += f"| {name} | {sample.wall:.1f} | {sample.cpu:.1f} | {sample.rss / MB:,.0f} |\n"
    return text


def markdown(title, rounds, count, images, space, sparse, programs, targets):
    first, second = rounds.first, rounds.second
    checked = rounds.checked + (space.checked if space else 0) + (1 if sparse else 0)
    text = f"# {title}\n\n{machine()}.\n\n"
    text += f"First image: {os.path.getsize(first) / MB:,.0f} MB, {measure.data_bytes(first) / MB:,.0f} MB of them allocated; "
    text += f"second: {os.path.getsize(second) / MB:,.0f} and {measure.data_bytes(second) / MB:,.0f} MB. 1 MB = 10^6 bytes. "
    text += f"{count} rounds, programs interleaved in rotating order, what each run reads brought into the page cache before it, stores fresh in each round, "
    text += f"start of the programs included. {checked} images came back from stores and every one was the same, bit for bit.\n\n"
    text += "## What must hold\n\n" + ratios(rounds, space, targets, sparse)
    text += "\n## Times\n\nMedian wall seconds, in brackets CPU seconds (user and system).\n\n" + speed_table(rounds) + "\n" + stolen(rounds)
    if space:
        text += "\n## Stored bytes\n\nAll files of a fresh store, the ext4 images first. " + space_table(space.ext4, space.ext4_bytes)
        if len(space.images) > len(space.ext4):
            text += "\nAnd the others: " + space_table(space.images, space.bytes)
    if sparse:
        text += f"\n## Sparse image\n\n{sparse.size / MB:,.0f} MB, {sparse.data / MB:,.0f} MB of them allocated.\n\n" + sparse_table(sparse)
    text += "\n## Programs\n\n| program | version | settings |\n|---|---|---|\n"
    for program in programs:
        text += f"| {program.name} | {program.version()} | {program.settings} |\n"
    return text + "\n## Single runs\n\n" + single_runs(rounds)
