//! `lintseq show`: a sequence or a sample step by step.

mod sample;

use std::io::{self, Write};
use std::slice;

use anyhow::{Context as _, anyhow};
use lintseq_core::{Change, Diff, EditSequence, Index as _, Mark, Replay, Source, Step};
use lintseq_dataset::formats::{EditFields, EditRow};
use lintseq_dataset::{Decoder as _, Row, RowDecoder};

use crate::arguments::ShowArguments;
use crate::console::{BOLD, DIM, GREEN, RED};
use crate::exit::Failure;
use crate::replay::replay;
use crate::rows;
use crate::run::read_failure;
use crate::toolbox::{LineRange, Toolbox};

/// Why the lines of a step came together: ranges of the complete program, each with a sentence.
pub(crate) type Explain<'a> = dyn Fn(&Source<'_>, &EditSequence, Step) -> Vec<(LineRange, String)> + 'a;

/// Shows the sequences that the arguments choose.
pub(crate) fn run(arguments: &ShowArguments, toolbox: &dyn Toolbox) -> Result<(), Failure> {
    let options = rows::input_options(slice::from_ref(&arguments.file), toolbox);
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let (mut position, mut shown) = (0, 0);
    for record in rows::find(&options)?.read(&options) {
        let record = record.map_err(read_failure)?;
        let row = RowDecoder::default().decode(&record).map_err(|rejected| {
            let line = record.line.map(|line| format!(":{line}")).unwrap_or_default();
            anyhow!("{}{line}: {}", record.source, rejected.rejection)
        })?;
        let name = rows::name(rows::id(&row));
        if arguments.id.as_ref().is_some_and(|id| *id != name) {
            continue;
        }
        position += 1;
        let wanted = match (arguments.index, &arguments.id) {
            (Some(index), _) => position == index + 1,
            (None, Some(_)) => true,
            (None, None) => position == 1,
        };
        if !wanted {
            continue;
        }
        if shown > 0 {
            writeln!(out).map_err(Failure::output)?;
        }
        show(&row, &name, arguments.context, toolbox, &mut out)?;
        shown += 1;
        if arguments.index.is_some() || arguments.id.is_none() {
            break;
        }
    }
    out.flush().map_err(Failure::output)?;
    if shown > 0 {
        return Ok(());
    }
    let missing = match (&arguments.id, arguments.index) {
        (Some(id), None) => format!("no row with id {id}"),
        (Some(id), Some(index)) => format!("{position} rows with id {id}, none at --index {index}"),
        (None, index) => format!("{position} rows, none at --index {}", index.unwrap_or(0)),
    };
    Err(Failure::usage(anyhow!("{}: {missing}", arguments.file)))
}

fn show(
    row: &Row,
    name: &str,
    context: usize,
    toolbox: &dyn Toolbox,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if rows::is_sample(row) {
        let sample = rows::sample(row).map_err(|message| anyhow!("{}: {message}", rows::place(row)))?;
        let mut text = Vec::new();
        let written = sample::write_sample(&sample, &mut text).with_context(|| rows::place(row));
        out.write_all(&text).map_err(Failure::output)?;
        return Ok(written?);
    }
    let edits = rows::edits(row, &EditFields::default()).with_context(|| rows::place(row))?;
    let said = edits.language.as_deref().unwrap_or_else(|| toolbox.default_language());
    let language = toolbox.by_name(said).unwrap_or(said);
    let explain = |source: &Source<'_>, sequence: &EditSequence, step: Step| {
        toolbox.explain(language, source, sequence, step)
    };
    let title =
        edits.sequence_index.map_or_else(|| name.to_owned(), |index| format!("{name}, sequence {index}"));
    // Written to memory first, so that an edit that does not apply is an error of the row and a full disk one
    // of the output.
    let mut text = Vec::new();
    let written =
        write_sequence(&edits, &title, context, &explain, &mut text).with_context(|| rows::place(row));
    out.write_all(&text).map_err(Failure::output)?;
    Ok(written?)
}

/// Writes a sequence: a title, then for every step its lines among a few of those that stood already.
pub(crate) fn write_sequence(
    row: &EditRow,
    title: &str,
    context: usize,
    explain: &Explain<'_>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let steps = row.edits.len();
    let complete = replay(row, |_, _, _| ())?;
    let text = complete.text();
    let source = Source::new(&text);
    let sequence = complete.sequence();
    let lines = source.line_count();
    writeln!(out, "{BOLD}{}{BOLD:#}  {steps} edits, {lines} lines", printable(title))?;

    let mut written = Ok(());
    let mut step = 0;
    let mut before: Vec<&str> = Vec::new();
    replay(row, |diff, change, after| {
        if written.is_ok() {
            let reasons = sequence.as_ref().map_or_else(Vec::new, |sequence| {
                let step = Step::new(step);
                let shown =
                    |(range, reason): (LineRange, String)| (shown_lines(sequence, step, &range), reason);
                explain(&source, sequence, step).into_iter().map(shown).collect()
            });
            step += 1;
            written = write_heading(step, steps, change, after, &reasons, out)
                .and_then(|()| write_hunks(&before, diff, context, out));
            before.clear();
            before.extend(after.lines());
        }
    })?;
    Ok(written?)
}

