//! What became of records, filter by filter.

use std::collections::BTreeMap;

use lintseq_core::Rejection;
use serde::{Deserialize, Serialize};

use super::Judgement;
use crate::ledger::Ledger;

/// The account of some filters in a row; it adds up over the parts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Funnel {
    stages: Vec<Stage>,
}

/// The account of one filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The filter.
    pub filter: String,
    /// The records that reached it.
    #[serde(rename = "in")]
    pub records_in: u64,
    /// Those that it kept.
    #[serde(rename = "out")]
    pub records_out: u64,
    /// Of these, those that it wrote anew.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rewritten: u64,
    /// Those that it dropped, by reason.
    pub reasons: BTreeMap<String, u64>,
    /// What it changed in those that it wrote anew.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, u64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Funnel {
    /// Whether no filter has seen a record.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }

    /// The filters in the order in which they ran.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Adds the account of another part. Of parts that other filters made, each filter has its own line.
    pub fn merge(&mut self, other: Self) {
        for (place, more) in other.stages.into_iter().enumerate() {
            let is_same = |stage: &Stage| stage.filter.is_empty() || stage.filter == more.filter;
            let place = if self.stages.get(place).is_none_or(is_same) { place } else { self.stages.len() };
            let stage = self.stage(place, &more.filter);
            stage.records_in += more.records_in;
            stage.records_out += more.records_out;
            stage.rewritten += more.rewritten;
            for (to, from) in [(&mut stage.reasons, more.reasons), (&mut stage.notes, more.notes)] {
                for (name, count) in from {
                    *to.entry(name).or_default() += count;
                }
            }
        }
    }

    /// Adds a step over all records, with its account of them.
    pub(crate) fn add_step(&mut self, name: &str, ledger: &Ledger) {
        self.stages.push(Stage {
            filter: name.to_owned(),
            records_in: ledger.records_in(),
            records_out: ledger.records_out(),
            reasons: ledger.rejected().map(|(reason, count)| (reason.as_str().to_owned(), count)).collect(),
            ..Stage::default()
        });
    }

    pub(super) fn count(&mut self, place: usize, filter: &str, judgement: &Result<Judgement, Rejection>) {
        let stage = self.stage(place, filter);
        stage.records_in += 1;
        match judgement {
            Ok(judgement) => {
                stage.records_out += 1;
                if let Judgement::Rewrite { notes, .. } = judgement {
                    stage.rewritten += 1;
                    for note in notes {
                        *stage.notes.entry(note.clone()).or_default() += 1;
                    }
                }
            }
            Err(rejection) => {
                *stage.reasons.entry(rejection.reason.as_str().to_owned()).or_default() += 1;
            }
        }
    }

    fn stage(&mut self, place: usize, filter: &str) -> &mut Stage {
        while self.stages.len() <= place {
            self.stages.push(Stage::default());
        }
        let stage = &mut self.stages[place];
        if stage.filter.is_empty() {
            filter.clone_into(&mut stage.filter);
        }
        stage
    }
}
