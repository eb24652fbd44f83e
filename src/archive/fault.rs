//! What can be wrong with a package: every code with its weight and its texts, in Chinese and in English.

use super::visible::visible;
use crate::diag::Lang;

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The package is not whole, or not linked.
    Error,
    /// The package is whole, but not as it should be.
    Warning,
    /// Something that could not be looked at, or that is good to know.
    Note,
}

impl Weight {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warning => "warning",
            Weight::Note => "note",
        }
    }
}

macro_rules! faults {
    ($($variant:ident $name:literal $weight:ident { zh: $zh:literal; en: $en:literal; })*) => {
        /// What a fault is about. `{0}`, `{1}` and `{2}` stand for its values.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The code as JSON output gives it.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            fn weight(self) -> Weight {
                match self { $(Code::$variant => Weight::$weight,)* }
            }

            fn text(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Code::$variant, Lang::Zh) => $zh, (Code::$variant, Lang::En) => $en,)* }
            }
        }
    };
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file of the package that is wrong; none when it is the package as a whole.
    pub file: Option<String>,
    /// What it is about.
    pub code: Code,
    /// How much it weighs here.
    pub weight: Weight,
    /// Files, digests and numbers that the message names.
    pub values: Vec<String>,
}

impl Fault {
    /// A fault of the package as a whole.
    pub(crate) fn new(code: Code) -> Fault {
        Fault {
            file: None,
            code,
            weight: code.weight(),
            values: Vec::new(),
        }
    }

    /// A fault of a file.
    pub(crate) fn of(code: Code, file: &str) -> Fault {
        Fault {
            file: Some(file.to_owned()),
            ..Fault::new(code)
        }
    }

    /// Names something in the message.
    pub(crate) fn with(mut self, value: impl ToString) -> Fault {
        self.values.push(value.to_string());
        self
    }

    /// Weighs it otherwise than usual.
    pub(crate) fn weighing(mut self, weight: Weight) -> Fault {
        self.weight = weight;
        self
    }

    /// The message in a language, without the file.
    pub fn message(&self, lang: Lang) -> String {
        let mut text = self.code.text(lang).to_owned();
        for (i, value) in self.values.iter().enumerate() {
            text = text.replace(&format!("{{{i}}}"), &visible(value));
        }
        text
    }
}

