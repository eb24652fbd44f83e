//! Messages about what must be done before publication: reviews and gaps in drafts.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! publication {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            MissingReview { kinds } "missing-review" Warning {
                zh: "缺少审核记录：{kinds}",
                    "在文件信息的“审核记录”（reviews）中补记，如“- {{审次: 初审, 审核人: 姓名, \
                     日期: 2024-06-18}}”；审核记录不会公开。";
                en: "there is no record of these reviews: {kinds}",
                    "Add them under `reviews`, such as `- {{kind: ..., who: Name, date: \
                     2024-06-18}}`; reviews are never published.";
                source: "《政府信息公开条例》 art. 17; required by `reviews` in mulu.yaml";
            }
            LateReview { kind, date, published } "late-review" Warning {
                zh: "{kind}的日期（{date}）晚于发布日期（{published}）",
                    "审核应当在发布之前完成，请核对这两个日期。";
                en: "the review {kind} ({date}) is later than the publication ({published})",
                    "Reviews come before publication; check both dates.";
                source: "《政府信息公开条例》 art. 17; required by `reviews` in mulu.yaml";
            }
            UnfilledGap "unfilled-gap" Warning {
                zh: "草稿中标出的待填之处还没有填写",
                    "填写后，删去“待填”字样。";
                en: "a gap that the draft marks is still to be filled in",
                    "Fill it in and remove its mark.";
                source: "drafts that mulu writes (docs/annual-report.md)";
            }
        }
    };
}
pub(super) use publication;
