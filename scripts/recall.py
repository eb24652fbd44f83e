#!/usr/bin/env python3
"""Counts which disguised personal numbers `mulu check` finds: python3 scripts/recall.py MULU [--texts|--places] [--office] [--misses]

For the first table, the script writes every disguise of every kind of made-up number into every format, and runs the check once for
each format. Disguises that make no sense for a kind are left out. The table has, for each disguise and kind, the number of formats in
which the number is found, without a label and after its label. The second table is about identity, mobile and card numbers in unusual
places of a file, such as a comment. It has, for each format, how many of them are found, and the places in which a kind of number is
not found. --texts prints only the first table, --places only the second. With --office, LibreOffice (`soffice`) also writes .doc,
.xls, .ppt, .pdf, .odt, .ods and .rtf for the first table. --misses lists the numbers of the first table that are not found.
docs/recall.md has the result.
"""

import base64
import html
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
FIRST = "11010119900307123"
ID = FIRST + "10X98765432"[sum(int(c) * w for c, w in zip(FIRST, WEIGHTS)) % 11]
ID_X = next(n for n in (f"11010119900307{i:03}" for i in range(1, 999)) if sum(int(c) * w for c, w in zip(n, WEIGHTS)) % 11 == 2) + "X"

# kind: (number, sizes of its usual groups, label, code of the finding)
KINDS = {
    "identity": (ID, [6, 8, 4], "身份证号", "id-card-number"),
    "identity X": (ID_X, [6, 8, 4], "身份证号", "id-card-number"),
    "mobile": ("13912345678", [3, 4, 4], "手机号", "mobile-number"),
    "card": ("6217000010000000003", [4, 4, 4, 4, 3], "银行卡号", "bank-card-number"),
    "passport": ("E12345678", [1, 8], "护照号码", "identity-document-number"),
    "permit": ("H12345678", [1, 8], "港澳居民来往内地通行证号", "identity-document-number"),
}
NEED_LABEL = {"passport", "permit"}


def groups(n, sizes, by):
    parts, at = [], 0
    for size in sizes:
        parts.append(n[at:at + size])
        at += size
    return by.join(parts)


def script(digits):
    return lambda n, k: "".join(digits[int(c)] if c.isdigit() else c for c in n)


def between(by):
    return lambda n, k: by.join(n)


def grouped(by):
    return lambda n, k: groups(n, KINDS[k][1], by)


def around(before, after):
    return lambda n, k: before + n + after


