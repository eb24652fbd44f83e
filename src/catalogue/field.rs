//! Defines the table of fields: the keys of front matter, and where each value is shown, stored and
//! read. The table must not know how pages, ledgers or packages are made.
//!
//! One row describes one field. The modules that make the page, the ledger, the archive package,
//! the imported documents, the JSON Schemas and `docs/front-matter.md` read this table.

use super::value::Relation;
use crate::fold::fold;
use crate::parse::front_matter::Script;
use FieldKind::{Choice, Date, Flag, Items, List, Map, Text};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The form in which a field's value is written in front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A list of texts.
    List,
    /// A day, `YYYY-MM-DD`. The day of publication may have a time, `YYYY-MM-DD HH:MM`.
    Date,
    /// One word of a fixed set: a [`Validity`](super::Validity), a
    /// [`Disclosure`](super::Disclosure) or a [`Kind`](super::Kind).
    Choice,
    /// `true` or `false`.
    Flag,
    /// The documents to which this one has this relation: a list of index numbers or document
    /// numbers. A document outside the catalogue is a map `{document_number, title, url}`. A map
    /// `{document_number, articles}` limits the relation to some articles.
    Relation(Relation),
    /// A map: `withdrawn: {date, reason}`, the tables of an annual report, or free names and values
    /// (`extra`).
    Map,
    /// A list of maps: `attachments: [{file, title}]`, `reviews: [{kind, who, date}]`, `privacy:
    /// [{code, value, file, reason}]`. An attachment may also be the name of its file alone.
    Items,
}

/// Where a document's page shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPage {
    /// Nowhere.
    No,
    /// At a fixed place in the template.
    Placed,
    /// In the list of rows, which is sorted by this number.
    Row(u16),
    /// In the list of rows, over the whole width.
    WideRow(u16),
}

#[derive(Clone, Copy, Debug)]
struct Row {
    kind: FieldKind,
    is_plain: bool,
    page: OnPage,
    in_text: bool,
    ledger: Option<(u16, f64)>,
    package: Option<u16>,
    in_package_table: bool,
    is_imported: bool,
    is_archived: bool,
    is_searchable: bool,
    sample: Option<&'static str>,
}

/// A field whose value is shown as written. General code handles it.
const fn plain(kind: FieldKind) -> Row {
    assert!(matches!(kind, Text | List), "plain values are texts");
    Row {
        is_plain: true,
        ..typed(kind)
    }
}

/// A field whose value has code of its own in `read` and `Entry`.
const fn typed(kind: FieldKind) -> Row {
    Row {
        kind,
        is_plain: false,
        page: OnPage::No,
        in_text: false,
        ledger: None,
        package: None,
        in_package_table: false,
        is_imported: false,
        is_archived: false,
        is_searchable: false,
        sample: None,
    }
}

const fn relation(relation: Relation) -> Row {
    typed(FieldKind::Relation(relation)).page(OnPage::Placed)
}

impl Row {
    const fn page(mut self, page: OnPage) -> Row {
        self.page = page;
        self
    }

    /// Shown among the rows of the document's page, which are sorted by `position`.
    const fn row(self, position: u16) -> Row {
        self.page(OnPage::Row(position))
    }

    /// Shown at the head of the document's plain text, below the index number.
    const fn text(mut self) -> Row {
        self.in_text = true;
        self
    }

    /// A column of the ledger: its position, and its width in characters.
    const fn ledger(mut self, position: u16, width: f64) -> Row {
        self.ledger = Some((position, width));
        self
    }

    /// A value in the archive package's records, which is sorted by `position` there.
    const fn package(mut self, position: u16) -> Row {
        self.package = Some(position);
        self
    }

    /// Like [`package`](Row::package); the value is also a column of the table of records.
    const fn package_table(mut self, position: u16) -> Row {
        self.in_package_table = true;
        self.package(position)
    }

    /// Read by `mulu import` from old pages.
    const fn import(mut self) -> Row {
        self.is_imported = true;
        self
    }

    /// Part of the source in an archive package, as written. `snapshot` has its own rules for
    /// relations, tables, waivers and withdrawals.
    const fn archive(mut self) -> Row {
        self.is_archived = true;
        self
    }

    /// Found by a full-text search.
    const fn search(mut self) -> Row {
        self.is_searchable = true;
        self
    }

