"""Packs one compiled program for its users. scripts/release.sh calls this script.

usage: release.py pack TARGET PROGRAM OUT     archive, wheel and npm package of one system
       release.py common OUT                  the npm package that chooses among the systems
       release.py sbom TARGET FILE            the libraries of the program, CycloneDX 1.5
       release.py licences TARGET FILE        the licences of the libraries
       release.py sums OUT                    SHA256SUMS
       release.py uninstall FOLDER FILE       the commands of NSIS that remove what is in a folder, and nothing else

The same program and the same commit give the same bytes, because every time stamp in a file is the time of the commit.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import uuid
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
ABOUT = "Offline static site generator for catalogues of disclosed Chinese government documents"

# The names of each target for people, for npm (system, processor) and for Python. If the name for Python is None, `needs_glibc` makes it.
SYSTEMS = {
    "x86_64-unknown-linux-musl": ("linux-x86_64", "linux", "x64", "manylinux_2_17_x86_64.musllinux_1_1_x86_64"),
    "aarch64-unknown-linux-musl": ("linux-aarch64", "linux", "arm64", "manylinux_2_17_aarch64.musllinux_1_1_aarch64"),
    "x86_64-unknown-linux-gnu": ("linux-x86_64-glibc", "linux", "x64", None),
    "x86_64-pc-windows-gnu": ("windows-x86_64", "win32", "x64", "win_amd64"),
    "x86_64-pc-windows-msvc": ("windows-x86_64", "win32", "x64", "win_amd64"),
    "x86_64-apple-darwin": ("macos-x86_64", "darwin", "x64", "macosx_10_12_x86_64"),
    "aarch64-apple-darwin": ("macos-arm64", "darwin", "arm64", "macosx_11_0_arm64"),
}


def output(*command):
    return subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout.strip()


def manifest():
    text = (TOP / "Cargo.toml").read_text("utf-8")
    return re.search(r'^version = "(.+)"$', text, re.M).group(1)


def moment():
    """The time of the commit, in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or output("git", "log", "-1", "--format=%ct"))


VERSION = manifest()


# Libraries

def metadata(target):
    return json.loads(output(
        "cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target,
    ))


def libraries(target):
    """All packages by their id, the ids that each package of the program needs, and the id of mulu."""
    data = metadata(target)
    packages = {p["id"]: p for p in data["packages"]}
    nodes = {n["id"]: n for n in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    needs, todo = {}, [root]
    while todo:
        one = todo.pop()
        if one in needs:
            continue
        # libraries that only build scripts or tests need are left out; libraries with macros are listed, although only the compiler runs them
        needs[one] = sorted(
            d["pkg"] for d in nodes[one]["deps"]
            if any(k["kind"] is None for k in d["dep_kinds"])
        )
        todo.extend(needs[one])
    return packages, needs, root


def checksums():
    text = (TOP / "Cargo.lock").read_text("utf-8")
    found = re.findall(r'name = "(.+)"\nversion = "(.+)"\n(?:source = .+\n)?checksum = "(.+)"', text)
    return {(name, version): checksum for name, version, checksum in found}


def expression(package):
    return (package["license"] or "").replace("/", " OR ").replace("  ", " ")


def sbom(target, file):
    packages, needs, root = libraries(target)
    sums = checksums()
    purl = lambda p: f"pkg:cargo/{p['name']}@{p['version']}"

    def component(package, kind):
        made = {
            "type": kind,
            "bom-ref": purl(package),
            "name": package["name"],
            "version": package["version"],
            "purl": purl(package),
        }
        if package["description"]:
            made["description"] = " ".join(package["description"].split())
        if package["license"]:
            made["licenses"] = [{"expression": expression(package)}]
        checksum = sums.get((package["name"], package["version"]))
        if checksum:
            made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if package.get("repository"):
            made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        return made

    order = sorted(needs, key=lambda id: purl(packages[id]))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'mulu {VERSION} {target} {moment()}')}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment())),
            "component": component(packages[root], "application"),
            "properties": [{"name": "target", "value": target}],
        },
        "components": [component(packages[id], "library") for id in order if id != root],
        "dependencies": [
            {"ref": purl(packages[id]), "dependsOn": sorted({purl(packages[d]) for d in needs[id]})}
            for id in order
        ],
    }
    Path(file).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


