//! Tests that mulu finds the content of attachments in many forms: PDF text with various character
//! maps and in various objects, and metadata about persons and places in pictures, OFD and
//! OpenDocument files. Also tests that unreadable content is reported.
//!
//! All tests but the last make their files. The last test reads PDFs of other programs from the
//! folder that `MULU_PDFS` names; `scripts/pdf-recall.sh` makes these PDFs and runs the test.

use crate::personal::{Dice, id_number, zipped};
use mulu::attachment::{self, Contents, Spot, Unread, What};
use mulu::privacy::{self, Kind};
use std::io::Write;

/// A zip file with a list of its slides or sheets, whose parts have other numbers in their names.
fn listed(list: &str, of: &str, kind: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let relation = |n: usize, name: &str| format!("<Relationship Id='r{n}' Target='{name}'/>");
    let relations: String = (1..)
        .zip(parts)
        .map(|(n, (name, _))| relation(n, name))
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let folder = of.split('/').next().unwrap();
    let beside = format!("{folder}/_rels/{kind}.xml.rels");
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>"),
        (of.to_owned(), list),
        (beside, relations.as_str()),
    ];
    all.extend(
        parts
            .iter()
            .map(|(name, xml)| (format!("{folder}/{name}"), *xml)),
    );
    let all: Vec<(&str, &[u8])> = all
        .iter()
        .map(|(n, x)| (n.as_str(), x.as_bytes()))
        .collect();
    zipped(&all)
}

#[test]
fn slides_and_sheets_are_counted_in_the_order_of_the_file() {
    let slides = listed(
        "<p:presentation><p:sldId id='1' r:id='r2'/><p:sldId id='2' r:id='r1'/></p:presentation>",
        "ppt/presentation.xml",
        "presentation",
        &[
            (
                "slides/slide1.xml",
                "<p:sld><a:p><a:t>结尾</a:t></a:p></p:sld>",
            ),
            (
                "slides/slide9.xml",
                "<p:sld><a:p><a:t>开头</a:t></a:p></p:sld>",
            ),
        ],
    );
    let sheets = listed(
        "<workbook><sheets><sheet name='甲' r:id='r3'/><sheet name='乙' state='hidden' r:id='r2'/>\
         <sheet name='丙' r:id='r1'/></sheets></workbook>",
        "xl/workbook.xml",
        "workbook",
        &[
            (
                "worksheets/sheet1.xml",
                "<worksheet><row><c t='inlineStr'><is><t>结尾</t></is></c></row></worksheet>",
            ),
            (
                "worksheets/sheet2.xml",
                "<worksheet><row><c t='inlineStr'><is><t>隐藏</t></is></c></row></worksheet>",
            ),
            (
                "worksheets/sheet3.xml",
                "<worksheet><row><c t='inlineStr'><is><t>开头</t></is></c></row></worksheet>",
            ),
        ],
    );
    let spots = |bytes: &[u8]| -> Vec<(Spot, String)> {
        let passages = attachment::shown(&attachment::read(bytes)).into_iter();
        passages.map(|p| (p.spot, p.blocks.concat())).collect()
    };
    let told =
        |first: Spot, second: Spot| [(first, "开头".to_owned()), (second, "结尾".to_owned())];
    assert_eq!(spots(&slides), told(Spot::Slide(1), Spot::Slide(2)));
    assert_eq!(spots(&sheets), told(Spot::Sheet(1), Spot::Sheet(2)));
}

/// A PDF under construction: objects are numbered from 1 in the order in which they are added.
#[derive(Default)]
struct Pdf {
    objects: Vec<Vec<u8>>,
}

impl Pdf {
    fn add(&mut self, body: impl AsRef<[u8]>) -> usize {
        self.objects.push(body.as_ref().to_vec());
        self.objects.len()
    }

    fn stream(&mut self, dict: &str, bytes: &[u8]) -> usize {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        let packed = packed.finish().unwrap();
        self.add(
            [
                format!(
                    "<</Length {}/Filter/FlateDecode{dict}>>\nstream\n",
                    packed.len()
                )
                .as_bytes(),
                &packed,
                b"\nendstream",
            ]
            .concat(),
        )
    }