    /// Offered in a comment of every new document, with this example value. An example text is in
    /// quotation marks, so that a colon or a `#` in it has no special meaning.
    const fn sample(mut self, written: &'static str) -> Row {
        self.sample = Some(written);
        self
    }
}

macro_rules! fields {
    ($($variant:ident $key:literal $label:literal $label_en:literal [$($alias:literal),*] $row:expr;)*) => {
        /// A field of the front matter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum Field { $(#[doc = $label] $variant,)* }

        static TABLE: &[Row] = &[$($row),*];

        impl Field {
            /// All fields, in the order in which front matter usually has them.
            pub const ALL: &'static [Field] = &[$(Field::$variant),*];

            /// The key in front matter, in the templates, in catalogue.json and in the records of a
            /// package.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $key,)* }
            }

            /// The Chinese label.
            pub fn label(self) -> &'static str {
                match self { $(Field::$variant => $label,)* }
            }

            /// The English label.
            pub fn label_en(self) -> &'static str {
                match self { $(Field::$variant => $label_en,)* }
            }

            /// Every Chinese label that is understood, the usual one first.
            pub fn labels(self) -> &'static [&'static str] {
                match self { $(Field::$variant => &[$label $(, $alias)*],)* }
            }
        }
    };
}

// variant, key, Chinese label, English label, [further labels], kind and places
fields! {
    Title "title" "标题" "Title" ["名称", "信息名称"]
        typed(Text).page(OnPage::Placed).ledger(30, 60.0).package_table(30).import().archive().search();
    IndexNumber "index_number" "索引号" "Index number" ["信息索引号", "索取号"]
        typed(Text).page(OnPage::Placed).ledger(10, 30.0).package_table(10).import().archive().search();
    DocumentNumber "document_number" "文号" "Document number"
        ["发文字号", "发文文号", "发布文号", "备注/文号", "文件编号"]
        typed(Text).page(OnPage::Placed).ledger(40, 24.0).package_table(40).import().archive().search().sample("\"某政办发〔2024〕15号\"");
    Issuer "issuing_body" "发文机关" "Issuing body"
        ["发文机构", "发布机构", "发布单位", "公开责任部门", "公开主体"]
        typed(Text).page(OnPage::Placed).ledger(60, 26.0).package_table(60).import().archive().search();
    Publisher "publisher" "公布单位" "Published by" []
        plain(Text).page(OnPage::Placed).package(80).import().archive().sample("\"某某区人民政府办公室\"");
    Category "category" "组配分类" "Section" ["分类", "信息分类", "信息分类名称", "公开目录", "公文目录"]
        typed(Text).page(OnPage::Placed).ledger(100, 30.0).package_table(100).import().archive();
    DateCreated "date_created" "成文日期" "Date of document"
        ["成文时间", "生成日期", "公文生成日期", "产生日期", "签署日期", "发文日期"]
        typed(Date).page(OnPage::Placed).ledger(150, 12.0).package_table(150).import().archive();
    DatePublished "date_published" "发布日期" "Date published" ["公开日期", "发布时间", "登记日期"]
        typed(Date).page(OnPage::Placed).ledger(160, 12.0).package_table(160).import().archive();
    DateEffective "date_effective" "实施日期" "In force from" ["生效日期", "施行日期"]
        typed(Date).page(OnPage::Placed).ledger(170, 12.0).package_table(170).import().archive().sample("2024-08-01");
    DateExpires "date_expires" "失效日期" "In force until" ["有效期至", "有效期限"]
        typed(Date).page(OnPage::Placed).ledger(180, 12.0).package_table(180).import().archive().sample("2029-07-31");
    DateRepealed "date_repealed" "废止日期" "Repealed on" ["废止时间"]
        typed(Date).page(OnPage::Placed).ledger(190, 12.0).package_table(190).import().archive();
    Validity "validity" "有效性" "Status" ["是否有效", "公文时效", "时效", "效力状态", "有效性状态"]
        typed(Choice).page(OnPage::Placed).ledger(200, 10.0).package_table(200).import().archive();
    Topic "topic" "主题分类" "Subject" ["主题导航", "所属主题"]
        plain(Text).row(10).ledger(110, 24.0).package_table(110).import().archive().sample("\"某某类\"");
    Genre "genre" "体裁" "Type of document" ["体裁分类", "公文种类"]
        plain(Text).row(20).ledger(120, 8.0).package_table(120).import().archive().sample("\"通知\"");
    Audience "audience" "服务对象" "Audience" ["服务对象分类"]
        plain(List).row(50).import().archive().sample("[某某人员, 某某企业]");
    Keywords "keywords" "主题词" "Keywords" ["关键词", "关键字"]
        plain(List).row(90).ledger(130, 24.0).package(130).import().archive().search().sample("[某某事项, 某某证]");
    Summary "summary" "内容概述" "Summary" []
        plain(Text).page(OnPage::WideRow(100)).ledger(140, 50.0).package(140).import().archive().search().sample("\"规定某某的对象、标准和办理程序。\"");
    Source "source" "来源" "Source" ["信息来源", "文件来源"]
        plain(Text).row(80).import().archive().sample("\"某某区人民政府公报\"");
    RegistrationNumber "registration_number" "登记号" "Registration number"
        ["文件登记号", "统一登记号", "统一编号"]
        plain(Text).row(30).text().ledger(50, 18.0).package(50).import().archive().search().sample("\"某某-2024-0010001\"");
    JointIssuers "joint_issuing_bodies" "联合发文机关" "Issued jointly with" ["联合发文单位"]
        plain(List).page(OnPage::Placed).ledger(70, 26.0).package(70).import().archive().search().sample("[某某区财政局, 某某区民政局]");
    ResponsibleDepartment "responsible_department" "责任部门" "Department responsible" ["政策咨询机关"]
        plain(Text).row(60).package(90).import().archive().sample("\"某某科\"");
    Contact "contact" "联系方式" "Enquiries" ["咨询电话", "政策咨询电话"]
        plain(Text).row(70).import().archive().sample("\"0000-0000000\"");
    Disclosure "disclosure" "公开方式" "Disclosure" ["公开形式", "公开属性", "公开类别"]
        typed(Choice).row(40).import().archive();
    Interprets "interprets" "解读" "Interprets" ["解读文件", "被解读文件"]
        relation(Relation::Interprets).sample("[某政办发〔2024〕12号]");
    Repeals "repeals" "废止" "Repeals" ["废止文件"] relation(Relation::Repeals).sample("[某政办发〔2019〕5号]");
    PartlyRepeals "partly_repeals" "部分废止" "Partly repeals" [] relation(Relation::PartlyRepeals).sample("[某政办发〔2020〕7号]");
    Amends "amends" "修改" "Amends" ["修改文件", "修订"] relation(Relation::Amends).sample("[某政办发〔2021〕3号]");
    Renews "renews" "续期" "Renews" ["继续有效"] relation(Relation::Renews).sample("[某政办发〔2019〕8号]");
    Forwards "forwards" "转发" "Forwards" ["转发文件"] relation(Relation::Forwards).sample("[某政办发〔2024〕30号]");
    Related "related" "相关" "Related" ["相关文件"] relation(Relation::Related).sample("[某政办发〔2023〕9号]");
    Attachments "attachments" "附件" "Attachments" []
        typed(Items).page(OnPage::Placed).archive().search().sample("[申请表.docx, 名额分配表.xlsx]");
    Aliases "aliases" "旧网址" "Old addresses" [] typed(List).archive();
    Withdrawn "withdrawn" "撤回" "Withdrawn" [] typed(Map);
    Kind "kind" "类型" "Kind" [] typed(Choice).package_table(20).archive();
    Tables "tables" "统计表" "Tables" [] typed(Map).page(OnPage::Placed);
    Reviews "reviews" "审核记录" "Reviews" ["审查记录"] typed(Items);
    Slug "slug" "网址名" "Name in the address" [] typed(Text).archive();
    Draft "draft" "草稿" "Draft" [] typed(Flag).sample("是");
    Privacy "privacy" "隐私说明" "Personal data" [] typed(Items);
    Extra "extra" "扩展" "Extra" [] typed(Map).archive();
}

