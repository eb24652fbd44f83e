#!/bin/sh
# pikepdf 10.18.0 and pypdf 7.1.1: a page that is deleted from a PDF stays in the file with all its text if a bookmark points to it.
#
#   input     a PDF of two pages, a list of names and rules, with a bookmark for each, as word processors can export it; `del pdf.pages[0]` in pikepdf,
#             PdfWriter(clone_from=…).remove_page(0) in pypdf, save
#   expected  one page, and one page's text in the file; the bookmark gone or dead
#   found     viewers show one page; the file holds two, and the text of the first can be read from it; without bookmarks, pikepdf drops the page, but
#             pypdf still keeps it, also with clean=True, which is described as the cure for references to a detached page
#
# A list of names that was removed before publication is published. The file looks right in every viewer. A new file to which the wanted pages are
# added (pypdf: writer.add_page) has only these pages. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pikepdf==10.18.0 pypdf==7.1.1
cat >run.py <<'PY'
import pikepdf
import pypdf


def make(name, bookmarks):
    pdf = pikepdf.new()
    for text in ["LIST OF NAMES", "GENERAL RULES"]:
        page = pdf.add_blank_page(page_size=(300, 300))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = pdf.make_stream(f"BT /F 12 Tf 20 200 Td ({text}) Tj ET".encode())
    if bookmarks:
        with pdf.open_outline() as outline:
            outline.root.extend([pikepdf.OutlineItem("名单", 0), pikepdf.OutlineItem("总则", 1)])
    pdf.save(name)


def show(label, name):
    pdf = pikepdf.open(name)
    streams = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    secret = any(b"LIST OF NAMES" in stream for stream in streams)
    print(f"{label}: {len(pdf.pages)} page, text of the deleted one {'in the file' if secret else 'gone'}")


for kind in ["bookmarks", "plain"]:
    make("source.pdf", kind == "bookmarks")
    pdf = pikepdf.open("source.pdf")
    del pdf.pages[0]
    pdf.save("pikepdf.pdf")
    show(f"{kind}, pikepdf del", "pikepdf.pdf")
    for clean in [False, True]:
        writer = pypdf.PdfWriter(clone_from="source.pdf")
        writer.remove_page(0, clean=clean)
        writer.write("pypdf.pdf")
        show(f"{kind}, pypdf remove_page{', clean' if clean else ''}", "pypdf.pdf")
    writer = pypdf.PdfWriter()
    writer.add_page(pypdf.PdfReader("source.pdf").pages[1])
    writer.write("added.pdf")
    show(f"{kind}, pypdf add_page", "added.pdf")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
bookmarks, pikepdf del: 1 page, text of the deleted one in the file
bookmarks, pypdf remove_page: 1 page, text of the deleted one in the file
bookmarks, pypdf remove_page, clean: 1 page, text of the deleted one in the file
bookmarks, pypdf add_page: 1 page, text of the deleted one gone
plain, pikepdf del: 1 page, text of the deleted one gone
plain, pypdf remove_page: 1 page, text of the deleted one in the file
plain, pypdf remove_page, clean: 1 page, text of the deleted one in the file
plain, pypdf add_page: 1 page, text of the deleted one gone
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
