//! Messages about the form of the front matter: fences, field names, quotes, types, and marks that
//! do not belong in a value. Also the message about a second front matter in a text.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! front_matter {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            MissingFrontMatter { suggestion } "missing-front-matter" Error {
                zh: "文件开头没有文件信息（front matter）",
                    "{suggestion}";
                en: "the file does not begin with front matter",
                    "{suggestion}";
                source: "mulu's own format (docs/front-matter.md)";
            }
            SecondDocument { value } "second-document" Warning {
                zh: "正文中又有一组文件信息（“{value}”）：一个文件只能是一份文档，这一份会作为上一份的正文公布",
                    "请把从它上面的“---”起的内容移到另一个 .md 文件。";
                en: "the text has a second front matter (`{value}`): a file is one document, so that \
                     this one is published as a part of the text",
                    "Move what begins with the `---` above it into a file of its own.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            UnclosedFrontMatter "unclosed-front-matter" Error {
                zh: "文件信息没有结束行“---”",
                    "在最后一个字段之后单独写一行“---”，其后才是正文。";
                en: "the front matter has no closing line `---`",
                    "Write a line `---` after the last field; the text follows.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            FrontMatterTooLarge { size } "front-matter-too-large" Error {
                zh: "文件信息大小为 {size}，超过 64 KiB 的上限",
                    "文件信息只写字段；正文请写在结束行“---”之后。";
                en: "the front matter has {size}, more than the 64 KiB allowed",
                    "Only fields belong there; the text follows the closing `---`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            FullWidthColon { field, line } "full-width-colon" Warning {
                zh: "字段名“{field}”后面是全角冒号“：”；已按半角冒号读取",
                    "改为半角冒号加一个空格：“{line}”。";
                en: "a full-width colon follows the field name `{field}`; it was read as a \
                     half-width one",
                    "Write a half-width colon and a space: `{line}`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            MissingSpaceAfterColon { field, line } "missing-space-after-colon" Error {
                zh: "字段名“{field}”的冒号后面缺少空格",
                    "冒号后空一格：“{line}”。";
                en: "there is no space after the colon of `{field}`",
                    "Write a space after the colon: `{line}`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            TabInFrontMatter "tab-in-front-matter" Error {
                zh: "文件信息里用了制表符（Tab）缩进",
                    "把 Tab 换成空格，每级缩进两个空格。";
                en: "a tab is used for indentation in the front matter",
                    "Use spaces, two for each level.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            IndentedField { field } "indented-field" Error {
                zh: "字段“{field}”前面多了空格",
                    "字段名顶格写；只有上一字段的下级内容才缩进。";
                en: "there are spaces before the field `{field}`",
                    "Field names start at the margin; only what belongs to the field above is \
                     indented.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            CurlyQuotes { field, line } "curly-quotes" Warning {
                zh: "字段“{field}”的值用中文引号“”括了起来；已去掉引号读取",
                    "这里不必加引号，写成：“{line}”。";
                en: "the value of `{field}` is in curly quotes; it was read without them",
                    "No quotes are needed: `{line}`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            MixedQuotes { field, line } "mixed-quotes" Error {
                zh: "字段“{field}”的引号没有配对",
                    "写成：“{line}”；确需加引号的，开头和结尾用同一种半角引号。";
                en: "the quotes of `{field}` do not match",
                    "Write `{line}`; if you want quotes, use the same straight one at both ends.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            QuotesInside { field, line } "quotes-inside" Error {
                zh: "字段“{field}”的值里有半角引号，与括住整个值的引号分不清",
                    "值里的引号改用中文引号，写成：“{line}”。";
                en: "the value of `{field}` holds straight quotes, which cannot be \
                     distinguished from those around the value",
                    "Use Chinese quotation marks inside, and write: `{line}`.";
                source: "mulu's own format (docs/front-matter.md); GB/T 15834 (Chinese quotation \
                         marks)";
            }
            UnquotedColon { field, line } "unquoted-colon" Error {
                zh: "字段“{field}”的值里有“: ”（冒号加空格），须整体加引号",
                    "写成：“{line}”，或把其中的冒号改为全角“：”。";
                en: "the value of `{field}` holds a colon with a space and must be quoted",
                    "Write `{line}`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            UnquotedBracket { field, mark, line } "unquoted-bracket" Warning {
                zh: "字段“{field}”的值以“{mark}”开头，这是列表等的写法；已按文字读取",
                    "整个值加半角引号：“{line}”。";
                en: "the value of `{field}` begins with `{mark}` like a list or a map; it was read \
                     as text",
                    "Put the whole value in straight quotes: `{line}`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            CommentInValue { field, read, line } "comment-in-value" Warning {
                zh: "字段“{field}”的值里有空格加“#”，这是备注的写法；{read}",
                    "“#”属于值的，整个值加半角引号：“{line}”；是备注的，另起一行，以“# ”开头。";
                en: "the value of `{field}` holds a blank and a `#`, which begins a comment; {read}",
                    "If the `#` belongs to the value, put the value in straight quotes: `{line}`; \
                     write a comment on a line of its own, after `# `.";
                source: "YAML 1.2, 6.6: white space and # begin a comment";
            }
            ItemMark { field, line } "item-mark" Warning {
                zh: "字段“{field}”的列表项前面不是半角连字符加空格；已按列表读取",
                    "各项对齐，每项写成：“{line}”。";
                en: "an item of the list `{field}` does not begin with a hyphen and a space; \
                     it was read as an item",
                    "Let all items begin in the same column: `{line}`.";
                source: "YAML 1.2, 8.2.1: an item begins with a hyphen and white space";
            }
            SeveralInOne { field, value, remedy } "several-in-one" Warning {
                zh: "字段“{field}”的一项里写了不止一个：“{value}”",
                    "{remedy}";
                en: "one item of `{field}` holds more than one value: `{value}`",
                    "{remedy}";
                source: "one body, one number, one file is one item (docs/front-matter.md)";
            }
            NotAField { suggestion } "not-a-field" Error {
                zh: "这一行不是“字段名: 值”的形式",
                    "{suggestion}";
                en: "this line is not of the form `field: value`",
                    "{suggestion}";
                source: "mulu's own format (docs/front-matter.md)";
            }
            InvalidYaml { field, reason, remedy } "invalid-yaml" Error {
                zh: "字段“{field}”的写法有误：{reason}",
                    "{remedy}";
                en: "the value of `{field}` cannot be read: {reason}",
                    "{remedy}";
                source: "mulu's own format (docs/front-matter.md)";
            }
            YamlFeature { field, mark, line } "yaml-feature" Error {
                zh: "字段“{field}”用了文件信息不支持的 YAML 写法“{mark}”（锚点、别名或标签）",
                    "若它是文字的一部分，整个值加半角引号：“{line}”。";
                en: "`{field}` uses a YAML feature that front matter does not have: `{mark}` \
                     (anchor, alias or tag)",
                    "If it is part of the text, put the whole value in straight quotes: `{line}`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            MarkupInField { field, mark, line } "markup-in-field" Warning {
                zh: "字段“{field}”里有多余的标记或标点“{mark}”；已按没有它读取",
                    "文件信息只写文字，不加粗，不换行，名称中间不空格，标题不加书名号，末尾不加标点；写成：“{line}”。";
                en: "there is a mark in `{field}` that does not belong to the value: `{mark}`; it was read without \
                     it",
                    "Front matter is plain text, without blanks inside a name or a mark at its end: \
                     `{line}`.";
                source: "docs/front-matter.md; GB/T 9704—2012, 7.3.1 (a title)";
            }
            DuplicateField { field, same } "duplicate-field" Error {
                zh: "字段“{field}”写了两次{same}",
                    "请只保留一处。",
                    "第一次写在这里";
                en: "the field `{field}` is given twice{same}",
                    "Keep one of them.",
                    "first given here";
                source: "mulu's own format (docs/front-matter.md)";
            }
            UnknownField { field, suggestion } "unknown-field" Error {
                zh: "没有“{field}”这个字段",
                    "{suggestion}";
                en: "there is no field `{field}`",
                    "{suggestion}";
                source: "mulu's own format (docs/front-matter.md)";
            }
            MissingField { field, label, line } "missing-field" Error {
                zh: "缺少必填字段“{label}”（{field}）",
                    "请在文件信息中加一行：“{line}”。";
                en: "the required field `{field}` ({label}) is missing",
                    "Add a line to the front matter: `{line}`.";
                source: "《政府信息公开条例》 art. 12 (a catalogue holds index, name, summary and date \
                         of creation); 国办秘函〔2009〕6号 part 2";
            }
            ControlCharacter { name, place, remedy } "control-character" Warning {
                zh: "{place}有看不见或者无法显示的字符：{name}",
                    "{remedy}";
                en: "{place} there is a character that cannot be seen or shown: {name}",
                    "{remedy}";
                source: "such characters hide words from a search; XML 1.0, 2.2: some cannot stand \
                         in the feed";
            }
            CategoryTooDeep { count } "category-too-deep" Error {
                zh: "组配分类有 {count} 级，超过 16 级的上限",
                    "请减少文件夹或分类的级数。";
                en: "the category has {count} levels, more than the 16 allowed",
                    "Use fewer folders, or a shorter category.";
                source: "mulu's own limit (docs/front-matter.md)";
            }
            EmptyValue { field, value } "empty-value" Warning {
                zh: "字段“{field}”的值是“{value}”，按未填写处理",
                    "没有内容的字段，请把整行删去。";
                en: "the value of `{field}` is `{value}`; it is read as not given",
                    "Leave out the whole line of a field that has no value.";
                source: "Notices on metadata ask for a value or none; 无, 暂无 and null stand in \
                         real catalogues";
            }
            WrongType { field, expected, example } "wrong-type" Error {
                zh: "字段“{field}”的值应当是{expected}",
                    "{example}";
                en: "the value of `{field}` must be {expected}",
                    "{example}";
                source: "mulu's own format (docs/front-matter.md)";
            }
        }
    };
}
pub(super) use front_matter;
