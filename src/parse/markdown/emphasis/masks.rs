//! Takes runs of marks (`*`, `_` or `~` in a row); decides whether they are literal characters
//! instead of emphasis, such as stars that mask names, signs of multiplication or range, and
//! blanks.
//!
//! If such marks were read as emphasis, they would vanish, and the page would show another number
//! or name. This file must not know how runs are paired.

use super::flank::{beside_chinese, is_chinese};
use super::runs::Run;

/// Frequent surnames, after which stars stand for the given name.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡\
    贾丁魏薛叶阎余潘杜戴夏钟汪田任姜方范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷\
    钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐沿\
    梅莫庄辛管祝左涂谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项游阳裴席卫屈鲍覃霍翁隋植甘景薄司柏宁柯\
    阮桂闵柴华冉辜吉饶刁瞿戚丘池滕晋苑邬臧畅宫苟褚廉娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁蒙\
    喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩稽练仲乐虞卞封竺冼楚佟栗匡宗巫鞠僧桑荆谌银岑蔺";

/// Surnames of two characters.
const COMPOUND: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "宇文",
    "长孙", "端木",
];

/// Characters after which a person's name may begin within a sentence.
const BEFORE_NAMES: &str = "人员生士长民与和及跟同告者诉对被妻夫父母子女兄弟姐妹主师";

/// Surnames that are also words at the start of a clause (于, 应).
const ALSO_WORDS: &str = "于应任方常高安计";

/// Words and punctuation marks between two names.
const BETWEEN_NAMES: [char; 9] = ['与', '和', '及', '跟', '同', '诉', '、', '，', '；'];

/// Characters that follow a blank to be filled in, or the masked part of a date or number.
const AFTER_BLANKS: &str =
    "年月日时分秒天号条款项元万人个名份页次户家件期届层室楼栋岁度亩平米公克吨";

/// Characters that follow the masked name of a place, or the masked part of the number of a case.
const AFTER_PLACES: &str = "省市州县区旗乡镇村社组路街巷弄幢行民刑执";

/// Texts of two characters that follow a masked name or the masked part of a number.
const LONGER_UNITS: [&str; 9] = [
    "街道", "小区", "社区", "单元", "大道", "公司", "条第", "年第", "行初",
];

fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// Whether a text ends in a surname, after which stars may stand for the given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Surname {
    /// It does not.
    No,
    /// Its last character may be a surname or the end of a word, as in 工程.
    Perhaps,
    /// It ends in a surname with no letter before it, in a surname after one of [`BEFORE_NAMES`],
    /// in a surname of two characters, or in 某 (a certain), which stands after a surname.
    Surely,
}

/// How surely a text ends in a surname.
pub(in super::super) fn surname(text: &str) -> Surname {
    let whole = text.trim_end_matches('某');
    if whole.len() < text.len() || COMPOUND.iter().any(|name| whole.ends_with(name)) {
        return Surname::Surely;
    }
    let mut before = whole.chars().rev();
    if !before.next().is_some_and(is_surname) {
        return Surname::No;
    }
    match before.next() {
        Some(c) if c.is_alphabetic() && !BEFORE_NAMES.contains(c) => Surname::Perhaps,
        _ => Surname::Surely,
    }
}

/// Whether a run is literal, whatever the other runs are.
pub(super) fn is_literal(source: &str, run: &Run) -> bool {
    let (a, b) = (
        run.sides.before.is_ascii_digit(),
        run.sides.after.is_ascii_digit(),
    );
    let is_name = || run.len() == 1 && surname(&source[..run.range.start]) == Surname::Surely;
    match run.sides.mark {
        b'*' => a && b || run.len() > 3 && (a || b || is_chinese(run.sides.before)) || is_name(),
        b'_' => run.len() > 3 || is_name(),
        _ => run.len() != 2 || a && b,
    }
}

/// Which of two runs are literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Literal {
    /// Neither: they are emphasis.
    Neither,
    /// Only the second one, so that the first may have another partner.
    Second,
    /// Both.
    Both,
}

/// Two runs of the same mark that could form a pair, with the text around them.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Pair<'s> {
    /// `*`, `_` or `~`.
    pub(in super::super) mark: u8,
    /// The length of the first run.
    pub(in super::super) length: usize,
    /// The text before the first run.
    pub(in super::super) before: &'s str,
    /// The text between the runs.
    pub(in super::super) inner: &'s str,
    /// The text after the second run.
    pub(in super::super) after: &'s str,
}

