//! Oxc in process: the syntax of JavaScript and TypeScript, what a runtime refuses although it parses, and
//! names that nobody defines, in types as well.
//!
//! Findings are oxc's own syntax and semantic errors, `no-undef` for a name that no scope binds, and
//! `no-const-assign`. There is no list of global names: a name that the complete program takes from outside
//! is shown for it as well, so that it is new in no state. A program that oxc does not take whole has
//! nothing to compare names with, and only its syntax is judged.
//!
//! Whether a text is a module or a script is decided by the complete program, because a state that has no
//! `import` yet would be read differently from the one that has.
//!
//! This is the only file that names the oxc crates.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use lintseq_core::{Diagnostic, Index, LintError, LintJob, Linter, Source, Step};
use oxc_allocator::Allocator;
use oxc_diagnostics::{Diagnostics, LabeledSpan};
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::{Reference, Semantic, SemanticBuilder};
use oxc_span::SourceType;

/// The code of what does not parse.
const INVALID_SYNTAX: &str = "invalid-syntax";

/// Oxc, for one of its languages.
pub struct Oxc {
    base: SourceType,
}

/// How the texts of one program are read.
#[derive(Clone, Debug)]
struct Reading {
    source_type: SourceType,
    /// The names that the complete program takes from outside; none where it has errors, so that names say
    /// nothing.
    outside: Option<BTreeSet<String>>,
}

impl Oxc {
    /// JavaScript, with JSX, which takes nothing away from it.
    pub fn javascript() -> Self {
        Self { base: SourceType::jsx() }
    }

    /// TypeScript.
    pub fn typescript() -> Self {
        Self { base: SourceType::ts() }
    }

    /// TypeScript with JSX.
    pub fn tsx() -> Self {
        Self { base: SourceType::tsx() }
    }

    /// Modules first: what is one is strict, and a state of it should be as strict.
    fn reading(&self, allocator: &mut Allocator, program: &str) -> Reading {
        for source_type in [self.base.with_module(true), self.base.with_commonjs(true)] {
            let outside = names_from_outside(allocator, program, source_type);
            allocator.reset();
            if outside.is_some() {
                return Reading { source_type, outside };
            }
        }
        Reading { source_type: self.base.with_module(true), outside: None }
    }
}

impl Linter for Oxc {
    fn name(&self) -> &'static str {
        "oxc"
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        let mut allocator = Allocator::default();
        let mut text = String::new();
        let mut lint_job = |job: &LintJob<'_>| {
            let reading = self.reading(&mut allocator, job.source.text());
            let mut lint_step = |&step: &Step| {
                text.clear();
                job.sequence.write_state(job.source, step, &mut text);
                reading.check(&mut allocator, &text, step.index() + 1 == job.sequence.len())
            };
            Ok(job.steps.iter().map(&mut lint_step).collect())
        };
        jobs.iter().map(&mut lint_job).collect()
    }
}

impl Reading {
    fn check(&self, allocator: &mut Allocator, text: &str, is_complete: bool) -> Vec<Diagnostic> {
        let mut found = check(allocator, text, self, is_complete);
        allocator.reset();
        found.sort();
        found.dedup();
        found
    }
}

fn check(allocator: &Allocator, text: &str, reading: &Reading, is_complete: bool) -> Vec<Diagnostic> {
    let parsed = Parser::new(allocator, text, reading.source_type).with_options(options()).parse();
    if parsed.diagnostics.has_errors() {
        return syntax_errors(&parsed.diagnostics, text);
    }
    let checked = SemanticBuilder::new_compiler().build(&parsed.program);
    if checked.diagnostics.has_errors() {
        return syntax_errors(&checked.diagnostics, text);
    }
    let Some(outside) = &reading.outside else { return Vec::new() };
    let scoping = checked.semantic.scoping();
    let unknown = |name: &str| is_complete || !outside.contains(name);
    let is_clean = scoping.root_unresolved_references().keys().all(|name| !unknown(name.as_str()))
        && !assigns_to_constants(&checked.semantic);
    let mut found: Vec<Diagnostic> = if is_clean {
        Vec::new()
    } else {
        // Where a name stands is only known where all nodes are kept, at a third of the time again.
        let checked = SemanticBuilder::new_linter().build(&parsed.program);
        names(&checked.semantic, text, unknown)
    };
    // In a state, what comes from outside is shown without its place, because it is shown for the program as well.
    let shared = scoping.root_unresolved_references().keys().filter(|name| !unknown(name.as_str()));
    found.extend(shared.map(|name| undefined(0, name.as_str())));
    found
}

fn options() -> ParseOptions {
    // Files of CommonJS may return, being the bodies of functions.
    ParseOptions { parse_regular_expression: true, ..ParseOptions::default() }
}

/// The names that a program does not define itself, if nothing else is wrong with it.
fn names_from_outside(
    allocator: &Allocator,
    text: &str,
    source_type: SourceType,
) -> Option<BTreeSet<String>> {
    let parsed = Parser::new(allocator, text, source_type).with_options(options()).parse();
    if parsed.diagnostics.has_errors() {
        return None;
    }
    let checked = SemanticBuilder::new_compiler().build(&parsed.program);
    if checked.diagnostics.has_errors() {
        return None;
    }
    let names = checked.semantic.scoping().root_unresolved_references().keys();
    Some(names.map(|name| name.as_str().to_owned()).collect())
}

