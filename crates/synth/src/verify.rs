//! What is asked about an edit beyond its two rounds: whether it can be trusted, at a price.

use lintseq_core::Rejection;
use lintseq_samples::Verdict;

use crate::Languages;
use crate::asking::Asking;
use crate::dialogue::{Answer, Step};
use crate::edit::Edit;

/// Which verifications are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verification {}

/// An edit that is verified.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// The edit.
    pub edit: &'a Edit,
    /// The model that made it.
    pub model: &'a str,
    /// The run's seed.
    pub seed: u64,
    /// The number of the prompt.
    pub number: u64,
}

impl Verification {
    /// What is to be asked after these answers, or the verdicts.
    ///
    /// # Errors
    /// If a verification fails.
    pub fn next(
        &self,
        _: &Verified<'_>,
        _: &Asking,
        _: &dyn Languages,
        _: &[Answer],
    ) -> Result<Step<Vec<Verdict>>, Rejection> {
        Ok(Step::Done(Vec::new()))
    }
}
