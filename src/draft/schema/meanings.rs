//! Takes a field or a key of `mulu.yaml`; gives its purpose in Chinese and, for a key, the form of
//! its value. The parent module writes the schemas. This file must not know the form of a schema.

use crate::catalogue::Field;

/// The form of a value in `mulu.yaml`.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Text,
    Number,
    Flag,
    Address,
    Words(&'static [&'static str]),
    /// A map whose keys are listed.
    Map,
    /// A map with any keys.
    Free,
    /// A map with the site's keys, whose values are maps with listed keys.
    Named,
    Texts,
    Days,
    Columns,
    Severities,
    TextOfName,
    NumberOfName,
    ReviewKinds,
}

/// The purpose of a field. A test requires a text for each field.
pub(in crate::draft) fn field_meaning(field: Field) -> &'static str {
    match field {
        Field::Title => "文件标题，必填。",
        Field::IndexNumber => {
            "信息的唯一编号，必填（页面除外）。全站不得重复，网址由它生成，公布后不要改。"
        }
        Field::DocumentNumber => {
            "文号，如：济退役军人〔2024〕12号。年份用六角括号“〔〕”，序号不编虚位。"
        }
        Field::Issuer => "制发文件的机关；不写时为 mulu.yaml 中的 agency.name。",
        Field::Publisher => "将文件公布上网的单位，与发文机关不同时填写。",
        Field::Category => "组配分类（栏目）的路径，各级之间用“/”隔开；不写时为所在文件夹。",
        Field::DateCreated => "成文日期，必填（页面除外），如：2024-06-18。",
        Field::DatePublished => {
            "发布日期，可带时间，如：2024-06-20 16:40；不写时同成文日期。到期前不会公布。"
        }
        Field::DateEffective => "开始施行的日期。",
        Field::DateExpires => "有效期的最后一日。",
        Field::DateRepealed => "废止之日，自该日起不再有效。",
        Field::Validity => "有效性；能由日期和相互关系推定的，不必填写。",
        Field::Topic => "主题分类。",
        Field::Genre => "公文种类，如：通知。",
        Field::Audience => "服务对象，可有多项。",
        Field::Keywords => "主题词，可有多项。",
        Field::Summary => "内容概述，一两句话。",
        Field::Source => "信息来源，即首先公布该信息的地方。",
        Field::RegistrationNumber => "规范性文件的统一登记号。",
        Field::JointIssuers => "联合发文的其他机关，可有多项。",
        Field::ResponsibleDepartment => "负责该项工作的部门。",
        Field::Contact => "咨询电话等联系方式，应为单位的，不是个人的。",
        Field::Disclosure => "公开方式；只有主动公开的才会公布，不写时为主动公开。",
        Field::Interprets => "本文件解读的文件：索引号或文号，可有多项。",
        Field::Repeals => "本文件废止的文件：索引号或文号，可有多项。",
        Field::PartlyRepeals => "本文件部分废止的文件：索引号或文号，可有多项。",
        Field::Amends => "本文件修改的文件：索引号或文号，可有多项。",
        Field::Renews => "本文件宣布继续有效的文件：索引号或文号，可有多项。",
        Field::Forwards => "本文件转发的文件：索引号或文号，可有多项。",
        Field::Related => "其他相关文件：索引号或文号，可有多项。",
        Field::Attachments => {
            "附件：与本文件放在一起的文件名，或 {文件: 文件名, 标题: 标题}，可有多项。"
        }
        Field::Aliases => "原来的网址，打开后转到本文件，可有多项。",
        Field::Withdrawn => "撤回的日期和理由：{日期: 2024-06-18, 理由: 内容有误，正在更正}。",
        Field::Kind => "类型：文件（默认）、年度报告或页面。",
        Field::Tables => "年度报告的统计表，只用于年度报告。",
        Field::Reviews => {
            "公布前的审核记录：[{审次: 初审, 审核人: 姓名, 日期: 2024-06-18}]；不会公布。"
        }
        Field::Slug => "页面网址的最后一段，只用于页面。",
        Field::Draft => "是否草稿；草稿不公布。",
        Field::Privacy => {
            "个人信息确须公布，或其他警告、提示不必改正的理由：[{检查项: …, 理由: …}]。"
        }
        Field::Extra => "供自定义主题使用的内容。",
        #[allow(
            unreachable_patterns,
            reason = "so that a new field compiles before it has a text here; a test demands the text"
        )]
        field => field.label(),
    }
}

