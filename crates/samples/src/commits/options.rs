//! How samples are made of a commit: which chunks come next, which are the history, and how often something is drawn.

/// How samples are made of a commit.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildOptions {
    /// The run's seed.
    pub seed: u64,
    /// Which chunks come next.
    pub next: Next,
    /// Which chunks are the history.
    pub history: HistoryScope,
    /// What becomes of states that do not parse.
    pub states: States,
    /// Of the edits, the share whose cursor is where the next edit is; else it is where the last one ended. Half:
    /// editors ask at both moments. Into another file the cursor has always gone already.
    pub cursor_at_next: f64,
    /// The share of edits with a rejected text, which is the last edit undone. All: whoever trains without
    /// preferences drops a column.
    pub rejected: f64,
    /// The share of samples that ask where the next edit is. A tenth, as of sequences.
    pub jump: f64,
    /// Of these, the shares that are kept; the others become edits.
    pub jumps: JumpRates,
    /// What else bears on the samples, in a stable form, as part of their ids.
    pub fingerprint: String,
}

/// Which chunks come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The last one in the plausible order.
    Last,
    /// One drawn by the seed.
    Any,
    /// Each, in a sample of its own.
    Each,
}

/// Which chunks are the history of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryScope {
    /// All others: what is missing is the next edit and nothing else.
    Others,
    /// Those before it in the plausible order: what comes after it is missing as well.
    Earlier,
}

/// What becomes of states that do not parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// They are taken where no other chunk leads to one that does.
    Prefer,
    /// They are left out.
    Require,
    /// They are taken like any other.
    Any,
}

/// Shares of the jumps of each class that are kept. Six tenths of the near ones and all others, as of sequences, so
/// that the classes come nearer to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JumpRates {
    /// Of those to the cursor's own line.
    pub here: f64,
    /// Of those at most 30 lines away.
    pub near: f64,
    /// Of those further away.
    pub far: f64,
    /// Of those in another file.
    pub other_file: f64,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            next: Next::Last,
            history: HistoryScope::Others,
            states: States::Prefer,
            cursor_at_next: 0.5,
            rejected: 1.0,
            jump: 0.1,
            jumps: JumpRates { here: 1.0, near: 0.6, far: 1.0, other_file: 1.0 },
            fingerprint: String::new(),
        }
    }
}
