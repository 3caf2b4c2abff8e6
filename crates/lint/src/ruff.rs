//! Ruff in process: syntax errors, undefined names, and what pylint calls errors.
//!
//! The verdict is that of `ruff check --isolated --preview --ignore-noqa` with the rules F82, F70 and PLE:
//! the newest syntax is accepted, and names are judged for the Python that ruff assumes where nobody names
//! one. Only the work that these rules need is done. Suppression comments are not looked for; the tables of
//! comments and of code style, from which ruff writes its fixes, stay empty; and the rules on single
//! characters run only where a program holds such a character.
//!
//! This is the only file that names the ruff crates, which promise no stability. Starting the ruff binary
//! was decided against: files and a process cost more than the linting itself. So was putting stubs in the
//! place of functions that stand as in the state before: its verdicts were the same, but what is outside of
//! functions, and what a new line may change inside of them, left 65 % of the text to read. That saved a
//! sixth of the time on packages, and cost as much on small programs.

use std::path::Path;

use lintseq_core::{Diagnostic, Index, LintError, LintJob, Linter, Source};
use ruff_linter::Locator;
use ruff_linter::directives::{Directives, Flags, extract_directives};
use ruff_linter::linter::check_path;
use ruff_linter::registry::{Linter as Origin, Rule};
use ruff_linter::settings::rule_table::RuleTable;
use ruff_linter::settings::types::PreviewMode;
use ruff_linter::settings::{LinterSettings, flags};
use ruff_linter::source_kind::SourceKind;
use ruff_linter::suppression::Suppressions;
use ruff_python_ast::token::Tokens;
use ruff_python_ast::{ModModule, PySourceType, PythonVersion};
use ruff_python_codegen::Stylist;
use ruff_python_index::Indexer;
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::Ranged;

/// The code of what is no Python at all, as ruff's own output has it.
const INVALID_SYNTAX: &str = "invalid-syntax";

/// The name of the file that ruff believes it reads. No rule here looks at it.
const PATH: &str = "state.py";

/// Ruff, with the rules whose violation means that a state is broken.
pub struct Ruff {
    /// All rules.
    all: LinterSettings,
    /// All but the rules on single characters.
    usual: LinterSettings,
    /// What ruff knows of comments and strings: here, that there are none.
    indexer: Indexer,
    directives: Directives,
    kind: SourceKind,
}

impl Ruff {
    /// Ruff with its fixed rules. Making one costs far more than linting with it.
    pub fn new() -> Self {
        let names = Origin::Pyflakes.all_rules().filter(|rule| {
            let code = rule.noqa_code();
            code.suffix().starts_with("82") || code.suffix().starts_with("70")
        });
        let errors = Origin::Pylint.all_rules().filter(|rule| rule.noqa_code().suffix().starts_with('E'));
        let rules: Vec<Rule> =
            names.chain(errors).filter(|rule| !rule.is_removed() && !rule.is_deprecated()).collect();
        let character = |rule: &Rule| {
            let code = rule.noqa_code();
            code.prefix() == "PL" && code.suffix().starts_with("E25")
        };
        let nothing = Tokens::new(Vec::new());
        let indexer = Indexer::from_tokens(&nothing, "");
        Self {
            usual: settings(rules.iter().filter(|rule| !character(rule))),
            all: settings(rules.iter()),
            directives: extract_directives(&nothing, Flags::empty(), &Locator::new(""), &indexer),
            indexer,
            kind: SourceKind::Python { code: String::new(), is_stub: false },
        }
    }

    /// Lints one text.
    pub fn lint_text(&self, text: &str) -> Vec<Diagnostic> {
        self.check(text, holds_odd_character(text))
    }

    /// Lints one text, with the rules on single characters or without.
    fn check(&self, text: &str, characters: bool) -> Vec<Diagnostic> {
        let settings = if characters { &self.all } else { &self.usual };
        let path = Path::new(PATH);
        let parsed = parse(text);
        if !characters && parsed.has_invalid_syntax() {
            return syntax_errors(&parsed, text);
        }
        let found = check_path(
            path,
            None,
            &Locator::new(text),
            &Stylist::from_tokens(&Tokens::new(Vec::new()), text),
            &self.indexer,
            &self.directives,
            settings,
            flags::Noqa::Disabled,
            &self.kind,
            PySourceType::Python,
            &parsed,
            settings.unresolved_target_version,
            &Suppressions::default(),
        );
        if found.is_empty() {
            return Vec::new();
        }
        let source = Source::new(text);
        in_order(found.iter().map(|diagnostic| {
            let start = diagnostic.range().map_or(0, |range| range.start().to_u32());
            found_at(&source, start, diagnostic.secondary_code_or_id(), diagnostic.headline_message())
        }))
    }
}

impl Default for Ruff {
    fn default() -> Self {
        Self::new()
    }
}