fn names(semantic: &Semantic<'_>, text: &str, unknown: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    // Most texts have nothing to find.
    let source = LazyCell::new(|| Source::new(text));
    let line_at = |byte: u32| source.line_at(byte).index() as u32;
    let scoping = semantic.scoping();
    let start = |reference| semantic.reference_span(scoping.get_reference(reference)).start;
    let mut found = Vec::new();
    for (name, references) in scoping.root_unresolved_references() {
        if unknown(name.as_str()) {
            found.extend(references.iter().map(|&at| undefined(line_at(start(at)), name.as_str())));
        }
    }
    for symbol in scoping.symbol_ids().filter(|&symbol| scoping.symbol_flags(symbol).is_const_variable()) {
        for reference in scoping.get_resolved_references(symbol).filter(|reference| reference.is_write()) {
            found.push(Diagnostic {
                line: line_at(semantic.reference_span(reference).start),
                code: "no-const-assign".to_owned(),
                message: format!("'{}' is constant", scoping.symbol_name(symbol)),
            });
        }
    }
    found
}

fn assigns_to_constants(semantic: &Semantic<'_>) -> bool {
    let scoping = semantic.scoping();
    let mut constants =
        scoping.symbol_ids().filter(|&symbol| scoping.symbol_flags(symbol).is_const_variable());
    constants.any(|symbol| scoping.get_resolved_references(symbol).any(Reference::is_write))
}

fn undefined(line: u32, name: &str) -> Diagnostic {
    Diagnostic { line, code: "no-undef".to_owned(), message: format!("'{name}' is not defined") }
}

fn syntax_errors(errors: &Diagnostics, text: &str) -> Vec<Diagnostic> {
    let source = Source::new(text);
    let described = errors.errors().map(|error| Diagnostic {
        line: source.line_at(error.labels.first().map_or(0, LabeledSpan::offset)).index() as u32,
        code: INVALID_SYNTAX.to_owned(),
        message: error.message.clone().into_owned(),
    });
    described.collect()
}

#[cfg(test)]
mod tests {
    use lintseq_core::{EditSequence, Source};

    use super::*;

    /// Lints what stands of a program when the lines that start with `-` do not.
    fn check(oxc: &Oxc, program: &str, expected: &[&str]) {
        let births = program.lines().map(|line| Step::new(usize::from(line.starts_with('-')))).collect();
        let text = program.lines().map(|line| format!("{}\n", line.trim_start_matches('-')));
        let text: String = text.collect();
        let source = Source::new(&text);
        let sequence = EditSequence::new(births);
        let steps: Vec<Step> = sequence.steps().collect();
        let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
        let mut found = oxc.lint(&[job]).remove(0).expect("oxc runs");
        let own: Vec<_> =
            found.pop().expect("a state").into_iter().map(|own| (own.code, own.message)).collect();
        let state = if found.is_empty() { Vec::new() } else { found.remove(0) };
        let new: Vec<_> = state
            .into_iter()
            .filter(|found| !own.contains(&(found.code.clone(), found.message.clone())))
            .map(|found| format!("{} {} {}", found.line, found.code, found.message))
            .collect();
        assert_eq!(new, expected, "{program}");
    }

    #[test]
    fn names_are_looked_up_in_all_scopes() {
        let js = Oxc::javascript();
        check(&js, "console.log(1);\n-let x = 1;\nx;\n", &["1 no-undef 'x' is not defined"]);
        check(&js, "-const fs = require('fs');\nfs.read();\n", &["0 no-undef 'fs' is not defined"]);
        check(&js, "-const x = 1;\n{ const x = 2; x; }\n", &[]);
        check(&js, "const x = 1;\n{\n-let x = 2;\nx = 3;\n}\n", &["2 no-const-assign 'x' is constant"]);
        check(&js, "-let X = 1;\n<X></X>;\n", &["0 no-undef 'X' is not defined"]);
    }

    #[test]
    fn what_a_program_takes_from_outside_has_its_place() {
        let source = Source::new("let x = 1;\ny = x;\nx += y;\n");
        let sequence = EditSequence::at_once(3);
        let job = LintJob { source: &source, sequence: &sequence, steps: &[Step::new(0)] };
        let found = Oxc::javascript().lint(&[job]).remove(0).expect("oxc runs").remove(0);
        assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [1, 2], "{found:?}");
    }

    #[test]
    fn types_are_names_too() {
        let ts = Oxc::typescript();
        check(&ts, "-interface A {}\nlet x: A;\n", &["0 no-undef 'A' is not defined"]);
        check(&ts, "-type A = 1;\nlet x = 1 as A;\n", &["0 no-undef 'A' is not defined"]);
        check(&Oxc::tsx(), "-type A = 1;\nlet x = <b>{1 as A}</b>;\n", &["0 no-undef 'A' is not defined"]);
    }

    #[test]
    fn what_no_runtime_takes_is_found() {
        let js = Oxc::javascript();
        check(&js, "let f = () => {\n-};\n", &["0 invalid-syntax Expected `}` but found `EOF`"]);
        check(&js, "for (;;)\n-{\nbreak;\n-}\n", &[]);
        check(&js, "-for (;;)\nbreak;\n", &["0 invalid-syntax Illegal break statement"]);
    }

    #[test]
    fn the_complete_program_says_what_a_module_is() {
        let js = Oxc::javascript();
        check(&js, "-import 'x';\nawait f();\n", &[]);
        check(&js, "with (x) { y; }\n-let z = 1;\n", &[]);
    }

    #[test]
    fn a_program_with_errors_says_nothing_about_names() {
        check(&Oxc::javascript(), "let x = 1;\nx;\n-let y = = 2;\n", &[]);
        check(&Oxc::javascript(), "-let x = 1;\nx;\nlet y = = 2;\n", &[]);
    }
}
