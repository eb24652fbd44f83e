//! Takes the configuration; gives the templates, static files, interface texts and e-book style of
//! the theme. A file of the site's own theme replaces the built-in file with the same path;
//! interface texts are replaced one by one. This file must not know the plan.

use super::fault::reason;
use super::lean::lean;
use super::sheets;
use crate::cache::{self, Key};
use crate::catalogue::Field;
use crate::config::{Config, Language, instead};
use crate::diag::{Diagnostic, Error, Message, Place, Words, fill, words, yaml};
use crate::escape::{any_quotes, is_plain_in_query, markup_into, percent};
use crate::file::slashed;
use crate::output::Artifact;
use crate::script::{SHORTENER, shortened, without_comments};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use tera::{ErrorKind, Kwargs, State, Tera, Value};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The built-in themes. The first is complete; others take missing files from it.
const NAMES: [&str; 2] = ["default", "plain"];

/// The name of the file that describes a theme.
pub(super) const MANIFEST: &str = "theme.yaml";

/// The name of the style sheet of e-books.
pub(super) const BOOK_STYLE: &str = "book.css";

/// The description of a theme.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Manifest {
    /// The version of the contract for which the theme was made.
    pub contract: Option<u32>,
    /// The built-in theme whose files the theme replaces; `default` if this key is missing.
    pub base: Option<String>,
}

/// The files of a theme by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Interface texts by key.
pub(super) type Texts = BTreeMap<String, String>;

/// A theme, ready to render.
pub struct Theme {
    /// The compiled templates.
    pub tera: Tera,
    /// Interface texts in the site's language.
    pub texts: Texts,
    /// The style sheet of e-books.
    pub book_style: Vec<u8>,
    /// SHA-256 of the templates, the texts and the style sheet of e-books.
    pub digest: [u8; 32],
    /// A key of the files that are published under `static/`.
    pub files_key: Key,
    /// The files under `static/`, before mulu's own scripts and style sheets are shortened.
    published: Vec<(String, Vec<u8>)>,
}

impl Theme {
    /// The files that are published under `static/`. mulu's own scripts and style sheets are
    /// shortened, which takes time.
    pub fn files(&self) -> Vec<Artifact> {
        let files = self.published.iter();
        let publish = |(path, bytes): &(String, Vec<u8>)| {
            let own = std::str::from_utf8(bytes)
                .ok()
                .filter(|_| is_of_mulu(path, bytes));
            match own {
                Some(script) if path.ends_with(".js") => Artifact::code(path, shortened(script)),
                Some(style) if path.ends_with(".css") => {
                    Artifact::code(path, without_comments(style))
                }
                _ if path.ends_with(".css") || path.ends_with(".js") => {
                    Artifact::code(path, bytes.clone())
                }
                _ => Artifact::new(path, bytes.clone()),
            }
        };
        files.map(publish).collect()
    }
}

