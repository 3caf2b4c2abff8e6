//! What looks like a secret and is none: allowlists, of a rule and of all.

use serde::Deserialize;
use toml::Table;

use super::expression::Expression;

/// A match in its surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) rule: &'a str,
    pub(super) secret: &'a str,
    pub(super) matched: &'a str,
    pub(super) line: &'a str,
    pub(super) path: Option<&'a str>,
}

/// A list of what is allowed.
#[derive(Debug)]
pub(super) struct Allowlist {
    needs_all: bool,
    target: Target,
    regexes: Vec<Expression>,
    paths: Vec<Expression>,
    stopwords: Vec<String>,
    commits: usize,
    rules: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Target {
    #[default]
    #[serde(alias = "")]
    Secret,
    Match,
    Line,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct AllowlistTable {
    #[serde(rename = "description")]
    _description: String,
    condition: String,
    regex_target: Target,
    regexes: Vec<String>,
    paths: Vec<String>,
    stopwords: Vec<String>,
    commits: Vec<String>,
    target_rules: Vec<String>,
}

impl Allowlist {
    pub(super) fn of(table: Table) -> Result<Self, String> {
        let table: AllowlistTable =
            table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
        let needs_all = match &*table.condition.to_uppercase() {
            "" | "OR" | "||" => false,
            "AND" | "&&" => true,
            _ => return Err(format!("`condition` is AND or OR, not {}", table.condition)),
        };
        let compile =
            |texts: &[String]| texts.iter().map(|text| Expression::new(text)).collect::<Result<_, _>>();
        Ok(Self {
            needs_all,
            target: table.regex_target,
            regexes: compile(&table.regexes).map_err(|error: String| format!("`regexes`: {error}"))?,
            paths: compile(&table.paths).map_err(|error: String| format!("`paths`: {error}"))?,
            stopwords: table.stopwords.iter().map(|word| word.to_lowercase()).collect(),
            commits: table.commits.len(),
            rules: table.target_rules,
        })
    }

    /// Whether the match is no secret.
    pub(super) fn allows(&self, candidate: Candidate<'_>) -> bool {
        if !self.rules.is_empty() && !self.rules.iter().any(|rule| rule == candidate.rule) {
            return false;
        }
        let target = match self.target {
            Target::Secret => candidate.secret,
            Target::Match => candidate.matched,
            Target::Line => candidate.line,
        };
        let lower = if self.stopwords.is_empty() { String::new() } else { candidate.secret.to_lowercase() };
        let path = candidate.path.unwrap_or_default();
        let answers = [
            (self.regexes.len(), self.regexes.iter().any(|regex| regex.is_match(target))),
            (self.paths.len(), !path.is_empty() && self.paths.iter().any(|regex| regex.is_match(path))),
            (self.stopwords.len(), self.stopwords.iter().any(|word| lower.contains(word.as_str()))),
            // A text is of no commit that could be listed.
            (self.commits, false),
        ];
        let mut asked = answers.iter().filter(|(count, _)| *count > 0).map(|(_, answer)| *answer).peekable();
        if self.needs_all {
            asked.peek().is_some() && asked.all(|answer| answer)
        } else {
            asked.any(|answer| answer)
        }
    }
}
