//! `lintseq filter`: rows that pass every filter.

use anyhow::anyhow;
use lintseq_dataset::filter::{FilterFields, Funnel, Pipeline, Record};
use lintseq_dataset::{Inputs, Line, LineDecoder, Merge, Outcome, RowDecoder};
use serde::{Deserialize, Serialize};

use crate::arguments::{FilterArguments, FolderFormat};
use crate::console::Console;
use crate::exit::Failure;
use crate::job::{Columns, Files, Job};
use crate::rows;
use crate::run::fingerprint_of;
use crate::summary::{FunnelTable, RowTable};
use crate::toolbox::Toolbox;

/// Filters all rows.
pub(crate) fn run(
    arguments: &FilterArguments,
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
        console.say(format_args!("{table}{}", FunnelTable(&ended.figures.filters)));
        ended.conclude()?;
    }
    Ok(())
}

/// What the command does to a row.
pub(crate) fn job<'t>(
    arguments: &FilterArguments,
    toolbox: &'t dyn Toolbox,
) -> Result<Job<'t, LineDecoder, Filtered>, Failure> {
    let pipeline = arguments.filters.pipeline().map_err(Failure::Usage)?;
    if pipeline.is_empty() {
        let message = "no filter is named; `lintseq filter --help` lists them";
        return Err(Failure::usage(anyhow!(message)));
    }
    let names = arguments.fields.names();
    let decoder = LineDecoder { rows: RowDecoder { id_field: arguments.fields.id_field.clone() } };
    let work = move |lines: &[Line]| {
        lines.iter().map(|line| Ok(outcome(line, &pipeline, &names, toolbox))).collect()
    };
    let shard = arguments.planning.shard();
    let columns = Columns::OfRecords { without: Vec::new(), with: Vec::new() };
    Ok(Job { decoder, work: Box::new(work), group: 1, shard, columns })
}

/// What is counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Filtered {
    /// The account of each filter.
    filters: Funnel,
}

impl Merge for Filtered {
    fn merge(&mut self, later: Self) {
        self.filters.merge(later.filters);
    }
}

fn outcome(
    line: &Line,
    pipeline: &Pipeline,
    names: &FilterFields,
    toolbox: &dyn Toolbox,
) -> Outcome<Filtered> {
    let mut stats = Filtered::default();
    let record = Record::new(&line.row.fields, names, toolbox);
    let mut lines = match pipeline.run(&record, &mut stats.filters) {
        Ok(None) => line.bytes.to_vec(),
        Ok(Some(fields)) => line.rewritten(&fields),
        Err(rejection) => {
            return Outcome::rejected(rejection, stats);
        }
    };
    lines.push(b'\n');
    Outcome::new(lines, 1, stats)
}