/// The site's own files of the configured theme, by path, without files whose names begin with `.`
/// or `~`. A symbolic link is an error, because its target may be outside the site; so is a special
/// file.
pub fn own_files(config: &Config) -> Result<Files, Error> {
    let own = config.root.join("themes").join(&config.theme);
    for folder in own.ancestors().take(2) {
        let shown = slashed(folder.strip_prefix(&config.root).unwrap_or(folder));
        match folder.symlink_metadata() {
            Ok(found) if found.is_symlink() => return Err(is_link(&shown)),
            Ok(found) if !found.is_dir() => return Err(is_no_folder(&shown)),
            Ok(_) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Error::reading(folder)(e)),
        }
    }
    let mut files = Files::new();
    if !own.is_dir() {
        if NAMES.contains(&config.theme.as_str()) {
            return Ok(files);
        }
        return Err(no_theme(config));
    }
    let is_left_behind = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with(['.', '~'])
    };
    let entries = walkdir::WalkDir::new(&own).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|e| !is_left_behind(e)) {
        let entry = entry.map_err(|e| {
            let error = e.into_io_error();
            Error::reading(&own)(error.unwrap_or_else(|| std::io::Error::other("loop")))
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(&own).unwrap_or(entry.path());
        let path = slashed(path);
        if !entry.file_type().is_file() {
            return Err(is_link(&format!("themes/{}/{path}", config.theme)));
        }
        let bytes = std::fs::read(entry.path()).map_err(Error::reading(entry.path()))?;
        files.insert(path, bytes);
    }
    Ok(files)
}

/// The error for an entry that is neither a file nor a folder.
fn is_link(path: &str) -> Error {
    unusable(
        path,
        words(
            "这一项是符号链接或特殊文件，不予读取",
            "this is a symbolic link or a special file, and it is not read",
        ),
        words(
            "请把它所指的文件或文件夹本身放到这里；要用内置的外观，请把它删除。",
            "Put the file or folder itself here; for the built-in look, delete it.",
        ),
    )
}

/// The error for a file where a theme's folder should be.
fn is_no_folder(path: &str) -> Error {
    unusable(
        path,
        words("这里应是文件夹，却是文件", "this is a file, not a folder"),
        words(
            "请把它改名或删除；主题的文件放在同名的文件夹中。",
            "Rename or delete it; the files of a theme lie in a folder of this name.",
        ),
    )
}

fn unusable(path: &str, reason: Words, remedy: Words) -> Error {
    let message = Message::ThemeFails {
        file: words("文件", "file").into(),
        page: words("网页", "pages").into(),
        reason: reason.into(),
        remedy: remedy.into(),
    };
    Error::Theme(vec![Diagnostic::new(message).in_file(path)])
}

fn no_theme(config: &Config) -> Error {
    let name = &config.theme;
    let folders = std::fs::read_dir(config.root.join("themes"));
    let mut own: Vec<String> = folders
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|own| !NAMES.contains(&own.as_str()))
        .collect();
    own.sort();
    let known: Vec<&str> = NAMES
        .into_iter()
        .chain(own.iter().map(String::as_str))
        .collect();
    let instead = instead(name, &known);
    let reason = words(
        format!(
            "没有主题“{name}”：内置主题中没有（{}），站点中也没有文件夹 themes/{name}；{}",
            NAMES.join("、"),
            instead.zh
        ),
        format!(
            "there is no theme `{name}`: it is not built in ({}), and the site has no folder \
             themes/{name}; {}",
            NAMES.join(", "),
            instead.en
        ),
    );
    config.refuse("theme", reason)
}

pub(super) fn manifest(config: &Config, own: &Files) -> Result<Manifest, Error> {
    let Some(bytes) = own.get(MANIFEST) else {
        return Ok(Manifest::default());
    };
    serde_yaml::from_slice(bytes).map_err(|first| {
        let path = format!("themes/{}/{MANIFEST}", config.theme);
        // the YAML reader stops at the first fault, so each key is also read alone
        let keys = serde_yaml::from_slice::<serde_yaml::Mapping>(bytes).unwrap_or_default();
        let alone = |(key, value)| {
            let one = serde_yaml::Mapping::from_iter([(key, value)]);
            serde_yaml::from_str::<Manifest>(&serde_yaml::to_string(&one).ok()?).err()
        };
        let mut faults: Vec<_> = keys.into_iter().filter_map(alone).collect();
        if faults.is_empty() {
            faults.push(first);
        }
        let finding = |e| not_yaml(&path, bytes, e, about_manifest());
        Error::Theme(faults.iter().map(finding).collect())
    })
}

fn about_manifest() -> Words {
    words(
        format!(
            "theme.yaml 只有 contract 和 base 两项：contract 写约定的版本，如 1；\
             base 写内置主题的名称，可以是 {}。",
            NAMES.join("、")
        ),
        format!(
            "theme.yaml has only `contract` and `base`: the version of the contract, such as 1, \
             and the name of a built-in theme, one of {}.",
            NAMES.join(", ")
        ),
    )
}

fn not_yaml(path: &str, bytes: &[u8], error: &serde_yaml::Error, remedy: Words) -> Diagnostic {
    let (text, said) = (String::from_utf8_lossy(bytes), error.to_string());
    let key = yaml::path(&said).or_else(|| yaml::unknown(&said));
    let line = error.location().map_or(1, |at| at.line());
    faulty(path, &text, (key, line), yaml::reason(&text, &said), remedy)
}

