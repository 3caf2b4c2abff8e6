//! A triplet, and the samples that it becomes.

use lintseq_core::Rejection;
use lintseq_samples::{
    Generator, Kind, NoEditReason, Provenance, Sample, SampleSchema, State, TokenUsage, Verdict, patch,
    sample_id,
};
use serde_json::{Map, Value};

use crate::Languages;
use crate::dialogue::Answer;
use crate::response::Instructions;

/// Two programs, and how the second was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The canonical name of the language.
    pub language: String,
    /// The program before the edit.
    pub before: String,
    /// The program after the edit.
    pub after: String,
    /// How it was asked for.
    pub instructions: Instructions,
}

impl Edit {
    /// The edit as a unified diff of a file.
    pub fn diff(&self, path: &str) -> String {
        patch::between(path, &self.before, &self.after, patch::CONTEXT)
    }
}

/// Where a synthesised sample comes from.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// The ids of the snippets.
    pub source_id: String,
    /// The run's seed.
    pub seed: u64,
    /// Whatever of the options bears on the sample, in a stable form.
    pub options: String,
    /// Tells the samples of one source apart.
    pub step: String,
    /// The model by the name under which it is configured.
    pub model: &'a str,
    /// The prompt and its version.
    pub prompt_version: String,
    /// The answers that it took.
    pub answers: &'a [Answer],
    /// What the verifications said.
    pub verdicts: Vec<Verdict>,
    /// What came with the source.
    pub metadata: Map<String, Value>,
}

/// The sample of an edit; of a text that is to stay as it is, with the reason, where one is given.
pub fn sample(
    edit: &Edit,
    no_edit: Option<NoEditReason>,
    origin: Origin<'_>,
    languages: &dyn Languages,
) -> Sample {
    let path = format!("untitled.{}", languages.extension(&edit.language));
    let current = if no_edit == Some(NoEditReason::InstructionMet) { &edit.after } else { &edit.before };
    let next = if no_edit.is_some() { current } else { &edit.after };
    let what = no_edit.map_or("edit", NoEditReason::as_str);
    let step = format!("{}/{what}", origin.step);
    Sample {
        schema: SampleSchema::V1,
        id: sample_id(Generator::Synthesis, &origin.source_id, &origin.options, &step),
        kind: if no_edit.is_some() { Kind::NoEdit } else { Kind::Edit },
        no_edit_reason: no_edit,
        jump: None,
        state: State::Whole,
        parses: Some(languages.parses(&edit.language, current)),
        language: edit.language.clone(),
        original: current.clone(),
        history: Vec::new(),
        cursor: None,
        diagnostics: Vec::new(),
        target: patch::between(&path, current, next, patch::CONTEXT),
        current: current.clone(),
        next: next.clone(),
        path,
        repo: None,
        license: None,
        rejected: None,
        instruction_lazy: Some(edit.instructions.lazy.clone()),
        instruction_descriptive: Some(edit.instructions.descriptive.clone()),
        provenance: Provenance {
            seed: Some(origin.seed),
            model: Some(origin.model.to_owned()),
            prompt_version: Some(origin.prompt_version),
            token_usage: Some(usage(origin.answers)),
            verdicts: origin.verdicts,
            ..Provenance::new(Generator::Synthesis, origin.source_id)
        },
        metadata: Value::Object(origin.metadata).to_string(),
    }
}

/// The tokens of all answers together.
pub fn usage(answers: &[Answer]) -> TokenUsage {
    let mut sum = TokenUsage { prompt: 0, completion: 0 };
    for reply in answers.iter().flatten() {
        sum.prompt += reply.usage.prompt_tokens;
        sum.completion += reply.usage.completion_tokens;
    }
    sum
}

/// The reply of an answer, or the rejection of the record that needed it.
///
/// # Errors
/// If there is no reply.
pub fn reply(answer: &Answer) -> Result<&crate::Reply, Rejection> {
    answer.as_ref().map_err(crate::Failure::rejection)
}
