//! `lintseq check`: do the rows keep the promises?

use std::collections::BTreeMap;
use std::io::Write as _;

use anyhow::Context as _;
use lintseq_core::{Linter, Rejection};
use lintseq_dataset::formats::{EditFields, EditRow};
use lintseq_dataset::{Fingerprint, Outcome, OutputOptions, Row, RowDecoder, Target};
use lintseq_samples::RowVerdict;
use serde_json::Map;

use crate::arguments::CheckArguments;
use crate::check::{Ids, Kind, Report, Subject, Violation, add_findings};
use crate::console::Console;
use crate::exit::Failure;
use crate::rows;
use crate::run::Plan;
use crate::toolbox::{Language, Toolbox};

/// How many rows are linted together; an external linter sees their states in one run.
const GROUP: usize = 64;

/// Checks all rows of all files.
pub(crate) fn run(
    arguments: &CheckArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let checker = Checker::new(arguments, toolbox).map_err(Failure::Usage)?;
    let options = rows::input_options(&arguments.file, toolbox);
    let inputs = rows::find(&options)?;
    let plan = Plan {
        inputs: &inputs,
        input_options: &options,
        decoder: &RowDecoder::default(),
        output: OutputOptions::new(Target::Nowhere, Fingerprint::new(Map::new(), &inputs)),
        threads: arguments.threads.count(),
        group: GROUP,
        shard: None,
        sample: None,
        console,
    };
    let ended = plan.execute(|rows: &[Row]| checker.check(rows))?;
    let ended = ended.context("a run that cannot resume always runs")?;
    let mut out = anstream::stdout().lock();
    ended.figures.write(&mut out).and_then(|()| out.flush()).map_err(Failure::output)?;
    ended.tell_unreadable(console);
    let is_clean = ended.figures.is_clean() && ended.ledger.records_rejected() == 0;
    ended.conclude()?;
    if is_clean { Ok(()) } else { Err(Failure::Violations) }
}

/// A row that is being checked.
struct Entry {
    name: String,
    edits: usize,
    is_sample: bool,
    is_shape: bool,
    violations: Vec<Violation>,
}

/// What rows are checked with.
struct Checker<'a> {
    arguments: &'a CheckArguments,
    toolbox: &'a dyn Toolbox,
    /// The language of rows that do not say theirs.
    language: String,
    /// Of every language, or why there are none.
    linters: BTreeMap<String, Result<Vec<Box<dyn Linter>>, String>>,
    ids: Ids,
}

impl<'a> Checker<'a> {
    /// Prepares the linters. One that cannot run for the language asked for is a mistake in usage, and better known
    /// before an hour's work; of other languages there may be no row.
    fn new(arguments: &'a CheckArguments, toolbox: &'a dyn Toolbox) -> anyhow::Result<Self> {
        let language = toolbox.wanted_language(Some(&arguments.language))?.unwrap_or_default();
        toolbox.check_linters(None, &arguments.linters)?;
        toolbox.linters(&language, &arguments.linters)?;
        let of_language = |known: Language| {
            let linters = toolbox.linters(&known.name, &arguments.linters);
            (known.name, linters.map_err(|error| format!("{error:#}")))
        };
        let linters = toolbox.languages().into_iter().map(of_language).collect();
        Ok(Self { arguments, toolbox, language, linters, ids: Ids::default() })
    }

