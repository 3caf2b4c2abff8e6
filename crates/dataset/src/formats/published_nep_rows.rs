//! The rows of Next Edit Prediction as its published code writes them (lurf21/NextEditPrediction).

use lintseq_samples::commits::PublishedRow;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A row: the fields of the record as they came, without the label, and what the pipeline adds.
#[derive(Clone, Debug)]
pub struct PublishedNepRow<'a> {
    /// The fields of the record, with null where the texts stood.
    pub fields: &'a Map<String, Value>,
    /// The field that is left out.
    pub label_field: &'a str,
    /// The text before.
    pub old: &'a str,
    /// The text after.
    pub new: &'a str,
    /// What the pipeline adds.
    pub row: PublishedRow,
}

impl PublishedNepRow<'_> {
    /// The columns that the pipeline adds, in order.
    pub const ADDED: [&'static str; 2] = ["current_contents", "text"];
}

impl Serialize for PublishedNepRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.fields {
            match name.as_str() {
                "old_contents" => map.serialize_entry(name, self.old)?,
                "new_contents" => map.serialize_entry(name, self.new)?,
                name if name == self.label_field || Self::ADDED.contains(&name) => {}
                name => map.serialize_entry(name, value)?,
            }
        }
        for (name, text) in Self::ADDED.into_iter().zip([&self.row.current, &self.row.text]) {
            map.serialize_entry(name, text)?;
        }
        map.end()
    }
}
