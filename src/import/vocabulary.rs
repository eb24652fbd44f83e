//! Takes a word; decides whether it is a label of old pages, and what its value means.
//!
//! Most known labels join two parts: an act, such as 发布 (publication), or a kind of text, such as
//! 文件 (document), and a noun, such as 日期 (date). An unknown label is recognised by its ending
//! or by 是否 (whether) at its beginning. This file must not know where on a page the word is.

use crate::catalogue::Field;
use crate::fold::fold;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What the value of a label means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The value of a field.
    Of(Field),
    /// 发文日期 (date of issue): the day of the document, or the day of its publication.
    Dispatched,
    /// 发布机构 (publishing body): the publisher. It is also the issuer, unless the page names
    /// another.
    PublishedBy,
    /// 是否废止 (repealed or not): whether the document is out of force. 否 (no) means that it is
    /// in force.
    Ended,
    /// 字号 (number, or font size): the document number, or the size of the letters on the page.
    NumberOrSize,
    /// 政策解读 (interpretation), 相关文件 (related documents): other documents.
    Pointer,
    /// Something without a field.
    Other,
}

impl Meaning {
    /// The field that the value belongs to, unless the page says otherwise.
    pub(super) fn field(self) -> Option<Field> {
        match self {
            Meaning::Of(field) => Some(field),
            Meaning::Dispatched => Some(Field::DateCreated),
            Meaning::PublishedBy => Some(Field::Issuer),
            Meaning::Ended => Some(Field::Validity),
            Meaning::NumberOrSize | Meaning::Pointer | Meaning::Other => None,
        }
    }
}

/// Labels of two parts. In a row, each of the first texts, which `|` separates, is joined with each
/// of the second ones.
const MADE: [(&str, &str, Meaning); 14] = [
    (
        "成文|生成|公文生成|文件生成|信息生成|产生|信息产生|形成|制作|制发|制定|签署|签发|印发|印制|落款|文件|行文|成稿",
        "日期|时间|日",
        Meaning::Of(Field::DateCreated),
    ),
    ("发文", "日期|时间|日", Meaning::Dispatched),
    (
        "发布|公开|公布|登记|上网|网上发布|网上公开|信息发布|信息公开|文件发布|挂网|刊登|刊发|发表",
        "日期|时间|日",
        Meaning::Of(Field::DatePublished),
    ),
    (
        "实施|生效|施行|执行|开始实施|起始|正式实施|文件实施|文件生效",
        "日期|时间|日",
        Meaning::Of(Field::DateEffective),
    ),
    (
        "失效|有效期截止|有效截止|终止|文件失效",
        "日期|时间|日",
        Meaning::Of(Field::DateExpires),
    ),
    (
        "废止|文件废止",
        "日期|时间|日",
        Meaning::Of(Field::DateRepealed),
    ),
    (
        "发文|制发|成文|制定|印发|颁布|颁发|行文|出台|签发|落款",
        "机关|机构|单位|部门|主体",
        Meaning::Of(Field::Issuer),
    ),
    (
        "发布|公开|信息发布|信息公开|文件发布|公开责任|信息公开责任",
        "机关|机构|单位|部门|主体",
        Meaning::PublishedBy,
    ),
    (
        "责任|业务咨询|政策咨询",
        "机关|机构|单位|部门|科室|处室",
        Meaning::Of(Field::ResponsibleDepartment),
    ),
    (
        "联合发文|联合制发|联合印发",
        "机关|机构|单位|部门",
        Meaning::Of(Field::JointIssuers),
    ),
    (
        "发文|发布|公文|文件|制发",
        "字号|文号|编号|号",
        Meaning::Of(Field::DocumentNumber),
    ),
    (
        "信息|公文|文件|公开|政府信息|资源",
        "索引号|索引|索取号|索引码|索引编号",
        Meaning::Of(Field::IndexNumber),
    ),
    (
        "信息|公文|文件|政策|文章|公文文件|政府信息",
        "标题|名称|题名",
        Meaning::Of(Field::Title),
    ),
    (
        "文件|公文|信息|政策|是否|规范性文件",
        "有效性|有效|时效|时效性|效力|效力状态|效力性|时效状态|有效状态|有效性状态|状态|有效与否",
        Meaning::Of(Field::Validity),
    ),
];

