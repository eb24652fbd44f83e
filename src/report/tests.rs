//! Tests with a complete report, and with the same report after a change of one cell.

use super::*;
use crate::diag::{Code, Diagnostic};
use std::collections::BTreeSet;

/// Part three of a report, row by row in the order of the form.
const FIGURES: [[i64; 7]; 25] = [
    [13612, 252, 0, 45, 128, 32, 14069],
    [535, 6, 0, 1, 18, 0, 560],
    [5345, 129, 0, 41, 19, 14, 5548],
    [2120, 39, 0, 1, 6, 2, 2168],
    [13, 0, 0, 0, 0, 0, 13],
    [30, 0, 0, 0, 0, 0, 30],
    [11, 0, 0, 0, 0, 0, 11],
    [49, 2, 0, 0, 0, 0, 51],
    [103, 1, 0, 0, 0, 0, 104],
    [84, 1, 0, 0, 0, 0, 85],
    [282, 4, 0, 0, 0, 0, 286],
    [147, 0, 0, 0, 1, 2, 150],
    [3075, 50, 0, 0, 89, 8, 3222],
    [177, 3, 0, 0, 0, 0, 180],
    [19, 0, 0, 0, 0, 0, 19],
    [199, 1, 0, 0, 3, 0, 203],
    [147, 1, 0, 0, 0, 0, 148],
    [0, 0, 0, 0, 0, 0, 0],
    [100, 1, 0, 0, 0, 0, 101],
    [5, 0, 0, 0, 0, 0, 5],
    [315, 3, 0, 0, 0, 0, 318],
    [202, 0, 0, 1, 0, 0, 203],
    [941, 17, 0, 1, 3, 3, 965],
    [13364, 252, 0, 44, 121, 29, 13810],
    [783, 6, 0, 2, 25, 3, 819],
];

/// Part two: 规章, 行政规范性文件, 行政许可, 行政处罚, 行政强制, 行政事业性收费.
const DISCLOSURE: &str = "  主动公开:\n    规章: 2 1 11\n    行政规范性文件: 8 3 40\n    行政许可: 120\n    行政处罚: 7\n    行政强制: 0\n    行政事业性收费: 3.25\n";
const REVIEW: &str = "  复议诉讼:\n    行政复议: 5 1 0 2 8\n    未经复议直接起诉: 1 0 0 0 1\n    复议后起诉: 2 0 1 0 3\n";

fn yaml(figures: &[[i64; 7]; 25], disclosure: &str, review: &str) -> String {
    let mut text = format!("tables:\n  year: 2024\n{disclosure}  申请办理:\n");
    for ((row, _), figures) in Form::Of2021.rows(Part::Applications).zip(figures) {
        let cells: Vec<String> = figures.iter().map(i64::to_string).collect();
        text.push_str(&format!("    {}: {}\n", row.code, cells.join(" ")));
    }
    text + review
}

fn read_text(text: &str) -> (Option<AnnualReport>, Vec<Diagnostic>) {
    let start = text.find('\n').unwrap() + 1;
    super::read("r.md", text, start..text.len(), None)
}

fn codes(findings: &[Diagnostic]) -> BTreeSet<Code> {
    findings.iter().map(|f| f.code()).collect()
}

#[test]
fn the_sample_is_clean() {
    let (report, findings) = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW));
    assert_eq!(findings, []);
    let report = report.unwrap();
    assert_eq!(
        (
            report.year,
            report.value(Part::Applications, 23, 6),
            report.value(Part::Review, 2, 4)
        ),
        (2024, Some(13810), Some(3))
    );
    assert_eq!(report.cell(Part::Disclosure, 5, 0).unwrap().text, "3.25");
}

