#!/usr/bin/env python3
"""Counts the personal numbers that `mulu check` finds in sentences, cells and fields: python3 scripts/recall-sentences.py MULU

The script writes made-up numbers as they stand in the texts of offices: in sentences, attributes, cells, links, names of files and
front matter, and next to words that may mean something else. It prints the count for each group, and a line for each text in which no
number was found. docs/recall.md has the result.
"""

import csv
import io
import os
import sys

sys.dont_write_bytecode = True
import recall

ID, ID_X, CARD, PASSPORT = recall.ID, recall.ID_X, recall.KINDS["card"][0], recall.KINDS["passport"][0]
MOBILE = recall.KINDS["mobile"][0]
KINDS = {"identity": (ID, "身份证号"), "mobile": (MOBILE, "手机号"), "card": (CARD, "银行卡号")}
CODES = {"identity": {"id-card-number"}, "mobile": {"mobile-number"}, "card": {"bank-card-number", "account-number"},
         "document": {"identity-document-number"}, "account": {"bank-card-number", "account-number"},
         "wrong check digit": {"id-card-doubtful", "id-card-number"}}



def whole(first):
    """The first 17 digits of an identity number, with the check digit added."""
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, recall.WEIGHTS)) % 11]


i6, i8, i4 = ID[:6], ID[6:14], ID[14:]
m3, m4, m5 = MOBILE[:3], MOBILE[3:7], MOBILE[7:]
c4 = [CARD[i:i + 4] for i in range(0, 19, 4)]
SENTENCES = {  # kind: texts, each with at least one number of this kind
    "identity": [
        f"姓名：张某，身份证：{ID}", f"（身份证号{ID}）", f"身份证号码为{ID}，住清川区", f"公民身份号码{i6} {i8} {i4}", f"身份证尾号前的完整号码{ID}",
        f"申请人张某,男,{ID},汉族", f"张某{ID}李某{MOBILE}", f"ID:{ID}", f"ID No.{ID}", f"证件号码:{ID_X.lower()}", f"身份证号：{ID}（已核验）",
        f"1.张某，{ID}；2.李某，{ID_X}", f"证号{ID}号", f"身份证号“{ID}”", f"|张某|{ID}|", f"身份证[{ID}]", f"身份证号:{i6}、{i8}、{i4}",
        f"身份证号{ID[:17]}－{ID[17]}", f"sfzh={ID}&xm=张某", f"住址：清川区1号{ID}", f"身份证号*{ID}*", f"**{ID[:6]}**{ID[6:]}", f"`{ID}`",
        f"~~{ID}~~", f"身份证号：{i6}\\-{i8}\\-{i4}", f"身份证号{i6}&nbsp;{i8}&nbsp;{i4}",
        f"身份证号：{ID[:3]} {ID[3:6]} {ID[6:10]} {ID[10:14]} {ID[14:]}", f"证件类型：居民身份证 证件号码：{ID}", f"{ID}/张某", f"户口簿编号{ID}",
        f"身份证号:\n{ID}", f"身份证号：{ID[:9]}\n{ID[9:]}", f"身份证号：{ID}、{ID_X}", f"身份证号码（18位）：{ID}", f"统一社会信用代码/身份证号：{ID}",
    ],
    "mobile": [
        f"联系人：张某{MOBILE}", f"联系方式：{m3} {m4} {m5}", f"联系电话：0855-1234567/{MOBILE}", f"Tel：{MOBILE}", f"TEL. {m3}.{m4}.{m5}",
        f"手机{m3}-{MOBILE[3:6]}-{MOBILE[6:]}", f"手机：{MOBILE[:5]} {MOBILE[5:]}", f"电话（微信）：{MOBILE}", f"电话:{MOBILE}（张主任）",
        f"+86 {m3}-{m4}-{m5}", f"(86){MOBILE}", f"86{MOBILE}", f"＋８６{MOBILE}", f"联系电话：{MOBILE}；{MOBILE[:-1]}9",
        f"联系电话：{MOBILE}转3", f"咨询电话：张某（{MOBILE}）", f"负责人电话{MOBILE}。", f"微信/手机同号{MOBILE}", f"QQ或手机{MOBILE}",
        f"{m3}　{m4}　{m5}", "一三九 一二三四 五六七八 手机", "手机：幺三九一二三四五六七八", f"联系人及电话：张某 {MOBILE}，李某 {MOBILE[:-1]}0",
        f"[拨打](tel:{MOBILE})", f"[拨打](tel:+86-{m3}-{m4}-{m5})", f"![二维码](x{MOBILE}.png)", f"手机号:{m3}\\*{m4}\\*{m5}",
        f"手机{m3}…{m4}…{m5}", f"手机:{m3}:{m4}:{m5}", f"手机 {m3}+{m4}+{m5}", f"手机[{m3}]{m4}{m5}", f"手机：{m3} - {m4} - {m5}",
        f"张某的电话是{MOBILE},请联系", f"传真/手机：{MOBILE}", f"☎{MOBILE}", f"📱{MOBILE}", f"手机①{MOBILE}②{MOBILE[:-1]}1",
    ],
    "card": [
        f"开户行：农行清川支行 账号：{CARD}", f"卡号：{' '.join(c4)}", f"银行卡（农行）{CARD}", f"一卡通账号{CARD}", f"社保卡银行账号：{'-'.join(c4)}",
        f"卡号{CARD}，户名张某", f"工行卡{' '.join(c4)}", f"惠农卡号 {CARD[:6]} {CARD[6:]}", f"打卡账户{CARD}", f"收款人张某，{CARD}", f"农信社{CARD}",
        f"存折/卡号：{CARD}", f"银行账户信息：张某/{CARD}/农行", f"卡号（19位）：{CARD}",
    ],
    "document": [
        f"护照号：{PASSPORT}", f"护照{PASSPORT}", f"护照号码为 {PASSPORT[0]} {PASSPORT[1:]}", f"中国护照（{PASSPORT}）",
        f"Passport No. {PASSPORT}", f"passport number: {PASSPORT}", "护照EA1234567", "因私护照号E A1234567", "因公护照 PE1234567",
        f"护照号码\n{PASSPORT}", f"证件类型：护照，证件号码：{PASSPORT}", f"证件名称及号码：护照{PASSPORT}", f"持{PASSPORT}号护照", f"持护照{PASSPORT}入境",
        f"护照号（{PASSPORT}）", f"护照编号:{PASSPORT.lower()}", "台胞证号 12345678", "港澳通行证C12345678", "往来港澳通行证号码：CA1234567",
        "回乡证H12345678", "军官证号：军字第1234567号", "外国人永久居留证号码：USA110101900101",
    ],
}


