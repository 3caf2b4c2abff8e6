//! Many dialogues at once, their results in order.
//!
//! A window of dialogues is under way: those that are done wait for the oldest one, so that the memory depends on the
//! window and not on how many there are.

use std::future::Future;
use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream;

use crate::dialogue::{Answer, Dialogue, Request, Step};
use crate::halt::{Halt, Halted};

/// Whoever has answers to requests.
pub trait Ask: Send + Sync + 'static {
    /// The answer to a request.
    ///
    /// # Errors
    /// If the run ends before there is one.
    fn ask(&self, request: Request) -> impl Future<Output = Result<Answer, Halted>> + Send;
}

/// A dialogue made the program panic, which is a bug of ours; it costs its record only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked(pub String);

/// How a run over dialogues ended.
#[derive(Debug)]
pub enum DriveError<E> {
    /// Before its time; what was fetched is in the store.
    Halted(Halted),
    /// The results could not be taken.
    Sink(E),
}

/// Plays dialogues, `window` of them at once, and hands their results to `sink` in order.
///
/// Must be called on a runtime. When the run is halted, those under way end as soon as what they have in flight is in
/// the store; results that were complete by then have been handed over, up to the first that was not.
///
/// # Errors
/// If the run was halted, or `sink` failed.
pub async fn drive<D, A, E>(
    dialogues: impl IntoIterator<Item = D>,
    asker: &Arc<A>,
    halt: &Halt,
    window: usize,
    mut sink: impl FnMut(Result<D::Output, Panicked>) -> Result<(), E>,
) -> Result<(), DriveError<E>>
where
    D: Dialogue,
    A: Ask,
{
    let going = dialogues.into_iter().take_while(|_| halt.given().is_none());
    let begun = going.map(|dialogue| {
        let asker = Arc::clone(asker);
        tokio::spawn(async move { converse(&dialogue, &*asker).await })
    });
    let mut results = stream::iter(begun).buffered(window.max(1));
    let mut end = Ok(());
    while let Some(result) = results.next().await {
        let result = match result {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(halted)) => {
                end = end.and(Err(DriveError::Halted(halted)));
                continue;
            }
            Err(error) => Err(panicked(error)),
        };
        if end.is_ok()
            && let Err(error) = sink(result)
        {
            halt.give(Halted::Interrupted);
            end = Err(DriveError::Sink(error));
        }
    }
    match (end, halt.given()) {
        (Ok(()), Some(halted)) => Err(DriveError::Halted(halted.clone())),
        (end, _) => end,
    }
}

async fn converse<D: Dialogue, A: Ask>(dialogue: &D, asker: &A) -> Result<D::Output, Halted> {
    let mut answers = Vec::new();
    loop {
        match dialogue.next(&answers) {
            Step::Done(output) => return Ok(output),
            Step::Ask(requests) => {
                assert!(!requests.is_empty(), "a dialogue that is not done has something to ask");
                for answer in join_all(requests.into_iter().map(|request| asker.ask(request))).await {
                    answers.push(answer?);
                }
            }
        }
    }
}

fn panicked(error: tokio::task::JoinError) -> Panicked {
    let message = match error.try_into_panic() {
        Ok(panic) => panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "without a message".to_owned()),
        Err(error) => error.to_string(),
    };
    Panicked(message)
}