impl Linter for Ruff {
    fn name(&self) -> &'static str {
        "ruff"
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        let mut text = String::new();
        let lint_job = |job: &LintJob<'_>| {
            let characters = holds_odd_character(job.source.text());
            let lint_step = |&step| {
                text.clear();
                job.sequence.write_state(job.source, step, &mut text);
                self.check(&text, characters)
            };
            Ok(job.steps.iter().map(lint_step).collect())
        };
        jobs.iter().map(lint_job).collect()
    }
}

/// Whether a text is Python, of the newest version.
///
/// # Errors
/// The first thing that the parser refuses.
pub fn parses(text: &str) -> Result<(), Diagnostic> {
    let parsed = parse(text);
    if parsed.has_no_syntax_errors() {
        return Ok(());
    }
    syntax_errors(&parsed, text).into_iter().next().map_or(Ok(()), Err)
}

fn settings<'a>(rules: impl Iterator<Item = &'a Rule>) -> LinterSettings {
    LinterSettings {
        rules: rules.copied().collect::<RuleTable>(),
        preview: PreviewMode::Enabled,
        ..LinterSettings::new(Path::new(""))
    }
}

fn parse(text: &str) -> Parsed<ModModule> {
    // What ruff itself takes where no target version is named.
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::latest());
    parse_unchecked(text, options).try_into_module().expect("parsing a module gives a module")
}

fn syntax_errors(parsed: &Parsed<ModModule>, text: &str) -> Vec<Diagnostic> {
    let errors = parsed.errors().iter().map(|error| (error.start(), error.error.to_string()));
    let unsupported =
        parsed.unsupported_syntax_errors().iter().map(|error| (error.start(), error.to_string()));
    let source = Source::new(text);
    let all = errors.chain(unsupported);
    in_order(all.map(|(start, message)| found_at(&source, start.to_u32(), INVALID_SYNTAX, &message)))
}

fn found_at(source: &Source<'_>, start: u32, code: &str, message: &str) -> Diagnostic {
    Diagnostic {
        // What is missing at the end is blamed on the last line, as there is none behind it.
        line: source.line_at(start).index() as u32,
        code: code.to_owned(),
        message: without_positions(message),
    }
}

fn in_order(diagnostics: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<_> = diagnostics.collect();
    diagnostics.sort();
    diagnostics
}

/// Replaces the number in `line 7`, which differs from state to state.
fn without_positions(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for word in message.split_inclusive(' ') {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_position = ["line ", "column ", "offset "].iter().any(|name| out.ends_with(name));
        if is_position && digits.len() < word.len() {
            out.push('N');
            out.push_str(digits);
        } else {
            out.push_str(word);
        }
    }
    out
}

/// Whether a text may hold a control character, a bidirectional mark or a zero-width space: no text without
/// one of these bytes can break a rule on single characters.
fn holds_odd_character(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, 0x00 | 0x08 | 0x1a | 0x1b | 0xe2 | 0xd8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = Ruff::new()
            .lint_text(text)
            .iter()
            .map(|found| format!("{} {} {}", found.line, found.code, found.message))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn blames_by_rule() {
        check("import os\nprint(os.sep)\n", &[]);
        check("x = 1\nprint(y)\n", &["1 F821 Undefined name `y`"]);
        check("__all__ = ['y']\n", &["0 F822 Undefined name `y` in `__all__`"]);
        check(
            "def f():\n    print(f'{x}')\n    x = 1\nx = 0\n",
            &["1 F823 Local variable `x` referenced before assignment"],
        );
        check("return 1\n", &["0 F706 `return` statement outside of a function/method"]);
        check("'%z' % 1\n", &["0 PLE1300 Unsupported format character 'z'"]);
        check(
            "x = '\u{200b}'\n",
            &["0 PLE2515 Invalid unescaped character zero-width-space, use \"\\u200B\" instead"],
        );
    }

    #[test]
    fn suppression_comments_do_not_count() {
        check("print(y)  # noqa\n", &["0 F821 Undefined name `y`"]);
        check("# ruff: file-ignore[F821]\nprint(y)\n", &["1 F821 Undefined name `y`"]);
        check("# ruff: noqa\nprint(y)\n", &["1 F821 Undefined name `y`"]);
    }

    #[test]
    fn positions_are_no_part_of_a_message() {
        check(
            "def f():\n    print(x)\n    global x\nx = 1\n",
            &["1 PLE0118 Name `x` is used prior to global declaration on line N"],
        );
    }

    #[test]
    fn what_is_no_python_is_told_apart() {
        assert!(parses("x = 1\n").is_ok());
        let error = parses("x = 1\nif x:\n").expect_err("a suite is missing");
        assert_eq!((error.line, error.code.as_str()), (1, "invalid-syntax"));
        check("if x:\n", &["0 invalid-syntax Expected an indented block after `if` statement"]);
    }
}
