//! The members of a tar archive, one after the other.
//!
//! `tar::Archive::entries` borrows its archive, which an iterator that owns the stream cannot have. A fresh
//! `Archive` is therefore made for every member; it reads the headers, long names included, and what it leaves
//! unread, the member's bytes and their padding, is read here. That also shows a truncated member, which
//! `tar::Entry` passes off as a short one.

use std::io::{self, BufRead, Read};

use super::Payload;
use super::lines::KEPT;

const BLOCK: u64 = 512;

/// The regular files of an archive.
pub(super) struct Members {
    stream: Box<dyn BufRead + Send>,
    cap: usize,
}

impl Members {
    pub(super) fn new(stream: Box<dyn BufRead + Send>, cap: usize) -> Self {
        Self { stream, cap }
    }

    /// The next regular file whose path is wanted, with its bytes.
    pub(super) fn next_member(
        &mut self,
        wanted: impl Fn(&str) -> bool,
    ) -> io::Result<Option<(String, Payload)>> {
        loop {
            let (path, size, is_file) = {
                let mut archive = tar::Archive::new(&mut self.stream);
                let Some(entry) = archive.entries()?.next().transpose()? else {
                    // What follows the end mark is read too: it may be a truncated gzip trailer.
                    io::copy(&mut self.stream, &mut io::sink())?;
                    return Ok(None);
                };
                let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                (path, entry.size(), entry.header().entry_type().is_file())
            };
            let has_data = is_file || size > 0;
            let padding = if has_data { (BLOCK - size % BLOCK) % BLOCK } else { 0 };
            let path = path.strip_prefix("./").map_or_else(|| path.clone(), str::to_owned);
            if is_file && wanted(&path) {
                let payload = self.read_member(size)?;
                self.skip(padding)?;
                return Ok(Some((path, payload)));
            }
            self.skip(size + padding)?;
        }
    }

    fn read_member(&mut self, size: u64) -> io::Result<Payload> {
        let kept = if size > self.cap as u64 { KEPT as u64 } else { size };
        let mut bytes = Vec::with_capacity(kept as usize);
        if (&mut self.stream).take(kept).read_to_end(&mut bytes)? as u64 != kept {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.skip(size - kept)?;
        Ok(if kept < size { Payload::Overlong { start: bytes, bytes: size } } else { Payload::Source(bytes) })
    }

    fn skip(&mut self, count: u64) -> io::Result<()> {
        if io::copy(&mut (&mut self.stream).take(count), &mut io::sink())? == count {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}
