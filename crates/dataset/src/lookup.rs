//! A value of a row by the name of its field: a key, or a path of keys such as `jump.class`.

use serde_json::{Map, Value};

/// The value under a key, else under a path with dots between its keys.
pub fn lookup<'r>(fields: &'r Map<String, Value>, name: &str) -> Option<&'r Value> {
    if let Some(value) = fields.get(name) {
        return Some(value);
    }
    // Keys may hold dots themselves, so every cut is tried, the first one that leads on.
    let mut cuts = name.match_indices('.').map(|(at, _)| name.split_at(at));
    cuts.find_map(|(head, tail)| lookup(fields.get(head)?.as_object()?, &tail[1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_before_paths() {
        let row = r#"{"a.b": 1, "a": {"b": 2, "c": {"d": 3}}, "e.f": {"g": 4}}"#;
        let fields: Map<String, Value> = serde_json::from_str(row).unwrap();
        let check = |name: &str, expected: Option<i64>| {
            assert_eq!(lookup(&fields, name).and_then(Value::as_i64), expected, "{name}");
        };
        check("a.b", Some(1));
        check("a.c.d", Some(3));
        check("e.f.g", Some(4));
        check("a.x", None);
        check("", None);
    }
}
