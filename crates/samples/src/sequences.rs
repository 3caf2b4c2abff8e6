//! Samples from edit sequences.
//!
//! A sample is a moment of a sequence: some edits lie behind, the next one is known. The versions of the text that
//! lie around a moment are sets of the program's lines, so every diff is exact and no algorithm guesses one.
//!
//! A parser comes in as a closure. What a linter says about the current text is not found here: [`Built`] says which
//! text to ask about, so that the caller can ask about many at once.

mod build;
mod moment;
mod options;
mod timeline;

pub use build::{Built, Origin, WholeText, build};
pub use options::SampleOptions;
