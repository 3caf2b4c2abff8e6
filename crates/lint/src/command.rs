//! Any external tool as a linter.
//!
//! A tool takes long to start, so that a run gets many states, each a file in a folder of its own. Their
//! names are made up and vanish from messages. What a tool says depends on the states alone: it works in
//! that folder, and its entry keeps it from reading anybody's configuration. One process a state was
//! decided against, and so was a process that stays, as no two tools speak the same protocol.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command as Process, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use lintseq_core::{Diagnostic, LintError, LintJob, Linter};
use regex::{Regex, RegexBuilder};
use tempfile::TempDir;

use crate::entry::Entry;
use crate::output::Output;

/// A tool, ready to run.
pub struct Command {
    name: String,
    entry: Entry,
    output: Output,
    /// Finds the made-up file names in messages.
    names: Regex,
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
        let compile = |expression: &str| {
            RegexBuilder::new(expression)
                .multi_line(true)
                .crlf(true)
                .build()
                .map_err(|error| EntryError::Expression { linter: name.to_owned(), error })
        };
        if entry.command.is_empty() {
            return Err(incomplete("`command` is empty; name the program to run"));
        }
        if entry.batch == 0 {
            return Err(incomplete("`batch` is 0; a run needs a state at least"));
        }
        let output = match (&entry.json, &entry.pattern) {
            (Some(json), None) => Output::Json(json.clone()),
            (None, Some(pattern)) => {
                let pattern = compile(pattern)?;
                let groups: Vec<_> = pattern.capture_names().flatten().collect();
                if !["file", "line", "message"].iter().all(|group| groups.contains(group)) {
                    return Err(incomplete("`pattern` needs the groups `file`, `line` and `message`"));
                }
                Output::Text(pattern)
            }
            _ => return Err(incomplete("give either `json` or `pattern`, so that the output can be read")),
        };
        Ok(Self {
            name: name.to_owned(),
            output,
            names: compile(r#"[^\s'"]*\bzz\d{7}[^\s'"]*"#)?,
            ignore: entry.ignore.iter().map(|expression| compile(expression)).collect::<Result<_, _>>()?,
            normalise: entry
                .normalise
                .iter()
                .map(|(expression, to)| Ok((compile(expression)?, to.clone())))
                .collect::<Result<_, _>>()?,
            entry,
        })
    }

    /// Lints some texts, in as few runs as the entry allows.
    ///
    /// # Errors
    /// If the tool could not run, or its output could not be read.
    pub fn lint_texts(&self, texts: &[&str]) -> Result<Vec<Vec<Diagnostic>>, LintError> {
        let mut found = Vec::with_capacity(texts.len());
        for batch in texts.chunks(self.entry.batch) {
            found.append(&mut self.run(batch)?);
        }
        Ok(found)
    }

    fn run(&self, texts: &[&str]) -> Result<Vec<Vec<Diagnostic>>, LintError> {
        let (folder, files) = self.write(texts).map_err(|error| {
            self.cannot_run(format!("its input cannot be written to a temporary folder: {error}"))
        })?;
        let (stdout_path, stderr_path) = (folder.path().join("stdout"), folder.path().join("stderr"));
        let status = self.spawn(&folder, &files, &stdout_path, &stderr_path)?;
        let stdout = self.read(&stdout_path)?;
        let known = status.code().is_some_and(|code| self.entry.exit_codes.contains(&code));
        if !known {
            let stderr = self.read(&stderr_path)?;
            return Err(self.failed(format!(
                "{status}, which is not among its `exit_codes`; it said: {}",
                last_lines(if stderr.trim().is_empty() { &stdout } else { &stderr })
            )));
        }
        let state_of: HashMap<&str, usize> =
            files.iter().enumerate().map(|(state, file)| (file.as_str(), state)).collect();
        let mut found = vec![Vec::new(); texts.len()];
        let findings = self
            .output
            .read(&stdout)
            .map_err(|error| self.failed(format!("its output is not what the entry tells of: {error}")))?;
        for finding in findings {
            let file = Path::new(&finding.file).file_name().and_then(|name| name.to_str());
            // What a tool says about other files, such as its own stubs, is about no state.
            if let Some(&state) = file.and_then(|file| state_of.get(file)) {
                found[state].extend(self.normal(&finding.diagnostic));
            }
        }
        for diagnostics in &mut found {
            diagnostics.sort();
            diagnostics.dedup();
        }
        Ok(found)
    }

