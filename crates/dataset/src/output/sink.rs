//! The output of a run: opened or resumed, fed, and finished.

use std::borrow::Cow;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lintseq_core::Reason;
use serde_json::Value;

use super::checkpoint::Checkpoint;
use super::durable::{Lock, beside};
use super::layout::Layout;
use super::publish::{finish_rejected, publish, stage};
use super::rows::{Place, Rows, RowsState};
use super::stream::RowStream;
use super::{Column, FileFormat, Fingerprint, FolderOptions, Manifest, OutputFile, Target};
use crate::compression::Compression;
use crate::decode::Item;
use crate::error::{ResumeError, WriteError};
use crate::hash::draw;
use crate::input::InputSummary;
use crate::ledger::Ledger;
use crate::steps::Account;

/// How an output is written.
#[derive(Clone, Debug)]
pub struct OutputOptions {
    /// Where to.
    pub target: Target,
    /// A file for the records left out.
    pub rejected: Option<PathBuf>,
    /// Whether to go on where an earlier run stopped.
    pub resume: bool,
    /// Reasons that are not final. Where an earlier run left something out for one of them, a resumed one makes
    /// everything anew instead of going on behind it.
    pub passing: &'static [Reason],
    /// What makes this run the same as an earlier one.
    pub fingerprint: Fingerprint,
    /// The columns of the rows, for Parquet and for data cards; where none are declared they are inferred.
    pub columns: Vec<Column>,
    /// How a data set folder is laid out.
    pub folder: FolderOptions,
    /// How often the state of the run is saved. The output does not depend on it.
    pub checkpoint_every: Duration,
}

impl OutputOptions {
    /// A fresh output without a file of rejected records, saved every second.
    pub fn new(target: Target, fingerprint: Fingerprint) -> Self {
        Self {
            target,
            rejected: None,
            resume: false,
            passing: &[],
            fingerprint,
            columns: Vec::new(),
            folder: FolderOptions::default(),
            checkpoint_every: Duration::from_secs(1),
        }
    }
}

/// What opening an output finds.
pub enum Opened {
    /// Something to write to.
    Ready(Box<Output>),
    /// Nothing to do: the output was finished before, by the same run.
    Complete(Box<Manifest>),
}

/// An open output.
pub struct Output {
    layout: Option<Layout>,
    fingerprint: Fingerprint,
    columns: Vec<Column>,
    rows: Vec<Rows>,
    rejected: Vec<Rows>,
    rejected_file: Option<PathBuf>,
    checkpoint_every: Duration,
    last_checkpoint: Instant,
    begun: Option<Checkpoint>,
    due: u64,
    /// The step that this is the output of, and the account of those before.
    follows: Option<(String, Account)>,
    _lock: Option<Lock>,
}

impl Output {
    /// Opens an output, or finds that it is there already.
    ///
    /// # Errors
    /// If it cannot be written, or was begun by another run.
    pub fn open(options: OutputOptions) -> Result<Opened, ResumeError> {
        let layout = match options.target.clone() {
            Target::File(out, format) => Some(Layout::File { out, format }),
            Target::Folder(out) => Some(Layout::Folder { out, options: options.folder.clone() }),
            Target::Nowhere | Target::Stdout | Target::Device(_) => None,
        };
        match layout {
            Some(layout) => Self::open_resumable(layout, options),
            None if options.resume => Err(ResumeError::Direct),
            None => Self::open_direct(options),
        }
    }

    fn open_direct(options: OutputOptions) -> Result<Opened, ResumeError> {
        let rows = match &options.target {
            Target::Stdout => {
                let path = Path::new("standard output");
                let stream = RowStream::device(path, Compression::None, Box::new(io::stdout()));
                vec![Rows::device(path, stream, Compression::None)]
            }
            Target::Device(path) => vec![device(path)?],
            _ => Vec::new(),
        };
        let rejected = rejected_places(None, options.rejected.as_deref())
            .into_iter()
            .map(|(place, compression)| match place {
                Place::One(path) if is_device(&path) => device(&path),
                place => Rows::open(place, compression, RowsState::default()),
            })
            .collect::<Result<_, _>>()?;
        Ok(Opened::Ready(Box::new(Self::new(None, options, rows, rejected, None, None))))
    }

