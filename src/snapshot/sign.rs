//! Takes a key and a file; gives the signature that `ssh-keygen` makes. Most systems have that
//! program. This file must not know what is signed.

use crate::diag::{Action, Error};
use std::path::Path;
use std::process::{Command, Stdio};

/// The purpose bound into the signature. A signature made for another purpose does not verify.
const NAMESPACE: &str = "mulu-snapshot";

/// Signs a file. The signature is beside it, with the suffix `.sig`. `ssh-keygen` asks for the
/// key's pass phrase.
pub(super) fn sign(key: &Path, file: &Path) -> Result<(), Error> {
    if !key.is_file() {
        let key = key.display();
        return Err(Error::signing(
            format!("找不到签名密钥“{key}”"),
            format!("there is no key {key} to sign with"),
        ));
    }
    let signature = Path::new(&format!("{}.sig", file.display())).to_owned();
    if signature.exists() {
        std::fs::remove_file(&signature).map_err(Error::removing(&signature))?;
    }
    let run = Command::new("ssh-keygen")
        .args(["-q", "-Y", "sign", "-n", NAMESPACE, "-f"])
        .arg(key)
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    match run {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(Error::signing(
            "签名要用 ssh-keygen 程序，本机没有找到；请安装 OpenSSH，或去掉 --sign，以后再签",
            "signing needs the program ssh-keygen, which was not found; install OpenSSH, or leave out --sign and sign later",
        )),
        Err(e) => Err(Error::io(Action::Run, "ssh-keygen")(e)),
        Ok(output) if output.status.success() && signature.is_file() => Ok(()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr)
                .trim()
                .replace('\n', " ");
            let key = key.display();
            Err(Error::signing(
                format!("ssh-keygen 没有用“{key}”签成名：{said}"),
                format!("ssh-keygen could not sign with {key}: {said}"),
            ))
        }
    }
}