/// The fields that have a position, in the order of their positions.
fn ordered(position: impl Fn(Field) -> Option<u16>) -> Vec<Field> {
    let mut fields: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|f| position(*f).is_some())
        .collect();
    fields.sort_by_key(|f| position(*f));
    fields
}

/// Everyday words for fields. They are not accepted as labels; [`Field::nearest`] suggests the
/// right label.
const EVERYDAY: [(&str, Field); 35] = [
    ("题目", Field::Title),
    ("公文标题", Field::Title),
    ("信息标题", Field::Title),
    ("文件名", Field::Title),
    ("文件名称", Field::Title),
    ("文件标题", Field::Title),
    ("单位", Field::Issuer),
    ("发文单位", Field::Issuer),
    ("印发机关", Field::Issuer),
    ("发文部门", Field::Issuer),
    ("栏目", Field::Category),
    ("类别", Field::Category),
    ("印发日期", Field::DateCreated),
    ("日期", Field::DateCreated),
    ("公布日期", Field::DatePublished),
    ("上网日期", Field::DatePublished),
    ("有效期", Field::DateExpires),
    ("截止日期", Field::DateExpires),
    ("文件状态", Field::Validity),
    ("上传附件", Field::Attachments),
    ("失效时间", Field::DateExpires),
    ("执行日期", Field::DateEffective),
    ("施行时间", Field::DateEffective),
    ("实施时间", Field::DateEffective),
    ("生效时间", Field::DateEffective),
    ("落款", Field::Issuer),
    ("摘要", Field::Summary),
    ("电话", Field::Contact),
    ("联系电话", Field::Contact),
    ("是否公开", Field::Disclosure),
    ("密级", Field::Disclosure),
    ("被废止", Field::DateRepealed),
    ("代替", Field::Repeals),
    ("替代", Field::Repeals),
    ("状态", Field::Draft),
];