    fn check(&self, rows: &[Row]) -> Vec<Result<Outcome<Report>, Rejection>> {
        let fields = EditFields { text: None, code: self.arguments.code_field.clone() };
        let mut entries = Vec::with_capacity(rows.len());
        let mut subjects: BTreeMap<String, Vec<(usize, Subject)>> = BTreeMap::new();
        for row in rows {
            let is_sample = rows::is_sample(row);
            let mut entry = Entry {
                name: rows::place(row),
                edits: 0,
                is_sample,
                is_shape: false,
                violations: Vec::new(),
            };
            if is_sample {
                let parses =
                    |language: &str, text: &str| self.toolbox.is_program(self.canonical(language), text);
                entry.violations = self.ids.check(row, &parses);
                entries.push(entry);
                continue;
            }
            if let Some(verdict) = rows::training_row(row) {
                entry.is_sample = true;
                entry.is_shape = verdict == RowVerdict::Shape;
                if let RowVerdict::Broken(detail) = verdict {
                    entry.violations.push(Violation { kind: Kind::Row, step: None, line: None, detail });
                }
                entries.push(entry);
                continue;
            }
            let subject = read(row, &fields).and_then(|row| {
                entry.edits = row.edits.len();
                let language = row.language.as_deref().map_or(&*self.language, |name| self.canonical(name));
                Ok((language.to_owned(), Subject::new(row)?))
            });
            match subject {
                Ok((language, mut subject)) => {
                    subject.add_unnatural(|text| self.toolbox.anatomy(&language, text));
                    subjects.entry(language).or_default().push((entries.len(), subject));
                }
                Err(violation) => entry.violations.push(violation),
            }
            entries.push(entry);
        }
        for (language, mut subjects) in subjects {
            self.lint(&language, &mut subjects);
            for (position, subject) in subjects {
                entries[position].violations = subject.violations;
            }
        }
        entries.into_iter().map(|entry| Ok(self.outcome(entry))).collect()
    }

    /// The name under which a language is known, if it is.
    fn canonical<'n>(&'n self, name: &'n str) -> &'n str {
        self.toolbox.by_name(name).unwrap_or(name)
    }

    fn lint(&self, language: &str, subjects: &mut [(usize, Subject)]) {
        let unknown = || Err(format!("{language}: not a known language; see `lintseq languages`"));
        match self
            .linters
            .get(language)
            .map_or_else(unknown, |linters| linters.as_ref().map_err(Clone::clone))
        {
            Ok(linters) => lint(subjects, linters),
            Err(detail) => {
                for (_, subject) in subjects {
                    let detail = detail.clone();
                    let violation = Violation { kind: Kind::NotLinted, step: None, line: None, detail };
                    subject.violations.push(violation);
                }
            }
        }
    }

    fn outcome(&self, entry: Entry) -> Outcome<Report> {
        let Entry { name, edits, is_sample, is_shape, violations } = entry;
        let wanted = self.arguments.examples;
        let stats = if is_sample {
            Report::on_row(&name, &violations, wanted, is_shape)
        } else {
            Report::on(&name, edits, &violations, wanted)
        };
        Outcome::counted(stats)
    }
}

fn lint(subjects: &mut [(usize, Subject)], linters: &[Box<dyn Linter>]) {
    let mut subjects: Vec<_> = subjects.iter_mut().map(|(_, subject)| subject).collect();
    for linter in linters {
        add_findings(&mut subjects, linter.as_ref());
    }
}

