//! The linters that verify states.
//!
//! A [`Linter`](lintseq_core::Linter) turns the states of a program into diagnostics. [`Ruff`] does so for
//! Python, in this process. A [`Command`] runs any external tool on many states at once, as a small TOML
//! [`Entry`] tells. [`All`] joins several. The [`Registry`] knows them by name:
//!
//! ```
//! let registry = lintseq_lint::Registry::new();
//! assert_eq!(registry.names(), ["pylint", "pyright", "ruff"]);
//! assert_eq!(registry.get("ruff")?.name(), "ruff");
//! # Ok::<(), lintseq_lint::RegistryError>(())
//! ```

mod all;
mod command;
mod entry;
mod output;
mod registry;
mod ruff;

pub use all::All;
pub use command::{Command, EntryError};
pub use entry::{Entry, JsonOutput};
pub use registry::{Registry, RegistryError};
pub use ruff::{Ruff, parses};
