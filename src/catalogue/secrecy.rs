//! Takes a line of a document; gives what it states about secrecy and disclosure: a security
//! marking (密级), a restriction of its readers (内部资料), a note such as （此件不予公开）, or a
//! label such as 公开方式 with its value.
//!
//! A word alone inside a sentence states nothing, because many laws mention 秘密. This file must
//! not know the place of the line or the front matter.

use super::value::Disclosure;
use crate::parse::front_matter::is_nothing;
use crate::parse::invisible;
use regex::Regex;
use std::sync::LazyLock;

/// The character between the cells of a table's row that is given as one line.
pub const CELL: char = '\u{1f}';

/// A security marking (GB/T 9704—2012, 7.2.2) without white space, with or without the label 密级,
/// brackets, the copy number, the urgency (特急) and the period of secrecy.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^(?:[【\\[]?(?:密级|(?:保密|涉密|秘密)(?:等级|级别))[】\\]]?[:：]?)?[（(【〔《“★☆\\[]?(?:\\d{1,8})?(?:特急|加急)?(?:绝密|机密|(?:国家|工作|警务|检察工作|审判工作)?秘密|機密|祕密)级?[)）】〕》”\\]]?(?:[★☆*▲※◆·（(，；、]?(?:保密期限[:：]?)?(?:[\\d一二三四五六七八九十]{1,3}(?:年|个月)|长期|至?\\d{4}年(?:\\d{1,2}月)?(?:\\d{1,2}日)?(?:前|止)?)[)）]?|[★☆*▲※◆].{0,30})?(?:特急|加急)?$",
    )
});

/// A note on disclosure below the text, without white space, on a line of its own or in brackets.
/// Menus have lines such as 依申请公开, so a note without 此件 must be in brackets.
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:(?:^|[（(\\[【〔])(?:此|本)(?:件|文件|公文|文|通知)(?:属于|属|为)?|[（(\\[【〔])((?:主动|依申请|不予|免予|免于|不得|不宜|暂不|不对外|不主动|限内部|内部|非|不|删减后)公开(?:发布)?|公开发布|内部使用)[。]?(?:[)）\\]】〕]|$)",
    )
});

/// A marking of commercial secrecy (商密), as state enterprises use it.
static COMMERCIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern("^(?:(?:核心|普通)?商密|商业(?:秘密|机密)[★☆▲※◆])(?:[★☆*▲※◆].{0,20}|\\d{1,3}年|长期)?$")
});

