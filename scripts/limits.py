#!/usr/bin/env python3
"""Measures the time and memory that docs/limits.md states: python3 scripts/limits.py MULU [NAME...]

Each case makes a hostile or careless input of two sizes, n and 2n, and runs the program on it. The table has processor time and peak
memory at both sizes, and the ratio of the times: a ratio near 2 means linear time, near 4 quadratic time. The last column has both
exit codes: 0 done, 1 findings, 2 refused. A run that ends without one of these codes counts as failed. A run cannot use more than
120 s of processor time or 4 GiB of address space. With NAMEs, only the cases run whose names contain one of them.
"""

import hashlib
import io
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

SITE = "title: T\nagency: {name: A}\n"
LIMIT = 4 << 30


def document(body="Text.", fields="", number="N/1"):
    return f"---\ntitle: A title\nindex_number: {number}\ndate_created: 2024-03-01\n{fields}---\n\n{body}\n"


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            if isinstance(data, int):  # that many zeros, piece by piece
                with archive.open(name, "w", force_zip64=True) as to:
                    for _ in range(data >> 20):
                        to.write(bytes(1 << 20))
            else:
                archive.writestr(name, data)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def docx(inside, prolog=""):
    return packed({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"{prolog}<w:document {W}><w:body>{inside}</w:body></w:document>",
    })


def xlsx(inside, book='<sheets><sheet name="a" sheetId="1"/></sheets>'):
    return packed({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f"<workbook {S}>{book}</workbook>",
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{inside}</sheetData></worksheet>",
    })


def attachment(name, data):
    return {"content/a.md": document(fields=f"attachments: [{name}]\n"), f"content/{name}": data}


def page(text):
    return {"content/a.md": document(text)}


def html(text):
    return {"old/a.html": f"<html><head><title>A title</title></head><body><h1>A title</h1>{text}</body></html>"}


LAUGHS = '<!DOCTYPE l [<!ENTITY a "' + "x" * 1000 + '">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"

MARKDOWN = {
    "brackets": "[", "stars": "*a ", "mixed emphasis": "*a __b ", "quotes": "> ", "backticks": "`a``", "images": "![a](",
    "angles": "<a", "nested lists": "- ", "references": "[a]: b\n", "footnotes": "[^1] ", "links": "[a](b", "underlines": "a_b",
    "tildes": "~~a", "entities": "&#", "comments": "<!-- a", "pipes": "|", "digits": "1.", "hashes": "#", "escapes": "\\*",
}

# name: (what n means, n, the command, a function from n to the files of the site)
CASES = {}


def case(name, unit, n, args, make):
    CASES[name] = (unit, n, args, make)


