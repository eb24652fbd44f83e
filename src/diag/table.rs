//! Takes findings; gives a workbook with a sheet of counts by code and a sheet with a row for each
//! finding, up to the limit of Excel. This file must not know where the workbook is written.

use super::{Code, Diagnostic, Lang, Severity, severity_word};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Excel's limit on the length of a cell, in UTF-16 units.
const CELL: usize = 32_767;
/// Excel's limit on the rows of a sheet below the heading.
const ROWS: usize = 1_048_575;

/// The workbook. Personal numbers are masked. The same findings give the same workbook.
pub fn workbook(findings: &[Diagnostic], lang: Lang) -> Result<Workbook, XlsxError> {
    let pick = |zh, en| if lang == Lang::Zh { zh } else { en };
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    sum(
        workbook.add_worksheet().set_name(pick("汇总", "Summary"))?,
        findings,
        lang,
        &bold,
    )?;
    let sheet = workbook
        .add_worksheet()
        .set_name(pick("明细", "Findings"))?;
    let columns = [
        (pick("级别", "Severity"), 8.0),
        (pick("检查项", "Code"), 26.0),
        (pick("文件", "File"), 44.0),
        (pick("行", "Line"), 7.0),
        (pick("列", "Column"), 7.0),
        (pick("问题", "Finding"), 60.0),
        (pick("处理", "What to do"), 60.0),
        (pick("原文", "The line"), 60.0),
        (pick("可自动修改", "Repair"), 11.0),
    ];
    heading(sheet, &columns, findings.len(), &bold)?;
    for (row, finding) in (1u32..).zip(findings.iter().take(ROWS)) {
        let place = finding.place.as_ref();
        let file = finding.file().unwrap_or_default();
        let line = place.map(|p| p.shown()).unwrap_or_default();
        let texts: [(u16, Cow<'_, str>); 7] = [
            (0, severity_word(finding.severity, lang).into()),
            (1, finding.code().name().into()),
            (2, file),
            (5, finding.message(lang).into()),
            (6, finding.help(lang).unwrap_or_default().into()),
            (7, line),
            (
                8,
                if finding.repair.is_some() {
                    pick("是", "yes")
                } else {
                    ""
                }
                .into(),
            ),
        ];
        for (column, text) in texts {
            write(sheet, row, column, &text)?;
        }
        if let Some(place) = place {
            sheet.write_number(row, 3, place.line)?;
            sheet.write_number(row, 4, place.column)?;
        }
    }
    Ok(workbook)
}

/// The sheet with the number of findings of each code and severity, sorted by severity, then by
/// this number (the largest first), then by code.
fn sum(
    sheet: &mut Worksheet,
    findings: &[Diagnostic],
    lang: Lang,
    bold: &Format,
) -> Result<(), XlsxError> {
    let pick = |zh, en| if lang == Lang::Zh { zh } else { en };
    let mut codes: BTreeMap<(Severity, Code), (usize, BTreeSet<&str>, usize)> = BTreeMap::new();
    for finding in findings {
        let (count, files, repairs) = codes.entry((finding.severity, finding.code())).or_default();
        *count += 1;
        files.extend(finding.file.as_deref());
        *repairs += usize::from(finding.repair.is_some());
    }
    let columns = [
        (pick("级别", "Severity"), 8.0),
        (pick("检查项", "Code"), 26.0),
        (pick("处数", "Findings"), 9.0),
        (pick("涉及文件数", "Files"), 11.0),
        (pick("可自动修改", "Repairs"), 11.0),
        (pick("含义", "Meaning"), 70.0),
    ];
    heading(sheet, &columns, codes.len(), bold)?;
    let mut rows: Vec<_> = codes.into_iter().collect();
    rows.sort_by(|a, b| {
        let key = |row: &((Severity, Code), (usize, BTreeSet<&str>, usize))| {
            (row.0.0, std::cmp::Reverse(row.1.0), row.0.1.name())
        };
        key(a).cmp(&key(b))
    });
    for (row, ((severity, code), (count, files, repairs))) in (1u32..).zip(rows) {
        write(sheet, row, 0, severity_word(severity, lang))?;
        write(sheet, row, 1, code.name())?;
        sheet.write_number(row, 2, count as f64)?;
        sheet.write_number(row, 3, files.len() as f64)?;
        sheet.write_number(row, 4, repairs as f64)?;
        write(sheet, row, 5, &code.texts(lang).message)?;
    }
    Ok(())
}

fn heading(
    sheet: &mut Worksheet,
    columns: &[(&str, f64)],
    rows: usize,
    bold: &Format,
) -> Result<(), XlsxError> {
    for (column, (name, width)) in (0u16..).zip(columns) {
        sheet.write_string_with_format(0, column, *name, bold)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows.min(ROWS) as u32, columns.len() as u16 - 1)?;
    Ok(())
}

/// Writes a text, never as a formula.
fn write(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string(row, column, fitting(text))?;
    }
    Ok(())
}

/// A text that a cell can hold. A text is cut to almost half as many characters as the limit of a
/// cell, because Excel counts UTF-16 units, and a character has one or two of them.
fn fitting(text: &str) -> Cow<'_, str> {
    const MORE: &str = "……";
    let most = (CELL - MORE.chars().count()) / 2;
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}{MORE}", &text[..end]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_what_a_cell_holds() {
        for c in ["甲", "𠀀"] {
            for count in [1, 16_381, 16_382, 16_383, 16_384, 40_000] {
                let text = c.repeat(count);
                let shown = fitting(&text);
                assert!(shown.encode_utf16().count() <= CELL, "{c} {count}");
                assert_eq!(shown == text, count <= 16_382, "{c} {count}");
            }
        }
    }
}
