//! Messages about the form of the front matter: fences, field names, quotes, types.
//!
//! One row per code, with its arguments, name, severity and texts in both languages; `super`
//! describes the form. It must not know how a finding is made.

macro_rules! front_matter {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            MissingFrontMatter "missing-front-matter" Error {
                zh: "文件开头没有文件信息（front matter）",
                    "第一行写“---”，下面逐行写“title: 标题”“index_number: 索引号”等，再以一行“---”\
                     结束，其后才是正文。";
                en: "the file does not begin with front matter",
                    "Write a line `---`, then lines such as `title: ...` and `index_number: ...`, \
                     then a line `---`; the text follows.";
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
            FullWidthColon { field } "full-width-colon" Error {
                zh: "字段名“{field}”后面是全角冒号“：”",
                    "改为半角冒号加一个空格：“{field}: …”。";
                en: "a full-width colon follows the field name `{field}`",
                    "Write a half-width colon and a space: `{field}: ...`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            MissingSpaceAfterColon { field, value } "missing-space-after-colon" Error {
                zh: "字段名“{field}”的冒号后面缺少空格",
                    "冒号后空一格：“{field}: {value}”。";
                en: "there is no space after the colon of `{field}`",
                    "Write a space after the colon: `{field}: {value}`.";
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
            CurlyQuotes { field, value } "curly-quotes" Warning {
                zh: "字段“{field}”的值用中文引号“”括了起来；已去掉引号读取",
                    "一般不必加引号；确需加时用半角引号：{field}: \"{value}\"。";
                en: "the value of `{field}` stands in curly quotes; it was read without them",
                    "No quotes are needed; if you want them, use straight ones: {field}: \
                     \"{value}\".";
                source: "mulu's own format (docs/front-matter.md)";
            }
            MixedQuotes { field } "mixed-quotes" Error {
                zh: "字段“{field}”的引号没有配对",
                    "开头和结尾用同一种半角引号，或两头都不用引号。";
                en: "the quotes of `{field}` do not match",
                    "Use the same straight quote at both ends, or none at all.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            UnquotedColon { field, value } "unquoted-colon" Error {
                zh: "字段“{field}”的值里有“: ”（冒号加空格），须整体加引号",
                    "写成：{field}: \"{value}\"，或把其中的冒号改为全角“：”。";
                en: "the value of `{field}` holds a colon with a space and must be quoted",
                    "Write {field}: \"{value}\".";
                source: "mulu's own format (docs/front-matter.md)";
            }
            NotAField "not-a-field" Error {
                zh: "这一行不是“字段名: 值”的形式",
                    "正文请写在结束行“---”之后；字段写成“字段名: 值”。";
                en: "this line is not of the form `field: value`",
                    "Text belongs after the closing `---`; a field is written `field: value`.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            InvalidYaml { field, reason } "invalid-yaml" Error {
                zh: "字段“{field}”的写法有误：{reason}",
                    "文字不必加引号，直接写在“{field}: ”之后；有多项时写成列表，每项一行，以“- ”开\
                     头。";
                en: "the value of `{field}` cannot be read: {reason}",
                    "Write plain text after `{field}: `; several items form a list, one a line, \
                     each after `- `.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            YamlFeature { field, mark } "yaml-feature" Error {
                zh: "字段“{field}”用了文件信息不支持的 YAML 写法“{mark}”（锚点、别名或标签）",
                    "若它是文字的一部分，请用半角引号把整个值括起来。";
                en: "`{field}` uses a YAML feature that front matter does not have: `{mark}` \
                     (anchor, alias or tag)",
                    "If it is part of the text, quote the whole value.";
                source: "mulu's own format (docs/front-matter.md)";
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
            MissingField { field, label } "missing-field" Error {
                zh: "缺少必填字段“{label}”（{field}）",
                    "请在文件信息中加一行“{field}: …”，也可写成“{label}: …”。";
                en: "the required field `{field}` ({label}) is missing",
                    "Add a line `{field}: ...` to the front matter; the label `{label}` will do as \
                     well.";
                source: "政府信息公开条例 art. 12 (a catalogue holds index, name, summary and date \
                         of creation); 国办秘函〔2009〕6号 part 2";
            }
            ControlCharacter { field } "control-character" Warning {
                zh: "字段“{field}”的值中有不可见的控制字符；已去掉",
                    "多半是从别处粘贴带入的，请重新输入这一处。";
                en: "the value of `{field}` holds control characters that cannot be seen; it was \
                     read without them",
                    "They come with text that was pasted: type it anew.";
                source: "XML 1.0, 2.2: such characters cannot stand in the feed";
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
                         real catalogues and are read as text";
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
