//! Takes nothing; defines the form of an annual report (tables, rows and columns, word for word) as
//! data. This file must not know any figures.
//!
//! The form for 2021 and later is that of 国办公开办函〔2021〕30号. The form for earlier years is
//! that of 2019, as published reports show it.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A name in the form in which names are compared: without white space and common punctuation,
/// because editors change these, and with half-width characters instead of full-width ones.
pub(super) fn plain(name: &str) -> String {
    name.nfkc()
        .filter(|c| !c.is_whitespace() && !"、,.:;。“”\"'‘’".contains(*c))
        .collect()
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Reports of the years before 2021.
    Of2019,
    /// Reports of 2021 and later.
    Of2021,
}

/// A part of the report that has tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// 二、主动公开政府信息情况
    Disclosure,
    /// 三、收到和处理政府信息公开申请情况
    Applications,
    /// 四、政府信息公开行政复议、行政诉讼情况
    Review,
}

impl Part {
    /// The parts, in order.
    pub const ALL: [Part; 3] = [Part::Disclosure, Part::Applications, Part::Review];

    /// The name in the front matter.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// The short Chinese name in the front matter.
    pub fn label(self) -> &'static str {
        self.names()[1]
    }

    /// The part's heading in a report, without its number.
    pub fn heading(self) -> &'static str {
        self.names()[2]
    }

    /// The part with this name in the front matter or a placeholder.
    pub fn find(written: &str) -> Option<Part> {
        let written = plain(written);
        Part::ALL.into_iter().find(|p| {
            p.names().iter().any(|n| plain(n) == written) || written.ends_with(&plain(p.heading()))
        })
    }

    /// Every name for the front matter and placeholders. The first three are the name, the label
    /// and the heading.
    fn names(self) -> &'static [&'static str] {
        match self {
            Part::Disclosure => &[
                "disclosure",
                "主动公开",
                "主动公开政府信息情况",
                "二",
                "第二部分",
            ],
            Part::Applications => &[
                "applications",
                "申请办理",
                "收到和处理政府信息公开申请情况",
                "三",
                "第三部分",
                "依申请公开",
                "申请",
            ],
            Part::Review => &[
                "review",
                "复议诉讼",
                "政府信息公开行政复议、行政诉讼情况",
                "四",
                "第四部分",
                "行政复议和行政诉讼",
                "行政复议、行政诉讼",
            ],
        }
    }
}

/// The kind of number in a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A whole number from 0.
    Count,
    /// A whole number with or without a sign: 本年增/减.
    Change,
    /// An amount, in 万元.
    Amount,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// The kind of number in its cells.
    pub holds: Holds,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Its number in the form, such as `(三)1`; empty in tables that number no rows.
    pub code: &'static str,
    /// The headers before its cells, from the outside in.
    pub heads: &'static [&'static str],
}

impl Row {
    /// The row's own words.
    pub fn name(&self) -> &'static str {
        self.heads.last().copied().unwrap_or_default()
    }

    /// The row in messages: the words of its groups and its own. Remarks are left out, and so is
    /// the group of all results, because its name tells nothing about a row.
    pub fn full_name(&self) -> String {
        let heads: Vec<&str> = self
            .heads
            .iter()
            .filter(|h| **h != RESULTS)
            .map(|h| h.split("（区分").next().unwrap_or(h))
            .collect();
        heads.join("－")
    }
}

/// Rows that share the same columns.
#[derive(Debug)]
pub struct Table {
    /// The line above the table: in part two, the item of article 20 of 《政府信息公开条例》; empty
    /// in the other parts.
    pub caption: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Its rows.
    pub rows: &'static [Row],
}

impl Form {
    /// The form of a year's report.
    pub fn of_year(year: i16) -> Form {
        if year < 2021 {
            Form::Of2019
        } else {
            Form::Of2021
        }
    }

    /// The tables of a part.
    pub fn tables(self, part: Part) -> &'static [Table] {
        match (self, part) {
            (Form::Of2021, Part::Disclosure) => DISCLOSURE,
            (Form::Of2019, Part::Disclosure) => DISCLOSURE_2019,
            (Form::Of2021, Part::Applications) => APPLICATIONS,
            (Form::Of2019, Part::Applications) => APPLICATIONS_2019,
            (_, Part::Review) => REVIEW,
        }
    }

    /// The rows of a part, through all its tables, each with its columns.
    pub fn rows(self, part: Part) -> impl Iterator<Item = (&'static Row, &'static [Column])> {
        self.tables(part)
            .iter()
            .flat_map(|t| t.rows.iter().map(|r| (r, t.columns)))
    }
}

const fn count(name: &'static str) -> Column {
    Column {
        name,
        holds: Holds::Count,
    }
}

