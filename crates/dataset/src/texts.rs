//! Which texts of a row a command looks at.

use lintseq_core::{Column, Reason, Rejection};
use lintseq_samples::SampleSchema;
use serde_json::{Map, Value};

use crate::formats::SEQUENCE_SCHEMA;

/// The texts of a sample.
const OF_SAMPLE: [&str; 5] = ["original", "current", "next", "instruction_lazy", "instruction_descriptive"];
/// The texts of a commit, and of an edit with its instruction as OpenCodeEdit writes it.
const OF_EDIT: [&str; 6] =
    ["old_contents", "new_contents", "message", "code_before_purify", "code_after_purify", "instruct_purify"];
/// What may stand beside a program.
const BESIDE: [&str; 2] = ["instruction", "prompt"];
/// The program of a sequence.
const OF_SEQUENCE: &str = "source";
/// Where a row says that it is a sample or a sequence.
const OF_SCHEMA: &str = "schema";
/// Where a program stands, the first that is present.
const OF_PROGRAM: [&str; 4] = ["response", "content", "code", "text"];

/// A choice of fields.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    named: Vec<String>,
    beside: bool,
    of_sequences: bool,
}

impl Texts {
    /// The named fields; without names, all texts of a sample, of a commit or of an edit, or the program of any other
    /// row.
    pub fn new(named: &[String]) -> Self {
        Self { named: named.to_vec(), ..Self::default() }
    }

    /// Without names, the instruction beside a program as well.
    #[must_use]
    pub fn and_instruction(self) -> Self {
        Self { beside: true, ..self }
    }

    /// Without names, the program of a sequence as well. This is nothing for those who compare rows, since a program may
    /// have several sequences.
    #[must_use]
    pub fn and_sequences(self) -> Self {
        Self { of_sequences: true, ..self }
    }

    /// Whether rows with these columns can have one of the texts.
    pub fn can_be_of(&self, columns: &[Column]) -> bool {
        let has = |name: &str| columns.iter().any(|column| column.name == name);
        if self.named.is_empty() {
            OF_SAMPLE.into_iter().chain(OF_PROGRAM).chain(OF_EDIT).any(has)
        } else {
            self.named.iter().any(|name| has(name))
        }
    }

    /// The texts of a row; nothing if it has none of the fields.
    pub fn of<'r>(&self, fields: &'r Map<String, Value>) -> Option<Vec<&'r str>> {
        let named = self.named(fields)?;
        Some(named.into_iter().map(|(_, text)| text).collect())
    }

    /// The texts of a row with the names of their fields; nothing if it has none of the fields.
    pub fn named<'n, 'r>(&'n self, fields: &'r Map<String, Value>) -> Option<Vec<(&'n str, &'r str)>> {
        let text = |name: &'n str| Some((name, fields.get(name)?.as_str()?));
        let schema = fields.get(OF_SCHEMA).and_then(Value::as_str);
        let mut found: Vec<_> = if !self.named.is_empty() {
            self.named.iter().filter_map(|name| text(name)).collect()
        } else if self.of_sequences && schema == Some(SEQUENCE_SCHEMA) {
            text(OF_SEQUENCE).into_iter().collect()
        } else if schema == Some(SampleSchema::NAME) {
            OF_SAMPLE.into_iter().filter_map(text).collect()
        } else {
            OF_PROGRAM.into_iter().find_map(text).into_iter().collect()
        };
        if found.is_empty() && self.named.is_empty() {
            found = OF_EDIT.into_iter().filter_map(text).collect();
        }
        if !found.is_empty() && self.named.is_empty() && self.beside {
            found.extend(BESIDE.into_iter().filter_map(text));
        }
        (!found.is_empty()).then_some(found)
    }

    /// The texts of a row, each with the place of its field among those that belong together, so that the text of one
    /// field is told from that of another. A program has the place 0, whatever its field is called.
    pub fn numbered<'r>(&self, fields: &'r Map<String, Value>) -> impl Iterator<Item = (usize, &'r str)> {
        let found = self.named(fields).unwrap_or_default();
        found.into_iter().map(|(name, text)| (self.place(name), text))
    }

    fn place(&self, name: &str) -> usize {
        if !self.named.is_empty() {
            return self.named.iter().position(|known| known == name).unwrap_or_default();
        }
        let place = |group: &[&str]| group.iter().position(|known| *known == name);
        place(&OF_SAMPLE).or_else(|| place(&OF_EDIT)).unwrap_or_default()
    }

    /// The fields that may be looked at.
    pub fn fields(&self) -> Vec<String> {
        if !self.named.is_empty() {
            return self.named.clone();
        }
        let of_sequence: &[&str] = if self.of_sequences { &[OF_SEQUENCE] } else { &[] };
        let groups = [&OF_PROGRAM[..], &OF_SAMPLE, &OF_EDIT, &BESIDE, &[OF_SCHEMA], of_sequence];
        groups.concat().into_iter().map(str::to_owned).collect()
    }

    /// The rejection of a row without any of the texts.
    pub fn missing(&self) -> Rejection {
        let names = if self.named.is_empty() { OF_PROGRAM.join("`, `") } else { self.named.join("`, `") };
        Rejection::new(Reason::MissingField, format!("no text in `{names}`; name the field with --field"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &Texts, row: &str, expected: Option<&[&str]>) {
        let fields: Map<String, Value> = serde_json::from_str(row).unwrap();
        let names =
            texts.named(&fields).map(|found| found.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(names.as_deref(), expected, "{row}");
    }

    #[test]
    fn fields_of_every_shape() {
        let (all, beside) = (Texts::default(), Texts::default().and_instruction());
        let program = r#"{"instruction": "i", "content": "c", "response": "r"}"#;
        check(&all, program, Some(&["response"]));
        check(&beside, program, Some(&["response", "instruction"]));
        check(
            &all,
            r#"{"old_contents": "a", "new_contents": "b", "lang": "c"}"#,
            Some(&["old_contents", "new_contents"]),
        );
        let sample =
            r#"{"schema": "lintseq.sample/1", "original": "", "next": "n", "instruction_lazy": null}"#;
        check(&beside, sample, Some(&["original", "next"]));
        check(
            &Texts::new(&["x".to_owned()]).and_instruction(),
            r#"{"x": "", "instruction": "i"}"#,
            Some(&["x"]),
        );
        check(&beside, r#"{"instruction": "i"}"#, None);
        let sequence = r#"{"schema": "lintseq.sequence/1", "source": "s", "instruction": "i", "edits": []}"#;
        check(&all, sequence, None);
        check(&beside.and_sequences(), sequence, Some(&["source", "instruction"]));
    }
}
