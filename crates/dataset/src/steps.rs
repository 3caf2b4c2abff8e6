//! Steps over all rows of a run: deduplication and sampling cannot begin before the last row is made.
//!
//! Every step writes an output of its own, which is whole or not there, resumable as any other, in a folder beside the
//! one that was asked for; the last step writes the latter. Each hands on the account of those before, so that the manifest
//! of the last tells of all: what was read, what became of it, and what every step let through.

use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use serde_json::Value;

use crate::error::{InputError, MergeError};
use crate::filter::Funnel;
use crate::input::{InputOptions, InputSummary, Inputs};
use crate::ledger::Ledger;
use crate::merge::next_line;
use crate::output::{Manifest, Output};

/// Where figures keep what filters and steps let through.
const FUNNEL: &str = "filters";

/// What a run has come to so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Records read and left out, and rows.
    pub ledger: Ledger,
    /// What was counted.
    pub stats: Value,
    /// What was read.
    pub inputs: Vec<InputSummary>,
}

impl Account {
    /// The account after a further step, whose own account is of rows that it read as records.
    #[must_use]
    pub fn after(mut self, step: &str, ledger: &Ledger) -> Self {
        let funnel = self.stats.get(FUNNEL).and_then(|funnel| Funnel::deserialize(funnel).ok());
        let mut funnel = funnel.unwrap_or_default();
        funnel.add_step(step, ledger);
        if let (Value::Object(stats), Ok(funnel)) = (&mut self.stats, serde_json::to_value(funnel)) {
            stats.insert(FUNNEL.to_owned(), funnel);
        }
        self.ledger.follow(ledger);
        self
    }
}

/// What a step has left to the next one.
#[derive(Clone, Debug)]
pub struct StepOutput {
    rows: PathBuf,
    /// The account of all steps so far.
    pub account: Account,
}

impl StepOutput {
    /// The output of a step, if it is there and whole.
    pub fn load(rows: &Path) -> Option<Self> {
        let Manifest { records: ledger, stats, inputs, .. } = Manifest::of_output(rows)?;
        Some(Self { rows: rows.to_path_buf(), account: Account { ledger, stats, inputs } })
    }

    /// Where a step that writes rows to this file keeps the records that are left out.
    pub fn rejected_of(rows: &Path) -> PathBuf {
        rows.with_added_extension("rejected.jsonl.zst")
    }

    /// The rows, to be read under a name that says who made them. `options` say how, and not which.
    ///
    /// # Errors
    /// If they cannot be found.
    pub fn inputs(&self, name: &str, options: &InputOptions<'_>) -> Result<Inputs, InputError> {
        Inputs::of_rows(&self.rows, options).map(|inputs| inputs.named(name))
    }

    /// Makes an output that of the next step: it takes over the account, and the records that are left out.
    ///
    /// # Errors
    /// If the latter cannot be copied.
    pub fn hand_on(
        &self,
        step: &str,
        output: &mut Output,
        options: &InputOptions<'_>,
    ) -> Result<(), MergeError> {
        output.follow(step, self.account.clone());
        let rejected = Self::rejected_of(&self.rows);
        // A step that goes on has taken them over before its first record.
        if output.consumed() > 0 || output.begun().is_some() || !output.keeps_rejected() || !rejected.exists()
        {
            return Ok(());
        }
        let inputs = Inputs::of_rows(&rejected, options)?;
        let mut reader = inputs.read(options);
        while let Some(line) = next_line(&mut reader)? {
            output.reject(&line)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use lintseq_core::Reason;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_step_goes_on_with_the_account() {
        let mut made = Ledger::default();
        made.count_out(3);
        made.count_out(2);
        made.count_rejected(Reason::SyntaxError);
        made.count_left_out(Reason::TokenCollision);
        let mut step = Ledger::default();
        (0..3).for_each(|_| step.count_out(1));
        (0..2).for_each(|_| step.count_rejected(Reason::NearDuplicate));
        let account = Account { ledger: made, stats: json!({"states": 7}), inputs: Vec::new() };
        let account = account.after("dedup", &step);
        let ledger = &account.ledger;
        assert_eq!([ledger.records_in(), ledger.records_out(), ledger.rows()], [3, 2, 3]);
        assert_eq!(ledger.rejected().collect::<Vec<_>>(), [(Reason::SyntaxError, 1)]);
        assert_eq!(
            ledger.left_out().collect::<Vec<_>>(),
            [(Reason::TokenCollision, 1), (Reason::NearDuplicate, 2)]
        );
        let expected = json!([{"filter": "dedup", "in": 5, "out": 3, "reasons": {"near-duplicate": 2}}]);
        assert_eq!(account.stats, json!({"states": 7, "filters": expected}));
    }
}
