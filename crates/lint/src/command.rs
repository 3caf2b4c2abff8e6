//! Any external tool as a linter.
//!
//! A tool takes long to start, so that a run gets many states, each a file in a folder of its own. Their
//! names are made up and vanish from messages. What a tool says depends on the states alone: it works in
//! that folder, and its entry keeps it from reading anybody's configuration. One process a state was
//! decided against, and so was a process that stays, as no two tools speak the same protocol.
//!
//! A verdict must not depend on the company of a state. A compiler that takes all files of a run for one
//! program stops where one of them has a fault of an early phase, and says nothing about later phases of the
//! others; it is run again without those that showed something, until nothing shows.

mod process;
mod states;

use std::collections::HashMap;

use lintseq_core::{Diagnostic, Index, LintError, LintJob, Linter, Step};
use regex::{Regex, RegexSet, RegexSetBuilder};

use self::process::Failure;
use self::states::{Layout, compile, state_in};
use crate::entry::Entry;
use crate::output::{Finding, Output};

/// A tool, ready to run.
pub struct Command {
    name: String,
    entry: Entry,
    output: Output,
    layout: Layout,
    alone: RegexSet,
    phases: Vec<Regex>,
    /// Finds the made-up names of states, in paths and in messages, and in messages with their paths.
    states: Regex,
    mention: Regex,
    paths: Regex,
    ignore: Vec<Regex>,
    normalise: Vec<(Regex, String)>,
}

/// What is wrong with an entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// A regular expression does not compile.
    #[error("linter `{linter}`: {error}")]
    Expression {
        /// The linter's name.
        linter: String,
        /// The compiler's complaint, which shows the expression.
        error: regex::Error,
    },
    /// The entry contradicts itself, or lacks something.
    #[error("linter `{linter}`: {message}")]
    Incomplete {
        /// The linter's name.
        linter: String,
        /// What is missing or too much.
        message: &'static str,
    },
}

