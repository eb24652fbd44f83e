"""Runs the program for Windows under Wine beside the one for Linux: scripts/windows.sh calls it.

usage: wine.py WINE MULU.EXE MULU PREFIX
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

wine, exe, linux, prefix = sys.argv[1:]
repository = Path(__file__).resolve().parent.parent.parent
environment = os.environ | {
    "WINEPREFIX": prefix,
    "WINEDEBUG": "-all",
    "LC_ALL": "C.UTF-8",
}
for name in ("NO_COLOR", "SOURCE_DATE_EPOCH"):
    environment.pop(name, None)
failures = []
DAY = ["--as-of", "2026-06-30"]


def check(is_right, what):
    print(("ok      " if is_right else "FAILED  ") + what, flush=True)
    if not is_right:
        failures.append(what)


def run(program, *args, root, **more):
    """The exit code and the output."""
    command = ([wine, exe] if program == "windows" else [linux]) + [str(a) for a in args]
    done = subprocess.run(
        command, cwd=root, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=1200, **more,
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace").replace("\r\n", "\n")
    return done.returncode, said


def start(*args, root):
    return subprocess.Popen(
        [wine, exe, *args], cwd=root, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )


def tree(folder):
    folder = Path(folder)
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*")) if p.is_file()
    }


def small(folder, count=3):
    """A site with some documents, each with an attachment."""
    folder.mkdir()
    (folder / "mulu.yaml").write_text("title: 测试目录\nagency: {name: 甲局}\n", encoding="utf-8")
    for n in range(count):
        document(folder, n, "正文。")
        (folder / f"content/zc/表{n}.docx").write_bytes(b"PK" + bytes([n]) * 100)
    return folder


def document(folder, n, text):
    path = folder / f"content/zc/{n}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"---\n标题: 第{n}号通知\n索引号: N/2024-{n:04}\n成文日期: 2024-03-01\n附件: [表{n}.docx]\n---\n"
    path.write_text(head + text + "\n", encoding="utf-8")


def remains(folder):
    return sorted(p.name for p in folder.iterdir() if ".mulu-" in p.name)




def holder(work):
    source = work / "hold.c"
    source.write_text(
        "#include <windows.h>\n#include <stdio.h>\n"
        "int wmain(int n, wchar_t **names) {\n"
        "  for (int i = 1; i < n; i++) {\n"
        "    HANDLE f = CreateFileW(names[i], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);\n"
        "    if (f == INVALID_HANDLE_VALUE) { printf(\"no %lu\\n\", GetLastError()); return 1; }\n"
        "  }\n  printf(\"held\\n\"); fflush(stdout); getchar(); return 0;\n}\n"
    )
    program = work / "hold.exe"
    subprocess.run(
        ["x86_64-w64-mingw32-gcc", "-municode", "-o", program, source], check=True
    )
    return program


class Held:
    def __init__(self, program, *files):
        self.process = subprocess.Popen(
            [wine, program, *files], env=environment, cwd=program.parent,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        line = self.process.stdout.readline()
        if not line.startswith(b"held"):
            raise SystemExit(f"cannot hold {files}: {line}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)


def same_bytes(work):
    sites = []
    for program in ("linux", "windows"):
        root = work / f"demo-{program}"
        root.mkdir()
        for name in ("content", "themes"):
            shutil.copytree(repository / name, root / name)
        shutil.copy(repository / "mulu.yaml", root)
        began = time.time()
        code, said = run(program, *DAY, "build", root=root)
        check(code == 0, f"{program}: the demonstration is built ({time.time() - began:.0f} s)")
        if code:
            print(said)
        code, said = run(program, "--as-of", "2026-06-30", "snapshot", "2025", "--zip", root=root)
        check(code == 0, f"{program}: a package of 2025")
        if code:
            print(said)
        run(program, *DAY, "--lang", "zh", "check", "--report", "report.xlsx", root=root)
        sites.append(root)
    one, two = sites
    for what in ("public", "archive/2025"):
        a, b = tree(one / what), tree(two / what)
        other = [p for p in sorted(set(a) | set(b)) if a.get(p) != b.get(p)]
        check(a and not other, f"{what}: {len(a)} files are the same on both systems {other[:5]}")
    for what in ("archive/2025.zip", "report.xlsx"):
        check((one / what).read_bytes() == (two / what).read_bytes(), f"{what} is the same on both")
    code, said = run("windows", "verify", str(one / "archive/2025.zip"), root=work)
    check(code == 0, "windows verifies the package made on Linux")
    code, said = run("linux", "verify", str(two / "archive/2025.zip"), root=work)
    check(code == 0, "linux verifies the package made on Windows")


def held_files(work, rounds):
    program = holder(work)
    site = small(work / "held")
    run("windows", *DAY, "build", root=site)
    wrong = []
    for n in range(rounds):
        files = sorted(p for p in (site / "public").rglob("*") if p.suffix in (".docx", ".html"))
        held = files[(n * 7) % len(files)]
        before = held.read_bytes()
        document(site, n % 3, f"第{n}次修改。")
        with Held(program, held):
            code, said = run("windows", *DAY, "--lang", "zh", "build", root=site)
        site_changed = f"第{n}次修改" in "".join(
            p.read_text("utf-8") for p in (site / "public").rglob("*.html")
        )
        fine = code == 0 and site_changed or (
            code == 2 and not site_changed and held.read_bytes() == before
        )
        if remains(site) and "下次运行时自动清除" not in said and code == 0:
            fine = False
        if not fine:
            wrong.append((n, held.name, code, said[-300:], remains(site)))
        code, said = run("windows", *DAY, "build", root=site)
        if code or remains(site):
            wrong.append((n, "the next run", code, said[-300:], remains(site)))
    check(not wrong, f"{rounds} builds with a held file {wrong[:2]}")


def kills(work, rounds):
    site = small(work / "kills", 12)
    run("windows", *DAY, "build", root=site)
    began = time.time()
    document(site, 0, "量时间。")
    run("windows", *DAY, "build", root=site)
    whole = time.time() - began
    wrong, new = [], 0
    chance = random.Random(1)
    for n in range(rounds):
        document(site, 0, f"第{n}次。")
        before = tree(site / "public")
        process = start(*DAY, "build", root=site)
        time.sleep(chance.uniform(0.3, 1.1) * whole)
        # the loader runs the program in its own process, so a kill ends the program at once
        process.kill()
        process.wait(60)
        time.sleep(0.2)
        after = tree(site / "public") if (site / "public").exists() else None
        is_moved = after is None  # between two renames; the next run puts the site back
        text = b"".join((after or {}).values()).decode("utf-8", "replace")
        is_new = f"第{n}次。" in text
        new += is_new
        if not is_moved and after != before and not is_new:
            wrong.append((n, "neither old nor new"))
        code, said = run("windows", *DAY, "build", root=site)
        if code or remains(site):
            wrong.append((n, code, said[-200:], remains(site)))
    check(not wrong, f"{rounds} kills, {new} of them after the new site stood {wrong[:3]}")


def two_at_once(work):
    site = small(work / "twice", 40)
    processes = [start(*DAY, "--lang", "en", "build", "--force", root=site) for _ in range(2)]
    said = [p.communicate(timeout=600)[0].decode("utf-8", "replace") for p in processes]
    codes = sorted(p.returncode for p in processes)
    check(codes in ([0, 0], [0, 2]), f"two builds at once end with {codes}")
    check(codes == [0, 0] or any("another" in s for s in said), "the second says why")
    # two sites with one output
    other = small(work / "twice-other", 40)
    output = work / "shared"
    processes = [
        start(*DAY, "build", "-o", f"Z:{output}".replace("/", "\\"), root=root) for root in (site, other)
    ]
    for p in processes:
        p.communicate(timeout=600)
    codes = sorted(p.returncode for p in processes)
    check(codes in ([0, 2], [0, 0]) and not remains(work), f"two sites, one output: {codes} {remains(work)}")


def console(work):
    site = small(work / "console")
    (site / "content/zc/0.md").write_text("---\n标题: 缺索引号\n---\n", encoding="utf-8")
    for code_page in ("936", "65001"):
        script = site / "run.cmd"
        script.write_bytes(f"@chcp {code_page} >nul\r\n@\"Z:{exe}\" check\r\n".replace("/", "\\").encode())
        code, said = run_cmd(script, site)
        check("缺索引号" in said or "索引号" in said, f"code page {code_page}: Chinese is readable")
        check("\x1b" not in said, f"code page {code_page}: no escape sequences in a pipe")
    old = work / "old"
    old.mkdir()
    for n in range(3):
        (old / f"旧{n}.txt").write_text(f"关于第{n}件事的通知\n\n正文。\n", encoding="utf-8")
    code, said = run("windows", "-r", f"Z:{site}", "import", "旧*.txt", "--dry-run", root=old)
    check(code == 0 and "旧2" in said, f"a pattern is expanded ({code})")


def run_cmd(script, folder):
    done = subprocess.run(
        [wine, "cmd", "/c", script.name], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=300,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def main():
    rounds = int(os.environ.get("MULU_ROUNDS", "20"))
    version = subprocess.run([wine, "--version"], env=environment, capture_output=True, text=True)
    print(version.stdout.strip(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        code, said = run("windows", "--version", root=work)
        check(code == 0 and re.match(r"mulu \d", said), f"it runs: {said.strip()}")
        if code:
            raise SystemExit(1)
        same_bytes(work)
        two_at_once(work)
        console(work)
        held_files(work, rounds)
        kills(work, rounds * 5)
    print(f"{len(failures)} failed")
    raise SystemExit(bool(failures))


main()