/// Fields by their labels, folded and without white space.
static BY_LABEL: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    Field::ALL
        .iter()
        .flat_map(|&f| f.labels().iter().map(move |l| (fold(l), f)))
        .collect()
});

impl Field {
    /// The name of the field in front matter of this script: the Chinese label, or else the key.
    pub fn name_in(self, script: Script) -> &'static str {
        match script {
            Script::Chinese => self.label(),
            Script::English | Script::Either => self.name(),
        }
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The form of the value.
    pub fn kind(self) -> FieldKind {
        self.row().kind
    }

    /// Whether the value is shown as written, without code of its own. Such a value is in
    /// [`Entry::text`](super::Entry::text) or [`Entry::list`](super::Entry::list).
    pub fn is_plain(self) -> bool {
        self.row().is_plain
    }

    /// Where a document's page shows it.
    pub fn on_page(self) -> OnPage {
        self.row().page
    }

    /// Whether the head of a document's plain text shows it, below the index number.
    pub fn is_in_text(self) -> bool {
        self.row().in_text
    }

    /// The width of the field's column in the ledger, in characters; `None` if the ledger has no
    /// column for the field.
    pub fn ledger_width(self) -> Option<f64> {
        self.row().ledger.map(|(_, width)| width)
    }

    /// Whether the records of an archive package have it.
    pub fn is_in_package(self) -> bool {
        self.row().package.is_some()
    }

    /// Whether the table of a package's records has a column for it.
    pub fn is_in_package_table(self) -> bool {
        self.row().in_package_table
    }

    /// Whether `mulu import` looks for its labels on old pages.
    pub fn is_imported(self) -> bool {
        self.row().is_imported
    }

    /// Whether the source in an archive package has it, as written.
    pub fn is_archived(self) -> bool {
        self.row().is_archived
    }

    /// Whether a full-text search finds it.
    pub fn is_searchable(self) -> bool {
        self.row().is_searchable
    }

