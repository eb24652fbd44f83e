//! Takes the names of bodies and categories; gives names that are probably slips. A slip occurs
//! once, and differs from a declared or frequent name by one character or by two swapped
//! characters. This file must not know how lists are made.
//!
//! Many correct names differ by one character: 财政局 and 民政局, 东城区 and 西城区. A different
//! Chinese character is a slip only if it sounds or looks like the right one, is doubled, or turns
//! the name of a department into a name that no department has.

use super::{Rule, Scope};
use crate::catalogue::{Entry, Field};
use crate::diag::{Code, Diagnostic, Message, words};
use crate::plan::{Category, Plan};
use crate::relate::DocumentId;
use crate::source::Sources;
use pinyin::ToPinyin;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::NearName],
    scope: Scope::Catalogue(look),
};

/// A name with at least this many documents is frequent. A category with subcategories counts as
/// frequent.
const FREQUENT: usize = 3;

/// Usual names of departments without their region.
const DEPARTMENTS: &str = include_str!("departments.txt");

/// Characters that distinguish names even if they sound alike: numerals, directions, order, size,
/// and levels of administration.
const TELLING: &str = "〇零一二三四五六七八九十百千万廿甲乙丙丁戊己庚辛东西南北中上下前后左右内外新老大小\
                       正副总分第省市区县州盟旗镇乡村街道";

/// Groups of characters that are confused because they look alike.
const LOOK_ALIKE: &[&str] = &[
    "己已巳",
    "未末",
    "土士",
    "日曰",
    "人入",
    "天夭",
    "千干",
    "政攻玫",
    "件伴仵",
    "公兮",
    "今令",
    "治冶",
    "拨拔",
    "侯候",
    "侍待",
    "折拆",
    "析拆",
    "官宫",
    "崇祟",
    "市巿",
    "贝见",
    "大太犬",
    "木本术",
    "免兔",
    "哀衰",
    "徽微",
    "戌戍戊",
    "暑署",
    "名各",
    "民氏",
    "农衣",
    "财材",
    "材村",
    "林木",
    "科料",
    "杨扬",
    "城诚",
    "源原",
    "务备",
    "告吿",
];

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    bodies(plan, sources, findings);
    categories(plan, sources, findings);
}

/// What is known of a name: the number of its documents, the first place where it occurs, and
/// whether the configuration declares it.
#[derive(Default)]
struct Stands<'a> {
    count: usize,
    first: Option<(&'a Entry, Field)>,
    is_declared: bool,
}

fn bodies(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<&str, Stands<'_>> = BTreeMap::new();
    if let Some(name) = plan.config.agency.name.as_deref() {
        names.entry(name).or_default().is_declared = true;
    }
    for &id in plan.documents() {
        let entry = plan.entry(id);
        let joint = entry.list(Field::JointIssuers).iter().map(String::as_str);
        let all = std::iter::once((entry.issuer(), Field::Issuer))
            .chain(joint.map(|name| (name, Field::JointIssuers)));
        for (name, field) in all {
            let stands = names.entry(name).or_default();
            stands.count += 1;
            stands.first.get_or_insert((entry, field));
        }
    }
    report(plan, &names, sources, findings, |field| match field {
        Field::JointIssuers => words("联合发文机关", "joint issuing body"),
        _ => words("发文机关", "issuing body"),
    });
}

fn categories(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let leaf = |category: &Category| category.path.rsplit('/').next().unwrap_or_default().len();
    let mut names: BTreeMap<&str, Stands<'_>> = BTreeMap::new();
    let all: Vec<&Category> = plan.categories.iter().collect();
    for category in &all {
        let path = &category.path[category.path.len() - leaf(category)..];
        for name in [category.name.as_str(), path] {
            let stands = names.entry(name).or_default();
            stands.is_declared |= category.declared;
            // a category with subcategories is no slip
            stands.count += FREQUENT * category.children.len();
        }
    }
    let mut of: BTreeMap<&str, Vec<DocumentId>> = BTreeMap::new();
    for &id in &plan.order {
        if let Some(category) = plan.category(id) {
            of.entry(&plan.categories[category].name)
                .or_default()
                .push(id);
        }
    }
    for (name, ids) in of {
        let stands = names.entry(name).or_default();
        stands.count += ids.len();
        stands.first = ids.first().map(|id| (plan.entry(*id), Field::Category));
    }
    report(plan, &names, sources, findings, |_| {
        words("组配分类", "category")
    });
}

/// Reports the names that occur once and are probably a slip.
fn report(
    plan: &Plan<'_>,
    names: &BTreeMap<&str, Stands<'_>>,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
    what: impl Fn(Field) -> crate::diag::Words,
) {
    let known: Vec<(&str, Vec<char>)> = names
        .iter()
        .filter(|(_, stands)| stands.is_declared || stands.count >= FREQUENT)
        .map(|(name, _)| (*name, name.chars().collect()))
        .collect();
    let own = &plan.config.checks.names;
    let rare = names.iter().filter(|(name, stands)| {
        stands.count == 1 && !stands.is_declared && !own.iter().any(|own| own == *name)
    });
    for (name, stands) in rare {
        let Some((entry, field)) = stands.first else {
            continue;
        };
        let rare: Vec<char> = name.chars().collect();
        let Some((other, _)) = known.iter().find(|(_, known)| is_slip(&rare, known)) else {
            continue;
        };
        let message = Message::NearName {
            field: what(field).into(),
            value: (*name).into(),
            other: (*other).into(),
        };
        let place = entry.has(field).then(|| entry.span(field));
        let place = place.and_then(|span| sources.place(entry.file, span));
        findings.push(sources.placed(entry.file, place, Diagnostic::new(message)));
    }
}

