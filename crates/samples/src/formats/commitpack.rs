//! What a sample knows of the commit that it came from, under CommitPackFT's names.

use lintseq_core::Column;
use serde_json::{Map, Value};

use crate::Sample;

/// The columns, in CommitPackFT's order.
pub(super) fn columns() -> impl Iterator<Item = Column> {
    const NAMES: [&str; 10] = [
        "commit",
        "old_file",
        "new_file",
        "old_contents",
        "new_contents",
        "subject",
        "message",
        "lang",
        "license",
        "repos",
    ];
    NAMES.into_iter().map(Column::text)
}

/// The values: what the source said, else what the sample says.
pub(super) fn fields(sample: &Sample) -> Map<String, Value> {
    let source = metadata(sample);
    let said = |name: &str| source.get(name).and_then(Value::as_str).map(str::to_owned);
    let lazy = sample.instruction_lazy.clone();
    let descriptive = sample.instruction_descriptive.clone();
    let subject = said("subject").or_else(|| lazy.clone()).or_else(|| descriptive.clone());
    let message = said("message").or(descriptive).or(lazy);
    let text = |text: Option<String>| Value::from(text.unwrap_or_default());
    let values = [
        text(said("commit").or_else(|| Some(sample.provenance.source_id.clone()))),
        text(said("old_file").or_else(|| Some(sample.path.clone()))),
        text(said("new_file").or_else(|| Some(sample.path.clone()))),
        sample.original.as_str().into(),
        sample.next.as_str().into(),
        text(subject),
        text(message),
        text(said("lang").or_else(|| Some(sample.language.clone()))),
        text(sample.license.clone()),
        text(said("repos").or_else(|| sample.repo.clone())),
    ];
    columns().map(|column| column.name).zip(values).collect()
}

/// What came with the source.
pub(super) fn metadata(sample: &Sample) -> Map<String, Value> {
    serde_json::from_str(&sample.metadata).unwrap_or_default()
}
