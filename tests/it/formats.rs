//! Tests office files of several programs: `mulu import` imports their text, and the check of
//! attachments finds their visible text. Most names in tests/office/read begin with the name of
//! the program that wrote the file.

use crate::harness::{self, Site};
use mulu::attachment::{self, Format};
use std::path::PathBuf;

fn stored(name: &str) -> PathBuf {
    harness::repository().join("tests/office/read").join(name)
}

/// Imports a single file; gives the new file and the messages.
fn imported(name: &str, bytes: &[u8]) -> (String, String) {
    let site = Site::new();
    std::fs::create_dir(site.root().join("old")).unwrap();
    std::fs::write(site.root().join("old").join(name), bytes).unwrap();
    let run = harness::run(harness::mulu(site.root()).args(["import", &format!("old/{name}")]));
    let stem = name.rsplit_once('.').unwrap().0;
    let text = std::fs::read_to_string(site.root().join(format!("content/{stem}.md")));
    (text.unwrap_or_default(), run.stderr)
}

#[test]
fn every_office_file_is_read_in_order() {
    for (name, seen) in [
        (
            "libreoffice.doc",
            &["关于列表的通知", "各单位：\n\n1. 第一项内容\n2. 第二项内容"][..],
        ),
        (
            "libreoffice.xls",
            &[
                "2023年度政府信息公开台账",
                "| 1 | 关于防汛的通知 | 2023-05-06 | 0.3 |",
                "| 2 | 关于抗旱的通知 | 2023-05-06 | 12.5 |",
            ],
        ),
        ("xlwt.xls", &["| 1 | 关于防汛的通知 | 2023-05-06 |"]),
        (
            "openpyxl.xlsx",
            &["| 1 | 关于防汛的通知 | 2023-05-06 | 0.3 |"],
        ),
        (
            "reportlab.pdf",
            &[
                "关于做好防汛救灾工作的通知",
                "各单位：",
                "为切实做好防汛救灾各项准备工作，现将有关事项通知如下，请认真贯彻落实。",
            ],
        ),
        (
            "made.ofd",
            &[
                "关于做好防汛工作的通知",
                "身份证号110101199003070038",
                "文件由民政局负责解释。",
                "已核对",
            ],
        ),
        (
            "made.mhtml",
            &[
                "标题: 关于防汛的通知",
                "请认真做好各项防汛救灾准备工作",
                "/a.png)",
            ],
        ),
    ] {
        let (text, said) = imported(name, &std::fs::read(stored(name)).unwrap());
        for seen in seen {
            assert!(text.contains(seen), "{name}: {seen}\n{text}\n{said}");
        }
        assert!(!text.contains('秘'), "{name}: a hidden sheet stays hidden");
    }
    let rtf = br"{\rtf1\ansi\ansicpg936\uc2{\fonttbl{\f0\fcharset134 SimSun;}}{\*\generator x;}\f0 \'b9\'d8\'d3\'da\u38450??\'b5\'c4\'cd\'a8\'d6\'aa\par {\v \'b0\'b5}\'b8\'f7\'b5\'a5\'ce\'bb\'a3\'ba\par \pard\intbl \'bc\'d7\cell \'d2\'d2\cell\row\pard \'d5\'fd\'ce\'c4{\footnote \'d7\'a2}\'a1\'a3\par}";
    let (text, _) = imported("1.rtf", rtf);
    for seen in [
        "关于防的通知",
        "各单位：",
        "| 甲 | 乙 |",
        "正文[^1]。",
        "[^1]: 注",
    ] {
        assert!(text.contains(seen), "{seen}\n{text}");
    }
    let (text, _) = imported(
        "1.csv",
        &encoding_rs::GB18030
            .encode("序号,标题\n1,\"关于甲,乙的通知\"\n")
            .0,
    );
    assert!(text.contains("| 1 | 关于甲,乙的通知 |"), "{text}");
}

