//! The fields of the front matter: their names, and the labels under which editors know them.

use crate::fold::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! fields {
    ($($variant:ident $name:literal [$label:literal $(, $alias:literal)*])*) => {
        /// A field of the front matter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Field { $(#[doc = $label] $variant,)* }

        impl Field {
            /// All fields, in the order of the documentation.
            pub const ALL: &'static [Field] = &[$(Field::$variant),*];

            /// The canonical name.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            /// The Chinese label.
            pub fn label(self) -> &'static str {
                match self { $(Field::$variant => $label,)* }
            }

            /// Every label that is understood, the first being the usual one. They are the ones found on real disclosure pages.
            pub fn labels(self) -> &'static [&'static str] {
                match self { $(Field::$variant => &[$label $(, $alias)*],)* }
            }
        }
    };
}

fields! {
    Title "title" ["标题", "名称", "信息名称"]
    IndexNumber "index_number" ["索引号", "信息索引号", "索取号"]
    DocumentNumber "document_number" ["文号", "发文字号", "发文文号", "发布文号", "备注/文号", "文件编号"]
    Issuer "issuing_body" ["发文机关", "发文机构", "发布机构", "发布单位", "公开责任部门", "公开主体"]
    Publisher "publisher" ["公布单位"]
    Category "category" ["组配分类", "分类", "信息分类", "信息分类名称", "公开目录", "公文目录"]
    DateCreated "date_created" ["成文日期", "成文时间", "生成日期", "公文生成日期", "产生日期", "签署日期", "发文日期"]
    DatePublished "date_published" ["发布日期", "公开日期", "发布时间", "登记日期"]
    DateEffective "date_effective" ["实施日期", "生效日期", "施行日期"]
    DateExpires "date_expires" ["失效日期", "有效期至", "有效期限"]
    DateRepealed "date_repealed" ["废止日期", "废止时间"]
    Validity "validity" ["有效性", "是否有效", "公文时效", "时效", "效力状态", "有效性状态"]
    Topic "topic" ["主题分类", "主题导航", "所属主题"]
    Genre "genre" ["体裁", "体裁分类", "公文种类"]
    Audience "audience" ["服务对象", "服务对象分类"]
    Keywords "keywords" ["主题词", "关键词", "关键字"]
    Summary "summary" ["内容概述"]
    Source "source" ["来源", "信息来源", "文件来源"]
    RegistrationNumber "registration_number" ["登记号", "文件登记号", "统一登记号", "统一编号"]
    JointIssuers "joint_issuing_bodies" ["联合发文机关", "联合发文单位"]
    ResponsibleDepartment "responsible_department" ["责任部门", "政策咨询机关"]
    Contact "contact" ["联系方式", "咨询电话", "政策咨询电话"]
    Disclosure "disclosure" ["公开方式", "公开形式", "公开属性", "公开类别"]
    Interprets "interprets" ["解读", "解读文件", "被解读文件"]
    Repeals "repeals" ["废止", "废止文件"]
    PartlyRepeals "partly_repeals" ["部分废止"]
    Amends "amends" ["修改", "修改文件", "修订"]
    Renews "renews" ["续期", "继续有效"]
    Forwards "forwards" ["转发", "转发文件"]
    Related "related" ["相关", "相关文件"]
    Attachments "attachments" ["附件"]
    Aliases "aliases" ["旧网址"]
    Withdrawn "withdrawn" ["撤回"]
    Kind "kind" ["类型"]
    Tables "tables" ["统计表"]
    Reviews "reviews" ["审核记录", "审查记录"]
    Slug "slug" ["网址名"]
    Draft "draft" ["草稿"]
    Privacy "privacy" ["隐私说明"]
    Extra "extra" ["扩展"]
}

/// Labels by what they fold to, without white space.
static BY_LABEL: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    Field::ALL
        .iter()
        .flat_map(|&f| f.labels().iter().map(move |l| (fold(l), f)))
        .collect()
});

impl Field {
    /// The field that a key as written names, in English or Chinese, in either script, with or without wide spacing.
    pub fn find(written: &str) -> Option<Field> {
        if let Some(field) = Field::ALL.iter().find(|f| f.name() == written) {
            return Some(*field);
        }
        BY_LABEL.get(&fold(written)).copied()
    }

    /// The name nearest to a key that names no field, of its own script: a Chinese label is no slip of the pen for an English word.
    pub fn nearest(written: &str) -> Option<&'static str> {
        let folded = fold(written);
        let names = Field::ALL
            .iter()
            .flat_map(|f| std::iter::once(f.name()).chain(f.labels().iter().copied()));
        let least = if folded.is_ascii() { 0.6 } else { 0.5 };
        names
            .filter(|n| n.is_ascii() == folded.is_ascii())
            .map(|n| (strsim::normalized_damerau_levenshtein(n, &folded), n))
            .filter(|(score, _)| *score >= least)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, n)| n)
    }

    /// Whether the label stands for the one who put the document on line when the one who made it is named beside it.
    pub fn may_be_publisher(written: &str) -> bool {
        matches!(fold(written).as_str(), "发布机构" | "发布单位")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_in_any_form() {
        for (written, field) in [
            ("索 引 号", Field::IndexNumber),
            ("索引號", Field::IndexNumber),
            ("title", Field::Title),
            ("名　　称", Field::Title),
            ("發佈機構", Field::Issuer),
        ] {
            assert_eq!(Field::find(written), Some(field), "{written}");
        }
        assert_eq!(Field::find("titel"), None);
        assert_eq!(Field::nearest("titel"), Some("title"));
        assert_eq!(Field::nearest("成文日其"), Some("成文日期"));
        assert_eq!(Field::nearest("完全无关的东西"), None);
        for far in ["x", "url", "id", "ti题", "标t", "文h"] {
            assert!(
                Field::nearest(far).is_none_or(|n| n.is_ascii() == far.is_ascii()),
                "{far}: {:?}",
                Field::nearest(far)
            );
        }
        assert_eq!(
            (
                Field::nearest("url"),
                Field::nearest("autor"),
                Field::nearest("keyword")
            ),
            (None, None, Some("keywords"))
        );
    }

    #[test]
    fn no_label_means_two_things() {
        let count: usize = Field::ALL.iter().map(|f| f.labels().len()).sum();
        assert_eq!(BY_LABEL.len(), count);
    }
}
