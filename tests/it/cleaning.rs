//! Has a table of the places in which office programs keep hidden content. Tests that `mulu check`
//! reports this content. Also tests that the copy of `mulu clean` lacks it and shows the same as
//! the original.

use crate::harness::Site;
use crate::personal::zipped;
use mulu::attachment::clean::{Uncleaned, clean, hidden};
use mulu::attachment::{self, Format, Unread, What};

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// An office file with these parts. Each relation is given as its owner, identifier, type and
/// target.
fn package(parts: &[(&str, String)], relations: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut all: Vec<(String, String)> = vec![(
        "[Content_Types].xml".to_owned(),
        parts
            .iter()
            .map(|(name, _)| format!("<Override PartName=\"/{name}\" ContentType=\"x\"/>"))
            .fold("<Types>".to_owned(), |all, one| all + &one)
            + "</Types>",
    )];
    all.extend(
        parts
            .iter()
            .map(|(name, xml)| ((*name).to_owned(), xml.clone())),
    );
    let mut owners: Vec<&str> = relations.iter().map(|r| r.0).collect();
    owners.sort_unstable();
    owners.dedup();
    for owner in owners {
        let (folder, name) = owner.rsplit_once('/').unwrap_or(("", owner));
        let path = format!("{folder}/_rels/{name}.rels");
        let one = |(_, id, kind, target): &(&str, &str, &str, &str)| {
            let outside = if target.contains(':') || target.contains('\\') {
                " TargetMode=\"External\""
            } else {
                ""
            };
            format!(
                "<Relationship Id=\"{id}\" Type=\"{TYPES}{kind}\" Target=\"{target}\"{outside}/>"
            )
        };
        let own: String = relations.iter().filter(|r| r.0 == owner).map(one).collect();
        let xml = format!("<Relationships>{own}</Relationships>");
        all.push((path.trim_start_matches('/').to_owned(), xml));
    }
    let files: Vec<(&str, &[u8])> = all
        .iter()
        .map(|(n, x)| (n.as_str(), x.as_bytes()))
        .collect();
    zipped(&files)
}

