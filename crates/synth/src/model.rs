//! The models that are asked: where they are, what they cost, how often each has its turn.

use serde_json::{Map, Value, json};

use crate::address::Address;
use crate::dialogue::Request;
use crate::money::Prices;
use crate::secret::Key;

/// A model as it is configured.
#[derive(Clone, Debug)]
pub struct Model {
    /// The name by which requests and rows name it; no two have the same.
    pub name: String,
    /// The name that the server knows.
    pub remote: String,
    /// Where its interface begins, such as `http://localhost:8080/v1`.
    pub base_url: String,
    /// The key of its server, if that wants one.
    pub key: Option<Key>,
    /// Fields that every request carries; they win over all others.
    pub extra_body: Map<String, Value>,
    /// What its tokens cost.
    pub prices: Prices,
    /// Its share of the prompts, in proportion to those of the others.
    pub ratio: f64,
    /// What stands for its server in the addresses of requests; the base URL, unless it is to outlive a move.
    pub identity: String,
}

impl Model {
    /// The body of a request to this model.
    pub fn body(&self, request: &Request) -> Value {
        let mut body = Map::new();
        body.insert("model".to_owned(), json!(self.remote));
        body.insert("messages".to_owned(), json!(request.messages));
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                body.insert(name.to_owned(), value);
            }
        };
        put("temperature", request.temperature.map(|value| json!(value)));
        put("top_p", request.top_p.map(|value| json!(value)));
        put("max_tokens", request.max_tokens.map(|value| json!(value)));
        put("seed", request.seed.map(|value| json!(value)));
        for (name, value) in request.extra.iter().chain(&self.extra_body) {
            // A field that a server does not know can be taken out again with a null.
            if value.is_null() {
                body.shift_remove(name);
            } else {
                body.insert(name.clone(), value.clone());
            }
        }
        Value::Object(body)
    }

    /// The address of a request to this model.
    pub fn address(&self, body: &Value, nonce: u32) -> Address {
        Address::of(&self.identity, body, nonce)
    }
}

/// Which model has which of `count` prompts: by the largest remainder the totals are as near to the ratios as whole
/// numbers can be, and they are spread evenly, so that any beginning of the prompts is mixed as all of them are.
pub fn assign(models: &[Model], count: usize) -> Vec<usize> {
    let totals = largest_remainder(&models.iter().map(|model| model.ratio).collect::<Vec<_>>(), count);
    let mut given = vec![0_usize; models.len()];
    let turn = |at: usize| {
        // Whoever is furthest behind its share of the first `at + 1` prompts.
        let behind = |model: usize| {
            let due = totals[model] as u128 * (at as u128 + 1);
            due.cast_signed() - (given[model] as u128 * count as u128).cast_signed()
        };
        let open = (0..models.len()).filter(|&model| given[model] < totals[model]);
        let model = open.max_by_key(|&model| (behind(model), usize::MAX - model)).unwrap_or(0);
        given[model] += 1;
        model
    };
    (0..count).map(turn).collect()
}

/// Whole numbers in these ratios that add up to `count`.
pub fn largest_remainder(ratios: &[f64], count: usize) -> Vec<usize> {
    let sum: f64 = ratios.iter().sum();
    if sum <= 0.0 || ratios.is_empty() {
        return vec![0; ratios.len()];
    }
    let exact: Vec<f64> = ratios.iter().map(|ratio| ratio / sum * count as f64).collect();
    #[expect(clippy::cast_sign_loss, reason = "ratios are not negative")]
    let mut whole: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let mut order: Vec<usize> = (0..ratios.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    let missing = count.saturating_sub(whole.iter().sum());
    for &at in order.iter().cycle().take(missing) {
        whole[at] += 1;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(ratio: f64) -> Model {
        Model {
            name: "m".to_owned(),
            remote: "m".to_owned(),
            base_url: "http://localhost/v1".to_owned(),
            key: None,
            extra_body: Map::new(),
            prices: Prices::default(),
            ratio,
            identity: "http://localhost/v1".to_owned(),
        }
    }

    #[test]
    fn whole_numbers_by_the_largest_remainder() {
        assert_eq!(largest_remainder(&[1.0, 1.0, 1.0], 10), [4, 3, 3]);
        assert_eq!(largest_remainder(&[0.5, 0.3, 0.2], 7), [4, 2, 1]);
        assert_eq!(largest_remainder(&[0.0, 2.0], 3), [0, 3]);
        assert_eq!(largest_remainder(&[], 3), [0; 0]);
    }

    #[test]
    fn turns_are_spread_and_add_up() {
        let models = [model(3.0), model(1.0)];
        assert_eq!(assign(&models, 8), [0, 0, 1, 0, 0, 0, 1, 0]);
        let turns = assign(&[model(1.0), model(1.0), model(1.0)], 100);
        let counts = [0, 1, 2].map(|model| turns.iter().filter(|&&turn| turn == model).count());
        assert_eq!(counts, [34, 33, 33]);
    }

    #[test]
    fn extra_fields_win_and_a_null_takes_a_field_out() {
        let request: Request = serde_json::from_value(json!({
            "model": "m", "messages": [], "temperature": 0.8, "top_p": 0.95, "max_tokens": 9, "seed": 4,
            "extra": {"logprobs": true}
        }))
        .unwrap();
        let extra = json!({"seed": null, "top_p": 0.5, "grammar": "root ::= \"a\""});
        let model = Model { extra_body: extra.as_object().unwrap().clone(), ..model(1.0) };
        let expected = json!({
            "model": "m", "messages": [], "temperature": 0.8, "top_p": 0.5, "max_tokens": 9, "logprobs": true,
            "grammar": "root ::= \"a\""
        });
        assert_eq!(model.body(&request), expected);
    }
}
