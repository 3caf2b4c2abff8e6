//! A prompt that fits its budget: first the oldest edits go, then the context around the region.

use lintseq_core::{Reason, Rejection};

use super::{Extent, Prompt};

/// How much of the context is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// How many edits of the history, the newest of them.
    pub(super) history: usize,
    /// At most so many lines on either side of the region; `None` is as many as there are.
    pub(super) lines: Option<usize>,
}

impl Cut {
    /// A context after the cut.
    pub(super) fn context(self, context: Extent) -> Extent {
        match (self.lines, context) {
            (None, context) => context,
            (Some(lines), Extent::Lines(above, below)) => Extent::Lines(above.min(lines), below.min(lines)),
            (Some(lines), _) => Extent::Lines(lines, lines),
        }
    }
}

/// The longest prompt that leaves `reserve` bytes of the budget to the answer.
pub(super) fn fit(
    budget: Option<usize>,
    reserve: usize,
    history: usize,
    build: impl Fn(Cut) -> Result<Prompt, Rejection>,
) -> Result<Prompt, Rejection> {
    let whole = build(Cut { history, lines: None })?;
    let Some(budget) = budget else { return Ok(whole) };
    let mut needed = whole.len() + reserve;
    if needed <= budget {
        return Ok(whole);
    }
    let fewer = (0..history).rev().map(|history| Cut { history, lines: None });
    let narrower = [256, 128, 64, 32, 16, 8, 4, 2, 1, 0].map(|lines| Cut { history: 0, lines: Some(lines) });
    for cut in fewer.chain(narrower) {
        let prompt = build(cut)?;
        needed = prompt.len() + reserve;
        if needed <= budget {
            return Ok(prompt);
        }
    }
    let message =
        format!("{needed} bytes without any context, the budget is {budget}; raise it, or narrow the region");
    Err(Rejection::new(Reason::OverBudget, message))
}
