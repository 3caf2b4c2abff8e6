//! A record as a commit: a row of CommitPackFT, a row with several files, or a commit of a git repository.

mod history;

use std::collections::HashSet;

use lintseq_core::{Reason, Rejection};
use lintseq_samples::commits::{Commit, FileChange, LeftOut};
use serde_json::{Map, Value};

use super::document::wrong_type;
use super::fields::{id_of, invalid_json, utf8};
use super::{Decoder, Item, Limits, RejectedRecord, Row, repository};
use crate::input::{Payload, RawRecord};
use crate::language::{LanguageTable, extension};

/// How records become commits.
pub struct CommitDecoder<'a> {
    /// The field that is the id; by default the first of `id`, `task_id`, `blob_id` and `commit`.
    pub id_field: Option<String>,
    /// The field that says whether the chunks of a commit have to do with each other.
    pub label_field: String,
    /// The canonical name of the language that files must be in, if only one is wanted.
    pub language: Option<String>,
    /// The languages that lintseq knows.
    pub languages: &'a dyn LanguageTable,
    /// What a text may at most be; nothing, where the published pipeline has its own limits.
    pub limits: Option<Limits>,
    /// The most files that a commit of a repository may change before its texts are not even read; zero is no limit.
    pub max_files: usize,
    /// The licence of git repositories, which do not tell.
    pub repository_license: Option<String>,
}

impl Item for Commit {
    fn id(&self) -> &Value {
        &self.id
    }

    fn repository(&self) -> Option<&str> {
        self.repo.as_deref()
    }
}

impl Decoder for CommitDecoder<'_> {
    type Item = Commit;

    fn decode(&self, record: &RawRecord) -> Result<Commit, RejectedRecord> {
        let commit = match &record.payload {
            Payload::Json(bytes) => self.decode_row(bytes),
            Payload::Commit(entry) => self.decode_entry(entry),
            Payload::Source(_) => {
                let message = "a source file, where rows of commits or a git repository are needed";
                Err(Rejection::new(Reason::InvalidJson, message).into())
            }
            Payload::Overlong { bytes, .. } => {
                let message = format!("the line has {bytes} bytes, more than are ever read");
                Err(Rejection::new(Reason::TooManyBytes, message).into())
            }
        }?;
        self.check(commit)
    }
}

