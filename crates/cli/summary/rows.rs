//! The closing table of a command that takes rows and passes them on.

use std::fmt;
use std::time::Duration;

use lintseq_dataset::Ledger;

use super::{Reasons, grouped, per_second};

/// What became of the rows.
pub(crate) struct RowTable<'a> {
    /// The account.
    pub(crate) ledger: &'a Ledger,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

impl fmt::Display for RowTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ledger, elapsed } = self;
        let [all, rows, rejected] =
            [ledger.records_in(), ledger.rows(), ledger.records_rejected()].map(grouped);
        write!(f, "rows         {all} in, {rows} out, {rejected} left out")?;
        write!(f, "{}", Reasons::of_records(ledger))?;
        if let Some(rate) = per_second(ledger.records_in(), *elapsed) {
            write!(f, "\nspeed        {} rows per second", grouped(rate))?;
        }
        Ok(())
    }
}
