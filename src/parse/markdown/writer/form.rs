//! Takes the paragraphs of a body; marks the addressee, the signature and the date of an official
//! document (GB/T 9704-2012), as far as single paragraphs show them.
//!
//! It must not know front matter.

use super::Writer;

impl Writer<'_, '_> {
    /// Marks the addressee, which is set at the left margin (`to`), and the signature and the date,
    /// which are set at the right (`sign`).
    pub(super) fn official_form(&mut self) {
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
                let names = self.paragraphs[..i].iter().rev().take_while(|(_, t)| {
                    short(t, 30) && !t.contains(['：', '，', '（']) && !is_written_date(t)
                });
                marks.extend(names.map(|(at, _)| (*at, "sign")));
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

/// Whether a text is only a date such as 2023年3月29日 or 二〇二三年三月二十九日.
pub(in super::super) fn is_written_date(text: &str) -> bool {
    // most paragraphs are far too long to be a date
    if text.len() > 24 * 4 || text.starts_with('年') || text.chars().count() > 24 {
        return false;
    }
    let marks = text.chars().filter(|c| {
        !c.is_whitespace() && !c.is_numeric() && !"〇○零一二三四五六七八九十".contains(*c)
    });
    marks.eq("年月日".chars())
}
