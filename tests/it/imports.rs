//! Reads the imports of each source file: `use` trees and paths in code. `crate`, `self` and
//! `super` are resolved to files. Comments, strings and attributes are ignored; code under
//! `#[cfg(test)]` is marked as test code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A path of modules from the root of the crate; `crate::archive::read` is `["archive", "read"]`.
type Module = Vec<String>;

pub(crate) struct File {
    /// The path below `src/`, with `/` between its parts.
    pub(crate) path: String,
    pub(crate) text: String,
    module: Module,
    /// The absolute paths that the file names, each with `true` if it is named in a test.
    named: Vec<(Module, bool)>,
    /// The path to which `use` binds a name, by module and name.
    bound: BTreeMap<(Module, String), Module>,
    /// Pairs of an importing and an imported module, for imports with a glob.
    globs: Vec<(Module, Module)>,
    /// Names of the items at the top of the file.
    items: BTreeSet<String>,
}

/// One file names an item of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    pub(crate) from: String,
    /// The file of the named module, even if that module only re-exports the item.
    pub(crate) to: String,
    /// The file in which the item is defined.
    pub(crate) defined_in: String,
    /// Whether only tests name the item.
    pub(crate) is_test: bool,
}

/// Every `.rs` file below a folder, tests included, by path.
pub(crate) fn files(src: &Path) -> Vec<File> {
    let mut texts = BTreeMap::new();
    let mut folders = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let relative = path.strip_prefix(src).unwrap().to_str().unwrap();
                texts.insert(
                    relative.replace('\\', "/"),
                    std::fs::read_to_string(&path).unwrap(),
                );
            }
        }
    }
    read(&texts)
}

/// The files of a crate, given their texts by path.
pub(crate) fn read(texts: &BTreeMap<String, String>) -> Vec<File> {
    let modules: BTreeSet<Module> = texts.keys().map(|path| module(path)).collect();
    let mut files: Vec<File> = Vec::new();
    // Parents come first, so that a child declared under `#[cfg(test)]` counts as a test.
    let mut paths: Vec<&String> = texts.keys().collect();
    paths.sort_by_key(|path| module(path).len());
    let mut tests = BTreeSet::new();
    for path in paths {
        let module = module(path);
        let reader = Reader {
            tokens: tokens(&texts[path]),
            modules: &modules,
            scopes: vec![Scope {
                is_test: (0..=module.len()).any(|n| tests.contains(&module[..n])),
                module: module.clone(),
                depth: 0,
            }],
            tests: &mut tests,
            file: File {
                path: path.clone(),
                text: texts[path].clone(),
                module,
                named: Vec::new(),
                bound: BTreeMap::new(),
                globs: Vec::new(),
                items: BTreeSet::new(),
            },
        };
        files.push(reader.read());
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Every import between two files, each once. An import that occurs in code and in a test counts as
/// one of the code.
pub(crate) fn imports(files: &[File]) -> Vec<Import> {
    let by_module: BTreeMap<&[String], &File> = files.iter().map(|f| (&f.module[..], f)).collect();
    let mut found: BTreeMap<(&str, &str, &str), bool> = BTreeMap::new();
    for file in files {
        for (path, is_test) in &file.named {
            let (to, rest) = split(&by_module, path);
            let defined_in = definition(&by_module, to, rest, 0);
            if to.path != file.path || defined_in.path != file.path {
                let both = found
                    .entry((&file.path, &to.path, &defined_in.path))
                    .or_insert(true);
                *both &= is_test;
            }
        }
    }
    found
        .into_iter()
        .map(|((from, to, defined_in), is_test)| Import {
            from: from.to_owned(),
            to: to.to_owned(),
            defined_in: defined_in.to_owned(),
            is_test,
        })
        .collect()
}

/// The file of the deepest module that a path names, and the rest of the path.
fn split<'f, 'p>(
    by_module: &BTreeMap<&[String], &'f File>,
    path: &'p [String],
) -> (&'f File, &'p [String]) {
    (0..=path.len())
        .rev()
        .find_map(|n| Some((*by_module.get(&path[..n])?, &path[n..])))
        .expect("the root of the crate is a module")
}

/// The file that defines an item of a module, with re-exports followed.
fn definition<'f>(
    by_module: &BTreeMap<&[String], &'f File>,
    file: &'f File,
    rest: &[String],
    steps: usize,
) -> &'f File {
    let Some(name) = rest.first() else {
        return file;
    };
    if steps > 8 || file.items.contains(name) {
        return file;
    }
    if let Some(path) = file.bound.get(&(file.module.clone(), name.clone())) {
        let (next, rest) = split(by_module, path);
        return definition(by_module, next, rest, steps + 1);
    }
    let globbed = file
        .globs
        .iter()
        .filter(|(within, _)| *within == file.module)
        .filter_map(|(_, of)| by_module.get(&of[..]).copied());
    for other in globbed {
        let found = definition(by_module, other, rest, steps + 1);
        if found.items.contains(name) {
            return found;
        }
    }
    file
}

fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" {
        return Vec::new();
    }
    path.split('/').map(str::to_owned).collect()
}

struct Scope {
    module: Module,
    is_test: bool,
    /// How many braces were open before the scope began.
    depth: usize,
}

struct Reader<'m> {
    tokens: Vec<String>,
    modules: &'m BTreeSet<Module>,
    scopes: Vec<Scope>,
    /// Modules with a file of their own that are declared under `#[cfg(test)]`.
    tests: &'m mut BTreeSet<Module>,
    file: File,
}

impl Reader<'_> {
    fn read(mut self) -> File {
        let (mut at, mut depth) = (0, 0);
        // `#[cfg(test)]` was read, but its item has not begun yet
        let mut before_test = false;
        while let Some(token) = self.tokens.get(at).cloned() {
            let next = self.token(at + 1).to_owned();
            match (token.as_str(), next.as_str()) {
                ("#", "[" | "!") => {
                    let end = self.closing(at);
                    before_test |= self.tokens[at..end].concat().contains("cfg(test)");
                    at = end;
                }
                ("pub", "(") => at = self.closing(at),
                ("use", name) if name != "<" => {
                    let is_test = before_test || self.scope().is_test;
                    at = self.tree(at + 1, Vec::new(), is_test);
                    before_test = false;
                }
                ("mod", name) if matches!(self.token(at + 2), ";" | "{") => {
                    let mut module = self.scope().module.clone();
                    module.push(name.to_owned());
                    if self.token(at + 2) == "{" {
                        let is_test = before_test || self.scope().is_test;
                        self.scopes.push(Scope {
                            module,
                            is_test,
                            depth,
                        });
                        depth += 1;
                    } else if before_test {
                        self.tests.insert(module);
                    }
                    before_test = false;
                    at += 3;
                }
                ("{", _) => {
                    if before_test {
                        let module = self.scope().module.clone();
                        self.scopes.push(Scope {
                            module,
                            is_test: true,
                            depth,
                        });
                        before_test = false;
                    }
                    depth += 1;
                    at += 1;
                }
                ("}", _) => {
                    depth -= 1;
                    if self.scopes.len() > 1 && self.scope().depth == depth {
                        self.scopes.pop();
                    }
                    at += 1;
                }
                (";", _) => {
                    before_test = false;
                    at += 1;
                }
                (first, "::") if is_name(first) => {
                    let end = self.path_end(at);
                    let path: Vec<String> =
                        self.tokens[at..end].iter().step_by(2).cloned().collect();
                    let is_test = before_test || self.scope().is_test;
                    if at == 0 || !matches!(self.token(at - 1), "::" | ".") {
                        self.name(&path, is_test);
                    }
                    at = end;
                }
                (
                    "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union",
                    name,
                ) if is_name(name) => {
                    if depth == 0 {
                        self.file.items.insert(name.to_owned());
                    }
                    at += 2;
                }
                _ => at += 1,
            }
        }
        self.file
    }

    fn scope(&self) -> &Scope {
        self.scopes.last().expect("the file is a scope")
    }

    fn token(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", String::as_str)
    }

    /// The position after the bracket that closes the next opening bracket.
    fn closing(&self, at: usize) -> usize {
        let mut open = 0;
        for (i, token) in self.tokens.iter().enumerate().skip(at) {
            match token.as_str() {
                "(" | "[" | "{" => open += 1,
                ")" | "]" | "}" => {
                    open -= 1;
                    if open == 0 {
                        return i + 1;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// The position after the last name of a path.
    fn path_end(&self, mut at: usize) -> usize {
        while self.token(at + 1) == "::" && is_name(self.token(at + 2)) {
            at += 2;
        }
        at + 1
    }

    /// Reads a `use` tree below the path `stem`. Returns the position after the tree.
    fn tree(&mut self, mut at: usize, stem: Vec<String>, is_test: bool) -> usize {
        let mut path = stem.clone();
        loop {
            match self.token(at).to_owned().as_str() {
                "::" => at += 1,
                "{" => {
                    at += 1;
                    while self.token(at) != "}" && at < self.tokens.len() {
                        at = self.tree(at, path.clone(), is_test);
                        if self.token(at) == "," {
                            at += 1;
                        }
                    }
                    return at + 1;
                }
                "*" => {
                    if let Some(of) = self.name(&path, is_test) {
                        let within = self.scope().module.clone();
                        self.file.globs.push((within, of));
                    }
                    return at + 1;
                }
                name if is_name(name) => {
                    if name != "self" || path.is_empty() {
                        path.push(name.to_owned());
                    }
                    at += 1;
                    if self.token(at) == "::" {
                        continue;
                    }
                    let mut local = path.last().cloned().unwrap_or_default();
                    if self.token(at) == "as" {
                        local = self.token(at + 1).to_owned();
                        at += 2;
                    }
                    if let Some(named) = self.name(&path, is_test) {
                        let within = self.scope().module.clone();
                        self.file.bound.insert((within, local), named);
                    }
                    return at;
                }
                _ => return at + 1,
            }
        }
    }

    /// Records a path if it leads into this crate, and returns its absolute form.
    fn name(&mut self, path: &[String], is_test: bool) -> Option<Module> {
        let absolute = self.absolute(path)?;
        self.file.named.push((absolute.clone(), is_test));
        Some(absolute)
    }

    fn absolute(&self, path: &[String]) -> Option<Module> {
        let own = &self.scope().module;
        let (first, rest) = path.split_first()?;
        let mut module = match first.as_str() {
            "crate" => Vec::new(),
            "self" | "super" => own.clone(),
            name => {
                let bound = (0..=own.len())
                    .rev()
                    .take(self.scopes.len())
                    .find_map(|n| self.file.bound.get(&(own[..n].to_vec(), name.to_owned())));
                let child = || [own.as_slice(), &[name.to_owned()]].concat();
                match bound {
                    Some(bound) => bound.clone(),
                    None if self.modules.contains(&child()) => child(),
                    None => return None,
                }
            }
        };
        if first == "super" {
            module.pop();
        }
        for name in rest {
            match name.as_str() {
                "super" => drop(module.pop()),
                "self" => {}
                name => module.push(name.to_owned()),
            }
        }
        Some(module)
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The names, numbers and punctuation of a source text without comments. Each string and character
/// literal becomes `""`.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let get = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let c = chars[at];
        if c.is_whitespace() {
            at += 1;
        } else if c == '/' && get(at + 1) == '/' {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if c == '/' && get(at + 1) == '*' {
            let mut open = 0;
            loop {
                match (get(at), get(at + 1)) {
                    ('/', '*') => (open, at) = (open + 1, at + 2),
                    ('*', '/') => (open, at) = (open - 1, at + 2),
                    _ => at += 1,
                }
                if open == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if let Some(end) = literal_end(&chars, at) {
            tokens.push("\"\"".to_owned());
            at = end;
        } else if c.is_alphanumeric() || c == '_' {
            let start = at;
            while get(at).is_alphanumeric() || get(at) == '_' {
                at += 1;
            }
            tokens.push(chars[start..at].iter().collect());
        } else if c == ':' && get(at + 1) == ':' {
            tokens.push("::".to_owned());
            at += 2;
        } else {
            tokens.push(c.to_string());
            at += 1;
        }
    }
    tokens
}

/// The position after the string or character literal that begins at `at`. `None` if none
/// begins there; a lifetime is no literal.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let get = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut start = at;
    while matches!(get(start), 'b' | 'r' | 'c') && start < at + 2 {
        start += 1;
    }
    let hashes = (start..).take_while(|i| get(*i) == '#').count();
    let is_raw = start > at && get(start - 1) == 'r';
    if is_raw && get(start + hashes) == '"' {
        let mut end = start + hashes + 1;
        while end < chars.len() {
            if get(end) == '"' && (1..=hashes).all(|i| get(end + i) == '#') {
                return Some(end + 1 + hashes);
            }
            end += 1;
        }
    }
    let quote = get(start);
    let is_char = quote == '\'' && (get(start + 1) == '\\' || get(start + 2) == '\'');
    if quote != '"' && !is_char {
        return None;
    }
    let mut end = start + 1;
    while end < chars.len() && chars[end] != quote {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    Some(end + 1)
}
