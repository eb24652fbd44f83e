//! Messages of `mulu new` about the values of a new document.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! drafting {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            NewCategory { category, reason, near, columns } "new-category" Error {
                zh: "组配分类“{category}”{reason}",
                    "{near}本站的栏目：{columns}。要用新的栏目，先写入 mulu.yaml 的 columns。";
                en: "the category `{category}` {reason}",
                    "{near}The columns of this site: {columns}. A new column goes into `columns` \
                     of mulu.yaml first.";
                source: "mulu's own format (docs/configuration.md)";
            }
            NewSameTitle { title, file, number } "new-same-title" Warning {
                zh: "已有同题文档：{title}（{file}，索引号 {number}）",
                    "如属同一文件，请在那一份上修改，新建的一份可以删除；确是两份文件的，不必改动。";
                en: "there is a document of this title: {title} ({file}, index number {number})",
                    "If it is the same document, change that one and delete the new file; if there \
                     really are two, leave it.";
                source: "国办秘函〔2009〕6号 part 2 (one entry for each piece of information)";
            }
            NewAttachment { file, reason, remedy } "new-attachment" Error {
                zh: "“{file}”不能作附件：{reason}",
                    "{remedy}";
                en: "{file} cannot be an attachment: {reason}",
                    "{remedy}";
                source: "mulu's own format (docs/front-matter.md)";
            }
        }
    };
}
pub(super) use drafting;
