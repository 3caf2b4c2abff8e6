//! `lintseq sample`: as many rows of every topic as there are to have.
//!
//! The input is read two or three times: to find topics, where no field tells them; to count and draw; and to write. A
//! row takes a few numbers of memory in between.

use std::borrow::Cow;
use std::fmt;

use anyhow::{Context as _, anyhow};
use lintseq_core::{Reason, Rejection};
use lintseq_dataset::{
    Column, Draw, Drawn, Features, Fingerprint, InputOptions, Inputs, Item as _, Line, LineDecoder, Merge,
    Outcome, OutputOptions, RowDecoder, Target, Texts, TopicModel, TopicShare, Training, lookup,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arguments::{FolderFormat, SampleArguments};
use crate::console::Console;
use crate::exit::Failure;
use crate::rows;
use crate::run::{Ended, Plan, fingerprint_of};
use crate::steps::Over;
use crate::summary::{RowTable, grouped};
use crate::toolbox::Toolbox;

/// Draws the sample.
pub(crate) fn run(
    arguments: &SampleArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let target = target_of(arguments)?;
    let input_options = rows::input_options(&arguments.input, toolbox);
    let inputs = rows::find(&input_options)?;
    inputs.check_rereadable().map_err(Failure::usage)?;
    let reading = Reading::new(arguments, &inputs, &input_options, console);
    let topics = reading.topics()?;
    let drawn = reading.draw(&topics, target)?;
    reading.write(&drawn)
}

/// Draws a sample of the rows that a run has made. `None` says that it was done before.
pub(crate) fn step(arguments: &SampleArguments, over: Over<'_>) -> Result<Option<Ended<()>>, Failure> {
    let target = target_of(arguments)?;
    let Over { before, inputs, input_options, mut output, console } = over;
    let reading = Reading::new(arguments, &inputs, &input_options, console);
    reading.add_topic(&mut output.columns);
    let Some(mut begun) = reading.plan(output, console).begin()? else { return Ok(None) };
    begun.follow(before, "diverse")?;
    let drawn = reading.draw(&reading.topics()?, target)?;
    Ok(Some(begun.run(|lines: &[Line]| reading.outcomes(lines, &drawn))?))
}

fn target_of(arguments: &SampleArguments) -> Result<usize, Failure> {
    arguments.target.ok_or_else(|| Failure::usage(anyhow!("--target is missing")))
}

/// What tells the topic of a row.
enum Topics<'a> {
    /// Nothing: there is one.
    One,
    Field(&'a str),
    Model(TopicModel),
}

/// What all readings of the input have in common.
struct Reading<'a> {
    arguments: &'a SampleArguments,
    inputs: &'a Inputs,
    input_options: &'a InputOptions<'a>,
    decoder: LineDecoder,
    texts: Texts,
    console: Console,
}

impl<'a> Reading<'a> {
    fn new(
        arguments: &'a SampleArguments,
        inputs: &'a Inputs,
        input_options: &'a InputOptions<'a>,
        console: Console,
    ) -> Self {
        let decoder = LineDecoder { rows: RowDecoder { id_field: arguments.id_field.clone() } };
        let texts = Texts::new(&arguments.field).and_instruction().and_sequences();
        Self { arguments, inputs, input_options, decoder, texts, console }
    }

