//! Texts that are data: tables of numbers and strings in the dress of a program. What is outside of literals is counted
//! against what is inside; comments and the long strings that hold documentation are neither.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

/// Shorter texts say too little.
const SHORTEST: usize = 1_000;
/// The share of letters outside of literals below which a text is data.
const CODE: f64 = 0.12;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<Data>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Data {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        for text in record.texts()? {
            let share = code_share(text);
            if text.len() >= SHORTEST && share < CODE {
                let message = format!("{:.0} % of the text are code, the rest is literals", 100.0 * share);
                return Err(Rejection::new(Reason::DataFile, message));
            }
        }
        Ok(Judgement::Keep)
    }
}

/// The share of letters of words outside of literals, among all bytes but white space, comments and documentation.
fn code_share(text: &str) -> f64 {
    let (mut code, mut all) = (0_usize, 0_usize);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if first.is_whitespace() => first.len_utf8(),
            '"' | '\'' | '`' => {
                let (length, counts) = string(rest);
                all += if counts { length } else { 0 };
                length
            }
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ if first.is_alphanumeric() || first == '_' => {
                let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                all += word;
                code += if first.is_ascii_digit() { 0 } else { word };
                word
            }
            _ => {
                all += first.len_utf8();
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    if all == 0 { 1.0 } else { code as f64 / all as f64 }
}

/// The bytes of a string, and whether it is a literal rather than documentation. An apostrophe that nothing closes on
/// its line is one (a lifetime, a quote in prose).
fn string(text: &str) -> (usize, bool) {
    let quote = &text[..1];
    let triple = &quote.repeat(3);
    if text.starts_with(triple.as_str()) {
        return (text[3..].find(triple.as_str()).map_or(text.len(), |end| end + 6), false);
    }
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '\n' if quote != "`" => return (1, true),
            c if c.len_utf8() == 1 && text.as_bytes()[at] == quote.as_bytes()[0] => return (at + 1, true),
            _ => {}
        }
    }
    (1, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_little_code() {
        assert!(code_share(&format!("TABLE = [\n{}]\n", "    0x12, 34, 5.6,\n".repeat(90))) < CODE);
        assert!(code_share(&format!("NAMES = {{\n{}}}\n", "    'key': \"some words\",\n".repeat(90))) < CODE);
        assert!(
            code_share("def f(a):\n    \"\"\"Some words of documentation.\"\"\"\n    return a + 1  # done\n")
                > 0.5
        );
        assert!(code_share("fn f<'a>(x: &'a str) -> &'a str { x }") > 0.4);
        assert!((code_share("") - 1.0).abs() < 1e-9);
    }
}
