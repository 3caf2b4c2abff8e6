//! What stages exchange when they run apart: three tables, simple enough for any engine that knows SQL.
//!
//! | table | columns |
//! |---|---|
//! | signatures | `record` text, `exact` text, `bands` list of integers, `shingles` list of integers |
//! | edges | `record` text, `other` text |
//! | clusters | `record` text, `root` text |
//!
//! A `record` names a record and is its standing: of two records the one whose text is smaller stays, so that the
//! root of a cluster is the smallest text in it. Rows of the same `exact`, or with a band in common, are joined.
//! Among the edges every record has one to itself, so that those without duplicates are not lost.

use std::io;
use std::path::Path;

use lintseq_core::{Column, ColumnKind, Reason, Rejection};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};

use super::clusters::Clusters;
use super::collector::Connected;
use super::decisions::{Decisions, Fate, Keep};
use super::mark::Mark;
use super::standing::{Named, as_existing, place_of, row_hash};
use super::standings::StandingWriter;
use crate::decode::Line;

/// The columns of signatures.
pub fn signature_columns() -> Vec<Column> {
    vec![
        Column::text("record"),
        Column::text("exact"),
        Column::new("bands", ColumnKind::list(ColumnKind::Int)),
        Column::new("shingles", ColumnKind::list(ColumnKind::Int)),
    ]
}

/// The columns of edges.
pub fn edge_columns() -> Vec<Column> {
    vec![Column::text("record"), Column::text("other")]
}

/// The columns of clusters.
pub fn cluster_columns() -> Vec<Column> {
    vec![Column::text("record"), Column::text("root")]
}

impl Mark {
    /// The mark as a row of signatures.
    pub fn to_row(&self) -> Vec<u8> {
        // Parquet and most engines have signed integers only; the bits are the same.
        let bands: Vec<i64> = self.bands.iter().map(|key| key.cast_signed()).collect();
        let exact = self.exact.map(|content| format!("{content:032x}"));
        let shingles = (!self.shingles.is_empty()).then_some(&self.shingles);
        row(&json!({"record": self.record, "exact": exact, "bands": bands, "shingles": shingles}))
    }

    /// The mark in a row of signatures; `existing` says that it belongs to a corpus that stays as it is.
    ///
    /// # Errors
    /// If it is no such row.
    pub fn from_row(fields: &Map<String, Value>, existing: bool) -> Result<Self, Rejection> {
        let mut record = name_in(fields, "record")?.to_owned();
        if existing {
            as_existing(&mut record);
        }
        let exact = fields.get("exact").and_then(Value::as_str);
        let exact =
            exact.map(|text| u128::from_str_radix(text, 16).map_err(|_| wrong("exact"))).transpose()?;
        let numbers = |name: &'static str| match fields.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| item.as_i64().ok_or_else(|| wrong(name)))
                .collect::<Result<Vec<i64>, _>>(),
            Some(_) => Err(wrong(name)),
        };
        Ok(Self {
            record,
            exact,
            bands: numbers("bands")?.into_iter().map(i64::cast_unsigned).collect(),
            shingles: numbers("shingles")?
                .into_iter()
                .map(|shingle| shingle.cast_unsigned() as u32)
                .collect(),
        })
    }
}

/// The rows of edges: for every record one to itself, then the pairs, each from the larger name to the smaller.
pub fn edge_rows<'c>(
    connected: &'c Connected,
    pairs: &'c [(u32, u32)],
) -> impl Iterator<Item = io::Result<Vec<u8>>> + 'c {
    let selves =
        (0..connected.records()).filter(|record| connected.has(*record)).map(|record| (record, record));
    selves.chain(pairs.iter().copied()).map(|(one, other)| {
        let (one, other) = (connected.record(one)?, connected.record(other)?);
        let (record, other) = if one < other { (other, one) } else { (one, other) };
        Ok(row(&json!({"record": record, "other": other})))
    })
}

/// Clusters of records that are known by their names.
#[derive(Debug)]
pub struct NamedClusters {
    numbers: FxHashMap<u128, u32>,
    names: StandingWriter,
    clusters: Clusters,
}

