//! Which member of a cluster stays: a rule that depends on the records alone, not on their order.
//!
//! A record's standing is a text, and of two records the one whose text is smaller stays. Its parts are divided by
//! tabulators: whether it is of the corpus that is only compared with, the preferred columns, the id, a hash of the
//! row, the file and the line. So ids decide where columns do not, contents where ids are equal, and places
//! only where rows are the same in every byte. It is also the name of a record in the files that stages exchange:
//! a table that can compare texts can decide who stays.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::shingles::hash;
use crate::decode::Line;

/// A column by which members of a cluster are preferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// The column.
    pub column: String,
    /// Whether larger values are better; smaller ones are otherwise.
    pub descending: bool,
}

impl Priority {
    /// Reads `COLUMN` or `COLUMN:desc`.
    pub fn parse(text: &str) -> Self {
        match text.strip_suffix(":desc") {
            Some(column) => Self { column: column.to_owned(), descending: true },
            None => Self { column: text.to_owned(), descending: false },
        }
    }
}

/// Marks the records of the corpus that is only compared with, which come before all others.
pub(crate) const EXISTING: char = '0';
const OWN: char = '1';

/// The standing of a record.
pub(crate) fn standing(existing: bool, priorities: &[Priority], line: &Line) -> String {
    let row = &line.row;
    let mut text = String::with_capacity(96);
    text.push(if existing { EXISTING } else { OWN });
    for priority in priorities {
        text.push('\t');
        write_priority(&row.fields, priority, &mut text);
    }
    text.push('\t');
    write_value(&row.id, &mut text);
    let written = write!(text, "\t{:016x}\t", row_hash(line));
    debug_assert!(written.is_ok(), "writing to a string does not fail");
    write_place(line, &mut text);
    text
}

/// A hash of a row as it was read.
pub(crate) fn row_hash(line: &Line) -> u64 {
    hash(&line.bytes)
}

/// Where a row stands, as standings say it.
pub(crate) fn place_of(line: &Line) -> String {
    let mut text = String::new();
    write_place(line, &mut text);
    text
}

/// A file's name, as standings say it.
pub fn source_name(name: &str) -> String {
    let mut text = String::new();
    write_text(name, &mut text);
    text
}

fn write_place(line: &Line, out: &mut String) {
    let row = &line.row;
    write_text(&row.source, out);
    let written = write!(out, "\t{:010}", row.line.unwrap_or(row.index));
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

/// The parts of a standing that stages ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named<'s> {
    pub(crate) existing: bool,
    /// The id as it is shown to people.
    pub(crate) id: &'s str,
    /// The hash of the row.
    pub(crate) hash: &'s str,
    /// The file and the line, as they are written in the standing.
    pub(crate) place: &'s str,
    /// The file.
    pub(crate) source: &'s str,
}

/// The standing as a record of the corpus that is only compared with.
pub(crate) fn as_existing(standing: &mut String) {
    standing.replace_range(..1, EXISTING.encode_utf8(&mut [0; 4]));
}

impl<'s> Named<'s> {
    /// The parts of a standing; nothing of a text that is none.
    pub(crate) fn read(standing: &'s str) -> Option<Self> {
        let (before, line) = standing.rsplit_once('\t')?;
        let (before, source) = before.rsplit_once('\t')?;
        let place = &standing[standing.len() - line.len() - 1 - source.len()..];
        let (before, hash) = before.rsplit_once('\t')?;
        let (_, id) = before.rsplit_once('\t')?;
        Some(Self {
            existing: standing.starts_with(EXISTING),
            id: if id.starts_with(NUMBER) { id.get(17..)? } else { id.get(1..)? },
            hash,
            place,
            source,
        })
    }
}

const NUMBER: char = '0';
const TEXT: char = '1';
const MISSING: char = '2';

/// A text that compares as values do: numbers by size, then texts by their characters, then what is missing.
fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => {
            write_number(number.as_f64().unwrap_or(f64::MAX), false, out);
            let written = write!(out, "{number}");
            debug_assert!(written.is_ok(), "writing to a string does not fail");
        }
        Value::String(text) => {
            out.push(TEXT);
            write_text(text, out);
        }
        Value::Bool(flag) => write_number(f64::from(u8::from(*flag)), false, out),
        Value::Null | Value::Array(_) | Value::Object(_) => out.push(MISSING),
    }
}

