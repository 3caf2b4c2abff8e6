//! Commits as histories of edits, after Next Edit Prediction (arXiv 2508.10074).
//!
//! A [`Commit`] that passes the [`Filters`] has [`Changes`]: chunks of lines, of which any set makes a state.
//! [`build`] puts them in a plausible order and makes samples. [`select`] is the published pipeline instead,
//! oddities included, which shares no more with the rest than the names of the reasons.

mod additions;
mod build;
mod changes;
mod commit;
mod filters;
mod last;
mod moment;
mod options;
mod order;
mod published;
mod slide;

pub use build::{Parser, build};
pub use changes::Changes;
pub use commit::{Commit, FileChange, LeftOut};
pub use filters::{Filters, NoTokens, TokenCounter, check_label};
pub use options::{BuildOptions, HistoryScope, JumpRates, Next, States};
pub use order::Need;
pub use published::{PublishedLimits, PublishedRow, SingleFile, select};
