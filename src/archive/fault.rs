//! Defines every code for a fault of a package, with its severity and its texts in Chinese and
//! English. The rows have the form of the rows for findings (`diag::messages`). This file must not
//! know how a package is read.

use super::visible::visible;
use crate::diag::{Lang, Severity, messages};

/// One fault, with the file that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The faulty file; `None` for the package as a whole.
    pub file: Option<String>,
    /// What is wrong, with the values that the text of the message names.
    pub message: Message,
    /// The severity of this fault. An error means that the package is damaged or breaks a rule of
    /// its format, or that its link to the previous package is broken.
    pub severity: Severity,
}

impl Fault {
    /// A fault of the package as a whole.
    pub(crate) fn new(message: Message) -> Fault {
        Fault {
            file: None,
            severity: message.code().severity(),
            message,
        }
    }

    /// A fault of one file.
    pub(crate) fn of(message: Message, file: &str) -> Fault {
        Fault {
            file: Some(file.to_owned()),
            ..Fault::new(message)
        }
    }

    /// The same fault with another severity.
    pub(crate) fn weighing(mut self, severity: Severity) -> Fault {
        self.severity = severity;
        self
    }

    /// The code of the message.
    pub fn code(&self) -> Code {
        self.message.code()
    }

    /// The message in a language, without the file.
    pub fn message(&self, lang: Lang) -> String {
        self.message
            .texts(lang, |text| visible(text).into())
            .message
    }
}

