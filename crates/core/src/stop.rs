//! Giving up in the middle of a record.
//!
//! A record may take minutes: hundreds of sequences, a wide search, a linter that reads thousands of states. Who waits
//! for it may give up, and must not have to wait for that. Loops that may be long therefore call [`point`], from where a
//! thread whose flag was raised unwinds to the [`until`] that it came from, as from a panic that nobody hears of.
//! Without an `until` a point does nothing.
//!
//! Errors through every function were decided against: that somebody gave up is no result of a program, and with it all
//! results are thrown away.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What unwinds from a point. Whoever contains panics must hand it on: see [`is_stop`].
struct Stop;

thread_local! {
    static FLAG: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Does some work on this thread, but not beyond the next [`point`] once the flag is raised; nothing comes of it then.
pub fn until<T>(flag: &Arc<AtomicBool>, work: impl FnOnce() -> T) -> Option<T> {
    let before = FLAG.replace(Some(Arc::clone(flag)));
    // What the work had in hand is not seen again.
    let done = catch_unwind(AssertUnwindSafe(work));
    FLAG.set(before);
    match done {
        Ok(done) => Some(done),
        Err(panic) if is_stop(&*panic) => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// Ends the work here if it was given up.
pub fn point() {
    if is_raised() {
        resume_unwind(Box::new(Stop));
    }
}

/// Whether the work was given up: for those that must clean up before they come to a [`point`].
pub fn is_raised() -> bool {
    FLAG.with_borrow(|flag| flag.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)))
}

/// Whether what unwinds is no panic, but work that was given up.
pub fn is_stop(panic: &(dyn Any + Send)) -> bool {
    panic.is::<Stop>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_at_the_next_point() {
        let flag = Arc::new(AtomicBool::new(false));
        let mut steps = 0;
        let done = until(&flag, || {
            for step in 0..10 {
                steps = step;
                flag.store(step == 3, Ordering::Relaxed);
                point();
            }
        });
        assert_eq!((done, steps), (None, 3));
        // The flag is forgotten with its work.
        point();
    }

    #[test]
    fn what_is_not_given_up_comes_to_its_end() {
        let flag = Arc::new(AtomicBool::new(false));
        let done = until(&flag, || {
            let raised = Arc::new(AtomicBool::new(true));
            let inner = until(&raised, point);
            point();
            (inner, 7)
        });
        assert_eq!(done, Some((None, 7)));
    }

    #[test]
    fn panics_pass() {
        let flag = Arc::new(AtomicBool::new(true));
        let panic = catch_unwind(|| until(&flag, || panic!("a panic"))).unwrap_err();
        assert!(!is_stop(&*panic) && panic.is::<&str>());
    }
}
