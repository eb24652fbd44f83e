//! Takes text; writes it to standard output and standard error, in the right language and colours.
//! This file must not know what a command does.

use crate::check::is_about_published;
use crate::diag::{self, Diagnostic, Error, Lang, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use unicode_width::UnicodeWidthStr;

/// The language of messages: as requested, or by the system's locale. It is Chinese for a Chinese
/// locale. Without a locale (or with `C` or `POSIX`) it is Chinese too, the language of most users.
/// Otherwise it is English.
pub(super) fn language(args: &[OsString]) -> Lang {
    let mut asked = None;
    for (i, arg) in args.iter().enumerate() {
        let Some(arg) = arg.to_str() else { continue };
        if arg == "--lang" {
            asked = args.get(i + 1).and_then(|a| a.to_str());
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            asked = Some(value);
        }
    }
    let locale = asked
        .map(str::to_owned)
        .or_else(sys_locale::get_locale)
        .unwrap_or_default();
    if locale.is_empty()
        || locale == "C"
        || locale.starts_with("C.")
        || locale == "POSIX"
        || locale.to_ascii_lowercase().starts_with("zh")
    {
        Lang::Zh
    } else {
        Lang::En
    }
}

/// The maximum number of findings listed for each code. If there are more findings than this in
/// all, the count of each code is printed too.
pub(super) const MOST_OF_A_KIND: usize = 20;

/// The stream for findings and tables: standard output if they are the purpose of the command,
/// otherwise standard error.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Out,
    Err,
}

/// The way in which messages are written.
#[derive(Clone, Copy)]
pub(super) struct Terminal {
    pub(super) lang: Lang,
    /// Whether standard error is coloured.
    pub(super) colour: bool,
    /// Whether standard output is coloured. It may be a file while standard error is a terminal.
    pub(super) colour_out: bool,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
}

impl Terminal {
    /// How messages are written before the options are known: without colours.
    pub(super) fn plain(lang: Lang) -> Terminal {
        Terminal {
            lang,
            colour: false,
            colour_out: false,
            quiet: false,
            verbose: false,
        }
    }

    pub(super) fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Prints a message to standard error, unless `-q` was given.
    pub(super) fn say(&self, zh: &str, en: &str) {
        if !self.quiet {
            talk_line(self.pick(zh, en));
        }
    }

    pub(super) fn error(&self, error: &Error) {
        if let Error::Config(findings) | Error::Portal(findings) | Error::Theme(findings) = error {
            for finding in findings {
                talk_line(&diag::human(finding, self.lang, self.colour));
            }
        }
        talk_line(&format!(
            "{}{}",
            self.pick("错误：", "error: "),
            error.message(self.lang)
        ));
    }

    /// Prints the findings that compare the site with the one published last, below a heading.
    pub(super) fn print_changes(&self, findings: &[Diagnostic]) {
        let found = findings.iter().filter(|f| is_about_published(f));
        let findings: Vec<Diagnostic> = found.cloned().collect();
        if findings.is_empty() {
            return;
        }
        self.say(
            "与上次公布的网站相比：",
            "Compared with the site published last:",
        );
        self.print_findings(&findings, Stream::Err, MOST_OF_A_KIND);
    }

