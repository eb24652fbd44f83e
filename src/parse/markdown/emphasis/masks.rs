//! Takes runs of marks; decides whether they are literal characters instead of emphasis: stars that
//! mask digits and names, multiplication signs, signs of ranges, blanks to be filled in.
//!
//! Such marks must stay visible, because without them the page would show another number or name
//! another person. It must not know how runs are paired.

use super::flank::{beside_chinese, is_chinese};
use super::runs::Run;

/// Frequent surnames, after which stars stand for the given name.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡\
    贾丁魏薛叶阎余潘杜戴夏钟汪田任姜方范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷\
    钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐沿\
    梅莫庄辛管祝左涂谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项游阳裴席卫屈鲍覃霍翁隋植甘景薄司柏宁柯\
    阮桂闵柴华冉辜吉饶刁瞿戚丘池滕晋苑邬臧畅宫苟褚廉娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁蒙\
    喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩稽练仲乐虞卞封竺冼楚佟栗匡宗巫鞠僧桑荆谌银岑蔺";

/// Characters after which a person's name begins within a sentence.
const BEFORE_NAMES: &str = "人员生士长民与和及告者";

/// Characters that follow a blank to be filled in.
const AFTER_BLANKS: &str =
    "年月日时分秒天号条款项元万人个名份页次户家件期届层室楼栋岁度亩平米公克吨";

/// Whether a character is a frequent surname.
pub(in super::super) fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// Whether a run is literal, regardless of the other runs in the text.
pub(super) fn is_literal(run: &Run) -> bool {
    let (a, b) = (
        run.sides.before.is_ascii_digit(),
        run.sides.after.is_ascii_digit(),
    );
    match run.sides.mark {
        b'*' => a && b || run.len() > 3 && (a || b || is_chinese(run.sides.before)),
        b'_' => run.len() > 3,
        _ => run.len() != 2,
    }
}

/// Whether two runs that could form a pair are literal after all: parts of masked numbers, of
/// masked names or of products, blanks to be filled in, or a star that the sentence itself is about
/// (带*号).
pub(super) fn are_masks(source: &str, begin: &Run, end: &Run) -> bool {
    let inner = &source[begin.range.end..end.range.start];
    if begin.sides.mark == b'_' {
        return begin.len() == 2 && is_blank_to_fill(begin, end, inner);
    }
    if begin.sides.mark != b'*' {
        return false;
    }
    let (a, b) = (begin.sides.before, end.sides.before);
    let before_digits = begin.sides.after.is_ascii_digit() && end.sides.after.is_ascii_digit();
    let is_number = |c: char| c.is_ascii_digit() || "Xx、，,；; /".contains(c);
    // 长2*宽3*高4
    if begin.len() == 1 && a.is_ascii_digit() && b.is_ascii_digit() {
        return true;
    }
    if before_digits
        && (a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric()
            || is_chinese(a) && a == b
            || inner.chars().all(is_number))
    {
        return true;
    }
    // 张*明、李*华
    let is_name = |run: &Run| {
        let mut before = source[..run.range.start].chars().rev();
        before.next().is_some_and(|c| SURNAMES.contains(c))
            && (run.len() == 1
                || before
                    .next()
                    .is_none_or(|c| !c.is_alphabetic() || BEFORE_NAMES.contains(c)))
    };
    // 带*号的为必填项
    let is_sign = |run: &Run| {
        run.len() == 1
            && ("带标打注".contains(run.sides.before) && run.sides.after.is_alphabetic()
                || "号字".contains(run.sides.after))
    };
    is_name(begin) && is_name(end) || is_sign(begin) || is_sign(end)
}

/// Whether two `__` within a line are blanks to be filled in, as in `__年__月__日`.
fn is_blank_to_fill(begin: &Run, end: &Run, inner: &str) -> bool {
    let is_within =
        |run: &Run| run.sides.before.is_alphanumeric() && run.sides.after.is_alphanumeric();
    (is_within(begin) || is_within(end))
        && (inner.chars().count() < 2
            || inner.contains(['，', '。', '；', '、'])
            || AFTER_BLANKS.contains(begin.sides.after)
            || AFTER_BLANKS.contains(end.sides.after))
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
    let before = source[..run.range.start].chars().next_back();
    let is_masked = before.is_some_and(|c| SURNAMES.contains(c) || c.is_ascii_alphanumeric());
    if run.sides.mark == b'*' && is_masked && (run.range.len() == 2 || !flank.opens) {
        return false;
    }
    let ends = flank.closes && !"：、，".contains(run.sides.before);
    flank.opens || ends || run.sides.after.is_whitespace()
}
