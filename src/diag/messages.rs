//! The one catalogue of messages: every finding's code, severity and texts, in Chinese and in English.

use super::{Lang, Severity};

/// The texts of a code in one language. `{name}` is filled in; `help` may be empty; `also` labels further places.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    pub(super) message: &'static str,
    pub(super) help: &'static str,
    pub(super) also: &'static str,
}

macro_rules! messages {
    ($($variant:ident $name:literal $severity:ident {
        zh: $zh:literal, $zh_help:literal $(, $zh_also:literal)?;
        en: $en:literal, $en_help:literal $(, $en_also:literal)?;
        $(source: $source:literal;)?
    })*) => {
        /// What a finding is about. The name states the fault; it is the `code` of JSON output and of `checks` in `mulu.yaml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// All codes, in the order of the catalogue of messages.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The code as users write it, such as `dangling-reference`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much it weighs unless the site says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What it rests on: a notice, a standard, or mulu's own documentation.
            pub fn source(self) -> &'static str {
                match self { $(Code::$variant => concat!("" $(, $source)?),)* }
            }

            /// What it says of a fault, before the values stand in it.
            pub fn message(self, lang: Lang) -> &'static str {
                self.texts(lang).message
            }

            /// What it asks for, before the values stand in it.
            pub fn help(self, lang: Lang) -> &'static str {
                self.texts(lang).help
            }

            pub(super) fn texts(self, lang: Lang) -> Texts {
                match (self, lang) {
                    $(
                        (Code::$variant, Lang::Zh) => Texts { message: $zh, help: $zh_help, also: concat!("" $(, $zh_also)?) },
                        (Code::$variant, Lang::En) => Texts { message: $en, help: $en_help, also: concat!("" $(, $en_also)?) },
                    )*
                }
            }
        }
    };
}