fn write_priority(fields: &Map<String, Value>, priority: &Priority, out: &mut String) {
    match fields.get(&priority.column).unwrap_or(&Value::Null) {
        Value::Number(number) => {
            write_number(number.as_f64().unwrap_or(f64::MAX), priority.descending, out);
        }
        Value::Bool(flag) => write_number(f64::from(u8::from(*flag)), priority.descending, out),
        Value::String(text) if priority.descending => {
            out.push(TEXT);
            // The end of a text counts as smaller than any character, so that turned round it is the largest.
            for byte in text.bytes().chain([0]) {
                let written = write!(out, "{:02x}", !byte);
                debug_assert!(written.is_ok(), "writing to a string does not fail");
            }
        }
        // A missing value comes last in both directions.
        other => write_value(other, out),
    }
}

/// The bits of floating-point numbers compare as the numbers do, once the sign is turned round.
fn write_number(number: f64, descending: bool, out: &mut String) {
    const SIGN: u64 = 1 << 63;
    let bits = (number + 0.0).to_bits();
    let ordered = if bits & SIGN == 0 { bits | SIGN } else { !bits };
    let written = write!(out, "{NUMBER}{:016x}", if descending { !ordered } else { ordered });
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

/// A text without the tabulators that divide the parts.
fn write_text(text: &str, out: &mut String) {
    if !text.bytes().any(|byte| byte < b' ' || byte == b'\\') {
        out.push_str(text);
        return;
    }
    text.chars().for_each(|c| match c {
        '\\' => out.push_str("\\\\"),
        '\0'..' ' => out.extend(c.escape_unicode()),
        c => out.push(c),
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::decode::Row;

    fn line(fields: &Value, source: &str, number: u64) -> Line {
        let fields = fields.as_object().unwrap().clone();
        let bytes = serde_json::to_vec(&fields).unwrap().into();
        let id = fields.get("id").cloned().unwrap_or_default();
        Line { row: Row { id, index: 99, source: source.into(), line: Some(number), fields }, bytes }
    }

    #[test]
    fn records_are_ranked_by_corpus_priority_and_id() {
        let of = |existing: bool, stars: Value, id: Value| {
            let priorities = [Priority::parse("stars:desc")];
            standing(existing, &priorities, &line(&json!({"stars": stars, "id": id}), "a", 1))
        };
        let ranked = [
            of(true, json!(null), json!("z")),
            of(false, json!(12), json!("a")),
            of(false, json!(3.5), json!(-2)),
            of(false, json!(3.5), json!(9)),
            of(false, json!(3.5), json!(10)),
            of(false, json!(3.5), json!("a")),
            of(false, json!(3.5), json!("ab")),
            of(false, json!(-1), json!("a")),
            of(false, json!("ab"), json!("a")),
            of(false, json!("aa"), json!("a")),
            of(false, json!("a"), json!("a")),
            of(false, json!(null), json!("a")),
        ];
        assert!(ranked.is_sorted(), "{ranked:#?}");
    }

    #[test]
    fn places_decide_only_where_rows_are_the_same() {
        let of =
            |fields: Value, source: &str, number: u64| standing(false, &[], &line(&fields, source, number));
        let (one, other) = (json!({"id": 1, "n": 1}), json!({"id": 1, "n": 2}));
        let forward = of(one.clone(), "a", 1) < of(other.clone(), "a", 2);
        assert_eq!(forward, of(one.clone(), "b", 9) < of(other, "a", 2));
        assert!(of(one.clone(), "a", 2) < of(one.clone(), "a", 10));
        assert!(of(one.clone(), "a", 2) < of(one, "b", 1));
    }

    #[test]
    fn a_standing_tells_its_parts() {
        for (id, shown) in [(json!("a/b.py"), "a/b.py"), (json!(12), "12"), (json!("t\tb"), "t\\u{9}b")] {
            let mut text =
                standing(false, &[Priority::parse("x")], &line(&json!({"id": id}), "in/a.jsonl", 7));
            let named = Named::read(&text).unwrap();
            assert_eq!((named.id, named.place, named.existing), (shown, "in/a.jsonl\t0000000007", false));
            as_existing(&mut text);
            assert!(Named::read(&text).unwrap().existing);
        }
        assert_eq!(Named::read("neither"), None);
    }
}
