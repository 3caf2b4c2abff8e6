//! `lintseq decontaminate`: rows that hold no task of a benchmark.

use anyhow::anyhow;
use lintseq_dataset::{Inputs, Line, LineDecoder, Merge, Outcome, RowDecoder, Texts};
use serde::{Deserialize, Serialize};

use crate::arguments::{DecontaminateArguments, FolderFormat};
use crate::console::Console;
use crate::contamination::{Contamination, TasksFound};
use crate::exit::Failure;
use crate::job::{Columns, Files, Job};
use crate::rows;
use crate::run::fingerprint_of;
use crate::summary::RowTable;
use crate::toolbox::Toolbox;

/// Passes on the rows that hold no task.
pub(crate) fn run(
    arguments: &DecontaminateArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let job = job(arguments, toolbox)?;
    let input_options = rows::input_options(&arguments.input, toolbox);
    let (planning, threads) = (&arguments.planning, arguments.threads.count());
    let files = Files { input: &input_options, planning, sample: None, threads };
    let output = |inputs: &Inputs| {
        let columns = rows::columns(inputs, &input_options);
        let folder = arguments.folder.options(FolderFormat::Jsonl, 0);
        Ok(arguments.destination.options(fingerprint_of(arguments, inputs, &[])?, folder, columns))
    };
    if let Some(ended) = job.run(&files, output, console)? {
        let table = RowTable { ledger: &ended.ledger, elapsed: ended.elapsed };
        console.say(format_args!("{table}{}", ended.figures.tasks));
        ended.conclude()?;
    }
    Ok(())
}

/// What the command does to a row.
pub(crate) fn job<'t>(
    arguments: &DecontaminateArguments,
    toolbox: &'t dyn Toolbox,
) -> Result<Job<'t, LineDecoder, Found>, Failure> {
    let contamination = Contamination::load(&arguments.benchmarks, arguments.evidence.options(), toolbox)?;
    let contamination = contamination
        .ok_or_else(|| Failure::usage(anyhow!("no benchmark is named; name its file with --benchmark")))?;
    let texts = Texts::new(&arguments.field).and_instruction().and_sequences();
    let decoder = LineDecoder { rows: RowDecoder { id_field: arguments.id_field.clone() } };
    let work =
        move |lines: &[Line]| lines.iter().map(|line| Ok(outcome(line, &texts, &contamination))).collect();
    let shard = arguments.planning.shard();
    let columns = Columns::OfRecords { without: Vec::new(), with: Vec::new() };
    Ok(Job { decoder, work: Box::new(work), group: 1, shard, columns })
}

/// What is counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Found {
    /// In how many rows every task was found.
    tasks: TasksFound,
}

impl Merge for Found {
    fn merge(&mut self, later: Self) {
        self.tasks.merge(later.tasks);
    }
}

fn outcome(line: &Line, texts: &Texts, contamination: &Contamination<'_>) -> Outcome<Found> {
    let mut stats = Found::default();
    if let Err(rejection) = contamination.judge_row(&line.row, texts, &mut stats.tasks) {
        return Outcome::rejected(rejection, stats);
    }
    let mut lines = line.bytes.to_vec();
    lines.push(b'\n');
    Outcome::new(lines, 1, stats)
}