/// Each of the 175 cells of part three is in these relations: its row's total; in rows 一, 二,
/// （七） and 四, its column's balance; in rows （一） to （七）, its column's results.
#[test]
fn a_change_of_any_cell_is_caught_by_the_relations_it_takes_part_in() {
    let mut caught = 0;
    for row in 0..25 {
        for column in 0..7 {
            for change in [1, 10] {
                let mut figures = FIGURES;
                figures[row][column] += change;
                let text = yaml(&figures, DISCLOSURE, REVIEW);
                let (_, findings) = read_text(&text);
                let mut expected = BTreeSet::from([Code::ReportRowTotal]);
                if matches!(row, 0 | 1 | 23 | 24) {
                    expected.insert(Code::ReportBalance);
                }
                if (2..=23).contains(&row) {
                    expected.insert(Code::ReportResults);
                }
                assert_eq!(codes(&findings), expected, "row {row}, column {column}");
                assert_eq!(findings.len(), expected.len());
                // each finding names the row or the column, and has the changed figure
                let name = Form::Of2021.rows(Part::Applications).nth(row).unwrap();
                for finding in &findings {
                    let said = finding.message(crate::diag::Lang::Zh);
                    let named = if finding.code() == Code::ReportRowTotal {
                        name.0.full_name()
                    } else {
                        format!("“{}”列", name.1[column].name)
                    };
                    assert!(said.contains(&named), "{said}");
                    assert!(said.contains(&figures[row][column].to_string()), "{said}");
                    let place = finding.place.as_ref().unwrap();
                    assert!(
                        text.lines().nth(place.line as usize - 1) == Some(&place.text)
                            && place.column > 4,
                        "{place:?}"
                    );
                }
                caught += 1;
            }
        }
    }
    assert_eq!(caught, 175 * 2);
}

/// Each cell of part four is in the total of its row. The cells of part two are in no relation
/// within a report.
#[test]
fn a_change_in_the_other_parts_is_caught_where_there_is_a_relation() {
    let last = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW).replace("2024", "2023"))
        .0
        .unwrap();
    for (row, label) in ["行政复议: ", "未经复议直接起诉: ", "复议后起诉: "]
        .iter()
        .enumerate()
    {
        for column in 0..5 {
            let review = changed(REVIEW, label, column);
            let (_, findings) = read_text(&yaml(&FIGURES, DISCLOSURE, &review));
            assert_eq!(
                codes(&findings),
                BTreeSet::from([Code::ReportReviewTotal]),
                "row {row}, column {column}"
            );
        }
    }
    // a year later: 11 + 2 - 1 = 12 rules, 40 + 8 - 3 = 45 normative documents; 819 carried over
    let this = DISCLOSURE
        .replace("2 1 11", "2 1 12")
        .replace("8 3 40", "8 3 45");
    let mut figures = FIGURES;
    figures[1] = FIGURES[24];
    for (c, (carried_out, results)) in FIGURES[24].into_iter().zip(FIGURES[23]).enumerate() {
        figures[0][c] = carried_out + results - figures[1][c];
    }
    let year = |disclosure: &str| {
        let (report, findings) = read_text(&yaml(&figures, disclosure, REVIEW));
        assert_eq!(findings, []);
        follows(&report.unwrap(), &last)
    };
    assert_eq!(year(&this), []);
    for label in ["规章: ", "行政规范性文件: "] {
        for column in 0..3 {
            let failures = year(&changed(&this, label, column));
            assert_eq!(
                failures
                    .iter()
                    .map(|f| f.message.code())
                    .collect::<Vec<_>>(),
                [Code::ReportInForce],
                "{label}{column}"
            );
        }
    }
    for label in ["行政许可: ", "行政处罚: ", "行政强制: "] {
        assert_eq!(
            year(&changed(&this, label, 0)),
            [],
            "{label}: nothing to compare it with"
        );
    }
}

#[test]
fn what_was_carried_over_is_carried_in() {
    let (last, _) = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW));
    let (this, _) = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW).replace("2024", "2025"));
    let columns: Vec<usize> = (0..7)
        .filter(|c| FIGURES[1][*c] != FIGURES[24][*c])
        .collect();
    let failures = follows(&this.unwrap(), &last.unwrap());
    assert_eq!(
        failures
            .iter()
            .filter(|f| f.message.code() == Code::ReportCarryOver)
            .count(),
        columns.len()
    );
    assert!(failures.iter().all(|f| f.also.is_some()));
}

