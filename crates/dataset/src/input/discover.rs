//! Which files the arguments mean.
//!
//! Folders are walked in sorted order and seen through their own `.gitignore` files only: what lies above the
//! folder, in the user's home or in `.git/info` differs between machines, and the output must not.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use lintseq_core::Column;
use serde::{Deserialize, Serialize};

use super::History;
use super::plan::Expected;
use crate::compression::Compression;
use crate::error::InputError;
use crate::language::{LanguageTable, extension};
use crate::output::FileFormat;
use crate::parquet;

/// What the arguments are, and how they are to be understood.
pub struct InputOptions<'a> {
    /// Files, folders, patterns, archives, or `-`.
    pub arguments: &'a [String],
    /// Patterns, as in `.gitignore`, of files in folders, patterns and archives that are left out.
    pub exclude: &'a [String],
    /// Which extensions are programs.
    pub languages: &'a dyn LanguageTable,
    /// Read folders that are git repositories as histories, from this revision on, and of other folders no programs.
    pub revision: Option<&'a str>,
    /// The canonical name of the only language wanted of folders and archives, if the user named one.
    pub language: Option<&'a str>,
}

/// The files behind the arguments, in reading order.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub(crate) files: Vec<InputFile>,
    roots: Vec<PathBuf>,
    pub(crate) exclude: Override,
}

/// One file to read.
#[derive(Clone, Debug)]
pub(crate) struct InputFile {
    pub(crate) kind: Kind,
    /// Nothing for standard input.
    pub(crate) location: Option<PathBuf>,
    /// The file as the user would name it.
    pub(crate) name: Arc<str>,
    /// The argument that led here.
    pub(crate) argument: Arc<str>,
    /// The path below the folder that the user named.
    pub(crate) path: Option<String>,
    /// The history, if it is a git repository.
    pub(crate) history: Option<Arc<History>>,
    /// What a plan says of the file, if it is from one.
    pub(crate) expected: Option<Expected>,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Lines,
    Parquet,
    Source,
    Archive,
    History,
}

impl Inputs {
    /// Finds the files. Nothing is opened yet, except folders.
    ///
    /// # Errors
    /// If an argument names nothing.
    pub fn find(options: &InputOptions<'_>) -> Result<Self, InputError> {
        let exclude = excluded(options.exclude)?;
        let mut inputs = Self { files: Vec::new(), roots: Vec::new(), exclude };
        for argument in options.arguments {
            inputs.add_argument(argument, options)?;
        }
        Ok(inputs)
    }

    /// One file of rows, whatever it is called.
    pub(crate) fn of_rows(path: &Path, options: &InputOptions<'_>) -> Result<Self, InputError> {
        let name = path.to_string_lossy();
        let kind = if FileFormat::of(path) == FileFormat::Parquet { Kind::Parquet } else { Kind::Lines };
        let file = InputFile {
            kind,
            name: name.as_ref().into(),
            argument: name.as_ref().into(),
            path: None,
            location: Some(path.to_path_buf()),
            history: None,
            expected: None,
        };
        Self::of_files(vec![file], options)
    }

    /// The same files, by another name.
    #[must_use]
    pub(crate) fn named(mut self, name: &str) -> Self {
        for file in &mut self.files {
            file.name = name.into();
        }
        self
    }

    /// Files that somebody else has found.
    pub(super) fn of_files(files: Vec<InputFile>, options: &InputOptions<'_>) -> Result<Self, InputError> {
        Ok(Self { files, roots: Vec::new(), exclude: excluded(options.exclude)? })
    }

    /// The files and folders that the arguments mean, with those that patterns meet.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// The bytes to read, as they lie on the disk, if that is known.
    pub fn total_bytes(&self) -> Option<u64> {
        let size = |file: &InputFile| {
            let metadata = fs::metadata(file.location.as_ref()?).ok()?;
            metadata.is_file().then_some(metadata.len())
        };
        self.files.iter().map(size).sum()
    }

