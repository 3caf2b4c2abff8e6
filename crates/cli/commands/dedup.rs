//! `lintseq dedup`: one pass that finds what is alike, and one that writes what stays.

mod marking;
mod stages;
mod table;

use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, anyhow};
use lintseq_core::{Column, Reason, Rejection};
use lintseq_dataset::dedup::{CollectOptions, Collector, Decision, Decisions, Keep, memory_for_sorting};
use lintseq_dataset::{
    Decoder as _, Fingerprint, GlanceDecoder, InputOptions, Inputs, Line, Merge, Outcome, OutputOptions,
    Payload, RawRecord, Target, Texts,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::table::Table;
use crate::arguments::{self, DedupArguments, FolderFormat, Stage};
use crate::console::Console;
use crate::exit::Failure;
use crate::rows;
use crate::run::{Begun, Ended, Plan, fingerprint_of};
use crate::steps::Over;
use crate::toolbox::Toolbox;

pub(crate) use self::stages::signatures_job;

/// How many rows are marked at once, with one set of permutations.
const GROUP: usize = 64;
/// The column that `--mark` adds.
const MARK: &str = "duplicate_of";

/// Deduplicates, or does one stage of it.
pub(crate) fn run(
    arguments: &DedupArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let job = Job::new(arguments, console, toolbox)?;
    match arguments.stage {
        None => job.all_at_once(),
        Some(Stage::Signatures) => stages::signatures(&job),
        Some(Stage::Edges) => stages::edges(&job),
        Some(Stage::Clusters) => stages::clusters(&job),
        Some(Stage::Keep) => stages::keep(&job),
    }
}

/// Deduplicates the rows that a run has made. `None` says that it was done before.
pub(crate) fn step(arguments: &DedupArguments, over: Over<'_>) -> Result<Option<Ended<()>>, Failure> {
    refuse_what_has_no_use(arguments).map_err(Failure::Usage)?;
    let Over { before, inputs, input_options, output, console } = over;
    let job = Job { arguments, texts: arguments.texts(), input_options, inputs, console };
    let existing = job.existing()?;
    let decoder = job.writing_decoder();
    let Some(mut begun) = job.plan_into(output, &decoder).begin()? else { return Ok(None) };
    begun.follow(before, "dedup")?;
    let decisions = job.decide(existing.as_ref())?;
    Ok(Some(job.keep_rows(begun, &decisions)?.plain()))
}

/// What all stages share.
struct Job<'a> {
    arguments: &'a DedupArguments,
    texts: Texts,
    input_options: InputOptions<'a>,
    inputs: Inputs,
    console: Console,
}

impl<'a> Job<'a> {
    fn new(
        arguments: &'a DedupArguments,
        console: Console,
        toolbox: &'a dyn Toolbox,
    ) -> Result<Self, Failure> {
        refuse_what_has_no_use(arguments).map_err(Failure::Usage)?;
        let input_options =
            InputOptions { exclude: &arguments.exclude, ..rows::input_options(&arguments.input, toolbox) };
        let inputs = rows::find(&input_options)?;
        Ok(Self { arguments, texts: arguments.texts(), input_options, inputs, console })
    }

    fn all_at_once(&self) -> Result<(), Failure> {
        self.inputs.check_rereadable().map_err(Failure::usage)?;
        let existing = self.existing()?;
        let decoder = self.writing_decoder();
        let plan = self.writing_plan(&decoder, existing.as_ref().map(|(_, inputs)| inputs))?;
        let Some(begun) = plan.begin()? else { return Ok(()) };
        let decisions = self.decide(existing.as_ref())?;
        self.write(begun, &decisions)
    }

