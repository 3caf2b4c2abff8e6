//! Moments to samples.

use lintseq_core::{Document, EditSequence, Source};
use rand::RngExt as _;
use serde_json::{Map, Value};

use super::SampleOptions;
use super::moment::{Around, Drawn, Plan, Slot, Typed, rejected};
use super::timeline::{Cut, Lines, Timeline, Version};
use crate::patch::{LineHunk, clean_path};
use crate::position::utf16_len;
use crate::{
    Cursor, DistanceClass, Generator, HistoryEdit, Jump, Kind, NoEditReason, Provenance, Sample,
    SampleSchema, sample_id,
};

/// Where a sequence comes from.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The program.
    pub document: &'a Document,
    /// Its text as lines.
    pub source: &'a Source<'a>,
    /// The sequence.
    pub sequence: &'a EditSequence,
    /// Which of the program's sequences.
    pub sequence_index: u32,
    /// The extension that a file of the language has, for programs without a path.
    pub extension: &'a str,
    /// What bears on the samples besides program and options, such as the options of the sequence, in a stable form:
    /// a part of the samples' ids.
    pub fingerprint: &'a str,
    /// Whether a text parses in the program's language.
    pub parses: &'a dyn Fn(&str) -> bool,
}

/// A sample of which no linter has been asked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The sample, without diagnostics.
    pub sample: Sample,
    /// The whole text around a window, for linters, to whom a window is full of unknown names.
    pub whole: Option<WholeText>,
}

/// The text that a sample's window is a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeText {
    /// The text.
    pub text: String,
    /// The line at which the window starts, from zero.
    pub first_line: u32,
}

/// The samples of a sequence, in the order in which they were drawn.
pub fn build(origin: &Origin<'_>, options: &SampleOptions) -> Vec<Built> {
    let whole = Timeline::new(origin.source, origin.sequence);
    let shared = Shared::of(origin, options);
    let has_instruction = origin.document.instruction.is_some();
    let plan = Plan::draw(whole.steps, has_instruction, &shared.key, origin.sequence_index, options);
    plan.slots.into_iter().map(|slot| of_slot(slot, &whole, &shared, origin, options)).collect()
}

/// What the samples of a sequence have in common.
struct Shared {
    key: String,
    path: String,
    repo: Option<String>,
    license: Option<String>,
    metadata: String,
    /// The part of the ids that is the same for all.
    fingerprint: String,
}

impl Shared {
    fn of(origin: &Origin<'_>, options: &SampleOptions) -> Self {
        let document = origin.document;
        let options = serde_json::to_string(options).expect("numbers are JSON");
        let text = blake3::hash(document.text.as_bytes()).to_hex();
        let path = document
            .path
            .as_deref()
            .filter(|path| !path.is_empty())
            .map(|path| clean_path(path).into_owned());
        let path = path.unwrap_or_else(|| format!("untitled.{}", origin.extension));
        let repo = text_of(&document.metadata, &["repo_name", "repo", "repository", "repos"]);
        let place = serde_json::to_string(&(&repo, &path)).expect("texts are JSON");
        Self {
            key: document.key(),
            license: text_of(
                &document.metadata,
                &["license", "detected_licenses", "licenses", "license_type"],
            ),
            metadata: serde_json::to_string(&document.metadata).expect("JSON values are JSON"),
            fingerprint: format!("{text} {place} {options} {}", origin.fingerprint),
            path,
            repo,
        }
    }
}

impl Shared {
    fn id_of(&self, slot: &Slot, sequence_index: u32) -> String {
        let what = slot.reason.map_or("next", NoEditReason::as_str);
        let step = format!("{sequence_index} {} {what}", slot.step);
        sample_id(Generator::Sequences, &self.key, &self.fingerprint, &step)
    }

    fn provenance(&self, slot: &Slot, sequence_index: u32, seed: u64) -> Provenance {
        Provenance {
            seed: Some(seed),
            sequence_index: Some(sequence_index),
            step: Some(slot.step as u32),
            ..Provenance::new(Generator::Sequences, self.key.clone())
        }
    }
}

/// The first of the fields that holds a text, or a list that begins with one.
fn text_of(metadata: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match metadata.get(*name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Array(items) => items.first()?.as_str().map(str::to_owned),
        _ => None,
    })
}

