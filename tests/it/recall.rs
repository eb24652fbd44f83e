//! Tests the search for personal numbers with tables of the places in which programs keep text: in
//! Word files, in workbooks and in other files. A number of each kind must be found once in each
//! place, and the finding must name the place as the table does. The numbers are invented.

use crate::personal::zipped;
use mulu::attachment::{self, Contents};
use mulu::privacy::{self, Kind};

/// An identity number, a mobile number and the number of a bank card.
fn numbers() -> [(Kind, String); 3] {
    [
        (Kind::IdCard, id()),
        (Kind::Mobile, "13900000001".to_owned()),
        (Kind::BankCard, "6217000010000000003".to_owned()),
    ]
}

fn id() -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let first = "11010119900307123";
    let products = first
        .bytes()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b - b'0') * w);
    let sum: u32 = products.sum();
    format!("{first}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

/// The name of a place, a function that makes a file with a text in this place, and the words with
/// which a finding must name the place; they are empty if it names none.
type Place = (&'static str, fn(&str) -> Vec<u8>, &'static str);

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut all = vec![("[Content_Types].xml", "<Types/>")];
    all.extend(parts);
    let bytes: Vec<(&str, &[u8])> = all.iter().map(|(n, x)| (*n, x.as_bytes())).collect();
    zipped(&bytes)
}

fn body(inner: &str) -> Vec<u8> {
    docx(&[(
        "word/document.xml",
        &format!(
            "<w:document><w:body><w:p><w:r><w:t>名单</w:t></w:r></w:p><w:p>{inner}</w:p></w:body></w:document>"
        ),
    )])
}

fn book(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let list = "<workbook><sheets><sheet name='名册' sheetId='1' r:id='rId1'/></sheets></workbook>";
    let relations =
        "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>";
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let mut parts = vec![
        ("xl/workbook.xml", list),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    parts.extend(more);
    docx(&parts)
}

/// A number of eleven digits in the form with an exponent, as programs write large numbers into
/// cells. Any other number is unchanged.
fn exponent(number: &str) -> String {
    match number.parse::<f64>() {
        Ok(value) if number.len() == 11 => format!("{value:E}"),
        _ => number.to_owned(),
    }
}

fn each(number: &str, before: &str, after: &str) -> String {
    number
        .chars()
        .map(|c| format!("{before}{c}{after}"))
        .collect()
}

fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in chunks {
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(*name);
        png.extend(data);
        png.extend([0; 4]);
    }
    png
}

fn atom(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32 + 8).to_be_bytes()[..], name, data].concat()
}

/// The Exif data of a photograph with a description.
fn exif(text: &str) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    tiff.extend([0x0e, 1, 2, 0]);
    tiff.extend((text.len() as u32 + 1).to_le_bytes());
    tiff.extend(26u32.to_le_bytes());
    tiff.extend([0; 4]);
    tiff.extend(text.as_bytes());
    tiff.push(0);
    tiff
}

fn jpeg(kind: u8, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&[0xff, 0xd8, 0xff, kind], &length[..], data, &[0xff, 0xd9]].concat()
}

const WORD: &[Place] = &[
    (
        "paragraph",
        |n| body(&format!("<w:r><w:t>{n}</w:t></w:r>")),
        "第2段",
    ),
    (
        "indented runs",
        |n| {
            body(&each(
                n,
                "\n    <w:r>\n      <w:t>",
                "</w:t>\n    </w:r>\n  ",
            ))
        },
        "第2段",
    ),
    (
        "description of a picture",
        |n| body(&format!("<wp:docPr id='1' descr='{n}'/>")),
        "word/document.xml",
    ),
    (
        "title of a picture",
        |n| body(&format!("<wp:docPr id='1' title='{n}'/>")),
        "word/document.xml",
    ),
    (
        "item to choose",
        |n| body(&format!("<w:listItem w:displayText='甲' w:value='{n}'/>")),
        "word/document.xml",
    ),
    (
        "header",
        |n| {
            docx(&[(
                "word/header2.xml",
                &format!("<w:hdr><w:p><w:t>{n}</w:t></w:p></w:hdr>"),
            )])
        },
        "页眉",
    ),
    (
        "comment",
        |n| {
            docx(&[(
                "word/comments.xml",
                &format!("<w:comment><w:p><w:t>{n}</w:t></w:p></w:comment>"),
            )])
        },
        "批注",
    ),
    (
        "link",
        |n| {
            docx(&[(
                "word/_rels/document.xml.rels",
                &format!("<Relationship Id='a' Target='http://a.cn/?t={n}'/>"),
            )])
        },
        "链接的地址",
    ),
    (
        "link in percent-encoding",
        |n| {
            docx(&[(
                "word/_rels/document.xml.rels",
                &format!(
                    "<Relationship Id='a' Target='%E5%BC%A0{}.pdf'/>",
                    each(n, "", "")
                        .chars()
                        .map(|c| format!("%{:02X}", c as u32))
                        .collect::<String>()
                ),
            )])
        },
        "链接的地址",
    ),
    (
        "custom property",
        |n| {
            docx(&[(
                "docProps/custom.xml",
                &format!("<property name='x'><vt:lpwstr>{n}</vt:lpwstr></property>"),
            )])
        },
        "文件属性",
    ),
    (
        "properties one after the other",
        |n| {
            docx(&[(
                "docProps/core.xml",
                &format!("<a><title>name</title><subject>{n}</subject><b>name</b></a>"),
            )])
        },
        "文件属性",
    ),
    (
        "variable",
        |n| {
            docx(&[(
                "word/settings.xml",
                &format!("<w:settings><w:docVar w:name='a' w:val='{n}'/></w:settings>"),
            )])
        },
        "word/settings.xml",
    ),
];

