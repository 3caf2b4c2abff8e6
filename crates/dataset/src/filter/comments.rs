//! Edits of nothing but comments: the program is the same to a compiler, and its comments differ. Documentation
//! strings are no comments.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::tree::is_same_tree;
use super::{Edit, Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentOnly {}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    options::<CommentOnly>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for CommentOnly {
    fn scope(&self) -> Scope {
        Scope::Edit
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let Some(Edit::Texts { before, after }) = record.edit()? else { return Ok(Judgement::Keep) };
        let comments = |text| record.grammars().comments_of(&record.language(), text);
        if is_same_tree(record, before, after) && comments(before) != comments(after) {
            return Err(Rejection::new(Reason::OnlyComments, "nothing but comments changes"));
        }
        Ok(Judgement::Keep)
    }
}
