//! Rows that hold edits, whoever wrote them.

use lintseq_core::LineEnds;
use serde_json::{Map, Value};

use super::sequence_rows::SEQUENCE_SCHEMA;
use super::text_rows::training_text_edits;

/// What can be applied, whatever format it came in.
#[derive(Clone, Debug, PartialEq)]
pub struct EditRow {
    /// The language, where the row says so.
    pub language: Option<String>,
    /// The program that the edits should lead to, where the row has it.
    pub source: Option<String>,
    /// Which of the program's sequences, where the row says so.
    pub sequence_index: Option<u64>,
    /// The edits, in order.
    pub edits: Vec<String>,
    /// How the edits join lines.
    pub ends: LineEnds,
}

/// Where to look in a row.
#[derive(Clone, Debug, Default)]
pub struct EditFields {
    /// The field with a model's raw output; by default `text`, in rows without edits.
    pub text: Option<String>,
    /// The name after `source_` in a row of pylintseq; where it is absent, those it usually has.
    pub code: Option<String>,
}

/// A row that holds no edits that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditRowError {
    /// No field that edits could stand in.
    #[error("no field `edits`, `edit_path` or `{text}` with edits; the row has: {found}")]
    Missing {
        /// The field with a model's output.
        text: String,
        /// The keys of the row.
        found: String,
    },
    /// A field of another type.
    #[error("field `{field}`: expected {expected}, found {found}")]
    Type {
        /// The field.
        field: String,
        /// What it should hold.
        expected: &'static str,
        /// What it holds.
        found: &'static str,
    },
    /// Rows of a later version, or of something else.
    #[error("schema `{found}` is not one whose edits can be read; known is `{SEQUENCE_SCHEMA}`")]
    Schema {
        /// The schema of the row.
        found: String,
    },
}

impl EditRow {
    /// Takes the edits out of a row.
    ///
    /// Rows with `edits` are native, those with the native schema as whole lines and those without a schema
    /// as joined lines; rows with `edit_path` are pylintseq's; others hold a model's raw output.
    ///
    /// # Errors
    /// If there are none, or not in a form that is known.
    pub fn read(mut row: Map<String, Value>, fields: &EditFields) -> Result<Self, EditRowError> {
        let language = take_text(&mut row, "language");
        let sequence_index = row.get("sequence_index").and_then(Value::as_u64);
        if let Some(field) = &fields.text {
            let edits = model_edits(&mut row, field)?;
            return Ok(Self { language, source: None, sequence_index, edits, ends: LineEnds::Joined });
        }
        if row.contains_key("edits") {
            let ends = match row.get("schema") {
                None | Some(Value::Null) => LineEnds::Joined,
                Some(Value::String(schema)) if schema == SEQUENCE_SCHEMA => LineEnds::Whole,
                Some(other) => {
                    let found = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
                    return Err(EditRowError::Schema { found });
                }
            };
            let source = take_text(&mut row, "source");
            let edits = take_edits(&mut row, "edits")?;
            return Ok(Self { language, source, sequence_index, edits, ends });
        }
        if row.contains_key("edit_path") {
            let names = ["response", "content", "code", "text"];
            let names = fields.code.as_deref().into_iter().chain(names);
            let source = names.map(|name| format!("source_{name}")).find_map(|key| take_text(&mut row, &key));
            let edits = take_edits(&mut row, "edit_path")?;
            return Ok(Self { language, source, sequence_index, edits, ends: LineEnds::Joined });
        }
        let edits = model_edits(&mut row, "text")?;
        Ok(Self { language, source: None, sequence_index, edits, ends: LineEnds::Joined })
    }
}

fn model_edits(row: &mut Map<String, Value>, field: &str) -> Result<Vec<String>, EditRowError> {
    match row.remove(field) {
        Some(Value::String(text)) => Ok(training_text_edits(&text).map(str::to_owned).collect()),
        Some(other) => {
            Err(EditRowError::Type { field: field.to_owned(), expected: "text", found: kind(&other) })
        }
        None => {
            let found = row.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            Err(EditRowError::Missing { text: field.to_owned(), found })
        }
    }
}

