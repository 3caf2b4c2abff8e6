//! Plain rows, for commands that read what was written before.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::fields::{id_of, invalid_json, utf8};
use super::{Decoder, Item, RejectedRecord, repository};
use crate::input::{Payload, RawRecord};

/// A JSON object with its place in the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The value of the id field, else a hash of the row.
    pub id: Value,
    /// The zero-based position among all records of the input.
    pub index: u64,
    /// The file.
    pub source: Arc<str>,
    /// The one-based line, for JSON lines, or row, for Parquet.
    pub line: Option<u64>,
    /// The row, id included.
    pub fields: Map<String, Value>,
}

impl Item for Row {
    fn id(&self) -> &Value {
        &self.id
    }

    fn document(&self) -> Cow<'_, str> {
        // Rows made of one document are told apart by their ids, and name the document in their provenance.
        let document = || self.fields.get("provenance")?.get("source_id")?.as_str();
        document().map_or_else(|| self.key(), Cow::Borrowed)
    }

    fn repository(&self) -> Option<&str> {
        // A row of a sequence keeps what it knows of its program together.
        let of_program = || repository(self.fields.get("metadata")?.as_object()?);
        repository(&self.fields).or_else(of_program)
    }
}

/// Decodes every record as a [`Row`].
#[derive(Clone, Debug, Default)]
pub struct RowDecoder {
    /// The field that is the id; by default the first of `id`, `task_id`, `blob_id` and `commit`.
    pub id_field: Option<String>,
}

impl Decoder for RowDecoder {
    type Item = Row;

    fn decode(&self, record: &RawRecord) -> Result<Row, RejectedRecord> {
        let bytes = json_of(record)?;
        let fields: Map<String, Value> =
            serde_json::from_str(utf8(bytes)?).map_err(|error| invalid_json(&error))?;
        let id = id_of(&fields, self.id_field.as_deref(), bytes);
        Ok(Row { id, index: record.index, source: Arc::clone(&record.source), line: record.line, fields })
    }
}

/// The bytes of a record, if it is one that holds JSON.
pub(super) fn json_of(record: &RawRecord) -> Result<&[u8], Rejection> {
    let (reason, message) = match &record.payload {
        Payload::Json(bytes) => return Ok(bytes),
        Payload::Source(_) => {
            (Reason::InvalidJson, "a source file, where rows of JSON or Parquet are needed".to_owned())
        }
        Payload::Commit(_) => {
            let message = "a commit of a git repository, where rows of JSON or Parquet are needed";
            (Reason::InvalidJson, message.to_owned())
        }
        Payload::Overlong { bytes, .. } => {
            (Reason::TooManyBytes, format!("the line has {bytes} bytes, more than are ever read"))
        }
    };
    Err(Rejection::new(reason, message))
}

/// A row together with its bytes, for commands that pass rows on as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The row, to look at.
    pub row: Row,
    /// The row as it was read, without a line end.
    pub bytes: Box<[u8]>,
}

impl Line {
    /// The row with other fields, as a line without its end. What stays the same stays as it was read, digits and
    /// spaces included.
    pub fn rewritten(&self, fields: &Map<String, Value>) -> Vec<u8> {
        let read: Vec<(String, &RawValue)> = serde_json::from_slice::<RawFields<'_>>(&self.bytes)
            .map_or_else(|_| Vec::new(), |fields| fields.0);
        let stays = |name: &str| self.row.fields.get(name) == fields.get(name);
        let raw = |name: &String| read.iter().find(|(known, _)| known == name).filter(|_| stays(name));
        let mut out = b"{".to_vec();
        for (at, (name, value)) in fields.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b"," } else { b"" });
            out.extend_from_slice(Value::from(name.as_str()).to_string().as_bytes());
            out.push(b':');
            match raw(name) {
                Some((_, raw)) => out.extend_from_slice(raw.get().as_bytes()),
                None => out.extend_from_slice(value.to_string().as_bytes()),
            }
        }
        out.push(b'}');
        out
    }
}

/// The fields of a row as they stand, in order.
struct RawFields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for RawFields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = RawFields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(RawFields(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl Item for Line {
    fn id(&self) -> &Value {
        self.row.id()
    }

    fn document(&self) -> Cow<'_, str> {
        self.row.document()
    }

    fn repository(&self) -> Option<&str> {
        self.row.repository()
    }
}

/// Decodes every record as a [`Line`].
#[derive(Clone, Debug, Default)]
pub struct LineDecoder {
    /// How its row is read.
    pub rows: RowDecoder,
}

impl Decoder for LineDecoder {
    type Item = Line;

    fn decode(&self, record: &RawRecord) -> Result<Line, RejectedRecord> {
        let row = self.rows.decode(record)?;
        Ok(Line { row, bytes: record.bytes().trim_ascii().into() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_knows_its_repository() {
        let of = |fields: Value| {
            let payload = Payload::Json(fields.to_string().into_bytes());
            let record = RawRecord { index: 0, source: "test".into(), path: None, line: None, payload };
            let row = RowDecoder::default().decode(&record).expect("the row is one");
            row.repository().map(str::to_owned)
        };
        let known = Some("o/r".to_owned());
        assert_eq!(of(json!({"repo": "o/r"})), known);
        assert_eq!(of(json!({"repos": "o/r, p/q"})), known);
        assert_eq!(of(json!({"metadata": {"repo_name": "o/r"}})), known);
        assert_eq!(of(json!({"repo": "", "metadata": "{}"})), None);
    }

    #[test]
    fn what_stays_is_written_as_it_was_read() {
        let bytes = br#"{"a": 1.50, "b" : "x", "c":[1e400, {"d" :2}], "a": 2.0}"#;
        let payload = Payload::Json(bytes.to_vec());
        let record = RawRecord { index: 0, source: "test".into(), path: None, line: None, payload };
        let line = LineDecoder::default().decode(&record);
        // A number that nobody can hold makes the row unreadable, and no other.
        assert!(line.is_err());
        let payload = Payload::Json(br#"{"a": 1.50, "b" : "x", "c":[1.0, {"d" :2}]}"#.to_vec());
        let line = LineDecoder::default().decode(&RawRecord { payload, ..record }).unwrap();
        let mut fields = line.row.fields.clone();
        fields.insert("b".to_owned(), "y".into());
        assert_eq!(line.rewritten(&fields), br#"{"a":1.50,"b":"y","c":[1.0, {"d" :2}]}"#);
    }
}