/// The keys of `mulu.yaml` by path, each with the form of its value and its purpose.
const KEYS: &[(&str, Form, &str)] = &[
    ("title", Form::Text, "网站名称，必填。"),
    ("description", Form::Text, "网站简介。"),
    (
        "language",
        Form::Words(&["zh-Hans", "en"]),
        "页面语言，默认 zh-Hans。",
    ),
    (
        "base_url",
        Form::Address,
        "网站根目录的完整网址，供网站地图、订阅和页面元数据使用。",
    ),
    (
        "time_zone",
        Form::Text,
        "时区，如 \"+08:00\"（默认）；“今天”是哪一天由它决定。",
    ),
    ("agency", Form::Map, "主办单位，显示在每页页脚。"),
    ("agency.name", Form::Text, "单位全称，也是默认的发文机关。"),
    ("agency.address", Form::Text, "地址。"),
    ("agency.phone", Form::Text, "办公电话。"),
    ("agency.email", Form::Text, "办公邮箱。"),
    ("agency.hours", Form::Text, "办公时间。"),
    ("agency.site_id_code", Form::Text, "网站标识码。"),
    ("agency.icp", Form::Text, "ICP 备案编号。"),
    ("agency.police_record", Form::Text, "公安机关备案编号。"),
    (
        "agency.report_error_url",
        Form::Address,
        "“我为政府网站找错”的网址。",
    ),
    ("index_number", Form::Map, "本站索引号的写法。"),
    (
        "index_number.pattern",
        Form::Text,
        "整个索引号应当符合的正则表达式。",
    ),
    (
        "index_number.next",
        Form::Text,
        "mulu new 编号的格式，可用 {year} 和 {serial}、{serial:5}。",
    ),
    ("columns", Form::Columns, "栏目，可以分级。"),
    ("columns[].name", Form::Text, "栏目名称，必填。"),
    (
        "columns[].path",
        Form::Text,
        "栏目网址中的一段，用小写字母、数字和连字符，必填。",
    ),
    (
        "columns[].type",
        Form::Text,
        "栏目类型（元数据 ColumnType），如：政策文件。",
    ),
    ("columns[].description", Form::Text, "栏目简介。"),
    (
        "columns[].empty_note",
        Form::Text,
        "栏目暂无内容时显示的说明。",
    ),
    (
        "columns[].update_within",
        Form::Number,
        "应在多少天之内更新。",
    ),
    (
        "columns[].epub",
        Form::Flag,
        "是否为本栏目及其下级栏目的文件生成电子书（EPUB）。",
    ),
    ("columns[].children", Form::Columns, "下级栏目。"),
    ("page_size", Form::Number, "列表每页的条数，默认 20。"),
    ("theme", Form::Text, "主题名称，即 themes/ 下的文件夹。"),
    ("extra", Form::Free, "供自定义主题使用的内容。"),
    ("checks", Form::Map, "检查的设置。"),
    (
        "checks.severity",
        Form::Severities,
        "按检查项调整：warning（警告）、note（提示）或 off（不检查）；错误不能调整。",
    ),
    (
        "checks.holidays",
        Form::Named,
        "各年的放假和调休安排，以年份为名。",
    ),
    ("checks.holidays.*.off", Form::Days, "放假的工作日。"),
    ("checks.holidays.*.work", Form::Days, "上班的周末。"),
    (
        "checks.words",
        Form::TextOfName,
        "易错词表：错的写法与正确的写法；值为 null 时从内置词表中去掉该词。",
    ),
    (
        "checks.names",
        Form::Texts,
        "与别的名称只差一字、但本身无误的机关和栏目名称。",
    ),
    (
        "checks.removed",
        Form::TextOfName,
        "曾经公开、现已移除的文件：索引号与理由。",
    ),
    (
        "editor",
        Form::Text,
        "编辑台用哪个编辑器打开文件，如：vscode；也可以写含有 {path} 的地址。",
    ),
    ("proofreading", Form::Map, "文字校对。"),
    (
        "proofreading.words",
        Form::Text,
        "本站易错词表（TSV 文件）。",
    ),
    (
        "checks.update_within",
        Form::NumberOfName,
        "按栏目类型或名称规定更新期限（天），null 为不限。",
    ),
    (
        "checks.unstated_validity",
        Form::Words(&["effective", "unknown"]),
        "未注明有效性的文件按有效（effective，默认）还是未标注（unknown）。",
    ),
    ("reviews", Form::Map, "公布前的审核要求。"),
    (
        "reviews.required",
        Form::ReviewKinds,
        "必须有的审核：初审、复审、终审、保密审查。",
    ),
    (
        "reviews.from",
        Form::Text,
        "自哪一天起公布的文件才检查，如 2024-01-01。",
    ),
    ("annual_report", Form::Map, "年度报告。"),
    (
        "annual_report.deadline",
        Form::Text,
        "次年公布年度报告的最后期限，如 01-31。",
    ),
    ("privacy", Form::Map, "个人信息检查的设置。"),
    (
        "privacy.office_labels",
        Form::Texts,
        "出现在手机号之前、表明是办公电话的词。",
    ),
    (
        "privacy.largest_file",
        Form::Number,
        "超过多少 MiB 的附件不检查，默认 64。",
    ),
    ("search", Form::Map, "检索的设置。"),
    (
        "search.attachments",
        Form::Flag,
        "附件的正文能否检索，默认 true。",
    ),
    (
        "search.longest_attachments",
        Form::Number,
        "每份文件的附件最多检索多少字，默认 300000。",
    ),
    (
        "raw_html",
        Form::Flag,
        "正文中的 HTML 是否在清理后保留，默认 false。",
    ),
    (
        "epub",
        Form::Flag,
        "是否为每份文件生成电子书（EPUB），默认 false；栏目可另行规定。",
    ),
    (
        "offline",
        Form::Flag,
        "访问者断网时能否查看首页、检索和看过的网页（须用 https），默认 false。",
    ),
    (
        "license_url",
        Form::Address,
        "目录数据使用条款的网址，如知识共享许可协议。",
    ),
    ("archive_url", Form::Address, "历年归档包公布的网址。"),
    ("retention", Form::Map, "保管期限。"),
    (
        "retention.period",
        Form::Text,
        "全部文件的保管期限，如：永久、30年、10年。",
    ),
    (
        "retention.categories",
        Form::TextOfName,
        "按组配分类路径规定的保管期限。",
    ),
    (
        "retention.transfer_after",
        Form::Number,
        "满多少年移交档案馆。",
    ),
];

/// The form of a key's value, and the key's purpose. An unlisted key may have any map, and its
/// purpose is empty.
pub(super) fn key_meaning(key: &str) -> (Form, &'static str) {
    let row = KEYS.iter().find(|(path, ..)| *path == key);
    row.map_or((Form::Free, ""), |(_, form, meaning)| (*form, meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_every_key_has_a_text() {
        for &field in Field::ALL {
            assert!(field_meaning(field).ends_with('。'), "{}", field.name());
        }
        let keys = crate::config::keys();
        let missing: Vec<&String> = keys
            .iter()
            .filter(|key| key_meaning(key).1.is_empty())
            .collect();
        let unknown: Vec<&str> = KEYS
            .iter()
            .map(|(key, ..)| *key)
            .filter(|key| !keys.iter().any(|k| k == key))
            .collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{missing:?} {unknown:?}"
        );
    }
}
