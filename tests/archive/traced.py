"""Tests under strace that `mulu verify` and `mulu diff` read nothing outside a hostile package, write nothing and open no socket.

    python traced.py MULU PACKAGE

Every hostile package is made from a real one. Most name or link to a file outside the package. One
has two names that differ in letter case only, and one has a file that is far larger unpacked than
packed. The script reads the program's system calls. They may name only the package, the folders
above it, and paths that the system's own libraries need. Ends with 1 at the first fault.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# system paths that the loader, the allocator and the thread pool read
SYSTEM = ("/lib", "/usr/lib", "/etc/ld.so", "/proc/", "/sys/", "/dev/null", "/dev/tty", "/usr/share/locale", "/etc/localtime")
CHANGES = re.compile(r"^(mkdir|rmdir|unlink|rename|link|symlink|chmod|fchmod|chown|fchown|lchown|truncate|ftruncate|creat|mknod|utime|utimensat|setxattr|fallocate)")
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")


def tree(folder):
    """Every path below a folder, with its mode, its time, and its digest or the target of a link."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        content = os.readlink(path) if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = (oct(state.st_mode), state.st_mtime_ns, content)
    return found


def append(path, line):
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def zipped(real, to, add):
    with zipfile.ZipFile(to, "w") as box:
        for path in sorted(p for p in real.rglob("*") if p.is_file()):
            box.write(path, f"2025/{path.relative_to(real).as_posix()}")
        add(box)


def hostile(real, folder, canary):
    """Makes the hostile packages and gives their paths. Most lead to a file outside the package, often
    the canary."""
    digest = hashlib.sha512(canary.read_bytes()).hexdigest()
    short = hashlib.sha256(canary.read_bytes()).hexdigest()

    def copy(name):
        shutil.copytree(real, folder / name)
        return folder / name

    page = copy("file-is-a-link") / "data/site/index.html"
    page.unlink()
    page.symlink_to(canary)
    box = copy("folder-is-a-link") / "data/wacz"
    shutil.rmtree(box)
    box.symlink_to(canary.parent)
    tags = copy("tag-file-is-a-link") / "bag-info.txt"
    tags.unlink()
    tags.symlink_to(canary)
    for name, path in [("climbs", "data/../../outside/canary.txt"), ("absolute", str(canary)), ("home", "~/canary.txt")]:
        package = copy(f"manifest-{name}")
        append(package / "manifest-sha512.txt", f"{digest}  {path}\n")
        append(package / "manifest-sha256.txt", f"{short}  {path}\n")
    append(copy("fetch") / "fetch.txt", f"file://{canary} - data/site/index.html\nhttps://example.org/x - data/x\n")
    records = copy("records-climb") / "data/records/index.json"
    records.write_text(records.read_text("utf-8").replace("data/site/index.html", str(canary)).replace("data/source/content", "../outside"), "utf-8")

    def link(box):
        entry = zipfile.ZipInfo("2025/data/site/link.html")
        entry.external_attr = 0o120777 << 16
        entry.create_system = 3
        box.writestr(entry, str(canary))

    zipped(real, folder / "link.zip", link)
    for name, path in [("slip", "../../outside/evil.txt"), ("absolute", "/tmp/mulu-evil.txt"), ("drive", "C:\\evil.txt"), ("twin", "2025/DATA/site/index.html")]:
        zipped(real, folder / f"{name}.zip", lambda box, path=path: box.writestr(path, "evil"))
    zipped(real, folder / "bomb.zip", lambda box: box.writestr("2025/data/bomb", bytes(1 << 28), zipfile.ZIP_DEFLATED))
    return sorted(folder.iterdir())


def judge(trace, allowed, outside, cwd):
    calls = 0
    for line in trace.read_text("utf-8", "replace").splitlines():
        found = CALL.match(line)
        if not found:
            continue
        name, rest = found.groups()
        if name in ("execve", "readlink", "readlinkat"):
            continue
        calls += 1
        assert not CHANGES.match(name), line
        assert name not in ("socket", "connect", "bind", "sendto"), line
        assert not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", rest) or "/dev/null" in rest or "/dev/tty" in rest, line
        for path in re.findall(r'"((?:[^"\\]|\\.)*)"', rest)[:2]:
            # strace writes bytes outside ASCII in octal
            path = re.sub(rb"\\(\d{1,3})", lambda m: bytes([int(m[1], 8)]), path.encode()).decode("utf-8", "replace")
            if not path:
                continue  # the call is about an open file and names no path
            whole = os.path.normpath(os.path.join(cwd, path))
            inside = whole == str(allowed) or whole.startswith(f"{allowed}/") or str(allowed).startswith(whole)
            assert whole.startswith(SYSTEM) or inside, f"{whole}: {line}"
            assert not whole.startswith(str(outside)), line
    return calls


def main():
    mulu, real = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder).resolve()
        outside, work, cwd = folder / "outside", folder / "work", folder / "cwd"
        for new in (outside, work, cwd):
            new.mkdir()
        canary = outside / "canary.txt"
        canary.write_text("nobody reads this\n", "utf-8")
        packages = hostile(real, work, canary)
        before = tree(folder)
        calls = 0
        for package in packages:
            trace = folder.with_name(folder.name + ".trace")
            for command in (["verify", package], ["diff", package, package]):
                done = subprocess.run(
                    [shutil.which("strace"), "-f", "-qq", "-s", "4096", "-e", "trace=%file,%network,ftruncate,fchmod,fchown,fallocate", "-o", trace, mulu, *command],
                    cwd=cwd, capture_output=True, text=True, env={"LC_ALL": "C", "HOME": str(outside), "PATH": ""},
                )
                assert command[0] == "diff" or done.returncode == 1, f"{package}: {done.returncode}\n{done.stdout}{done.stderr}"
                assert done.returncode in (0, 1, 2), f"{package}: {done.returncode}\n{done.stderr}"
                calls += judge(trace, package, outside, cwd)
            trace.unlink()
        assert calls > 1000, "strace saw next to nothing"
        assert tree(folder) == before, "something was written"
        print(f"{len(packages)} hostile packages refused; {calls} calls read: nothing outside, nothing written")


main()
