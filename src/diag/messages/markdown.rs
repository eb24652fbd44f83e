//! Messages about slips of Markdown: marks that a page would show as typed, and breaks that it
//! would not show.
//!
//! One row per code, with its arguments, name, severity and texts in both languages; `super`
//! describes the form. It must not know how a finding is made.

macro_rules! markdown {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            BlankInLink { value, right } "blank-in-link" Warning {
                zh: "链接或图片“{value}”的文件名中有空格",
                    "请写成“{right}”；最好给文件改名，不用空格。";
                en: "the name of the file in the link or image `{value}` has a blank",
                    "Write `{right}`, or better give the file a name without blanks.";
                source: "CommonMark 0.31.2, 6.3: a destination with blanks stands in < >";
            }
            FullWidthLink { value, right } "full-width-link" Warning {
                zh: "链接或图片“{value}”使用了全角符号，或者括号之间有空格",
                    "请写成“{right}”。";
                en: "the link or image `{value}` has full-width marks, or a blank between its \
                     brackets",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 6.3 and 6.4: links and images";
            }
            HeadingMark { value, right } "heading-mark" Warning {
                zh: "“{value}”不会成为标题：“#”须用半角，后面要空一格",
                    "请写成“{right}”。";
                en: "`{value}` is no heading: `#` is an ASCII character with a blank after it",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 4.2: headings";
            }
            ListMark { value, right } "list-mark" Warning {
                zh: "“{value}”不会成为列表项：“-”或“1.”须用半角，后面要空一格",
                    "请写成“{right}”；不是列表的，前后各空一行。";
                en: "`{value}` is no item of a list: `-` or `1.` are ASCII characters with a blank \
                     after them",
                    "Write `{right}`. What is no list stands between empty lines.";
                source: "CommonMark 0.31.2, 5.2: items of lists";
            }
            EmphasisMark { value, remedy } "emphasis-mark" Warning {
                zh: "页面会原样显示“{value}”中的加粗或删除符号",
                    "{remedy}";
                en: "the page shows the marks of emphasis in `{value}` as they are",
                    "{remedy}";
                source: "CommonMark 0.31.2, 6.2: emphasis";
            }
            QuotationMark { value, right } "quotation-mark" Warning {
                zh: "“{value}”不会成为引文：“>”须用半角",
                    "请写成“{right}”。";
                en: "`{value}` is no quotation: `>` is an ASCII character",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 5.1: quotations";
            }
            TableMark { value, fault, head, rule } "table-mark" Warning {
                zh: "从“{value}”起的几行不会成为表格：{fault}",
                    "表格每行两端和各列之间用半角“|”，如“{head}”；表头下面一行是“{rule}”。";
                en: "the lines from `{value}` on are no table: {fault}",
                    "Every row begins and ends with `|` and has `|` between its cells, such as \
                     `{head}`; the line below the head is `{rule}`.";
                source: "GitHub Flavored Markdown 0.29, 4.10: tables";
            }
            IndentedText { value } "indented-text" Warning {
                zh: "“{value}”行首有四个以上空格或者制表符，按 Markdown 是程序代码",
                    "请删去行首空格，段落之间空一行；首行缩进由页面自动处理。";
                en: "`{value}` begins with four blanks or a tab, which means code in Markdown",
                    "Delete them, and leave an empty line between paragraphs; the page indents \
                     by itself.";
                source: "CommonMark 0.31.2, 4.4: indented code";
            }
            DashesAsHeading { value, remedy } "dashes-as-heading" Warning {
                zh: "“{value}”下一行的“---”会把它变成标题",
                    "{remedy}";
                en: "the dashes below `{value}` make it a heading",
                    "{remedy}";
                source: "CommonMark 0.31.2, 4.3: headings by underlining";
            }
            JoinedLines { value, next } "joined-lines" Warning {
                zh: "“{value}”与下一行“{next}”之间没有空行，按 Markdown 是同一段",
                    "各自成段的，请在两行之间空一行；只换行不分段的，请在上一行末尾加“\\”。";
                en: "there is no empty line between `{value}` and the next line `{next}`: in \
                     Markdown they are one paragraph",
                    "Leave an empty line between paragraphs; for a new line in the same paragraph \
                     end the line above with `\\`.";
                source: "CommonMark 0.31.2, 4.8: paragraphs";
            }
        }
    };
}
pub(super) use markdown;
