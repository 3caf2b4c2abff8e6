//! Topics by spherical k-means over TF-IDF: directions in the space of features, of which each record takes the nearest.
//!
//! Topic models that draw from a posterior, as OpenCodeEdit's, were decided against: theirs takes every record in memory
//! and depends on their order. Here all sums are taken in one order, whatever the threads, and nothing but roots and the
//! four operations bears on the result, so that it is the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rayon::prelude::*;
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use super::features::{Features, PLACES};
use super::training::Training;

/// Rounds after which topics are taken as they are.
const ROUNDS: usize = 25;

/// Topics, found.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicModel {
    /// How much each place weighs.
    weights: Vec<f32>,
    /// The direction of every topic at every place, topics side by side.
    directions: Vec<f32>,
    topics: usize,
}

impl TopicModel {
    /// Finds so many topics, or as many as there are different records. The threads have no effect on what is found.
    ///
    /// # Errors
    /// If the threads cannot be started.
    pub fn train(
        training: Training,
        topics: usize,
        seed: u64,
        threads: usize,
    ) -> Result<Self, ThreadPoolBuildError> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build()?;
        Ok(pool.install(|| Self::find(training, topics, seed)))
    }

    fn find(training: Training, topics: usize, seed: u64) -> Self {
        let mut records = training.finish();
        let weights = weights(&records);
        records.par_iter_mut().for_each(|record| weigh(record, &weights));
        let first = first_directions(&records, topics, seed);
        let mut model = Self { weights, topics: first.len(), directions: Vec::new() };
        model.point(&records, &(0..).zip(first).map(|(topic, record)| (record, topic)).collect::<Vec<_>>());
        let mut nearest = Vec::new();
        for _ in 0..ROUNDS {
            let now: Vec<usize> = records.par_iter().map(|record| model.nearest(record).0).collect();
            if now == nearest {
                break;
            }
            model.point(&records, &now.iter().copied().enumerate().collect::<Vec<_>>());
            nearest = now;
        }
        model
    }

    /// The topic of a record, as a number; none of one without features, or where there are no topics.
    pub fn topic_of(&self, mut features: Features) -> Option<usize> {
        if self.topics == 0 || features.is_empty() {
            return None;
        }
        weigh(&mut features, &self.weights);
        Some(self.nearest(&features).0)
    }

    /// The nearest topic, the first of those that are equally near, with the cosine of the angle to it.
    fn nearest(&self, record: &Features) -> (usize, f32) {
        let mut cosines = vec![0f32; self.topics];
        for &(place, weight) in &record.0 {
            let at = usize::from(place) * self.topics;
            for (cosine, direction) in cosines.iter_mut().zip(&self.directions[at..at + self.topics]) {
                *cosine += weight * direction;
            }
        }
        let better = |best: (usize, f32), new: (usize, f32)| if new.1 > best.1 { new } else { best };
        cosines.into_iter().enumerate().fold((0, f32::MIN), better)
    }

    /// Points every topic to the middle of its records, given as pairs of record and topic. One without any stays.
    fn point(&mut self, records: &[Features], members: &[(usize, usize)]) {
        let mut sums = vec![0f32; PLACES * self.topics];
        let mut counts = vec![0u32; self.topics];
        for &(record, topic) in members {
            counts[topic] += 1;
            for &(place, weight) in &records[record].0 {
                sums[usize::from(place) * self.topics + topic] += weight;
            }
        }
        let mut squares = vec![0f32; self.topics];
        for row in sums.chunks_exact(self.topics.max(1)) {
            for (square, value) in squares.iter_mut().zip(row) {
                *square += value * value;
            }
        }
        let old = std::mem::replace(&mut self.directions, sums);
        let lengths: Vec<f32> = squares.into_iter().map(f32::sqrt).collect();
        for (at, value) in self.directions.iter_mut().enumerate() {
            let topic = at % self.topics;
            *value = if counts[topic] == 0 {
                old.get(at).copied().unwrap_or(0.0)
            } else {
                *value / lengths[topic]
            };
        }
    }
}

/// What is in few records weighs most: the inverse document frequency, in steps of 1/64, so that the last digit of the
/// logarithm, which machines do not agree on, plays no part. What is in all of them still weighs something, so that no
/// record is without a direction.
fn weights(records: &[Features]) -> Vec<f32> {
    let mut counts = vec![0u32; PLACES];
    for (place, _) in records.iter().flat_map(|record| &record.0) {
        counts[usize::from(*place)] += 1;
    }
    let all = records.len() as f64 + 1.0;
    let weight = |count: u32| ((all / (f64::from(count) + 1.0)).ln() * 64.0).round() / 64.0 + 1.0;
    counts.into_iter().map(|count| weight(count) as f32).collect()
}

/// Weighs the features, and makes them a direction.
fn weigh(record: &mut Features, weights: &[f32]) {
    for (place, value) in &mut record.0 {
        *value *= weights[usize::from(*place)];
    }
    let length = record.0.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, value) in &mut record.0 {
            *value /= length;
        }
    }
}

