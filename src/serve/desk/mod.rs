//! Takes the results of a run; gives the desk, which is a group of pages for the editor. They show
//! findings, what is due, what was left out, and the changes for visitors. They have forms for a
//! new document and for a new site. The desk is shown on this computer only. This module must not
//! know requests.

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