/// Adds one to a figure of the line that begins with `label`.
fn changed(text: &str, label: &str, column: usize) -> String {
    let lines = text
        .lines()
        .map(|line| match line.trim_start().strip_prefix(label) {
            Some(figures) => {
                let mut figures: Vec<i64> =
                    figures.split(' ').map(|f| f.parse().unwrap()).collect();
                figures[column] += 1;
                format!(
                    "    {label}{}\n",
                    figures
                        .iter()
                        .map(i64::to_string)
                        .collect::<Vec<_>>()
                        .join(" ")
                )
            }
            None => format!("{line}\n"),
        });
    lines.collect()
}

#[test]
fn rows_are_found_by_number_or_words_and_figures_by_place_or_column() {
    let (expected, _) = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW));
    let expected = expected.unwrap();
    let mut text = String::from(
        "tables:\n  年度: 2024年\n  二、主动公开政府信息情况:\n    第二十条第（一）项:\n      规章: [2, 1, 11]\n      行政规范性文件: {本年制发件数: 8, 本年废止件数: 3, 现行有效件数: 40}\n",
    );
    text.push_str("    第二十条第（五）项:\n      行政许可: １２０\n    行政处罚: 7\n    行政强制: 0\n    行政事业性收费: 3.25万元 # 注\n");
    text.push_str("  三、收到和处理政府信息公开申请情况:\n    三、本年度办理结果:\n");
    let rows: Vec<_> = Form::Of2021.rows(Part::Applications).collect();
    let mut group = "";
    for (i, (row, _)) in rows.iter().enumerate() {
        let figures = FIGURES[i]
            .iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join("，");
        match row.heads {
            [_, outer, own] => {
                if group != *outer {
                    text.push_str(&format!("      {outer}:\n"));
                }
                text.push_str(&format!("        {own}: {figures}\n"));
                group = outer;
            }
            [_, own] => text.push_str(&format!("      {own}: {figures}\n")),
            _ => {}
        }
    }
    for (i, name) in [(0, "一、本年新收"), (24, "结转下年度继续办理")] {
        let figures = FIGURES[i]
            .iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join(" ");
        text.push_str(&format!("    {name}: {figures}\n"));
    }
    text.push_str("    二、上年结转政府信息公开申请数量:\n      自然人: 535\n      法人或其他组织:\n        商业企业: 6\n        科研机构: 0\n        社会公益组织: 1\n        法律服务机构: 18\n        其他: 0\n      总计: 560\n");
    text.push_str("  review:\n    行政复议: 5 1 0 2 8\n    行政诉讼:\n      未经复议直接起诉: 1 0 0 0 1\n      复议后起诉: 2 0 1 0 3\n");
    let (report, findings) = read_text(&text);
    assert_eq!(findings, []);
    let report = report.unwrap();
    for part in Part::ALL {
        for (a, b) in report.rows(part).iter().zip(expected.rows(part)) {
            let values = |c: &Cells| {
                c.cells
                    .iter()
                    .map(|c| c.as_ref().map(|c| (c.value, c.text.clone())))
                    .collect::<Vec<_>>()
            };
            assert_eq!(values(a), values(b));
        }
    }
}

#[test]
fn a_row_whose_number_and_words_differ_is_refused() {
    let text = yaml(&FIGURES, DISCLOSURE, REVIEW).replace("    (三)7: ", "    （三）7.重复申请: ");
    let (_, findings) = read_text(&text);
    assert_eq!(
        codes(&findings),
        BTreeSet::from([Code::ReportUnknownRow, Code::ReportMissingCell])
    );
}

#[test]
fn what_is_no_figure_is_said_at_its_place() {
    for (written, code, column) in [
        ("5 1 / 2 8", Code::ReportNotANumber, 15),
        ("5 -1 0 2 8", Code::ReportNegative, 13),
        ("5 1 0 2", Code::ReportMissingCell, 18),
        ("5 1 0 2 8 0", Code::ReportExtraCell, 21),
        ("5 1.5 0 2 8", Code::ReportNotANumber, 13),
    ] {
        let (_, findings) = read_text(&yaml(
            &FIGURES,
            DISCLOSURE,
            &REVIEW.replace("5 1 0 2 8", written),
        ));
        let places: Vec<_> = findings
            .iter()
            .map(|f| (f.code(), f.place.as_ref().unwrap().column))
            .collect();
        assert_eq!(places, [(code, column)], "{written}");
    }
}

