//! Takes the configuration; gives a finding if `editor` is neither a known editor nor an address
//! with `{path}`. Only the preview uses the editor. This file must not know how files are opened.

use super::lines::place_in;
use super::{Rule, Scope};
use crate::config::Editor;
use crate::diag::{Code, Diagnostic, Message, Place, words};
use crate::plan::Plan;
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnknownEditor],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, _: &Sources, findings: &mut Vec<Diagnostic>) {
    let Some(written) = &plan.config.unknown_editor else {
        return;
    };
    let names: Vec<&str> = Editor::names().collect();
    let finding = Diagnostic::new(Message::UnknownEditor {
        value: written.into(),
        names: words(names.join("、"), names.join(", ")).into(),
    });
    let text = &plan.config.text;
    let line = text.lines().find(|line| line.starts_with("editor"));
    findings.push(match line {
        Some(line) => {
            let start = place_in(text, line);
            finding.at(Place::new(
                "mulu.yaml",
                text,
                start..start + line.trim_end().len(),
            ))
        }
        None => finding.in_file("mulu.yaml"),
    });
}