/// Labels that are not made of an act and a noun.
const PLAIN: [(&str, Meaning); 13] = [
    (
        "索引|索引编号|索引码|索取码",
        Meaning::Of(Field::IndexNumber),
    ),
    (
        "发文号|文件字号|文号字号|公文字号",
        Meaning::Of(Field::DocumentNumber),
    ),
    ("题名|标题名称|主标题", Meaning::Of(Field::Title)),
    (
        "效力|效力状况|时效性|效力性|时效状态|有效状态|时效性状态|有效与否|效力情况|是否现行有效",
        Meaning::Of(Field::Validity),
    ),
    (
        "有效期|有效期限|有效期至|有效期截至",
        Meaning::Of(Field::DateExpires),
    ),
    (
        "主题|主题类别|主题名称|主题信息|分类主题",
        Meaning::Of(Field::Topic),
    ),
    (
        "文种|公文体裁|体裁类别|公文类型|公文类别|文件种类",
        Meaning::Of(Field::Genre),
    ),
    (
        "信息类别|所属栏目|栏目|目录|所属目录|信息类型|目录分类|公开类目|所属分类|栏目分类",
        Meaning::Of(Field::Category),
    ),
    (
        "概述|内容概要|内容摘要|摘要|信息摘要|内容简介|信息概述|内容概览|核心摘要|核心提示|内容提要",
        Meaning::Of(Field::Summary),
    ),
    (
        "稿件来源|文章来源|稿源|出处|信息出处|文稿来源|内容来源|转载来源",
        Meaning::Of(Field::Source),
    ),
    (
        "规范性文件编号|规范性文件登记号|登记编号|规范性文件统一编号|规范性文件统一登记号|三统一编号",
        Meaning::Of(Field::RegistrationNumber),
    ),
    (
        "是否废止|是否失效|是否已废止|是否已失效|是否作废",
        Meaning::Ended,
    ),
    (
        "政策解读|解读|解读链接|政策解读链接|相关解读|相关政策|相关文件|相关链接|相关信息|关联文件|关联信息|关联解读|解读文件|政策原文|原文链接|政策文件|图解|一图读懂|图文解读|文字解读|文件解读|解读材料|上级文件",
        Meaning::Pointer,
    ),
];

/// English labels, folded and without spaces.
const ENGLISH: [(&str, Field); 8] = [
    ("title|documenttitle", Field::Title),
    (
        "indexnumber|indexno|indexno.|referencenumber",
        Field::IndexNumber,
    ),
    (
        "documentnumber|documentno|documentno.|issuenumber|issueno.",
        Field::DocumentNumber,
    ),
    (
        "issuingbody|issuedby|issuingauthority|issuingagency|issuer",
        Field::Issuer,
    ),
    (
        "dateofdocument|datecreated|dateofissue|issuedate|dateissued|issuedon",
        Field::DateCreated,
    ),
    (
        "datepublished|publishedon|publicationdate|dateofpublication|publishdate|releasedate",
        Field::DatePublished,
    ),
    (
        "effectivedate|inforcefrom|effectiveon",
        Field::DateEffective,
    ),
    ("status|validity", Field::Validity),
];

/// Labels that name no field but end the value before them.
const OTHER: &str = "信息格式/语种|信息格式|语种|格式|文件格式|生命周期分类|生命周期|浏览次数|浏览|点击|阅读|阅读次数|\
    访问次数|访问量|浏览量|点击量|点击数|点击次数|阅读量|阅读数|字体|字体大小|文字大小|背景颜色|作者|责任编辑|编辑|审核|打印|打印本页|\
    分享到|分享|一键分享|所属类别|公开范围|公开时限|公开程序|公开载体|公开渠道|记录形式|载体类型|发布人|录入|录入人|审核人|签发人|\
    语音播报|语音朗读|文件下载|附件下载|当前位置|您当前的位置|您当前位置|您的位置|现在位置|当前的位置|位置|信息时效期|时效期|所属机构|所属部门|\
    公开主体类型|更新日期|更新时间|修改日期|修改时间|最后更新|联系人|服务对象类型|电子书阅读|有声阅读|收藏|关闭|撰稿|供稿|\
    初审|复审|终审|校对|监审|访问|人气|热度|稿件类型|政策级别|效力级别|行业分类|机构分类|分类方式|适用对象|密级|紧急程度|份号|保密期限";

/// Every word with its meaning, folded.
static WORDS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut words: HashMap<String, Meaning> = HashMap::new();
    for (all, meaning) in PLAIN {
        words.extend(all.split('|').map(|w| (fold(w), meaning)));
    }
    for (acts, objects, meaning) in MADE {
        let made = acts
            .split('|')
            .flat_map(|act| objects.split('|').map(move |o| fold(&format!("{act}{o}"))));
        words.extend(made.map(|w| (w, meaning)));
    }
    words.extend(OTHER.split('|').map(|w| (fold(w), Meaning::Other)));
    let fields = Field::ALL.iter().filter(|f| f.is_imported());
    // the English parts of sites
    for (all, field) in ENGLISH {
        words.extend(all.split('|').map(|w| (w.to_owned(), Meaning::Of(field))));
    }
    for (field, label) in fields.flat_map(|f| f.labels().iter().map(move |l| (*f, fold(l)))) {
        // a label from the tables above keeps its meaning if its value belongs to the same field
        let meaning = words
            .get(&label)
            .copied()
            .filter(|m| m.field() == Some(field))
            .unwrap_or(Meaning::Of(field));
        words.insert(label, meaning);
    }
    words.insert(fold("字号"), Meaning::NumberOrSize);
    words
});