const EXCEL: &[Place] = &[
    (
        "cell",
        |n| {
            book(
                &format!(
                    "<sheetData><row r='7'><c r='C7' t='str'><v>{n}</v></c></row></sheetData>"
                ),
                &[],
            )
        },
        "工作表“名册”的 C7 单元格",
    ),
    (
        "exponent",
        |n| {
            book(
                &format!(
                    "<sheetData><row r='7'><c r='C7'><v>{}</v></c></row></sheetData>",
                    exponent(n)
                ),
                &[],
            )
        },
        "工作表“名册”的 C7 单元格",
    ),
    (
        "hidden row",
        |n| {
            book(
                &format!(
                    "<sheetData><row r='2' hidden='1'><c r='A2' t='str'><v>{n}</v></c></row></sheetData>"
                ),
                &[],
            )
        },
        "工作表“名册”的 A2 单元格",
    ),
    (
        "filter",
        |n| {
            book(
                &format!(
                    "<sheetData/><autoFilter ref='A1:A9'><filterColumn colId='0'><filters><filter val='{n}'/></filters></filterColumn></autoFilter>"
                ),
                &[],
            )
        },
        "工作表“名册”",
    ),
    (
        "prompt",
        |n| {
            book(
                &format!(
                    "<dataValidations><dataValidation prompt='如{n}' sqref='A1'/></dataValidations>"
                ),
                &[],
            )
        },
        "工作表“名册”",
    ),
    (
        "list to choose from",
        |n| {
            book(
                &format!(
                    "<dataValidations><dataValidation sqref='A1'><formula1>\"甲,{n}\"</formula1></dataValidation></dataValidations>"
                ),
                &[],
            )
        },
        "工作表“名册”",
    ),
    (
        "header",
        |n| {
            book(
                &format!(
                    "<sheetData/><headerFooter><oddHeader>&amp;C{n}</oddHeader></headerFooter>"
                ),
                &[],
            )
        },
        "工作表“名册”",
    ),
    (
        "name of a sheet",
        |n| {
            docx(&[(
                "xl/workbook.xml",
                &format!("<workbook><sheets><sheet name='{n}' sheetId='1'/></sheets></workbook>"),
            )])
        },
        "xl/workbook.xml",
    ),
    (
        "pivot cache",
        |n| {
            docx(&[(
                "xl/pivotCache/pivotCacheRecords1.xml",
                &format!("<r><s v='{n}'/></r>"),
            )])
        },
        "数据透视表的缓存",
    ),
    (
        "list of a pivot cache",
        |n| {
            docx(&[(
                "xl/pivotCache/pivotCacheDefinition1.xml",
                &format!("<sharedItems><s v='{n}'/></sharedItems>"),
            )])
        },
        "数据透视表的缓存",
    ),
    (
        "number of a pivot cache",
        |n| {
            docx(&[(
                "xl/pivotCache/pivotCacheRecords1.xml",
                &format!("<r><n v='{}'/></r>", exponent(n)),
            )])
        },
        "数据透视表的缓存",
    ),
    (
        "deleted cell",
        |n| {
            book(
                "<sheetData/>",
                &[(
                    "xl/sharedStrings.xml",
                    &format!("<sst><si><t>{n}</t></si></sst>"),
                )],
            )
        },
        "已删除单元格的内容",
    ),
    (
        "comment",
        |n| {
            docx(&[(
                "xl/comments1.xml",
                &format!(
                    "<comments><comment ref='A1'><text><t>{n}</t></text></comment></comments>"
                ),
            )])
        },
        "批注",
    ),
    (
        "chart",
        |n| {
            docx(&[(
                "xl/charts/chart1.xml",
                &format!("<c:chart><c:v>{n}</c:v></c:chart>"),
            )])
        },
        "图表",
    ),
];

