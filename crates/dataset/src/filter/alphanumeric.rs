//! Texts that are mostly signs: the share of letters and digits among all characters, as The Stack counts it.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alphanumeric {
    /// The smallest share, between 0 and 1.
    min: f64,
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    let filter: Alphanumeric = options(table)?;
    if !(0.0..=1.0).contains(&filter.min) {
        return Err(format!("`min` is a share between 0 and 1, not {}", filter.min));
    }
    Ok(Box::new(filter))
}

impl Filter for Alphanumeric {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        // The longest text: an edit may begin with a bracket.
        let texts = record.texts()?;
        let longest = texts.into_iter().max_by_key(|text| text.len()).unwrap_or_default();
        let (mut signs, mut all) = (0_u64, 0_u64);
        for character in longest.chars() {
            all += 1;
            signs += u64::from(character.is_alphanumeric());
        }
        let share = if all == 0 { 0.0 } else { signs as f64 / all as f64 };
        if share < self.min {
            let message =
                format!("{:.0} % letters and digits, fewer than {:.0} %", 100.0 * share, 100.0 * self.min);
            return Err(Rejection::new(Reason::LowAlphanumeric, message));
        }
        Ok(Judgement::Keep)
    }
}
