//! One record after the other, over all files.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::vec;

use ignore::overrides::Override;
use serde::{Deserialize, Serialize};

use super::archive::Members;
use super::discover::{InputFile, Kind, is_wanted};
use super::lines::{KEPT, Lines};
use super::stream::{Meter, open};
use super::{History, HistoryEntry, InputOptions, Inputs, Payload, RawRecord};
use crate::error::ReadError;
use crate::hash::content_id;
use crate::language::LanguageTable;
use crate::parquet::ParquetRows;

/// The longest line or file that is read at all, in bytes. Limits on programs are far below.
const CAP: usize = 64 << 20;

/// What was read, for the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputSummary {
    /// The file; of source files in a folder, the argument that led to them.
    pub path: String,
    /// How many files stand behind this entry.
    pub files: u64,
    /// Their size on the disk.
    pub bytes: u64,
    /// A BLAKE3 hash of the file, or of the list of hashes of several.
    pub blake3: String,
}

/// An iterator over the raw records of all inputs. After an error there is nothing more.
pub struct Reader<'a> {
    files: vec::IntoIter<InputFile>,
    current: Option<Current>,
    exclude: Override,
    languages: &'a dyn LanguageTable,
    language: Option<&'a str>,
    next_index: u64,
    finished_bytes: u64,
    read_bytes: Arc<AtomicU64>,
    summaries: Vec<InputSummary>,
    failed: bool,
}

struct Current {
    file: InputFile,
    meter: Arc<Meter>,
    content: Content,
    records: u64,
}

enum Content {
    Lines(Lines<Box<dyn BufRead + Send>>),
    Members(Members),
    Parquet(ParquetRows),
    Source(Option<Payload>),
    History(vec::IntoIter<HistoryEntry>),
}

impl Inputs {
    /// A reader from the first record on.
    pub fn read<'a>(&self, options: &InputOptions<'a>) -> Reader<'a> {
        Reader {
            files: self.files.clone().into_iter(),
            current: None,
            exclude: self.exclude.clone(),
            languages: options.languages,
            language: options.language,
            next_index: 0,
            finished_bytes: 0,
            read_bytes: Arc::default(),
            summaries: Vec::new(),
            failed: false,
        }
    }
}

/// What a file turned out to be.
pub(super) struct Measured {
    pub(super) bytes: u64,
    pub(super) records: u64,
    pub(super) blake3: String,
}

/// Reads a whole file as a run does, and keeps nothing of it.
pub(super) fn measure(
    file: InputFile,
    exclude: &Override,
    options: &InputOptions<'_>,
) -> Result<Measured, ReadError> {
    let (languages, language) = (options.languages, options.language);
    let wanted =
        |path: &str| is_wanted(path, languages, language) && !exclude.matched(path, false).is_ignore();
    let mut current = Current::open(file)?;
    let mut records = 0;
    let failed = |current: &Current, records, error| ReadError::reading(&current.file.name, records, error);
    while current.next(&wanted).map_err(|error| failed(&current, records, error))?.is_some() {
        records += 1;
    }
    Ok(Measured { bytes: current.meter.bytes(), records, blake3: current.meter.hex() })
}