/// The words of a line that restricts readers, without white space. A line with other words
/// restricts nothing. Words of the first group restrict, 内部 does so only beside another word, and
/// the rest only accompany.
static RESTRICTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let noun = "文件|资料|材料|文稿|刊物|情况|信息|事项|明电|电报|通报|简报|公文";
    let use_ = "使用|传阅|参考|参阅|阅读|掌握|发行|交流";
    let never = "严禁|禁止|不得|不准|不宜|不可|不能|请勿|切勿|勿";
    let reader = "内部|内网|系统内|本系统|政府系统|本单位|本机关|机关内部|单位内部|党政机关|领导";
    let strong = [
        format!("内部(?:(?:{noun})+|{use_})"),
        format!(
            "(?:{never})(?:外传|外泄|外借|扩散|上网|登报|见报|广播|泄露|对外提供|对外公开|公开发布|公开传播|公开)"
        ),
        "不(?:上网|登报|见报|广播|对外公开|对外发布|对外提供)".to_owned(),
        format!("(?:仅供|仅限|只限|仅发|只发|限|供)(?:{reader})+(?:人员|工作|同志)*(?:{use_})?"),
        "(?:仅|只)(?:限|发|供)(?:本[局厅委办部院所站校]|各|[科处股]室|机关|领导|干部)+".to_owned(),
        "(?:阅|会)后(?:即焚|即毁|销毁|退回|收回|归还|请退回|交回)".to_owned(),
        format!("(?:绝密|机密|秘密|涉密|保密)(?:{noun})|(?:绝|机|秘)?密件"),
        "(?:工作|国家|警务)秘密|内参|尚未公开|请?注意保密".to_owned(),
    ];
    let weak = [
        "违者必究|仅供参考|(?:征求意见|讨论|送审|报批)稿|(?:此|本)(?:件|文件|文|公文|资料|材料)|属于?|为|系|敏感".to_owned(),
        "(?:公文|文件|信息|资料|稿件)(?:属性|性质|类别|类型)?".to_owned(),
        "请?(?:注意|妥善|妥为|专人|严格|务必)(?:保存|保管|保密|管理|存放)".to_owned(),
        format!("(?:{never})(?:翻印|复印|复制|转发|转载|传播|拍照|摘抄|引用)"),
        "(?:不予|不|暂不|非)公开".to_owned(),
        format!("工作(?:{noun})|(?:特别)?(?:注意|提醒|提示|备注|附?注|说明)"),
        "(?:只|仅|可)?(?:(?:印|下)?发|传达|传阅|阅)(?:至|到)(?:各|全体|本|县|处|科|团|师|局|厅|级|党|党员|干部|支部|党支部|党委|党组|委员|单位|部门|科室|乡镇|街道|以上|人员)+".to_owned(),
        "[（(【\\[《“）)】\\]》”，,、；;：:！!。.·★☆—-]+".to_owned(),
    ];
    pattern(&format!("({})|内部|{}", strong.join("|"), weak.join("|")))
});

fn is_restricting(line: &str) -> bool {
    let Some(pattern) = RESTRICTION.as_ref() else {
        return false;
    };
    let (mut end, mut restricts, mut inner, mut words) = (0, false, false, 0);
    for found in pattern.captures_iter(line) {
        let Some(whole) = found.get(0).filter(|whole| whole.start() == end) else {
            return false;
        };
        end = whole.end();
        restricts |= found.get(1).is_some();
        inner |= whole.as_str() == "内部";
        words += usize::from(whole.as_str().contains(char::is_alphabetic));
    }
    // the word 内部 alone may mean anything
    end == line.len() && (restricts || inner && words > 1)
}

/// The greatest length of a line of [`RESTRICTION`] words, in characters without white space.
const LONGEST: usize = 40;

/// A line that refuses disclosure, without brackets or 此件.
static REFUSAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("^(?:不予|不宜|不得|暂不|不|不对外|非)公开。?$"));

/// A note on disclosure that fills a line or a bracket. The first group is 此件; the second is the
/// content of the note.
static WHOLE_NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^(?:(?:附?注|备注|说明)[:：])?(?:((?:此|本)(?:件|文件|公文|文|通知|资料|材料))(?:.{0,12}[，,；;、])?)?(?:属于|属|为|系|可以?|应)?((?:主动|依申请|不予|免予|免于|不得|不宜|不能|不可|暂不|暂缓|不对外|不主动|非|不|删减后|限内部|内部)(?:对外|向社会|予以)?公开(?:发布|信息|文件|件)?|公开发布|不(?:予|宜|得|可)?(?:上网|登报|见报|广播))(?:[，,；;、].{0,20})?$",
    )
});

/// A note that names the recipients of a text and fills a line or a bracket.
static ADDRESSEES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^((?:此|本)(?:件|文件|公文|文|通知))?(?:只|仅|可|内部)?(?:(?:印|下)?发|传达|传阅)(?:至|到)[\\p{Han}、，,/（）()]{1,16}$",
    )
});

/// A label such as 公开方式 with its value, if they fill a line.
static WHOLE_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^[【\\[]?(?:(?:政府)?(?:信息|公文|文件)?公开(?:方式|属性|类别|类型|选项|选择|性质)|是否(?:主动)?公开|主动公开)[】\\]]?[:：\u{1f}]{1,2}(.{1,12})$",
    )
});

