"""Intarsia beside its peers: one command, one Markdown table."""

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import tempfile

import images
import measure
import report
import tools
from rounds import OPERATIONS, Rounds, Space, Sparse, say


def arguments():
    parser = argparse.ArgumentParser(
        prog="compare.sh",
        description="Runs Intarsia and the peers that are installed, interleaved, page cache warm, checks every restored image, and writes a table of medians.",
    )
    parser.add_argument("--corpus", metavar="DIR", help="a directory whose raw/*.raw are measured (truth/layout.tsv says which hold ext4)")
    parser.add_argument("--builder", metavar="SCRIPT", help="makes the corpus first, where it is not there: SCRIPT DIR small")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="rounds (default 5)")
    parser.add_argument("--large", action="store_true", help="images of more than 4 GB of data, made in --corpus or the work directory (about 40 GB of disk)")
    parser.add_argument("--tools", metavar="A,B", help="only programs whose name contains one of these; intarsia always runs")
    parser.add_argument("--only", metavar="A,B", help="only these of first, second, again, restore, qcow2, space, sparse")
    parser.add_argument("--work", metavar="DIR", help="scratch directory (default: a new one under $TMPDIR)")
    parser.add_argument("--name", metavar="WHAT", help="second part of the result's file name (default: small or large)")
    return parser.parse_args()


def chosen(args, work):
    """The programs that run."""
    words = args.tools.split(",") if args.tools else [""]
    every = [kind(work) for kind in tools.ALL]
    found = [each for each in every if each.installed() and (each.name == "intarsia" or any(word in each.name for word in words))]
    for each in every:
        if not each.installed():
            say(f"{each.name} is not installed")
    return found


def corpus(args, work):
    """The images: first, second, and what else counts for stored bytes; how many of them are ext4; and the sparse one."""
    if args.large:
        first, second, sparse = images.build_large(args.corpus or os.path.join(work, "images"))
        return [first, second], 2, sparse
    if args.corpus is None:
        sys.exit("compare.sh: say --corpus DIR (and --builder SCRIPT to make it), or --large")
    if args.builder and not os.path.isdir(os.path.join(args.corpus, "raw")):
        subprocess.run([args.builder, args.corpus, "small"], check=True)
    return *images.of_corpus(args.corpus), None


def main():
    args = arguments()
    work = args.work or tempfile.mkdtemp(prefix="intarsia-compare.")
    os.makedirs(work, exist_ok=True)
    only = args.only.split(",") if args.only else ["first", "second", "again", "restore", "qcow2", "space", "sparse"]
    operations = [each for each in OPERATIONS if any(word in each.split() for word in only)]
    if "restore" in only and "qcow2" not in only:
        operations = [each for each in operations if "qcow2" not in each]
    # What comes back must have been stored.
    if "first" not in only and set(only) & {"again", "restore", "qcow2"}:
        operations.insert(0, "first")
    every, ext4, sparse_image = corpus(args, work)
    programs = chosen(args, work)
    # Builds the application, where that is to be done, before anything is measured.
    subprocess.run([tools.Intarsia.program, "--version"], check=True, stdout=subprocess.DEVNULL)
    try:
        rounds = Rounds(work, programs, every[0], every[1], operations)
        rounds.run(args.runs)
        variants = [tools.IntarsiaDrop(work), tools.IntarsiaNoIndex(work)]
        space = Space(work, [programs[0], *variants, *programs[1:]], every, ext4) if "space" in only else None
        sparse = Sparse(work, programs[0], sparse_image) if sparse_image and "sparse" in only else None
    except measure.Failed as failure:
        sys.exit(f"compare.sh: {failure}")
    what = args.name or ("large" if args.large else "small")
    title = f"Intarsia {programs[0].version().split()[-1]} and its peers: {what} images, {datetime.date.today()}"
    targets = report.LARGE_TARGETS if args.large else report.SMALL_TARGETS
    text = report.markdown(title, rounds, args.runs, every, space, sparse, [*programs, *variants], targets)
    results = os.path.join(tools.HOME, "benchmarks", "results")
    os.makedirs(results, exist_ok=True)
    target = os.path.join(results, f"{datetime.date.today()}-{what}.md")
    with open(target, "w", encoding="utf-8") as file:
        file.write(text)
    print(text)
    say(f"written: {target}")
    if not args.work:
        shutil.rmtree(work)


main()
