//! Messages about how documents agree with each other and with the columns: index numbers,
//! addresses, spellings, categories, relations, validity and the order of dates.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! catalogue {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            DuplicateIndexNumber { value } "duplicate-index-number" Error {
                zh: "索引号“{value}”重复",
                    "索引号全站唯一（大小写、全角半角视为相同），一经发布不得更改；请给后发布的文档\
                     另编新号。",
                    "已用于这里";
                en: "the index number `{value}` is used twice",
                    "Index numbers are unique over the site (case and width ignored) and never \
                     change; give the newer document a new one.",
                    "already used here";
                source: "国办秘函〔2009〕6号 part 2, 索引号: unique and never changed";
            }
            SpellingDiffers { value, first } "spelling-differs" Warning {
                zh: "“{value}”与“{first}”只有大小写、全角半角或空格的差别；已按“{first}”处理",
                    "请统一写法。",
                    "先写在这里";
                en: "`{value}` and `{first}` differ in letter case, width or spaces only; it was \
                     read as `{first}`",
                    "Write it the same everywhere.",
                    "first written here";
                source: "each body and each category has one list (docs/addresses.md)";
            }
            UnknownCategory { what, value, count, remedy, columns } "unknown-category" Warning {
                zh: "{what}“{value}”不是本站的栏目（{count} 篇），网站会因此多出一个栏目",
                    "{remedy}本站的栏目：{columns}。确需新设栏目的，请站点管理员先写入 mulu.yaml 的 columns。";
                en: "{what} `{value}` is no column of this site ({count} documents); the site would \
                     show it as a new column",
                    "{remedy} The columns of this site: {columns}. A new column goes into `columns` of \
                     mulu.yaml first.";
                source: "国办发〔2017〕47号 (the columns of a site are planned); docs/configuration.md";
            }
            MissingCategory { line, columns } "missing-category" Warning {
                zh: "没有写明栏目（组配分类），在网站的任何栏目中都找不到本文档",
                    "请在文件信息中加一行，如“{line}”，或者把文件移到栏目的文件夹中。本站的栏目：{columns}。";
                en: "the document has no category, so no column of the site lists it",
                    "Add a line such as `{line}`, or move the file into the folder of a column. The \
                     columns of this site: {columns}.";
                source: "国办秘函〔2009〕6号 part 2 (组配分类); 国办发〔2017〕47号";
            }
            AddressCollision { url, remedy } "address-collision" Error {
                zh: "两处内容的网址相同：{url}",
                    "请更改其中一处：{remedy}",
                    "另一处";
                en: "two things have the same address: {url}",
                    "Change one of them: {remedy}",
                    "the other";
                source: "one address, one thing (docs/addresses.md)";
            }
            DanglingReference { field, value, remedy } "dangling-reference" Error {
                zh: "{field}所引“{value}”在本目录中不存在",
                    "{remedy}";
                en: "`{field}` refers to `{value}`, which is not in this catalogue",
                    "{remedy}";
                source: "a relation leads to one document of the catalogue (docs/front-matter.md)";
            }
            AmbiguousReference { choices, field, value } "ambiguous-reference" Error {
                zh: "{field}所引文号“{value}”由两份以上文档共用，无法确定是哪一份",
                    "请改引索引号：{choices}。",
                    "使用该文号";
                en: "`{field}` refers to the document number `{value}`, which more than one \
                     document carries",
                    "Refer to the index number: {choices}.",
                    "carries this number";
                source: "a relation leads to one document of the catalogue (docs/front-matter.md)";
            }
            SelfReference { field, value } "self-reference" Error {
                zh: "{field}引用了文档自身（{value}）",
                    "请改为所指的另一份文档，或删去。";
                en: "`{field}` refers to the document itself ({value})",
                    "Refer to the other document that is meant, or leave it out.";
                source: "a relation leads to one document of the catalogue (docs/front-matter.md)";
            }
            UnstatedRepeal { value, line } "unstated-repeal" Warning {
                zh: "正文写明“{value}”废止，文件信息里却没有说明；该文件因此不会标为废止",
                    "如确由本文件废止，请{line}；否则请核对正文。";
                en: "the text ends `{value}`, but no relation says so: that document is not marked \
                     as repealed",
                    "If this document repeals it, {line}; otherwise check the text.";
                source: "inspections: a document repealed by another is still shown as valid \
                         (docs/validity.md, Sources)";
            }
            CircularRelation { ring } "circular-relation" Error {
                zh: "文件之间的关系首尾相接，不能成立：{ring}",
                    "被废止、修改、解读、转发的文件应当在先；请逐处核对文号，删去写反的一处。",
                    "并见这里";
                en: "these relations form a circle, which is impossible: {ring}",
                    "The document that is repealed, amended, interpreted or forwarded comes first; \
                     check each number and delete the relation that is the wrong way round.",
                    "and here";
                source: "docs/validity.md";
            }
            ValidityContradiction { stated, computed, reason } "validity-contradiction" Error {
                zh: "有效性写的是“{stated}”，但依据{reason}，应为“{computed}”",
                    "请更正有效性（或删去该字段，由系统判定），或更正与之矛盾的日期、文件关系。",
                    "与此矛盾";
                en: "the validity says `{stated}`, but by {reason} it is `{computed}`",
                    "Correct the validity, or the date or relation that contradicts it. You may also \
                     leave the validity out, because mulu determines it.",
                    "contradicted here";
                source: "docs/validity.md; inspections fault repealed documents that are shown as \
                         valid";
            }
            ValidityOverruled { stated, computed, reason } "validity-overruled" Warning {
                zh: "有效性写的是“{stated}”，但依据{reason}，文件已不再有效，网站按“{computed}”显\
                     示",
                    "请更正有效性（或删去该字段，由系统判定），或更正与之矛盾的日期、文件关系。",
                    "依据在此";
                en: "the validity says `{stated}`, but by {reason} the document has ended: it is \
                     shown as `{computed}`",
                    "Correct the validity, or the date or relation that contradicts it. You may also \
                     leave the validity out, because mulu determines it.",
                    "ended here";
                source: "docs/validity.md; inspections fault repealed documents that are shown as \
                         valid";
            }
            ValidityWithoutDate { stated, field } "validity-without-date" Warning {
                zh: "有效性写的是“{stated}”，但没有日期或文件说明从何时起；无论在哪一天，均按\
                     “{stated}”处理",
                    "请补充{field}；如由另一份文件废止，请在那份文件的“废止”（repeals）中列出本文\
                     件。";
                en: "the validity says `{stated}`, but no date or document says since when; it is \
                     taken to hold on every day",
                    "Add {field}, or name this document under `repeals` of the one that ended it.";
                source: "docs/validity.md";
            }
            DateOrder { later, later_value, earlier, earlier_value } "date-order" Warning {
                zh: "{later}（{later_value}）早于{earlier}（{earlier_value}）",
                    "请核对这两个日期。";
                en: "{later} ({later_value}) is before {earlier} ({earlier_value})",
                    "Check both dates.";
                source: "a document is published after it is made, ends after it begins, and is \
                         taken down after it was published (docs/validity.md)";
            }
            EffectiveBeforeCreated { later, later_value, earlier, earlier_value } "effective-before-created" Note {
                zh: "{later}（{later_value}）早于{earlier}（{earlier_value}）",
                    "有的文件确有追溯效力；否则请核对这两个日期。";
                en: "{later} ({later_value}) is before {earlier} ({earlier_value})",
                    "Some documents apply to the past. If this one does not, check both dates.";
                source: "《立法法》 (rules do not reach back, with exceptions); docs/validity.md";
            }
            RelationOrder { created, target_created, target, relation } "relation-order" Warning {
                zh: "本文件成文于 {created}，所{relation}的“{target}”成文于 {target_created}，反而\
                     更晚",
                    "请核对两份文件的成文日期；如果关系写反了，请改写在另一份文件中。",
                    "另一份的成文日期";
                en: "this document {relation} `{target}`, which was made later ({target_created}; this \
                     document: {created})",
                    "Check both dates of creation; if the relation is the wrong way round, state \
                     it in the other document.",
                    "made on that day";
                source: "a document acts on documents that are there (docs/validity.md)";
            }
            MissingArticle { place, target, last } "missing-article" Note {
                zh: "“{target}”止于第{last}条，没有这里所写的“{place}”",
                    "请核对条款的序号；如果本文件为它增加这一条，则不必改动。";
                en: "`{target}` ends with article {last} and has no `{place}`",
                    "Check the number of the article; if this document adds it, leave it as it \
                     is.";
                source: "a note stands below the article that another document amends or repeals \
                         (docs/validity.md)";
            }
        }
    };
}
pub(super) use catalogue;