impl Command {
    /// A tool from its entry.
    ///
    /// # Errors
    /// If a regular expression does not compile, or the entry says twice or never how to read the output.
    pub fn new(name: &str, entry: Entry) -> Result<Self, EntryError> {
        let incomplete = |message| EntryError::Incomplete { linter: name.to_owned(), message };
        let refused = |error| EntryError::Expression { linter: name.to_owned(), error };
        let expression = |text: &str| compile(text).map_err(refused);
        let expressions =
            |texts: &[String]| texts.iter().map(|text| expression(text)).collect::<Result<Vec<_>, _>>();
        if entry.command.is_empty() {
            return Err(incomplete("`command` is empty; name the program to run"));
        }
        if entry.batch == 0 {
            return Err(incomplete("`batch` is 0; a run needs a state at least"));
        }
        if !entry.path.contains("{state}") {
            return Err(incomplete("`path` has no `{state}`; no two states may have the same file"));
        }
        let output = match (&entry.json, &entry.pattern) {
            (Some(json), None) => Output::Json(json.clone()),
            (None, Some(pattern)) => {
                let pattern = expression(pattern)?;
                let groups: Vec<_> = pattern.capture_names().flatten().collect();
                if !["file", "line", "message"].iter().all(|group| groups.contains(group)) {
                    return Err(incomplete("`pattern` needs the groups `file`, `line` and `message`"));
                }
                Output::Text(pattern)
            }
            _ => return Err(incomplete("give either `json` or `pattern`, so that the output can be read")),
        };
        let replacement =
            |(text, to): (&String, &String)| -> Result<_, EntryError> { Ok((expression(text)?, to.clone())) };
        Ok(Self {
            name: name.to_owned(),
            output,
            layout: Layout::new(&entry).map_err(refused)?,
            alone: RegexSetBuilder::new(&entry.alone).multi_line(true).build().map_err(refused)?,
            phases: expressions(&entry.phases)?,
            states: expression(r"\bzz\d{7}\b")?,
            mention: expression(r"(?<file>\bzz\d{7}[^\s:]*):(?<line>\d+)")?,
            paths: expression(r#"[^\s'"]*\bzz\d{7}[^\s'"]*"#)?,
            ignore: expressions(&entry.ignore)?,
            normalise: entry.normalise.iter().map(replacement).collect::<Result<_, _>>()?,
            entry,
        })
    }

    /// Lints some texts, in as few runs as the entry allows.
    ///
    /// # Errors
    /// If the tool could not run, or its output could not be read.
    pub fn lint_texts(&self, texts: &[&str]) -> Result<Vec<Vec<Diagnostic>>, LintError> {
        let mut found = vec![Vec::new(); texts.len()];
        let (alone, together): (Vec<usize>, Vec<usize>) =
            (0..texts.len()).partition(|&text| self.alone.is_match(texts[text]));
        let runs = alone.chunks(1).chain(together.chunks(self.entry.batch));
        for run in runs {
            let mut left = run.to_vec();
            while !left.is_empty() {
                let of_run: Vec<&str> = left.iter().map(|&text| texts[text]).collect();
                let mut silent = Vec::new();
                for (&text, shown) in left.iter().zip(self.run(&of_run)?) {
                    if shown.is_empty() {
                        silent.push(text);
                    }
                    found[text] = shown;
                }
                let again = self.entry.shared && silent.len() < left.len();
                left = if again { silent } else { Vec::new() };
            }
        }
        Ok(found)
    }

    fn run(&self, texts: &[&str]) -> Result<Vec<Vec<Diagnostic>>, LintError> {
        let (folder, files) = self.layout.write(&self.entry, texts).map_err(|error| {
            self.cannot_run(format!("its input cannot be written to a temporary folder: {error}"))
        })?;
        let said = process::run(&self.entry, &folder, &files).map_err(|failure| match failure {
            Failure::CannotRun(message) => self.cannot_run(message),
            Failure::Failed(message) => self.failed(message),
        })?;
        let findings = self
            .output
            .read(&said, &self.mention)
            .map_err(|error| self.failed(format!("its output is not what the entry tells of: {error}")))?;
        let mut found = vec![Vec::new(); texts.len()];
        for finding in findings {
            // What a tool says about other files, such as its own stubs, is about no state.
            if let Some((state, line)) = self.place(&finding).filter(|(state, _)| *state < texts.len()) {
                found[state].extend(self.normal(&finding.diagnostic, line));
            }
        }
        for diagnostics in &mut found {
            diagnostics.sort();
            diagnostics.dedup();
        }
        Ok(found)
    }

    /// The state and the line that a finding is about.
    fn place(&self, finding: &Finding) -> Option<(usize, u32)> {
        if let Some(state) = state_in(&finding.file, &self.states) {
            return Some((state, finding.diagnostic.line));
        }
        let (file, line) = finding.mentioned.as_ref().filter(|_| self.entry.inherit)?;
        Some((state_in(file, &self.states)?, *line))
    }

    /// The finding as it compares between states, unless the entry ignores it.
    fn normal(&self, found: &Diagnostic, line: u32) -> Option<Diagnostic> {
        let first_line = found.message.lines().next().unwrap_or_default().trim();
        let mut text = format!("{} {first_line}", found.code);
        for (expression, replacement) in &self.normalise {
            text = expression.replace_all(&text, replacement).into_owned();
        }
        let text = self.paths.replace_all(&text, "FILE");
        if self.ignore.iter().any(|expression| expression.is_match(&text)) {
            return None;
        }
        let (code, message) = text.split_once(' ').unwrap_or((&text, ""));
        Some(Diagnostic { line, code: code.to_owned(), message: message.trim().to_owned() })
    }

    /// The phase that finds this, from zero.
    fn phase(&self, found: &Diagnostic) -> usize {
        let text = format!("{} {}", found.code, found.message);
        self.phases.iter().position(|phase| phase.is_match(&text)).unwrap_or(self.phases.len())
    }

    fn cannot_run(&self, message: String) -> LintError {
        LintError::CannotRun { linter: self.name.clone(), message }
    }

    fn failed(&self, message: String) -> LintError {
        LintError::Failed { linter: self.name.clone(), message }
    }
}

impl Linter for Command {
    fn name(&self) -> &str {
        &self.name
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        let mut texts = Texts::default();
        let wanted: Vec<Vec<usize>> = jobs
            .iter()
            .map(|job| {
                job.steps.iter().map(|&step| texts.number(job.sequence.state(job.source, step))).collect()
            })
            .collect();
        let complete: Vec<usize> = if self.phases.is_empty() {
            Vec::new()
        } else {
            jobs.iter().map(|job| texts.number(complete_text(job))).collect()
        };
        let in_order: Vec<&str> = texts.in_order.iter().map(String::as_str).collect();
        let found = match self.lint_texts(&in_order) {
            Ok(found) => found,
            // One program must not cost the others of the batch their verdicts.
            Err(LintError::Failed { .. }) if jobs.len() > 1 => {
                return jobs.iter().flat_map(|job| self.lint(std::slice::from_ref(job))).collect();
            }
            Err(error) => return jobs.iter().map(|_| Err(error.clone())).collect(),
        };
        let verdict = |(at, wanted): (usize, &Vec<usize>)| {
            let last_phase =
                complete.get(at).and_then(|&text| found[text].iter().map(|own| self.phase(own)).min());
            let of_state = |&text: &usize| match last_phase {
                Some(last) => found[text].iter().filter(|found| self.phase(found) <= last).cloned().collect(),
                None => found[text].clone(),
            };
            Ok(wanted.iter().map(of_state).collect())
        };
        wanted.iter().enumerate().map(verdict).collect()
    }

