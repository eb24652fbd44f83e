//! Takes a package with *seals* (signatures or time stamps over its tag manifest); reports whether
//! each matches. `ssh-keygen` checks `.sig` signatures of an unpacked package. Other seals are
//! reported as not checked. This file must not know the payload.

use crate::archive::fault::{Fault, Message};
use crate::archive::layout::{SEALS, TAG_MANIFEST};
use crate::archive::read::store::Store;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

/// The purpose for which the signature must have been made. A signature for another purpose does
/// not match.
const NAMESPACE: &str = "mulu-snapshot";

/// Checks the seals of the tag manifest.
pub(super) fn check(store: &Store, faults: &mut Vec<Fault>) {
    for seal in SEALS.iter().filter(|s| store.find(s).is_some()) {
        let not_checked =
            |why: &str| Fault::of(Message::SignatureNotChecked { reason: why.into() }, seal);
        faults.push(match (store.folder(), seal.rsplit('.').next()) {
            (Some(folder), Some("sig")) => signature(folder, seal),
            (None, _) => not_checked("zip"),
            (_, Some("minisig")) => not_checked("minisign -V"),
            _ => not_checked("openssl ts -verify"),
        });
    }
}

fn signature(folder: &Path, seal: &str) -> Fault {
    let not_checked = |e: std::io::Error| {
        Fault::of(
            Message::SignatureNotChecked {
                reason: format!("ssh-keygen: {e}").into(),
            },
            seal,
        )
    };
    let signed = match File::open(folder.join(TAG_MANIFEST)) {
        Ok(file) => file,
        Err(e) => return not_checked(e),
    };
    let run = Command::new("ssh-keygen")
        .args(["-Y", "check-novalidate", "-n", NAMESPACE, "-s"])
        .arg(folder.join(seal))
        .env("LC_ALL", "C")
        .stdin(signed)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output();
    match run {
        Err(e) => not_checked(e),
        Ok(out) if out.status.success() => {
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            let key = said
                .split_whitespace()
                .find(|w| w.starts_with("SHA256:"))
                .unwrap_or("?")
                .to_owned();
            Fault::of(Message::SignatureFits { key: key.into() }, seal)
        }
        Ok(out) => {
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            Fault::of(
                Message::SignatureWrong {
                    reason: said.lines().next().unwrap_or_default().into(),
                },
                seal,
            )
        }
    }
}