/// The finding for a fault in a file of the theme, at the line of `key`, or else at `line`.
fn faulty(
    path: &str,
    text: &str,
    (key, line): (Option<&str>, usize),
    reason: Words,
    remedy: Words,
) -> Diagnostic {
    let lines = || text.split_inclusive('\n');
    let of_key = lines().position(|l| key.is_some_and(|key| l.starts_with(key)));
    let before = of_key.unwrap_or(line.saturating_sub(1));
    let start: usize = lines().take(before).map(str::len).sum();
    let end = start + text[start..].lines().next().map_or(0, str::len);
    let message = Message::ThemeFails {
        file: words("文件", "file").into(),
        page: words("网页", "pages").into(),
        reason: reason.into(),
        remedy: remedy.into(),
    };
    Diagnostic::new(message).at(Place::new(path, text, start..end))
}

/// The built-in theme whose files the configured theme replaces. If the configured theme is itself
/// built in, gives that theme.
fn base(config: &Config, own: &Files) -> Result<String, Error> {
    if NAMES.contains(&config.theme.as_str()) {
        return Ok(config.theme.clone());
    }
    let base = manifest(config, own)?.base;
    let base = base.unwrap_or_else(|| NAMES[0].to_owned());
    if NAMES.contains(&base.as_str()) {
        return Ok(base);
    }
    let path = format!("themes/{}/{MANIFEST}", config.theme);
    let text = own.get(MANIFEST).map(|b| String::from_utf8_lossy(b));
    let instead = instead(&base, &NAMES);
    let reason = words(
        format!("没有内置主题“{base}”，{}", instead.zh),
        format!("there is no built-in theme {base}; {}", instead.en),
    );
    let place = (Some("base"), 1);
    let fault = faulty(
        &path,
        &text.unwrap_or_default(),
        place,
        reason,
        about_manifest(),
    );
    Err(Error::Theme(vec![fault]))
}

/// The files of the configured theme by path: the site's own files replace built-in files.
/// Interface texts are merged key by key. Files that mulu does not read are left out.
pub fn files(config: &Config) -> Result<Files, Error> {
    let own = own_files(config)?;
    let base = base(config, &own)?;
    let mut files = Files::new();
    for name in NAMES
        .iter()
        .filter(|name| **name == NAMES[0] || **name == base)
    {
        if let Some(theme) = BUILT_IN.get_dir(name) {
            built_in(theme, name, &mut files);
        }
    }
    for (path, bytes) in own {
        if path == text_path(config) {
            // Texts are merged, so that a site can change one text alone.
            let shown = format!("themes/{}/{path}", config.theme);
            let known = files.get(&path).map_or(&[][..], Vec::as_slice);
            let mut merged = read_texts(known, &shown)?;
            let own = read_texts(&bytes, &shown)?;
            // a whole file keeps its bytes, so that a restored site has the same theme
            let is_whole = merged.keys().all(|key| own.contains_key(key));
            merged.extend(own);
            let text = || serde_yaml::to_string(&merged).unwrap_or_default();
            let bytes = if is_whole { bytes } else { text().into_bytes() };
            files.insert(path, bytes);
        } else {
            files.insert(path, bytes);
        }
    }
    let script = "static/mulu-page.js";
    let own = files.get(script).filter(|own| !is_of_mulu(script, own));
    let own = own.cloned();
    sheets::join(&mut files, own.as_deref(), of_default("static/mulu.css"));
    files.retain(|path, _| {
        let is_in = |folder: &&str| path.starts_with(*folder);
        path == MANIFEST
            || path == BOOK_STYLE
            || ["templates/", "static/", "texts/"].iter().any(is_in)
    });
    Ok(files)
}

/// A file of the default theme as text; empty if there is no such file.
pub(super) fn of_default(path: &str) -> &'static str {
    let file = BUILT_IN.get_file(format!("{}/{path}", NAMES[0]));
    file.and_then(|file| file.contents_utf8())
        .unwrap_or_default()
}

/// Whether a file is an unchanged file of a built-in theme. Only unchanged templates, scripts and
/// style sheets are shortened; a site's own are used as they are.
fn is_of_mulu(path: &str, bytes: &[u8]) -> bool {
    let is_in = |name: &&str| {
        let file = BUILT_IN.get_file(format!("{name}/{path}"));
        file.is_some_and(|file| file.contents() == bytes)
    };
    NAMES.iter().any(is_in)
}

