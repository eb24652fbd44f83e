//! Takes one finding; gives its text for people: what is wrong, its places, each with its line and
//! a caret, and the remedy. This file must not know where the text is printed.

use super::{Diagnostic, Lang, Place, Severity};
use crate::privacy::mask;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;

/// The text, ending in a line end. `colour` adds colours; without them, the text says the same.
pub fn render(finding: &Diagnostic, lang: Lang, colour: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let word = severity_word(finding.severity, lang);
    // the group borrows these texts, so they must outlive it
    let file = finding.file().map(visible);
    let shown: Vec<Shown<'_>> = finding
        .place
        .iter()
        .chain(&finding.also)
        .map(|p| Shown {
            place: p,
            path: visible(mask(&p.file)),
            line: p.shown(),
        })
        .collect();
    let title = visible(finding.message(lang).into());
    let mut group = Group::with_title(
        level
            .with_name(word)
            .primary_title(title)
            .id(finding.code().name()),
    );
    let (main, also) = shown.split_at(usize::from(finding.place.is_some()));
    if let Some(place) = main.first() {
        group = group.element(snippet(place, AnnotationKind::Primary, None));
    } else if let Some(file) = &file {
        group = group.element(Origin::path(file.as_ref()));
    }
    for place in also {
        group = group.element(snippet(
            place,
            AnnotationKind::Context,
            Some(finding.code().also(lang)),
        ));
    }
    if let Some(help) = finding.help(lang) {
        group = group.element(
            Level::HELP
                .with_name(if lang == Lang::Zh { "建议" } else { "help" })
                .message(visible(help.into())),
        );
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = renderer.render(&[group]);
    // trailing spaces disturb logs
    text = text
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n");
    text.push('\n');
    text
}

/// The word for a severity.
pub fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Note, Lang::Zh) => "提示",
        (severity, Lang::En) => severity.name(),
    }
}

/// Replaces control characters other than the line feed by visible signs. A file name may have
/// them, and a terminal would act on them.
pub fn visible(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_hidden = |c: char| c.is_control() && c != '\n';
    if !text.contains(is_hidden) {
        return text;
    }
    let picture = |c: char| match c as u32 {
        n @ 0..=0x1f => char::from_u32(0x2400 + n),
        0x7f => Some('\u{2421}'),
        _ => Some('\u{fffd}'),
    };
    text.chars()
        .map(|c| {
            if is_hidden(c) {
                picture(c).unwrap_or(c)
            } else {
                c
            }
        })
        .collect()
}

/// A place with the personal numbers in its path and its line masked.
struct Shown<'a> {
    place: &'a Place,
    path: Cow<'a, str>,
    line: Cow<'a, str>,
}

fn snippet<'a>(
    shown: &'a Shown<'_>,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let (place, line) = (shown.place, shown.line.as_ref());
    let mut chars = line.char_indices().map(|(i, _)| i).chain([line.len()]);
    let start = chars
        .clone()
        .nth((place.column - 1 - place.cut) as usize)
        .unwrap_or(line.len());
    let end = chars
        .nth((place.column - 1 - place.cut + place.width) as usize)
        .unwrap_or(line.len());
    Snippet::source(line)
        .line_start(place.line as usize)
        .path(shown.path.as_ref())
        .annotation(
            kind.span(start..end.max(start))
                .label(label.filter(|l| !l.is_empty())),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Message;

    #[test]
    fn a_terminal_is_given_nothing_to_obey() {
        let finding =
            Diagnostic::new(Message::UnclosedFrontMatter).in_file("content/\u{1b}[31m甲\u{7f}.md");
        let shown = render(&finding, Lang::Zh, false);
        assert!(
            shown.contains("content/␛[31m甲␡.md") && !shown.contains('\u{1b}'),
            "{shown:?}"
        );
    }

    #[test]
    fn the_caret_stands_under_the_character_even_when_wide() {
        let text = "---\n标题：通知\n---\n";
        let at = text.find('：').unwrap();
        let finding = Diagnostic::new(Message::FullWidthColon {
            field: "标题".into(),
            line: "标题: 通知".into(),
        })
        .at(Place::new("content/a.md", text, at..at + 3));
        let shown = render(&finding, Lang::Zh, false);
        let lines: Vec<&str> = shown.lines().collect();
        let source = lines.iter().position(|l| l.contains("标题：通知")).unwrap();
        let column = |line: &str, c: char| {
            use unicode_width::UnicodeWidthStr;
            line[..line.find(c).unwrap()].width()
        };
        assert_eq!(
            column(lines[source], '：'),
            column(lines[source + 1], '^'),
            "{shown}"
        );
        assert!(shown.starts_with("警告[full-width-colon]"), "{shown}");
    }
}
