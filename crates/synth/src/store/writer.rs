//! The one thread that writes.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use super::database::Database;
use super::{Change, StoreError};

/// The most changes in one transaction.
const GROUP: usize = 1024;

/// How long changes may wait for others that come with them: a transaction of two answers costs hardly more than one of
/// a single one. With longer waits it costs less still, but what waited is then done in bursts, and on a busy machine
/// the requests in flight wait for these.
const GATHER: Duration = Duration::from_millis(2);

/// Hands changes to the thread. It ends when this is dropped, after everything is written.
#[derive(Debug)]
pub(super) struct Writer {
    changes: Option<mpsc::Sender<Waiting>>,
    thread: Option<thread::JoinHandle<()>>,
}

struct Waiting {
    change: Change,
    kept: oneshot::Sender<Result<(), StoreError>>,
}

impl Writer {
    pub(super) fn start(database: Database) -> Self {
        let (changes, incoming) = mpsc::channel();
        let thread = thread::spawn(move || write_all(database, &incoming));
        Self { changes: Some(changes), thread: Some(thread) }
    }

    pub(super) async fn keep(&self, change: Change) -> Result<(), StoreError> {
        let (kept, is_kept) = oneshot::channel();
        let is_urgent = change.is_urgent();
        if let Some(changes) = &self.changes {
            // If the thread has ended, so has the other end of the channel that is waited for.
            let _ = changes.send(Waiting { change, kept });
        }
        if is_urgent {
            self.hurry();
        }
        is_kept.await.unwrap_or_else(|_| {
            Err(StoreError::Failed { path: "store".into(), message: "its writer has ended".to_owned() })
        })
    }
}

impl Writer {
    /// What has come in is written now.
    fn hurry(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

impl Change {
    /// Whether something waits for it that a server could be doing meanwhile.
    const fn is_urgent(&self) -> bool {
        !matches!(self, Self::Reply(_) | Self::EndAttempt(_))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.changes.take());
        self.hurry();
        if let Some(thread) = self.thread.take() {
            // A panic has been reported, and those who waited have heard.
            let _ = thread.join();
        }
    }
}

fn write_all(mut database: Database, incoming: &mpsc::Receiver<Waiting>) {
    while let Ok(first) = incoming.recv() {
        if !first.change.is_urgent() {
            thread::park_timeout(GATHER);
        }
        let mut group = vec![first];
        group.extend(incoming.try_iter().take(GROUP - 1));
        let (changes, waiting): (Vec<Change>, Vec<_>) =
            group.into_iter().map(|waiting| (waiting.change, waiting.kept)).unzip();
        let result = database.write(&changes);
        for kept in waiting {
            // Whoever does not wait any more does not want to know.
            let _ = kept.send(result.as_ref().map_err(StoreError::again).copied());
        }
    }
}

impl StoreError {
    /// The same failure for another one that it concerns.
    fn again(&self) -> Self {
        match self {
            Self::Failed { path, message } => Self::Failed { path: path.clone(), message: message.clone() },
            other => Self::Failed { path: "store".into(), message: other.to_string() },
        }
    }
}
