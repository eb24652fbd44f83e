//! Takes the dates of a document, the acts of other documents on it, and the validity that the
//! editor states; decides its validity on a day.
//!
//! - A repeal, an amendment or a renewal takes effect on the acting document's `date_effective`, or
//!   else on its `date_created`.
//! - `date_expires` is the last day in force; `date_repealed` is the first day out of force;
//!   `renews` sets a new last day.
//! - The end of a document overrules a stated validity that is no end. This is an error if the
//!   editor stated 有效 (in force), otherwise a warning.
//! - A stated end without a date counts on every day (a warning).
//!
//! A portal decides by the same rules, with the acts of all members. This file must not know
//! catalogues: `B` is whatever the caller uses to name an acting document.

use crate::catalogue::{Field, Relation, Validity};
use crate::config::Unstated;
use crate::fold::natural;
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Ordering;

/// The effect of another document on a document.
#[derive(Clone, Copy, Debug)]
pub struct Act<'n, B> {
    /// What the other document does.
    pub relation: Relation,
    /// The first day of the effect.
    pub from: Date,
    /// The last day in force that a renewal sets; without it, a renewed document has no last day.
    pub last_day: Option<Date>,
    /// The index number of the other document. It orders acts of one day.
    pub number: Option<&'n str>,
    /// The other document.
    pub by: B,
}

impl<B: Ord> Act<'_, B> {
    /// The order of acts: by day, then by index number, then by document. In an index number,
    /// adjacent digits count as one number: 2 comes before 10.
    pub fn order(&self, other: &Self) -> Ordering {
        let by_number = match (self.number, other.number) {
            (Some(a), Some(b)) => natural(a, b),
            (a, b) => a.cmp(&b),
        };
        let by_day = self.from.cmp(&other.from);
        by_day.then(by_number).then_with(|| self.by.cmp(&other.by))
    }
}

impl<B> Act<'_, B> {
    /// Whether such an act can change the validity.
    pub fn is_of_validity(&self) -> bool {
        matches!(
            self.relation,
            Relation::Repeals | Relation::PartlyRepeals | Relation::Amends | Relation::Renews
        )
    }
}

/// The facts from which the validity of a document follows.
#[derive(Clone, Debug)]
pub struct Facts<'n, B> {
    /// The first day in force.
    pub effective: Option<Date>,
    /// The last day in force that the document itself states.
    pub expires: Option<Date>,
    /// The first day out of force.
    pub repealed: Option<Date>,
    /// The validity that the editor states.
    pub stated: Option<Validity>,
    /// The acts of other documents, in any order.
    pub acts: Vec<Act<'n, B>>,
}

/// A validity on a day, and its grounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<B> {
    /// The validity.
    pub validity: Validity,
    /// The first day of the validity, if a date or a document gives it.
    pub since: Option<Date>,
    /// The documents that caused the validity.
    pub by: Vec<B>,
}

/// A stated validity that contradicts the other facts, or an end that has no day.
pub(super) enum Fault<B> {
    /// The editor states 有效 (in force), but the document has ended.
    Contradiction(End<B>),
    /// The editor states neither 有效 (in force) nor an end, but for example 尚未施行 (not yet in
    /// force); the document has ended.
    Overruled(Validity, End<B>),
    /// The editor states 废止 (repealed) or 失效 (expired), but no date and no document gives the
    /// day.
    WithoutDate(Validity),
}

/// An end of a document: the first day out of force, the name of the end, and the document or field
/// that gives it.
#[derive(Clone, Copy)]
pub(super) struct End<B> {
    pub(super) from: Date,
    pub(super) validity: Validity,
    pub(super) by: Option<B>,
    pub(super) field: Option<Field>,
}

