//! The moments of a commit: some chunks have come, and one comes next.

use lintseq_core::sampler::shuffle;
use rand_chacha::ChaCha8Rng;

use super::build::Builder;
use super::options::{HistoryScope, Next, States};
use super::order::Need;

/// A place in the history: these chunks have come, and this one comes next.
pub(super) struct Moment {
    pub(super) history: Vec<usize>,
    pub(super) next: usize,
    pub(super) is_applied: Vec<bool>,
    /// The file that the next chunk changes, as it stands.
    pub(super) current: String,
    pub(super) parses: Option<bool>,
}

impl Builder<'_> {
    /// The moments that samples are made of.
    pub(super) fn moments(&self, needs: &[Need], random: &mut ChaCha8Rng) -> Vec<Moment> {
        let mut candidates: Vec<usize> = self.order.iter().rev().copied().collect();
        match self.options.next {
            // What others need cannot have come last, unless all of them are needed.
            Next::Last => candidates
                .sort_by_key(|chunk| needs.iter().any(|need| need.needed == *chunk && need.user != *chunk)),
            Next::Any => shuffle(&mut candidates, random),
            Next::Each => candidates.reverse(),
        }
        let is_each = self.options.next == Next::Each;
        let mut fallback = None;
        let mut moments = Vec::new();
        for chunk in candidates {
            let Some(moment) = self.moment(chunk) else { continue };
            let is_good = moment.parses != Some(false) || self.options.states == States::Any;
            if is_good || (is_each && self.options.states == States::Prefer) {
                moments.push(moment);
                if !is_each {
                    break;
                }
            } else if self.options.states == States::Prefer {
                fallback = fallback.or(Some(moment));
            }
        }
        if moments.is_empty() {
            moments.extend(fallback);
        }
        moments
    }

    /// The moment before a chunk; `None` if nothing has come before it.
    fn moment(&self, next: usize) -> Option<Moment> {
        let others = self.order.iter().copied();
        let history: Vec<usize> = match self.options.history {
            HistoryScope::Others => others.filter(|&chunk| chunk != next).collect(),
            HistoryScope::Earlier => others.take_while(|&chunk| chunk != next).collect(),
        };
        if history.is_empty() {
            return None;
        }
        let mut is_applied = vec![false; self.order.len()];
        for &chunk in &history {
            is_applied[chunk] = true;
        }
        let file = self.changes.chunks()[next].file;
        let current = self.changes.text(file, &is_applied);
        let parses = self.parser.parses(&self.changes.commit().files[file].language, &current);
        Some(Moment { history, next, is_applied, current, parses })
    }
}