/// A label such as 公开方式, with its value after a colon or in the next cell.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:公开(?:方式|属性|类别|形式|类型|选项|选择|性质|范围|等级|级别|建议|意见|与否)|公开(?:保密)?审[查核](?:意见|结果|结论|情况)?|[是可能]否(?:主动|可以|能够)?(?:对外|向社会)?公开|(?:知悉|知密|传达|传阅|阅读|发送|发放|分发|印发)范围)[】\\]]?(?:[:：]|\u{1f})([^\u{1f}，。；]{1,20})(?:[\u{1f}，。；]|$)",
    )
});

/// A label such as 密级, with its value after a colon or in the next cell.
static CLASSIFIED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:^|[\u{1f}【\\[])(?:文件|信息|公文)?(?:密级|(?:保密|涉密|秘密|定密)(?:等级|级别|情况))[】\\]]?(?:[:：]|\u{1f})([^\u{1f}，。；]{1,16})(?:[\u{1f}，。；]|$)",
    )
});

/// Values of a label such as 密级 which say that a document is not classified.
const OPEN: [&str; 16] = [
    "无",
    "公开",
    "非密",
    "不涉密",
    "非涉密",
    "无密级",
    "普通",
    "一般",
    "平件",
    "否",
    "可公开",
    "主动公开",
    "全部公开",
    "不定密",
    "-",
    "/",
];

/// Whether a label such as 密级 has a value that may classify the document: a value of at most five
/// characters, or one with 密, ★, 限 or 不. A value that plainly says “public”, and an empty value,
/// do not count.
pub fn is_classified(line: &str) -> bool {
    if !line.contains('密') {
        return false;
    }
    let line = bare(line);
    // a row with several cells and no colon has the headings of columns, not labels
    if line.matches(CELL).count() >= 2 && !line.contains([':', '：']) {
        return false;
    }
    let value = CLASSIFIED.as_ref().and_then(|p| p.captures(&line));
    value.is_some_and(|v| {
        let value = &v[1];
        let is_short = value.chars().count() <= 5 || value.contains(['密', '★', '限', '不']);
        is_short && !is_nothing(value) && !OPEN.contains(&value)
    })
}

/// Whether a line consists of a security marking and of other parts that stand above an official
/// text, such as the copy number or 签发人.
pub fn shares_mark(line: &str) -> bool {
    if !line.contains('密') || line.contains(['。', '，', CELL]) || line.chars().count() > 60 {
        return false;
    }
    let parts: Vec<String> = line.split_whitespace().map(bare).collect();
    let is_head = |p: &String| {
        p.ends_with("文件")
            || p.contains("签发人")
            || p.ends_with('号') && p.contains(['〔', '[', '（', '('])
            || !p.is_empty() && p.chars().all(|c| c.is_ascii_digit())
            || ["特急", "加急", "急件", "特提", "平急"].contains(&p.as_str())
    };
    parts.len() > 1
        && parts.iter().any(|p| is_mark(p))
        && parts.iter().all(|p| is_mark(p) || is_head(p))
}

fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// A line without white space and invisible characters. The patterns of this file match only lines
/// in this form. `CELL` stays.
pub fn bare(line: &str) -> String {
    line.chars().filter(|c| is_kept(*c)).collect()
}

fn is_kept(c: char) -> bool {
    c == CELL || !c.is_whitespace() && !invisible::is_candidate(c)
}

/// A cheap first test: every marking, note, restriction and label passes it. Many other lines pass
/// it too.
pub fn may_state(line: &str) -> bool {
    line.contains(is_in_notes) || line.contains("见报")
}

