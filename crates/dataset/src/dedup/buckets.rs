//! Buckets of records that share a key, and what is joined in them.
//!
//! Without verification a bucket is joined whole. With it, a record is compared with others of its bucket until it
//! has met every cluster there, so that nearly every record needs one comparison. Two records are joined only if they
//! are that similar themselves; their clusters then are one. Where a bucket is so large that not all are compared, the
//! order in which this goes depends on the records' signatures and shingles alone.

use std::io;

use super::clusters::Clusters;
use super::sets::Sets;

/// How often a record is compared within one bucket: a bucket of unlike records would otherwise cost the square of
/// its size.
const COMPARISONS: usize = 256;

/// A record under one of its keys, in an order that does not depend on the input's.
///
/// ```text
/// 64 bits of the key, 32 bits of the signature, 32 bits of the record's number
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry(pub(crate) u128);

impl Entry {
    pub(crate) fn new(key: u64, signature: u32, record: u32) -> Self {
        Self(u128::from(key) << 64 | u128::from(signature) << 32 | u128::from(record))
    }

    pub(crate) const fn key(self) -> u64 {
        (self.0 >> 64) as u64
    }

    const fn signature(self) -> u32 {
        (self.0 >> 32) as u32
    }

    const fn record(self) -> u32 {
        self.0 as u32
    }
}

/// When records of a bucket are joined.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Always: they share a band.
    Always,
    /// When their signatures are the same: key and signature are two parts of one hash of the content.
    SameSignature,
    /// When their sets are at least so similar.
    Similar(f64, Box<Sets>),
}

impl Rule {
    /// Joins the records of a bucket, and hands on every pair that made one cluster of two.
    pub(crate) fn join(
        &mut self,
        bucket: &[Entry],
        clusters: &mut Clusters,
        joined: &mut impl FnMut(u32, u32),
    ) -> io::Result<()> {
        let mut join = |one: Entry, other: Entry| {
            if clusters.join(one.record(), other.record()) {
                joined(one.record(), other.record());
            }
        };
        match self {
            Self::Always => bucket.iter().for_each(|entry| join(bucket[0], *entry)),
            Self::SameSignature => {
                let pairs = bucket.array_windows();
                pairs
                    .filter(|[one, other]| one.signature() == other.signature())
                    .for_each(|[one, other]| join(*one, *other));
            }
            Self::Similar(threshold, sets) => {
                verify(bucket, *threshold, sets, clusters, joined)?;
                sets.forget();
            }
        }
        Ok(())
    }
}

/// Compares every record of a bucket with a member of every group that was found in it so far, member after member
/// until one is similar.
fn verify(
    bucket: &[Entry],
    threshold: f64,
    sets: &mut Sets,
    clusters: &mut Clusters,
    joined: &mut impl FnMut(u32, u32),
) -> io::Result<()> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut before: Option<(u64, u32)> = None;
    for (set, record) in in_order(bucket, sets)? {
        // Records with the same shingles are one as far as comparisons go.
        if let (Some((same, other)), Some(set)) = (before, set)
            && same == set
            && sets.similarity(other, record)? >= threshold
        {
            if clusters.join(other, record) {
                joined(other, record);
            }
            continue;
        }
        before = set.map(|set| (set, record));
        let mut own = vec![record];
        let mut comparisons = 0;
        let mut at = 0;
        while at < groups.len() {
            let mut is_same = clusters.find(groups[at][0]) == clusters.find(record);
            for &member in &groups[at] {
                if is_same || comparisons == COMPARISONS {
                    break;
                }
                comparisons += 1;
                if sets.similarity(member, record)? >= threshold {
                    clusters.join(member, record);
                    joined(member, record);
                    is_same = true;
                }
            }
            if is_same {
                own.append(&mut groups.remove(at));
            } else {
                at += 1;
            }
        }
        groups.push(own);
    }
    Ok(())
}

/// The records of a bucket, in an order that does not depend on the input's, each with a hash of its shingles where
/// others have the same signature. In a bucket where every record is compared with all others, no order matters.
fn in_order(bucket: &[Entry], sets: &mut Sets) -> io::Result<Vec<(Option<u64>, u32)>> {
    if bucket.len() <= COMPARISONS {
        return Ok(bucket.iter().map(|entry| (None, entry.record())).collect());
    }
    let mut ordered = Vec::with_capacity(bucket.len());
    for alike in bucket.chunk_by(|one, other| one.signature() == other.signature()) {
        let start = ordered.len();
        for entry in alike {
            let set = if alike.len() > 1 { Some(sets.hash_of(entry.record())?) } else { None };
            ordered.push((set, entry.record()));
        }
        ordered[start..].sort_unstable();
    }
    Ok(ordered)
}
