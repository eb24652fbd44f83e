//! Takes what a run has found; gives the desk: pages for the editor that say what is wrong, what is
//! due, what was left out and what visitors will see changed. They are shown on this computer only
//! and are never part of a site. This wing must not know requests.

mod changes;
mod content;
mod form;
mod pages;
mod start;
mod template;
mod view;

pub(super) use changes::Changes;
pub(super) use content::{DRAFTS, Desk, FOLDER, LEADS, SCRIPT, STYLE, count};
pub(super) use form::{Faults, Sent, write};
pub(super) use pages::{Asked, Look, page};
pub(super) use start::start;
pub(super) use template::style;
pub(super) use view::{Shown as ShownFinding, band, finding};
