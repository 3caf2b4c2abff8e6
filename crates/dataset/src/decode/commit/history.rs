//! A commit of a git repository: its texts, with what cannot be one left out, and the columns of CommitPackFT.

use lintseq_core::{Reason, Rejection};
use lintseq_samples::commits::{Commit, FileChange, LeftOut};
use lintseq_samples::patch::clean_path;
use serde_json::{Map, Value, json};

use super::CommitDecoder;
use crate::decode::RejectedRecord;
use crate::git::{ChangedFile, Content};
use crate::input::HistoryEntry;

/// How far into a file git looks for a NUL byte to tell a binary one.
const BINARY_BYTES: usize = 8_000;

impl CommitDecoder<'_> {
    pub(super) fn decode_entry(&self, entry: &HistoryEntry) -> Result<Commit, RejectedRecord> {
        let id = Value::String(entry.hex().to_owned());
        self.entry(entry).map_err(|rejection| RejectedRecord::new(id, rejection))
    }

    fn entry(&self, entry: &HistoryEntry) -> Result<Commit, Rejection> {
        let max_bytes = self.limits.map_or(u64::MAX, |limits| limits.max_bytes as u64);
        let failed = |error: crate::git::GitError| {
            Rejection::new(
                Reason::UnreadableCommit,
                format!("the repository lacks or hides a part of it: {error}"),
            )
        };
        let record = entry.read(max_bytes, self.max_files).map_err(failed)?;
        if record.parents > 1 {
            return Err(Rejection::new(
                Reason::MergeCommit,
                format!("a merge of {} parents", record.parents),
            ));
        }
        if self.max_files > 0 && record.files.len() > self.max_files {
            let message = format!("{} files change, more than {}", record.files.len(), self.max_files);
            return Err(Rejection::new(Reason::TooManyFiles, message));
        }
        let mut commit = Commit {
            id: Value::String(entry.hex().to_owned()),
            repo: Some(entry.repository_name().to_owned()),
            license: self.repository_license.clone(),
            ..Commit::default()
        };
        for file in record.files {
            let path = |path: &Option<Vec<u8>>| {
                path.as_deref().map(|path| String::from_utf8_lossy(path).into_owned())
            };
            let (old_path, new_path) = (path(&file.old_path), path(&file.new_path));
            let name = new_path.clone().or_else(|| old_path.clone()).unwrap_or_default();
            match texts(file) {
                // A rename alone changes no text.
                Ok((old, new)) if old == new => {}
                Ok((old, new)) => {
                    let language = self.language_of(None, Some(&name), &old, &new);
                    commit.files.push(FileChange { old_path, new_path, language, old, new });
                }
                Err(rejection) => {
                    commit.left_out.push(LeftOut { path: clean_path(&name).into_owned(), rejection });
                }
            }
        }
        commit.fields = packed_fields(&commit, &record.subject, &record.message);
        Ok(commit)
    }
}

fn texts(file: ChangedFile) -> Result<(String, String), Rejection> {
    let (old, new) = match file.content {
        Content::Bytes { old, new } => (old, new),
        Content::NotAFile => return Err(Rejection::new(Reason::NotAFile, "a link or a submodule")),
        Content::TooLarge(bytes) => {
            return Err(Rejection::new(
                Reason::TooManyBytes,
                format!("{bytes} bytes, more than --max-bytes"),
            ));
        }
    };
    if [&old, &new].into_iter().any(|bytes| bytes.iter().take(BINARY_BYTES).any(|byte| *byte == 0)) {
        return Err(Rejection::new(Reason::BinaryFile, "a NUL byte, as in binary files"));
    }
    Ok((into_text(old)?, into_text(new)?))
}

fn into_text(bytes: Vec<u8>) -> Result<String, Rejection> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Rejection::new(Reason::InvalidUtf8, format!("not UTF-8 from byte {at} on"))
    })
}

