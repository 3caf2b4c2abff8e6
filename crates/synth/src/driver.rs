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

/// How many dialogues are worth having under way with so many requests in flight. Those that are done wait for the
/// oldest, and those whose answers have come wait for the disk; neither is to keep the server waiting.
pub fn window(in_flight: usize) -> usize {
    (in_flight * 8).max(64)
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::dialogue::{Failure, Reply};

    /// Answers late, and later the earlier it is asked; notes how many ask at once.
    #[derive(Default)]
    struct Slow {
        now: AtomicUsize,
        most: AtomicUsize,
        asked: AtomicUsize,
    }

    impl Ask for Slow {
        async fn ask(&self, request: Request) -> Result<Answer, Halted> {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            let number = self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20 - 5 * (number as u64 % 4))).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            match request.prompt.as_str() {
                "5" => Ok(Err(Failure::OverBudget)),
                _ => Ok(Ok(Reply { text: request.prompt, ..Reply::default() })),
            }
        }
    }

    struct Twice(usize);

    impl Dialogue for Twice {
        type Output = String;

        fn next(&self, answers: &[Answer]) -> Step<String> {
            assert!(self.0 != 7, "seven is bad luck");
            match answers {
                [] => Step::Ask(vec![request(self.0), request(100 + self.0)]),
                [Ok(one), Ok(other)] => Step::Done(format!("{} {}", one.text, other.text)),
                _ => Step::Done("a failure".to_owned()),
            }
        }
    }

    fn request(number: usize) -> Request {
        serde_json::from_value(
            serde_json::json!({"model": "m", "messages": [], "prompt": number.to_string()}),
        )
        .unwrap()
    }

    fn run(
        sink: impl FnMut(Result<String, Panicked>) -> Result<(), &'static str>,
    ) -> (Result<(), String>, Arc<Slow>) {
        let slow = Arc::new(Slow::default());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let halt = Halt::default();
        let end = runtime.block_on(drive((0..40).map(Twice), &slow, &halt, 6, sink));
        (end.map_err(|error| format!("{error:?}")), slow)
    }

    #[test]
    fn results_come_in_order_from_a_window() {
        let mut results = Vec::new();
        let (end, slow) = run(|result| {
            results.push(result);
            Ok(())
        });
        assert_eq!(end, Ok(()));
        let expected = |number| match number {
            5 => Ok("a failure".to_owned()),
            7 => Err(Panicked("seven is bad luck".to_owned())),
            number => Ok(format!("{number} {}", 100 + number)),
        };
        assert_eq!(results, (0..40).map(expected).collect::<Vec<_>>());
        let most = slow.most.load(Ordering::SeqCst);
        assert!((2..=12).contains(&most), "six dialogues with two requests each, not {most}");
    }

    #[test]
    fn a_sink_that_fails_ends_the_run() {
        let mut taken = 0;
        let (end, slow) = run(|_| {
            taken += 1;
            if taken == 3 { Err("full") } else { Ok(()) }
        });
        assert_eq!((end, taken), (Err("Sink(\"full\")".to_owned()), 3));
        assert!(slow.asked.load(Ordering::SeqCst) < 40);
    }
}