impl Pair<'_> {
    /// Which of the runs are literal: masks, products, ranges, blanks, or a star that the sentence
    /// is about (带*号, “with a star”).
    pub(in super::super) fn literal(&self) -> Literal {
        let is_both = match self.mark {
            b'~' => self.is_range(),
            b'_' => self.length == 2 && self.is_blank_to_fill() || self.are_names(),
            _ => {
                self.are_numbers()
                    || self.are_names()
                    || self.is_sign()
                    || self.is_place()
                    || self.length == 1 && self.is_no_phrase()
            }
        };
        let is_name = || {
            let follows = self.after.chars().next();
            // one bold character (**高**、**中**) is no mask, even if it is a surname
            let whole = self.inner.trim_end_matches('某');
            self.mark != b'~'
                && whole.chars().nth(1).is_some()
                && last(self.before).is_alphanumeric()
                && surname(self.inner) == Surname::Surely
                && !follows.is_some_and(char::is_alphabetic)
        };
        match is_both {
            true => Literal::Both,
            false if is_name() => Literal::Second,
            false => Literal::Neither,
        }
    }

    /// Whether the marks belong to numbers or formulas: `尾号*1234、*5678`, `长2*宽3*高4`,
    /// `豫U*A58、豫H*B69`.
    fn are_numbers(&self) -> bool {
        let (a, b) = (last(self.before), last(self.inner));
        let (begins, follows) = (first(self.inner), first(self.after));
        let is_number = |c: char| c.is_ascii_digit() || "Xx、，,；; /".contains(c);
        let is_inside = |a: char, b: char| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric();
        if a.is_ascii_digit() && b.is_ascii_digit()
            || is_inside(a, begins) && is_inside(b, follows) && self.inner.chars().any(is_chinese)
        {
            return true;
        }
        // formulas: 总分=平时*0.3+期末*0.7, 总价=单价*数量*系数
        let is_formula = || {
            let line = self
                .before
                .rsplit(['\n', '。', '，', '；'])
                .next()
                .unwrap_or_default();
            line.contains(['=', '＝'])
        };
        if self.length == 1 && last(self.before).is_alphanumeric() && is_formula() {
            return true;
        }
        begins.is_ascii_digit()
            && follows.is_ascii_digit()
            && (self.length == 1
                || is_inside(a, b)
                || is_chinese(a) && a == b
                || self.inner.chars().all(is_number))
    }

    /// Whether the marks mask names, as in `张*明、李*华`, `王某*（男）、王*（女）`,
    /// `王**诉张**一案`, `**建国、**小明`.
    fn are_names(&self) -> bool {
        let (a, b) = (surname(self.before), surname(self.inner));
        let (begins, follows) = (first(self.inner), first(self.after));
        let may_be = a != Surname::No && b != Surname::No;
        if may_be && (self.length == 1 || a == Surname::Surely && b == Surname::Surely) {
            return true;
        }
        // two names with a word between them: 王**和**李**
        if a == Surname::Surely && self.inner.chars().all(|c| BETWEEN_NAMES.contains(&c)) {
            return true;
        }
        // the same bracket opens after both marks, or a word joins the names
        if may_be && ("（([〔".contains(begins) && begins == follows)
            || may_be && self.inner.starts_with(BETWEEN_NAMES)
        {
            return true;
        }
        let is_word = ALSO_WORDS.contains(last(self.before));
        if a == Surname::Surely
            && b == Surname::Perhaps
            && !is_word
            && begins.is_alphabetic()
            && !follows.is_alphanumeric()
            && self.inner.chars().count() <= 8
        {
            return true;
        }
        self.are_given_names()
    }

    /// Whether the marks stand for surnames: `**建国、**小明`.
    fn are_given_names(&self) -> bool {
        let Some(name) = self.inner.strip_suffix(['、', '和', '与', '及']) else {
            return false;
        };
        let next: String = self
            .after
            .chars()
            .take_while(|c| is_chinese(*c) && c.is_alphabetic())
            .collect();
        let rest = first(&self.after[next.len()..]);
        let is_given = |name: &str| {
            name.chars().count() == 2
                && name.chars().all(|c| is_chinese(c) && c.is_alphabetic())
                && !name.starts_with(|c| "一二三四五六七八九十第其首再".contains(c))
        };
        !last(self.before).is_alphanumeric()
            && is_given(name)
            && is_given(&next)
            && !rest.is_alphanumeric()
            && rest != char::from(self.mark)
    }

    /// Whether the sentence is about the sign itself: `带*号的为必填项`.
    fn is_sign(&self) -> bool {
        let is_sign = |before: char, after: char| {
            "带标打注".contains(before) && after.is_alphabetic() || "号字".contains(after)
        };
        (self.length == 1 || self.inner.contains(['，', '；', '、']))
            && (is_sign(last(self.before), first(self.inner))
                || is_sign(last(self.inner), first(self.after)))
    }

    /// Whether the marks mask a place or a date: `**镇**村`, `2026年**月**日`.
    fn is_place(&self) -> bool {
        let is_unit = |c: char| AFTER_BLANKS.contains(c) || AFTER_PLACES.contains(c);
        let mut inner = self.inner.chars();
        let is_one = inner.next().is_some_and(is_unit) && inner.next().is_none();
        (is_one || LONGER_UNITS.contains(&self.inner)) && is_unit(first(self.after))
    }

    /// Whether the text between the marks cannot be emphasised, as in `阿*江、买*提`. A text that
    /// ends in a comma, a semicolon or a space cannot. After a Chinese letter, these texts cannot
    /// either:
    /// - a single character,
    /// - a text that contains a comma, a semicolon or a space,
    /// - a text that begins with a word that joins names,
    /// - a text that begins with a bracket or quotation mark and does not end with its partner.
    fn is_no_phrase(&self) -> bool {
        let begins = first(self.inner);
        let before = last(self.before);
        let is_within = is_chinese(before) && before.is_alphanumeric();
        let closes = match begins {
            '“' => '”',
            '《' => '》',
            '（' => '）',
            '(' => ')',
            '「' => '」',
            '【' => '】',
            _ => '\0',
        };
        self.inner.ends_with(['、', '，', '；', ' ', '\u{3000}'])
            || is_within
                && (self.inner.chars().count() == 1
                    || self.inner.starts_with(BETWEEN_NAMES)
                    || self.inner.contains(['、', '，', '；', ' ', '\u{3000}'])
                    || closes != '\0' && !self.inner.ends_with(closes))
    }

    /// Whether the marks are signs of ranges: `3日~~5日，8日~~10日`, `周一~~周三，周五~~周日`.
    fn is_range(&self) -> bool {
        let (begins, follows) = (first(self.inner), first(self.after));
        let (a, b) = (last(self.before), last(self.inner));
        begins.is_ascii_digit()
            && follows.is_ascii_digit()
            && (a == b || a.is_ascii_digit() && b.is_ascii_digit())
            || begins == follows
                && "周星第".contains(begins)
                && self.inner.contains(['、', '，', '；', '和'])
    }

    /// Whether two runs `__` are blanks to be filled in, as in `__年__月__日`.
    fn is_blank_to_fill(&self) -> bool {
        let (begins, follows) = (first(self.inner), first(self.after));
        let is_within = |a: char, b: char| a.is_alphanumeric() && b.is_alphanumeric();
        (is_within(last(self.before), begins) || is_within(last(self.inner), follows))
            && (self.inner.chars().count() < 2
                || self.inner.contains(['，', '。', '；', '、'])
                || AFTER_BLANKS.contains(begins)
                || AFTER_BLANKS.contains(follows))
    }
}

/// The first character; a space if there is none.
fn first(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// The last character; a space if there is none.
fn last(text: &str) -> char {
    text.chars().next_back().unwrap_or(' ')
}

/// Whether a run without a partner was typed as a mark of emphasis.
pub(super) fn is_meant(source: &str, run: &Run) -> bool {
    let is_long_enough = match run.sides.mark {
        b'*' => matches!(run.len(), 2 | 3),
        b'~' => run.len() == 2,
        _ => false,
    };
    if run.is_literal || !is_long_enough || !(is_chinese(run.ink.0) || is_chinese(run.ink.1)) {
        return false;
    }
    let flank = beside_chinese(run.sides);
    let before = &source[..run.range.start];
    let is_masked = surname(before) != Surname::No || last(before).is_ascii_alphanumeric();
    if run.sides.mark == b'*' && is_masked && (run.range.len() == 2 || !flank.opens) {
        return false;
    }
    let ends = flank.closes && !"：、，".contains(run.sides.before);
    flank.opens || ends || run.sides.after.is_whitespace()
}
