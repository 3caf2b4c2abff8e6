//! Reasons and how often each came, as the closing tables of all commands list them.

use std::fmt;

use lintseq_core::Reason;
use lintseq_dataset::Ledger;

use super::grouped;

/// The least width of the names, so that tables of several commands look alike.
const LEAST: usize = 18;

/// A line for each reason, below what stands before: every line starts with its newline.
pub(crate) struct Reasons {
    lead: &'static str,
    counts: Vec<(String, u64)>,
}

impl Reasons {
    /// Why records were left out.
    pub(crate) fn of_records(ledger: &Ledger) -> Self {
        Self::new("", ledger.rejected().map(|(reason, count)| (reason.as_str().to_owned(), count)))
    }

    /// Why single rows were left out of records that are otherwise written.
    pub(crate) fn of_rows(ledger: &Ledger) -> Self {
        let named = |(reason, count): (Reason, u64)| (reason.as_str().to_owned(), count);
        Self::new("left out: ", ledger.left_out().map(named))
    }

    /// Reasons by their names.
    pub(crate) fn named(counts: &[(String, u64)]) -> Self {
        Self::new("", counts.iter().cloned())
    }

    fn new(lead: &'static str, counts: impl Iterator<Item = (String, u64)>) -> Self {
        Self { lead, counts: counts.collect() }
    }
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lead, counts } = self;
        let width = counts.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(LEAST);
        for (name, count) in counts {
            write!(f, "\n  {lead}{name:<width$} {:>9}", grouped(*count).to_string())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_widens_its_column() {
        let counts = [("short".to_owned(), 7), ("a-name-of-more-than-18".to_owned(), 12_345)];
        let listed = Reasons::named(&counts).to_string();
        assert_eq!(listed, "\n  short                          7\n  a-name-of-more-than-18    12,345");
        assert_eq!(Reasons::named(&counts[..1]).to_string(), "\n  short                      7");
        assert_eq!(Reasons::named(&[]).to_string(), "");
    }
}
