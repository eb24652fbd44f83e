//! Messages about slips of Markdown: marks that a page would show as typed, breaks that it would
//! not show, and lines that it would show in another way than was meant.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

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
                zh: "“{value}”的括号或冒号写法有误（全角、缺一半、用错或者中间有空格），按 Markdown 只是文字；网页已\
                     按链接或图片处理",
                    "请写成“{right}”。";
                en: "`{value}` has wrong marks (full-width, of another kind, one missing, or apart), so \
                     that it is plain text in Markdown; the page treats it as a link or an image",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 6.3 and 6.4: links and images";
            }
            HeadingMark { value, right } "heading-mark" Warning {
                zh: "“{value}”的标题写法有误：“#”须用半角，一至六个，与文字之间空一格；网页已按标题处理",
                    "请写成“{right}”。";
                en: "`{value}` is not written as a heading, with one to six ASCII `#` and a blank \
                     between them and the words; the page treats it as a heading",
                    "Write `{right}`.";
                source: "CommonMark 0.31.2, 4.2: headings";
            }
            ListMark { value, right } "list-mark" Warning {
                zh: "“{value}”按 Markdown 不是列表项：“-”或“1.”须用半角，后面空一格；网页已按列表项处理",
                    "请写成“{right}”；不是列表的，前后各空一行。";
                en: "`{value}` is no item of a list in Markdown, where `-` or `1.` are ASCII \
                     characters with a blank after them; the page treats it as an item",
                    "Write `{right}`. Leave empty lines around text that is no list.";
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
            ExtraCell { value, count, columns, lost } "extra-cell" Warning {
                zh: "表格的这一行“{value}”有 {count} 格，表头只有 {columns} 格，多出的“{lost}”不会出现在网页上",
                    "请删去多余的“|”，或者在表头和下面的分隔行各补一格；格内要写竖线的，写成“\\|”。";
                en: "the row `{value}` has {count} cells and the head has {columns}, so that `{lost}` \
                     is not on the page",
                    "Delete the extra `|`, or add a cell to the head and to the rule below \
                     it; a bar inside a cell is written `\\|`.";
                source: "GitHub Flavored Markdown 0.29, 4.10: excess cells are ignored";
            }
            LineBelowTable { value } "line-below-table" Warning {
                zh: "“{value}”紧接在表格下一行，按 Markdown 是表格的一行；网页已另起一段",
                    "请在表格和这一行之间空一行。";
                en: "`{value}` follows on the line below a table, which makes it a row of the table \
                     in Markdown; the page treats it as a paragraph",
                    "Leave an empty line below the table.";
                source: "GitHub Flavored Markdown 0.29, 4.10: a table ends at an empty line";
            }
            PastedContents { value } "pasted-contents" Warning {
                zh: "“{value}”起的几行像是从 Word 复制的目录",
                    "请删去这几行：网页没有页码，文中有“## ”标题的，网页自动列出本文目录。";
                en: "the lines from `{value}` on look like a table of contents pasted from Word",
                    "Delete them: a page has no page numbers, and it lists its headings (`## …`) by \
                     itself.";
                source: "国办秘函〔2019〕19号 (accurate content): the page numbers of a file mean \
                         nothing on a page";
            }
            GreaterThanSign { value, right } "greater-than-sign" Warning {
                zh: "“{value}”行首的“>”按 Markdown 是引文的符号；网页已按大于号处理",
                    "请写成“{right}”，或者改写为“大于”；确是引文的，在“>”后面空一格。";
                en: "the `>` at the beginning of `{value}` marks a quotation in Markdown; the page \
                     treats it as the sign of a comparison",
                    "Write `{right}`, or in words; for a quotation put a blank after `>`.";
                source: "CommonMark 0.31.2, 5.1: quotations";
            }
            ListNumber { value, shown } "list-number" Warning {
                zh: "“{value}”在网页上的序号是“{shown}.”：按 Markdown，相连的几项是一个列表，从第一项起依次编号",
                    "是同一组的，请改为“{shown}.”；另起一组的，请在两组之间写一段文字，或者改用“（1）”这样的序号。";
                en: "`{value}` has the number {shown} on the page: in Markdown, items that follow one \
                     another are one list, numbered from its first item",
                    "Write {shown} if it belongs to the same list; otherwise put a paragraph between \
                     the lists, or use numbers such as （1）.";
                source: "CommonMark 0.31.2, 5.3: only the first number of a list counts";
            }
            LinkDefinition { value } "link-definition" Warning {
                zh: "“{value}”按 Markdown 是链接的定义，不会出现在网页上；网页已照原样显示",
                    "请在前面加“\\”；要作链接的，写成“[文字](文件名或网址)”。";
                en: "`{value}` is the definition of a link in Markdown, which does not reach the \
                     page; the page shows it as typed",
                    "Write `\\` before it; for a link write `[words](file or address)`.";
                source: "CommonMark 0.31.2, 4.7: definitions of links";
            }
            FootnoteText { value, fault, remedy } "footnote-text" Warning {
                zh: "脚注“{value}”{fault}",
                    "{remedy}";
                en: "the footnote `{value}` {fault}",
                    "{remedy}";
                source: "GitHub, Basic writing and formatting syntax: footnotes";
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
