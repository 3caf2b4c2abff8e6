//! How samples are drawn, with the reasons of the defaults.

use serde::{Deserialize, Serialize};

/// How samples are drawn from a sequence. Rates are between 0 and 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleOptions {
    /// The seed; a sample depends on its program, its sequence, these options and nothing else.
    pub seed: u64,
    /// The most samples of a sequence, at different steps. Four: the samples of a sequence share most of their text,
    /// and other programs teach more than further moments of one.
    pub per_sequence: u32,
    /// The share of samples in which nothing is to be done. A tenth: a model that never sees one suggests always, one
    /// that sees many stays silent.
    pub no_edit: f64,
    /// The share of samples that ask where the next edit is. A tenth: an answer is one line, learnt quickly.
    pub jump: f64,
    /// Of the jumps to the cursor's own line, the share that is kept; the others become edits.
    pub jump_here: f64,
    /// Of the jumps within [`DistanceClass::NEAR`](crate::DistanceClass::NEAR) lines, the share that is kept. Six
    /// tenths: most edits of a program of usual length are near, and with this the classes come nearer to each other.
    pub jump_near: f64,
    /// Of the jumps further away, the share that is kept. All: they are the rarest.
    pub jump_far: f64,
    /// Of the edits, the share whose current text ends inside the edit. Three tenths: suggestions are
    /// asked for while people type, but a model must also begin.
    pub in_progress: f64,
    /// Of the whole edits and jumps, the share with an abandoned and undone edit in the history. A tenth: it happens, and
    /// must not become the rule.
    pub undo: f64,
    /// The share of samples with a rejected text. All: whoever trains without preferences drops a column.
    pub rejected: f64,
    /// Of the whole edits, the share whose cursor is where the next edit is; else it is where the last one ended.
    /// Half: editors ask at both moments.
    pub cursor_at_next: f64,
    /// The most edits of a history. Ten: editors send five or six.
    pub max_history: u32,
    /// Of a longer text only a window of about so many lines is taken. 400 lines are about 4,000 tokens.
    pub window_lines: u32,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            per_sequence: 4,
            no_edit: 0.1,
            jump: 0.1,
            jump_here: 1.0,
            jump_near: 0.6,
            jump_far: 1.0,
            in_progress: 0.3,
            undo: 0.1,
            rejected: 1.0,
            cursor_at_next: 0.5,
            max_history: 10,
            window_lines: 400,
        }
    }
}
