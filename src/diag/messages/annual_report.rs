//! Messages about annual reports: their form, the cells and sums of their tables, figures that
//! differ from the text, the catalogue or the year before, and the deadline.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! annual_report {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            ReportAsDocument { line, year } "report-as-document" Warning {
                zh: "{year} 年的政府信息公开工作年度报告写成了一般文件：不核对统计表，到期提醒也会认为还没有公布",
                    "请在文件信息中加一行“{line}”；统计表按“mulu report {year}”的样式填写。";
                en: "the annual report of {year} is written as a plain document: its tables are not \
                     checked, and it counts as not published",
                    "Add the line `{line}` to the front matter; `mulu report {year}` shows the form of \
                     the tables.";
                source: "《政府信息公开条例》 arts. 49 and 50; 国办公开办函〔2021〕30号 (the form)";
            }
            ReportWithoutTables "report-without-tables" Warning {
                zh: "年度报告没有填写统计表，无法核对数据",
                    "在文件信息中加“统计表”（tables），逐行填写；用 mulu report 年份 可以生成带有全\
                     部表格的草稿。";
                en: "the annual report has no tables as data, so that its figures cannot be \
                     checked",
                    "Add `tables` to the front matter; `mulu report YEAR` writes a draft with all \
                     of them.";
                source: "国办公开办函〔2021〕30号 (form of the annual report)";
            }
            ReportYear "report-year" Error {
                zh: "看不出这是哪一年的年度报告",
                    "在统计表下写一行“年度: 2025”，或在标题中写明“2025年”。";
                en: "the year of the report cannot be determined",
                    "Write `year: 2025` under `tables`, or name the year in the title: 2025年.";
                source: "mulu's own format (docs/annual-report.md)";
            }
            ReportUnknownRow { name, suggestion } "report-unknown-row" Error {
                zh: "年度报告的格式中没有“{name}”",
                    "{suggestion}";
                en: "the form of the annual report has no `{name}`",
                    "{suggestion}";
                source: "国办公开办函〔2021〕30号 (form of the annual report)";
            }
            ReportTwice { name } "report-twice" Error {
                zh: "“{name}”填写了两次",
                    "请只保留一处。";
                en: "`{name}` is given twice",
                    "Keep one of them.";
                source: "国办公开办函〔2021〕30号 (form of the annual report)";
            }
            ReportMissingCell { what } "report-missing-cell" Error {
                zh: "统计表缺少{what}",
                    "每一格都要填写；没有的写 0。";
                en: "the tables lack {what}",
                    "Every cell is filled in; write 0 where there is nothing.";
                source: "国办公开办函〔2021〕30号 (form of the annual report): every cell is \
                         filled in";
            }
            ReportExtraCell { row, columns, given } "report-extra-cell" Error {
                zh: "“{row}”一行应有 {columns} 个数，填了 {given} 个",
                    "数与数之间空一格；千位之间不加逗号或空格。";
                en: "the row `{row}` has {columns} cells, but {given} figures",
                    "Separate figures with spaces, and write nothing between thousands.";
                source: "国办公开办函〔2021〕30号 (form of the annual report)";
            }
            ReportNotANumber { cell, value } "report-not-a-number" Error {
                zh: "{cell}写的是“{value}”，应为整数",
                    "只写数字，不带单位；没有的写 0，不写“/”或“无”。";
                en: "{cell}: `{value}` is not a whole number",
                    "Write digits only, without a unit; write 0 where there is nothing, not \
                     `/` or 无.";
                source: "国办公开办函〔2021〕30号 (form of the annual report): counts are whole \
                         numbers";
            }
            ReportNegative { cell, value } "report-negative" Error {
                zh: "{cell}写的是负数“{value}”",
                    "件数和金额不能小于 0，请核对。";
                en: "{cell}: `{value}` is less than 0",
                    "Counts and amounts are 0 or more; check it.";
                source: "国办公开办函〔2021〕30号 (form of the annual report): counts are 0 or \
                         more";
            }
            ReportRowTotal { row, sum, total } "report-row-total" Error {
                zh: "“{row}”一行的总计写的是 {total}，各列之和为：{sum}",
                    "勾稽关系：自然人与法人或其他组织各列之和，等于总计。请核对这一行的各个数。";
                en: "row `{row}`: the total is given as {total}, the sum of the columns is {sum}",
                    "The columns of natural persons and of all kinds of bodies add up to the \
                     total. Check the figures of this row.";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: the columns \
                         add up to the total";
            }
            ReportResults { column, sum, total } "report-results" Error {
                zh: "“{column}”列的“（七）总计”写的是 {total}，（一）至（六）各项之和为：{sum}",
                    "勾稽关系：本年度办理结果（一）至（六）各项之和，等于（七）总计。请核对这一列的\
                     各个数。";
                en: "column `{column}`: (7), the total of results, is given as {total}, the sum of \
                     results (1) to (6) is {sum}",
                    "The results (1) to (6) add up to (7). Check the figures of this column.";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: results (1) \
                         to (6) add up to (7)";
            }
            ReportBalance { column, received, settled } "report-balance" Error {
                zh: "“{column}”列第一项加第二项（{received}），不等于第三项加第四项（{settled}）",
                    "勾稽关系：本年新收加上年结转，等于办理结果总计加结转下年度。请核对这一列的这四\
                     个数。";
                en: "column `{column}`: items one and two ({received}) are not equal to items \
                     three and four ({settled})",
                    "Received plus carried in equals dealt with plus carried over. Check these \
                     four figures.";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: items one \
                         and two equal items three and four";
            }
            ReportReviewTotal { row, sum, total } "report-review-total" Error {
                zh: "“{row}”的总计写的是 {total}，各种结果之和为：{sum}",
                    "勾稽关系：结果维持、结果纠正、其他结果、尚未审结之和，等于总计。";
                en: "`{row}`: the total is given as {total}, the sum of the outcomes is {sum}",
                    "Upheld, corrected, other and pending add up to the total.";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 4: the \
                         outcomes add up to the total";
            }
            ReportCarryOver { column, carried_in, year, carried_out } "report-carry-over" Error {
                zh: "“{column}”列的上年结转写的是 {carried_in}，而 {year} 年报告的结转下年度是 \
                     {carried_out}",
                    "今年的“二、上年结转”应等于上一年的“四、结转下年度继续办理”。请核对两份报告。",
                    "上一年的数在这里";
                en: "column `{column}`: {carried_in} carried in, but the report for {year} carried \
                     {carried_out} over",
                    "The number carried in is the number that last year's report carried over. \
                     Check both reports.",
                    "last year's figure";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 3: carried \
                         over one year, carried in the next";
            }
            ReportInForce { row, now, year, before, made, repealed, expected } "report-in-force" Error {
                zh: "{row}现行有效件数写的是 {now}，而 {year} 年末 {before} + 本年制发 {made} − 本\
                     年废止 {repealed} = {expected}",
                    "年末现行有效件数，等于上年末现行有效件数加本年制发件数减本年废止件数。请核对两\
                     份报告。",
                    "上一年的数在这里";
                en: "{row}: {now} in force, but {before} at the end of {year} + {made} made - \
                     {repealed} repealed = {expected}",
                    "The number in force at the end of the year is the number a year before, plus \
                     those made, minus those repealed. Check both reports.",
                    "last year's figure";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 2: made, \
                         repealed and in force";
            }
            ReportQuotedFigure { quoted, cell, value } "report-quoted-figure" Warning {
                zh: "正文写“{quoted}”，统计表“{cell}”是 {value}",
                    "请核对正文与统计表，改正其中一处。";
                en: "the text says `{quoted}`, the table has {value} in `{cell}`",
                    "Check the text against the table and correct one of them.";
                source: "what inspections of annual reports compare (docs/annual-report.md)";
            }
            ReportCatalogueDiffers { what, reported, counted } "report-catalogue-differs" Note {
                zh: "行政规范性文件{what}：报告为 {reported} 件，本目录中为 {counted} 件",
                    "目录收录不全时两者可以不同；目录完整的，请核对报告。目录中按组配分类名称含“规\
                     范性文件”、发文机关与报告相同的文档计数。";
                en: "normative documents {what}: the report says {reported}, this catalogue has \
                     {counted}",
                    "They may differ where the catalogue is not complete; otherwise check the \
                     report. mulu counts documents of the same issuing body in categories whose \
                     name has 规范性文件.";
                source: "国办公开办函〔2021〕30号 (form of the annual report), part 2, held \
                         against the catalogue";
            }
            LateReport { year, published, deadline } "late-report" Warning {
                zh: "{year}年度报告于 {published} 发布，晚于期限 {deadline}",
                    "请核对发布日期。县级以上人民政府部门的年度报告应当在次年1月31日前公布，人民政\
                     府的在3月31日前公布；期限不同的，由站点管理员在 mulu.yaml 的 annual_report.deadline \
                     中写明。";
                en: "the report for {year} was published on {published}, after the deadline of \
                     {deadline}",
                    "Check the date. Departments publish theirs by 31 January of the next year, \
                     governments by 31 March; another deadline is stated under \
                     `annual_report.deadline` in mulu.yaml.";
                source: "《政府信息公开条例》 art. 49";
            }
        }
    };
}
pub(super) use annual_report;
