//! Takes a folder; gives the folder of its site, and the name of a file that was probably meant as
//! `mulu.yaml`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder of the site to which a folder belongs. It is the nearest folder upwards with a
/// `mulu.yaml`, or else the folder itself.
pub fn site_of(folder: &Path) -> PathBuf {
    let Ok(whole) = std::path::absolute(folder) else {
        return folder.to_owned();
    };
    let steps = whole
        .ancestors()
        .position(|at| at.join("mulu.yaml").is_file());
    match steps {
        None | Some(0) => folder.to_owned(),
        Some(steps) => std::iter::repeat_n("..", steps).collect(),
    }
}

/// The name of a file that was probably meant as `mulu.yaml`. Windows hides the last ending, so
/// `mulu.yaml.txt` looks right.
pub fn near_name(folder: &Path) -> Option<String> {
    let names = std::fs::read_dir(folder).ok()?.flatten().filter_map(|e| {
        let is_file = e.file_type().is_ok_and(|t| t.is_file());
        let name = is_file.then(|| e.file_name().into_string().ok()).flatten();
        name.filter(|name| is_near(name) && may_be_config(&e.path()))
    });
    names.min()
}

/// The largest file that may be a configuration, in bytes.
const LARGEST: u64 = 1 << 20;

/// Whether a file may be a configuration. The program `mulu` in the same folder is not.
fn may_be_config(file: &Path) -> bool {
    let program = std::env::current_exe().and_then(std::fs::canonicalize);
    let is_program = program.is_ok_and(|p| file.canonicalize().is_ok_and(|file| file == p));
    let is_small = file.metadata().is_ok_and(|about| about.len() <= LARGEST);
    let mut start = Vec::new();
    let is_read = File::open(file).and_then(|file| file.take(1024).read_to_end(&mut start));
    !is_program && is_small && is_read.is_ok() && !start.contains(&0)
}

fn is_near(name: &str) -> bool {
    let lower = name.to_lowercase().replace(['。', '．', '·'], ".");
    let Some(rest) = lower.trim_start().strip_prefix("mulu") else {
        return false;
    };
    let endings: Vec<&str> = rest.split('.').map(str::trim).skip(1).collect();
    let is_yaml = |e: &&str| ["yaml", "yml", "yam", "yaml~"].contains(e);
    name != "mulu.yaml" && (endings.iter().any(is_yaml) || matches!(rest, "" | ".txt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_nearly_right() {
        for name in [
            "mulu.yml",
            "mulu.yaml.txt",
            "mulu.yml.txt",
            "mulu.yaml.yaml",
            "Mulu.yaml",
            "MULU.YAML",
            "mulu。yaml",
            "mulu .yaml",
            "mulu(1).yaml",
            "mulu - 副本.yaml",
            "mulu.txt",
            "mulu",
        ] {
            assert!(is_near(name), "{name}");
        }
        for name in [
            "mulu.yaml",
            "mulu.exe",
            "mulu.md",
            "config.yaml",
            "mulu.toml",
            "目录.yaml",
        ] {
            assert!(!is_near(name), "{name}");
        }
    }

    #[test]
    fn a_site_is_found_from_a_folder_below_it() {
        let site = tempfile::tempdir().unwrap();
        let below = site.path().join("content").join("政策");
        std::fs::create_dir_all(&below).unwrap();
        assert_eq!(site_of(&below), below);
        // a parent folder that has only the program or a misnamed file is not a site
        std::fs::write(site.path().join("mulu"), "").unwrap();
        std::fs::write(site.path().join("mulu.yml"), "").unwrap();
        assert_eq!(site_of(&below), below);
        std::fs::write(site.path().join("mulu.yaml"), "").unwrap();
        assert_eq!(site_of(&below), Path::new("../.."));
        std::fs::write(site.path().join("content").join("mulu.yaml"), "").unwrap();
        assert_eq!(site_of(&below), Path::new(".."));
    }

    #[test]
    fn only_a_small_text_is_meant_to_be_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mulu");
        let with = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            near_name(folder.path())
        };
        assert_eq!(with("title: 目录\n".as_bytes()).as_deref(), Some("mulu"));
        assert_eq!(with(b"\x7fELF\x02\x01\x01\0\0\0"), None);
        assert_eq!(with(&vec![b'#'; 1024 * 1024 + 1]), None);
        assert!(!may_be_config(&std::env::current_exe().unwrap()));
    }
}
