//! Rules in the format of gitleaks, version 8: a file that it reads is read here, with one meaning.
//!
//! Beyond it there is one key, `check`, for what no regular expression can tell. Keys that nobody knows are refused:
//! a rule with a misspelt one would find less, or more, than its author thinks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Table;

use super::addresses::Check;
use super::allow::Allowlist;
use super::expression::Expression;

/// The rules that ship, written from what the makers of the keys say about their form.
const BUILT_IN: &str = include_str!("default.toml");
/// How often files may extend each other.
const DEEPEST: usize = 2;

/// A file of rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct RuleError {
    /// The file, and the rule in it.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

/// Rules, ready for use.
#[derive(Debug, Default)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
    pub(super) allowlists: Vec<Allowlist>,
}

/// What one kind of secret looks like.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) regex: Option<Expression>,
    pub(super) path: Option<Expression>,
    pub(super) secret_group: usize,
    pub(super) entropy: f64,
    /// In lower case; without any, the expression is always tried.
    pub(super) keywords: Vec<String>,
    pub(super) allowlists: Vec<Allowlist>,
    pub(super) required: Vec<Required>,
    pub(super) is_silent: bool,
    pub(super) is_personal: bool,
    pub(super) check: Option<Check>,
}

/// Another rule that must find something nearby.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Required {
    pub(super) id: String,
    pub(super) within_lines: Option<usize>,
    pub(super) within_columns: Option<usize>,
}

/// A file as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    #[serde(default, rename = "title")]
    _title: String,
    #[serde(default, rename = "description")]
    _description: String,
    #[serde(default, rename = "minVersion")]
    _min_version: String,
    #[serde(default)]
    extend: Extend,
    #[serde(default)]
    rules: Vec<Table>,
    allowlist: Option<Table>,
    #[serde(default)]
    allowlists: Vec<Table>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Extend {
    use_default: bool,
    path: Option<PathBuf>,
    #[serde(rename = "url")]
    _url: String,
    disabled_rules: Vec<String>,
}

/// A rule as it is written. A rule that extends another of the same id may leave out what that one says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RuleTable {
    id: String,
    #[serde(default, rename = "description")]
    _description: String,
    regex: Option<String>,
    path: Option<String>,
    #[serde(default)]
    secret_group: usize,
    #[serde(default)]
    entropy: f64,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    allowlist: Option<Table>,
    #[serde(default)]
    allowlists: Vec<Table>,
    #[serde(default)]
    required: Vec<Required>,
    #[serde(default)]
    skip_report: bool,
    check: Option<Check>,
}

impl Rules {
    /// The rules that ship.
    ///
    /// # Panics
    /// If they are malformed: excluded by a test.
    pub fn built_in() -> Self {
        Self::read(BUILT_IN, "built-in rules", Path::new("")).expect("the built-in rules are tested")
    }

    /// The rules of a file, and of those that it extends.
    ///
    /// # Errors
    /// If the file cannot be read, or is malformed.
    pub fn load(path: &Path) -> Result<Self, RuleError> {
        let place = path.display().to_string();
        let text = read(path, &place)?;
        Self::read(&text, &place, path.parent().unwrap_or_else(|| Path::new("")))
    }

    /// The rules in a text; `place` names it in messages, and paths in it are seen from `folder`.
    ///
    /// # Errors
    /// If the text is malformed, or extends a file that cannot be read.
    pub fn read(text: &str, place: &str, folder: &Path) -> Result<Self, RuleError> {
        let mut tables = Tables::default();
        tables.add(text, place, folder, 0)?;
        tables.compile(place)
    }

    /// The names of the rules that report what they find.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|rule| !rule.is_silent).map(|rule| rule.id.as_str())
    }
}

/// Rules as tables, by their ids, so that a file can change single keys of what it extends.
#[derive(Default)]
struct Tables {
    order: Vec<String>,
    rules: BTreeMap<String, Table>,
    allowlists: Vec<Table>,
}

impl Tables {
    fn add(&mut self, text: &str, place: &str, folder: &Path, depth: usize) -> Result<(), RuleError> {
        let failed = |message: String| RuleError { place: place.to_owned(), message };
        let file: File = toml::from_str(text).map_err(|error| failed(error.to_string().trim().to_owned()))?;
        if depth > DEEPEST {
            return Err(failed(format!("files extend each other more than {DEEPEST} deep")));
        }
        if file.extend.use_default && file.extend.path.is_some() {
            return Err(failed("`extend` takes either `useDefault` or `path`".to_owned()));
        }
        if file.extend.use_default {
            self.add(BUILT_IN, "built-in rules", Path::new(""), depth + 1)?;
        }
        if let Some(path) = &file.extend.path {
            let path = folder.join(path);
            let place = path.display().to_string();
            let text = read(&path, &place)?;
            self.add(&text, &place, path.parent().unwrap_or(folder), depth + 1)?;
        }
        for id in &file.extend.disabled_rules {
            self.rules.remove(id);
            self.order.retain(|known| known != id);
        }
        for (number, rule) in (1..).zip(file.rules) {
            let Some(id) = rule.get("id").and_then(toml::Value::as_str).map(str::to_owned) else {
                return Err(failed(format!("rule {number} has no `id`")));
            };
            if let Some(known) = self.rules.get_mut(&id) {
                extend(known, rule);
            } else {
                self.order.push(id.clone());
                self.rules.insert(id, rule);
            }
        }
        self.allowlists.extend(file.allowlist);
        self.allowlists.extend(file.allowlists);
        Ok(())
    }

