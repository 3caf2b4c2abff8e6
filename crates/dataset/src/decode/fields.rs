//! A JSON line taken apart into the fields that mean something and the rest.
//!
//! The line is not first read as a whole `Value`: well-known fields go to their places as they come by, and only
//! the others are collected.

use std::borrow::Cow;
use std::fmt;

use lintseq_core::{Reason, Rejection};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::FieldNames;
use crate::hash::content_id;

/// Where the program stands, the first that is present.
pub(super) const CODE_FIELDS: [&str; 4] = ["response", "content", "code", "text"];
/// What identifies a record, the first that is present.
pub(super) const ID_FIELDS: [&str; 4] = ["id", "task_id", "blob_id", "commit"];
const LANGUAGE_FIELDS: [&str; 2] = ["language", "lang"];
const PATH_FIELDS: [&str; 1] = ["path"];

/// The id of a row: that of the field named, else of the first well-known one, else a hash of its bytes.
pub(super) fn id_of(fields: &Map<String, Value>, named: Option<&str>, bytes: &[u8]) -> Value {
    let id = match named {
        Some(name) => fields.get(name),
        None => ID_FIELDS.iter().find_map(|name| fields.get(*name)),
    };
    let id = id.filter(|id| id.is_string() || id.is_number()).cloned();
    id.unwrap_or_else(|| Value::String(content_id(bytes)))
}

/// A value in one of several fields, of which an earlier name wins.
#[derive(Default)]
pub(super) struct Slot<'n> {
    pub(super) found: Option<(usize, &'n str, Value)>,
}

/// The fields of one record.
#[derive(Default)]
pub(super) struct Fields<'n> {
    pub(super) code: Slot<'n>,
    pub(super) id: Slot<'n>,
    pub(super) prompt: Slot<'n>,
    pub(super) language: Slot<'n>,
    pub(super) path: Slot<'n>,
    pub(super) metadata: Map<String, Value>,
}

impl<'n> Fields<'n> {
    pub(super) fn parse(bytes: &[u8], names: &'n FieldNames) -> Result<Self, Rejection> {
        let text = utf8(bytes)?;
        let mut fields = Self::default();
        let mut deserializer = serde_json::Deserializer::from_str(text);
        Object { names, fields: &mut fields }
            .deserialize(&mut deserializer)
            .map_err(|error| invalid_json(&error))?;
        deserializer.end().map_err(|error| invalid_json(&error))?;
        Ok(fields)
    }
}

/// A rejection for what the JSON parser found.
pub(super) fn invalid_json(error: &serde_json::Error) -> Rejection {
    // Records are single lines, so a line number of the parser would only mislead.
    Rejection::new(Reason::InvalidJson, error.to_string().replace(" at line 1 column ", " at byte "))
}

/// The text of a record's bytes.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Rejection> {
    std::str::from_utf8(bytes).map_err(|error| {
        Rejection::new(Reason::InvalidUtf8, format!("not UTF-8 from byte {} on", error.valid_up_to()))
    })
}

/// Which field of a record a key is.
enum Role {
    Code,
    Id,
    Prompt,
    Language,
    Path,
}

impl FieldNames {
    /// The role of a key, and its rank among the names for that role.
    fn role(&self, key: &str) -> Option<(Role, usize, &str)> {
        fn among<'n>(
            named: Option<&'n str>,
            known: &'static [&'static str],
            key: &str,
        ) -> Option<(usize, &'n str)> {
            match named {
                Some(name) => (name == key).then_some((0, name)),
                None => known.iter().position(|known| *known == key).map(|rank| (rank, known[rank])),
            }
        }
        if let Some((rank, name)) = among(self.code.as_deref(), &CODE_FIELDS, key) {
            Some((Role::Code, rank, name))
        } else if self.prompt == key {
            Some((Role::Prompt, 0, &self.prompt))
        } else if let Some((rank, name)) = among(self.id.as_deref(), &ID_FIELDS, key) {
            Some((Role::Id, rank, name))
        } else if let Some((rank, name)) = among(None, &LANGUAGE_FIELDS, key) {
            Some((Role::Language, rank, name))
        } else {
            among(None, &PATH_FIELDS, key).map(|(rank, name)| (Role::Path, rank, name))
        }
    }
}

struct Object<'f, 'n> {
    names: &'n FieldNames,
    fields: &'f mut Fields<'n>,
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let Some((role, rank, name)) = self.names.role(&key) else {
                self.fields.metadata.insert(key.into_owned(), map.next_value()?);
                continue;
            };
            let slot = match role {
                Role::Code => &mut self.fields.code,
                Role::Id => &mut self.fields.id,
                Role::Prompt => &mut self.fields.prompt,
                Role::Language => &mut self.fields.language,
                Role::Path => &mut self.fields.path,
            };
            let is_usable: fn(&Value) -> bool = match role {
                Role::Code | Role::Prompt => |value| !value.is_null(),
                Role::Id => |value| value.is_string() || value.is_number(),
                Role::Language | Role::Path => Value::is_string,
            };
            let is_named = matches!(role, Role::Id) && self.names.id.is_some();
            let value = if matches!(role, Role::Id) { exact(map.next_value()?)? } else { map.next_value()? };
            let left_over = if is_usable(&value) || is_named {
                slot.offer(rank, name, value)
            } else {
                Some((name, value))
            };
            if let Some((name, value)) = left_over {
                self.fields.metadata.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }
}

impl<'n> Slot<'n> {
    /// Keeps the value with the better rank and gives back the other.
    fn offer(&mut self, rank: usize, name: &'n str, value: Value) -> Option<(&'n str, Value)> {
        match &self.found {
            Some((best, ..)) if *best < rank => Some((name, value)),
            // A repeated key overwrites, as everywhere in JSON.
            Some((best, ..)) if *best == rank => {
                self.found = Some((rank, name, value));
                None
            }
            _ => self.found.replace((rank, name, value)).map(|(_, name, value)| (name, value)),
        }
    }
}

/// An id without a digit changed: a whole number that does not fit 64 bits is kept as the text of its digits.
fn exact<E: serde::de::Error>(raw: &RawValue) -> Result<Value, E> {
    let value: Value = serde_json::from_str(raw.get()).map_err(E::custom)?;
    let text = raw.get();
    let is_long = value.is_f64() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    Ok(if is_long { Value::String(text.to_owned()) } else { value })
}

/// A key, borrowed from the line where it holds no escape.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
