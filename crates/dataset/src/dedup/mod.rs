//! Deduplication: exact, and near by `MinHash`, over more records than memory holds.
//!
//! One pass marks every record ([`Marker::mark`], on any thread, then [`Collector::add`]): keys that duplicates share
//! and a standing among them. [`Collector::connect`] sorts the keys and joins the records that share one into
//! clusters, and [`Connected::decide`] lets the best of each cluster stay. A second pass asks [`Decisions::of`] for
//! each record. What is decided depends on the records alone, not on their order, on threads or on memory.
//!
//! Keys and standings go to unnamed files beyond [`CollectOptions::memory`]; what stays in memory beside them is 16
//! bytes a record, and 16 more with verification.
//!
//! The same steps can run apart, with [tables](mod@tables) between them.

mod buckets;
mod clusters;
mod collector;
mod decisions;
mod mark;
mod minhash;
mod permutations;
mod sets;
mod shingles;
mod sorter;
mod standing;
mod standings;
pub mod tables;

pub use self::collector::{CollectOptions, Collector, Connected, LEAST_MEMORY, memory_for_sorting};
pub use self::decisions::{Decision, Decisions, Fate, Keep};
pub use self::mark::{Likeness, Mark, MarkOptions, Marker};
pub use self::minhash::{Bands, Near, Signatures, minhash_signatures};
pub use self::standing::{Priority, source_name};

#[cfg(test)]
mod tests;
