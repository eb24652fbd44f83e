//! Takes the paragraphs of a body; marks those that are the addressee, the signature or the date of
//! an official document (GB/T 9704—2012), and gives each article (第八条) an anchor.
//!
//! This file must not know front matter.

use super::Writer;
use crate::fold::numeral;
use crate::parse::markdown::{ARTICLE, Heading};

impl Writer<'_, '_> {
    /// If the paragraph that begins at `at` is an article, gives it an anchor, to which its number
    /// links. The paragraph is the last one written.
    pub(super) fn article(&mut self, at: usize) {
        const OPENING: &str = "<p>";
        let begin = at + OPENING.len();
        let bold = "<strong>";
        let strong = if self.out[begin..].starts_with(bold) {
            bold.len()
        } else {
            0
        };
        let Some((title, id)) = article_number(&self.out[begin + strong..]) else {
            return;
        };
        let (title, id) = (title.to_owned(), self.unique(id));
        let written = self.out.split_off(begin - 1);
        let (tags, text) = written.split_at(1 + strong);
        let (own, link) = ([" id=\"", &id, "\""], ["<a href=\"#", &id, "\">"]);
        self.out.extend(own.into_iter().chain([tags]).chain(link));
        self.out
            .extend([title.as_str(), "</a>", &text[title.len()..]]);
        self.body.headings.push(Heading {
            level: ARTICLE,
            id,
            title,
        });
    }

    /// Marks the addressee, which is set at the left margin (`to`), and the signature and the date,
    /// which are set at the right (`sign`).
    pub(super) fn official_form(&mut self, signers: &[&str]) {
        let mut marks: Vec<(usize, &str)> = Vec::new();
        let short = |text: &str, most: usize| {
            !text.is_empty() && text.chars().count() <= most && !text.contains(['。', '；'])
        };
        if let Some((at, _)) = self
            .paragraphs
            .iter()
            .find(|(_, t)| !t.is_empty())
            .filter(|(_, t)| t.ends_with('：') && short(t, 100))
        {
            marks.push((*at, "to"));
        }
        for (i, (at, text)) in self.paragraphs.iter().enumerate() {
            if is_written_date(text) {
                marks.push((*at, "sign"));
                let is_name = |(at, text): &&(usize, String)| {
                    is_signer(text) && !self.out[*at..].starts_with("<p><img")
                };
                let names: Vec<_> = self.paragraphs[..i]
                    .iter()
                    .rev()
                    .take_while(is_name)
                    .collect();
                let count = signed(names.iter().map(|(_, text)| text.as_str()), signers);
                marks.extend(names[..count].iter().map(|(at, _)| (*at, "sign")));
            }
        }
        marks.sort_unstable();
        marks.dedup_by_key(|(at, _)| *at);
        for (at, class) in marks.into_iter().rev() {
            self.out
                .insert_str(at + "<p".len(), &format!(" class=\"{class}\""));
        }
    }
}

/// Characters with which the names of agencies end.
const AGENCIES: &str = "局委办府院会处部厅署所站队馆园校司社团联厂场庭狱班台库协企";

/// Words with which the names of agencies end.
const AGENCY_WORDS: [&str; 40] = [
    "办公室",
    "中心",
    "大学",
    "中学",
    "小学",
    "学院",
    "小组",
    "党组",
    "党总支",
    "支部",
    "银行",
    "支行",
    "分行",
    "总行",
    "农商行",
    "公司",
    "集团",
    "政协",
    "人大",
    "法制室",
    "研究室",
    "审计室",
    "信息室",
    "医务室",
    "纪检组",
    "工作组",
    "监察组",
    "检查组",
    "专案组",
    "督导组",
    "综合科",
    "指挥所",
    "街道",
    "开发区",
    "示范区",
    "高新区",
    "科室",
    "大厅",
    "基地",
    "事务所",
];

/// Words that end like the names of agencies but are none.
const NO_AGENCIES: [&str; 34] = [
    "会议室",
    "社会",
    "机会",
    "大会",
    "开会",
    "参会",
    "与会",
    "例会",
    "晚会",
    "督办",
    "承办",
    "主办",
    "举办",
    "协办",
    "经办",
    "交办",
    "查办",
    "催办",
    "待办",
    "申办",
    "停办",
    "照办",
    "严办",
    "快办",
    "全部",
    "部署",
    "好处",
    "各处",
    "场所",
    "处所",
    "现场",
    "到场",
    "市场",
    "立场",
];

/// Words that begin sentences but no names of agencies.
const OPENINGS: [&str; 26] = [
    "请",
    "以上",
    "特此",
    "现将",
    "现予",
    "为了",
    "按照",
    "根据",
    "关于",
    "此复",
    "此令",
    "望各",
    "望认真",
    "凡",
    "附件",
    "附表",
    "注意",
    "抄送",
    "抄报",
    "报送",
    "联系",
    "地点",
    "时间",
    "印发",
    "已",
    "须",
];

/// Titles of heads of agencies, who sign with their names.
const HEADS: [&str; 18] = [
    "省长",
    "市长",
    "县长",
    "区长",
    "镇长",
    "乡长",
    "主任",
    "局长",
    "厅长",
    "部长",
    "院长",
    "检察长",
    "主席",
    "书记",
    "会长",
    "校长",
    "负责人",
    "代表人",
];

