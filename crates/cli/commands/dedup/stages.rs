//! The stages of deduplication when they run apart, with a table between each two.
//!
//! Edges and clusters are made of all records at once and start anew after a kill; signatures and rows go on.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, anyhow};
use lintseq_core::{Column, Rejection};
use lintseq_dataset::dedup::tables::{
    ClusterTable, NamedClusters, cluster_columns, edge_columns, edge_rows, signature_columns,
};
use lintseq_dataset::dedup::{Fate, Mark, source_name};
use lintseq_dataset::{
    GlanceDecoder, InputOptions, Inputs, Ledger, Line, Outcome, OutputOptions, Row, RowDecoder, write_whole,
};

use super::{GROUP, Job, SPILL, besides, number_of};
use crate::arguments::{DedupArguments, FolderFormat};
use crate::exit::Failure;
use crate::job::Columns;
use crate::run::{Plan, fingerprint_of, open, run_failure};
use crate::summary::{Reasons, grouped};

/// Rows to signatures.
pub(super) fn signatures(job: &Job<'_>) -> Result<(), Failure> {
    let signing = signatures_job(job.arguments)?;
    let columns = signing.columns.of(&[]);
    let mut without_effect = vec!["clusters", "keep", "mark"];
    if !job.arguments.chooses_bands() {
        without_effect.push("threshold");
    }
    let output = output_options(job, &without_effect, columns)?;
    let plan = Plan {
        inputs: &job.inputs,
        input_options: &job.input_options,
        decoder: &signing.decoder,
        output,
        threads: job.arguments.threads.count(),
        group: signing.group,
        shard: None,
        sample: None,
        console: job.console,
    };
    if let Some(ended) = plan.execute(&*signing.work)? {
        say(job, "signatures", &ended.ledger);
        ended.conclude()?;
    }
    Ok(())
}

/// What the first stage does to a row. It is the only one that looks at rows one by one.
pub(crate) fn signatures_job(
    arguments: &DedupArguments,
) -> Result<crate::job::Job<'static, GlanceDecoder, ()>, Failure> {
    super::refuse_what_has_no_use(arguments).map_err(Failure::Usage)?;
    let (prototype, texts) = (arguments.marker(), arguments.texts());
    let work = move |lines: &[Line]| {
        let mut marker = prototype.clone();
        let mut outcome = |line: &Line| {
            let mark = marker.mark(line, false).ok_or_else(|| texts.missing())?;
            Ok(Outcome::new(mark.to_row(), 1, ()))
        };
        lines.iter().map(&mut outcome).collect()
    };
    let columns = Columns::Known(signature_columns());
    let decoder = arguments.marking_decoder();
    Ok(crate::job::Job { decoder, work: Box::new(work), group: GROUP, shard: None, columns })
}

/// All signatures to edges.
pub(super) fn edges(job: &Job<'_>) -> Result<(), Failure> {
    let existing = job.existing()?;
    let mut output = output_options(job, &[], edge_columns())?;
    if let Some((_, inputs)) = &existing {
        besides(&mut output.fingerprint, inputs);
    }
    let Some(output) = open(output, job.console)? else { return Ok(()) };
    let collector = Mutex::new(job.collector()?);
    let shape = Mutex::new(None);
    let collect = |first: u32, existing: bool, row: &Row| {
        let mark = Mark::from_row(&row.fields, existing)?;
        check_shape(job, &mut shape.lock().unwrap_or_else(PoisonError::into_inner), &mark)?;
        let mut collector = collector.lock().unwrap_or_else(PoisonError::into_inner);
        collector.add(first + row.index as u32, &mark);
        Ok(())
    };
    let read = read_table(job, &job.inputs, &job.input_options, |row| collect(0, false, row))?;
    let records = number_of(read.ledger.records_in())?;
    if let Some((options, inputs)) = &existing {
        let read = read_table(job, inputs, options, |row| collect(records, true, row))?;
        number_of(u64::from(records) + read.ledger.records_in())?;
    }
    let collector = collector.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut pairs = Vec::new();
    let connected = collector.connect(|one, other| pairs.push((one, other))).context(SPILL)?;
    let rows = edge_rows(&connected, &pairs);
    let figures = serde_json::json!({"pairs": pairs.len()});
    let (ledger, _) = write_whole(output, &read.ledger, read.inputs, figures, rows).map_err(run_failure)?;
    say(job, "edges", &ledger);
    Ok(())
}

/// All edges to clusters.
pub(super) fn clusters(job: &Job<'_>) -> Result<(), Failure> {
    let Some(output) = open(output_options(job, &[], cluster_columns())?, job.console)? else {
        return Ok(());
    };
    let clusters = Mutex::new((NamedClusters::new(&job.temporary()).context(SPILL)?, Ok(())));
    let add = |row: &Row| {
        let (clusters, spilled) = &mut *clusters.lock().unwrap_or_else(PoisonError::into_inner);
        let added = clusters.add(&row.fields)?;
        if spilled.is_ok() {
            *spilled = added;
        }
        Ok(())
    };
    let read = read_table(job, &job.inputs, &job.input_options, add)?;
    let (clusters, spilled) = clusters.into_inner().unwrap_or_else(PoisonError::into_inner);
    spilled.context(SPILL)?;
    let rows = clusters.rows().context(SPILL)?;
    let (ledger, _) =
        write_whole(output, &read.ledger, read.inputs, serde_json::Value::Null, rows).map_err(run_failure)?;
    say(job, "clusters", &ledger);
    Ok(())
}

