//! Lines of bounded length.
//!
//! `BufRead::read_until` would read a line of any length into memory; a file that is one endless line must cost
//! one record, not the run.

use std::io::{self, BufRead};

use super::Payload;

/// How much of an overlong line or file is kept, for the ledger.
pub(super) const KEPT: usize = 1_000;

/// Cuts a stream into lines.
pub(super) struct Lines<R> {
    reader: R,
    cap: usize,
    /// The one-based number of the line last read.
    line: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines of at most `cap` bytes; longer ones come as [`Payload::Overlong`].
    pub(super) const fn new(reader: R, cap: usize) -> Self {
        Self { reader, cap, line: 0 }
    }

    /// The next line that is not blank, with its one-based number, without its terminator.
    pub(super) fn next_line(&mut self) -> io::Result<Option<(u64, Payload)>> {
        loop {
            let Some((mut line, length)) = self.read_line()? else { return Ok(None) };
            self.line += 1;
            if length > self.cap as u64 {
                line.truncate(KEPT);
                line.shrink_to_fit();
                return Ok(Some((self.line, Payload::Overlong { start: line, bytes: length })));
            }
            if self.line == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some((self.line, Payload::Json(line))));
            }
        }
    }

    /// A whole line without its `\n` and its length; of a line beyond the cap only what fitted is kept.
    fn read_line(&mut self) -> io::Result<Option<(Vec<u8>, u64)>> {
        let mut line = Vec::new();
        let mut length = 0;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok((length > 0).then_some((line, length)));
            }
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            length += part.len() as u64;
            if length <= self.cap as u64 {
                line.extend_from_slice(part);
            } else {
                line.truncate(KEPT);
                line.extend_from_slice(&part[..part.len().min(KEPT.saturating_sub(line.len()))]);
            }
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Some((line, length)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8], cap: usize) -> Vec<(u64, String)> {
        let mut lines = Lines::new(io::BufReader::with_capacity(3, input), cap);
        let mut found = Vec::new();
        while let Some((number, payload)) = lines.next_line().unwrap() {
            let text = match payload {
                Payload::Json(line) => String::from_utf8(line).unwrap(),
                Payload::Overlong { bytes, .. } => format!("<{bytes}>"),
                Payload::Source(_) | Payload::Commit(_) => unreachable!(),
            };
            found.push((number, text));
        }
        found
    }

    #[test]
    fn blank_lines_count_and_are_skipped() {
        let expected = [(1, "{}".to_owned()), (4, "a".to_owned())];
        assert_eq!(lines(b"\xef\xbb\xbf{}\r\n\n  \r\na", 100), expected);
    }

    #[test]
    fn a_line_beyond_the_cap_costs_only_itself() {
        let expected = [(1, "abc".to_owned()), (2, "<9>".to_owned()), (3, "def".to_owned())];
        assert_eq!(lines(b"abc\n123456789\ndef\n", 8), expected);
    }
}