#[test]
fn the_form_of_2019_is_read() {
    let mut text = String::from(
        "tables:\n  year: 2020\n  disclosure:\n    规章: 1 1 3\n    规范性文件: 2 2 9\n    行政许可: 4 -1 20\n    其他对外管理服务事项: 0 0 0\n    行政处罚: 3 +2 5\n    行政强制: 0 0 0\n    行政事业性收费: 1 0\n    政府集中采购: 8 160.5964万元\n  applications:\n",
    );
    let rows: Vec<_> = Form::Of2019.rows(Part::Applications).collect();
    assert_eq!(rows.len(), 23);
    for (row, _) in &rows {
        let n = i64::from(matches!(row.code, "一" | "(六)" | "(七)"));
        text.push_str(&format!("    {}: {n} 0 0 0 0 0 {n}\n", row.code));
    }
    let (report, findings) = read_text(&(text.clone() + REVIEW));
    assert_eq!(findings, []);
    assert!(
        table(&report.unwrap(), Part::Disclosure)
            .html
            .contains("160.5964")
    );
    let (_, findings) = read_text(&(text.replace("(六): 1", "(六): 2") + REVIEW));
    assert_eq!(
        codes(&findings),
        BTreeSet::from([Code::ReportRowTotal, Code::ReportResults])
    );
}

#[test]
fn prose_is_held_against_the_tables() {
    let report = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW)).0.unwrap();
    let wrong = |prose: &str| {
        quoted(&report, prose)
            .into_iter()
            .map(|q| q.value)
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong("全年共收到申请12件，上年结转560件。"), [14069]);
    assert_eq!(
        wrong("本年新收政府信息公开申请14069件，年内办结13810件，结转下年度819件。"),
        [0; 0]
    );
    assert_eq!(
        wrong("结转下年度继续办理８１件；行政复议9件，行政诉讼4件；制发行政规范性文件7件。"),
        [819, 8, 8]
    );
    assert_eq!(wrong("收到区人大代表建议2件，不予公开3件。"), [0; 0]);
}

#[test]
fn the_table_has_the_form_of_the_notice() {
    let report = read_text(&yaml(&FIGURES, DISCLOSURE, REVIEW)).0.unwrap();
    for part in Part::ALL {
        let shown = table(&report, part);
        let page = scraper::Html::parse_fragment(&shown.html);
        let all = |selector: &str| {
            page.select(&scraper::Selector::parse(selector).unwrap())
                .collect::<Vec<_>>()
        };
        let ids: BTreeSet<&str> = all("th[id]")
            .iter()
            .map(|th| th.value().attr("id").unwrap())
            .collect();
        let cells = all("td[headers]");
        assert_eq!(cells.len(), [10, 175, 15][part as usize]);
        for cell in &cells {
            let heads: Vec<&str> = cell.value().attr("headers").unwrap().split(' ').collect();
            assert!(
                heads.len() >= 2 && heads.iter().all(|h| ids.contains(h)),
                "{heads:?}"
            );
        }
        assert_eq!(all("caption").len(), 1);
        // merged cells count for all their columns
        let mut open: Vec<usize> = Vec::new();
        let mut widths = BTreeSet::new();
        for row in all("tr") {
            let number = |cell: &scraper::ElementRef<'_>, name| {
                cell.value()
                    .attr(name)
                    .map_or(1, |n| n.parse::<usize>().unwrap())
            };
            let cells: Vec<_> = row.child_elements().collect();
            let width: usize =
                cells.iter().map(|c| number(c, "colspan")).sum::<usize>() + open.len();
            widths.insert(width);
            open = open
                .into_iter()
                .filter_map(|rows| rows.checked_sub(1).filter(|r| *r > 0))
                .collect();
            for cell in cells {
                let rows = number(&cell, "rowspan");
                open.extend(std::iter::repeat_n(
                    rows - 1,
                    if rows > 1 {
                        number(&cell, "colspan")
                    } else {
                        0
                    },
                ));
            }
        }
        assert_eq!(
            widths,
            BTreeSet::from([[4, 10, 15][part as usize]]),
            "{part:?}"
        );
        assert!(shown.blocks.len() > 3);
    }
}