    fn write(&self, texts: &[&str]) -> io::Result<(TempDir, Vec<String>)> {
        let folder = tempfile::Builder::new().prefix("states").tempdir()?;
        fs::create_dir(folder.path().join("states"))?;
        fs::write(folder.path().join("empty"), "")?;
        for (name, content) in &self.entry.files {
            fs::write(folder.path().join("states").join(name), content)?;
        }
        let mut files = Vec::with_capacity(texts.len());
        for (number, text) in texts.iter().enumerate() {
            let file = format!("zz{number:07}.{}", self.entry.extension);
            fs::write(folder.path().join("states").join(&file), text)?;
            files.push(file);
        }
        Ok((folder, files))
    }

    fn spawn(
        &self,
        folder: &TempDir,
        files: &[String],
        stdout: &Path,
        stderr: &Path,
    ) -> Result<ExitStatus, LintError> {
        let states = folder.path().join("states");
        let open = |path: &Path| {
            File::create(path).map_err(|error| self.cannot_run(format!("no file for its output: {error}")))
        };
        let filled = |argument: &str| {
            let dir = states.to_string_lossy();
            let empty = folder.path().join("empty");
            argument.replace("{dir}", &dir).replace("{empty}", &empty.to_string_lossy())
        };
        let arguments = self.entry.command[1..].iter().flat_map(|argument| {
            if argument == "{files}" {
                files.iter().map(|file| OsString::from(states.join(file))).collect()
            } else {
                vec![OsString::from(filled(argument))]
            }
        });
        let program = &self.entry.command[0];
        let mut process = Process::new(program);
        process.args(arguments).current_dir(&states);
        process.stdin(Stdio::null()).stdout(open(stdout)?).stderr(open(stderr)?);
        for (variable, value) in &self.entry.environment {
            if value.is_empty() {
                process.env_remove(variable);
            } else {
                process.env(variable, filled(value));
            }
        }
        let mut child = process.spawn().map_err(|error| {
            self.cannot_run(match error.kind() {
                io::ErrorKind::NotFound => format!("`{program}` is not installed, or not on the PATH"),
                _ => format!("`{program}` does not start: {error}"),
            })
        })?;
        let deadline = Instant::now() + Duration::from_secs(self.entry.timeout_seconds);
        let mut pause = Duration::from_millis(1);
        loop {
            match child.try_wait() {
                Ok(Some(ended)) => return Ok(ended),
                Ok(None) if Instant::now() < deadline => {}
                Ok(None) => {
                    // A child that is gone by now needs no killing.
                    let _ = child.kill();
                    let _ = child.wait();
                    let seconds = self.entry.timeout_seconds;
                    return Err(self.failed(format!(
                        "it took longer than {seconds} s for {} states; raise `timeout_seconds` or lower `batch`",
                        files.len()
                    )));
                }
                Err(error) => return Err(self.failed(format!("its end cannot be awaited: {error}"))),
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    fn read(&self, path: &Path) -> Result<String, LintError> {
        fs::read(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .map_err(|error| self.failed(format!("its output cannot be read: {error}")))
    }

    /// The finding as it compares between states, unless the entry ignores it.
    fn normal(&self, found: &Diagnostic) -> Option<Diagnostic> {
        let first_line = found.message.lines().next().unwrap_or_default().trim();
        let mut text = self.names.replace_all(&format!("{} {first_line}", found.code), "FILE").into_owned();
        for (expression, replacement) in &self.normalise {
            text = expression.replace_all(&text, replacement).into_owned();
        }
        if self.ignore.iter().any(|expression| expression.is_match(&text)) {
            return None;
        }
        let (code, message) = text.split_once(' ').unwrap_or((&text, ""));
        Some(Diagnostic { line: found.line, code: code.to_owned(), message: message.trim().to_owned() })
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
        let states: Vec<String> = jobs
            .iter()
            .flat_map(|job| job.steps.iter().map(|&step| job.sequence.state(job.source, step)))
            .collect();
        // Programs begin alike and sequences end alike: a text is linted once.
        let mut number_of = HashMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let numbers: Vec<usize> = states
            .iter()
            .map(|text| {
                *number_of.entry(text.as_str()).or_insert_with(|| {
                    texts.push(text);
                    texts.len() - 1
                })
            })
            .collect();
        let found = match self.lint_texts(&texts) {
            Ok(found) => found,
            // One program must not cost the others of the batch their verdicts.
            Err(LintError::Failed { .. }) if jobs.len() > 1 => {
                return jobs.iter().flat_map(|job| self.lint(std::slice::from_ref(job))).collect();
            }
            Err(error) => return jobs.iter().map(|_| Err(error.clone())).collect(),
        };
        let mut numbers = numbers.into_iter();
        jobs.iter()
            .map(|job| Ok(numbers.by_ref().take(job.steps.len()).map(|text| found[text].clone()).collect()))
            .collect()
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

/// The end of what a tool said, which is where it says what went wrong.
fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(3)..].join("\n")
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