def groups(kind, *by):
    """The number in its usual groups. If there are several separators, they alternate."""
    number, sizes = recall.KINDS[kind][0], recall.KINDS[kind][1]
    out, at = "", 0
    for i, size in enumerate(sizes):
        out += (by[(i - 1) % len(by)] if i else "") + number[at:at + size]
        at += size
    return out


def sized(text, sizes, by):
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at:at + size])
        at += size
    return by.join(part for part in [*parts, text[at:]] if part)


def digits(ten):
    return lambda kind: "".join(ten[int(c)] for c in KINDS[kind][0])


def text(form):
    return lambda kind: form.replace("@", KINDS[kind][0]).replace("\0", "@")  # \0 stands for the sign itself


def labelled(make):
    return lambda kind: KINDS[kind][1] + "：" + make(kind)


def below_heading(kind):
    number, label = KINDS[kind]
    return f"|姓名|{label}|{'|' * (len(number) - 1)}\n|{'---|' * (len(number) + 1)}\n|张某|{'|'.join(number)}|"


def row(*cells):
    return f"|{'|'.join(cells)}|\n|{'---|' * len(cells)}"


CHINESE = "〇一二三四五六七八九"
FORMS = {  # (group, name): a function from each kind in KINDS to a text with its number in a disguise
    ("attribute", "alt of an image"): text('<p>见 <img src="a.png" alt="张某 @"></p>'),
    ("attribute", "title of a link"): text('<p><a href="#a" title="@">张某</a></p>'),
    ("attribute", "data of a cell"): text('<table><tr><td data-value="@">张某</td></tr></table>'),
    ("attribute", "single quotes"): text("<p><span title='@'>张某</span></p>"),
    ("attribute", "title of a Markdown image"): text('![照片](a.png "@")'),
    ("attribute", "title of a reference"): text('见[张某][a]。\n\n[a]: https://b.example.cn/x "@"'),
    ("attribute", "comment"): text("张某<!-- @ -->，清川区。"),
    ("attribute", "summary of details"): text("<details><summary>@</summary>张某</details>"),
    ("attribute", "name=value"): text("xm=张某|@|sfz="),
    ("cell", "between names"): text("|序号|姓名|内容|备注|\n|---|---|---|---|\n|1|张某|@|已审|"),
    ("cell", "a digit a cell, below a heading"): below_heading,
    ("cell", "a digit a cell, after a label"): lambda kind: row(KINDS[kind][1], *KINDS[kind][0]),
    ("cell", "a group a cell, after a label"): lambda kind: row(KINDS[kind][1], *groups(kind, "|").split("|")),
    ("cell", "with a remark"): text("|张某|@（本人）|合格|\n|---|---|---|"),
    ("cell", "two in a cell"): text("|张某|@<br>@|\n|---|---|"),
    ("cell", "semicolons"): text("张某;@;清川区"),
    ("cell", "tabs"): text("张某\t@\t清川区"),
    ("cell", "after a serial number"): text("|12|@|张某|\n|---|---|---|"),
    ("group", "blank and hyphen"): lambda kind: groups(kind, " ", "-"),
    ("group", "commas, after its label"): labelled(lambda kind: groups(kind, "， ")),
    ("group", "slashes, after its label"): labelled(lambda kind: groups(kind, "/")),
    ("group", "second group in parentheses, after its label"): labelled(lambda kind: groups(kind, "#").replace("#", "（", 1).replace("#", "）", 1).replace("#", "")),
    ("group", "lines, after its label"): labelled(lambda kind: groups(kind, "\n")),
    ("group", "twos, after its label"): labelled(lambda kind: sized(KINDS[kind][0], [3, 2, 2, 2] if kind == "mobile" else [2] * 9, " ")),
    ("markup", "bold groups"): lambda kind: f"**{groups(kind, '** **')}**",
    ("markup", "<wbr>"): lambda kind: groups(kind, "<wbr>"),
    ("markup", "&emsp;"): lambda kind: groups(kind, "&emsp;"),
    ("markup", "<br>, after its label"): labelled(lambda kind: groups(kind, "<br>")),
    ("markup", "a span a group"): lambda kind: f"<span>{groups(kind, '</span><span>')}</span>",
    ("markup", "references"): lambda kind: "".join(f"&#{ord(c)};" for c in KINDS[kind][0]),
    ("digit", "Chinese, after its label"): labelled(digits(CHINESE)),
    ("digit", "Chinese, groups of three"): lambda kind: sized(digits(CHINESE)(kind), [3] * 6, " "),
    ("digit", "capitals, after its label"): labelled(digits("零壹贰叁肆伍陆柒捌玖")),
    ("digit", "circled, blanks"): lambda kind: " ".join(digits("⓪①②③④⑤⑥⑦⑧⑨")(kind)),
    ("digit", "circled, 0 as zero"): digits("0①②③④⑤⑥⑦⑧⑨"),
    ("digit", "superscript after a name"): lambda kind: "张某" + digits("⁰¹²³⁴⁵⁶⁷⁸⁹")(kind),
    ("digit", "<sup>"): text("张某<sup>@</sup>"),
    ("digit", "Arabic-Indic, groups"): lambda kind: groups(kind, "#").translate(str.maketrans("0123456789#", "٠١٢٣٤٥٦٧٨٩ ")),
    ("digit", "Persian"): digits("۰۱۲۳۴۵۶۷۸۹"),
    ("digit", "Thai"): digits("๐๑๒๓๔๕๖๗๘๙"),
    ("digit", "full-width and usual in turns"): lambda kind: "".join(c if i % 2 else chr(ord(c) + 0xfee0) for i, c in enumerate(KINDS[kind][0])),
    ("digit", "Chinese and usual in turns, after its label"): labelled(lambda kind: "".join(c if i % 2 else CHINESE[int(c)] for i, c in enumerate(KINDS[kind][0]))),
    ("digit", "formula"): text("$@$"),
    ("neighbour", "户主 after a blank"): text("@ 户主张某"),
    ("neighbour", "户主 in parentheses"): text("@（户主）"),
    ("neighbour", "after a company"): text("清川甲乙有限公司@"),
    ("neighbour", "before a company"): text("@清川甲乙有限公司"),
    ("neighbour", "编号 of another thing"): text("合同编号2024-18，乙方张某，@"),
    ("neighbour", "before 编号"): text("张某@，编号12"),
    ("neighbour", "许可证 in the sentence"): text("取水许可证由张某领取，@"),
    ("neighbour", "单号 and receiver"): text("快递单号SF1201，收件人张某，@"),
    ("neighbour", "before 号"): text("登记@号"),
    ("neighbour", "法定代表人"): text("法定代表人张某@"),
    ("neighbour", "after an address"): text("清川区1号楼2单元301室张某收@"),
    ("neighbour", "户号 and 户主"): text("户号0012，户主张某@"),
    ("neighbour", "amount in the sentence"): text("补助3.5万元，领取人张某@"),
    ("neighbour", "after #12"): text("#12 @ 张某"),
    ("neighbour", "Latin word and hyphen"): text("zhang-@"),
    ("link", "query"): text("https://b.example.cn/q?sj=@&x=1"),
    ("link", "path"): text("https://b.example.cn/u/@"),
    ("link", "text"): text("[@](https://b.example.cn)"),
    ("link", "file name"): text("《张某@.jpg》"),
    ("link", "file name with a date"): text("20240301_@_张某.pdf"),
    ("link", "mail address"): text("@\x00139.com"),
    ("link", "after an encoded name"): text("https://b.example.cn/?q=%E5%BC%A0@"),
    ("link", "footnote"): text("张某[^a]。\n\n[^a]: @"),
    ("link", "fragment"): text("[表](#@)"),
}
FIELDS = {  # name: lines of front matter, with @ for the number
    "reason of a withdrawal": 'withdrawn: {date: 2024-05-01, reason: "误公开张某@"}\n',
    "alias": 'aliases: ["old/@.html"]\n',
    "alias with a name": 'aliases: ["old/zhang-@"]\n',
    "summary": 'summary: "张某，@"\n',
    "keywords": 'keywords: [张某, "@"]\n',
    "extra": 'extra: {"备注": "@"}\n',
    "title of an attachment": 'attachments: [{file: z.txt, title: "张某@"}]\n',
    "comment": "# 张某 @\n",
    "document number": 'document_number: "甲政发〔2024〕1号 @"\n',
}
NAMES = ["张某@.txt", "@.txt", "@-张某.txt", "附件1_@.txt", "zhang-@.pdf"]
PAPERS = [  # (kind, text with one number)
    *(("document", t) for t in [
        "护照号码：E12345678", "护照号 EK1234567", "护照（号码E12345678）", "|护照号码|E12345678|\n|---|---|", "持用护照号码为G12345678的护照",
        "护照No.E12345678", "护照号码（普通）E12345678", "军官证号：军字第1234567号", "军官证：1234567", "士兵证号码 12345678", "警官证号：123456",
        "|姓名|军官证号|\n|---|---|\n|张某|1234567|", "军官证号（总参）1234567", "港澳居民来往内地通行证：H12345678", "台湾居民来往大陆通行证号码12345678",
        "台胞证：0123456789", "往来台湾通行证T12345678", "回乡证号 M12345678"]),
    *(("identity", t) for t in [
        f"港澳居民居住证{whole('81000019900307123')}", f"港澳台居民居住证号码：{whole('82000019900307123')}",
        f"台湾居民居住证{whole('83000019900307123')}", f"外国人永久居留身份证{whole('93199919900307123')}", f"张某，{whole('91199919900307123')}"]),
    *(("account", t) for t in [
        "银行账号：123456789012345", "开户账号 1234 5678 9012 345", "惠农一卡通账号：81010000123456789",
        "|开户银行|账号|\n|---|---|\n|清川农信社|81010000123456789|", "存折账号（农信社）81010000123456789", "账号(清川支行)：81010000123456789",
        "户名：张某，账号：81010000123456789"]),
    *(("wrong check digit", t) for t in [
        "身份证号：110101199003071230", "身份证号码110101199003071231", "|身份证号|110101199003071230|\n|---|---|", "公民身份号码 110101 19900307 1230",
        "身份证：110101199013071238", "|姓名|身份证号|\n|---|---|\n|张某|110101199003071230|", "身份证号（法定代表人）110101199003071230"]),
]


