//! Git repositories as histories: the one place that names `gix`.
//!
//! A repository is opened without the user's and the system's configuration, so that it reads the same everywhere,
//! and with its own. Commits are listed at once, which is cheap, and read one by one by whoever decodes them.

#[cfg(test)]
pub(crate) mod testing;

use std::path::Path;

use gix::bstr::{BStr, ByteSlice as _};
use gix::object::tree::diff::ChangeDetached;
use gix::objs::tree::EntryMode;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;

/// What went wrong in a repository, in gix's words.
pub(crate) type GitError = Box<dyn std::error::Error + Send + Sync>;

/// A git repository.
pub(crate) struct Repository {
    inner: gix::ThreadSafeRepository,
    name: String,
}

/// The id of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CommitId(gix::ObjectId);

/// A commit with the files that it changes.
#[derive(Debug, Default)]
pub(crate) struct CommitRecord {
    pub(crate) subject: String,
    pub(crate) message: String,
    pub(crate) parents: usize,
    /// In the order of their new paths.
    pub(crate) files: Vec<ChangedFile>,
}

/// A file that a commit changes, renames or both.
#[derive(Debug)]
pub(crate) struct ChangedFile {
    /// The path before, unless the commit adds the file.
    pub(crate) old_path: Option<Vec<u8>>,
    /// The path after, unless the commit removes the file.
    pub(crate) new_path: Option<Vec<u8>>,
    pub(crate) content: Content,
}

/// What stands in a file, before and after.
#[derive(Debug)]
pub(crate) enum Content {
    /// Texts or not.
    Bytes { old: Vec<u8>, new: Vec<u8> },
    /// A link or a submodule, before or after.
    NotAFile,
    /// More bytes than wanted, before or after.
    TooLarge(u64),
}

impl CommitId {
    pub(crate) fn hex(self) -> String {
        self.0.to_string()
    }
}

impl Repository {
    /// Opens a folder if it is the top of a repository, with or without a work tree.
    pub(crate) fn open(folder: &Path) -> Result<Option<Self>, GitError> {
        if !folder.join(".git").exists() && !folder.join("HEAD").is_file() {
            return Ok(None);
        }
        let inner = gix::open_opts(folder, gix::open::Options::isolated())?.into_sync();
        let name = name(&inner.to_thread_local(), folder);
        Ok(Some(Self { inner, name }))
    }

    /// The repository as `owner/name`, as far as its remote or its folder tells.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The commit that a revision means, such as `HEAD` or `v1.2`.
    pub(crate) fn resolve(&self, revision: &str) -> Result<CommitId, GitError> {
        let repository = self.inner.to_thread_local();
        let commit = repository.rev_parse_single(revision)?.object()?.peel_to_commit()?;
        Ok(CommitId(commit.id))
    }

    /// All commits that lead to one, newest first as `git log` lists them.
    pub(crate) fn commits(&self, tip: CommitId) -> Result<Vec<CommitId>, GitError> {
        let mut repository = self.inner.to_thread_local();
        repository.object_cache_size_if_unset(16 << 20);
        let walk = repository.rev_walk([tip.0]).sorting(Sorting::ByCommitTime(CommitTimeOrder::NewestFirst));
        walk.all()?.map(|commit| Ok(CommitId(commit?.id))).collect()
    }

    /// Reads a commit. Of a merge only what it says; of a commit that changes more files than wanted, no texts.
    pub(crate) fn read(
        &self,
        id: CommitId,
        max_bytes: u64,
        max_files: usize,
    ) -> Result<CommitRecord, GitError> {
        let repository = self.inner.to_thread_local();
        let commit = repository.find_commit(id.0)?;
        let message = commit.message()?;
        let parents: Vec<_> = commit.parent_ids().collect();
        let mut record = CommitRecord {
            subject: message.summary().to_str_lossy().trim().to_owned(),
            message: commit.message_raw()?.to_str_lossy().trim().to_owned(),
            parents: parents.len(),
            files: Vec::new(),
        };
        if parents.len() > 1 {
            return Ok(record);
        }
        let old = parents.first().map(|parent| parent.object()?.peel_to_tree()).transpose()?;
        let new = commit.tree()?;
        let mut options = gix::diff::Options::default();
        options.track_path().track_rewrites(Some(gix::diff::Rewrites::default()));
        let changes = repository.diff_tree_to_tree(old.as_ref(), Some(&new), Some(options))?;
        let mut files: Vec<_> = changes.into_iter().filter_map(Sides::of).collect();
        files.sort_by(|one, other| one.path().cmp(other.path()));
        let is_too_many = max_files > 0 && files.len() > max_files;
        for sides in files {
            let content = if is_too_many {
                Content::Bytes { old: Vec::new(), new: Vec::new() }
            } else {
                sides.read(&repository, max_bytes)?
            };
            let path = |side: &Option<Side>| side.as_ref().map(|side| side.path.clone());
            record.files.push(ChangedFile {
                old_path: path(&sides.old),
                new_path: path(&sides.new),
                content,
            });
        }
        Ok(record)
    }
}

