//! Texts squeezed for machines: hardly any white space, or lines that nobody would read.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::lengths::Size;
use super::{Filter, Judgement, Record, Scope};

/// Shorter texts say too little.
const SHORTEST: usize = 1_000;
/// The share of white space below which nobody wrote a text by hand; hand-written code has a sixth to a third.
const WHITE: f64 = 0.06;
/// The mean line beyond which a text is squeezed, as GitHub's linguist has it for scripts, and more for good measure.
const MEAN_LINE: f64 = 200.0;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Minified {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<Minified>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Minified {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        match record.texts()?.into_iter().find_map(squeezed) {
            Some(message) => Err(Rejection::new(Reason::MinifiedFile, message)),
            None => Ok(Judgement::Keep),
        }
    }
}

fn squeezed(text: &str) -> Option<String> {
    if text.len() < SHORTEST {
        return None;
    }
    let mean = Size::of(text).mean_line();
    let white = text.bytes().filter(u8::is_ascii_whitespace).count() as f64 / text.len() as f64;
    if mean > MEAN_LINE {
        return Some(format!("lines have {mean:.0} bytes in the mean"));
    }
    (white < WHITE).then(|| format!("{:.1} % of the text are white space", 100.0 * white))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_white_space_tell() {
        assert!(squeezed(&"function f(a,b){return a+b};".repeat(90)).is_some());
        assert!(squeezed(&"function f(a,b){return a+b};\n".repeat(90)).is_none());
        assert!(squeezed(&"var a=1;b=function(){return}\n".replace(' ', "").repeat(90)).is_some());
        assert!(squeezed("a=1").is_none());
    }
}
