//! The columns of a sample, from its JSON Schema and so from its types: what a shard happens to hold has no say.

use lintseq_core::{Column, ColumnKind};
use serde_json::{Map, Value};

use super::json_schema;

/// The columns of a sample, in the order of its keys.
pub fn sample_columns() -> Vec<Column> {
    let schema = json_schema();
    let root = schema.as_value();
    match kind(root, root) {
        ColumnKind::Struct(columns) => columns,
        _ => Vec::new(),
    }
}

fn kind(schema: &Value, root: &Value) -> ColumnKind {
    let alternatives = ["anyOf", "oneOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let present = |schema: &&Value| schema.get("type").and_then(Value::as_str) != Some("null");
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#'));
        return target.map_or(ColumnKind::Json, |target| kind(target, root));
    }
    if let Some(first) = alternatives.clone().find(present) {
        return kind(first, root);
    }
    let name = match schema.get("type") {
        Some(Value::String(name)) => name.as_str(),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("string")
        }
        _ => "string",
    };
    match name {
        "boolean" => ColumnKind::Bool,
        "integer" => ColumnKind::Int,
        "number" => ColumnKind::Float,
        "array" => ColumnKind::list(schema.get("items").map_or(ColumnKind::Json, |items| kind(items, root))),
        "object" => {
            let properties = schema.get("properties").and_then(Value::as_object);
            ColumnKind::Struct(properties.map(|properties| columns(properties, root)).unwrap_or_default())
        }
        _ => ColumnKind::Text,
    }
}

fn columns(properties: &Map<String, Value>, root: &Value) -> Vec<Column> {
    properties.iter().map(|(name, schema)| Column::new(name, kind(schema, root))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_keys;

    #[test]
    fn every_key_is_a_column_of_a_known_type() {
        let columns = sample_columns();
        assert_eq!(
            columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
            sample_keys().collect::<Vec<_>>()
        );
        assert!(!columns.iter().any(|column| column.kind.is_open()));
        let kind = |name: &str| columns.iter().find(|column| column.name == name).unwrap().kind.clone();
        assert_eq!(kind("schema"), ColumnKind::Text);
        assert_eq!(kind("kind"), ColumnKind::Text);
        assert_eq!(kind("parses"), ColumnKind::Bool);
        assert_eq!(kind("cursor"), ColumnKind::Struct(vec![Column::int("line"), Column::int("column")]));
        assert_eq!(kind("history"), ColumnKind::structs([Column::text("path"), Column::text("diff")]));
        let ColumnKind::Struct(jump) = kind("jump") else { panic!("a jump is an object") };
        assert_eq!(jump[3], Column::text("class"));
        let ColumnKind::Struct(provenance) = kind("provenance") else { panic!("provenance is an object") };
        let usage = provenance.iter().find(|column| column.name == "token_usage").unwrap();
        assert_eq!(usage.kind, ColumnKind::Struct(vec![Column::int("prompt"), Column::int("completion")]));
    }
}
