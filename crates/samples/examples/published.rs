//! How long the published selection takes on commits in memory: `published COMMITS.jsonl`, the rows of CommitPackFT.
//! One thread, no tokens counted. `tests/published_nep.py` measures the same in Python.

use std::hint::black_box;
use std::time::{Duration, Instant};

use lintseq_samples::commits::{NoTokens, PublishedLimits, SingleFile, select};
use serde_json::Value;

const LIMITS: PublishedLimits =
    PublishedLimits { max_chunk_lines: 5, max_window: 80, max_characters: 32_768, max_tokens: 0 };

/// The mean of so many runs: the system's account of time has the grain of its ticks.
const RUNS: u32 = 20;

#[expect(clippy::print_stdout, reason = "an example, whose output is for people")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: published COMMITS.jsonl")?;
    let text = std::fs::read_to_string(path)?;
    let rows = text.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    let begin = Instant::now();
    let start = now(begin);
    let mut selected = 0;
    for _ in 0..RUNS {
        selected = rows.iter().filter(|row| black_box(is_selected(row))).count();
    }
    let mean = now(begin).saturating_sub(start) / RUNS;
    println!("{selected} of {} in {:.6} seconds", rows.len(), mean.as_secs_f64());
    Ok(())
}

/// The time that this thread has run, which a busy machine does not lengthen; where the system does not tell, the
/// time that has passed.
fn now(begin: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

fn is_selected(row: &Value) -> bool {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let commit = SingleFile {
        old_file: text("old_file"),
        new_file: text("new_file"),
        old: text("old_contents"),
        new: text("new_contents"),
    };
    select(commit, &LIMITS, &NoTokens).is_ok_and(|row| !black_box(row.text).is_empty())
}