    /// Makes sure that the inputs can be read twice, as a sample needs.
    ///
    /// # Errors
    /// With the first of them that is a pipe.
    pub fn check_rereadable(&self) -> Result<(), InputError> {
        let is_pipe = |file: &&InputFile| match &file.location {
            Some(path) => fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()),
            None => true,
        };
        match self.files.iter().find(is_pipe) {
            Some(file) => Err(InputError::SampleOfPipe { path: file.name.to_string() }),
            None => Ok(()),
        }
    }

    /// The names of the files, as records tell their source.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.name)
    }

    /// The columns of the rows, if all inputs are Parquet and agree on what their columns hold: what passes rows on as
    /// they are then need not guess. Nothing otherwise, and where a file cannot be read, which reading will tell.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for file in &self.files {
            let found = match (&file.location, file.kind) {
                (Some(path), Kind::Parquet) => parquet::columns_of_file(path).ok(),
                _ => None,
            };
            let Some(found) = found else { return Vec::new() };
            for column in found {
                match columns.iter().find(|known| known.name == column.name) {
                    None => columns.push(column),
                    Some(known) if *known == column => {}
                    Some(_) => return Vec::new(),
                }
            }
        }
        columns
    }

    fn add_argument(&mut self, argument: &str, options: &InputOptions<'_>) -> Result<(), InputError> {
        if argument == "-" {
            self.files.push(InputFile {
                kind: Kind::Lines,
                location: None,
                name: "-".into(),
                argument: "-".into(),
                path: None,
                history: None,
                expected: None,
            });
            return Ok(());
        }
        let path = Path::new(argument);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.add_folder(argument, path, options),
            Ok(_) => {
                self.add_file(argument, path);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && argument.contains(['*', '?', '[']) => {
                self.add_pattern(argument, options)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(InputError::Missing { path: argument.to_owned() })
            }
            Err(source) => Err(InputError::Unreadable { path: argument.to_owned(), source }),
        }
    }

    fn add_file(&mut self, argument: &str, path: &Path) {
        self.roots.push(path.to_path_buf());
        let name = path.to_string_lossy();
        let kind = kind_of(&name).map_or(Kind::Source, |(kind, _)| kind);
        self.files.push(InputFile {
            kind,
            name: name.as_ref().into(),
            argument: argument.into(),
            path: (kind == Kind::Source).then(|| Compression::of_name(&name).1.replace('\\', "/")),
            location: Some(path.to_path_buf()),
            history: None,
            expected: None,
        });
    }

    fn add_pattern(&mut self, pattern: &str, options: &InputOptions<'_>) -> Result<(), InputError> {
        let before = self.files.len();
        for path in expand(pattern)? {
            if self.exclude.matched(&path, path.is_dir()).is_ignore() {
                continue;
            }
            if path.is_dir() {
                // A folder without programs among those that a pattern meets is nothing to stop at.
                self.walk_or_open(pattern, &path, options)?;
            } else {
                self.add_file(pattern, &path);
            }
        }
        if self.files.len() == before {
            Err(InputError::Nothing { path: pattern.to_owned() })
        } else {
            Ok(())
        }
    }

    fn add_folder(
        &mut self,
        argument: &str,
        folder: &Path,
        options: &InputOptions<'_>,
    ) -> Result<(), InputError> {
        let before = self.files.len();
        self.walk_or_open(argument, folder, options)?;
        if self.files.len() == before {
            Err(InputError::Nothing { path: argument.to_owned() })
        } else {
            Ok(())
        }
    }

    /// The files of a folder, or its history.
    fn walk_or_open(
        &mut self,
        argument: &str,
        folder: &Path,
        options: &InputOptions<'_>,
    ) -> Result<(), InputError> {
        self.roots.push(folder.to_path_buf());
        if let Some(history) =
            options.revision.and_then(|revision| History::open(folder, revision).transpose())
        {
            let history = history.map_err(|error| InputError::Repository {
                path: folder.display().to_string(),
                revision: options.revision.unwrap_or_default().to_owned(),
                message: error.to_string(),
            })?;
            self.files.push(InputFile {
                kind: Kind::History,
                location: Some(folder.to_path_buf()),
                name: folder.to_string_lossy().into(),
                argument: argument.into(),
                path: None,
                history: Some(Arc::new(history)),
                expected: None,
            });
            return Ok(());
        }
        self.walk(argument, folder, options)
    }

    fn walk(&mut self, argument: &str, folder: &Path, options: &InputOptions<'_>) -> Result<(), InputError> {
        let data = folder.join("data");
        // Of a data set folder, only its data are input: not its ledger of rejected records.
        let is_data_set = data.is_dir() && folder.join("manifest.json").is_file();
        let folder = if is_data_set { &data } else { folder };
        let argument: Arc<str> = argument.into();
        let overrides = excluded_below(folder, options.exclude)?;
        let walk = WalkBuilder::new(folder)
            .parents(false)
            .ignore(false)
            .git_global(false)
            .git_exclude(false)
            .require_git(false)
            .overrides(overrides)
            .sort_by_file_name(std::ffi::OsStr::cmp)
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| InputError::Unreadable {
                path: folder.display().to_string(),
                source: error.into_io_error().unwrap_or_else(|| io::Error::other("not a valid entry")),
            })?;
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            let location = entry.path();
            let name = location.to_string_lossy();
            let inside = location.strip_prefix(folder).unwrap_or(location).to_string_lossy().into_owned();
            let kind = match kind_of(&name) {
                Some((kind @ (Kind::Lines | Kind::Parquet), true)) => kind,
                _ if options.revision.is_none()
                    && is_wanted(&inside, options.languages, options.language) =>
                {
                    Kind::Source
                }
                _ => continue,
            };
            self.files.push(InputFile {
                kind,
                name: name.as_ref().into(),
                argument: Arc::clone(&argument),
                path: Some(inside.replace('\\', "/")),
                location: Some(location.to_path_buf()),
                history: None,
                expected: None,
            });
        }
        Ok(())
    }
}

