//! Takes the fields about disclosure; gives the disclosure, withdrawal, reviews and waivers. This
//! file must not know how other files use these values.

use super::reader::Reader;
use super::value::choices;
use super::yaml::{has_only, items, member, scalar};
use crate::catalogue::entry::{Review, Waiver, Withdrawn};
use crate::catalogue::field::Field;
use crate::catalogue::value::{self, Disclosure, ReadDate};
use crate::config::ReviewKind;
use crate::diag::{Code, Message, Severity, words};
use crate::fold::fold;
use crate::parse::front_matter::is_nothing;
use jiff::civil::Date;
use serde_yaml::Value;

impl Reader<'_> {
    /// The disclosure. A value that cannot be understood withholds the document.
    pub(super) fn disclosure(&mut self) -> Disclosure {
        let forms = || choices(Disclosure::ALL, Disclosure::label, Disclosure::code);
        let disclosure = self.named(Field::Disclosure, Disclosure::find, forms);
        // a field without a value, or with 无, does not mean "public"
        if disclosure.is_none()
            && !self.failed.contains(&Field::Disclosure)
            && let Some(raw) = self.raw(Field::Disclosure)
        {
            let written = scalar(&raw.value).unwrap_or_default();
            self.report(
                Message::UnknownValue {
                    field: (&raw.key).into(),
                    value: written.into(),
                    choices: forms().into(),
                },
                &raw.value_range,
            );
            self.failed.push(Field::Disclosure);
        }
        disclosure.unwrap_or(if self.failed.contains(&Field::Disclosure) {
            Disclosure::Withheld
        } else {
            Disclosure::Proactive
        })
    }

    /// The day and the reason of the withdrawal. A withdrawal that cannot be read gets a day in the
    /// year 1.
    pub(super) fn withdrawn(&mut self) -> Option<Withdrawn> {
        let raw = self.raw(Field::Withdrawn)?;
        let map = raw.value.as_mapping();
        let known = map.is_some_and(|m| has_only(m, &["date", "日期", "reason", "理由", "原因"]));
        let get = |names: &[&str]| member(map?, names);
        let date = get(&["date", "日期"]).and_then(|d| match value::date_at(&d, self.offset) {
            ReadDate::Canonical(d, _) | ReadDate::Understood(d, _) => Some(d),
            _ => None,
        });
        match (
            date,
            get(&["reason", "理由"]).or_else(|| get(&["reason", "原因"])),
        ) {
            (Some(date), Some(reason)) if known => Some(Withdrawn { date, reason }),
            _ => {
                let alone = scalar(&raw.value).filter(|d| value::date(d) != ReadDate::NotADate);
                let day = get(&["date", "日期"]).or(alone);
                let day = day.as_deref().unwrap_or("2024-06-18");
                let map = self.script.pick(
                    &format!("{{日期: {day}, 理由: 内容有误，正在更正}}"),
                    &format!("{{date: {day}, reason: 内容有误，正在更正}}"),
                );
                let example = words(
                    format!("写成：“{}: {}”。", raw.key, map.zh),
                    format!("Write `{}: {}`.", raw.key, map.en),
                );
                self.wrong_type(
                    Field::Withdrawn,
                    &raw,
                    words("撤回的日期和理由", "a date and a reason"),
                    example,
                );
                // the document must not be shown, because it may have been withdrawn
                Some(Withdrawn {
                    date: Date::constant(1, 1, 1),
                    reason: String::new(),
                })
            }
        }
    }

    /// Reviews before publication: a list of `{who, date, kind}`.
    pub(super) fn reviews(&mut self) -> Vec<Review> {
        let Some(raw) = self.raw(Field::Reviews) else {
            return Vec::new();
        };
        let offset = self.offset;
        let reviews: Option<Vec<Review>> = items(&raw.value)
            .iter()
            .map(|item| review(item, offset))
            .collect();
        reviews.filter(|r| !r.is_empty()).unwrap_or_else(|| {
            let map = self.script.pick(
                "{审次: 初审, 审核人: 姓名, 日期: 2024-06-18}",
                "{kind: 初审, who: 姓名, date: 2024-06-18}",
            );
            let kind = self.script.pick("审次", "kind");
            let example = words(
                format!(
                    "写成列表：“{}: [{}]”；“{}”为初审、复审、终审或保密审查。",
                    raw.key, map.zh, kind.zh
                ),
                format!(
                    "Write a list: `{}: [{}]`; the {} is 初审, 复审, 终审 or 保密审查.",
                    raw.key, map.en, kind.en
                ),
            );
            self.wrong_type(
                Field::Reviews,
                &raw,
                words("一组审核记录", "a list of reviews"),
                example,
            );
            Vec::new()
        })
    }

    /// The waivers of the document. If one of them is incomplete or wrong, no waiver counts.
    pub(super) fn waivers(&mut self) -> Vec<Waiver> {
        let Some(raw) = self.raw(Field::Privacy) else {
            return Vec::new();
        };
        let waivers: Option<Vec<Waiver>> = items(&raw.value).iter().map(waiver).collect();
        waivers.unwrap_or_else(|| {
            let code = |i: usize| WAIVABLE[i].0.name();
            let label = |i: usize| WAIVABLE[i].1[0];
            let all = |name: &dyn Fn(usize) -> &'static str, between: &str| {
                (0..WAIVABLE.len())
                    .map(name)
                    .collect::<Vec<_>>()
                    .join(between)
            };
            let named = |item: &Value| member(item.as_mapping()?, &["code", "检查项"]);
            let written = items(&raw.value).iter().find_map(named);
            let index = written.and_then(|code| find_waivable(&code)).unwrap_or(2);
            let map = self.script.pick(
                &format!("{{检查项: {}, 理由: …}}", label(index)),
                &format!("{{code: {}, reason: ...}}", code(index)),
            );
            let known = |between| {
                self.script
                    .pick(&all(&label, between), &all(&code, between))
            };
            let example = words(
                format!(
                    "写成列表，每项写明检查项和理由：“{}: [{}]”；检查项是：{}，或者任何一种警告、提示。",
                    raw.key,
                    map.zh,
                    known("、").zh
                ),
                format!(
                    "Write a list of items with a code and a reason: `{}: [{}]`. The codes are: {}, \
                     and those of any warning or note.",
                    raw.key,
                    map.en,
                    known(", ").en
                ),
            );
            self.wrong_type(
                Field::Privacy,
                &raw,
                words("一组检查项和理由", "a list of codes and reasons"),
                example,
            );
            Vec::new()
        })
    }
}