    fn open_resumable(layout: Layout, options: OutputOptions) -> Result<Opened, ResumeError> {
        layout.prepare()?;
        let lock = Lock::take(&layout.lock())?;
        let mut begun = if options.resume { Checkpoint::load(&layout.checkpoint())? } else { None };
        if let Some(begun) = &begun {
            check_same(&layout, &begun.fingerprint, &options.fingerprint)?;
        }
        if let Some(moves) = begun.as_ref().and_then(|begun| begun.publish.as_ref()) {
            publish(&layout, moves)?;
            let unusable =
                || ResumeError::Unusable { path: layout.manifest(), message: "not a manifest".to_owned() };
            Manifest::load(&layout.manifest()).ok_or_else(unusable)?;
            begun = None;
        }
        let mut due = 0;
        if options.resume
            && begun.is_none()
            && let Some(manifest) = Manifest::load(&layout.manifest())
            && layout.is_finished(&manifest)
        {
            check_same(&layout, &manifest.run, &options.fingerprint)?;
            due = manifest.records.count_of(options.passing);
            if due == 0 {
                layout.discard()?;
                publish(&layout, &[])?;
                return Ok(Opened::Complete(Box::new(manifest)));
            }
        }
        if let Some(passed) = begun.as_ref().map(|begun| begun.ledger.count_of(options.passing))
            && passed > 0
        {
            due = passed;
            begun = None;
        }
        if begun.is_none() {
            layout.discard()?;
        }
        let staged = layout.format().staged();
        let places = layout.places().into_iter().map(|place| (place, staged)).collect();
        let rejected_places = rejected_places(Some(&layout), options.rejected.as_deref());
        let (states, rejected_states) = match &begun {
            Some(begun) => (begun.rows.clone(), begun.rejected.clone()),
            None => (Vec::new(), Vec::new()),
        };
        let rows = open_all(places, states)?;
        let rejected = open_all(rejected_places, rejected_states)?;
        let output = Self::new(Some(layout), options, rows, rejected, begun, Some(lock));
        Ok(Opened::Ready(Box::new(Self { due, ..output })))
    }

    fn new(
        layout: Option<Layout>,
        options: OutputOptions,
        rows: Vec<Rows>,
        rejected: Vec<Rows>,
        begun: Option<Checkpoint>,
        lock: Option<Lock>,
    ) -> Self {
        Self {
            layout,
            fingerprint: options.fingerprint,
            columns: options.columns,
            rows,
            rejected,
            rejected_file: options.rejected,
            checkpoint_every: options.checkpoint_every,
            last_checkpoint: Instant::now(),
            begun,
            due: 0,
            follows: None,
            _lock: lock,
        }
    }

    /// The records that an earlier run accounted for, which this one skips.
    pub fn consumed(&self) -> u64 {
        self.begun.as_ref().map_or(0, |begun| begun.consumed)
    }

    /// How much an earlier run left out for reasons that have passed, so that everything is made anew.
    pub const fn due(&self) -> u64 {
        self.due
    }

    /// The account and the figures of an earlier run.
    pub(crate) fn begun(&self) -> Option<(&Ledger, &Value)> {
        self.begun.as_ref().map(|begun| (&begun.ledger, &begun.stats))
    }

    /// The folder of what steps hand on to each other, for an output that can be resumed.
    pub fn steps(&self) -> Option<PathBuf> {
        self.layout.as_ref().map(Layout::steps)
    }

    /// Makes this the output of a step over all rows, after others with this account.
    pub(crate) fn follow(&mut self, step: &str, account: Account) {
        self.follows = Some((step.to_owned(), account));
    }

    /// Whether anyone wants the rows of records left out.
    pub fn keeps_rejected(&self) -> bool {
        !self.rejected.is_empty()
    }

    /// Tells which split a document belongs to.
    pub(crate) fn splitter(&self) -> Splitter {
        match &self.layout {
            Some(Layout::Folder { options, .. }) => Splitter {
                seed: options.seed,
                test_share: options.test_share,
                by_document: options.split_by_document,
            },
            _ => Splitter::whole(),
        }
    }

    /// Appends the rows of a document to its split.
    pub(crate) fn write(&mut self, split: usize, lines: &[u8], rows: u64) -> Result<(), WriteError> {
        match self.rows.get_mut(split) {
            Some(split) if rows > 0 => split.push(lines, rows),
            _ => Ok(()),
        }
    }

    /// Appends a row about a record left out.
    pub(crate) fn reject(&mut self, line: &[u8]) -> Result<(), WriteError> {
        self.rejected.iter_mut().try_for_each(|rows| rows.push(line, 1))
    }

    /// To be called after every batch: hands rows on to a pipe, and saves the state when it is time.
    pub(crate) fn end_batch(
        &mut self,
        consumed: u64,
        ledger: &Ledger,
        stats: impl FnOnce() -> Value,
    ) -> Result<(), WriteError> {
        if self.layout.is_none() {
            return self.rows.iter_mut().try_for_each(Rows::flush);
        }
        if self.last_checkpoint.elapsed() < self.checkpoint_every {
            return Ok(());
        }
        self.save(consumed, ledger, stats())
    }