messages! {
    // ---- files -------------------------------------------------------------------------------------------------
    NotUtf8 "not-utf8" Warning {
        zh: "文件编码是 {encoding}，不是 UTF-8；已按该编码读取", "用记事本打开，选“文件→另存为”，“编码”选 UTF-8，覆盖保存即可。";
        en: "the file is encoded in {encoding}, not UTF-8; it was read as such", "Open it in an editor and save it as UTF-8.";
        source: "国办发〔2017〕47号 (pages in UTF-8); mulu reads GB18030 as well";
    }
    UndecodableFile "undecodable-file" Error {
        zh: "文件的编码既不是完整的 UTF-8，也不是 GB18030，或者有字符已损坏，无法读取", "请确认它是文本文件（Word 等文件不能改名为 .md，应作为附件），并以 UTF-8 编码重新保存。";
        en: "the file is neither whole UTF-8 nor GB18030, or some of its characters are damaged, and it cannot be read", "Make sure that it is a text file (a Word file does not become one by being renamed), and save it again as UTF-8.";
        source: "a text that cannot be read cannot be published";
    }
    UnportableName "unportable-name" Warning {
        zh: "名称“{name}”不能进入归档包：有的系统或工具读不出，或与另一名称只差字母大小写", "请改名，并改好引用它的地方：不用 % \\ : * ? \" < > |，不以点或空格结尾，同一文件夹中不只差字母大小写；不改名，mulu snapshot 做不了归档包。";
        en: "an archive package cannot carry the name `{name}`: some systems or tools cannot hold it, or it differs from another in letter case alone", "Rename it and mend what refers to it: no % \\ : * ? \" < > |, no dot or blank at the end, no two in a folder that differ in letter case alone. Until then `mulu snapshot` makes no package.";
        source: "RFC 8493 (BagIt) and the file systems of Windows; a package must be readable everywhere";
    }
    SymbolicLink "symbolic-link" Error {
        zh: "内容文件夹中的这一项是符号链接，不予读取", "请把它所指的文件或文件夹本身放到这里。";
        en: "there is a symbolic link in the content folder; links are not followed", "Put the file or folder itself here.";
        source: "mulu reads nothing outside the site's folder";
    }
    UnreadableFile "unreadable-file" Error {
        zh: "文件无法读取：{reason}", "请检查文件的名称和权限，必要时改名或重新复制一份。";
        en: "the file cannot be read: {reason}", "Check its name and its permissions; rename it or copy it anew.";
        source: "a text that cannot be read cannot be published";
    }
    LooksLikeDocument "looks-like-document" Warning {
        zh: "文件名以“{ending}”结尾，不会作为文档发布", "如果是文档，请改为以 .md 结尾；Windows 默认不显示文件名的最后一段，请在资源管理器中打开“文件扩展名”再改。";
        en: "the file's name ends in `{ending}`, and it is not published as a document", "A document's name ends in .md. Windows hides the last ending: show file name extensions, then rename it.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    FileTooLarge "file-too-large" Error {
        zh: "文件大小为 {size}，超过单篇文档 8 MiB 的上限", "请拆分内容，或把大段内容改作附件。";
        en: "the file has {size}, more than the 8 MiB that a document may have", "Split it, or make it an attachment.";
        source: "mulu's own limit (docs/front-matter.md)";
    }

    // ---- what `mulu import` says of old files ---------------------------------------------------------------------
    ImportFailed "import-failed" Error {
        zh: "没有导入：{reason}", "{remedy}";
        en: "not imported: {reason}", "{remedy}";
        source: "mulu's own format (docs/import.md)";
    }
    ImportIncomplete "import-incomplete" Warning {
        zh: "原件没有写明“{field}”", "{hint}";
        en: "the original does not state `{field}`", "{hint}";
        source: "mulu's own format (docs/import.md)";
    }
    ImportDoubtful "import-doubtful" Warning {
        zh: "请核对：{what}", "对照原件；无误的不必改动。";
        en: "to be checked: {what}", "Compare it with the original; leave it when it is right.";
        source: "mulu's own format (docs/import.md)";
    }
    ImportLeftOut "import-left-out" Warning {
        zh: "导入不全：{what}", "对照原件，需要的补到文档中。";
        en: "not all was taken over: {what}", "Compare it with the original, and add to the document what it needs.";
        source: "mulu's own format (docs/import.md)";
    }

    MoreFindings "more-findings" Note {
        zh: "“{code}”在这个文件中还有 {count} 处，不再逐一列出", "请先改正已列出的各处，再检查一次。";
        en: "there are {count} more findings `{code}` in this file, not listed", "Mend those that are listed and check again.";
        source: "mulu's own limit: 100 findings of one kind in one file are listed";
    }

    // ---- the form of the front matter -----------------------------------------------------------------------------
    MissingFrontMatter "missing-front-matter" Error {
        zh: "文件开头没有文件信息（front matter）", "第一行写“---”，下面逐行写“title: 标题”“index_number: 索引号”等，再以一行“---”结束，其后才是正文。";
        en: "the file does not begin with front matter", "Write a line `---`, then lines such as `title: ...` and `index_number: ...`, then a line `---`; the text follows.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    UnclosedFrontMatter "unclosed-front-matter" Error {
        zh: "文件信息没有结束行“---”", "在最后一个字段之后单独写一行“---”，其后才是正文。";
        en: "the front matter has no closing line `---`", "Write a line `---` after the last field; the text follows.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    FrontMatterTooLarge "front-matter-too-large" Error {
        zh: "文件信息大小为 {size}，超过 64 KiB 的上限", "文件信息只写字段；正文请写在结束行“---”之后。";
        en: "the front matter has {size}, more than the 64 KiB allowed", "Only fields belong there; the text follows the closing `---`.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    FullWidthColon "full-width-colon" Error {
        zh: "字段名“{field}”后面是全角冒号“：”", "改为半角冒号加一个空格：“{field}: …”。";
        en: "a full-width colon follows the field name `{field}`", "Write a half-width colon and a space: `{field}: ...`.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    MissingSpaceAfterColon "missing-space-after-colon" Error {
        zh: "字段名“{field}”的冒号后面缺少空格", "冒号后空一格：“{field}: {value}”。";
        en: "there is no space after the colon of `{field}`", "Write a space after the colon: `{field}: {value}`.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    TabInFrontMatter "tab-in-front-matter" Error {
        zh: "文件信息里用了制表符（Tab）缩进", "把 Tab 换成空格，每级缩进两个空格。";
        en: "a tab is used for indentation in the front matter", "Use spaces, two for each level.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    IndentedField "indented-field" Error {
        zh: "字段“{field}”前面多了空格", "字段名顶格写；只有上一字段的下级内容才缩进。";
        en: "there are spaces before the field `{field}`", "Field names start at the margin; only what belongs to the field above is indented.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    CurlyQuotes "curly-quotes" Warning {
        zh: "字段“{field}”的值用中文引号“”括了起来；已去掉引号读取", "一般不必加引号；确需加时用半角引号：{field}: \"{value}\"。";
        en: "the value of `{field}` stands in curly quotes; it was read without them", "No quotes are needed; if you want them, use straight ones: {field}: \"{value}\".";
        source: "mulu's own format (docs/front-matter.md)";
    }
    MixedQuotes "mixed-quotes" Error {
        zh: "字段“{field}”的引号没有配对", "开头和结尾用同一种半角引号，或两头都不用引号。";
        en: "the quotes of `{field}` do not match", "Use the same straight quote at both ends, or none at all.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    UnquotedColon "unquoted-colon" Error {
        zh: "字段“{field}”的值里有“: ”（冒号加空格），须整体加引号", "写成：{field}: \"{value}\"，或把其中的冒号改为全角“：”。";
        en: "the value of `{field}` holds a colon with a space and must be quoted", "Write {field}: \"{value}\".";
        source: "mulu's own format (docs/front-matter.md)";
    }
    NotAField "not-a-field" Error {
        zh: "这一行不是“字段名: 值”的形式", "正文请写在结束行“---”之后；字段写成“字段名: 值”。";
        en: "this line is not of the form `field: value`", "Text belongs after the closing `---`; a field is written `field: value`.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    InvalidYaml "invalid-yaml" Error {
        zh: "字段“{field}”的写法有误：{reason}", "文字不必加引号，直接写在“{field}: ”之后；有多项时写成列表，每项一行，以“- ”开头。";
        en: "the value of `{field}` cannot be read: {reason}", "Write plain text after `{field}: `; several items form a list, one a line, each after `- `.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    YamlFeature "yaml-feature" Error {
        zh: "字段“{field}”用了文件信息不支持的 YAML 写法“{mark}”（锚点、别名或标签）", "若它是文字的一部分，请用半角引号把整个值括起来。";
        en: "`{field}` uses a YAML feature that front matter does not have: `{mark}` (anchor, alias or tag)", "If it is part of the text, quote the whole value.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    DuplicateField "duplicate-field" Error {
        zh: "字段“{field}”写了两次{same}", "请只保留一处。", "第一次写在这里";
        en: "the field `{field}` is given twice{same}", "Keep one of them.", "first given here";
        source: "mulu's own format (docs/front-matter.md)";
    }
    UnknownField "unknown-field" Error {
        zh: "没有“{field}”这个字段", "{suggestion}";
        en: "there is no field `{field}`", "{suggestion}";
        source: "mulu's own format (docs/front-matter.md)";
    }
    MissingField "missing-field" Error {
        zh: "缺少必填字段“{label}”（{field}）", "请在文件信息中加一行“{field}: …”，也可写成“{label}: …”。";
        en: "the required field `{field}` ({label}) is missing", "Add a line `{field}: ...` to the front matter; the label `{label}` will do as well.";
        source: "政府信息公开条例 art. 12 (a catalogue holds index, name, summary and date of creation); 国办秘函〔2009〕6号 part 2";
    }
    ControlCharacter "control-character" Warning {
        zh: "字段“{field}”的值中有不可见的控制字符；已去掉", "多半是从别处粘贴带入的，请重新输入这一处。";
        en: "the value of `{field}` holds control characters that cannot be seen; it was read without them", "They come with text that was pasted: type it anew.";
        source: "XML 1.0, 2.2: such characters cannot stand in the feed";
    }
    CategoryTooDeep "category-too-deep" Error {
        zh: "组配分类有 {count} 级，超过 16 级的上限", "请减少文件夹或分类的级数。";
        en: "the category has {count} levels, more than the 16 allowed", "Use fewer folders, or a shorter category.";
        source: "mulu's own limit (docs/front-matter.md)";
    }
    EmptyValue "empty-value" Warning {
        zh: "字段“{field}”的值是“{value}”，按未填写处理", "没有内容的字段，请把整行删去。";
        en: "the value of `{field}` is `{value}`; it is read as not given", "Leave out the whole line of a field that has no value.";
        source: "Notices on metadata ask for a value or none; 无, 暂无 and null stand in real catalogues and are read as text";
    }
    WrongType "wrong-type" Error {
        zh: "字段“{field}”的值应当是{expected}", "{example}";
        en: "the value of `{field}` must be {expected}", "{example}";
        source: "mulu's own format (docs/front-matter.md)";
    }

    // ---- values ------------------------------------------------------------------------------------------------
    InvalidDate "invalid-date" Error {
        zh: "字段“{field}”的值“{value}”无法识别为日期", "年、月、日须写全，如 2024-06-18。";
        en: "the value of `{field}`, `{value}`, is not a date", "Write year-month-day, such as 2024-06-18.";
        source: "GB/T 7408 (ISO 8601) as 政府信息公开目录 rules use it: YYYY-MM-DD";
    }
    NonexistentDate "nonexistent-date" Error {
        zh: "字段“{field}”的日期“{value}”并不存在", "请核对年、月、日：{reason}。";
        en: "the date `{value}` of `{field}` does not exist", "Check year, month and day: {reason}.";
        source: "GB/T 7408 (ISO 8601) as 政府信息公开目录 rules use it: YYYY-MM-DD";
    }
    DateForm "date-form" Warning {
        zh: "字段“{field}”的日期写作“{value}”；已按 {canonical} 理解", "请统一写成 {canonical}。";
        en: "the date of `{field}` is written `{value}`; it was read as {canonical}", "Write {canonical}.";
        source: "GB/T 7408 (ISO 8601) as 政府信息公开目录 rules use it: YYYY-MM-DD";
    }
    DocumentNumberForm "document-number-form" Warning {
        zh: "文号“{value}”的写法不规范；已按“{canonical}”处理", "年份用四位数字，外加六角括号“〔〕”；发文顺序号用阿拉伯数字，不加“第”字，不编虚位（1 不编为 01），后加“号”字：{canonical}。";
        en: "the document number `{value}` is not in canonical form; it was read as `{canonical}`", "The year stands in brackets 〔〕 with four digits, the serial number without padding: {canonical}.";
        source: "GB/T 9704-2012, 发文字号";
    }
    UnknownValue "unknown-value" Error {
        zh: "字段“{field}”的值“{value}”不在可选范围内", "可选的值：{choices}。";
        en: "the value `{value}` of `{field}` is not one of those allowed", "Allowed: {choices}.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    InvalidIndexNumber "invalid-index-number" Error {
        zh: "索引号“{value}”里没有字母或数字，无法生成网址", "索引号至少要有一个字母或数字，如 11370100MB28508779/2024-00131。";
        en: "the index number `{value}` has no letter or digit to make an address from", "It needs at least one, as in 11370100MB28508779/2024-00131.";
        source: "国办秘函〔2009〕6号 part 2, 索引号; docs/addresses.md";
    }
    IndexNumberPattern "index-number-pattern" Warning {
        zh: "索引号“{value}”不符合本站规定的格式", "本站格式（mulu.yaml 的 index_number.pattern）：{pattern}。";
        en: "the index number `{value}` does not have the form that this site uses", "The form (index_number.pattern in mulu.yaml): {pattern}.";
        source: "the site's own rule (`index_number.pattern`); there is no national form";
    }
    InvalidSlug "invalid-slug" Error {
        zh: "网址名“{value}”不可用", "只能用小写字母、数字和连字符，如 guide；只有 kind: page 的页面可以指定网址名。";
        en: "the slug `{value}` cannot be used", "Use lower-case letters, digits and hyphens, such as guide; only for documents with kind: page.";
        source: "mulu's own format (docs/front-matter.md)";
    }
    NonAsciiPagePath "non-ascii-page-path" Note {
        zh: "页面的文件名含中文，网址由拼音首字母生成：{url}", "如需固定、易读的网址，可加一行“slug: …”（小写字母、数字、连字符）。";
        en: "the page's path is not ASCII; its address was made from it: {url}", "For a readable address add a line `slug: ...` (lower-case letters, digits, hyphens).";
        source: "mulu's own format (docs/front-matter.md)";
    }
    InvalidPath "invalid-path" Error {
        zh: "字段“{field}”的路径“{value}”不可用", "请写站内的路径，如 news/t20230329.html，以“/”分隔；不写域名，不含“..”、盘符、反斜杠、百分号等字符。";
        en: "the path `{value}` in `{field}` cannot be used", "Write a path inside the site, such as news/t20230329.html, separated by `/`, without a host, `..`, drives, backslashes or percent signs.";
        source: "mulu's own format (docs/front-matter.md)";
    }

    // ---- the catalogue as a whole --------------------------------------------------------------------------------
    DuplicateIndexNumber "duplicate-index-number" Error {
        zh: "索引号“{value}”重复", "索引号全站唯一（大小写、全角半角视为相同），一经发布不得更改；请给后发布的文档另编新号。", "已用于这里";
        en: "the index number `{value}` is used twice", "Index numbers are unique over the site (case and width ignored) and never change; give the newer document a new one.", "already used here";
        source: "国办秘函〔2009〕6号 part 2, 索引号: unique and never changed";
    }
    SpellingDiffers "spelling-differs" Warning {
        zh: "“{value}”与“{first}”只有大小写、全角半角或空格的差别；已按“{first}”处理", "请统一写法。", "先写在这里";
        en: "`{value}` and `{first}` differ in letter case, width or spaces only; it was read as `{first}`", "Write it the same everywhere.", "first written here";
        source: "one body and one category have one list (docs/addresses.md)";
    }
    AddressCollision "address-collision" Error {
        zh: "两处内容的网址相同：{url}", "请更改其中一处：{remedy}", "另一处";
        en: "two things have the same address: {url}", "Change one of them: {remedy}", "the other";
        source: "one address, one thing (docs/addresses.md)";
    }
    DanglingReference "dangling-reference" Error {
        zh: "{field}所引“{value}”在本目录中不存在", "请核对索引号或文号；若不在本目录，写成 {document_number: …, title: …, url: …}。";
        en: "`{field}` refers to `{value}`, which is not in this catalogue", "Check the number; for a document elsewhere write {document_number: ..., title: ..., url: ...}.";
        source: "a relation leads to one document of the catalogue (docs/front-matter.md)";
    }
    AmbiguousReference "ambiguous-reference" Error {
        zh: "{field}所引文号“{value}”由两份以上文档共用，无法确定是哪一份", "请改引索引号：{choices}。", "使用该文号";
        en: "`{field}` refers to the document number `{value}`, which more than one document carries", "Refer to the index number: {choices}.", "carries this number";
        source: "a relation leads to one document of the catalogue (docs/front-matter.md)";
    }
    SelfReference "self-reference" Error {
        zh: "{field}引用了文档自身（{value}）", "请改为所指的另一份文档，或删去。";
        en: "`{field}` refers to the document itself ({value})", "Refer to the other document that is meant, or leave it out.";
        source: "a relation leads to one document of the catalogue (docs/front-matter.md)";
    }
    UnstatedRepeal "unstated-repeal" Warning {
        zh: "正文写明“{value}”废止，文件信息里却没有说明；该文件因此不会标为废止", "如确由本文件废止，请{line}；否则请核对正文。";
        en: "the text ends `{value}`, but no relation says so: that document is not marked as repealed", "If this document repeals it, {line}; otherwise check the text.";
        source: "inspections: a document repealed by another is still shown as valid (docs/validity.md, Sources)";
    }
    CircularRelation "circular-relation" Error {
        zh: "文件之间的关系首尾相接，不能成立：{ring}", "被废止、修改、解读、转发的文件应当在先；请逐处核对文号，删去写反的一处。", "并见这里";
        en: "these relations form a ring, which cannot be: {ring}", "The document that is repealed, amended, interpreted or forwarded comes first; check each number and delete the relation that is the wrong way round.", "and here";
        source: "docs/validity.md";
    }
    ValidityContradiction "validity-contradiction" Error {
        zh: "有效性写的是“{stated}”，但依据{reason}，应为“{computed}”", "请更正有效性（或删去该字段，由系统判定），或更正与之矛盾的日期、文件关系。", "与此矛盾";
        en: "the validity says `{stated}`, but by {reason} it is `{computed}`", "Correct the validity (or leave it out: it is worked out), or the date or relation that contradicts it.", "contradicted here";
        source: "docs/validity.md; inspections fault repealed documents that are shown as valid";
    }
    ValidityOverruled "validity-overruled" Warning {
        zh: "有效性写的是“{stated}”，但依据{reason}，文件已不再有效，网站按“{computed}”显示", "请更正有效性（或删去该字段，由系统判定），或更正与之矛盾的日期、文件关系。", "依据在此";
        en: "the validity says `{stated}`, but by {reason} the document has ended: it is shown as `{computed}`", "Correct the validity (or leave it out: it is worked out), or the date or relation that contradicts it.", "ended here";
        source: "docs/validity.md; inspections fault repealed documents that are shown as valid";
    }
    ValidityWithoutDate "validity-without-date" Warning {
        zh: "有效性写的是“{stated}”，但没有日期或文件说明从何时起；无论在哪一天，均按“{stated}”处理", "请补充{field}；如由另一份文件废止，请在那份文件的“废止”（repeals）中列出本文件。";
        en: "the validity says `{stated}`, but no date or document says since when; it is taken to hold on every day", "Add {field}, or name this document under `repeals` of the one that ended it.";
        source: "docs/validity.md";
    }
    DateOrder "date-order" Warning {
        zh: "{later}（{later_value}）早于{earlier}（{earlier_value}）", "请核对这两个日期。";
        en: "{later} ({later_value}) is before {earlier} ({earlier_value})", "Check both dates.";
        source: "a document is published after it is made, ends after it begins, and is taken down after it was published (docs/validity.md)";
    }
    EffectiveBeforeCreated "effective-before-created" Note {
        zh: "{later}（{later_value}）早于{earlier}（{earlier_value}）", "有的文件确有追溯效力；否则请核对这两个日期。";
        en: "{later} ({later_value}) is before {earlier} ({earlier_value})", "Some documents do reach back; otherwise check both dates.";
        source: "立法法 (rules do not reach back, with exceptions); docs/validity.md";
    }
    RelationOrder "relation-order" Warning {
        zh: "本文件成文于 {created}，所{relation}的“{target}”成文于 {target_created}，反而更晚", "请核对两份文件的成文日期；如果关系写反了，请改写在另一份文件中。", "另一份的成文日期";
        en: "this document was made on {created}, before `{target}` ({target_created}), which it {relation}", "Check both dates of creation; if the relation is the wrong way round, state it in the other document.", "made on that day";
        source: "a document acts on documents that are there (docs/validity.md)";
    }

    // ---- annual reports ------------------------------------------------------------------------------------------
    ReportWithoutTables "report-without-tables" Warning {
        zh: "年度报告没有填写统计表，无法核对数据", "在文件信息中加“tables”（统计表），逐行填写；用 mulu report 年份 可以生成带有全部表格的草稿。";
        en: "the annual report has no tables as data, so that its figures cannot be checked", "Add `tables` to the front matter; `mulu report YEAR` writes a draft with all of them.";
        source: "国办公开办函〔2021〕30号 (form of the annual report)";
    }
    ReportYear "report-year" Error {
        zh: "看不出这是哪一年的年度报告", "在统计表下写一行“年度: 2025”，或在标题中写明“2025年”。";
        en: "it cannot be told which year the report is about", "Write `year: 2025` under `tables`, or name the year in the title: 2025年.";
        source: "mulu's own format (docs/annual-report.md)";
    }
    ReportUnknownRow "report-unknown-row" Error {
        zh: "年度报告的格式中没有“{name}”", "{suggestion}";
        en: "the form of the annual report has no `{name}`", "{suggestion}";
        source: "国办公开办函〔2021〕30号 (form of the annual report)";
    }
    ReportTwice "report-twice" Error {
        zh: "“{name}”填写了两次", "请只保留一处。";
        en: "`{name}` is given twice", "Keep one of them.";
        source: "国办公开办函〔2021〕30号 (form of the annual report)";
    }
    ReportMissingCell "report-missing-cell" Error {
        zh: "统计表缺少{what}", "每一格都要填写；没有的写 0。";
        en: "the tables lack {what}", "Every cell is filled in; write 0 where there is nothing.";
        source: "国办公开办函〔2021〕30号 (form of the annual report): every cell is filled in";
    }
    ReportExtraCell "report-extra-cell" Error {
        zh: "“{row}”一行应有 {columns} 个数，填了 {given} 个", "数与数之间空一格；千位之间不加逗号或空格。";
        en: "the row `{row}` has {columns} cells, and {given} figures are given", "Figures are separated by spaces, and thousands are not set apart.";
        source: "国办公开办函〔2021〕30号 (form of the annual report)";
    }
    ReportNotANumber "report-not-a-number" Error {
        zh: "{cell}写的是“{value}”，应为整数", "只写数字，不带单位；没有的写 0，不写“/”或“无”。";
        en: "{cell}: `{value}` is no whole number", "Write digits only, without a unit; write 0 where there is nothing, not a stroke.";
        source: "国办公开办函〔2021〕30号 (form of the annual report): counts are whole numbers";
    }
    ReportNegative "report-negative" Error {
        zh: "{cell}写的是负数“{value}”", "件数和金额不能小于 0，请核对。";
        en: "{cell}: `{value}` is less than 0", "Counts and amounts are 0 or more; check it.";
        source: "国办公开办函〔2021〕30号 (form of the annual report): counts are 0 or more";
    }
    ReportRowTotal "report-row-total" Error {
        zh: "“{row}”一行的总计写的是 {total}，各列之和为：{sum}", "勾稽关系：自然人与法人或其他组织各列之和，等于总计。请核对这一行的各个数。";
        en: "row `{row}`: the total is given as {total}, the sum of the columns is {sum}", "The columns of natural persons and of all kinds of bodies add up to the total. Check the figures of this row.";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: the columns add up to the total";
    }
    ReportResults "report-results" Error {
        zh: "“{column}”列的“（七）总计”写的是 {total}，（一）至（六）各项之和为：{sum}", "勾稽关系：本年度办理结果（一）至（六）各项之和，等于（七）总计。请核对这一列的各个数。";
        en: "column `{column}`: (7), the total of results, is given as {total}, the sum of results (1) to (6) is {sum}", "The results (1) to (6) add up to (7). Check the figures of this column.";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: results (1) to (6) add up to (7)";
    }
    ReportBalance "report-balance" Error {
        zh: "“{column}”列第一项加第二项（{in}），不等于第三项加第四项（{out}）", "勾稽关系：本年新收加上年结转，等于办理结果总计加结转下年度。请核对这一列的这四个数。";
        en: "column `{column}`: items one and two ({in}) are not equal to items three and four ({out})", "Received and carried in are together what was dealt with and carried over. Check these four figures.";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: items one and two equal items three and four";
    }
    ReportReviewTotal "report-review-total" Error {
        zh: "“{row}”的总计写的是 {total}，各种结果之和为：{sum}", "勾稽关系：结果维持、结果纠正、其他结果、尚未审结之和，等于总计。";
        en: "`{row}`: the total is given as {total}, the sum of the outcomes is {sum}", "Upheld, corrected, other and pending add up to the total.";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 4: the outcomes add up to the total";
    }
    ReportCarryOver "report-carry-over" Error {
        zh: "“{column}”列的上年结转写的是 {carried_in}，而 {year} 年报告的结转下年度是 {carried_out}", "今年的“二、上年结转”应等于上一年的“四、结转下年度继续办理”。请核对两份报告。", "上一年的数在这里";
        en: "column `{column}`: {carried_in} carried in, but the report for {year} carried {carried_out} over", "What is carried in is what last year's report carried over. Check both reports.", "last year's figure";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: carried over one year, carried in the next";
    }
    ReportInForce "report-in-force" Error {
        zh: "{row}现行有效件数写的是 {now}，而 {year} 年末 {before} + 本年制发 {made} − 本年废止 {repealed} = {expected}", "年末现行有效件数，等于上年末现行有效件数加本年制发件数减本年废止件数。请核对两份报告。", "上一年的数在这里";
        en: "{row}: {now} in force, but {before} at the end of {year} + {made} made - {repealed} repealed = {expected}", "What is in force at the end of the year is what was in force a year before, with what was made and without what was repealed. Check both reports.", "last year's figure";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 2: made, repealed and in force";
    }
    ReportQuotedFigure "report-quoted-figure" Warning {
        zh: "正文写“{quoted}”，统计表“{cell}”是 {value}", "请核对正文与统计表，改正其中一处。";
        en: "the text says `{quoted}`, the table has {value} in `{cell}`", "Check the text against the table and correct one of them.";
        source: "what inspections of annual reports compare (docs/annual-report.md)";
    }
    ReportCatalogueDiffers "report-catalogue-differs" Note {
        zh: "行政规范性文件{what}：报告为 {reported} 件，本目录中为 {counted} 件", "目录收录不全时两者可以不同；目录完整的，请核对报告。目录中按组配分类名称含“规范性文件”、发文机关与报告相同的文档计数。";
        en: "normative documents {what}: the report says {reported}, this catalogue has {counted}", "They may differ where the catalogue is not complete; otherwise check the report. Counted are documents of the same issuing body in categories whose name has 规范性文件.";
        source: "国办公开办函〔2021〕30号 (form of the annual report), part 2, held against the catalogue";
    }
    LateReport "late-report" Warning {
        zh: "{year}年度报告于 {published} 发布，晚于期限 {deadline}", "请核对发布日期。县级以上人民政府部门的年度报告应当在次年1月31日前公布，人民政府的在3月31日前公布；期限不同的，在 mulu.yaml 的 annual_report.deadline 中写明。";
        en: "the report for {year} was published on {published}, after the deadline of {deadline}", "Check the date. Departments publish theirs by 31 January of the year after, governments by 31 March; another deadline is stated under `annual_report.deadline` in mulu.yaml.";
        source: "《政府信息公开条例》 art. 49";
    }

    // ---- before publication --------------------------------------------------------------------------------------
    MissingReview "missing-review" Warning {
        zh: "缺少审核记录：{kinds}", "在文件信息的 reviews（审核记录）中补记，如“- {kind: 初审, who: 姓名, date: 2024-06-18}”；审核记录不会公开。";
        en: "there is no record of these reviews: {kinds}", "Add them under `reviews`, such as `- {kind: ..., who: Name, date: 2024-06-18}`; reviews are never published.";
        source: "《政府信息公开条例》 art. 17; required by `reviews` in mulu.yaml";
    }
    LateReview "late-review" Warning {
        zh: "{kind}的日期（{date}）晚于发布日期（{published}）", "审核应当在发布之前完成，请核对这两个日期。";
        en: "the review {kind} ({date}) is later than the publication ({published})", "Reviews come before publication; check both dates.";
        source: "《政府信息公开条例》 art. 17; required by `reviews` in mulu.yaml";
    }
    UnfilledGap "unfilled-gap" Warning {
        zh: "草稿中标出的待填之处还没有填写", "填写后，删去“待填”字样。";
        en: "a gap that the draft marks is still to be filled in", "Fill it in and remove its mark.";
        source: "drafts that mulu writes (docs/annual-report.md)";
    }

    // ---- text and files ------------------------------------------------------------------------------------------
    MissingAttachment "missing-attachment" Error {
        zh: "找不到附件“{value}”", "{suggestion}附件应与文档放在同一文件夹。";
        en: "the attachment `{value}` does not exist", "{suggestion} Attachments lie in the document's folder.";
        source: "国办秘函〔2019〕19号 (政府网站与政务新媒体检查指标): links and files must work";
    }
    BrokenLink "broken-link" Error {
        zh: "链接“{value}”指向的文件不存在", "{suggestion}链接写成相对于本文件的路径，如 ../zcwj/2024-01.md。";
        en: "the link `{value}` leads to a file that does not exist", "{suggestion} Links are relative to this file, such as ../policy/2024-01.md.";
        source: "国办秘函〔2019〕19号 (政府网站与政务新媒体检查指标): links and files must work";
    }
    BrokenAnchor "broken-anchor" Warning {
        zh: "链接“{value}”指向的标题不存在", "请核对“#”之后的文字是否与标题一致。";
        en: "the link `{value}` leads to a heading that does not exist", "Check that what follows `#` is the heading.";
        source: "国办秘函〔2019〕19号 (政府网站与政务新媒体检查指标): links and files must work";
    }
    UnsafeLink "unsafe-link" Error {
        zh: "链接或图片“{value}”不可用", "链接只能指向站内文件或 http、https、mailto、tel 网址；图片须是站内文件，请下载后放在文档旁边。";
        en: "the link or image `{value}` cannot be used", "Links lead to files of the site or to http, https, mailto or tel addresses; an image is a file of the site: put it beside the document.";
        source: "pages load nothing from another host and run nothing (docs/output.md)";
    }
    RefusedFileType "refused-file-type" Error {
        zh: "“{value}”不能发布：这类文件打开时会在访问者的电脑上运行程序", "请改用 PDF、OFD、Word、Excel 或图片等格式。";
        en: "`{value}` cannot be published: a file of this type runs code on the visitor's computer", "Use PDF, OFD, Word, Excel or an image.";
        source: "nothing that a site hands out runs code on a visitor's computer";
    }
    RawHtml "raw-html" Warning {
        zh: "正文中的 HTML 代码“{value}”{fault}", "{remedy}";
        en: "the HTML in the text, `{value}`, {fault}", "{remedy}";
        source: "raw HTML in a text does not reach the page, or only cleaned (docs/configuration.md)";
    }

    // ---- persons -----------------------------------------------------------------------------------------------
    IdCardNumber "id-card-number" Error {
        zh: "{place}有公民身份号码：{value}", "请删去，或只保留首两位和末三位，如 35*************123；依法应当公开全部号码的，在文档中写明 privacy 和理由。";
        en: "{place} an identity card number: {value}", "Remove it, or leave two digits at the front and three at the end, such as 35*************123; where the law asks for the whole number, the document gives its reason under `privacy`.";
        source: "政府信息公开条例 art. 15; 个人信息保护法 art. 28; GB 11643-1999 公民身份号码 (18 characters; 15 digits before 1999)";
    }
    BankCardNumber "bank-card-number" Error {
        zh: "{place}有银行卡号：{value}", "请删去，或以星号遮盖中间各位；依法应当公开的，在文档中写明 privacy 和理由。";
        en: "{place} a bank card number: {value}", "Remove it or mask its middle; where it must be published, the document gives its reason under `privacy`.";
        source: "政府信息公开条例 art. 15; 个人信息保护法 art. 28; ISO/IEC 7812-1 (16 to 19 digits beginning with 62, 4 or 5, Luhn digit)";
    }
    MobileNumber "mobile-number" Warning {
        zh: "{place}有手机号码：{value}", "个人手机号请遮盖为 138****1234 的样式；单位值班手机请写在“联系方式”字段，或在号码前写明“值班电话”等字样。";
        en: "{place} a mobile telephone number: {value}", "Mask a person's number, such as 138****1234; an office's stands in the field `contact`, or behind a word such as 值班电话.";
        source: "政府信息公开条例 art. 15; inspections of government sites fault unmasked mobile numbers";
    }
    GpsPosition "gps-position" Error {
        zh: "图片“{value}”带有拍摄位置（GPS）信息", "请用看图软件去除位置信息后重新保存（Windows：右键→属性→详细信息→删除属性和个人信息）；mulu 不改动原文件。";
        en: "the image `{value}` says where it was taken (GPS)", "Remove the position with an image program (Windows: Properties, Details, Remove Properties); mulu does not change the file.";
        source: "个人信息保护法 art. 28 (行踪轨迹); Exif 2.3, GPS attributes";
    }
    AttachmentAuthor "attachment-author" Warning {
        zh: "附件“{value}”的属性中有作者等信息：{authors}", "请在发布前清除（Word、Excel：文件→信息→检查文档；PDF 由清除后的文件重新导出）。";
        en: "the properties of the attachment `{value}` name persons or offices: {authors}", "Clear them first (Word, Excel: File, Info, Inspect Document; export a PDF again from the cleared file).";
        source: "政府信息公开条例 art. 15; ECMA-376 part 2 (core properties)";
    }
    AttachmentRevisions "attachment-revisions" Warning {
        zh: "附件“{value}”中留有修订记录或批注", "请接受或拒绝全部修订、删除批注后再发布，以免泄露内部讨论过程。";
        en: "the attachment `{value}` holds tracked changes or comments", "Accept or reject all changes and delete the comments: they show what was discussed inside.";
        source: "政府信息公开条例 art. 16 (process information); ECMA-376 part 1";
    }
    UnreadableAttachment "unreadable-attachment" Warning {
        zh: "附件“{value}”无法检查：{reason}", "请核对文件能否打开；加密的文件请解除密码；其中有无个人信息，请人工核对。";
        en: "the attachment `{value}` could not be looked into: {reason}", "Check that it opens, take off a password, and look for personal data yourself.";
        source: "a file that nobody could look into may hold anything; personal data leak mostly in attachments";
    }
    AttachmentNotRead "attachment-not-read" Note {
        zh: "附件“{value}”中的文字没有检查：{reason}", "其中有无个人信息，请人工核对。";
        en: "the text of the attachment `{value}` was not looked into: {reason}", "Look for personal data yourself.";
        source: "what mulu cannot read it does not vouch for";
    }
    PersonalDataWaived "personal-data-waived" Note {
        zh: "有 {count} 处 {what} 按本文档写明的理由未作为问题报告：{reason}", "发布前请复核理由是否成立。";
        en: "{count} findings of {what} are not reported, for the reason that this document gives: {reason}", "Review the reason before publishing.";
        source: "a waiver stands in the document and is listed at every check";
    }
    UnusedWaiver "unused-waiver" Warning {
        zh: "隐私说明中的 {what} 没有对应的内容", "请删去这一项，或核对号码和文件名。";
        en: "the waiver of {what} waives nothing", "Remove it, or check its number and file name.";
        source: "a waiver that waives nothing would hide the next fault";
    }

    // ---- what an inspection looks for ------------------------------------------------------------------------------
    CreditCodeCheckDigit "credit-code-check-digit" Warning {
        zh: "索引号前段“{value}”不符合统一社会信用代码的校验规则（校验码应为 {expected}），可能有误；共有 {count} 份文档使用", "请与单位的统一社会信用代码证书核对；索引号已经发布的，不得更改，请核实后在 mulu.yaml 的 checks.severity 中关闭本项。";
        en: "the organisation `{value}` in the index number is no right credit code: its check digit would be {expected}; documents that have it: {count}", "Compare it with the certificate. An index number that has been published must not change: switch the check off then (checks.severity in mulu.yaml).";
        source: "GB 32100-2015 法人和其他组织统一社会信用代码编码规则";
    }
    EmptyColumn "empty-column" Warning {
        zh: "栏目“{name}”（{path}）没有内容，也没有说明", "请补充内容；确实没有的，在 mulu.yaml 中为该栏目写 empty_note，由页面说明情况。";
        en: "the column `{name}` ({path}) holds nothing and does not say so", "Add documents, or give the column an `empty_note` in mulu.yaml, which its page then shows.";
        source: "国办秘函〔2019〕19号 (空白栏目); the 2015 census of government sites lets a column without content say so on its page";
    }
    QuietColumn "quiet-column" Note {
        zh: "栏目“{name}”（{path}）已 {days} 天没有更新：最近一次发布是 {published}，这类栏目一般应在 {within} 天内更新", "请发布新的内容；期限可以在 mulu.yaml 中由该栏目的 update_within 或 checks.update_within 另行规定。";
        en: "nothing new in the column `{name}` ({path}) for {days} days: the newest document is of {published}, and columns of this kind are expected to have something within {within} days", "Publish what is new; `update_within` of the column, or checks.update_within, in mulu.yaml sets another time.";
        source: "国办秘函〔2019〕19号 (news within two weeks; announcements and policy documents of the first level within six months)";
    }
    UnusedFile "unused-file" Note {
        zh: "这个文件夹中有 {count} 个文件没有文档引用，不会发布：{names}", "如果要发布，请写入相应文档的 attachments（附件），或在正文中链接；Word 文件要成为文档，先用 mulu import 转换；不需要的，请移走。";
        en: "files in this folder that no document names are not published ({count}): {names}", "Name them under `attachments` of their document or link to them; a Word file becomes a document by `mulu import`; move away what is not needed.";
        source: "docs/front-matter.md (attachments)";
    }
    StaleColumn "stale-column" Warning {
        zh: "栏目“{name}”（{path}）已 {days} 天没有更新：最近一次发布是 {published}，应在 {within} 天内更新", "请发布新的内容；期限在 mulu.yaml 中该栏目的 update_within 里规定。";
        en: "nothing new in the column `{name}` ({path}) for {days} days: the newest document is of {published}, and something is expected within {within} days", "Publish what is new; `update_within` of the column in mulu.yaml says how long it may take.";
        source: "国办秘函〔2019〕19号 (news within two weeks; announcements and policy documents within six months)";
    }
    WrongWord "wrong-word" Warning {
        zh: "“{value}”可能是“{right}”之误", "请核对；确实无误的，在 mulu.yaml 的 checks.words 中写“{value}: null”。";
        en: "`{value}` is probably meant to be `{right}`", "Correct it; a word that is right on this site is taken out of the list by `{value}: null` under checks.words in mulu.yaml.";
        source: "国办秘函〔2019〕19号 (serious misstatements); slips that inspections of government sites have published";
    }
    NumberYear "number-year" Note {
        zh: "{field}中的年份是 {year}，与成文日期（{created}）和发布日期都不一致", "重新公开的旧文件可以如此；否则请核对。";
        en: "the year in {field} is {year}, which is neither that of the creation ({created}) nor that of the publication", "An old document that is published again may have this; otherwise check the number and the dates.";
        source: "国办秘函〔2009〕6号 part 2 (year of the index number); GB/T 9704-2012 (year of the document number)";
    }
    SignatureDate "signature-date" Warning {
        zh: "成文日期是 {created}，而正文落款的日期是 {signed}", "成文日期以落款为准，请核对。";
        en: "the date of creation is {created}, but the text is signed {signed}", "The date under the text is the date of creation: check both.";
        source: "GB/T 9704-2012 (成文日期)";
    }
    PublishedLate "published-late" Warning {
        zh: "成文日期是 {created}，发布日期是 {published}，相隔 {days}个工作日，超过 20 个工作日", "政府信息应当自形成或者变更之日起 20 个工作日内公开，法律、法规另有规定的除外；请核对日期。";
        en: "made on {created} and published on {published}: {days} working days, more than 20", "Information is disclosed within 20 working days of its making or change, unless another law says otherwise; check the dates.";
        source: "政府信息公开条例 art. 26; working days by the yearly notices 国务院办公厅关于部分节假日安排的通知";
    }
    HolidayTableMissing "holiday-table-missing" Note {
        zh: "没有 {years} 年的节假日安排，这些年份按周一至周五计算工作日", "请按当年的放假通知，在 mulu.yaml 中写 checks.holidays。";
        en: "the holidays of {years} are not known; working days of these years were counted Monday to Friday", "Enter them under checks.holidays in mulu.yaml, from the notice of that year.";
        source: "the yearly notices 国务院办公厅关于部分节假日安排的通知; mulu knows 2017 to 2026";
    }
    DuplicateDocumentNumber "duplicate-document-number" Warning {
        zh: "文号“{value}”由两份标题不同的文档使用", "请核对文号；转发、解读的页面请写明与原文件的关系（forwards、interprets）。", "另一份";
        en: "two documents with different titles carry the document number `{value}`", "Check the numbers; a page that forwards or interprets another says so (forwards, interprets).", "the other";
        source: "GB/T 9704-2012 (one number, one document)";
    }
    SameTitleAndDate "same-title-and-date" Note {
        zh: "两份文档的标题和成文日期都相同：{value}", "如属重复发布，请保留一份；索引号已公布的，用 withdrawn 撤回另一份。", "另一份";
        en: "two documents have the same title and date of creation: {value}", "If one was published twice, keep one; withdraw the other when its index number is known already.", "the other";
        source: "国办秘函〔2009〕6号 part 2 (one entry for each piece of information)";
    }
    InterpretationWithoutDocument "interpretation-without-document" Warning {
        zh: "解读材料“{value}”没有写明解读哪份文件", "加一行“interprets: [文号或索引号]”，两处页面即自动相互链接；不在本目录的文件写成 {document_number: …, title: …, url: …}。";
        en: "the interpretation `{value}` does not say what it interprets", "Add `interprets: [number]`: both pages then lead to each other; for a document elsewhere write {document_number: ..., title: ..., url: ...}.";
        source: "inspections of government sites fault interpretations that are not linked both ways with their documents";
    }
    CopiedReport "copied-report" Warning {
        zh: "本年度报告与《{other}》的文字有 {share}% 相同（不计数字）", "请如实写明本年度的情况，不要沿用往年的报告。", "往年的报告";
        en: "{share}% of the words of this annual report stand in {other} too, figures left aside", "Say what was so in this year.", "the earlier report";
        source: "国办公开办函〔2021〕30号 (contents of the annual report); studies found reports copied word for word";
    }
    IndexNumberGone "index-number-gone" Warning {
        zh: "{year} 年归档的索引号“{value}”已不在目录中", "已公开的文件不应删除：失效的予以标注，确需撤下的用 withdrawn；索引号不得更改。";
        en: "the index number `{value}`, archived in {year}, is no longer in the catalogue", "A published document is not deleted: it is marked as ended, or withdrawn; and an index number never changes.";
        source: "国办秘函〔2009〕6号 part 2 (an index number never changes once it is given)";
    }
    IndexNumberReused "index-number-reused" Warning {
        zh: "索引号“{value}”在 {year} 年归档时是《{title}》，现在是《{now}》", "索引号不得用于另一份文件；只是更正标题的，可不予处理。";
        en: "the index number `{value}` was that of {title} in the archive of {year}, and is now that of {now}", "An index number never passes to another document; a corrected title is in order.";
        source: "国办秘函〔2009〕6号 part 2 (an index number is unique and never changes)";
    }
    ImageWithoutAlt "image-without-alt" Warning {
        zh: "图片“{value}”没有替代文字", "在方括号里写明图片内容：![办事大厅位置图](位置图.png)。";
        en: "the image `{value}` has no text in its place", "Say between the brackets what it shows: ![map of the service hall](map.png).";
        source: "GB/T 37668-2019 (text alternatives); 无障碍环境建设法 art. 32";
    }
    HeadingSkip "heading-skip" Note {
        zh: "标题“{value}”跳过了一级：上一级标题之下应当用 {expected} 个“#”", "请逐级使用标题，读屏软件靠标题的级别浏览正文。";
        en: "the heading `{value}` skips a level; {expected} `#` would follow", "Use the levels one after the other: screen readers go by them.";
        source: "GB/T 37668-2019; WCAG 2.1, 1.3.1";
    }

    // ---- the configuration ---------------------------------------------------------------------------------------
    MissingConfig "missing-config" Error {
        zh: "这里没有 mulu.yaml，不是 mulu 的站点文件夹", "请进入站点文件夹再运行，或用 -r 指明；新建站点用 mulu init。";
        en: "there is no mulu.yaml here: this is not a site folder", "Run mulu in the site's folder or name it with -r; `mulu init` makes a new one.";
        source: "docs/configuration.md";
    }
    InvalidConfig "invalid-config" Error {
        zh: "配置有误：{reason}", "请对照说明文档 docs/configuration.md 改正。";
        en: "the configuration is wrong: {reason}", "See docs/configuration.md.";
        source: "docs/configuration.md";
    }
    UnknownKey "unknown-key" Error {
        zh: "配置中没有“{key}”这一项", "{suggestion}";
        en: "there is no key `{key}` in the configuration", "{suggestion}";
        source: "docs/configuration.md";
    }
    NoBaseUrl "no-base-url" Note {
        zh: "没有配置 base_url：不生成 sitemap.xml，页面不写规范网址，订阅源中只有相对网址", "网站有固定网址时，在 mulu.yaml 中写“base_url: https://…/”。";
        en: "base_url is not set: there is no sitemap.xml, pages name no canonical address, and the feed has relative addresses only", "When the site has a fixed address, write `base_url: https://.../` in mulu.yaml.";
        source: "docs/configuration.md";
    }
}