    /// A font with two-byte codes that is not embedded in the file.
    fn font(&mut self, encoding: &str, ordering: &str, more: &str) -> usize {
        let below = self.add(format!(
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 4>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4>>>>"
        ));
        self.add(format!("<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding{encoding}/DescendantFonts[{below} 0 R]{more}>>"))
    }

    /// The whole file, with one page for each pair of resources and contents. `page`, `catalogue`
    /// and `trailer` are further entries of each page, of the PDF's catalogue and of its trailer.
    fn finish(
        mut self,
        pages: &[(String, String)],
        page: &str,
        catalogue: &str,
        trailer: &str,
    ) -> Vec<u8> {
        let parent = self.objects.len() + 2 * pages.len() + 1;
        let mut kids = String::new();
        for (resources, content) in pages {
            let content = self.stream("", content.as_bytes());
            let page = self.add(format!("<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 595 842]/Resources<<{resources}>>/Contents {content} 0 R{page}>>"));
            kids.push_str(&format!("{page} 0 R "));
        }
        self.add(format!(
            "<</Type/Pages/Count {}/Kids[{kids}]>>",
            pages.len()
        ));
        let root = self.add(format!("<</Type/Catalog/Pages {parent} 0 R{catalogue}>>"));
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (i, body) in self.objects.iter().enumerate() {
            offsets.push(out.len());
            out.extend([format!("{} 0 obj\n", i + 1).as_bytes(), body, b"\nendobj\n"].concat());
        }
        let start = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
        offsets
            .iter()
            .for_each(|offset| out.extend(format!("{offset:010} 00000 n \n").bytes()));
        out.extend(
            format!(
                "trailer\n<</Size {}/Root {root} 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n",
                offsets.len() + 1
            )
            .bytes(),
        );
        out
    }

    /// A file of one page of text.
    fn page(self, font: usize, text: &str) -> Vec<u8> {
        self.finish(
            &[(
                format!("/Font<</F {font} 0 R>>"),
                format!("BT /F 10 Tf 50 700 Td {text} Tj ET"),
            )],
            "",
            "",
            "",
        )
    }
}

fn hex(bytes: &[u8]) -> String {
    format!(
        "<{}>",
        bytes.iter().map(|b| format!("{b:02X}")).collect::<String>()
    )
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The identity numbers found, masked, in order.
fn found(contents: &Contents) -> Vec<String> {
    let numbers = contents.parts.iter().flat_map(|p| privacy::find(&p.text));
    numbers
        .filter(|f| f.kind == Kind::IdCard)
        .map(|f| f.masked)
        .collect()
}

fn masked(id: &str) -> String {
    format!("{}*************{}", &id[..2], &id[15..])
}

#[track_caller]
fn assert_found(bytes: &[u8], id: &str, what: &str) -> Contents {
    let contents = attachment::read(bytes);
    assert_eq!(found(&contents), [masked(id)], "{what}: {contents:?}");
    contents
}

fn reasons(contents: &Contents) -> Vec<Unread> {
    contents.unread.iter().map(|(_, why)| *why).collect()
}

#[test]
fn predefined_maps_of_chinese_fonts_are_read() {
    let mut dice = Dice(31);
    let text = |id: &str| format!("身份证号码为{id}，");
    let (id, wide) = (id_number(&mut dice), |id: &str| {
        id.chars()
            .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
            .collect::<String>()
    });
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    for text in [text(&id), text(&wide(&id))] {
        for (encoding, bytes) in [
            ("/UniGB-UCS2-H", utf16(&text)),
            ("/UniGB-UTF16-H", utf16(&text)),
            ("/UniGB-UCS2-V", utf16(&text)),
            ("/GBK-EUC-H", gbk(&text)),
            ("/GBKp-EUC-H", gbk(&text)),
            ("/GB-EUC-H", gbk(&text)),
        ] {
            let mut pdf = Pdf::default();
            let font = pdf.font(encoding, "GB1", "");
            let contents = assert_found(&pdf.page(font, &hex(&bytes)), &id, encoding);
            assert_eq!(contents.unread, [], "{encoding}");
        }
    }
    // the codes are character numbers of the Adobe-GB1 collection, whose digits begin at 17
    let mut pdf = Pdf::default();
    let font = pdf.font("/Identity-H", "GB1", "");
    let codes: Vec<u8> = id
        .bytes()
        .flat_map(|b| (u16::from(if b == b'X' { 57 } else { b - b'0' + 17 })).to_be_bytes())
        .collect();
    assert_found(&pdf.page(font, &hex(&codes)), &id, "Identity-H, Adobe-GB1");
}

#[test]
fn maps_with_ranges_and_arrays_are_read() {
    let id = id_number(&mut Dice(32));
    for ranges in [
        "1 beginbfrange\n<0001> <000A> <0030>\nendbfrange\n1 beginbfchar\n<000B> <0058>\nendbfchar\n",
        "1 beginbfrange\n<0001> <000B> [<0030> <0031> <0032> <0033> <0034> <0035> <0036> <0037> <0038> <0039> <0058>]\nendbfrange\n",
        "1 beginbfrange\n<0001><000A><0030>\nendbfrange 1 beginbfrange <000B><000B>[<0058>] endbfrange\n",
    ] {
        let map = format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /F def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n{ranges}endcmap end end"
        );
        let mut pdf = Pdf::default();
        let map = pdf.stream("", map.as_bytes());
        let font = pdf.font("/Identity-H", "Identity", &format!("/ToUnicode {map} 0 R"));
        let codes: Vec<u8> = id
            .bytes()
            .flat_map(|b| (u16::from(if b == b'X' { 11 } else { b - b'0' + 1 })).to_be_bytes())
            .collect();
        assert_found(&pdf.page(font, &hex(&codes)), &id, ranges);
    }
}