/// Where lines of the complete program stand in the state after a step, counted from one.
fn shown_lines(sequence: &EditSequence, step: Step, range: &LineRange) -> Vec<usize> {
    let alive = (1..).zip(sequence.alive(step));
    alive
        .filter(|(_, line)| range.contains(line) && sequence.birth(*line) == step)
        .map(|(at, _)| at)
        .collect()
}

fn write_heading(
    step: usize,
    steps: usize,
    change: Change,
    after: &Replay<'_>,
    reasons: &[(Vec<usize>, String)],
    out: &mut impl Write,
) -> io::Result<()> {
    let inserted: Vec<usize> = after.inserted().map(|(line, _)| line + 1).collect();
    write!(out, "\n{BOLD}step {step}/{steps}{BOLD:#}  +{}", count(change.inserted, "line"))?;
    if change.removed > 0 {
        write!(out, "  {RED}-{}{RED:#}", count(change.removed, "line"))?;
    }
    writeln!(out, "  {}", named(&inserted))?;
    for (lines, reason) in reasons {
        writeln!(out, "  {DIM}{}: {}{DIM:#}", named(lines), printable(reason))?;
    }
    Ok(())
}

/// Writes the rows of an edit with line numbers of the state after it.
fn write_hunks(old: &[&str], diff: &Diff<'_>, context: usize, out: &mut impl Write) -> io::Result<()> {
    // The line of the state before that is next, and its number in the state after.
    let (mut at, mut number) = (0, 1);
    for (position, hunk) in diff.hunks.iter().enumerate() {
        let start = if hunk.old.count == 0 { hunk.old.start } else { hunk.old.start - 1 };
        let tail = if position == 0 { 0 } else { context };
        if start - at > tail + context {
            number = write_context(&old[at..at + tail], number, out)?;
            let skipped = start - context - at - tail;
            if at + tail > 0 || skipped > 0 {
                writeln!(out, "{DIM}     ⋮{DIM:#}")?;
            }
            number = write_context(&old[start - context..start], number + skipped, out)?;
        } else {
            number = write_context(&old[at..start], number, out)?;
        }
        at = start;
        for row in &hunk.rows {
            let text = printable(row.text);
            match row.mark {
                Mark::Context => number = write_context(&[row.text], number, out)?,
                Mark::Removed => writeln!(out, "{RED}      - {text}{RED:#}")?,
                Mark::Inserted => {
                    writeln!(out, "{DIM}{number:>5}{DIM:#} {GREEN}+ {text}{GREEN:#}")?;
                    number += 1;
                }
            }
        }
        at += hunk.old.count;
    }
    let end = (at + context).min(old.len());
    write_context(&old[at..end], number, out)?;
    if end < old.len() {
        writeln!(out, "{DIM}     ⋮{DIM:#}")?;
    }
    Ok(())
}

fn write_context(lines: &[&str], number: usize, out: &mut impl Write) -> io::Result<usize> {
    for (number, line) in (number..).zip(lines) {
        let row = format!("{number:>5}   {}", printable(line));
        writeln!(out, "{DIM}{}{DIM:#}", row.trim_end())?;
    }
    Ok(number + lines.len())
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Line numbers as runs: `lines 3-5, 9`.
fn named(lines: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => runs.push((line, line)),
        }
    }
    let run = |&(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    format!("{noun} {}", runs.iter().map(run).collect::<Vec<_>>().join(", "))
}

/// A text that does to the terminal what it looks like: control characters are spelled out.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\t' { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use lintseq_core::{LineEnds, LineId};

    use super::*;

    #[track_caller]
    fn check(edits: &[&str], explain: &Explain<'_>, expected: &str) {
        let edits = edits.iter().map(ToString::to_string).collect();
        let row =
            EditRow { language: None, source: None, sequence_index: None, edits, ends: LineEnds::Whole };
        let mut out = Vec::new();
        write_sequence(&row, "p", 1, explain, &mut out).unwrap();
        let plain = anstream::adapter::strip_bytes(&out).into_vec();
        assert_eq!(String::from_utf8(plain).unwrap(), expected);
    }

    #[test]
    fn steps_show_what_came_among_what_stood() {
        check(
            &["@@ -0,0 +1,4 @@\n+a\n+\n+c\r\n+d\n", "@@ -0,0 +1 @@\n+x\n@@ -4,0 +6,2 @@\n+y\n+z\n"],
            &|_, _, step| {
                if step.index() == 1 {
                    vec![(LineId::new(5)..LineId::new(7), "together".to_owned())]
                } else {
                    vec![]
                }
            },
            "p  2 edits, 7 lines\n\nstep 1/2  +4 lines  lines 1-4\n    1 + a\n    2 + \n    3 + c\\r\n    4 + d\n\
             \nstep 2/2  +3 lines  lines 1, 6-7\n  lines 6-7: together\n    1 + x\n    2   a\n     ⋮\n    5   d\n    6 + y\n    7 + z\n",
        );
    }

    #[test]
    fn removed_lines_are_shown() {
        check(
            &["@@ -0,0 +1,2 @@\n+a\n+b\n", "@@ -1 +1 @@\n-a\n+c\n"],
            &|_, _, _| unreachable!("there is no edit sequence to explain"),
            "p  2 edits, 2 lines\n\nstep 1/2  +2 lines  lines 1-2\n    1 + a\n    2 + b\n\
             \nstep 2/2  +1 line  -1 line  line 1\n      - a\n    1 + c\n    2   b\n",
        );
    }
}
