"""Runs the program for Windows under Wine and compares it with the one for Linux. scripts/windows.sh calls this script.

usage: wine.py WINE MULU.EXE MULU PREFIX
"""

import os
import pty
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

wine, exe, linux, prefix = sys.argv[1:]
repository = Path(__file__).resolve().parent.parent.parent
environment = os.environ | {
    "WINEPREFIX": prefix,
    "HOME": prefix,  # a new prefix links its folder of documents to the one there
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


def win(path):
    """The path as people write it on Windows."""
    return "Z:" + str(path).replace("/", "\\")


def is_readable(said):
    """Whether a message has no prefix of the system, no escape sequence and no replaced character."""
    return not any(bad in said for bad in ("\\\\?\\", "\x1b", "\ufffd", "os error", "panicked"))


def holder(work):
    source = work / "hold.c"
    source.write_text(
        "#include <windows.h>\n#include <stdio.h>\n"
        "int wmain(int n, wchar_t **names) {\n"
        "  DWORD share = FILE_SHARE_READ;\n"
        "  for (int i = 1; i < n; i++) {\n"
        "    if (!wcscmp(names[i], L\"--alone\")) { share = 0; continue; }\n"
        "    HANDLE f = CreateFileW(names[i], GENERIC_READ, share, NULL, OPEN_EXISTING, 0, NULL);\n"
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


def moved(output, process):
    """Waits until the old site has left its place, or until the program ends. The new site comes some 100 µs
    later, so this process raises its priority if it may."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        pass
    try:
        while process.poll() is None:
            for _ in range(200):
                os.stat(output)
    except FileNotFoundError:
        process.kill()
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def replaced(output, process):
    """Waits until the new site is in its place, or until the program ends."""
    inode = os.stat(output).st_ino
    while process.poll() is None:
        try:
            if os.stat(output).st_ino != inode:
                return
        except FileNotFoundError:
            pass


def kills(work, rounds):
    """Kills builds at a random moment, between the two renames, or while the old site is removed."""
    site = small(work / "kills", 12)
    run("windows", *DAY, "build", root=site)
    began = time.time()
    document(site, 0, "量时间。")
    run("windows", *DAY, "build", root=site)
    whole = time.time() - began
    wrong, counts = [], {}
    chance = random.Random(1)
    output = site / "public"
    for n in range(rounds):
        document(site, 0, f"第{n}次。")
        before = tree(output)
        process = start(*DAY, "build", root=site)
        when = ("at random", "between the renames", "at the removal")[n % 3]
        if when == "at random":
            time.sleep(chance.uniform(0.3, 1.1) * whole)
        elif when == "between the renames":
            moved(output, process)
        else:
            replaced(output, process)
            time.sleep(chance.uniform(0, 0.01))
        # a kill ends the program at once, because the loader runs it in its own process
        process.kill()
        process.wait(60)
        time.sleep(0.2)
        left = remains(site)
        aside = [site / name for name in left if ".mulu-old-" in name]
        is_moved = not output.exists()
        after = tree(aside[0] if is_moved and aside else output)
        is_new = f"第{n}次。" in b"".join(after.values()).decode("utf-8", "replace")
        state = "moved aside" if is_moved else "new" if is_new else "old"
        state += f", exit {process.returncode}" + (", with remains" if left and not is_moved else "")
        counts[when, state] = counts.get((when, state), 0) + 1
        if is_moved and after != before:
            wrong.append((n, "the site that was moved aside is not the old one"))
        elif after != before and not is_new:
            wrong.append((n, "neither old nor new"))
        if n % 2:  # a run that makes no new site puts the old one back too
            fault = site / "content/zc/fault.md"
            fault.write_text("---\n标题: 缺日期\n---\n", encoding="utf-8")
            code, said = run("windows", *DAY, "build", root=site)
            fault.unlink()
            if code != 1 or tree(output) != after or remains(site):
                wrong.append((n, "with an error", code, said[-300:], remains(site)))
        code, said = run("windows", *DAY, "--lang", "zh", "build", root=site)
        is_new = f"第{n}次。" in b"".join(tree(output).values()).decode("utf-8", "replace")
        if code or not is_new or remains(site) or not is_readable(said):
            wrong.append((n, code, said[-200:], remains(site)))
    for (when, state), count in sorted(counts.items()):
        print(f"        killed {when}: {count} {state}", flush=True)
    between = sum(count for (_, state), count in counts.items() if "aside" in state)
    check(not wrong, f"{rounds} kills {wrong[:3]}")
    check(between, f"{between} of them between the two renames")


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


def shown(command, folder, until=b"\0", seconds=120):
    """What a console shows while a command runs, without the escape sequences that a terminal carries out. Wine
    draws its console on a pseudo terminal."""
    clean = {k: v for k, v in environment.items() if k not in ("SHLVL", "NO_COLOR")}
    clean |= {"TERM": "xterm", "COLUMNS": "200", "LINES": "60"}
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execve(wine, [wine, *command], clean)
    seen, end = b"", time.time() + seconds
    while time.time() < end and until not in seen:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # the program has ended
            break
        seen += part
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    own = rb"\x1b\][^\x07]*\x07|\x1b\[[0-9;?]*[A-Zhlm]"
    return re.sub(own, b"", seen).decode("utf-8", "replace")


def on_a_console(work):
    """Checks what a person sees in cmd.exe, in the code page of Chinese Windows and in UTF-8."""
    site = small(work / "screen")
    (site / "content/zc/0.md").write_text("---\n标题: 缺索引号\n---\n", encoding="utf-8")
    (site / "旧件.txt").write_text("关于某件事的通知\n\n正文。\n", encoding="utf-8")
    commands = {
        "check": "共有错误", "build": "没有生成网站", "import 旧*.txt --dry-run": "试运行",
        "help": "生成政府信息公开目录", "serve --port 0": "已生成",
    }
    for page in ("936", "65001"):
        for command, words in commands.items():
            script = site / "run.cmd"
            program = win(exe) if str(exe).startswith("/") else exe
            lines = f"@chcp {page} >nul\r\n@\"{program}\" --lang zh {command.replace('旧', '?')}\r\n"
            script.write_bytes(lines.encode())
            seen = shown(["cmd", "/c", "run.cmd"], site, words.encode())
            fine = words in seen and is_readable(seen)
            check(fine, f"code page {page}: {command} on a console{'' if fine else f' {seen!r}'}")


def places(work):
    """Checks the roots and outputs that people name on Windows, and the attributes that the Explorer sets."""
    share = work / "share"
    share.mkdir()
    site = small(share / "站 点")
    server = Path(prefix) / "dosdevices/unc/mulu-test"
    server.mkdir(parents=True, exist_ok=True)
    link = server / "share"
    link.unlink(missing_ok=True)
    link.symlink_to(share)
    roots = [r"\\mulu-test\share\站 点", "//mulu-test/share/站 点", r"\\?\UNC\mulu-test\share\站 点",
             "\\\\?\\" + win(site), "Z:站 点", ".\\站 点\\"]
    for root in roots:
        shutil.rmtree(site / "public", ignore_errors=True)
        code, said = run("windows", "-r", root, *DAY, "build", root=share)
        check(code == 0 and (site / "public/index.html").is_file(), f"a site at {root}{'' if code == 0 else said}")
    on = ("-r", r"\\mulu-test\share\站 点", *DAY)
    for command, made in [
        (("build", "-o", "Z:出"), "出/index.html"),
        (("build", "-o", r"\\mulu-test\share\另 出"), "另 出/index.html"),
        (("export", "-o", "Z:台账.csv"), "台账.csv"),
        (("export", "-o", r"\\mulu-test\share\台账.xlsx"), "台账.xlsx"),
    ]:
        code, said = run("windows", *on, *command, root=share)
        check(code == 0 and (share / made).is_file(), f"{made} of {command}{'' if code == 0 else said}")
    code, said = run("windows", *on, "snapshot", "2024", "--zip", root=share)
    code, said = run("windows", "verify", r"\\mulu-test\share\站 点\archive\2024.zip", root=share)
    check(code == 0, f"a package on a share{'' if code == 0 else said}")
    marked = ["index.html", "Thumbs.db", "desktop.ini"]
    for name in marked[1:]:
        (site / "public" / name).write_bytes(b"x")
    for name in marked:
        (site / "public" / name).chmod(0o444)  # Wine shows such a file as read-only
    document(site, 0, "改后。")
    code, said = run("windows", *DAY, "--lang", "zh", "build", root=site)
    dropped = [name for name in marked if (site / "public" / name).exists()]
    check(code == 0 and not remains(site) and dropped == marked[:1], f"read-only files go with the old site {code} {remains(site)}")
    link.unlink()


def files_of_commands(work):
    """Runs the same commands on both systems, with the paths that users of each system write."""
    roots = {}
    for program, path in (("linux", str), ("windows", win)):
        top = work / f"命令 {program}"
        top.mkdir()
        roots[program] = top
        site = small(top / "我的 站点", 4)
        text = (site / "content/zc/3.md").read_text("utf-8").replace("\n", "\r\n")
        (site / "content/zc/3.md").write_bytes(text.encode())
        (site / "mulu.yaml").write_bytes(
            "title: 测试目录\r\nagency: {name: 甲局}\r\n".encode()
        )
        (top / "另 一份表.docx").write_bytes(b"PK" + bytes(100))
        (top / "导出 一").mkdir()
        twin = top / "乙 局"
        shutil.copytree(site, twin)
        (top / "门 户").mkdir()
        # written on Windows, read on both
        (top / "门 户/portal.yaml").write_bytes(
            "title: 甲省门户\r\nmembers:\r\n- path: ..\\我的 站点\\public\r\n  title: 甲局\r\n"
            "- {path: ..\\乙 局\\public, title: 乙局}\r\n".encode()
        )
        at = lambda *parts: path(top.joinpath(*parts))
        steps = [
            ("-r", at("我的 站点"), "new", "关于 测试 的通知", "-c", "zc", "--attach", at("另 一份表.docx")),
            ("-r", at("我的 站点"), *DAY, "build"),
            ("-r", at("乙 局"), *DAY, "build"),
            ("-r", at("我的 站点"), *DAY, "export", "-o", at("导出 一", "台账.xlsx")),
            ("-r", at("我的 站点"), *DAY, "export", "-o", at("导出 一", "台账.csv")),
            ("-r", at("我的 站点"), *DAY, "export", "-o", at("导出 一", "全文.ndjson")),
            ("-r", at("我的 站点"), *DAY, "book", "2024", "-o", at("导出 一", "电子书 一.epub")),
            ("-r", at("我的 站点"), "--as-of", "2026-06-30", "snapshot", "2024", "--zip"),
            ("verify", at("我的 站点", "archive"), "--certificate", at("导出 一", "证 书.html")),
            ("restore", at("我的 站点", "archive", "2024.zip"), "-o", at("恢复 的 站点")),
            ("diff", at("我的 站点", "archive", "2024"), at("我的 站点", "archive", "2024.zip")),
            ("join", at("门 户", "portal.yaml"), *DAY),
        ]
        for step in steps:
            code, said = run(program, "--lang", "zh", *step, root=top)
            command = next(s for s in step if s in COMMANDS)
            check(code == 0 and is_readable(said), f"{program}: {command}{'' if code == 0 else said}")
    one, two = tree(roots["linux"]), tree(roots["windows"])
    is_own = lambda p: "/.mulu/" in p
    other = [p for p in sorted(set(one) | set(two)) if one.get(p) != two.get(p) and not is_own(p)]
    check(not other, f"{len(one)} files of the commands are the same on both systems {other[:5]}")
    return roots["windows"]


COMMANDS = ("new", "build", "export", "book", "snapshot", "verify", "restore", "diff", "join")


def refusals(work, top):
    """Checks that what Windows forbids ends with a message and leaves no file behind."""
    program = holder(work)
    site, out = top / "我的 站点", top / "导出 一"
    on = ("--lang", "zh", "-r", win(site), *DAY)
    package = win(site / "archive/2024.zip")
    names = sorted(p.name for p in out.iterdir())

    def refused(what, words, *args, root=top):
        code, said = run("windows", *args, root=root)
        here = sorted(p.name for p in out.iterdir())
        fine = code == 2 and words in said and is_readable(said) and here == names
        check(fine, f"refused: {what}{'' if fine else f' {code} {said} {here}'}")

    device = "Windows 保留的设备名"
    refused("a ledger named after a device", device, *on, "export", "-o", win(out / "nul.csv"))
    refused("a book named after a device", device, *on, "book", "2024", "-o", "CON.epub")
    refused("a certificate named after a device", device, "--lang", "zh", "verify", package, "--certificate", "aux.html")
    refused("a folder named after a device", device, "--lang", "zh", "restore", package, "-o", win(out / "aux"))
    refused("a site named after a device", device, *on, "build", "-o", "com1")
    refused("a new site named after a device", device, "--lang", "zh", "init", "--yes", "nul")
    code, _ = run("windows", *on, "export", "-o", "nul", root=top)
    check(code == 0, "the device itself is written to")
    held = "正被别的程序使用"
    with Held(program, out / "电子书 一.epub"):
        refused("a book that is open", held, *on, "book", "2024", "--force", "-o", win(out / "电子书 一.epub"))
    with Held(program, out / "证 书.html"):
        refused("a certificate that is open", held, "--lang", "zh", "verify", package, "--certificate", win(out / "证 书.html"))
    with Held(program, "--alone", site / "archive/2024.zip"):
        refused("a package that is open", held, "--lang", "zh", "restore", package, "-o", win(out / "x"))
    with Held(program, "--alone", top / "另 一份表.docx"):
        refused("an attachment that is open", held, *on, "new", "标题", "-c", "zc", "--attach", win(top / "另 一份表.docx"))
    with Held(program, "--alone", top / "门 户/portal.yaml"):
        refused("a portal's file that is open", held, "--lang", "zh", "join", win(top / "门 户/portal.yaml"))
    refused("the site's own content as output", "重叠", *on, "build", "-o", win(site / "content"))
    refused("a filled folder", "不覆盖", "--lang", "zh", "restore", package, "-o", win(top / "乙 局"))


def installer(work):
    """Installs the program with a small sample, runs it and removes it."""
    if not shutil.which("makensis"):
        print("left out: the installer (Debian: nsis)", flush=True)
        return
    files = work / "files"
    (files / "sample/content/zc").mkdir(parents=True)
    (files / "说明").mkdir()
    shutil.copy(exe, files / "mulu.exe")
    shutil.copy(repository / "LICENSE", files / "LICENSE.txt")
    for name in ("看示例.cmd", "命令窗口.cmd", "先看这里.txt", "说明/给编辑人员.txt", "sample/content/zc/1.md"):
        (files / name).write_text(name, encoding="utf-8")
    (files / "sample/mulu.yaml").write_text("title: 示例\n", encoding="utf-8")
    listed, made = work / "list.nsh", work / "mulu-setup.exe"
    release = repository / "scripts/release.py"
    subprocess.run([sys.executable, release, "uninstall", files, listed], check=True)
    defined = {"VERSION": "0.0.0", "FILES": files, "LIST": listed, "OUT": made}
    subprocess.run(
        ["makensis", "-V1", "-INPUTCHARSET", "UTF8", *(f"-D{k}={v}" for k, v in defined.items()),
         repository / "scripts/installer.nsi"], check=True,
    )
    user = Path(prefix) / "drive_c/users" / os.environ.get("USER", "root")
    place = user / "AppData/Local/Programs/mulu"
    menu = user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/mulu"
    ask = lambda: subprocess.run(
        [wine, "reg", "query", "HKCU\\Environment", "/v", "Path"], env=environment, capture_output=True
    ).stdout
    subprocess.run([wine, made, "/S"], env=environment, timeout=300)
    check(tree(files).items() <= tree(place).items(), "the installer brings every file")
    own = user / "Documents/mulu-site"
    link = (menu / "mulu 我的网站.lnk").read_bytes().decode("utf-16-le", "replace")
    odd = (menu / "mulu 我的网站.lnk").read_bytes()[1:].decode("utf-16-le", "replace")
    is_linked = own.is_dir() and any("serve --open" in text and "mulu-site" in text for text in (link, odd))
    check(len(list(menu.glob("*.lnk"))) == 5 and is_linked and b"Programs\\mulu" in ask(), "Start menu and PATH have it")
    (place / "sample/content/zc/1.md").write_text("改", encoding="utf-8")
    (place / "mulu.exe").write_bytes(b"")
    subprocess.run([wine, made, "/S"], env=environment, timeout=300)
    is_kept = (place / "sample/content/zc/1.md").read_text("utf-8") == "改"
    check(is_kept and (place / "mulu.exe").stat().st_size > 0, "an update brings the program and keeps a changed sample")
    check(ask().count(b"Programs\\mulu") == 1, "PATH has it once")
    (place / "sample/content/zc/新.md").write_text("新", encoding="utf-8")
    (place / "sample/public").mkdir()
    (place / "mulu-site").mkdir()
    (place / "mulu-site/mulu.yaml").write_text("title: 甲\n", encoding="utf-8")
    subprocess.run([wine, place / "uninstall.exe", "/S"], env=environment, timeout=300)
    known = lambda: subprocess.run([wine, "reg", "query", "HKCU\\Software\\mulu"], env=environment, capture_output=True)
    for _ in range(50):  # the program that removes is a copy of itself and goes on; this key is its last step
        if known().returncode:
            break
        time.sleep(0.2)
    left = sorted(str(p.relative_to(place)) for p in place.rglob("*") if p.is_file())
    check(left == ["mulu-site/mulu.yaml", "sample/content/zc/新.md"], f"removal leaves what people made: {left}")
    check(not own.exists() and not menu.exists() and b"Programs\\mulu" not in ask(), "Start menu and PATH are as before")
    shutil.rmtree(place, ignore_errors=True)


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
    # a kill while Wine starts would block Wine, so this program keeps it running
    keeper = subprocess.Popen([wine, "cmd"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    keeper.stdout.readline()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        code, said = run("windows", "--version", root=work)
        check(code == 0 and re.match(r"mulu \d", said), f"it runs: {said.strip()}")
        if code:
            raise SystemExit(1)
        same_bytes(work)
        two_at_once(work)
        console(work)
        on_a_console(work)
        places(work)
        refusals(work, files_of_commands(work))
        installer(work)
        held_files(work, rounds)
        kills(work, rounds * 5)
    keeper.stdin.close()
    keeper.wait(60)
    print(f"{len(failures)} failed")
    raise SystemExit(bool(failures))


main()