/// A Word file with a paragraph, `body` and further parts.
fn word(body: &str, more: &[(&str, &str, &str)]) -> Vec<u8> {
    let document = format!(
        "<w:document><w:body><w:p><w:r><w:t>通知全文</w:t></w:r></w:p>{body}<w:sectPr/></w:body></w:document>"
    );
    let mut parts = vec![("word/document.xml", document)];
    let mut relations = vec![("", "r1", "officeDocument", "word/document.xml")];
    let targets: Vec<(String, &str, &str)> = more
        .iter()
        .filter(|(_, kind, _)| !kind.is_empty())
        .map(|(name, kind, xml)| match name.contains(':') {
            true => ((*name).to_owned(), *kind, *xml),
            false => (format!("/{name}"), *kind, *xml),
        })
        .collect();
    let ids: Vec<String> = (0..targets.len()).map(|i| format!("rId{i}")).collect();
    for ((target, kind, _), id) in targets.iter().zip(&ids) {
        let (owner, target) = match target.strip_prefix("/docProps/") {
            Some(_) => ("", target.as_str()),
            None => ("word/document.xml", target.as_str()),
        };
        relations.push((owner, id, kind, target));
    }
    for (name, _, xml) in more {
        if !name.contains(':') && !name.contains('\\') {
            parts.push((*name, (*xml).to_owned()));
        }
    }
    package(&parts, &relations)
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

/// A workbook with the sheet 公开. `inner` is the XML of the cells of a second sheet, 内部; if it is
/// empty, there is no such sheet.
fn book(sheet: &str, inner: &str, state: &str, more: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let list = "<workbook><bookViews><workbookView activeTab=\"1\"/></bookViews><sheets><sheet name=\"公开\" sheetId=\"1\" r:id=\"rId1\"/>";
    let second = if inner.is_empty() {
        String::new()
    } else {
        format!("<sheet name=\"内部\" sheetId=\"2\" state=\"{state}\" r:id=\"rId2\"/>")
    };
    let names = if inner.is_empty() {
        ""
    } else {
        "<definedNames><definedName name=\"a\" localSheetId=\"1\">内部!$A$1</definedName></definedNames>"
    };
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\";;;\"/></numFmts><fonts><font/><font><color rgb=\"FFFFFFFF\"/></font><font><color rgb=\"FFFFC000\"/></font></fonts>\
        <fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFC000\"/></patternFill></fill></fills>\
        <cellXfs><xf/><xf fontId=\"1\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"2\"/><xf numFmtId=\"200\"/><xf fontId=\"2\" fillId=\"3\"/></cellXfs></styleSheet>";
    let mut parts = vec![
        (
            "xl/workbook.xml",
            format!("{list}{second}</sheets>{names}</workbook>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet>{sheet}</worksheet>"),
        ),
        ("xl/styles.xml", styles.to_owned()),
    ];
    let mut relations = vec![
        ("", "r1", "officeDocument", "xl/workbook.xml"),
        (
            "xl/workbook.xml",
            "rId1",
            "worksheet",
            "worksheets/sheet1.xml",
        ),
        ("xl/workbook.xml", "rId9", "styles", "styles.xml"),
    ];
    if !inner.is_empty() {
        parts.push((
            "xl/worksheets/sheet2.xml",
            format!("<worksheet>{inner}</worksheet>"),
        ));
        relations.push((
            "xl/workbook.xml",
            "rId2",
            "worksheet",
            "worksheets/sheet2.xml",
        ));
    }
    let targets: Vec<(String, String, &str, &str)> = more
        .iter()
        .enumerate()
        .map(|(i, (name, owner, kind, _))| (format!("m{i}"), format!("/{name}"), *owner, *kind))
        .collect();
    for (id, target, owner, kind) in &targets {
        relations.push((owner, id, kind, target));
    }
    for (name, _, _, xml) in more {
        parts.push((*name, (*xml).to_owned()));
    }
    package(&parts, &relations)
}

fn cells(cells: &[(&str, &str)]) -> String {
    let one = |(name, text): &(&str, &str)| {
        format!(
            "<row r=\"{}\"><c r=\"{name}\" t=\"str\"><v>{text}</v></c></row>",
            &name[1..]
        )
    };
    format!(
        "<sheetData>{}</sheetData>",
        cells.iter().map(one).collect::<String>()
    )
}

fn deck(first: &str, second: &str, more: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let slide = |text: &str, attribute: &str| {
        format!("<p:sld{attribute}><p:cSld><p:spTree>{text}</p:spTree></p:cSld></p:sld>")
    };
    let list = "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/><p:sldId id=\"257\" r:id=\"rId2\"/></p:sldIdLst><p:sldSz cx=\"9000\" cy=\"6000\"/></p:presentation>";
    let (attribute, second) = second.split_once('|').unwrap_or(("", second));
    let mut parts = vec![
        ("ppt/presentation.xml", list.to_owned()),
        ("ppt/slides/slide1.xml", slide(first, "")),
        ("ppt/slides/slide2.xml", slide(second, attribute)),
    ];
    let mut relations = vec![
        ("", "r1", "officeDocument", "ppt/presentation.xml"),
        ("ppt/presentation.xml", "rId1", "slide", "slides/slide1.xml"),
        ("ppt/presentation.xml", "rId2", "slide", "slides/slide2.xml"),
    ];
    let targets: Vec<(String, String, &str, &str)> = more
        .iter()
        .enumerate()
        .map(|(i, (name, owner, kind, _))| (format!("m{i}"), format!("/{name}"), *owner, *kind))
        .collect();
    for (id, target, owner, kind) in &targets {
        relations.push((owner, id, kind, target));
    }
    for (name, _, _, xml) in more {
        parts.push((*name, (*xml).to_owned()));
    }
    package(&parts, &relations)
}

fn shape(text: &str, attribute: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\"{attribute}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
}

/// The place of a shape of 400 by 400, and the start of its text.
fn frame(x: &str) -> String {
    format!(
        "<p:spPr><a:xfrm><a:off x=\"{x}\" y=\"0\"/><a:ext cx=\"400\" cy=\"400\"/></a:xfrm></p:spPr><p:txBody>"
    )
}

/// The word in the hidden place of every file.
const SECRET: &str = "暗处";

type Case = (&'static str, What, Vec<u8>);

fn in_word() -> Vec<Case> {
    let comment = format!(
        "<w:comments><w:comment w:author=\"{SECRET}\"><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let people = format!("<w15:people><w15:person w15:author=\"{SECRET}\"/></w15:people>");
    let header = format!("<w:hdr>{}</w:hdr>", paragraph(&run("", SECRET)));
    let variable = format!(
        "<w:settings><w:docVars><w:docVar w:name=\"{SECRET}\" w:val=\"{SECRET}\"/></w:docVars></w:settings>"
    );
    let property = format!(
        "<Properties><property name=\"密级\"><vt:lpwstr>{SECRET}</vt:lpwstr></property></Properties>"
    );
    let styles = "<w:styles><w:style w:styleId=\"a\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>";
    vec![
        (
            "inserted",
            What::Changes,
            word(
                &paragraph(&format!(
                    "<w:ins w:author=\"{SECRET}\"><w:r><w:t>新</w:t></w:r></w:ins>"
                )),
                &[],
            ),
        ),
        (
            "deleted",
            What::Changes,
            word(
                &paragraph(&format!(
                    "<w:r><w:t>留</w:t></w:r><w:del w:author=\"a\"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
                )),
                &[],
            ),
        ),
        (
            "moved",
            What::Changes,
            word(
                &format!(
                    "{}{}",
                    paragraph(&format!(
                        "<w:pPr><w:rPr><w:moveFrom w:author=\"a\"/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>{SECRET}</w:t></w:r></w:moveFrom>"
                    )),
                    paragraph("<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>")
                ),
                &[],
            ),
        ),
        (
            "deleted end of a paragraph",
            What::Changes,
            word(
                &format!(
                    "{}{}",
                    paragraph(&format!(
                        "<w:pPr><w:rPr><w:del w:author=\"{SECRET}\"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r>"
                    )),
                    paragraph("<w:r><w:t>后</w:t></w:r>")
                ),
                &[],
            ),
        ),
        (
            "deleted row",
            What::Deleted,
            word(
                &format!(
                    "<w:tbl><w:tblPr/><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
                    paragraph(&run("", SECRET)),
                    paragraph(&run("", "行"))
                ),
                &[],
            ),
        ),
        (
            "deleted cell",
            What::Deleted,
            word(
                &format!(
                    "<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
                    paragraph(&run("", SECRET)),
                    paragraph(&run("", "格"))
                ),
                &[],
            ),
        ),
        (
            "format",
            What::Formats,
            word(
                &paragraph(&run(
                    &format!("<w:b/><w:rPrChange w:author=\"{SECRET}\"><w:rPr/></w:rPrChange>"),
                    "粗",
                )),
                &[],
            ),
        ),
        (
            "hidden text",
            What::Text,
            word(
                &paragraph(&format!(
                    "{}{}",
                    run("<w:vanish/>", SECRET),
                    run("<w:vanish w:val=\"0\"/>", "明")
                )),
                &[],
            ),
        ),
        (
            "invisible drawing in VML",
            What::Shape,
            word(
                &format!(
                    "{}{}",
                    paragraph(&run("", "正文")),
                    paragraph(&format!(
                        "<w:r><w:pict><v:shape style=\"position:absolute; visibility: hidden\"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
                        paragraph(&run("", SECRET))
                    ))
                ),
                &[],
            ),
        ),
        (
            "hidden by a style",
            What::Text,
            word(
                &paragraph(&format!(
                    "{}{}",
                    run("<w:rStyle w:val=\"b\"/>", SECRET),
                    run("", "明")
                )),
                &[("word/styles.xml", "styles", styles)],
            ),
        ),
        (
            "hidden by the style of a paragraph",
            What::Text,
            word(
                &paragraph(&format!(
                    "<w:pPr><w:pStyle w:val=\"b\"/></w:pPr>{}",
                    run("", SECRET)
                )),
                &[("word/styles.xml", "styles", styles)],
            ),
        ),
        (
            "white text",
            What::Faint,
            word(&paragraph(&run("<w:color w:val=\"FFFFFF\"/>", SECRET)), &[]),
        ),
        (
            "text in the colour of its highlight",
            What::Faint,
            word(
                &paragraph(&run(
                    "<w:color w:val=\"000000\"/><w:highlight w:val=\"black\"/>",
                    SECRET,
                )),
                &[],
            ),
        ),
        (
            "automatic colour on a black highlight",
            What::Faint,
            word(
                &paragraph(&run("<w:highlight w:val=\"black\"/>", SECRET)),
                &[],
            ),
        ),
        (
            "text in the colour of its shading",
            What::Faint,
            word(
                &paragraph(&run(
                    "<w:color w:val=\"1f4e79\"/><w:shd w:val=\"clear\" w:fill=\"1F4E79\"/>",
                    SECRET,
                )),
                &[],
            ),
        ),
        (
            "nearly white text",
            What::Faint,
            word(&paragraph(&run("<w:color w:val=\"FEFDFE\"/>", SECRET)), &[]),
        ),
        (
            "tiny text",
            What::Faint,
            word(&paragraph(&run("<w:sz w:val=\"2\"/>", SECRET)), &[]),
        ),
        (
            "header of a first page that does not exist",
            What::Headers,
            word(
                "<w:p><w:pPr><w:sectPr><w:headerReference w:type=\"first\" r:id=\"rId0\"/></w:sectPr></w:pPr></w:p>",
                &[("word/header1.xml", "header", &header)],
            ),
        ),
        (
            "footer of even pages that are like odd ones",
            What::Headers,
            word(
                "<w:p><w:pPr><w:sectPr><w:footerReference w:type=\"even\" r:id=\"rId0\"/></w:sectPr></w:pPr></w:p>",
                &[("word/footer1.xml", "footer", &header)],
            ),
        ),
        (
            "building blocks",
            What::Data,
            word(
                "",
                &[(
                    "word/glossary/document.xml",
                    "glossaryDocument",
                    &format!(
                        "<w:glossaryDocument><w:docParts><w:docPart><w:docPartBody>{}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>",
                        paragraph(&run("", SECRET))
                    ),
                )],
            ),
        ),
        (
            "field with an address",
            What::External,
            word(
                &paragraph(&format!(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> INCLUDEPICTURE \"http://a.cn/{SECRET}.png\" \\d </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>图</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                )),
                &[],
            ),
        ),
        (
            "comment",
            What::Comments,
            word(
                &paragraph(
                    "<w:commentRangeStart w:id=\"0\"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
                ),
                &[("word/comments.xml", "comments", &comment)],
            ),
        ),
        (
            "comment without a place",
            What::Comments,
            word("", &[("word/comments.xml", "comments", &comment)]),
        ),
        (
            "people",
            What::People,
            word("", &[("word/people.xml", "people", &people)]),
        ),
        (
            "variable",
            What::Variables,
            word("", &[("word/settings.xml", "settings", &variable)]),
        ),
        (
            "property",
            What::Property,
            word(
                "",
                &[("docProps/custom.xml", "custom-properties", &property)],
            ),
        ),
        (
            "template",
            What::External,
            word(
                "",
                &[(
                    &format!("file:///D:\\{SECRET}\\a.dotx"),
                    "attachedTemplate",
                    "",
                )],
            ),
        ),
        (
            "linked picture",
            What::External,
            word(
                &paragraph("<w:r><w:drawing><a:blip r:link=\"rId0\"/></w:drawing></w:r>"),
                &[(&format!("http://{SECRET}.cn/a.png"), "image", "")],
            ),
        ),
        (
            "path of a picture",
            What::Path,
            word(
                &paragraph(&format!(
                    "<w:r><w:drawing><wp:docPr id=\"1\" descr=\"C:\\Users\\{SECRET}\\Desktop\\图.png\"/></w:drawing></w:r>"
                )),
                &[],
            ),
        ),
        (
            "path of a link",
            What::Path,
            word(
                &paragraph("<w:hyperlink r:id=\"rId0\"><w:r><w:t>表</w:t></w:r></w:hyperlink>"),
                &[(
                    &format!("file:///C:\\Users\\{SECRET}\\表.xlsx"),
                    "hyperlink",
                    "",
                )],
            ),
        ),
        (
            "data of a program",
            What::Data,
            word(
                "",
                &[(
                    "customXml/item1.xml",
                    "customXml",
                    &format!("<a>{SECRET}</a>"),
                )],
            ),
        ),
        ("workbook in it", What::Sheet, {
            let inner = book(
                &cells(&[("A1", "公")]),
                &cells(&[("A1", SECRET)]),
                "hidden",
                &[],
            );
            zipped(&[
                ("_rels/.rels", format!("<Relationships><Relationship Id='a' Type='{TYPES}officeDocument' Target='word/document.xml'/></Relationships>").as_bytes()),
                ("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>通知全文</w:t></w:r></w:p></w:body></w:document>".as_bytes()),
                ("word/_rels/document.xml.rels", format!("<Relationships><Relationship Id='a' Type='{TYPES}package' Target='embeddings/a.xlsx'/></Relationships>").as_bytes()),
                ("word/embeddings/a.xlsx", &inner),
            ])
        }),
    ]
}

fn in_excel() -> Vec<Case> {
    let plain = cells(&[("A1", "公"), ("A2", "开")]);
    let row = |attribute: &str| {
        format!(
            "<sheetData><row r=\"1\" {attribute}><c r=\"A1\" t=\"str\"><v>{SECRET}</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><f>A1</f><v>公</v></c></row></sheetData>"
        )
    };
    let styled = |style: usize| {
        format!(
            "<sheetData><row r=\"1\"><c r=\"A1\" s=\"{style}\" t=\"str\"><v>{SECRET}</v></c><c r=\"B1\" s=\"2\" t=\"str\"><v>白字蓝底</v></c></row></sheetData>"
        )
    };
    let sheet = "xl/worksheets/sheet1.xml";
    let main = "xl/workbook.xml";
    vec![
        (
            "hidden sheet",
            What::Sheet,
            book(&plain, &cells(&[("A1", SECRET)]), "hidden", &[]),
        ),
        (
            "very hidden sheet",
            What::Sheet,
            book(&plain, &cells(&[("A1", SECRET)]), "veryHidden", &[]),
        ),
        (
            "hidden row",
            What::Rows,
            book(&row("hidden=\"1\""), "", "", &[]),
        ),
        (
            "row without height",
            What::Rows,
            book(&row("ht=\"0\" customHeight=\"1\""), "", "", &[]),
        ),
        (
            "hidden column",
            What::Columns,
            book(
                &format!(
                    "<cols><col min=\"1\" max=\"1\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>{SECRET}</v></c><c r=\"B1\" t=\"str\"><v>公</v></c></row></sheetData>"
                ),
                "",
                "",
                &[],
            ),
        ),
        ("white on white", What::Cells, book(&styled(1), "", "", &[])),
        (
            "format that shows nothing",
            What::Cells,
            book(&styled(3), "", "", &[]),
        ),
        (
            "font in the colour of its fill",
            What::Cells,
            book(&styled(4), "", "", &[]),
        ),
        (
            "hidden text on a sheet",
            What::Shape,
            book(
                &format!("{plain}<drawing r:id=\"m0\"/>"),
                "",
                "",
                &[(
                    "xl/drawings/drawing1.xml",
                    sheet,
                    "drawing",
                    &format!(
                        "<xdr:wsDr><xdr:absoluteAnchor><xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"2\" hidden=\"1\"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:absoluteAnchor></xdr:wsDr>"
                    ),
                )],
            ),
        ),
        (
            "deleted cell",
            What::Strings,
            book(
                "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row></sheetData>",
                "",
                "",
                &[(
                    "xl/sharedStrings.xml",
                    main,
                    "sharedStrings",
                    &format!("<sst><si><t>{SECRET}</t></si><si><t>公</t></si></sst>"),
                )],
            ),
        ),
        (
            "comment",
            What::Comments,
            book(
                &format!("{plain}<legacyDrawing r:id=\"m1\"/>"),
                "",
                "",
                &[
                    (
                        "xl/comments1.xml",
                        sheet,
                        "comments",
                        &format!(
                            "<comments><commentList><comment ref=\"A1\"><text><t>{SECRET}</t></text></comment></commentList></comments>"
                        ),
                    ),
                    (
                        "xl/drawings/vmlDrawing1.vml",
                        sheet,
                        "vmlDrawing",
                        &format!(
                            "<xml><v:shape id=\"a\">{SECRET}<x:ClientData ObjectType=\"Note\"><br></x:ClientData></v:shape></xml>"
                        ),
                    ),
                ],
            ),
        ),
        (
            "threaded comment",
            What::Comments,
            book(
                &plain,
                "",
                "",
                &[(
                    "xl/threadedComments/threadedComment1.xml",
                    sheet,
                    "threadedComment",
                    &format!(
                        "<t><threadedComment ref=\"A1\"><text>{SECRET}</text></threadedComment></t>"
                    ),
                )],
            ),
        ),
        (
            "persons",
            What::People,
            book(
                &plain,
                "",
                "",
                &[(
                    "xl/persons/person.xml",
                    main,
                    "person",
                    &format!("<personList><person displayName=\"{SECRET}\"/></personList>"),
                )],
            ),
        ),
        (
            "log of changes",
            What::Log,
            book(
                &plain,
                "",
                "",
                &[(
                    "xl/revisions/revisionHeaders.xml",
                    main,
                    "revisionHeaders",
                    &format!("<headers><header userName=\"{SECRET}\"/></headers>"),
                )],
            ),
        ),
        (
            "pivot cache",
            What::Pivot,
            book(
                &plain,
                "",
                "",
                &[
                    (
                        "xl/pivotCache/pivotCacheDefinition1.xml",
                        main,
                        "pivotCacheDefinition",
                        "<pivotCacheDefinition r:id=\"m1\"/>",
                    ),
                    (
                        "xl/pivotCache/pivotCacheRecords1.xml",
                        "xl/pivotCache/pivotCacheDefinition1.xml",
                        "pivotCacheRecords",
                        &format!("<r><s v=\"{SECRET}\"/></r>"),
                    ),
                ],
            ),
        ),
        (
            "list of a pivot cache",
            What::Pivot,
            book(
                &plain,
                "",
                "",
                &[(
                    "xl/pivotCache/pivotCacheDefinition1.xml",
                    main,
                    "pivotCacheDefinition",
                    &format!(
                        "<pivotCacheDefinition><sharedItems><s v=\"{SECRET}\"/></sharedItems></pivotCacheDefinition>"
                    ),
                )],
            ),
        ),
        (
            "values of another workbook",
            What::Books,
            book(
                &plain,
                "",
                "",
                &[(
                    "xl/externalLinks/externalLink1.xml",
                    main,
                    "externalLink",
                    &format!("<externalLink><v>{SECRET}</v></externalLink>"),
                )],
            ),
        ),
        (
            "connection",
            What::Connections,
            book(
                &plain,
                "",
                "",
                &[(
                    "xl/connections.xml",
                    main,
                    "connections",
                    &format!("<connections><connection name=\"{SECRET}\"/></connections>"),
                )],
            ),
        ),
        (
            "header of a first page that does not exist",
            What::Headers,
            book(
                &format!(
                    "{plain}<headerFooter><oddHeader>甲</oddHeader><firstHeader>&amp;C{SECRET}</firstHeader></headerFooter>"
                ),
                "",
                "",
                &[],
            ),
        ),
        (
            "scenario",
            What::Scenarios,
            book(
                &format!("{plain}<scenarios><scenario name=\"{SECRET}\"/></scenarios>"),
                "",
                "",
                &[],
            ),
        ),
    ]
}

fn in_slides() -> Vec<Case> {
    let (one, two) = (shape("首页", ""), shape("次页", ""));
    let hidden = format!(" show=\"0\"|{}", shape(SECRET, ""));
    let slide = "ppt/slides/slide1.xml";
    let main = "ppt/presentation.xml";
    let at = |x| shape(SECRET, "").replacen("<p:txBody>", &frame(x), 1);
    vec![
        ("hidden slide", What::Slide, deck(&one, &hidden, &[])),
        (
            "notes",
            What::Notes,
            deck(
                &one,
                &two,
                &[(
                    "ppt/notesSlides/notesSlide1.xml",
                    slide,
                    "notesSlide",
                    &format!("<p:notes>{}</p:notes>", shape(SECRET, "")),
                )],
            ),
        ),
        (
            "hidden shape",
            What::Shape,
            deck(
                &format!("{one}{}", shape(SECRET, " hidden=\"1\"")),
                &two,
                &[],
            ),
        ),
        (
            "shape beside the slide",
            What::Shape,
            deck(&format!("{one}{}", at("-500")), &two, &[]),
        ),
        (
            "tiny text",
            What::Faint,
            deck(
                &one,
                &shape(
                    &format!("次页</a:t></a:r><a:r><a:rPr sz=\"100\"/><a:t>{SECRET}"),
                    "",
                ),
                &[],
            ),
        ),
        (
            "comment",
            What::Comments,
            deck(
                &one,
                &two,
                &[(
                    "ppt/comments/comment1.xml",
                    slide,
                    "comments",
                    &format!("<p:cmLst><p:cm><p:text>{SECRET}</p:text></p:cm></p:cmLst>"),
                )],
            ),
        ),
        (
            "authors of comments",
            What::People,
            deck(
                &one,
                &two,
                &[(
                    "ppt/commentAuthors.xml",
                    main,
                    "commentAuthors",
                    &format!("<p:cmAuthorLst><p:cmAuthor name=\"{SECRET}\"/></p:cmAuthorLst>"),
                )],
            ),
        ),
        (
            "tag",
            What::Data,
            deck(
                &format!("{one}<p:custDataLst><p:tags r:id=\"m0\"/></p:custDataLst>"),
                &two,
                &[(
                    "ppt/tags/tag1.xml",
                    "ppt/slides/slide1.xml",
                    "tags",
                    &format!("<p:tagLst><p:tag name=\"A\" val=\"{SECRET}\"/></p:tagLst>"),
                )],
            ),
        ),
        (
            "log of changes",
            What::Log,
            deck(
                &one,
                &two,
                &[(
                    "ppt/changesInfos/changesInfo1.xml",
                    main,
                    "changesInfo",
                    &format!("<p:chgInfo name=\"{SECRET}\"/>"),
                )],
            ),
        ),
    ]
}

/// The visible content of a file, without the word `SECRET`.
fn shown(bytes: &[u8]) -> String {
    let passages = attachment::shown(&attachment::read(bytes));
    let blocks: Vec<String> = passages.into_iter().flat_map(|p| p.blocks).collect();
    let text = blocks.concat().replace(" | ", "").replace(SECRET, "");
    // the reader also gives the code of a field, which no program shows
    text.replace(r#"INCLUDEPICTURE "http://a.cn/.png" \d "#, "")
}

/// The whole text of the parts of a zip file, unpacked.
fn everything(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for i in 0..zip.len() {
        let mut file = zip.by_index(i).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        if bytes.starts_with(b"PK") {
            all.push_str(&everything(&bytes));
        }
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

#[test]
fn what_is_not_shown_is_said_and_taken_out() {
    let mut faults = Vec::new();
    for (name, what, bytes) in [in_word(), in_excel(), in_slides()].into_iter().flatten() {
        assert!(everything(&bytes).contains(SECRET), "{name}");
        let said = hidden(&bytes);
        if said.iter().all(|h| h.what != what) {
            faults.push(format!("{name} is not said: {said:?}"));
        }
        let Ok(cleaned) = clean(&bytes) else {
            faults.push(format!("{name} is not cleaned"));
            continue;
        };
        if everything(&cleaned.bytes).contains(SECRET) {
            faults.push(format!("{name} is still there"));
        }
        if !hidden(&cleaned.bytes).is_empty() {
            faults.push(format!(
                "{name} is said again: {:?}",
                hidden(&cleaned.bytes)
            ));
        }
        if shown(&bytes) != shown(&cleaned.bytes) {
            let both = (shown(&bytes), shown(&cleaned.bytes));
            faults.push(format!("{name} shows other text: {both:?}"));
        }
        assert_eq!(clean(&bytes).unwrap().bytes, cleaned.bytes, "{name}");
        assert!(clean(&cleaned.bytes).unwrap().gone.is_empty(), "{name}");
        assert_ne!(attachment::format(&cleaned.bytes), Format::Zip);
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_code_of_a_field_keeps_only_the_name_of_a_file() {
    let field = |path: &str| {
        let code = format!(
            "<w:r><w:instrText> INCLUDETEXT \"{path}\" \\* MERGEFORMAT</w:instrText></w:r>"
        );
        word(&paragraph(&code), &[])
    };
    let bytes = field(&format!("C:\\\\Users\\\\{SECRET}\\\\a.docx"));
    assert!(hidden(&bytes).iter().any(|h| h.what == What::Path));
    let cleaned = everything(&clean(&bytes).unwrap().bytes);
    assert!(
        cleaned.contains("INCLUDETEXT \"a.docx\" \\* MERGEFORMAT"),
        "{cleaned}"
    );
    assert!(everything(&bytes).contains(SECRET) && !cleaned.contains(SECRET));
    assert!(hidden(&field("a.docx")).is_empty());
}

#[test]
fn a_chart_does_not_keep_a_whole_workbook() {
    let types = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id='a' Type='{TYPES}{kind}' Target='{target}'/></Relationships>"
        )
    };
    let file = |further: &str| {
        let inner = book(&cells(&[("A1", "公")]), further, "", &[]);
        zipped(&[
            ("_rels/.rels", types("officeDocument", "word/document.xml").as_bytes()),
            ("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>通知全文</w:t></w:r></w:p></w:body></w:document>".as_bytes()),
            ("word/_rels/document.xml.rels", types("chart", "charts/chart1.xml").as_bytes()),
            ("word/charts/chart1.xml", b"<c:chartSpace><c:chart/><c:externalData r:id=\"a\"/></c:chartSpace>"),
            ("word/charts/_rels/chart1.xml.rels", types("package", "../embeddings/b.xlsx").as_bytes()),
            ("word/embeddings/b.xlsx", &inner),
        ])
    };
    let bytes = file(&cells(&[("A1", SECRET)]));
    assert!(hidden(&bytes).iter().any(|h| h.what == What::Files));
    let cleaned = clean(&bytes).unwrap().bytes;
    assert!(everything(&bytes).contains(SECRET) && !everything(&cleaned).contains(SECRET));
    assert!(!everything(&cleaned).contains("externalData"));
    let plain = file("<sheetData/>");
    assert!(hidden(&plain).is_empty() && everything(&clean(&plain).unwrap().bytes).contains("公"));
}

#[test]
fn a_workbook_without_results_is_not_cleaned() {
    let sheet = |result: &str| {
        let sum = format!("<c r='A3'{result}</c>");
        let numbers = "<c r='A1'><v>2</v></c><c r='A2'><v>3</v></c>";
        format!("<sheetData><row r='1'>{numbers}{sum}</row></sheetData>")
    };
    let hidden_sheet = cells(&[("A1", SECRET)]);
    for open in [
        "><f>SUM(A1:A2)</f>",
        "><f>SUM(A1:A2)</f><v></v>",
        "><f>SUM(A1:A2)</f><v/>",
    ] {
        let file = book(&sheet(open), &hidden_sheet, "hidden", &[]);
        assert!(!hidden(&file).is_empty());
        let refused = clean(&file).err();
        assert!(matches!(refused, Some(Uncleaned::Uncalculated)), "{open}");
        let plain = book(&sheet(open), "", "", &[]);
        assert!(clean(&plain).is_ok(), "{open}");
    }
    for known in ["><f>SUM(A1:A2)</f><v>5</v>", " t='str'><f>T(B1)</f><v></v>"] {
        let file = book(&sheet(known), &hidden_sheet, "hidden", &[]);
        let copy = clean(&file).unwrap().bytes;
        assert!(!everything(&copy).contains(SECRET) && everything(&copy).contains("<v>3</v>"));
    }
}

#[test]
fn a_field_that_fetches_is_replaced_by_all_that_it_shows() {
    let mark = |kind: &str| format!("<w:fldChar w:fldCharType=\"{kind}\"/>");
    let code = |code: &str| format!("<w:instrText>{code}</w:instrText>");
    let says = |text: &str| format!("<w:t>{text}</w:t>");
    let run = |inner: &[String]| format!("<w:r><w:rPr/>{}</w:r>", inner.concat());
    let field = |codes: &[String], shown: &str| {
        let codes = codes.concat();
        [
            run(&[mark("begin")]),
            codes,
            run(&[mark("separate")]),
            shown.to_owned(),
            run(&[mark("end")]),
        ]
        .concat()
    };
    let address = code(" INCLUDETEXT &quot;https://a.example/x&quot; ");
    let fetching = field(&[run(std::slice::from_ref(&address))], &run(&[says("果")]));
    let page = field(&[run(&[code(" PAGE ")])], &run(&[says("1")]));
    let shown = |inner: &str| {
        let bytes = word(&paragraph(inner), &[]);
        let copy = clean(&bytes).unwrap();
        let gone = copy
            .gone
            .iter()
            .filter(|h| h.what == What::External)
            .count();
        (gone, everything(&copy.bytes))
    };
    // the mark of a field goes, but the text in the same run stays
    let mixed = [
        run(&[says("前"), mark("begin")]),
        run(std::slice::from_ref(&address)),
        run(&[mark("separate"), says("果")]),
        run(&[mark("end"), says("后")]),
    ]
    .concat();
    let single = run(&[
        says("前"),
        mark("begin"),
        address.clone(),
        mark("separate"),
        says("果"),
        mark("end"),
        says("后"),
    ]);
    for inner in [
        mixed,
        single,
        format!("{}{fetching}{}", run(&[says("前")]), run(&[says("后")])),
    ] {
        let (gone, all) = shown(&inner);
        assert_eq!(gone, 1, "{all}");
        assert!(
            !all.contains("a.example") && !all.contains("fldChar"),
            "{all}"
        );
        for text in ["前", "果", "后"] {
            assert!(all.contains(&says(text)), "{text}: {all}");
        }
        assert!(!all.contains("<w:r><w:rPr/></w:r>"), "{all}");
    }
    // a field is removed even if a field with another field in its code follows
    let nested = field(&[run(&[code(" IF ")]), page.clone()], &run(&[says("甲")]));
    let (gone, all) = shown(&format!("{fetching}{nested}"));
    assert_eq!((gone, all.contains("a.example")), (1, false), "{all}");
    assert_eq!(all.matches("fldChar ").count(), 6, "{all}");
    // a field stays and is not reported if it is in the code of another field or has a field in its
    // code
    for inner in [
        field(
            &[run(&[code(" IF ")]), fetching.clone()],
            &run(&[says("甲")]),
        ),
        field(
            &[run(std::slice::from_ref(&address)), page],
            &run(&[says("甲")]),
        ),
        [run(&[mark("begin")]), run(&[address])].concat(),
    ] {
        let (gone, all) = shown(&inner);
        assert_eq!((gone, all.contains("a.example")), (0, true), "{all}");
    }
}

#[test]
fn the_header_of_a_sheet_with_only_a_number_stays() {
    let file = |header: &str| {
        let sheet = format!(
            "{}<headerFooter><firstHeader>{header}</firstHeader></headerFooter>",
            cells(&[("A1", "公")])
        );
        hidden(&book(&sheet, "", "", &[]))
    };
    for header in [
        "&amp;C第 &amp;P 页，共 &amp;N 页",
        "&amp;C&amp;&quot;宋体,Regular&quot;&amp;12&amp;P",
        "&amp;R&amp;KFF00AA&amp;P",
        "&amp;R&amp;K01+000&amp;P/&amp;N",
    ] {
        assert_eq!(file(header), [], "{header}");
    }
    for header in [
        "内部",
        "密",
        "&amp;C密",
        "&amp;&quot;宋体,Regular&quot;密",
        "&amp;K000000密",
    ] {
        assert!(!file(header).is_empty(), "{header}");
    }
}

/// A Word file with a header for the first page, and a section with these properties.
fn headed(section: &str, header: &str) -> Vec<u8> {
    word(
        &format!(
            "<w:p><w:pPr><w:sectPr><w:headerReference w:type=\"first\" r:id=\"rId0\"/>{section}</w:sectPr></w:pPr></w:p>"
        ),
        &[(
            "word/header1.xml",
            "header",
            &format!("<w:hdr>{}</w:hdr>", paragraph(&run("", header))),
        )],
    )
}

#[test]
fn headers_that_a_page_shows_or_that_only_number_it_stay() {
    assert!(!hidden(&headed("", "内部")).is_empty());
    assert_eq!(hidden(&headed("<w:titlePg/>", "内部")), []);
    assert_eq!(hidden(&headed("", "第 1 页")), []);
}

#[test]
fn a_file_that_cannot_be_cleaned_has_its_own_reason() {
    // an office file with a password is a compound file with this stream
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap();
    file.flush().unwrap();
    let protected = file.into_inner().into_inner();
    let whole = word("", &[]);
    for (bytes, reason) in [
        (protected.as_slice(), Uncleaned::Unread(Unread::Protected)),
        (b"", Uncleaned::Empty),
        (
            &whole[..whole.len() - 40],
            Uncleaned::Unread(Unread::Damaged),
        ),
        ("甲".as_bytes(), Uncleaned::Unknown),
    ] {
        assert_eq!(clean(bytes).err(), Some(reason));
    }
}

#[test]
fn what_is_shown_is_not_said() {
    for (name, bytes) in [
        ("plain", word(&paragraph(&run("<w:b/>", "正文")), &[])),
        (
            "white on colour",
            word(
                &format!(
                    "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F4E79\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
                    paragraph(&run("<w:color w:val=\"FFFFFF\"/>", "表头"))
                ),
                &[],
            ),
        ),
        (
            "white and marked",
            word(
                &paragraph(&run(
                    "<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"red\"/>",
                    "字",
                )),
                &[],
            ),
        ),
        (
            "automatic colour on black",
            word(
                &paragraph(&run("<w:shd w:val=\"clear\" w:fill=\"000000\"/>", "字")),
                &[],
            ),
        ),
        (
            "form control",
            book(
                "<sheetData/><drawing r:id=\"m0\"/>",
                "",
                "",
                &[(
                    "xl/drawings/drawing1.xml",
                    "xl/worksheets/sheet1.xml",
                    "drawing",
                    "<xdr:wsDr><mc:AlternateContent><mc:Choice Requires=\"a14\"><xdr:twoCellAnchor><xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"2\" hidden=\"1\"/></xdr:nvSpPr></xdr:sp></xdr:twoCellAnchor></mc:Choice></mc:AlternateContent></xdr:wsDr>",
                )],
            ),
        ),
        (
            "code of a field",
            word(
                &paragraph(
                    "<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:instrText>XE 甲</w:instrText></w:r>",
                ),
                &[],
            ),
        ),
        (
            "web link",
            word(
                &paragraph("<w:hyperlink r:id=\"rId0\"><w:r><w:t>网</w:t></w:r></w:hyperlink>"),
                &[("http://a.gov.cn/home/x", "hyperlink", "")],
            ),
        ),
        (
            "property of WPS",
            word(
                "",
                &[(
                    "docProps/custom.xml",
                    "custom-properties",
                    "<Properties><property name=\"KSOProductBuildVer\"><vt:lpwstr>2052</vt:lpwstr></property></Properties>",
                )],
            ),
        ),
        (
            "empty hidden row",
            book(
                "<sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\"/></row></sheetData>",
                "",
                "",
                &[],
            ),
        ),
        (
            "merged into a hidden row",
            book(
                "<sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"str\"><v>题</v></c></row><row r=\"2\"/></sheetData><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>",
                "",
                "",
                &[],
            ),
        ),
        (
            "slides",
            deck(
                &shape("甲", ""),
                &shape("乙", ""),
                &[(
                    "ppt/notesSlides/notesSlide1.xml",
                    "ppt/slides/slide1.xml",
                    "notesSlide",
                    "<p:notes><a:fld><a:t>1</a:t></a:fld></p:notes>",
                )],
            ),
        ),
    ] {
        assert_eq!(hidden(&bytes), [], "{name}");
    }
}

#[test]
fn a_finding_names_the_place_and_a_search_does_not_find_what_is_hidden() {
    let site = Site::new();
    let row = format!(
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>公开</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"str\"><v>{SECRET}一</v></c></row></sheetData>"
    );
    let inner = cells(&[("A1", &format!("{SECRET}二"))]);
    let table = book(&row, &inner, "hidden", &[]);
    site.write("content/a/表.xlsx", &table)
        .write("content/a/图.pdf", b"%PDF-1.4");
    site.document(
        "a/1",
        "N/2024-1",
        "attachments: [表.xlsx]\n",
        "正文，见附件。",
    );
    let run = site.run(&["check", "--lang", "zh"]).ends(0);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(said.contains("hidden-content"), "{said}");
    assert!(
        said.contains("隐藏的工作表（工作表“内部”）；隐藏的行（工作表“公开”第 2 行）"),
        "{said}"
    );
    site.run(&["build"]).ends(0);
    for (query, hits) in [("公开", 1), ("暗处", 0)] {
        let run = site
            .run(&["search", query, "--in", "attachments", "--format", "json"])
            .ends(0);
        assert_eq!(run.stdout.lines().count(), hits, "{query}\n{}", run.stdout);
    }
    site.document(
        "a/1",
        "N/2024-1",
        "attachments: [表.xlsx]\n隐私说明: [{检查项: 隐藏内容, 理由: 附表依法公布}]\n",
        "正文，见附件。",
    );
    let run = site.run(&["check", "--lang", "zh"]).ends(0);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(
        !said.contains("[hidden-content]") && said.contains("personal-data-waived"),
        "{said}"
    );
}

#[test]
fn the_command_writes_a_copy_and_replaces_nothing() {
    let site = Site::new();
    let table = book(
        &cells(&[("A1", "公")]),
        &cells(&[("A1", SECRET)]),
        "hidden",
        &[],
    );
    site.write("表.xlsx", &table)
        .write("好.docx", word("", &[]))
        .write("文.pdf", b"%PDF-1.4\n");
    let path = |name: &str| site.root().join(name).display().to_string();
    let run = site
        .run(&["clean", &path("表.xlsx"), "--dry-run", "--lang", "zh"])
        .ends(0);
    assert!(
        run.stderr.contains("隐藏的工作表（工作表“内部”）"),
        "{}",
        run.stderr
    );
    assert!(!site.root().join("表.clean.xlsx").exists());
    let run = site.run(&["clean", &path("表.xlsx")]).ends(0);
    assert_eq!(run.stdout.trim(), path("表.clean.xlsx"));
    let copy = std::fs::read(site.root().join("表.clean.xlsx")).unwrap();
    assert_eq!(copy, clean(&table).unwrap().bytes);
    assert_eq!(std::fs::read(site.root().join("表.xlsx")).unwrap(), table);
    let run = site.run(&["clean", &path("表.xlsx")]).ends(2);
    assert!(run.stderr.contains("表.clean.xlsx"), "{}", run.stderr);
    site.run(&["clean", &path("表.xlsx"), "-o", &path("新")])
        .ends(0);
    assert_eq!(std::fs::read(site.root().join("新/表.xlsx")).unwrap(), copy);
    site.write("另/表.xlsx", &table);
    let both = [path("表.xlsx"), path("另/表.xlsx"), path("两份")];
    let run = site
        .run(&["clean", &both[0], &both[1], "-o", &both[2], "--lang", "zh"])
        .ends(2);
    assert!(run.stderr.contains("有两个文件的副本"), "{}", run.stderr);
    assert!(!site.root().join("两份").exists());
    let run = site
        .run(&["clean", &path("文.pdf"), &path("好.docx"), "--lang", "zh"])
        .ends(1);
    assert!(
        run.stderr.contains("未清理") && run.stderr.contains("PDF"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.is_empty(), "{}", run.stdout);
    let left = std::fs::read_dir(site.root()).unwrap().flatten();
    assert!(left.map(|e| e.file_name()).all(|n| n != ".mulu-clean"));
}

/// The automatic style `x` of a span of OpenDocument, with these properties.
fn span(properties: &str) -> String {
    format!(
        "<style:style style:name=\"x\" style:family=\"text\"><style:text-properties {properties}/></style:style>"
    )
}

/// An OpenDocument file.
fn open_document(styles: &str, body: &str, meta: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        (
            "meta.xml",
            format!("<office:meta>{meta}</office:meta>").as_bytes(),
        ),
    ])
}

#[test]
fn other_formats_are_looked_into_and_open_document_is_cleaned() {
    let style =
        |properties: &str| format!("<style:style style:name=\"x\">{properties}</style:style>");
    let row = |attribute: &str| {
        format!(
            "<table:table table:name=\"甲\"><table:table-row/><table:table-row {attribute}><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let page = "<draw:page draw:style-name=\"x\"><presentation:notes><text:p>说</text:p></presentation:notes></draw:page>";
    let cases = [
        (
            "changes",
            What::Changes,
            open_document(
                "",
                "<text:tracked-changes><text:changed-region/></text:tracked-changes>",
                "",
            ),
        ),
        (
            "changed cell",
            What::Changes,
            open_document(
                "",
                "<table:tracked-changes><table:cell-content-change/></table:tracked-changes>",
                "",
            ),
        ),
        (
            "comment",
            What::Comments,
            open_document("", "<text:p>甲<office:annotation/></text:p>", ""),
        ),
        (
            "hidden table",
            What::Sheet,
            open_document(
                &style("<style:table-properties table:display=\"false\"/>"),
                "<table:table table:name=\"甲\" table:style-name=\"x\"><table:table-cell><text:p>乙</text:p></table:table-cell></table:table>",
                "",
            ),
        ),
        (
            "hidden row",
            What::Rows,
            open_document("", &row("table:visibility=\"collapse\""), ""),
        ),
        (
            "filtered row",
            What::Rows,
            open_document("", &row("table:visibility=\"filter\""), ""),
        ),
        (
            "hidden column",
            What::Columns,
            open_document(
                "",
                "<table:table table:name=\"甲\"><table:table-column/><table:table-column table:visibility=\"collapse\"/><table:table-row><table:table-cell/><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table>",
                "",
            ),
        ),
        (
            "hidden text",
            What::Text,
            open_document(
                &style("<style:text-properties text:display=\"none\"/>"),
                "<text:p>甲<text:span text:style-name=\"x\">乙</text:span></text:p>",
                "",
            ),
        ),
        (
            "white text",
            What::Faint,
            open_document(
                &span("fo:color=\"#ffffff\""),
                "<office:text><text:p>甲<text:span text:style-name=\"x\">乙</text:span></text:p></office:text>",
                "",
            ),
        ),
        (
            "tiny text",
            What::Faint,
            open_document(
                &span("fo:font-size=\"12pt\" style:font-size-asian=\"1pt\""),
                "<office:text><text:p>甲<text:span text:style-name=\"x\">乙</text:span></text:p></office:text>",
                "",
            ),
        ),
        (
            "user field that no text shows",
            What::Variables,
            open_document(
                "",
                "<office:text><text:user-field-decls><text:user-field-decl office:string-value=\"乙\" text:name=\"丙\"/></text:user-field-decls><text:p>甲</text:p></office:text>",
                "",
            ),
        ),
        (
            "hidden section",
            What::Text,
            open_document(
                "",
                "<text:p>甲</text:p><text:section text:display=\"none\"><text:p>乙</text:p></text:section>",
                "",
            ),
        ),
        (
            "hidden slide",
            What::Slide,
            open_document(
                &style("<style:drawing-page-properties presentation:visibility=\"hidden\"/>"),
                page,
                "",
            ),
        ),
        ("notes", What::Notes, open_document("", page, "")),
        (
            "property",
            What::Property,
            open_document(
                "",
                "<text:p/>",
                "<meta:user-defined meta:name=\"密级\">内部</meta:user-defined>",
            ),
        ),
        (
            "linked picture",
            What::External,
            open_document(
                "",
                "<text:p><draw:image xlink:href=\"http://a.cn/x.png\"/></text:p>",
                "",
            ),
        ),
        (
            "hidden text of RTF",
            What::Text,
            b"{\\rtf1 a{\\v b}\\par}".to_vec(),
        ),
        (
            "deleted text of RTF",
            What::Changes,
            b"{\\rtf1 a{\\deleted b}\\par}".to_vec(),
        ),
    ];
    for (name, what, bytes) in cases {
        let said = hidden(&bytes);
        assert!(said.iter().any(|h| h.what == what), "{name}: {said:?}");
        // `clean` refuses OpenDocument files that load content from an address, and every RTF file
        if what == What::External || bytes.starts_with(b"{") {
            assert!(clean(&bytes).is_err(), "{name}");
            continue;
        }
        let copy = clean(&bytes).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert_eq!(hidden(&copy.bytes), [], "{name}");
        let gone: Vec<What> = copy.gone.iter().map(|h| h.what).collect();
        assert!(gone.contains(&what), "{name}: {gone:?}");
    }
    assert_eq!(hidden(&open_document("", &row(""), "")), []);
    let empty = "<table:table table:name=\"甲\"><table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"9\"/><table:table-row><table:table-cell/></table:table-row></table:table>";
    assert_eq!(hidden(&open_document("", empty, "")), []);
    // the value of a field in a text is visible
    let field = "<office:text><text:user-field-decls><text:user-field-decl office:string-value=\"乙\" text:name=\"丙\"/></text:user-field-decls><text:p><text:user-field-get text:name=\"丙\">乙</text:user-field-get></text:p></office:text>";
    assert_eq!(hidden(&open_document("", field, "")), []);
    // a file inside an archive is examined too
    let table = book(
        &cells(&[("A1", "公")]),
        &cells(&[("A1", SECRET)]),
        "hidden",
        &[],
    );
    let said = attachment::read(&zipped(&[("表.xlsx", &table)])).hidden;
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(
        (said[0].0.as_str(), said[0].1.what),
        ("表.xlsx", What::Sheet)
    );
}

#[test]
fn white_or_tiny_text_that_may_be_visible_stays() {
    let white = span("fo:color=\"#ffffff\"");
    let tiny = span("fo:font-size=\"1pt\" style:font-size-asian=\"1pt\"");
    let text = |inner: &str| format!("<office:text><text:p>甲{inner}</text:p></office:text>");
    let spanned = |inner: &str| {
        text(&format!(
            "<text:span text:style-name=\"x\">{inner}</text:span>"
        ))
    };
    let plain = spanned("乙b");
    let has = |style: &str, body: &str| !hidden(&open_document(style, body, "")).is_empty();
    for style in [&white, &tiny] {
        for inner in [
            "乙b",
            "乙<text:s/><text:tab/><text:line-break/>",
            "&#x4e59;",
        ] {
            assert!(has(style, &spanned(inner)), "{style} {inner}");
        }
        // only text is taken out
        for inner in [
            "<text:note><text:note-body><text:p>脚注</text:p></text:note-body></text:note>",
            "<draw:custom-shape><text:p>框</text:p></draw:custom-shape>",
            "<text:a>链接</text:a>",
            "<text:ruby><text:ruby-base>字</text:ruby-base></text:ruby>",
            "<text:bookmark-start text:name=\"b\"/>乙<text:bookmark-end text:name=\"b\"/>",
            "<text:span>乙</text:span>",
        ] {
            assert!(!has(style, &spanned(inner)), "{style} {inner}");
        }
        for outer in ["text:a", "text:ruby", "draw:text-box"] {
            let inner =
                format!("<{outer}><text:span text:style-name=\"x\">乙</text:span></{outer}>");
            assert!(!has(style, &text(&inner)), "{style} {outer}");
        }
        let quoted = plain.replace(
            "</text:p>",
            "<text:bookmark-ref>乙</text:bookmark-ref></text:p>",
        );
        assert!(!has(style, &quoted), "{style}");
    }
    // something may be behind white text
    for behind in [
        "<style:paragraph-properties fo:background-color=\"#000000\"/>",
        "<style:table-cell-properties><style:background-image xlink:href=\"Pictures/a.png\"/></style:table-cell-properties>",
        "<style:page-layout-properties draw:fill=\"bitmap\"/>",
        "<style:graphic-properties style:run-through=\"background\"/>",
        "<style:graphic-properties style:wrap=\"run-through\"/>",
        "<style:text-properties fo:text-shadow=\"1pt 1pt\"/>",
        "<style:text-properties style:text-outline=\"true\"/>",
        "<style:text-properties style:text-underline-color=\"#000000\"/>",
    ] {
        let other = format!("<style:style style:name=\"y\">{behind}</style:style>");
        assert!(!has(&format!("{white}{other}"), &plain), "{behind}");
        assert!(has(&format!("{tiny}{other}"), &plain), "{behind}");
    }
    let nothing = "<style:style style:name=\"y\"><style:paragraph-properties fo:background-color=\"transparent\" draw:fill=\"none\"><style:background-image/></style:paragraph-properties></style:style>";
    assert!(has(&format!("{white}{nothing}"), &plain));
    let automatic = span("fo:color=\"#ffffff\" style:use-window-font-color=\"true\"");
    let framed = span("fo:color=\"#ffffff\" fo:border=\"1pt solid #000000\"");
    // Latin letters and Chinese characters have their own sizes
    let latin = span("fo:font-size=\"1pt\"");
    for style in [automatic, framed, latin] {
        assert!(!has(&style, &plain), "{style}");
    }
}

#[test]
fn a_style_of_a_header_does_not_hide_a_text_of_the_same_style_name() {
    let file = |header: &str, own: &str| {
        let content = format!(
            "<office:document-content><office:automatic-styles>{own}</office:automatic-styles><office:body><office:text><text:p>甲<text:span text:style-name=\"x\">乙</text:span></text:p></office:text></office:body></office:document-content>"
        );
        let styles = format!(
            "<office:document-styles>{header}<office:master-styles><text:p>眉<text:span text:style-name=\"x\">丙</text:span></text:p></office:master-styles></office:document-styles>"
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_bytes()),
            ("styles.xml", styles.as_bytes()),
            ("meta.xml", b"<office:meta/>"),
        ])
    };
    let bold = span("fo:font-weight=\"bold\"");
    for hiding in [
        "fo:color=\"#ffffff\"",
        "style:font-size-asian=\"1pt\"",
        "text:display=\"none\"",
    ] {
        let own = format!(
            "<office:automatic-styles>{}</office:automatic-styles>",
            span(hiding)
        );
        let bytes = file(&own, &bold);
        assert_eq!(hidden(&bytes), [], "{hiding}");
        let all = everything(&clean(&bytes).unwrap().bytes);
        assert!(all.contains('乙') && !all.contains('丙'), "{hiding}: {all}");
    }
    // the text has a common style, unless an automatic style has its name
    let common = format!(
        "<office:styles>{}</office:styles>",
        span("text:display=\"none\"")
    );
    assert!(!hidden(&file(&common, "")).is_empty());
    assert_eq!(hidden(&file(&common, &bold)), []);
}

#[test]
fn a_user_field_that_a_shown_field_computes_with_stays() {
    let file = |shown: &str| {
        let body = format!(
            "<office:text><text:user-field-decls><text:user-field-decl office:value=\"1\" text:name=\"a\"/><text:user-field-decl text:formula=\"ooow:a+1\" text:name=\"b\"/></text:user-field-decls><text:p>甲{shown}</text:p></office:text>"
        );
        open_document("", &body, "")
    };
    let shown = "<text:user-field-get text:name=\"b\">2</text:user-field-get>";
    assert_eq!(hidden(&file(shown)), []);
    let copy = everything(&clean(&file("")).unwrap().bytes);
    assert!(!copy.contains("user-field-decl "), "{copy}");
}

#[test]
fn an_open_document_keeps_what_it_shows() {
    let body = format!(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>{SECRET}</text:p></text:deletion></text:changed-region></text:tracked-changes>\
         <text:p>公<text:change text:change-id=\"a\"/>开<office:annotation><text:p>{SECRET}</text:p></office:annotation>\
         <text:span text:style-name=\"x\">{SECRET}</text:span>内容</text:p>\
         <text:section text:display=\"none\"><text:p>{SECRET}</text:p></text:section>"
    );
    let meta = format!(
        "<dc:title>题</dc:title><dc:creator>{SECRET}</dc:creator><meta:user-defined meta:name=\"密级\">{SECRET}</meta:user-defined>"
    );
    let style = "<style:style style:name=\"x\"><style:text-properties text:display=\"none\"/></style:style>";
    let bytes = open_document(style, &body, &meta);
    let copy = clean(&bytes).unwrap().bytes;
    let all = everything(&copy);
    assert!(!all.contains(SECRET), "{all}");
    assert!(all.contains("<text:p>公开内容</text:p>"), "{all}");
    assert!(all.contains("<dc:title>题</dc:title>"), "{all}");
    // the media type is stored at the place where programs look for it
    assert_eq!(&copy[30..38], b"mimetype");
    assert_eq!(&copy[38..54], b"application/vnd.");
    assert_eq!(clean(&copy).unwrap().bytes, copy);
    // a signed file is refused, because its signature would no longer be right
    let signed = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<office:document-content/>"),
        ("META-INF/documentsignatures.xml", b"<a/>"),
    ]);
    assert!(clean(&signed).is_err());
}

#[test]
fn hidden_cells_of_an_open_document_go_and_formulas_become_values() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let style = "<style:style style:name=\"x\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>";
    let secret = format!("office:value-type=\"string\" office:string-value=\"{SECRET}\"");
    let sum = "table:formula=\"of:=[.A2]+[$乙.A1]\" office:value-type=\"float\" office:value=\"42\" table:content-validation-name=\"v\"";
    let body = |more: &str| {
        format!(
            "<office:spreadsheet><table:content-validations><table:content-validation table:name=\"v\" table:condition=\"of:cell-content-is-in-list([$乙.$A$1:.$A$9])\"/></table:content-validations>\
             <table:table table:name=\"甲\"><table:table-column/><table:table-column table:visibility=\"collapse\"/>\
             <table:table-row>{}{}</table:table-row><table:table-row table:visibility=\"filter\">{}</table:table-row>\
             <table:table-row>{}</table:table-row></table:table>{more}\
             <table:table table:name=\"乙\" table:style-name=\"x\"><table:table-row>{}</table:table-row></table:table>\
             <table:named-expressions><table:named-range table:name=\"{SECRET}\" table:cell-range-address=\"$乙.$A$1\"/></table:named-expressions>\
             </office:spreadsheet>",
            cell("", "公"),
            cell(&secret, SECRET),
            cell(&secret, SECRET),
            cell(sum, "42"),
            cell(&secret, SECRET),
        )
    };
    let copy = clean(&open_document(style, &body(""), "")).unwrap();
    let gone: Vec<What> = copy.gone.iter().map(|h| h.what).collect();
    assert_eq!(gone, [What::Sheet, What::Rows, What::Columns]);
    let all = everything(&copy.bytes);
    assert!(!all.contains(SECRET) && !all.contains("乙"), "{all}");
    assert!(
        !all.contains("formula") && !all.contains("content-validation"),
        "{all}"
    );
    assert!(
        all.contains("office:value=\"42\"") && all.contains("公"),
        "{all}"
    );
    // a chart may show the hidden cells
    let chart = "<table:shapes><draw:frame><draw:object/></draw:frame></table:shapes>";
    assert!(clean(&open_document(style, &body(chart), "")).is_err());
}

#[test]
fn hidden_names_that_no_formula_uses_go() {
    let with = |name: &str, formula: &str| {
        package(
            &[
                (
                    "xl/workbook.xml",
                    format!(
                        "<workbook><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames>{name}</definedNames></workbook>"
                    ),
                ),
                (
                    "xl/worksheets/sheet1.xml",
                    format!(
                        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><f>{formula}</f><v>公</v></c></row></sheetData></worksheet>"
                    ),
                ),
            ],
            &[
                ("", "r1", "officeDocument", "xl/workbook.xml"),
                (
                    "xl/workbook.xml",
                    "rId1",
                    "worksheet",
                    "worksheets/sheet1.xml",
                ),
            ],
        )
    };
    let name = format!("<definedName name=\"旧名\" hidden=\"1\">\"{SECRET}\"</definedName>");
    let left = with(&name, "1");
    assert!(hidden(&left).iter().any(|h| h.what == What::Names));
    assert!(!everything(&clean(&left).unwrap().bytes).contains(SECRET));
    let filter = "<definedName name=\"_xlnm._FilterDatabase\" hidden=\"1\">甲!$A$1</definedName>";
    for used in [with(&name, "旧名"), with(filter, "1")] {
        assert_eq!(hidden(&used), []);
    }
}