def body(form):
    stands_alone = form.startswith(("|", "<")) or "\n\n" in form
    return form if stands_alone else f"经查，{form} 已核对。"


def table(form):
    """The text as CSV: the table itself, or a table with the text in a cell."""
    rows = [["姓名", "住址", "备注"], ["张某", "清川区", form]]
    if form.startswith("|"):
        rows = [line.strip("|").split("|") for line in form.split("\n") if set(line) - set("|-")]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def count(program, title, cases, written):
    """Checks all cases at once. A case is (group, kind, text). `written` makes a file's name and content from the case's index and text."""
    files = [written(i, form) for i, (_, _, form) in enumerate(cases)]
    found = recall.checked(program, dict(files))
    sums = {}
    for i, (group, kind, form) in enumerate(cases):
        # a finding about the name of an attached file is reported for the document that lists the file
        codes = found.get(files[i][0], set()) | found.get(f"d{i}.md", set())
        hit = bool(codes & CODES[kind])
        of = sums.setdefault(group, [0, 0])
        of[0] += hit
        of[1] += 1
        if not hit:
            print(f"missed: {title}; {group}; {kind}; {form!r}")
    hits, all = (sum(of) for of in zip(*sums.values()))
    print(f"{title}: {hits} of {all}; " + "; ".join(f"{group} {of[0]} of {of[1]}" for group, of in sums.items()))


