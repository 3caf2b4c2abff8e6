//! Rows that come of all records together, such as the edges between duplicates: they have no place in the input at which
//! a run could go on, so that a run of this kind that was killed starts anew.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::error::{RunError, WriteError};
use crate::input::InputSummary;
use crate::ledger::Ledger;
use crate::output::{Output, OutputFile};

/// Writes all rows, each a line of JSON with its newline, and gives the output its name. `read` is the account of the
/// records that they come of; the account with the rows is given back.
///
/// # Errors
/// If a row cannot be made, or the output cannot be written.
pub fn write_whole(
    mut output: Box<Output>,
    read: &Ledger,
    inputs: Vec<InputSummary>,
    figures: Value,
    rows: impl Iterator<Item = io::Result<Vec<u8>>>,
) -> Result<(Ledger, Vec<OutputFile>), RunError> {
    let mut ledger = read.clone();
    for row in rows {
        let row = row.map_err(|error| WriteError::new(Path::new("temporary files"), "read", error))?;
        output.write(0, &row, 1)?;
        ledger.count_row();
    }
    let files = output.finish(ledger.records_in(), &ledger, figures, inputs)?;
    Ok((ledger, files))
}
