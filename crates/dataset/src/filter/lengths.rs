//! Texts that are too short or too long. A maximum holds for every text of a record, a minimum for the longest: an edit
//! may well begin with nothing.

use lintseq_core::{Reason, Rejection};
use serde::Deserialize;
use toml::Table;

use super::configuration::options;
use super::{Filter, Judgement, Record, Scope};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Lengths {
    min_bytes: usize,
    max_bytes: usize,
    min_lines: usize,
    max_lines: usize,
    max_line_length: usize,
    max_mean_line_length: f64,
}

impl Default for Lengths {
    fn default() -> Self {
        Self {
            min_bytes: 0,
            max_bytes: usize::MAX,
            min_lines: 0,
            max_lines: usize::MAX,
            max_line_length: usize::MAX,
            max_mean_line_length: f64::INFINITY,
        }
    }
}

pub(super) fn prepare(table: Table) -> Result<Box<dyn Filter>, String> {
    if table.is_empty() {
        let keys = "min-bytes, max-bytes, min-lines, max-lines, max-line-length, max-mean-line-length";
        return Err(format!("at least one limit is needed: {keys}"));
    }
    options::<Lengths>(table).map(|filter| Box::new(filter) as _)
}

impl Filter for Lengths {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn judge(&self, record: &Record<'_>) -> Result<Judgement, Rejection> {
        let sizes: Vec<Size> = record.texts()?.into_iter().map(Size::of).collect();
        let longest = |of: fn(&Size) -> usize| sizes.iter().map(of).max().unwrap_or(0);
        let (bytes, lines) = (longest(|size| size.bytes), longest(|size| size.lines));
        let line = longest(|size| size.longest_line);
        let mean = sizes.iter().map(Size::mean_line).fold(0.0, f64::max);
        let reject = |reason, message: String| Err(Rejection::new(reason, message));
        if bytes > self.max_bytes {
            return reject(Reason::TooManyBytes, format!("{bytes} bytes, more than {}", self.max_bytes));
        }
        if lines > self.max_lines {
            return reject(Reason::TooManyLines, format!("{lines} lines, more than {}", self.max_lines));
        }
        if line > self.max_line_length {
            return reject(
                Reason::LineTooLong,
                format!("a line has {line} bytes, more than {}", self.max_line_length),
            );
        }
        if mean > self.max_mean_line_length {
            let message =
                format!("lines have {mean:.1} bytes in the mean, more than {}", self.max_mean_line_length);
            return reject(Reason::MeanLineTooLong, message);
        }
        if bytes < self.min_bytes {
            return reject(Reason::TooFewBytes, format!("{bytes} bytes, fewer than {}", self.min_bytes));
        }
        if lines < self.min_lines {
            return reject(Reason::TooFewLines, format!("{lines} lines, fewer than {}", self.min_lines));
        }
        Ok(Judgement::Keep)
    }
}

/// The figures of a text. Line ends are not counted as part of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) bytes: usize,
    pub(super) lines: usize,
    pub(super) longest_line: usize,
}

impl Size {
    pub(super) fn of(text: &str) -> Self {
        let mut size = Self { bytes: text.len(), ..Self::default() };
        for line in text.lines() {
            size.lines += 1;
            size.longest_line = size.longest_line.max(line.len());
        }
        size
    }

    pub(super) fn mean_line(&self) -> f64 {
        if self.lines == 0 { 0.0 } else { self.bytes.saturating_sub(self.lines) as f64 / self.lines as f64 }
    }
}
