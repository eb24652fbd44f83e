//! Takes a title with options; writes a new document and its attachments, and prints the path of
//! the document. This file must not know what a new document contains.

use super::args::{Global, New};
use super::files::write_site;
use super::settings::configure;
use super::terminal::{Stream, Terminal, print_line};
use crate::config::{Config, Overrides};
use crate::diag::{Action, Error};
use crate::draft::{NewFile, Values};
use crate::{build, draft};
use std::path::{Path, PathBuf};

/// Writes the document. An existing file is never overwritten.
pub(super) fn run(global: &Global, typed: &New, terminal: &Terminal) -> Result<u8, Error> {
    if typed
        .title
        .as_ref()
        .is_some_and(|title| title.trim().is_empty())
    {
        return Err(Error::usage(
            "标题是空的：写成 mulu new \"关于……的通知\"",
            "the title is empty: write mulu new \"A title\"",
        ));
    }
    let config = configure(global, Overrides::default())?;
    let (catalogue, sources, _) = build::catalogue_of(&config)?;
    let (title, attach) = title_and_files(typed)?;
    let values = Values {
        title,
        category: typed.category.clone(),
        attachments: attach.iter().map(file).collect::<Result<_, _>>()?,
        ..Values::default()
    };
    let new = match draft::document(&config, &catalogue, &sources, values) {
        Ok(new) => new,
        Err(faults) => {
            terminal.print_findings(&faults, Stream::Err, usize::MAX);
            return Ok(2);
        }
    };
    // attachments are written first, so that no document is without them; after a kill, the next
    // run uses them
    let files = new.files.iter().map(|(path, bytes)| (path, &bytes[..]));
    let paths = write_site(
        &config.root,
        files.chain([(&new.path, new.text.as_bytes())]),
    )?;
    terminal.print_findings(&new.findings, Stream::Err, usize::MAX);
    let Some((path, copied)) = paths.split_last() else {
        return Ok(0);
    };
    print_line(&path.display().to_string());
    if !copied.is_empty() {
        let names: Vec<String> = copied.iter().map(|p| p.display().to_string()).collect();
        terminal.say(
            &format!("附件已复制：{}", names.join("、")),
            &format!("Attachments were copied: {}", names.join(", ")),
        );
    }
    if typed.edit {
        edit(&config, path)?;
    }
    Ok(0)
}

/// The title and the files to attach. `--attach` takes all arguments after it, so a title that was
/// typed after the files is the last of these arguments.
fn title_and_files(typed: &New) -> Result<(String, &[PathBuf]), Error> {
    if let Some(title) = &typed.title {
        return Ok((title.clone(), &typed.attach));
    }
    match typed.attach.split_last() {
        Some((last, files)) if !files.is_empty() && is_title(last) => {
            Ok((last.to_string_lossy().into_owned(), files))
        }
        _ => Err(Error::usage(
            "没有写标题：标题写在 --attach 之前或全部附件之后，如 mulu new \"关于……的通知\" --attach 名单.docx",
            "there is no title: write it before --attach or after all files, as in \
             mulu new \"A title\" --attach list.docx",
        )),
    }
}

/// Whether an argument of `--attach` is a title: there is no such file, and the argument has no
/// ending of a file name.
fn is_title(typed: &Path) -> bool {
    let ending = typed.extension().map(|e| e.to_string_lossy());
    let is_ending = |e: &str| e.len() <= 5 && e.bytes().all(|b| b.is_ascii_alphanumeric());
    !typed.exists() && !ending.is_some_and(|e| is_ending(&e))
}

/// A file that is to be attached.
fn file(path: &PathBuf) -> Result<NewFile, Error> {
    let name = path.file_name().unwrap_or_default();
    // the message about a missing file shows its whole path, so that the user sees which folder was
    // searched
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.clone());
    Ok(NewFile {
        name: name.to_string_lossy().into_owned(),
        title: None,
        bytes: std::fs::read(path).map_err(Error::reading(&whole))?,
    })
}

/// Opens a file in the editor of the site, or else of the environment, or else in the program that
/// the system has for such files. Waits for the editor of the environment to end.
fn edit(config: &Config, path: &Path) -> Result<(), Error> {
    if let Some(editor) = &config.editor {
        let whole = std::path::absolute(path).map_err(Error::reading(path))?;
        let address = editor.address(&whole, 1, 1);
        return open::that_detached(address).map_err(Error::io(Action::Run, path));
    }
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        let editor = std::env::var(name).ok()?;
        (!editor.trim().is_empty()).then_some(editor)
    });
    let Some(editor) = named else {
        return open::that_detached(path).map_err(Error::io(Action::Run, path));
    };
    let (program, options) = command(&editor);
    std::process::Command::new(&program)
        .args(options)
        .arg(path)
        .status()
        .map(|_| ())
        .map_err(Error::io(Action::Run, program))
}

/// The program and the options of an editor, as in `code --wait`. A path with spaces must be in
/// quotation marks, or without options.
fn command(editor: &str) -> (String, Vec<String>) {
    let editor = editor.trim();
    if Path::new(editor).is_file() {
        return (editor.to_owned(), Vec::new());
    }
    let mut is_quoted = false;
    let mut words = editor.split(|c: char| {
        is_quoted ^= c == '"';
        c.is_whitespace() && !is_quoted
    });
    let program = words.next().unwrap_or_default().replace('"', "");
    let options = words.map(|word| word.replace('"', ""));
    (program, options.filter(|word| !word.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_editor_may_have_blanks() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("my editor");
        std::fs::write(&there, "").unwrap();
        let there = there.to_str().unwrap();
        for (editor, program, options) in [
            ("vi", "vi", &[][..]),
            ("  code   --wait ", "code", &["--wait"]),
            (
                r#""C:\Program Files\code.exe" --wait -n"#,
                r"C:\Program Files\code.exe",
                &["--wait", "-n"],
            ),
            (
                r#"C:\"Program Files"\code.exe"#,
                r"C:\Program Files\code.exe",
                &[],
            ),
            (there, there, &[]),
        ] {
            let (a, b) = command(editor);
            assert_eq!(
                (a.as_str(), b),
                (program, options.iter().map(|o| o.to_string()).collect()),
                "{editor}"
            );
        }
    }
}
