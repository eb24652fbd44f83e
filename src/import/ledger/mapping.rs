//! Takes the headings and cells of ledgers; gives a proposed mapping of columns to fields as a YAML
//! file, and reads the user's corrected file. This file must not know which document a row belongs
//! to.

use super::heading::{FILES, TEXTS, Target, compared, is_in, key};
use super::table::Table;
use crate::catalogue::{Field, FieldKind};
use crate::diag::{Error, Lang, Words, words, yaml};
use crate::import::form::{fits, validity};
use crate::import::page::is_of_office;
use crate::import::vocabulary::{Meaning, meaning};
use std::collections::BTreeMap;
use std::path::Path;

/// The meanings of the columns, by heading.
#[derive(Clone, Debug, Default)]
pub struct Mapping(BTreeMap<String, Target>);

/// A column with its probable meaning.
struct Proposal {
    heading: String,
    target: Target,
    /// Why the user should check it.
    doubt: Option<Words>,
}

/// The probable meanings of the columns of some tables.
fn proposals(tables: &[Table]) -> Vec<Proposal> {
    let mut all: Vec<Proposal> = Vec::new();
    for table in tables {
        for (at, heading) in table.heads.iter().enumerate() {
            if all.iter().any(|p| p.heading == *heading) {
                continue;
            }
            let texts = table.rows.iter().map(|row| row.cells[at].as_str());
            let texts: Vec<&str> = texts.filter(|t| !t.is_empty()).take(200).collect();
            let (target, doubt) = guess(heading, &texts);
            all.push(Proposal {
                heading: heading.clone(),
                target,
                doubt,
            });
        }
    }
    settle(&mut all);
    all
}

