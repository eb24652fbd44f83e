//! Messages about slips of Markdown: marks that a page would show as typed, and breaks that it
//! would not show.
//!
//! One row per code, with its arguments, name, severity and texts in both languages; `super`
//! describes the form. It must not know how a finding is made.

macro_rules! markdown {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            BlankInLink { value, right } "blank-in-link" Warning {
                zh: "链接或图片“{value}”的文件名中有空格，按 Markdown 只是文字；网页已按链接或图片处理",
                    "请写成“{right}”；最好给文件改名，不用空格。";
                en: "the name of the file in `{value}` has a blank, so that it is plain text in \
                     Markdown; the page treats it as a link or an image",
                    "Write `{right}`, or better give the file a name without blanks.";
                source: "CommonMark 0.31.2, 6.3: a destination with blanks stands in < >";
            }
            FullWidthLink { value, right } "full-width-link" Warning {
                zh: "链接或图片“{value}”用了全角符号，或者两对括号之间有空格，按 Markdown 只是文字；网页已按\
                     链接或图片处理",
                    "请写成“{right}”。";
                en: "`{value}` has full-width marks or a blank between its brackets, so that it is \
                     plain text in Markdown; the page treats it as a link or an image",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 6.3 and 6.4: links and images";
            }
            HeadingMark { value, right } "heading-mark" Warning {
                zh: "“{value}”按 Markdown 不是标题：“#”须用半角，后面空一格；网页已按标题处理",
                    "请写成“{right}”。";
                en: "`{value}` is no heading in Markdown, where `#` is an ASCII character with a \
                     blank after it; the page treats it as a heading",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 4.2: headings";
            }
            ListMark { value, right } "list-mark" Warning {
                zh: "“{value}”按 Markdown 不是列表项：“-”或“1.”须用半角，后面空一格；网页已按列表项处理",
                    "请写成“{right}”；不是列表的，前后各空一行。";
                en: "`{value}` is no item of a list in Markdown, where `-` or `1.` are ASCII \
                     characters with a blank after them; the page treats it as an item",
                    "Write `{right}`. What is no list stands between empty lines.";
                source: "CommonMark 0.31.2, 5.2: items of lists";
            }
            EmphasisMark { value, fault, remedy } "emphasis-mark" Warning {
                zh: "“{value}”中的加粗或删除符号写法有误，{fault}",
                    "{remedy}";
                en: "the marks of emphasis in `{value}` are not right: {fault}",
                    "{remedy}";
                source: "CommonMark 0.31.2, 6.2: emphasis";
            }
            QuotationMark { value, right } "quotation-mark" Warning {
                zh: "“{value}”按 Markdown 不是引文：“>”须用半角；网页已按引文处理",
                    "请写成“{right}”。";
                en: "`{value}` is no quotation in Markdown, where `>` is an ASCII character; the \
                     page treats it as a quotation",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 5.1: quotations";
            }
            TableMark { value, fault, head, rule } "table-mark" Warning {
                zh: "“{value}”起的几行按 Markdown 不是表格：{fault}；网页已按表格处理",
                    "表格每行两端和各列之间用半角“|”，如“{head}”；表头下面一行是“{rule}”。";
                en: "the lines from `{value}` on are no table in Markdown: {fault}; the page treats \
                     them as a table",
                    "Every row begins and ends with `|` and has `|` between its cells, such as \
                     `{head}`; the line below the head is `{rule}`.";
                source: "GitHub Flavored Markdown 0.29, 4.10: tables";
            }
            IndentedText { value } "indented-text" Warning {
                zh: "“{value}”行首有四个以上空格或者制表符，按 Markdown 是程序代码；网页已按正文处理",
                    "请删去行首空格，段落之间空一行；首行缩进由网页自动处理。";
                en: "`{value}` begins with four blanks or a tab, which means code in Markdown; the \
                     page treats it as text",
                    "Delete them, and leave an empty line between paragraphs; the page indents \
                     by itself.";
                source: "CommonMark 0.31.2, 4.4: indented code";
            }
            DashesAsHeading { value, line, fault, remedy } "dashes-as-heading" Warning {
                zh: "“{value}”的下一行是“{line}”，按 Markdown 会成为标题；{fault}",
                    "{remedy}";
                en: "`{line}` follows on the line below `{value}`, which makes it a heading in \
                     Markdown; {fault}",
                    "{remedy}";
                source: "CommonMark 0.31.2, 4.3: headings by underlining";
            }
            JoinedLines { value, next } "joined-lines" Warning {
                zh: "“{value}”与下一行“{next}”之间没有空行，按 Markdown 是同一段；网页已分段",
                    "请在两行之间空一行；只换行不分段的，请在上一行末尾加“\\”。";
                en: "there is no empty line between `{value}` and the next line `{next}`, which are \
                     one paragraph in Markdown; the page divides them",
                    "Leave an empty line between paragraphs; for a new line in the same paragraph \
                     end the line above with `\\`.";
                source: "CommonMark 0.31.2, 4.8: paragraphs";
            }
        }
    };
}
pub(super) use markdown;
