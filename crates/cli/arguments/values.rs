//! Values with a syntax of their own.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use lintseq_dataset::{InputError, Shard};
use serde::{Serialize, Serializer};
use toml::Table;

/// A number of bytes: `1048576`, `1MiB`, `500kB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ByteSize(pub(crate) u64);

const UNITS: &[(&str, u64)] = &[
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("b", 1),
    ("", 1),
];

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim().to_ascii_lowercase();
        let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
        number
            .parse::<u64>()
            .ok()
            .zip(factor)
            .and_then(|(number, factor)| number.checked_mul(factor))
            .map(Self)
            .ok_or_else(|| "expected a number of bytes, such as 1048576, 500kB or 1MiB".to_owned())
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |(_, factor): &&(&str, u64)| self.0 > 0 && self.0.is_multiple_of(*factor);
        match [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)].iter().find(whole) {
            Some((name, factor)) => write!(f, "{}{name}", self.0 / factor),
            None => write!(f, "{}", self.0),
        }
    }
}

/// A table in a flag: in TOML, on a line; or in JSON, as which the tables of a configuration come.
///
/// # Errors
/// With what is wrong about it.
pub(crate) fn inline_table(text: &str) -> Result<Table, String> {
    if let Ok(table) = serde_json::from_str(text) {
        return Ok(table);
    }
    let table: Table =
        format!("table = {text}").parse().map_err(|error: toml::de::Error| error.to_string())?;
    match table.get("table") {
        Some(toml::Value::Table(inline)) if table.len() == 1 => Ok(inline.clone()),
        _ => Err("expected an inline table, such as {name = \"edit-size\", max-hunks = 7}".to_owned()),
    }
}

/// One part of a run: `i/n`, with `i` from zero.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    text: String,
    /// The shard that is meant.
    pub(crate) shard: Shard,
}

impl FromStr for Part {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        Ok(Self { text: text.to_owned(), shard: text.parse()? })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A time: `2`, `0.5`, `2s`, `500ms`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seconds(pub(crate) Duration);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, factor) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(number), _) => (number, 1e-3),
            (None, Some(number)) => (number, 1.0),
            (None, None) => (text, 1.0),
        };
        number
            .trim()
            .parse::<f64>()
            .ok()
            .and_then(|number| Duration::try_from_secs_f64(number * factor).ok())
            .filter(|duration| !duration.is_zero())
            .map(Self)
            .ok_or_else(|| "expected a time above zero, such as 10, 2s or 500ms".to_owned())
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}s", self.0.as_secs_f64())
    }
}

/// How many lines something has: `5,15`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineRange(pub(crate) RangeInclusive<usize>);

impl FromStr for LineRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (least, most) = text.split_once(',')?;
            let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
            (1 <= least && least <= most).then_some(Self(least..=most))
        };
        parse().ok_or_else(|| "expected the least and the most lines, such as 5,15".to_owned())
    }
}

impl fmt::Display for LineRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.0.start(), self.0.end())
    }
}

/// A share between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rate(pub(crate) f64);

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rate = text.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
        rate.map(Self).ok_or_else(|| "expected a number between 0 and 1, such as 0.25".to_owned())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

/// Values are printed as they are written on the command line.
macro_rules! serialize_as_text {
    ($($name:ident),+) => {
        $(impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        })+
    };
}

serialize_as_text!(ByteSize, LineRange, Part, Seconds);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_what_they_print() {
        for text in ["1MiB", "500", "3KiB"] {
            assert_eq!(text.parse::<ByteSize>().unwrap().to_string(), text);
        }
        assert_eq!("500kB".parse(), Ok(ByteSize(500_000)));
        assert_eq!("0/4".parse::<Part>().unwrap().to_string(), "0/4");
        assert_eq!("5,15".parse::<LineRange>().unwrap().to_string(), "5,15");
        assert_eq!("500ms".parse::<Seconds>().unwrap().to_string(), "0.5s");
    }

    #[test]
    fn nonsense_is_refused() {
        assert!("1 parsec".parse::<ByteSize>().is_err());
        assert!("99999999999GiB".parse::<ByteSize>().is_err());
        assert!("4/4".parse::<Part>().is_err());
        assert!("9,5".parse::<LineRange>().is_err() && "0,5".parse::<LineRange>().is_err());
        assert!("0".parse::<Seconds>().is_err());
        assert!("-1".parse::<Seconds>().is_err());
        assert!("1.5".parse::<Rate>().is_err());
        assert!("NaN".parse::<Rate>().is_err());
        assert!("1e400".parse::<Seconds>().is_err());
    }
}