    /// Prints findings, at most `most` for each code. The order is: notes, warnings, the counts of
    /// a long list, errors. Errors come last, so that they are next to the prompt. `-q` leaves out
    /// notes and counts.
    pub(super) fn print_findings(&self, findings: &[Diagnostic], to: Stream, most: usize) {
        let mut kinds: BTreeMap<(Reverse<Severity>, &str), usize> = BTreeMap::new();
        let mut shown: Vec<&Diagnostic> = Vec::new();
        for finding in findings {
            if finding.severity == Severity::Note && self.quiet {
                continue;
            }
            let kind = kinds
                .entry((Reverse(finding.severity), finding.code().name()))
                .or_default();
            *kind += 1;
            if *kind <= most {
                shown.push(finding);
            }
        }
        let (errors, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = shown
            .into_iter()
            .partition(|f| f.severity == Severity::Error);
        let (warnings, notes): (Vec<&Diagnostic>, Vec<&Diagnostic>) = others
            .into_iter()
            .partition(|f| f.severity == Severity::Warning);
        for finding in notes.into_iter().chain(warnings) {
            self.print_finding(finding, to);
        }
        if !self.quiet && kinds.values().sum::<usize>() > MOST_OF_A_KIND {
            self.print_sum(&kinds, to, most);
        }
        for finding in errors {
            self.print_finding(finding, to);
        }
    }

    fn print_finding(&self, finding: &Diagnostic, to: Stream) {
        match to {
            Stream::Out => print_line(&diag::human(finding, self.lang, self.colour_out)),
            Stream::Err => talk_line(&diag::human(finding, self.lang, self.colour)),
        }
    }

    /// Prints the number of findings of each code, and says for which codes only the first findings
    /// are listed.
    fn print_sum(
        &self,
        kinds: &BTreeMap<(Reverse<Severity>, &str), usize>,
        to: Stream,
        most: usize,
    ) {
        let mut text = self.pick("按检查项统计：", "By code:").to_owned();
        let mut is_cut = false;
        for ((severity, code), &count) in kinds {
            let word = diag::severity_word(severity.0, self.lang);
            text += &format!("\n{count:>7}  {word}  {code}");
            if count > most {
                // `mulu check` finds nothing about imports and portals
                is_cut |= !code.starts_with("import-") && !code.starts_with("join-");
                text += &match self.lang {
                    Lang::Zh => format!("（列出前 {most} 处）"),
                    Lang::En => format!(" (the first {most} are listed)"),
                };
            }
        }
        if is_cut {
            text.push('\n');
            text += self.pick(
                "列出全部：mulu check --all；只看一项：mulu check --select 检查项",
                "`mulu check --all` lists all of them, `mulu check --select CODE` those of one code.",
            );
        }
        text.push('\n');
        match to {
            Stream::Out => print_line(&text),
            Stream::Err => talk_line(&text),
        }
    }

    /// Prints the number of findings of each severity.
    pub(super) fn count(&self, findings: &[Diagnostic]) {
        let count = |s| findings.iter().filter(|f| f.severity == s).count();
        let (errors, warnings, notes) = (
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note),
        );
        if errors + warnings + notes == 0 {
            self.say("没有发现问题。", "Nothing was found to be wrong.");
        } else {
            let plural = |n: usize| if n == 1 { "" } else { "s" };
            self.say(
                &format!("共有错误 {errors} 个、警告 {warnings} 个、提示 {notes} 个。"),
                &format!(
                    "{errors} error{}, {warnings} warning{}, {notes} note{}.",
                    plural(errors),
                    plural(warnings),
                    plural(notes)
                ),
            );
        }
    }
}

/// Writes a line to standard output. A closed pipe is no error. Any other failure, such as a full
/// disk, gives exit code 2 at the end.
pub(super) fn print_line(text: &str) {
    if let Err(e) = writeln!(std::io::stdout().lock(), "{text}") {
        note_failure(&e);
    }
}

/// Writes a table whose columns are aligned.
pub(super) fn print_table<const N: usize>(heads: [&str; N], rows: Vec<[String; N]>, to: Stream) {
    let heads = std::iter::once(heads.map(str::to_owned));
    let rows: Vec<[String; N]> = heads.chain(rows).collect();
    let width = |c: usize| rows.iter().map(|r| r[c].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths);
        let line: String = cells
            .map(|(cell, width)| format!("{cell}{}  ", " ".repeat(width - cell.width())))
            .collect();
        match to {
            Stream::Out => print_line(line.trim_end()),
            Stream::Err => talk_line(line.trim_end()),
        }
    }
}

/// Set when standard output could not be written, unless its reader had closed the pipe. The
/// command has then failed.
static OUTPUT_FAILED: AtomicBool = AtomicBool::new(false);

/// Records a failure to write to standard output. A reader that closes the pipe is no failure.
pub(super) fn note_failure(error: &std::io::Error) {
    if error.kind() != std::io::ErrorKind::BrokenPipe {
        OUTPUT_FAILED.store(true, Ordering::Relaxed);
    }
}

/// Writes a line to standard error. A failure is ignored, because then nobody can read a message.
pub(super) fn talk_line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A path as part of a command, in quotation marks if necessary. Inside quotation marks, a
/// separator at the end is left out, because Windows reads `\"` as part of the path.
pub(super) fn as_typed(path: &Path) -> String {
    let text = diag::shown(path);
    let is_plain = |c: char| c.is_alphanumeric() || r"/\:._-".contains(c);
    if text.chars().all(is_plain) {
        return text;
    }
    format!("\"{}\"", text.trim_end_matches(['/', '\\']))
}

/// Writes text to standard error, such as a question, without ending the line.
pub(super) fn talk(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{text}").and_then(|()| err.flush());
}

pub(super) fn print_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    if let Err(e) = out.write_all(bytes).and_then(|()| out.flush()) {
        note_failure(&e);
    }
}

/// Whether all of standard output was delivered, or its reader closed the pipe.
pub(super) fn is_output_whole() -> bool {
    std::io::stdout().flush().map_err(|e| note_failure(&e)).ok();
    !OUTPUT_FAILED.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_command_can_be_copied() {
        for (path, typed) in [
            ("site", "site"),
            ("../我的站点", "../我的站点"),
            (r"D:\目录\a-b_c", r"D:\目录\a-b_c"),
            (r"\\?\D:\目录", r"D:\目录"),
            (r"\\?\UNC\server\share\a", r"\\server\share\a"),
            (r"\\server\share\a", r"\\server\share\a"),
            (r"D:\我的 站点\", r#""D:\我的 站点""#),
            ("a&b", r#""a&b""#),
            ("附件（一）", r#""附件（一）""#),
        ] {
            assert_eq!(as_typed(Path::new(path)), typed, "{path}");
        }
    }
}
