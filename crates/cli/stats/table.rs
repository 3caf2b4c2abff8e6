//! Figures for the terminal.

use std::fmt;

use super::figures::{Counts, Figures};
use super::origin::Origin;
use super::spread::Spread;
use crate::summary::{FunnelTable, Reasons, grouped, ratio};

/// [`Figures`] for people.
pub(crate) struct Table<'a> {
    /// What was counted.
    pub(crate) figures: &'a Figures,
    /// What a token is.
    pub(crate) tokens: &'a str,
    /// Where the rows come from.
    pub(crate) origin: &'a Origin,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { samples, .. } = self.figures;
        let figures = self.figures;
        writeln!(f, "rows         {}", grouped(figures.rows))?;
        if figures.unreadable > 0 {
            writeln!(f, "  {} of them are samples that cannot be read", grouped(figures.unreadable))?;
        }
        if !samples.is_empty() {
            writeln!(f, "{samples}")?;
            let share = 100.0 * ratio(figures.rejected, figures.rows);
            writeln!(f, "  rejected   {share:.1} % have a rejected text")?;
        }
        write_counts(f, "parses", &figures.parses)?;
        write_counts(f, "languages", &figures.languages)?;
        write_counts(f, "licences", &figures.licenses)?;
        write_counts(f, "diagnostics", &figures.diagnostics)?;
        write_spread(f, "distance", "lines from the cursor to the next edit", &figures.distances)?;
        write_spread(f, "edit size", "changed lines", &figures.edit_lines)?;
        let edits = if samples.is_empty() { "edits of a sequence" } else { "edits of a history" };
        write_spread(f, "edits", edits, &figures.edits)?;
        for (what, spread) in &figures.tokens {
            write_spread(f, "length", &format!("{} of `{what}`", self.tokens), spread)?;
        }
        if let [(_, all), reasons @ ..] = &*self.origin.records {
            writeln!(f, "records      {} in{}", grouped(*all), Reasons::named(reasons))?;
        }
        // The table of a funnel begins with a new line and ends without one.
        let filters = FunnelTable(&self.origin.filters).to_string();
        if filters.is_empty() { Ok(()) } else { writeln!(f, "{}", filters.trim_start()) }
    }
}

fn write_spread(f: &mut fmt::Formatter<'_>, name: &str, of: &str, spread: &Spread) -> fmt::Result {
    if spread.len() == 0 {
        return Ok(());
    }
    let [median, p90, p99] = [0.5, 0.9, 0.99].map(|share| grouped(spread.quantile(share)));
    writeln!(f, "{name:<12} {median} in the median, {p90} at p90, {p99} at p99: {of}")
}

/// The eight most frequent, with their shares.
fn write_counts(f: &mut fmt::Formatter<'_>, name: &str, counts: &Counts) -> fmt::Result {
    const SHOWN: usize = 8;
    let total: u64 = counts.values().sum();
    if total == 0 {
        return Ok(());
    }
    let sorted = by_count(counts);
    let shown = sorted
        .iter()
        .take(SHOWN)
        .map(|(name, count)| format!("{name} {:.1} %", 100.0 * ratio(*count, total)));
    let more = sorted.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    writeln!(f, "{name:<12} {}{more}", shown.collect::<Vec<_>>().join(", "))
}

/// Names with their counts, the most frequent first.
pub(super) fn by_count(counts: &Counts) -> Vec<(String, u64)> {
    let mut sorted: Vec<(String, u64)> = counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted
}
