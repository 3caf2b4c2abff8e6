//! Repositories for tests, made without git.

use std::fs;
use std::path::Path;

use gix::objs::tree::{Entry, EntryKind};

/// A repository in the making.
pub(crate) struct Scene<'a> {
    folder: &'a Path,
    repository: gix::Repository,
    time: i64,
}

/// What a commit holds: a name, a kind and the bytes.
pub(crate) type File<'a> = (&'a str, Kind, &'a [u8]);

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Link,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(folder: &'a Path) -> Self {
        let repository = gix::init_bare(folder).unwrap();
        fs::write(folder.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        Self { folder, repository, time: 1_700_000_000 }
    }

    /// Writes a commit, which becomes the head.
    pub(crate) fn commit(&mut self, message: &str, parents: &[&str], files: &[File<'_>]) -> String {
        let mut entries: Vec<_> = files
            .iter()
            .map(|(name, kind, bytes)| Entry {
                mode: match kind {
                    Kind::Text => EntryKind::Blob.into(),
                    Kind::Link => EntryKind::Link.into(),
                },
                filename: (*name).into(),
                oid: self.repository.write_blob(bytes).unwrap().detach(),
            })
            .collect();
        entries.sort();
        let tree = self.repository.write_object(&gix::objs::Tree { entries }).unwrap().detach();
        self.time += 60;
        let time = gix::date::Time { seconds: self.time, offset: 0 };
        let who = gix::actor::Signature { name: "A".into(), email: "a@example.org".into(), time };
        let commit = gix::objs::Commit {
            tree,
            parents: parents.iter().map(|parent| parent.parse().unwrap()).collect(),
            author: who.clone(),
            committer: who,
            encoding: None,
            message: message.into(),
            extra_headers: Vec::new(),
        };
        let id = self.repository.write_object(&commit).unwrap().to_string();
        fs::create_dir_all(self.folder.join("refs/heads")).unwrap();
        fs::write(self.folder.join("refs/heads/main"), format!("{id}\n")).unwrap();
        id
    }
}