/// The file names of all templates of the default theme.
pub(super) fn template_names() -> impl Iterator<Item = &'static str> {
    let folder = BUILT_IN.get_dir(format!("{}/templates", NAMES[0]));
    let files = folder.into_iter().flat_map(|dir| dir.files());
    files.filter_map(|file| file.path().file_name()?.to_str())
}

/// A key of published files. It covers the source of the room `script`, because this room shortens
/// mulu's own files.
fn files_key(files: &[(String, Vec<u8>)]) -> Key {
    let parts = files
        .iter()
        .flat_map(|(path, bytes)| [path.as_bytes(), bytes]);
    let parts: Vec<&[u8]> = [SHORTENER.as_bytes()].into_iter().chain(parts).collect();
    cache::key(&parts)
}

/// The pages for which a theme is loaded. Only a portal needs the templates of a portal, which use
/// components that a site's own theme may lack.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pages {
    OfSite,
    OfPortal,
}

/// The beginning of the names of the templates that only a portal needs.
const PORTAL: &str = "templates/portal_";

/// Makes a finding about a template. Takes the configuration, the site's own files of the theme,
/// the page (`None` if no page was made), and the reason.
pub(super) type Finding = fn(&Config, &Files, Option<&str>, &Words) -> Diagnostic;

/// Loads the theme that the configuration names. Templates that cannot be compiled are all reported
/// at once.
pub(super) fn load(config: &Config, pages: Pages, finding: Finding) -> Result<Theme, Error> {
    let mut files = files(config)?;
    files.retain(|path, _| pages == Pages::OfPortal || !path.starts_with(PORTAL));
    let mut texts = read_texts(
        files.get(&text_path(config)).map_or(&[][..], Vec::as_slice),
        &text_path(config),
    )?;
    // The label of a plain field is from the theme, or else from the table of fields.
    for field in Field::ALL.iter().filter(|field| field.is_plain()) {
        let label = match config.language {
            Language::ZhHans => field.label(),
            Language::En => field.label_en(),
        };
        texts
            .entry(field.name().to_owned())
            .or_insert_with(|| label.to_owned());
    }
    let mut tera = Tera::default();
    tera.register_filter("fill", |text: &str, values: Kwargs, _: &State<'_>| {
        fill(text, |name| {
            values
                .iter()
                .find(|(k, _)| k.to_string() == name)
                .map(|(_, v)| Cow::Owned(v.as_str().map_or_else(|| v.to_string(), str::to_owned)))
        })
    });
    tera.register_filter("query", |text: &str, _: Kwargs, _: &State<'_>| {
        percent(text, is_plain_in_query)
    });
    tera.register_filter("unbroken", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&unbroken(text))
    });
    tera.set_escape_fn(escape);
    let mut digest = Sha256::new();
    let mut templates = Vec::new();
    let mut published = Vec::new();
    let mut book_style = Vec::new();
    for (path, bytes) in files {
        if let Some(name) = path.strip_prefix("templates/") {
            let text = String::from_utf8(bytes).map_err(|_| {
                let zh = format!("{path} 的编码不是 UTF-8");
                Error::template(zh, format!("{path} is not encoded in UTF-8"))
            })?;
            let text = match is_of_mulu(&path, text.as_bytes()) {
                true => lean(&text),
                false => text,
            };
            digest.update(cache::key(&[path.as_bytes(), text.as_bytes()]));
            templates.push((name.to_owned(), text));
        } else if path == BOOK_STYLE {
            digest.update(cache::key(&[path.as_bytes(), &bytes]));
            book_style = bytes;
        } else if path.starts_with("static/") {
            published.push((path, bytes));
        }
    }
    published.push((WORDS.to_owned(), script(&texts)));
    let texts_of = templates.iter().map(|(name, text)| (name, text));
    if let Err(error) = tera.add_raw_templates(texts_of) {
        let own = own_files(config)?;
        let faults = broken(&templates, &error).into_iter();
        let findings = faults.map(|reason| finding(config, &own, None, &reason));
        return Err(Error::Theme(findings.collect()));
    }
    for (name, text) in &texts {
        digest.update(cache::key(&[b"text", name.as_bytes(), text.as_bytes()]));
    }
    Ok(Theme {
        tera,
        texts,
        book_style,
        digest: digest.finalize().into(),
        files_key: files_key(&published),
        published,
    })
}