fn of_slot(
    mut slot: Slot,
    whole: &Timeline<'_>,
    shared: &Shared,
    origin: &Origin<'_>,
    options: &SampleOptions,
) -> Built {
    // The window lies around the edit that comes next, or else around the last one.
    let centre = slot.step.min(whole.steps - 1);
    let window = whole.window(centre, options.window_lines as usize, slot.random.random_range(0..=1000));
    let timeline = window.as_ref().map_or(whole, |(part, _)| part);
    let drawn = Drawn::of(&mut slot, timeline, options, origin.parses);
    let versions = drawn.versions();
    let lines: Vec<Lines<'_>> = versions.iter().map(|version| timeline.lines(version)).collect();
    let (current, behind) = lines.split_last().expect("there is a current version");

    let asks = slot.kind != Kind::NoEdit;
    let next_lines = asks.then(|| timeline.lines(&Version::before(slot.step + 1)));
    let hunks = next_lines.as_ref().map(|next| current.changes(next)).unwrap_or_default();
    let target = next_lines.as_ref().map(|next| current.diff(next, &hunks, &shared.path)).unwrap_or_default();
    let next = next_lines.as_ref().map_or_else(|| current.text(), Lines::text);

    let last_place = behind.last().and_then(|before| last_place(before, current));
    let next_place = hunks.first().map(|hunk| current.above(hunk.old.start));
    let mut jump = None;
    if slot.kind == Kind::Jump {
        jump = last_place.zip(hunks.first()).map(|(from, hunk)| jump_to(hunk, from, &shared.path));
        // What cannot be asked for, or is not kept, is an edit.
        jump = jump.filter(|jump| slot.random.random_bool(keep_rate(jump.class, options)));
        slot.kind = if jump.is_some() { Kind::Jump } else { Kind::Edit };
    }
    let cursor = match &drawn.typed {
        Some(typed) => Some(typed_place(typed, timeline, slot.step)),
        None if slot.kind == Kind::Edit && slot.random.random_bool(options.cursor_at_next) => next_place,
        None => last_place.or(next_place),
    };
    let wants_rejected = slot.random.random_bool(options.rejected);
    let around = Around {
        timeline,
        before: behind.last(),
        current,
        step: asks.then_some(slot.step),
        is_cut: drawn.typed.is_some(),
        next: &next,
    };
    let rejected = if wants_rejected { rejected(&around, &mut slot.random) } else { None };
    let edits = lines.windows(2).filter_map(|two| {
        let diff = two[0].diff(&two[1], &two[0].changes(&two[1]), &shared.path);
        (!diff.is_empty()).then(|| HistoryEdit { path: shared.path.clone(), diff })
    });
    let whole = window.as_ref().zip(versions.last()).map(|((_, range), version)| {
        let cut = version.cut.map(|cut| Cut { line: cut.line + range.start, ..cut });
        let text = whole.lines(&Version { cut, ..*version }).text();
        WholeText { text, first_line: whole.standing(0..range.start, version.before) as u32 }
    });
    let current = current.text();
    let sample = Sample {
        schema: SampleSchema::V1,
        id: shared.id_of(&slot, origin.sequence_index),
        kind: slot.kind,
        no_edit_reason: slot.reason,
        jump,
        state: drawn.state,
        parses: Some((origin.parses)(&current)),
        language: origin.document.language.clone(),
        path: shared.path.clone(),
        repo: shared.repo.clone(),
        license: shared.license.clone(),
        original: lines[0].text(),
        history: edits.collect(),
        current,
        cursor,
        diagnostics: Vec::new(),
        target,
        next,
        rejected,
        instruction_lazy: None,
        instruction_descriptive: origin.document.instruction.clone(),
        provenance: shared.provenance(&slot, origin.sequence_index, options.seed),
        metadata: shared.metadata.clone(),
    };
    Built { sample, whole }
}

/// Where the last edit ended: behind the last line that came, or where lines went.
fn last_place(before: &Lines<'_>, current: &Lines<'_>) -> Option<Cursor> {
    before.changes(current).last().map(|hunk| current.above(hunk.new.end))
}

/// Where the typing stopped. All lines of the step up to the cut one stand.
fn typed_place(typed: &Typed, timeline: &Timeline<'_>, step: usize) -> Cursor {
    let of_step = timeline.of_step(step).take_while(|(line, _)| *line < typed.line).count();
    let above = timeline.standing(0..typed.line, step) + of_step;
    Cursor { line: above as u32, column: utf16_len(typed.typed()) }
}

fn jump_to(hunk: &LineHunk, from: Cursor, path: &str) -> Jump {
    let line = hunk.place();
    let distance = line.abs_diff(from.line);
    Jump { path: path.to_owned(), line, distance: Some(distance), class: DistanceClass::of(distance) }
}

const fn keep_rate(class: DistanceClass, options: &SampleOptions) -> f64 {
    match class {
        DistanceClass::Here => options.jump_here,
        DistanceClass::Near => options.jump_near,
        DistanceClass::Far | DistanceClass::OtherFile => options.jump_far,
    }
}
