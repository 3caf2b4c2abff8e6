//! The sum of figures whose types only their command knows.
//!
//! Whatever a run counts is a [`Merge`](crate::Merge): figures of later records are added to those of earlier ones. As
//! JSON that is numbers in objects and lists, and the rule for all of them is the same.

use serde_json::{Number, Value};

/// Adds figures: numbers by sum, lists place by place, objects key by key. Of texts, such as a first failure, the first
/// stays.
pub(super) fn add(sum: &mut Value, more: &Value) {
    match (sum, more) {
        (Value::Number(sum), Value::Number(more)) => {
            *sum = match (sum.as_u64(), more.as_u64()) {
                (Some(one), Some(other)) => one.saturating_add(other).into(),
                _ => float(sum, more).unwrap_or_else(|| sum.clone()),
            };
        }
        (Value::Array(sum), Value::Array(more)) => {
            for (at, more) in more.iter().enumerate() {
                match sum.get_mut(at) {
                    Some(sum) => add(sum, more),
                    None => sum.push(more.clone()),
                }
            }
        }
        (Value::Object(sum), Value::Object(more)) => {
            for (key, more) in more {
                add(sum.entry(key.as_str()).or_insert(Value::Null), more);
            }
        }
        (sum @ Value::Null, more) => *sum = more.clone(),
        _ => {}
    }
}

fn float(one: &Number, other: &Number) -> Option<Number> {
    Number::from_f64(one.as_f64()? + other.as_f64()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_add_up() {
        let mut sum = Value::Null;
        add(&mut sum, &json!({"edits": {"counts": [1, 2]}, "first": null, "languages": {"c": 1}}));
        add(
            &mut sum,
            &json!({"edits": {"counts": [0, 1, 4]}, "first": "gone", "languages": {"go": 2, "c": 3}}),
        );
        add(&mut sum, &json!({"first": "later"}));
        assert_eq!(
            sum,
            json!({"edits": {"counts": [1, 3, 4]}, "first": "gone", "languages": {"c": 4, "go": 2}})
        );
        add(&mut sum, &Value::Null);
        let mut share = json!(0.5);
        add(&mut share, &json!(1));
        assert_eq!(share, json!(1.5));
    }
}