def texts_of(package):
    """The licence files in a package."""
    folder = Path(package["manifest_path"]).parent
    is_licence = lambda name: re.match(r"(licen[cs]e|copying|notice|unlicense|copyright)", name, re.I)
    found = [p for p in sorted(folder.iterdir()) if p.is_file() and is_licence(p.name)]
    if not found:
        found = [p for p in sorted(folder.glob("*/*")) if p.is_file() and is_licence(p.name)]
    clean = lambda p: "\n".join(l.rstrip() for l in p.read_text("utf-8", "replace").replace("\r\n", "\n").split("\n")).strip()
    return [(p.name, clean(p)) for p in found]


MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions: The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def licences(target, file):
    packages, needs, root = libraries(target)
    used = sorted((packages[id] for id in needs if id != root), key=lambda p: (p["name"], p["version"]))
    known = {}  # for each licence, the text from one of the packages under it
    for package in used:
        for name, text in texts_of(package):
            known.setdefault(package["license"], text)
    groups, missing = {}, []
    for package in used:
        title = f"{package['name']} {package['version']} ({expression(package)})"
        texts = texts_of(package)
        if not texts:
            owner = ", ".join(package["authors"]) or f"the authors of {package['name']}"
            if "MIT" in (package["license"] or ""):
                texts = [("", f"Copyright (c) {owner}\n\n{MIT}")]
            elif "Apache-2.0" in (package["license"] or ""):
                texts = [("", (TOP / "docs/licences/Apache-2.0.txt").read_text("utf-8").strip())]
            elif package["license"] in known:
                texts = [("", f"Copyright (c) {owner}\n\n{known[package['license']]}")]
            else:
                missing.append(title)
        for _, text in texts:
            groups.setdefault(text, []).append(title)
    if missing:
        raise SystemExit(f"no licence text for {', '.join(missing)}")
    parts = [
        f"mulu {VERSION} is under the MIT licence; NOTICE names the data of others that it holds.\n"
        f"The program is also made of the {len(used)} libraries below and of Rust's standard library (MIT OR Apache-2.0,\n"
        "https://www.rust-lang.org/policies/licenses). Each licence is followed by its text."
    ]
    for text, titles in sorted(groups.items(), key=lambda g: g[1][0]):
        parts.append("\n".join(titles) + "\n\n" + text)
    rule = "\n\n" + "=" * 100 + "\n\n"
    Path(file).write_text(rule.join(parts) + "\n", "utf-8")
    return len(used)


# Packages

def zip_bytes(files):
    """A zip of (name, bytes, permissions). The same files give the same bytes."""
    at = time.gmtime(max(moment(), 315619200))[:6]  # a zip cannot state a time before 1980
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content, mode in files:
            info = zipfile.ZipInfo(name, at)
            info.create_system = 3
            info.external_attr = (0o100000 | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, content)
    return buffer.getvalue()


def tar_bytes(files):
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, buffer, mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as packed:
        for name, content, mode in files:
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = len(content), mode, moment()
            packed.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def for_windows(text):
    """A text in the form that Notepad expects."""
    return b"\xef\xbb\xbf" + text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


# If somebody opens a batch file inside the zip, the Explorer unpacks this file alone. The file then
# asks the user to unpack the whole folder. Unlike `cd`, `pushd` also works in a network folder. The
# batch files are in GBK, so the message needs code page 936. With code page 65001 (UTF-8), older
# consoles choose a font without Chinese.
IN_FOLDER = """@echo off
rem {about}
pushd "%~dp0"
if exist mulu.exe goto unpacked
chcp 936 >nul
echo 请先把压缩包里的整个文件夹解压到本机，再双击“{name}”。
pause
exit /b 1
:unpacked
"""