/// The columns of CommitPackFT for a commit of a repository.
fn packed_fields(commit: &Commit, subject: &str, message: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("commit".to_owned(), commit.id.clone());
    if let [file] = &*commit.files {
        fields.insert("old_file".to_owned(), json!(file.old_path.as_ref().or(file.new_path.as_ref())));
        fields.insert("new_file".to_owned(), json!(file.new_path.as_ref().or(file.old_path.as_ref())));
        fields.insert("old_contents".to_owned(), Value::Null);
        fields.insert("new_contents".to_owned(), Value::Null);
    }
    fields.insert("subject".to_owned(), subject.into());
    fields.insert("message".to_owned(), message.into());
    fields.insert("lang".to_owned(), commit.files.first().map_or("", |file| &file.language).into());
    fields.insert("license".to_owned(), commit.license.clone().unwrap_or_default().into());
    fields.insert("repos".to_owned(), commit.repo.clone().unwrap_or_default().into());
    fields
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::{decode, decoder};
    use super::*;
    use crate::git::testing::{Kind, Scene};
    use crate::input::{History, Payload};

    #[test]
    fn commits_of_a_repository() {
        let folder = tempfile::tempdir().unwrap();
        let mut scene = Scene::new(folder.path());
        let text = "one\ntwo\nthree\nfour\nfive\n".repeat(9);
        let first = scene.commit("Begin\n\nWith a body.\n", &[], &[("a.py", Kind::Text, text.as_bytes())]);
        let changed = format!("zero\n{text}");
        let files = [
            ("b.py", Kind::Text, changed.as_bytes()),
            ("image", Kind::Text, b"\x89PNG\0\0"),
            ("link", Kind::Link, b"b.py"),
        ];
        let second = scene.commit("Rename", &[&first], &files);
        let latin = [files[0], files[1], files[2], ("latin.py", Kind::Text, b"\xe9\n")];
        let third = scene.commit("Latin", &[&second], &latin);
        let same = scene.commit("Nothing", &[&third], &latin);
        let merge = scene.commit("Merge", &[&same, &first], &latin);
        let many = [files[0], ("1", Kind::Text, b"1"), ("2", Kind::Text, b"2"), ("3", Kind::Text, b"3")];
        let last = scene.commit("Many", &[&merge], &many);

        let history = Arc::new(History::open(folder.path(), "HEAD").unwrap().unwrap());
        let entries = History::entries(&history).unwrap();
        let ids: Vec<_> = entries.iter().map(|entry| entry.hex().to_owned()).collect();
        assert_eq!(ids, [&last, &merge, &same, &third, &second, &first].map(String::clone));
        let decoded: Vec<_> =
            entries.into_iter().map(|entry| decode(&decoder(), Payload::Commit(entry))).collect();
        assert_eq!(decoded[0], Err(Reason::TooManyFiles));
        assert_eq!(decoded[1], Err(Reason::MergeCommit));
        assert_eq!(decoded[2], Err(Reason::NoChange));
        assert_eq!(decoded[3], Err(Reason::InvalidUtf8));
        let renamed = decoded[4].as_ref().unwrap();
        let file = &renamed.files[0];
        assert_eq!((file.old_path.as_deref(), file.new_path.as_deref()), (Some("a.py"), Some("b.py")));
        assert_eq!((&file.old, &file.new, &*file.language), (&text, &changed, "python"));
        let left_out: Vec<_> =
            renamed.left_out.iter().map(|file| (&*file.path, file.rejection.reason)).collect();
        assert_eq!(left_out, [("image", Reason::BinaryFile), ("link", Reason::NotAFile)]);
        let begin = decoded[5].as_ref().unwrap();
        assert_eq!((begin.files[0].old_path.as_deref(), &*begin.files[0].old), (None, ""));
        assert_eq!(begin.fields["subject"], "Begin");
        assert_eq!(begin.fields["message"], "Begin\n\nWith a body.");
        assert_eq!(begin.license.as_deref(), Some("MIT"));
        assert!(History::open(folder.path(), "nowhere").is_err());
        assert!(History::open(&folder.path().join("refs"), "HEAD").unwrap().is_none());
    }
}
