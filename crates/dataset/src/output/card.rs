//! The data card of a data set folder, as the Hugging Face hub reads it.
//!
//! See <https://huggingface.co/docs/hub/datasets-cards> for the keys. The YAML is written by hand: it is flat, and
//! every text in it is written as JSON, which is YAML.

use std::fmt::Write as _;

use super::layout::SPLITS;
use super::{Column, ColumnKind, FolderOptions, Manifest};

/// The text of `README.md`.
pub(super) fn card(
    options: &FolderOptions,
    folder: Option<&str>,
    columns: &[Column],
    manifest: &Manifest,
) -> String {
    let name = options.name.as_deref().or(folder).unwrap_or("lintseq");
    let ending = if options.parquet { "parquet" } else { "jsonl.zst" };
    let splits: Vec<_> = SPLITS
        .iter()
        .filter_map(|split| {
            let files: Vec<_> = manifest.files.iter().filter(|file| file.split == *split).collect();
            let rows: u64 = files.iter().map(|file| file.rows).sum();
            let bytes: u64 = files.iter().map(|file| file.bytes).sum();
            // The hub cannot load a split without rows.
            (rows > 0).then_some((split, rows, bytes))
        })
        .collect();
    let rows = splits.iter().map(|(_, rows, _)| rows).sum();
    let bytes: u64 = splits.iter().map(|(.., bytes)| bytes).sum();

    let mut text = String::from("---\n");
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    line(format!("pretty_name: {}", quoted(name)));
    line("task_categories:\n- text-generation".to_owned());
    line("tags:\n- code\n- lintseq".to_owned());
    if !options.languages.is_empty() {
        line("programming_languages:".to_owned());
        options.languages.iter().for_each(|language| line(format!("- {}", quoted(language))));
    }
    line(format!("size_categories:\n- {}", size_category(rows)));
    if !splits.is_empty() {
        line("configs:\n- config_name: default\n  data_files:".to_owned());
        for (split, ..) in &splits {
            line(format!("  - split: {split}\n    path: \"data/{split}-*.{ending}\""));
        }
    }
    line("dataset_info:".to_owned());
    // In JSON rows a nested value is what it is, and a loader finds its type; only Parquet has it as text.
    if options.parquet || !columns.iter().any(|column| column.kind.is_open()) {
        line("  features:".to_owned());
        let mut features = String::new();
        write_features(columns, 2, &mut features);
        line(features.trim_end().to_owned());
    }
    line("  splits:".to_owned());
    for (split, rows, bytes) in &splits {
        line(format!("  - name: {split}\n    num_bytes: {bytes}\n    num_examples: {rows}"));
    }
    line(format!("  download_size: {bytes}\n  dataset_size: {bytes}\n---\n"));

    let ledger = &manifest.records;
    let _ = write!(text, "# {name}\n\n");
    if !options.description.is_empty() {
        let _ = write!(text, "{}\n\n", options.description.trim());
    }
    let _ = writeln!(
        text,
        "Made by [lintseq](https://github.com/lintseq/lintseq) {} from {} records: {} are in the data, as {} rows, \
         and {} were left out.",
        env!("CARGO_PKG_VERSION"),
        ledger.records_in(),
        ledger.records_out(),
        ledger.rows(),
        ledger.records_rejected(),
    );
    let records = ledger.rejected().collect::<Vec<_>>();
    let rows = ledger.left_out().collect::<Vec<_>>();
    for (what, counts) in [("records", records), ("rows", rows)] {
        if counts.is_empty() {
            continue;
        }
        let _ = write!(text, "\n| left out because | {what} |\n|---|---:|\n");
        for (reason, count) in counts {
            let _ = writeln!(text, "| {reason} | {count} |");
        }
    }
    text.push_str(
        "\nInputs, options and versions are in `manifest.json`; what was left out is in `rejected/`.\n",
    );
    text
}

/// The columns as the `datasets` library names them, a list item each.
fn write_features(columns: &[Column], indent: usize, out: &mut String) {
    for column in columns {
        let _ = writeln!(out, "{:indent$}- name: {}", "", quoted(&column.name));
        write_feature(&column.kind, indent + 2, out);
    }
}

/// What a column holds: `dtype: string`, `list: string`, or the columns of an object below a key.
fn write_feature(kind: &ColumnKind, indent: usize, out: &mut String) {
    let (key, columns) = match kind {
        ColumnKind::List(items) => match items.as_ref() {
            ColumnKind::Struct(columns) => ("list", columns),
            ColumnKind::List(_) => {
                let _ = writeln!(out, "{:indent$}list:", "");
                return write_feature(items, indent + 2, out);
            }
            items => {
                let _ = writeln!(out, "{:indent$}list: {}", "", dtype(items));
                return;
            }
        },
        ColumnKind::Struct(columns) => ("struct", columns),
        kind => {
            let _ = writeln!(out, "{:indent$}dtype: {}", "", dtype(kind));
            return;
        }
    };
    let _ = writeln!(out, "{:indent$}{key}:", "");
    write_features(columns, indent, out);
}

const fn dtype(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Bool => "bool",
        ColumnKind::Int => "int64",
        ColumnKind::Float => "float64",
        ColumnKind::Text | ColumnKind::Json | ColumnKind::List(_) | ColumnKind::Struct(_) => "string",
    }
}

const fn size_category(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        10_000_000..100_000_000 => "10M<n<100M",
        100_000_000..1_000_000_000 => "100M<n<1B",
        _ => "n>1B",
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
