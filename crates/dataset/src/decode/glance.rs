//! Rows of which only some fields are read, for commands that pass rows on as they are.
//!
//! A row of JSON is mostly text. What is not asked for is skipped without being unescaped or kept, so that looking
//! at one field of a large row costs little more than finding where the row ends.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::fields::{ID_FIELDS, Key, id_of, invalid_json, utf8};
use super::row::{Line, Row, json_of};
use super::{Decoder, REPOSITORY_FIELDS, RejectedRecord};
use crate::input::RawRecord;

/// Decodes every record as a [`Line`] whose row has the id, what splits look at, and the fields that are named.
#[derive(Clone, Debug, Default)]
pub struct GlanceDecoder {
    /// The field that is the id; by default the first of `id`, `task_id`, `blob_id` and `commit`.
    pub id_field: Option<String>,
    /// The fields to read beside it.
    pub fields: Vec<String>,
}

impl Decoder for GlanceDecoder {
    type Item = Line;

    fn decode(&self, record: &RawRecord) -> Result<Line, RejectedRecord> {
        let bytes = json_of(record)?;
        let mut deserializer = serde_json::Deserializer::from_str(utf8(bytes)?);
        let fields = Glance(self)
            .deserialize(&mut deserializer)
            .and_then(|fields| deserializer.end().map(|()| fields))
            .map_err(|error| invalid_json(&error))?;
        let id = id_of(&fields, self.id_field.as_deref(), bytes);
        let row =
            Row { id, index: record.index, source: Arc::clone(&record.source), line: record.line, fields };
        Ok(Line { row, bytes: bytes.trim_ascii().into() })
    }
}

impl GlanceDecoder {
    fn wants(&self, key: &str) -> bool {
        const OF_DOCUMENT: &str = "provenance";
        self.fields.iter().any(|name| name == key)
            || self.id_field.as_deref() == Some(key)
            || ID_FIELDS.contains(&key)
            || REPOSITORY_FIELDS.contains(&key)
            || key == OF_DOCUMENT
    }
}

struct Glance<'d>(&'d GlanceDecoder);

impl<'de> DeserializeSeed<'de> for Glance<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Glance<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        while let Some(Key(key)) = map.next_key()? {
            if self.0.wants(&key) {
                fields.insert(key.into_owned(), map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::LineDecoder;
    use super::*;
    use crate::input::Payload;

    fn record(text: &str) -> RawRecord {
        let payload = Payload::Json(text.as_bytes().to_vec());
        RawRecord { index: 3, source: "a.jsonl".into(), path: None, line: Some(7), payload }
    }

    #[test]
    fn only_what_is_named_is_read() {
        let decoder = GlanceDecoder { id_field: None, fields: vec!["content".to_owned()] };
        let record = record(r#" {"other":[1,{"a":2}],"content":"x\n","task_id":4,"text":"skipped"} "#);
        let line = decoder.decode(&record).unwrap();
        assert_eq!(Value::from(line.row.fields), json!({"content": "x\n", "task_id": 4}));
        let whole = LineDecoder::default().decode(&record).unwrap();
        assert_eq!((line.row.id, line.bytes), (whole.row.id, whole.bytes));
    }

    #[test]
    fn what_is_no_object_is_refused_as_by_a_reader_of_the_whole() {
        for text in ["", "[]", "3", "{", r#"{"a":}"#, r#"{"a":1} 2"#, r#"{"a":"\x"}"#] {
            let record = record(text);
            let glance = GlanceDecoder::default().decode(&record).unwrap_err();
            let whole = LineDecoder::default().decode(&record).unwrap_err();
            assert_eq!(glance.rejection.reason, whole.rejection.reason, "{text}");
        }
    }
}
