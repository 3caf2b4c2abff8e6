//! A record as a document.

use lintseq_core::{Document, Reason, Rejection};
use serde_json::{Map, Value};

use super::fields::{CODE_FIELDS, Fields, Slot, utf8};
use super::markdown::fenced_code;
use super::{Decoder, Limits, RejectedRecord};
use crate::hash::content_id;
use crate::input::{Payload, RawRecord};
use crate::language::{LanguageTable, extension};

/// Which fields of a record mean what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    /// The program; by default the first of `response`, `content`, `code` and `text`.
    pub code: Option<String>,
    /// What was asked for.
    pub prompt: String,
    /// The identity; by default the first of `id`, `task_id`, `blob_id` and `commit`, else a hash.
    pub id: Option<String>,
}

impl Default for FieldNames {
    fn default() -> Self {
        Self { code: None, prompt: "instruction".to_owned(), id: None }
    }
}

/// How records become documents.
pub struct DecodeOptions<'a> {
    /// Which fields mean what.
    pub fields: FieldNames,
    /// The canonical name of the only language that is wanted: records that say nothing are read as it, and
    /// those that say they are in another are left out.
    pub language: Option<String>,
    /// What a program may at most be.
    pub limits: Limits,
    /// The languages that records may name.
    pub languages: &'a dyn LanguageTable,
    /// Whether a text is a program of the language as it stands: `(language, text)`. Asked of a text that holds
    /// a code fence, to tell a Markdown answer from a program that quotes one.
    pub is_program: Box<IsProgram<'a>>,
}

/// The question in [`DecodeOptions::is_program`].
pub type IsProgram<'a> = dyn Fn(&str, &str) -> bool + Send + Sync + 'a;

impl Decoder for DecodeOptions<'_> {
    type Item = Document;

    fn decode(&self, record: &RawRecord) -> Result<Document, RejectedRecord> {
        match &record.payload {
            Payload::Json(bytes) => self.decode_json(record, bytes),
            Payload::Source(bytes) => self.decode_source(record, bytes),
            Payload::Commit(_) => Err(not_a_program().into()),
            Payload::Overlong { bytes, .. } => {
                let message = format!("the line or file has {bytes} bytes, more than are ever read");
                Err(Rejection::new(Reason::TooManyBytes, message).into())
            }
        }
    }
}

