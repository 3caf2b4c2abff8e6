//! The rows of upiterbarg/pylintseq.

use lintseq_core::{Column, ColumnKind, Document, EditSequence, LineEnds, Source};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::Diffs;

/// A row as pylintseq writes it, with the same keys and no other.
#[derive(Clone, Copy, Debug)]
pub struct PylintseqRow<'a> {
    /// The program.
    pub document: &'a Document,
    /// Its text as lines.
    pub source: &'a Source<'a>,
    /// The sequence.
    pub sequence: &'a EditSequence,
    /// The name of the field that held the program, which becomes `source_<name>`.
    pub code_field: &'a str,
    /// The name of the field that held the instruction, which becomes `source_<name>`.
    pub prompt_field: &'a str,
}

impl PylintseqRow<'_> {
    /// The columns of the rows of records with these fields.
    pub fn columns(code_field: &str, prompt_field: &str) -> Vec<Column> {
        vec![
            Column::new("edit_path", ColumnKind::texts()),
            Column::int("index"),
            Column::text("source_file"),
            Column::text(format!("source_{code_field}")),
            Column::text(format!("source_{prompt_field}")),
        ]
    }
}

impl Serialize for PylintseqRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let &Self { document, source, sequence, code_field, prompt_field } = self;
        let mut row = serializer.serialize_map(Some(5))?;
        row.serialize_entry("edit_path", &Diffs { source, sequence, ends: LineEnds::Joined })?;
        row.serialize_entry("index", &document.index)?;
        row.serialize_entry("source_file", &document.source)?;
        row.serialize_entry(&format!("source_{code_field}"), source.text())?;
        // Their trainer adds the instruction to a text, so it must be one.
        let instruction = document.instruction.as_deref().unwrap_or_default();
        row.serialize_entry(&format!("source_{prompt_field}"), instruction)?;
        row.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sequence_rows::tests::document;

    #[test]
    fn a_row_has_their_keys() {
        let (document, sequence) = document(None);
        let source = Source::new(&document.text);
        let row = PylintseqRow {
            document: &document,
            source: &source,
            sequence: &sequence,
            code_field: "response",
            prompt_field: "instruction",
        };
        assert_eq!(
            serde_json::to_string(&row).unwrap(),
            concat!(
                r#"{"edit_path":["@@ -0,0 +1 @@\n+b","@@ -0,0 +1 @@\n+a"],"index":3,"source_file":"in.jsonl","#,
                r#""source_response":"a\nb","source_instruction":""}"#
            )
        );
    }
}