/// Rows and all clusters to the rows that stay.
pub(super) fn keep(job: &Job<'_>) -> Result<(), Failure> {
    job.inputs.check_rereadable().map_err(Failure::usage)?;
    let (options, files) = job.find(&job.arguments.clusters)?;
    let decoder = job.writing_decoder();
    let Some(begun) = job.writing_plan(&decoder, Some(&files))?.begin()? else { return Ok(()) };

    let sources = job.inputs.names().map(source_name);
    let table = Mutex::new((ClusterTable::new(sources, &job.temporary()).context(SPILL)?, Ok(())));
    let add = |row: &Row| {
        let (table, spilled) = &mut *table.lock().unwrap_or_else(PoisonError::into_inner);
        let added = table.add(&row.fields)?;
        if spilled.is_ok() {
            *spilled = added;
        }
        Ok(())
    };
    read_table(job, &files, &options, add)?;
    let (table, spilled) = table.into_inner().unwrap_or_else(PoisonError::into_inner);
    spilled.context(SPILL)?;

    // A row that the table does not know would be kept without anyone having looked at it.
    let found: Mutex<(Vec<Fate>, Option<String>)> = Mutex::default();
    let marking = job.arguments.marking_decoder();
    let look_up = |lines: &[Line]| {
        let fates: Vec<_> = lines.iter().map(|line| (line, table.fate(line))).collect();
        let (found, stranger) = &mut *found.lock().unwrap_or_else(PoisonError::into_inner);
        for (line, fate) in fates {
            let index = line.row.index as usize;
            if found.len() <= index {
                found.resize(index + 1, Fate::Unknown);
            }
            if fate == Fate::Unknown && job.texts.of(&line.row.fields).is_some() && stranger.is_none() {
                *stranger = Some(crate::rows::place(&line.row));
            }
            found[index] = fate;
        }
        lines.iter().map(|_| Ok(Outcome::<()>::default())).collect()
    };
    let ended = job.reading_plan(&job.inputs, &job.input_options, &marking).execute(look_up)?;
    ended.context("a run without an output always runs")?.conclude()?;
    let (found, stranger) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(stranger) = stranger {
        return Err(Failure::usage(anyhow!(
            "{stranger}: not among the clusters as it is now; give every stage the same paths, and all signatures \
             to --stage edges"
        )));
    }
    let decisions = table.decide(&found, job.keep()).context(SPILL)?;
    job.write(begun, &decisions)
}

/// What a pass over a table leaves.
struct Read {
    ledger: Ledger,
    inputs: Vec<lintseq_dataset::InputSummary>,
}

/// Reads a table that a stage wrote, in order. A row that is none ends the run: without it the decisions would be
/// others.
fn read_table(
    job: &Job<'_>,
    inputs: &Inputs,
    input_options: &InputOptions<'_>,
    take: impl Fn(&Row) -> Result<(), Rejection> + Sync,
) -> Result<Read, Failure> {
    let decoder = RowDecoder::default();
    let mut plan = job.reading_plan(inputs, input_options, &decoder);
    plan.threads = NonZeroUsize::MIN;
    let wrong: Mutex<Option<String>> = Mutex::default();
    let work = |rows: &[Row]| {
        let take = |row: &Row| {
            take(row).map(|()| Outcome::<()>::default()).inspect_err(|rejection| {
                let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
                wrong.get_or_insert_with(|| format!("{}: {}", crate::rows::place(row), rejection.message));
            })
        };
        rows.iter().map(take).collect()
    };
    let ended = plan.execute(work)?.context("a run without an output always runs")?;
    let (ledger, read) = (ended.ledger.clone(), ended.inputs.clone());
    ended.conclude()?;
    if let Some(wrong) = wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Failure::usage(anyhow!(wrong)));
    }
    if ledger.records_rejected() > 0 {
        return Err(Failure::usage(anyhow!("{} rows cannot be read", ledger.records_rejected())));
    }
    Ok(Read { ledger, inputs: read })
}

/// Makes sure that signatures were made alike, as far as they show it.
fn check_shape(job: &Job<'_>, shape: &mut Option<(usize, bool)>, mark: &Mark) -> Result<(), Rejection> {
    use lintseq_core::Reason;
    let has_keys = !mark.bands.is_empty();
    if has_keys && job.arguments.verify && mark.shingles.is_empty() {
        let message = "no shingles; give --verify to --stage signatures, too";
        return Err(Rejection::new(Reason::WrongType, message));
    }
    // Texts without tokens have no bands, whatever the others have.
    if !has_keys && mark.exact.is_none() {
        return Ok(());
    }
    let own = (mark.bands.len(), mark.exact.is_some());
    if *shape.get_or_insert(own) != own {
        let message =
            "other bands than the signatures before; give --stage signatures the same options for all parts";
        return Err(Rejection::new(Reason::WrongType, message));
    }
    Ok(())
}

fn output_options(
    job: &Job<'_>,
    without_effect: &[&str],
    columns: Vec<Column>,
) -> Result<OutputOptions, Failure> {
    let arguments = job.arguments;
    let without_effect = [&["memory", "temporary"], without_effect].concat();
    let fingerprint = fingerprint_of(arguments, &job.inputs, &without_effect)?;
    let mut folder = arguments.folder.options(FolderFormat::Parquet, arguments.seed);
    // A table is one; there is nothing to hold back for a test.
    folder.test_share = 0.0;
    Ok(arguments.destination.options(fingerprint, folder, columns))
}

fn say(job: &Job<'_>, what: &str, ledger: &Ledger) {
    let [all, rows, rejected] = [ledger.records_in(), ledger.rows(), ledger.records_rejected()].map(grouped);
    let reasons = Reasons::of_records(ledger);
    job.console.say(format_args!("{what:<12} {all} in, {rows} rows out, {rejected} left out{reasons}"));
}
