//! The columns of a row format, where a Parquet file or a data card must know them.

use serde_json::{Map, Value};

/// A column of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key in JSON rows.
    pub name: String,
    /// What it holds. Every column may hold nulls.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// `true` or `false`.
    Bool,
    /// A 64-bit integer.
    Int,
    /// A 64-bit float.
    Float,
    /// A string; a number, such as an id, becomes its digits.
    Text,
    /// A list of strings.
    TextList,
    /// Nested values of no fixed type: as they are in JSON rows, as JSON text in Parquet. A value that is JSON text
    /// in the rows already is [`Text`](Self::Text).
    Json,
}

impl Column {
    /// A column of this name and kind.
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// Finds the columns of rows that nobody declared, in the order of their first appearance.
#[derive(Default)]
pub(crate) struct Inference {
    columns: Vec<(String, Option<ColumnKind>)>,
}

impl Inference {
    pub(crate) fn observe(&mut self, row: &Map<String, Value>) {
        for (name, value) in row {
            let seen = kind_of(value);
            match self.columns.iter_mut().find(|(known, _)| known == name) {
                Some((_, kind)) => *kind = merge(*kind, seen),
                None => self.columns.push((name.clone(), seen)),
            }
        }
    }

    pub(crate) fn columns(self) -> Vec<Column> {
        // A column of nothing but nulls is text, which every reader can hold.
        let column = |(name, kind): (_, Option<_>)| Column { name, kind: kind.unwrap_or(ColumnKind::Text) };
        self.columns.into_iter().map(column).collect()
    }
}

fn kind_of(value: &Value) -> Option<ColumnKind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(ColumnKind::Bool),
        Value::Number(number) if number.is_i64() => Some(ColumnKind::Int),
        Value::Number(_) => Some(ColumnKind::Float),
        Value::String(_) => Some(ColumnKind::Text),
        Value::Array(items) if items.iter().all(Value::is_string) => Some(ColumnKind::TextList),
        Value::Array(_) | Value::Object(_) => Some(ColumnKind::Json),
    }
}

fn merge(one: Option<ColumnKind>, other: Option<ColumnKind>) -> Option<ColumnKind> {
    use ColumnKind::{Float, Int, Json, Text, TextList};
    match (one, other) {
        (kind, None) | (None, kind) => kind,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(Int), Some(Float)) | (Some(Float), Some(Int)) => Some(Float),
        (Some(Json | TextList), _) | (_, Some(Json | TextList)) => Some(Json),
        _ => Some(Text),
    }
}
