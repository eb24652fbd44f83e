"""Makes PDFs with other programs, each with generated identity numbers in up to twelve disguises, to measure how many mulu finds.

    python pdf-recall.py FOLDER [NUMBERS]    (scripts/pdf-recall.sh installs what it needs and measures)

Beside NAME.pdf is NAME.expected with the masked numbers, one on each line. It is empty if mulu must report that it cannot read the text.
LibreOffice, Chromium, Ghostscript and poppler are used if they are installed. The numbers come from fixed seeds, so every run with the
same NUMBERS makes the same numbers.
"""
import html, io, os, random, shutil, subprocess, sys, tempfile, traceback

OUT = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1200
PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def number(dice, century=None):
    year = dice.randrange(1930, 2000) if century else dice.randrange(1930, 2020)
    first = "%d%04d%d%02d%02d%03d" % (dice.choice(PROVINCES), dice.randrange(101, 8101), year, dice.randrange(1, 13), dice.randrange(1, 29), dice.randrange(1, 1000))
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, WEIGHTS)) % 11]


def disguise(n, which):
    groups = lambda by: by.join([n[:6], n[6:14], n[14:]])
    return [
        n, "".join(chr(ord(c) + 0xFEE0) for c in n), n.lower(), groups(" "), " ".join(n), groups("-"), "\u200b".join(n), groups("\u00a0"),
        groups("\u3000"), "身份证号码为%s，" % n, n + "43", n[:6] + n[8:14] + n[14:17],
    ][which]


def numbers(seed, only=range(12)):
    dice = random.Random(seed)
    only, written, masked = list(only), [], []
    for i in range(COUNT):
        which = only[i % len(only)]
        n = number(dice, which == 11)
        written.append(disguise(n, which))
        plain = n[:6] + n[8:14] + n[14:17] if which == 11 else n
        masked.append(plain[:2] + "*" * (len(plain) - 5) + plain[-3:])
    return written, masked


def keep(name, pdf, masked):
    path = os.path.join(OUT, name + ".pdf")
    if isinstance(pdf, bytes):
        open(path, "wb").write(pdf)
    elif pdf != path:
        shutil.copy(pdf, path)
    open(os.path.join(OUT, name + ".expected"), "w").write("\n".join(masked))
    return path


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)


def page_html(lines, style=""):
    rows = "".join("<tr><td>%d</td><td>张某</td><td>%s</td><td>男</td></tr>" % (i + 1, html.escape(w)) for i, w in enumerate(lines))
    return ("<!doctype html><meta charset=utf-8><style>body{font-family:'Noto Serif CJK SC','Noto Sans CJK SC',serif}td{border:1px solid;padding:2px}%s</style>"
            "<table>%s</table>" % (style, rows))


def office(source, kind, target, filters="pdf"):
    with tempfile.TemporaryDirectory() as tmp:
        run("soffice", "-env:UserInstallation=file://%s/profile" % tmp, "--headless", "--convert-to", filters, "--outdir", tmp, source)
        return open(os.path.join(tmp, os.path.splitext(os.path.basename(source))[0] + ".pdf"), "rb").read()


FONTS = ["/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"]
TTF = next((f for f in FONTS if os.path.exists(f)), None)
MAKERS = []


def maker(f):
    MAKERS.append(f)
    return f


@maker
def chromium():
    lines, masked = numbers(1)
    source = os.path.join(OUT, "chromium.html")
    open(source, "w").write(page_html(lines))
    target = os.path.join(OUT, "chromium.pdf")
    run("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--print-to-pdf=" + target, "file://" + os.path.abspath(source))
    keep("chromium", target, masked)


@maker
def chromium_spread():
    lines, masked = numbers(2, [0, 1, 2, 3, 4, 5, 9, 11])
    source = os.path.join(OUT, "chromium-spread.html")
    open(source, "w").write(page_html(lines, "td:nth-child(3){letter-spacing:.4em;width:14em;font-weight:bold}"))
    target = os.path.join(OUT, "chromium-spread.pdf")
    run("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--print-to-pdf=" + target, "file://" + os.path.abspath(source))
    keep("chromium-spread", target, masked)


