//! Instructions that speak of names which the code does not have, neither before the edit nor after.
//!
//! What is meant as a name is what stands in backticks and looks like one (`total`, `os.path`, `run()`), and words with
//! an underscore or with parentheses at their end. Other words may be names too, but nobody can tell.

use lintseq_core::{Reason, Rejection};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};
use crate::tokens;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnknownNames {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<UnknownNames>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for UnknownNames {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let instructions = record.instructions()?;
        let mentioned: Vec<&str> =
            instructions.iter().flat_map(|instruction| mentioned(instruction.text)).collect();
        if mentioned.is_empty() {
            return Ok(Judgement::Keep);
        }
        let mut texts = record.texts()?;
        if let Ok(Some(edit)) = record.edit() {
            texts.extend(edit.shown());
        }
        texts.extend(record.path());
        let known: FxHashSet<&str> = texts.into_iter().flat_map(tokens).collect();
        match mentioned.iter().find(|name| !known.contains(*name)) {
            Some(name) => {
                let message = format!("`{name}` stands neither in the code nor in its path");
                Err(Rejection::new(Reason::UnknownName, message))
            }
            None => Ok(Judgement::Keep),
        }
    }
}

/// The names that an instruction mentions, dotted ones taken apart.
fn mentioned(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            names.extend(name(part.trim()).into_iter().flatten());
            continue;
        }
        let words = part.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '\''));
        for word in words {
            let word = word.trim_end_matches(['.', '!', '?']);
            let inner = word.trim_matches('_');
            if inner.contains('_') || word.ends_with("()") {
                names.extend(name(word).into_iter().flatten());
            }
        }
    }
    names
}

/// The parts of a dotted name, if a text is one; a call counts as its name.
fn name(text: &str) -> Option<Vec<&str>> {
    let text = text.strip_suffix("()").unwrap_or(text);
    let is_name = |part: &&str| {
        part.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !part.starts_with(|c: char| c.is_ascii_digit())
    };
    let parts: Vec<&str> = text.split('.').collect();
    parts.iter().all(|part| !part.is_empty() && is_name(part)).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_as_a_name() {
        for (text, expected) in [
            ("Rename `total` to `sum`.", &["total", "sum"][..]),
            ("Call os.path.join() in read_all, please.", &["os", "path", "join", "read_all"]),
            ("Use `a + b` and `x.y()`", &["x", "y"]),
            ("Plain words, JavaScript too. And 3.5 of them", &[]),
            ("`", &[]),
        ] {
            assert_eq!(mentioned(text), expected, "{text}");
        }
    }
}
