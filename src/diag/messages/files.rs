//! Messages about files as a whole: encodings, names, kinds, sizes, and the limit on the findings
//! about one file.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! files {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            NotUtf8 { encoding } "not-utf8" Warning {
                zh: "文件编码是 {encoding}，不是 UTF-8；已按该编码读取",
                    "用记事本打开，选“文件→另存为”，“编码”选 UTF-8，覆盖保存即可。";
                en: "the file is encoded in {encoding}, not UTF-8; it was read in that encoding",
                    "Open it in an editor and save it as UTF-8.";
                source: "国办发〔2017〕47号 (pages in UTF-8); mulu reads GB18030 as well";
            }
            UndecodableFile "undecodable-file" Error {
                zh: "文件的编码既不是完整的 UTF-8，也不是 GB18030，或者有字符已损坏，无法读取",
                    "请确认它是文本文件（Word 等文件不能改名为 .md，应作为附件），并以 UTF-8 编码重\
                     新保存。";
                en: "the file is neither valid UTF-8 nor valid GB18030, or some of its characters are \
                     damaged, and it cannot be read",
                    "Make sure that it is a text file (a Word file does not become one by being \
                     renamed), and save it again as UTF-8.";
                source: "a text that cannot be read cannot be published";
            }
            UnportableName { name } "unportable-name" Warning {
                zh: "名称“{name}”不能进入归档包：有的系统或工具读不出，或与另一名称只差字母大小写",
                    "请改名，并改好引用它的地方：不用 % \\ : * ? \" < > |，不以点或空格结尾，不用 aux、con、\
                     nul、com1 等 Windows 保留的名称，名称不超过 85 个汉字，连同各级文件夹不超过 200 个字，\
                     同一文件夹中不只差字母大小写；不改名，mulu snapshot 做不了归档包。";
                en: "an archive package cannot contain the name `{name}`: some systems or tools \
                     cannot store it, or it differs from another in letter case alone",
                    "Rename it and correct what refers to it: no % \\ : * ? \" < > |, no dot or blank \
                     at the end, no name that Windows reserves (aux, con, nul, com1 and so on), at \
                     most 255 bytes in a name and 200 characters with all its folders, no two in a \
                     folder that differ in letter case alone. Until then `mulu snapshot` makes no \
                     package.";
                source: "RFC 8493 (BagIt) and the file systems of Windows; a package must be \
                         readable everywhere";
            }
            SymbolicLink "symbolic-link" Error {
                zh: "内容文件夹中的这一项是符号链接，不予读取",
                    "请把它所指的文件或文件夹本身放到这里。";
                en: "there is a symbolic link in the content folder; links are not followed",
                    "Put the file or folder itself here.";
                source: "mulu reads nothing outside the site's folder";
            }
            UnreadableFile { reason } "unreadable-file" Error {
                zh: "文件无法读取：{reason}",
                    "请检查文件的名称和权限，必要时改名或重新复制一份。";
                en: "the file cannot be read: {reason}",
                    "Check its name and its permissions; rename it or copy it anew.";
                source: "a text that cannot be read cannot be published";
            }
            LooksLikeDocument { ending } "looks-like-document" Warning {
                zh: "文件名以“{ending}”结尾，不会作为文档发布",
                    "如果是文档，请改为以 .md 结尾；Windows 默认不显示文件名的最后一段，请在资源管\
                     理器中打开“文件扩展名”再改。";
                en: "the file's name ends in `{ending}`, and it is not published as a document",
                    "A document's name ends in .md. Windows hides the last ending: show file name \
                     extensions, then rename it.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            FileTooLarge { size } "file-too-large" Error {
                zh: "文件大小为 {size}，超过单篇文档 8 MiB 的上限",
                    "请拆分内容，或把大段内容改作附件。";
                en: "the file has {size}, more than the 8 MiB that a document may have",
                    "Split it, or make it an attachment.";
                source: "mulu's own limit (docs/front-matter.md)";
            }
            MoreFindings { code, count } "more-findings" Note {
                zh: "“{code}”在这个文件中还有 {count} 处，不再逐一列出",
                    "请先改正已列出的各处，再检查一次。";
                en: "{count} more findings of `{code}` in this file are not listed",
                    "Correct those that are listed and check again.";
                source: "mulu's own limit: 100 findings of one kind in one file are listed";
            }
        }
    };
}
pub(super) use files;
