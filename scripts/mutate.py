#!/usr/bin/env python3
"""Reads damaged files with every reader: python3 scripts/mutate.py MULU [MINUTES [READER...]]

The files of `tests/office/read` and a few small ones that this script makes are changed at random, also inside the parts of zip files.
`mulu import --dry-run` reads them as old files, and `mulu check` as attachments. A run fails if a panic reaches the terminal, if a signal
ends the program, if the exit code is none of mulu's, or if one file needs more than 40 seconds or 1 GiB. Such a file is kept in the folder
that the script names. MINUTES is the time for each reader (default 3). The environment variable SEED (default 1) starts the random numbers,
so that a run can be repeated.
"""

import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
SITE = "title: T\nagency: {name: A}\n"
BATCH = 24
MOST_SECONDS, MOST_BYTES = 40, 1 << 30

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
O = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
     'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"')
HEAD = "索引号：11370100/2024-00131\n文号：济发〔2024〕12号\n发布日期：2024-06-20\n"
PAGE = (f"<html><head><meta charset=utf-8><title>关于开展检查的通知</title></head><body><table><tr><td>索引号</td><td>11370100/2024-00131</td>"
        "</tr></table><h1>关于开展检查的通知</h1><div id=zoom><p>各单位：</p><ul><li>一</li></ul><table><tr><td rowspan=2>甲</td>"
        "<td>乙</td></tr></table><p>附件：<a href='a.doc'>名单</a></p></div></body></html>")


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def seeds():
    """The seeds of each reader, with the ending of their names."""
    found = {}
    for path in sorted((TESTS / "office/read").iterdir()):
        found.setdefault(path.suffix[1:], []).append(path.read_bytes())
    word = TESTS / "import/word/old/实施办法.docx"
    found["docx"] = [packed({str(p.relative_to(word)): p.read_bytes() for p in sorted(word.rglob("*")) if p.is_file()})]
    slide = f'<p:sld {P} {A}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>第一页</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>'
    found["pptx"] = [packed({
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="slides/slide1.xml"/></Relationships>',
        "ppt/slides/slide1.xml": slide})]
    cells = ('<table:table table:name="a"><table:table-row table:number-rows-repeated="2"><table:table-cell '
             'table:number-columns-repeated="3"><text:p>甲</text:p></table:table-cell></table:table-row></table:table>')
    found["ods"] = [packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml":
                            f"<office:document-content {O}><office:body><office:spreadsheet>{cells}</office:spreadsheet></office:body></office:document-content>"})]
    found["html"] = [PAGE.encode(), PAGE.encode("gb18030"), (TESTS / "import/page/old/t20240618_1024.html").read_bytes()]
    found["eml"] = [f"From: a@example.cn\nSubject: =?utf-8?B?5rWL6K+V?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n--b\nContent-Disposition: attachment; filename=a.txt\nContent-Transfer-Encoding: base64\n\n5rWL6K+V\n--b--\n".encode()]
    found["csv"] = ["序号,标题,文号\n1,关于甲的通知,甲发〔2021〕1号\n".encode(), "序号\t标题\n1\t甲\n".encode("gb18030")]
    found["txt"] = [(HEAD + "\n关于开展检查的通知\n\n各单位：\n一、检查时间\n| 甲 | 乙 |\n| 丙 | 丁 |\n某局\n2024年6月18日\n").encode()]
    return found


NUMBERS = [b"0", b"-1", b"65535", b"65536", b"2147483647", b"4294967295", b"4294967296", b"18446744073709551615", b"1e308"]