const HELVETICA: &str =
    "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>";

#[test]
fn text_is_found_wherever_a_page_draws_it() {
    let mut dice = Dice(33);
    let id = id_number(&mut dice);
    let page =
        |content: String| Pdf::default().finish(&[(HELVETICA.to_owned(), content)], "", "", "");
    let letters: Vec<(usize, char)> = id.chars().enumerate().collect();
    let each = |letters: &[(usize, char)]| {
        letters
            .iter()
            .map(|(i, c)| {
                format!(
                    "BT /F 10 Tf {} 700 Td ({c}) Tj ET\n",
                    50.0 + 5.56 * *i as f64
                )
            })
            .collect::<String>()
    };
    assert_found(&page(each(&letters)), &id, "letter by letter");
    let mut mixed = letters.clone();
    mixed.sort_by_key(|(i, _)| (i % 5, *i));
    assert_found(&page(each(&mixed)), &id, "in another order");
    assert_found(&page(format!("{0}{0}", each(&letters))), &id, "drawn twice");
    assert_found(
        &page(format!("BT /F 10 Tf 2 Tr 50 700 Td ({id}) Tj ET")),
        &id,
        "filled and outlined",
    );
    assert_found(
        &page(format!("BT /F 10 Tf 3 Tr 50 700 Td ({id}) Tj ET")),
        &id,
        "invisible",
    );
    assert_found(
        &page(format!("BT 0 1 -1 0 300 300 Tm /F 10 Tf ({id}) Tj ET")),
        &id,
        "turned",
    );
    assert_found(
        &page(format!(
            "BT /F 10 Tf 50 700 Td [({})-120({})30({})] TJ ET",
            &id[..6],
            &id[6..14],
            &id[14..]
        )),
        &id,
        "in pieces",
    );
    // the identity number stands next to the number of its row, and on two lines of a cell
    assert_found(
        &page(format!(
            "BT /F 10 Tf 50 700 Td (12) Tj 60 0 Td ({}) Tj 0 -12 Td ({}) Tj ET",
            &id[..12],
            &id[12..]
        )),
        &id,
        "over two lines",
    );
    // the text is in a form inside a form
    let mut pdf = Pdf::default();
    let inner = pdf.stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<{HELVETICA}>>"),
        format!("BT /F 10 Tf 50 700 Td ({id}) Tj ET").as_bytes(),
    );
    let outer = pdf.stream(
        &format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</I {inner} 0 R>>>>"
        ),
        b"/I Do",
    );
    assert_found(
        &pdf.finish(
            &[(format!("/XObject<</O {outer} 0 R>>"), "/O Do".to_owned())],
            "",
            "",
            "",
        ),
        &id,
        "in forms",
    );
}