/// Whether a line is a security marking. In a row of a table with other text, a marking counts only
/// if the first cell is its label, or if it has a star or a similar sign. The copy number and the
/// urgency are not other text.
pub fn is_mark(line: &str) -> bool {
    if !line.contains('密') {
        return false;
    }
    let line = bare(line);
    let cells: Vec<&str> = line.split(CELL).filter(|c| !c.is_empty()).collect();
    let is_beside =
        |c: &str| c.chars().all(|c| c.is_ascii_digit()) || ["特急", "加急"].contains(&c);
    let is_labelled = cells
        .first()
        .map(|c| c.trim_start_matches(['【', '[']))
        .is_some_and(|c| c.starts_with("密级") || c.contains("密等级") || c.contains("密级别"));
    cells.iter().enumerate().any(|(n, cell)| {
        let others_are_beside = cells
            .iter()
            .enumerate()
            .all(|(m, c)| m == n || is_beside(c));
        MARK.as_ref().is_some_and(|p| p.is_match(cell))
            && (others_are_beside || is_labelled || cell.contains(['★', '☆', '▲', '※', '◆']))
    })
}

/// Whether a short line restricts who may read the text: 内部资料，注意保存; 严禁外传; 商密★3年.
pub fn is_restriction(line: &str) -> bool {
    if !may_state(line) {
        return false;
    }
    let line = bare(line);
    is_match(&COMMERCIAL, &line) || line.chars().count() <= LONGEST && is_restricting(&line)
}

/// Whether a line is only a refusal such as 不予公开.
pub fn is_refusal(line: &str) -> bool {
    line.contains('公') && is_match(&REFUSAL, &bare(line))
}

/// Whether a character is in the set for [`may_state`]: every statement has at least one of these
/// characters, except 不见报 (not for newspapers).
fn is_in_notes(c: char) -> bool {
    matches!(
        c,
        '公' | '网'
            | '发'
            | '内'
            | '外'
            | '扩'
            | '泄'
            | '供'
            | '限'
            | '阅'
            | '密'
            | '登'
            | '传'
            | '会'
            | '知'
            | '播'
    )
}

/// Takes a line; if it is only a note (此件不予公开, （此件发至县团级）, （内部资料）), gives the
/// disclosure that the note states, and the line without its white space.
pub fn whole_note(line: &str) -> Option<(Disclosure, String)> {
    if !may_state(line) {
        return None;
    }
    let line = bare(line);
    let inner = line.trim_end_matches(['。', '.', '；', ';']);
    let inner = inner
        .strip_prefix(['（', '(', '【', '〔', '[', '［'])
        .and_then(|rest| rest.strip_suffix(['）', ')', '】', '〕', ']', '］']));
    let is_in_brackets = inner.is_some();
    let inner = inner.unwrap_or(&line).trim_end_matches(['。', '.']);
    if inner.contains(['公', '网', '登', '广', '见'])
        && let Some(note) = WHOLE_NOTE.as_ref()?.captures(inner)
        && (is_in_brackets || note.get(1).is_some())
    {
        let disclosure = disclosed(note.get(2)?.as_str()).unwrap_or(Disclosure::Withheld);
        return Some((disclosure, line));
    }
    if inner.contains(['发', '传'])
        && let Some(note) = ADDRESSEES.as_ref()?.captures(inner)
        && (is_in_brackets
            || note.get(1).is_some()
            || inner.trim_end_matches("以上").ends_with('级'))
        && ![
            "公开", "公示", "公告", "公众", "群众", "居民", "村民", "社会",
        ]
        .iter()
        .any(|public| inner.contains(public))
    {
        return Some((Disclosure::Withheld, line));
    }
    (is_in_brackets && (inner == "内部" || is_restriction(inner)))
        .then_some((Disclosure::Withheld, line))
}

/// Takes a line; if it is only a label such as 公开方式 with an unambiguous value, gives the
/// disclosure that it states, and the line without its white space.
pub fn whole_label(line: &str) -> Option<(Disclosure, String)> {
    if !line.contains('公') {
        return None;
    }
    let line = bare(line);
    let value = WHOLE_LABEL.as_ref()?.captures(&line)?.get(1)?.as_str();
    let is_plain = [
        "主动公开",
        "依申请",
        "不予",
        "不公开",
        "免予",
        "非公开",
        "内部",
        "否",
        "不宜",
    ]
    .iter()
    .any(|word| value.contains(word));
    let disclosure = disclosed(value).filter(|_| is_plain)?;
    Some((disclosure, line))
}