    fn ready(&self) -> Result<(), LintError> {
        let program = self.entry.command.first().map_or("", String::as_str);
        match which::which(program) {
            Ok(_) => Ok(()),
            Err(_) => Err(self.cannot_run(format!("`{program}` is not installed, or not on the PATH"))),
        }
    }

    fn batch(&self) -> usize {
        self.entry.batch.min(64)
    }
}

/// Texts without repetitions: programs begin alike and sequences end alike.
#[derive(Default)]
struct Texts {
    in_order: Vec<String>,
    number_of: HashMap<String, usize>,
}

impl Texts {
    fn number(&mut self, text: String) -> usize {
        if let Some(&number) = self.number_of.get(&text) {
            return number;
        }
        self.in_order.push(text.clone());
        self.number_of.insert(text, self.in_order.len() - 1);
        self.in_order.len() - 1
    }
}

fn complete_text(job: &LintJob<'_>) -> String {
    let last = job.sequence.len().saturating_sub(1);
    job.sequence.state(job.source, Step::new(last))
}

#[cfg(test)]
mod tests {
    use lintseq_core::{EditSequence, Index, Source, Step};

    use super::*;
    use crate::entry::EntryFile;

    fn command(entry: &str) -> Command {
        let mut file: EntryFile = toml::from_str(entry).expect("a valid entry");
        let (name, entry) = file.linter.pop_first().expect("one entry");
        Command::new(&name, entry).expect("a valid entry")
    }

    fn shell(script: &str, rest: &str) -> Command {
        command(&format!(
            "[linter.tool]\nextension = \"txt\"\ncommand = ['sh', '-c', '''{script}''', 'sh', '{{files}}']\n{rest}"
        ))
    }

    const GREP: &str = r"
        pattern = '^(?<file>[^:]+):(?<line>\d+):(?<message>.*)$'
        exit_codes = [0, 1]
    ";

    #[test]
    fn finds_what_the_tool_finds_in_every_state() {
        let source = Source::new("good\nbad\nbad too\n");
        let sequence = EditSequence::new([0, 1, 2].map(Step::new).into_iter().collect());
        let steps: Vec<_> = sequence.steps().collect();
        let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
        let tool = shell("grep -Hn bad \"$@\"", &format!("batch = 2\n{GREP}"));
        let found = tool.lint(&[job, job]);
        let bad = |line, message: &str| Diagnostic { line, code: "error".into(), message: message.into() };
        let expected = vec![vec![], vec![bad(1, "bad")], vec![bad(1, "bad"), bad(2, "bad too")]];
        assert_eq!(found, [Ok(expected.clone()), Ok(expected)]);
    }

