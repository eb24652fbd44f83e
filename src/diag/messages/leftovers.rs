//! Messages about remains of writing: placeholders, empty texts, addresses on the writer's own
//! computer, and values that are probably slips.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! leftovers {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            DistantDate { field, value, meant } "distant-date" Warning {
                zh: "{field} {value} 过于遥远，年份可能有误",
                    "{meant}请核对年份；发布日期在以后的文档，要到那一天才会公布。";
                en: "{field} {value} is too far in the future; the year may be a typing error",
                    "{meant}Check the year; a document is published on its date of \
                     publication and not before.";
                source: "《政府信息公开条例》 art. 26 (disclosure within 20 working days); a document \
                         dated ahead would be left out without a word";
            }
            NearName { field, value, other } "near-name" Warning {
                zh: "{field}“{value}”只出现一次，与“{other}”仅差一个字，可能有误",
                    "请核对；有误的改为“{other}”。确实另有其名的，请在 mulu.yaml 的 checks.names 中写上\
                     这个名称。";
                en: "the {field} `{value}` occurs once and differs by one character from `{other}`",
                    "If it is a slip, write `{other}`; if it is right, add it to checks.names in \
                     mulu.yaml.";
                source: "国办秘函〔2019〕19号 (names of bodies misstated); a misspelt name would get a \
                         list of its own";
            }
            Placeholder { value } "placeholder" Warning {
                zh: "“{value}”像是尚未填写的内容",
                    "请填写实际内容，或者删去。";
                en: "`{value}` looks like something that was to be filled in",
                    "Fill it in or remove it.";
                source: "国办秘函〔2019〕19号 (serious misstatements); text of a template that reaches \
                         the public";
            }
            UnfilledTemplate { value } "unfilled-template" Warning {
                zh: "“{value}”还没有填写",
                    "请填写；还没有写完的，在文件信息中加一行“草稿: 是”，暂不公布；原文确实如此的，写明理由：\
                     “隐私说明: [{{检查项: unfilled-template, 理由: …}}]”。";
                en: "`{value}` has not been filled in",
                    "Fill it in; a document that is not ready gets `draft: true`; if the text is meant \
                     to read so, give the reason: `privacy: [{{code: unfilled-template, reason: ...}}]`.";
                source: "国办秘函〔2019〕19号 (serious misstatements); the layout that `mulu new` writes \
                         would reach the public";
            }
            PlaceholderNumber { value, count } "placeholder-number" Warning {
                zh: "索引号前段“{value}”是尚未填写的机构代码；共有 {count} 份文档使用",
                    "请在公布前改为本单位的代码，并修改 mulu.yaml 的 index_number.next；索引号一经公布不得\
                     更改。";
                en: "the organisation `{value}` in the index number has not been filled in; documents \
                     that have it: {count}",
                    "Write the code of your organisation before you publish, and in \
                     index_number.next in mulu.yaml: a published number never changes.";
                source: "国办秘函〔2009〕6号 part 2 (parts of an index number)";
            }
            EmptyDocument "empty-document" Warning {
                zh: "文档没有正文，也没有附件",
                    "请写入正文或附上文件；尚未写好的，加一行“草稿: true”。";
                en: "the document has neither text nor attachments",
                    "Write the text or attach a file; a document that is not ready gets \
                     `draft: true`.";
                source: "国办秘函〔2019〕19号 (pages without content)";
            }
            LocalAddress { value } "local-address" Warning {
                zh: "“{value}”只有在本单位的电脑或网络上才能打开",
                    "请改为公众能够访问的网址；电脑里的文件，请放到本文档所在的文件夹，作为附件列出。";
                en: "`{value}` opens only on a computer or in the network of the office",
                    "Write an address that the public can open; put a file beside the document and \
                     list it as an attachment.";
                source: "国办秘函〔2019〕19号 (links that do not work); RFC 1918 (private addresses); an \
                         internal address tells strangers about the network";
            }
        }
    };
}
pub(super) use leftovers;
