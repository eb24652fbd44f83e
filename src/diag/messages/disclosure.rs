//! Messages about what must not be public, and about published documents that have since gone, been
//! hidden or been changed.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! disclosure {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            NotForPublication { place, value } "not-for-publication" Error {
                zh: "{place}标明不得公开：“{value}”",
                    "请先核实：不能公开的，把“公开方式”写成 不予公开 或 依申请公开，附件则撤去；已经解\
                     密或者确可公开的，删去这一标注，或在文档中写明理由：“隐私说明: [{{检查项: 不得公开, \
                     理由: …}}]”。";
                en: "{place} that this must not be public: `{value}`",
                    "Find out whether this may be public. If not, write `disclosure: 不予公开` or \
                     依申请公开, or take the attachment away; if so, remove the mark, or give the \
                     reason in the document: `privacy: [{{code: not-for-publication, reason: \
                     ...}}]`.";
                source: "《保守国家秘密法》 art. 22 (marks of classification); 《政府信息公开条例》 arts. 14 to \
                         17 (review before disclosure); GB/T 9704—2012, 7.2.2 and 7.3.6";
            }
            DisclosureDiffers { value, field } "disclosure-differs" Warning {
                zh: "正文标明“{value}”，而公开方式是“{field}”，本文档因此没有公布",
                    "请核对：应当公开的，把“公开方式”改为 主动公开 或删去这一项；不应公开的，更正正文的\
                     标注。",
                    "公开方式";
                en: "the text says `{value}`, but the disclosure is {field}, so the document is not \
                     published",
                    "If it is to be public, write `disclosure: 主动公开` or leave the field out; if \
                     not, correct the note in the text.",
                    "the disclosure";
                source: "《政府信息公开条例》 art. 19; GB/T 9704—2012, 7.3.6 (附注)";
            }
            FileOfHiddenDocument { file, title } "file-of-hidden-document" Warning {
                zh: "“{file}”是没有公布的文档《{title}》的附件，因正文引用而随本文档公开",
                    "不应公开的，请从正文中删去；确可公开的，请写入本文档的“附件”（attachments）。",
                    "列为附件之处";
                en: "{file} is an attachment of {title}, which is not published; this text uses it, \
                     so it becomes public",
                    "Take it out of the text if it must not be public; if it may be, list it under \
                     `attachments` of this document.",
                    "listed as an attachment";
                source: "《政府信息公开条例》 arts. 14 to 17 (review before disclosure)";
            }
            PublishedDocumentGone { value, title } "published-document-gone" Warning {
                zh: "{value}《{title}》曾经公布，现在目录中没有了：是改了索引号，删了文件，还是应当撤回？",
                    "索引号改了的，请改回；文件删了的，请恢复；确需撤下的，恢复文件并写“撤回: {{日期: …, \
                     理由: …}}”，原网址即显示说明；不应留下任何说明的，在 mulu.yaml 的 checks.removed 中\
                     写明“{value}: 理由”。";
                en: "{value} {title} was public and is no longer in the catalogue: was its number \
                     changed, its file deleted, or should it be withdrawn?",
                    "Restore the number or the file; to take a document down, keep its file and write \
                     `withdrawn: {{date: ..., reason: ...}}`, so that its address says so; where \
                     nothing may be left, write `{value}: the reason` under checks.removed in \
                     mulu.yaml.";
                source: "国办秘函〔2009〕6号 part 2 (an index number never changes once it is given); \
                         other sites link to the address of a published document";
            }
            PublishedNumberChanged { value, was, title, url } "published-number-changed" Warning {
                zh: "《{title}》公布时的索引号是“{was}”，现在是“{value}”，原网址已经打不开",
                    "索引号公布后不得更改，请改回“{was}”；确需更改的，在本文档中写“旧网址: [{url}]”，使\
                     原网址转到这里。";
                en: "{title} was published with the index number `{was}` and has `{value}` now, so \
                     its old address leads nowhere",
                    "An index number never changes: restore `{was}`; if it must change, write \
                     `aliases: [{url}]` in this document, so that the old address leads here.";
                source: "国办秘函〔2009〕6号 part 2 (an index number never changes once it is given)";
            }
            PublishedDocumentHidden { value, why } "published-document-hidden" Note {
                zh: "{value} 曾经公布，现在不再公布：{why}；原网址将打不开",
                    "撤下已公布的文件，应当写“撤回: {{日期: …, 理由: …}}”，原网址即显示说明。";
                en: "{value} was public and is hidden now ({why}), so its address will lead nowhere",
                    "To take a published document down write `withdrawn: {{date: ..., reason: ...}}`: \
                     its address then says so.";
                source: "other sites link to the address of a published document";
            }
            PublishedDocumentChanged { field, was, now } "published-document-changed" Note {
                zh: "已公布文档的{field}有改动：公布时是“{was}”，现在是“{now}”",
                    "请核对是否有意更改；索引号不得用于另一份文件。";
                en: "{field} of a published document has changed: it was `{was}` and is `{now}` now",
                    "Check that this is meant; an index number never passes to another document.";
                source: "国办秘函〔2009〕6号 part 2 (an index number is unique and never changes)";
            }
        }
    };
}
pub(super) use disclosure;