    /// The example value with which a new document offers the field in a comment.
    pub fn sample(self) -> Option<&'static str> {
        self.row().sample
    }

    /// The fields of the ledger, in the order of its columns.
    pub fn in_ledger() -> &'static [Field] {
        static FIELDS: LazyLock<Vec<Field>> =
            LazyLock::new(|| ordered(|f| f.row().ledger.map(|(position, _)| position)));
        &FIELDS
    }

    /// The fields of a package's records, in their order.
    pub fn in_package() -> &'static [Field] {
        static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| ordered(|f| f.row().package));
        &FIELDS
    }

    /// The fields in the list of rows of a document's page, in their order.
    pub fn rows_of_page() -> &'static [Field] {
        static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
            ordered(|f| match f.on_page() {
                OnPage::Row(position) | OnPage::WideRow(position) => Some(position),
                OnPage::No | OnPage::Placed => None,
            })
        });
        &FIELDS
    }

    /// The field that states a relation.
    pub fn of_relation(relation: Relation) -> Field {
        let states = |f: &&Field| f.kind() == FieldKind::Relation(relation);
        Field::ALL
            .iter()
            .find(states)
            .copied()
            .unwrap_or(Field::Related)
    }

    /// The field with this key or Chinese label. The label may be simplified or traditional, and
    /// may have spaces between its characters.
    pub fn find(written: &str) -> Option<Field> {
        if let Some(field) = Field::ALL.iter().find(|f| f.name() == written) {
            return Some(*field);
        }
        BY_LABEL.get(&fold(written)).copied()
    }

    /// For an everyday word, the label of the field that it means. For another unknown key, the
    /// most similar key or label in the same script, or `None` if none is similar enough.
    pub fn nearest(written: &str) -> Option<&'static str> {
        let folded = fold(written);
        if let Some((_, field)) = EVERYDAY.iter().find(|(word, _)| *word == folded) {
            return Some(field.label());
        }
        let names = Field::ALL
            .iter()
            .flat_map(|f| std::iter::once(f.name()).chain(f.labels().iter().copied()));
        let least = if folded.is_ascii() { 0.6 } else { 0.5 };
        names
            .filter(|n| n.is_ascii() == folded.is_ascii())
            .map(|n| (strsim::normalized_damerau_levenshtein(n, &folded), n))
            .filter(|(score, _)| *score >= least)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, n)| n)
    }

    /// Whether this label means the publisher if the document states its issuing body under another
    /// label.
    pub fn may_be_publisher(written: &str) -> bool {
        matches!(fold(written).as_str(), "发布机构" | "发布单位")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_in_any_form() {
        for (written, field) in [
            ("索 引 号", Field::IndexNumber),
            ("索引號", Field::IndexNumber),
            ("title", Field::Title),
            ("名　　称", Field::Title),
            ("發佈機構", Field::Issuer),
        ] {
            assert_eq!(Field::find(written), Some(field), "{written}");
        }
        assert_eq!(Field::find("titel"), None);
        assert_eq!(Field::nearest("titel"), Some("title"));
        assert_eq!(Field::nearest("成文日其"), Some("成文日期"));
        assert_eq!(Field::nearest("完全无关的东西"), None);
        for (word, field) in EVERYDAY {
            assert!(Field::find(word).is_none(), "{word} is read as {field:?}");
            assert_eq!(Field::nearest(word), Some(field.label()));
        }
        for far in ["x", "url", "id", "ti题", "标t", "文h"] {
            assert!(
                Field::nearest(far).is_none_or(|n| n.is_ascii() == far.is_ascii()),
                "{far}: {:?}",
                Field::nearest(far)
            );
        }
        assert_eq!(
            (
                Field::nearest("url"),
                Field::nearest("autor"),
                Field::nearest("keyword")
            ),
            (None, None, Some("keywords"))
        );
    }

    #[test]
    fn no_position_is_taken_twice() {
        let is_strict = |fields: &[Field], position: &dyn Fn(Field) -> Option<u16>| {
            fields.windows(2).all(|w| position(w[0]) < position(w[1]))
        };
        assert!(is_strict(Field::in_ledger(), &|f| f
            .row()
            .ledger
            .map(|l| l.0)));
        assert!(is_strict(Field::in_package(), &|f| f.row().package));
        assert!(is_strict(Field::rows_of_page(), &|f| match f.on_page() {
            OnPage::Row(n) | OnPage::WideRow(n) => Some(n),
            _ => None,
        }));
    }

    #[test]
    fn every_relation_has_its_field() {
        for relation in Relation::ALL {
            let field = Field::of_relation(*relation);
            assert_eq!(field.kind(), FieldKind::Relation(*relation));
            assert_eq!(field.name(), relation.code());
        }
    }

    #[test]
    fn no_label_means_two_things() {
        let count: usize = Field::ALL.iter().map(|f| f.labels().len()).sum();
        assert_eq!(BY_LABEL.len(), count);
    }
}
