"""Checks archive packages with other people's tools: bagit.py, wacz, warcio, zipfile, sha256sum
and sha512sum.

    python check.py PACKAGE...

A package is a folder; its zip file may lie beside it. The script reads every file of the site from the web archive, once from front
to back and once by the index, and compares the bytes. Ends with 1 at the first fault.
"""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import bagit
from warcio.archiveiterator import ArchiveIterator


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def files(folder):
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def same_bytes(uri, base, site, data):
    path = uri.removeprefix(base).removesuffix("?q=")
    path += "index.html" if path == "" or path.endswith("/") else ""
    assert uri.startswith(base) and site[path].read_bytes() == data, f"{uri} is not data/site/{path}"


def served(base, site):
    """The addresses that a server maps to the files, each with its status and the target of a redirection."""
    all_addresses = {base + path: ("200", None) for path in site}
    for uri in [uri for uri in all_addresses if uri.endswith("/index.html")]:
        folder = uri.removesuffix("index.html")
        all_addresses[folder] = ("200", None)
        if folder.count("/") > 3:
            all_addresses[folder.removesuffix("/")] = ("301", folder)
    all_addresses[base + "search.html?q="] = ("200", None)
    return all_addresses


def replay(package, archive):
    """Checks that the web archive has exactly the files of the site, at every address that a server maps to them."""
    site = files(package / "data/site")
    description = json.loads((archive / "datapackage.json").read_text("utf-8"))
    base = description["mainPageUrl"].removesuffix("index.html")
    warc = archive / "archive/data.warc.gz"
    expected = served(base, site)
    seen = []
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            uri = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "resource":
                same_bytes(uri, base, site, record.content_stream().read())
                seen.append((uri, ("200", None)))
            elif record.rec_type == "response":
                head = record.http_headers
                seen.append((uri, (head.get_statuscode(), head.get_header("Location"))))
    assert sorted(seen, key=str) == sorted(expected.items(), key=str), set(seen) ^ set(expected.items())

    content = warc.read_bytes()
    lines = (archive / "indexes/index.cdx").read_text("utf-8").splitlines()
    assert lines == sorted(lines) and len(lines) == len(expected)
    for line in lines:
        entry = json.loads(line.split(" ", 2)[2])
        start = int(entry["offset"])
        member = content[start : start + int(entry["length"])]
        record = next(iter(ArchiveIterator(io.BytesIO(member))))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert entry["status"] == expected[entry["url"]][0]
        if record.rec_type == "resource":
            same_bytes(entry["url"], base, site, record.content_stream().read())

    header, *pages = map(json.loads, (archive / "pages/pages.jsonl").read_text("utf-8").splitlines())
    assert header["format"] == "json-pages-1.0"
    assert all(page["url"].removeprefix(base) in site and page["title"] for page in pages)
    assert len(pages) == sum(name.endswith(".html") and name != "404.html" for name in site)
    return len(site)


def check(package):
    bag = bagit.Bag(str(package))
    bag.validate()
    for manifest in ["tagmanifest-sha512.txt", "manifest-sha512.txt"]:
        run("sha512sum", "-c", "--strict", "--quiet", manifest, cwd=package)
    run("sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt", cwd=package)
    [wacz] = (package / "data/wacz").iterdir()
    run(str(Path(sys.executable).with_name("wacz")), "validate", "-f", str(wacz))
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wacz) as packed:
            assert packed.testzip() is None
            assert packed.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
            packed.extractall(folder)
        archive = Path(folder)
        run(str(Path(sys.executable).with_name("warcio")), "check", str(archive / "archive/data.warc.gz"))
        count = replay(package, archive)
    boxed = package.with_name(package.name + ".zip")
    if boxed.exists():
        with zipfile.ZipFile(boxed) as packed:
            assert packed.testzip() is None
            inside = {f"{package.name}/{name}": path for name, path in files(package).items()}
            assert packed.namelist() == sorted(inside, key=str.encode), "the zip file holds the package and nothing else"
            assert all(packed.read(name) == path.read_bytes() for name, path in inside.items())
    print(f"{package}: accepted; {count} files replayed" + ("; the zip file holds the same" if boxed.exists() else ""))


for argument in sys.argv[1:]:
    check(Path(argument))
