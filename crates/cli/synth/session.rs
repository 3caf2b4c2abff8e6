//! A session with models: a store, a client, and dialogues that are played until they are done or the user has enough.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use lintseq_dataset::WriteError;
use lintseq_synth::client::{BatchEvent, ClientError, Settled, Snapshot, settle};
use lintseq_synth::driver::{Ask, window};
use lintseq_synth::{
    Client, Dialogue, DriveError, Halt, Halted, Model, Money, Panicked, Store, StoreError, drive,
};
use tokio::runtime::{Builder, Runtime};

use crate::arguments::Service;
use crate::console::Console;
use crate::exit::Failure;
use crate::progress::Progress;
use crate::run::{interrupts, write_failure};
use crate::summary::grouped;

/// How often the user's wishes are looked at.
const TICK: Duration = Duration::from_millis(100);
/// Parsers recurse, and dialogues parse.
const STACK_BYTES: usize = 64 << 20;

/// Everything that is open while models are asked.
pub(crate) struct Session {
    runtime: Runtime,
    client: Arc<Client>,
    halt: Arc<Halt>,
    store: PathBuf,
    opened: Instant,
    /// How many dialogues are under way, at most.
    window: usize,
}

/// What came of dialogues.
pub(crate) struct Played {
    /// Why they ended early, if they did.
    pub(crate) halted: Option<Halted>,
    /// What was asked.
    pub(crate) figures: Snapshot,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

impl Session {
    /// Opens a store and a client of these models.
    ///
    /// # Errors
    /// If the store is in use or none, or a model cannot be spoken to.
    pub(crate) fn open(models: Vec<Model>, service: &Service, store: &Path) -> Result<Self, Failure> {
        let runtime = Builder::new_multi_thread()
            .thread_name("worker-synth")
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build()
            .context("threads cannot be started")?;
        let halt = Arc::new(Halt::default());
        let open = Arc::new(Store::open(store).map_err(store_failure)?);
        let client = runtime.block_on(Client::open(models, service.options(), open, Arc::clone(&halt)));
        let client = client.map_err(|error| match error {
            ClientError::Store(error) => store_failure(error),
            error @ ClientError::Model { .. } => Failure::usage(error),
        })?;
        let window = window(service.concurrency as usize);
        let opened = Instant::now();
        Ok(Self { runtime, client: Arc::new(client), halt, store: store.to_path_buf(), opened, window })
    }

    /// Whoever answers at once.
    pub(crate) const fn client(&self) -> &Arc<Client> {
        &self.client
    }

    /// Has everything answered in batches that dialogues ask, and returns whoever has these answers; the reason
    /// instead, if the run ended before.
    ///
    /// # Errors
    /// If interrupts cannot be caught.
    pub(crate) fn settle<D: Dialogue, I: IntoIterator<Item = D>>(
        &self,
        dialogues: impl Fn() -> I,
        poll: Duration,
        console: Console,
    ) -> Result<Result<Arc<Settled>, Halted>, Failure> {
        let stop = interrupts()?;
        let tell = |event| match event {
            BatchEvent::HandedIn { batch, requests } => {
                console.say(format_args!("batch {batch}: handed in, {} requests", grouped(requests)));
            }
            BatchEvent::Waiting { batch, status } => console.say(format_args!("batch {batch}: {status}")),
            BatchEvent::Fetched { batch, replies, failures } => console.say(format_args!(
                "batch {batch}: {} answers, {} failures",
                grouped(replies),
                grouped(failures)
            )),
        };
        let watching = async {
            while !stop.load(Ordering::Relaxed) {
                tokio::time::sleep(TICK).await;
            }
            self.halt.give(Halted::Interrupted);
            std::future::pending::<()>().await;
        };
        Ok(self.runtime.block_on(async {
            tokio::select! {
                settled = settle(&self.client, dialogues, poll, &tell) => settled.map(Arc::new),
                () = watching => Err(Halted::Interrupted),
            }
        }))
    }

    /// Plays dialogues, of which there are `total` (zero if nobody knows) with those that were played `before`, and hands what comes of them
    /// to `sink` in order.
    ///
    /// # Errors
    /// If `sink` cannot write.
    pub(crate) fn play<D: Dialogue, A: Ask>(
        &self,
        asker: &Arc<A>,
        dialogues: impl IntoIterator<Item = D>,
        (before, total): (u64, u64),
        console: Console,
        writes_to_terminal: bool,
        mut sink: impl FnMut(Result<D::Output, Panicked>) -> Result<(), WriteError>,
    ) -> Result<Played, Failure> {
        let stop = interrupts()?;
        let progress =
            Progress::start(console, (total > 0).then_some(total), writes_to_terminal).counting("prompts");
        let progress = Mutex::new((progress, before));
        let counting = |result: Result<D::Output, Panicked>| {
            progress.lock().unwrap_or_else(PoisonError::into_inner).1 += 1;
            sink(result)
        };
        let watching = async {
            loop {
                tokio::time::sleep(TICK).await;
                if stop.load(Ordering::Relaxed) && self.halt.given().is_none() {
                    console.say("interrupted: waiting for the answers in flight; once more ends at once");
                    self.halt.give(Halted::Interrupted);
                }
                let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
                let (progress, done) = &mut *progress;
                progress.note(note(self.client.figures()));
                progress.update(*done, *done);
            }
        };
        let end = self.runtime.block_on(async {
            let driving = drive(dialogues, asker, &self.halt, self.window, counting);
            let end = tokio::select! {
                end = driving => end,
                never = watching => never,
            };
            self.client.close().await.map_err(|error| Failure::Failed(error.into()))?;
            Ok::<_, Failure>(end)
        })?;
        progress.into_inner().unwrap_or_else(PoisonError::into_inner).0.finish();
        let elapsed = self.opened.elapsed();
        let halted = match end {
            Ok(()) => None,
            Err(DriveError::Halted(halted)) => Some(halted),
            Err(DriveError::Sink(error)) => return Err(write_failure(error)),
        };
        Ok(Played { halted, figures: self.client.figures(), elapsed })
    }

    /// What is left to say of a run that ended so.
    ///
    /// # Errors
    /// If it ended early.
    pub(crate) fn conclude(&self, halted: Option<Halted>) -> Result<(), Failure> {
        let store = self.store.display();
        match halted {
            None => Ok(()),
            Some(Halted::Interrupted) => Err(Failure::Interrupted),
            Some(Halted::Hopeless(message)) => Err(Failure::Failed(anyhow!(
                "{message}\nall answers so far are in {store}; run again with --resume to go on"
            ))),
            Some(Halted::StoreFailed(message)) => Err(Failure::Failed(anyhow!(message))),
        }
    }
}

/// What the progress says of a run besides the dialogues that are done.
fn note(figures: Snapshot) -> String {
    let Snapshot { replied, throttled, failed, spent, limit, .. } = figures;
    let mut note = format!("; {} answers, {limit} in flight at most", grouped(replied));
    for (count, what) in [(throttled, "turned away"), (failed, "failed attempts")] {
        if count > 0 {
            note = format!("{note}, {} {what}", grouped(count));
        }
    }
    if spent > Money::ZERO {
        note = format!("{note}, {spent} spent");
    }
    note
}

/// A store that cannot be opened is a mistake in usage, unless the disk fails.
fn store_failure(error: StoreError) -> Failure {
    match error {
        error @ StoreError::Failed { .. } => Failure::Failed(error.into()),
        error => Failure::usage(error),
    }
}
