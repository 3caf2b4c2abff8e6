//! Money, counted in whole trillionths of a dollar.
//!
//! A price of 0.15 usd for a million tokens is 150,000 of them for a token, so that every cost is a product and a sum
//! of whole numbers: floating point would let a budget leak, or two machines disagree about it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dialogue::Usage;

/// Trillionths in a dollar.
const DOLLAR: u64 = 1_000_000_000_000;

/// An amount: `25usd`, `25`, `$0.5`. At most 18 million dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(u64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of trillionths of a dollar.
    pub const fn from_trillionths(amount: u64) -> Self {
        Self(amount)
    }

    /// The amount in trillionths of a dollar.
    pub const fn trillionths(self) -> u64 {
        self.0
    }

    /// The sum, or the most that can be counted.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, or nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times the amount.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }
}

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let number = lower.strip_suffix("usd").or_else(|| lower.strip_prefix('$')).unwrap_or(&lower).trim();
        decimal(number, 12)
            .map(Self)
            .ok_or_else(|| "expected an amount of dollars, such as 25usd or 0.5usd".to_owned())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / DOLLAR, self.0 % DOLLAR);
        let digits = format!("{part:012}");
        let digits = digits.trim_end_matches('0');
        match digits {
            "" => write!(f, "{whole}usd"),
            digits => write!(f, "{whole}.{digits}usd"),
        }
    }
}

/// The price of a million tokens, in dollars: `0.15`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price(u64);

impl FromStr for Price {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let number = lower.strip_suffix("usd").unwrap_or(&lower).trim();
        decimal(number, 6)
            .map(Self)
            .ok_or_else(|| "expected the price of a million tokens in dollars, such as 0.15".to_owned())
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Money(self.0.saturating_mul(1_000_000)).to_string();
        f.write_str(text.trim_end_matches("usd"))
    }
}

/// What a model's tokens cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// Those of prompts.
    pub input: Price,
    /// Those of answers.
    pub output: Price,
}

impl Prices {
    /// What so many tokens cost.
    pub const fn cost(self, usage: Usage) -> Money {
        let input = Money(self.input.0).times(usage.prompt_tokens);
        input.plus(Money(self.output.0).times(usage.completion_tokens))
    }

    /// Whether tokens are free.
    pub const fn is_free(self) -> bool {
        self.input.0 == 0 && self.output.0 == 0
    }
}

/// Amounts read and print as they are written on the command line; a plain number in a file will do.
macro_rules! serialize_as_text {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                #[serde(untagged)]
                enum Written {
                    Text(String),
                    Whole(u64),
                    Part(f64),
                }
                let text = match Written::deserialize(deserializer)? {
                    Written::Text(text) => text,
                    Written::Whole(number) => number.to_string(),
                    Written::Part(number) => number.to_string(),
                };
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

serialize_as_text!(Money, Price);

/// A decimal number as a whole one of units that are so many places down.
fn decimal(text: &str, places: usize) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = !(whole.is_empty() && part.is_empty()) && is_number(whole) && is_number(part);
    if !is_whole || part.len() > places {
        return None;
    }
    format!("{whole}{part:0<places$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_what_they_print() {
        for (text, trillionths) in
            [("25usd", 25 * DOLLAR), ("0.5usd", DOLLAR / 2), ("0usd", 0), ("0.000000000001usd", 1)]
        {
            let money: Money = text.parse().unwrap();
            assert_eq!((money.trillionths(), money.to_string().as_str()), (trillionths, text));
        }
        assert_eq!("$3".parse::<Money>(), Ok(Money(3 * DOLLAR)));
        assert_eq!(" 3 USD".parse::<Money>(), Ok(Money(3 * DOLLAR)));
        assert_eq!("0.15".parse::<Price>().unwrap().to_string(), "0.15");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", ".", "usd", "-1usd", "1e3", "25eur", "1.0000000000001", "99999999999usd", "1.2.3"] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }

    #[test]
    fn costs_are_exact() {
        let prices = Prices { input: "0.15".parse().unwrap(), output: "0.6".parse().unwrap() };
        let usage = Usage { prompt_tokens: 1_000_000, completion_tokens: 500_000 };
        assert_eq!(prices.cost(usage), "0.45usd".parse().unwrap());
        assert_eq!(prices.cost(Usage { prompt_tokens: 1, completion_tokens: 0 }), Money(150_000));
    }
}
