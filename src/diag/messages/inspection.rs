//! Messages about the faults that inspections of government sites look for.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! inspection {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            CreditCodeCheckDigit { value, expected, count } "credit-code-check-digit" Warning {
                zh: "索引号前段“{value}”不符合统一社会信用代码的校验规则（校验码应为 {expected}），\
                     可能有误；共有 {count} 份文档使用",
                    "请与单位的统一社会信用代码证书核对；索引号已经发布的，不得更改，核实后由站点管\
                     理员在 mulu.yaml 的 checks.severity 中关闭本项。";
                en: "the organisation `{value}` in the index number is not a valid credit code: the \
                     check digit should be {expected}; documents that have it: {count}",
                    "Compare it with the certificate. An index number that has been published must \
                     not change: switch the check off then (checks.severity in mulu.yaml).";
                source: "GB 32100—2015 法人和其他组织统一社会信用代码编码规则";
            }
            EmptyColumn { name, path } "empty-column" Warning {
                zh: "栏目“{name}”（{path}）没有内容，也没有说明",
                    "请补充内容；确实没有的，由站点管理员在 mulu.yaml 中为该栏目写 empty_note，由页\
                     面说明情况。";
                en: "the column `{name}` ({path}) has no documents and no note that says so",
                    "Add documents, or give the column an `empty_note` in mulu.yaml, which its \
                     page then shows.";
                source: "国办秘函〔2019〕19号 (空白栏目); the 2015 census of government sites lets \
                         a column without content say so on its page";
            }
            QuietColumn { name, path, published, days, within } "quiet-column" Note {
                zh: "栏目“{name}”（{path}）已 {days} 天没有更新：最近一次发布是 {published}，这类栏\
                     目一般应在 {within} 天内更新",
                    "请发布新的内容；期限由站点管理员在 mulu.yaml 中以该栏目的 update_within 或 \
                     checks.update_within 规定。";
                en: "nothing new in the column `{name}` ({path}) for {days} days: the newest \
                     document is dated {published}, and columns of this kind are expected to have \
                     something within {within} days",
                    "Publish what is new; `update_within` of the column, or checks.update_within, \
                     in mulu.yaml sets another time.";
                source: "国办秘函〔2019〕19号 (news within two weeks; announcements and policy \
                         documents of the first level within six months)";
            }
            UnusedFile { count, names } "unused-file" Note {
                zh: "这个文件夹中有 {count} 个文件没有文档引用，不会发布：{names}",
                    "如果要发布，请写入相应文档的“附件”（attachments），或在正文中链接。要成为文档的：\
                     文本文件把扩展名改为 .md，Word 文件先用 mulu import 转换。不需要的，请移走。";
                en: "no document names these files in this folder, so they are not published \
                     ({count}): {names}",
                    "Name each under `attachments` of its document or link to it. To make a \
                     document of a text file, give it the ending .md; for a Word file, run `mulu \
                     import`. Move away what is not needed.";
                source: "docs/front-matter.md (attachments)";
            }
            StaleColumn { name, path, published, days, within } "stale-column" Warning {
                zh: "栏目“{name}”（{path}）已 {days} 天没有更新：最近一次发布是 {published}，应在 \
                     {within} 天内更新",
                    "请发布新的内容；期限由站点管理员在 mulu.yaml 中以该栏目的 update_within 规定。";
                en: "nothing new in the column `{name}` ({path}) for {days} days: the newest \
                     document is dated {published}, and a new one is due within {within} days",
                    "Publish what is new; `update_within` of the column in mulu.yaml says how long \
                     it may take.";
                source: "国办秘函〔2019〕19号 (news within two weeks; announcements and policy \
                         documents within six months)";
            }
            NumberYear { field, year, created } "number-year" Note {
                zh: "{field}中的年份是 {year}，与成文日期（{created}）和发布日期都不一致",
                    "重新公开的旧文件可以如此；否则请核对。";
                en: "the year in {field} is {year}, which is neither that of the creation \
                     ({created}) nor that of the publication",
                    "An old document that is published again may have this; otherwise check the \
                     number and the dates.";
                source: "国办秘函〔2009〕6号 part 2 (year of the index number); GB/T 9704—2012 \
                         (year of the document number)";
            }
            SignatureDate { signed, created } "signature-date" Warning {
                zh: "成文日期是 {created}，而正文落款的日期是 {signed}",
                    "成文日期以落款为准，请核对。";
                en: "the date of creation is {created}, but the text is signed {signed}",
                    "The date under the text is the date of creation: check both.";
                source: "GB/T 9704—2012 (成文日期)";
            }
            PublishedLate { created, published, days } "published-late" Warning {
                zh: "成文日期是 {created}，发布日期是 {published}，相隔 {days}个工作日，超过 20 个\
                     工作日",
                    "政府信息应当自形成或者变更之日起 20 个工作日内公开，法律、法规另有规定的除外；\
                     请核对日期。";
                en: "made on {created} and published on {published}: {days} working days, more \
                     than 20",
                    "Information is disclosed within 20 working days of its making or change, \
                     unless another law says otherwise; check the dates.";
                source: "《政府信息公开条例》 art. 26; working days by the yearly notices 国务院办公厅\
                         关于部分节假日安排的通知";
            }
            HolidayTableMissing { years } "holiday-table-missing" Note {
                zh: "没有 {years} 年的节假日安排，这些年份按周一至周五计算工作日",
                    "请站点管理员按当年的放假通知，在 mulu.yaml 中写 checks.holidays。";
                en: "the holidays of {years} are not known; working days of these years were \
                     counted Monday to Friday",
                    "Enter them under checks.holidays in mulu.yaml, from the notice of that year.";
                source: "the yearly notices 国务院办公厅关于部分节假日安排的通知; mulu knows 2017 \
                         to 2026";
            }
            DuplicateDocumentNumber { value } "duplicate-document-number" Warning {
                zh: "文号“{value}”由两份标题不同的文档使用",
                    "请核对文号；转发、解读的页面请写明与原文件的关系（“转发”“解读”，即 forwards、interprets）。",
                    "另一份";
                en: "two documents with different titles carry the document number `{value}`",
                    "Check the numbers; a page that forwards or interprets another says so \
                     (forwards, interprets).",
                    "the other";
                source: "GB/T 9704—2012 (one number, one document)";
            }
            SameTitleAndDate { value } "same-title-and-date" Note {
                zh: "两份文档的标题和成文日期都相同：{value}",
                    "如属重复发布，请保留一份；索引号已公布的，用“撤回”（withdrawn）撤下另一份。",
                    "另一份";
                en: "two documents have the same title and date of creation: {value}",
                    "If one was published twice, keep one; withdraw the other when its index \
                     number is known already.",
                    "the other";
                source: "国办秘函〔2009〕6号 part 2 (one entry for each piece of information)";
            }
            InterpretationWithoutDocument { value, number } "interpretation-without-document" Warning {
                zh: "解读材料“{value}”没有写明解读哪份文件",
                    "加一行“解读: [{number}]”（英文字段名是 interprets），两处页面即自动相互链\
                     接；不在本目录的文件，该项写成“{{文号: …, 标题: …, 网址: …}}”。";
                en: "the interpretation `{value}` does not say what it interprets",
                    "Add `interprets: [{number}]`: both pages then link to each other; if \
                     that document is not in this catalogue, write {{document_number: ..., title: \
                     ..., url: ...}}.";
                source: "inspections of government sites fault interpretations that are not linked \
                         both ways with their documents";
            }
            CopiedReport { share, other } "copied-report" Warning {
                zh: "本年度报告与《{other}》的文字有 {share}% 相同（不计数字）",
                    "请如实写明本年度的情况，不要沿用往年的报告。",
                    "往年的报告";
                en: "{share}% of the words of this annual report are also in {other}, figures \
                     not counted",
                    "Describe the current year.",
                    "the earlier report";
                source: "国办公开办函〔2021〕30号 (contents of the annual report); studies found \
                         reports copied word for word";
            }
            IndexNumberGone { value, year } "index-number-gone" Warning {
                zh: "{year} 年归档的索引号“{value}”已不在目录中",
                    "已公开的文件不应删除：失效的予以标注，确需撤下的用“撤回”（withdrawn）；索引号\
                     不得更改。";
                en: "the index number `{value}`, archived in {year}, is no longer in the catalogue",
                    "A published document is not deleted: it is marked as ended, or withdrawn; and \
                     an index number never changes.";
                source: "国办秘函〔2009〕6号 part 2 (an index number never changes once it is \
                         given)";
            }
            IndexNumberReused { value, year, title, now } "index-number-reused" Warning {
                zh: "索引号“{value}”在 {year} 年归档时是《{title}》，现在是《{now}》",
                    "索引号不得用于另一份文件；只是更正标题的，可不予处理。";
                en: "the index number `{value}` belonged to {title} in the archive of {year}, and \
                     belongs to {now} now",
                    "An index number never passes to another document; a corrected title is in \
                     order.";
                source: "国办秘函〔2009〕6号 part 2 (an index number is unique and never changes)";
            }
            ImageWithoutAlt { value } "image-without-alt" Warning {
                zh: "图片“{value}”没有替代文字",
                    "在方括号里写明图片内容：![办事大厅位置图](位置图.png)。";
                en: "the image `{value}` has no alternative text",
                    "Say between the brackets what the image shows: ![map of the service \
                     hall](map.png).";
                source: "GB/T 37668—2019 (text alternatives); 《无障碍环境建设法》 art. 32";
            }
            HeadingSkip { value, expected } "heading-skip" Note {
                zh: "标题“{value}”跳过了一级：上一级标题之下应当用 {expected} 个“#”",
                    "请逐级使用标题，读屏软件靠标题的级别浏览正文。";
                en: "the heading `{value}` skips a level; the next level has {expected} `#`",
                    "Use the levels one after the other: screen readers go by them.";
                source: "GB/T 37668—2019; WCAG 2.1, 1.3.1";
            }
        }
    };
}
pub(super) use inspection;
