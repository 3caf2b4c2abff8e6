//! The columns of a row format, where a Parquet file or a data card must know them.

use lintseq_core::{Column, ColumnKind};
use serde_json::{Map, Value};

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
                Some((_, kind)) => *kind = merge(kind.take(), seen),
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
        Value::Array(items) if items.iter().all(Value::is_string) => Some(ColumnKind::texts()),
        Value::Array(_) | Value::Object(_) => Some(ColumnKind::Json),
    }
}

fn merge(one: Option<ColumnKind>, other: Option<ColumnKind>) -> Option<ColumnKind> {
    use ColumnKind::{Float, Int, Json, List, Struct, Text};
    match (one, other) {
        (kind, None) | (None, kind) => kind,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(Int), Some(Float)) | (Some(Float), Some(Int)) => Some(Float),
        (Some(Json | List(_) | Struct(_)), _) | (_, Some(Json | List(_) | Struct(_))) => Some(Json),
        _ => Some(Text),
    }
}