const fn row(code: &'static str, heads: &'static [&'static str]) -> Row {
    Row { code, heads }
}

const DECISIONS: &[Column] = &[count("本年处理决定数量")];

const DISCLOSURE: &[Table] = &[
    Table {
        caption: "第二十条第（一）项",
        columns: &[
            count("本年制发件数"),
            count("本年废止件数"),
            count("现行有效件数"),
        ],
        rows: &[row("", &["规章"]), row("", &["行政规范性文件"])],
    },
    Table {
        caption: "第二十条第（五）项",
        columns: DECISIONS,
        rows: &[row("", &["行政许可"])],
    },
    Table {
        caption: "第二十条第（六）项",
        columns: DECISIONS,
        rows: &[row("", &["行政处罚"]), row("", &["行政强制"])],
    },
    Table {
        caption: "第二十条第（八）项",
        columns: &[Column {
            name: "本年收费金额（单位：万元）",
            holds: Holds::Amount,
        }],
        rows: &[row("", &["行政事业性收费"])],
    },
];

const CHANGES: &[Column] = &[
    count("上一年项目数量"),
    Column {
        name: "本年增/减",
        holds: Holds::Change,
    },
    count("处理决定数量"),
];

const DISCLOSURE_2019: &[Table] = &[
    Table {
        caption: "第二十条第（一）项",
        columns: &[
            count("本年新制作数量"),
            count("本年新公开数量"),
            count("对外公开总数量"),
        ],
        rows: &[row("", &["规章"]), row("", &["规范性文件"])],
    },
    Table {
        caption: "第二十条第（五）项",
        columns: CHANGES,
        rows: &[row("", &["行政许可"]), row("", &["其他对外管理服务事项"])],
    },
    Table {
        caption: "第二十条第（六）项",
        columns: CHANGES,
        rows: &[row("", &["行政处罚"]), row("", &["行政强制"])],
    },
    Table {
        caption: "第二十条第（八）项",
        columns: &[
            count("上一年项目数量"),
            Column {
                name: "本年增/减",
                holds: Holds::Change,
            },
        ],
        rows: &[row("", &["行政事业性收费"])],
    },
    Table {
        caption: "第二十条第（九）项",
        columns: &[
            count("采购项目数量"),
            Column {
                name: "采购总金额（单位：万元）",
                holds: Holds::Amount,
            },
        ],
        rows: &[row("", &["政府集中采购"])],
    },
];

const APPLICANTS: &[Column] = &[
    count("自然人"),
    count("商业企业"),
    count("科研机构"),
    count("社会公益组织"),
    count("法律服务机构"),
    count("其他"),
    count("总计"),
];

const RESULTS: &str = "三、本年度办理结果";
const WITHHELD: &str = "（三）不予公开";
const UNAVAILABLE: &str = "（四）无法提供";
const REFUSED: &str = "（五）不予处理";
const OTHERWISE: &str = "（六）其他处理";

/// The rows of both forms, with those of (六) as arguments. The form of 2019 has a single row (六).
macro_rules! applications {
    ($($otherwise:expr),*) => {
        &[Table {
            caption: "",
            columns: APPLICANTS,
            rows: &[
                row("一", &["一、本年新收政府信息公开申请数量"]),
                row("二", &["二、上年结转政府信息公开申请数量"]),
                row("(一)", &[RESULTS, "（一）予以公开"]),
                row("(二)", &[RESULTS, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]),
                row("(三)1", &[RESULTS, WITHHELD, "1.属于国家秘密"]),
                row("(三)2", &[RESULTS, WITHHELD, "2.其他法律行政法规禁止公开"]),
                row("(三)3", &[RESULTS, WITHHELD, "3.危及“三安全一稳定”"]),
                row("(三)4", &[RESULTS, WITHHELD, "4.保护第三方合法权益"]),
                row("(三)5", &[RESULTS, WITHHELD, "5.属于三类内部事务信息"]),
                row("(三)6", &[RESULTS, WITHHELD, "6.属于四类过程性信息"]),
                row("(三)7", &[RESULTS, WITHHELD, "7.属于行政执法案卷"]),
                row("(三)8", &[RESULTS, WITHHELD, "8.属于行政查询事项"]),
                row("(四)1", &[RESULTS, UNAVAILABLE, "1.本机关不掌握相关政府信息"]),
                row("(四)2", &[RESULTS, UNAVAILABLE, "2.没有现成信息需要另行制作"]),
                row("(四)3", &[RESULTS, UNAVAILABLE, "3.补正后申请内容仍不明确"]),
                row("(五)1", &[RESULTS, REFUSED, "1.信访举报投诉类申请"]),
                row("(五)2", &[RESULTS, REFUSED, "2.重复申请"]),
                row("(五)3", &[RESULTS, REFUSED, "3.要求提供公开出版物"]),
                row("(五)4", &[RESULTS, REFUSED, "4.无正当理由大量反复申请"]),
                row("(五)5", &[RESULTS, REFUSED, "5.要求行政机关确认或重新出具已获取信息"]),
                $($otherwise,)*
                row("(七)", &[RESULTS, "（七）总计"]),
                row("四", &["四、结转下年度继续办理"]),
            ],
        }]
    };
}

const APPLICATIONS: &[Table] = applications!(
    row(
        "(六)1",
        &[
            RESULTS,
            OTHERWISE,
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
        ]
    ),
    row(
        "(六)2",
        &[
            RESULTS,
            OTHERWISE,
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
        ]
    ),
    row("(六)3", &[RESULTS, OTHERWISE, "3.其他"])
);

const APPLICATIONS_2019: &[Table] = applications!(row("(六)", &[RESULTS, OTHERWISE]));

const OUTCOMES: &[Column] = &[
    count("结果维持"),
    count("结果纠正"),
    count("其他结果"),
    count("尚未审结"),
    count("总计"),
];

const REVIEW: &[Table] = &[Table {
    caption: "",
    columns: OUTCOMES,
    rows: &[
        row("", &["行政复议"]),
        row("", &["行政诉讼", "未经复议直接起诉"]),
        row("", &["行政诉讼", "复议后起诉"]),
    ],
}];