BATCHES = {
    "看示例.cmd": ("Starts the preview of the sample site and opens it in the browser.", """mulu.exe -r sample serve --open
if errorlevel 1 pause
popd
"""),
    "命令窗口.cmd": ("Opens a console that knows the command mulu, in the site that a double-click on mulu.exe made.", """set "PATH=%~dp0;%PATH%"
if exist mulu-site\\mulu.yaml cd mulu-site
cmd /k
"""),
}

READ_ME = """mulu {version}：政府信息公开目录生成工具（免安装版）

一、先看一看
　　把整个文件夹解压到本机，例如“D:\\mulu”（不要在压缩包里直接运行）。双击“看示例.cmd”，浏览器自动打开示例网站和编辑台。
　　关闭黑色窗口，预览即结束。示例网站的内容在 sample\\content 文件夹里，可以随意修改，保存后网页自动更新。

二、建自己的网站
　　双击“mulu.exe”，程序在旁边新建文件夹“mulu-site”，并在浏览器中打开；按页面上的提示填写即可。以后双击“mulu.exe”，打开的就是这个网站。
　　习惯用命令的，双击“命令窗口.cmd”：窗口停在“mulu-site”，直接输入 mulu check 等命令；还没有网站的，先输入 mulu init mulu-site，
　　再输入 cd mulu-site。

三、说明
　　“说明”文件夹里有给编辑人员、技术人员、档案人员的说明和正文写法、检查项等，用“记事本”打开；先看“给编辑人员.txt”。
　　其中提到的 configuration.md 等英文文档，在源代码的 docs 文件夹里。程序不连接任何外部网络。

四、首次运行时系统提示“Windows 已保护你的电脑”
　　本程序没有数字签名，系统因此提示。请先核对下载文件的 SHA-256（同一发布页的 SHA256SUMS；
　　命令为 certutil -hashfile 文件名 SHA256），一致的，点“更多信息”，再点“仍要运行”。

五、移除
　　先把自己的网站（如“mulu-site”）移到别处，再删除整个文件夹。程序不写注册表，也不在别处留文件。
"""


# The Chinese guides, with their names in the portable zip.
GUIDES = {
    "README": "给编辑人员", "technician": "给技术人员", "archivist": "给档案人员", "portal": "多个单位的门户",
    "markdown": "正文怎么写", "checks": "检查项", "proofreading": "公文校对", "windows": "在Windows上使用",
}


def for_notepad(guide):
    """A guide without pictures and without the line of links at its top. A link to one of GUIDES becomes the name of its text file, and
    any other link to a .md, .tsv or .sh file becomes its own words."""

    def named(link):
        page = Path(link[2]).stem
        return f"“{GUIDES[page]}.txt”" if page in GUIDES and "../" not in link[2] else link[1]

    guide = re.sub(r"^(\[[^]]*\]\([^)]*\)　?)+\n\n", "", guide, flags=re.M)
    guide = re.sub(r"^!\[[^]]*\]\([^)]*\.webp\)\n\n", "", guide, flags=re.M)
    return re.sub(r"\[([^]]*)\]\(([^)#]*\.(?:md|tsv|sh))(?:#[^)]*)?\)", named, guide)


def papers(target, work):
    """mulu's licence and notice, the licences of the libraries and the list of libraries, as (name, bytes)."""
    licences(target, work / "LICENSES.txt")
    sbom(target, work / "sbom.json")
    return [
        ("LICENSE.txt", (TOP / "LICENSE").read_bytes()),
        ("NOTICE.txt", (TOP / "NOTICE").read_bytes()),
        ("LICENSES.txt", (work / "LICENSES.txt").read_bytes()),
        ("sbom.cdx.json", (work / "sbom.json").read_bytes()),
    ]


