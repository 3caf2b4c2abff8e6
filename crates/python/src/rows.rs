//! Streams and batches as Python sees them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use arrow_array::{RecordBatch, StructArray};
use arrow_schema::{ArrowError, Field, SchemaRef};
use lintseq_dataset::Ledger;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};

use crate::interrupt::Watch;
use crate::stream::{Owner, Stream, StreamError};

/// A batch of rows.
#[pyclass(frozen, module = "lintseq")]
pub(crate) struct Batch(pub(crate) RecordBatch);

#[pymethods]
impl Batch {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let field = Field::new_struct("", self.0.schema().fields().clone(), false);
        let array = StructArray::from(self.0.clone());
        Ok(to_array_pycapsules(py, Arc::new(field), &array, requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.0.schema().as_ref())?)
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<lintseq.Batch of {} rows, {} columns>", self.0.num_rows(), self.0.num_columns())
    }
}

/// A stream of rows.
#[pyclass(frozen, module = "lintseq")]
pub(crate) struct Rows {
    /// Nothing once a capsule has taken it.
    stream: Mutex<Option<Owned>>,
    schema: SchemaRef,
    ledger: Arc<Mutex<Ledger>>,
}

impl Rows {
    pub(crate) fn new(stream: Stream, on_rejected: Option<Py<PyAny>>) -> Self {
        let (schema, ledger) = (stream.schema(), stream.ledger());
        let stream = Owned { stream, keeper: Keeper { on_rejected, watch: Watch::default() } };
        Self { stream: Mutex::new(Some(stream)), schema, ledger }
    }
}

#[pymethods]
impl Rows {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let taken = self.stream.try_lock().map_err(in_use)?.take();
        let reader = Capsuled(taken.ok_or_else(read_already)?);
        let field = Arc::new(Field::new_struct("", self.schema.fields().clone(), false));
        let arrays = reader.map(|batch| Ok(Arc::new(StructArray::from(batch?)) as _));
        Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field)), requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Batch>> {
        let mut stream = self.stream.try_lock().map_err(in_use)?;
        let stream = stream.as_mut().ok_or_else(read_already)?;
        let next = py.detach(|| stream.next());
        Ok(next?.map(Batch))
    }

    /// The account so far.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let counts = PyDict::new(py);
        counts.set_item("records_in", ledger.records_in())?;
        counts.set_item("records_out", ledger.records_out())?;
        counts.set_item("rows", ledger.rows())?;
        let by_reason = |reasons: Vec<(lintseq_core::Reason, u64)>| {
            let counts = PyDict::new(py);
            for (reason, count) in reasons {
                counts.set_item(reason.as_str(), count)?;
            }
            PyResult::Ok(counts)
        };
        counts.set_item("rejected", by_reason(ledger.rejected().collect())?)?;
        counts.set_item("left_out", by_reason(ledger.left_out().collect())?)?;
        Ok(counts)
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.schema.fields().iter().map(|field| field.name().as_str()).collect();
        format!("<lintseq.Rows with {}>", names.join(", "))
    }
}

fn in_use<T>(_: TryLockError<T>) -> PyErr {
    PyRuntimeError::new_err("another thread is reading these rows")
}

fn read_already() -> PyErr {
    PyValueError::new_err("these rows have been read; call the function again for another stream of them")
}

/// A stream with what its owner has to say.
struct Owned {
    stream: Stream,
    keeper: Keeper,
}

impl Owned {
    /// The next batch; called without the interpreter lock.
    fn next(&mut self) -> PyResult<Option<RecordBatch>> {
        let Self { stream, keeper } = self;
        let next = stream.next(keeper);
        next.map_err(|error| match (error, keeper.watch.take()) {
            (_, Some(raised)) => raised,
            (error @ StreamError::Row(_), None) => PyValueError::new_err(error.to_string()),
            (error, None) => PyRuntimeError::new_err(error.to_string()),
        })
    }
}

/// The owner of a stream: looks for signals, and hands on what is rejected.
struct Keeper {
    on_rejected: Option<Py<PyAny>>,
    watch: Watch,
}

impl Owner for Keeper {
    fn goes_on(&mut self) -> bool {
        self.watch.goes_on()
    }

    fn wants_rejected(&self) -> bool {
        self.on_rejected.is_some()
    }

    fn take_rejected(&mut self, batch: RecordBatch) -> bool {
        let Some(on_rejected) = self.on_rejected.take() else { return true };
        let goes_on = self.watch.attached(|py| on_rejected.call1(py, (Batch(batch),)).map(drop));
        self.on_rejected = Some(on_rejected);
        goes_on
    }
}

/// A stream behind a capsule, whose reader is another library. It may hold the interpreter lock or not.
struct Capsuled(Owned);

impl Iterator for Capsuled {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self(stream) = self;
        // An unwinding panic would end the process at the border to C.
        let next = || catch_unwind(AssertUnwindSafe(|| stream.next()));
        let next = Python::try_attach(|py| py.detach(next))?;
        let next =
            next.unwrap_or_else(|_| Err(PyRuntimeError::new_err("lintseq panicked, which is a bug of it")));
        next.map_err(|raised| ArrowError::ExternalError(told(raised).into())).transpose()
    }
}

/// An exception in words, for libraries that only pass on words.
///
/// An interrupt is also put back, so that Python raises it once the library has returned.
fn told(raised: PyErr) -> String {
    let told = |py: Python<'_>| {
        if raised.is_instance_of::<PyKeyboardInterrupt>(py)
            && let Ok(thread) = py.import("_thread")
        {
            let _ = thread.call_method0("interrupt_main");
        }
        raised.to_string()
    };
    Python::try_attach(told).unwrap_or_else(|| "the interpreter is shutting down".to_owned())
}
