//! `lintseq decontaminate`: rows that hold no task of a benchmark.

use lintseq_core::Rejection;
use lintseq_dataset::{Line, LineDecoder, Merge, Outcome, OutputOptions, RowDecoder, Target};
use serde::{Deserialize, Serialize};

use crate::arguments::{DecontaminateArguments, FolderFormat};
use crate::console::Console;
use crate::contamination::{Contamination, TasksFound};
use crate::exit::Failure;
use crate::rows;
use crate::run::{Plan, fingerprint_of};
use crate::summary::RowTable;
use crate::toolbox::Toolbox;

/// Passes on the rows that hold no task.
pub(crate) fn run(
    arguments: &DecontaminateArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let contamination = Contamination::load(&arguments.benchmarks, &arguments.field, toolbox)?;
    let input_options = rows::input_options(&arguments.input, toolbox);
    let inputs = rows::find(&input_options)?;
    let mut fingerprint = fingerprint_of(arguments, &inputs, &[])?;
    fingerprint.options.insert("benchmark".to_owned(), contamination.identity());
    let mut output = OutputOptions::new(Target::of(&arguments.output), fingerprint);
    output.rejected.clone_from(&arguments.rejected);
    output.resume = arguments.resume;
    output.folder = arguments.folder.options(FolderFormat::Parquet, 0);
    let plan = Plan {
        inputs: &inputs,
        input_options: &input_options,
        decoder: &LineDecoder { rows: RowDecoder { id_field: arguments.id_field.clone() } },
        output,
        threads: arguments.threads.count(),
        group: 1,
        shard: arguments.shard.as_ref().map(|part| part.shard),
        sample: None,
        console,
    };
    let work = |lines: &[Line]| lines.iter().map(|line| Ok(judge(line, &contamination))).collect();
    if let Some(ended) = plan.execute(work)? {
        let table = contamination.table(&ended.figures.found);
        console.say(format_args!("{}\n{table}", RowTable { ledger: &ended.ledger, elapsed: ended.elapsed }));
        ended.conclude()?;
    }
    Ok(())
}

fn judge(line: &Line, contamination: &Contamination<'_>) -> Outcome<Found> {
    let mut found = Found::default();
    found.rejection = contamination.judge(&line.row, &mut found.found).err();
    let mut lines = line.bytes.to_vec();
    lines.push(b'\n');
    Outcome { lines, rows: 1, stats: found }
}

/// The tasks found, and of the record at hand whether it is left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Found {
    #[serde(rename = "tasks")]
    found: TasksFound,
    #[serde(skip)]
    rejection: Option<Rejection>,
}

impl Merge for Found {
    fn merge(&mut self, later: Self) {
        self.found.merge(later.found);
    }

    fn rejection(&mut self) -> Option<Rejection> {
        self.rejection.take()
    }
}