    /// Saves the state, so that the run can be continued.
    pub(crate) fn save(&mut self, consumed: u64, ledger: &Ledger, stats: Value) -> Result<(), WriteError> {
        let Some(layout) = &self.layout else {
            self.rows.iter_mut().try_for_each(Rows::flush)?;
            return self.rejected.iter_mut().try_for_each(|rows| rows.finish().map(drop));
        };
        let checkpoint = Checkpoint {
            fingerprint: self.fingerprint.clone(),
            consumed,
            ledger: ledger.clone(),
            stats,
            rows: self.rows.iter_mut().map(Rows::checkpoint).collect::<Result<_, _>>()?,
            rejected: self.rejected.iter_mut().map(Rows::checkpoint).collect::<Result<_, _>>()?,
            publish: None,
        };
        checkpoint.store(&layout.checkpoint())?;
        self.last_checkpoint = Instant::now();
        Ok(())
    }

    /// Makes the output whole and gives it its name. Returns its files.
    pub(crate) fn finish(
        mut self,
        consumed: u64,
        ledger: &Ledger,
        stats: Value,
        inputs: Vec<InputSummary>,
    ) -> Result<Vec<OutputFile>, WriteError> {
        let Some(layout) = self.layout.clone() else {
            self.rows.iter_mut().try_for_each(|rows| rows.finish().map(drop))?;
            finish_rejected(&mut self.rejected, self.rejected_file.as_deref())?;
            return Ok(Vec::new());
        };
        self.save(consumed, ledger, stats.clone())?;
        let account = match self.follows.take() {
            None => Account { ledger: ledger.clone(), stats, inputs },
            Some((step, before)) => before.after(&step, ledger),
        };
        let mut manifest = Manifest {
            schema: Manifest::SCHEMA.to_owned(),
            run: self.fingerprint.clone(),
            inputs: account.inputs,
            records: account.ledger,
            stats: account.stats,
            files: Vec::new(),
        };
        let rejected_file = self.rejected_file.as_deref();
        let moves =
            stage(&layout, &mut self.rows, &mut self.rejected, rejected_file, &self.columns, &mut manifest)?;
        let mut last = Checkpoint::load(&layout.checkpoint()).ok().flatten().ok_or_else(|| {
            WriteError::new(
                &layout.checkpoint(),
                "read",
                io::Error::other("it changed while the run went on"),
            )
        })?;
        last.publish = Some(moves.clone());
        last.store(&layout.checkpoint())?;
        publish(&layout, &moves)?;
        Ok(manifest.files)
    }
}

/// Draws the split of a repository, or of a document, from its name, so that none is in two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Splitter {
    seed: u64,
    test_share: f64,
    by_document: bool,
}

impl Splitter {
    /// Everything in one split.
    pub(crate) const fn whole() -> Self {
        Self { seed: 0, test_share: 0.0, by_document: true }
    }

    pub(crate) fn split_of(self, item: &impl Item) -> usize {
        if self.test_share <= 0.0 {
            return 0;
        }
        let repository = if self.by_document { None } else { item.repository() };
        let group = repository.map_or_else(|| item.document(), Cow::Borrowed);
        let share = draw("split", self.seed, &group) as f64 / u64::MAX as f64;
        usize::from(share < self.test_share)
    }
}

fn check_same(layout: &Layout, before: &Fingerprint, now: &Fingerprint) -> Result<(), ResumeError> {
    let differences = before.differences(now);
    if differences.is_empty() {
        return Ok(());
    }
    Err(ResumeError::Different { path: layout.out().to_path_buf(), differences })
}

/// Where the rows about rejected records are gathered: in a data set folder always, in a file if one is named.
fn rejected_places(layout: Option<&Layout>, file: Option<&Path>) -> Vec<(Place, Compression)> {
    let inside = layout
        .filter(|layout| matches!(layout, Layout::Folder { .. }))
        .map(|layout| (Place::One(layout.staging().join("rejected.partial")), Compression::Zstd));
    let beside = file.map(|file| {
        let path = if is_device(file) { file.to_path_buf() } else { beside(file, ".partial") };
        (Place::One(path), FileFormat::of(file).staged())
    });
    inside.into_iter().chain(beside).collect()
}

fn open_all(places: Vec<(Place, Compression)>, states: Vec<RowsState>) -> Result<Vec<Rows>, WriteError> {
    let states = states.into_iter().chain(std::iter::repeat_with(RowsState::default));
    places
        .into_iter()
        .zip(states)
        .map(|((place, compression), state)| Rows::open(place, compression, state))
        .collect()
}

fn is_device(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn device(path: &Path) -> Result<Rows, WriteError> {
    let file =
        OpenOptions::new().write(true).open(path).map_err(|error| WriteError::new(path, "open", error))?;
    let compression = Compression::of_name(&path.to_string_lossy()).0;
    Ok(Rows::device(path, RowStream::device(path, compression, Box::new(file)), compression))
}
