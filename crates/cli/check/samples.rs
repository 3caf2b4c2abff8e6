//! Samples: each is sound by itself, and no two have one id.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use lintseq_dataset::{Row, content_id};
use lintseq_samples::check::faults;

use super::{Kind, Violation};
use crate::rows;

/// The ids of the samples that have been checked, each with a hash of its sample: input that holds a program twice
/// gives the same sample twice, and that is no fault.
#[derive(Debug, Default)]
pub(crate) struct Ids(Mutex<HashMap<String, String>>);

impl Ids {
    /// Checks a sample.
    pub(crate) fn check(&self, row: &Row, parses: &dyn Fn(&str, &str) -> bool) -> Vec<Violation> {
        let violation = |kind, detail| Violation { kind, step: None, line: None, detail };
        let sample = match rows::sample(row) {
            Ok(sample) => sample,
            Err(message) => return vec![violation(Kind::NoSample, message)],
        };
        let found = faults(&sample).into_iter().map(|fault| violation(Kind::Fault(fault.kind), fault.detail));
        let mut violations: Vec<Violation> = found.collect();
        if let Some(said) = sample.parses
            && said != parses(&sample.language, &sample.current)
        {
            violations
                .push(violation(Kind::Parses, format!("`parses` is {said}, the parser says {}", !said)));
        }
        if !self.is_new(&sample.id, row) {
            violations.push(violation(Kind::Id, "another sample has the same id".to_owned()));
        }
        violations
    }

    fn is_new(&self, id: &str, row: &Row) -> bool {
        let hash = content_id(serde_json::to_string(&row.fields).unwrap_or_default().as_bytes());
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(id.to_owned()) {
            Entry::Occupied(known) => *known.get() == hash,
            Entry::Vacant(place) => {
                place.insert(hash);
                true
            }
        }
    }
}