fn is_match(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(text))
}

/// The disclosure stated by a note in a line, such as （此件依申请公开）, with the words of the
/// note that state it (依申请公开).
pub fn note(line: &str) -> Option<(Disclosure, String)> {
    let line = bare(line);
    let words = NOTE.as_ref()?.captures(&line)?.get(1)?.as_str();
    let disclosure = disclosed(words).unwrap_or(Disclosure::Withheld);
    Some((disclosure, words.to_owned()))
}

/// The disclosure that a line with a label such as 公开范围 or 知悉范围 states. `None` if everybody
/// may read the document, or if the line states nothing. Labels of distribution such as 发放范围 do
/// not count, because money and goods are also distributed.
pub fn read_by(line: &str) -> Option<Disclosure> {
    let line = bare(line);
    let value = labelled(&line)?;
    let label = line.split([':', '：']).next().unwrap_or_default();
    let is_about_reading = ["公开", "知", "传阅", "传达", "阅读"]
        .iter()
        .any(|word| label.contains(word));
    let is_first = label.chars().count() <= 12 && line.ends_with(&value);
    disclosed(&value).filter(|d| is_about_reading && is_first && *d != Disclosure::Proactive)
}

/// The value that a line states for a label such as 公开方式.
pub fn labelled(line: &str) -> Option<String> {
    let line = bare(line);
    let value = LABELLED.as_ref()?.captures(&line)?.get(1)?;
    Some(value.as_str().to_owned())
}

