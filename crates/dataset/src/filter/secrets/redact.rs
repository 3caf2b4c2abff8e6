//! Redaction: every secret of a record becomes a placeholder of its own, the same in every text.
//!
//! What is replaced is decided line by line, and by nothing but the line. So two texts of a record have equal lines after
//! redaction where they had them before, and only there: no line moves, every diff still applies with its headers as they
//! were, and a redaction never shows as an edit. A secret of several lines is as many secrets as it has lines. Diffs made
//! anew were decided against: an algorithm would guess where hunks are that are known.
//!
//! A placeholder is a word, `REDACTED_1_NPM_ACCESS_TOKEN`, so that a text that parsed still does. The number comes first:
//! no placeholder begins another one, and what was redacted can be told apart.

use std::borrow::Cow;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::super::Record;

/// What every placeholder begins with.
const PREFIX: &str = "REDACTED_";
/// Runs of a secret of several lines that are shorter say nothing, and would hit other words.
const SHORTEST_RUN: usize = 16;

/// Whether a text holds what a redaction has put there.
pub(super) fn is_placeholder(text: &str) -> bool {
    numbers(text).next().is_some()
}

/// The numbers of the placeholders in a text.
fn numbers(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(PREFIX).filter_map(|(at, _)| {
        let rest = &text[at + PREFIX.len()..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..digits].parse().ok()
    })
}

/// A secret where it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub(super) rule: &'a str,
    pub(super) secret: &'a str,
    /// Whether it is no part of a longer word there.
    pub(super) is_word: bool,
}

impl<'a> Found<'a> {
    pub(super) fn of(rule: &'a str, text: &'a str, secret: Range<usize>) -> Self {
        let is_word = stands_alone(text, secret.start, secret.end);
        Self { rule, secret: &text[secret], is_word }
    }
}

/// The replacements of one record.
#[derive(Debug)]
pub(super) struct Redaction {
    secrets: AhoCorasick,
    words: Vec<Word>,
    /// The line that the user is typing, if it ends inside of a secret: the line, and what it becomes.
    half_typed: Option<(String, String)>,
}

/// A secret and its placeholder.
#[derive(Debug)]
struct Word {
    placeholder: String,
    /// Whether it is replaced as a word only, since it was found as one: `admin` is not to hit `administrator`.
    is_word: bool,
}

/// A replacement in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hit {
    start: usize,
    end: usize,
    word: usize,
}

impl Redaction {
    /// The replacements for what was found in the texts of a record.
    pub(super) fn new(found: &[Found<'_>], texts: &[Cow<'_, str>], record: &Record<'_>) -> Self {
        // What an earlier filter redacted keeps its numbers.
        let taken = texts.iter().flat_map(|text| numbers(text)).max().unwrap_or(0);
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut secrets: Vec<&str> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        for Found { rule, secret, is_word } in found {
            for part in parts(secret) {
                let place = *places.entry(part).or_insert_with(|| {
                    secrets.push(part);
                    let number = taken + secrets.len();
                    words.push(Word {
                        placeholder: format!("{PREFIX}{number}_{}", kind(rule)),
                        is_word: true,
                    });
                    secrets.len() - 1
                });
                words[place].is_word &= *is_word || part.len() < secret.len();
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&secrets);
        let automaton = automaton.expect("the secrets of a record fit an automaton");
        let mut redaction = Self { secrets: automaton, words, half_typed: None };
        redaction.half_typed = redaction.half_typed_line(record);
        redaction
    }

    /// A text with its secrets replaced.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.touches(text) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.split_inclusive('\n').map(|line| self.line(line)).collect())
    }

