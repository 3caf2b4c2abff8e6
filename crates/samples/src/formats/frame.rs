//! What the formats that show a window have in common: a region to rewrite, lines around it, and the newest edits.

use lintseq_core::Rejection;

use super::events::newest;
use super::fit::fit;
use super::window::{Ends, Window};
use super::{DecodeError, Extent, Parameters, Prompt};
use crate::{HistoryEdit, Sample};

/// The measures of a format, for which the parameters may say something else.
pub(super) struct Frame {
    pub(super) region: Extent,
    /// What is shown around the region.
    pub(super) context: Extent,
    /// How many edits of the history are shown.
    pub(super) history: usize,
    /// The bytes of prompt and answer.
    pub(super) budget: Option<usize>,
    pub(super) ends: Ends,
}

impl Frame {
    /// The longest prompt within the budget, from a window and the newest edits.
    pub(super) fn prompt(
        &self,
        parameters: &Parameters,
        sample: &Sample,
        reserve: usize,
        show: impl Fn(&Window, &[HistoryEdit]) -> Prompt,
    ) -> Result<Prompt, Rejection> {
        let context = parameters.context.unwrap_or(self.context);
        let history = parameters.history.unwrap_or(self.history).min(sample.history.len());
        fit(parameters.budget.or(self.budget), reserve, history, |cut| {
            let window = self.window(parameters, sample, cut.context(context))?;
            Ok(show(&window, newest(sample, cut.history)))
        })
    }

    /// What an answer says: what stands in the place of the region in a later text.
    pub(super) fn rewritten<'t>(
        &self,
        parameters: &Parameters,
        sample: &Sample,
        later: &'t str,
    ) -> Result<&'t str, Rejection> {
        self.window(parameters, sample, Extent::Lines(0, 0))?.rewritten(&sample.current, later)
    }

    /// The window that an answer is about.
    pub(super) fn answered(
        &self,
        parameters: &Parameters,
        sample: &Sample,
        answer: &str,
    ) -> Result<Window, DecodeError> {
        let window = self.window(parameters, sample, Extent::Lines(0, 0));
        window.map_err(|_| DecodeError::new("a sample with a cursor", answer))
    }

    fn window(&self, parameters: &Parameters, sample: &Sample, context: Extent) -> Result<Window, Rejection> {
        Window::of(sample, parameters.region.unwrap_or(self.region), context, self.ends)
    }
}
