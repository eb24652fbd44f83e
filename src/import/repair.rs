//! Takes a page damaged by a converter; removes pinyin in brackets, and simplifies traditional
//! characters. Both repairs are guesses and are reported, and so are characters that only the fonts of
//! the original show. This file must not know the fields of the
//! head.

use super::page::Page;
use crate::fold::simplified_pairs;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static PINYIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // the pattern matches only whole syllables, so it does not match doc, pdf and kg
    let marks = |plain: &str| -> String {
        let forms = [
            ('a', "āáǎà"),
            ('e', "ēéěè"),
            ('i', "īíǐì"),
            ('o', "ōóǒò"),
            ('u', "ūúǔù"),
            ('v', "üǖǘǚǜ"),
        ];
        plain
            .chars()
            .map(|c| {
                forms
                    .iter()
                    .find(|(p, _)| *p == c)
                    .map_or(c.to_string(), |(p, more)| format!("[{p}{more}]"))
            })
            .collect()
    };
    let finals = "ai|ang|an|ao|a|ei|eng|en|er|e|iang|iong|ian|ia|iao|ie|ing|in|iu|i|ong|ou|o|uang|uai|uan|ua|ue|ui|un|uo|u|ve|v";
    Regex::new(&format!(
        r"(\p{{Han}})\((?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:{})\)",
        marks(finals)
    ))
    .ok()
});

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| simplified_pairs().collect());

/// A traditional character whose simplified form depends on the word. Either the character has two
/// simplified forms, or simplified texts use the character itself too, mostly in names.
struct Uncertain {
    character: char,
    /// The simplified form in the words of `becomes`.
    simplified: char,
    /// Words in which the character takes that form, in traditional characters.
    becomes: &'static str,
    /// Words in which the character stays as it is.
    stays: &'static str,
}

const fn row(
    character: char,
    simplified: char,
    becomes: &'static str,
    stays: &'static str,
) -> Uncertain {
    Uncertain {
        character,
        simplified,
        becomes,
        stays,
    }
}

/// The uncertain characters. In a word that is not listed, such a character is kept and reported,
/// because it might be a name.
const UNCERTAIN: [Uncertain; 12] = [
    row(
        '乾',
        '干',
        "乾燥 乾旱 乾淨 乾净 乾枯 乾涸 乾糧 乾粮 乾果 乾貨 乾草 乾洗 乾杯 乾電池 乾濕 乾渴 乾脆 乾冰 乾癟 餅乾 晾乾 烘乾 曬乾 風乾 擦乾 吹乾 若乾 肉乾 豆乾 葡萄乾 筍乾 菜乾 抽乾 排乾 陰乾 乾法 乾式 乾固 乾料 乾垃圾 抗乾旱",
        "乾坤 乾隆 乾縣 乾陵 乾安 乾元 乾嘉 乾清宮",
    ),
    row('鍾', '钟', "鍾情 鍾愛 鍾意 龍鍾 所鍾 鍾靈毓秀", ""),
    row('瞭', '了', "瞭解 明瞭 瞭然 瞭如指掌 瞭若指掌", "瞭望 瞭哨"),
    row(
        '覆',
        '复',
        "批覆 答覆 回覆 覆函 覆議 覆核 反覆 重覆 覆查 電覆 函覆 呈覆 覆審 覆命 覆信 敬覆 函告覆 覆文 覆診 覆檢 覆驗 賜覆",
        "覆蓋 顛覆 覆滅 覆沒 覆轍 覆土 覆膜 傾覆 翻覆 覆冰 覆被 覆巢 植被覆",
    ),
    row(
        '著',
        '着',
        "著手 著力 著重 著眼 著急 著落 著裝 著陸 著想 著實 著火 著色 著床 著地 著墨 著迷 著筆 著凉 沿著 隨著 本著 按著 圍繞著 繞著 有著 朝著 向著 意味著 執著 順著 帶著 對著 接著 沉著 憑著 存在著 為著 標誌著 標志著 活著 看著 跟著 照著 靠著 藉著 借著 懷著 抱著 守著 關係著 影響著 面臨著 發揮著 承擔著 肩負著 擔負著 起著 掌握著 牽動著 衣著 穿著 附著 膠著 等著 拿著",
        "著作 著名 顯著 編著 土著 論著 名著 專著 原著 卓著 著者 昭著 遺著 巨著 著稱 著述 著錄 合著 著書 譯著 所著 著有 著論",
    ),
    row(
        '徵',
        '征',
        "徵收 徵求 徵集 徵用 特徵 象徵 徵信 徵地 徵兵 徵稅 徵管 徵繳 徵召 徵文 徵訂 徵購 徵詢 徵遷 徵占 徵拆 應徵 免徵 減徵 緩徵 開徵 稽徵 計徵 徵補 徵稿 徵選 徵調 徵聘 徵聯 表徵 體徵 徵兆 徵候 徵費 代徵 補徵 徵得 已徵 擬徵 被徵 徵前 預徵 加徵 復徵 徵辟",
        "宮商角徵羽",
    ),
    row(
        '藉',
        '借',
        "藉口 憑藉 藉助 藉此 藉以 藉由 藉機 藉故 藉著",
        "狼藉 慰藉 枕藉 蘊藉",
    ),
    row(
        '夥',
        '伙',
        "夥伴 合夥 同夥 團夥 入夥 夥計 散夥 夥同 結夥 大夥 拆夥",
        "",
    ),
    row('甯', '宁', "", ""),
    row(
        '昇',
        '升',
        "上昇 提昇 昇級 昇降 昇格 昇華 昇旗 攀昇 回昇 昇溫 飆昇 歌舞昇平 昇遷 昇高 昇任 晉昇",
        "",
    ),
    row('麴', '曲', "大麴 酒麴 麴黴 紅麴", ""),
    row(
        '祕',
        '秘',
        "祕密 祕書 祕方 機祕 奧祕 神祕 便祕 祕訣 保祕 祕笈",
        "祕魯",
    ),
];

