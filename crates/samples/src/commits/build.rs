//! From the chunks of a commit to samples: some are the history, and one comes next.

use std::ops::Range;

use lintseq_core::{Diagnostic, Reason, Rejection, seed};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::Commit;
use super::changes::Changes;
use super::last::{LastEdit, before};
use super::moment::Moment;
use super::options::BuildOptions;
use super::order::{Need, plausible};
use crate::sample::{
    DistanceClass, Generator, HistoryEdit, Jump, Kind, Provenance, Sample, SampleSchema, State, sample_id,
};

/// What the builder asks of a parser. Every answer may be "nobody knows".
pub trait Parser {
    /// Whether a text is a program as it stands; `None` for a language without a parser.
    fn parses(&self, language: &str, text: &str) -> Option<bool>;

    /// Which of these runs of lines of a text use what another of them defines: positions in `runs`.
    fn needs(&self, language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need>;

    /// What the linter says about a text.
    fn diagnostics(&self, language: &str, text: &str) -> Vec<Diagnostic>;
}

/// The samples of a commit that has passed the filters.
///
/// # Errors
/// If no chunk can come next.
pub fn build(
    changes: &Changes<'_>,
    options: &BuildOptions,
    parser: &dyn Parser,
) -> Result<Vec<Sample>, Rejection> {
    let key = changes.commit().key();
    let needs = needs(changes, parser);
    let order = plausible(changes.chunks().len(), &needs);
    let builder = Builder {
        changes,
        options,
        parser,
        order: &order,
        metadata: metadata(changes).to_string(),
        repo: changes.commit().repo.clone(),
        fingerprint: fingerprint(changes.commit(), &options.fingerprint),
        key,
    };
    // The name keeps these draws apart from those of a sequence whose document has the same id.
    let mut random = seed::generator(options.seed, &format!("commit {}", builder.key), 0, 0);
    let mut samples = Vec::new();
    for moment in builder.moments(&needs, &mut random) {
        let is_jump = random.random_bool(options.jump);
        let jump = if is_jump { builder.jump_sample(&moment, &mut random) } else { None };
        samples.push(jump.unwrap_or_else(|| builder.edit_sample(&moment, &mut random)));
    }
    if samples.is_empty() {
        let message = "no chunk leads from a state that parses; --states any takes the others as well";
        return Err(Rejection::new(Reason::UnparsableState, message));
    }
    Ok(samples)
}

fn needs(changes: &Changes<'_>, parser: &dyn Parser) -> Vec<Need> {
    let mut needs = Vec::new();
    for (file, change) in changes.commit().files.iter().enumerate() {
        let chunks = changes.chunks_of(file);
        if chunks.len() < 2 {
            continue;
        }
        let runs: Vec<_> =
            changes.chunks()[chunks.clone()].iter().map(|chunk| chunk.lines.new.clone()).collect();
        let first = chunks.start;
        let of_commit = |need: Need| Need { user: first + need.user, needed: first + need.needed };
        needs.extend(parser.needs(&change.language, &change.new, &runs).into_iter().map(of_commit));
    }
    needs
}

/// What else tells samples of a commit from those of another with the same key: a number is one in every repository.
fn fingerprint(commit: &Commit, options: &str) -> String {
    let files: Vec<_> =
        commit.files.iter().map(|file| (&file.old_path, &file.new_path, &file.old, &file.new)).collect();
    let content = serde_json::to_vec(&(&commit.repo, files)).expect("texts are JSON");
    format!("{} {options}", blake3::hash(&content).to_hex())
}

/// What is known of the commit, and has no column of its own.
fn metadata(changes: &Changes<'_>) -> Value {
    let commit = changes.commit();
    let has_column = |name: &str| matches!(name, "old_contents" | "new_contents" | "license");
    let own = commit.fields.iter().filter(|(name, _)| !has_column(name));
    let mut metadata: Map<String, Value> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    metadata.insert("chunks".to_owned(), changes.chunks().len().into());
    metadata.insert("files".to_owned(), commit.files.iter().map(|file| file.path().into_owned()).collect());
    if !commit.left_out.is_empty() {
        let left_out =
            commit.left_out.iter().map(|file| json!({"path": file.path, "reason": file.rejection.reason}));
        metadata.insert("left_out".to_owned(), left_out.collect());
    }
    Value::Object(metadata)
}

/// What the samples of a commit have in common.
pub(super) struct Builder<'a> {
    pub(super) changes: &'a Changes<'a>,
    pub(super) options: &'a BuildOptions,
    pub(super) parser: &'a dyn Parser,
    /// The chunks in a plausible order.
    pub(super) order: &'a [usize],
    metadata: String,
    repo: Option<String>,
    key: String,
    /// The part of the ids that is the same for all.
    fingerprint: String,
}

