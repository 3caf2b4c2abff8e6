//! How often every number came, exactly, in memory that goes with the number of different numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::summary::ratio;

/// Counts of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spread(BTreeMap<u64, u64>);

impl Spread {
    /// Counts a number.
    pub(crate) fn add(&mut self, number: usize) {
        *self.0.entry(number as u64).or_default() += 1;
    }

    /// Adds the counts of another part.
    pub(crate) fn merge(&mut self, other: Self) {
        if self.0.is_empty() {
            *self = other;
            return;
        }
        for (number, count) in other.0 {
            *self.0.entry(number).or_default() += count;
        }
    }

    /// How many numbers were counted.
    pub(crate) fn len(&self) -> u64 {
        self.0.values().sum()
    }

    /// The mean, or zero of nothing.
    pub(crate) fn mean(&self) -> f64 {
        ratio(self.0.iter().map(|(number, count)| number * count).sum(), self.len())
    }

    /// The smallest number that at least this share of all does not exceed; zero of nothing.
    pub(crate) fn quantile(&self, share: f64) -> u64 {
        let needed = share * self.len() as f64;
        let mut seen = 0;
        let found = self.0.iter().find(|(_, count)| {
            seen += *count;
            seen as f64 >= needed
        });
        found.map_or(0, |(number, _)| *number)
    }

    /// Counts by order of magnitude, which is how edits and programs differ: `0`, `1`, `2-3`, `4-7`, …, without the
    /// empty ends.
    pub(crate) fn bins(&self) -> Vec<(String, u64)> {
        let mut bins: Vec<u64> = Vec::new();
        for (number, count) in &self.0 {
            let bin = (u64::BITS - number.leading_zeros()) as usize;
            bins.resize(bins.len().max(bin + 1), 0);
            bins[bin] += count;
        }
        let label = |bin: usize| match bin {
            0 => "0".to_owned(),
            1 => "1".to_owned(),
            bin => format!("{}–{}", 1u64 << (bin - 1), (1u64 << (bin - 1)) * 2 - 1),
        };
        let first = bins.iter().position(|count| *count > 0).unwrap_or(0);
        bins.into_iter().enumerate().skip(first).map(|(bin, count)| (label(bin), count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_powers_of_two() {
        let mut spread = Spread::default();
        for number in [1, 2, 3, 9] {
            spread.add(number);
        }
        let bins: Vec<_> =
            spread.bins().into_iter().map(|(label, count)| format!("{label}:{count}")).collect();
        assert_eq!(bins, ["1:1", "2–3:2", "4–7:0", "8–15:1"]);
        assert_eq!((spread.len(), spread.quantile(0.5), spread.quantile(0.9)), (4, 2, 9));
        assert_eq!((Spread::default().quantile(0.5), Spread::default().bins().len()), (0, 0));
    }
}