/// Characters before 於 that show that it is the preposition 于 (in, at). If neither these nor
/// those of [`BEHIND_YU`] are beside it, 於 may be a name.
const BEFORE_YU: &str = "關对對至由位基屬属在處处用低高多少大小優优限等終终止起始建立存適适定自便善敢忠服出生源來来鑑鉴有利合應应居介屈趨趋歸归鑒急勇樂乐易難难致富苦寓免見见精列求授給给交投置設设聚集安甘等早晚遠远近不异異同相作重輕轻严嚴勝胜濫滥疏怠怯負负隸隶從从加付報报告借得取遲迟流行長长短強强弱";

/// Characters after 於 that show the preposition 于.
const BEHIND_YU: &str = "年月日此是本該该今其這这各上下前後后我全一二三四五六七八九十0123456789２〇近每當当公市縣省區区國国政中";

/// How many occurrences of uncertain characters a report lists.
const LISTED: usize = 12;

/// Simplifies a text. Characters that stay because they are uncertain are added to `kept`, with
/// some context.
fn simplify(text: &str, kept: &mut Vec<String>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let has_at = |words: &str, i: usize| {
        words.split(' ').filter(|w| !w.is_empty()).any(|word| {
            let word: Vec<char> = word.chars().collect();
            word.iter().enumerate().any(|(n, c)| {
                *c == chars[i]
                    && i.checked_sub(n)
                        .and_then(|from| chars.get(from..from + word.len()))
                        .is_some_and(|part| part == word.as_slice())
            })
        })
    };
    let mut keep = |i: usize| {
        let around = around(&chars, i);
        if !kept.contains(&around) {
            kept.push(around);
        }
        chars[i]
    };
    (0..chars.len())
        .map(|i| {
            let c = chars[i];
            if c == '於' {
                let before = i.checked_sub(1).map(|b| chars[b]);
                let is_name = ["於潛", "於潜", "於陵", "於菟"]
                    .iter()
                    .any(|w| has_at(w, i));
                let is_word = before.is_some_and(|b| BEFORE_YU.contains(b))
                    || chars.get(i + 1).is_some_and(|n| BEHIND_YU.contains(*n));
                return if is_word && !is_name { '于' } else { keep(i) };
            }
            match UNCERTAIN.iter().find(|u| u.character == c) {
                Some(u) if has_at(u.becomes, i) => u.simplified,
                Some(u) if has_at(u.stays, i) => c,
                Some(_) => keep(i),
                None => SIMPLIFIED.get(&c).copied().unwrap_or(c),
            }
        })
        .collect()
}

/// The smallest number of pinyin insertions that is no accident. A long text needs one for every
/// hundred Chinese characters.
const ENOUGH: usize = 3;

/// A text is traditional if more than this percentage of its Chinese characters have a simplified
/// form.
const PERCENT: usize = 12;

/// The characters around a place, without white space.
fn around(chars: &[char], at: usize) -> String {
    let near = &chars[at.saturating_sub(4)..(at + 4).min(chars.len())];
    near.iter().filter(|c| !c.is_whitespace()).collect()
}

