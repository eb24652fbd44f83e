//! Takes the target of a relation as written; gives the articles or parts of the other document to
//! which the relation applies. This file must not know whether the other document has them.
//!
//! `check` reports articles that the other document does not have.

use super::yaml::scalar;
use serde_yaml::Value;

/// The articles or parts that a target names. `None` if they are written neither as a text, nor as
/// a list or map of texts.
pub(super) fn places(target: &Value) -> Option<Vec<String>> {
    let Value::Mapping(map) = target else {
        return Some(Vec::new());
    };
    let Some(written) = map.get("articles").or_else(|| map.get("条款")) else {
        return Some(Vec::new());
    };
    let all: Vec<String> = match written {
        Value::Sequence(items) => items.iter().map(item).collect::<Option<_>>()?,
        Value::Mapping(map) => map.iter().map(pair).collect::<Option<_>>()?,
        one => split(&scalar(one)?),
    };
    let all = all.into_iter().map(full).filter(|place| !place.is_empty());
    Some(all.collect())
}

/// An item of a list. To YAML, `第六条: 原为……` is a map.
fn item(value: &Value) -> Option<String> {
    match value {
        Value::Mapping(map) if map.len() == 1 => map.iter().next().and_then(pair),
        other => scalar(other),
    }
}

fn pair((place, words): (&Value, &Value)) -> Option<String> {
    let (place, words) = (scalar(place)?, scalar(words)?);
    Some(if words.is_empty() {
        place
    } else {
        format!("{place}：{words}")
    })
}

/// The places in one text: 第六条第一款、第二款、第九条 has two places, one for each article. A
/// text with a full-width colon is one place, because a quotation follows the colon.
fn split(text: &str) -> Vec<String> {
    if text.contains('：') {
        return vec![text.to_owned()];
    }
    let mut places: Vec<String> = Vec::new();
    let is_mark = |c: char| ['、', '，', ',', '；', ';', '和', ' ', '\u{3000}'].contains(&c);
    for piece in text.split_inclusive(is_mark) {
        let bare = piece.trim_end_matches(is_mark);
        match places.last_mut() {
            Some(last) if !bare.is_empty() && !bare.contains('条') && !is_number(bare) => {
                last.push_str(piece);
            }
            _ => places.push(piece.to_owned()),
        }
    }
    let bare = |place: &String| place.trim_end_matches(is_mark).to_owned();
    places.iter().map(bare).collect()
}

/// A place in full: a number alone means an article.
fn full(place: String) -> String {
    let place = place.trim();
    if is_number(place) {
        format!("第{}条", place.trim_end_matches('条'))
    } else {
        place.to_owned()
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim_end_matches('条');
    let is_digit = |c: char| c.is_ascii_digit() || "零〇一二三四五六七八九十百".contains(c);
    !text.is_empty() && text.chars().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn places_are_read_in_every_form() {
        for (written, read) in [
            ("条款: [第六条, 第九条]", "第六条|第九条"),
            ("articles: 第六条", "第六条"),
            ("条款: 第六条、第九条和第十条", "第六条|第九条|第十条"),
            (
                "条款: 第六条第一款、第二款，第九条",
                "第六条第一款、第二款|第九条",
            ),
            ("条款: [6, 九, 十二条]", "第6条|第九条|第十二条"),
            ("条款: 6", "第6条"),
            (
                "条款: {第六条: 原为“五万”、第七条同, 第九条: }",
                "第六条：原为“五万”、第七条同|第九条",
            ),
            ("条款: [第六条: 原为“五万”]", "第六条：原为“五万”"),
            (
                "条款: 第六条：原为“第一、第二条”",
                "第六条：原为“第一、第二条”",
            ),
            ("条款: ", ""),
            ("文号: 甲", ""),
        ] {
            let value = serde_yaml::from_str(written).unwrap();
            assert_eq!(places(&value).unwrap().join("|"), read, "{written}");
        }
        let nested = serde_yaml::from_str("条款: [[第六条]]").unwrap();
        assert_eq!(places(&nested), None);
    }
}
