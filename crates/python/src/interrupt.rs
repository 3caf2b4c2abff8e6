//! Looking for signals while others work: Python handles them on the thread that called, which waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use lintseq_core::stop;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// The stack of a thread that parses, in bytes: parsers recurse, and a thread of Python's may have little of it.
const STACK_BYTES: usize = 64 << 20;
/// How long a signal may wait.
const PATIENCE: Duration = Duration::from_millis(50);

/// What Python raised while nobody could take it.
#[derive(Default)]
pub(crate) struct Watch {
    raised: Option<PyErr>,
}

impl Watch {
    /// Lets Python handle the signals that have come, and says whether to go on.
    pub(crate) fn goes_on(&mut self) -> bool {
        self.attached(signals)
    }

    /// Does something in Python, and says whether to go on.
    pub(crate) fn attached(&mut self, act: impl FnOnce(Python<'_>) -> PyResult<()>) -> bool {
        // Without an interpreter there is nobody to go on for.
        match Python::try_attach(act) {
            Some(Ok(())) => true,
            Some(Err(raised)) => {
                self.raised = Some(raised);
                false
            }
            None => false,
        }
    }

    /// What was raised.
    pub(crate) fn take(&mut self) -> Option<PyErr> {
        self.raised.take()
    }
}

fn signals(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}

/// Works on a thread of its own, which ends with the call, without the interpreter lock.
pub(crate) fn on_worker<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    let mut watch = Watch::default();
    let given_up = Arc::new(AtomicBool::new(false));
    let done = py.detach(|| {
        thread::scope(|scope| {
            let (sender, receiver) = channel::<()>();
            let work = || {
                // Its end is heard of by the other end.
                let _sender = sender;
                stop::until(&given_up, work)
            };
            let named = thread::Builder::new().name("worker-0".to_owned()).stack_size(STACK_BYTES);
            let worker = named.spawn_scoped(scope, work)?;
            while receiver.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                if !watch.goes_on() {
                    given_up.store(true, Ordering::Relaxed);
                    break;
                }
            }
            std::io::Result::Ok(worker.join())
        })
    })?;
    match done {
        Ok(Some(done)) => Ok(done),
        Ok(None) => Err(watch.take().unwrap_or_else(|| PyRuntimeError::new_err("stopped"))),
        Err(_) => Err(PyRuntimeError::new_err("lintseq panicked, which is a bug of it")),
    }
}