@maker
def libreoffice_writer():
    lines, masked = numbers(3)
    source = os.path.join(OUT, "libreoffice-writer.html")
    open(source, "w").write(page_html(lines))
    keep("libreoffice-writer", office(source, "writer", None, "pdf:writer_web_pdf_Export"), masked)


@maker
def libreoffice_calc():
    lines, masked = numbers(4)
    source = os.path.join(OUT, "libreoffice-calc.fods")
    cell = lambda w: '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' % html.escape(w)
    rows = "".join("<table:table-row>%s</table:table-row>" % "".join(map(cell, ["张某", w, "男"])) for w in lines)
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    open(source, "w").write(
        '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="%soffice:1.0" xmlns:table="%stable:1.0" xmlns:text="%stext:1.0" office:version="1.3" '
        'xmlns:style="%sstyle:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles><style:style style:name="wide" '
        'style:family="table-column"><style:table-column-properties style:column-width="12cm"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="a"><table:table-column/><table:table-column table:style-name="wide"/><table:table-column/>%s</table:table>'
        "</office:spreadsheet></office:body></office:document>" % (space, space, space, space, rows))
    keep("libreoffice-calc", office(source, "calc", None, "pdf:calc_pdf_Export"), masked)


@maker
def weasyprint():
    import weasyprint
    lines, masked = numbers(5)
    keep("weasyprint", weasyprint.HTML(string=page_html(lines)).write_pdf(), masked)


def with_reportlab(name, seed, setup, only=range(12), size=10, space=0):
    from reportlab.pdfgen import canvas
    lines, masked = numbers(seed, only)
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pageCompression=1)
    sheet.setAuthor("李某某")
    for start in range(0, len(lines), 50):
        font = setup()
        for i, line in enumerate(lines[start:start + 50]):
            text = sheet.beginText(60, 800 - 15 * i)
            text.setFont(font, size)
            text.setCharSpace(space)
            text.textOut(line)
            sheet.drawText(text)
        sheet.showPage()
    sheet.save()
    return keep(name, buffer.getvalue(), masked)


@maker
def reportlab_cid():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    def setup():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    with_reportlab("reportlab-unigb-ucs2-h", 6, setup)


@maker
def reportlab_helvetica():
    with_reportlab("reportlab-helvetica", 7, lambda: "Helvetica", [0, 2, 3, 4, 5, 7, 10, 11], space=1.5)


@maker
def reportlab_truetype():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    def setup():
        pdfmetrics.registerFont(TTFont("W", TTF, subfontIndex=0))
        return "W"
    with_reportlab("reportlab-truetype", 8, setup)


@maker
def fpdf2():
    import fpdf
    lines, masked = numbers(9)
    pdf = fpdf.FPDF()
    pdf.add_font("W", fname=TTF)
    pdf.set_font("W", size=10)
    pdf.add_page()
    with pdf.table(first_row_as_headings=False) as table:
        for line in lines:
            row = table.row()
            row.cell("张某")
            row.cell(line)
    keep("fpdf2", bytes(pdf.output()), masked)


