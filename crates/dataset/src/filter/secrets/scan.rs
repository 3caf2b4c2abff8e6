//! Finding secrets in a text: keywords of all rules in one pass first, then the expressions of those that may match.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use lintseq_samples::LineIndex;

use super::allow::Candidate;
use super::redact::is_placeholder;
use super::rules::{Rule, RuleError, Rules};

/// Something found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule, as a position among those of the set.
    pub(super) rule: usize,
    /// The bytes of the secret; all of them for a rule that looks at the path alone.
    pub secret: Range<usize>,
}

/// Rules with what makes them fast.
pub struct RuleSet {
    rules: Rules,
    keywords: AhoCorasick,
    /// The rule of every keyword.
    owners: Vec<usize>,
    /// Rules without keywords.
    always: Vec<usize>,
    is_wanted: Vec<bool>,
}

/// A match of a rule, with its place.
struct Match {
    secret: Range<usize>,
    start: usize,
}

impl RuleSet {
    /// Prepares those of the rules that are wanted: for secrets, or for personal data.
    ///
    /// # Errors
    /// If there are more keywords than an automaton can hold.
    pub fn new(rules: Rules, personal: bool) -> Result<Self, RuleError> {
        let is_wanted: Vec<bool> =
            rules.rules.iter().map(|rule| rule.is_personal == personal && !rule.is_silent).collect();
        let mut owners = Vec::new();
        let mut words = Vec::new();
        let mut always = Vec::new();
        for (number, rule) in rules.rules.iter().enumerate().filter(|(number, _)| is_wanted[*number]) {
            if rule.keywords.is_empty() {
                always.push(number);
            }
            words.extend(rule.keywords.iter().map(String::as_str));
            owners.extend(rule.keywords.iter().map(|_| number));
        }
        let failed = |error: aho_corasick::BuildError| RuleError {
            place: "keywords".to_owned(),
            message: error.to_string(),
        };
        let keywords = AhoCorasick::builder().ascii_case_insensitive(true).build(words).map_err(failed)?;
        Ok(Self { rules, keywords, owners, always, is_wanted })
    }

    /// The name of the rule of a finding.
    pub fn id(&self, finding: &Finding) -> &str {
        &self.rules.rules[finding.rule].id
    }

    /// Whether the rule of a finding looks at the path alone.
    pub(super) fn is_of_path(&self, finding: &Finding) -> bool {
        self.rules.rules[finding.rule].regex.is_none()
    }

    /// The names of the rules that are looked for.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let wanted = self.rules.rules.iter().zip(&self.is_wanted).filter(|(_, is_wanted)| **is_wanted);
        wanted.map(|(rule, _)| rule.id.as_str())
    }

    /// Everything that the rules find in a text, rule by rule in their order.
    pub fn scan(&self, text: &str, path: Option<&str>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for rule in self.worth_trying(text) {
            let found = self.matches(&self.rules.rules[rule], text, path);
            let found = found.into_iter().filter(|found| self.has_company(rule, found, text, path));
            findings.extend(found.map(|found| Finding { rule, secret: found.secret }));
        }
        findings
    }

    /// The rules whose keywords a text holds, in order.
    fn worth_trying(&self, text: &str) -> Vec<usize> {
        let mut is_due = vec![false; self.rules.rules.len()];
        self.always.iter().for_each(|&rule| is_due[rule] = true);
        for keyword in self.keywords.find_overlapping_iter(text) {
            is_due[self.owners[keyword.pattern().as_usize()]] = true;
        }
        is_due.into_iter().enumerate().filter(|(_, is_due)| *is_due).map(|(rule, _)| rule).collect()
    }

    fn matches(&self, rule: &Rule, text: &str, path: Option<&str>) -> Vec<Match> {
        if rule.path.as_ref().is_some_and(|of| !path.is_some_and(|path| of.is_match(path))) {
            return Vec::new();
        }
        let Some(regex) = &rule.regex else { return vec![Match { secret: 0..text.len(), start: 0 }] };
        let mut matches = Vec::new();
        let mut at = 0;
        while let Some(captures) = regex.captures_at(text, at) {
            let whole = captures.get(0).expect("a match has its whole");
            // As gitleaks does: the group that is named, else the first that took part, else all.
            let group = match rule.secret_group {
                0 => captures.iter().skip(1).flatten().find(|group| !group.is_empty()),
                group => captures.get(group),
            };
            let secret = group.unwrap_or(whole);
            // The sign behind a secret may be the one before the next.
            let next = secret.end().max(whole.start() + 1);
            at = (next..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len() + 1);
            let candidate = Candidate {
                rule: &rule.id,
                secret: secret.as_str(),
                matched: whole.as_str(),
                line: line_around(text, secret.range()),
                path,
            };
            if !secret.is_empty() && self.is_secret(rule, candidate) {
                matches.push(Match { secret: secret.range(), start: whole.start() });
            }
            if at > text.len() {
                break;
            }
        }
        matches
    }

    fn is_secret(&self, rule: &Rule, candidate: Candidate<'_>) -> bool {
        (rule.entropy <= 0.0 || entropy(candidate.secret) > rule.entropy)
            && rule.check.is_none_or(|check| check.passes(candidate.secret))
            && !is_placeholder(candidate.secret)
            && !rule.allowlists.iter().chain(&self.rules.allowlists).any(|list| list.allows(candidate))
    }

    /// Whether the other rules that a rule requires have found something near enough.
    fn has_company(&self, rule: usize, found: &Match, text: &str, path: Option<&str>) -> bool {
        let required = &self.rules.rules[rule].required;
        if required.is_empty() {
            return true;
        }
        let lines = LineIndex::new(text);
        let place = |byte: usize| lines.cursor(byte);
        required.iter().all(|required| {
            let other = self.rules.rules.iter().find(|other| other.id == required.id);
            let others = other.map(|other| self.matches(other, text, path)).unwrap_or_default();
            others.iter().any(|other| {
                let (here, there) = (place(found.start), place(other.start));
                let near =
                    |most: Option<usize>, distance: u32| most.is_none_or(|most| distance as usize <= most);
                near(required.within_lines, here.line.abs_diff(there.line))
                    && near(required.within_columns, here.column.abs_diff(there.column))
            })
        })
    }
}

