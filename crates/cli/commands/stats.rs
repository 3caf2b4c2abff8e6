//! `lintseq stats`: what is in files of rows.

use std::fs;
use std::io::Write as _;

use anyhow::{Context as _, anyhow};
use lintseq_dataset::{Fingerprint, Outcome, OutputOptions, Row, RowDecoder, Target};
use serde_json::Map;

use crate::arguments::StatsArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::rows;
use crate::run::Plan;
use crate::stats::{Figures, Origin, Table, write_page};
use crate::toolbox::Toolbox;

/// Counts all rows of all files.
pub(crate) fn run(
    arguments: &StatsArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let tokenizer = arguments.tokenizer;
    let examples = if arguments.html.is_some() { arguments.examples } else { 0 };
    let options = rows::input_options(&arguments.input, toolbox);
    let inputs = rows::find(&options)?;
    let plan = Plan {
        inputs: &inputs,
        input_options: &options,
        decoder: &RowDecoder::default(),
        output: OutputOptions::new(Target::Nowhere, Fingerprint::new(Map::new(), &inputs)),
        threads: arguments.threads.count(),
        group: 1,
        shard: None,
        sample: None,
        console,
    };
    let of_row = |row: &Row| Ok(Outcome::counted(Figures::of(row, tokenizer, examples)));
    let ended = plan.execute(|rows: &[Row]| rows.iter().map(of_row).collect())?;
    let ended = ended.context("a run that cannot resume always runs")?;
    let origin = Origin::of(inputs.roots());
    let table = Table { figures: &ended.figures, tokens: tokenizer.name(), origin: &origin };
    let mut out = anstream::stdout().lock();
    write!(out, "{table}").and_then(|()| out.flush()).map_err(Failure::output)?;
    ended.tell_unreadable(console);
    if let Some(path) = &arguments.html {
        let page = write_page(&arguments.input.join(", "), &ended.figures, tokenizer.name(), &origin);
        // Nobody is to see half a page.
        let partial = path.with_added_extension("partial");
        fs::write(&partial, page)
            .and_then(|()| fs::rename(&partial, path))
            .map_err(|error| Failure::Failed(anyhow!("{}: cannot be written: {error}", path.display())))?;
    }
    ended.conclude()
}
