//! Filters in a row.

use lintseq_core::Rejection;
use serde_json::{Map, Value};

use super::{Funnel, Record};

/// Judges records one by one.
pub trait Filter: Send + Sync {
    /// What a generator has to show it.
    fn scope(&self) -> Scope;

    /// The judgement on a record.
    ///
    /// # Errors
    /// With the reason for which the record is dropped: what the filter looks for, or a text that is missing.
    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection>;
}

/// What a filter looks at. A generator judges its documents before it works on them, as far as that is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Texts and what is said about them: a document will do.
    Text,
    /// An edit, or what was asked for: there is none before the generator has made it.
    Edit,
}

/// What becomes of a record that is not dropped.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It stays as it is.
    Keep,
    /// It stays with other texts.
    Rewrite {
        /// The record as it is now.
        fields: Map<String, Value>,
        /// What was changed, once each.
        notes: Vec<String>,
    },
}

/// Filters, in the order in which they run.
#[derive(Default)]
pub struct Pipeline {
    pub(super) filters: Vec<(&'static str, Box<dyn Filter>)>,
    /// How many filters of the same configuration run elsewhere before these.
    pub(super) before: usize,
}

impl Pipeline {
    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// The names of the filters, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.filters.iter().map(|(name, _)| *name)
    }

    /// The filters for which texts are enough, and those that need the edit. They count in one funnel, the former
    /// first.
    pub fn split(self) -> (Self, Self) {
        let (texts, edits): (Vec<_>, Vec<_>) =
            self.filters.into_iter().partition(|(_, filter)| filter.scope() == Scope::Text);
        let before = self.before + texts.len();
        (Self { filters: texts, before: self.before }, Self { filters: edits, before })
    }

    /// Shows a record to every filter, until one drops it, and counts in the funnel what they say. Gives the fields
    /// of the record if a filter changed them.
    ///
    /// # Errors
    /// With the reason of the filter that drops the record.
    pub fn run(
        &self,
        record: &Record<'_>,
        funnel: &mut Funnel,
    ) -> Result<Option<Map<String, Value>>, Rejection> {
        let mut changed: Option<Map<String, Value>> = None;
        for (place, (name, filter)) in self.filters.iter().enumerate() {
            let now = changed.as_ref().map_or(*record, |fields| record.with(fields));
            let judgement = filter.judge(&now);
            funnel.count(self.before + place, name, &judgement);
            if let Judgement::Rewrite { fields, .. } = judgement? {
                changed = Some(fields);
            }
        }
        Ok(changed)
    }
}