/// The probable meaning of one column, by its heading and its cells.
fn guess(heading: &str, texts: &[&str]) -> (Target, Option<Words>) {
    let whole = compared(heading);
    // a heading may have a note: 成文日期（年月日）
    let bare = whole
        .split(['(', '（'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let most = |is: &dyn Fn(&str) -> bool| {
        let count = texts.iter().filter(|t| is(t)).count();
        !texts.is_empty() && count * 5 >= texts.len() * 4
    };
    let is_file = |t: &str| {
        let lower = t.to_lowercase();
        is_of_office(&lower)
            || [".html", ".htm", ".shtml", ".mht", ".mhtml"]
                .iter()
                .any(|e| lower.ends_with(e))
    };
    for name in [&whole, &bare] {
        if is_in(FILES, name)
            || (most(&is_file) && (name.contains("文件") || key(name) == Some(Target::File)))
        {
            return (Target::File, None);
        }
        if is_in(TEXTS, name) || name.ends_with("正文") || name.ends_with("全文") {
            return (Target::Text, None);
        }
        let labelled = meaning(name)
            .and_then(Meaning::field)
            .or_else(|| Field::find(name));
        if let Some(field) = labelled.filter(|f| is_usable(*f)) {
            return (Target::Field(field), None);
        }
        if let Some(target) = key(name) {
            return (target, None);
        }
    }
    let by_values = || words("按列中的值推断", "inferred from the values");
    if most(&is_file) {
        return (Target::File, Some(by_values()));
    }
    for field in [Field::DocumentNumber, Field::IndexNumber] {
        if most(&|t| fits(field, t)) {
            return (Target::Field(field), Some(by_values()));
        }
    }
    // 状态 may also be about something else, such as the state of an application
    if bare.ends_with("状态") && most(&|t| validity(t).is_some()) {
        return (Target::Field(Field::Validity), Some(by_values()));
    }
    // 1, 2, 3 … number the rows
    let is_counted = texts
        .iter()
        .enumerate()
        .filter(|(n, t)| t.parse() == Ok(n + 1))
        .count();
    let near = Field::nearest(&bare)
        .filter(|label| is_alike(&bare, label))
        .and_then(Field::find);
    match near.filter(|f| is_usable(*f) && is_counted * 2 < texts.len().max(1)) {
        Some(field) => (
            Target::Field(field),
            Some(words("按相近的名称推断", "inferred from a similar name")),
        ),
        None => (Target::Unused, None),
    }
}

/// Whether a heading and a similar label agree in more than the noun at their end: 印刷日期 is not
/// 废止日期. The answer is also yes if one of the two is nothing but this noun.
fn is_alike(heading: &str, label: &str) -> bool {
    const NOUNS: [&str; 7] = ["日期", "时间", "机关", "机构", "单位", "部门", "号"];
    let own = |word: &str| {
        let noun = NOUNS.iter().find(|noun| word.ends_with(**noun));
        word[..word.len() - noun.map_or(0, |n| n.len())].to_owned()
    };
    let (heading, label) = (own(heading), own(label));
    heading.is_empty() || label.is_empty() || heading.chars().any(|c| label.contains(c))
}

/// Whether a ledger can state a field.
fn is_usable(field: Field) -> bool {
    field.is_imported() && field.kind() != FieldKind::Flag
}

/// Decides between columns with the same meaning.
fn settle(all: &mut [Proposal]) {
    let has = |all: &[Proposal], heading: &str, field| {
        all.iter().any(|p| {
            p.target == Target::Field(field) && meaning(&compared(&p.heading)) != meaning(heading)
        })
    };
    for i in 0..all.len() {
        let heading = compared(&all[i].heading);
        // the meaning of these two labels depends on the other columns
        let other = match meaning(&heading) {
            Some(Meaning::Dispatched) => (Field::DateCreated, Field::DatePublished),
            Some(Meaning::PublishedBy) => (Field::Issuer, Field::Publisher),
            _ => continue,
        };
        if has(all, &heading, other.0) {
            all[i].target = Target::Field(other.1);
        }
    }
    let mut taken: Vec<(Target, String)> = Vec::new();
    // a certain meaning comes before an inferred one
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|i| all[*i].doubt.is_some());
    for i in order {
        let proposal = &mut all[i];
        let first = taken.iter().find(|(target, _)| *target == proposal.target);
        match first {
            Some((target, first)) if *target != Target::Unused => {
                let (target, first) = (*target, first.clone());
                proposal.target = Target::Unused;
                // an inferred meaning that is not used needs no check
                let is_read = proposal.doubt.take().is_none();
                proposal.doubt = is_read.then(|| {
                    words(
                        format!("可能也是“{}”，已用“{first}”一列", shown(target, Lang::Zh)),
                        format!(
                            "may be `{}` too, for which `{first}` is used",
                            shown(target, Lang::En)
                        ),
                    )
                });
            }
            _ => taken.push((proposal.target, proposal.heading.clone())),
        }
    }
}

/// The word that stands for a meaning in the mapping file.
fn shown(target: Target, lang: Lang) -> &'static str {
    match (target, lang) {
        (Target::Field(field), Lang::Zh) => field.label(),
        (Target::Field(field), Lang::En) => field.name(),
        (Target::File, Lang::Zh) => "文件名",
        (Target::File, Lang::En) => "file",
        (Target::Text, Lang::Zh) => "正文",
        (Target::Text, Lang::En) => "text",
        (Target::Unused, Lang::Zh) => "不用",
        (Target::Unused, Lang::En) => "unused",
    }
}

/// The meaning that a word in the mapping file stands for.
fn target(word: &str) -> Option<Target> {
    let named = |t: &Target| {
        [Lang::Zh, Lang::En]
            .iter()
            .any(|l| compared(word) == compared(shown(*t, *l)))
    };
    let special = [Target::File, Target::Text, Target::Unused];
    let field = || Field::find(word.trim()).filter(|f| is_usable(*f));
    special
        .into_iter()
        .find(named)
        .or_else(|| field().map(Target::Field))
}

