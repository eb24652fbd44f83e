//! Messages about the Markdown text: links, attachments, raw HTML.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! text {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            MissingAttachment { value, suggestion } "missing-attachment" Error {
                zh: "找不到附件“{value}”",
                    "{suggestion}附件应与文档放在同一文件夹。";
                en: "the attachment `{value}` does not exist",
                    "{suggestion} Attachments are in the document's folder.";
                source: "国办秘函〔2019〕19号 (政府网站与政务新媒体检查指标): links and files must \
                         work";
            }
            BrokenLink { value, suggestion } "broken-link" Error {
                zh: "链接“{value}”指向的文件不存在",
                    "{suggestion}";
                en: "the link `{value}` leads to a file that does not exist",
                    "{suggestion}";
                source: "国办秘函〔2019〕19号 (政府网站与政务新媒体检查指标): links and files must \
                         work";
            }
            BrokenAnchor { value } "broken-anchor" Warning {
                zh: "链接“{value}”指向的标题不存在",
                    "请核对“#”之后的文字是否与标题一致。";
                en: "the link `{value}` leads to a heading that does not exist",
                    "Check that what follows `#` is the heading.";
                source: "国办秘函〔2019〕19号 (政府网站与政务新媒体检查指标): links and files must \
                         work";
            }
            UnsafeLink { value } "unsafe-link" Error {
                zh: "链接或图片“{value}”不可用",
                    "链接只能指向站内文件或 http、https、mailto、tel 网址。电脑或共享文件夹里的文件，请\
                     放到本文档所在的文件夹，链接写成文件名；图片也须是站内文件，请下载后放在文档旁边。";
                en: "the link or image `{value}` cannot be used",
                    "Links lead to files of the site or to http, https, mailto or tel addresses. Put \
                     a file of your computer beside the document and link to its name; an image is a \
                     file of the site too.";
                source: "pages load nothing from another host and run nothing (docs/output.md)";
            }
            RefusedFileType { value } "refused-file-type" Error {
                zh: "“{value}”不能发布：这类文件打开时会在访问者的电脑上运行程序",
                    "请改用 PDF、OFD、Word、Excel 或图片等格式。";
                en: "`{value}` cannot be published: a file of this type runs code on the visitor's \
                     computer",
                    "Use PDF, OFD, Word, Excel or an image.";
                source: "nothing that a site hands out runs code on a visitor's computer";
            }
            RawHtml { value, fault, remedy } "raw-html" Warning {
                zh: "正文中的 HTML 代码“{value}”{fault}",
                    "{remedy}";
                en: "the HTML in the text, `{value}`, {fault}",
                    "{remedy}";
                source: "raw HTML in a text does not reach the page, or only cleaned \
                         (docs/configuration.md)";
            }
        }
    };
}
pub(super) use text;
