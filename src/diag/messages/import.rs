//! Messages of `mulu import` about the originals that it reads, and about documents that it made
//! before.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! import {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            ImportFailed { reason, remedy } "import-failed" Error {
                zh: "没有导入：{reason}",
                    "{remedy}";
                en: "not imported: {reason}",
                    "{remedy}";
                source: "mulu's own format (docs/import.md)";
            }
            ImportIncomplete { field, hint } "import-incomplete" Warning {
                zh: "原件没有写明“{field}”",
                    "{hint}";
                en: "the original does not state `{field}`",
                    "{hint}";
                source: "mulu's own format (docs/import.md)";
            }
            ImportDoubtful { what } "import-doubtful" Warning {
                zh: "请核对：{what}",
                    "对照原件；无误的不必改动。";
                en: "to be checked: {what}",
                    "Compare it with the original; if it is right, change nothing.";
                source: "mulu's own format (docs/import.md)";
            }
            ImportCorrected { path } "import-corrected" Note {
                zh: "先前已导入为“{path}”，之后有改动，保持不动",
                    "要重新导入，请先移走或改名原来的文件。";
                en: "it was imported before as {path}, which has been changed since then and is \
                     left as it is",
                    "To import it again, move or rename the file that is there.";
                source: "mulu's own format (docs/import.md)";
            }
            ImportLeftOut { what } "import-left-out" Warning {
                zh: "导入不全：{what}",
                    "对照原件，需要的补到文档中。";
                en: "the import left something out: {what}",
                    "Compare it with the original, and add to the document what it needs.";
                source: "mulu's own format (docs/import.md)";
            }
        }
    };
}
pub(super) use import;
