//! Tests that ten thousand generated identity numbers, written in twelve ways, are found in
//! Markdown, CSV, DOCX, XLSX, PDF and zip files. No output may show an identity number in full. A
//! number that the front matter allows (`privacy`) gives only a note.

use crate::harness::Site;
use mulu::attachment;
use mulu::privacy::{self, Kind};
use std::collections::BTreeMap;
use std::io::Write;

/// A fixed sequence of numbers, the same on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }
}

/// A generated number with a correct check digit. It may belong to a real person by chance.
pub(crate) fn id_number(dice: &mut Dice) -> String {
    const PROVINCES: [u64; 31] = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51,
        52, 53, 54, 61, 62, 63, 64, 65,
    ];
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let province = PROVINCES[dice.below(31) as usize];
    let (area, year, month, day, sequence) = (
        101 + dice.below(8000),
        1930 + dice.below(90),
        1 + dice.below(12),
        1 + dice.below(28),
        dice.below(1000),
    );
    let first = format!("{province}{area:04}{year}{month:02}{day:02}{sequence:03}");
    let sum: u32 = first
        .bytes()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    format!("{first}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

const DISGUISES: usize = 12;

fn disguise(id: &str, which: usize) -> String {
    let groups = |by: &str| format!("{}{by}{}{by}{}", &id[..6], &id[6..14], &id[14..]);
    let apart = |by: &str| id.chars().map(String::from).collect::<Vec<_>>().join(by);
    match which {
        0 => id.to_owned(),
        1 => id
            .chars()
            .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
            .collect(),
        2 => id.to_lowercase(),
        3 => groups(" "),
        4 => apart(" "),
        5 => groups("-"),
        6 => apart("\u{200b}"),
        7 => groups("\u{a0}"),
        8 => groups("　"),
        9 => format!("身份证号码为{id}，"),
        10 => format!("{id}43"),
        // the form before 1999, without century and check digit
        _ => format!(
            "{}{}{}",
            &id[..6],
            &id[8..14],
            if &id[14..17] == "000" {
                "001"
            } else {
                &id[14..17]
            }
        ),
    }
}

/// The numbers in their disguises, and how often each must be found. The keys are the masked
/// numbers.
fn ten_thousand() -> (Vec<String>, BTreeMap<String, usize>) {
    let mut dice = Dice(20_190_403);
    let mut expected = BTreeMap::new();
    let written = (0..10_000)
        .map(|i| {
            let id = loop {
                let id = id_number(&mut dice);
                // a number of 15 digits has no century, so its year must begin with 19
                if i % DISGUISES < 11 || &id[6..8] == "19" {
                    break id;
                }
            };
            let written = disguise(&id, i % DISGUISES);
            let plain = if i % DISGUISES == 11 {
                written.clone()
            } else {
                id
            };
            *expected
                .entry(format!(
                    "{}{}{}",
                    &plain[..2],
                    "*".repeat(plain.len() - 5),
                    &plain[plain.len() - 3..]
                ))
                .or_insert(0) += 1;
            written
        })
        .collect();
    (written, expected)
}

fn found_in(texts: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for text in texts {
        for number in privacy::find(&text)
            .into_iter()
            .filter(|f| f.kind == Kind::IdCard)
        {
            *found.entry(number.masked).or_insert(0) += 1;
        }
    }
    found
}

/// Fails if any expected number was missed, or if others were found.
#[track_caller]
fn assert_all(found: &BTreeMap<String, usize>, expected: &BTreeMap<String, usize>, what: &str) {
    let missing: usize = expected
        .iter()
        .map(|(number, count)| count.saturating_sub(found.get(number).copied().unwrap_or_default()))
        .sum();
    let wrong: Vec<_> = found
        .iter()
        .filter(|(number, count)| expected.get(*number) < Some(*count))
        .take(5)
        .collect();
    let some: Vec<_> = expected
        .iter()
        .filter(|(number, count)| found.get(*number) < Some(*count))
        .take(5)
        .collect();
    assert!(
        missing == 0 && wrong.is_empty(),
        "{what}: {missing} of 10,000 not found, such as {some:?}; found besides: {wrong:?}"
    );
}

fn in_attachment(bytes: &[u8]) -> BTreeMap<String, usize> {
    let contents = attachment::read(bytes);
    assert_eq!(contents.unread, []);
    found_in(contents.parts.into_iter().map(|p| p.text))
}

pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word file with a table, in which each number is in two runs, as after editing.
fn docx(lines: &[String]) -> Vec<u8> {
    let mut rows = String::new();
    for line in lines {
        let half = line.char_indices().nth(line.chars().count() / 2).unwrap().0;
        let (a, b) = line.split_at(half);
        rows.push_str(&format!(
            "<w:tr><w:tc><w:p><w:r><w:t>张某</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{a}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{b}</w:t></w:r></w:p></w:tc></w:tr>"
        ));
    }
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>"
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

#[allow(clippy::disallowed_methods, reason = "a file of somebody else")]
fn xlsx(lines: &[String]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new()
            .set_author("")
            .set_creation_datetime(&rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 1).unwrap()),
    );
    let sheet = book.add_worksheet();
    for (i, line) in lines.iter().enumerate() {
        sheet.write_string(i as u32, 0, format!("张某{i}")).unwrap();
        sheet.write_string(i as u32, 1, line).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// A PDF with compressed streams, fifty lines on each page, and a font with a map to Unicode.
fn pdf(lines: &[String]) -> Vec<u8> {
    let hex = |s: &str| {
        s.encode_utf16()
            .map(|u| format!("{u:04X}"))
            .collect::<String>()
    };
    let mut characters: Vec<char> = lines.iter().flat_map(|l| l.chars()).collect();
    characters.sort_unstable();
    characters.dedup();
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /F def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for some in characters.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n", some.len()));
        for c in some {
            map.push_str(&format!("<{0:04X}> <{0:04X}>\n", *c as u32));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |out: &mut Vec<u8>, body: &[u8]| {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", offsets.len()).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
        offsets.len()
    };
    let stream = |text: &str| {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        [
            format!("<</Length {}/Filter/FlateDecode>>\nstream\n", packed.len()).as_bytes(),
            &packed,
            b"\nendstream",
        ]
        .concat()
    };
    let map = object(&mut out, &stream(&map));
    let descendant = object(&mut out, b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>");
    let font = object(
        &mut out,
        format!("<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {map} 0 R>>").as_bytes(),
    );
    let pages = lines.len().div_ceil(50);
    let parent = font + 2 * pages + 1;
    let mut kids = Vec::new();
    for page in lines.chunks(50) {
        let mut text = String::new();
        for (i, line) in page.iter().enumerate() {
            text.push_str(&format!(
                "BT /F 10 Tf 50 {} Td <{}> Tj ET\n",
                780 - 15 * i,
                hex(line)
            ));
        }
        let content = object(&mut out, &stream(&text));
        let page = format!(
            "<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F {font} 0 R>>>>/Contents {content} 0 R>>"
        );
        kids.push(format!("{} 0 R", object(&mut out, page.as_bytes())));
    }
    object(
        &mut out,
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            kids.len(),
            kids.join(" ")
        )
        .as_bytes(),
    );
    let catalogue = object(
        &mut out,
        format!("<</Type/Catalog/Pages {parent} 0 R>>").as_bytes(),
    );
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<</Size {}/Root {catalogue} 0 R>>\nstartxref\n{start}\n%%EOF\n",
            offsets.len() + 1
        )
        .bytes(),
    );
    out
}

#[test]
fn all_ten_thousand_are_found_in_markdown() {
    let (written, expected) = ten_thousand();
    let table: String = written
        .iter()
        .map(|w| format!("| 张某 | {w} | 男 |\n"))
        .collect();
    assert_all(&found_in([table]), &expected, "");
    let prose: String = written
        .iter()
        .map(|w| format!("经查，{w}（张某）符合条件。\n\n"))
        .collect();
    assert_all(&found_in([prose]), &expected, "");
}

#[test]
fn all_ten_thousand_are_found_in_text_and_tables() {
    let (written, expected) = ten_thousand();
    let csv: String = written
        .iter()
        .enumerate()
        .map(|(i, w)| format!("{i},张某,{w},男\r\n"))
        .collect();
    assert_all(&in_attachment(csv.as_bytes()), &expected, "UTF-8");
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(csv.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_all(&in_attachment(&wide), &expected, "UTF-16");
    assert_all(
        &in_attachment(&encoding_rs::GB18030.encode(&csv).0),
        &expected,
        "GB18030",
    );
    assert_all(
        &in_attachment(&zipped(&[("名单/一.csv", csv.as_bytes())])),
        &expected,
        "in an archive",
    );
}

#[test]
fn all_ten_thousand_are_found_in_office_files() {
    let (written, expected) = ten_thousand();
    assert_all(&in_attachment(&docx(&written)), &expected, "docx");
    assert_all(&in_attachment(&xlsx(&written)), &expected, "xlsx");
    assert_all(
        &in_attachment(&zipped(&[("a.docx", &docx(&written))])),
        &expected,
        "docx in an archive",
    );
}

#[test]
fn all_ten_thousand_are_found_in_pdf() {
    let (written, expected) = ten_thousand();
    assert_all(&in_attachment(&pdf(&written)), &expected, "");
}

#[test]
fn a_binary_file_of_the_older_kind_is_searched_for_digits() {
    let id = id_number(&mut Dice(7));
    for from in [512, 513] {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.resize(from, 1);
        bytes.extend(
            format!("张某{id}男")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        bytes.resize(2048, 1);
        let contents = attachment::read(&bytes);
        assert_eq!(
            contents.unread,
            [(String::new(), attachment::Unread::DigitsOnly)],
            "the report says that only digits were read"
        );
        assert_eq!(
            found_in(contents.parts.into_iter().map(|p| p.text))
                .values()
                .sum::<usize>(),
            1
        );
    }
}

/// A photograph whose only metadata are the place where it was taken.
fn photograph() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value,
        ]
        .concat()
    };
    tiff.extend(1u16.to_le_bytes());
    tiff.extend(entry(0x8825, 4, 1, 26u32.to_le_bytes()));
    tiff.extend(0u32.to_le_bytes());
    tiff.extend(4u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, 80u32.to_le_bytes()));
    tiff.extend(entry(3, 2, 2, *b"E\0\0\0"));
    tiff.extend(entry(4, 5, 3, 104u32.to_le_bytes()));
    tiff.extend(0u32.to_le_bytes());
    for number in [36u32, 1, 40, 1, 12, 1, 117, 1, 0, 1, 30, 1] {
        tiff.extend(number.to_le_bytes());
    }
    let mut jpeg = vec![0xff, 0xd8, 0xff, 0xe1];
    jpeg.extend((tiff.len() as u16 + 8).to_be_bytes());
    jpeg.extend(b"Exif\0\0");
    jpeg.extend(tiff);
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

