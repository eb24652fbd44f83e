//! Takes files; writes a clean copy of each file that has hidden content, and prints what was
//! removed. This file must not know how a file is cleaned.

use super::args::Clean;
use super::terminal::{Terminal, print_line, talk_line};
use crate::attachment::Unread;
use crate::attachment::clean::{self, Cleaned, Uncleaned};
use crate::diag::{Error, Words, visible, words};
use crate::file::{self, Existing};
use crate::privacy::mask;
use std::path::{Path, PathBuf};

/// Cleans the files and prints the paths of the copies. The exit code is 1 when a file could not be
/// cleaned.
pub(super) fn run(options: &Clean, terminal: &Terminal) -> Result<u8, Error> {
    let mut copies: Vec<(PathBuf, PathBuf, Cleaned)> = Vec::new();
    let mut code = 0;
    for path in &options.files {
        let copy = copy_of(path, options.output_dir.as_deref());
        if !options.dry_run && copy.exists() {
            return Err(Error::Exists(copy));
        }
        if copies.iter().any(|(_, own, _)| *own == copy) {
            return Err(Error::CopyTwice(copy));
        }
        let bytes = std::fs::read(path).map_err(Error::reading(path))?;
        match clean::clean(&bytes) {
            Ok(cleaned) => copies.push((path.clone(), copy, cleaned)),
            Err(why) => {
                code = 1;
                let (name, why) = (shown(path), reason(why));
                talk_line(terminal.pick(
                    &format!("未清理 {name}：{}。", why.zh),
                    &format!("{name} was not cleaned: {}.", why.en),
                ));
            }
        }
    }
    for (path, copy, cleaned) in copies {
        say(&path, &cleaned, terminal);
        if !options.dry_run && !cleaned.gone.is_empty() {
            if let Some(folder) = &options.output_dir {
                std::fs::create_dir_all(folder).map_err(Error::making(folder))?;
            }
            file::write(&copy, &cleaned.bytes, Existing::Stays)?;
            print_line(&copy.display().to_string());
        }
    }
    Ok(code)
}

fn shown(path: &Path) -> String {
    visible(mask(&path.display().to_string())).into_owned()
}

/// The path of the copy: in the output folder, or beside the file with `.clean` in its name.
fn copy_of(path: &Path, folder: Option<&Path>) -> PathBuf {
    let name = path.file_name().unwrap_or_default();
    if let Some(folder) = folder {
        return folder.join(name);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    match path.extension() {
        Some(ending) => path.with_file_name(format!("{stem}.clean.{}", ending.to_string_lossy())),
        None => path.with_file_name(format!("{stem}.clean")),
    }
}

/// Prints what was removed from a file.
fn say(path: &Path, cleaned: &Cleaned, terminal: &Terminal) {
    let name = shown(path);
    if cleaned.gone.is_empty() {
        return terminal.say(
            &format!("{name} 中没有需要去掉的内容，没有另存。"),
            &format!("{name} has nothing to take out; no copy was written."),
        );
    }
    terminal.say(
        &format!("{name} 去掉了："),
        &format!("Taken out of {name}:"),
    );
    for hidden in &cleaned.gone {
        let what = hidden.words();
        terminal.say(
            &format!("  {}", visible(what.zh.into())),
            &format!("  {}", visible(what.en.into())),
        );
    }
}

/// Why a file was not cleaned.
fn reason(why: Uncleaned) -> Words {
    match why {
        Uncleaned::Unread(Unread::Protected) => words(
            "文件有密码保护，请先解除密码",
            "it is protected by a password; remove it first",
        ),
        Uncleaned::Unread(Unread::TooLarge) => words("文件过大", "it is too large"),
        Uncleaned::Unread(_) | Uncleaned::Broken => words(
            "文件已损坏或者结构特殊，无法保证清理后仍能打开，请用原来的程序打开后另存，再清理",
            "it is damaged or of an unusual structure, so that the copy might not open; save it \
             again with the program that made it, and clean that",
        ),
        Uncleaned::Pdf => words(
            "PDF 中的文字、注释交错存放，去掉一部分不能保证不留痕迹、不改版面；请先清理原稿\
             （Word、Excel 文件），再由清理后的文件导出 PDF",
            "the parts of a PDF are interwoven, so removing one part may leave traces; clean the \
             file from which the PDF was made, and export it again",
        ),
        Uncleaned::Old => words(
            "是 2007 年以前的格式，请先用 Word、Excel 或者 WPS 另存为 .docx、.xlsx、.pptx，再清理",
            "it is of a format before 2007; save it as .docx, .xlsx or .pptx first",
        ),
        Uncleaned::Other => words(
            "是不清理的格式，或者是有签名、密码，有图表等可能引用的隐藏单元格，或者打开时要从别处读取\
             内容的 OpenDocument 文件；请用原来的程序检查并删除隐藏内容，或者另存为 .docx、.xlsx、\
             .pptx 再清理",
            "it is of a format that is not cleaned, or an OpenDocument file with a signature, a \
             password, hidden cells to which a chart or the like may refer, or content that is \
             loaded from elsewhere; remove what is hidden with the program that made it, or save \
             it as .docx, .xlsx or .pptx first",
        ),
        Uncleaned::Empty => words("文件是空的", "it is empty"),
        Uncleaned::Uncalculated => words(
            "有的公式没有保存计算结果（程序生成的表格常见），清理后可能显示不出数值；请先用 Excel 或者 WPS \
             打开并保存，再清理",
            "some of its formulas have no stored result, as in workbooks that programs make, so the copy \
             might not show their values; open and save it in Excel or WPS first",
        ),
        Uncleaned::Unknown => words(
            "内容不是能清理的格式，只清理 .docx、.xlsx、.pptx、.odt、.ods、.odp、.jpg、.png、.webp 文件",
            "its content is of no format that is cleaned; only .docx, .xlsx, .pptx, .odt, .ods, .odp, \
             .jpg, .png and .webp files are cleaned",
        ),
    }
}