/// The records that topics start from: of a few that are drawn the likelier the further they are from all before, the
/// one that leaves the others nearest (greedy k-means++). One draw alone is nearly blind where all records are far from
/// each other, as texts are.
fn first_directions(records: &[Features], topics: usize, seed: u64) -> Vec<usize> {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..15].copy_from_slice(b"topics1");
    let mut random = ChaCha8Rng::from_seed(key);
    let trials = 2 + topics.max(1).ilog2();
    let mut distances = vec![1f32; records.len()];
    let mut first = Vec::new();
    while first.len() < topics {
        let sum = total(&distances);
        if sum <= 0.0 {
            break;
        }
        let mut best: Option<(f64, usize, Vec<f32>)> = None;
        for _ in 0..trials {
            let share = (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
            let Some(drawn) = at_share(&distances, share * sum) else { continue };
            let nearer = distances_with(records, &distances, drawn);
            let left = total(&nearer);
            if best.as_ref().is_none_or(|(least, ..)| left < *least) {
                best = Some((left, drawn, nearer));
            }
        }
        let Some((_, drawn, nearer)) = best else { break };
        first.push(drawn);
        distances = nearer;
    }
    first
}

/// The record at which the sum of distances passes a share of it.
fn at_share(distances: &[f32], mut rest: f64) -> Option<usize> {
    let passes = |distance: &f32| {
        rest -= f64::from(*distance);
        rest < 0.0 && *distance > 0.0
    };
    // Rounding may leave something over at the end.
    distances.iter().position(passes).or_else(|| distances.iter().rposition(|distance| *distance > 0.0))
}

/// The distance of every record from the nearest of those before and this one.
fn distances_with(records: &[Features], before: &[f32], record: usize) -> Vec<f32> {
    let mut dense = vec![0f32; PLACES];
    for &(place, value) in &records[record].0 {
        dense[usize::from(place)] = value;
    }
    let nearer = |(record, before): (&Features, &f32)| {
        // Rounding must not leave a record at a distance from itself.
        const NOTHING: f32 = 1e-5;
        let cosine: f32 = record.0.iter().map(|(place, value)| value * dense[usize::from(*place)]).sum();
        before.min(if cosine > 1.0 - NOTHING { 0.0 } else { 1.0 - cosine })
    };
    records.par_iter().zip(before).map(nearer).collect()
}

fn total(distances: &[f32]) -> f64 {
    distances.iter().copied().map(f64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEMES: [&str; 3] = [
        "socket connect listen packet network port server client stream address",
        "matrix vector multiply transpose determinant inverse row column rank product",
        "recipe oven butter flour sugar bake stir mix cup spoon",
    ];

    /// Records about three things, each of a few words of its theme.
    fn records() -> Vec<(usize, String)> {
        let record = |at: usize| {
            let words: Vec<&str> = THEMES[at % 3].split(' ').collect();
            let pick = |offset: usize| words[(at * 7 + offset * 3 + at / 3 * offset) % words.len()];
            (at % 3, format!("def {}_{}({}, {}): return {}", pick(0), pick(1), pick(2), pick(3), pick(4)))
        };
        (0..150).map(record).collect()
    }

    fn train<'r>(records: impl Iterator<Item = &'r str>, topics: usize) -> TopicModel {
        let mut training = Training::new(topics, 3);
        records.for_each(|text| training.add(text, || Features::of([text])));
        TopicModel::train(training, topics, 3, 2).unwrap()
    }

    #[test]
    fn a_topic_is_of_one_theme() {
        let records = records();
        let model = train(records.iter().map(|(_, text)| text.as_str()), 6);
        let mut counts = [[0; 3]; 6];
        for (theme, text) in &records {
            counts[model.topic_of(Features::of([text.as_str()])).unwrap()][*theme] += 1;
        }
        let right: usize = counts.iter().map(|of_topic| of_topic.iter().max().unwrap()).sum();
        assert!(right * 100 >= records.len() * 95, "{counts:?}");
    }

    #[test]
    fn order_and_copies_do_not_matter() {
        let records = records();
        let texts: Vec<&str> = records.iter().map(|(_, text)| text.as_str()).collect();
        let forward = train(texts.iter().copied(), 5);
        assert_eq!(forward, train(texts.iter().rev().chain(&texts[..20]).copied(), 5));
    }

    #[test]
    fn fewer_records_than_topics() {
        let model = train(["alpha beta", "gamma delta", "alpha beta"].into_iter(), 9);
        assert_eq!(model.topics, 2);
        assert_ne!(model.topic_of(Features::of(["alpha"])), model.topic_of(Features::of(["delta"])));
        let none = train([].into_iter(), 4);
        assert_eq!(none.topic_of(Features::of(["alpha"])), None);
    }
}
