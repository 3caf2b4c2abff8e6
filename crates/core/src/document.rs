//! What a generator reads: one complete program.

use serde_json::{Map, Value};

/// A complete program with what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The identity in the input, written to the output unchanged: a string or a number.
    pub id: Value,
    /// The zero-based position among the records of the run's input.
    pub index: u64,
    /// The path inside its repository or dump, where one is known.
    pub path: Option<String>,
    /// The canonical name of the language, such as `python`.
    pub language: String,
    /// The program itself, byte for byte.
    pub text: String,
    /// What was asked for, where the record says so.
    pub instruction: Option<String>,
    /// The file that the record was read from, as given by the user.
    pub source: String,
    /// Every other field of the record.
    pub metadata: Map<String, Value>,
}

impl Document {
    /// The id as seeds, shards and messages see it: the text of a string, the digits of a number.
    pub fn key(&self) -> String {
        match &self.id {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}
