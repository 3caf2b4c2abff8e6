//! Clusters by union-find: what is a duplicate of a duplicate is one too.

/// A partition of records.
#[derive(Clone, Debug)]
pub(crate) struct Clusters {
    parents: Vec<u32>,
}

impl Clusters {
    /// Every record by itself.
    pub(crate) fn new(records: u32) -> Self {
        Self { parents: (0..records).collect() }
    }

    /// The representative of a record's cluster.
    pub(crate) fn find(&mut self, mut record: u32) -> u32 {
        // Every record on the way is hung one step higher, so that ways stay short.
        while self.parents[record as usize] != record {
            let above = self.parents[self.parents[record as usize] as usize];
            self.parents[record as usize] = above;
            record = above;
        }
        record
    }

    /// Makes one cluster of two, with the lowest number of both as its representative; whether they were two.
    pub(crate) fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.find(one), self.find(other));
        self.parents[one.max(other) as usize] = one.min(other);
        one != other
    }

    /// Adds records by themselves.
    pub(crate) fn grow(&mut self, records: u32) {
        self.parents.extend(self.parents.len() as u32..records);
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> u32 {
        self.parents.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_of_joining_does_not_matter(mut pairs in prop::collection::vec((0..40u32, 0..40u32), 0..60)) {
            let partition = |pairs: &[(u32, u32)]| {
                let mut clusters = Clusters::new(40);
                let joined = pairs.iter().filter(|&&(one, other)| clusters.join(one, other)).count();
                let roots: Vec<u32> = (0..40).map(|record| clusters.find(record)).collect();
                let several = (0..40).filter(|&record| roots[record as usize] != record).count();
                assert_eq!(joined, several);
                roots
            };
            let forward = partition(&pairs);
            prop_assert!(pairs.iter().all(|&(one, other)| forward[one as usize] == forward[other as usize]));
            pairs.reverse();
            prop_assert_eq!(forward, partition(&pairs));
        }
    }
}
