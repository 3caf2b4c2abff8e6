//! One program at a time.

use std::num::NonZeroUsize;

use lintseq::embed::{self, Edits};
use lintseq_dataset::{Payload, RawRecord};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::{Map, Value};

use crate::call::{map_of, prepared};
use crate::interrupt::{Watch, on_worker};

/// The edits of one sequence of a program.
#[pyfunction]
#[pyo3(signature = (source, language, options))]
pub(crate) fn sequence(
    py: Python<'_>,
    source: String,
    language: &str,
    options: &Bound<'_, PyDict>,
) -> PyResult<Vec<String>> {
    let mut options = map_of(options)?;
    options.insert("language".to_owned(), language.into());
    let transform = prepared("generate", &options)?;
    let record = RawRecord {
        index: 0,
        source: "python".into(),
        path: None,
        line: None,
        payload: Payload::Source(source.into_bytes()),
    };
    let mut watch = Watch::default();
    let mapped = py.detach(|| transform.map(&[record], NonZeroUsize::MIN, true, &mut || watch.goes_on()));
    if let Some(raised) = watch.take() {
        return Err(raised);
    }
    let mapped = mapped?.ok_or_else(|| PyRuntimeError::new_err("stopped"))?;
    let read = |line: &[u8]| -> PyResult<Map<String, Value>> {
        serde_json::from_slice(line).map_err(|error| PyRuntimeError::new_err(error.to_string()))
    };
    if mapped.ledger.records_rejected() > 0 {
        let rejected = read(&mapped.rejected)?;
        let text = |name: &str| rejected.get(name).and_then(Value::as_str).unwrap_or_default();
        let rejected = py.import("lintseq")?.getattr("Rejected")?;
        return Err(PyErr::from_value(rejected.call1((text("reason"), text("message")))?));
    }
    let mut row = read(&mapped.lines)?;
    let edits = row.remove("edits").unwrap_or_default();
    serde_json::from_value(edits).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// The text that edits make.
#[pyfunction]
#[pyo3(signature = (edits, lenient))]
pub(crate) fn apply(py: Python<'_>, edits: EditsArgument, lenient: bool) -> PyResult<String> {
    let edits = match edits {
        EditsArgument::Text(text) => Edits::Text(text),
        EditsArgument::Diffs(edits) => Edits::Diffs(edits),
    };
    py.detach(|| embed::apply(edits, lenient)).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Edits as they come.
#[derive(FromPyObject)]
pub(crate) enum EditsArgument {
    /// The output of a model.
    Text(String),
    /// Diffs.
    Diffs(Vec<String>),
}

/// What is wrong with the edits of a program.
#[pyfunction]
#[pyo3(signature = (source, edits, language, linter))]
pub(crate) fn check(
    py: Python<'_>,
    source: String,
    edits: Vec<String>,
    language: &str,
    linter: Vec<String>,
) -> PyResult<Vec<Finding>> {
    let found = on_worker(py, || embed::check(source, edits, language, linter))?;
    let found = found.map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(found.into_iter().map(Finding::from).collect())
}

/// Something that an edit sequence does and should not.
#[pyclass(frozen, get_all, eq, module = "lintseq")]
#[derive(PartialEq)]
pub(crate) struct Finding {
    promise: &'static str,
    kind: String,
    step: Option<usize>,
    line: Option<usize>,
    detail: String,
}

impl From<embed::Finding> for Finding {
    fn from(finding: embed::Finding) -> Self {
        let embed::Finding { promise, kind, step, line, detail } = finding;
        Self { promise, kind, step, line, detail }
    }
}

#[pymethods]
impl Finding {
    fn __repr__(&self) -> String {
        let Self { promise, kind, step, line, detail } = self;
        let number =
            |number: &Option<usize>| number.map_or_else(|| "None".to_owned(), |number| number.to_string());
        let (step, line) = (number(step), number(line));
        format!("Finding(promise={promise:?}, kind={kind:?}, step={step}, line={line}, detail={detail:?})")
    }
}

/// The languages.
#[pyfunction]
pub(crate) fn languages() -> Vec<Language> {
    embed::languages().into_iter().map(Language::from).collect()
}

/// A language.
#[pyclass(frozen, get_all, eq, module = "lintseq")]
#[derive(PartialEq)]
pub(crate) struct Language {
    name: String,
    extensions: Vec<String>,
    linters: Vec<String>,
}

impl From<embed::Language> for Language {
    fn from(language: embed::Language) -> Self {
        let embed::Language { name, extensions, linters } = language;
        Self { name, extensions, linters }
    }
}

#[pymethods]
impl Language {
    fn __repr__(&self) -> String {
        let Self { name, extensions, linters } = self;
        format!("Language(name={name:?}, extensions={extensions:?}, linters={linters:?})")
    }
}