def main(program):
    sentences = [(kind, kind, form) for kind, forms in SENTENCES.items() for form in forms]
    count(program, "sentences, .md", sentences, lambda i, form: (f"s{i}.md", form))
    count(program, "sentences, .txt", sentences, lambda i, form: (f"s{i}.txt", f"名单\n{form}\n".encode()))
    count(program, "sentences, .docx", sentences, lambda i, form: (f"s{i}.docx", recall.docx(recall.para(form))))
    forms = [(group, kind, make(kind).replace("\0", "@")) for (group, _), make in FORMS.items() for kind in KINDS]
    count(program, "forms, .md", forms, lambda i, form: (f"f{i}.md", body(form)))
    # the forms with markup are left out, because a spreadsheet shows markup as it is written
    in_cells = [case for case in forms if case[0] != "markup"]
    count(program, "forms, .csv", in_cells, lambda i, form: (f"f{i}.csv", table(form)))
    fields = [(name, kind, form.replace("@", KINDS[kind][0])) for name, form in FIELDS.items() for kind in KINDS]
    count(program, "fields", fields, lambda i, form: (f"h{i}.md", (form, "甲。")))
    names = [(kind, kind, name.replace("@", KINDS[kind][0])) for name in NAMES for kind in KINDS]
    count(program, "names of files", names, lambda i, name: (name, b"a\n"))
    papers = [(kind, kind, form) for kind, form in PAPERS]
    count(program, "papers, .md", papers, lambda i, form: (f"p{i}.md", form))
    count(program, "papers, .csv", papers, lambda i, form: (f"p{i}.csv", table(form)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(os.path.abspath(sys.argv[1]))
