//! Messages about personal data in texts, names and attachments, about attachments that hide
//! something or cannot be read, and about waivers of findings.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! persons {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            IdCardNumber { place, value } "id-card-number" Error {
                zh: "{place}有公民身份号码：{value}",
                    "请删去，或只保留首两位和末三位，如 35*************123；依法应当公开全部号码\
                     的，在文档的“隐私说明”（privacy）中写明理由。";
                en: "{place} an identity card number: {value}",
                    "Remove it, or leave two digits at the front and three at the end, such as \
                     35*************123; if the law asks for the whole number, give the reason in \
                     the document under `privacy`.";
                source: "《政府信息公开条例》 art. 15; 《个人信息保护法》 art. 28; GB 11643—1999 公民身份号\
                         码 (18 characters; 15 digits before 1999)";
            }
            BankCardNumber { place, value } "bank-card-number" Error {
                zh: "{place}有银行卡号：{value}",
                    "请删去，或以星号遮盖中间各位；依法应当公开的，在文档的“隐私说明”（privacy）\
                     中写明理由。";
                en: "{place} a bank card number: {value}",
                    "Remove it or mask its middle; if it must be published, give the reason in the \
                     document under `privacy`.";
                source: "《政府信息公开条例》 art. 15; 《个人信息保护法》 art. 28; ISO/IEC 7812-1 (16 to \
                         19 digits beginning with 62, 4 or 5, Luhn digit)";
            }
            MobileNumber { place, value } "mobile-number" Warning {
                zh: "{place}有手机号码：{value}",
                    "个人手机号请遮盖为 138****1234 的样式；单位值班手机请写在“联系方式”字段，或在\
                     号码前写明“值班电话”等字样。";
                en: "{place} a mobile telephone number: {value}",
                    "Mask a person's number, such as 138****1234. Write an office's number in the \
                     field `contact`, or put a word such as 值班电话 before it.";
                source: "《政府信息公开条例》 art. 15; inspections of government sites fault unmasked \
                         mobile numbers";
            }
            IdentityDocumentNumber { place, value } "identity-document-number" Error {
                zh: "{place}有证件号码（护照、军官证、通行证等）：{value}",
                    "请删去，或以星号遮盖中间各位，如 E******78；依法应当公开的，在文档的“隐私说\
                     明”（privacy）中写明理由。";
                en: "{place} the number of an identity document (passport, officer's certificate, \
                     travel permit): {value}",
                    "Remove it or mask its middle, such as E******78; if it must be published, \
                     give the reason in the document under `privacy`.";
                source: "《政府信息公开条例》 art. 15; 《个人信息保护法》 art. 28; GB/T 35273—2020 \
                         (个人身份信息)";
            }
            IdCardDoubtful { place, value } "id-card-doubtful" Warning {
                zh: "{place}的公民身份号码有误，但仍可能泄露个人信息：{value}",
                    "出生日期或者校验码不符。请与原件核对；不必公开的，请删去或遮盖。";
                en: "{place} an invalid identity number that may still reveal a real one: \
                     {value}",
                    "Its day of birth or check digit does not fit. Compare it with the original; \
                     remove or mask it unless it must be public.";
                source: "《政府信息公开条例》 art. 15; GB 11643—1999 (check digit, ISO 7064 MOD 11-2)";
            }
            AccountNumber { place, value } "account-number" Warning {
                zh: "{place}有银行账号：{value}",
                    "个人账号请删去或遮盖；单位的收款账号请写明“对公账户”“缴款专户”等字样，或在文\
                     档的“隐私说明”（privacy）中写明理由。";
                en: "{place} an account number: {value}",
                    "Remove or mask a person's account number. Put words such as 对公账户 or \
                     缴款专户 before an office's, or give the reason in the document under \
                     `privacy`.";
                source: "《政府信息公开条例》 art. 15; 《个人信息保护法》 art. 28 (金融账户)";
            }
            GpsPosition { value } "gps-position" Error {
                zh: "图片“{value}”带有拍摄位置（GPS）信息",
                    "请用看图软件去除位置信息后重新保存（Windows：右键→属性→详细信息→删除属性和个人\
                     信息）；.jpg、.png、.webp 图片和其中有图片的 .docx、.xlsx、.pptx 文件，可以用 \
                     mulu clean 另存一份。";
                en: "the image `{value}` says where it was taken (GPS)",
                    "Remove the position with an image program (Windows: Properties, Details, \
                     Remove Properties). For a .jpg, .png or .webp, or an office file with \
                     pictures, `mulu clean` writes a copy without the position.";
                source: "《个人信息保护法》 art. 28 (行踪轨迹); Exif 2.3, GPS attributes";
            }
            AttachmentAuthor { value, authors } "attachment-author" Warning {
                zh: "附件“{value}”的属性中有作者等信息：{authors}",
                    "请在发布前清除（Word、Excel：文件→信息→检查文档；PDF 由清除后的文件重新导\
                     出），也可以用 mulu clean 另存一份。";
                en: "the properties of the attachment `{value}` name persons or offices: {authors}",
                    "Clear them first (Word, Excel: File, Info, Inspect Document; export a PDF \
                     again from the cleared file), or let `mulu clean` write a copy without them.";
                source: "《政府信息公开条例》 art. 15; ECMA-376 part 2 (core properties)";
            }
            AttachmentRevisions { value } "attachment-revisions" Warning {
                zh: "附件“{value}”中留有修订记录或批注",
                    "请接受或拒绝全部修订、删除批注后再发布，以免泄露内部讨论过程；也可以用 mulu clean \
                     另存一份。";
                en: "the attachment `{value}` holds tracked changes or comments",
                    "Accept or reject all changes and delete the comments: they show the \
                     internal discussion. `mulu clean` writes a copy without them.";
                source: "《政府信息公开条例》 art. 16 (process information); ECMA-376 part 1";
            }
            HiddenContent { value, what } "hidden-content" Warning {
                zh: "附件“{value}”中有打开时看不到的内容：{what}",
                    "拿到文件的人可以查看这些内容。请运行 mulu clean 另存一份不含这些内容的文件，\
                     核对后替换原文件；确需保留的，在文档的“隐私说明”（privacy）中写明理由。";
                en: "the attachment `{value}` has content that is not visible when it is opened: {what}",
                    "Anyone who has the file can read this content. `mulu clean` writes a copy \
                     without it: check the copy and replace the file; or give the reason in the \
                     document under `privacy`.";
                source: "《政府信息公开条例》 arts. 14 to 16; ECMA-376 part 1";
            }
            UnreadableAttachment { value, reason } "unreadable-attachment" Warning {
                zh: "附件“{value}”无法检查：{reason}",
                    "请核对文件能否打开；加密的文件请解除密码；其中有无个人信息，请人工核对。";
                en: "the attachment `{value}` could not be read: {reason}",
                    "Check that it opens, remove its password, and look for personal data \
                     yourself.";
                source: "a file that nobody could look into may hold anything; personal data leak \
                         mostly in attachments";
            }
            AttachmentNotRead { value, reason } "attachment-not-read" Note {
                zh: "附件“{value}”中的文字没有检查：{reason}",
                    "其中有无个人信息，请人工核对。";
                en: "the text of the attachment `{value}` could not be read: {reason}",
                    "Look for personal data yourself.";
                source: "mulu does not vouch for text that it cannot read";
            }
            PersonalDataWaived { what, count, reason } "personal-data-waived" Note {
                zh: "有 {count} 处 {what} 按本文档写明的理由未作为问题报告：{reason}",
                    "发布前请复核理由是否成立。";
                en: "{count} findings of {what} are not reported, for the reason that this \
                     document gives: {reason}",
                    "Review the reason before publishing.";
                source: "the document states the waiver, and every check lists it";
            }
            UnusedWaiver { what } "unused-waiver" Warning {
                zh: "本文档就 {what} 写明了理由，但没有发现这样的问题",
                    "请删去这一项，或核对号码和文件名。";
                en: "no finding matches the waiver of {what}",
                    "Remove it, or check its number and file name.";
                source: "a waiver that waives nothing would hide the next fault";
            }
            FindingWaived { what, count, reason } "finding-waived" Note {
                zh: "有 {count} 处 {what} 按本文档写明的理由未作为问题报告：{reason}",
                    "请复核理由是否成立。";
                en: "{count} findings of {what} are not reported, for the reason that this \
                     document gives: {reason}",
                    "Review the reason.";
                source: "the document states the waiver, and every check lists it";
            }
        }
    };
}
pub(super) use persons;
