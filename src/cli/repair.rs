//! Takes the result of a repair; prints which files changed, which were left and why, and how many
//! findings can be repaired. Also runs `mulu undo`. This file must not know how a file is repaired.

use super::args::Global;
use super::files::lock;
use super::settings::configure;
use super::terminal::{Terminal, print_bytes, talk_line};
use crate::config::Overrides;
use crate::diag::{Diagnostic, Error, visible};
use crate::privacy::mask;
use crate::repair::{Left, Repaired};

/// The number of changed files that are listed without `--verbose`.
const LISTED: usize = 20;

/// Prints which files `check --fix` has changed and which it has not.
pub(super) fn report(repaired: &Repaired, terminal: &Terminal) {
    let files = repaired.rewrites.len();
    if files == 0 {
        terminal.say(
            "没有可以自动修改的问题。",
            "Nothing can be repaired by mulu.",
        );
    } else {
        let count: usize = repaired.rewrites.iter().map(|r| r.count).sum();
        terminal.say(
            &format!("已自动修改 {files} 个文件，共 {count} 处；恢复原状：mulu undo"),
            &format!("Repaired {count} in {files} files; `mulu undo` takes it back."),
        );
        let most = if terminal.verbose { usize::MAX } else { LISTED };
        for rewrite in repaired.rewrites.iter().take(most) {
            let (file, count) = (visible(mask(&rewrite.file)), rewrite.count);
            terminal.say(
                &format!("  {file}（{count} 处）"),
                &format!("  {file} ({count})"),
            );
        }
        let more = files.saturating_sub(most);
        if more > 0 {
            terminal.say(
                &format!("  ……另有 {more} 个文件"),
                &format!("  ... and {more} more"),
            );
        }
    }
    left(repaired, terminal);
}

/// Shows what `check --fix` would change.
pub(super) fn show(repaired: &Repaired, terminal: &Terminal) {
    for rewrite in &repaired.rewrites {
        for line in rewrite.diff().split_inclusive('\n') {
            let ends = line.trim_end_matches(['\r', '\n']);
            let shown: Vec<_> = ends.split('\t').map(|part| visible(part.into())).collect();
            let (shown, end) = (shown.join("\t"), &line[ends.len()..]);
            let colour = match line.as_bytes()[0] {
                _ if !terminal.colour_out => None,
                b'+' => Some("32"),
                b'-' => Some("31"),
                b'@' => Some("36"),
                _ => None,
            };
            let line = match colour {
                Some(colour) => format!("\u{1b}[{colour}m{shown}\u{1b}[0m{end}"),
                None => format!("{shown}{end}"),
            };
            print_bytes(line.as_bytes());
        }
    }
    let files = repaired.rewrites.len();
    let count: usize = repaired.rewrites.iter().map(|r| r.count).sum();
    if files == 0 {
        terminal.say(
            "没有可以自动修改的问题。",
            "Nothing can be repaired by mulu.",
        );
    } else {
        terminal.say(
            &format!("将改动 {files} 个文件，共 {count} 处；尚未写入，写入请用 --fix。"),
            &format!("{count} repairs in {files} files; nothing was written yet: use --fix."),
        );
    }
    left(repaired, terminal);
}

fn left(repaired: &Repaired, terminal: &Terminal) {
    for (file, why) in &repaired.left {
        let file = visible(mask(file));
        let (zh, en) = match why {
            Left::Encoding => (
                "文件编码不是 UTF-8，改写会动到其他内容，请先另存为 UTF-8",
                "it is not UTF-8, and writing it would change other bytes; save it as UTF-8 first",
            ),
            Left::ReadOnly => ("文件是只读的", "it is read-only"),
        };
        talk_line(terminal.pick(
            &format!("未修改 {file}：{zh}。"),
            &format!("{file} was left: {en}."),
        ));
    }
}

/// Prints how many of the findings have a repair that `check --fix` can make.
pub(super) fn offer(findings: &[Diagnostic], terminal: &Terminal) {
    let count = findings.iter().filter(|f| f.repair.is_some()).count();
    if count > 0 {
        terminal.say(
            &format!("其中 {count} 处可以自动修改：先用 mulu check --diff 看改动，再用 mulu check --fix 修改。"),
            &format!("{count} of them can be repaired: `mulu check --diff` shows how, `mulu check --fix` does it."),
        );
    }
}

pub(super) fn undo(global: &Global, terminal: &Terminal) -> Result<u8, Error> {
    if !global.root.join("mulu.yaml").is_file() {
        configure(global, Overrides::default())?;
    }
    let _lock = lock(&global.root, &global.root)?;
    let files = crate::repair::undo(&global.root)?;
    let count = files.len();
    terminal.say(
        &format!("已撤销最近一次自动修改，{count} 个文件恢复原状。"),
        &format!("The last repair was taken back: {count} files are as they were."),
    );
    Ok(0)
}
