//! Takes a folder and a name; gives the path of a new content file, where no file exists yet. Takes
//! a category; gives its folder. This file must not know what the text says.

use crate::config::Config;
use crate::diag::Error;
use crate::source::Sources;

/// A content file that is not yet written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The path below `content/`, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The path of `name.md` in a folder of `content/`. It is an error if this file exists, or one
/// whose path differs only in upper and lower case.
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

/// The folder in `content/` for a category. The category is the path or the name of a column; any
/// other text is taken as the folder itself, and is an error if it is no path inside `content/`.
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
