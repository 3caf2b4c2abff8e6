//! A sample step by step: what it is, what the user did, where they are, what comes next.

use std::io::Write;

use lintseq_core::Diff;
use lintseq_samples::patch::{apply, between};
use lintseq_samples::{LineIndex, Sample, history};

use super::{count, printable, write_hunks};
use crate::console::{BOLD, DIM, GREEN, RED};
use crate::summary::name_of;

/// Writes a sample.
pub(crate) fn write_sample(sample: &Sample, out: &mut impl Write) -> anyhow::Result<()> {
    write_title(sample, out)?;
    let steps = sample.history.len();
    let mut before = sample.original.clone();
    for (step, edit) in (1..).zip(&sample.history) {
        writeln!(out, "\n{BOLD}history {step}/{steps}{BOLD:#}  {}", printable(&edit.path))?;
        if edit.path == sample.path {
            write_diff(&before, &edit.diff, out)?;
            before = history::replay(&before, std::slice::from_ref(edit), &edit.path)?;
        } else {
            write_rows(&edit.diff, out)?;
        }
    }
    writeln!(
        out,
        "\n{BOLD}current{BOLD:#}  {}",
        count(sample.current.split_inclusive('\n').count(), "line")
    )?;
    write_current(sample, out)?;
    let is_elsewhere = sample.jump.as_ref().filter(|jump| jump.path != sample.path);
    if let Some(jump) = is_elsewhere {
        writeln!(out, "\n{BOLD}next{BOLD:#}  {}", printable(&jump.path))?;
        write_rows(&sample.target, out)?;
    } else {
        let nothing = if sample.target.is_empty() { "nothing" } else { "" };
        writeln!(out, "\n{BOLD}next{BOLD:#}  {nothing}")?;
        write_diff(&sample.current, &sample.target, out)?;
    }
    if let Some(rejected) = &sample.rejected {
        writeln!(out, "\n{BOLD}rejected{BOLD:#}  {DIM}as a change of the current text{DIM:#}")?;
        write_diff(&sample.current, &between(&sample.path, &sample.current, rejected, 3), out)?;
    }
    Ok(())
}

fn write_title(sample: &Sample, out: &mut impl Write) -> anyhow::Result<()> {
    let (kind, state) = (name_of(&sample.kind), name_of(&sample.state));
    writeln!(out, "{BOLD}{}{BOLD:#}  {kind}, {state}, {}", sample.id, printable(&sample.language))?;
    let of = &sample.provenance;
    let step = of.step.map(|step| format!(", step {step}")).unwrap_or_default();
    let index = of.sequence_index.map(|index| format!(", sequence {index}")).unwrap_or_default();
    writeln!(out, "{}  {DIM}from {}{index}{step}{DIM:#}", printable(&sample.path), printable(&of.source_id))?;
    if let Some(reason) = sample.no_edit_reason {
        writeln!(out, "no edit: {}", reason.as_str().replace('_', " "))?;
    }
    if let Some(jump) = &sample.jump {
        let class = name_of(&jump.class);
        let distance = jump.distance.map(|distance| format!(", {} away", count(distance as usize, "line")));
        let line = jump.line + 1;
        writeln!(out, "jump to {}:{line} ({class}{})", printable(&jump.path), distance.unwrap_or_default())?;
    }
    for instruction in [&sample.instruction_lazy, &sample.instruction_descriptive].into_iter().flatten() {
        for line in instruction.lines() {
            writeln!(out, "{DIM}│ {}{DIM:#}", printable(line))?;
        }
    }
    Ok(())
}

/// The current text with the cursor in it, and below a line what the linter says about it.
fn write_current(sample: &Sample, out: &mut impl Write) -> anyhow::Result<()> {
    let lines = LineIndex::new(&sample.current);
    let cursor = sample.cursor.and_then(|cursor| Some((cursor.line as usize, lines.byte(cursor)?)));
    let mut start = 0;
    let texts: Vec<&str> = sample.current.split_inclusive('\n').collect();
    // A cursor below the last line has a line of its own.
    let below = cursor.is_some_and(|(line, _)| line == texts.len());
    for (number, text) in texts.into_iter().chain(below.then_some("")).enumerate() {
        let shown = text.strip_suffix('\n').unwrap_or(text);
        let row = match cursor {
            Some((line, byte)) if line == number => {
                let (left, right) = shown.split_at((byte - start).min(shown.len()));
                format!("{}{GREEN}▏{GREEN:#}{}", printable(left), printable(right))
            }
            _ => printable(shown),
        };
        let row = format!("{DIM}{:>5}{DIM:#}   {row}", number + 1);
        writeln!(out, "{}", row.trim_end())?;
        for diagnostic in sample.diagnostics.iter().filter(|found| found.line as usize == number) {
            writeln!(out, "        {RED}{} {}{RED:#}", diagnostic.code, printable(&diagnostic.message))?;
        }
        start += text.len();
    }
    Ok(())
}

fn write_diff(before: &str, diff: &str, out: &mut impl Write) -> anyhow::Result<()> {
    let lines: Vec<&str> =
        before.split_inclusive('\n').map(|line| line.strip_suffix('\n').unwrap_or(line)).collect();
    // What others wrote need not fit, and rows are written without looking again.
    apply(before, diff)?;
    let diff = Diff::parse(diff)?;
    if !diff.hunks.is_empty() {
        write_hunks(&lines, &diff, 0, out)?;
    }
    Ok(())
}

/// The rows of a diff of another file, whose text nobody knows.
fn write_rows(diff: &str, out: &mut impl Write) -> anyhow::Result<()> {
    for row in diff.lines().skip_while(|row| !row.starts_with("@@")) {
        let style = match row.as_bytes().first() {
            Some(b'+') => GREEN,
            Some(b'-') => RED,
            _ => DIM,
        };
        writeln!(out, "      {style}{}{style:#}", printable(row))?;
    }
    Ok(())
}