#[test]
fn what_a_pdf_says_besides_its_pages_is_found() {
    let mut dice = Dice(34);
    let ids: Vec<String> = (0..6).map(|_| id_number(&mut dice)).collect();
    let mut pdf = Pdf::default();
    let note = pdf.add(format!(
        "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents({})>>",
        ids[0]
    ));
    let field = pdf.add(format!(
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]/V{}>>",
        hex(&[&[0xfe, 0xff][..], &utf16(&ids[1])].concat())
    ));
    let file = pdf.stream(
        "/Type/EmbeddedFile",
        format!("张某,{}\n", ids[2]).as_bytes(),
    );
    let named = pdf.add(format!("<</Type/Filespec/F(a.csv)/EF<</F {file} 0 R>>>>"));
    let xmp = format!(
        "<x:xmpmeta xmlns:x=\"x\"><r:RDF xmlns:r=\"r\" xmlns:d=\"d\"><d:creator><r:Seq><r:li>王某某</r:li></r:Seq></d:creator><d:title>{}</d:title></r:RDF></x:xmpmeta>",
        ids[3]
    );
    let xmp = pdf.stream("/Type/Metadata/Subtype/XML", xmp.as_bytes());
    let info = pdf.add(format!(
        "<</Author{}/Title({})>>",
        hex(&[&[0xfe, 0xff][..], &utf16("李某某")].concat()),
        ids[4]
    ));
    let page = [(
        HELVETICA.to_owned(),
        format!("BT /F 10 Tf 50 700 Td ({}) Tj ET", ids[5]),
    )];
    let catalogue =
        format!("/Metadata {xmp} 0 R/Names<</EmbeddedFiles<</Names[(a) {named} 0 R]>>>>");
    let contents = attachment::read(&pdf.finish(
        &page,
        &format!("/Annots[{note} 0 R {field} 0 R]"),
        &catalogue,
        &format!("/Info {info} 0 R"),
    ));
    let (mut all, mut expected) = (
        found(&contents),
        ids.iter().map(|id| masked(id)).collect::<Vec<_>>(),
    );
    all.sort();
    expected.sort();
    assert_eq!(all, expected, "{contents:?}");
    assert_eq!(
        contents.authors,
        [
            ("Author", "李某某".to_owned()),
            ("Author", "王某某".to_owned())
        ]
    );
}

#[test]
fn fields_that_a_pdf_does_not_show_and_added_properties_are_hidden_content() {
    let file = |flags: u8, property: &str| {
        let mut pdf = Pdf::default();
        let field = pdf.add(format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F {flags}/Rect[0 0 9 9]/V(Wang)>>"
        ));
        let info = pdf.add(format!("<</Producer(P)/Title(T){property}>>"));
        let page = [(
            HELVETICA.to_owned(),
            "BT /F 10 Tf 50 700 Td (a) Tj ET".to_owned(),
        )];
        let annotations = format!("/Annots[{field} 0 R]");
        let contents =
            attachment::read(&pdf.finish(&page, &annotations, "", &format!("/Info {info} 0 R")));
        let hidden = contents.hidden.into_iter();
        hidden
            .map(|(_, h)| (h.what, h.words().en))
            .collect::<Vec<_>>()
    };
    assert_eq!(file(4, ""), []);
    for flags in [2, 32] {
        let [(what, _)] = &file(flags, "")[..] else {
            panic!("{:?}", file(flags, ""));
        };
        assert_eq!(*what, What::Annotations);
    }
    let property = vec![(What::Property, "custom properties (Clerk: Wang)".to_owned())];
    assert_eq!(file(4, "/Clerk(Wang)"), property);
}

