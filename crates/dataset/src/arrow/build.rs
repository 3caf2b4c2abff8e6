//! JSON values into Arrow arrays of a type that is known beforehand, nested ones included.
//!
//! Arrow's own builders cannot be nested by a type that is only known when the program runs, and its JSON reader
//! has no way to keep a value of no fixed type as text.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, GenericStringBuilder, Int64Builder};
use arrow_array::{ArrayRef, GenericStringArray, ListArray, OffsetSizeTrait, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use serde_json::Value;

use crate::output::{Column, ColumnKind};

/// A column that grows value by value. `O` says how much text a batch may hold: 2 GiB, or any amount.
pub(super) enum Builder<O: OffsetSizeTrait> {
    Bool(BooleanBuilder),
    Int(Int64Builder),
    Float(Float64Builder),
    Text(GenericStringBuilder<O>),
    Json(GenericStringBuilder<O>),
    List { lengths: Vec<usize>, present: Vec<bool>, items: Box<Self>, field: Arc<Field> },
    Struct { present: Vec<bool>, columns: Vec<(String, Self)>, fields: Fields },
}

impl<O: OffsetSizeTrait> Builder<O> {
    pub(super) fn new(kind: &ColumnKind) -> Self {
        match kind {
            ColumnKind::Bool => Self::Bool(BooleanBuilder::new()),
            ColumnKind::Int => Self::Int(Int64Builder::new()),
            ColumnKind::Float => Self::Float(Float64Builder::new()),
            ColumnKind::Text => Self::Text(GenericStringBuilder::new()),
            ColumnKind::Json => Self::Json(GenericStringBuilder::new()),
            ColumnKind::List(items) => Self::List {
                lengths: Vec::new(),
                present: Vec::new(),
                items: Box::new(Self::new(items)),
                field: Arc::new(Field::new_list_field(arrow_type::<O>(items), true)),
            },
            ColumnKind::Struct(columns) => Self::Struct {
                present: Vec::new(),
                columns: columns
                    .iter()
                    .map(|column| (column.name.clone(), Self::new(&column.kind)))
                    .collect(),
                fields: arrow_fields::<O>(columns),
            },
        }
    }

    /// Adds a value, or gives back the one that does not fit.
    pub(super) fn push<'v>(&mut self, value: &'v Value) -> Result<(), &'v Value> {
        match (self, value) {
            (Self::Bool(column), Value::Null) => column.append_null(),
            (Self::Int(column), Value::Null) => column.append_null(),
            (Self::Float(column), Value::Null) => column.append_null(),
            (Self::Text(column) | Self::Json(column), Value::Null) => column.append_null(),
            (Self::Bool(column), value) => column.append_value(value.as_bool().ok_or(value)?),
            (Self::Int(column), value) => column.append_value(value.as_i64().ok_or(value)?),
            (Self::Float(column), value) => column.append_value(value.as_f64().ok_or(value)?),
            (Self::Text(column), Value::String(text)) => column.append_value(text),
            (Self::Text(column) | Self::Json(column), value) => column.append_value(value.to_string()),
            (Self::List { lengths, present, .. }, Value::Null) => {
                lengths.push(0);
                present.push(false);
            }
            (Self::List { lengths, present, items, .. }, Value::Array(values)) => {
                values.iter().try_for_each(|value| items.push(value))?;
                lengths.push(values.len());
                present.push(true);
            }
            (Self::Struct { present, columns, .. }, Value::Null) => {
                // A null has no keys, but every child needs an entry for it.
                columns
                    .iter_mut()
                    .try_for_each(|(_, column)| column.push(&Value::Null))
                    .map_err(|_| value)?;
                present.push(false);
            }
            (Self::Struct { present, columns, .. }, Value::Object(object)) => {
                let known = columns.iter().filter(|(name, _)| object.contains_key(name)).count();
                if known < object.len() {
                    return Err(value);
                }
                for (name, column) in columns {
                    column.push(object.get(name).unwrap_or(&Value::Null))?;
                }
                present.push(true);
            }
            (Self::List { .. } | Self::Struct { .. }, value) => return Err(value),
        }
        Ok(())
    }

    /// The values so far; the builder is empty afterwards.
    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Bool(column) => Arc::new(column.finish()),
            Self::Int(column) => Arc::new(column.finish()),
            Self::Float(column) => Arc::new(column.finish()),
            Self::Text(column) | Self::Json(column) => Arc::new(column.finish()),
            Self::List { lengths, present, items, field } => {
                let offsets = OffsetBuffer::from_lengths(std::mem::take(lengths));
                let nulls = NullBuffer::from(std::mem::take(present));
                Arc::new(ListArray::try_new(Arc::clone(field), offsets, items.finish()?, Some(nulls))?)
            }
            Self::Struct { present, columns, fields } => {
                let arrays =
                    columns.iter_mut().map(|(_, column)| column.finish()).collect::<Result<_, _>>()?;
                let nulls = NullBuffer::from(std::mem::take(present));
                Arc::new(StructArray::try_new(fields.clone(), arrays, Some(nulls))?)
            }
        })
    }
}

/// The Arrow type of a column.
pub(super) fn arrow_type<O: OffsetSizeTrait>(kind: &ColumnKind) -> DataType {
    match kind {
        ColumnKind::Bool => DataType::Boolean,
        ColumnKind::Int => DataType::Int64,
        ColumnKind::Float => DataType::Float64,
        ColumnKind::Text | ColumnKind::Json => GenericStringArray::<O>::DATA_TYPE,
        ColumnKind::List(items) => {
            DataType::List(Arc::new(Field::new_list_field(arrow_type::<O>(items), true)))
        }
        ColumnKind::Struct(columns) => DataType::Struct(arrow_fields::<O>(columns)),
    }
}

pub(super) fn arrow_fields<O: OffsetSizeTrait>(columns: &[Column]) -> Fields {
    columns.iter().map(|column| Field::new(&column.name, arrow_type::<O>(&column.kind), true)).collect()
}

#[cfg(test)]
mod tests {
    use arrow_array::Array as _;
    use serde_json::json;

    use super::*;

    #[test]
    fn nested_values_keep_their_type_whatever_a_batch_holds() {
        let history = ColumnKind::structs([
            Column::text("path"),
            Column::new("lines", ColumnKind::list(ColumnKind::Int)),
        ]);
        let kind = ColumnKind::Struct(vec![Column::new("history", history), Column::int("n")]);
        let mut builder = Builder::<i64>::new(&kind);
        for value in [
            json!(null),
            json!({"history": [], "n": null}),
            json!({"history": [{"path": "a", "lines": [1, 2]}, {"path": null, "lines": null}], "n": 3}),
        ] {
            builder.push(&value).unwrap();
        }
        let array = builder.finish().unwrap();
        assert_eq!((array.len(), array.null_count()), (3, 1));
        assert_eq!(array.data_type(), &arrow_type::<i64>(&kind));
        builder.push(&json!(null)).unwrap();
        let nulls = builder.finish().unwrap();
        assert_eq!(nulls.data_type(), array.data_type());
        for wrong in [json!("x"), json!({"other": 1}), json!({"history": "x"}), json!({"n": "x"})] {
            assert!(Builder::<i64>::new(&kind).push(&wrong).is_err(), "{wrong}");
        }
    }
}