fn read(row: &Row, fields: &EditFields) -> Result<EditRow, Violation> {
    let unreadable = |detail| Violation { kind: Kind::Unreadable, step: None, line: None, detail };
    let row = rows::edits(row, fields).map_err(|error| unreadable(error.to_string()))?;
    if row.source.is_none() {
        return Err(unreadable("the row has no program to compare with".to_owned()));
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use lintseq_core::{Diagnostic, EditSequence, Index as _, LineId, LintError, LintJob, Source, Step};
    use lintseq_dataset::{Decoder as _, LanguageTable};

    use super::*;
    use crate::arguments::{Cli, Command, GenerateArguments, Linters};
    use crate::toolbox::{Anatomy, Generator, LineRange};

    /// A language with one rule, that names are assigned before they are used, in which `#` starts a comment
    /// and `"""` a string.
    struct Toy;

    impl Linter for Toy {
        fn name(&self) -> &'static str {
            "toy"
        }

        fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
            let state = |text: String| {
                let is_bad = |line: &str| line.ends_with("= a") && !text.contains("a = 1\n");
                let bad = (0..).zip(text.lines()).filter(|(_, line)| is_bad(line));
                bad.map(|(line, _)| Diagnostic {
                    line,
                    code: "F821".to_owned(),
                    message: "Undefined name `a`".to_owned(),
                })
                .collect()
            };
            let states = |job: &LintJob<'_>| {
                Ok(job.steps.iter().map(|step| state(job.sequence.state(job.source, *step))).collect())
            };
            jobs.iter().map(states).collect()
        }
    }

    impl LanguageTable for Toy {
        fn by_name(&self, name: &str) -> Option<&str> {
            (name == "python").then_some("python")
        }
    }

    impl lintseq_dataset::filter::Grammars for Toy {}

    impl Toolbox for Toy {
        fn languages(&self) -> Vec<Language> {
            let (linters, extensions) = (vec!["toy".to_owned()], vec!["py".to_owned()]);
            vec![Language { name: "python".to_owned(), extensions, linters, features: Vec::new() }]
        }

        fn generator<'a>(&'a self, _: &GenerateArguments) -> anyhow::Result<Generator<'a>> {
            anyhow::bail!("nothing is generated here")
        }

        fn check_linters(&self, _: Option<&str>, _: &Linters) -> anyhow::Result<()> {
            Ok(())
        }

        fn is_installed(&self, _: &str) -> Option<bool> {
            None
        }

        fn linters(&self, _: &str, _: &Linters) -> anyhow::Result<Vec<Box<dyn Linter>>> {
            Ok(vec![Box::new(Self)])
        }

        fn is_program(&self, _: &str, _: &str) -> bool {
            true
        }

        fn needs(
            &self,
            _language: &str,
            _text: &str,
            _runs: &[std::ops::Range<usize>],
        ) -> Vec<lintseq_samples::commits::Need> {
            Vec::new()
        }

        fn anatomy(&self, _: &str, text: &str) -> Option<Anatomy> {
            let source = Source::new(text);
            let at = |start: &str| -> Vec<LineId> {
                source.lines().filter(|line| source.line(*line).starts_with(start)).collect()
            };
            let range = |first: LineId, last: LineId| first..LineId::new(last.index() + 1);
            let pieces = at("\"\"\"").chunks_exact(2).map(|ends| range(ends[0], ends[1])).collect();
            Some(Anatomy { pieces, comments: at("#").into_iter().map(|line| range(line, line)).collect() })
        }

        fn explain(&self, _: &str, _: &Source<'_>, _: &EditSequence, _: Step) -> Vec<(LineRange, String)> {
            Vec::new()
        }
    }

    #[track_caller]
    fn check(file: &str, expected: &str) {
        let file = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
        let cli = Cli::parse_from(["lintseq", "check", &file]);
        let Command::Check(arguments) = cli.command else { unreachable!("the command is check") };
        let options = rows::input_options(&arguments.file, &Toy);
        let rows: Vec<Row> = rows::find(&options)
            .unwrap()
            .read(&options)
            .map(|record| RowDecoder::default().decode(&record.unwrap()).unwrap())
            .collect();
        let mut report = Report::default();
        for outcome in Checker::new(&arguments, &Toy).unwrap().check(&rows) {
            lintseq_dataset::Merge::merge(&mut report, outcome.unwrap().stats);
        }
        let mut out = Vec::new();
        report.write(&mut out).unwrap();
        let plain = String::from_utf8(anstream::adapter::strip_bytes(&out).into_vec()).unwrap();
        assert_eq!(plain.replace(&file, "FILE"), expected);
    }

    #[test]
    fn sound_sequences_keep_every_promise() {
        check(
            "sequences.jsonl",
            "3 sequences, 7 states\nP1 replay   kept\nP2 valid    kept\nP3 natural  kept\n",
        );
    }

    #[test]
    fn every_violation_is_found_and_placed() {
        check(
            "broken.jsonl",
            r#"6 sequences, 11 states
P1 replay   broken by 3 sequences
         1 unreadable rows
           FILE:6: id none: no field `edits`, `edit_path` or `text` with edits; the row has: id, response
         1 edits that do not apply
           FILE:5: id unfit, step 1/1: hunk 1, row 1 of the diff: the hunk covers the text up to line 3, but the text has 0 lines; check that the edits are applied in order, from the empty text
         1 final states that are not the program
           FILE:1: id other, line 2: expected "b = 2", found "b = 3"
P2 valid    broken by 1 sequences
         1 states with a new finding
           FILE:4: id bad, step 1/2, line 1: F821 Undefined name `a`
P3 natural  broken by 2 sequences
         1 edits of only blank lines
           FILE:3: id blank, step 2/3, line 2: 1 blank lines
         1 edits of only comments
           FILE:3: id blank, step 3/3, line 3: "\# why"
         1 strings or comments torn apart
           FILE:2: id torn, step 2/3, line 2: lines 1-3 of the program belong together
"#
            .replace("\\#", "#")
            .as_str(),
        );
    }
}
