//! Examples for Zed's own tool (zed-industries/zed, `edit_prediction/src/example_spec.rs`).
//!
//! Every field of the specification is there in every row. A program without a repository is brought by
//! `uncommitted_diff`; a commit is named by its parent where the source says which that is. An empty expected patch
//! says that nothing is to be done.

use lintseq_core::{Column, ColumnKind, Rejection};
use serde_json::Value;

use super::commitpack::metadata;
use super::events::newest;
use super::layout::fields;
use super::window::{Ends, Window};
use super::zeta2::CURSOR;
use super::{AnswerPlace, DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::{Generator, Kind, Sample, patch};

pub(super) struct Zed(pub(super) Parameters);

impl Format for Zed {
    fn columns(&self) -> Vec<Column> {
        let text = Column::text;
        let texts = |name| Column::new(name, ColumnKind::texts());
        vec![
            text("name"),
            text("repository_url"),
            text("revision"),
            texts("tags"),
            text("reasoning"),
            text("uncommitted_diff"),
            text("cursor_path"),
            text("cursor_position"),
            text("edit_history"),
            texts("expected_patches"),
            text("rejected_patch"),
        ]
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[CURSOR, "[CURSOR_POSITION]"]
    }

    fn has_prompt(&self) -> bool {
        false
    }

    fn prompt(&self, sample: &Sample, _: usize) -> Result<Prompt, Rejection> {
        let region = self.0.region.unwrap_or(Extent::Lines(10, 10));
        let excerpt = |region| Window::of(sample, region, Extent::Lines(0, 0), Ends::Whole);
        let window = excerpt(region)?;
        // The tool looks the excerpt up in the file, where it must stand once.
        let is_unique = sample.current.matches(&sample.current[window.region.clone()]).count() == 1;
        let window = if is_unique { window } else { excerpt(Extent::All)? };
        let history = newest(sample, self.0.history.unwrap_or(usize::MAX));
        let history = history.iter().map(|edit| edit.diff.as_str()).collect();
        let position = window.marked(&sample.current, CURSOR);
        Ok(Prompt { parts: vec![position, history], ..Prompt::default() })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(patch::between(&sample.path, &sample.current, text, patch::CONTEXT))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |_| DecodeError::new("a unified diff of the current text", answer);
        patch::apply(&sample.current, answer).map_err(error)
    }

    fn row(&self, sample: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        let source = metadata(sample);
        let said = |name: &str| source.get(name).and_then(Value::as_str);
        let is_commit = sample.provenance.generator == Generator::Commits;
        let revision = said("parent").or_else(|| is_commit.then_some(sample.provenance.source_id.as_str()));
        let uncommitted = match (is_commit, sample.original.as_str()) {
            (true, _) | (false, "") => String::new(),
            (false, original) => {
                let diff = patch::between(&sample.path, "", original, patch::CONTEXT);
                diff.replacen(&format!("--- a/{}\n", sample.path), "--- /dev/null\n", 1)
            }
        };
        let rejected = sample.rejected.as_ref();
        let rejected =
            rejected.map(|text| patch::between(&sample.path, &sample.current, text, patch::CONTEXT));
        let kind = match sample.kind {
            Kind::Edit => "edit",
            Kind::NoEdit => "no-edit",
            Kind::Jump => "jump",
        };
        let tags = vec![kind, sample.language.as_str(), sample.provenance.generator.as_str()];
        let mut parts = prompt.parts.into_iter();
        let mut part = || Value::from(parts.next().unwrap_or_default());
        let place = AnswerPlace::whole("expected_patches[0]", &answer);
        let fields = fields([
            ("name", sample.id.as_str().into()),
            ("repository_url", url(sample.repo.as_deref().unwrap_or_default()).into()),
            ("revision", revision.unwrap_or_default().into()),
            ("tags", tags.into()),
            ("reasoning", Value::Null),
            ("uncommitted_diff", uncommitted.into()),
            ("cursor_path", sample.path.as_str().into()),
            ("cursor_position", part()),
            ("edit_history", part()),
            ("expected_patches", vec![answer].into()),
            ("rejected_patch", rejected.into()),
        ]);
        FormatRow { fields, answer: place }
    }
}

/// The address of a repository that may be given as `owner/name`.
fn url(repository: &str) -> String {
    let is_name = repository.split('/').count() == 2 && !repository.contains(':');
    if is_name { format!("https://github.com/{repository}") } else { repository.to_owned() }
}