/// Reports characters of the private use area, which only the original's own fonts show.
fn report_private(page: &mut Page, all: &str) {
    let is_private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}');
    if !all.contains(is_private) {
        return;
    }
    let chars: Vec<char> = all.chars().collect();
    let shown = |at: usize| -> String {
        let near = around(&chars, at);
        near.chars()
            .map(|c| if is_private(c) { '□' } else { c })
            .collect()
    };
    let at = (0..chars.len()).filter(|i| is_private(chars[*i]));
    let mut places: Vec<String> = at.map(shown).collect();
    places.dedup();
    let (zh, en) = match places.len() > LISTED {
        true => ("等", " and more"),
        false => ("", ""),
    };
    places.truncate(LISTED);
    page.doubt(
        format!(
            "下列地方有只在原件字体中才显示的字（专用区字符，以“□”标出），请对照原件改正：“{}”{zh}",
            places.join("”“")
        ),
        format!(
            "only the fonts of the original show some characters (private use, here □); type them \
             again: `{}`{en}",
            places.join("`, `")
        ),
    );
}

pub(super) fn repair(page: &mut Page) {
    let all: String = page.blocks.iter().flat_map(|b| b.lines()).collect();
    report_private(page, &all);
    let han = all.chars().filter(|c| crate::fold::is_han(*c)).count();
    let pinyin = PINYIN
        .as_ref()
        .filter(|p| p.find_iter(&all).count() >= ENOUGH.max(han / 100));
    let traditional = all.chars().filter(|c| SIMPLIFIED.contains_key(c)).count();
    let is_traditional = traditional * 100 > han * PERCENT;
    if pinyin.is_none() && !is_traditional {
        return;
    }
    let mut kept = Vec::new();
    let mut mend = |text: &str| -> String {
        let text = match pinyin {
            Some(pinyin) => pinyin.replace_all(text, "$1").into_owned(),
            None => text.to_owned(),
        };
        if is_traditional {
            simplify(&text, &mut kept)
        } else {
            text
        }
    };
    page.original = Some(page.blocks.clone());
    for block in &mut page.blocks {
        for span in block.spans_mut() {
            span.text = mend(&span.text);
        }
    }
    for (_, spans) in &mut page.footnotes {
        spans.iter_mut().for_each(|s| s.text = mend(&s.text));
    }
    page.meta
        .iter_mut()
        .for_each(|(_, value)| *value = mend(value));
    page.hints.iter_mut().for_each(|hint| *hint = mend(hint));
    if pinyin.is_some() {
        page.doubt(
            "原页面的汉字后夹有拼音，已去除",
            "pinyin stood in brackets behind characters of the page and was taken out",
        );
    }
    if is_traditional {
        page.doubt(
            "原页面为繁体字，已转为简体；原文仍在旧文件中，请核对人名、地名",
            "the page was in traditional characters and was turned into simplified ones; the old file \
             still has the original; check the names",
        );
    }
    if !kept.is_empty() {
        let more = kept.len() > LISTED;
        let list = kept.iter().take(LISTED).cloned().collect::<Vec<_>>();
        let (zh, en) = if more { ("等", " and more") } else { ("", "") };
        page.doubt(
            format!(
                "下列地方的字简化后可能改变人名、地名，保留原字：“{}”{zh}",
                list.join("”“")
            ),
            format!(
                "characters that may belong to names were kept as they stand: `{}`{en}",
                list.join("`, `")
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::page::{Block, Span};

    #[test]
    fn characters_of_the_originals_own_fonts_are_reported() {
        for (text, is_reported) in [("甲乙\u{e032}丙", true), ("甲乙𠮷丙", false)] {
            let spans = vec![Span::text(text)];
            let mut page = Page {
                blocks: vec![Block::Text { level: 0, spans }],
                ..Page::default()
            };
            repair(&mut page);
            let doubts = format!("{:?}", page.doubts);
            assert_eq!(doubts.contains("甲乙□丙"), is_reported, "{doubts}");
        }
    }

    #[test]
    fn words_are_simplified_and_names_are_kept() {
        for (traditional, simplified, is_reported) in [
            ("瞭解情況後批覆", "了解情况后批复", false),
            ("並著手落實", "并着手落实", false),
            ("顯著標誌和著名景點", "显著标志和著名景点", false),
            ("覆蓋全縣", "覆盖全县", false),
            ("乾旱地區", "干旱地区", false),
            ("乾縣", "乾县", false),
            ("關於加強管理", "关于加强管理", false),
            ("於潛鎮", "於潜镇", true),
            ("聯繫人錢鍾某", "联系人钱鍾某", true),
            ("聯繫人於某某", "联系人於某某", true),
            ("徵求意見", "征求意见", false),
            ("文徵某", "文徵某", true),
        ] {
            let mut kept = Vec::new();
            assert_eq!(simplify(traditional, &mut kept), simplified);
            assert_eq!(!kept.is_empty(), is_reported, "{traditional}");
        }
    }
}