def changed(data, rng):
    """Data with a few random changes."""
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 8, 32])):
        if not data:
            break
        at, length = rng.randrange(len(data)), rng.choice([1, 1, 2, 4, 16, 64, 512])
        match rng.randrange(8):
            case 0:
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at:at + length] = rng.choice([b"\0", b"\xff", b"\x7f", b"\x80"]) * length
            case 2:
                del data[at:at + length]
            case 3:
                data[at:at] = data[at:at + length] * rng.choice([1, 2, 50])
            case 4:
                other = rng.randrange(len(data))
                data[at:at + length] = data[other:other + length]
            case 5:
                del data[max(1, at):]
            case 6:
                digits = [i for i in range(at, min(len(data), at + 400)) if 48 <= data[i] <= 57]
                if digits:
                    data[digits[0]:digits[0] + 1] = rng.choice(NUMBERS)
            case 7:
                end = data.find(b">", at)
                start = data.rfind(b"<", 0, at)
                if 0 <= start < end:
                    data[start:start] = data[start:end + 1] * rng.choice([1, 3, 300])
    return bytes(data)


def mutated(seed, rng):
    """A changed file. Of a zip file, mostly one part is changed and packed again."""
    if seed[:2] == b"PK" and rng.random() < 0.8:
        all_parts = parts(seed)
        name = rng.choice(sorted(all_parts))
        all_parts[name] = changed(all_parts[name], rng)
        return packed(all_parts)
    return changed(seed, rng)


def run(command, folder):
    """The fault of a run (None if it has none), its seconds and its peak memory in bytes."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS * BATCH, MOST_SECONDS * BATCH))
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=said, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds, memory = time.monotonic() - began, usage.ru_maxrss << 10
        said.seek(0)
        text = said.read().decode(errors="replace")
    if child.returncode not in (0, 1, 2):
        return f"exit code {child.returncode}", seconds, memory
    if "panicked at" in text:
        line = next(l for l in text.splitlines() if "panicked at" in l)
        return f"a panic is on the terminal: {line}", seconds, memory
    if memory > MOST_BYTES:
        return f"{memory >> 20} MiB", seconds, memory
    return None, seconds, memory


def commands(program):
    return [[program, "import", "--dry-run", "old"], [program, "check"]]


def placed(folder, files):
    """A site with these files as old files and as attachments."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "old").mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "mulu.yaml").write_text(SITE)
    for name, data in files:
        (folder / "old" / name).write_bytes(data)
        os.link(folder / "old" / name, folder / "content" / name)
    names = ", ".join(name for name, _ in files)
    (folder / "content/a.md").write_text(
        f"---\ntitle: A title\nindex_number: N/1\ndate_created: 2024-03-01\nattachments: [{names}]\n---\n\nText.\n")


def main():
    program, minutes = str(Path(sys.argv[1]).resolve()), float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    wanted, found = sys.argv[3:], seeds()
    work = Path(tempfile.mkdtemp(prefix="mutate-"))
    kept, faults = work / "faults", 0
    kept.mkdir()
    print(f"{'reader':8} {'files':>7} {'faults':>7} {'slowest batch':>14} {'memory':>9}")
    for kind in wanted or sorted(found):
        rng = random.Random(f"{os.environ.get('SEED', '1')}/{kind}")
        end, n, wrong, slowest, most = time.monotonic() + minutes * 60, 0, 0, 0.0, 0
        while time.monotonic() < end:
            files = [(f"f{n + i}.{kind}", mutated(rng.choice(found[kind]), rng)) for i in range(BATCH)]
            n += BATCH
            placed(work / "site", files)
            for command in commands(program):
                fault, seconds, memory = run(command, work / "site")
                slowest, most = max(slowest, seconds), max(most, memory)
                if fault is None and seconds < MOST_SECONDS:
                    continue
                for name, data in files:  # find out which file has the fault
                    placed(work / "one", [(name, data)])
                    fault, seconds, _ = run(command, work / "one")
                    if fault is None and seconds > MOST_SECONDS:
                        fault = f"{seconds:.0f} s"
                    if fault:
                        wrong += 1
                        (kept / name).write_bytes(data)
                        print(f"  {name}: {command[1]}: {fault}")
        faults += wrong
        print(f"{kind:8} {n:7} {wrong:7} {slowest:12.1f} s {most >> 20:5} MiB", flush=True)
    if faults:
        print(f"the files are in {kept}")
    else:
        shutil.rmtree(work)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
