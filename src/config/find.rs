//! Takes a folder; gives the folder of the site in which it lies, and the name of a file that was
//! probably meant to be `mulu.yaml`. It must not know what the file holds.

use std::path::{Path, PathBuf};

/// The folder of the site in which a folder lies. Of the folder and those above it, this is the
/// nearest that has a `mulu.yaml`, else the nearest that has a file with nearly this name; without
/// either it is the folder itself.
pub fn site_of(folder: &Path) -> PathBuf {
    let Ok(whole) = std::path::absolute(folder) else {
        return folder.to_owned();
    };
    let has_config = |at: &Path| at.join("mulu.yaml").is_file();
    let find = |is_site: &dyn Fn(&Path) -> bool| whole.ancestors().position(is_site);
    let steps = find(&has_config).or_else(|| find(&|at| near_name(at).is_some()));
    match steps {
        None | Some(0) => folder.to_owned(),
        Some(steps) => std::iter::repeat_n("..", steps).collect(),
    }
}

/// The name of a file in a folder that was probably meant to be `mulu.yaml`. Windows hides the last
/// ending of a name, so that a file `mulu.yaml.txt` seems to be named correctly.
pub(super) fn near_name(folder: &Path) -> Option<String> {
    let names = std::fs::read_dir(folder).ok()?.flatten().filter_map(|e| {
        let is_file = e.file_type().is_ok_and(|t| t.is_file());
        is_file.then(|| e.file_name().into_string().ok()).flatten()
    });
    names.filter(|name| is_near(name)).min()
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
        std::fs::write(site.path().join("mulu.yml"), "").unwrap();
        assert_eq!(site_of(&below), Path::new("../.."));
        std::fs::write(site.path().join("content").join("mulu.yaml"), "").unwrap();
        assert_eq!(site_of(&below), Path::new(".."));
    }
}
