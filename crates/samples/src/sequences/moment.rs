//! What is drawn for a sample: the moment, the kind, the history, the cut, the worse text.

use lintseq_core::seed;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::SampleOptions;
use super::timeline::{Cut, Lines, Timeline, Version};
use crate::lexer::token_ends;
use crate::{Kind, NoEditReason, State};

/// What the samples of a sequence are to be: each a step and a kind, no two alike.
pub(super) struct Plan {
    pub(super) slots: Vec<Slot>,
}

/// What a sample is to be.
pub(super) struct Slot {
    /// The next step; the number of steps in a finished program.
    pub(super) step: usize,
    pub(super) kind: Kind,
    pub(super) reason: Option<NoEditReason>,
    /// What draws the rest.
    pub(super) random: ChaCha8Rng,
}

impl Plan {
    /// Draws the steps together, so that they differ, and everything else for each sample by itself.
    pub(super) fn draw(
        steps: usize,
        has_instruction: bool,
        key: &str,
        sequence: u32,
        options: &SampleOptions,
    ) -> Self {
        let mut random = seed::sample_generator(options.seed, key, sequence, u32::MAX);
        let count = steps.min(options.per_sequence as usize);
        let mut all: Vec<usize> = (0..steps).collect();
        let mut slots: Vec<Slot> = Vec::with_capacity(count);
        for number in 0..count {
            let other = random.random_range(number..steps);
            all.swap(number, other);
            let mut random = seed::sample_generator(options.seed, key, sequence, number as u32);
            let drawn: f64 = random.random();
            let kind = if drawn < options.no_edit {
                Kind::NoEdit
            } else if drawn < options.no_edit + (1.0 - options.no_edit) * options.jump {
                Kind::Jump
            } else {
                Kind::Edit
            };
            let mut slot = Slot { step: all[number], kind, reason: None, random };
            if kind == Kind::NoEdit {
                let mut reason = draw_reason(has_instruction, &mut slot.random);
                // A program is finished once.
                if slots.iter().any(|other| other.reason == Some(reason)) {
                    reason = NoEditReason::DeletionRespected;
                }
                if reason != NoEditReason::DeletionRespected {
                    slot.step = steps;
                }
                slot.reason = Some(reason);
            }
            slots.push(slot);
        }
        Self { slots }
    }
}

/// Half of the time the work is done, half of the time a deletion is to be respected: both are seen often.
fn draw_reason(has_instruction: bool, random: &mut impl rand::Rng) -> NoEditReason {
    match (random.random_bool(0.5), has_instruction && random.random_bool(0.5)) {
        (true, _) => NoEditReason::DeletionRespected,
        (false, true) => NoEditReason::InstructionMet,
        (false, false) => NoEditReason::ProgramComplete,
    }
}

/// The versions that lead to a sample's current one.
pub(super) struct Drawn {
    versions: Vec<Version<'static>>,
    /// Where the typing stopped, if it did inside the next edit.
    pub(super) typed: Option<Typed>,
    pub(super) state: State,
}

/// Where typing stopped.
pub(super) struct Typed {
    /// The line that was typed last.
    pub(super) line: usize,
    /// What stands of it, with its line end.
    text: String,
    /// How many bytes of it were typed.
    bytes: usize,
}

impl Typed {
    /// What was typed of the line.
    pub(super) fn typed(&self) -> &str {
        &self.text[..self.bytes]
    }
}

impl Drawn {
    /// Draws what lies behind a moment.
    pub(super) fn of(
        slot: &mut Slot,
        timeline: &Timeline<'_>,
        options: &SampleOptions,
        parses: &dyn Fn(&str) -> bool,
    ) -> Self {
        let random = &mut slot.random;
        let is_deletion = slot.reason == Some(NoEditReason::DeletionRespected);
        let with_cut = slot.kind == Kind::Edit && random.random_bool(options.in_progress);
        let with_undo = slot.kind != Kind::NoEdit && !with_cut && random.random_bool(options.undo);
        let typed = if with_cut { cut(timeline, slot.step, random) } else { None };
        // A cut is an edit of the history, and a deletion is one together with what it deletes.
        let taken = usize::from(typed.is_some()) + 2 * usize::from(is_deletion);
        let most = (options.max_history as usize).saturating_sub(taken);
        let behind: Vec<usize> = timeline.bringing(0..slot.step).rev().collect();
        let wants_undo = with_undo && most >= 2;
        let undone = if wants_undo { abandoned(timeline, &behind, slot.step, parses, random) } else { None };
        let (mut versions, has_undo) = history(&behind, slot.step, undone, most);
        if is_deletion {
            versions.extend([Version::before(slot.step + 1), Version::before(slot.step)]);
        }
        let state = match (typed.is_some(), has_undo) {
            (true, _) => State::InProgress,
            (false, true) => State::AfterUndo,
            (false, false) => State::Whole,
        };
        Self { versions, typed, state }
    }

    /// The versions from the first that the history knows to the current one.
    pub(super) fn versions(&self) -> Vec<Version<'_>> {
        let mut versions: Vec<Version<'_>> = self.versions.clone();
        if let (Some(Typed { line, text, .. }), Some(last)) = (&self.typed, self.versions.last()) {
            versions.push(Version { cut: Some(Cut { line: *line, text }), ..*last });
        }
        versions
    }
}