#[test]
fn what_attachments_say_of_persons_and_places_is_found() {
    let site = Site::new();
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>李某某</dc:creator><cp:lastModifiedBy>Administrator</cp:lastModifiedBy></cp:coreProperties>";
    let body = "<w:document xmlns:w=\"w\"><w:body><w:p><w:ins w:author=\"李某某\"><w:r><w:t>新增</w:t></w:r></w:ins></w:p></w:body></w:document>";
    let inside = photograph();
    let word = zipped(&[
        ("docProps/core.xml", core.as_bytes()),
        ("word/document.xml", body.as_bytes()),
        ("word/media/image1.jpeg", &inside),
    ]);
    site.write("content/a/表.docx", word)
        .write("content/a/图.jpg", &inside)
        .write("content/a/坏.pdf", b"%PDF-1.5\n1 0 obj\n<<")
        .write("content/a/包.rar", b"Rar!\x1a\x07\x00");
    site.document(
        "a/1",
        "N/2024-1",
        "attachments: [表.docx, 坏.pdf, 包.rar]\n",
        "![现场](图.jpg)",
    );
    let run = site.run(&["check", "--format", "json"]).ends(1);
    let found = |code: &str, file: &str| {
        run.stdout
            .lines()
            .any(|l| l.contains(&format!("\"{code}\"")) && l.contains(file))
    };
    for (code, file) in [
        ("attachment-author", "表.docx"),
        ("attachment-revisions", "表.docx"),
        ("gps-position", "表.docx"),
        ("gps-position", "图.jpg"),
        ("unreadable-attachment", "坏.pdf"),
        ("attachment-not-read", "包.rar"),
    ] {
        assert!(found(code, file), "{code} {file}\n{}", run.stdout);
    }
    assert!(
        run.stdout.contains("creator=李某某") && !run.stdout.contains("Administrator"),
        "{}",
        run.stdout
    );
    assert_eq!(
        std::fs::read(site.root().join("content/a/图.jpg")).unwrap(),
        inside,
        "the file is as it was"
    );
    site.run(&["build"]).ends(1);
}

