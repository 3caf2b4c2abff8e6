//! Edits of nothing but white space. Where a parser knows better it is asked: an indentation in Python, or a blank in a
//! string, is more than white space.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::tree::is_same_tree;
use super::{Edit, Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WhitespaceOnly {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<WhitespaceOnly>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for WhitespaceOnly {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let Some(Edit::Texts { before, after }) = record.edit()? else { return Ok(Judgement::Keep) };
        let parses = |text| record.grammars().parses(&record.language(), text) == Some(true);
        let is_more = || parses(before) && parses(after) && !is_same_tree(record, before, after);
        if is_same_ink(before, after) && !is_more() {
            return Err(Rejection::new(Reason::OnlyWhitespace, "nothing but white space changes"));
        }
        Ok(Judgement::Keep)
    }
}

/// Whether two texts differ in white space at most.
pub(super) fn is_same_ink(one: &str, other: &str) -> bool {
    let ink = |text: &'_ str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    // Most edits differ early, but most texts of an edit are equal up to it.
    let head = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let head = (0..=head).rev().find(|&at| one.is_char_boundary(at)).unwrap_or(0);
    ink(&one[head..]) == ink(&other[head..])
}