impl CommitDecoder<'_> {
    fn decode_row(&self, bytes: &[u8]) -> Result<Commit, RejectedRecord> {
        let mut fields: Map<String, Value> =
            serde_json::from_str(utf8(bytes)?).map_err(|error| invalid_json(&error))?;
        let id = id_of(&fields, self.id_field.as_deref(), bytes);
        match self.row(&mut fields) {
            Ok(commit) => Ok(Commit { id, fields, ..commit }),
            Err(rejection) => Err(RejectedRecord::new(id, rejection)),
        }
    }

    /// A row that was decoded before, as a commit.
    ///
    /// # Errors
    /// If it is none.
    pub fn commit(&self, row: &Row) -> Result<Commit, Rejection> {
        let mut fields = row.fields.clone();
        let commit = self.row(&mut fields)?;
        let commit = Commit { id: row.id.clone(), fields, ..commit };
        self.check(commit).map_err(|rejected| rejected.rejection)
    }

    /// What the fields of a row mean; the texts are taken out.
    fn row(&self, fields: &mut Map<String, Value>) -> Result<Commit, Rejection> {
        let label = match fields.get(&self.label_field) {
            None | Some(Value::Null) => None,
            Some(label) => Some(is_yes(label)),
        };
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let first = |names: &[&str]| names.iter().find_map(|name| text(name)).filter(|text| !text.is_empty());
        let is_so = |name: &str| fields.get(name).is_some_and(|value| *value == Value::Bool(true));
        let commit = Commit {
            repo: repository(fields).map(str::to_owned),
            license: first(&["license"]),
            is_relevant: label,
            is_generated: is_so("is_generated"),
            is_vendored: is_so("is_vendor"),
            ..Commit::default()
        };
        let named = first(&["lang", "language"]);
        let files = match fields.get_mut("files") {
            Some(Value::Array(files)) if !fields_are_of_one_file(files) => {
                let mut changes = Vec::with_capacity(files.len());
                for file in files {
                    let Value::Object(file) = file else {
                        return Err(wrong_type("files", "a list of objects", file));
                    };
                    let named = file.get("lang").and_then(Value::as_str).map(str::to_owned);
                    changes.push(self.change(file, named.as_deref())?);
                }
                changes
            }
            _ => vec![self.change(fields, named.as_deref())?],
        };
        Ok(Commit { files, ..commit })
    }

    fn change(&self, fields: &mut Map<String, Value>, named: Option<&str>) -> Result<FileChange, Rejection> {
        let mut take = |name: &str| match fields.get_mut(name) {
            None => {
                let message = format!(
                    "no `{name}`; a commit has `old_contents` and `new_contents`, or `files` that do"
                );
                Err(Rejection::new(Reason::MissingField, message))
            }
            Some(Value::Null) => Ok(String::new()),
            Some(slot @ Value::String(_)) => match slot.take() {
                Value::String(text) => Ok(text),
                _ => unreachable!("the value was just seen to be a string"),
            },
            Some(other) => Err(wrong_type(name, "a string", other)),
        };
        let (old, new) = (take("old_contents")?, take("new_contents")?);
        let path = |name: &str| {
            let path = fields.get(name).and_then(Value::as_str).filter(|path| !path.is_empty());
            path.or_else(|| fields.get("path").and_then(Value::as_str)).map(str::to_owned)
        };
        let (old_path, new_path) = (path("old_file"), path("new_file"));
        let path = new_path.as_deref().or(old_path.as_deref());
        let language = self.language_of(named, path, &old, &new);
        Ok(FileChange { old_path, new_path, language, old, new })
    }

    /// Leaves out what cannot be used, and the commit if nothing else is left.
    fn check(&self, mut commit: Commit) -> Result<Commit, RejectedRecord> {
        let wanted = self.language.as_deref();
        let mut paths = HashSet::new();
        let mut check = |file: &FileChange| {
            if !paths.insert(file.path().into_owned()) {
                let message = format!("{} stands twice in the commit; a path names one file", file.path());
                return Err(Rejection::new(Reason::MalformedEdit, message));
            }
            if wanted.is_some_and(|wanted| wanted != file.language) {
                return Err(Rejection::new(
                    Reason::OtherLanguage,
                    format!("{} is in {}", file.path(), file.language),
                ));
            }
            let Some(limits) = &self.limits else { return Ok(()) };
            // A text may be empty or blank: a commit begins or ends with it.
            let mut texts = [&file.old, &file.new].into_iter().filter(|text| !text.trim().is_empty());
            texts.try_for_each(|text| limits.check(text))
        };
        let mut left_out = Vec::new();
        commit.files.retain(|file| match check(file) {
            Ok(()) => true,
            Err(rejection) => {
                left_out.push(LeftOut { path: file.path().into_owned(), rejection });
                false
            }
        });
        commit.left_out.append(&mut left_out);
        if !commit.files.is_empty() {
            return Ok(commit);
        }
        let rejection = match commit.left_out.into_iter().next() {
            Some(LeftOut { rejection, .. }) => rejection,
            None => Rejection::new(Reason::NoChange, "no text changes"),
        };
        Err(RejectedRecord::new(commit.id, rejection))
    }

    /// The canonical name where lintseq knows the language, else what the record or the extension calls it.
    fn language_of(&self, named: Option<&str>, path: Option<&str>, old: &str, new: &str) -> String {
        let extension = path.and_then(extension);
        let known = match named {
            Some(name) => self.languages.by_name(name),
            None => extension.and_then(|extension| {
                let text = if new.trim().is_empty() { old } else { new };
                // A text that is too long is left out anyway, and need not be read to tell its language.
                let is_short =
                    self.limits.is_some_and(|limits| limits.check_bytes(text.len() as u64).is_ok());
                let text = if is_short { text } else { "" };
                self.languages.by_text(extension, text, self.language.as_deref())
            }),
        };
        let unknown = || named.or(extension).unwrap_or("text").to_lowercase();
        known.map_or_else(unknown, str::to_owned)
    }
}

/// A list under `files` beside the texts of one file is something else, such as a list of names.
fn fields_are_of_one_file(files: &[Value]) -> bool {
    !files.iter().all(Value::is_object)
}