#[test]
fn an_archive_that_unpacks_without_end_is_left_alone() {
    let mut bomb = zipped(&[("a.txt", &vec![b' '; 300 << 20])]);
    for _ in 0..6 {
        bomb = zipped(&[("a.zip", &bomb)]);
    }
    let start = std::time::Instant::now();
    let contents = attachment::read(&bomb);
    assert!(
        contents
            .unread
            .iter()
            .any(|(_, why)| *why == attachment::Unread::TooLarge),
        "{:?}",
        contents.unread
    );
    assert!(start.elapsed().as_secs() < 30);
}

#[test]
fn no_number_is_shown_anywhere() {
    let mut dice = Dice(5);
    let ids: Vec<String> = (0..6).map(|_| id_number(&mut dice)).collect();
    let site = Site::new();
    // the numbers are in the name of a folder, an unknown key, raw HTML, a broken link, an index
    // number and a reference
    site.document(
        &format!("名单{}/甲", ids[0]),
        "N/2024-1",
        &format!("keywords: [甲]\nunknown {}: 1\n", ids[1]),
        &format!("<b>{}</b> [见]({}.docx)", ids[2], ids[3]),
    );
    site.document(
        "b/乙",
        &format!("N/{}", ids[4]),
        &format!("interprets: [{}]\n", ids[5]),
        "正文。",
    );
    for lang in ["zh", "en"] {
        for format in ["human", "json"] {
            let run = site
                .run(&["check", "--lang", lang, "--format", format])
                .ends(1);
            for id in &ids {
                assert!(
                    !run.stdout.contains(id.as_str()) && !run.stderr.contains(id.as_str()),
                    "{lang} {format} shows {id}:\n{}",
                    run.stdout
                );
            }
            assert!(run.stdout.contains("**********"), "{}", run.stdout);
        }
    }
    let run = site.run(&["build"]).ends(1);
    assert!(
        ids.iter().all(|id| !run.stderr.contains(id.as_str())),
        "{}",
        run.stderr
    );
}