WIDE = str.maketrans("0123456789XEH", "０１２３４５６７８９ＸＥＨ")
CHINESE = "〇一二三四五六七八九"
SIXES = {18: [3, 3, 4, 4, 4], 11: [4, 4, 3], 19: [6, 13], 9: [1, 4, 4]}
TEXTS = {  # name of a disguise: a function from the number and its kind to the disguised number
    "plain": around("", ""),
    "groups, blanks": grouped(" "),
    "groups, two blanks": grouped("  "),
    "groups, ideographic blanks": grouped("　"),
    "groups, no-break blanks": grouped("\u00a0"),
    "groups, tabs": grouped("\t"),
    "groups, hyphens": grouped("-"),
    "groups, blank hyphen blank": grouped(" - "),
    "groups, full-width hyphens": grouped("－"),
    "groups, dashes —": grouped("—"),
    "groups, dashes –": grouped("–"),
    "groups, slashes": grouped("/"),
    "groups, blank slash blank": grouped(" / "),
    "groups, commas": grouped(","),
    "groups, commas ，": grouped("，"),
    "groups, commas 、": grouped("、"),
    "groups, points": grouped("."),
    "groups, middle dots": grouped("·"),
    "groups, underscores": grouped("_"),
    "groups, tildes": grouped("~"),
    "groups, bars": grouped("|"),
    "groups, parentheses": lambda n, k: "（{}）{}".format(n[:KINDS[k][1][0]], n[KINDS[k][1][0]:]),
    "groups, another division": lambda n, k: groups(n, SIXES[len(n)], " "),
    "groups, lines": grouped("\n"),
    "digits, blanks": between(" "),
    "digits, ideographic blanks": between("　"),
    "digits, hyphens": between("-"),
    "digits, points": between("."),
    "digits, commas 、": between("、"),
    "digits, invisible": between("\u200b"),
    "digits, soft hyphens": between("\u00ad"),
    "digits, word joiners": between("\u2060"),
    "digits, directional marks": between("\u200e"),
    "full-width": lambda n, k: n.translate(WIDE),
    "full-width, blanks": lambda n, k: " ".join(n.translate(WIDE)),
    "half full-width": lambda n, k: n[:5] + n[5:].translate(WIDE),
    "Chinese 〇": script(CHINESE),
    "Chinese 零": script("零一二三四五六七八九"),
    "Chinese, 0 as zero": script("0一二三四五六七八九"),
    "Chinese, O as zero": script("O一二三四五六七八九"),
    "Chinese, Ｏ as zero": script("Ｏ一二三四五六七八九"),
    "Chinese, 幺 as one": script("零幺二三四五六七八九"),
    "Chinese, blanks": lambda n, k: " ".join(script(CHINESE)(n, k)),
    "Chinese, groups": lambda n, k: groups(script(CHINESE)(n, k), KINDS[k][1], "-"),
    "capitals 壹": script("零壹贰叁肆伍陆柒捌玖"),
    "capitals, old forms": script("零壹貳參肆伍陸柒捌玖"),
    "circled": script("⓪①②③④⑤⑥⑦⑧⑨"),
    "circled, black": script("⓿❶❷❸❹❺❻❼❽❾"),
    "in parentheses ⑴": script("0⑴⑵⑶⑷⑸⑹⑺⑻⑼"),
    "with points ⒈": script("0⒈⒉⒊⒋⒌⒍⒎⒏⒐"),
    "㈠ with 〇": script("〇㈠㈡㈢㈣㈤㈥㈦㈧㈨"),
    "superscript": script("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": script("₀₁₂₃₄₅₆₇₈₉"),
    "Arabic-Indic": script("٠١٢٣٤٥٦٧٨٩"),
    "Tibetan": script("༠༡༢༣༤༥༦༧༨༩"),
    "Mongolian": script("᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙"),
    "mathematical": script("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "segmented": script("🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹"),
    "keycaps": lambda n, k: "".join(c + "\ufe0f\u20e3" if c.isdigit() else c for c in n),
    "small x": lambda n, k: n.lower(),
    "check letter apart": lambda n, k: n[:-1] + " " + n[-1],
    "check letter in parentheses": lambda n, k: n[:-1] + "（" + n[-1] + "）",
    "twice, slash": lambda n, k: n + "/" + n,
    "twice, comma 、": lambda n, k: n + "、" + n,
    "twice, semicolon": lambda n, k: n + ";" + n,
    "after a name and a slash": around("张某/", ""),
    "after a name": around("张某", ""),
    "after a name in parentheses": around("张某（", "）"),
    "before a name": around("", "张某"),
    "before 户主": around("", "户主"),
    "before 公司": around("", "公司法定代表人"),
    "before 人": around("", "人员"),
    "before 的": around("", "的号码"),
    "before 元旦": around("", "元旦前办理"),
    "after 编号 in the sentence": around("编号12的申请人张某的号码", ""),
    "after No": around("No", ""),
    "after No.": around("No.", ""),
    "after №": around("№", ""),
    "after =": around("=", ""),
    "after #": around("#", ""),
    "after a quotation mark '": around("'", ""),
    "in quotation marks": around("“", "”"),
    "in brackets 【】": around("【", "】"),
    "in angle brackets": around("〈", "〉"),
    "in braces": around("{", "}"),
    "as a formula": around('="', '"'),
    "with .0": around("", ".0"),
    "in a file name": around("张某", ".jpg"),
    "in a file name, underscores": around("附件_张某_", "_扫描件.pdf"),
    "in an address": around("http://a.example.cn/q?id=", "&t=1"),
    "in a path": around("http://a.example.cn/", "/a.html"),
    "after a serial number and 、": around("3、", ""),
    "before a date": around("", " 2024-03-01"),
    "after a date": around("2024年3月1日", ""),
    "after an age": around("男，35岁，", ""),
    "JSON": around('{"value":"', '"}'),
    "JSON, a number": around('{"value":', ',"a":1}'),
    "XML": around("<zjhm>", "</zjhm>"),
    "Latin label": around("ZJHM:", ""),
    "Latin word before": around("sfz", ""),
}
MOBILE = {
    "+86": around("+86", ""), "+86 blank": around("+86 ", ""), "86-": around("86-", ""), "0086": around("0086", ""), "(+86)": around("(+86)", ""),
    "0 before": around("0", ""), "mail address": around("", "@163.com"), "微信号": around("微信号", ""), "WeChat": around("wx", ""),
    "微信同号": around("", "（微信同号）"), "tel:": around("tel:", ""), "exponent": lambda n, k: "1.3912345678E+10",
    "thousands": lambda n, k: "13,912,345,678",
}
ONLY = {  # disguise: the only kinds for which it makes sense
    "small x": {"identity X"}, "check letter apart": {"identity X"}, "check letter in parentheses": {"identity X"},
    "JSON, a number": {"identity", "mobile", "card"}, "with .0": {"identity", "mobile", "card"}, "Latin word before": {"identity", "identity X", "mobile"},
}
# without a label, a mobile number in one of these disguises may be a list of figures, an amount or
# a serial number, so it is tested only after a label
AFTER_A_LABEL = {"groups, commas", "groups, commas ，", "groups, commas 、", "groups, bars", "groups, another division", "groups, lines", "digits, points", "digits, commas 、", "0 before", "thousands"}
DIGITS_ONLY = {n for n in TEXTS if n.startswith(("Chinese", "capitals", "digits", "groups", "㈠"))}
NEVER_DOCUMENT = {"in an address", "in a path", "Latin label", "JSON", "XML", "after =", "after #", "after No", "after No.", "after №", "in a file name, underscores", "before a date",
                  "after a serial number and 、", "after a date", "after an age", "after 编号 in the sentence", "as a formula",
                  "after a name and a slash", "after a name", "twice, slash"}


def disguised():
    """Every disguise of every kind of number, as (name of the disguise, kind, text, whether it is after a label)."""
    for kind, (number, _, label, _) in KINDS.items():
        more = MOBILE if kind == "mobile" else {}
        for name, make in {**TEXTS, **more}.items():
            if kind not in ONLY.get(name, {kind}) or kind in NEED_LABEL and (name in DIGITS_ONLY or name in NEVER_DOCUMENT):
                continue
            text = make(number, kind)
            if kind not in NEED_LABEL and not (kind == "mobile" and name in AFTER_A_LABEL):
                yield name, kind, f"经查，{text}，已核对。", False
            yield name, kind, f"{label}：{text}，已核对。", True


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for n, u in
               [("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"), ("presentation", "presentation"), ("meta", "meta")])


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def esc(text):
    return html.escape(text, quote=True)


TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>'


def rels(*all):
    inside = "".join(f'<Relationship Id="{i}" Type="{REL}/{t}" Target="{to}"/>' for i, t, to in all)
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def override(part, kind):
    return f'<Override PartName="{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'


def docx(body, more={}):
    return packed({
        "[Content_Types].xml": TYPES.format(override("/word/document.xml", "wordprocessingml.document.main")),
        "_rels/.rels": rels(("a", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>', **more})


def para(text):
    lines = esc(text).replace("\t", "</w:t><w:tab/><w:t>").split("\n")
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{l}</w:t></w:r></w:p>' for l in lines)


def xlsx(rows, more={}, name="名单"):
    return packed({
        "[Content_Types].xml": TYPES.format(override("/xl/workbook.xml", "spreadsheetml.sheet.main") + override("/xl/worksheets/sheet1.xml", "spreadsheetml.worksheet")),
        "_rels/.rels": rels(("a", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<?xml version="1.0" encoding="UTF-8"?><workbook {S} {R}><sheets><sheet name="{name}" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels(("b", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-8"?><worksheet {S}>{rows}</worksheet>', **more})


def cell(text, at="A1"):
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{esc(text)}</t></is></c>'


def sheet(*rows):
    return "<sheetData>" + "".join(f'<row r="{i}">' + "".join(cell(t, f"{chr(65 + j) if j < 26 else 'A' + chr(39 + j)}{i}") for j, t in enumerate(row)) + "</row>" for i, row in enumerate(rows, 1)) + "</sheetData>"


def pptx(inside, more={}):
    return packed({
        "[Content_Types].xml": TYPES.format(override("/ppt/presentation.xml", "presentationml.presentation.main") + override("/ppt/slides/slide1.xml", "presentationml.slide")),
        "_rels/.rels": rels(("a", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="256" r:id="b"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels(("b", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"<p:sld {P}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>", **more})


def shape(text):
    return "<p:sp><p:txBody>" + "".join(f"<a:p><a:r><a:t>{esc(l)}</a:t></a:r></a:p>" for l in text.split("\n")) + "</p:txBody></p:sp>"


def odf(kind, body, more={}):
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}",
                   "content.xml": f"<office:document-content {ODF}><office:body><office:{ 'spreadsheet' if kind == 'spreadsheet' else kind}>{body}</office:{ 'spreadsheet' if kind == 'spreadsheet' else kind}></office:body></office:document-content>", **more})


def odp_text(text):
    return "".join(f"<text:p>{esc(l)}</text:p>" for l in text.replace("\t", "<<TAB>>").split("\n")).replace("&lt;&lt;TAB&gt;&gt;", "<text:tab/>").replace("  ", " <text:s/>")


def ofd(*objects, more={}):
    inside = "".join(f'<ofd:TextObject ID="{i + 10}" Boundary="{10 + i % 20 * 8} {20 + i // 20 * 10} 180 6" Font="1" Size="4"><ofd:TextCode X="0" Y="4">{esc(t)}</ofd:TextCode></ofd:TextObject>' for i, t in enumerate(objects))
    n = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return packed({
        "OFD.xml": f'<ofd:OFD {n} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>a</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document {n}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {n}><ofd:Content><ofd:Layer ID="2">{inside}</ofd:Layer></ofd:Content></ofd:Page>', **more})


def rtf(text):
    def one(c):
        if c == "\n":
            return "\\par\n"
        if c == "\t":
            return "\\tab "
        if c in "{}\\":
            return "\\" + c
        if ord(c) < 128:
            return c
        units = struct.unpack(f"<{len(c.encode('utf-16-le')) // 2}h", c.encode("utf-16-le"))
        return "".join(f"\\u{u}?" for u in units)
    return ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}" + "".join(map(one, text)) + "\\par}").encode("ascii")


def mail(text, more=""):
    body = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
    return f"From: a@b.example.cn\r\nTo: c@b.example.cn\r\nSubject: a\r\n{more}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}".encode()


FORMATS = {
    "md": None,
    "txt": lambda t: f"名单\n{t}\n".encode(),
    "gbk txt": lambda t: f"名单\n{t}\n".encode("gb18030"),
    "csv": lambda t: f'序号,说明\n1,"{t.replace(chr(34), chr(34) * 2)}"\n'.encode(),
    "eml": mail,
    "rtf": rtf,
    "svg": lambda t: f'<svg xmlns="http://www.w3.org/2000/svg"><text>{esc(t)}</text></svg>'.encode(),
    "docx": lambda t: docx(para(t)),
    "xlsx": lambda t: xlsx(sheet(["说明"], [t])),
    "pptx": lambda t: pptx(shape(t)),
    "odt": lambda t: odf("text", odp_text(t)),
    "ods": lambda t: odf("spreadsheet", f"<table:table table:name='a'><table:table-row><table:table-cell>{odp_text(t)}</table:table-cell></table:table-row></table:table>"),
    "odp": lambda t: odf("presentation", f"<draw:page><draw:frame><draw:text-box>{odp_text(t)}</draw:text-box></draw:frame></draw:page>"),
    "ofd": lambda t: ofd(*t.split("\n")),
}
OFFICE = {"doc": "docx", "pdf": "docx", "LibreOffice odt": "docx", "LibreOffice rtf": "docx", "xls": "xlsx", "LibreOffice ods": "xlsx", "ppt": "pptx"}


def converted(names, folder):
    """Lets LibreOffice write other formats of the files in a folder."""
    for name in names:
        to = name.split()[-1]
        source = [f for f in sorted(os.listdir(folder)) if f.endswith("." + OFFICE[name])]
        out = os.path.join(folder, "out " + name)
        os.makedirs(out, exist_ok=True)
        for at in range(0, len(source), 200):
            subprocess.run(["timeout", "300", "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir", out, *source[at:at + 200]],
                           cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def checked(program, files):
    """The codes of the findings about each file: {name: content} → {name: codes}.

    The content is the bytes of an attachment, the Markdown of a document, or its (front matter, Markdown).
    """
    folder = tempfile.mkdtemp(prefix="mulu-recall-")
    try:
        os.makedirs(f"{folder}/content/a")
        with open(f"{folder}/mulu.yaml", "w") as to:
            to.write("title: T\nagency: {name: A}\nraw_html: true\n")
        for i, (name, data) in enumerate(files.items()):
            number, attached = f"N/{i}", ""
            if isinstance(data, bytes):
                attached = f"attachments: [{json.dumps(name, ensure_ascii=False)}]\n"
                with open(f"{folder}/content/a/{name}", "wb") as to:
                    to.write(data)
                data, document = "", f"d{i}.md"
            else:
                document = name
            head, body = data if isinstance(data, tuple) else ("", data)
            with open(f"{folder}/content/a/{document}", "w") as to:
                to.write(f"---\ntitle: 甲\nindex_number: {number}\ndate_created: 2024-03-01\n{attached}{head}---\n\n{body}\n")
        run = subprocess.run([program, "-r", folder, "--as-of", "2026-01-01", "--lang", "en", "check", "--format", "json"], capture_output=True, text=True)
        found = {}
        for line in run.stdout.splitlines():
            finding = json.loads(line)
            path = finding.get("path") or finding.get("file") or ""
            found.setdefault(os.path.basename(path), set()).add(finding["code"])
        if not found and run.returncode not in (0, 1):
            raise SystemExit(run.stderr)
        return found
    finally:
        shutil.rmtree(folder)


def each(text, before, after):
    """A text in which every character has its own markup."""
    return "".join(before + esc(c) + after for c in text)


def columns(text, mark):
    return mark.join(text)


def grid(cells):
    return "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc>{para(c)}</w:tc>" for c in row) + "</w:tr>" for row in cells) + "</w:tbl>"


def part(path, inside, make=None):
    return lambda t: (make or docx)(*([para("甲")] if make in (None, docx) else [sheet(["甲"])] if make is xlsx else [shape("甲")]), {path: inside.replace("@", esc(t))})


def odf_text(inside):
    return lambda t: odf("text", inside.replace("@", esc(t)))


def odf_part(path, inside):
    return lambda t: odf("text", "<text:p>甲</text:p>", {path: f"<office:document {ODF} xmlns:dc='a' xmlns:xlink='b'>{inside.replace('@', esc(t))}</office:document>"})


def odf_sheet(inside):
    return lambda t: odf("spreadsheet", f"<table:table table:name='a'>{inside.replace('@', esc(t))}</table:table>")


def pdf(content="BT /F1 12 Tf 50 700 Td (a) Tj ET", page="", more=(), catalog="", info=""):
    stream = content.encode("latin-1")
    objects = [f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{page}>>".encode(),
               b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
               f"<<{info}>>".encode(), *(m if isinstance(m, bytes) else m.encode("latin-1") for m in more)]
    out, places = b"%PDF-1.7\n", []
    for i, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % i + data + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def stream(data, head=""):
    return b"<<%s/Length %d>>stream\n" % (head.encode(), len(data)) + data + b"\nendstream"


def jpeg(kind, data):
    return b"\xff\xd8\xff" + bytes([kind]) + struct.pack(">H", len(data) + 2) + data + b"\xff\xd9"


def exif(tag, text):
    data = text.encode() + b"\0"
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", tag, 2, len(data), 26) + b"\0\0\0\0" + data


def png(*chunks):
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    all = [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(b"\0\0\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in all)


def riff(name, data):
    whole = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(10) + name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def atom(name, data):
    return struct.pack(">I", len(data) + 8) + name + data


def xmp(text):
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='r' xmlns:dc='d'><rdf:Description><dc:description>{esc(text)}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>".encode()


def field(yaml):
    return lambda t: (yaml.replace("@", json.dumps(t, ensure_ascii=False)) + "\n", "甲")


def body(text):
    return lambda t: text.replace("@", t)


def sliced(text):
    """The number in two parts, as a person divides it."""
    at = 3 if len(text) == 11 else 6
    return text[:at], text[at:]


MIME = "From: a@b.example.cn\r\nTo: c@b.example.cn\r\nSubject: {}\r\nMIME-Version: 1.0\r\nContent-Type: {}\r\n{}\r\n{}"
MIXED = "multipart/mixed; boundary=\"q\""
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
# (format, place): a function from the number to the bytes of a file, to the Markdown of a document, or to its front matter and Markdown
PLACES = {
    ("md", "summary"): lambda t: (f"keywords: [甲]\nsummary: {json.dumps(t)}\n", "甲"),
    ("md", "keywords"): field("keywords: [@]"), ("md", "extra"): field("extra: {a: @}"), ("md", "alias"): lambda t: (f"aliases: [\"/{t}.html\"]\n", "甲"),
    ("md", "withdrawn.reason"): field("withdrawn: {date: 2024-05-01, reason: @}"), ("md", "comment of YAML"): lambda t: (f"# {t}\n", "甲"),
    ("md", "heading"): body("## @\n\n甲"), ("md", "cell"): body("| 甲 | 乙 |\n|---|---|\n| 丙 | @ |\n"), ("md", "list"): body("- 甲\n- @\n"),
    ("md", "a digit a cell"): lambda t: "| " + "甲 | " * (len(t) + 1) + "\n" + "|---" * (len(t) + 1) + "|\n| 手机号码 | " + " | ".join(t) + " |\n",
    ("md", "a digit a row"): lambda t: "| 号码 |\n|---|\n" + "".join(f"| {c} |\n" for c in t),
    ("md", "two cells"): lambda t: "| 甲 | 乙 |\n|---|---|\n| {} | {} |\n".format(*sliced(t)),
    ("md", "link"): body("[@](a.html)"), ("md", "address of a link"): body("[甲](https://a.example.cn/@)"), ("md", "tel:"): body("[甲](tel:@)"), ("md", "text of an image"): body("![@](https://a.example.cn/a.png)"),
    ("md", "title of a link"): body('[甲](https://a.example.cn "@")'), ("md", "reference"): body("[甲][b]\n\n[b]: https://a.example.cn/@\n"), ("md", "footnote"): body("甲[^1]\n\n[^1]: @\n"),
    ("md", "code"): body("`@`"), ("md", "code block"): body("```\n@\n```\n"), ("md", "comment"): body("<!-- @ -->"), ("md", "attribute"): body('<p title="@">甲</p>'), ("md", "value"): body('<input value="@">'),
    ("md", "script"): body("<script>var a = '@';</script>"), ("md", "a digit a tag"): lambda t: each(t, "<span>", "</span>"), ("md", "a digit a tag, lines"): lambda t: "<p>\n" + each(t, "  <span>", "</span>\n") + "</p>",
    ("md", "half bold"): lambda t: "{}**{}**".format(*sliced(t)), ("md", "half a link"): lambda t: "{}[{}](a.html)".format(*sliced(t)), ("md", "HTML references"): lambda t: "".join(f"&#{ord(c)};" for c in t),
    ("md", "backslashes"): lambda t: "\\_".join(sliced(t)), ("md", "quotation, two lines"): lambda t: "> {}\n> {}".format(*sliced(t)), ("md", "line break"): lambda t: "{}<br>{}".format(*sliced(t)), ("md", "image between"): lambda t: "{}![](https://a.example.cn/a.png){}".format(*sliced(t)),
    ("csv", "a digit a field"): lambda t: f"姓名,手机号码\n手机号码,{columns(t, ',')}\n".encode(), ("csv", "a digit a row"): lambda t: ("号码\n" + columns(t, "\n") + "\n").encode(), ("csv", "two fields"): lambda t: "张某,{},{}\n".format(*sliced(t)).encode(),
    ("csv", "formula"): lambda t: f'张某,="{t}"\n'.encode(), ("csv", "UTF-16"): lambda t: f"姓名\t号码\n张某\t{t}\n".encode("utf-16"), ("csv", "semicolons"): lambda t: f"张某;{t};男\n".encode(), ("csv", "after a tab"): lambda t: f'张某,"\t{t}",男\n'.encode(),
    ("docx", "cell"): lambda t: docx(grid([["甲", t]])), ("docx", "a digit a cell"): lambda t: docx(grid([["手机号码", *t]])), ("docx", "a digit a row"): lambda t: docx(grid([[c] for c in t])), ("docx", "two cells"): lambda t: docx(grid([sliced(t)])),
    ("docx", "a digit a run"): lambda t: docx("<w:p>" + each(t, "\n  <w:r>\n    <w:t>", "</w:t>\n  </w:r>") + "</w:p>"), ("docx", "runs with marks of spelling"): lambda t: docx("<w:p>" + each(t, '<w:proofErr w:type="a"/><w:r><w:t>', "</w:t></w:r>") + "</w:p>"),
    ("docx", "text box"): lambda t: docx(f"<w:p><w:r><w:pict><w:txbxContent>{para(t)}</w:txbxContent></w:pict></w:r></w:p>"), ("docx", "deleted"): lambda t: docx(f"<w:p><w:del><w:r><w:delText>{t}</w:delText></w:r></w:del></w:p>"),
    ("docx", "hidden"): lambda t: docx(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{t}</w:t></w:r></w:p>"), ("docx", "field"): lambda t: docx(f"<w:p><w:r><w:instrText>HYPERLINK tel:{t}</w:instrText></w:r></w:p>"), ("docx", "field, attribute"): lambda t: docx(f'<w:p><w:fldSimple w:instr="HYPERLINK tel:{t}"/></w:p>'),
    ("docx", "description of a picture"): lambda t: docx(f'<w:p><w:r><w:drawing><docPr id="1" descr="{t}"/></w:drawing></w:r></w:p>'), ("docx", "bookmark"): lambda t: docx(f'<w:p><w:bookmarkStart w:id="1" w:name="_{t}"/></w:p>'), ("docx", "list to choose from"): lambda t: docx(f'<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="甲" w:value="{t}"/></w:dropDownList></w:sdtPr></w:sdt></w:p>'),
    ("docx", "header"): part("word/header1.xml", f"<w:hdr {W}><w:p><w:r><w:t>@</w:t></w:r></w:p></w:hdr>"), ("docx", "footnote"): part("word/footnotes.xml", f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>@</w:t></w:r></w:p></w:footnote></w:footnotes>"),
    ("docx", "comment"): part("word/comments.xml", f"<w:comments {W}><w:comment><w:p><w:r><w:t>@</w:t></w:r></w:p></w:comment></w:comments>"), ("docx", "author of a comment"): part("word/comments.xml", f'<w:comments {W}><w:comment w:author="@"/></w:comments>'),
    ("docx", "link"): part("word/_rels/document.xml.rels", rels(("a", "hyperlink", "https://a.example.cn/@"))), ("docx", "glossary"): part("word/glossary/document.xml", f"<w:glossaryDocument {W}><w:p><w:r><w:t>@</w:t></w:r></w:p></w:glossaryDocument>"),
    ("docx", "title"): part("docProps/core.xml", "<coreProperties><title>@</title></coreProperties>"), ("docx", "custom property"): part("docProps/custom.xml", '<Properties><property name="a"><lpwstr>@</lpwstr></property></Properties>'),
    ("docx", "variable"): part("word/settings.xml", f'<w:settings {W}><w:docVars><w:docVar w:name="a" w:val="@"/></w:docVars></w:settings>'), ("docx", "mail merge"): part("word/settings.xml", f'<w:settings {W}><w:mailMerge><w:query w:val="SELECT * WHERE a=\'@\'"/></w:mailMerge></w:settings>'),
    ("docx", "custom XML"): part("customXml/item1.xml", "<a><b>@</b></a>"), ("docx", "chart"): part("word/charts/chart1.xml", "<c:chart xmlns:c='c'><c:pt><c:v>@</c:v></c:pt></c:chart>"), ("docx", "SmartArt"): part("word/diagrams/data1.xml", f"<d:dataModel xmlns:d='d' {A}><a:t>@</a:t></d:dataModel>"),
    ("docx", "embedded workbook"): lambda t: docx(para("甲"), {"word/embeddings/a.xlsx": xlsx(sheet([t]))}), ("docx", "style"): part("word/styles.xml", f'<w:styles {W}><w:style><w:name w:val="@"/></w:style></w:styles>'), ("docx", "web extension"): part("word/webextensions/webextension1.xml", '<we:webextension xmlns:we="w"><we:property name="a" value="@"/></we:webextension>'),
    ("xlsx", "shared string"): lambda t: xlsx('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>', {"xl/sharedStrings.xml": f"<sst {S}><si><r><t>{t[:6]}</t></r><r><t>{t[6:]}</t></r></si></sst>"}),
    ("xlsx", "string without a cell"): lambda t: xlsx(sheet(["甲"]), {"xl/sharedStrings.xml": f"<sst {S}><si><t>{t}</t></si></sst>"}), ("xlsx", "number"): lambda t: xlsx(f'<sheetData><row r="1"><c r="A1"><v>{t}</v></c></row></sheetData>'),
    ("xlsx", "a digit a cell"): lambda t: xlsx(sheet(["手机号码", *t])), ("xlsx", "a digit a row"): lambda t: xlsx(sheet(*[[c] for c in t])), ("xlsx", "two cells"): lambda t: xlsx(sheet(sliced(t))),
    ("xlsx", "formula"): lambda t: xlsx(f'<sheetData><row r="1"><c r="A1" t="str"><f>"{t}"&amp;""</f><v>甲</v></c></row></sheetData>'), ("xlsx", "hidden row"): lambda t: xlsx(f'<sheetData><row r="1" hidden="1">{cell(t)}</row></sheetData>'), ("xlsx", "sheet name"): lambda t: xlsx(sheet(["甲"]), name=t),
    ("xlsx", "question"): lambda t: xlsx(sheet(["甲"]) + f'<dataValidations><dataValidation prompt="{t}" promptTitle="甲"/></dataValidations>'), ("xlsx", "list to choose from"): lambda t: xlsx(sheet(["甲"]) + f'<dataValidations><dataValidation type="list"><formula1>"甲,{t}"</formula1></dataValidation></dataValidations>'),
    ("xlsx", "error of a question"): lambda t: xlsx(sheet(["甲"]) + f'<dataValidations><dataValidation error="{t}"/></dataValidations>'), ("xlsx", "header of the page"): lambda t: xlsx(sheet(["甲"]) + f"<headerFooter><oddHeader>&amp;C{t}</oddHeader></headerFooter>"),
    ("xlsx", "filter"): lambda t: xlsx(sheet(["甲"]) + f'<autoFilter ref="A1:A2"><filterColumn colId="0"><filters><filter val="{t}"/></filters></filterColumn></autoFilter>'), ("xlsx", "tip of a link"): lambda t: xlsx(sheet(["甲"]) + f'<hyperlinks><hyperlink ref="A1" tooltip="{t}"/></hyperlinks>'),
    ("xlsx", "conditional format"): lambda t: xlsx(sheet(["甲"]) + f'<conditionalFormatting sqref="A1"><cfRule type="containsText" text="{t}"><formula>1</formula></cfRule></conditionalFormatting>'), ("xlsx", "scenario"): lambda t: xlsx(sheet(["甲"]) + f'<scenarios><scenario name="a"><inputCells r="A1" val="{t}"/></scenario></scenarios>'),
    ("xlsx", "pivot cache"): part("xl/pivotCache/pivotCacheRecords1.xml", f'<pivotCacheRecords {S}><r><s v="@"/></r></pivotCacheRecords>', xlsx), ("xlsx", "pivot definition"): part("xl/pivotCache/pivotCacheDefinition1.xml", f'<pivotCacheDefinition {S}><cacheField name="a"><sharedItems><s v="@"/></sharedItems></cacheField></pivotCacheDefinition>', xlsx),
    ("xlsx", "slicer cache"): part("xl/slicerCaches/slicerCache1.xml", '<slicerCacheDefinition><i n="@"/></slicerCacheDefinition>', xlsx), ("xlsx", "comment"): part("xl/comments1.xml", f"<comments {S}><comment><text><t>@</t></text></comment></comments>", xlsx), ("xlsx", "threaded comment"): part("xl/threadedComments/threadedComment1.xml", "<ThreadedComments><threadedComment><text>@</text></threadedComment></ThreadedComments>", xlsx),
    ("xlsx", "chart"): part("xl/charts/chart1.xml", "<c:chart xmlns:c='c'><c:pt><c:v>@</c:v></c:pt></c:chart>", xlsx), ("xlsx", "drawing"): part("xl/drawings/drawing1.xml", f"<x:wsDr xmlns:x='x' {A}><a:t>@</a:t></x:wsDr>", xlsx), ("xlsx", "external cache"): part("xl/externalLinks/externalLink1.xml", f'<externalLink {S}><cell r="A1"><v>@</v></cell></externalLink>', xlsx),
    ("xlsx", "table"): part("xl/tables/table1.xml", f'<table {S}><tableColumns><tableColumn name="@"/></tableColumns></table>', xlsx), ("xlsx", "connection"): part("xl/connections.xml", f'<connections {S}><connection description="@"/></connections>', xlsx), ("xlsx", "number format"): part("xl/styles.xml", f'<styleSheet {S}><numFmts><numFmt formatCode="&quot;@&quot;"/></numFmts></styleSheet>', xlsx), ("xlsx", "log of changes"): part("xl/revisions/revisionLog1.xml", f"<revisions {S}><rcc><oc><is><t>@</t></is></oc></rcc></revisions>", xlsx),
    ("pptx", "a digit a run"): lambda t: pptx("<p:sp><p:txBody><a:p>" + each(t, "<a:r><a:t>", "</a:t></a:r>") + "</a:p></p:txBody></p:sp>"), ("pptx", "cell"): lambda t: pptx(f"<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>{t}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"), ("pptx", "description of a picture"): lambda t: pptx(f'<p:pic><p:nvPicPr><p:cNvPr id="1" name="a" descr="{t}"/></p:nvPicPr></p:pic>'),
    ("pptx", "notes"): part("ppt/notesSlides/notesSlide1.xml", f"<p:notes {P}><a:p><a:r><a:t>@</a:t></a:r></a:p></p:notes>", pptx), ("pptx", "comment"): part("ppt/comments/comment1.xml", f"<p:cmLst {P}><p:cm><p:text>@</p:text></p:cm></p:cmLst>", pptx), ("pptx", "tag"): part("ppt/tags/tag1.xml", f'<p:tagLst {P}><p:tag name="A" val="@"/></p:tagLst>', pptx), ("pptx", "master"): part("ppt/slideMasters/slideMaster1.xml", f"<p:sldMaster {P}><a:p><a:r><a:t>@</a:t></a:r></a:p></p:sldMaster>", pptx), ("pptx", "link"): part("ppt/slides/_rels/slide1.xml.rels", rels(("a", "hyperlink", "tel:@")), pptx),
    ("odt", "a digit a span"): lambda t: odf("text", "<text:p>" + each(t, "<text:span>", "</text:span>") + "</text:p>"), ("odt", "note"): odf_text("<text:p>甲<office:annotation><text:p>@</text:p></office:annotation></text:p>"), ("odt", "hidden section"): odf_text('<text:section text:display="none"><text:p>@</text:p></text:section>'), ("odt", "tracked deletion"): odf_text("<text:tracked-changes><text:changed-region><text:deletion><text:p>@</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>甲</text:p>"),
    ("odt", "hidden text"): odf_text('<text:p><text:hidden-text text:string-value="@"/></text:p>'), ("odt", "description of a picture"): odf_text("<text:p><draw:frame><svg:desc xmlns:svg='s'>@</svg:desc></draw:frame></text:p>"), ("odt", "link"): odf_text("<text:p><text:a xlink:href='tel:@' xmlns:xlink='x'>甲</text:a></text:p>"), ("odt", "list to choose from"): odf_text('<text:p><text:drop-down><text:label text:value="@"/></text:drop-down></text:p>'), ("odt", "header"): odf_part("styles.xml", "<style:header><text:p>@</text:p></style:header>"), ("odt", "title"): odf_part("meta.xml", "<dc:title>@</dc:title>"), ("odt", "custom property"): odf_part("meta.xml", '<meta:user-defined meta:name="a">@</meta:user-defined>'), ("odt", "user field"): odf_text('<text:user-field-decls><text:user-field-decl text:name="a" office:string-value="@"/></text:user-field-decls><text:p>甲</text:p>'),
    ("ods", "value"): odf_sheet('<table:table-row><table:table-cell office:value-type="float" office:value="@"><text:p>甲</text:p></table:table-cell></table:table-row>'), ("ods", "text value"): odf_sheet('<table:table-row><table:table-cell office:value-type="string" office:string-value="@"/></table:table-row>'), ("ods", "formula"): odf_sheet('<table:table-row><table:table-cell table:formula="of:=&quot;@&quot;"><text:p>甲</text:p></table:table-cell></table:table-row>'), ("ods", "a digit a cell"): lambda t: odf_sheet("<table:table-row><table:table-cell><text:p>手机号码</text:p></table:table-cell>" + each(t, "<table:table-cell><text:p>", "</text:p></table:table-cell>") + "</table:table-row>")(""), ("ods", "hidden row"): odf_sheet('<table:table-row table:visibility="collapse"><table:table-cell><text:p>@</text:p></table:table-cell></table:table-row>'), ("ods", "question"): lambda t: odf("spreadsheet", f'<table:content-validations><table:content-validation table:name="a"><table:help-message table:title="甲"><text:p>{t}</text:p></table:help-message></table:content-validation></table:content-validations>'), ("ods", "sheet name"): lambda t: odf("spreadsheet", f'<table:table table:name="{t}"/>'), ("ods", "filter"): lambda t: odf("spreadsheet", f'<table:database-ranges><table:database-range><table:filter><table:filter-condition table:value="{t}"/></table:filter></table:database-range></table:database-ranges>'),
    ("ofd", "a digit an object"): lambda t: ofd(*t), ("ofd", "title"): lambda t: ofd("甲", more={"OFD.xml": f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:Title>{t}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'}), ("ofd", "note"): lambda t: ofd("甲", more={"Doc_0/Annots/Page_0/Annotation.xml": f'<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot><ofd:Remark>{t}</ofd:Remark></ofd:Annot></ofd:PageAnnot>'}), ("ofd", "tag"): lambda t: ofd("甲", more={"Doc_0/Tags/CustomTag.xml": f"<a><b>{t}</b></a>"}), ("ofd", "attached file"): lambda t: ofd("甲", more={"Doc_0/Attachs/a.txt": t}),
    ("pdf", "text"): lambda t: pdf(f"BT /F1 12 Tf 50 700 Td ({t}) Tj ET"), ("pdf", "a digit a word"): lambda t: pdf("BT /F1 12 Tf 50 700 Td " + " ".join(f"({c}) Tj" for c in t) + " ET"), ("pdf", "distances"): lambda t: pdf("BT /F1 12 Tf 50 700 Td [" + " -20 ".join(f"({c})" for c in t) + "] TJ ET"), ("pdf", "a digit a position"): lambda t: pdf("BT /F1 12 Tf " + " ".join(f"1 0 0 1 {50 + 12 * i} 700 Tm ({c}) Tj" for i, c in enumerate(t)) + " ET"), ("pdf", "invisible"): lambda t: pdf(f"BT 3 Tr /F1 12 Tf 50 700 Td ({t}) Tj ET"),
    ("pdf", "note"): lambda t: pdf(page=f"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents({t})>>]"), ("pdf", "link"): lambda t: pdf(page=f"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(tel:{t})>>>>]"), ("pdf", "title"): lambda t: pdf(info=f"/Title({t})"), ("pdf", "XMP"): lambda t: pdf(catalog="/Metadata 7 0 R", more=[stream(xmp(t), "/Type/Metadata/Subtype/XML")]), ("pdf", "bookmark"): lambda t: pdf(catalog="/Outlines 7 0 R", more=["<</First 8 0 R/Last 8 0 R/Count 1>>", f"<</Title({t})/Parent 7 0 R/Dest[3 0 R/Fit]>>"]), ("pdf", "field of a form"): lambda t: pdf(catalog="/AcroForm<</Fields[7 0 R]>>", page="/Annots[7 0 R]", more=[f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V({t})/Rect[0 0 99 20]>>"]), ("pdf", "attached file"): lambda t: pdf(catalog="/Names<</EmbeddedFiles<</Names[(a.txt)7 0 R]>>>>", more=["<</Type/Filespec/F(a.txt)/EF<</F 8 0 R>>>>", stream(t.encode(), "/Type/EmbeddedFile")]), ("pdf", "name of an attached file"): lambda t: pdf(catalog=f"/Names<</EmbeddedFiles<</Names[({t}.txt)7 0 R]>>>>", more=[f"<</Type/Filespec/F({t}.txt)/EF<</F 8 0 R>>>>", stream(b"a", "/Type/EmbeddedFile")]), ("pdf", "text in place of a picture"): lambda t: pdf(catalog="/StructTreeRoot 7 0 R", more=["<</Type/StructTreeRoot/K 8 0 R>>", f"<</Type/StructElem/S/Figure/P 7 0 R/Alt({t})>>"]),
    ("rtf", "control words between"): lambda t: ("{\\rtf1\\ansi " + "".join(f"{{\\b\\insrsid1 {c}}}" for c in t) + "\\par}").encode(), ("rtf", "hexadecimal"): lambda t: ("{\\rtf1\\ansi " + "".join(f"\\'{ord(c):02x}" for c in t) + "\\par}").encode(), ("rtf", "Unicode"): lambda t: ("{\\rtf1\\ansi\\uc1 " + "".join(f"\\u{ord(c)}?" for c in t) + "\\par}").encode(), ("rtf", "hidden"): lambda t: f"{{\\rtf1 a{{\\v {t}}}\\par}}".encode(), ("rtf", "title"): lambda t: f"{{\\rtf1{{\\info{{\\title {t}}}}}a\\par}}".encode(), ("rtf", "field"): lambda t: f'{{\\rtf1{{\\field{{\\*\\fldinst HYPERLINK "tel:{t}"}}{{\\fldrslt a}}}}\\par}}'.encode(), ("rtf", "comment"): lambda t: f"{{\\rtf1 a{{\\*\\annotation {t}}}\\par}}".encode(), ("rtf", "bookmark"): lambda t: f"{{\\rtf1 a{{\\*\\bkmkstart {t}}}\\par}}".encode(), ("rtf", "a digit a cell"): lambda t: ("{\\rtf1\\trowd " + "".join(f"{c}\\cell " for c in t) + "\\row}").encode(), ("rtf", "soft hyphens"): lambda t: ("{\\rtf1 " + "\\-".join(sliced(t)) + "\\par}").encode(), ("rtf", "variable"): lambda t: f"{{\\rtf1{{\\*\\docvar {{a}}{{{t}}}}}\\par}}".encode(),
    ("eml", "quoted-printable"): lambda t: MIME.format("a", "text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable\r\n", "=\r\n".join(sliced(t))).encode(), ("eml", "subject"): lambda t: MIME.format("=?utf-8?B?" + base64.b64encode(t.encode()).decode() + "?=", "text/plain", "", "a").encode(), ("eml", "HTML"): lambda t: MIME.format("a", "text/html; charset=utf-8", "", f"<p>{each(t, '<b>', '</b>')}</p>").encode(), ("eml", "address of a link"): lambda t: MIME.format("a", "text/html", "", f"<a href='tel:{t}'>a</a>").encode(), ("eml", "attached file"): lambda t: MIME.format("a", MIXED, "", "--q\r\nContent-Type: application/octet-stream; name=a.docx\r\nContent-Disposition: attachment; filename=a.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(docx(para(t))).decode() + "\r\n--q--\r\n").encode(), ("eml", "name of an attached file"): lambda t: MIME.format("a", MIXED, "", f"--q\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"{t}.txt\"\r\n\r\na\r\n--q--\r\n").encode(), ("eml", "name of a receiver"): lambda t: MIME.format("a", "text/plain", f"Cc: \"{t}\" <d@b.example.cn>\r\n", "a").encode(),
    ("jpg", "Exif, description"): lambda t: jpeg(0xE1, b"Exif\0\0" + exif(0x10E, t)), ("jpg", "Exif, artist"): lambda t: jpeg(0xE1, b"Exif\0\0" + exif(0x13B, t)), ("jpg", "Exif, title of Windows"): lambda t: jpeg(0xE1, b"Exif\0\0" + exif(0x9C9B, "").replace(struct.pack("<HHII", 0x9C9B, 2, 1, 26) + bytes(4) + b"\0", struct.pack("<HHII", 0x9C9B, 1, len(t) * 2 + 2, 26) + bytes(4) + (t + "\0").encode("utf-16-le"))), ("jpg", "XMP"): lambda t: jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(t)), ("jpg", "comment"): lambda t: jpeg(0xFE, t.encode()), ("jpg", "IPTC"): lambda t: jpeg(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(t) + 5) + b"\x1c\x02\x78" + struct.pack(">H", len(t)) + t.encode()),
    ("png", "tEXt"): lambda t: png((b"tEXt", b"Comment\0" + t.encode())), ("png", "zTXt"): lambda t: png((b"zTXt", b"Comment\0\0" + zlib.compress(t.encode()))), ("png", "iTXt"): lambda t: png((b"iTXt", b"Title\0\0\0\0\0" + t.encode())), ("png", "iTXt, compressed"): lambda t: png((b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0" + zlib.compress(xmp(t)))), ("png", "eXIf"): lambda t: png((b"eXIf", exif(0x10E, t))),
    ("webp", "XMP"): lambda t: riff(b"XMP ", xmp(t)), ("webp", "Exif"): lambda t: riff(b"EXIF", exif(0x10E, t)), ("gif", "comment"): lambda t: b"GIF89a\x01\0\x01\0\0\0\0!\xfe" + bytes([len(t)]) + t.encode() + b"\0;", ("mp4", "title"): lambda t: atom(b"ftyp", b"isom\0\0\0\0isom") + atom(b"moov", atom(b"udta", atom(b"meta", bytes(4) + atom(b"ilst", atom(b"\xa9nam", atom(b"data", b"\0\0\0\x01\0\0\0\0" + t.encode())))))), ("tiff", "description"): lambda t: exif(0x10E, t),
    ("svg", "a digit a span"): lambda t: f'<svg xmlns="http://www.w3.org/2000/svg"><text>{each(t, "<tspan>", "</tspan>")}</text></svg>'.encode(), ("svg", "a digit a span, lines"): lambda t: ('<svg xmlns="http://www.w3.org/2000/svg">\n<text>\n' + each(t, "  <tspan x='1'>", "</tspan>\n") + "</text></svg>").encode(), ("svg", "a digit a text"): lambda t: ('<svg xmlns="http://www.w3.org/2000/svg">' + "".join(f"<text x='{9 * i}'>{c}</text>" for i, c in enumerate(t)) + "</svg>").encode(), ("svg", "attribute"): lambda t: f'<svg xmlns="http://www.w3.org/2000/svg"><g id="n{t}" data-a="{t}"/></svg>'.encode(), ("svg", "title"): lambda t: f'<svg xmlns="http://www.w3.org/2000/svg"><title>{t}</title></svg>'.encode(),
    ("zip", "name of a file"): lambda t: packed({f"{t}.txt": "a"}), ("zip", "file"): lambda t: packed({"a.txt": t}), ("zip", "zip in zip"): lambda t: packed({"a.zip": packed({"a.docx": docx(para(t))})}), ("zip", "comment"): lambda t: packed({"a.txt": "a"})[:-2] + struct.pack("<H", len(t)) + t.encode(),
    ("json", "value"): lambda t: json.dumps({"zjhm": t}).encode(), ("json", "number"): lambda t: json.dumps({"a": t if t.endswith("X") else int(t)}).encode(),
}


def places(program, misses):
    """Prints the second table."""
    kinds = ["identity", "mobile", "card"]
    files, table = {}, {}
    for i, place in enumerate(PLACES):
        for kind in kinds:
            files[f"{i}-{kind}.{place[0]}"] = PLACES[place](KINDS[kind][0])
    found = checked(program, files)
    print("| format | found of | not found |\n|---|---|---|")
    for i, (format, place) in enumerate(PLACES):
        row = table.setdefault(format, [0, 0, {}])
        for kind in kinds:
            hit = KINDS[kind][3] in found.get(f"{i}-{kind}.{format}", ())
            row[0] += hit
            row[1] += 1
            if not hit:
                row[2].setdefault(place, []).append(kind)
    for format, (hit, all, missed) in table.items():
        print(f"| {format} | {hit} of {all} | " + "; ".join(f"{p} ({', '.join(k)})" for p, k in missed.items()) + " |")
    print(f"places: {sum(r[0] for r in table.values())} of {sum(r[1] for r in table.values())}")


def extension(name):
    return name.split()[-1]


def texts(program, office, misses):
    cases = list(disguised())
    table, formats = {}, dict(FORMATS)
    made = {}
    if office:
        folder = tempfile.mkdtemp(prefix="mulu-recall-office-")
        for kind in ("docx", "xlsx", "pptx"):
            for i, (_, _, text, _) in enumerate(cases):
                with open(f"{folder}/{i}.{kind}", "wb") as to:
                    to.write(FORMATS[kind](text))
        converted(OFFICE, folder)
        for name in OFFICE:
            formats[name] = name
            made[name] = folder
    for format, make in formats.items():
        files = {}
        for i, (_, _, text, _) in enumerate(cases):
            file = f"{i}.{extension(format)}"
            if format in made:
                path = f"{made[format]}/out {format}/{file}"
                if os.path.exists(path):
                    with open(path, "rb") as of:
                        files[file] = of.read()
            else:
                files[file] = make(text) if make else text
        found = checked(program, files)
        for i, (name, kind, text, labelled) in enumerate(cases):
            if f"{i}.{extension(format)}" not in files:
                continue
            hit = KINDS[kind][3] in found.get(f"{i}.{extension(format)}", ())
            row = table.setdefault((name, kind, labelled), [0, 0, []])
            row[0] += hit
            row[1] += 1
            if not hit:
                row[2].append(format)
    kinds = list(KINDS)
    print("| disguise | " + " | ".join(kinds) + " |\n|---|" + "---|" * len(kinds))
    sums = {}
    for name in [*TEXTS, *MOBILE]:
        line = []
        for kind in kinds:
            parts = []
            for labelled in (False, True):
                row = table.get((name, kind, labelled))
                if row:
                    parts.append(f"{row[0]}/{row[1]}")
                    total = sums.setdefault((kind, labelled), [0, 0])
                    total[0] += row[0]
                    total[1] += row[1]
            line.append(", ".join(parts) or "–")
        print(f"| {name} | " + " | ".join(line) + " |")
    for (kind, labelled), (hit, all) in sums.items():
        print(f"{kind}, {'after its label' if labelled else 'without a label'}: {hit} of {all}, {hit / all:.1%}")
    if misses:
        for (name, kind, labelled), (hit, all, missed) in table.items():
            if missed:
                print(f"missed: {name}; {kind}; {'label' if labelled else 'bare'}: {' '.join(missed) if hit else 'all'}")
    if office:
        shutil.rmtree(folder)


if __name__ == "__main__":
    options = {a for a in sys.argv[1:] if a.startswith("--")}
    program = os.path.abspath(next(a for a in sys.argv[1:] if not a.startswith("--")))
    if "--texts" in options or "--places" not in options:
        texts(program, "--office" in options, "--misses" in options)
    if "--places" in options or "--texts" not in options:
        places(program, "--misses" in options)
