//! The row-wise commands for programs that have their records in memory.
//!
//! An option is a flag of the command line by its name, with the same values, defaults and messages: options are
//! turned into arguments, which the one parser reads. What says where files are and how they lie has no meaning here,
//! and is refused like any unknown name.

mod options;
mod program;

use std::io;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use clap::{CommandFactory as _, FromArgMatches as _};
use lintseq_dataset::{Column, Decoder, Ledger, MapOptions, Merge, RawRecord, map_records};
use serde_json::{Map, Value};

use crate::arguments::{Cli, Command, Stage, first_paragraph};
use crate::commands;
use crate::exit::Failure;
use crate::job::{Columns, Job};
use crate::languages::BuiltIn;
use crate::toolbox::Toolbox;

pub use options::{CommandOption, OptionKind, options};
pub use program::{Edits, Finding, Language, Refused, apply, check, languages};

/// What is wrong with options, in words for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(String);

/// A command with its options, ready for records.
pub struct Transform {
    mapping: Box<dyn Mapping>,
}

/// What becomes of records.
#[derive(Debug, Default)]
pub struct Mapped {
    /// The rows, each a line of JSON with its newline.
    pub lines: Vec<u8>,
    /// A line for each record left out, where it is wanted: `id, source, line, reason, message, record`.
    pub rejected: Vec<u8>,
    /// The account.
    pub ledger: Ledger,
}

impl Transform {
    /// Prepares a command: `generate`, `commits`, `export`, `filter`, `decontaminate`, or the first stage of `dedup`.
    /// Options have the names of flags, with underscores or dashes, and their order is that of the flags.
    ///
    /// # Errors
    /// If an option is unknown, or its value is, or a linter cannot run here.
    pub fn new(command: &str, options: &Map<String, Value>) -> Result<Self, UsageError> {
        Ok(Self { mapping: mapping(parse(command, options)?)? })
    }

    /// The columns of the rows of records with these columns.
    pub fn columns(&self, records: &[Column]) -> Vec<Column> {
        self.mapping.columns().of(records)
    }

    /// Whether rows carry the columns of their records through.
    pub fn carries_records(&self) -> bool {
        matches!(self.mapping.columns(), Columns::OfRecords { .. })
    }

    /// Maps records. `goes_on` is asked every now and then on the caller's thread; `None` says that it said no.
    ///
    /// # Errors
    /// If a thread cannot be started.
    pub fn map(
        &self,
        records: &[RawRecord],
        threads: NonZeroUsize,
        keeps_rejected: bool,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> io::Result<Option<Mapped>> {
        self.mapping.map(records, threads, keeps_rejected, goes_on)
    }
}

/// The languages, which are loaded once.
fn toolbox() -> &'static BuiltIn {
    static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(BuiltIn::load);
    &BUILT_IN
}

fn parse(name: &str, options: &Map<String, Value>) -> Result<Command, UsageError> {
    let cli = Cli::command();
    let flags = options::flags(&cli, name, options).map_err(|error| UsageError(format!("{error:#}")))?;
    let arguments = ["lintseq".into(), name.into()].into_iter().chain(flags).chain(["-".into()]);
    let parsed = cli.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map(|cli| cli.command).map_err(|error| UsageError(first_paragraph(&error)))
}

fn mapping(command: Command) -> Result<Box<dyn Mapping>, UsageError> {
    fn boxed<D: Decoder + Send + 'static, S: Merge + 'static>(
        job: Result<Job<'static, D, S>, Failure>,
    ) -> Result<Box<dyn Mapping>, UsageError> {
        let job = job.map_err(|failure| UsageError(failure.to_string()))?;
        Ok(Box::new(job))
    }
    let toolbox: &'static dyn Toolbox = toolbox();
    match command {
        Command::Generate(arguments) => boxed(commands::generate::job(&arguments, toolbox)),
        Command::Commits(arguments) => boxed(commands::commits::job(&arguments, toolbox)),
        Command::Filter(arguments) => boxed(commands::filter::job(&arguments, toolbox)),
        Command::Decontaminate(arguments) => boxed(commands::decontaminate::job(&arguments, toolbox)),
        Command::Export(arguments) => boxed(commands::export::job(&arguments, toolbox)),
        Command::Dedup(arguments) if arguments.stage == Some(Stage::Signatures) => {
            boxed(commands::dedup::signatures_job(&arguments))
        }
        _ => Err(UsageError("a command that needs files".to_owned())),
    }
}

/// A job of any kind.
trait Mapping: Send + Sync {
    fn columns(&self) -> &Columns;

