//! From raw records to documents: the expensive half of reading, which any thread may do.

mod commit;
mod document;
mod fields;
mod glance;
mod limits;
mod markdown;
mod row;

pub use commit::CommitDecoder;
pub use document::{DecodeOptions, FieldNames, IsProgram};
pub use glance::GlanceDecoder;
pub use limits::Limits;
pub use markdown::fenced_code;
pub use row::{Line, LineDecoder, Row, RowDecoder};

use std::borrow::Cow;

use lintseq_core::{Document, Rejection};
use serde_json::{Map, Value};

use crate::hash::content_id;
use crate::input::RawRecord;

/// Turns raw records into what a run works on.
///
/// [`DecodeOptions`] makes [`Document`]s; [`RowDecoder`] makes plain [`Row`]s for commands that read what lintseq
/// wrote.
pub trait Decoder: Sync {
    /// What comes out.
    type Item: Item;
    /// Decodes one record. Any bytes are allowed.
    ///
    /// # Errors
    /// With a typed reason if the record is of no use.
    fn decode(&self, record: &RawRecord) -> Result<Self::Item, RejectedRecord>;
}

/// Something with an id.
pub trait Item: Send + Sync {
    /// The id, a string or a number.
    fn id(&self) -> &Value;

    /// The id as seeds and shards see it.
    fn key(&self) -> Cow<'_, str> {
        id_key(self.id())
    }

    /// The document that the item is made of, which no split tears apart.
    fn document(&self) -> Cow<'_, str> {
        self.key()
    }

    /// The repository that the item is from, where one is known.
    fn repository(&self) -> Option<&str> {
        None
    }

    /// What figures are kept apart by: a language, where it has one.
    fn label(&self) -> Option<&str> {
        None
    }
}

impl Item for Document {
    fn id(&self) -> &Value {
        &self.id
    }

    fn repository(&self) -> Option<&str> {
        repository(&self.metadata)
    }

    fn label(&self) -> Option<&str> {
        Some(&self.language)
    }
}

/// Where a repository is named, the first that is present.
const REPOSITORY_FIELDS: [&str; 3] = ["repo", "repo_name", "repos"];

/// The repository that a record names: of several, as in CommitPackFT, the first.
fn repository(fields: &Map<String, Value>) -> Option<&str> {
    let names = REPOSITORY_FIELDS.iter().find_map(|name| fields.get(*name)?.as_str());
    let name = names?.split(',').next()?.trim();
    (!name.is_empty()).then_some(name)
}

/// A record left out. Where it stood, its [`RawRecord`] knows.
#[derive(Clone, Debug, PartialEq)]
pub struct RejectedRecord {
    /// The id, or null if the record is too broken to have one.
    pub id: Value,
    /// Why.
    pub rejection: Rejection,
}

impl RejectedRecord {
    /// A rejection of the record with this id.
    pub const fn new(id: Value, rejection: Rejection) -> Self {
        Self { id, rejection }
    }

    /// The key by which the record belongs to a shard: that of its id, or else of its bytes.
    pub(crate) fn key(&self, record: &RawRecord) -> Cow<'_, str> {
        if self.id.is_null() { content_id(record.bytes()).into() } else { id_key(&self.id) }
    }
}

impl From<Rejection> for RejectedRecord {
    fn from(rejection: Rejection) -> Self {
        Self { id: Value::Null, rejection }
    }
}

fn id_key(id: &Value) -> Cow<'_, str> {
    match id {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}