/// The lines that hold a range.
fn line_around(text: &str, range: Range<usize>) -> &str {
    let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline);
    &text[start..end]
}

/// Shannon's entropy of a text's characters, in bits.
fn entropy(text: &str) -> f64 {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    let all = characters.len() as f64;
    let share = |run: &[char]| run.len() as f64 / all;
    -characters.chunk_by(|one, other| one == other).map(|run| share(run) * share(run).log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[track_caller]
    fn check(rules: &str, text: &str, path: Option<&str>, expected: &[&str]) {
        let rules = Rules::read(rules, "test", Path::new("")).unwrap();
        let set = RuleSet::new(rules, false).unwrap();
        let found: Vec<_> = set.scan(text, path).into_iter().map(|finding| &text[finding.secret]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn entropy_is_shannons() {
        assert!((entropy("aaaa")).abs() < 1e-9);
        assert!((entropy("abab") - 1.0).abs() < 1e-9);
        assert!((entropy("abcdefgh") - 3.0).abs() < 1e-9);
    }

    #[test]
    fn rules_mean_what_they_mean_to_gitleaks() {
        let rule = "[[rules]]\nid = \"r\"\nregex = '''k=(\\w+)(;\\w+)?'''\nkeywords = [\"K=\"]\n";
        check(rule, "k=abc;def k=x", None, &["abc", "x"]);
        check(&format!("{rule}secretGroup = 2\n"), "k=abc;def", None, &[";def"]);
        check(&format!("{rule}entropy = 1.5\n"), "k=aab k=abc", None, &["abc"]);
        check(&format!("{rule}path = '\\.py$'\n"), "k=abc", Some("a.rs"), &[]);
        check(&format!("{rule}path = '\\.py$'\n"), "k=abc", Some("a.py"), &["abc"]);
        check("[[rules]]\nid = \"r\"\npath = '\\.p12$'\n", "data", Some("a.p12"), &["data"]);
        let allow = "[[rules.allowlists]]\n";
        check(&format!("{rule}{allow}regexes = ['^a']\n"), "k=abc k=bcd", None, &["bcd"]);
        check(&format!("{rule}{allow}regexTarget = \"match\"\nregexes = ['^a']\n"), "k=abc", None, &["abc"]);
        check(
            &format!("{rule}{allow}regexTarget = \"line\"\nregexes = ['test']\n"),
            "k=abc # test\nk=x",
            None,
            &["x"],
        );
        check(&format!("{rule}{allow}stopwords = [\"B\"]\n"), "k=abc k=xyz", None, &["xyz"]);
        let both = format!("{rule}{allow}condition = \"AND\"\nregexes = ['^a']\npaths = ['test']\n");
        check(&both, "k=abc", Some("src/a.py"), &["abc"]);
        check(&both, "k=abc", Some("test/a.py"), &[]);
        let everywhere = format!("{rule}[allowlist]\nregexes = ['^a']\n");
        check(&everywhere, "k=abc k=x", None, &["x"]);
    }

    #[test]
    fn a_rule_may_need_company() {
        let rules = "[[rules]]\nid = \"r\"\nregex = 'k=(\\w+)'\n[[rules.required]]\nid = \"id\"\nwithinLines = 1\n\
            [[rules]]\nid = \"id\"\nregex = 'id=\\w+'\nskipReport = true\n";
        check(rules, "k=abc\nid=1", None, &["abc"]);
        check(rules, "k=abc\n\nid=1", None, &[]);
        check(rules, "k=abc", None, &[]);
    }
}
