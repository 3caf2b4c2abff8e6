//! Limits that count work, not time, so that they are the same everywhere.

use lintseq_core::{Reason, Rejection};

/// What a program may at most be. The limit on nesting is the parser's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes.
    pub max_bytes: usize,
    /// Lines.
    pub max_lines: usize,
    /// Bytes of one line.
    pub max_line_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 1 << 20, max_lines: 5_000, max_line_length: 10_000 }
    }
}

impl Limits {
    /// Checks a program.
    ///
    /// # Errors
    /// With the first limit that it breaks.
    pub fn check(&self, text: &str) -> Result<(), Rejection> {
        self.check_bytes(text.len() as u64)?;
        let bytes = text.as_bytes();
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(Rejection::new(Reason::NulByte, format!("NUL at byte {at}; is this a binary file?")));
        }
        let mut lines = 0;
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', bytes).chain((!bytes.ends_with(b"\n")).then_some(bytes.len()));
        for end in ends {
            lines += 1;
            if end - start > self.max_line_length {
                return Err(Rejection::new(
                    Reason::LineTooLong,
                    format!(
                        "line {lines} has {} bytes, more than {}; raise --max-line-length to keep such programs",
                        end - start,
                        self.max_line_length
                    ),
                ));
            }
            start = end + 1;
        }
        if lines > self.max_lines {
            return Err(Rejection::new(
                Reason::TooManyLines,
                format!(
                    "{lines} lines, more than {}; raise --max-lines to keep such programs",
                    self.max_lines
                ),
            ));
        }
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(Rejection::new(Reason::Empty, "the program is empty or blank"));
        }
        Ok(())
    }

    pub(super) fn check_bytes(&self, bytes: u64) -> Result<(), Rejection> {
        if bytes <= self.max_bytes as u64 {
            return Ok(());
        }
        let message =
            format!("{bytes} bytes, more than {}; raise --max-bytes to keep such programs", self.max_bytes);
        Err(Rejection::new(Reason::TooManyBytes, message))
    }
}
