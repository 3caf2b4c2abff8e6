//! `lintseq mix`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use serde::{Serialize, Serializer};

use super::folder::Folder;
use super::formats::{Formats, RowFormat};

/// Mix samples of several files by ratio, each part with one type of instruction
#[derive(Debug, Args, Serialize)]
#[command(
    after_help = "How many rows a part gives is the largest remainder's choice; which ones, and their order, is drawn by seed. Like \
    the mixed data of OpenCodeEdit.\n\n\
    Examples:\n  lintseq mix --part qwen.jsonl:descriptive=1 --part qwen.jsonl:lazy=1 --part ds.jsonl:descriptive=1 \
    --part ds.jsonl:lazy=1 --total 60000 --format oce -o mixed.jsonl\n  lintseq mix --part triplets.jsonl=0.8 \
    --part commits.jsonl=0.2 --total 1000 -o mixed.jsonl"
)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct MixArguments {
    /// Samples and their share, as FILE[:lazy|:descriptive]=RATIO; ratios need not add up to 1; repeatable
    #[arg(long, value_name = "PART", required_unless_present = "print_config")]
    pub(crate) part: Vec<Part>,
    /// The number of rows in all
    #[arg(long, value_name = "N", required_unless_present = "print_config")]
    pub(crate) total: Option<usize>,
    /// Draws the rows and their order
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// What a row looks like
    #[arg(long, value_name = "FORMAT", default_value = "samples")]
    pub(crate) format: RowFormat,
    /// A file, compressed by its extension; a data set folder, if it ends in `/` or has no known extension;
    /// or `-` for standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    pub(crate) output: String,
    /// A file for the rows that the format cannot hold, each with its reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) formats: Formats,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) folder: Folder,
}

/// One part of a mixture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// The file.
    pub(crate) file: String,
    /// The only type of instruction that its rows keep.
    pub(crate) instruction: Option<Instruction>,
    /// Its share, in proportion to those of the others.
    pub(crate) ratio: f64,
}

/// A type of instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instruction {
    /// As somebody in a hurry says it.
    Lazy,
    /// In full.
    Descriptive,
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (named, ratio) =
            text.rsplit_once('=').ok_or("expected FILE=RATIO, such as triplets.jsonl:lazy=0.5")?;
        let ratio: f64 = ratio.parse().map_err(|_| format!("`{ratio}` is no number"))?;
        if !(ratio.is_finite() && ratio >= 0.0) {
            return Err(format!("the ratio {ratio} is not a number from 0 up"));
        }
        let typed = [(":lazy", Instruction::Lazy), (":descriptive", Instruction::Descriptive)];
        let found = typed.iter().find_map(|(end, kind)| Some((named.strip_suffix(end)?, *kind)));
        let (file, instruction) = found.map_or((named, None), |(file, kind)| (file, Some(kind)));
        Ok(Self { file: file.to_owned(), instruction, ratio })
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = match self.instruction {
            None => "",
            Some(Instruction::Lazy) => ":lazy",
            Some(Instruction::Descriptive) => ":descriptive",
        };
        serializer.collect_str(&format_args!("{}{kind}={}", self.file, self.ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_file_a_type_and_a_ratio() {
        let part = |text: &str| text.parse::<Part>();
        let expected =
            Part { file: "a=b.jsonl".to_owned(), instruction: Some(Instruction::Lazy), ratio: 0.25 };
        assert_eq!(part("a=b.jsonl:lazy=0.25"), Ok(expected));
        assert_eq!(part("a:b.jsonl=2").map(|part| part.instruction), Ok(None));
        assert!(part("a.jsonl").is_err() && part("a.jsonl=x").is_err() && part("a.jsonl=-1").is_err());
    }
}