impl Builder<'_> {
    fn edit_sample(&self, moment: &Moment, random: &mut ChaCha8Rng) -> Sample {
        let file = self.changes.chunks()[moment.next].file;
        let edit = self.changes.edit(moment.next, &moment.is_applied);
        let last = LastEdit::of(self, moment);
        let is_here = last.file == file;
        let cursor = if is_here && !random.random_bool(self.options.cursor_at_next) {
            last.cursor()
        } else {
            before(&moment.current, edit.lines.old.start)
        };
        let rejected = (is_here && random.random_bool(self.options.rejected)).then_some(last.undone);
        let next = self.with_next(moment, file);
        Sample {
            kind: Kind::Edit,
            jump: None,
            cursor: Some(cursor),
            target: edit.diff,
            rejected: rejected.filter(|rejected| *rejected != next),
            next,
            ..self.sample(moment, file, moment.current.clone(), moment.parses, Kind::Edit)
        }
    }

    fn jump_sample(&self, moment: &Moment, random: &mut ChaCha8Rng) -> Option<Sample> {
        let to = self.changes.chunks()[moment.next].file;
        let edit = self.changes.edit(moment.next, &moment.is_applied);
        let last = LastEdit::of(self, moment);
        let cursor = last.cursor();
        let line = edit.lines.place();
        let distance = (last.file == to).then(|| line.abs_diff(cursor.line));
        let class = distance.map_or(DistanceClass::OtherFile, DistanceClass::of);
        let rate = match class {
            DistanceClass::Here => self.options.jumps.here,
            DistanceClass::Near => self.options.jumps.near,
            DistanceClass::Far => self.options.jumps.far,
            DistanceClass::OtherFile => self.options.jumps.other_file,
        };
        if !random.random_bool(rate) {
            return None;
        }
        let commit = self.changes.commit();
        let jump = Jump { path: commit.files[to].path().into_owned(), line, distance, class };
        let (current, parses) = if last.file == to {
            (moment.current.clone(), moment.parses)
        } else {
            let current = self.changes.text(last.file, &moment.is_applied);
            let parses = self.parser.parses(&commit.files[last.file].language, &current);
            (current, parses)
        };
        Some(Sample {
            jump: Some(jump),
            cursor: Some(cursor),
            target: edit.diff,
            next: if last.file == to { self.with_next(moment, to) } else { current.clone() },
            ..self.sample(moment, last.file, current, parses, Kind::Jump)
        })
    }

    /// What samples of a moment have in common.
    fn sample(
        &self,
        moment: &Moment,
        file: usize,
        current: String,
        parses: Option<bool>,
        kind: Kind,
    ) -> Sample {
        let commit = self.changes.commit();
        let change = &commit.files[file];
        let chunk = &self.changes.chunks()[moment.next];
        let step = format!("{} {} {kind:?}", commit.files[chunk.file].path(), chunk.lines.new.start);
        Sample {
            schema: SampleSchema::V1,
            id: sample_id(Generator::Commits, &self.key, &self.fingerprint, &step),
            kind,
            no_edit_reason: None,
            jump: None,
            state: State::Whole,
            parses,
            language: change.language.clone(),
            path: change.path().into_owned(),
            repo: self.repo.clone(),
            license: commit.license.clone(),
            original: change.old.clone(),
            history: self.history(&moment.history),
            diagnostics: self.parser.diagnostics(&change.language, &current),
            current,
            cursor: None,
            target: String::new(),
            next: String::new(),
            rejected: None,
            instruction_lazy: None,
            instruction_descriptive: None,
            provenance: Provenance {
                seed: Some(self.options.seed),
                step: Some(moment.history.len() as u32),
                ..Provenance::new(Generator::Commits, self.key.clone())
            },
            metadata: self.metadata.clone(),
        }
    }

    fn history(&self, chunks: &[usize]) -> Vec<HistoryEdit> {
        let mut is_applied = vec![false; self.order.len()];
        let mut history = Vec::with_capacity(chunks.len());
        for &chunk in chunks {
            let path = self.changes.commit().files[self.changes.chunks()[chunk].file].path().into_owned();
            history.push(HistoryEdit { path, diff: self.changes.edit(chunk, &is_applied).diff });
            is_applied[chunk] = true;
        }
        history
    }

    fn with_next(&self, moment: &Moment, file: usize) -> String {
        let mut is_applied = moment.is_applied.clone();
        is_applied[moment.next] = true;
        self.changes.text(file, &is_applied)
    }
}

#[cfg(test)]
mod tests;