messages! {
    /// The kind of a fault.
    enum Code;
    /// The content of a fault: its code and the values named in its text.
    enum Message;

    // the package as a whole
    NotAPackage { reason } "not-a-package" Error {
        zh: "既不是文件夹，也不是可以读取的 zip 文件（{reason}）";
        en: "neither a folder nor a readable zip file ({reason})";
    }
    Unreadable { reason } "unreadable" Error {
        zh: "无法读取：{reason}";
        en: "cannot be read: {reason}";
    }
    NoDeclaration "no-declaration" Error {
        zh: "缺少 bagit.txt，不是 BagIt 包";
        en: "bagit.txt is missing, so this is not a bag";
    }
    Declaration "declaration" Error {
        zh: "应为两行：“BagIt-Version: 1.0”和“Tag-File-Character-Encoding: UTF-8”，无字节顺序标记，\
             冒号前无空格";
        en: "must be two lines, `BagIt-Version: 1.0` and `Tag-File-Character-Encoding: UTF-8`, \
             without a byte order mark and without a blank before the colon";
    }
    UnknownVersion { version } "unknown-version" Error {
        zh: "不认识的 BagIt 版本“{version}”";
        en: "unknown BagIt version `{version}`";
    }
    UnknownEncoding { encoding } "unknown-encoding" Error {
        zh: "不认识的编码“{encoding}”";
        en: "unknown encoding `{encoding}`";
    }
    NotInEncoding { encoding } "not-in-encoding" Error {
        zh: "文件内容不符合所声明的编码 {encoding}";
        en: "is not in the declared encoding {encoding}";
    }
    NoManifest "no-manifest" Error {
        zh: "没有一份可用的载荷清单（manifest-*.txt）";
        en: "there is no payload manifest (manifest-*.txt) that can be used";
    }
    NoPayload "no-payload" Error {
        zh: "缺少载荷文件夹 data";
        en: "the payload folder data is missing";
    }
    UnknownAlgorithm { algorithm } "unknown-algorithm" Warning {
        zh: "不认识的校验算法“{algorithm}”，未据此核对";
        en: "unknown algorithm `{algorithm}`: its digests were not checked";
    }

    // files and manifests
    FileDamaged { manifests } "file-damaged" Error {
        zh: "内容与登记的校验值不符（{manifests}）";
        en: "does not have the digest that is listed ({manifests})";
    }
    FileMissing { manifests } "file-missing" Error {
        zh: "已登记，但包中没有这个文件（{manifests}）";
        en: "is listed, but is not there ({manifests})";
    }
    FileUnlisted { manifests } "file-unlisted" Error {
        zh: "未经登记的文件（{manifests}）";
        en: "is not listed ({manifests})";
    }
    FileRenamed { listed, line } "file-renamed" Error {
        zh: "内容与登记的“{listed}”相同，文件名不同：文件被改名，或清单被改动（{line}）";
        en: "has the content that is listed as {listed}: the file was renamed, or the manifest was \
             changed ({line})";
    }
    ListedDigestDamaged { line, path } "listed-digest-damaged" Error {
        zh: "第 {line} 行登记的校验值有误，所登记的文件本身未见异常：{path}";
        en: "line {line}: this digest is wrong; the file itself shows no other fault: {path}";
    }
    ListedNameDamaged { line, listed, path } "listed-name-damaged" Error {
        zh: "第 {line} 行登记的文件名“{listed}”在包中没有，内容相同的文件是“{path}”";
        en: "line {line}: there is no file of the name {listed}; the file with that content is \
             {path}";
    }
    ManifestForm { line } "manifest-form" Error {
        zh: "第 {line} 行不是规定的形式：小写校验值、两个空格、路径，按路径的字节顺序排列，以换行符\
             结尾";
        en: "line {line} must be: digest in lower case, two spaces, path, line feed; lines are \
             sorted by the bytes of the paths";
    }
    ManifestLine { line } "manifest-line" Error {
        zh: "第 {line} 行的格式不对，应为“校验值 路径”";
        en: "line {line} is not of the form `<digest> <path>`";
    }
    ManifestTooLong "manifest-too-long" Error {
        zh: "登记的条目远多于包中的文件，不再读下去";
        en: "lists far more files than there are; not read to its end";
    }
    ListedTwice { line, path } "listed-twice" Error {
        zh: "第 {line} 行重复登记：{path}";
        en: "line {line} lists a file again: {path}";
    }
    ListedTwiceDifferently { line, path } "listed-twice-differently" Error {
        zh: "第 {line} 行重复登记，且校验值不同：{path}";
        en: "line {line} lists a file again, with another digest: {path}";
    }
    UnsafePath { line, path } "unsafe-path" Error {
        zh: "第 {line} 行的路径指向包外，或者在有的系统上会指向包外：{path}";
        en: "line {line}: the path leads out of the package, at least on some systems: {path}";
    }
    WrongPart { line, path } "wrong-part" Error {
        zh: "第 {line} 行登记的文件不归这份清单管：{path}";
        en: "line {line}: the file does not belong in this manifest: {path}";
    }
    DotSlash { line, path } "dot-slash" Warning {
        zh: "第 {line} 行的路径以“./”开头：{path}";
        en: "line {line}: the path begins with `./`: {path}";
    }
    AsteriskBeforePath { line, path } "asterisk-before-path" Warning {
        zh: "第 {line} 行的路径前有星号（md5sum 的写法）：{path}";
        en: "line {line}: there is an asterisk before the path, as md5sum writes it: {path}";
    }
    UnsafeName "unsafe-name" Error {
        zh: "文件名不安全，在有的系统上会指向包外";
        en: "the name leads out of the package on some systems";
    }
    NameNotPortable "name-not-portable" Error {
        zh: "文件名不能用于所有系统和工具（含有 % \\ : * ? \" < > | 或控制字符、以点或空格结尾，或\
             者不是 NFC 形式）";
        en: "the name cannot be used on every system and by every tool (one of % \\ : * ? \" < > | \
             or a control character, a dot or blank at an end, or not in NFC)";
    }
    NameTwin { twin } "name-twin" Error {
        zh: "与“{twin}”只有大小写或字符组合方式不同，在有的系统上会互相覆盖";
        en: "differs from {twin} in case or composition only: on some systems one overwrites the \
             other";
    }
    NameNotUtf8 "name-not-utf8" Error {
        zh: "文件名不是 UTF-8";
        en: "the name is not in UTF-8";
    }
    Link "link" Error {
        zh: "是链接，不予读取";
        en: "is a link, and is not followed";
    }
    SpecialFile "special-file" Error {
        zh: "不是普通文件，不予读取";
        en: "is no ordinary file, and is not read";
    }
    SystemFile "system-file" Warning {
        zh: "是操作系统自己生成的文件，不应在包中";
        en: "is a file that an operating system made for itself; it does not belong in a package";
    }
    EmptyFolder "empty-folder" Warning {
        zh: "是空文件夹，任何清单都无法登记";
        en: "is an empty folder: no manifest can list it";
    }

    // bag-info and the rest of the tag files
    InfoLine { line } "info-line" Error {
        zh: "第 {line} 行的格式不对，应为“标签: 值”";
        en: "line {line} is not of the form `Label: value`";
    }
    InfoMissing { label } "info-missing" Error {
        zh: "缺少标签 {label}";
        en: "the label {label} is missing";
    }
    InfoTwice { label } "info-twice" Error {
        zh: "标签 {label} 出现多次";
        en: "the label {label} occurs more than once";
    }
    InfoValue { label, value } "info-value" Error {
        zh: "标签 {label} 的值不对：{value}";
        en: "the label {label} has a wrong value: {value}";
    }
    Oxum { stated, found } "oxum" Error {
        zh: "Payload-Oxum 是 {stated}，实有 {found}（字节数.文件数）";
        en: "Payload-Oxum is {stated}, but there are {found} (bytes.files)";
    }
    SiteTree "site-tree" Error {
        zh: "Mulu-Site-Tree-SHA256 与网站各文件登记的校验值不符";
        en: "Mulu-Site-Tree-SHA256 does not follow from the digests listed for the site's files";
    }
    RequiredMissing "required-missing" Error {
        zh: "mulu 归档包应有这个文件，但没有";
        en: "a mulu package must have this file";
    }
    ExtraManifest "extra-manifest" Error {
        zh: "mulu 归档包只有 manifest-sha256.txt、manifest-sha512.txt 和 tagmanifest-sha512.txt，不\
             得另有清单";
        en: "a mulu package has manifest-sha256.txt, manifest-sha512.txt and \
             tagmanifest-sha512.txt, and no other manifest";
    }
    Fetch "fetch" Error {
        zh: "mulu 归档包不得有 fetch.txt";
        en: "a mulu package has no fetch.txt";
    }
    FetchLine { line } "fetch-line" Error {
        zh: "第 {line} 行的格式不对，应为“网址 长度 路径”";
        en: "line {line} is not of the form `<url> <length> <path>`";
    }
    FetchPresent "fetch-present" Note {
        zh: "包中有 fetch.txt；mulu 不下载任何文件，只核对已有的";
        en: "there is a fetch.txt; mulu downloads nothing and checks what is there";
    }

    // zip
    ZipBroken { reason } "zip-broken" Error {
        zh: "zip 的目录读不下去：{reason}";
        en: "the directory of the zip cannot be read to its end: {reason}";
    }
    ZipExtraBytes { position } "zip-extra-bytes" Error {
        zh: "zip 中有不属于任何一项的数据（位置 {position}）";
        en: "the zip contains bytes that belong to no entry (at {position})";
    }
    ZipOverlap "zip-overlap" Error {
        zh: "zip 中这一项的数据与另一项重叠";
        en: "its data in the zip overlap those of another entry";
    }
    ZipDuplicate "zip-duplicate" Error {
        zh: "zip 中有两项同名";
        en: "two entries of the zip have this name";
    }
    ZipHeaders "zip-headers" Error {
        zh: "zip 总目录与这一项自己的文件头不一致";
        en: "the zip's directory and the entry's own header disagree";
    }
    ZipEncrypted "zip-encrypted" Error {
        zh: "zip 中这一项已加密，不予读取";
        en: "is encrypted in the zip, and is not read";
    }
    ZipMethod { method } "zip-method" Error {
        zh: "zip 中这一项的压缩方法 {method} 不受支持";
        en: "is compressed in the zip by method {method}, which is not supported";
    }
    ZipBomb { ratio } "zip-bomb" Error {
        zh: "压缩比超过 {ratio}:1，不予解压";
        en: "is compressed by more than {ratio}:1, and is not decompressed";
    }
    ZipContent "zip-content" Error {
        zh: "zip 中这一项解压后的长度或 CRC 与登记的不符，或数据已损坏";
        en: "its data in the zip are damaged: length or CRC are not as declared";
    }

    // the web archive
    WaczName { name } "wacz-name" Error {
        zh: "WACZ 中有一项的名称或存放方式不合规定：{name}";
        en: "an entry of the WACZ has a name or a method of storage that is not allowed: {name}";
    }
    WaczMissing { name } "wacz-missing" Error {
        zh: "WACZ 中缺少 {name}";
        en: "the WACZ lacks {name}";
    }
    WaczPackage { name, reason } "wacz-package" Error {
        zh: "WACZ 的 {name} 内容不合规定：{reason}";
        en: "{name} in the WACZ is not valid: {reason}";
    }
    WaczDigest { name, source } "wacz-digest" Error {
        zh: "WACZ 中 {name} 的长度或校验值与 {source} 所载不符";
        en: "in the WACZ, {name} does not have the length or digest given in {source}";
    }
    WarcRecord { number, reason } "warc-record" Error {
        zh: "WARC 第 {number} 条记录读不下去：{reason}";
        en: "record {number} of the WARC cannot be read: {reason}";
    }
    WarcDigest { url } "warc-digest" Error {
        zh: "WARC 中 {url} 的内容与其记录的校验值不符";
        en: "in the WARC, {url} does not have the digest of its record";
    }
    WarcDiffers { url } "warc-differs" Error {
        zh: "WARC 中 {url} 的内容与网站中的文件不同";
        en: "in the WARC, {url} differs from the file of the site";
    }
    WarcLacks { address } "warc-lacks" Error {
        zh: "WARC 中没有网站的这个文件：{address}";
        en: "the WARC lacks a file of the site: {address}";
    }
    WarcExtra { url } "warc-extra" Error {
        zh: "WARC 中有网站没有的内容：{url}";
        en: "the WARC contains a file that the site does not have: {url}";
    }
    WaczIndex { name, line } "wacz-index" Error {
        zh: "WACZ 的索引 {name} 第 {line} 行与 WARC 不符";
        en: "{name} of the WACZ, line {line}, does not agree with the WARC";
    }
    WaczNotInPlace "wacz-not-in-place" Warning {
        zh: "在 zip 中被压缩存放，不能就地读取，其内部未核对；可解压后再核对文件夹";
        en: "is compressed within the zip and cannot be read in place: its content was not \
             checked; verify the unpacked folder";
    }

    // records
    RecordsBroken { reason } "records-broken" Error {
        zh: "内容读不出来：{reason}";
        en: "its content cannot be read: {reason}";
    }
    RecordFile { document, path } "record-file" Error {
        zh: "“{document}”所登记的文件与包中的不符：{path}";
        en: "the record of {document} does not match the file in the package: {path}";
    }
    RecordTwice { number } "record-twice" Error {
        zh: "索引号“{number}”出现多次";
        en: "the index number {number} occurs more than once";
    }

    // signature
    SignatureWrong { reason } "signature-wrong" Error {
        zh: "签名与标签清单不符：{reason}";
        en: "the signature does not match the tag manifest: {reason}";
    }
    SignatureNotChecked { reason } "signature-not-checked" Note {
        zh: "未核对：{reason}";
        en: "not checked: {reason}";
    }
    SignatureFits { key } "signature-fits" Note {
        zh: "签名与标签清单相符，密钥为 {key}；密钥属于谁，须另行核对";
        en: "the signature matches the tag manifest; the key is {key}; find out by other means \
             whose key it is";
    }

    // the chain
    LinkBroken { year } "link-broken" Error {
        zh: "所登记的上一归档（{year} 年）的根与现有的 {year} 年归档包不符：{year} 年归档包在本包制\
             作之后被改动、重做或调换";
        en: "this package records another root for {year} than the package of {year} has: the \
             package of {year} was changed, remade or exchanged after this one was made";
    }
    LinkSkips { linked, between } "link-skips" Error {
        zh: "登记的上一归档是 {linked} 年，但其间还有 {between} 年的归档包";
        en: "links to {linked}, although there is a package of {between} in between";
    }
    NotFirst { earlier } "not-first" Error {
        zh: "登记为首个归档，但另有更早的 {earlier} 年归档包";
        en: "says that it is the first, although there is a package of {earlier}";
    }
    YearTwice { year } "year-twice" Error {
        zh: "{year} 年有两个不同的归档包";
        en: "there are two different packages of {year}";
    }
    PreviousNotGiven { previous } "previous-not-given" Note {
        zh: "上一归档（{previous}）不在此次核对之列，与它的链接未核对";
        en: "the package before it ({previous}) was not given: the link to it was not checked";
    }
    YearsMissing { years } "years-missing" Note {
        zh: "此前缺少 {years} 年的归档包";
        en: "there is no package of {years}";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|c| c.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
