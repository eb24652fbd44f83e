//! Takes a member of a portal (a published site or an archive package); verifies it; gives its
//! ledger and search index, or the reason to leave it out. This file must not know other members.

use super::disk::{State, state, unreadable};
use super::package;
use super::rows::{self, Dropped, Ledger};
use super::trust;
use crate::archive;
use crate::cache::{self, Cache, Key};
use crate::config::Member;
use crate::diag::{Diagnostic, Message, Words, words};
use crate::file;
use crate::output::MANIFEST;
use crate::search::{About, Guest, Unfit, VERSION};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The maximum size of a manifest that is read, in bytes.
const LARGEST_MANIFEST: u64 = 1 << 30;
/// The files that a folder must have to be joined as a site.
const NEEDED: [&str; 2] = ["catalogue.json", "search/root.js"];

/// A member whose files were verified.
pub(super) struct Office<'p> {
    /// The entry of the member in the portal's file.
    pub member: &'p Member,
    /// Its position in that file.
    pub place: usize,
    /// The address of its root: absolute, or relative to the root of the portal.
    pub base: String,
    pub ledger: Ledger,
    /// Its search index.
    pub guest: Guest,
    /// The folder of its site.
    pub folder: PathBuf,
    /// A key of the content of its files.
    pub content: Key,
}

/// Opens a member of the portal that is made in `output`. If the member is a package in a zip file,
/// its ledger and its index are unpacked below `unpacked`.
pub(super) fn open<'p>(
    member: &'p Member,
    place: usize,
    output: &Path,
    unpacked: &Path,
    cache: &Cache,
) -> Result<Office<'p>, Words> {
    let name = name(&member.title);
    let (folder, key) = verified(&member.path, &unpacked.join(&name), cache)?;
    let base = match &member.address {
        Some(address) => address.clone(),
        None if folder.starts_with(unpacked) => {
            return Err(words(
                "归档包是压缩文件，请用 address 写明这个单位网站的网址",
                "the archive package is a zip file; write the address of the site under `address`",
            ));
        }
        None => beside(&folder, output)?,
    };
    let about = About {
        name,
        base: base.clone(),
        labels: [
            member.title.clone(),
            member.district.clone().unwrap_or_default(),
        ],
        key,
    };
    let guest = Guest::open(&folder.join("search"), about, cache, &trust::judge);
    let guest = guest.map_err(|unfit| match unfit {
        Unfit::Says(reason) => reason,
        Unfit::Joined => words(
            "这是一个门户，门户不能作为另一个门户的成员；请写明其中各单位自己的网站",
            "a portal cannot be a member of a portal; name the sites of its offices instead",
        ),
        Unfit::Version(version) => words(
            format!(
                "检索索引的格式是第 {version} 版，本程序只能读第 {VERSION} 版；\
                 请用同一版本的 mulu 重新生成这个网站"
            ),
            format!(
                "its search index has format {version}, and this program reads format {VERSION}; \
                 build the site with the same version of mulu"
            ),
        ),
        // The digest of the index is right, so another version of mulu has probably made the index.
        Unfit::Unknown(damaged) => words(
            format!(
                "读不出检索索引的格式（{}）：索引已经损坏，或者是由另一版本的 mulu 生成的；\
                 请用生成门户的 mulu（第 {VERSION} 版格式）重新生成这个网站",
                damaged.0
            ),
            format!(
                "the format of its search index cannot be read ({}): it is damaged, or another \
                 version of mulu made it; build the site with the mulu that makes the portal \
                 (format {VERSION})",
                damaged.0
            ),
        ),
        Unfit::Damaged(damaged) => words(
            format!("检索索引损坏或者不完整（{}）", damaged.0),
            format!("its search index is damaged or incomplete ({})", damaged.0),
        ),
    })?;
    let ledger = rows::read(&folder.join("catalogue.json"), guest.documents())?;
    Ok(Office {
        member,
        place,
        base,
        ledger,
        guest,
        folder,
        content: key,
    })
}