#[test]
fn text_of_a_pdf_that_cannot_be_seen_is_hidden_content() {
    let file = |drawn: &str, annotations: &str| {
        let page = [(HELVETICA.to_owned(), drawn.to_owned())];
        let contents = attachment::read(&Pdf::default().finish(&page, annotations, "", ""));
        let hidden = contents.hidden.into_iter();
        hidden
            .map(|(_, h)| (h.what, h.words().en))
            .collect::<Vec<_>>()
    };
    let line = "BT /F 10 Tf 50 700 Td (abc) Tj ET";
    let white = format!("1 1 1 rg {line} 0 g BT /F 10 Tf 50 600 Td (seen) Tj ET");
    let faint =
        "text in the colour of its background, such as white, or too small to be read (page 1)";
    let faint = faint.to_owned();
    assert_eq!(file(&white, ""), [(What::Faint, faint.clone())]);
    let paper = format!("1 g 0 0 595 842 re f {white}");
    assert_eq!(file(&paper, ""), [(What::Faint, faint)]);
    assert_eq!(
        file("BT /F 0.5 Tf 50 700 Td (abc) Tj ET", "")[0].0,
        What::Faint
    );
    let outside = file("BT /F 10 Tf 50 2700 Td (abc) Tj ET", "");
    assert_eq!(outside, [(What::Text, "hidden text (page 1)".to_owned())]);
    // a coloured box is behind the letters, or the letters are cut at the edge
    for seen in [
        line,
        &format!("0 0 1 rg 0 690 595 40 re f {white}"),
        "BT /F 10 Tf 50 840 Td (abc) Tj ET",
    ] {
        assert_eq!(file(seen, ""), [], "{seen}");
    }
    // an opaque box over the letters; a thin, round or clipped one, an outline, or letters drawn again
    let covered = vec![(
        What::Covered,
        "text that is covered, not removed (page 1)".to_owned(),
    )];
    assert_eq!(file(&format!("{line} 45 695 60 20 re f"), ""), covered);
    for seen in [
        format!("{line} 45 699 60 1 re f"),
        format!("{line} 45 695 60 20 re S"),
        format!("{line} 45 705 m 60 740 90 740 105 705 c 90 680 60 680 45 705 c f"),
        format!("{line} q 300 300 9 9 re W n 45 695 60 20 re f Q"),
        format!("{line} 0.9 g 45 695 60 20 re f 0 g {line}"),
    ] {
        assert_eq!(file(&seen, ""), [], "{seen}");
    }
    let mark = "/Annots[<</Type/Annot/Subtype/Redact/Rect[45 695 105 715]>>]";
    let kinds: Vec<What> = file(line, mark).into_iter().map(|(what, _)| what).collect();
    assert_eq!(kinds, [What::Covered]);
    // the page holds the note itself, and does not refer to it
    let note = "/Annots[<</Type/Annot/Subtype/Text/F 2/Rect[0 0 9 9]/Contents(abc)>>]";
    let kinds: Vec<What> = file(line, note).into_iter().map(|(what, _)| what).collect();
    assert_eq!(kinds, [What::Annotations]);
}