def sample():
    """The demonstration catalogue, as the repository holds it."""
    listed = output("git", "-c", "core.quotepath=off", "ls-files", "mulu.yaml", "content", "themes").split("\n")
    return [(f"sample/{path}", (TOP / path).read_bytes()) for path in sorted(listed)]


def archive(target, program, out, beside):
    name, system = SYSTEMS[target][:2]
    folder = f"mulu-{VERSION}-{name}"
    files = [(f"mulu{'.exe' if system == 'win32' else ''}", program, 0o755)]
    if system == "win32":
        files.append(("先看这里.txt", for_windows(READ_ME.format(version=VERSION)), 0o644))
        for batch, (about, commands) in BATCHES.items():
            text = IN_FOLDER.format(about=about, name=batch) + commands
            files.append((batch, text.replace("\n", "\r\n").encode("gbk"), 0o755))
        for guide, title in GUIDES.items():
            text = (TOP / f"docs/zh/{guide}.md").read_text("utf-8")
            files.append((f"说明/{title}.txt", for_windows(for_notepad(text)), 0o644))
        files += [(path, content, 0o644) for path, content in sample()]
    else:
        for lang, page in (("en", "mulu.1"), ("zh", "mulu.zh.1")):
            given = os.environ.get("MULU_MAN")
            if given:
                files.append((page, subprocess.run([given, "--lang", lang, "man"], check=True, capture_output=True).stdout, 0o644))
        files.append(("README.md", (TOP / "README.md").read_bytes(), 0o644))
    files += [(path, content, 0o644) for path, content in beside]
    files = [(f"{folder}/{path}", content, mode) for path, content, mode in files]
    made = out / (folder + (".zip" if system == "win32" else ".tar.gz"))
    made.write_bytes(zip_bytes(files) if system == "win32" else tar_bytes(files))
    return made


def needs_glibc(program):
    """The tag for a program that is linked to glibc. It states the newest version of glibc that the program needs."""
    found = re.findall(rb"GLIBC_2\.(\d+)", program)
    return f"manylinux_2_{max(int(n) for n in found)}_x86_64"


def readme():
    """The README for a package that lacks the other files of the repository: without pictures; only web addresses stay links."""
    text = re.sub(r"!\[[^]]*\]\(docs/[^)]*\)", "", (TOP / "README.md").read_text("utf-8"))
    text = text.replace("| | |\n|---|---|\n|  |  |\n", "")  # a table that held only pictures
    return re.sub(r"\[([^]]*)\]\((?!https?:)[^)]*\)", r"\1", text)


def wheel(target, program, out, beside):
    _, system, _, tag = SYSTEMS[target]
    tag = tag or needs_glibc(program)
    info = f"mulu-{VERSION}.dist-info"
    head = (
        f"Metadata-Version: 2.4\nName: mulu\nVersion: {VERSION}\nSummary: {ABOUT}\nLicense-Expression: MIT\n"
        "License-File: LICENSE.txt\nLicense-File: NOTICE.txt\nLicense-File: LICENSES.txt\n"
        "Classifier: Environment :: Console\nClassifier: Natural Language :: Chinese (Simplified)\n"
        "Classifier: Topic :: Text Processing :: Markup :: Markdown\nRequires-Python: >=3.8\n"
        "Description-Content-Type: text/markdown\n\n"
    ) + readme()
    kind = f"Wheel-Version: 1.0\nGenerator: mulu scripts/release.py\nRoot-Is-Purelib: false\n" + "".join(
        f"Tag: py3-none-{one}\n" for one in tag.split(".")
    )
    files = [
        (f"mulu-{VERSION}.data/scripts/mulu{'.exe' if system == 'win32' else ''}", program, 0o755),
        (f"{info}/METADATA", head.encode(), 0o644),
        (f"{info}/WHEEL", kind.encode(), 0o644),
    ]
    for path, content in beside:
        place = "sboms" if path.endswith(".json") else "licenses"
        files.append((f"{info}/{place}/{path}", content, 0o644))
    record = ""
    for path, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))
    made = out / f"mulu-{VERSION}-py3-none-{tag}.whl"
    made.write_bytes(zip_bytes(files))
    return made