/// The longest label, in characters.
pub(super) static LONGEST: LazyLock<usize> = LazyLock::new(|| {
    let lengths = WORDS.keys().map(|l| l.chars().count());
    lengths.max().unwrap_or_default()
});

/// Words before a label that do not change its meaning: 公文签发日期, 公开事项名称.
static BEFORE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = "公文|文件|公开|信息|政府信息|公开信息|公开事项|政策文件|规范性文件";
    words.split('|').map(fold).collect()
});

/// What a word means as a label. The word must be folded and have no white space.
pub(super) fn meaning(folded: &str) -> Option<Meaning> {
    WORDS.get(folded).copied().or_else(|| {
        let rests = BEFORE
            .iter()
            .filter_map(|before| folded.strip_prefix(before.as_str()));
        rests
            .filter_map(|rest| WORDS.get(rest).copied())
            .find(|meaning| meaning.field().is_some())
    })
}

/// The longest word that may be an unknown label, in characters.
pub(super) const LONGEST_UNKNOWN: usize = 12;

/// The forms of labels: up to eight Han characters and one of these endings, or 是否 (whether) and up
/// to six Han characters.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "^(?:是否\\p{Han}{1,6}|\\p{Han}{0,8}(?:日期|时间|时限|期限|周期|有效期|时效期|机关|机构|分类|类别|类型|种类|性质|属性|形式|\
         范围|程序|渠道|载体|格式|语种|字号|文号|编号|编码|代码|序号|状态|名称|标题|题名|主题词|关键词|关键字|概述|概要|摘要|\
         目录|栏目|体裁|级别|(?:责任|实施|牵头|承办|主办|起草|解读|主管|执行|制定|审核|录入|监督|所属)(?:单位|部门|科室|处室)|\
         (?:审核|录入|发布|拟稿|核稿|签发|责任|校对|撰稿|供稿|审签|监审|复审|初审|终审)(?:人|员)?|作者|次数|阅读量|浏览量|点击量))$",
    )
    .ok()
});

/// Whether an unknown word has the form of a label.
pub(super) fn is_shaped(word: &str) -> bool {
    SHAPE.as_ref().is_some_and(|p| p.is_match(word))
}

/// Endings of labels that occur only in heads. Words such as 报名时间 (time of registration) are
/// not listed, because they also occur in the text of notices.
static OF_HEADS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "^(?:是否\\p{Han}{1,6}|\\p{Han}{0,6}(?:时限|时效期|生命周期|程序|载体|格式|语种|编码|状态|分类|类别|属性|渠道|(?:审核|录入|发布|拟稿|核稿|签发|校对|撰稿|供稿|审签|监审|复审|初审|终审)人?|次数|阅读量|浏览量|点击量))$",
    )
    .ok()
});

/// Whether an unknown word is a label that only heads have.
pub(super) fn is_of_heads(word: &str) -> bool {
    OF_HEADS.as_ref().is_some_and(|p| p.is_match(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_made_of_acts_and_objects() {
        for (word, wanted) in [
            ("成文时间", Some(Meaning::Of(Field::DateCreated))),
            ("網上發布時間", Some(Meaning::Of(Field::DatePublished))),
            ("发文日期", Some(Meaning::Dispatched)),
            ("发布机构", Some(Meaning::PublishedBy)),
            ("公文文号", Some(Meaning::Of(Field::DocumentNumber))),
            ("是否有效", Some(Meaning::Of(Field::Validity))),
            ("是否废止", Some(Meaning::Ended)),
            ("分类", Some(Meaning::Of(Field::Category))),
            ("公文签发日期", Some(Meaning::Of(Field::DateCreated))),
            ("公开事项名称", Some(Meaning::Of(Field::Title))),
            ("信息浏览次数", None),
            ("字号", Some(Meaning::NumberOrSize)),
            ("水果", None),
        ] {
            assert_eq!(meaning(&fold(word)), wanted, "{word}");
        }
        assert!(is_shaped("公开时限") && is_shaped("实施部门") && !is_shaped("清河市财政局"));
        assert!(!is_of_heads("报名时间"));
    }
}