fn review(item: &Value, offset: i32) -> Option<Review> {
    let map = item.as_mapping()?;
    let date = match value::date_at(&member(map, &["date", "日期"])?, offset) {
        ReadDate::Canonical(date, _) | ReadDate::Understood(date, _) => date,
        _ => return None,
    };
    has_only(map, &["who", "审核人", "date", "日期", "kind", "审次"]).then_some(Review {
        kind: ReviewKind::find(&member(map, &["kind", "审次"])?)?,
        who: member(map, &["who", "审核人"])?,
        date,
    })
}

/// Findings whose rules apply waivers, with the words that editors use for them, the official word
/// first. Some of these findings are errors.
const WAIVABLE: [(Code, &[&str]); 11] = [
    (
        Code::IdCardNumber,
        &[
            "公民身份号码",
            "身份证号",
            "身份证号码",
            "身份证",
            "身份号码",
            "公民身份证号",
            "公民身份证号码",
            "居民身份证号",
            "居民身份证号码",
            "居民身份证",
        ],
    ),
    (
        Code::BankCardNumber,
        &[
            "银行卡号",
            "银行卡号码",
            "银行卡",
            "银行账号",
            "银行账户",
            "卡号",
        ],
    ),
    (
        Code::MobileNumber,
        &[
            "手机号",
            "手机号码",
            "手机",
            "移动电话",
            "移动电话号码",
            "电话号码",
            "电话",
        ],
    ),
    (
        Code::IdentityDocumentNumber,
        &[
            "证件号码",
            "证件号",
            "护照",
            "护照号",
            "护照号码",
            "军官证",
            "军官证号",
            "通行证",
            "通行证号",
            "台胞证",
        ],
    ),
    (
        Code::IdCardDoubtful,
        &["有误的公民身份号码", "有误的身份证号"],
    ),
    (Code::AccountNumber, &["账号", "帐号", "账户"]),
    (
        Code::GpsPosition,
        &[
            "拍摄位置",
            "位置信息",
            "位置",
            "地理位置",
            "定位",
            "定位信息",
            "GPS",
        ],
    ),
    (Code::AttachmentAuthor, &["作者信息", "作者", "附件作者"]),
    (
        Code::AttachmentRevisions,
        &[
            "修订和批注",
            "修订",
            "批注",
            "修订记录",
            "修订与批注",
            "修订、批注",
        ],
    ),
    (
        Code::HiddenContent,
        &["隐藏内容", "不显示的内容", "隐藏的内容", "隐藏"],
    ),
    (
        Code::NotForPublication,
        &["不得公开", "不予公开", "密级", "密级标志", "内部资料"],
    ),
];

/// The index in [`WAIVABLE`] of the finding that a code or a word means.
fn find_waivable(written: &str) -> Option<usize> {
    let same = |name: &&str| fold(name) == fold(written);
    WAIVABLE
        .iter()
        .position(|(code, labels)| same(&code.name()) || labels.iter().any(same))
}

/// The code with this name, if a waiver may name it. Excluded are errors, findings about findings,
/// and findings of other commands than `mulu check`. The caller looks in [`WAIVABLE`] first, so the
/// errors in that table may be waived.
fn any_waivable(name: &str) -> Option<Code> {
    const ABOUT: [Code; 4] = [
        Code::MoreFindings,
        Code::FindingWaived,
        Code::PersonalDataWaived,
        Code::UnusedWaiver,
    ];
    let code = Code::ALL.iter().find(|code| code.name() == name)?;
    let may_be_meant = code.severity() != Severity::Error;
    let is_waivable = may_be_meant && !ABOUT.contains(code) && code.command().is_none();
    is_waivable.then_some(*code)
}

impl Waiver {
    /// Whether the rule for the waiver's code applies the waiver itself, before all findings are
    /// known.
    pub fn is_for_rule(&self) -> bool {
        WAIVABLE.iter().any(|(code, _)| *code == self.code)
    }
}

fn waiver(value: &Value) -> Option<Waiver> {
    const NAMES: [&str; 8] = [
        "code",
        "检查项",
        "value",
        "号码",
        "file",
        "文件",
        "reason",
        "理由",
    ];
    let map = value.as_mapping()?;
    let get = |names: &[&str]| member(map, names).filter(|text| !is_nothing(text));
    let written = get(&["code", "检查项"])?;
    let code = match find_waivable(&written) {
        Some(index) => WAIVABLE[index].0,
        None => any_waivable(&written)?,
    };
    has_only(map, &NAMES).then_some(Waiver {
        code,
        value: get(&["value", "号码"]),
        file: get(&["file", "文件"]),
        reason: get(&["reason", "理由"])?,
    })
}