def npm_names():
    """The operating system and the processor of each npm package, each pair once."""
    return sorted({(s, cpu) for _, s, cpu, _ in SYSTEMS.values()})


def npm_package(out, package, files):
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    files = [("package.json", text.encode(), 0o644)] + files
    made = out / f"{package['name']}-{VERSION}.tgz"
    made.write_bytes(tar_bytes([(f"package/{path}", content, mode) for path, content, mode in files]))
    return made


def npm(target, program, out, beside):
    _, system, cpu, tag = SYSTEMS[target]
    path = f"bin/mulu{'.exe' if system == 'win32' else ''}"
    package = {
        "name": f"mulu-{system}-{cpu}", "version": VERSION, "description": f"mulu for {system} {cpu}",
        "license": "MIT", "os": [system], "cpu": [cpu], "preferUnplugged": True,
    }
    if system == "linux" and tag is None:
        package["libc"] = ["glibc"]
    return npm_package(out, package, [(path, program, 0o755)] + [(n, c, 0o644) for n, c in beside])


LAUNCHER = """#!/usr/bin/env node
// Runs the program of this system, which is a package of its own.
'use strict';
const { spawnSync } = require('node:child_process');
const name = `mulu-${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'mulu.exe' : 'mulu';
let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(`mulu：没有适用于本系统（${process.platform} ${process.arch}）的程序包 ${name}；安装时请勿使用 --omit=optional。`);
  console.error(`mulu: the package ${name} for this system is missing; install without --omit=optional.`);
  process.exit(2);
}
const run = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' });
if (run.error) {
  console.error(`mulu: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 2);
"""


def common(out):
    package = {
        "name": "mulu", "version": VERSION, "description": ABOUT, "license": "MIT",
        "bin": {"mulu": "bin/mulu.js"}, "engines": {"node": ">=16"},
        "optionalDependencies": {f"mulu-{s}-{cpu}": VERSION for s, cpu in npm_names()},
    }
    files = [
        ("bin/mulu.js", LAUNCHER.encode(), 0o755),
        ("README.md", readme().encode(), 0o644),
        ("LICENSE", (TOP / "LICENSE").read_bytes(), 0o644),
    ]
    return npm_package(out, package, files)


def sums(out):
    lines = []
    for path in sorted(out.glob("mulu-*")):
        if path.is_file():
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
    (out / "SHA256SUMS").write_text("".join(lines), "utf-8")


def uninstall(folder, file):
    inside = sorted(Path(folder).rglob("*"), reverse=True)  # a folder comes after what is in it
    lines = []
    for path in inside:
        name = str(path.relative_to(folder)).replace("/", "\\").replace("$", "$$")
        lines.append(f'{"RMDir" if path.is_dir() else "Delete"} "$INSTDIR\\{name}"\n')
    Path(file).write_text("".join(lines), "utf-8")


def main():
    what, *rest = sys.argv[1:] or [""]
    if what == "pack":
        target, program, out = rest[0], Path(rest[1]).read_bytes(), Path(rest[2])
        work = out / ".work"
        work.mkdir(parents=True, exist_ok=True)
        beside = papers(target, work)
        shutil.rmtree(work)
        for make in (archive, wheel, npm):
            print(make(target, program, out, beside))
    elif what == "common":
        Path(rest[0]).mkdir(parents=True, exist_ok=True)
        print(common(Path(rest[0])))
    elif what == "sbom":
        sbom(*rest)
    elif what == "licences":
        print(f"{licences(*rest)} libraries")
    elif what == "uninstall":
        uninstall(*rest)
    elif what == "sums":
        sums(Path(rest[0]))
    else:
        raise SystemExit(__doc__)


main()
