//! The native rows, schema `lintseq.sequence/1`.

use lintseq_core::{Column, ColumnKind, Document, EditSequence, LineEnds, Source};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::Diffs;

/// The name of the native schema, under the key `schema` of every row.
pub const SEQUENCE_SCHEMA: &str = "lintseq.sequence/1";

/// A native row: one sequence of one program.
///
/// Every key is always present, so that loaders infer one schema from any shard. The id is that of the
/// program and shared by all its sequences.
#[derive(Clone, Copy, Debug)]
pub struct SequenceRow<'a> {
    /// The program.
    pub document: &'a Document,
    /// Its text as lines.
    pub source: &'a Source<'a>,
    /// The sequence.
    pub sequence: &'a EditSequence,
    /// The seed of the run.
    pub seed: u64,
    /// Which of the program's sequences, from zero.
    pub sequence_index: u32,
}

impl SequenceRow<'_> {
    /// The columns of the rows where ids are text.
    pub fn columns() -> Vec<Column> {
        vec![
            Column::text("schema"),
            Column::text("id"),
            Column::text("language"),
            Column::text("path"),
            Column::text("source"),
            Column::text("instruction"),
            Column::new("edits", ColumnKind::texts()),
            Column::int("seed"),
            Column::int("sequence_index"),
            Column::text("metadata"),
        ]
    }
}

impl Serialize for SequenceRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let &Self { document, source, sequence, seed, sequence_index } = self;
        let mut row = serializer.serialize_struct("SequenceRow", 10)?;
        row.serialize_field("schema", SEQUENCE_SCHEMA)?;
        row.serialize_field("id", &document.id)?;
        row.serialize_field("language", &document.language)?;
        row.serialize_field("path", &document.path)?;
        row.serialize_field("source", source.text())?;
        row.serialize_field("instruction", &document.instruction)?;
        row.serialize_field("edits", &Diffs { source, sequence, ends: LineEnds::Whole })?;
        row.serialize_field("seed", &seed)?;
        row.serialize_field("sequence_index", &sequence_index)?;
        row.serialize_field("metadata", &JsonText(&document.metadata))?;
        row.end()
    }
}

/// Fields that differ from record to record, as one JSON string, so that the schema stays one.
struct JsonText<'a>(&'a Map<String, Value>);

impl Serialize for JsonText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_empty() {
            return serializer.serialize_str("{}");
        }
        let text = serde_json::to_string(self.0).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use lintseq_core::{Index as _, Step};
    use serde_json::json;

    use super::*;

    /// `a\nb` with its second line first.
    pub(crate) fn document(instruction: Option<&str>) -> (Document, EditSequence) {
        let document = Document {
            id: json!(7),
            index: 3,
            path: None,
            language: "python".to_owned(),
            text: "a\nb".to_owned(),
            instruction: instruction.map(str::to_owned),
            source: "in.jsonl".to_owned(),
            metadata: Map::from_iter([("stars".to_owned(), json!(5))]),
        };
        (document, EditSequence::new([1, 0].map(Step::new).into_iter().collect()))
    }

    #[test]
    fn a_row_has_every_key() {
        let (document, sequence) = document(None);
        let source = Source::new(&document.text);
        let row = SequenceRow {
            document: &document,
            source: &source,
            sequence: &sequence,
            seed: 9,
            sequence_index: 0,
        };
        assert_eq!(
            serde_json::to_string(&row).unwrap(),
            concat!(
                r#"{"schema":"lintseq.sequence/1","id":7,"language":"python","path":null,"source":"a\nb","#,
                r#""instruction":null,"#,
                r#""edits":["@@ -0,0 +1 @@\n+b\n\\ No newline at end of file\n","@@ -0,0 +1 @@\n+a\n"],"#,
                r#""seed":9,"sequence_index":0,"metadata":"{\"stars\":5}"}"#
            )
        );
    }
}