#[test]
fn a_pdf_that_cannot_be_read_is_never_taken_for_clean() {
    let id = id_number(&mut Dice(35));
    let text = format!("BT /F 10 Tf 50 700 Td ({id}) Tj ET");
    // pages 2 and 4 are scans, page 4 with a page number as text
    let mut pdf = Pdf::default();
    let picture = pdf.stream(
        "/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8",
        &[0, 255, 255, 0],
    );
    let scan = |stamp: &str| {
        (
            format!("{HELVETICA}/XObject<</P {picture} 0 R>>"),
            format!("q 595 0 0 842 0 0 cm /P Do Q {stamp}"),
        )
    };
    let plain = (HELVETICA.to_owned(), text.clone());
    let contents = attachment::read(&pdf.finish(
        &[
            plain.clone(),
            scan(""),
            plain,
            scan("BT /F 10 Tf 300 20 Td (- 4 -) Tj ET"),
        ],
        "",
        "",
        "",
    ));
    assert_eq!(contents.unread, [("#2,4".to_owned(), Unread::Scanned)]);
    // the letters are drawn as outlines
    let outlines = (0..200)
        .map(|i| format!("{i} 0 m {i} 9 l 9 {i} l f\n"))
        .collect::<String>();
    assert_eq!(
        reasons(&attachment::read(&Pdf::default().finish(
            &[(String::new(), outlines)],
            "",
            "",
            ""
        ))),
        [Unread::Scanned]
    );
    // A font without a map to characters, and one whose map gives only private-use characters.
    let mut pdf = Pdf::default();
    let font = pdf.font("/Identity-H", "Identity", "");
    assert_eq!(
        reasons(&attachment::read(&pdf.page(font, "<00010002>"))),
        [Unread::NoCharacters]
    );
    let mut pdf = Pdf::default();
    let map = pdf.stream("", b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <E000> endbfrange endcmap");
    let font = pdf.font("/Identity-H", "Identity", &format!("/ToUnicode {map} 0 R"));
    assert_eq!(
        reasons(&attachment::read(&pdf.page(font, "<00010002>"))),
        [Unread::NoCharacters]
    );
    // the text is in a layer that is switched off
    let mut pdf = Pdf::default();
    let layer = pdf.add("<</Type/OCG/Name(a)>>");
    let catalogue = format!("/OCProperties<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>");
    let page = [(
        format!("{HELVETICA}/Properties<</L {layer} 0 R>>"),
        format!("/OC /L BDC {text} EMC"),
    )];
    assert!(
        reasons(&attachment::read(&pdf.finish(&page, "", &catalogue, "")))
            .contains(&Unread::Hidden)
    );
    // the file needs a password
    let lock = format!(
        "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O{0}/U{0}>>",
        hex(&[7; 32])
    );
    assert_eq!(
        reasons(&attachment::read(&Pdf::default().finish(
            &[(HELVETICA.to_owned(), text)],
            "",
            "",
            &lock
        ))),
        [Unread::Protected]
    );
    // The contents unpack to more than the limit.
    let large = [(HELVETICA.to_owned(), " ".repeat(80 << 20))];
    assert_eq!(
        reasons(&attachment::read(
            &Pdf::default().finish(&large, "", "", "")
        )),
        [Unread::TooLarge]
    );
}

/// A TIFF file with a position and a person, in either byte order.
fn tiff(big: bool) -> Vec<u8> {
    let u16 = |n: u16| {
        if big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let u32 = |n: u32| {
        if big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&u16(tag)[..], &u16(kind), &u32(count), &value].concat()
    };
    let mut out = if big {
        b"MM\0\x2a".to_vec()
    } else {
        b"II\x2a\0".to_vec()
    };
    out.extend(u32(8));
    out.extend(u16(2));
    out.extend(entry(0x13b, 2, 10, u32(38)));
    out.extend(entry(0x8825, 4, 1, u32(48)));
    out.extend(u32(0));
    out.extend("张某某\0".bytes());
    out.extend(u16(2));
    out.extend(entry(1, 2, 2, *b"N\0\0\0"));
    out.extend(entry(2, 5, 3, u32(78)));
    out.extend(u32(0));
    for n in [36u32, 1, 40, 1, 12, 1] {
        out.extend(u32(n));
    }
    out
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend_from_slice(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend_from_slice(data);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    [&b"RIFF"[..], &(body.len() as u32).to_le_bytes(), &body].concat()
}

fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in chunks {
        let mut crc = flate2::Crc::new();
        crc.update(*name);
        crc.update(data);
        out.extend((data.len() as u32).to_be_bytes());
        out.extend_from_slice(*name);
        out.extend_from_slice(data);
        out.extend(crc.sum().to_be_bytes());
    }
    out
}

/// A HEIF file as telephones write it, with the Exif data as an item to which a table points.
fn heic(exif: &[u8]) -> Vec<u8> {
    let atom = |name: &[u8], body: &[u8]| {
        [&(body.len() as u32 + 8).to_be_bytes()[..], name, body].concat()
    };
    let item = [&0u32.to_be_bytes()[..], exif].concat();
    let ftyp = atom(b"ftyp", b"heic\0\0\0\0mif1heic");
    let meta = |at: u32| {
        let handler = atom(b"hdlr", &[&[0; 8][..], b"pict", &[0; 13]].concat());
        let info = atom(
            b"infe",
            &[&[2, 0, 0, 0, 0, 1, 0, 0][..], b"Exif\0"].concat(),
        );
        let infos = atom(b"iinf", &[&[0, 0, 0, 0, 0, 1][..], &info].concat());
        let place = [
            &[0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1][..],
            &at.to_be_bytes(),
            &(item.len() as u32).to_be_bytes(),
        ]
        .concat();
        atom(
            b"meta",
            &[&[0; 4][..], &handler, &infos, &atom(b"iloc", &place)].concat(),
        )
    };
    let at = ftyp.len() + meta(0).len() + 8;
    [ftyp, meta(at as u32), atom(b"mdat", &item)].concat()
}

#[test]
fn pictures_of_every_kind_say_where_and_by_whom() {
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    for big in [false, true] {
        let exif = tiff(big);
        for (what, bytes) in [
            ("TIFF", exif.clone()),
            (
                "WebP",
                riff(&[
                    (b"VP8X", &[8, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
                    (b"VP8L", &[0; 4]),
                    (b"EXIF", &exif),
                ]),
            ),
            (
                "PNG",
                png(&[
                    (b"IHDR", &header),
                    (b"eXIf", &exif),
                    (b"IDAT", &[]),
                    (b"IEND", &[]),
                ]),
            ),
            ("HEIC", heic(&exif)),
        ] {
            let contents = attachment::read(&bytes);
            assert!(contents.position, "{what}, big-endian {big}");
            assert_eq!(
                contents.authors,
                [("Artist", "张某某".to_owned())],
                "{what}, big-endian {big}"
            );
        }
    }
    // The place is only in the XMP data.
    let xmp = "<x:xmpmeta xmlns:x=\"x\"><r:RDF xmlns:r=\"r\"><r:Description exif:GPSLatitude=\"36,40.2N\"><dc:creator><r:Seq><r:li>张某某</r:li></r:Seq></dc:creator></r:Description></r:RDF></x:xmpmeta>";
    let jpeg = [
        &[0xff, 0xd8, 0xff, 0xe1][..],
        &(xmp.len() as u16 + 31).to_be_bytes(),
        b"http://ns.adobe.com/xap/1.0/\0",
        xmp.as_bytes(),
        &[0xff, 0xd9],
    ]
    .concat();
    for bytes in [jpeg, riff(&[(b"VP8L", &[0; 4]), (b"XMP ", xmp.as_bytes())])] {
        let contents = attachment::read(&bytes);
        assert!(contents.position);
        assert_eq!(contents.authors, [("Artist", "张某某".to_owned())]);
    }
    assert_eq!(
        attachment::read(&png(&[(b"IHDR", &header), (b"IDAT", &[]), (b"IEND", &[])])),
        Contents::default()
    );
    let exif = tiff(true);
    let photo = [
        &[0xff, 0xd8, 0xff, 0xe1][..],
        &(exif.len() as u16 + 8).to_be_bytes(),
        b"Exif\0\0",
        &exif,
        &[0xff, 0xd9],
    ]
    .concat();
    let mut pdf = Pdf::default();
    let dict = format!(
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length {}>>\nstream\n",
        photo.len()
    );
    pdf.add([dict.as_bytes(), &photo, b"\nendstream"].concat());
    assert!(
        attachment::read(&pdf.finish(
            &[(HELVETICA.to_owned(), "BT /F 10 Tf (a) Tj ET".to_owned())],
            "",
            "",
            ""
        ))
        .position
    );
}

#[test]
fn ofd_files_are_read() {
    let mut dice = Dice(36);
    let (a, b) = (id_number(&mut dice), id_number(&mut dice));
    let ofd = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocInfo><ofd:Author>李某某</ofd:Author><ofd:Creator>某办公软件</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let letters: String = b
        .chars()
        .map(|c| {
            format!(
                "<ofd:TextObject><ofd:TextCode X=\"0\" Y=\"9\">{c}</ofd:TextCode></ofd:TextObject>"
            )
        })
        .collect();
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer><ofd:TextObject><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g 17 4\">{}</ofd:TextCode><ofd:TextCode>{}</ofd:TextCode></ofd:TextObject>{letters}</ofd:Layer></ofd:Content></ofd:Page>",
        &a[..9],
        &a[9..]
    );
    let bytes = zipped(&[
        ("OFD.xml", ofd.as_bytes()),
        ("Doc_0/Document.xml", b"<ofd:Document/>"),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ]);
    let contents = attachment::read(&bytes);
    assert_eq!(found(&contents), [masked(&a), masked(&b)]);
    assert_eq!(contents.authors, [("Author", "李某某".to_owned())]);
    assert_eq!(contents.unread, []);
}

#[test]
fn opendocument_files_are_read() {
    let mut dice = Dice(37);
    let (a, b) = (id_number(&mut dice), id_number(&mut dice));
    let meta = "<office:document-meta xmlns:office=\"o\" xmlns:meta=\"m\" xmlns:dc=\"d\"><office:meta><meta:initial-creator>李某某</meta:initial-creator><dc:creator>王某某</dc:creator></office:meta></office:document-meta>";
    let content = |inside: &str| {
        format!(
            "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body>{inside}<text:p>{}<text:span>{}</text:span></text:p><table:table-cell><text:p>{b}</text:p></table:table-cell></office:body></office:document-content>",
            &a[..6],
            &a[6..]
        )
    };
    let file = |inside: &str| {
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("meta.xml", meta.as_bytes()),
            ("content.xml", content(inside).as_bytes()),
        ])
    };
    let contents = attachment::read(&file(""));
    assert_eq!(found(&contents), [masked(&a), masked(&b)]);
    assert_eq!(
        contents.authors,
        [
            ("creator", "李某某".to_owned()),
            ("creator", "王某某".to_owned())
        ]
    );
    assert!(!contents.revisions);
    assert!(attachment::read(&file("<text:tracked-changes/>")).revisions);
    assert!(
        attachment::read(&file(
            "<office:annotation><text:p>再议</text:p></office:annotation>"
        ))
        .revisions
    );
    // some programs save the same content as one XML file instead of a zip
    let flat = format!("<?xml version=\"1.0\"?>{}", content(""));
    assert_eq!(
        found(&attachment::read(flat.as_bytes())),
        [masked(&a), masked(&b)]
    );
}