/// The versions from the first that the history knows to the one before a step; and whether the abandoned edit is
/// among them.
fn history(
    behind: &[usize],
    step: usize,
    abandoned: Option<(usize, usize)>,
    most: usize,
) -> (Vec<Version<'static>>, bool) {
    let room = if abandoned.is_some() { most - 2 } else { most };
    let mut versions = vec![Version::before(step)];
    let insert_undo = |versions: &mut Vec<Version<'static>>, at: usize| {
        if let Some((moment, other)) = abandoned
            && moment == at
        {
            versions.push(Version { before: at, and: Some(other), cut: None });
            versions.push(Version::before(at));
        }
    };
    // Built from the newest version to the oldest.
    insert_undo(&mut versions, step);
    for &earlier in behind.iter().take(room) {
        versions.push(Version::before(earlier));
        insert_undo(&mut versions, earlier);
    }
    let has_undo = versions.iter().any(|version| version.and.is_some());
    versions.reverse();
    (versions, has_undo)
}

/// A moment not long ago, and a step after it whose lines were typed then and taken back: one that parses there, since
/// nobody types a body before its head. Never the next step, which nobody has just decided against.
fn abandoned(
    timeline: &Timeline<'_>,
    behind: &[usize],
    step: usize,
    parses: &dyn Fn(&str) -> bool,
    random: &mut impl rand::Rng,
) -> Option<(usize, usize)> {
    const TRIES: usize = 4;
    let recent = behind.len().min(3);
    let back = random.random_range(0..=recent);
    let moment = if back == 0 { step } else { behind[back - 1] };
    let later: Vec<usize> =
        timeline.bringing(moment + 1..timeline.steps).filter(|&later| later != step).collect();
    if later.is_empty() {
        return None;
    }
    let drawn = std::iter::repeat_with(|| later[random.random_range(0..later.len())]);
    let fits = |&later: &usize| {
        let version = Version { and: Some(later), ..Version::before(moment) };
        parses(&timeline.lines(&version).text())
    };
    drawn.take(TRIES).find(fits).map(|later| (moment, later))
}

/// A place in the lines of a step at which typing may have stopped.
fn cut(timeline: &Timeline<'_>, step: usize, random: &mut impl rand::Rng) -> Option<Typed> {
    let mut places: Vec<(usize, &str, usize)> = timeline
        .of_step(step)
        .flat_map(|(line, text)| token_ends(text).into_iter().map(move |end| (line, text, end)))
        .collect();
    // Behind the last token everything has been typed.
    places.pop();
    if places.is_empty() {
        return None;
    }
    let (line, text, bytes) = places[random.random_range(0..places.len())];
    let end = text.trim_end_matches(['\n', '\r']).len();
    Some(Typed { line, text: format!("{}{}", &text[..bytes], &text[end..]), bytes })
}

/// What a worse answer would have done. The order is fixed, the first to be tried is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It takes back what was done last, which users hate most.
    Undoes,
    /// It puts the next edit somewhere else.
    Misplaces,
    /// It does the edits after the next as well.
    Overdoes,
}

/// What a rejected text is made of.
pub(super) struct Around<'t, 'a> {
    pub(super) timeline: &'t Timeline<'a>,
    pub(super) before: Option<&'t Lines<'t>>,
    pub(super) current: &'t Lines<'t>,
    /// The next step, where there is one.
    pub(super) step: Option<usize>,
    /// Whether a part of it has been typed.
    pub(super) is_cut: bool,
    pub(super) next: &'t str,
}

/// A worse next text.
pub(super) fn rejected(around: &Around<'_, '_>, random: &mut impl rand::Rng) -> Option<String> {
    const FAULTS: [Fault; 3] = [Fault::Undoes, Fault::Misplaces, Fault::Overdoes];
    let first = random.random_range(0..FAULTS.len());
    let faults = FAULTS.iter().cycle().skip(first).take(FAULTS.len());
    faults.filter_map(|&fault| around.with(fault, random)).find(|text| text != around.next)
}

impl Around<'_, '_> {
    fn with(&self, fault: Fault, random: &mut impl rand::Rng) -> Option<String> {
        match fault {
            Fault::Undoes => self.before.map(Lines::text),
            Fault::Misplaces => self.misplaced(random),
            Fault::Overdoes => {
                let step = self.step?;
                let until = (step + 2 + random.random_range(0..3)).min(self.timeline.steps);
                (until > step + 1).then(|| self.timeline.lines(&Version::before(until)).text())
            }
        }
    }

    fn misplaced(&self, random: &mut impl rand::Rng) -> Option<String> {
        let step = self.step.filter(|_| !self.is_cut && !self.current.texts.is_empty())?;
        let gap = random.random_range(0..=self.current.texts.len());
        let (above, below) = self.current.texts.split_at(gap);
        let inserted: Vec<&str> = self.timeline.of_step(step).map(|(_, text)| text).collect();
        Some(joined(above.iter().chain(&inserted).chain(below)))
    }
}

/// Lines in a new order: one that lacked its line end because it was the last gets one.
fn joined<'l>(lines: impl Iterator<Item = &'l &'l str>) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}
