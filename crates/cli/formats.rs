//! The last step of every command that ends in samples: samples to rows.

use lintseq_core::{Column, Rejection};
use lintseq_dataset::LeftOut;
use lintseq_dataset::formats::write_line;
use lintseq_samples::{Exporter, Sample, sample_columns};

use crate::arguments::{Formats, RowFormat, given, refuse};

/// Writes samples as the rows that were asked for.
pub(crate) struct SampleWriter {
    /// Nothing where the samples themselves are the rows.
    exporter: Option<Exporter>,
}

impl SampleWriter {
    /// A writer of a format.
    ///
    /// # Errors
    /// If the options contradict the format.
    pub(crate) fn new(format: RowFormat, formats: &Formats, seed: u64) -> anyhow::Result<Self> {
        let exporter = match format {
            RowFormat::Samples => {
                refuse("--format samples", &given(formats))?;
                None
            }
            RowFormat::Training(name) => Some(formats.exporter(name, seed)?),
        };
        Ok(Self { exporter })
    }

    /// The columns of the rows.
    pub(crate) fn columns(&self) -> Vec<Column> {
        self.exporter.as_ref().map_or_else(sample_columns, Exporter::columns)
    }

    /// Appends the row of a sample. `index` is the position of its record in the input.
    pub(crate) fn write(&self, sample: &Sample, index: u64, lines: &mut Vec<u8>) -> Result<(), Rejection> {
        match &self.exporter {
            None => write_line(lines, sample),
            Some(exporter) => write_line(lines, &exporter.encode(sample, index)?),
        }
        Ok(())
    }

    /// What the file of rejected records says of a sample that has no row.
    pub(crate) fn left_out(sample: &Sample, rejection: Rejection) -> LeftOut {
        let record = serde_json::to_string(sample).expect("a sample of strings and numbers is JSON");
        LeftOut { id: sample.id.as_str().into(), rejection, record }
    }
}
