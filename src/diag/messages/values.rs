//! Messages about single values of the front matter: dates, numbers, paths.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! values {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            InvalidDate { field, value, remedy } "invalid-date" Error {
                zh: "字段“{field}”的值“{value}”无法识别为日期",
                    "{remedy}";
                en: "the value of `{field}`, `{value}`, is not a date",
                    "{remedy}";
                source: "GB/T 7408 (ISO 8601), as the rules for disclosure catalogues use it: YYYY-MM-DD";
            }
            NonexistentDate { field, value, reason } "nonexistent-date" Error {
                zh: "字段“{field}”的日期“{value}”并不存在",
                    "请核对年、月、日：{reason}。";
                en: "the date `{value}` of `{field}` does not exist",
                    "Check year, month and day: {reason}.";
                source: "GB/T 7408 (ISO 8601), as the rules for disclosure catalogues use it: YYYY-MM-DD";
            }
            DateForm { field, value, zone, canonical } "date-form" Warning {
                zh: "字段“{field}”的日期写作“{value}”；已{zone}按 {canonical} 理解",
                    "写成：“{field}: {canonical}”。";
                en: "the date of `{field}` is written `{value}`; it was read as {canonical}{zone}",
                    "Write `{field}: {canonical}`.";
                source: "GB/T 7408 (ISO 8601), as the rules for disclosure catalogues use it: YYYY-MM-DD";
            }
            DocumentNumberForm { value, read, canonical } "document-number-form" Warning {
                zh: "文号“{value}”的写法不规范；{read}",
                    "年份用四位数字，外加六角括号“〔〕”；发文顺序号用阿拉伯数字，不加“第”字，不编虚\
                     位（1 不编为 01），后加“号”字：{canonical}。";
                en: "the document number `{value}` is not in canonical form: {read}",
                    "Write the year with four digits in brackets 〔〕, and the serial number without \
                     padding: {canonical}.";
                source: "GB/T 9704—2012, 发文字号";
            }
            UnknownValue { field, value, choices } "unknown-value" Error {
                zh: "字段“{field}”的值“{value}”不在可选范围内",
                    "可选的值：{choices}。";
                en: "the value `{value}` of `{field}` is not one of those allowed",
                    "Allowed: {choices}.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            InvalidIndexNumber { value } "invalid-index-number" Error {
                zh: "索引号“{value}”里没有字母或数字，无法生成网址",
                    "索引号至少要有一个字母或数字，如 11370100MB28508779/2024-00131。";
                en: "the index number `{value}` has no letter and no digit, so it gives no address",
                    "It needs at least one, as in 11370100MB28508779/2024-00131.";
                source: "国办秘函〔2009〕6号 part 2, 索引号; docs/addresses.md";
            }
            IndexNumberPattern { value, pattern } "index-number-pattern" Warning {
                zh: "索引号“{value}”不符合本站规定的格式",
                    "本站规定的格式：{pattern}（由站点管理员在 mulu.yaml 的 index_number.pattern 中\
                     设定）。";
                en: "the index number `{value}` does not have the form that this site uses",
                    "The form (index_number.pattern in mulu.yaml): {pattern}.";
                source: "the site's own rule (`index_number.pattern`); there is no national form";
            }
            IndexNumberForm { value, fault, marks, line } "index-number-form" Warning {
                zh: "索引号“{value}”中有{fault}：{marks}",
                    "写成：“{line}”；索引号公布后不得更改，请在公布前改正。";
                en: "the index number `{value}` has {fault}: {marks}",
                    "Write `{line}`; correct it before you publish, because a published number never \
                     changes.";
                source: "国办秘函〔2009〕6号 part 2, 索引号; GB 32100—2015 (a credit code has half-width \
                         letters and digits)";
            }
            InvalidSlug { value } "invalid-slug" Error {
                zh: "网址名“{value}”不可用",
                    "只能用小写字母、数字和连字符，如 guide；只有写明“类型: 页面”（kind: page）的才可\
                     以指定网址名。";
                en: "the slug `{value}` cannot be used",
                    "Use lower-case letters, digits and hyphens, such as guide; only for documents \
                     with kind: page.";
                source: "mulu's own format (docs/front-matter.md)";
            }
            NonAsciiPagePath { url } "non-ascii-page-path" Note {
                zh: "页面的文件名含中文，网址由拼音首字母生成：{url}",
                    "如需固定、易读的网址，可加一行“网址名: guide”（小写字母、数字、连字符）。";
                en: "the page's path is not ASCII; its address was made from it: {url}",
                    "For a readable address add a line `slug: ...` (lower-case letters, digits, \
                     hyphens).";
                source: "mulu's own format (docs/front-matter.md)";
            }
            InvalidPath { field, value } "invalid-path" Error {
                zh: "字段“{field}”的路径“{value}”不可用",
                    "请写站内的路径，如 news/t20230329.html，以“/”分隔；不写域名，不含“..”、盘符、\
                     反斜杠、百分号等字符。";
                en: "the path `{value}` in `{field}` cannot be used",
                    "Write a path inside the site, such as news/t20230329.html, separated by `/`, \
                     without a host, `..`, drives, backslashes or percent signs.";
                source: "mulu's own format (docs/front-matter.md)";
            }
        }
    };
}
pub(super) use values;
