//! Secrets and personal data: dropped with the record, or redacted in all its texts alike.
//!
//! Both are found by rules in gitleaks' format; those that ship are read as a user's own are. A rule that bears the tag
//! `personal` is one of personal data. All texts of a sample are looked at, and every text of any other row, wherever it
//! stands, unless fields are named: a leak is a leak in a commit's message too. Ids, paths and keys are left alone.

mod addresses;
mod allow;
mod expression;
mod redact;
mod row;
mod rules;
mod scan;

use std::path::PathBuf;

use lintseq_core::{Reason, Rejection};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::json;
use toml::Table;

use self::redact::{Found, Redaction};
pub use self::rules::{RuleError, Rules};
pub use self::scan::{Finding, RuleSet};
use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default)]
    action: Action,
    /// Rules in gitleaks' format, instead of those that ship unless they are extended.
    rules: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    /// The record goes.
    #[default]
    Drop,
    /// What was found goes.
    Redact,
}

pub(super) fn prepare_secrets(table: Table) -> Result<Box<dyn Filter>, String> {
    prepare(table, false)
}

pub(super) fn prepare_personal(table: Table) -> Result<Box<dyn Filter>, String> {
    prepare(table, true)
}

fn prepare(table: Table, is_personal: bool) -> Result<Box<dyn Filter>, String> {
    let Options { action, rules } = options(table)?;
    let rules = rules.map_or_else(|| Ok(Rules::built_in()), |path| Rules::load(&path));
    let rules =
        rules.and_then(|rules| RuleSet::new(rules, is_personal)).map_err(|error| error.to_string())?;
    Ok(Box::new(Secrets { rules, action, is_personal }))
}

struct Secrets {
    rules: RuleSet,
    action: Action,
    is_personal: bool,
}

impl Filter for Secrets {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let texts = row::texts(record);
        let mut found = Vec::new();
        let mut is_file = false;
        for text in &texts {
            for finding in self.rules.scan(text, record.path()) {
                is_file |= self.rules.is_of_path(&finding);
                found.push(Found::of(self.rules.id(&finding), text, finding.secret));
            }
        }
        let Some(first) = found.first() else { return Ok(Judgement::Keep) };
        // Of two rules that find the same, the first gives it its name.
        let mut seen = FxHashSet::default();
        let named = found.iter().filter(|found| seen.insert(found.secret));
        let mut notes: Vec<String> = named.map(|found| found.rule.to_owned()).collect();
        notes.sort();
        notes.dedup();
        // A file that is a secret by its name has nothing left when that is taken out.
        if self.action == Action::Drop || is_file {
            let reason = if self.is_personal { Reason::PersonalData } else { Reason::Secret };
            let more = if notes.len() > 1 { format!(" and {} more", notes.len() - 1) } else { String::new() };
            return Err(Rejection::new(reason, format!("{}{more}", first.rule)));
        }
        let redaction = Redaction::new(&found, &texts, record);
        let mut fields = row::redacted(record, &redaction);
        if record.is_sample() {
            row::note(&mut fields, self.name(), &notes);
        }
        Ok(Judgement::Rewrite { fields, notes })
    }
}

impl Secrets {
    const fn name(&self) -> &'static str {
        if self.is_personal { "personal-data" } else { "secrets" }
    }
}

/// A verdict for the provenance of a sample.
fn verdict(filter: &str, notes: &[String]) -> serde_json::Value {
    json!({"filter": filter, "keep": true, "reason": format!("redacted: {}", notes.join(", "))})
}