    /// A unified diff with the secrets of its rows replaced. Headers stay: paths are no texts, and lines do not move.
    pub(super) fn diff<'t>(&self, diff: &'t str) -> Cow<'t, str> {
        if !self.touches(diff) {
            return Cow::Borrowed(diff);
        }
        let mut is_body = false;
        let row = |row: &'t str| -> Cow<'t, str> {
            if let Some(rest) = row.strip_prefix("@@") {
                is_body = true;
                // Behind the numbers, tools repeat a line of the text.
                let numbers = rest.find("@@").map_or(row.len(), |end| end + 4);
                return Cow::Owned(format!("{}{}", &row[..numbers], self.line(&row[numbers..])));
            }
            match row.as_bytes().first() {
                Some(b' ' | b'+' | b'-') if is_body => {
                    Cow::Owned(format!("{}{}", &row[..1], self.line(&row[1..])))
                }
                _ => Cow::Borrowed(row),
            }
        };
        Cow::Owned(diff.split_inclusive('\n').map(row).collect())
    }

    /// Where a byte of a line stands after redaction; a byte inside of a secret, at its end.
    pub(super) fn moved(&self, line: &str, byte: usize) -> usize {
        let content = without_end(line);
        let half_typed = self.half_typed.as_ref().filter(|(typed, _)| typed == content);
        if let Some((_, redacted)) = half_typed.filter(|_| byte >= content.len()) {
            return redacted.len();
        }
        self.shifted(&self.hits(line), byte)
    }

    fn shifted(&self, hits: &[Hit], byte: usize) -> usize {
        let mut moved = byte;
        for hit in hits {
            let length = self.words[hit.word].placeholder.len();
            if byte >= hit.end {
                moved = moved + length - (hit.end - hit.start);
            } else if byte > hit.start {
                return moved - (byte - hit.start) + length;
            }
        }
        moved
    }

    fn touches(&self, text: &str) -> bool {
        let is_typed = |(typed, _): &(String, String)| text.contains(typed.as_str());
        self.secrets.is_match(text) || self.half_typed.as_ref().is_some_and(is_typed)
    }

    fn line<'t>(&self, line: &'t str) -> Cow<'t, str> {
        let content = without_end(line);
        if let Some((_, redacted)) = self.half_typed.as_ref().filter(|(typed, _)| typed == content) {
            return Cow::Owned(format!("{redacted}{}", &line[content.len()..]));
        }
        let hits = self.hits(line);
        if hits.is_empty() { Cow::Borrowed(line) } else { Cow::Owned(self.replaced(line, &hits)) }
    }

    fn replaced(&self, line: &str, hits: &[Hit]) -> String {
        let mut out = String::with_capacity(line.len() + 32 * hits.len());
        let mut at = 0;
        for hit in hits {
            out.push_str(&line[at..hit.start]);
            out.push_str(&self.words[hit.word].placeholder);
            at = hit.end;
        }
        out.push_str(&line[at..]);
        out
    }

    /// What is replaced in a line: of those that overlap the first, and the longest of those that begin there.
    fn hits(&self, line: &str) -> Vec<Hit> {
        let matches = self.secrets.find_overlapping_iter(line);
        let mut hits: Vec<Hit> = matches
            .map(|found| Hit { start: found.start(), end: found.end(), word: found.pattern().as_usize() })
            .filter(|hit| !self.words[hit.word].is_word || stands_alone(line, hit.start, hit.end))
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut end = 0;
        hits.retain(|hit| {
            let is_free = hit.start >= end;
            if is_free {
                end = hit.end;
            }
            is_free
        });
        hits
    }

    /// In a sample that is half typed, the last line of the current text may end inside of a secret of the next one. What
    /// is typed of it becomes the beginning of the placeholder, so that going on is all there is to do.
    fn half_typed_line(&self, record: &Record<'_>) -> Option<(String, String)> {
        let text = |name: &str| record.fields().get(name)?.as_str();
        if !record.is_sample() || text("state") != Some("in_progress") {
            return None;
        }
        let cursor = record.fields().get("cursor")?.get("line")?.as_u64()?;
        let typed = without_end(text("current")?.split_inclusive('\n').nth(usize::try_from(cursor).ok()?)?);
        let longer = |line: &&str| line.len() > typed.len() && line.starts_with(typed);
        for line in text("next")?.split_inclusive('\n').map(without_end).filter(longer) {
            let hits = self.hits(line);
            let cut = hits.iter().position(|hit| hit.start < typed.len() && typed.len() < hit.end);
            if let Some(cut) = cut.filter(|_| !typed.is_empty()) {
                let hit = hits[cut];
                let placeholder = &self.words[hit.word].placeholder;
                let begun = (typed.len() - hit.start).min(placeholder.len() - 1);
                let head = self.replaced(&typed[..hit.start], &hits[..cut]);
                return Some((typed.to_owned(), format!("{head}{}", &placeholder[..begun])));
            }
        }
        None
    }
}

/// The parts of a secret that are replaced: itself, or of several lines the long runs of each.
fn parts(secret: &str) -> Vec<&str> {
    let secret = secret.trim_end_matches(['\n', '\r']);
    if !secret.contains('\n') {
        return vec![secret];
    }
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-');
    let runs = secret.split(|c: char| !is_key(c));
    runs.filter(|run| run.len() >= SHORTEST_RUN || (run.len() > 4 && run.ends_with('='))).collect()
}

/// Whether what stands at these bytes is not part of a longer word.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    let (first, last) = (text[start..end].chars().next(), text[start..end].chars().next_back());
    let joins =
        |one: Option<char>, other: Option<char>| one.is_some_and(is_word) && other.is_some_and(is_word);
    !joins(before, first) && !joins(last, after)
}

/// The name of a rule as part of a word.
fn kind(rule: &str) -> String {
    rule.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

fn without_end(line: &str) -> &str {
    line.strip_suffix('\n').unwrap_or(line)
}
