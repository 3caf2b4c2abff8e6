//! Rows that lintseq or a peer wrote.

use lintseq_core::Rejection;
use lintseq_dataset::formats::{EditFields, EditRow, EditRowError};
use lintseq_dataset::{Column, CommitDecoder, InputOptions, Inputs, Row};
use lintseq_samples::commits::Commit;
use lintseq_samples::{RowVerdict, Sample, SampleSchema, sample_columns, sample_keys, verify_row};
use serde_json::Value;

use crate::exit::Failure;
use crate::toolbox::Toolbox;

/// How files of rows are read: every argument is one, and none holds programs.
pub(crate) fn input_options<'a>(files: &'a [String], toolbox: &'a dyn Toolbox) -> InputOptions<'a> {
    InputOptions { arguments: files, exclude: &[], languages: toolbox, language: None, revision: None }
}

/// Finds the files.
pub(crate) fn find(options: &InputOptions<'_>) -> Result<Inputs, Failure> {
    Inputs::find(options).map_err(Failure::usage)
}

/// The columns of rows that are passed on: samples have columns of known types, and those of other rows are what they
/// show, for which none are declared.
pub(crate) fn columns(inputs: &Inputs, options: &InputOptions<'_>) -> Vec<Column> {
    if inputs.check_rereadable().is_err() {
        return Vec::new();
    }
    let first = inputs.read(options).next().and_then(Result::ok);
    let is_sample =
        first.is_some_and(|record| String::from_utf8_lossy(record.bytes()).contains(SampleSchema::NAME));
    if is_sample { sample_columns() } else { Vec::new() }
}

/// The id of a row: its own, else the position of its program, which is what rows of pylintseq have.
pub(crate) fn id(row: &Row) -> &Value {
    let is_own = row.fields.values().any(|value| *value == row.id);
    match row.fields.get("index") {
        Some(index) if !is_own && row.fields.contains_key("edit_path") => index,
        _ => &row.id,
    }
}

/// A row as messages name it.
pub(crate) fn place(row: &Row) -> String {
    let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}: id {}", row.source, name(id(row)))
}

/// An id without quotes.
pub(crate) fn name(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Whether a row says that it is a sample.
pub(crate) fn is_sample(row: &Row) -> bool {
    row.fields.get("schema").and_then(Value::as_str) == Some(SampleSchema::NAME)
}

/// A row as a sample.
///
/// # Errors
/// If a key is missing, unknown, or of another type.
pub(crate) fn sample(row: &Row) -> Result<Sample, String> {
    let read = serde_json::from_value(Value::Object(row.fields.clone()));
    let sample: Sample = read.map_err(|error| error.to_string())?;
    // A missing key would be read as null.
    match sample_keys().find(|key| !row.fields.contains_key(*key)) {
        Some(missing) => Err(format!("missing field `{missing}`")),
        None => Ok(sample),
    }
}

/// The verdict on a row of a training format; `None` for samples and for sequences, which have checks of their own.
pub(crate) fn training_row(row: &Row) -> Option<RowVerdict> {
    let is_sequence = ["edits", "edit_path"].iter().any(|key| row.fields.contains_key(*key));
    if is_sample(row) || (is_sequence && !row.fields.contains_key("export")) {
        return None;
    }
    verify_row(&row.fields)
}

/// A row as a commit, with all its files, however long.
///
/// # Errors
/// If it is none.
pub(crate) fn commit(row: &Row, toolbox: &dyn Toolbox) -> Result<Commit, Rejection> {
    let decoder = CommitDecoder {
        id_field: None,
        label_field: "label".to_owned(),
        language: None,
        languages: toolbox,
        limits: None,
        max_files: 0,
        repository_license: None,
    };
    decoder.commit(row)
}

/// The edits of a row.
pub(crate) fn edits(row: &Row, fields: &EditFields) -> Result<EditRow, EditRowError> {
    EditRow::read(row.fields.clone(), fields)
}