impl DecodeOptions<'_> {
    fn decode_json(&self, record: &RawRecord, bytes: &[u8]) -> Result<Document, RejectedRecord> {
        let mut fields = Fields::parse(bytes, &self.fields)?;
        let id = self.take_id(&mut fields)?;
        let (id, content) = match (id, self.take_code(&mut fields)) {
            (Some(id), Ok(content)) => (id, content),
            (None, Ok(content)) => (Value::String(content_id(content.as_bytes())), content),
            (id, Err(rejection)) => return Err(RejectedRecord::new(id.unwrap_or_default(), rejection)),
        };
        match self.finish(record, &mut fields, content) {
            Ok(parts) => Ok(Document {
                id,
                index: record.index,
                path: parts.path,
                language: parts.language,
                text: parts.text,
                instruction: parts.instruction,
                source: record.source.to_string(),
                metadata: fields.metadata,
            }),
            Err(rejection) => Err(RejectedRecord::new(id, rejection)),
        }
    }

    fn decode_source(&self, record: &RawRecord, bytes: &[u8]) -> Result<Document, RejectedRecord> {
        let id = Value::String(content_id(bytes));
        let path = record.path.as_deref();
        let read = || {
            self.limits.check_bytes(bytes.len() as u64)?;
            let text = utf8(bytes)?;
            self.limits.check(text)?;
            Ok((self.wanted(self.said_by_path(path, text))?, text.to_owned()))
        };
        match read() {
            Ok((language, text)) => Ok(Document {
                id,
                index: record.index,
                path: path.map(str::to_owned),
                language,
                text,
                instruction: None,
                source: record.source.to_string(),
                metadata: Map::new(),
            }),
            Err(rejection) => Err(RejectedRecord::new(id, rejection)),
        }
    }

    fn take_id(&self, fields: &mut Fields<'_>) -> Result<Option<Value>, Rejection> {
        match (fields.id.found.take(), &self.fields.id) {
            (Some((_, _, id)), _) if id.is_string() || id.is_number() => Ok(Some(id)),
            (None, None) => Ok(None),
            (None | Some((_, _, Value::Null)), named) => {
                let name = named.as_deref().unwrap_or("id");
                Err(Rejection::new(
                    Reason::MissingField,
                    format!("no field `{name}`, which --id-field names"),
                ))
            }
            (Some((_, name, id)), _) => Err(wrong_type(name, "a string or a number", &id)),
        }
    }

    fn take_code(&self, fields: &mut Fields<'_>) -> Result<String, Rejection> {
        match fields.code.found.take() {
            Some((_, _, Value::String(text))) => Ok(text),
            Some((_, name, value)) => Err(wrong_type(name, "a string", &value)),
            None => {
                let names = match &self.fields.code {
                    Some(name) => format!("`{name}`"),
                    None => format!("`{}`", CODE_FIELDS.join("`, `")),
                };
                let message = format!("no program in {names}; name its field with --code-field");
                Err(Rejection::new(Reason::MissingField, message))
            }
        }
    }

    fn finish(
        &self,
        record: &RawRecord,
        fields: &mut Fields<'_>,
        content: String,
    ) -> Result<Parts, Rejection> {
        let path = take_text(&mut fields.path)?.or_else(|| record.path.clone());
        let instruction = take_text(&mut fields.prompt)?;
        let language = self.language_of_row(fields, path.as_deref(), &content)?;
        // Before the search for fences, which need not see a text that is left out anyway.
        self.limits.check_bytes(content.len() as u64)?;
        let names = |label: &str| self.languages.by_name(label).is_some_and(|name| name == language);
        let text = fenced_code(&content, names, |text| (self.is_program)(&language, text)).unwrap_or(content);
        self.limits.check(&text)?;
        Ok(Parts { path, language, text, instruction })
    }

    fn language_of_row(
        &self,
        fields: &mut Fields<'_>,
        path: Option<&str>,
        text: &str,
    ) -> Result<String, Rejection> {
        let named = take_text(&mut fields.language)?;
        // A text that is too long is left out anyway, and need not be read to tell its language.
        let text = if self.limits.check_bytes(text.len() as u64).is_ok() { text } else { "" };
        let said = match &named {
            Some(name) => Some((self.languages.by_name(name), name.as_str())),
            None => self.said_by_path(path, text),
        };
        self.wanted(said)
    }

    /// The language to read a record as that says its own: by a name that is known or not, and in what words.
    fn wanted(&self, said: Option<(Option<&str>, &str)>) -> Result<String, Rejection> {
        match (said, &self.language) {
            (None, wanted) => {
                Ok(wanted.as_deref().unwrap_or_else(|| self.languages.default_language()).to_owned())
            }
            (Some((Some(language), _)), None) => Ok(language.to_owned()),
            (Some((Some(language), _)), Some(wanted)) if language == wanted => Ok(language.to_owned()),
            (Some((_, name)), Some(wanted)) => {
                let message = format!("`{name}` is not {wanted}, the only language that --language asks for");
                Err(Rejection::new(Reason::OtherLanguage, message))
            }
            (Some((None, name)), None) => {
                let message = format!("`{name}` is no language that lintseq knows; see `lintseq languages`");
                Err(Rejection::new(Reason::UnknownLanguage, message))
            }
        }
    }

    fn said_by_path<'p>(&'p self, path: Option<&'p str>, text: &str) -> Option<(Option<&'p str>, &'p str)> {
        let path = path?;
        Some((Some(self.languages.by_text(extension(path)?, text, self.language.as_deref())?), path))
    }
}

fn not_a_program() -> Rejection {
    Rejection::new(Reason::InvalidJson, "a commit, where programs are needed; see `lintseq commits`")
}

struct Parts {
    path: Option<String>,
    language: String,
    text: String,
    instruction: Option<String>,
}

fn take_text(slot: &mut Slot<'_>) -> Result<Option<String>, Rejection> {
    match slot.found.take() {
        None => Ok(None),
        Some((_, _, Value::String(text))) => Ok(Some(text)),
        Some((_, name, value)) => Err(wrong_type(name, "a string", &value)),
    }
}

pub(super) fn wrong_type(name: &str, needed: &str, value: &Value) -> Rejection {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Rejection::new(Reason::WrongType, format!("`{name}` holds {found}, not {needed}"))
}
