//! Takes the heading of a column, or the key of an export; gives its known meaning. This file must
//! not know the cells below a heading.

use crate::catalogue::Field;
use crate::fold::fold;
use crate::import::form::squeeze;

/// The meaning of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A field of the document.
    Field(Field),
    /// The name of the file that the row is about.
    File,
    /// The text of the document.
    Text,
    /// No meaning: the column is not used.
    Unused,
}

/// A heading in the form used for comparison.
pub(super) fn compared(heading: &str) -> String {
    fold(&squeeze(heading))
}

/// Common keys of exports, besides the labels and names of fields. Many are initials of pinyin.
const KEYS: [(&str, Target); 14] = [
    (
        "indexno|indexnum|indexcode|index|idxno|idxid|syh|suoyinhao|xxsyh",
        Target::Field(Field::IndexNumber),
    ),
    (
        "fileno|filenum|docno|docnum|documentno|wh|fwzh|wenhao|wjbh|fwwh",
        Target::Field(Field::DocumentNumber),
    ),
    (
        "doctitle|subject|bt|biaoti|wjbt|xxmc|infotitle|articletitle|topictitle",
        Target::Field(Field::Title),
    ),
    (
        "puborg|publishorg|organ|org|author|fwjg|fbjg|issuer|department|dept|deptname|agency|pubunit",
        Target::Field(Field::Issuer),
    ),
    (
        "writedate|writetime|docdate|cwrq|scrq|fwrq|createdate|generatedate",
        Target::Field(Field::DateCreated),
    ),
    (
        "pubdate|pubtime|publishdate|publishtime|docreltime|docpubtime|releasetime|releasedate|fbrq|fbsj|opendate",
        Target::Field(Field::DatePublished),
    ),
    (
        "effectdate|effectivedate|startdate|ssrq|sxrq",
        Target::Field(Field::DateEffective),
    ),
    (
        "expiredate|expirydate|invaliddate|enddate",
        Target::Field(Field::DateExpires),
    ),
    (
        "status|effectstatus|yxx|timeliness|effective",
        Target::Field(Field::Validity),
    ),
    (
        "channel|channelname|columnname|catalog|catalogname|classname|chnlname|lm|lmmc|ztfl",
        Target::Field(Field::Category),
    ),
    ("keyword|ztc|gjz|tags", Target::Field(Field::Keywords)),
    (
        "abstract|docabstract|description|nrgs|zy|digest",
        Target::Field(Field::Summary),
    ),
    (
        "filename|file|filepath|path|wjm|attachfile|localpath|savepath|htmlfile",
        Target::File,
    ),
    (
        "content|text|body|html|doccontent|dochtmlcon|infocontent|articlecontent|zw|zhengwen|nr",
        Target::Text,
    ),
];

/// Headings of columns with file names and with texts.
pub(super) const FILES: &str = "电子文件名|电子文件|电子文件名称|原文件|原文件名|原件|原件名|网页文件|网页文件名|文件路径|路径|存放路径|存放位置|附件名|附件文件名|文档名|保存文件名";
pub(super) const TEXTS: &str = "正文|内容|正文内容|文件内容|信息内容|文章内容|全文";

/// Whether a heading is a known key, or usual for file names or texts.
pub(super) fn is_known_key(heading: &str) -> bool {
    key(heading).is_some() || is_in(FILES, heading) || is_in(TEXTS, heading)
}

pub(super) fn is_in(words: &str, heading: &str) -> bool {
    words.split('|').any(|w| compared(w) == heading)
}

/// The meaning of a key of an export, which has the form of [`compared`]. Underscores and the names
/// of outer objects do not count.
pub(super) fn key(heading: &str) -> Option<Target> {
    let own = heading.rsplit('.').next().unwrap_or_default();
    let own: String = own.chars().filter(|c| c.is_alphanumeric()).collect();
    let names = |field: &&Field| field.is_imported() && field.name().replace('_', "") == own;
    let field = Field::ALL.iter().find(names).map(|f| Target::Field(*f));
    let known = || {
        let found = KEYS
            .iter()
            .find(|(words, _)| words.split('|').any(|w| w == own));
        found.map(|(_, target)| *target)
    };
    field.or_else(known)
}