impl<B: Copy + Ord> Facts<'_, B> {
    /// The validity on a day. `unstated` counts if nothing is stated and nothing changes it.
    pub fn on(&self, day: Date, unstated: Unstated) -> Standing<B> {
        self.judged(day, unstated).0
    }

    /// The validity on a day, and what is wrong with the stated one.
    pub(super) fn judged(&self, day: Date, unstated: Unstated) -> (Standing<B>, Option<Fault<B>>) {
        let stated = self.stated;
        let ended = |validity, end: End<B>| Standing {
            validity,
            since: Some(end.from),
            by: end.by.into_iter().collect(),
        };
        let end = self.end(day).filter(|e| e.from <= day);
        if let Some(stated) = stated.filter(|v| v.is_end()) {
            // A date or a repealing document gives the day of the end, and the stated validity
            // names the kind of end. A renewal does not undo this end.
            let expired = if stated == Validity::Expired {
                expired(self.expires, None)
            } else {
                None
            };
            let own = [self.repealed(), expired]
                .into_iter()
                .flatten()
                .min_by_key(|end| end.from);
            return match (own.filter(|own| own.from <= day).or(end), own) {
                (Some(end), _) => (ended(stated, end), None),
                (None, Some(_)) => (self.in_force(day, unstated), None),
                (None, None) => (plain(stated, None), Some(Fault::WithoutDate(stated))),
            };
        }
        match (end, stated) {
            (Some(end), Some(Validity::Effective)) => {
                (ended(end.validity, end), Some(Fault::Contradiction(end)))
            }
            (Some(end), stated) => (
                ended(end.validity, end),
                stated.map(|stated| Fault::Overruled(stated, end)),
            ),
            (None, _) => (self.in_force(day, unstated), None),
        }
    }

    /// The first day after `day` on which the document has ended although the editor states 有效
    /// (in force). From this day on, `judged` gives a contradiction. `None` if it gives one already.
    pub fn contradicted_from(&self, day: Date) -> Option<Date> {
        let has_ended = |day: &Date| self.end(*day).is_some_and(|end| end.from <= *day);
        if self.stated != Some(Validity::Effective) || has_ended(&day) {
            return None;
        }
        self.later_days(day).into_iter().find(has_ended)
    }

    /// The later days on which the validity may change.
    pub(super) fn later_days(&self, day: Date) -> Vec<Date> {
        let after = |d: Option<Date>| d.and_then(|d| d.checked_add(1.day()).ok());
        let own = [self.effective, self.repealed, after(self.expires)];
        let others = self.acts.iter().flat_map(|act| {
            let renewed_until = if act.relation == Relation::Renews {
                after(act.last_day)
            } else {
                None
            };
            [Some(act.from), renewed_until]
        });
        let mut days: Vec<Date> = own
            .into_iter()
            .chain(others)
            .flatten()
            .filter(|d| *d > day)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The acts with this relation, sorted by day and index number.
    fn acting(&self, relation: Relation) -> Vec<&Act<'_, B>> {
        let mut acting: Vec<&Act<'_, B>> = self
            .acts
            .iter()
            .filter(|act| act.relation == relation)
            .collect();
        acting.sort_by(|a, b| a.order(b));
        acting
    }

    /// The status of a document that nothing has ended.
    fn in_force(&self, day: Date, unstated: Unstated) -> Standing<B> {
        let stated = self.stated;
        if let Some(from) = self.effective.filter(|&d| d > day) {
            return plain(Validity::NotYetEffective, Some(from));
        }
        // a stated 尚未施行 (not yet in force) counts only if `date_effective` is missing
        if stated == Some(Validity::NotYetEffective) && self.effective.is_none() {
            return plain(Validity::NotYetEffective, None);
        }
        if let Some(validity @ (Validity::Amended | Validity::PartlyRepealed | Validity::Unknown)) =
            stated
        {
            return plain(validity, None);
        }
        for (relation, validity) in [
            (Relation::PartlyRepeals, Validity::PartlyRepealed),
            (Relation::Amends, Validity::Amended),
        ] {
            let mut acting = self.acting(relation);
            acting.retain(|act| act.from <= day);
            if let Some(latest) = acting.last().map(|act| act.from) {
                return Standing {
                    by: acting.into_iter().map(|act| act.by).collect(),
                    ..plain(validity, Some(latest))
                };
            }
        }
        // a stated 尚未施行 (not yet in force) no longer counts here, and a stated end in the
        // future does not count yet, so these documents are in force
        let validity = match (stated, unstated) {
            (None, Unstated::Unknown) => Validity::Unknown,
            _ => Validity::Effective,
        };
        plain(
            validity,
            self.effective.filter(|_| validity == Validity::Effective),
        )
    }

    /// The repeal that `date_repealed` or a repealing document gives. It may be in the future.
    fn repealed(&self) -> Option<End<B>> {
        let repealed_by = self.acting(Relation::Repeals).first().map(|act| End {
            from: act.from,
            validity: Validity::Repealed,
            by: Some(act.by),
            field: None,
        });
        let repealed_on = self.repealed.map(|from| End {
            from,
            validity: Validity::Repealed,
            by: None,
            field: Some(Field::DateRepealed),
        });
        // the earlier one counts; on the same day, the repealing document is named
        match (repealed_on, repealed_by) {
            (Some(on), Some(by)) => Some(if by.from <= on.from { by } else { on }),
            (a, b) => a.or(b),
        }
    }

    /// The last day in force as known on a day: that of the latest renewal in effect, with the
    /// renewing document, or else the document's own. `None` if the document that decides states no
    /// last day.
    pub fn last_day(&self, day: Date) -> (Option<Date>, Option<B>) {
        let mut renewals = self.acting(Relation::Renews).into_iter();
        match renewals.rfind(|act| act.from <= day) {
            Some(act) => (act.last_day, Some(act.by)),
            None => (self.expires, None),
        }
    }

    /// The end that dates and documents give, after the renewals in effect on this day. A repeal in
    /// effect on this day comes first; otherwise the earlier of repeal and expiry counts. The end
    /// may be in the future.
    fn end(&self, day: Date) -> Option<End<B>> {
        let (last_day, renewed_by) = self.last_day(day);
        match (self.repealed(), expired(last_day, renewed_by)) {
            (Some(r), Some(e)) => Some(if r.from <= day || r.from <= e.from {
                r
            } else {
                e
            }),
            (a, b) => a.or(b),
        }
    }
}

/// The expiry after a last day in force, which a renewing document may have set.
fn expired<B>(last_day: Option<Date>, renewed_by: Option<B>) -> Option<End<B>> {
    let from = last_day?.checked_add(1.day()).ok()?;
    Some(End {
        from,
        validity: Validity::Expired,
        by: renewed_by,
        field: Some(Field::DateExpires),
    })
}

fn plain<B>(validity: Validity, since: Option<Date>) -> Standing<B> {
    Standing {
        validity,
        since,
        by: Vec::new(),
    }
}