    fn map(
        &self,
        records: &[RawRecord],
        threads: NonZeroUsize,
        keeps_rejected: bool,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> io::Result<Option<Mapped>>;
}

impl<D: Decoder + Send, S: Merge> Mapping for Job<'_, D, S> {
    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn map(
        &self,
        records: &[RawRecord],
        threads: NonZeroUsize,
        keeps_rejected: bool,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> io::Result<Option<Mapped>> {
        let Self { group, shard, .. } = *self;
        let mut options = MapOptions { threads, group, shard, keeps_rejected, goes_on };
        let mapped = map_records(records, &self.decoder, &mut options, &*self.work)?;
        Ok(mapped.map(|mapped| Mapped {
            lines: mapped.lines,
            rejected: mapped.rejected,
            ledger: mapped.ledger,
        }))
    }
}

#[cfg(test)]
mod tests {
    use lintseq_dataset::Payload;
    use serde_json::json;

    use super::*;

    fn transform(command: &str, options: &Value) -> Result<Transform, String> {
        let options = options.as_object().expect("options are an object");
        Transform::new(command, options).map_err(|error| error.to_string())
    }

    fn map(transform: &Transform, rows: &[Value]) -> Mapped {
        let record = |(index, row): (u64, &Value)| RawRecord {
            index,
            source: "memory".into(),
            path: None,
            line: Some(index + 1),
            payload: Payload::Json(row.to_string().into()),
        };
        let records: Vec<_> = (0..).zip(rows).map(record).collect();
        transform.map(&records, NonZeroUsize::MIN, true, &mut || true).unwrap().unwrap()
    }

    #[test]
    fn records_become_the_rows_that_their_columns_tell_of() {
        let programs = [json!({"id": 3, "content": "x = 1\nprint(x)\n"}), json!({"id": 4})];
        for format in ["sequences", "samples", "pylintseq", "text", "zeta2"] {
            let transform = transform("generate", &json!({"format": format, "seed": 1})).unwrap();
            let mapped = map(&transform, &programs);
            let names: Vec<_> = transform.columns(&[]).into_iter().map(|column| column.name).collect();
            let rows = String::from_utf8(mapped.lines).unwrap();
            assert_eq!(rows.lines().count() as u64, mapped.ledger.rows(), "{format}");
            for row in rows.lines() {
                let row: Map<String, Value> = serde_json::from_str(row).unwrap();
                assert_eq!(row.keys().collect::<Vec<_>>(), names.iter().collect::<Vec<_>>(), "{format}");
            }
            assert!(String::from_utf8(mapped.rejected).unwrap().contains("missing-field"));
            assert_eq!((mapped.ledger.records_in(), mapped.ledger.records_rejected()), (2, 1));
        }
    }

    #[test]
    fn signatures_name_records_after_their_places() {
        let signatures = transform("dedup", &json!({"stage": "signatures"})).unwrap();
        let programs =
            [json!({"id": "a", "content": "x = 1\n"}), json!({"id": "b", "content": "x  =  1\n"}), json!({})];
        let mapped = map(&signatures, &programs);
        let rows: Vec<Map<String, Value>> = String::from_utf8(mapped.lines)
            .unwrap()
            .lines()
            .map(|row| serde_json::from_str(row).unwrap())
            .collect();
        for (row, end) in rows.iter().zip(["\tmemory\t0000000001", "\tmemory\t0000000002"]) {
            assert!(row["record"].as_str().unwrap().ends_with(end), "{row:?}");
        }
        assert_eq!(rows[0]["bands"], rows[1]["bands"]);
        assert_eq!((rows.len(), mapped.ledger.records_rejected()), (2, 1));
    }

    #[test]
    fn what_is_wrong_is_said_as_on_the_command_line() {
        let error = |command, options| transform(command, &options).err().unwrap();
        assert_eq!(
            error("generate", json!({"seed": "x"})),
            "invalid value 'x' for '--seed <N>': invalid digit found in string"
        );
        assert_eq!(error("generate", json!({"sed": 1})), "unknown key `sed`; did you mean `seed`?");
        assert!(error("generate", json!({"linter": ["nobody"]})).contains("nobody"));
        assert!(error("export", json!({})).contains("--format"));
        assert!(error("commits", json!({"format": "nep"})).contains("--compat nep"));
        assert_eq!(error("dedup", json!({})), "a command that needs files");
        assert_eq!(error("dedup", json!({"stage": "keep"})), "a command that needs files");
    }
}
