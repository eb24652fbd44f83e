"""Measures a portal over the 200 invented offices of examples/province: time, memory, files and bytes.

    province-reach.py WORK --mulu PROGRAM [--scale 0.1] [--sources FOLDER]

Of each office, WORK keeps only the published site (about 15 KB for each document). FOLDER (default: WORK) has the sources of one office
at a time. After an interruption, the next run builds only the sites that are missing. The script measures the processor time of all
threads, because other work on the machine changes this time little; it also prints the elapsed time of each join.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "examples" / "province"))
import offices  # noqa: E402

AS_OF = "2026-11-29"
LEAST_FREE = 12_000_000_000  # with fewer free bytes on the disk, no further site is built


def run(program, *words):
    """Runs mulu; gives its processor time, wall time, peak memory in MiB, and what it printed."""
    began = time.monotonic()
    child = subprocess.Popen([program, "--lang", "en", "--as-of", AS_OF, *map(str, words)], stderr=subprocess.PIPE, text=True)
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{words}: {said}")
    return {"processor": used.ru_utime + used.ru_stime, "elapsed": time.monotonic() - began,
            "peak": used.ru_maxrss / 1024, "said": said.strip().splitlines()}


def build(options, number, count, new=False):
    """Builds the site of an office in WORK/sites. With `new`, the site has one more document, dated AS_OF."""
    source, site = options.sources / "making", options.work / "sites" / offices.name(number)
    shutil.rmtree(source, ignore_errors=True)
    offices.write(source, number, count)
    if new:
        text = (source / "content" / "00000.md").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^index_number: .*$", f"index_number: {offices.name(number)}/new", text)
        text = re.sub(r"(?m)^document_number: .*\n|^date_expires: .*\n", "", text)
        text = re.sub(r"(?m)^date_created: .*$", f"date_created: {AS_OF}", text)
        (source / "content" / "new.md").write_text(text, encoding="utf-8")
    shutil.rmtree(site, ignore_errors=True)
    made = run(options.mulu, "-q", "-r", source, "build", "-o", site)
    shutil.rmtree(source)
    return made


def built(options, counts):
    """Builds the sites that are missing. Gives the processor time of all builds, those of earlier runs included."""
    log = options.work / "builds.json"
    times = json.loads(log.read_text()) if log.exists() else {}
    for number, count in enumerate(counts):
        if str(number) in times:
            continue
        if shutil.disk_usage(options.work).free < LEAST_FREE:
            sys.exit(f"the disk is nearly full after {len(times)} offices")
        times[str(number)] = build(options, number, count)["processor"]
        log.write_text(json.dumps(times))
    return sum(times.values())


def changed(folder, before):
    """The time and inode of each file of a folder, and how many files differ in this from `before` or are new."""
    times = {path: (os.stat(path).st_mtime_ns, os.stat(path).st_ino) for path in folder.rglob("*") if path.is_file()}
    return times, sum(before.get(path) != when for path, when in times.items())


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("work", type=pathlib.Path)
    options.add_argument("--mulu", default="mulu")
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--sources", type=pathlib.Path)
    options = options.parse_args()
    options.mulu = shutil.which(options.mulu) or sys.exit(f"{options.mulu}: no such program")
    options.sources = options.sources or options.work
    (options.work / "sites").mkdir(parents=True, exist_ok=True)
    options.sources.mkdir(parents=True, exist_ok=True)
    counts = offices.scaled(options.scale)
    total = built(options, counts)
    offices.portal(options.work, range(len(counts)))
    portal = options.work / "portal"
    join = ["join", options.work / "portal.yaml", "-o", portal]

    shutil.rmtree(portal, ignore_errors=True)
    shutil.rmtree(options.work / ".mulu", ignore_errors=True)
    first = run(options.mulu, *join)
    print(f"{len(counts)} members, {sum(counts)} documents; load {os.getloadavg()[0]:.1f}")
    print(f"builds of the members: {total:.0f} s of processor time")
    print(f"first join: {first['processor']:.0f} s of processor time ({first['processor'] / total:.3f} of the builds), "
          f"{first['elapsed']:.0f} s elapsed, peak {first['peak']:.0f} MiB; {first['said'][-2]}", flush=True)

    middle = min(range(len(counts)), key=lambda number: abs(counts[number] - 5000 * options.scale))
    before, _ = changed(portal, {})
    build(options, middle, counts[middle], new=True)
    again = run(options.mulu, *join)
    after, written = changed(portal, before)
    print(f"a new document in a member of {counts[middle]}: join again {again['processor']:.1f} s of processor time, "
          f"{again['elapsed']:.0f} s elapsed, peak {again['peak']:.0f} MiB; {written} of {len(after)} files written "
          f"({written / len(after):.2%}); {again['said'][-2]}", flush=True)
    nothing = run(options.mulu, *join)
    print(f"nothing changed: {nothing['processor']:.1f} s of processor time, {nothing['elapsed']:.0f} s elapsed; {nothing['said'][-2]}")
    build(options, middle, counts[middle])


if __name__ == "__main__":
    main()