impl Reader<'_> {
    /// A counter of the bytes read so far, as they lie on the disk, which goes on counting.
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read_bytes)
    }

    /// What was read; complete after the last record.
    pub fn into_summaries(self) -> Vec<InputSummary> {
        self.summaries
    }

    fn advance(&mut self) -> Result<Option<RawRecord>, ReadError> {
        loop {
            let current = match &mut self.current {
                Some(current) => current,
                None => match self.files.next() {
                    None => return Ok(None),
                    Some(file) => {
                        self.next_index =
                            file.expected.as_ref().map_or(self.next_index, |planned| planned.first);
                        self.current.insert(Current::open(file)?)
                    }
                },
            };
            let (exclude, languages, language) = (&self.exclude, self.languages, self.language);
            let wanted = |path: &str| {
                is_wanted(path, languages, language) && !exclude.matched(path, false).is_ignore()
            };
            let found = current.next(&wanted);
            let found =
                found.map_err(|error| ReadError::reading(&current.file.name, current.records, error))?;
            let bytes = self.finished_bytes + current.meter.bytes();
            self.read_bytes.store(bytes, Ordering::Relaxed);
            if let Some((path, line, payload)) = found {
                current.records += 1;
                let index = self.next_index;
                self.next_index += 1;
                let source = Arc::clone(&current.file.name);
                return Ok(Some(RawRecord { index, source, path, line, payload }));
            }
            if let Some(current) = self.current.take() {
                self.finished_bytes = bytes;
                if current.file.expected.as_ref().is_some_and(|planned| !planned.is(&current.meter.hex())) {
                    return Err(ReadError::NotAsPlanned { path: current.file.name.to_string() });
                }
                self.summarise(&current);
            }
        }
    }

    fn summarise(&mut self, current: &Current) {
        let bytes = current.meter.bytes();
        let blake3 = current.meter.hex();
        let file = &current.file;
        if file.kind == Kind::Source && file.argument != file.name {
            let entry = format!("{blake3} {}\n", file.path.as_deref().unwrap_or_default());
            match self.summaries.last_mut().filter(|last| *last.path == *file.argument) {
                Some(last) => {
                    last.files += 1;
                    last.bytes += bytes;
                    last.blake3 = content_id(format!("{}{entry}", last.blake3).as_bytes());
                }
                None => self.summaries.push(InputSummary {
                    path: file.argument.to_string(),
                    files: 1,
                    bytes,
                    blake3: content_id(entry.as_bytes()),
                }),
            }
        } else {
            self.summaries.push(InputSummary { path: file.name.to_string(), files: 1, bytes, blake3 });
        }
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<RawRecord, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let result = self.advance().transpose()?;
        self.failed = result.is_err();
        Some(result)
    }
}

type Found = (Option<String>, Option<u64>, Payload);

impl Current {
    fn open(file: InputFile) -> Result<Self, ReadError> {
        let meter = Arc::new(Meter::default());
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
                ReadError::Open { path: file.name.to_string(), source: error }
            }
            _ => ReadError::reading(&file.name, 0, error),
        };
        let stream = || open(file.location.as_deref(), &meter).map_err(failed);
        let content = match (file.kind, file.location.as_deref()) {
            (Kind::Parquet, Some(path)) => {
                let rows = File::open(path).and_then(ParquetRows::open).map_err(failed)?;
                meter.read_whole(path).map_err(failed)?;
                Content::Parquet(rows)
            }
            (Kind::History, _) => {
                let history = file.history.as_ref().expect("a history has been opened when it was found");
                let commits = History::entries(history).map_err(|error| failed(io::Error::other(error)))?;
                for commit in &commits {
                    meter.add(commit.hex().as_bytes());
                }
                Content::History(commits.into_iter())
            }
            (Kind::Archive, _) => Content::Members(Members::new(stream()?, CAP)),
            (Kind::Source, _) => Content::Source(Some(read_source(stream()?).map_err(failed)?)),
            (Kind::Lines | Kind::Parquet, _) => Content::Lines(Lines::new(stream()?, CAP)),
        };
        Ok(Self { file, meter, content, records: 0 })
    }

    fn next(&mut self, wanted: &dyn Fn(&str) -> bool) -> io::Result<Option<Found>> {
        Ok(match &mut self.content {
            Content::Lines(lines) => lines.next_line()?.map(|(line, payload)| (None, Some(line), payload)),
            Content::Members(members) => {
                members.next_member(wanted)?.map(|(path, payload)| (Some(path), None, payload))
            }
            Content::Parquet(rows) => {
                rows.next_row()?.map(|row| (None, Some(self.records + 1), Payload::Json(row)))
            }
            Content::History(commits) => commits.next().map(|commit| (None, None, Payload::Commit(commit))),
            Content::Source(payload) => payload.take().map(|payload| (self.file.path.clone(), None, payload)),
        })
    }
}

fn read_source(mut stream: Box<dyn BufRead + Send>) -> io::Result<Payload> {
    let mut bytes = Vec::new();
    (&mut stream).take(CAP as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() <= CAP {
        return Ok(Payload::Source(bytes));
    }
    let length = bytes.len() as u64 + io::copy(&mut stream, &mut io::sink())?;
    bytes.truncate(KEPT);
    bytes.shrink_to_fit();
    Ok(Payload::Overlong { start: bytes, bytes: length })
}
