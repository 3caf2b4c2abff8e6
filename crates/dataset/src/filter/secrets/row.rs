//! The texts of a row, and the row with other texts.

use std::borrow::Cow;

use lintseq_samples::{Cursor, LineIndex};
use serde_json::{Map, Value};

use super::super::Record;
use super::redact::Redaction;
use super::verdict;

/// What tells a row apart or says where it is from: no texts.
const LEFT_ALONE: [&str; 17] = [
    "schema",
    "id",
    "task_id",
    "blob_id",
    "commit",
    "repo",
    "repos",
    "repo_name",
    "revision_id",
    "path",
    "old_file",
    "new_file",
    "language",
    "lang",
    "license",
    "detected_licenses",
    "export",
];
/// The texts of a sample that are no diffs.
const OF_SAMPLE: [&str; 6] =
    ["original", "current", "next", "rejected", "instruction_lazy", "instruction_descriptive"];

/// All texts of a record that may hold a secret. Of diffs the rows without their marks, so that they read as text.
pub(super) fn texts<'a>(record: &Record<'a>) -> Vec<Cow<'a, str>> {
    let mut texts = Vec::new();
    let fields = record.fields();
    if record.is_sample() {
        texts.extend(OF_SAMPLE.iter().filter_map(|name| fields.get(*name)?.as_str()).map(Cow::Borrowed));
        texts.extend(diffs(fields).map(|diff| Cow::Owned(rows_of(diff))));
        texts.extend(messages(fields).map(Cow::Borrowed));
        if let Some(metadata) = metadata(fields) {
            collect(&Value::Object(metadata), &mut |text| texts.push(Cow::Owned(text.to_owned())));
        }
        return texts;
    }
    for value in looked_at(record).map(|(_, value)| value) {
        collect(value, &mut |text| texts.push(Cow::Borrowed(text)));
    }
    texts
}

/// The record with its texts redacted.
pub(super) fn redacted(record: &Record<'_>, redaction: &Redaction) -> Map<String, Value> {
    let mut fields = record.fields().clone();
    if record.is_sample() {
        redact_sample(&mut fields, redaction);
        return fields;
    }
    for (name, _) in looked_at(record) {
        if let Some(value) = fields.get_mut(name) {
            replace(value, &|text| redaction.text(text));
        }
    }
    fields
}

/// Adds to a sample's provenance what was done.
pub(super) fn note(fields: &mut Map<String, Value>, filter: &str, notes: &[String]) {
    let verdicts = fields.get_mut("provenance").and_then(|provenance| provenance.get_mut("verdicts"));
    if let Some(Value::Array(verdicts)) = verdicts {
        verdicts.push(verdict(filter, notes));
    }
}

fn looked_at<'a>(record: &Record<'a>) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let named = record.named_texts();
    let is_looked_at = |name: &str| {
        if named.is_empty() { !LEFT_ALONE.contains(&name) } else { named.iter().any(|named| named == name) }
    };
    record.fields().iter().filter(move |(name, _)| is_looked_at(name))
}

fn redact_sample(fields: &mut Map<String, Value>, redaction: &Redaction) {
    let moved = fields.get("cursor").and_then(|cursor| {
        let current = fields.get("current")?.as_str()?;
        moved_cursor(current, serde_json::from_value(cursor.clone()).ok()?, redaction)
    });
    if let Some(cursor) = moved {
        fields.insert("cursor".to_owned(), cursor);
    }
    for name in OF_SAMPLE {
        if let Some(value) = fields.get_mut(name) {
            replace(value, &|text| redaction.text(text));
        }
    }
    if let Some(target) = fields.get_mut("target") {
        replace(target, &|text| redaction.diff(text));
    }
    let history = fields.get_mut("history").and_then(Value::as_array_mut).into_iter().flatten();
    for diff in history.filter_map(|edit| edit.get_mut("diff")) {
        replace(diff, &|text| redaction.diff(text));
    }
    let diagnostics = fields.get_mut("diagnostics").and_then(Value::as_array_mut).into_iter().flatten();
    for message in diagnostics.filter_map(|diagnostic| diagnostic.get_mut("message")) {
        replace(message, &|text| redaction.text(text));
    }
    if let Some(before) = metadata(fields) {
        let mut after = Value::Object(before);
        if replace(&mut after, &|text| redaction.text(text)) {
            fields.insert("metadata".to_owned(), Value::String(after.to_string()));
        }
    }
}

fn moved_cursor(current: &str, cursor: Cursor, redaction: &Redaction) -> Option<Value> {
    let line = current.split_inclusive('\n').nth(cursor.line as usize)?;
    let byte = LineIndex::new(line).byte(Cursor { line: 0, column: cursor.column })?;
    let moved = redaction.moved(line, byte);
    let redacted = redaction.text(line).into_owned();
    let column = LineIndex::new(&redacted).cursor(moved).column;
    serde_json::to_value(Cursor { line: cursor.line, column }).ok()
}

fn diffs(fields: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let history = fields.get("history").and_then(Value::as_array).into_iter().flatten();
    let history = history.filter_map(|edit| edit.get("diff")?.as_str());
    history.chain(fields.get("target").and_then(Value::as_str))
}

fn messages(fields: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let diagnostics = fields.get("diagnostics").and_then(Value::as_array).into_iter().flatten();
    diagnostics.filter_map(|diagnostic| diagnostic.get("message")?.as_str())
}

fn metadata(fields: &Map<String, Value>) -> Option<Map<String, Value>> {
    serde_json::from_str(fields.get("metadata")?.as_str()?).ok()
}

/// The lines that the rows of a diff hold.
fn rows_of(diff: &str) -> String {
    let rows = diff.split_inclusive('\n').skip_while(|row| !row.starts_with("@@"));
    rows.filter(|row| row.starts_with([' ', '+', '-'])).map(|row| &row[1..]).collect()
}

fn collect<'v>(value: &'v Value, to: &mut impl FnMut(&'v str)) {
    match value {
        Value::String(text) => to(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, to)),
        Value::Object(fields) => {
            let texts = fields.iter().filter(|(name, _)| !LEFT_ALONE.contains(&name.as_str()));
            texts.for_each(|(_, value)| collect(value, to));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces all texts in a value, and says whether one changed.
fn replace(value: &mut Value, with: &dyn Fn(&str) -> Cow<'_, str>) -> bool {
    match value {
        Value::String(text) => match with(text) {
            Cow::Owned(replaced) if replaced != *text => {
                *text = replaced;
                true
            }
            _ => false,
        },
        Value::Array(values) => {
            values.iter_mut().fold(false, |changed, value| replace(value, with) | changed)
        }
        Value::Object(fields) => {
            let texts = fields.iter_mut().filter(|(name, _)| !LEFT_ALONE.contains(&name.as_str()));
            texts.fold(false, |changed, (_, value)| replace(value, with) | changed)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