    /// What tells topics; found by a first reading where no field does.
    fn topics(&self) -> Result<Topics<'a>, Failure> {
        let (seed, threads) = (self.arguments.seed, self.arguments.threads.count().get());
        match (&self.arguments.topic_field, self.arguments.topics) {
            (Some(field), _) => Ok(Topics::Field(field)),
            (None, None) => Ok(Topics::One),
            (None, Some(topics)) => {
                let look = |line: &Line| {
                    let mut training = Training::new(topics.get(), seed);
                    training.add(&String::from_utf8_lossy(&line.bytes), || self.features(line));
                    training
                };
                let training: Seen<Training> = self.look(look)?;
                let model = TopicModel::train(training.parts, topics.get(), seed, threads);
                Ok(Topics::Model(model.context("cannot start the worker threads").map_err(Failure::Failed)?))
            }
        }
    }

    /// Counts the topics, and draws.
    fn draw(&self, topics: &Topics<'_>, target: usize) -> Result<Drawn, Failure> {
        let look = |line: &Line| {
            let mut draw = Draw::new(target, self.arguments.seed);
            draw.add(&self.topic(line, topics), &line.key(), &line.bytes, line.row.index);
            draw
        };
        let drawn = self.look(look)?.parts.finish();
        if let ([TopicShare { name, records: 1.., .. }], Topics::Field(field)) = (drawn.topics(), topics)
            && name.is_empty()
        {
            return Err(Failure::usage(anyhow!("--topic-field {field}: no row has this field")));
        }
        Ok(drawn)
    }

    /// Writes what was drawn.
    fn write(&self, drawn: &Drawn) -> Result<(), Failure> {
        let arguments = self.arguments;
        let fingerprint = fingerprint_of(arguments, self.inputs, &[])?;
        let mut columns = rows::columns(self.inputs, self.input_options);
        self.add_topic(&mut columns);
        let folder = arguments.folder.options(FolderFormat::Jsonl, arguments.seed);
        let output = arguments.destination.options(fingerprint, folder, columns);
        let plan = self.plan(output, self.console);
        if let Some(ended) = plan.execute(|lines: &[Line]| self.outcomes(lines, drawn))? {
            let rows = RowTable { ledger: &ended.ledger, elapsed: ended.elapsed };
            self.console.say(format_args!("{rows}\n{}", Table(drawn.topics())));
            ended.conclude()?;
        }
        Ok(())
    }

    /// The column of the topic, where columns are declared.
    fn add_topic(&self, columns: &mut Vec<Column>) {
        if let (Some(topic), false) = (&self.arguments.write_topic, columns.is_empty()) {
            columns.retain(|column| column.name != *topic);
            columns.push(Column::text(topic));
        }
    }

    fn outcomes(&self, lines: &[Line], drawn: &Drawn) -> Vec<Result<Outcome<()>, Rejection>> {
        let column = self.arguments.write_topic.as_deref();
        let outcome = |line: &Line| match drawn.topic_of(line.row.index) {
            Some(topic) => Ok(Outcome::new(with_topic(line, column, topic), 1, ())),
            None => Err(Rejection::new(Reason::OverQuota, "its topic gives others to the sample")),
        };
        lines.iter().map(outcome).collect()
    }

    /// Reads all rows and writes none.
    fn look<S: Parts>(&self, look: impl Fn(&Line) -> S + Sync) -> Result<Seen<S>, Failure> {
        let nothing = OutputOptions::new(Target::Nowhere, Fingerprint::new(Map::new(), self.inputs));
        let of_line = |line: &Line| Ok(Outcome::counted(Seen { parts: look(line) }));
        // Rows that cannot be read are told of once, when the others are written.
        let plan = self.plan(nothing, self.console.without_details());
        let ended: Option<Ended<Seen<S>>> =
            plan.execute(|lines: &[Line]| lines.iter().map(of_line).collect())?;
        let mut ended = ended.context("a run that cannot resume always runs").map_err(Failure::Failed)?;
        let seen = std::mem::take(&mut ended.figures);
        ended.conclude()?;
        Ok(seen)
    }

    fn plan(&self, output: OutputOptions, console: Console) -> Plan<'_, LineDecoder> {
        Plan {
            inputs: self.inputs,
            input_options: self.input_options,
            decoder: &self.decoder,
            output,
            threads: self.arguments.threads.count(),
            group: 1,
            shard: None,
            sample: None,
            console,
        }
    }

    /// The topic of a row; empty for none.
    fn topic<'l>(&self, line: &'l Line, topics: &Topics<'_>) -> Cow<'l, str> {
        match topics {
            Topics::One => Cow::Borrowed("all"),
            Topics::Field(field) => match lookup(&line.row.fields, field) {
                None | Some(Value::Null) => Cow::Borrowed(""),
                Some(Value::String(text)) => Cow::Borrowed(text),
                Some(value) => Cow::Owned(value.to_string()),
            },
            Topics::Model(model) => {
                let topic = model.topic_of(self.features(line));
                topic.map_or(Cow::Borrowed(""), |topic| Cow::Owned(format!("topic-{topic}")))
            }
        }
    }

    fn features(&self, line: &Line) -> Features {
        Features::of(self.texts.of(&line.row.fields).unwrap_or_default())
    }
}

/// A row as it was, with its topic in a field if one is named.
fn with_topic(line: &Line, column: Option<&str>, topic: &TopicShare) -> Vec<u8> {
    let mut bytes = line.bytes.to_vec();
    if let Some(column) = column {
        let value = if topic.name.is_empty() { Value::Null } else { Value::String(topic.name.clone()) };
        let mut fields = line.row.fields.clone();
        if fields.insert(column.to_owned(), value.clone()).is_some() {
            bytes = Value::Object(fields).to_string().into_bytes();
        } else if bytes.pop().is_some() {
            // The other fields stay as they are, to the last digit.
            let comma = if line.row.fields.is_empty() { "" } else { "," };
            bytes.extend(format!("{comma}{}:{value}}}", Value::from(column)).into_bytes());
        }
    }
    bytes.push(b'\n');
    bytes
}

/// What is gathered in several parts.
trait Parts: Default + Send {
    fn merge(&mut self, later: Self);
}

impl Parts for Training {
    fn merge(&mut self, later: Self) {
        Self::merge(self, later);
    }
}

impl Parts for Draw {
    fn merge(&mut self, later: Self) {
        Self::merge(self, later);
    }
}

/// What a reading has gathered. It is never saved: a reading that was interrupted begins again.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Seen<S: Parts> {
    #[serde(skip)]
    parts: S,
}

impl<S: Parts> Default for Seen<S> {
    fn default() -> Self {
        Self { parts: S::default() }
    }
}

impl<S: Parts> Merge for Seen<S> {
    fn merge(&mut self, later: Self) {
        self.parts.merge(later.parts);
    }
}

/// The topics, the largest first.
struct Table<'a>(&'a [TopicShare]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 12;
        let mut topics: Vec<&TopicShare> = self.0.iter().collect();
        topics.sort_by(|one, other| (other.records, &one.name).cmp(&(one.records, &other.name)));
        let whole = topics.iter().filter(|topic| topic.drawn == topic.records).count() as u64;
        let all = grouped(topics.len() as u64);
        write!(f, "topics       {all}, of which {} give all their rows", grouped(whole))?;
        for topic in topics.iter().take(SHOWN) {
            let name = if topic.name.is_empty() { "(none)" } else { &topic.name };
            let [drawn, records] = [topic.drawn, topic.records].map(|count| grouped(count).to_string());
            write!(f, "\n  {name:<18} {drawn:>9} of {records:>9}")?;
        }
        match topics.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            others => write!(f, "\n  and {others} smaller ones"),
        }
    }
}
