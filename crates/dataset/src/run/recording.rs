//! Records that come one by one and in order, from elsewhere than files: what is fetched from models.
//!
//! [`run`](super::run) pulls records and has threads that wait for work; whoever waits for servers pushes results
//! instead, and needs of it only the writing end: the account, the state that is saved, the name given at the end.

use lintseq_core::Rejection;
use serde_json::Value;

use super::map::{Entry, Mapped, settled};
use super::order::Writer;
use super::{End, Merge, Outcome, Summary};
use crate::decode::{Item, RejectedRecord};
use crate::error::WriteError;
use crate::input::{InputSummary, RawRecord};
use crate::ledger::{Ledger, left_out_row, rejected_row};
use crate::output::{Output, Splitter};

/// An output that takes records one by one.
pub struct Recording<S> {
    writer: Writer<S>,
    splitter: Splitter,
    keeps_rejected: bool,
}

impl<S: Merge> Recording<S> {
    /// Begins, or goes on where an earlier run stopped.
    pub fn begin(output: Box<Output>) -> Self {
        let (splitter, keeps_rejected) = (output.splitter(), output.keeps_rejected());
        Self { writer: Writer::resume(output), splitter, keeps_rejected }
    }

    /// How many records are accounted for; the next one to [`push`](Self::push) is the one after them.
    pub const fn consumed(&self) -> u64 {
        self.writer.consumed
    }

    /// How much an earlier run left out for reasons that have passed, so that this one begins anew.
    pub const fn due(&self) -> u64 {
        self.writer.output.due()
    }

    /// The account so far.
    pub const fn ledger(&self) -> &Ledger {
        &self.writer.ledger
    }

    /// Takes what became of the next record. `record` is how the file of rejected records shows it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn push(
        &mut self,
        item: &impl Item,
        record: &RawRecord,
        result: Result<Outcome<S>, Rejection>,
    ) -> Result<(), WriteError> {
        let mut stats = S::default();
        let entry = match settled(result, &mut stats) {
            Ok(outcome) => {
                let line = |row: &_| self.keeps_rejected.then(|| left_out_row(row, record));
                let left_out = outcome.left_out.iter().map(|row| (row.rejection.reason, line(row))).collect();
                stats.merge(outcome.stats);
                let split = self.splitter.split_of(item);
                Entry::Written { split, lines: outcome.lines, rows: outcome.rows, left_out }
            }
            Err(rejection) => {
                if let Some(label) = item.label() {
                    stats.leave_out(label);
                }
                let reason = rejection.reason;
                let rejected = RejectedRecord::new(item.id().clone(), rejection);
                Entry::Rejected { reason, line: self.keeps_rejected.then(|| rejected_row(&rejected, record)) }
            }
        };
        let consumed = self.writer.consumed + 1;
        self.writer.write(Mapped { entries: vec![entry], stats, consumed })
    }

    /// Makes the output whole and gives it its name.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self, inputs: Vec<InputSummary>) -> Result<Summary<S>, WriteError> {
        let Writer { output, consumed, ledger, stats } = self.writer;
        let files = output.finish(consumed, &ledger, figures(&stats), inputs.clone())?;
        Ok(Summary { ledger, stats, inputs, files, end: End::Complete })
    }

    /// Leaves a partial that can be resumed.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn interrupt(self) -> Result<Summary<S>, WriteError> {
        let Writer { mut output, consumed, ledger, stats } = self.writer;
        output.save(consumed, &ledger, figures(&stats))?;
        Ok(Summary { ledger, stats, inputs: Vec::new(), files: Vec::new(), end: End::Interrupted })
    }
}

