//! The address of a request: a hash of everything that bears on its answer.
//!
//! The body is hashed as it is sent, in a canonical form whose keys are sorted, together with the server that it is
//! sent to and the number of the ask. So a changed prompt, a changed temperature or another server is another request,
//! and the same request is found again whatever else has changed.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The address of a request in the store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address([u8; 32]);

impl Address {
    /// The address of a body that is sent to this server for the so-manieth time.
    ///
    /// # Panics
    /// Never: every value of JSON can be written.
    pub fn of(server: &str, body: &Value, nonce: u32) -> Self {
        let mut text = Vec::with_capacity(4096);
        serde_json::to_writer(&mut text, &Canonical(body)).expect("a value of JSON is JSON");
        let mut hash = blake3::Hasher::new();
        hash.update(b"lintseq.request/1\0");
        hash.update(&nonce.to_le_bytes());
        hash.update(&(server.len() as u64).to_le_bytes());
        hash.update(server.as_bytes());
        hash.update(&text);
        Self(*hash.finalize().as_bytes())
    }

    /// The address with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes of an address.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A number between 0 and 1 that belongs to this address and this purpose: what is drawn for a request differs
    /// from request to request and from no run to the next.
    pub fn draw(&self, purpose: u32) -> f64 {
        let mut hash = blake3::Hasher::new();
        hash.update(&self.0);
        hash.update(&purpose.to_le_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.finalize().as_bytes()[..8]);
        u64::from_le_bytes(first) as f64 / u64::MAX as f64
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Address {
    type Err = blake3::HexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(*blake3::Hash::from_hex(text)?.as_bytes()))
    }
}

/// JSON with sorted keys and without blanks.
struct Canonical<'a>(&'a Value);

impl Serialize for Canonical<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_unstable_by_key(|(key, _)| *key);
                serializer.collect_map(entries.into_iter().map(|(key, value)| (key, Canonical(value))))
            }
            Value::Array(values) => serializer.collect_seq(values.iter().map(Canonical)),
            scalar => scalar.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_bears_on_an_answer_bears_on_the_address() {
        let address = |server: &str, body: &Value, nonce| Address::of(server, body, nonce);
        let one = address("http://a", &json!({"model": "m", "top_p": 0.95}), 0);
        assert_eq!(one, address("http://a", &json!({"top_p": 0.95, "model": "m"}), 0), "keys have no order");
        assert_ne!(one, address("http://b", &json!({"model": "m", "top_p": 0.95}), 0));
        assert_ne!(one, address("http://a", &json!({"model": "m", "top_p": 0.9}), 0));
        assert_ne!(one, address("http://a", &json!({"model": "m", "top_p": 0.95}), 1));
        assert_eq!(one.to_string().parse::<Address>().unwrap(), one);
    }

    #[test]
    fn addresses_stay_what_they_are() {
        // A store that was filled by an older version must still answer.
        let body = json!({"model": "m", "messages": [{"role": "user", "content": "é \"quoted\"\n"}]});
        let address = Address::of("http://localhost:8080/v1", &body, 0);
        assert_eq!(address.to_string().get(..16), Some("bee4a932ebd849a4"));
    }

    #[test]
    fn draws_are_spread() {
        let address = Address::of("", &Value::Null, 0);
        let draws: Vec<f64> = (0..100).map(|purpose| address.draw(purpose)).collect();
        let mean = draws.iter().sum::<f64>() / 100.0;
        assert!((0.4..0.6).contains(&mean) && draws.iter().all(|draw| (0.0..=1.0).contains(draw)), "{mean}");
    }
}