    #[test]
    fn made_up_names_positions_and_what_is_ignored_leave_no_trace() {
        let script = r#"for f in "$@"; do echo "$f:1:E1103 in $f, line 7"; echo "$f:1:W1 noise"; done"#;
        let tool = shell(
            script,
            r#"
            pattern = '^(?<file>[^:]+):(?<line>\d+):(?<code>\S+) (?<message>.*)$'
            ignore = ['^W1 ']
            [linter.tool.normalise]
            'line \d+' = "line N"
            '^E1103 ' = "E1101 "
            "#,
        );
        let found = tool.lint_texts(&["a", "b"]).expect("the tool ran");
        let expected = Diagnostic { line: 0, code: "E1101".into(), message: "in FILE line N".into() };
        assert_eq!(found, [vec![expected.clone()], vec![expected]]);
    }

    #[test]
    fn json_is_read_by_pointers() {
        let script = r#"printf '{"all": [{"at": {"file": "%s", "line": 0}, "text": "no", "kind": "error"},
            {"at": {"file": "%s", "line": 0}, "text": "hm", "kind": "hint"}]}' "$1" "$1""#;
        let tool = shell(
            script,
            r#"
            [linter.tool.json]
            items = "/all"
            file = "/at/file"
            line = "/at/line"
            first_line = 0
            message = "/text"
            only = { "/kind" = "error" }
            "#,
        );
        let found = tool.lint_texts(&["a"]).expect("the tool ran");
        let expected = Diagnostic { line: 0, code: "invalid-syntax".into(), message: "no".into() };
        assert_eq!(found, [vec![expected]]);
    }

    #[test]
    fn a_tool_that_is_missing_is_not_a_tool_that_failed() {
        let missing =
            command(&format!("[linter.x]\ncommand = ['no-such-tool-here']\nextension = 'py'\n{GREP}"));
        assert!(matches!(missing.ready(), Err(LintError::CannotRun { .. })));
        assert!(shell("true", GREP).ready().is_ok());
        let error = missing.lint_texts(&["x"]).expect_err("it is missing");
        assert!(matches!(&error, LintError::CannotRun { linter, .. } if linter == "x"), "{error}");
        let error = shell("echo broken >&2; exit 3", GREP).lint_texts(&["x"]).expect_err("it fails");
        assert!(matches!(&error, LintError::Failed { message, .. } if message.contains("broken")), "{error}");
        let error = shell("sleep 60", &format!("timeout_seconds = 0\n{GREP}")).lint_texts(&["x"]);
        assert!(matches!(error, Err(LintError::Failed { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_tool_has_started_ends_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("it is installed");
        assert!(made.success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read_to_string(pipe)
        });
        let script = format!("(exec 3>\"{}\"; sleep 4; echo alive >&3) & wait", pipe.display());
        let error = shell(&script, &format!("timeout_seconds = 1\n{GREP}")).lint_texts(&["x"]);
        assert!(matches!(error, Err(LintError::Failed { .. })));
        // The reader is not left waiting, should there have been no time to open the pipe.
        drop(std::fs::File::options().read(true).write(true).open(&pipe));
        assert_eq!(reader.join().expect("no panic").expect("a pipe"), "");
    }

    #[test]
    fn an_entry_that_cannot_work_is_refused() {
        let refused = |rest: &str| {
            let text = format!("[linter.x]\ncommand = ['x']\nextension = 'py'\n{rest}");
            let mut file: EntryFile = toml::from_str(&text).expect("a valid entry");
            Command::new("x", file.linter.pop_first().expect("one entry").1).is_err()
        };
        assert!(refused(""));
        assert!(refused("pattern = 'no groups'"));
        assert!(refused("pattern = '('"));
        assert!(refused("batch = 0\npattern = '(?<file>)(?<line>)(?<message>)'"));
        assert!(toml::from_str::<EntryFile>("[linter.x]\ncommando = []").is_err());
    }
}
