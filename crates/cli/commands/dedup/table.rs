//! The closing table of `dedup`.

use std::fmt;
use std::time::Duration;

use lintseq_dataset::Ledger;
use lintseq_dataset::dedup::Bands;

use super::Figures;
use crate::summary::{Reasons, grouped, per_second};

/// What became of the records.
pub(super) struct Table<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) figures: &'a Figures,
    pub(super) clusters: usize,
    /// How signatures were cut, where that is known.
    pub(super) bands: Option<Bands>,
    pub(super) elapsed: Duration,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ledger, figures, clusters, bands, elapsed } = self;
        let [all, out, rejected] =
            [ledger.records_in(), ledger.records_out(), ledger.records_rejected()].map(grouped);
        write!(f, "records      {all} in, {out} out, {rejected} left out")?;
        write!(f, "{}", Reasons::of_records(ledger))?;
        if figures.marked > 0 {
            write!(f, "\n  {:<18} {:>9}", "marked", grouped(figures.marked).to_string())?;
        }
        write!(
            f,
            "\nclusters     {} of several records; {} stay for others",
            grouped(*clusters as u64),
            grouped(figures.stay_for_others)
        )?;
        if let Some(bands) = bands {
            let found = [0.5, 0.6, 0.7, 0.8, 0.9].map(|similarity| 100.0 * bands.recall(similarity));
            write!(
                f,
                "\nbands        {} of {} rows; of pairs with similarity .5 .6 .7 .8 .9 they find \
                 {:.0} {:.0} {:.0} {:.0} {:.0} %",
                bands.bands, bands.rows, found[0], found[1], found[2], found[3], found[4]
            )?;
        }
        if let Some(rate) = per_second(ledger.records_in(), *elapsed) {
            write!(f, "\nspeed        {} records per second", grouped(rate))?;
        }
        Ok(())
    }
}