impl NamedClusters {
    /// No records.
    ///
    /// # Errors
    /// If no file can be made in the folder.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let names = StandingWriter::new(folder)?;
        Ok(Self { numbers: FxHashMap::default(), names, clusters: Clusters::new(0) })
    }

    /// Adds an edge, and the records at its ends.
    ///
    /// # Errors
    /// If the row is none, or a name cannot be stored.
    pub fn add(&mut self, fields: &Map<String, Value>) -> Result<io::Result<()>, Rejection> {
        let ends = [name_in(fields, "record")?, name_in(fields, "other")?];
        Ok(self.join(ends))
    }

    fn join(&mut self, [one, other]: [&str; 2]) -> io::Result<()> {
        let (one, other) = (self.number(one)?, self.number(other)?);
        self.clusters.join(one, other);
        Ok(())
    }

    fn number(&mut self, name: &str) -> io::Result<u32> {
        let next = self.clusters.len();
        let number = *self.numbers.entry(key_of(name)).or_insert(next);
        if number == next {
            self.clusters.grow(next + 1);
            self.names.write(next, name)?;
        }
        Ok(number)
    }

    /// The rows of clusters, in the order in which records first came.
    ///
    /// # Errors
    /// If a name cannot be read back.
    pub fn rows(mut self) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
        let decisions = Decisions::of_clusters(&mut self.clusters, self.names.finish()?, Keep::First)?;
        Ok((0..decisions.records()).map(move |record| {
            let (record, root) = decisions.names(record)?;
            Ok(row(&json!({"record": record, "root": root})))
        }))
    }
}

/// Decisions from clusters, for the records of some files.
#[derive(Debug)]
pub struct ClusterTable {
    /// By their places: the hash of the row, and the cluster, if that has several members.
    records: FxHashMap<u128, Entry>,
    numbers: FxHashMap<u128, u32>,
    firsts: StandingWriter,
    sources: FxHashSet<String>,
}

#[derive(Debug)]
struct Entry {
    hash: u64,
    root: u128,
    is_root: bool,
}

impl ClusterTable {
    /// A table of the records of these files.
    ///
    /// # Errors
    /// If no file can be made in the folder.
    pub fn new(sources: impl IntoIterator<Item = String>, folder: &Path) -> io::Result<Self> {
        Ok(Self {
            records: FxHashMap::default(),
            numbers: FxHashMap::default(),
            firsts: StandingWriter::new(folder)?,
            sources: sources.into_iter().collect(),
        })
    }

    /// Adds a row of clusters.
    ///
    /// # Errors
    /// If the row is none, or a name cannot be stored.
    pub fn add(&mut self, fields: &Map<String, Value>) -> Result<io::Result<()>, Rejection> {
        let (record, root) = (name_in(fields, "record")?, name_in(fields, "root")?);
        let named = Named::read(record).ok_or_else(|| wrong("record"))?;
        let hash = u64::from_str_radix(named.hash, 16).map_err(|_| wrong("record"))?;
        let is_root = record == root;
        if !named.existing && self.sources.contains(named.source) {
            self.records.insert(key_of(named.place), Entry { hash, root: key_of(root), is_root });
        }
        if is_root {
            return Ok(Ok(()));
        }
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(key_of(root)).or_insert(next);
        Ok(if number == next { self.firsts.write(next, root) } else { Ok(()) })
    }

    /// Where a row stands among others; unknown if the table does not have the row as it is.
    pub fn fate(&self, line: &Line) -> Fate {
        let entry = self.records.get(&key_of(&place_of(line)));
        let Some(entry) = entry.filter(|entry| entry.hash == row_hash(line)) else { return Fate::Unknown };
        match self.numbers.get(&entry.root) {
            None => Fate::Alone,
            Some(cluster) if entry.is_root => Fate::First(*cluster),
            Some(cluster) => Fate::Member(*cluster),
        }
    }

    /// The decisions, once every record's fate is known.
    ///
    /// # Errors
    /// If names cannot be read back.
    pub fn decide(self, fates: &[Fate], keep: Keep) -> io::Result<Decisions> {
        Ok(Decisions::made(fates, self.firsts.finish()?, keep))
    }
}

fn name_in<'r>(fields: &'r Map<String, Value>, column: &'static str) -> Result<&'r str, Rejection> {
    let text = fields.get(column).and_then(Value::as_str);
    let is_name = |text: &&str| Named::read(text).is_some();
    text.filter(is_name).ok_or_else(|| wrong(column))
}

fn wrong(column: &str) -> Rejection {
    let message = format!("`{column}` is not what the stage before writes; are these its files?");
    Rejection::new(Reason::WrongType, message)
}

/// Enough of a hash that two names never meet by chance.
fn key_of(name: &str) -> u128 {
    let mut first = [0; 16];
    first.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..16]);
    u128::from_le_bytes(first)
}

fn row(value: &Value) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).expect("texts and numbers are JSON");
    line.push(b'\n');
    line
}
