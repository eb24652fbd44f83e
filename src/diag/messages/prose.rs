//! Messages about slips of official prose (公文校对).
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! prose {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            WrongWord { value, right } "wrong-word" Warning {
                zh: "“{value}”可能是“{right}”之误",
                    "请核对；确实无误的，在 mulu.yaml 的 checks.words 中写“{value}: null”。";
                en: "`{value}` is probably meant to be `{right}`",
                    "Correct it; a word that is right on this site is taken out of the list by \
                     `{value}: null` under checks.words in mulu.yaml.";
                source: "国办秘函〔2019〕19号 (serious misstatements); the evidence of each word \
                         is in src/check/words.tsv";
            }
            UnpairedMark { mark, wanted, remedy } "unpaired-mark" Warning {
                zh: "{mark}没有与之成对的{wanted}",
                    "{remedy}";
                en: "{mark} has no matching {wanted}",
                    "{remedy}";
                source: "GB/T 15834—2011 标点符号用法, 4.8 to 4.15";
            }
            HalfWidthMark { mark, wanted, count } "half-width-mark" Note {
                zh: "汉字之间用了半角标点“{mark}”；标题和正文中这样的标点共有 {count} 处",
                    "请改为全角的“{wanted}”。";
                en: "`{mark}` between Chinese characters is half-width; there are {count} such \
                     marks in the title and the text",
                    "Write `{wanted}`.";
                source: "GB/T 15834—2011 标点符号用法, 5.1 (a mark takes the place of a character)";
            }
            RepeatedWord { value, fault } "repeated-word" Warning {
                zh: "此处“{value}”{fault}",
                    "请删去多余的部分；确实应当重复的，请加标点或者换一种写法。";
                en: "`{value}` {fault}",
                    "Remove one of them.";
                source: "国办秘函〔2019〕19号 (misstatements)";
            }
            NumberingGap { earlier, value } "numbering-gap" Warning {
                zh: "序号“{earlier}”之后是“{value}”，不连续",
                    "请核对是缺了一项还是序号有误。";
                en: "the number {earlier} is followed by {value}",
                    "Look whether an item is missing or a number is wrong.";
                source: "GB/T 9704—2012 党政机关公文格式, 7.3.3 (numbers of the levels of a text)";
            }
            ImpossibleDate { value, fault } "impossible-date" Warning {
                zh: "日期“{value}”有误：{fault}",
                    "请核对年、月、日。";
                en: "the date `{value}` is a slip: {fault}",
                    "Check year, month and day.";
                source: "GB/T 15835—2011 出版物上数字用法; GB/T 7408 (days of the calendar)";
            }
            TitleForm { line } "title-form" Note {
                zh: "标题中“关于……”与文种之间没有“的”字",
                    "公文标题由发文机关、事由和文种组成，事由与文种之间用“的”：“{line}”。";
                en: "the title has no particle between its subject and its kind of document",
                    "Write `{line}`.";
                source: "党政机关公文处理工作条例 art. 9 (a title has the body, the subject and the \
                         kind); the titles of the State Council's own documents";
            }
            WeekdayDiffers { value, right } "weekday-differs" Warning {
                zh: "“{value}”的日期与星期不符：这一天是{right}",
                    "请核对日期和星期。";
                en: "in `{value}` the weekday is not that of the day: it is {right}",
                    "Check day and weekday.";
                source: "the calendar; GB/T 15835—2011 出版物上数字用法";
            }
            TotalDiffers { place, sum, total } "total-differs" Warning {
                zh: "{place}的合计是 {total}，而各项相加得 {sum}",
                    "请核对各项的数和合计数。";
                en: "the total of {place} is {total}, and its terms add up to {sum}",
                    "Check the terms and the total.";
                source: "国办秘函〔2019〕19号 (accurate content)";
            }
            AmountDiffers { capitals, figures } "amount-differs" Warning {
                zh: "大写金额“{capitals}”与小写金额“{figures}”不一致",
                    "请核对，改为一致；票据和结算凭证的大小写金额不一致的无效。";
                en: "the amount in capitals, `{capitals}`, differs from the figures, `{figures}`",
                    "Make them the same: a bill whose amounts differ is void.";
                source: "票据法 art. 8; 支付结算办法 art. 13";
            }
            CitedNumberDiffers { title, number, right } "cited-number-differs" Warning {
                zh: "《{title}》所注文号“{number}”与目录不一致：{right}",
                    "请核对所引文件的标题和文号。";
                en: "the number `{number}` cited for {title} differs from the catalogue: {right}",
                    "Check title and number of what is cited.";
                source: "党政机关公文处理工作条例 art. 19 (a citation gives title, then number)";
            }
            CitedDocumentEnded { title, day, successor } "cited-document-ended" Warning {
                zh: "引用了已经失效的《{title}》：自 {day} 起失效{successor}",
                    "请改引现行有效的文件；叙述以往情况的，请写“原《{title}》”。";
                en: "the text cites {title}, which has not been in force since {day}{successor}",
                    "Cite what is in force; if the sentence is about the past, write 原《{title}》.";
                source: "党政机关公文处理工作条例 art. 19 (a document accords with law)";
            }
            AttachmentPromised { said } "promised-attachment" Warning {
                zh: "正文{said}，但没有附上",
                    "请把文件放在文档旁边，在文件信息的“附件”中列出，或者在正文中链接。";
                en: "the text {said}, which is not there",
                    "Put the file beside the document and name it under `attachments`, or link to \
                     it in the text.";
                source: "GB/T 9704—2012 党政机关公文格式, 7.3.4 (附件说明)";
            }
            AttachmentUnannounced { value } "unannounced-attachment" Note {
                zh: "附件“{value}”在正文中没有说明",
                    "请在正文之后写“附件：”和附件名称；附件就是本文件原件的，可不予处理。";
                en: "the text does not mention the attachment `{value}`",
                    "Name it below the text after 附件：; where the file is the document itself, \
                     nothing need be done.";
                source: "GB/T 9704—2012 党政机关公文格式, 7.3.4 (附件说明)";
            }
            LookAlike { value, right } "look-alike" Warning {
                zh: "“{value}”中有形近而不同的字符，应为“{right}”",
                    "写成“{right}”；这类字符看上去没有差别，却检索不到。";
                en: "`{value}` has a character that only looks like the right one: `{right}`",
                    "Write `{right}`; a search does not find such words.";
                source: "国办秘函〔2019〕19号 (misstatements); Unicode TR 39 (confusable characters)";
            }
            WebFrame { value, count } "web-frame" Warning {
                zh: "“{value}”像是从网页或者打印稿上一并复制来的文字（导航、页码等），共 {count} 处",
                    "请从正文中删去。";
                en: "`{value}` seems to be copied with the text from a web page or a printed page \
                     (navigation, page numbers); there are {count} such pieces",
                    "Delete it from the text.";
                source: "国办秘函〔2019〕19号 (accurate content)";
            }
            WideDigit { value, right, count } "wide-digit" Note {
                zh: "标题或正文中有全角的数字或符号“{value}”，共 {count} 处",
                    "用半角书写：“{right}”。";
                en: "the title or the text has full-width digits or signs, `{value}`; there are {count}",
                    "Write `{right}`.";
                source: "GB/T 15835—2011 出版物上数字用法 (Arabic numerals)";
            }
            UnstatedDate { field, said, line } "unstated-date" Warning {
                zh: "正文写明“{said}”，文件信息中却没有“{field}”，网页因此不能据以判定有效性",
                    "请在文件信息中加一行：“{line}”；所说的不是本文件的，不必处理。";
                en: "the text says `{said}`, but the front matter has no `{field}`, from which the page \
                     works out whether the document is in force",
                    "Add a line to the front matter: `{line}`; where the text speaks of something else, \
                     nothing need be done.";
                source: "国办发〔2018〕37号, 四 (the term of normative documents); docs/validity.md";
            }
            StatedDateDiffers { field, value, said, line } "stated-date-differs" Warning {
                zh: "正文写明“{said}”，与文件信息中的“{field}”{value} 不一致",
                    "请核对；正文无误的，写成：“{line}”。",
                    "文件信息中的日期";
                en: "the text says `{said}`, which differs from `{field}`, {value}",
                    "Check both; if the text is right, write `{line}`.",
                    "the date in the front matter";
                source: "国办发〔2018〕37号, 四 (the term of normative documents); docs/validity.md";
            }
            RepeatedTitle "repeated-title" Warning {
                zh: "正文开头重复了标题，网页上会显示两遍",
                    "标题只写在文件信息的“标题”一行，请从正文中删去。";
                en: "the text begins with the title, so the page shows it twice",
                    "Only the front matter states the title: delete the title from the text.";
                source: "GB/T 9704—2012 党政机关公文格式, 7.3.1; docs/front-matter.md";
            }
            OwnNumberDiffers { said, stated, line } "own-number-differs" Warning {
                zh: "正文所写的本文件文号是“{said}”，{stated}",
                    "请核对；正文无误的，在文件信息中写成：“{line}”。",
                    "文件信息中的文号";
                en: "the text gives its own number as `{said}`, {stated}",
                    "Check both; if the text is right, write `{line}` in the front matter.",
                    "the number in the front matter";
                source: "GB/T 9704—2012 党政机关公文格式, 7.2.5 (发文字号)";
            }
            SignatureDiffers { said, body, line } "signature-differs" Warning {
                zh: "落款是“{said}”，与发文机关“{body}”不一致",
                    "请核对；落款无误的，写成：“{line}”；是同一机关的，请统一使用全称或规范化简称。",
                    "发文机关";
                en: "the signature is `{said}`, but the issuing body is `{body}`",
                    "Check both; if the signature is right, write `{line}`; write one body with one \
                     name.",
                    "the issuing body";
                source: "GB/T 9704—2012 党政机关公文格式, 7.2.4 and 7.3.5 (发文机关署名)";
            }
            PlainHeading { value, right, count } "plain-heading" Note {
                zh: "“{value}”等 {count} 个标题写成了普通段落，不会列入网页的本文目录",
                    "是标题的，请写成“{right}”，其余照此修改；不是标题的，可不予处理。";
                en: "`{value}` and others, {count} headings in all, are typed as paragraphs, so that \
                     the page does not list them",
                    "Write `{right}` and so on; where they are no headings, nothing need be done.";
                source: "GB/T 9704—2012 党政机关公文格式, 7.3.3 (numbers of the levels of a text)";
            }
        }
    };
}
pub(super) use prose;
