//! What verification promises: every two records that it joins are that similar, whatever the order, the threads, the
//! memory or the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::thread;

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::super::tables::{ClusterTable, NamedClusters, edge_rows};
use super::*;

const WIDTH: usize = 3;

/// Texts under their ids.
type Rows = Vec<(usize, String)>;

/// What was decided: for each id the one that stays, and the pairs that were joined.
#[derive(Debug, PartialEq)]
struct Outcome {
    stays: BTreeMap<usize, usize>,
    joined: Vec<(usize, usize)>,
}

fn marker(bands: Bands) -> Marker {
    Marker::new(options(Likeness::Near(Near { shingle: WIDTH, bands, seed: 0 }), true))
}

fn collector(threshold: f64, memory: usize) -> Collector {
    Collector::new(CollectOptions { verify: Some(threshold), memory, folder: std::env::temp_dir() }).unwrap()
}

/// All at once: numbered in the order of the rows, and added by several threads.
fn at_once(rows: &Rows, bands: Bands, threshold: f64, memory: usize, threads: usize) -> Outcome {
    let collector = Mutex::new(collector(threshold, memory));
    thread::scope(|scope| {
        for part in 0..threads {
            let collector = &collector;
            scope.spawn(move || {
                let mut marker = marker(bands);
                for (at, (id, text)) in rows.iter().enumerate().skip(part).step_by(threads) {
                    let mark = marker.mark(&line(*id, text), false).unwrap();
                    collector.lock().unwrap().add(at as u32, &mark);
                }
            });
        }
    });
    let mut joined = Vec::new();
    let id = |record: u32| rows[record as usize].0;
    let collector = collector.into_inner().unwrap();
    let connected = collector.connect(|one, other| joined.push((id(one), id(other)))).unwrap();
    let decisions = connected.decide(Keep::First).unwrap();
    let stays = (0..).zip(rows).map(|(record, (id, _))| (*id, first(*id, decisions.of(record).unwrap())));
    Outcome { stays: stays.collect(), joined }
}

/// In stages, with signatures made apart for each shard.
fn in_stages(shards: &[Rows], bands: Bands, threshold: f64) -> BTreeMap<usize, usize> {
    let fields = |row: &[u8]| serde_json::from_slice::<Map<String, Value>>(row).unwrap();
    let signatures = shards.iter().flat_map(|shard| {
        let mut marker = marker(bands);
        shard.iter().map(move |(id, text)| marker.mark(&line(*id, text), false).unwrap().to_row())
    });
    let mut collector = collector(threshold, 0);
    for (record, row) in (0..).zip(signatures) {
        collector.add(record, &Mark::from_row(&fields(&row), false).unwrap());
    }
    let mut pairs = Vec::new();
    let connected = collector.connect(|one, other| pairs.push((one, other))).unwrap();
    let mut clusters = NamedClusters::new(&std::env::temp_dir()).unwrap();
    for row in edge_rows(&connected, &pairs) {
        clusters.add(&fields(&row.unwrap())).unwrap().unwrap();
    }
    let mut table = ClusterTable::new(["a".to_owned()], &std::env::temp_dir()).unwrap();
    for row in clusters.rows().unwrap() {
        table.add(&fields(&row.unwrap())).unwrap().unwrap();
    }
    let rows: Vec<_> = shards.iter().flatten().collect();
    let fates: Vec<Fate> = rows.iter().map(|(id, text)| table.fate(&line(*id, text))).collect();
    let decisions = table.decide(&fates, Keep::First).unwrap();
    (0..).zip(rows).map(|(record, (id, _))| (*id, first(*id, decisions.of(record).unwrap()))).collect()
}

fn first(own: usize, decision: Decision) -> usize {
    match decision {
        Decision::Alone | Decision::Stays => own,
        Decision::Goes { first, .. } => first.parse().unwrap(),
        Decision::Unmarked => panic!("{own} is not marked"),
    }
}

/// The Jaccard similarity by its definition, over runs of words.
fn similarity(one: &str, other: &str) -> f64 {
    let [one, other]: [BTreeSet<Vec<&str>>; 2] = [one, other].map(|text| {
        let words: Vec<&str> = text.split(' ').collect();
        words.windows(WIDTH).map(<[&str]>::to_vec).collect()
    });
    one.intersection(&other).count() as f64 / one.union(&other).count() as f64
}

