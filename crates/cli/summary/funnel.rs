//! The funnel of filters, for people.

use std::fmt;

use lintseq_dataset::filter::Funnel;

use super::grouped;

/// A [`Funnel`] as lines of a closing table, each on a line of its own; nothing without filters.
pub(crate) struct FunnelTable<'a>(pub(crate) &'a Funnel);

impl fmt::Display for FunnelTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, "\nfilter                           in         out")?;
        for stage in self.0.stages() {
            let [came, stayed] =
                [stage.records_in, stage.records_out].map(|count| grouped(count).to_string());
            write!(f, "\n  {:<22} {came:>10} {stayed:>11}", stage.filter)?;
            let reasons = stage.reasons.iter().map(|(reason, count)| format!("{reason} {}", grouped(*count)));
            let notes = stage.notes.iter().map(|(note, count)| format!("{note} {}", grouped(*count)));
            let reasons = reasons.collect::<Vec<_>>().join(", ");
            if !reasons.is_empty() {
                write!(f, "  {reasons}")?;
            }
            if stage.rewritten > 0 {
                let notes = notes.collect::<Vec<_>>().join(", ");
                write!(f, "\n    {} written anew: {notes}", grouped(stage.rewritten))?;
            }
        }
        Ok(())
    }
}