#[test]
fn a_file_is_what_its_content_says() {
    let read = |name: &str| std::fs::read(stored(name)).unwrap();
    for (name, bytes, reason) in [
        ("1.doc", read("reportlab.pdf"), "与扩展名不符"),
        ("1.pdf", read("libreoffice.doc"), "与扩展名不符"),
        ("1.ofd", read("openpyxl.xlsx"), "与扩展名不符"),
        ("1.xls", Vec::new(), "文件是空的"),
        ("1.pdf", Vec::new(), "文件是空的"),
        (
            "1.doc",
            read("libreoffice.doc")[..6000].to_vec(),
            "import-failed",
        ),
    ] {
        let (text, said) = imported(name, &bytes);
        assert!(text.is_empty() && said.contains(reason), "{name}: {said}");
    }
    // many systems export a web page under the name of a workbook
    let page = "<html><meta charset=utf-8><table><tr><td>甲<td>乙</table><p>各单位：</p></html>";
    assert!(imported("1.xls", page.as_bytes()).0.contains("| 甲 | 乙 |"));
    assert_eq!(attachment::format(&read("made.ofd")), Format::Ofd);
    assert_eq!(attachment::format(&read("xlwt.xls")), Format::OldWorkbook);
}

#[test]
fn automatic_numbers_are_those_that_the_program_shows() {
    let read = |ending: &str| {
        let name = format!("libreoffice-numbered.{ending}");
        let (text, said) = imported(&name, &std::fs::read(stored(&name)).unwrap());
        assert!(!said.contains("自动编号"), "{said}");
        text.split_once("---\n\n").unwrap().1.to_owned()
    };
    let text = read("odt");
    for seen in [
        "## 第一章 总则\n\n第一条 为了加强管理，制定本办法。\n\n第二条 本办法适用于：\n",
        "（一）机关；\n\n一.1 乡镇\n\n（二）企业。\n\n## 第二章 附则\n\n第一条 本办法",
        "- 圆点项甲\n- 圆点项乙\n",
        "1. 数字项甲\n2. 数字项乙\n",
        "| 1 格内 | 值 |\n| --- | --- |\n| 2 格内 | 值 |",
    ] {
        assert!(text.contains(seen), "{seen}\n{text}");
    }
    assert_eq!(read("doc"), text);
    assert_eq!(read("rtf"), text);
}

#[test]
fn files_that_programs_write_with_less_are_read() {
    // the allocation table lists more sectors than the file has
    let (text, said) = imported(
        "sheetjs.xls",
        &std::fs::read(stored("sheetjs.xls")).unwrap(),
    );
    assert!(text.contains("| 县民政局 | 王某 |"), "{text}{said}");
    let whole = std::fs::read(stored("sheetjs.xls")).unwrap();
    assert!(attachment::document(&whole[..whole.len() - 1024]).is_err());
    // cells without text have their values as attributes
    let content = "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'>\
         <office:body><office:spreadsheet><table:table table:name='Sheet1'><table:table-row>\
         <table:table-cell office:value-type='float' office:value='12.5'/>\
         <table:table-cell office:value-type='percentage' office:value='0.25'/>\
         <table:table-cell office:value-type='date' office:date-value='2023-05-06T00:00:00Z'>\
         <text:p>5/6/23</text:p></table:table-cell>\
         <table:table-cell office:value-type='string'><text:p>甲</text:p></table:table-cell>\
         </table:table-row></table:table></office:spreadsheet></office:body>\
         </office:document-content>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
    let (text, said) = imported("1.ods", &zip.finish().unwrap().into_inner());
    assert!(
        text.contains("| 12.5 | 25% | 2023-05-06 | 甲 |"),
        "{text}{said}"
    );
}

#[test]
fn percentages_are_shown_as_their_format_says() {
    for name in ["libreoffice-percent.xls", "libreoffice-percent.xlsx"] {
        let (text, said) = imported(name, &std::fs::read(stored(name)).unwrap());
        for seen in [
            "| 绿化 | 25% | 7.5% |",
            "| 供水 | 100% | 0.5 |",
            "| 覆盖率 | 98.8% |",
        ] {
            assert!(text.contains(seen), "{name}: {seen}\n{text}{said}");
        }
    }
}

