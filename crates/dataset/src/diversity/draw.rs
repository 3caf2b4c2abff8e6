//! Which records of a topic are in the sample: those with the smallest seeded hash of their id.
//!
//! A sample of a shard holds all that the sample of the whole takes from the shard, so samples of samples are the
//! sample of the whole. Records of one id are told apart by their content.

use std::collections::BTreeMap;

use super::quota::quotas;
use crate::hash::{content_number, draw};

/// A record that may be drawn: its seeded hash, the hash of its content, its position.
type Candidate = (u64, u64, u64);

/// The records of all topics, as far as they can be in the sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draw {
    topics: BTreeMap<String, Topic>,
    target: usize,
    seed: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Topic {
    count: u64,
    candidates: Vec<Candidate>,
}

impl Draw {
    /// Nothing yet, for a sample of so many records.
    pub fn new(target: usize, seed: u64) -> Self {
        Self { topics: BTreeMap::new(), target, seed }
    }

    /// Adds the record at a position.
    pub fn add(&mut self, topic: &str, id: &str, content: &[u8], index: u64) {
        let hash = draw("topic", self.seed, id);
        let record = (hash, content_number(content), index);
        match self.topics.get_mut(topic) {
            Some(known) => known.add(record, self.target),
            None => self.topics.entry(topic.to_owned()).or_default().add(record, self.target),
        }
    }

    /// Adds the records of another part of the input.
    pub fn merge(&mut self, other: Self) {
        (self.target, self.seed) = (self.target.max(other.target), self.seed.max(other.seed));
        for (name, more) in other.topics {
            let topic = self.topics.entry(name).or_default();
            topic.count += more.count;
            topic.candidates.extend(more.candidates);
            topic.prune(self.target, 2);
        }
    }

    /// The sample.
    pub fn finish(self) -> Drawn {
        // What does not divide goes to topics in an order that says nothing about them, and is the same in all shards.
        let mut topics: Vec<(u64, String, Topic)> = self
            .topics
            .into_iter()
            .map(|(name, topic)| (draw("quota", self.seed, &name), name, topic))
            .collect();
        topics.sort_unstable_by(|(one, a, _), (other, b, _)| (one, a).cmp(&(other, b)));
        let counts: Vec<u64> = topics.iter().map(|(_, _, topic)| topic.count).collect();
        let quotas = quotas(&counts, self.target as u64);
        let mut drawn = Drawn::default();
        for ((_, name, mut topic), quota) in topics.into_iter().zip(quotas) {
            topic.prune(quota as usize, 1);
            let number = drawn.topics.len() as u32;
            drawn.records.extend(topic.candidates.iter().map(|(_, _, index)| (*index, number)));
            drawn.topics.push(TopicShare { name, records: topic.count, drawn: quota });
        }
        drawn.records.sort_unstable();
        drawn
    }
}

impl Topic {
    fn add(&mut self, record: Candidate, target: usize) {
        self.count += 1;
        self.candidates.push(record);
        self.prune(target, 2);
    }

    /// Keeps the smallest, once there are so many times too many.
    fn prune(&mut self, target: usize, times: usize) {
        const FEW: usize = 64;
        let bound = if times > 1 { (times * target).max(FEW) } else { target };
        if self.candidates.len() > bound {
            if target > 0 {
                self.candidates.select_nth_unstable(target - 1);
            }
            self.candidates.truncate(target);
        }
    }
}

/// A sample, drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The positions of its records, in order, each with the number of its topic.
    records: Vec<(u64, u32)>,
    topics: Vec<TopicShare>,
}

/// What a topic gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicShare {
    /// The topic; empty for records without one.
    pub name: String,
    /// Its records.
    pub records: u64,
    /// Those of them that were drawn.
    pub drawn: u64,
}

impl Drawn {
    /// The topic of the record at a position, if it is in the sample.
    pub fn topic_of(&self, index: u64) -> Option<&TopicShare> {
        let at = self.records.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        Some(&self.topics[self.records[at].1 as usize])
    }

    /// All topics.
    pub fn topics(&self) -> &[TopicShare] {
        &self.topics
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Record = (u8, u16);

    fn sample(records: &[Record], target: usize, seed: u64) -> Vec<Record> {
        let mut draw = Draw::new(target, seed);
        for (index, (topic, id)) in (0..).zip(records) {
            draw.add(&topic.to_string(), &id.to_string(), &[*topic], index);
        }
        let drawn = draw.finish();
        let taken = (0..).zip(records).filter(|(index, _)| drawn.topic_of(*index).is_some());
        taken.map(|(_, record)| *record).collect()
    }

    fn sorted(mut records: Vec<Record>) -> Vec<Record> {
        records.sort_unstable();
        records
    }

    fn records() -> impl Strategy<Value = Vec<Record>> {
        prop::collection::vec((0u8..6, 0u16..500), 0..150)
    }

    proptest! {
        #[test]
        fn samples_of_shards_are_the_sample_of_the_whole(
            shards in prop::collection::vec(records(), 1..4), target in 0usize..120, seed in 0u64..3,
        ) {
            let whole = sample(&shards.concat(), target, seed);
            let parts: Vec<Record> = shards.iter().flat_map(|shard| sample(shard, target, seed)).collect();
            prop_assert_eq!(sorted(sample(&parts, target, seed)), sorted(whole.clone()));
            let mut backward = shards.concat();
            backward.reverse();
            prop_assert_eq!(sorted(sample(&backward, target, seed)), sorted(whole.clone()));
            prop_assert_eq!(whole.len(), target.min(shards.concat().len()));
        }

        #[test]
        fn parts_merge_to_the_whole(records in records(), cut in 0usize..150, target in 0usize..60) {
            let cut = cut.min(records.len());
            let part = |range: std::ops::Range<usize>| {
                let mut draw = Draw::new(target, 0);
                for index in range {
                    let (topic, id) = records[index];
                    draw.add(&topic.to_string(), &id.to_string(), &[topic], index as u64);
                }
                draw
            };
            let mut merged = Draw::default();
            merged.merge(part(0..cut));
            merged.merge(part(cut..records.len()));
            prop_assert_eq!(merged.finish(), part(0..records.len()).finish());
        }
    }
}
