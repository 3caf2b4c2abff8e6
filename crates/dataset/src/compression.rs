//! Gzip and Zstandard, in both directions.
//!
//! Both formats allow several members or frames in a row, and both directions use it: readers go on after the
//! first, writers make every frame on its own, so that a killed run continues at a frame boundary and the
//! bytes do not depend on where it was killed.

use std::io::{self, BufRead, BufReader, Read, Write};

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// Gzip, by the ending `.gz`.
    Gzip,
    /// Zstandard, by the ending `.zst`.
    Zstd,
}

impl Compression {
    /// What a file's name says, and the name without that ending.
    pub(crate) fn of_name(name: &str) -> (Self, &str) {
        let lower = name.to_ascii_lowercase();
        for (ending, compression) in [(".gz", Self::Gzip), (".zst", Self::Zstd)] {
            if lower.ends_with(ending) {
                return (compression, &name[..name.len() - ending.len()]);
            }
        }
        (Self::None, name)
    }

    /// What a stream's first bytes say.
    pub(crate) fn of_magic(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // A frame, or one of the skippable frames that parallel compressors begin with.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// Unpacks a stream, all its members or frames.
    pub(crate) fn reader<'a>(
        self,
        packed: impl BufRead + Send + 'a,
    ) -> io::Result<Box<dyn BufRead + Send + 'a>> {
        Ok(match self {
            Self::None => Box::new(packed),
            Self::Gzip => buffered(flate2::bufread::MultiGzDecoder::new(packed)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
                // The largest window that the format's command line tool makes.
                decoder.window_log_max(31)?;
                buffered(decoder)
            }
        })
    }

    /// Packs bytes into one member or frame.
    ///
    /// # Errors
    /// If the packer fails, which it does only for want of memory.
    pub fn frame(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(bytes.to_vec()),
            Self::Gzip => {
                let packed = Vec::with_capacity(bytes.len() / 4);
                let mut encoder = flate2::write::GzEncoder::new(packed, flate2::Compression::new(6));
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Zstd => zstd::bulk::compress(bytes, 3),
        }
    }
}

fn buffered<'a>(reader: impl Read + Send + 'a) -> Box<dyn BufRead + Send + 'a> {
    Box::new(BufReader::with_capacity(128 << 10, reader))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_in_a_row_are_one_stream() {
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let packed = [compression.frame(b"one ").unwrap(), compression.frame(b"two").unwrap()].concat();
            assert_eq!(Compression::of_magic(&packed), compression);
            let mut text = String::new();
            compression.reader(&packed[..]).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "one two");
        }
    }

    #[test]
    fn a_frame_of_nothing_reads_as_nothing() {
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let packed = compression.frame(b"").unwrap();
            let mut text = String::new();
            compression.reader(&packed[..]).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "");
        }
    }

    #[test]
    fn a_cut_frame_is_an_unexpected_end() {
        for compression in [Compression::Gzip, Compression::Zstd] {
            let whole = compression.frame(&b"some text that is long enough to be cut".repeat(50)).unwrap();
            let mut cut = whole.clone();
            cut.extend_from_slice(&whole[..whole.len() - 5]);
            let error = compression.reader(&cut[..]).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{error}");
        }
    }
}
