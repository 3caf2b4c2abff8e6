//! From arguments to raw records.
//!
//! Reading is split in two. What must happen in order is cheap and happens here: opening, unpacking, cutting
//! into lines and members. What is expensive, which is parsing JSON and everything after it, is
//! [`decode`](crate::decode), which any thread may do to any [`RawRecord`].

mod archive;
mod discover;
mod history;
mod lines;
mod plan;
mod reader;
mod record;
mod stream;

pub use discover::{InputOptions, Inputs, expand};
pub(crate) use history::History;
pub use history::HistoryEntry;
pub use plan::{Plan, PlannedFile};
pub use reader::{InputSummary, Reader};
pub use record::{Payload, RawRecord};