fn take_text(row: &mut Map<String, Value>, field: &str) -> Option<String> {
    match row.get_mut(field) {
        Some(Value::String(text)) => Some(std::mem::take(text)),
        _ => None,
    }
}

fn take_edits(row: &mut Map<String, Value>, field: &str) -> Result<Vec<String>, EditRowError> {
    let wrong = |found| EditRowError::Type { field: field.to_owned(), expected: "a list of texts", found };
    match row.remove(field) {
        Some(Value::Array(edits)) => edits
            .into_iter()
            .map(|edit| match edit {
                Value::String(edit) => Ok(edit),
                other => Err(wrong(kind(&other))),
            })
            .collect(),
        other => Err(wrong(other.as_ref().map_or("nothing", kind))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use lintseq_core::Source;
    use serde_json::{from_str, json};

    use super::*;
    use crate::formats::sequence_rows::tests::document;
    use crate::formats::{PylintseqRow, SequenceRow, TextRow, collides_with_tokens};

    #[track_caller]
    fn read(row: &str) -> Result<EditRow, String> {
        EditRow::read(from_str(row).unwrap(), &EditFields::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_written_is_read() {
        let (document, sequence) = document(Some("do it"));
        let source = Source::new(&document.text);
        let (document, source, sequence) = (&document, &source, &sequence);
        let native = SequenceRow { document, source, sequence, seed: 0, sequence_index: 2 };
        let native = read(&serde_json::to_string(&native).unwrap()).unwrap();
        assert_eq!(native.edits, sequence.diffs(source, LineEnds::Whole));
        assert_eq!((native.source.as_deref(), native.sequence_index), (Some("a\nb"), Some(2)));

        let joined = sequence.diffs(source, LineEnds::Joined);
        let pylintseq = PylintseqRow { document, source, sequence, code_field: "x", prompt_field: "y" };
        let row = from_str(&serde_json::to_string(&pylintseq).unwrap()).unwrap();
        let pylintseq = EditRow::read(row, &EditFields { code: Some("x".to_owned()), text: None }).unwrap();
        assert_eq!((pylintseq.source.as_deref(), &pylintseq.edits), (Some("a\nb"), &joined));

        let text = serde_json::to_string(&TextRow { document, source, sequence }).unwrap();
        assert_eq!(
            from_str::<Value>(&text).unwrap(),
            json!({"text": "do it\n<|diff|>@@ -0,0 +1 @@\n+b\n<|diff|>@@ -0,0 +1 @@\n+a\n<|diff|>\n<|diff|>"})
        );
        assert_eq!(read(&text).unwrap().edits, joined);
        assert!(!collides_with_tokens(document));
    }

    #[test]
    fn raw_output_may_begin_with_the_token_and_end_with_padding() {
        let edits: Vec<_> = training_text_edits(
            "<|diff|>A <|diff|>\n+\n<|diff|>B\n<|diff|>\n<|diff|><|endoftext|><|endoftext|>\n",
        )
        .collect();
        assert_eq!(edits, ["A <|diff|>\n+", "B"]);
        assert_eq!(training_text_edits("no edits").count(), 0);
    }

    #[test]
    fn errors_name_the_field() {
        assert_eq!(
            read(r#"{"id": 1}"#).unwrap_err(),
            "no field `edits`, `edit_path` or `text` with edits; the row has: id"
        );
        assert_eq!(
            read(r#"{"edits": [1]}"#).unwrap_err(),
            "field `edits`: expected a list of texts, found a number"
        );
        assert_eq!(
            read(r#"{"edits": [], "schema": "lintseq.sequence/2"}"#).unwrap_err(),
            "schema `lintseq.sequence/2` is not one whose edits can be read; known is `lintseq.sequence/1`"
        );
    }
}