/// Whether a line may be above a signature's date: names of agencies, or the title and name of a
/// head.
pub(in super::super) fn is_signer(line: &str) -> bool {
    const MOST: usize = 40;
    if line.chars().nth(MOST).is_some() {
        return false;
    }
    let line = line.trim_matches(char::is_whitespace);
    let stamps = [
        "（代章）",
        "（盖章）",
        "（公章）",
        "（印章）",
        "（章）",
        "(代章)",
        "(盖章)",
        "(公章)",
    ];
    let name = stamps
        .iter()
        .find_map(|s| line.strip_suffix(s))
        .unwrap_or(line);
    let mut parts = name
        .split(char::is_whitespace)
        .filter(|p| !p.is_empty())
        .peekable();
    parts.peek().is_some() && (is_head(name) || parts.all(is_agency))
}

/// How many of the names above a date belong to the signature, counted upwards from the date. The
/// signature reaches up to the topmost issuing body. If no name is an issuing body, it has at most
/// as many names as there are issuing bodies. If these are not known, it has all names.
fn signed<'n>(names: impl Iterator<Item = &'n str>, signers: &[&str]) -> usize {
    let plain = |name: &str| -> String { name.chars().filter(|c| !c.is_whitespace()).collect() };
    let signers: Vec<String> = signers.iter().map(|name| plain(name)).collect();
    let is_issuer = |name: &str| {
        let name = plain(name);
        signers
            .iter()
            .any(|signer| name.contains(signer.as_str()) || signer.contains(name.as_str()))
    };
    let known: Vec<bool> = names.map(is_issuer).collect();
    match known.iter().rposition(|known| *known) {
        Some(first) => first + 1,
        None if signers.is_empty() => known.len(),
        None => known.len().min(signers.len()),
    }
}

/// Whether a text is the name of an agency.
pub(crate) fn is_agency(name: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !c.is_ascii() || "·“”（）".contains(c);
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    name.chars().count() >= 2
        && name.chars().all(is_letter)
        && !name.starts_with(['（', '“'])
        && !name.contains(['的', '了'])
        && !OPENINGS.iter().any(|word| name.starts_with(word))
        && !ends(&NO_AGENCIES)
        && (name.ends_with(|c| AGENCIES.contains(c)) || ends(&AGENCY_WORDS))
}

/// Whether a text is the title and the name of the head of an agency: `县长　张某`, `局长：王某某`.
fn is_head(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    HEADS.iter().any(|title| {
        text.split_once(title).is_some_and(|(agency, name)| {
            let name = name.trim_start_matches(['：', ':']);
            agency.chars().count() <= 20
                && agency.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
                && (2..=4).contains(&name.chars().count())
                && name
                    .chars()
                    .all(|c| c.is_alphabetic() || "*·×＊".contains(c))
        })
    })
}

/// Whether a text is only a date such as 2023年3月29日 or 二〇二三年三月二十九日.
pub(crate) fn is_written_date(text: &str) -> bool {
    // most paragraphs are too long for a date
    if text.len() > 24 * 4 || text.starts_with('年') || text.chars().count() > 24 {
        return false;
    }
    let marks = text.chars().filter(|c| {
        !c.is_whitespace() && !c.is_numeric() && !"〇○零一二三四五六七八九十".contains(*c)
    });
    marks.eq("年月日".chars())
}

/// The number of an article at the beginning of HTML (第八条, 第八条之一), and its anchor (`a8`,
/// `a8-of-1`). A space, a closing tag or the end must follow the number; otherwise it is a
/// reference to an article.
fn article_number(html: &str) -> Option<(&str, String)> {
    let (id, rest) = article(html)?;
    let ends = rest.is_empty() || rest.starts_with("</") || rest.starts_with(char::is_whitespace);
    ends.then(|| (&html[..html.len() - rest.len()], id))
}

/// The anchor of the article with whose number a text begins (`a6` for 第六条第一款).
pub(in super::super) fn anchor_of_article(text: &str) -> Option<String> {
    article(text).map(|(id, _)| id)
}

/// The anchor of the article with whose number a text begins, and the rest.
fn article(html: &str) -> Option<(String, &str)> {
    let (number, rest) = html.strip_prefix('第')?.split_once('条')?;
    let mut id = "a".to_owned() + &counted(number)?.to_string();
    let mut rest = rest;
    if let Some(after) = rest.strip_prefix('之') {
        let end = after
            .find(|c| !numeral::CHINESE.contains(&c))
            .unwrap_or(after.len());
        id.push_str(&format!("-of-{}", counted(&after[..end])?));
        rest = &after[end..];
    }
    Some((id, rest))
}

/// The value of a number in Chinese or Arabic digits; `None` for zero, from 10,000 on, and for other
/// text.
fn counted(text: &str) -> Option<i64> {
    numeral::value(text).filter(|n| (1..10_000).contains(n))
}

#[cfg(test)]
mod tests {
    use super::anchor_of_article;

    #[test]
    fn the_anchor_of_an_article() {
        for (text, anchor) in [
            ("第八条", Some("a8")),
            ("第一百零三条第二款", Some("a103")),
            ("第１２条", Some("a12")),
            ("第八条之十一", Some("a8-of-11")),
            ("第0条", None),
            ("第零条", None),
            ("第八条之零", None),
            ("第10000条", None),
            ("第一类条", None),
        ] {
            assert_eq!(anchor_of_article(text).as_deref(), anchor, "{text}");
        }
    }
}
