//! Decontamination: which texts hold a task of a benchmark.
//!
//! Two tests, each over all tasks at once. A task that is there as a whole is found as text without white space
//! ([`squeeze`](self::squeeze)), whatever its layout, its comments and what stands around it. One that was changed is
//! found by the share of its runs of tokens that a text has as well. Both look at texts as they are and without comments
//! and docstrings.
//!
//! Nothing is known here of any benchmark but the usual names of their fields: tasks come from files of the user.

mod benchmark;
mod grams;
mod index;
mod judge;
mod squeeze;
#[cfg(test)]
mod tests;

pub use benchmark::{Benchmark, BenchmarkError, BenchmarkFields};
pub use index::{ContaminationOptions, TaskIndex};
pub use judge::{Evidence, Hit};