faults! {
    // ---- the package as a whole --------------------------------------------------------------------------------
    NotAPackage "not-a-package" Error { zh: "既不是文件夹，也不是可以读取的 zip 文件（{0}）"; en: "neither a folder nor a readable zip file ({0})"; }
    Unreadable "unreadable" Error { zh: "无法读取：{0}"; en: "cannot be read: {0}"; }
    NoDeclaration "no-declaration" Error { zh: "缺少 bagit.txt，不是 BagIt 包"; en: "bagit.txt is missing: this is no bag"; }
    Declaration "declaration" Error { zh: "应为两行：“BagIt-Version: 1.0”和“Tag-File-Character-Encoding: UTF-8”，无字节顺序标记，冒号前无空格"; en: "must be two lines, `BagIt-Version: 1.0` and `Tag-File-Character-Encoding: UTF-8`, without a byte order mark and without a blank before the colon"; }
    UnknownVersion "unknown-version" Error { zh: "不认识的 BagIt 版本“{0}”"; en: "unknown BagIt version `{0}`"; }
    UnknownEncoding "unknown-encoding" Error { zh: "不认识的编码“{0}”"; en: "unknown encoding `{0}`"; }
    NotInEncoding "not-in-encoding" Error { zh: "文件内容不符合所声明的编码 {0}"; en: "is not in the declared encoding {0}"; }
    NoManifest "no-manifest" Error { zh: "没有一份可用的载荷清单（manifest-*.txt）"; en: "there is no payload manifest (manifest-*.txt) that can be used"; }
    NoPayload "no-payload" Error { zh: "缺少载荷文件夹 data"; en: "the payload folder data is missing"; }
    UnknownAlgorithm "unknown-algorithm" Warning { zh: "不认识的校验算法“{0}”，未据此核对"; en: "unknown algorithm `{0}`: nothing was checked by it"; }

    // ---- files and manifests -----------------------------------------------------------------------------------
    FileDamaged "file-damaged" Error { zh: "内容与登记的校验值不符（{0}）"; en: "does not have the digest that is listed ({0})"; }
    FileMissing "file-missing" Error { zh: "已登记，但包中没有这个文件（{0}）"; en: "is listed, but is not there ({0})"; }
    FileUnlisted "file-unlisted" Error { zh: "未经登记的文件（{0}）"; en: "is not listed ({0})"; }
    FileRenamed "file-renamed" Error { zh: "内容与登记的“{0}”相同，文件名不同：文件被改名，或清单被改动（{1}）"; en: "has the content that is listed as {0}: the file was renamed, or the manifest was changed ({1})"; }
    ListedDigestDamaged "listed-digest-damaged" Error { zh: "第 {0} 行登记的校验值有误，所登记的文件本身未见异常：{1}"; en: "line {0}: the digest is wrong, while nothing else speaks against the file that it is listed for: {1}"; }
    ListedNameDamaged "listed-name-damaged" Error { zh: "第 {0} 行登记的文件名“{1}”在包中没有，内容相同的文件是“{2}”"; en: "line {0}: there is no file of the name {1}; the file with that content is {2}"; }
    ManifestForm "manifest-form" Error { zh: "第 {0} 行不是规定的形式：小写校验值、两个空格、路径，按路径的字节顺序排列，以换行符结尾"; en: "line {0} is not in the one form that is allowed: digest in lower case, two blanks, path, in the order of the paths' bytes, ended by a line feed"; }
    ManifestLine "manifest-line" Error { zh: "第 {0} 行的格式不对，应为“校验值 路径”"; en: "line {0} is not of the form `<digest> <path>`"; }
    ManifestTooLong "manifest-too-long" Error { zh: "登记的条目远多于包中的文件，不再读下去"; en: "lists far more files than there are; not read to its end"; }
    ListedTwice "listed-twice" Error { zh: "第 {0} 行重复登记：{1}"; en: "line {0} lists a file again: {1}"; }
    ListedTwiceDifferently "listed-twice-differently" Error { zh: "第 {0} 行重复登记，且校验值不同：{1}"; en: "line {0} lists a file again, with another digest: {1}"; }
    UnsafePath "unsafe-path" Error { zh: "第 {0} 行的路径指向包外，或者在有的系统上会指向包外：{1}"; en: "line {0}: the path leads out of the package, or does so on some systems: {1}"; }
    WrongPart "wrong-part" Error { zh: "第 {0} 行登记的文件不归这份清单管：{1}"; en: "line {0}: the file does not belong in this manifest: {1}"; }
    DotSlash "dot-slash" Warning { zh: "第 {0} 行的路径以“./”开头：{1}"; en: "line {0}: the path begins with `./`: {1}"; }
    AsteriskBeforePath "asterisk-before-path" Warning { zh: "第 {0} 行的路径前有星号（md5sum 的写法）：{1}"; en: "line {0}: there is an asterisk before the path, as md5sum writes it: {1}"; }
    UnsafeName "unsafe-name" Error { zh: "文件名不安全，在有的系统上会指向包外"; en: "the name leads out of the package on some systems"; }
    NameNotPortable "name-not-portable" Error { zh: "文件名不能用于所有系统和工具（含有 % \\ : * ? \" < > | 或控制字符、以点或空格结尾，或者不是 NFC 形式）"; en: "the name cannot be used on every system and by every tool (one of % \\ : * ? \" < > | or a control character, a dot or blank at an end, or not in NFC)"; }
    NameTwin "name-twin" Error { zh: "与“{0}”只有大小写或字符组合方式不同，在有的系统上会互相覆盖"; en: "differs from {0} in case or composition only: on some systems one overwrites the other"; }
    NameNotUtf8 "name-not-utf8" Error { zh: "文件名不是 UTF-8"; en: "the name is not in UTF-8"; }
    Link "link" Error { zh: "是链接，不予读取"; en: "is a link, and is not followed"; }
    SpecialFile "special-file" Error { zh: "不是普通文件，不予读取"; en: "is no ordinary file, and is not read"; }
    SystemFile "system-file" Warning { zh: "是操作系统自己生成的文件，不应在包中"; en: "is a file that an operating system made for itself; it does not belong in a package"; }
    EmptyFolder "empty-folder" Warning { zh: "是空文件夹，任何清单都无法登记"; en: "is an empty folder: no manifest can list it"; }

    // ---- bag-info and the rest of the tag files ----------------------------------------------------------------
    InfoLine "info-line" Error { zh: "第 {0} 行的格式不对，应为“标签: 值”"; en: "line {0} is not of the form `Label: value`"; }
    InfoMissing "info-missing" Error { zh: "缺少标签 {0}"; en: "the label {0} is missing"; }
    InfoTwice "info-twice" Error { zh: "标签 {0} 出现多次"; en: "the label {0} stands more than once"; }
    InfoValue "info-value" Error { zh: "标签 {0} 的值不对：{1}"; en: "the label {0} has a wrong value: {1}"; }
    Oxum "oxum" Error { zh: "Payload-Oxum 是 {0}，实有 {1}（字节数.文件数）"; en: "Payload-Oxum is {0}, but there are {1} (bytes.files)"; }
    SiteTree "site-tree" Error { zh: "Mulu-Site-Tree-SHA256 与网站各文件登记的校验值不符"; en: "Mulu-Site-Tree-SHA256 does not follow from the digests listed for the site's files"; }
    RequiredMissing "required-missing" Error { zh: "mulu 归档包应有这个文件，但没有"; en: "a mulu package must have this file"; }
    ExtraManifest "extra-manifest" Error { zh: "mulu 归档包只有 manifest-sha256.txt、manifest-sha512.txt 和 tagmanifest-sha512.txt，不得另有清单"; en: "a mulu package has manifest-sha256.txt, manifest-sha512.txt and tagmanifest-sha512.txt, and no other manifest"; }
    Fetch "fetch" Error { zh: "mulu 归档包不得有 fetch.txt"; en: "a mulu package has no fetch.txt"; }
    FetchLine "fetch-line" Error { zh: "第 {0} 行的格式不对，应为“网址 长度 路径”"; en: "line {0} is not of the form `<url> <length> <path>`"; }
    FetchPresent "fetch-present" Note { zh: "包中有 fetch.txt；mulu 不下载任何文件，只核对已有的"; en: "there is a fetch.txt; mulu downloads nothing and checks what is there"; }

    // ---- zip ---------------------------------------------------------------------------------------------------
    ZipBroken "zip-broken" Error { zh: "zip 的目录读不下去：{0}"; en: "the directory of the zip cannot be read on: {0}"; }
    ZipExtraBytes "zip-extra-bytes" Error { zh: "zip 中有不属于任何一项的数据（位置 {0}）"; en: "the zip holds bytes that belong to no entry (at {0})"; }
    ZipOverlap "zip-overlap" Error { zh: "zip 中这一项的数据与另一项重叠"; en: "its data in the zip overlap those of another entry"; }
    ZipDuplicate "zip-duplicate" Error { zh: "zip 中有两项同名"; en: "two entries of the zip have this name"; }
    ZipHeaders "zip-headers" Error { zh: "zip 总目录与这一项自己的文件头不一致"; en: "the zip's directory and the entry's own header disagree"; }
    ZipEncrypted "zip-encrypted" Error { zh: "zip 中这一项已加密，不予读取"; en: "is encrypted in the zip, and is not read"; }
    ZipMethod "zip-method" Error { zh: "zip 中这一项的压缩方法 {0} 不受支持"; en: "is compressed in the zip by method {0}, which is not supported"; }
    ZipBomb "zip-bomb" Error { zh: "压缩比超过 {0}:1，不予解压"; en: "is compressed by more than {0}:1, and is not decompressed"; }
    ZipContent "zip-content" Error { zh: "zip 中这一项解压后的长度或 CRC 与登记的不符，或数据已损坏"; en: "its data in the zip are damaged: length or CRC are not as declared"; }

    // ---- the web archive ---------------------------------------------------------------------------------------
    WaczName "wacz-name" Error { zh: "WACZ 中有一项的名称或存放方式不合规定：{0}"; en: "an entry of the WACZ is not named or not stored as it must be: {0}"; }
    WaczMissing "wacz-missing" Error { zh: "WACZ 中缺少 {0}"; en: "the WACZ lacks {0}"; }
    WaczPackage "wacz-package" Error { zh: "WACZ 的 {0} 内容不合规定：{1}"; en: "{0} in the WACZ is not as it must be: {1}"; }
    WaczDigest "wacz-digest" Error { zh: "WACZ 中 {0} 的长度或校验值与 {1} 所载不符"; en: "in the WACZ, {0} does not have the length or digest given in {1}"; }
    WarcRecord "warc-record" Error { zh: "WARC 第 {0} 条记录读不下去：{1}"; en: "record {0} of the WARC cannot be read: {1}"; }
    WarcDigest "warc-digest" Error { zh: "WARC 中 {0} 的内容与其记录的校验值不符"; en: "in the WARC, {0} does not have the digest of its record"; }
    WarcDiffers "warc-differs" Error { zh: "WARC 中 {0} 的内容与网站中的文件不同"; en: "in the WARC, {0} is not what the site holds"; }
    WarcLacks "warc-lacks" Error { zh: "WARC 中没有网站的这个文件：{0}"; en: "the WARC lacks a file of the site: {0}"; }
    WarcExtra "warc-extra" Error { zh: "WARC 中有网站没有的内容：{0}"; en: "the WARC holds what the site does not: {0}"; }
    WaczIndex "wacz-index" Error { zh: "WACZ 的索引 {0} 第 {1} 行与 WARC 不符"; en: "{0} of the WACZ, line {1}, does not agree with the WARC"; }
    WaczNotInPlace "wacz-not-in-place" Warning { zh: "在 zip 中被压缩存放，不能就地读取，其内部未核对；可解压后再核对文件夹"; en: "is compressed within the zip and cannot be read in place: its inside was not checked; verify the unpacked folder"; }

    // ---- records -----------------------------------------------------------------------------------------------
    RecordsBroken "records-broken" Error { zh: "内容读不出来：{0}"; en: "its content cannot be read: {0}"; }
    RecordFile "record-file" Error { zh: "“{0}”所登记的文件与包中的不符：{1}"; en: "the file recorded for {0} is not as the package has it: {1}"; }
    RecordTwice "record-twice" Error { zh: "索引号“{0}”出现多次"; en: "the index number {0} stands more than once"; }

    // ---- signature ---------------------------------------------------------------------------------------------
    SignatureWrong "signature-wrong" Error { zh: "签名与标签清单不符：{0}"; en: "the signature does not fit the tag manifest: {0}"; }
    SignatureNotChecked "signature-not-checked" Note { zh: "未核对：{0}"; en: "not checked: {0}"; }
    SignatureFits "signature-fits" Note { zh: "签名与标签清单相符，密钥为 {0}；密钥属于谁，须另行核对"; en: "the signature fits the tag manifest; key {0}; whose key that is must be checked elsewhere"; }

    // ---- the chain ---------------------------------------------------------------------------------------------
    LinkBroken "link-broken" Error { zh: "所登记的上一归档（{0} 年）的根与现有的 {0} 年归档包不符：{0} 年归档包在本包制作之后被改动、重做或调换"; en: "the root that it records for {0} is not that of the package of {0}: that package was changed, remade or exchanged after this one was made"; }
    LinkSkips "link-skips" Error { zh: "登记的上一归档是 {0} 年，但其间还有 {1} 年的归档包"; en: "links to {0}, although there is a package of {1} in between"; }
    NotFirst "not-first" Error { zh: "登记为首个归档，但另有更早的 {0} 年归档包"; en: "says that it is the first, although there is a package of {0}"; }
    YearTwice "year-twice" Error { zh: "{0} 年有两个不同的归档包"; en: "there are two different packages of {0}"; }
    PreviousNotGiven "previous-not-given" Note { zh: "上一归档（{0}）不在此次核对之列，与它的链接未核对"; en: "the package before it ({0}) was not given: the link to it was not checked"; }
    YearsMissing "years-missing" Note { zh: "此前缺少 {0} 年的归档包"; en: "there is no package of {0}"; }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_and_the_same_values_in_both_languages() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|c| c.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            for value in ["{0}", "{1}", "{2}"] {
                assert_eq!(
                    code.text(Lang::Zh).contains(value),
                    code.text(Lang::En).contains(value),
                    "{}",
                    code.name()
                );
            }
        }
    }
}
