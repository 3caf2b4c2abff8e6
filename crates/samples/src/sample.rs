//! The canonical sample, which every generator ends in and every format starts from.
//!
//! All keys are always present, null where they do not apply, so that loaders infer one schema from any shard.
//! Unknown keys are refused when a sample is read: a misspelt key would otherwise be lost in silence.

mod columns;
mod provenance;

use lintseq_core::Diagnostic;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

pub use columns::sample_columns;
pub use provenance::{Generator, Provenance, TokenUsage, Verdict, sample_id};

/// One next-edit sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// `lintseq.sample/1`.
    pub schema: SampleSchema,
    /// Stable: a hash of generator, source id, options and step; see [`sample_id`].
    pub id: String,
    /// What is asked for.
    pub kind: Kind,
    /// Why nothing is to be done; present if and only if the kind is `no_edit`.
    pub no_edit_reason: Option<NoEditReason>,
    /// Where the next edit is; present if and only if the kind is `jump`.
    pub jump: Option<Jump>,
    /// What kind of moment of the history `current` is.
    pub state: State,
    /// Whether `current` parses; null where no parser was asked.
    pub parses: Option<bool>,
    /// The canonical name of the language, such as `python`.
    pub language: String,
    /// The path of the file; `untitled` with an extension where the source has none.
    pub path: String,
    /// The repository, where one is known.
    pub repo: Option<String>,
    /// The licence, where one is known.
    pub license: Option<String>,
    /// The text of `path` before the history.
    pub original: String,
    /// The edits so far, oldest first; applying those of `path` to `original` gives `current`.
    pub history: Vec<HistoryEdit>,
    /// The text of `path` that the next edit applies to.
    pub current: String,
    /// Where the user is in `current`, where that is known.
    pub cursor: Option<Cursor>,
    /// What the linter says about `current`; lines from zero.
    #[schemars(with = "Vec<provenance::DiagnosticShape>")]
    pub diagnostics: Vec<Diagnostic>,
    /// The next edit as a unified diff with file headers; empty for `no_edit`. Of a jump into another file it is
    /// the edit of that file.
    pub target: String,
    /// `current` with `target` applied; `current` itself if the target is of another file.
    pub next: String,
    /// A worse next text, which is never equal to `next`.
    pub rejected: Option<String>,
    /// The instruction as somebody in a hurry says it.
    pub instruction_lazy: Option<String>,
    /// The instruction in full.
    pub instruction_descriptive: Option<String>,
    /// Where the sample comes from.
    pub provenance: Provenance,
    /// What came with the source: a JSON object as text, so that the schema stays one.
    pub metadata: String,
}

/// The name and version of the sample's schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SampleSchema {
    /// The only version so far.
    #[default]
    #[serde(rename = "lintseq.sample/1")]
    V1,
}

impl SampleSchema {
    /// The name as it stands in a sample.
    pub const NAME: &str = "lintseq.sample/1";
}

/// What a sample asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The next edit.
    Edit,
    /// Nothing: the text is to stay as it is.
    NoEdit,
    /// Where the next edit is.
    Jump,
}

/// Why nothing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoEditReason {
    /// The program is complete.
    ProgramComplete,
    /// What was asked for has been done.
    InstructionMet,
    /// The user has just deleted on purpose what would come next.
    DeletionRespected,
    /// What was asked for makes no sense.
    InstructionUnreasonable,
}

impl NoEditReason {
    /// The name as it stands in a sample.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProgramComplete => "program_complete",
            Self::InstructionMet => "instruction_met",
            Self::DeletionRespected => "deletion_respected",
            Self::InstructionUnreasonable => "instruction_unreasonable",
        }
    }
}

/// Where the next edit is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// The file.
    pub path: String,
    /// The zero-based line: of `current`, or of the other file before the edit.
    pub line: u32,
    /// The number of lines between the cursor and `line`; null across files.
    pub distance: Option<u32>,
    /// The distance as a class.
    pub class: DistanceClass,
}

/// How far away the next edit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DistanceClass {
    /// On the cursor's line.
    Here,
    /// At most 30 lines away.
    Near,
    /// Further away.
    Far,
    /// In another file.
    OtherFile,
}

impl DistanceClass {
    /// The furthest line that is still near.
    pub const NEAR: u32 = 30;

    /// The name as it stands in a sample.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Near => "near",
            Self::Far => "far",
            Self::OtherFile => "other_file",
        }
    }

    /// The class of a distance within a file.
    pub const fn of(distance: u32) -> Self {
        match distance {
            0 => Self::Here,
            1..=Self::NEAR => Self::Near,
            _ => Self::Far,
        }
    }
}

/// What kind of moment of the history the current text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Between two edits.
    Whole,
    /// Inside an edit, cut where a token ends.
    InProgress,
    /// Between two edits, with an abandoned and undone edit in the history.
    AfterUndo,
}

/// An edit of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryEdit {
    /// The file.
    pub path: String,
    /// A unified diff with three lines of context and file headers.
    pub diff: String,
}

/// A place in a text as the language server protocol counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The zero-based line; only `\n` ends one.
    pub line: u32,
    /// The zero-based column in UTF-16 units.
    pub column: u32,
}

/// The JSON Schema of a sample as it is written: every key required, null where it does not apply.
pub(crate) fn json_schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Sample>()
}

/// The keys of a sample.
pub fn sample_keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().copied()
}

const KEYS: [&str; 23] = [
    "schema",
    "id",
    "kind",
    "no_edit_reason",
    "jump",
    "state",
    "parses",
    "language",
    "path",
    "repo",
    "license",
    "original",
    "history",
    "current",
    "cursor",
    "diagnostics",
    "target",
    "next",
    "rejected",
    "instruction_lazy",
    "instruction_descriptive",
    "provenance",
    "metadata",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// After a wanted change: `UPDATE_SCHEMA=1 cargo test -p lintseq-samples schema`.
    #[test]
    fn the_schema_file_is_that_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/sample.schema.json");
        let schema = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), schema);
    }

    #[test]
    fn the_schema_requires_every_key() {
        let schema = json_schema().to_value();
        let keys = schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>();
        let required = schema["required"].as_array().unwrap();
        assert_eq!(keys, sample_keys().collect::<Vec<_>>());
        assert_eq!(required.iter().map(|key| key.as_str().unwrap()).collect::<Vec<_>>(), keys);
        assert_eq!(schema["properties"]["repo"]["type"], serde_json::json!(["string", "null"]));
    }
}