/// For each id the smallest one to which pairs lead.
fn components(rows: &Rows, joined: &[(usize, usize)]) -> BTreeMap<usize, usize> {
    let mut first: BTreeMap<usize, usize> = rows.iter().map(|(id, _)| (*id, *id)).collect();
    for _ in rows {
        for (one, other) in joined {
            let least = first[one].min(first[other]);
            first.insert(*one, least);
            first.insert(*other, least);
        }
    }
    first
}

/// Programs of a few families: words, and copies of them with some words changed.
fn families() -> impl Strategy<Value = Rows> {
    let words = prop::collection::vec(0..8u8, WIDTH..60);
    let change = (any::<prop::sample::Index>(), 0..8u8);
    let copy = (any::<prop::sample::Index>(), prop::collection::vec(change, 0..6));
    (prop::collection::vec(words, 1..5), prop::collection::vec(copy, 2..40)).prop_map(|(families, copies)| {
        let text = |(family, changes): (prop::sample::Index, Vec<(prop::sample::Index, u8)>)| {
            let mut words = family.get(&families).clone();
            for (at, word) in changes {
                *at.get_mut(&mut words) = word;
            }
            words.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ")
        };
        copies.into_iter().map(text).enumerate().collect()
    })
}

fn shuffled(rows: &Rows, by: usize) -> Rows {
    let mut rows = rows.clone();
    let count = rows.len();
    rows.rotate_left(by % count);
    rows.reverse();
    // Every other row first, so that neighbours are torn apart.
    let (even, odd): (Vec<_>, Vec<_>) = rows.into_iter().enumerate().partition(|(at, _)| at % 2 == 0);
    even.into_iter().chain(odd).map(|(_, row)| row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_joined_is_that_similar_and_nothing_else_bears_on_it(
        rows in families(),
        threshold in 0.3..1.0f64,
        (bands, rows_of_band) in (1..20usize, 1..5usize),
        (by, threads, shards) in (0..40usize, 1..4usize, 1..5usize),
    ) {
        let bands = Bands { bands, rows: rows_of_band };
        let outcome = at_once(&rows, bands, threshold, 1 << 30, 1);
        for (one, other) in &outcome.joined {
            let similarity = similarity(&rows[*one].1, &rows[*other].1);
            prop_assert!(similarity >= threshold, "{one} and {other}: {similarity} of {threshold}");
        }
        // Whoever goes is tied to the one that stays by such pairs alone.
        prop_assert_eq!(&outcome.stays, &components(&rows, &outcome.joined));

        let otherwise = shuffled(&rows, by);
        prop_assert_eq!(&outcome.stays, &at_once(&otherwise, bands, threshold, 0, threads).stays);
        let size = otherwise.len().div_ceil(shards);
        let shards: Vec<Rows> = otherwise.chunks(size).map(<[_]>::to_vec).collect();
        prop_assert_eq!(&outcome.stays, &in_stages(&shards, bands, threshold));
    }
}

/// A bucket in which not every record is compared with every other one: most programs have their smallest shingle in
/// what is common to all, and so one key, and one signature.
#[test]
fn large_buckets_do_not_depend_on_the_order_either() {
    let common: Vec<String> = (0..40).map(|at| format!("common{at}")).collect();
    let text = |id: usize| {
        let (family, copy) = (id % 400, id / 400);
        let own: Vec<String> = (0..12).map(|at| format!("w{family}x{at}")).collect();
        // The third copy is the first again.
        format!("{} {} end{}", common.join(" "), own.join(" "), copy % 2)
    };
    let rows: Rows = (0..1200).map(|id| (id, text(id))).collect();
    let bands = Bands { bands: 1, rows: 1 };
    let before = at_once(&rows, bands, 0.9, 1 << 30, 1);
    assert!(before.joined.len() > 400, "{}", before.joined.len());
    for by in [1, 500, 777] {
        assert_eq!(before.stays, at_once(&shuffled(&rows, by), bands, 0.9, 0, 2).stays);
    }
}
