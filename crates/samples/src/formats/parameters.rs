//! What can be set about a format. Everything has the published value by default.

use serde::{Deserialize, Serialize};

/// What can be set about a format; `None` is the value that the format was published with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// What may be rewritten, around the cursor.
    pub region: Option<Extent>,
    /// What is shown around the region.
    pub context: Option<Extent>,
    /// How many edits of the history are shown at most, the newest of them.
    pub history: Option<usize>,
    /// The most bytes of prompt and answer together. Context is cut to fit; region and answer never are.
    pub budget: Option<usize>,
    /// The share of rows whose code is fenced, where a format fences some.
    pub fenced: Option<f64>,
    /// Draws what is drawn.
    pub seed: u64,
    /// The task for the model, instead of ours.
    pub system: Option<String>,
}

/// How far something reaches from the cursor, or a context from its region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// So many lines above and below.
    Lines(usize, usize),
    /// Lines above and below in turn, up to so many tokens of three bytes each.
    Tokens(usize),
    /// So many lines in all, with the cursor in the middle where the file allows it.
    Centred(usize),
    /// The whole file.
    All,
}

impl Parameters {
    /// The bytes that a token counts as, in the published clients and here.
    pub const BYTES_PER_TOKEN: usize = 3;

    /// A share between 0 and 1 drawn for a sample. `salt` tells the things apart that are drawn.
    pub(super) fn draw(&self, salt: &str, id: &str) -> f64 {
        let mut hash = blake3::Hasher::new();
        hash.update(salt.as_bytes());
        hash.update(&self.seed.to_le_bytes());
        hash.update(id.as_bytes());
        let [a, b, c, d, ..] = *hash.finalize().as_bytes();
        f64::from(u32::from_le_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
    }
}