/// A file on one side of a change.
struct Side {
    path: Vec<u8>,
    mode: EntryMode,
    id: gix::ObjectId,
}

/// A file before and after.
struct Sides {
    old: Option<Side>,
    new: Option<Side>,
}

impl Sides {
    /// The sides of a change; none of a folder, whose files are changes of their own.
    fn of(change: ChangeDetached) -> Option<Self> {
        let side = |path: Vec<u8>, mode: EntryMode, id| (!mode.is_tree()).then_some(Side { path, mode, id });
        let (old, new) = match change {
            ChangeDetached::Addition { location, entry_mode, id, .. } => {
                (None, side(location.into(), entry_mode, id))
            }
            ChangeDetached::Deletion { location, entry_mode, id, .. } => {
                (side(location.into(), entry_mode, id), None)
            }
            ChangeDetached::Modification { location, previous_entry_mode, previous_id, entry_mode, id } => (
                side(location.clone().into(), previous_entry_mode, previous_id),
                side(location.into(), entry_mode, id),
            ),
            ChangeDetached::Rewrite {
                source_location,
                source_entry_mode,
                source_id,
                entry_mode,
                id,
                location,
                ..
            } => (
                side(source_location.into(), source_entry_mode, source_id),
                side(location.into(), entry_mode, id),
            ),
        };
        (old.is_some() || new.is_some()).then_some(Self { old, new })
    }

    fn path(&self) -> &[u8] {
        self.new.as_ref().or(self.old.as_ref()).map_or(&[], |side| &side.path)
    }

    fn read(&self, repository: &gix::Repository, max_bytes: u64) -> Result<Content, GitError> {
        let sides = || [&self.old, &self.new].into_iter().flatten();
        if sides().any(|side| !side.mode.is_blob()) {
            return Ok(Content::NotAFile);
        }
        for side in sides() {
            // The size stands in the header, so that a large file need not be unpacked.
            let bytes = repository.find_header(side.id)?.size();
            if bytes > max_bytes {
                return Ok(Content::TooLarge(bytes));
            }
        }
        let read = |side: &Option<Side>| -> Result<Vec<u8>, GitError> {
            Ok(match side {
                Some(side) => repository.find_blob(side.id)?.take_data(),
                None => Vec::new(),
            })
        };
        Ok(Content::Bytes { old: read(&self.old)?, new: read(&self.new)? })
    }
}

/// The last two parts of the remote's address, and nothing that stands before them, such as a password; without
/// a remote, the name of the folder.
fn name(repository: &gix::Repository, folder: &Path) -> String {
    let url = repository.config_snapshot().string("remote.origin.url");
    let of_remote = url.as_ref().and_then(|url| name_of_url(url.as_bstr()));
    of_remote.unwrap_or_else(|| {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.strip_suffix(".git").unwrap_or(&name).to_owned()
    })
}

fn name_of_url(url: &BStr) -> Option<String> {
    let url = url.to_str().ok()?.trim_end_matches('/');
    let url = url.strip_suffix(".git").unwrap_or(url);
    let (rest, name) = url.rsplit_once(['/', ':'])?;
    let owner = rest.rsplit(['/', ':', '@']).next()?;
    let is_remote = url.contains(':') && !owner.is_empty() && !name.is_empty();
    is_remote.then(|| format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_remotes() {
        let name = |url: &str| name_of_url(url.into());
        assert_eq!(
            name("https://user:secret@example.org/pallets/click.git").as_deref(),
            Some("pallets/click")
        );
        assert_eq!(name("git@example.org:BurntSushi/ripgrep").as_deref(), Some("BurntSushi/ripgrep"));
        assert_eq!(name("ssh://git@example.org:22/a/b/c.git/").as_deref(), Some("b/c"));
        assert_eq!(name("/srv/git/thing.git"), None);
    }
}