/// Whether a path in a folder or archive may be a program that the caller wants; where languages share an extension,
/// the text will tell.
pub(super) fn is_wanted(path: &str, languages: &dyn LanguageTable, only: Option<&str>) -> bool {
    extension(path).is_some_and(|extension| match only {
        Some(only) => languages.has_extension(only, extension),
        None => languages.by_extension(extension).is_some(),
    })
}

/// What a name says, and whether it says so without doubt: a `.json` file in a folder of programs is seldom data.
fn kind_of(name: &str) -> Option<(Kind, bool)> {
    let plain = Compression::of_name(name).1;
    match extension(plain)?.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" => Some((Kind::Lines, true)),
        "json" => Some((Kind::Lines, false)),
        "parquet" => Some((Kind::Parquet, true)),
        "tar" | "tgz" => Some((Kind::Archive, true)),
        _ => None,
    }
}

fn excluded(patterns: &[String]) -> Result<Override, InputError> {
    excluded_below(Path::new("."), patterns)
}

fn excluded_below(folder: &Path, patterns: &[String]) -> Result<Override, InputError> {
    let mut builder = OverrideBuilder::new(folder);
    for pattern in patterns {
        let invalid = |error: ignore::Error| InputError::Pattern {
            pattern: pattern.clone(),
            message: error.to_string(),
        };
        builder.add(&format!("!{pattern}")).map_err(invalid)?;
    }
    builder
        .build()
        .map_err(|error| InputError::Pattern { pattern: patterns.join(" "), message: error.to_string() })
}

/// The paths that a pattern meets, in sorted order.
///
/// # Errors
/// If it is malformed, or a folder cannot be read.
pub fn expand(pattern: &str) -> Result<Vec<PathBuf>, InputError> {
    let invalid = |error: glob::PatternError| InputError::Pattern {
        pattern: pattern.to_owned(),
        message: error.to_string(),
    };
    let unreadable = |error: glob::GlobError| InputError::Unreadable {
        path: error.path().display().to_string(),
        source: error.into(),
    };
    glob::glob(pattern).map_err(invalid)?.map(|path| path.map_err(unreadable)).collect()
}