    fn compile(mut self, place: &str) -> Result<Rules, RuleError> {
        let mut rules = Vec::with_capacity(self.order.len());
        for id in &self.order {
            let table = self.rules.remove(id).expect("every id in the order has its table");
            let failed = |message| RuleError { place: format!("{place}, rule `{id}`"), message };
            rules.push(Rule::of(table).map_err(failed)?);
        }
        let known = |id: &String| rules.iter().any(|rule| rule.id == *id);
        for rule in &rules {
            if let Some(required) = rule.required.iter().find(|required| !known(&required.id)) {
                let message = format!("it requires `{}`, which is no rule", required.id);
                return Err(RuleError { place: format!("{place}, rule `{}`", rule.id), message });
            }
        }
        let allowlist = |table| {
            Allowlist::of(table)
                .map_err(|message| RuleError { place: format!("{place}, allowlist"), message })
        };
        Ok(Rules { allowlists: self.allowlists.into_iter().map(allowlist).collect::<Result<_, _>>()?, rules })
    }
}

/// What a rule says anew replaces what it said; lists grow.
fn extend(known: &mut Table, rule: Table) {
    for (key, value) in rule {
        match (known.get_mut(&key), value) {
            (Some(toml::Value::Array(list)), toml::Value::Array(more)) => list.extend(more),
            (_, value) => drop(known.insert(key, value)),
        }
    }
}

impl Rule {
    fn of(table: Table) -> Result<Self, String> {
        let rule: RuleTable =
            table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
        let compile = |text: &String| Expression::new(text);
        let regex =
            rule.regex.as_ref().map(compile).transpose().map_err(|error| format!("`regex`: {error}"))?;
        let path = rule.path.as_ref().map(compile).transpose().map_err(|error| format!("`path`: {error}"))?;
        if regex.is_none() && path.is_none() {
            return Err("it has neither `regex` nor `path`".to_owned());
        }
        let groups = regex.as_ref().map_or(0, Expression::groups);
        if rule.secret_group > groups {
            return Err(format!("`secretGroup` is {}, and `regex` has {groups} groups", rule.secret_group));
        }
        let allowlists = rule.allowlist.into_iter().chain(rule.allowlists);
        Ok(Self {
            regex,
            path,
            secret_group: rule.secret_group,
            entropy: rule.entropy,
            keywords: rule.keywords.iter().map(|keyword| keyword.to_ascii_lowercase()).collect(),
            allowlists: allowlists.map(Allowlist::of).collect::<Result<_, _>>()?,
            required: rule.required,
            is_silent: rule.skip_report,
            is_personal: rule.tags.iter().any(|tag| tag == "personal"),
            check: rule.check,
            id: rule.id,
        })
    }
}

fn read(path: &Path, place: &str) -> Result<String, RuleError> {
    std::fs::read_to_string(path)
        .map_err(|error| RuleError { place: place.to_owned(), message: format!("cannot be read: {error}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Rules, String> {
        Rules::read(text, "rules.toml", Path::new("")).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_extends_the_rules_that_ship() {
        let all = Rules::built_in();
        let text = "[extend]\nuseDefault = true\ndisabledRules = [\"jwt\"]\n\
            [[rules]]\nid = \"mine\"\nregex = 'mine-\\d{4}'\nkeywords = [\"mine-\"]\n\
            [[rules]]\nid = \"npm-access-token\"\nentropy = 9.0\n";
        let rules = read(text).unwrap();
        assert_eq!(rules.rules.len(), all.rules.len());
        assert!(rules.ids().any(|id| id == "mine") && !rules.ids().any(|id| id == "jwt"));
        let npm = rules.rules.iter().find(|rule| rule.id == "npm-access-token").unwrap();
        assert!(npm.entropy > 8.0 && npm.regex.is_some() && !npm.keywords.is_empty());
        assert_eq!(read("[[rules]]\nid = \"a\"\nregex = 'a'").unwrap().rules.len(), 1);
    }

    #[test]
    fn errors_say_where_and_what() {
        for (text, part) in [
            ("[[rules]]\nid = \"a\"", "rules.toml, rule `a`: it has neither"),
            ("[[rules]]\nid = \"a\"\nregex = '('", "rules.toml, rule `a`: `regex`: unclosed group"),
            ("[[rules]]\nid = \"a\"\nregex = 'a'\nkeyword = [\"a\"]", "unknown field `keyword`"),
            ("[[rules]]\nregex = 'a'", "rule 1 has no `id`"),
            ("[[rules]]\nid = \"a\"\nregex = 'a'\nsecretGroup = 1", "`regex` has 0 groups"),
            ("[[rules]]\nid = \"a\"\nregex = 'a'\n[[rules.required]]\nid = \"b\"", "it requires `b`"),
            ("[extend]\npath = \"nowhere.toml\"", "nowhere.toml: cannot be read"),
            ("rule = 1", "unknown field `rule`"),
            (
                "[[rules]]\nid = \"a\"\nregex = 'a'\n[[rules.allowlists]]\nregex = ['a']",
                "unknown field `regex`",
            ),
        ] {
            let message = read(text).unwrap_err();
            assert!(message.contains(part), "{message}");
        }
    }
}
