//! What a linter says about a text.

use serde::{Deserialize, Serialize};

/// One finding of a linter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The zero-based line that is blamed.
    pub line: u32,
    /// The rule, such as `F821`, or `invalid-syntax`.
    pub code: String,
    /// The message, without positions and hints that differ from state to state.
    pub message: String,
}
