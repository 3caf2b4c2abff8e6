//! What `synth` does beside asking: seeds to prompts, answers to rows, figures to tables.

pub(crate) mod estimate;
pub(crate) mod pool;
pub(crate) mod prompts;
pub(crate) mod report;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod session;
pub(crate) mod summary;
pub(crate) mod verification;
