//! Where rows go, whichever command writes them.

use std::path::PathBuf;

use clap::Args;
use lintseq_dataset::{Column, Fingerprint, FolderOptions, OutputOptions, Target};
use serde::Serialize;

/// Where rows go, and the records that are left out.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Output")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Destination {
    /// A file, compressed by its extension; a data set folder, if it ends in `/` or has no known extension;
    /// or `-` for standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    pub(crate) output: String,
    /// Write a row with the reason for every record that is left out
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    /// Go on with an interrupted run
    #[arg(long)]
    pub(crate) resume: bool,
}

impl Destination {
    /// The place.
    pub(crate) fn target(&self) -> Target {
        Target::of(&self.output)
    }

    /// The output to open. Where no columns are declared, they are those that rows show.
    pub(crate) fn options(
        &self,
        fingerprint: Fingerprint,
        folder: FolderOptions,
        columns: Vec<Column>,
    ) -> OutputOptions {
        OutputOptions {
            rejected: self.rejected.clone(),
            resume: self.resume,
            folder,
            columns,
            ..OutputOptions::new(self.target(), fingerprint)
        }
    }
}