    /// Finds what is alike, and decides who stays.
    fn decide(&self, existing: Option<&(InputOptions<'a>, Inputs)>) -> Result<Decisions, Failure> {
        let collector = Mutex::new(self.collector()?);
        let records = self.mark(&self.inputs, &self.input_options, 0, false, &collector)?;
        if let Some((options, inputs)) = existing {
            self.mark(inputs, options, records, true, &collector)?;
        }
        let collector = collector.into_inner().unwrap_or_else(PoisonError::into_inner);
        let connected = collector.connect(|_, _| {}).context(SPILL)?;
        Ok(connected.decide(self.keep()).context(SPILL)?)
    }

    /// Finds other inputs than those to deduplicate.
    fn find(&self, files: &'a [String]) -> Result<(InputOptions<'a>, Inputs), Failure> {
        let options = InputOptions { arguments: files, ..self.input_options };
        let inputs = Inputs::find(&options).map_err(Failure::usage)?;
        Ok((options, inputs))
    }

    /// The corpus that is only compared with, if there is one.
    fn existing(&self) -> Result<Option<(InputOptions<'a>, Inputs)>, Failure> {
        let against = &self.arguments.against;
        (!against.is_empty()).then(|| self.find(against)).transpose()
    }

    /// A pass over rows that writes nothing.
    fn reading_plan<'p, D>(
        &self,
        inputs: &'p Inputs,
        input_options: &'p InputOptions<'p>,
        decoder: &'p D,
    ) -> Plan<'p, D> {
        Plan {
            inputs,
            input_options,
            decoder,
            output: OutputOptions::new(Target::Nowhere, Fingerprint::new(serde_json::Map::new(), inputs)),
            threads: self.arguments.threads.count(),
            group: GROUP,
            shard: None,
            sample: None,
            console: self.console.without_details(),
        }
    }

    fn writing_decoder(&self) -> GlanceDecoder {
        let fields = if self.arguments.mark { vec![MARK.to_owned()] } else { Vec::new() };
        GlanceDecoder { id_field: self.arguments.id_field.clone(), fields }
    }

    /// The pass that writes what stays. `others` are inputs that bear on it, too.
    fn writing_plan<'p>(
        &'p self,
        decoder: &'p GlanceDecoder,
        others: Option<&Inputs>,
    ) -> Result<Plan<'p, GlanceDecoder>, Failure> {
        let arguments = self.arguments;
        let mut fingerprint = fingerprint_of(arguments, &self.inputs, &["memory", "temporary"])?;
        if let Some(others) = others {
            besides(&mut fingerprint, others);
        }
        let mut columns = self.inputs.columns();
        let format = if columns.is_empty() { FolderFormat::Jsonl } else { FolderFormat::Parquet };
        if arguments.mark && !columns.is_empty() {
            columns.retain(|column| column.name != MARK);
            columns.push(Column::text(MARK));
        }
        let folder = arguments.folder.options(format, arguments.seed);
        Ok(self.plan_into(arguments.destination.options(fingerprint, folder, columns), decoder))
    }

    fn plan_into<'p>(&'p self, output: OutputOptions, decoder: &'p GlanceDecoder) -> Plan<'p, GlanceDecoder> {
        Plan {
            inputs: &self.inputs,
            input_options: &self.input_options,
            decoder,
            output,
            threads: self.arguments.threads.count(),
            group: 1,
            shard: None,
            sample: None,
            console: self.console,
        }
    }

    const fn keep(&self) -> Keep {
        match self.arguments.keep {
            arguments::Keep::First => Keep::First,
            arguments::Keep::None => Keep::None,
        }
    }

    fn collector(&self) -> Result<Collector, Failure> {
        let arguments = self.arguments;
        let options = CollectOptions {
            verify: arguments.verify.then_some(arguments.threshold),
            memory: memory_for_sorting(arguments.memory.0, arguments.threads.count().get()),
            folder: self.temporary(),
        };
        Ok(Collector::new(options).context(SPILL)?)
    }

    fn temporary(&self) -> std::path::PathBuf {
        self.arguments.temporary.clone().unwrap_or_else(std::env::temp_dir)
    }

    /// Marks all rows of some inputs, numbered from `first` on, and gives back the number after the last.
    fn mark(
        &self,
        inputs: &Inputs,
        input_options: &InputOptions<'_>,
        first: u32,
        existing: bool,
        collector: &Mutex<Collector>,
    ) -> Result<u32, Failure> {
        let decoder = self.arguments.marking_decoder();
        let prototype = self.arguments.marker();
        let mark = |lines: &[Line]| {
            let mut marker = prototype.clone();
            let marks: Vec<_> = lines.iter().map(|line| marker.mark(line, existing)).collect();
            let mut collector = collector.lock().unwrap_or_else(PoisonError::into_inner);
            for (line, mark) in lines.iter().zip(marks) {
                // Rows without a text are told of by the pass that writes.
                if let Some(mark) = mark {
                    collector.add(first + line.row.index as u32, &mark);
                }
            }
            lines.iter().map(|_| Ok(Outcome::<()>::default())).collect()
        };
        let ended = self.reading_plan(inputs, input_options, &decoder).execute(mark)?;
        let ended = ended.context("a run without an output always runs")?;
        let records = u64::from(first) + ended.ledger.records_in();
        ended.conclude()?;
        number_of(records)
    }

    /// Writes what stays.
    fn write(&self, begun: Begun<'_, GlanceDecoder>, decisions: &Decisions) -> Result<(), Failure> {
        let ended = self.keep_rows(begun, decisions)?;
        self.console.say(Table {
            ledger: &ended.ledger,
            figures: &ended.figures,
            clusters: decisions.clusters(),
            bands: (self.arguments.likeness == arguments::Likeness::Near && self.arguments.stage.is_none())
                .then(|| self.arguments.bands()),
            elapsed: ended.elapsed,
        });
        ended.conclude()
    }

    fn keep_rows(
        &self,
        begun: Begun<'_, GlanceDecoder>,
        decisions: &Decisions,
    ) -> Result<Ended<Figures>, Failure> {
        let marking = self.arguments.marking_decoder();
        begun.run(|lines: &[Line]| lines.iter().map(|line| self.outcome(line, decisions, &marking)).collect())
    }

    /// What is written of a row.
    fn outcome(
        &self,
        line: &Line,
        decisions: &Decisions,
        marking: &GlanceDecoder,
    ) -> Result<Outcome<Figures>, Rejection> {
        let spilled = |error: std::io::Error| Rejection::new(Reason::Panicked, format!("{SPILL}: {error}"));
        let decision = decisions.of(line.row.index as u32).map_err(spilled)?;
        let mut stats = Figures { stay_for_others: u64::from(decision == Decision::Stays), marked: 0 };
        let first = match decision {
            Decision::Unmarked => return Err(self.why_unmarked(line, marking)),
            Decision::Alone | Decision::Stays => None,
            Decision::Goes { first, existing } => Some((first, existing)),
        };
        let mut lines = line.bytes.to_vec();
        if self.arguments.mark {
            stats.marked = u64::from(first.is_some());
            lines = with_mark(line, first.map(|(id, _)| id))?;
        } else if let Some((first, existing)) = first {
            let near = self.arguments.likeness == arguments::Likeness::Near;
            let reason = if near { Reason::NearDuplicate } else { Reason::Duplicate };
            let corpus = if existing { ", which is in the corpus compared with" } else { "" };
            return Err(Rejection::new(reason, format!("of the record with the id {first}{corpus}")));
        }
        lines.push(b'\n');
        Ok(Outcome::new(lines, 1, stats))
    }

    /// Why the first pass had no use for a row: it read more of it than the second.
    fn why_unmarked(&self, line: &Line, marking: &GlanceDecoder) -> Rejection {
        let row = &line.row;
        let record = RawRecord {
            index: row.index,
            source: row.source.clone(),
            path: None,
            line: row.line,
            payload: Payload::Json(line.bytes.to_vec()),
        };
        match marking.decode(&record) {
            Ok(_) => self.texts.missing(),
            Err(rejected) => rejected.rejection,
        }
    }
}

