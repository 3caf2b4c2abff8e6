//! The last steps: whole files under their names, in an order that a crash may interrupt anywhere.
//!
//! First everything new is made beside what is there; then the list of renames is put into the checkpoint; then
//! they are done. A run that is killed among them is finished by repeating them.

use std::path::{Path, PathBuf};

use super::card::card;
use super::convert::{columns, convert};
use super::durable::{
    Move, beside, create_folder, folder_of, remove_file, remove_folder, replace, sync_folder,
};
use super::layout::{Layout, SPLITS};
use super::rows::{FinishedShard, Rows};
use super::{Column, FileFormat, Manifest, OutputFile};
use crate::error::WriteError;

/// Makes all files of an output and its manifest, and lists the renames that publish them.
pub(super) fn stage(
    layout: &Layout,
    rows: &mut [Rows],
    rejected: &mut [Rows],
    rejected_file: Option<&Path>,
    declared: &[Column],
    manifest: &mut Manifest,
) -> Result<Vec<Move>, WriteError> {
    let mut moves = Vec::new();
    let shards: Vec<_> = rows.iter_mut().map(Rows::finish).collect::<Result<_, _>>()?;
    let mut rejected: Vec<_> = rejected.iter_mut().map(Rows::finish).collect::<Result<_, _>>()?;
    if let Some(file) = rejected_file.filter(|_| !rejected.is_empty()) {
        for (path, _) in rejected.pop().unwrap_or_default() {
            moves.extend(finished_file(&path, file, FileFormat::of(file), &[])?.1);
        }
    }
    match layout {
        Layout::File { out, format } => {
            for (path, shard) in shards.into_iter().flatten() {
                let (bytes, rename) = finished_file(&path, out, *format, declared)?;
                let bytes = bytes.unwrap_or(shard.bytes);
                let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
                manifest.files.push(OutputFile {
                    path: name,
                    split: "train".to_owned(),
                    rows: shard.rows,
                    bytes,
                });
                moves.extend(rename);
            }
            let staged = beside(&layout.manifest(), ".partial");
            replace(&staged, &manifest.to_json())?;
            // The manifest comes before the file: a file without the right manifest would be taken for another's.
            moves.insert(0, Move { from: staged, to: layout.manifest() });
        }
        Layout::Folder { out, options } => {
            let whole = layout.staging().join("whole");
            remove_folder(&whole)?;
            create_folder(&whole.join("data"))?;
            create_folder(&whole.join("rejected"))?;
            let staged: Vec<PathBuf> = shards.iter().flatten().map(|(path, _)| path.clone()).collect();
            // The staged rows of a folder are always Zstandard, so that their columns can be looked up here.
            let columns = columns(&staged, declared)?;
            for (split, shards) in SPLITS.iter().zip(shards) {
                stage_split(&whole, split, shards, layout.format(), &columns, manifest, &mut moves)?;
            }
            for (path, shard) in rejected.into_iter().flatten() {
                let name = "rejected/rejected.jsonl.zst".to_owned();
                moves.push(Move { from: path, to: whole.join(&name) });
                let FinishedShard { bytes, rows } = shard;
                manifest.files.push(OutputFile { path: name, split: "rejected".to_owned(), rows, bytes });
            }
            let name =
                out.canonicalize().ok().and_then(|out| Some(out.file_name()?.to_string_lossy().into_owned()));
            replace(&whole.join("README.md"), card(options, name.as_deref(), &columns, manifest).as_bytes())?;
            replace(&whole.join("manifest.json"), &manifest.to_json())?;
            for part in ["data", "rejected", "README.md", "manifest.json"] {
                moves.push(Move { from: whole.join(part), to: out.join(part) });
            }
        }
    }
    Ok(moves)
}

/// Does the renames, as far as they have not been done, and clears away what they leave.
pub(super) fn publish(layout: &Layout, moves: &[Move]) -> Result<(), WriteError> {
    match layout {
        Layout::File { out, .. } => {
            moves.iter().try_for_each(Move::perform)?;
            sync_folder(folder_of(out))?;
            remove_file(&layout.checkpoint())?;
            remove_folder(&layout.steps())?;
            // What is left of the rows where Parquet was made of them, or a lock.
            remove_file(&beside(out, ".partial"))
        }
        Layout::Folder { out, .. } => {
            let success = out.join("_SUCCESS");
            if !moves.is_empty() {
                remove_file(&success)?;
            }
            moves.iter().try_for_each(Move::perform)?;
            sync_folder(out)?;
            replace(&success, b"")?;
            sync_folder(out)?;
            remove_folder(&layout.staging())
        }
    }
}

/// Gives the rejected records of a direct output their name.
pub(super) fn finish_rejected(rejected: &mut [Rows], file: Option<&Path>) -> Result<(), WriteError> {
    for rows in rejected {
        for (path, _) in rows.finish()? {
            if let Some(file) = file.filter(|file| **file != path) {
                let (_, rename) = finished_file(&path, file, FileFormat::of(file), &[])?;
                rename.iter().try_for_each(Move::perform)?;
                remove_file(&path)?;
            }
        }
    }
    Ok(())
}

fn stage_split(
    whole: &Path,
    split: &str,
    shards: Vec<(PathBuf, FinishedShard)>,
    format: FileFormat,
    columns: &[Column],
    manifest: &mut Manifest,
    moves: &mut Vec<Move>,
) -> Result<(), WriteError> {
    let count = shards.len();
    let ending = if format == FileFormat::Parquet { "parquet" } else { "jsonl.zst" };
    for (at, (path, shard)) in shards.into_iter().enumerate() {
        let name = format!("data/{split}-{at:05}-of-{count:05}.{ending}");
        let bytes = if format == FileFormat::Parquet {
            convert(&path, &whole.join(&name), columns)?
        } else {
            moves.push(Move { from: path, to: whole.join(&name) });
            shard.bytes
        };
        manifest.files.push(OutputFile { path: name, split: split.to_owned(), rows: shard.rows, bytes });
    }
    Ok(())
}

/// The rename of a partial to a file, made into Parquet first where the file is that; and the size it then has.
fn finished_file(
    partial: &Path,
    file: &Path,
    format: FileFormat,
    declared: &[Column],
) -> Result<(Option<u64>, Option<Move>), WriteError> {
    let (bytes, from) = if format == FileFormat::Parquet {
        let whole = beside(file, ".whole.partial");
        let columns = columns(&[partial.to_path_buf()], declared)?;
        (Some(convert(partial, &whole, &columns)?), whole)
    } else {
        (None, partial.to_path_buf())
    };
    Ok((bytes, (from != file).then(|| Move { from, to: file.to_path_buf() })))
}
