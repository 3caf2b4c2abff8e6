//! The extension module of the Python package: Arrow in, Arrow out, and the command in between.
//!
//! It knows four things: how batches become records and rows become batches (`stream`), how Python sees them
//! (`rows`), how a call becomes options (`call`), and how Ctrl-C is heard meanwhile (`interrupt`). What happens to a
//! record is the command's (`lintseq::embed`). Nothing stays behind between calls but the languages and prepared options,
//! which are loaded while the interpreter lock is held: a fork finds no thread and no lock in use.

mod call;
mod interrupt;
mod program;
mod rows;
mod stream;

use pyo3::prelude::*;

/// For what Rust allocates; Python and other libraries keep their own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What `lintseq` is made of; see there.
#[pymodule]
mod _lintseq {
    #[pymodule_export]
    use crate::call::{options, transform};
    #[pymodule_export]
    use crate::program::{Finding, Language, apply, check, languages, sequence};
    #[pymodule_export]
    use crate::rows::{Batch, Rows};

    use super::{Bound, PyModule, PyModuleMethods as _, PyResult, contain_panics};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        contain_panics();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// A panic on a worker's thread costs its record only, and the record's reason tells of it.
fn contain_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !std::thread::current().name().is_some_and(|name| name.starts_with("worker-")) {
            default(panic);
        }
    }));
}
