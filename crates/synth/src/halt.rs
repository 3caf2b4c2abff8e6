//! The end of a run before its time: everything that waits hears of it at once, what is in flight is finished.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::OnceLock;
use std::task::Poll;

use tokio::sync::watch;

/// Why a run ends early.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Halted {
    /// The user wants it so.
    #[error("interrupted")]
    Interrupted,
    /// There is no hope that it succeeds.
    #[error("{0}")]
    Hopeless(String),
    /// The store cannot keep what is fetched.
    #[error("{0}")]
    StoreFailed(String),
}

/// A signal that is given once.
#[derive(Debug)]
pub struct Halt {
    why: OnceLock<Halted>,
    given: watch::Sender<bool>,
}

impl Default for Halt {
    fn default() -> Self {
        Self { why: OnceLock::new(), given: watch::Sender::new(false) }
    }
}

impl Halt {
    /// Ends the run, unless it has been ended for another reason.
    pub fn give(&self, why: Halted) {
        let _ = self.why.set(why);
        self.given.send_replace(true);
    }

    /// Why the run is to end, if it is.
    pub fn given(&self) -> Option<&Halted> {
        self.why.get()
    }

    /// Waits for something, but not longer than the run lasts.
    ///
    /// # Errors
    /// If the run ends first.
    pub async fn unless<T>(&self, work: impl Future<Output = T>) -> Result<T, Halted> {
        if self.given().is_some() {
            return Err(self.why());
        }
        let mut work = pin!(work);
        // Most work is done at once, and then nobody has to listen.
        if let Poll::Ready(value) = poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            return Ok(value);
        }
        let mut given = self.given.subscribe();
        tokio::select! {
            biased;
            _ = given.wait_for(|given| *given) => Err(self.why()),
            value = &mut work => Ok(value),
        }
    }

    fn why(&self) -> Halted {
        self.why.get().cloned().unwrap_or(Halted::Interrupted)
    }
}
