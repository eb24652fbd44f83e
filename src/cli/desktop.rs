//! Takes a run without arguments; gives the arguments of a preview, if the program was started by a
//! double-click. This file must not know how a preview is made.

use super::terminal::{talk, talk_line};
use crate::diag::Lang;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The name of the folder for a new site if the program's folder has other files. The folder is
/// made beside the program.
const NEW_SITE: &str = "mulu-site";

/// The arguments of a preview, if the program was started on a desktop without arguments and a
/// folder for the site exists or can be made.
pub(super) fn meant(args: &[OsString]) -> Option<Vec<OsString>> {
    let [program] = args else {
        return None;
    };
    if !is_desktop() {
        return None;
    }
    let site = site()?;
    let args = [
        "-r".into(),
        site.into_os_string(),
        "serve".into(),
        "--open".into(),
    ];
    Some([program.clone()].into_iter().chain(args).collect())
}

/// On Windows, waits for the enter key, because the window would close before the user has read the
/// last messages. Elsewhere, does nothing.
pub(super) fn wait(lang: Lang) {
    if cfg!(windows) {
        talk(match lang {
            Lang::Zh => "按回车键关闭窗口。",
            Lang::En => "Press Enter to close this window. ",
        });
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}

/// The first of these folders that has a site: the program's folder, the current folder,
/// [`NEW_SITE`]. If none has a site, the folder for a new site: the program's folder if it has
/// nothing else, otherwise [`NEW_SITE`]. `None` if this folder cannot be made.
fn site() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    let current = std::env::current_dir().ok();
    let near = [
        Some(beside.to_owned()),
        current,
        Some(beside.join(NEW_SITE)),
    ];
    let is_site = |folder: &PathBuf| folder.join("mulu.yaml").is_file();
    if let Some(site) = near.into_iter().flatten().find(is_site) {
        return Some(site);
    }
    if is_alone(&program, beside) {
        return Some(beside.to_owned());
    }
    let new = beside.join(NEW_SITE);
    match std::fs::create_dir_all(&new) {
        Ok(()) => Some(new),
        Err(e) => {
            talk_line(&format!("{}: {e}", new.display()));
            None
        }
    }
}

/// Whether a folder has nothing but the program and hidden files.
fn is_alone(program: &Path, folder: &Path) -> bool {
    let hidden = |name: &OsString| name.to_string_lossy().starts_with('.');
    std::fs::read_dir(folder).is_ok_and(|entries| {
        let mut names = entries.flatten().map(|e| e.file_name());
        names.all(|name| Some(name.as_os_str()) == program.file_name() || hidden(&name))
    })
}

/// Whether the program was started on a desktop and not from a command line.
#[cfg(not(windows))]
fn is_desktop() -> bool {
    let is_seen = std::io::stdin().is_terminal()
        || std::io::stdout().is_terminal()
        || std::io::stderr().is_terminal();
    let has_windows = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some());
    !is_seen && has_windows
}

/// Whether the program was started on a desktop and not from a command line. The Explorer opens a
/// console too, so a terminal proves nothing. Command lines set variables that the Explorer does
/// not set.
#[cfg(windows)]
fn is_desktop() -> bool {
    let has = |name: &str| std::env::var_os(name).is_some();
    let modules = std::env::var("PSModulePath").unwrap_or_default();
    std::io::stdout().is_terminal()
        && !["PROMPT", "SHLVL", "MSYSTEM", "CI"]
            .iter()
            .any(|name| has(name))
        && !is_powershell(&modules)
}

/// Whether PowerShell has changed `PSModulePath`, its variable for the folders of modules. It adds
/// a folder `…PowerShell\Modules` in the user's documents, at a varying path. In the system's own
/// value, all folders with this end are below `Program Files`.
#[cfg(any(windows, test))]
fn is_powershell(modules: &str) -> bool {
    let modules = modules.to_lowercase();
    modules.split(';').any(|folder| {
        folder
            .trim_end_matches('\\')
            .ends_with(r"powershell\modules")
            && !folder.contains(r"\program files")
    })
}

#[cfg(test)]
mod tests {
    use super::is_powershell;

    #[test]
    fn powershell_is_known_in_every_language() {
        let own = r"C:\Program Files\WindowsPowerShell\Modules;C:\Windows\system32\WindowsPowerShell\v1.0\Modules";
        assert!(!is_powershell(own) && !is_powershell(""));
        assert!(!is_powershell(&format!(
            r"{own};C:\Program Files (x86)\Tools\PowerShell\Modules\"
        )));
        for folder in [
            r"C:\Users\wang\Documents\WindowsPowerShell\Modules",
            r"C:\Users\wang\OneDrive\文档\WindowsPowerShell\Modules",
            r"D:\我的文档\PowerShell\Modules",
            r"\\server\home\wang\PowerShell\Modules\",
        ] {
            assert!(is_powershell(&format!("{folder};{own}")), "{folder}");
        }
    }
}
