//! Takes an error of the operating system; gives its reason in both languages. The system's own
//! message need not be in the user's language. This file must not know the path.

use super::{Lang, Words, words};
use std::io::{Error, ErrorKind};

/// The reason in one language.
pub(super) fn reason(error: &Error, lang: Lang) -> String {
    let Words { zh, en } = system(error);
    if lang == Lang::Zh { zh } else { en }
}

/// The reason in both languages. For an unknown error of the system, the Chinese reason is its
/// code, and the English reason is the system's message. An error that mulu or a library made has
/// the same reason in both languages.
pub fn system(error: &Error) -> Words {
    if let Some((zh, en)) = by_number(error).or_else(|| by_kind(error.kind())) {
        return words(zh, en);
    }
    match (error.raw_os_error(), error.get_ref()) {
        (Some(number), _) => words(format!("系统错误（代码 {number}）"), error.to_string()),
        // an error that mulu or a library made
        (None, Some(inner)) => words(inner.to_string(), inner.to_string()),
        (None, None) => words("系统没有说明原因", error.to_string()),
    }
}

/// Whether the system lacked file handles or memory. The next file would meet the same error.
pub fn is_exhausted(error: &Error) -> bool {
    let number = match (cfg!(windows), error.raw_os_error()) {
        (true, number) => number == Some(4),
        (false, number) => matches!(number, Some(23 | 24)),
    };
    number || error.kind() == ErrorKind::OutOfMemory
}

/// The reason of an error by its code, which often says more than its [`ErrorKind`].
fn by_number(error: &Error) -> Option<(&'static str, &'static str)> {
    numbered(cfg!(windows), error.raw_os_error()?)
}

/// The reason of an error, by its error code on Windows or on another system.
fn numbered(windows: bool, number: i32) -> Option<(&'static str, &'static str)> {
    let in_use = (
        "文件正被别的程序使用，请先关闭那个程序",
        "another program is using the file; close it first",
    );
    let too_many = ("同时打开的文件过多", "too many files are open");
    let device = (
        "磁盘或网络盘读写出错，请检查设备",
        "the disk or the network share failed; check the device",
    );
    match (windows, number) {
        (true, 32 | 33 | 1224) => Some(in_use),
        (true, 4) | (false, 23 | 24) => Some(too_many),
        (true, 21 | 23 | 1117) | (false, 5) => Some(device),
        // OneDrive and the like keep a file on a server until it is opened
        (true, 358 | 362..=366 | 374..=383 | 386..=398 | 404 | 405 | 426 | 434 | 475) => Some((
            "文件只在网盘（如 OneDrive）上，本机没有；请联网，在资源管理器中对它点右键，选“始终保留在\
             此设备上”，待下载完再运行",
            "the file is kept in the cloud (such as OneDrive) and is not on this computer; connect to \
             the network, choose \u{201c}Always keep on this device\u{201d} for it in the Explorer, and \
             run the command again when it is there",
        )),
        (true, 53 | 55 | 59 | 64 | 65 | 67 | 1231) => Some((
            "网络盘连接不上，或者已经断开",
            "the network share cannot be reached, or the connection was lost",
        )),
        (true, 225 | 226) => Some((
            "安全软件认为文件有病毒，不让打开",
            "the virus scanner takes the file for a virus and keeps it closed",
        )),
        (true, 123) => Some((
            "名称中有系统不允许的字符",
            "the name holds a character that the system does not allow",
        )),
        (true, 206) => Some(("路径过长", "the path is too long")),
        (false, 40) if cfg!(target_os = "linux") => Some((
            "符号链接互相指向，没有尽头",
            "symbolic links lead in a circle",
        )),
        _ => None,
    }
}

fn by_kind(kind: ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::NotFound => ("文件或文件夹不存在", "no such file or folder"),
        ErrorKind::PermissionDenied => (
            "没有权限，或者文件正被别的程序使用",
            "permission denied, or another program is using the file",
        ),
        ErrorKind::AlreadyExists => ("已经存在", "it exists already"),
        ErrorKind::NotADirectory => ("路径中有一级不是文件夹", "a part of the path is no folder"),
        ErrorKind::IsADirectory => ("它是文件夹，不是文件", "it is a folder, not a file"),
        ErrorKind::DirectoryNotEmpty => ("文件夹不是空的", "the folder is not empty"),
        ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "the disk is read-only"),
        ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        ErrorKind::QuotaExceeded => ("超出磁盘配额", "the disk quota is used up"),
        ErrorKind::FileTooLarge => ("文件过大", "the file is too large"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            ("正被别的程序使用", "another program is using it")
        }
        ErrorKind::InvalidFilename => (
            "名称不合规定，或者过长",
            "the name is not allowed, or too long",
        ),
        ErrorKind::CrossesDevices => (
            "两处不在同一个磁盘上",
            "the two places are on different disks",
        ),
        ErrorKind::TimedOut => ("等待过久，没有回应", "there was no answer in time"),
        ErrorKind::NetworkDown | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            ("网络不通", "the network cannot be reached")
        }
        ErrorKind::StaleNetworkFileHandle => ("网络盘已断开", "the network share is gone"),
        ErrorKind::AddrInUse => ("地址已被占用", "the address is in use"),
        ErrorKind::AddrNotAvailable => (
            "本机没有这个地址",
            "this computer does not have the address",
        ),
        ErrorKind::UnexpectedEof => ("文件不完整", "the file ends too early"),
        ErrorKind::OutOfMemory => ("内存不足", "there is not enough memory"),
        ErrorKind::Unsupported => ("系统不支持这一操作", "the system does not support this"),
        ErrorKind::InvalidInput if cfg!(unix) => {
            ("系统不接受这个参数", "the system refuses this value")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_reasons_are_in_the_users_language() {
        for number in 1..140 {
            let error = Error::from_raw_os_error(number);
            let zh = reason(&error, Lang::Zh);
            assert!(
                zh.chars().any(|c| c > '一') && !zh.contains("os error"),
                "{number}: {zh}"
            );
        }
        let said = |number| numbered(true, number).map_or("", |(zh, _)| zh);
        assert!(said(362).contains("OneDrive") && said(389).contains("OneDrive"));
        assert!(said(32).contains("别的程序") && said(64).contains("网络盘"));
        assert_eq!(numbered(true, 367), None);
        let missing = std::fs::read("/no/such/file").unwrap_err();
        assert_eq!(reason(&missing, Lang::Zh), "文件或文件夹不存在");
        assert_eq!(reason(&missing, Lang::En), "no such file or folder");
    }
}
