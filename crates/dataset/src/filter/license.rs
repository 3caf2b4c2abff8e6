//! Licences that nobody may use. A licence is an SPDX expression, of which a choice may satisfy the list; of a list of
//! licences, as a scanner finds them in one file, each must be satisfied.

use lintseq_core::Rejection;
use lintseq_samples::Licenses;
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    /// The names, as SPDX has them; `permissive` stands for those that ask for no more than a notice.
    allow: Vec<String>,
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    let Options { allow } = options(table)?;
    Ok(Box::new(License(Licenses::new(allow))))
}

#[derive(Debug)]
struct License(Licenses);

impl Filter for License {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        self.0.check_all(record.licenses()).map(|()| Judgement::Keep)
    }
}
