//! A little command: programs in, a row each out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use lintseq_core::{Document, Reason, Rejection};
use lintseq_dataset::{
    Compression, DecodeOptions, End, FieldNames, Fingerprint, FolderOptions, InputOptions, Inputs,
    LanguageTable, Limits, Manifest, Merge, Opened, Outcome, Output, OutputOptions, Progress, RunOptions,
    Sample, Shard, Summary, Target, run,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub(crate) struct Languages;

impl LanguageTable for Languages {
    fn by_extension(&self, extension: &str) -> Option<&str> {
        match extension {
            "py" => Some("python"),
            "go" => Some("go"),
            _ => None,
        }
    }

    fn by_name(&self, name: &str) -> Option<&str> {
        match name.to_ascii_lowercase().as_str() {
            "python" | "py" => Some("python"),
            "go" | "golang" => Some("go"),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Bytes(pub(crate) u64);

impl Merge for Bytes {
    fn merge(&mut self, later: Self) {
        self.0 += later.0;
    }
}

/// The options of the little command.
#[derive(Clone)]
pub(crate) struct Command {
    pub(crate) inputs: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) output: PathBuf,
    pub(crate) rejected: Option<PathBuf>,
    pub(crate) fields: FieldNames,
    pub(crate) language: Option<String>,
    pub(crate) threads: usize,
    pub(crate) group: usize,
    pub(crate) shard: Option<Shard>,
    pub(crate) sample: Option<usize>,
    pub(crate) resume: bool,
    pub(crate) option: u64,
    pub(crate) folder: FolderOptions,
    /// Stops the run when it comes to this record.
    pub(crate) stop_at: Option<u64>,
}

pub(crate) enum Done {
    Now(Summary<Bytes>),
    Before(Box<Manifest>),
}

impl Command {
    pub(crate) fn new(input: &Path, output: &Path) -> Self {
        Self {
            inputs: vec![input.display().to_string()],
            exclude: Vec::new(),
            output: output.to_path_buf(),
            rejected: None,
            fields: FieldNames::default(),
            language: None,
            threads: 1,
            group: 1,
            shard: None,
            sample: None,
            resume: false,
            option: 0,
            folder: FolderOptions::default(),
            stop_at: None,
        }
    }

    pub(crate) fn run(&self) -> Summary<Bytes> {
        match self.try_run(|_| {}).unwrap() {
            Done::Now(summary) => summary,
            Done::Before(_) => panic!("it was done before"),
        }
    }

    pub(crate) fn try_run(
        &self,
        progress: impl Fn(Progress) + Sync,
    ) -> Result<Done, Box<dyn std::error::Error>> {
        let options = InputOptions {
            arguments: &self.inputs,
            exclude: &self.exclude,
            languages: &Languages,
            language: self.language.as_deref(),
            revision: None,
        };
        let inputs = Inputs::find(&options)?;
        let decoder = DecodeOptions {
            fields: self.fields.clone(),
            language: self.language.clone(),
            limits: Limits::default(),
            languages: &Languages,
            is_program: Box::new(|_, text| text.starts_with("def")),
        };
        let sample = match self.sample {
            Some(count) => Some(Sample::draw(inputs.read(&options), &decoder, count, 0)?),
            None => None,
        };
        let fingerprint =
            Fingerprint::new(Map::from_iter([("option".to_owned(), self.option.into())]), &inputs);
        let output = OutputOptions {
            rejected: self.rejected.clone(),
            resume: self.resume,
            folder: self.folder.clone(),
            checkpoint_every: Duration::ZERO,
            ..OutputOptions::new(Target::of(&self.output.display().to_string()), fingerprint)
        };
        let output = match Output::open(output)? {
            Opened::Ready(output) => output,
            Opened::Complete(manifest) => return Ok(Done::Before(manifest)),
        };
        let stop = AtomicBool::new(false);
        let process = |documents: &[Document]| {
            if documents.iter().any(|document| Some(document.index) == self.stop_at) {
                stop.store(true, std::sync::atomic::Ordering::Relaxed);
            }
            documents.iter().map(row).collect()
        };
        let options_of_run = RunOptions {
            threads: self.threads,
            group: self.group,
            shard: self.shard,
            sample,
            ..RunOptions::new(&stop)
        };
        Ok(Done::Now(run(inputs.read(&options), &decoder, output, &options_of_run, process, progress)?))
    }
}

fn row(document: &Document) -> Result<Outcome<Bytes>, Rejection> {
    assert!(!document.text.contains("panic"), "asked to panic");
    if document.text.contains("reject") {
        return Err(Rejection::new(Reason::SyntaxError, "asked to reject"));
    }
    let row = json!({
        "id": document.id, "index": document.index, "language": document.language, "path": document.path,
        "source": document.text, "instruction": document.instruction, "edits": [&document.text],
        "metadata": document.metadata,
    });
    let copies = if document.text.contains("twice") { 2 } else { 1 };
    let lines = format!("{row}\n").repeat(copies).into_bytes();
    Ok(Outcome::new(lines, copies as u64, Bytes(document.text.len() as u64)))
}

pub(crate) fn assert_complete(summary: &Summary<Bytes>) {
    assert!(matches!(summary.end, End::Complete), "{:?}", summary.end);
    let ledger = &summary.ledger;
    assert_eq!(ledger.records_in(), ledger.records_out() + ledger.records_rejected());
}

/// Some programs as JSON lines: most are fine, some are not.
pub(crate) fn programs(count: usize) -> String {
    (0..count)
        .map(|at| match at % 17 {
            3 => "{\"response\": \n".to_owned(),
            5 => format!("{}\n", json!({"id": at, "response": "reject"})),
            7 => format!("{}\n", json!({"id": at, "response": format!("twice = {at}\n")})),
            11 => "\n".to_owned(),
            _ => format!(
                "{}\n",
                json!({"id": at, "response": format!("x{at} = {at}\n").repeat(at % 40 + 1), "n": at})
            ),
        })
        .collect()
}

pub(crate) fn pack(text: &str, compression: Compression) -> Vec<u8> {
    match compression {
        Compression::None => text.as_bytes().to_vec(),
        Compression::Zstd => zstd::encode_all(text.as_bytes(), 1).unwrap(),
        Compression::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        }
    }
}

/// The rows of a file of JSON lines, unpacked.
pub(crate) fn rows(path: &Path) -> Vec<Value> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    let name = path.to_string_lossy();
    if name.ends_with(".gz") {
        std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut text).unwrap();
    } else if name.ends_with(".zst") {
        text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// All files below a folder with their bytes.
pub(crate) fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(tree(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.push((name, fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

pub(crate) fn copy_tree(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
