//! A content file that is not written yet: where it goes, and what stands in it. No file that exists is named.

use crate::config::Config;
use crate::diag::Error;
use crate::source::Sources;

/// A content file to be written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its path below `content/`, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The path of `name.md` in a folder of `content/`, unless a file lies there already.
pub(super) fn free_path(sources: &Sources, folder: &str, name: &str) -> Result<String, Error> {
    let path = if folder.is_empty() {
        format!("{name}.md")
    } else {
        format!("{folder}/{name}.md")
    };
    if sources.find(&path).is_some() || sources.find_other_case(&path).is_some() {
        return Err(Error::Exists(format!("content/{path}").into()));
    }
    Ok(path)
}

/// The folder in `content/` that a category stands for: that of the column of this path or name, else the path itself.
pub fn category_folder(config: &Config, category: &str) -> Result<String, Error> {
    let folder = config
        .column(category)
        .map_or_else(|| category.trim_matches('/').to_owned(), |c| c.path.clone());
    let is_wrong = |p: &str| p.trim() != p || p.starts_with('.') || p.contains(['\\', ':']);
    if folder
        .split('/')
        .any(|p| is_wrong(p) || (p.is_empty() && !folder.is_empty()))
    {
        return Err(Error::usage(
            "组配分类须是站内路径",
            "the category must be a path inside the site",
        ));
    }
    Ok(folder)
}