/// The faults of templates that cannot be compiled. The engine stops at the first of them, so each
/// template is also read alone. `error` is what the engine said about all.
fn broken(templates: &[(String, String)], error: &tera::Error) -> Vec<Words> {
    let is_syntax = |e: &tera::Error| matches!(e.kind(), ErrorKind::SyntaxError(_));
    let alone = |(name, text): &(String, String)| {
        let read = Tera::default().add_raw_template(name, text);
        read.err().filter(is_syntax)
    };
    let mut faults: Vec<Words> = templates
        .iter()
        .filter_map(alone)
        .map(|e| reason(&e))
        .collect();
    if faults.is_empty() {
        faults.push(reason(error));
    }
    faults
}

/// The markup of a title. No line ends between a number and its unit (2025年, 〔2024〕3号). A long
/// number may break, because it could be wider than a phone.
fn unbroken(title: &str) -> String {
    const UNITS: &str = "年月日号条件届次期项版季";
    const LONGEST: usize = 12;
    let is_number = |c: char| c.is_ascii_digit() || c == '〔' || c == '〕';
    let mut out = String::new();
    let mut rest = title;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c == '〔') {
        let end = rest[start..]
            .find(|c| !is_number(c))
            .map_or(rest.len(), |n| start + n);
        let unit = rest[end..].chars().next().filter(|c| UNITS.contains(*c));
        let end = end + unit.map_or(0, char::len_utf8);
        markup_into(&mut out, &rest[..start]);
        let number = &rest[start..end];
        if number.chars().count() <= LONGEST {
            out.push_str("<span class=\"nb\">");
            markup_into(&mut out, number);
            out.push_str("</span>");
        } else {
            markup_into(&mut out, number);
        }
        rest = &rest[end..];
    }
    markup_into(&mut out, rest);
    out
}

/// The script that gives interface texts to the other scripts of a page.
const WORDS: &str = "static/mulu-words.js";

/// A script with the texts whose keys begin with `ui_`. The script has the keys without this
/// beginning, and is in ASCII, because a server may declare a wrong encoding.
fn script(texts: &Texts) -> Vec<u8> {
    let texts: BTreeMap<&str, &str> = texts
        .iter()
        .filter_map(|(key, text)| Some((key.strip_prefix("ui_")?, text.as_str())))
        .collect();
    let json = serde_json::to_string(&texts).unwrap_or_default();
    let mut script = String::from("window.muluWords=");
    for c in json.chars() {
        if c.is_ascii() {
            script.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                script.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    script.push_str(";\n");
    script.into_bytes()
}

/// Escapes exactly as the template engine does, but faster, because it writes whole pieces.
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    any_quotes(text, |piece| out.write_all(piece.as_bytes()))
}

fn text_path(config: &Config) -> String {
    format!("texts/{}.yaml", config.language.tag())
}

fn built_in(dir: &Dir<'_>, theme: &str, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().strip_prefix(theme).unwrap_or(file.path());
        files.insert(slashed(path), file.contents().to_vec());
    }
    for dir in dir.dirs() {
        built_in(dir, theme, files);
    }
}

fn read_texts(bytes: &[u8], path: &str) -> Result<Texts, Error> {
    serde_yaml::from_slice(bytes).map_err(|e| {
        let remedy = words(
            "请一行写一项，写成“名称: 文字”；名称见 mulu 的内置主题。",
            "Write one item a line, as `name: text`, with the names of the built-in theme.",
        );
        Error::Theme(vec![not_yaml(path, bytes, &e, remedy)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_the_engine_does() {
        for text in ["", "通知", "<a href=\"x\">'b' & c</a>", "&&", "'中'"] {
            let (mut own, mut engine) = (Vec::new(), Vec::new());
            escape(text, &mut own).unwrap();
            tera::escape_html(text, &mut engine).unwrap();
            assert_eq!(own, engine);
        }
    }

    #[test]
    fn a_number_in_a_title_stays_with_its_unit() {
        for (title, expected) in [
            (
                "甲局2025年度<报告>",
                "甲局<span class=\"nb\">2025年</span>度&lt;报告&gt;",
            ),
            (
                "甲发〔2024〕3号",
                "甲发<span class=\"nb\">〔2024〕3号</span>",
            ),
            ("1234567890123号", "1234567890123号"),
            ("“三公”经费", "“三公”经费"),
        ] {
            assert_eq!(unbroken(title), expected);
        }
    }
}
