//! From the arguments of a call to a command with its options.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use lintseq::embed::{CommandOption, OptionKind, Transform, UsageError};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use pyo3_arrow::input::AnyRecordBatch;
use serde_json::{Map, Value};

use crate::rows::Rows;
use crate::stream::{Stream, StreamOptions};

/// How many commands with their options are kept ready.
const PREPARED: usize = 16;

/// Commands with options that were used before: preparing one costs as much as a batch of small programs.
static READY: Mutex<Vec<(String, Arc<Transform>)>> = Mutex::new(Vec::new());

/// Runs a command over records.
#[pyfunction]
#[pyo3(signature = (command, records, options, *, threads, batch_bytes, source, first_index, on_rejected))]
#[expect(clippy::too_many_arguments, reason = "Python calls it with names")]
pub(crate) fn transform(
    command: &str,
    records: &Bound<'_, PyAny>,
    options: &Bound<'_, PyDict>,
    threads: usize,
    batch_bytes: usize,
    source: &str,
    first_index: u64,
    on_rejected: Option<Py<PyAny>>,
) -> PyResult<Rows> {
    let threads =
        NonZeroUsize::new(threads).ok_or_else(|| PyValueError::new_err("threads: expected 1 or more"))?;
    let transform = prepared(command, &map_of(options)?)?;
    let records: AnyRecordBatch = records.extract().map_err(|error| {
        let kind = records.get_type();
        let message = format!("expected an Arrow table, stream or batch, found {kind}: {error}");
        PyTypeError::new_err(message)
    })?;
    let options =
        StreamOptions { threads, batch_bytes: batch_bytes.max(1), source: source.into(), first_index };
    let stream = Stream::new(records.into_reader()?, transform, options);
    Ok(Rows::new(stream.map_err(|error| PyTypeError::new_err(error.to_string()))?, on_rejected))
}

/// The options of a command: name, help, kind, choices, whether it is a list, default.
#[pyfunction]
pub(crate) fn options<'py>(py: Python<'py>, command: &str) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let described = |option: CommandOption| {
        let (kind, choices) = match option.kind {
            OptionKind::Flag => ("flag", None),
            OptionKind::Choice(choices) => ("choice", Some(choices)),
            OptionKind::Integer => ("integer", None),
            OptionKind::Rate => ("rate", None),
            OptionKind::Number => ("number", None),
            OptionKind::Size => ("size", None),
            OptionKind::Time => ("time", None),
            OptionKind::Path => ("path", None),
            OptionKind::Text => ("text", None),
        };
        let item = PyDict::new(py);
        item.set_item("name", option.name)?;
        item.set_item("help", option.help)?;
        item.set_item("kind", kind)?;
        item.set_item("choices", choices)?;
        item.set_item("is_list", option.is_list)?;
        item.set_item("default", option.default)?;
        Ok(item)
    };
    lintseq::embed::options(command).into_iter().map(described).collect()
}

/// A command with options, as it was prepared before if it was. To be called with the interpreter lock held, so that
/// no fork finds the list in use.
pub(crate) fn prepared(command: &str, options: &Map<String, Value>) -> PyResult<Arc<Transform>> {
    let usage = |error: UsageError| PyValueError::new_err(error.to_string());
    let key = format!("{command} {} {:?}", Value::Object(options.clone()), files(options));
    let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, transform)) = ready.iter().find(|(known, _)| *known == key) {
        return Ok(Arc::clone(transform));
    }
    let transform = Arc::new(Transform::new(command, options).map_err(usage)?);
    if ready.len() == PREPARED {
        ready.remove(0);
    }
    ready.push((key, Arc::clone(&transform)));
    Ok(transform)
}

/// When the files that options name were written and how long they are: tomorrow they may say something else.
fn files(options: &Map<String, Value>) -> Vec<(SystemTime, u64)> {
    let texts = options.values().flat_map(|value| match value {
        Value::Array(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    });
    let file = |value: &Value| {
        let file = std::fs::metadata(value.as_str()?).ok()?;
        Some((file.modified().ok()?, file.len()))
    };
    texts.filter_map(file).collect()
}

/// Options as values of the command line. `None` is as if nothing were given.
pub(crate) fn map_of(options: &Bound<'_, PyDict>) -> PyResult<Map<String, Value>> {
    let mut map = Map::new();
    for (name, value) in options {
        if !value.is_none() {
            let name: String = name.extract()?;
            let value = value_of(&value).map_err(|error| PyTypeError::new_err(format!("{name}: {error}")))?;
            map.insert(name, value);
        }
    }
    Ok(map)
}

fn value_of(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if value.is_instance_of::<PyBool>() {
        Ok(Value::Bool(value.extract()?))
    } else if value.is_instance_of::<PyInt>() {
        // Larger numbers are text, which the command reads like any other.
        Ok(value.extract::<i64>().map_or_else(|_| Value::String(value.to_string()), Value::from))
    } else if value.is_instance_of::<PyFloat>() {
        Ok(Value::from(value.extract::<f64>()?))
    } else if value.is_instance_of::<PyString>() {
        Ok(Value::String(value.extract()?))
    } else if let Ok(path) = value.call_method0("__fspath__") {
        Ok(Value::String(path.extract()?))
    } else if let Ok(items) = value.try_iter() {
        let items = items.map(|item| value_of(&item?)).collect::<PyResult<_>>()?;
        Ok(Value::Array(items))
    } else {
        Err(PyTypeError::new_err(format!(
            "expected text, a number, a bool or a list, found {}",
            value.get_type()
        )))
    }
}
