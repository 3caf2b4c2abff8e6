//! From rows to files that appear only when they are whole.
//!
//! Everything is first written to partials beside the output, with a checkpoint that says how much of them is
//! good; an [`Output`] finishes by renaming. A killed run therefore leaves an earlier output as it was, and a
//! resumed one makes the same bytes as one that was never killed.

mod card;
mod checkpoint;
mod columns;
mod convert;
mod durable;
mod layout;
mod manifest;
mod publish;
mod rows;
mod sink;
mod stream;
mod target;

pub use checkpoint::Fingerprint;
pub(crate) use columns::Inference;
pub(crate) use durable::replace;
pub use lintseq_core::{Column, ColumnKind};
pub use manifest::{Manifest, OutputFile};
pub(crate) use sink::Splitter;
pub use sink::{Opened, Output, OutputOptions};
pub use target::{FileFormat, FolderOptions, Target};