/// Makes a run another one where inputs differ that it reads besides those that it writes.
fn besides(fingerprint: &mut Fingerprint, others: &Inputs) {
    let of_others = Fingerprint::new(serde_json::Map::new(), others).inputs;
    fingerprint.options.insert("besides".to_owned(), of_others.into());
}

/// What to say when a temporary file fails.
const SPILL: &str = "a temporary file cannot be written or read; see --temporary";

/// What is counted on the way.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Figures {
    /// Records that stay for others.
    stay_for_others: u64,
    /// Records that were marked as duplicates.
    marked: u64,
}

impl Merge for Figures {
    fn merge(&mut self, later: Self) {
        self.stay_for_others += later.stay_for_others;
        self.marked += later.marked;
    }
}

/// A number of records, as long as it is one that they can be numbered by.
fn number_of(records: u64) -> Result<u32, Failure> {
    let most = u64::from(u32::MAX >> 1);
    u32::try_from(records).ok().filter(|_| records < most).ok_or_else(|| {
        Failure::usage(anyhow!(
            "{records} records are more than are deduplicated at once ({most}); use --stage"
        ))
    })
}

/// The row with the mark, and otherwise as it was.
fn with_mark(line: &Line, first: Option<String>) -> Result<Vec<u8>, Rejection> {
    let mark = first.map_or(Value::Null, Value::from);
    if line.row.fields.contains_key(MARK) {
        let mut fields: serde_json::Map<String, Value> = serde_json::from_slice(&line.bytes)
            .map_err(|error| Rejection::new(Reason::InvalidJson, error.to_string()))?;
        fields.insert(MARK.to_owned(), mark);
        return Ok(serde_json::to_vec(&fields).expect("a row of JSON is JSON"));
    }
    let mut bytes = line.bytes.to_vec();
    // The last byte of an object is its brace.
    bytes.pop();
    while bytes.last().is_some_and(u8::is_ascii_whitespace) {
        bytes.pop();
    }
    if !bytes.ends_with(b"{") {
        bytes.push(b',');
    }
    bytes.extend(format!("\"{MARK}\":{mark}}}").bytes());
    Ok(bytes)
}

fn refuse_what_has_no_use(arguments: &DedupArguments) -> anyhow::Result<()> {
    let stage = arguments.stage;
    let writes = matches!(stage, None | Some(Stage::Keep));
    let refused = [
        ("--clusters", !arguments.clusters.is_empty() && stage != Some(Stage::Keep), "--stage keep"),
        (
            "--against",
            !arguments.against.is_empty() && !matches!(stage, None | Some(Stage::Edges)),
            "--stage edges, or without --stage",
        ),
        ("--mark", arguments.mark && !writes, "--stage keep, or without --stage"),
        (
            "--keep none",
            arguments.keep == arguments::Keep::None && !writes,
            "--stage keep, or without --stage",
        ),
        (
            "--rejected",
            arguments.destination.rejected.is_some() && matches!(stage, Some(Stage::Edges | Stage::Clusters)),
            "a stage that reads rows",
        ),
        ("--verify", arguments.verify && arguments.likeness != arguments::Likeness::Near, "--likeness near"),
    ];
    for (flag, is_refused, goes) in refused {
        anyhow::ensure!(!is_refused, "{flag} goes with {goes}");
    }
    anyhow::ensure!(
        stage != Some(Stage::Keep) || !arguments.clusters.is_empty(),
        "--stage keep needs --clusters"
    );
    Ok(())
}