/// The disclosure that the value of a label such as 公开方式 means. A value that says neither
/// “public” nor “on request” means “not public”; an empty value or a word such as 无 means nothing.
pub fn disclosed(value: &str) -> Option<Disclosure> {
    let value = bare(value).replace(CELL, "");
    let has = |words: &[&str]| words.iter().any(|w| value.contains(w));
    match Disclosure::find(&value) {
        Some(disclosure) => Some(disclosure),
        None if is_nothing(&value) || value.is_empty() => None,
        None if has(&["依申请"]) => Some(Disclosure::OnRequest),
        None if has(&[
            "不限",
            "公众",
            "全国",
            "全省",
            "全市",
            "全县",
            "全区",
            "全社会",
            "行政区域",
            "辖区",
            "各界",
        ]) && !has(&["不予", "内部", "机关"]) =>
        {
            Some(Disclosure::Proactive)
        }
        None if has(&["不", "非", "免", "缓", "部分", "删减", "内部", "否"]) => {
            Some(Disclosure::Withheld)
        }
        None if has(&[
            "公开",
            "网站",
            "公报",
            "公示",
            "公告栏",
            "是",
            "社会",
            "媒体",
        ]) =>
        {
            Some(Disclosure::Proactive)
        }
        None => Some(Disclosure::Withheld),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_a_mark() {
        for line in [
            "机密★1年",
            "秘密",
            "  绝 密 ★ 长期 ",
            "000012 机密★20年 特急",
            "（秘密）",
            "密级：秘密",
            "【密级】机密级",
            "秘密·保密期限：6个月",
            "000012\u{1f}机密\u{1f}特急",
            "密级\u{1f}秘密",
            "文号\u{1f}机密★1年",
        ] {
            assert!(is_mark(line), "{line}");
        }
        for line in [
            "",
            "密级",
            "依法保守国家秘密。",
            "商业秘密",
            "机密文件管理办法",
            "秘密：是指关系国家安全的事项",
            "关于做好机密级计算机管理的通知",
            "序号\u{1f}秘密\u{1f}名称",
        ] {
            assert!(!is_mark(line), "{line}");
        }
    }

    #[test]
    fn a_line_of_restricting_words() {
        for line in [
            "内部资料，注意保存",
            "内部　注意保密",
            "内部明电",
            "内部情况通报",
            "内参",
            "敏感信息，请勿外传",
            "敏感★内部",
            "本文件仅限党政机关内部传阅",
            "涉密文件 专人保管",
            "公文属性：内部",
            "仅限政府系统内部使用",
            "只发内网",
            "尚未公开，请勿引用",
            "商密★3年",
            "注意：此件仅供内部掌握，不得对外公开",
            "工作资料　注意保密",
            "传达至各支部，请勿上网",
            "仅发本局各科室",
        ] {
            assert!(is_restriction(line), "{line}");
        }
        for line in [
            "内部",
            "内部管理",
            "内部控制",
            "内部机构设置",
            "内部审计",
            "内部资料管理制度",
            "涉密文件管理",
            "未经许可不得转载",
            "仅供参考",
            "不予公开",
            "工作资料",
            "注意：",
            "传达至各支部",
            "仅限本校学生",
            "保密工作提示",
        ] {
            assert!(!is_restriction(line), "{line}");
        }
        for line in [
            "（此件只发电子版，不公开）",
            "（不宜上网）",
            "（属工作秘密，不予公开）",
            "（此件传达至县处级）",
            "（此件暂缓公开）",
            "（内部发至各科室）",
            "注：此件不登报、不广播、不上网",
            "此件不见报",
            "（不得广播）",
        ] {
            let note = whole_note(line).map(|(disclosure, _)| disclosure);
            assert_eq!(note, Some(Disclosure::Withheld), "{line}");
        }
        for line in ["（此件可依申请公开）", "（依申请予以公开）"] {
            let note = whole_note(line).map(|(disclosure, _)| disclosure);
            assert_eq!(note, Some(Disclosure::OnRequest), "{line}");
        }
        for line in ["（发至各社区公示栏）", "（此件可在政府网站公开）"] {
            assert_eq!(whole_note(line), None, "{line}");
        }
    }

    #[test]
    fn a_note_on_disclosure() {
        use Disclosure::{OnRequest, Proactive, Withheld};
        for (line, disclosure, words) in [
            ("（此件公开发布）", Proactive, "公开发布"),
            ("此件主动公开", Proactive, "主动公开"),
            ("(此件 依申请公开)", OnRequest, "依申请公开"),
            ("（此件不予公开）", Withheld, "不予公开"),
            ("（此件不宜公开）", Withheld, "不宜公开"),
            ("本文件属不予公开。", Withheld, "不予公开"),
            ("特此通知。（内部使用）", Withheld, "内部使用"),
            ("【依申请公开】", OnRequest, "依申请公开"),
        ] {
            assert_eq!(note(line), Some((disclosure, words.to_owned())), "{line}");
        }
        for line in [
            "依申请公开",
            "不予公开的，应当说明理由。",
            "申请人申请公开此件。",
            "（以下内容公开透明）",
        ] {
            assert_eq!(note(line), None, "{line}");
        }
    }

    #[test]
    fn a_label_with_its_value() {
        for (line, value, disclosure) in [
            (
                "公开方式：主动公开",
                "主动公开",
                Some(Disclosure::Proactive),
            ),
            (
                "【公开属性】: 依申请",
                "依申请",
                Some(Disclosure::OnRequest),
            ),
            ("是否公开\u{1f}否\u{1f}", "否", Some(Disclosure::Withheld)),
            ("公开范围：本系统", "本系统", Some(Disclosure::Withheld)),
            (
                "公开形式：政府网站",
                "政府网站",
                Some(Disclosure::Proactive),
            ),
            ("公开方式：无", "无", None),
        ] {
            assert_eq!(labelled(line).as_deref(), Some(value), "{line}");
            assert_eq!(disclosed(value), disclosure, "{line}");
        }
        assert_eq!(labelled("公开方式由各单位决定。"), None);
    }
}
