//! The one program of a section.

use std::ops::Range;

use lintseq_core::{Reason, Rejection};

use super::page::{Block, Page};
use crate::Languages;

/// The fewest lines of a program that can be edited; the published pipeline drops single lines too.
const MIN_LINES: usize = 2;

/// What programs are looked for.
pub(super) struct Code<'a> {
    pub(super) language: &'a str,
    pub(super) languages: &'a dyn Languages,
    pub(super) allow_broken: bool,
}

impl Code<'_> {
    /// Whether some lines hold a block that could be a program.
    pub(super) fn is_there(&self, page: &Page<'_>, lines: Range<usize>) -> bool {
        self.candidates(page, &lines).iter().any(|block| !is_mark(block))
    }

    /// The only program of some lines.
    pub(super) fn of(&self, page: &Page<'_>, lines: Range<usize>) -> Result<String, Rejection> {
        let reject = |reason, message: String| Err(Rejection::new(reason, message));
        let candidates = self.candidates(page, &lines);
        let Some(first) = candidates.first() else {
            let message = format!("no block of {} from line {} on", self.language, lines.start + 1);
            return reject(Reason::NoCodeBlock, message);
        };
        if candidates.iter().any(|block| block.code != first.code) {
            let message = format!("{} blocks of {}", candidates.len(), self.language);
            return reject(Reason::SeveralPrograms, message);
        }
        let program = self.tidied(&first.code);
        if program.trim().is_empty() {
            return reject(Reason::EmptySection, "a block of code without code".to_owned());
        }
        if let Some(line) = program.lines().find(|line| is_elision(line)) {
            return reject(Reason::ElidedCode, line.trim().to_owned());
        }
        if program.lines().filter(|line| !line.trim().is_empty()).count() < MIN_LINES {
            return reject(Reason::TooShort, format!("fewer than {MIN_LINES} lines"));
        }
        if !self.allow_broken && !self.languages.parses(self.language, &program) {
            return reject(Reason::SyntaxError, format!("the program is no {}", self.language));
        }
        Ok(program)
    }

    /// The blocks that name the language; where none does, those that name none.
    fn candidates<'p, 't>(&self, page: &'p Page<'t>, lines: &Range<usize>) -> Vec<&'p Block<'t>> {
        let names = |block: &&Block<'_>| {
            block.label.is_some_and(|label| self.languages.is_label(self.language, label))
        };
        let labelled: Vec<_> = page.blocks_in(lines).filter(names).collect();
        if labelled.is_empty() {
            return page.blocks_in(lines).filter(|block| block.label.is_none()).collect();
        }
        labelled
    }

    /// Code without blank lines around it, ended by one newline, and without an indentation that only the response has.
    fn tidied(&self, code: &str) -> String {
        let is_blank = |line: &&str| line.trim().is_empty();
        let lines: Vec<&str> = code.split_inclusive('\n').collect();
        let start = lines.iter().take_while(|line| is_blank(line)).count();
        let end = lines.len() - lines[start..].iter().rev().take_while(|line| is_blank(line)).count();
        let mut program = lines[start..end].concat();
        if !program.is_empty() && !program.ends_with('\n') {
            program.push('\n');
        }
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let shared = program.lines().filter(|line| !is_blank(line)).map(indent).min().unwrap_or(0);
        if shared > 0 && !self.languages.parses(self.language, &program) {
            let dedented: String =
                program.split_inclusive('\n').map(|line| &line[shared.min(indent(line))..]).collect();
            if self.languages.parses(self.language, &dedented) {
                return dedented;
            }
        }
        program
    }
}

fn is_mark(block: &Block<'_>) -> bool {
    block.code.trim().eq_ignore_ascii_case(super::REFUSAL)
}

/// Whether a comment stands for code that was left out.
fn is_elision(line: &str) -> bool {
    const COMMENTS: [&str; 5] = ["#", "//", "--", "/*", "<!--"];
    const WORDS: [&str; 9] = [
        "rest of",
        "existing",
        "unchanged",
        "remain",
        "same as before",
        "previous code",
        "omitted",
        "other methods",
        "other functions",
    ];
    let line = line.trim().to_lowercase();
    let is_comment = COMMENTS.iter().any(|mark| line.starts_with(mark));
    let trails_off = line.contains("...") || line.contains('…');
    is_comment && trails_off && WORDS.iter().any(|word| line.contains(word))
}
