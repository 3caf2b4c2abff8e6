//! How many records each topic gives to a sample.
//!
//! After OpenCodeEdit (`generation/utils/statistic_funcs.py`, arXiv 2509.25203): a topic with fewer records than an equal
//! share gives them all, and what it leaves is shared among the others, until all others have enough. What does not
//! divide is given one each, in the order of the topics. Where fewer records are there than wanted, all are kept, for
//! which the published code divides by zero.

/// The quota of each topic, of topics with so many records, for a sample of so many.
///
/// The quotas add up to the target, or to all records if there are fewer. Topics are in the order in which they get
/// what does not divide.
pub fn quotas(counts: &[u64], target: u64) -> Vec<u64> {
    let mut smallest_first = counts.to_vec();
    smallest_first.sort_unstable();
    let mut remaining = target;
    let mut topics = counts.len() as u64;
    for count in smallest_first {
        if count > remaining / topics {
            break;
        }
        remaining -= count;
        topics -= 1;
    }
    let Some(level) = remaining.checked_div(topics) else { return counts.to_vec() };
    let mut extra = remaining % topics;
    let quota = |count: &u64| {
        if *count <= level {
            return *count;
        }
        let one = u64::from(extra > 0);
        extra -= one;
        level + one
    };
    counts.iter().map(quota).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn water_finds_its_level() {
        let check = |counts: &[u64], target, expected: &[u64]| {
            assert_eq!(quotas(counts, target), expected, "{counts:?} {target}");
        };
        check(&[100, 3, 50], 30, &[14, 3, 13]);
        check(&[5, 5, 5], 7, &[3, 2, 2]);
        check(&[1, 2, 3], 6, &[1, 2, 3]);
        check(&[1, 2, 3], 100, &[1, 2, 3]);
        check(&[1, 2, 3], 0, &[0, 0, 0]);
        check(&[10, 10, 10], 2, &[1, 1, 0]);
        check(&[0, 4], 3, &[0, 3]);
        check(&[], 5, &[]);
    }

    /// The published loop, in whole numbers: topics are locked as long as one has no more than the equal share.
    fn published(counts: &[u64], target: u64) -> Option<Vec<u64>> {
        let mut is_locked = vec![false; counts.len()];
        loop {
            let locked: u64 =
                counts.iter().zip(&is_locked).filter(|(_, locked)| **locked).map(|(count, _)| count).sum();
            let left = is_locked.iter().filter(|locked| !**locked).count() as u64;
            let share = target.checked_sub(locked)?;
            if left == 0 {
                return None;
            }
            let mut has_changed = false;
            for (count, locked) in counts.iter().zip(&mut is_locked) {
                if !*locked && count * left <= share {
                    *locked = true;
                    has_changed = true;
                }
            }
            if !has_changed {
                let mut extra = share % left;
                let quota = |(count, locked): (&u64, &bool)| {
                    if *locked {
                        return *count;
                    }
                    let one = u64::from(extra > 0);
                    extra -= one;
                    share / left + one
                };
                return Some(counts.iter().zip(&is_locked).map(quota).collect());
            }
        }
    }

    proptest! {
        #[test]
        fn quotas_are_fair_and_full(counts in prop::collection::vec(0u64..60, 0..12), target in 0u64..400) {
            let found = quotas(&counts, target);
            prop_assert_eq!(found.iter().sum::<u64>(), target.min(counts.iter().sum()));
            prop_assert!(found.iter().zip(&counts).all(|(quota, count)| quota <= count));
            // Nobody has more than one above a topic that could still give.
            let least = found.iter().zip(&counts).filter(|(quota, count)| quota < count).map(|(quota, _)| *quota).min();
            if let Some(least) = least {
                prop_assert!(found.iter().all(|quota| *quota <= least + 1));
            }
            // A larger target takes nothing away.
            let larger = quotas(&counts, target + 1);
            prop_assert!(found.iter().zip(&larger).all(|(one, other)| one <= other));
            if let Some(expected) = published(&counts, target) {
                prop_assert_eq!(found, expected);
            }
        }
    }
}
