//! The linters that verify states.

mod ruff;

pub use ruff::{Ruff, parses};