@maker
def pymupdf():
    import pymupdf
    lines, masked = numbers(10)
    book = pymupdf.open()
    for start in range(0, len(lines), 50):
        page = book.new_page()
        for i, line in enumerate(lines[start:start + 50]):
            page.insert_text((60, 40 + 15 * i), line, fontname="china-s", fontsize=10)
    keep("pymupdf-china-s", book.tobytes(deflate=True), masked)
    keep("pymupdf-encrypted", book.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="", use_objstms=1), masked)
    keep("pymupdf-rc4", book.tobytes(encryption=pymupdf.PDF_ENCRYPT_RC4_128, owner_pw="o", user_pw=""), masked)
    keep("pymupdf-password", book.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u"), [])
    rotated = pymupdf.open()
    for start in range(0, len(lines), 40):
        page = rotated.new_page()
        for i, line in enumerate(lines[start:start + 40]):
            page.insert_text((40 + 13 * i, 800), line, fontname="china-s", fontsize=10, rotate=90)
    keep("pymupdf-rotated", rotated.tobytes(deflate=True), masked)
    apart = pymupdf.open()
    lines, masked = numbers(11, [0, 2, 9, 11])
    for start in range(0, len(lines), 50):
        page = apart.new_page()
        pieces = []
        for i, line in enumerate(lines[start:start + 50]):
            x = 60
            for c in line:
                pieces.append(((x, 40 + 15 * i), c))
                x += 10 if ord(c) > 255 else 6
        random.Random(start).shuffle(pieces)
        for at, c in pieces:
            page.insert_text(at, c, fontname="china-s", fontsize=10)
    keep("pymupdf-shuffled", apart.tobytes(deflate=True), masked)
    story = pymupdf.Story(page_html(numbers(12)[0][:COUNT]))
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    more = 1
    while more:
        device = writer.begin_page(pymupdf.paper_rect("a4"))
        more, _ = story.place(pymupdf.paper_rect("a4") + (36, 36, -36, -36))
        story.draw(device)
        writer.end_page()
    writer.close()
    keep("pymupdf-story", buffer.getvalue(), numbers(12)[1])


@maker
def annotations():
    import pymupdf
    lines, masked = numbers(13, [0, 1, 3, 5, 9, 11])
    book = pymupdf.open()
    for start in range(0, len(lines), 30):
        page = book.new_page()
        page.insert_text((60, 20), "附件", fontname="china-s")
        for i, line in enumerate(lines[start:start + 30]):
            box = pymupdf.Rect(60, 40 + 24 * i, 400, 60 + 24 * i)
            if i % 3 == 0:
                page.add_freetext_annot(box, line, fontname="china-s")
            elif i % 3 == 1:
                page.add_text_annot(box.tl, line)
            else:
                field = pymupdf.Widget()
                field.rect, field.field_type, field.field_name, field.field_value = box, pymupdf.PDF_WIDGET_TYPE_TEXT, "f%d" % (start + i), line
                page.add_widget(field)
    keep("annotations-and-fields", book.tobytes(deflate=True), masked)
    lines, masked = numbers(14)
    book = pymupdf.open()
    book.new_page().insert_text((60, 60), "名单见附件。", fontname="china-s")
    book.embfile_add("名单.csv", "".join("张某,%s\n" % w for w in lines).encode())
    keep("embedded-file", book.tobytes(deflate=True), masked)


def derived(name, make, fallback=None):
    source = os.path.join(OUT, fallback + ".pdf")
    if os.path.exists(source):
        target = os.path.join(OUT, name + ".pdf")
        make(source, target)
        shutil.copy(os.path.join(OUT, fallback + ".expected"), os.path.join(OUT, name + ".expected"))


@maker
def ghostscript():
    derived("ghostscript-of-chromium", lambda s, t: run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", t, s), "chromium")
    derived("ghostscript-of-reportlab", lambda s, t: run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dCompatibilityLevel=1.3", "-o", t, s), "reportlab-truetype")
    derived("ghostscript-of-cid", lambda s, t: run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", t, s), "reportlab-unigb-ucs2-h")
    derived("ghostscript-outlines", lambda s, t: run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dNoOutputFonts", "-dLastPage=3", "-o", t, s), "chromium")
    open(os.path.join(OUT, "ghostscript-outlines.expected"), "w").close()
    def by_postscript(s, t):
        run("pdftops", s, t + ".ps")
        run("ps2pdf", t + ".ps", t)
        os.remove(t + ".ps")
    derived("ghostscript-of-postscript", by_postscript, "chromium")


@maker
def cairo():
    derived("cairo-of-chromium", lambda s, t: run("pdftocairo", "-pdf", s, t), "chromium")
    derived("cairo-of-libreoffice", lambda s, t: run("pdftocairo", "-pdf", s, t), "libreoffice-writer")


@maker
def scans():
    import pikepdf, pymupdf
    book = pymupdf.open(os.path.join(OUT, "pymupdf-china-s.pdf"))
    scan = pymupdf.open()
    for page in list(book)[:3]:
        picture = page.get_pixmap(dpi=80)
        sheet = scan.new_page(width=page.rect.width, height=page.rect.height)
        sheet.insert_image(page.rect, stream=picture.tobytes("jpeg"))
        sheet.insert_text((300, 830), "第 1 页", fontname="china-s")
    keep("scan-with-page-numbers", scan.tobytes(deflate=True), [])


@maker
def rewritten():
    import pikepdf
    def save(name, source, change=lambda pdf: None, **how):
        path = os.path.join(OUT, source + ".pdf")
        if not os.path.exists(path):
            return
        with pikepdf.open(path) as pdf:
            change(pdf)
            pdf.save(os.path.join(OUT, name + ".pdf"), **how)
        shutil.copy(os.path.join(OUT, source + ".expected"), os.path.join(OUT, name + ".expected"))
    objects = dict(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    save("pikepdf-object-streams", "chromium", **objects)
    save("pikepdf-linearized", "libreoffice-writer", linearize=True)
    save("pikepdf-aes256-owner", "weasyprint", encryption=pikepdf.Encryption(owner="o", user="", R=6), **objects)
    save("pikepdf-aes128-owner", "libreoffice-writer", encryption=pikepdf.Encryption(owner="o", user="", R=4))
    def forms(pdf):
        for page in pdf.pages:
            page.contents_coalesce()
            form = pdf.make_stream(page.obj.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=page.mediabox, Resources=page.obj.Resources)
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            page.obj.Contents = pdf.make_stream(b"q /F Do Q")
    save("pikepdf-form-xobjects", "chromium", forms)
    def no_maps(pdf):
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                del item["/ToUnicode"]
    save("no-map-chromium", "chromium", no_maps)
    save("no-map-truetype", "reportlab-truetype", no_maps)
    save("no-map-libreoffice", "libreoffice-writer", no_maps)
    save("no-map-fpdf2", "fpdf2", no_maps)
    def embedded(pdf):
        """Embeds a font file for the Adobe-GB1 font, which has no map to Unicode, as older printing programs did."""
        data = pdf.make_stream(one_font(TTF))
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                item.FontFile2 = data
    if TTF:
        save("embedded-gb1", "reportlab-unigb-ucs2-h", embedded)
    def ranges(pdf):
        """Writes every map to Unicode anew, with ranges in the form of arrays, as some programs do."""
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                text = item.ToUnicode.read_bytes().decode("latin1")
                item.ToUnicode = pdf.make_stream(rewrite_map(text).encode("latin1"))
    save("bfrange-arrays", "weasyprint", ranges)


def one_font(path):
    """The first font of a collection as a file of its own."""
    from fontTools.ttLib import TTFont
    out = io.BytesIO()
    TTFont(path, fontNumber=0).save(out)
    return out.getvalue()


def rewrite_map(text):
    import re
    out = []
    pairs = []
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        pairs += re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for a, b, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f]+>)", block):
            if to[0] == "[":
                for i, t in enumerate(re.findall(r"<([0-9A-Fa-f]+)>", to)):
                    pairs.append(("%0*X" % (len(a), int(a, 16) + i), t))
            else:
                for i in range(int(b, 16) - int(a, 16) + 1):
                    pairs.append(("%0*X" % (len(a), int(a, 16) + i), to[1:-5] + "%04X" % (int(to[-5:-1], 16) + i)))
    head = text[:re.search(r"\d+\s+beginbf", text).start()]
    body = "".join("1 beginbfrange\n<%s> <%s> [<%s>]\nendbfrange\n" % (a, a, t) for a, t in pairs)
    return head + body + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


os.makedirs(OUT, exist_ok=True)
for make in MAKERS:
    try:
        make()
        print("made  ", make.__name__)
    except Exception as e:
        print("not made", make.__name__, repr(e)[:200])
        if os.environ.get("TRACE"):
            traceback.print_exc()