/// The proposal for some tables, as the text of the mapping file.
pub(super) fn propose(tables: &[Table], lang: Lang) -> String {
    let proposals = proposals(tables);
    let fields = Field::ALL.iter().filter(|f| is_usable(**f));
    let special = [Target::File, Target::Text, Target::Unused];
    let all: Vec<&str> = fields
        .map(|f| shown(Target::Field(*f), lang))
        .chain(special.map(|t| shown(t, lang)))
        .collect();
    let mut text = match lang {
        Lang::Zh => format!(
            "# 台账各列对应文档的哪个字段：左边是列名，不要改；右边可以改。\n\
             # 改好后保存，再运行一次同样的命令。这个文件留着，下次导入同样的台账还用它。\n\
             # 右边可填：{}。\n",
            all.join("、")
        ),
        Lang::En => format!(
            "# Which column of the ledger is which field: leave the headings on the left, correct the right.\n\
             # Then run the same command again. Keep this file: the next import of such a ledger uses it.\n\
             # Possible on the right: {}.\n",
            all.join(", ")
        ),
    };
    for proposal in proposals {
        let line = serde_yaml::to_string(&BTreeMap::from([(
            &proposal.heading,
            shown(proposal.target, lang),
        )]));
        text += line.unwrap_or_default().trim_end();
        if let Some(doubt) = proposal.doubt {
            text += &match lang {
                Lang::Zh => format!("  # 请核对：{}", doubt.zh),
                Lang::En => format!("  # to be checked: {}", doubt.en),
            };
        }
        text.push('\n');
    }
    text
}

impl Mapping {
    /// The mapping that is proposed for some tables.
    pub(super) fn proposed(tables: &[Table]) -> Mapping {
        let all = proposals(tables).into_iter();
        Mapping(all.map(|p| (compared(&p.heading), p.target)).collect())
    }

    /// Reads a mapping file.
    pub(super) fn read(path: &Path) -> Result<Mapping, Error> {
        let bytes = std::fs::read(path).map_err(Error::reading(path))?;
        let text = crate::source::decode(&bytes).0.unwrap_or_default();
        let shown = path.display().to_string();
        let fault = |line: usize, reason: Words| {
            let row = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            Error::usage(
                format!("对照表“{shown}”第 {line} 行：{}\n  {row}", reason.zh),
                format!("{shown}, line {line}: {}\n  {row}", reason.en),
            )
        };
        let columns: BTreeMap<String, Option<serde_yaml::Value>> = serde_yaml::from_str(&text)
            .map_err(|e| {
                let line = e.location().map_or(1, |at| at.line());
                fault(line, yaml::reason(&text, &e.to_string()))
            })?;
        let mut mapping = Mapping::default();
        for (heading, value) in columns {
            let word = match &value {
                None => "不用".to_owned(),
                Some(serde_yaml::Value::String(word)) => word.clone(),
                Some(other) => serde_yaml::to_string(other).unwrap_or_default(),
            };
            let Some(target) = target(&word) else {
                let is_it = |l: &str| l.trim_start_matches(['"', '\'']).starts_with(&heading);
                let line = text.lines().position(is_it).map_or(1, |n| n + 1);
                let near = Field::nearest(word.trim());
                let (zh, en) = near.map_or((String::new(), String::new()), |near| {
                    (
                        format!("是不是“{near}”？"),
                        format!(" did you mean `{near}`?"),
                    )
                });
                let word = word.trim();
                return Err(fault(
                    line,
                    words(
                        format!(
                            "“{word}”不是可填的字段。{zh}可填的字段列在文件开头；不需要的列填“不用”"
                        ),
                        format!(
                            "`{word}` is no field;{en} the top of a new file lists them, and `unused` leaves a column out"
                        ),
                    ),
                ));
            };
            mapping.0.insert(compared(&heading), target);
        }
        Ok(mapping)
    }

    /// The meaning of a column; `None` if the mapping does not name it.
    pub(super) fn of(&self, heading: &str) -> Option<Target> {
        self.0.get(&compared(heading)).copied()
    }
}
