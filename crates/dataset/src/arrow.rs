//! Arrow batches at the border, with JSON on our side of it.
//!
//! Records come in as JSON lines, so that a row of a table and a line of a file take one path from there on; rows go
//! out by columns that are known beforehand. [`parquet`](crate::parquet) and whoever brings batches from elsewhere
//! share it.

use std::sync::Arc;

use arrow_array::{OffsetSizeTrait, RecordBatch, RecordBatchOptions};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use lintseq_core::{Column, ColumnKind};
use serde_json::{Map, Value};

mod build;

use self::build::{Builder, arrow_fields};

/// The rows of a batch as JSON objects, each with every column and a newline.
///
/// # Errors
/// If a column has a type that JSON has no value for.
pub fn json_lines(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    let mut lines = Vec::new();
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut lines);
    writer.write(&with_text(batch)?)?;
    writer.finish()?;
    drop(writer);
    Ok(lines)
}

/// The columns that rows have which carry those of a table through.
pub fn columns_of(schema: &Schema) -> Vec<Column> {
    schema.fields().iter().map(|field| Column::new(field.name(), kind_of(field.data_type()))).collect()
}

/// A value that its column has no place for.
#[derive(Debug, thiserror::Error)]
#[error("column `{column}` cannot hold {value}")]
pub struct Misfit {
    column: String,
    value: Value,
}

/// Gathers JSON rows to batches.
pub struct Batcher<O: OffsetSizeTrait> {
    schema: SchemaRef,
    columns: Vec<(Column, Builder<O>)>,
    rows: usize,
}

impl<O: OffsetSizeTrait> Batcher<O> {
    /// Gathers rows with these columns.
    pub fn new(columns: &[Column]) -> Self {
        let schema = Arc::new(Schema::new(arrow_fields::<O>(columns)));
        let columns = columns.iter().map(|column| (column.clone(), Builder::new(&column.kind))).collect();
        Self { schema, columns, rows: 0 }
    }

    /// The schema of all batches.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// How many rows wait.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row. Keys that are no column are dropped, and missing ones are nulls.
    ///
    /// # Errors
    /// If a value is of another type than its column.
    pub fn push(&mut self, row: &Map<String, Value>) -> Result<(), Misfit> {
        for (column, builder) in &mut self.columns {
            builder
                .push(row.get(&column.name).unwrap_or(&Value::Null))
                .map_err(|value| Misfit { column: column.name.clone(), value: value.clone() })?;
        }
        self.rows += 1;
        Ok(())
    }

    /// The rows so far; none are left afterwards.
    ///
    /// # Errors
    /// If there is more text than the offsets can tell.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns =
            self.columns.iter_mut().map(|(_, builder)| builder.finish()).collect::<Result<_, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(std::mem::take(&mut self.rows)));
        RecordBatch::try_new_with_options(self.schema(), columns, &options)
    }
}

/// The batch with its binary columns as text, which is what they hold where a writer knew no strings; otherwise
/// they would arrive as hexadecimal digits, which look like a program.
fn with_text(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    if !batch.schema().fields().iter().any(|field| is_binary(field.data_type())) {
        return Ok(batch.clone());
    }
    let options = CastOptions { safe: true, ..CastOptions::default() };
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if is_binary(field.data_type()) {
            fields.push(Arc::new(Field::new(field.name(), DataType::LargeUtf8, true)));
            columns.push(cast_with_options(column, &DataType::LargeUtf8, &options)?);
        } else {
            fields.push(Arc::clone(field));
            columns.push(Arc::clone(column));
        }
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

const fn is_binary(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// What a value is once it has been JSON.
fn kind_of(kind: &DataType) -> ColumnKind {
    match kind {
        DataType::Boolean => ColumnKind::Bool,
        kind if kind.is_integer() => ColumnKind::Int,
        kind if kind.is_floating() => ColumnKind::Float,
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            ColumnKind::list(kind_of(item.data_type()))
        }
        DataType::Struct(fields) => {
            let column = |field: &Arc<Field>| Column::new(field.name(), kind_of(field.data_type()));
            ColumnKind::Struct(fields.iter().map(column).collect())
        }
        DataType::Dictionary(_, values) => kind_of(values),
        DataType::Map(..) => ColumnKind::Json,
        _ => ColumnKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, BinaryArray, Int64Array, ListArray, StringArray, StringViewArray};
    use serde_json::json;

    use super::*;

    #[test]
    fn batches_cross_the_border_and_come_back() {
        let texts = ListArray::from_iter_primitive::<arrow_array::types::Int64Type, _, _>([
            Some(vec![Some(1), None]),
            None,
        ]);
        let columns: [(&str, ArrayRef); 5] = [
            ("id", Arc::new(Int64Array::from(vec![Some(7), None]))),
            ("code", Arc::new(BinaryArray::from_vec(vec![b"a\n", b"\xff"]))),
            ("view", Arc::new(StringViewArray::from(vec!["x", "y"]))),
            ("list", Arc::new(texts)),
            ("text", Arc::new(StringArray::from(vec![Some("\u{e9}\""), None]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let lines = String::from_utf8(json_lines(&batch).unwrap()).unwrap();
        let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            rows,
            [
                json!({"id": 7, "code": "a\n", "view": "x", "list": [1, null], "text": "\u{e9}\""}),
                json!({"id": null, "code": null, "view": "y", "list": null, "text": null}),
            ]
        );
        let columns = columns_of(&batch.schema());
        let mut batcher = Batcher::<i64>::new(&columns);
        for row in &rows {
            batcher.push(row.as_object().unwrap()).unwrap();
        }
        let again = batcher.finish().unwrap();
        assert_eq!(String::from_utf8(json_lines(&again).unwrap()).unwrap(), lines);
        assert_eq!((batcher.rows(), batcher.finish().unwrap().num_rows()), (0, 0));
        assert_eq!(batcher.schema(), again.schema());
        assert!(batcher.push(json!({"id": "x"}).as_object().unwrap()).is_err());
    }
}