/// Tests the PDFs of other programs in the folder that `MULU_PDFS` names. At least 99 of 100
/// numbers are found in each file that is not reported as unreadable.
#[test]
fn pdfs_by_other_makers() {
    let Some(folder) = std::env::var_os("MULU_PDFS") else {
        println!(
            "left out: PDFs by other makers; sh scripts/pdf-recall.sh makes and measures them"
        );
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    assert!(files.len() >= 10, "{} files", files.len());
    let (mut all, mut seen) = (0, 0);
    for file in files {
        let contents = attachment::read(&std::fs::read(&file).unwrap());
        let mut here = found(&contents);
        let expected = std::fs::read_to_string(file.with_extension("expected")).unwrap();
        let total = expected.lines().count();
        let hit = expected
            .lines()
            .filter(|line| {
                here.iter()
                    .position(|n| n == line)
                    .map(|i| here.swap_remove(i))
                    .is_some()
            })
            .count();
        println!(
            "{hit:6} of {total:6}  besides {:3}  {:?}  {}",
            here.len(),
            reasons(&contents),
            file.file_name().unwrap().to_string_lossy()
        );
        if reasons(&contents).is_empty() {
            assert!(
                hit * 100 >= total * 99,
                "{}: text is missing, and no finding reports this",
                file.display()
            );
            assert_eq!(
                here.len(),
                0,
                "{}: texts were found that are not numbers of the file",
                file.display()
            );
            (all, seen) = (all + total, seen + hit);
        }
    }
    println!(
        "recall {:.4} of {all} numbers in PDFs whose text can be read",
        seen as f64 / all as f64
    );
}