/// Whether a name is probably a slip for a known one.
pub(super) fn is_near(rare: &str, known: &str) -> bool {
    let [rare, known] = [rare, known].map(|name| name.chars().collect::<Vec<_>>());
    is_slip(&rare, &known)
}

/// As [`is_near`], for names that are split into characters.
fn is_slip(rare: &[char], known: &[char]) -> bool {
    let (short, long) = if rare.len() < known.len() {
        (rare, known)
    } else {
        (known, rare)
    };
    if short.len() < 3 || long.len() - short.len() > 1 {
        return false;
    }
    let from = rare.iter().zip(known).take_while(|(a, b)| a == b).count();
    let to_the_end = |a: &[char], b: &[char]| {
        let same = a.iter().rev().zip(b.iter().rev());
        same.take_while(|(a, b)| a == b).count()
    };
    let same_end = to_the_end(&rare[from..], &known[from..]);
    let (one, other) = (
        &rare[from..rare.len() - same_end],
        &known[from..known.len() - same_end],
    );
    let is_swap = one.len() == 2 && other.len() == 2 && one[0] == other[1] && one[1] == other[0];
    if !(one.len() <= 1 && other.len() <= 1 || is_swap) {
        return false;
    }
    match (one, other) {
        ([a], [b]) if !is_telling(*a) || !is_telling(*b) => {
            sounds_alike(*a, *b) || looks_alike(*a, *b) || is_no_department(rare, known, from)
        }
        ([a], [b]) => looks_alike(*a, *b),
        ([c], []) | ([], [c]) => {
            let before = from.checked_sub(1).map(|i| long[i]);
            let is_doubled = before == Some(*c) || long.get(from + 1) == Some(c);
            is_doubled
                || !is_telling(*c) && is_no_department(rare, known, from)
                || is_ascii(rare) && is_ascii(known) && !c.is_ascii_digit()
        }
        _ => is_ascii(rare) || is_no_department(rare, known, from),
    }
}

fn is_ascii(name: &[char]) -> bool {
    name.len() >= 5 && name.iter().all(char::is_ascii)
}

fn is_telling(c: char) -> bool {
    c.is_ascii_digit() || TELLING.contains(c)
}

fn sounds_alike(a: char, b: char) -> bool {
    match (a.to_pinyin(), b.to_pinyin()) {
        (Some(a), Some(b)) => a.plain() == b.plain(),
        _ => false,
    }
}

fn looks_alike(a: char, b: char) -> bool {
    LOOK_ALIKE
        .iter()
        .any(|alike| alike.contains(a) && alike.contains(b))
}

/// Whether a slip broke the name of a department. The known name must end with a usual department
/// name, and the first difference (at `from`) must be in it. The rare name must end with no such
/// name.
fn is_no_department(rare: &[char], known: &[char], from: usize) -> bool {
    let department = |name: &[char]| {
        let name: String = name.iter().collect();
        let ends = DEPARTMENTS.split_whitespace().filter(|d| name.ends_with(d));
        ends.map(|d| d.chars().count()).max()
    };
    let is_in_it = |length| from + length >= known.len();
    department(known).is_some_and(is_in_it) && department(rare).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(rare: &str, known: &str) -> bool {
        let [rare, known] = [rare, known].map(|name| name.chars().collect::<Vec<_>>());
        is_slip(&rare, &known)
    }

    #[test]
    fn a_name_that_is_a_slip() {
        for (rare, known) in [
            ("清川区退役军人事物局", "清川区退役军人事务局"),
            ("青川区退役军人事务局", "清川区退役军人事务局"),
            ("清川区退役军人事务居", "清川区退役军人事务局"),
            ("清川区退役人军事务局", "清川区退役军人事务局"),
            ("清川区退役军事务局", "清川区退役军人事务局"),
            ("清川区退役军人事务局局", "清川区退役军人事务局"),
            ("清川区民攻局", "清川区民政局"),
            ("清川区民正局", "清川区民政局"),
            ("清川区人政府", "清川区人民政府"),
            ("清川巿财政局", "清川市财政局"),
            ("清川区市场监管管理局", "清川区市场监督管理局"),
            ("通知公吿", "通知公告"),
            ("政策解渎", "政策解读"),
            ("normativ", "normative"),
            ("normatiev", "normative"),
        ] {
            assert!(slip(rare, known), "{rare} {known}");
        }
    }

    #[test]
    fn a_name_of_its_own() {
        for (rare, known) in [
            ("清川区财政局", "清川区民政局"),
            ("东城区民政局", "西城区民政局"),
            ("清川一中", "清川二中"),
            ("清川第四中学", "清川第十中学"),
            ("安县财政局", "永安县财政局"),
            ("临江区民政局", "临海区民政局"),
            ("清川区教育局", "清川区体育局"),
            ("清川区林业局", "清川区农业局"),
            ("清川区财政厅", "清川区财政局"),
            ("清川市水利局", "清川省水利局"),
            ("清川区财政局", "清川市财政局"),
            ("政策文件", "政策解读"),
            ("预算公开", "决算公开"),
            ("2023", "2024"),
            ("notice-2023", "notice-2024"),
            ("甲局", "乙局"),
        ] {
            assert!(!slip(rare, known), "{rare} {known}");
        }
    }
}
