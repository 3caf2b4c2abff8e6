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

/// Which model is asked about something that has a place of its own, such as a row: it is drawn from a hash of that, in
/// the ratios of the models, so that rows that come or go leave the others with the models that they had.
#[derive(Clone, Debug)]
pub struct Mix {
    /// Every model that is asked, with the share up to its own.
    models: Vec<(String, f64)>,
}

impl Mix {
    /// The mix of models of which one at least has a ratio above zero.
    pub fn new(models: &[Model]) -> Self {
        let sum: f64 = models.iter().map(|model| model.ratio).sum();
        let mut share = 0.0;
        let models = models.iter().filter(|model| model.ratio > 0.0);
        let upto = models.map(|model| {
            share += model.ratio / sum;
            (model.name.clone(), share)
        });
        Self { models: upto.collect() }
    }

    /// The model of a hash.
    pub fn draw(&self, hash: u64) -> &str {
        let point = hash as f64 / 2_f64.powi(64);
        let found = self.models.iter().find(|(_, upto)| point < *upto).or(self.models.last());
        found.map_or("", |(name, _)| name)
    }
}

/// Which model has which prompt: always the one that is furthest behind its share. The totals are as near to the
/// ratios as whole numbers can be, up to every prompt and not only at the end, so that a run with more prompts asks the
/// first ones again of the same models.
#[derive(Clone, Debug)]
pub struct Turns {
    shares: Vec<f64>,
    given: Vec<u64>,
    prompts: u64,
}

impl Turns {
    /// The turns of models with these ratios, of which one at least is above zero.
    pub fn new(ratios: &[f64]) -> Self {
        let sum: f64 = ratios.iter().sum();
        Self {
            shares: ratios.iter().map(|ratio| ratio / sum).collect(),
            given: vec![0; ratios.len()],
            prompts: 0,
        }
    }
}

impl Iterator for Turns {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        self.prompts += 1;
        let behind = |model: usize| self.shares[model] * self.prompts as f64 - self.given[model] as f64;
        let open = (0..self.shares.len()).filter(|&model| self.shares[model] > 0.0);
        let next =
            open.reduce(|best, model| if behind(model) > behind(best) + 1e-9 { model } else { best })?;
        self.given[next] += 1;
        Some(next as u16)
    }
}

/// Whole numbers in these ratios that add up to `count`.
pub fn largest_remainder(ratios: &[f64], count: usize) -> Vec<usize> {
    let sum: f64 = ratios.iter().sum();
    if sum <= 0.0 || ratios.is_empty() {
        return vec![0; ratios.len()];
    }
    // Ratios that add up to 1 are taken as they are: a division would round anew, and the published mixtures do without.
    let whole = if (sum - 1.0).abs() < 1e-6 { 1.0 } else { sum };
    let exact: Vec<f64> = ratios.iter().map(|ratio| ratio / whole * count as f64).collect();
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
        // Mixtures of OpenCodeEdit, as its `mix_data.py` counts them.
        assert_eq!(largest_remainder(&[0.25; 4], 60_000), [15_000; 4]);
        assert_eq!(largest_remainder(&[0.25; 4], 10), [3, 3, 2, 2]);
        assert_eq!(largest_remainder(&[0.7, 0.2, 0.1], 10), [7, 2, 1]);
        assert_eq!(largest_remainder(&[0.1, 0.2, 0.7], 33), [3, 7, 23]);
        assert_eq!(largest_remainder(&[], 3), [0; 0]);
    }

    #[test]
    fn turns_are_spread_and_add_up() {
        let turns = |ratios: &[f64], count| Turns::new(ratios).take(count).collect::<Vec<_>>();
        assert_eq!(turns(&[3.0, 1.0], 8), [0, 0, 1, 0, 0, 0, 1, 0]);
        assert_eq!(turns(&[0.0, 1.0], 3), [1, 1, 1]);
        for (ratios, count) in
            [(vec![1.0, 1.0, 1.0], 100), (vec![0.5, 0.3, 0.2], 7), (vec![1.0, 2.0, 5.0, 7.0], 1_001)]
        {
            let turns = turns(&ratios, count);
            let given = |model| turns.iter().filter(|turn| **turn == model).count();
            let counts: Vec<usize> = (0..ratios.len() as u16).map(given).collect();
            assert_eq!(counts, largest_remainder(&ratios, count), "{ratios:?}");
        }
    }

    #[test]
    fn rows_are_shared_out_by_their_hashes() {
        let named = |name: &str, ratio| Model { name: name.to_owned(), ..model(ratio) };
        let mix = Mix::new(&[named("one", 3.0), named("voter", 0.0), named("other", 1.0)]);
        let quarter = u64::MAX / 4;
        for (hash, expected) in [
            (0, "one"),
            (quarter * 3 - quarter / 9, "one"),
            (quarter * 3 + quarter / 9, "other"),
            (u64::MAX, "other"),
        ] {
            assert_eq!(mix.draw(hash), expected, "{hash}");
        }
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