/// A finding for each dropped document that `rows.rs` recorded.
pub(super) fn dropped(office: &Office<'_>) -> Vec<Diagnostic> {
    let finding = |row: &Dropped| {
        let message = Message::JoinRowDropped {
            member: office.member.title.clone().into(),
            title: trust::beginning(&row.title).into(),
            url: trust::beginning(&row.url).into(),
            reason: trust::tidy(&row.reason).into(),
        };
        Diagnostic::new(message).at(office.member.place.clone())
    };
    office.ledger.dropped.iter().map(finding).collect()
}

/// The name of a member in paths. It is made from the title, so it does not depend on the order of
/// the members.
pub(super) fn name(title: &str) -> String {
    let key = cache::key(&[b"member", title.as_bytes()]);
    let hex: String = key[..5].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("m{hex}")
}

/// The path from the root of the portal to a folder.
fn beside(folder: &Path, output: &Path) -> Result<String, Words> {
    // The folder of the portal may not exist yet.
    let whole = |path: &Path| file::real(path).unwrap_or_else(|_| path.to_owned());
    let (folder, output) = (whole(folder), whole(output));
    let shared = folder
        .components()
        .zip(output.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = output.components().skip(shared).map(|_| "..".to_owned());
    let down = folder
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up
        .chain(down)
        .map(|part| crate::escape::percent(&part, crate::escape::is_plain_in_urn))
        .collect();
    if shared == 0 || parts.is_empty() {
        return Err(words(
            "这个成员不在门户旁边，请用 address 写明它的网址",
            "this member does not lie beside the portal; write its address under `address`",
        ));
    }
    Ok(format!("{}/", parts.join("/")))
}

/// Verifies a member, which is a site or a package; gives the folder of its site and a key of its
/// content.
fn verified(path: &Path, unpacked: &Path, cache: &Cache) -> Result<(PathBuf, Key), Words> {
    let kind = fs::metadata(path).map_err(|e| {
        let shown = path.display();
        let reason = unreadable(&shown.to_string(), &e);
        if e.kind() != std::io::ErrorKind::NotFound {
            return reason;
        }
        words(
            format!("{}；path 从门户的配置文件所在的文件夹算起", reason.zh),
            format!(
                "{}; a path begins in the folder of the portal's file",
                reason.en
            ),
        )
    })?;
    if kind.is_file() || path.join(archive::BAGIT).is_file() {
        return package::open(path, unpacked, cache);
    }
    site(path, cache)
}

/// Verifies the folder of a site. The manifest must list [`NEEDED`] and the files of the index, and
/// all listed files must have their digests. If the manifest and all sizes and times are those of
/// an earlier run, no other file is read.
pub(super) fn site(folder: &Path, cache: &Cache) -> Result<(PathBuf, Key), Words> {
    let manifest = folder.join(MANIFEST);
    let is_there = fs::symlink_metadata(&manifest).is_ok_and(|m| m.is_file());
    if !is_there {
        let shown = folder.display();
        let built = folder.join("public");
        if built.join(MANIFEST).is_file() {
            let built = built.display();
            return Err(words(
                format!("“{shown}”不是生成的网站，生成的网站在“{built}”，请改写 path"),
                format!("{shown} is no built site; the built site is {built}, so correct the path"),
            ));
        }
        if folder.join("mulu.yaml").is_file() {
            return Err(words(
                format!("“{shown}”是站点的源文件夹，还没有生成网站；请先运行 mulu build"),
                format!("{shown} has the sources of a site, and no built site; run `mulu build`"),
            ));
        }
        return Err(words(
            format!("“{shown}”不是 mulu 生成的网站，或者传送时漏了其中的 {MANIFEST}"),
            format!("{shown} is no site that mulu made, or it was fetched without its {MANIFEST}"),
        ));
    }
    let text = fs::File::open(&manifest).and_then(|file| {
        let mut text = String::new();
        file.take(LARGEST_MANIFEST).read_to_string(&mut text)?;
        Ok(text)
    });
    let text = text.map_err(|e| unreadable(MANIFEST, &e))?;
    let state = state(folder)?;
    let content = cache::key(&[b"site of a member", text.as_bytes()]);
    let key = cache::key(&[&content, &state.key]);
    if cache.get::<bool>(&key) == Some(true) {
        return Ok((folder.to_owned(), content));
    }
    let listed = manifest_of(&text)?;
    for needed in NEEDED {
        if !listed.contains_key(needed) {
            return Err(words(
                format!("清单中没有 {needed}"),
                format!("the manifest does not list {needed}"),
            ));
        }
    }
    in_index(&state, &listed)?;
    listed
        .par_iter()
        .map(|(path, digest)| matches(folder, &state, path, digest))
        .collect::<Result<(), Words>>()?;
    cache.put(&key, &true);
    Ok((folder.to_owned(), content))
}

/// The files of a manifest with their digests. A line of another form, a path that `trust` refuses,
/// and a path given twice are errors.
fn manifest_of(text: &str) -> Result<BTreeMap<&str, &str>, Words> {
    let mut listed = BTreeMap::new();
    for (line, number) in text.lines().zip(1..) {
        let sound = line.split_once("  ").filter(|(hex, _)| {
            hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        });
        let Some((hex, path)) = sound else {
            return Err(words(
                format!("清单第 {number} 行的格式不对"),
                format!("line {number} of the manifest has another form"),
            ));
        };
        trust::path(path)?;
        if listed.insert(path, hex).is_some() {
            return Err(words(
                format!("清单中的 {path} 出现了两次"),
                format!("the manifest lists {path} twice"),
            ));
        }
    }
    Ok(listed)
}

/// Checks that the folder of the index has only ordinary files that the manifest lists.
fn in_index(state: &State, listed: &BTreeMap<&str, &str>) -> Result<(), Words> {
    let is_inside = |path: &&String| path.starts_with("search/");
    if let Some(path) = state.others.iter().find(is_inside) {
        return Err(words(
            format!("{path} 是符号链接或特殊文件"),
            format!("{path} is a symbolic link or a special file"),
        ));
    }
    let inside = state.files.iter().filter(is_inside);
    let unlisted = inside.filter(|path| !listed.contains_key(path.as_str()));
    match unlisted.min() {
        None => Ok(()),
        Some(path) => Err(words(
            format!("文件 {path} 不在清单中"),
            format!("the file {path} is not in the manifest"),
        )),
    }
}

/// Checks a file against its listed digest.
fn matches(folder: &Path, state: &State, path: &str, digest: &str) -> Result<(), Words> {
    if !state.files.contains(path) {
        return Err(match state.others.contains(path) {
            true => words(
                format!("{path} 不是普通文件"),
                format!("{path} is no ordinary file"),
            ),
            false => words(
                format!("缺少清单中的文件 {path}"),
                format!("the file {path} of the manifest is missing"),
            ),
        });
    }
    let whole = crate::file::below(folder, path);
    let mut hash = Sha256::new();
    let read = fs::File::open(&whole).and_then(|mut file| {
        let mut piece = [0; 1 << 14];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(()),
                n => hash.update(&piece[..n]),
            }
        }
    });
    read.map_err(|e| unreadable(path, &e))?;
    if archive::hex(&hash.finalize()) == digest {
        return Ok(());
    }
    Err(words(
        format!("文件 {path} 与清单不符，可能在传送中损坏，或者被改动过"),
        format!("the file {path} does not match the manifest: it was damaged or changed"),
    ))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_beside_a_portal_that_is_not_made_yet() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path();
        fs::create_dir_all(top.join("a/甲 局")).unwrap();
        fs::create_dir_all(top.join("a/门户")).unwrap();
        std::os::unix::fs::symlink("a", top.join("link")).unwrap();
        for (office, output) in [
            ("a/甲 局", "a/new"),
            ("link/甲 局", "a/new"),
            ("a/甲 局", "link/new"),
            ("a/甲 局", "link/门户"),
        ] {
            let path = beside(&top.join(office), &top.join(output)).unwrap();
            assert_eq!(path, "../%E7%94%B2%20%E5%B1%80/", "{office} {output}");
        }
    }
}