CHECK, BUILD = ["check"], ["build"]
case("digits in a text", "MB", 25, CHECK, lambda n: attachment("a.txt", "1" * (n * 10**6)))
case("digits in a Word file", "MB", 25, CHECK, lambda n: attachment("a.docx", docx(f"<w:p><w:r><w:t>{'1' * (n * 10**6)}</w:t></w:r></w:p>")))
case("digits, one a cell", "cells", 500_000, CHECK, lambda n: attachment("a.xlsx", xlsx("".join(f'<row r="{r}"><c><v>1</v></c></row>' for r in range(1, n + 1)))))
case("digits, one a line of csv", "lines", 2_000_000, CHECK, lambda n: attachment("a.csv", "1\n" * n))
case("digits in a document", "MB", 3, CHECK, lambda n: page("1" * (n * 10**6)))
case("lists in extra", "levels", 15_000, CHECK, lambda n: {"content/a.md": document(fields="extra: {a: " + "[" * n + "]" * n + "}\n")})
case("maps in extra", "levels", 5_000, CHECK, lambda n: {"content/a.md": document(fields="extra: " + "{a: " * n + "1" + "}" * n + "\n")})
case("keys of the front matter", "keys", 2_500, CHECK, lambda n: {"content/a.md": document(fields="".join(f"key{i}: 1\n" for i in range(n)))})
case("keys in extra", "keys", 2_500, CHECK, lambda n: {"content/a.md": document(fields="extra:\n" + "".join(f"  k{i}: 1\n" for i in range(n)))})
case("aliases of YAML", "anchors", 12, CHECK, lambda n: {"content/a.md": document(fields="extra:\n  a0: &a0 [x, x]\n" + "".join(f"  a{i}: &a{i} [" + ", ".join([f"*a{i-1}"] * 9) + "]\n" for i in range(1, n)))})
case("lists in mulu.yaml", "levels", 15_000, CHECK, lambda n: {"mulu.yaml": SITE + "columns: " + "[" * n + "]" * n + "\n"})
for name, text in MARKDOWN.items():
    case(f"Markdown: {name}", "KB", 50, BUILD, lambda n, text=text: page(text * (n * 1000 // len(text))))
case("Markdown: lists, indented", "levels", 500, BUILD, lambda n: page("".join("  " * i + "- a\n" for i in range(n))))
case("Markdown: columns of a table", "columns", 2_000, BUILD, lambda n: page("|a" * n + "|\n" + "|-" * n + "|\n" + "|b\n" * n))
case("HTML in Markdown, deep", "elements", 50_000, BUILD, lambda n: {"mulu.yaml": SITE + "raw_html: true\n", **page("<div>" * n + "a" + "</div>" * n)})
case("one long line", "MB", 3, BUILD, lambda n: page("word " * (n * 200_000)))
case("Chinese without an end", "MB", 3, BUILD, lambda n: page("通知办法" * (n * 83_333)))
case("mobile numbers in one line", "MB", 1, CHECK, lambda n: page("13900000001、" * (n * 71_000)))
case("citations in one sentence", "citations", 10_000, CHECK, lambda n: page("".join(f"《关于事项{i}的通知》（甲发〔2024〕{i}号）、" for i in range(n))))
case("accounts in csv", "lines", 150_000, CHECK, lambda n: attachment("a.csv", "序号,账号,手机\n" + "".join(f"{i},{i * 7919:015},{i * 104729:011}\n" for i in range(n))))
case("lines to repair", "lines", 50_000, CHECK, lambda n: page("\n".join(f"张{i} {i:05}" for i in range(n))))
case("Word, deleted ends of paragraphs", "paragraphs", 20_000, CHECK, lambda n: attachment("a.docx", docx('<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>' * n)))
case("many small documents", "documents", 2_000, BUILD, lambda n: {f"content/{i % 50}/{i}.md": document(number=f"N/{i}") for i in range(n)})
case("many other files", "files", 5_000, CHECK, lambda n: {"content/a.md": document(), **{f"content/{i % 50}/{i}.txt": "a" for i in range(n)}})
case("zip, one file of zeros", "MB", 1024, CHECK, lambda n: attachment("a.zip", packed({"a.txt": n << 20})))
case("zip, many files", "files", 20_000, CHECK, lambda n: attachment("a.zip", packed({f"{i}.txt": "a" for i in range(n)})))
case("zip in zip", "levels", 8, CHECK, lambda n: attachment("a.zip", nested(n)))
case("Word, zeros", "MB", 512, CHECK, lambda n: attachment("a.docx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": n << 20})))
case("Word, entities", "-", 1, CHECK, lambda n: attachment("a.docx", docx("<w:p><w:r><w:t>" + "&j;" * n + "</w:t></w:r></w:p>", LAUGHS)))
case("Word, deep", "elements", 100_000, CHECK, lambda n: attachment("a.docx", docx("<w:p>" * n + "</w:p>" * n)))
case("Word, paragraphs", "paragraphs", 200_000, CHECK, lambda n: attachment("a.docx", docx("<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * n)))
case("Excel, repeated area", "-", 1, CHECK, lambda n: attachment("a.xlsx", xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * n)))
case("OpenDocument, repeated rows", "-", 1, CHECK, lambda n: attachment("a.ods", packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table>' + '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"><text:p>1</text:p></table:table-cell></table:table-row>' * n + "</table:table></office:spreadsheet></office:body></office:document-content>"})))
case("RTF, deep", "groups", 200_000, CHECK, lambda n: attachment("a.rtf", "{\\rtf1 " + "{" * n + "a" + "}" * n + "}"))
case("mail, parts in parts", "levels", 2_000, CHECK, lambda n: attachment("a.eml", mail(n)))
case("PDF, zeros", "MB", 256, CHECK, lambda n: attachment("a.pdf", pdf(n)))
case("SVG, deep", "elements", 100_000, CHECK, lambda n: attachment("a.svg", '<svg xmlns="http://www.w3.org/2000/svg">' + "<g>" * n + "</g>" * n + "</svg>"))
IMPORT = ["import", "old"]
case("import: deep HTML", "elements", 50_000, IMPORT, lambda n: html("<div>" * n + "a" + "</div>" * n))
case("import: HTML never closed", "elements", 50_000, IMPORT, lambda n: html("<b><i>a" * n))
case("import: tables in tables", "tables", 5_000, IMPORT, lambda n: html("<table><tr><td>" * n + "a"))
case("import: a wide cell", "columns", 50_000, IMPORT, lambda n: html(f'<table><tr><td colspan="{n}" rowspan="{n}">a</td></tr>' + "<tr><td>b</td></tr>" * 100 + "</table>"))
case("import: attributes", "attributes", 50_000, IMPORT, lambda n: html("<p " + " ".join(f"a{i}=b" for i in range(n)) + ">a</p>"))
case("import: one line of text", "MB", 4, IMPORT, lambda n: {"old/a.txt": "A title\n\n" + "word " * (n * 200_000)})


def nested(n):
    data = packed({"a.txt": 16 << 20})
    for _ in range(n):
        data = packed({f"{i}.zip": data for i in range(4)})
    return data


def zipped(entries):
    """A zip file of entries: (name, bytes), or (name, bytes, size that the zip file states)."""
    body, directory, count = [], [], 0
    at = 0
    for name, data, *stated in entries:
        name = name.encode()
        packed = data
        if data.endswith(bytes(1000)):  # only data that ends in 1000 zeros is compressed
            packer = zlib.compressobj(1, zlib.DEFLATED, -15)
            packed = packer.compress(data) + packer.flush()
        method = 8 if packed is not data else 0
        size = stated[0] if stated else len(data)
        extra = struct.pack("<HHQ", 1, 8, size) if size >= 0xFFFFFFFF else b""
        head = struct.pack("<HHHHHIIIHH", 20, 0x800, method, 0, 0x21, zlib.crc32(data), len(packed), min(size, 0xFFFFFFFF), len(name), len(extra))
        body += [b"PK\3\4", head, name, extra, packed]
        directory += [b"PK\1\2\x14\0", head, bytes(14 - 4), struct.pack("<I", at), name, extra]
        at += 30 + len(name) + len(extra) + len(packed)
        count += 1
    tables = b"".join(directory)
    end = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(tables), at)
    end += struct.pack("<4sIQI", b"PK\6\7", 0, at + len(tables), 1)
    few = min(count, 0xFFFF)
    end += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, few, few, min(len(tables), 0xFFFFFFFF), min(at, 0xFFFFFFFF), 0)
    return b"".join([*body, tables, end])


SOUND = {}


def sound():
    """The files of a package without faults: {path: bytes}."""
    if not SOUND:
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(f"{folder}/content")
            for path, text in {"mulu.yaml": SITE, "content/z.md": document(number="Z/1")}.items():
                with open(f"{folder}/{path}", "w") as to:
                    to.write(text)
            subprocess.run([PROGRAM, "-r", folder, "--as-of", "2026-01-01", "-q", "snapshot", "2025"], check=True, stdout=subprocess.DEVNULL)
            for root, _, names in os.walk(f"{folder}/archive/2025"):
                for name in names:
                    with open(f"{root}/{name}", "rb") as of:
                        SOUND[os.path.relpath(f"{root}/{name}", f"{folder}/archive/2025")] = of.read()
    return SOUND


def sealed(files, changed):
    """The files, with new digests for those in `changed`, and with the new number and size of the payload files."""
    def listed(manifest, kind, paths):
        lines = files[manifest].decode().splitlines()
        digests = {path: hashlib.new(kind, files[path]).hexdigest() for path in paths}
        lines = [f"{digests[path]}  {path}" if (path := line.split("  ", 1)[1]) in digests else line for line in lines]
        files[manifest] = ("\n".join(lines) + "\n").encode()
    payload = [path for path in changed if path.startswith("data/")]
    size = sum(len(data) for path, data in files.items() if path.startswith("data/"))
    count = sum(path.startswith("data/") for path in files)
    lines = files["bag-info.txt"].splitlines()
    lines = [b"Payload-Oxum: %d.%d" % (size, count) if line.startswith(b"Payload-Oxum") else line for line in lines]
    files["bag-info.txt"] = b"\n".join(lines) + b"\n"
    for manifest, kind in {"manifest-sha256.txt": "sha256", "manifest-sha512.txt": "sha512", "metadata/payload-sm3.txt": "sm3"}.items():
        listed(manifest, kind, payload)
    listed("tagmanifest-sha512.txt", "sha512", ["bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt", "metadata/payload-sm3.txt", *(p for p in changed if p not in payload)])
    return files


def package(more=(), changed={}, seal=True):
    """The files of a case: p.zip is a package with the entries `more` and with the bytes in `changed`, q.zip a package without faults.

    With `seal`, the digests in p.zip are those of the changed bytes.
    """
    files = {**sound(), **changed}
    if changed and seal:
        files = sealed(files, changed)
    return {
        "p.zip": zipped([*files.items(), *more]),
        "q.zip": zipped(sound().items()),
        "portal.yaml": "title: T\nbase_url: https://a.example.cn/\nmembers:\n  - {title: B, path: p.zip, address: https://b.example.cn/}\n",
    }


def records(change):
    """The file of records with a change."""
    all = json.loads(sound()["data/records/index.json"])
    change(all)
    return json.dumps(all, ensure_ascii=False).encode()


def many(n):
    def change(all):
        first = json.dumps(all["documents"][0])
        all["documents"] = [json.loads(first.replace("Z/1", f"Z/{i}")) for i in range(n)]
    return records(change)


INDEX, WACZ = "data/records/index.json", "data/wacz/xxgk-2025.wacz"
HOSTILE = {  # name: (unit, n, a function from n to the files)
    "entries that no list has": ("entries", 500_000, lambda n: package((f"data/{i}", b"") for i in range(n))),
    "entries of one name": ("entries", 100_000, lambda n: package(("data/a", b"") for _ in range(n))),
    "listed files that are missing": ("lines", 500_000, lambda n: package(changed={"manifest-sha512.txt": b"".join(b"0" * 128 + b"  data/%d\n" % i for i in range(n))}, seal=False)),
    "a deep path": ("levels", 15_000, lambda n: package([("data/" + "a/" * n + "a", b"a")])),
    "stated sizes": ("EiB", 2, lambda n: package([("data/a", b"a", n << 60)], {"bag-info.txt": b"Payload-Oxum: %d.%d\n" % (n << 60, n << 60)}, seal=False)),
    "records, zeros": ("MB", 256, lambda n: package(changed={INDEX: bytes(n << 20)})),
    "records, brackets": ("MB", 64, lambda n: package(changed={INDEX: b'{"a": ' + b"[" * (n << 20)})),
    "records, one text": ("MB", 64, lambda n: package(changed={INDEX: records(lambda all: all.update(note="a" * (n << 20)))})),
    "records, documents": ("documents", 50_000, lambda n: package(changed={INDEX: many(n)})),
    "a long line in bag-info.txt": ("KB", 1500, lambda n: package(changed={"bag-info.txt": sound()["bag-info.txt"] + b"A: " + b"a" * (n << 10) + b"\n"})),
    "short lines in bag-info.txt": ("lines", 500_000, lambda n: package(changed={"bag-info.txt": sound()["bag-info.txt"] + b"A: b\n" * n})),
    "a web archive of zeros": ("MB", 256, lambda n: package(changed={WACZ: bytes(n << 20)})),
    "a web archive of many files": ("entries", 250_000, lambda n: package(changed={WACZ: zipped((f"archive/{i}", b"a") for i in range(n))})),
}
for name, (unit, n, make) in HOSTILE.items():
    for verb, args in {"verify": ["verify", "p.zip"], "diff": ["diff", "q.zip", "p.zip"], "restore": ["restore", "p.zip", "-o", "out"], "join": ["join", "portal.yaml"]}.items():
        case(f"{verb}: {name}", unit, n, args, make)


def mail(n):
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\r\n\r\n--b{i}\r\n' for i in range(n))
    return "From: a@b.cn\r\nSubject: a\r\nMIME-Version: 1.0\r\n" + head + "\r\ntext\r\n" + "".join(f"--b{i}--\r\n" for i in reversed(range(n)))


def pdf(n):
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(n)) + packer.flush()
    out = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    out += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    out += b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(data) + data + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    return out


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


def write(folder, files):
    for path, data in {"mulu.yaml": SITE, "content/z.md": document(number="Z/1"), **files}.items():
        whole = os.path.join(folder, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "wb") as to:
            to.write(data.encode() if isinstance(data, str) else data)


def run(program, args, make, n):
    folder = tempfile.mkdtemp(prefix="mulu-limits-")
    try:
        # the files are made in a separate process, so that its memory does not count
        maker = os.fork()
        if maker == 0:
            try:
                write(folder, make(n))
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(maker, 0)[1]:
            raise SystemExit("the input could not be made")
        said = os.path.join(folder, "said")
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            bounded()
            resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
            os.chdir(folder)
            to = os.open(said, os.O_WRONLY | os.O_CREAT)
            os.dup2(to, 1)
            os.dup2(to, 2)
            os.execv(program, [program, "--as-of", "2026-01-01", "--lang", "en", *args])
        _, status, used = os.wait4(child, 0)
        took = time.monotonic() - began
        code = os.waitstatus_to_exitcode(status)
        return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code
    finally:
        shutil.rmtree(folder)


def main():
    global PROGRAM
    program = PROGRAM = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:]
    sound()
    print("| input | size | s at n | s at 2n | ratio | MiB at n | MiB at 2n | ends |")
    print("|---|---|---|---|---|---|---|---|")
    failed = False
    for name, (unit, n, args, make) in CASES.items():
        if wanted and not any(word in name for word in wanted):
            continue
        one = run(program, args, make, n)
        two = run(program, args, make, 2 * n)
        ratio = two[1] / max(one[1], 0.01)
        wrong = one[3] not in (0, 1, 2) or two[3] not in (0, 1, 2)
        failed |= wrong
        print(f"| {name} | {n:,} and {2 * n:,} {unit} | {one[1]:.2f} | {two[1]:.2f} | {ratio:.1f} | {one[2]:.0f} | {two[2]:.0f} | {one[3]}, {two[3]}{' **failed**' if wrong else ''} |", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
