//! Syn in process: Rust's syntax as its compiler has it, a documentation comment that documents nothing
//! included.
//!
//! Reading every state whole would take most of a run. But items stand on their own: if what is left of each
//! item of the complete program is again a list of items, so is all of it. So a state is read item by item,
//! and of the items only those that changed since the state before; where one fails, the whole text says
//! what is wrong. A program that syn does not take itself is read whole in every state.
//!
//! This is the only file that names syn. Its macros are read as trees of tokens, as the compiler does before
//! it expands them.

use lintseq_core::{Diagnostic, EditSequence, Index, LineId, LintError, LintJob, Linter, Source, Step};
use syn::spanned::Spanned as _;

/// Syn, which needs no setting.
#[derive(Clone, Copy, Debug, Default)]
pub struct Syn;

impl Syn {
    /// Lints one text.
    pub fn lint_text(self, text: &str) -> Vec<Diagnostic> {
        errors(text).err().unwrap_or_default()
    }
}

impl Linter for Syn {
    fn name(&self) -> &'static str {
        "syn"
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        jobs.iter().map(|job| Ok(lint_job(job))).collect()
    }
}

fn lint_job(job: &LintJob<'_>) -> Vec<Vec<Diagnostic>> {
    let mut text = String::new();
    let mut items = errors(job.source.text()).map(|file| items(&file, job)).unwrap_or_default();
    let lint_step = |&step| {
        if !items.is_empty() && items.iter_mut().all(|item| item.stands(step, job.source, job.sequence)) {
            return Vec::new();
        }
        text.clear();
        job.sequence.write_state(job.source, step, &mut text);
        Syn.lint_text(&text)
    };
    job.steps.iter().map(lint_step).collect()
}

/// The lines of one item of the complete program, and of what stands before the next one.
struct Item {
    lines: std::ops::Range<usize>,
    /// How many of the lines stood when the item was last read, and whether that was a list of items. Lines
    /// only come, so their number tells them apart.
    read: Option<(usize, bool)>,
}

impl Item {
    fn stands(&mut self, step: Step, source: &Source<'_>, sequence: &EditSequence) -> bool {
        let alive = || self.lines.clone().map(LineId::new).filter(|&line| sequence.birth(line) <= step);
        let count = alive().count();
        match self.read {
            Some((read, stands)) if read == count => stands,
            _ => {
                let text: String = alive().map(|line| source.line(line)).collect();
                let is_first = self.lines.start == 0;
                let stands = count == 0 || errors(&text).is_ok_and(|file| is_first || is_items_only(&file));
                self.read = Some((count, stands));
                stands
            }
        }
    }
}

/// Where the items of a program start: at the first lines that no item before shares.
fn items(file: &syn::File, job: &LintJob<'_>) -> Vec<Item> {
    let mut starts = vec![0];
    let mut end = 0;
    for item in &file.items {
        let span = item.span();
        let start = span.start().line.saturating_sub(1);
        if start >= end && end > 0 {
            starts.push(start);
        }
        end = end.max(span.end().line);
    }
    let ends = starts.iter().copied().skip(1).chain([job.source.line_count()]);
    starts.iter().zip(ends).map(|(&start, end)| Item { lines: start..end, read: None }).collect()
}

/// What only a file has stands at its start, so that an item that begins with it is none.
fn is_items_only(file: &syn::File) -> bool {
    file.attrs.is_empty() && file.shebang.is_none() && file.frontmatter.is_none()
}

/// A text as a file, or what keeps it from being one.
fn errors(text: &str) -> Result<syn::File, Vec<Diagnostic>> {
    // Every text that is read is remembered for the sake of its lines, until it is told that nobody asks.
    proc_macro2::extra::invalidate_current_thread_spans();
    syn::parse_file(text).map_err(|error| {
        let last = memchr::memchr_iter(b'\n', text.trim_end().as_bytes()).count() as u32;
        let describe = |error: syn::Error| {
            let message = error.to_string();
            let start = error.span().start();
            // Where the end of the text is what is wrong, there is no token to point to.
            let is_at_end = (start.line, start.column) <= (1, 0) && message.starts_with("unexpected end");
            let line = if is_at_end { last } else { (start.line.saturating_sub(1) as u32).min(last) };
            Diagnostic { line, code: "invalid-syntax".to_owned(), message: without_choices(&message) }
        };
        error.into_iter().map(describe).collect()
    })
}

/// Leaves out what could have stood instead, which depends on what stands around.
fn without_choices(message: &str) -> String {
    message.split(", expected one of").next().unwrap_or(message).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            Syn.lint_text(text).iter().map(|found| format!("{} {}", found.line, found.message)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_the_compiler_refuses_is_found() {
        check("//! About.\n#![allow(x)]\nfn f() {}\n", &[]);
        check("fn f() {}\n/// Documents nothing.\n", &["1 unexpected end of input"]);
        check("struct S {\n    /// Nothing.\n}\n", &["2 unexpected end of input, expected identifier"]);
        check("fn f() {\n    let x = ;\n}\n", &["1 expected an expression"]);
        check("fn f() {\n", &["0 cannot parse string into token stream"]);
    }

    /// Item by item is as good as whole, whatever stands.
    #[test]
    fn items_say_the_same_as_the_whole() {
        let text = "#!/bin/x\n//! About.\n\nuse a::b;\n\n/// Doc.\n#[x]\nfn f() {\n    g();\n}\nmod m {\n    #![y]\n    \
                    fn h() {}\n} fn i() {}\nmacro_rules! z {\n    () => {};\n}\n";
        let source = Source::new(text);
        let count = source.line_count();
        for seed in 0..60usize {
            let birth = |line: usize| (line * 7919 + seed * 104_729 + line * line * seed) % 97 % 4;
            let mut births: Vec<_> = (0..count).map(birth).collect();
            births.iter_mut().zip(0..4).for_each(|(birth, step)| *birth = step);
            let sequence = EditSequence::new(births.into_iter().map(Step::new).collect());
            let steps: Vec<_> = sequence.steps().collect();
            let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
            let whole: Vec<_> =
                steps.iter().map(|&step| Syn.lint_text(&sequence.state(&source, step))).collect();
            assert_eq!(lint_job(&job), whole);
        }
    }
}
