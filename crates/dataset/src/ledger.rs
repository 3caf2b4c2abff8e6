//! The account of a run: every record is in the output, or here with its reason.

use std::borrow::Cow;
use std::collections::BTreeMap;

use lintseq_core::Reason;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::decode::RejectedRecord;
use crate::formats::write_line;
use crate::input::RawRecord;
use crate::run::LeftOut;

/// Counts that always add up: in = out + rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    records_in: u64,
    records_out: u64,
    rows: u64,
    rejected: BTreeMap<String, u64>,
    /// Rows left out of records that are otherwise written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    left_out: BTreeMap<String, u64>,
}

impl Ledger {
    /// Records read.
    pub const fn records_in(&self) -> u64 {
        self.records_in
    }

    /// Records in the output.
    pub const fn records_out(&self) -> u64 {
        self.records_out
    }

    /// Rows written, of which a record may have several.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Records left out.
    pub fn records_rejected(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// The reasons for which records were left out, with their counts, in the order of [`Reason::ALL`].
    pub fn rejected(&self) -> impl Iterator<Item = (Reason, u64)> {
        Reason::ALL.iter().filter_map(|reason| Some((*reason, *self.rejected.get(reason.as_str())?)))
    }

    /// The reasons for which single rows were left out of records that are otherwise written, with their counts.
    pub fn left_out(&self) -> impl Iterator<Item = (Reason, u64)> {
        Reason::ALL.iter().filter_map(|reason| Some((*reason, *self.left_out.get(reason.as_str())?)))
    }

    /// How much was left out for these reasons, records and rows.
    pub(crate) fn count_of(&self, reasons: &[Reason]) -> u64 {
        let count = |reason: &Reason| {
            [&self.rejected, &self.left_out]
                .into_iter()
                .filter_map(|counts| counts.get(reason.as_str()))
                .sum::<u64>()
        };
        reasons.iter().map(count).sum()
    }

    /// Rows of the file of rejected records.
    pub(crate) fn rows_rejected(&self) -> u64 {
        self.records_rejected() + self.left_out.values().sum::<u64>()
    }

    /// Adds the account of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        fn add(sum: &mut BTreeMap<String, u64>, more: &BTreeMap<String, u64>) {
            for (reason, count) in more {
                *sum.entry(reason.clone()).or_default() += count;
            }
        }
        self.records_in += other.records_in;
        self.records_out += other.records_out;
        self.rows += other.rows;
        add(&mut self.rejected, &other.rejected);
        add(&mut self.left_out, &other.left_out);
    }

    /// Adds the account of a step over all rows so far, which it read as records: what it left out are rows.
    pub(crate) fn follow(&mut self, step: &Self) {
        self.rows = step.rows;
        for (reason, count) in step.rejected.iter().chain(&step.left_out) {
            *self.left_out.entry(reason.clone()).or_default() += count;
        }
    }

    pub(crate) fn count_left_out(&mut self, reason: Reason) {
        *self.left_out.entry(reason.as_str().to_owned()).or_default() += 1;
    }

    pub(crate) const fn count_out(&mut self, rows: u64) {
        self.records_in += 1;
        self.records_out += 1;
        self.rows += rows;
    }

    /// Counts a row that comes of several records.
    pub(crate) const fn count_row(&mut self) {
        self.rows += 1;
    }

    pub(crate) fn count_rejected(&mut self, reason: Reason) {
        self.records_in += 1;
        *self.rejected.entry(reason.as_str().to_owned()).or_default() += 1;
    }
}

/// The row of the file of rejected records.
#[derive(Serialize)]
struct RejectedRow<'a> {
    id: &'a Value,
    source: &'a str,
    line: Option<u64>,
    reason: Reason,
    message: &'a str,
    /// The line or source file as text, so that the column has one type and the records can be fed in again.
    record: Cow<'a, str>,
}

/// A row of the file of rejected records about a row of a record, with its newline.
pub(crate) fn left_out_row(row: &LeftOut, record: &RawRecord) -> Vec<u8> {
    with_newline(&RejectedRow {
        id: &row.id,
        source: &record.source,
        line: record.line,
        reason: row.rejection.reason,
        message: &row.rejection.message,
        record: row.record.as_str().into(),
    })
}

/// A row of the file of rejected records, with its newline.
pub(crate) fn rejected_row(rejected: &RejectedRecord, record: &RawRecord) -> Vec<u8> {
    let row = RejectedRow {
        id: &rejected.id,
        source: &record.source,
        line: record.line,
        reason: rejected.rejection.reason,
        message: &rejected.rejection.message,
        record: String::from_utf8_lossy(record.bytes()),
    };
    with_newline(&row)
}

fn with_newline(row: &RejectedRow<'_>) -> Vec<u8> {
    let mut line = Vec::new();
    write_line(&mut line, row);
    line
}
