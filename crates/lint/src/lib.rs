//! The linters that verify states.
//!
//! A [`Linter`](lintseq_core::Linter) turns the states of a program into diagnostics. In this process, [`Ruff`]
//! does so for Python, [`Syn`] for Rust and [`Oxc`] for JavaScript and TypeScript. A [`Command`] runs any
//! external tool on many states at once, as a small TOML [`Entry`] tells. [`All`] joins several, and
//! [`Backed`] gives a strict one something to fall back on. The [`Registry`] knows them by name:
//!
//! ```
//! let registry = lintseq_lint::Registry::new();
//! assert!(registry.names().contains(&"rustc"));
//! assert_eq!(registry.get("ruff", "python")?.name(), "ruff");
//! # Ok::<(), lintseq_lint::RegistryError>(())
//! ```

mod all;
mod backed;
mod command;
mod entry;
mod output;
mod oxc;
mod registry;
mod ruff;
mod syn;

pub use all::All;
pub use backed::Backed;
pub use command::{Command, EntryError};
pub use entry::{Capture, Entry, JsonOutput, List, Stream};
pub use oxc::Oxc;
pub use registry::{Registry, RegistryError};
pub use ruff::{Ruff, parses};
pub use syn::Syn;
