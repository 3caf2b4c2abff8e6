//! Filters as a stage of the commands that make samples.
//!
//! What a filter can tell of a text alone is asked of the document, before any work is done on it: a document that goes
//! costs nothing more, and what is redacted there is redacted in all that is made of it. What needs the edit is asked of
//! each sample.

use std::borrow::Cow;

use lintseq_core::{Document, Rejection};
use lintseq_dataset::Outcome;
use lintseq_dataset::filter::{FilterFields, Funnel, Grammars, Pipeline, Record};
use lintseq_samples::Sample;
use serde_json::{Map, Value};

use crate::arguments::{AnyFilters, Ordered};
use crate::contamination::{Contamination, TasksFound};
use crate::summary::Summary;

/// The filters of a run.
pub(crate) struct Filtering<'t> {
    texts: Pipeline,
    edits: Pipeline,
    fields: FilterFields,
    grammars: &'t dyn Grammars,
    benchmarks: Option<Contamination<'t>>,
    /// Whether documents are programs, which are judged before any sample is made of them.
    of_programs: bool,
}

impl<'t> Filtering<'t> {
    /// Filters for documents and the samples made of them.
    ///
    /// # Errors
    /// If the filters are not what their options say.
    pub(crate) fn of_documents(
        flags: &Ordered<AnyFilters>,
        grammars: &'t dyn Grammars,
    ) -> anyhow::Result<Self> {
        let (texts, edits) = flags.pipeline()?.split();
        let fields = FilterFields::default();
        Ok(Self { texts, edits, fields, grammars, benchmarks: None, of_programs: true })
    }

    /// Filters for samples that are not made of documents: of commits, or of the answers of models.
    ///
    /// # Errors
    /// If the filters are not what their options say.
    pub(crate) fn of_samples(
        flags: &Ordered<AnyFilters>,
        grammars: &'t dyn Grammars,
    ) -> anyhow::Result<Self> {
        let edits = flags.pipeline()?;
        let (texts, fields) = (Pipeline::default(), FilterFields::default());
        Ok(Self { texts, edits, fields, grammars, benchmarks: None, of_programs: false })
    }

    /// The same, and then no task of these benchmarks.
    #[must_use]
    pub(crate) fn without_tasks(self, benchmarks: Option<Contamination<'t>>) -> Self {
        Self { benchmarks, ..self }
    }

    /// Makes sure that no filter asks for samples where none are made.
    ///
    /// # Errors
    /// With the filters that do.
    pub(crate) fn refuse_edits(&self, of: &str) -> anyhow::Result<()> {
        let names: Vec<_> = self.edits.names().collect();
        anyhow::ensure!(
            names.is_empty(),
            "{of} makes no samples, which the filters {} ask for",
            names.join(", ")
        );
        Ok(())
    }

    /// Shows documents to the filters, and those that stay to the work; the results are those of all documents.
    pub(crate) fn run(
        &self,
        documents: &[Document],
        work: impl FnOnce(&[Document]) -> Vec<Result<Outcome<Summary>, Rejection>>,
    ) -> Vec<Result<Outcome<Summary>, Rejection>> {
        if self.texts.is_empty() && self.benchmarks.is_none() {
            return work(documents);
        }
        let mut kept = Vec::with_capacity(documents.len());
        let judge = |document: &Document| {
            let (mut funnel, mut tasks) = (Funnel::default(), TasksFound::default());
            let stays = self.document(document, &mut funnel).and_then(|document| {
                let benchmarks = self.benchmarks.as_ref();
                benchmarks.map_or(Ok(()), |benchmarks| benchmarks.judge_document(&document, &mut tasks))?;
                Ok(document)
            });
            (funnel, tasks, stays.map(|document| kept.push(document)).err())
        };
        let judged: Vec<(Funnel, TasksFound, Option<Rejection>)> = documents.iter().map(judge).collect();
        let mut results = work(&kept).into_iter();
        let result = |(filters, tasks, gone): (Funnel, TasksFound, Option<Rejection>)| {
            let result = match gone {
                Some(rejection) => Err(rejection),
                None => results.next().expect("the work has a result for each document"),
            };
            // What a filter has counted is not to be lost with the document.
            let mut outcome =
                result.unwrap_or_else(|rejection| Outcome::rejected(rejection, Summary::default()));
            outcome.stats.filters.merge(filters);
            outcome.stats.tasks.merge(tasks);
            Ok(outcome)
        };
        judged.into_iter().map(result).collect()
    }

    /// Shows a sample to the filters that ask for one.
    ///
    /// # Errors
    /// With the reason for which it is dropped.
    pub(crate) fn sample<'s>(
        &self,
        sample: &'s Sample,
        funnel: &mut Funnel,
        tasks: &mut TasksFound,
    ) -> Result<Cow<'s, Sample>, Rejection> {
        let sample = self.edited(sample, funnel)?;
        match &self.benchmarks {
            Some(benchmarks) if !self.of_programs => benchmarks.judge_sample(&sample, tasks).map(|()| sample),
            _ => Ok(sample),
        }
    }

    fn edited<'s>(&self, sample: &'s Sample, funnel: &mut Funnel) -> Result<Cow<'s, Sample>, Rejection> {
        if self.edits.is_empty() {
            return Ok(Cow::Borrowed(sample));
        }
        let Ok(Value::Object(fields)) = serde_json::to_value(sample) else {
            unreachable!("a sample of strings and numbers is a JSON object");
        };
        let record = Record::new(&fields, &self.fields, self.grammars);
        Ok(match self.edits.run(&record, funnel)? {
            None => Cow::Borrowed(sample),
            Some(fields) => {
                let sample = serde_json::from_value(Value::Object(fields));
                Cow::Owned(sample.expect("a filter leaves a sample a sample"))
            }
        })
    }

    fn document(&self, document: &Document, funnel: &mut Funnel) -> Result<Document, Rejection> {
        let fields = row_of(document);
        match self.texts.run(&Record::new(&fields, &self.fields, self.grammars), funnel)? {
            None => Ok(document.clone()),
            Some(mut fields) => {
                let mut take = |name: &str| match fields.remove(name) {
                    Some(Value::String(text)) => Some(text),
                    _ => None,
                };
                let text = take("response").unwrap_or_default();
                let instruction = take("instruction");
                let metadata = match fields.remove("metadata") {
                    Some(Value::Object(metadata)) => metadata,
                    _ => Map::new(),
                };
                Ok(Document { text, instruction, metadata, ..document.clone() })
            }
        }
    }
}

/// A document as filters see it: what came with its text stands beside it for those who ask, and as a whole.
fn row_of(document: &Document) -> Map<String, Value> {
    const ASKED_FOR: [&str; 7] = [
        "license",
        "licenses",
        "detected_licenses",
        "max_stars_repo_licenses",
        "is_generated",
        "is_vendor",
        "max_stars_repo_path",
    ];
    let mut fields = Map::new();
    for name in ASKED_FOR {
        if let Some(value) = document.metadata.get(name) {
            fields.insert(name.to_owned(), value.clone());
        }
    }
    fields.insert("language".to_owned(), document.language.as_str().into());
    fields.extend(document.path.as_deref().map(|path| ("path".to_owned(), path.into())));
    fields.insert("response".to_owned(), document.text.as_str().into());
    fields.extend(document.instruction.as_deref().map(|text| ("instruction".to_owned(), text.into())));
    fields.insert("metadata".to_owned(), Value::Object(document.metadata.clone()));
    fields
}