/// The reader of old workbooks panics on this file: a string ends behind the end of its record.
#[test]
fn a_panic_of_a_reader_is_a_finding_and_nothing_else() {
    let mut bytes = std::fs::read(stored("libreoffice-percent.xls")).unwrap();
    bytes[3178..3182].fill(0xff);
    let (text, said) = imported("1.xls", &bytes);
    assert!(text.is_empty(), "{text}");
    assert!(said.contains("文件已损坏"), "{said}");
    assert!(
        !said.contains("panicked") && !said.contains("backtrace"),
        "{said}"
    );
}

/// Many systems save reports under the name of Excel files.
#[test]
fn reports_under_the_name_of_a_workbook_are_tables() {
    let xml = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook \
               xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
               xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet \
               ss:Name=\"a\"><Table><Row><Cell><Data ss:Type=\"String\">村</Data></Cell><Cell><Data \
               ss:Type=\"String\">日期</Data></Cell></Row><Row><Cell><Data ss:Type=\"String\">石桥村\
               </Data></Cell><Cell><Data ss:Type=\"DateTime\">2023-05-06T00:00:00.000</Data></Cell>\
               </Row></Table></Worksheet></Workbook>";
    let html = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><meta charset=utf-8>\
                <table><tr><td>村</td><td>日期</td></tr><tr><td>石桥村</td><td>2023-05-06</td></tr>\
                </table></html>";
    let tabs = "村\t日期\n石桥村\t2023-05-06\n";
    let gbk = encoding_rs::GB18030.encode(tabs).0.into_owned();
    let sixteen: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(tabs.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("1.xls", xml.as_bytes()),
        ("2.xlsx", xml.as_bytes()),
        ("3.xls", html.as_bytes()),
        ("4.xls", tabs.as_bytes()),
        ("5.xls", gbk.as_slice()),
        ("6.xls", sixteen.as_slice()),
    ] {
        let (text, said) = imported(name, bytes);
        assert!(
            text.contains("| 村 | 日期 |\n| --- | --- |\n| 石桥村 | 2023-05-06 |"),
            "{name}: {text}{said}"
        );
    }
    let word = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument \
                xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body/></w:wordDocument>";
    let (text, said) = imported("7.doc", word.as_bytes());
    assert!(
        text.is_empty() && said.contains("另存为 .docx"),
        "{text}{said}"
    );
}

#[test]
fn damaged_office_files_stop_nobody() {
    for name in [
        "libreoffice.doc",
        "libreoffice-numbered.doc",
        "libreoffice.xls",
        "openpyxl.xlsx",
        "made.ofd",
    ] {
        let whole = std::fs::read(stored(name)).unwrap();
        for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let mut broken = whole.clone();
            broken[at] ^= 0x5a;
            let _ = attachment::document(&broken);
            let _ = attachment::document(&whole[..at]);
        }
    }
    let deep = [b"{\\rtf1 ".as_slice(), &b"{".repeat(100_000)].concat();
    assert!(attachment::document(&deep).is_err());
}

#[test]
fn the_check_sees_what_readers_see() {
    let told = |name: &str| attachment::facts(&std::fs::read(stored(name)).unwrap());
    assert_eq!(told("made.ofd").pages, Some(1));
    assert_eq!(told("reportlab.pdf").pages, Some(1));
    assert_eq!(told("openpyxl.xlsx").sheets, Some(2));
    assert_eq!(told("libreoffice.xls").sheets, Some(2));
    // a number that the page stores in two pieces is found as one
    let contents = attachment::read(&std::fs::read(stored("made.ofd")).unwrap());
    assert!(
        contents
            .parts
            .iter()
            .any(|p| p.text.contains("110101199003070038"))
    );
    let contents = attachment::read(&std::fs::read(stored("gbk.zip")).unwrap());
    let places: Vec<&str> = contents.parts.iter().map(|p| p.place.as_str()).collect();
    for name in ["联通公告.txt", "附件一：名单.txt", "联通.txt"] {
        assert!(places.contains(&name), "{name}: {places:?}");
    }
    let contents = attachment::read(&std::fs::read(stored("libreoffice.doc")).unwrap());
    assert!(contents.unread.is_empty(), "{:?}", contents.unread);
    assert!(contents.parts.iter().any(|p| p.text.contains("第二项内容")));
}