fn figures(stats: &impl serde::Serialize) -> Value {
    serde_json::to_value(stats).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use lintseq_core::Reason;
    use serde_json::Map;

    use super::*;
    use crate::input::Payload;
    use crate::output::{Fingerprint, Opened, OutputOptions, Target};

    fn open(path: &str, resume: bool) -> Opened {
        open_after(path, resume, &[])
    }

    fn open_after(path: &str, resume: bool, passing: &'static [Reason]) -> Opened {
        let fingerprint = Fingerprint { options: Map::new(), inputs: String::new() };
        let mut options = OutputOptions::new(Target::of(path), fingerprint);
        options.resume = resume;
        options.passing = passing;
        options.rejected = Some(format!("{path}.rejected").into());
        Output::open(options).unwrap()
    }

    struct Prompt(Value);

    impl Item for Prompt {
        fn id(&self) -> &Value {
            &self.0
        }
    }

    fn push(recording: &mut Recording<()>, number: u64) {
        let prompt = Prompt(format!("prompt-{number}").into());
        let payload = Payload::Json(b"{}".to_vec());
        let record = RawRecord { index: number, source: "synth".into(), path: None, line: None, payload };
        let line = format!("{{\"n\":{number}}}\n").into_bytes();
        let result = match number {
            1 => Err(Rejection::new(Reason::NoAnswer, "gone")),
            _ => Ok(Outcome::new(line, 1, ())),
        };
        recording.push(&prompt, &record, result).unwrap();
    }

    #[test]
    fn goes_on_where_it_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.jsonl").display().to_string();
        let Opened::Ready(output) = open(&out, false) else { panic!() };
        let mut recording = Recording::<()>::begin(output);
        (0..2).for_each(|number| push(&mut recording, number));
        recording.interrupt().unwrap();
        assert!(!folder.path().join("out.jsonl").exists());
        let Opened::Ready(output) = open(&out, true) else { panic!() };
        let mut recording = Recording::<()>::begin(output);
        assert_eq!(recording.consumed(), 2);
        (2..4).for_each(|number| push(&mut recording, number));
        assert_eq!(recording.ledger().records_in(), 4);
        recording.finish(Vec::new()).unwrap();
        assert_eq!(std::fs::read_to_string(&out).unwrap(), "{\"n\":0}\n{\"n\":2}\n{\"n\":3}\n");
        let rejected = std::fs::read_to_string(format!("{out}.rejected")).unwrap();
        assert!(rejected.contains("\"prompt-1\"") && rejected.contains("no-answer"), "{rejected}");
        assert!(matches!(open(&out, true), Opened::Complete(_)));
    }
    #[test]
    fn reasons_that_pass_make_a_run_begin_anew() {
        const PASSING: &[Reason] = &[Reason::NoAnswer];
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.jsonl").display().to_string();
        let begin = |passing| match open_after(&out, true, passing) {
            Opened::Ready(output) => Recording::<()>::begin(output),
            Opened::Complete(_) => panic!("there is something to do"),
        };
        let mut recording = begin(PASSING);
        push(&mut recording, 0);
        recording.interrupt().unwrap();
        let mut recording = begin(PASSING);
        assert_eq!((recording.consumed(), recording.due()), (1, 0), "what is whole stays");
        push(&mut recording, 1);
        recording.interrupt().unwrap();
        let recording = begin(PASSING);
        assert_eq!((recording.consumed(), recording.due()), (0, 1));
        let mut recording = recording;
        (0..2).for_each(|number| push(&mut recording, number));
        recording.finish(Vec::new()).unwrap();
        let finished = std::fs::read_to_string(&out).unwrap();
        assert!(matches!(open_after(&out, true, &[]), Opened::Complete(_)), "for whom every reason is final");
        let mut recording = begin(PASSING);
        assert_eq!(
            (recording.consumed(), recording.due()),
            (0, 1),
            "an output that is whole lacks it as well"
        );
        assert_eq!(std::fs::read_to_string(&out).unwrap(), finished, "it stays until there is a better one");
        for number in [0, 2] {
            push(&mut recording, number);
        }
        recording.finish(Vec::new()).unwrap();
        assert_eq!(std::fs::read_to_string(&out).unwrap(), "{\"n\":0}\n{\"n\":2}\n");
        assert!(matches!(open_after(&out, true, PASSING), Opened::Complete(_)));
    }
}