#[test]
fn a_document_may_account_for_what_it_publishes() {
    let mut dice = Dice(9);
    let (first, second) = (id_number(&mut dice), id_number(&mut dice));
    let masked = |id: &str| format!("{}*************{}", &id[..2], &id[15..]);
    let site = Site::new();
    let waive = |what: &str| {
        site.document(
            "a/1",
            "N/2024-1",
            &format!("privacy:\n  - {what}\n"),
            &format!("被执行人 {first}、{second}。"),
        )
    };
    waive("{code: id-card-number, reason: 失信被执行人名单依法公布}");
    let run = site.run(&["check", "--format", "json"]).ends(0);
    assert!(
        run.stdout.contains("personal-data-waived")
            && run.stdout.contains("失信被执行人名单依法公布"),
        "{}",
        run.stdout
    );
    waive(&format!(
        "{{检查项: 公民身份号码, 号码: \"{}\", 理由: 依法公布}}",
        masked(&first)
    ));
    let run = site.run(&["check", "--format", "json"]).ends(1);
    assert_eq!(
        run.stdout.matches("\"id-card-number\"").count(),
        1,
        "{}",
        run.stdout
    );
    waive("{code: id-card-number}");
    assert!(
        site.run(&["check", "--format", "json"])
            .ends(1)
            .stdout
            .contains("wrong-type"),
        "a reason is needed"
    );
    waive("{code: mobile-number, reason: 值班}");
    assert!(
        site.run(&["check", "--format", "json"])
            .ends(1)
            .stdout
            .contains("unused-waiver")
    );
    // the reason of a waiver is not published
    waive("{code: id-card-number, reason: 金丝雀}");
    site.build();
    for (path, bytes) in crate::harness::tree(&site.public()) {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("金丝雀"),
            "{path}"
        );
    }
}

#[test]
fn an_office_telephone_is_no_personal_one() {
    let site = Site::new();
    site.document(
        "a/1",
        "N/2024-1",
        "contact: 13912345678\n",
        "值班电话：13912345679；热线 12345；平台专员 13912345670。",
    );
    let run = site.run(&["check", "--format", "json"]).ends(0);
    assert_eq!(
        run.stdout.matches("mobile-number").count(),
        1,
        "{}",
        run.stdout
    );
    site.write("mulu.yaml", "title: 测试目录\nbase_url: https://example.cn/\nagency: {name: 甲局}\nprivacy:\n  office_labels: [平台专员]\n");
    assert!(
        !site
            .run(&["check", "--format", "json"])
            .ends(0)
            .stdout
            .contains("mobile-number")
    );
}

#[test]
fn notices_and_the_configuration_give_nobody_away() {
    let id = id_number(&mut Dice(7));
    let site = Site::new();
    site.write(
        "mulu.yaml",
        format!(
            "title: 目录\ndescription: 联系人{id}\nagency: {{name: 甲局, phone: '13800138000'}}\n"
        ),
    );
    site.document(
        "down",
        "N/2025-1",
        &format!(
            "withdrawn: {{date: 2025-01-01, reason: '误公开{}&nbsp;{}'}}\n",
            &id[..6],
            &id[6..]
        ),
        "正文。",
    );
    let run = site
        .run(&["--as-of", "2025-06-01", "check", "--format", "json"])
        .ends(1);
    let found: Vec<&str> = run
        .stdout
        .lines()
        .filter(|l| l.contains("\"id-card-number\""))
        .collect();
    assert_eq!(found.len(), 2, "{}", run.stdout);
    assert!(
        found[0].contains("content/down.md")
            && found[1].contains("\"mulu.yaml\",\"line\":2,\"column\":17"),
        "{found:?}"
    );
    assert!(
        !run.stdout.contains(&id[6..14]) && !run.stdout.contains("mobile-number"),
        "{}",
        run.stdout
    );
}