/// Whether a label says yes: 1, true, or a word for it.
fn is_yes(label: &Value) -> bool {
    match label {
        Value::Bool(label) => *label,
        Value::Number(label) => label.as_f64() == Some(1.0),
        Value::String(label) => matches!(label.trim().to_ascii_lowercase().as_str(), "1" | "yes" | "true"),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Languages;

    impl LanguageTable for Languages {
        fn by_extension(&self, extension: &str) -> Option<&str> {
            match extension {
                "py" => Some("python"),
                "h" => Some("c"),
                _ => None,
            }
        }

        fn by_text(&self, extension: &str, text: &str, _: Option<&str>) -> Option<&str> {
            if extension == "h" && text.contains("class") {
                Some("cpp")
            } else {
                self.by_extension(extension)
            }
        }

        fn by_name(&self, name: &str) -> Option<&str> {
            name.eq_ignore_ascii_case("python").then_some("python")
        }
    }

    pub(super) fn decoder() -> CommitDecoder<'static> {
        CommitDecoder {
            id_field: None,
            label_field: "label".to_owned(),
            language: None,
            languages: &Languages,
            limits: Some(Limits::default()),
            max_files: 3,
            repository_license: Some("MIT".to_owned()),
        }
    }

    pub(super) fn decode(decoder: &CommitDecoder<'_>, payload: Payload) -> Result<Commit, Reason> {
        let record = RawRecord { index: 0, source: "test".into(), path: None, line: None, payload };
        decoder.decode(&record).map_err(|rejected| rejected.rejection.reason)
    }

    fn row(row: &Value) -> Result<Commit, Reason> {
        decode(&decoder(), Payload::Json(row.to_string().into_bytes()))
    }

    #[test]
    fn a_row_of_commitpackft() {
        let commit = row(&json!({
            "commit": "c0", "old_file": "a.py", "new_file": "b.py", "old_contents": "a\n", "new_contents": "b\n",
            "subject": "S", "lang": "Python", "license": "mit", "repos": "o/r,p/q", "label": 1, "more": [1],
        }))
        .unwrap();
        assert_eq!(
            (&commit.id, commit.repo.as_deref(), commit.is_relevant),
            (&json!("c0"), Some("o/r"), Some(true))
        );
        assert_eq!(commit.repository(), Some("o/r"));
        let file = &commit.files[0];
        assert_eq!(
            (&*file.old, &*file.new, &*file.path(), &*file.language),
            ("a\n", "b\n", "b.py", "python")
        );
        assert_eq!(file.old_path.as_deref(), Some("a.py"));
        let names: Vec<_> = commit.fields.keys().map(String::as_str).collect();
        assert_eq!(names[..5], ["commit", "old_file", "new_file", "old_contents", "new_contents"]);
        assert_eq!(commit.fields["old_contents"], Value::Null);
    }

    #[test]
    fn a_row_of_several_files() {
        let commit = row(&json!({"commit": "c", "files": [
            {"old_file": "a.py", "new_file": "a.py", "old_contents": "a", "new_contents": "b"},
            {"new_file": "b.rb", "old_contents": null, "new_contents": "b", "lang": "Ruby"},
        ]}))
        .unwrap();
        let languages: Vec<_> = commit.files.iter().map(|file| &*file.language).collect();
        assert_eq!(languages, ["python", "ruby"]);
        assert_eq!((&*commit.files[1].path(), &*commit.files[1].old), ("b.rb", ""));
    }

    #[test]
    fn a_path_names_one_file_on_one_line() {
        let file = |path: &str| json!({"path": path, "old_contents": "a\n", "new_contents": "b\n"});
        let commit = row(&json!({"files": [file("a\n.py"), file("b.py"), file("a\t.py")]})).unwrap();
        let paths: Vec<_> = commit.files.iter().map(FileChange::path).collect();
        assert_eq!(paths, ["a_.py", "b.py"]);
        assert_eq!(commit.files[0].new_path.as_deref(), Some("a\n.py"), "what the published pipeline writes");
        assert_eq!(commit.left_out[0].rejection.reason, Reason::MalformedEdit);
    }

    #[test]
    fn a_header_is_in_the_language_of_its_text() {
        let of = |old: &str, new: &str| {
            let commit = row(&json!({"path": "a.h", "old_contents": old, "new_contents": new})).unwrap();
            commit.files[0].language.clone()
        };
        assert_eq!([of("int a;", "int b;"), of("class A;", "int b;"), of("", "class A;")], ["c", "c", "cpp"]);
        assert_eq!(of("class A;", ""), "cpp");
    }

    #[test]
    fn rows_of_no_use() {
        assert_eq!(row(&json!({"commit": "c", "content": "a"})), Err(Reason::MissingField));
        assert_eq!(row(&json!({"old_contents": 1, "new_contents": "a"})), Err(Reason::WrongType));
        assert_eq!(
            row(&json!({"files": [1], "old_contents": "", "new_contents": 2})),
            Err(Reason::WrongType)
        );
        assert_eq!(decode(&decoder(), Payload::Json(b"[]".to_vec())), Err(Reason::InvalidJson));
        let long = "x".repeat(20_000);
        assert_eq!(row(&json!({"old_contents": "", "new_contents": long})), Err(Reason::LineTooLong));
        let free = CommitDecoder { limits: None, ..decoder() };
        let bytes = json!({"old_contents": "", "new_contents": long}).to_string().into_bytes();
        assert!(decode(&free, Payload::Json(bytes)).is_ok());
    }

    #[test]
    fn what_labels_say() {
        let label = |label: Value| {
            row(&json!({"old_contents": "", "new_contents": "a", "label": label})).unwrap().is_relevant
        };
        assert_eq!([json!(1), json!(true), json!("Yes"), json!(1.0)].map(label), [Some(true); 4]);
        assert_eq!([json!(0), json!("no"), json!(2)].map(label), [Some(false); 3]);
        assert_eq!(label(Value::Null), None);
    }
}