const OTHERS: &[Place] = &[
    (
        "slide",
        |n| {
            docx(&[(
                "ppt/slides/slide3.xml",
                &format!("<p:sld><a:p><a:t>{n}</a:t></a:p></p:sld>"),
            )])
        },
        "第3张幻灯片",
    ),
    (
        "notes of a slide",
        |n| {
            docx(&[(
                "ppt/notesSlides/notesSlide3.xml",
                &format!("<p:notes><a:p><a:t>{n}</a:t></a:p></p:notes>"),
            )])
        },
        "第3张幻灯片的备注",
    ),
    (
        "description on a slide",
        |n| {
            docx(&[(
                "ppt/slides/slide3.xml",
                &format!("<p:sld><p:cNvPr id='2' descr='{n}'/></p:sld>"),
            )])
        },
        "第3张幻灯片",
    ),
    (
        "value of an OpenDocument cell",
        |n| {
            zipped(&[("content.xml", format!("<table:table table:name='名册'><table:table-row><table:table-cell office:value='{}'/></table:table-row></table:table>", exponent(n)).as_bytes())])
        },
        "content.xml",
    ),
    (
        "OpenDocument cell",
        |n| {
            zipped(&[("content.xml", format!("<table:table table:name='名册'><table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>{n}</text:p></table:table-cell></table:table-row></table:table>").as_bytes())])
        },
        "工作表“名册”的 C4 单元格",
    ),
    (
        "OpenDocument property",
        |n| {
            zipped(&[
                ("content.xml", b"<a/>"),
                (
                    "meta.xml",
                    format!("<meta:user-defined>{n}</meta:user-defined>").as_bytes(),
                ),
            ])
        },
        "文件属性",
    ),
    (
        "SVG in pieces",
        |n| {
            format!(
                "<svg><text>号码\n {}</text></svg>",
                each(n, "<tspan x='1'>", "</tspan>\n")
            )
            .into_bytes()
        },
        "第1段",
    ),
    (
        "SVG with a head",
        |n| format!("<?xml version='1.0'?><svg><title>{n}</title></svg>").into_bytes(),
        "第1段",
    ),
    (
        "RTF with control words between",
        |n| format!("{{\\rtf1 \\pard {}\\par}}", each(n, "{\\b\\f1 ", "}\\i0 ")).into_bytes(),
        "第1段",
    ),
    (
        "RTF property",
        |n| {
            format!(
                "{{\\rtf1{{\\info{{\\title {}}}}}a\\par}}",
                each(n, "\\b ", "\\b0 ")
            )
            .into_bytes()
        },
        "",
    ),
    (
        "RTF field",
        |n| {
            format!(
                "{{\\rtf1{{\\field{{\\*\\fldinst HYPERLINK \"tel:{n}\"}}{{\\fldrslt x}}}}\\par}}"
            )
            .into_bytes()
        },
        "",
    ),
    (
        "RTF deleted",
        |n| format!("{{\\rtf1 a{{\\deleted {n}}}\\par}}").into_bytes(),
        "",
    ),
    (
        "PNG text",
        |n| png(&[(b"tEXt", format!("Comment\0{n}").into_bytes())]),
        "图片或视频的附加信息",
    ),
    (
        "PNG international text",
        |n| {
            png(&[(
                b"iTXt",
                format!("Description\0\0\0zh\0说明\0号码{n}").into_bytes(),
            )])
        },
        "图片或视频的附加信息",
    ),
    ("Exif", |n| jpeg(0xe1, &exif(n)), "图片或视频的附加信息"),
    (
        "XMP attribute",
        |n| {
            jpeg(0xe1, format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:Description dc:description='{n}'/></x:xmpmeta>").as_bytes())
        },
        "图片或视频的附加信息",
    ),
    (
        "XMP text",
        |n| {
            jpeg(
                0xe1,
                format!(
                    "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:li>{n}</rdf:li></x:xmpmeta>"
                )
                .as_bytes(),
            )
        },
        "图片或视频的附加信息",
    ),
    (
        "JPEG comment",
        |n| jpeg(0xfe, n.as_bytes()),
        "图片或视频的附加信息",
    ),
    (
        "IPTC",
        |n| {
            jpeg(
                0xed,
                &[
                    b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\0\x1c\x02\x78\0",
                    &[n.len() as u8][..],
                    n.as_bytes(),
                ]
                .concat(),
            )
        },
        "图片或视频的附加信息",
    ),
    (
        "GIF comment",
        |n| [b"GIF89a\x21\xfe", &[n.len() as u8][..], n.as_bytes(), b"\0"].concat(),
        "图片或视频的附加信息",
    ),
    (
        "video",
        |n| {
            [
                atom(b"ftyp", b"isom\0\0\0\0isom"),
                atom(
                    b"moov",
                    &atom(
                        b"udta",
                        &atom(b"\xa9cmt", format!("\0\x12\0\0{n}").as_bytes()),
                    ),
                ),
            ]
            .concat()
        },
        "图片或视频的附加信息",
    ),
    (
        "mail header",
        |n| {
            format!("MIME-Version: 1.0\r\nFrom: =?utf-8?q?{n}?= <a@b.cn>\r\nSubject: x\r\n\r\ntext")
                .into_bytes()
        },
        "邮件头",
    ),
    (
        "name of a file in a mail",
        |n| {
            format!("MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Disposition: attachment; filename=\"{n}.txt\"\r\n\r\ntext\r\n--q--\r\n").into_bytes()
        },
        "邮件头",
    ),
    (
        "mail subject",
        |n| format!("MIME-Version: 1.0\r\nSubject: {n}\r\n\r\ntext").into_bytes(),
        "第1行",
    ),
    (
        "link in a mail",
        |n| {
            format!("MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<p>甲</p><a href='tel:{n}'>x</a>").into_bytes()
        },
        "链接的地址",
    ),
    (
        "text in a zip",
        |n| zipped(&[("甲/名单.txt", format!("第一行\n{n}\n").as_bytes())]),
        "甲/名单.txt，第2行",
    ),
    (
        "name in a zip",
        |n| zipped(&[(&format!("甲{n}.txt"), b"x")]),
        "压缩包内的文件名",
    ),
    (
        "Word file in a zip",
        |n| zipped(&[("表.docx", &body(&format!("<w:r><w:t>{n}</w:t></w:r>")))]),
        "表.docx，第2段",
    ),
];

/// The numbers of a file, each as its kind and its place in words. A number in a text that repeats
/// other parts of the file counts only if these parts lack it.
fn found(contents: &Contents) -> Vec<(Kind, String)> {
    let mut all: Vec<(Kind, String, String)> = Vec::new();
    let (again, first): (Vec<_>, Vec<_>) = contents.parts.iter().partition(|p| p.is_again);
    for part in first.into_iter().chain(again) {
        for found in privacy::find(&part.text) {
            let at = part.at(found.range.start).words().zh;
            let place = [part.file.clone(), at]
                .into_iter()
                .filter(|p| !p.is_empty());
            let place = place.collect::<Vec<_>>().join("，");
            if !part.is_again || all.iter().all(|known| known.2 != found.masked) {
                all.push((found.kind, place, found.masked));
            }
        }
    }
    all.into_iter()
        .map(|(kind, place, _)| (kind, place))
        .collect()
}

/// An OFD file with one page, on which every character has a position of its own.
fn ofd(n: &str) -> Vec<u8> {
    let letters: String = (0..)
        .zip(n.chars())
        .map(|(i, c)| format!("<ofd:TextObject Boundary=\"{} 20 3 4\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"3\">{c}</ofd:TextCode></ofd:TextObject>\n", 10 + 2 * i))
        .collect();
    let page = format!(
        "<ofd:Page xmlns:ofd=\"o\"><ofd:Content><ofd:Layer>{letters}</ofd:Layer></ofd:Content></ofd:Page>"
    );
    zipped(&[
        ("OFD.xml", b"<ofd:OFD xmlns:ofd=\"o\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
        ("Doc_0/Document.xml", b"<ofd:Document xmlns:ofd=\"o\"><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ])
}

#[test]
fn a_character_at_its_own_place_belongs_to_its_line() {
    for (kind, number) in numbers() {
        let found = found(&attachment::read(&ofd(&number)));
        let kinds: Vec<Kind> = found.iter().map(|f| f.0).collect();
        assert_eq!(kinds, [kind], "{found:?}");
    }
}

#[test]
fn numbers_are_found_in_every_place_of_every_format() {
    let mut missed = Vec::new();
    for (name, file, place) in WORD.iter().chain(EXCEL).chain(OTHERS) {
        for (kind, number) in numbers() {
            let found = found(&attachment::read(&file(&number)));
            if found.is_empty() || found.iter().any(|f| *f != (kind, (*place).to_owned())) {
                missed.push(format!("{name} {kind:?}: {found:?}"));
            }
            if found.len() > 1 {
                missed.push(format!("{name} {kind:?} counts {} times", found.len()));
            }
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}
