//! Lazy instructions that are not lazy: somebody in a hurry says what he wants in three sentences at most.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LazySentences {
    #[serde(default = "three")]
    max: usize,
}

const fn three() -> usize {
    3
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<LazySentences>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for LazySentences {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        for instruction in record.instructions()?.iter().filter(|instruction| instruction.is_lazy) {
            let count = sentences(instruction.text);
            if count > self.max {
                let message = format!("{count} sentences, more than {}", self.max);
                return Err(Rejection::new(Reason::TooManySentences, message));
            }
        }
        Ok(Judgement::Keep)
    }
}

/// The sentences of a text. One ends with `.`, `!` or `?` before white space or at the end, and with an empty line or
/// the item of a list; abbreviations, numbers of items and what stands in backticks end none.
fn sentences(text: &str) -> usize {
    const ABBREVIATIONS: [&str; 8] = ["e.g", "i.e", "etc", "vs", "cf", "approx", "resp", "no"];
    let mut count = 0;
    let mut has_word = false;
    let mut is_code = false;
    let mut word = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let at_end = characters.peek().is_none_or(|next| next.is_whitespace());
        match c {
            '`' => {
                is_code = !is_code;
                has_word = true;
            }
            _ if is_code => {}
            '.' | '!' | '?' if at_end && has_word => {
                let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
                let is_short = ABBREVIATIONS.contains(&word.to_lowercase().as_str());
                // The number of an item, and an abbreviation, go on; at the very end nothing does.
                if c != '.' || characters.peek().is_none() || !(is_number || is_short) {
                    count += 1;
                    has_word = false;
                }
                word.clear();
            }
            '\n' => {
                let rest = characters.clone().take_while(|c| c.is_whitespace() && *c != '\n').count();
                let next = characters.clone().nth(rest);
                if has_word && matches!(next, Some('\n' | '-' | '*' | '•')) {
                    count += 1;
                    has_word = false;
                }
                word.clear();
            }
            c if c.is_whitespace() => word.clear(),
            c => {
                has_word |= c.is_alphanumeric();
                word.push(c);
            }
        }
    }
    count + usize::from(has_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_counted() {
        for (text, expected) in [
            ("", 0),
            ("add a cache", 1),
            ("Add a cache.", 1),
            ("Add a cache. Make it fast! ok?", 3),
            ("Use os.path.join, e.g. for `a. b. c.` there.", 1),
            ("Round to 3.14 digits", 1),
            ("1. Add a cache\n2. Remove it", 1),
            ("Do:\n- one\n- two", 3),
            ("One\n\nTwo", 2),
            ("Wait... what?", 2),
        ] {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
    }
}
