//! The standings of all records on the disk: only those of duplicates are ever looked at again.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// No record of this number was added.
const NOWHERE: u64 = u64::MAX;

/// Writes texts, in any order of records.
#[derive(Debug)]
pub(crate) struct StandingWriter {
    file: BufWriter<File>,
    /// Where the text of each record starts.
    places: Vec<u64>,
    at: u64,
}

impl StandingWriter {
    /// A writer to an unnamed file in a folder.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile_in(folder)?), places: Vec::new(), at: 0 })
    }

    /// Adds the text of a record.
    pub(crate) fn write(&mut self, record: u32, text: &str) -> io::Result<()> {
        let record = record as usize;
        if self.places.len() <= record {
            self.places.resize(record + 1, NOWHERE);
        }
        self.places[record] = self.at;
        self.file.write_all(&(text.len() as u32).to_le_bytes())?;
        self.file.write_all(text.as_bytes())?;
        self.at += 4 + text.len() as u64;
        Ok(())
    }

    /// The texts, to be read in any order.
    pub(crate) fn finish(self) -> io::Result<Standings> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Standings { file, places: self.places })
    }
}

/// Texts, read back.
#[derive(Debug)]
pub(crate) struct Standings {
    file: File,
    places: Vec<u64>,
}

impl Standings {
    /// One more than the highest number of a record.
    pub(crate) fn records(&self) -> u32 {
        self.places.len() as u32
    }

    /// Whether there is a record of this number.
    pub(crate) fn has(&self, record: u32) -> bool {
        self.places.get(record as usize).is_some_and(|place| *place != NOWHERE)
    }

    /// The text of a record that [is there](Self::has).
    pub(crate) fn get(&self, record: u32) -> io::Result<String> {
        let place = self.places[record as usize];
        // Nearly all texts are read at once with their length.
        let mut bytes = vec![0; 256];
        let read = read_at(&self.file, &mut bytes, place)?;
        let (length, _) = bytes.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
        let length = u32::from_le_bytes(*length) as usize;
        bytes.resize(4 + length, 0);
        let mut have = read.min(bytes.len());
        while have < bytes.len() {
            match read_at(&self.file, &mut bytes[have..], place + have as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                more => have += more,
            }
        }
        bytes.drain(..4);
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

/// Reads from a place of a file that several threads share.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, bytes, place);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, bytes, place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = StandingWriter::new(folder.path()).unwrap();
        let texts = [(2, "c".repeat(252)), (0, String::new()), (4, "é".repeat(5000)), (1, "b".repeat(253))];
        for (record, text) in &texts {
            writer.write(*record, text).unwrap();
        }
        let standings = writer.finish().unwrap();
        for (record, text) in &texts {
            assert_eq!(&standings.get(*record).unwrap(), text);
        }
        assert_eq!([standings.has(3), standings.has(4), standings.has(5)], [false, true, false]);
    }
}
