//! `lintseq stats`: what is in files of rows.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use lintseq_dataset::{Fingerprint, Manifest, Outcome, OutputOptions, Row, RowDecoder, Target};
use serde_json::Map;

use crate::arguments::StatsArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::rows;
use crate::run::Plan;
use crate::stats::{Figures, Table, write_page};
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
    let of_row =
        |row: &Row| Ok(Outcome { lines: Vec::new(), rows: 0, stats: Figures::of(row, tokenizer, examples) });
    let ended = plan.execute(|rows: &[Row]| rows.iter().map(of_row).collect())?;
    let ended = ended.context("a run that cannot resume always runs")?;
    let funnel = funnel(inputs.roots());
    let table = Table { figures: &ended.figures, tokens: tokenizer.name(), funnel: &funnel };
    let mut out = anstream::stdout().lock();
    write!(out, "{table}").and_then(|()| out.flush()).map_err(Failure::output)?;
    ended.tell_unreadable(console);
    if let Some(path) = &arguments.html {
        let page = write_page(&arguments.input.join(", "), &ended.figures, tokenizer.name(), &funnel);
        // Nobody is to see half a page.
        let partial = path.with_added_extension("partial");
        fs::write(&partial, page)
            .and_then(|()| fs::rename(&partial, path))
            .map_err(|error| Failure::Failed(anyhow!("{}: cannot be written: {error}", path.display())))?;
    }
    ended.conclude()
}

/// Records in, out, and left out by reason, of all inputs that have a manifest; empty if none has.
fn funnel(inputs: &[PathBuf]) -> Vec<(String, u64)> {
    let mut funnel: Vec<(String, u64)> = Vec::new();
    let mut add = |name: &str, count: u64| match funnel.iter_mut().find(|(known, _)| known == name) {
        Some((_, sum)) => *sum += count,
        None => funnel.push((name.to_owned(), count)),
    };
    for manifest in inputs.iter().filter_map(|input| Manifest::load(&manifest_of(input))) {
        add("in", manifest.records.records_in());
        add("out", manifest.records.records_out());
        manifest.records.rejected().for_each(|(reason, count)| add(reason.as_str(), count));
        for (reason, count) in manifest.records.left_out() {
            add(&format!("rows left out: {}", reason.as_str()), count);
        }
    }
    funnel
}

fn manifest_of(input: &Path) -> PathBuf {
    if input.is_dir() { input.join("manifest.json") } else { input.with_added_extension("manifest.json") }
}
