//! From the chunks of a commit to samples: some are the history, and one comes next.

use std::ops::Range;

use lintseq_core::{Diagnostic, Reason, Rejection, seed};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::Commit;
use super::changes::{Changes, Edit};
use super::order::{Need, plausible};
use crate::patch;
use crate::position::utf16_len;
use crate::sample::{
    Cursor, DistanceClass, Generator, HistoryEdit, Jump, Kind, Provenance, Sample, SampleSchema, State,
    sample_id,
};

/// What the builder asks of a parser. Every answer may be "nobody knows".
pub trait Parser {
    /// Whether a text is a program as it stands; `None` for a language without a parser.
    fn parses(&self, language: &str, text: &str) -> Option<bool>;

    /// Which of these runs of lines of a text use what another of them defines: positions in `runs`.
    fn needs(&self, language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need>;

    /// What the linter says about a text.
    fn diagnostics(&self, language: &str, text: &str) -> Vec<Diagnostic>;
}

/// How samples are made of a commit.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildOptions {
    /// The run's seed.
    pub seed: u64,
    /// Which chunks come next.
    pub next: Next,
    /// Which chunks are the history.
    pub history: HistoryScope,
    /// What becomes of states that do not parse.
    pub states: States,
    /// Of the edits, the share whose cursor is where the next edit is; else it is where the last one ended. Half:
    /// editors ask at both moments. Into another file the cursor has always gone already.
    pub cursor_at_next: f64,
    /// The share of edits with a rejected text, which is the last edit undone. All: whoever trains without
    /// preferences drops a column.
    pub rejected: f64,
    /// The share of samples that ask where the next edit is. A tenth, as of sequences.
    pub jump: f64,
    /// Of these, the shares that are kept; the others become edits.
    pub jumps: JumpRates,
    /// What else bears on the samples, in a stable form, as part of their ids.
    pub fingerprint: String,
}

/// Which chunks come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The last one in the plausible order.
    Last,
    /// One drawn by the seed.
    Any,
    /// Each, in a sample of its own.
    Each,
}

/// Which chunks are the history of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryScope {
    /// All others: what is missing is the next edit and nothing else.
    Others,
    /// Those before it in the plausible order: what comes after it is missing as well.
    Earlier,
}

/// What becomes of states that do not parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// They are taken where no other chunk leads to one that does.
    Prefer,
    /// They are left out.
    Require,
    /// They are taken like any other.
    Any,
}

/// Shares of the jumps of each class that are kept. Six tenths of the near ones and all others, as of sequences, so
/// that the classes come nearer to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JumpRates {
    /// Of those to the cursor's own line.
    pub here: f64,
    /// Of those at most 30 lines away.
    pub near: f64,
    /// Of those further away.
    pub far: f64,
    /// Of those in another file.
    pub other_file: f64,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            next: Next::Last,
            history: HistoryScope::Others,
            states: States::Prefer,
            cursor_at_next: 0.5,
            rejected: 1.0,
            jump: 0.1,
            jumps: JumpRates { here: 1.0, near: 0.6, far: 1.0, other_file: 1.0 },
            fingerprint: String::new(),
        }
    }
}

/// The samples of a commit that has passed the filters.
///
/// # Errors
/// If no chunk can come next.
pub fn build(
    changes: &Changes<'_>,
    options: &BuildOptions,
    parser: &dyn Parser,
) -> Result<Vec<Sample>, Rejection> {
    let key = changes.commit().key();
    let needs = needs(changes, parser);
    let order = plausible(changes.chunks().len(), &needs);
    let builder = Builder {
        changes,
        options,
        parser,
        order: &order,
        metadata: metadata(changes).to_string(),
        repo: changes.commit().repo.clone(),
        fingerprint: fingerprint(changes.commit(), &options.fingerprint),
        key,
    };
    // The name keeps these draws apart from those of a sequence whose document has the same id.
    let mut random = seed::generator(options.seed, &format!("commit {}", builder.key), 0, 0);
    let mut samples = Vec::new();
    for moment in builder.moments(&needs, &mut random) {
        let is_jump = random.random_bool(options.jump);
        let jump = if is_jump { builder.jump_sample(&moment, &mut random) } else { None };
        samples.push(jump.unwrap_or_else(|| builder.edit_sample(&moment, &mut random)));
    }
    if samples.is_empty() {
        let message = "no chunk leads from a state that parses; --states any takes the others as well";
        return Err(Rejection::new(Reason::UnparsableState, message));
    }
    Ok(samples)
}

fn needs(changes: &Changes<'_>, parser: &dyn Parser) -> Vec<Need> {
    let mut needs = Vec::new();
    for (file, change) in changes.commit().files.iter().enumerate() {
        let chunks = changes.chunks_of(file);
        if chunks.len() < 2 {
            continue;
        }
        let runs: Vec<_> =
            changes.chunks()[chunks.clone()].iter().map(|chunk| chunk.lines.new.clone()).collect();
        let first = chunks.start;
        let of_commit = |need: Need| Need { user: first + need.user, needed: first + need.needed };
        needs.extend(parser.needs(&change.language, &change.new, &runs).into_iter().map(of_commit));
    }
    needs
}

/// What else tells samples of a commit from those of another with the same key: a number is one in every repository.
fn fingerprint(commit: &Commit, options: &str) -> String {
    let of_file = |file: &'_ super::FileChange| {
        [file.old_path.clone(), file.new_path.clone(), Some(file.old.clone()), Some(file.new.clone())]
    };
    let files: Vec<_> = commit.files.iter().map(of_file).collect();
    let content = serde_json::to_vec(&(&commit.repo, files)).expect("texts are JSON");
    format!("{} {options}", blake3::hash(&content).to_hex())
}

/// What is known of the commit, and has no column of its own.
fn metadata(changes: &Changes<'_>) -> Value {
    let commit = changes.commit();
    let has_column = |name: &str| matches!(name, "old_contents" | "new_contents" | "license");
    let own = commit.fields.iter().filter(|(name, _)| !has_column(name));
    let mut metadata: Map<String, Value> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    metadata.insert("chunks".to_owned(), changes.chunks().len().into());
    metadata.insert("files".to_owned(), commit.files.iter().map(super::FileChange::path).collect());
    if !commit.left_out.is_empty() {
        let left_out =
            commit.left_out.iter().map(|file| json!({"path": file.path, "reason": file.rejection.reason}));
        metadata.insert("left_out".to_owned(), left_out.collect());
    }
    Value::Object(metadata)
}

struct Builder<'a> {
    changes: &'a Changes<'a>,
    options: &'a BuildOptions,
    parser: &'a dyn Parser,
    order: &'a [usize],
    metadata: String,
    repo: Option<String>,
    key: String,
    /// The part of the ids that is the same for all.
    fingerprint: String,
}

/// A place in the history: these chunks have come, and this one comes next.
struct Moment {
    history: Vec<usize>,
    next: usize,
    is_applied: Vec<bool>,
    /// The file that the next chunk changes, as it stands.
    current: String,
    parses: Option<bool>,
}

impl Builder<'_> {
    fn moments(&self, needs: &[Need], random: &mut ChaCha8Rng) -> Vec<Moment> {
        let mut candidates: Vec<usize> = self.order.iter().rev().copied().collect();
        match self.options.next {
            // What others need cannot have come last, unless all of them are needed.
            Next::Last => candidates
                .sort_by_key(|chunk| needs.iter().any(|need| need.needed == *chunk && need.user != *chunk)),
            Next::Any => lintseq_core::sampler::shuffle(&mut candidates, random),
            Next::Each => candidates.reverse(),
        }
        let is_each = self.options.next == Next::Each;
        let mut fallback = None;
        let mut moments = Vec::new();
        for chunk in candidates {
            let Some(moment) = self.moment(chunk) else { continue };
            let is_good = moment.parses != Some(false) || self.options.states == States::Any;
            if is_good || (is_each && self.options.states == States::Prefer) {
                moments.push(moment);
                if !is_each {
                    break;
                }
            } else if self.options.states == States::Prefer {
                fallback = fallback.or(Some(moment));
            }
        }
        if moments.is_empty() {
            moments.extend(fallback);
        }
        moments
    }

    /// The moment before a chunk; `None` if nothing has come before it.
    fn moment(&self, next: usize) -> Option<Moment> {
        let others = self.order.iter().copied();
        let history: Vec<usize> = match self.options.history {
            HistoryScope::Others => others.filter(|&chunk| chunk != next).collect(),
            HistoryScope::Earlier => others.take_while(|&chunk| chunk != next).collect(),
        };
        if history.is_empty() {
            return None;
        }
        let mut is_applied = vec![false; self.order.len()];
        for &chunk in &history {
            is_applied[chunk] = true;
        }
        let file = self.changes.chunks()[next].file;
        let current = self.changes.text(file, &is_applied);
        let parses = self.parser.parses(&self.changes.commit().files[file].language, &current);
        Some(Moment { history, next, is_applied, current, parses })
    }

    fn edit_sample(&self, moment: &Moment, random: &mut ChaCha8Rng) -> Sample {
        let file = self.changes.chunks()[moment.next].file;
        let edit = self.changes.edit(moment.next, &moment.is_applied);
        let last = self.last(moment);
        let is_here = last.file == file;
        let cursor = if is_here && !random.random_bool(self.options.cursor_at_next) {
            last.cursor()
        } else {
            before(&moment.current, edit.lines.old.start)
        };
        let rejected = (is_here && random.random_bool(self.options.rejected)).then_some(last.undone);
        let next = self.with_next(moment, file);
        Sample {
            kind: Kind::Edit,
            jump: None,
            cursor: Some(cursor),
            target: edit.diff,
            rejected: rejected.filter(|rejected| *rejected != next),
            next,
            ..self.sample(moment, file, moment.current.clone(), moment.parses, Kind::Edit)
        }
    }

    fn jump_sample(&self, moment: &Moment, random: &mut ChaCha8Rng) -> Option<Sample> {
        let to = self.changes.chunks()[moment.next].file;
        let edit = self.changes.edit(moment.next, &moment.is_applied);
        let last = self.last(moment);
        let cursor = last.cursor();
        let line = edit.lines.place();
        let distance = (last.file == to).then(|| line.abs_diff(cursor.line));
        let class = distance.map_or(DistanceClass::OtherFile, DistanceClass::of);
        let rate = match class {
            DistanceClass::Here => self.options.jumps.here,
            DistanceClass::Near => self.options.jumps.near,
            DistanceClass::Far => self.options.jumps.far,
            DistanceClass::OtherFile => self.options.jumps.other_file,
        };
        if !random.random_bool(rate) {
            return None;
        }
        let commit = self.changes.commit();
        let jump = Jump { path: commit.files[to].path().to_owned(), line, distance, class };
        let (current, parses) = if last.file == to {
            (moment.current.clone(), moment.parses)
        } else {
            let current = self.changes.text(last.file, &moment.is_applied);
            let parses = self.parser.parses(&commit.files[last.file].language, &current);
            (current, parses)
        };
        Some(Sample {
            jump: Some(jump),
            cursor: Some(cursor),
            target: edit.diff,
            next: if last.file == to { self.with_next(moment, to) } else { current.clone() },
            ..self.sample(moment, last.file, current, parses, Kind::Jump)
        })
    }

    /// What samples of a moment have in common.
    fn sample(
        &self,
        moment: &Moment,
        file: usize,
        current: String,
        parses: Option<bool>,
        kind: Kind,
    ) -> Sample {
        let commit = self.changes.commit();
        let change = &commit.files[file];
        let chunk = &self.changes.chunks()[moment.next];
        let step = format!("{} {} {kind:?}", commit.files[chunk.file].path(), chunk.lines.new.start);
        Sample {
            schema: SampleSchema::V1,
            id: sample_id(Generator::Commits, &self.key, &self.fingerprint, &step),
            kind,
            no_edit_reason: None,
            jump: None,
            state: State::Whole,
            parses,
            language: change.language.clone(),
            path: change.path().to_owned(),
            repo: self.repo.clone(),
            license: commit.license.clone(),
            original: change.old.clone(),
            history: self.history(&moment.history),
            diagnostics: self.parser.diagnostics(&change.language, &current),
            current,
            cursor: None,
            target: String::new(),
            next: String::new(),
            rejected: None,
            instruction_lazy: None,
            instruction_descriptive: None,
            provenance: Provenance {
                generator: Generator::Commits,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                source_id: self.key.clone(),
                seed: Some(self.options.seed),
                sequence_index: None,
                step: Some(moment.history.len() as u32),
                model: None,
                prompt_version: None,
                token_usage: None,
                verdicts: Vec::new(),
            },
            metadata: self.metadata.clone(),
        }
    }

    fn history(&self, chunks: &[usize]) -> Vec<HistoryEdit> {
        let mut is_applied = vec![false; self.order.len()];
        let mut history = Vec::with_capacity(chunks.len());
        for &chunk in chunks {
            let path = self.changes.commit().files[self.changes.chunks()[chunk].file].path().to_owned();
            history.push(HistoryEdit { path, diff: self.changes.edit(chunk, &is_applied).diff });
            is_applied[chunk] = true;
        }
        history
    }

    fn with_next(&self, moment: &Moment, file: usize) -> String {
        let mut is_applied = moment.is_applied.clone();
        is_applied[moment.next] = true;
        self.changes.text(file, &is_applied)
    }

    fn last(&self, moment: &Moment) -> LastEdit {
        let chunk = *moment.history.last().expect("a moment without history is none");
        let file = self.changes.chunks()[chunk].file;
        let mut before = moment.is_applied.clone();
        before[chunk] = false;
        LastEdit {
            file,
            edit: self.changes.edit(chunk, &before),
            text: self.changes.text(file, &moment.is_applied),
            undone: self.changes.text(file, &before),
        }
    }
}

/// The last edit of a history.
struct LastEdit {
    file: usize,
    edit: Edit,
    /// Its file as it stands.
    text: String,
    /// Its file before it.
    undone: String,
}

impl LastEdit {
    /// The end of the last line that came and is not blank; where lines only went, the place where they stood.
    fn cursor(&self) -> Cursor {
        let lines = patch::lines(&self.text);
        let has_text = |line: &usize| lines.get(*line).is_some_and(|line| !line.trim().is_empty());
        let came = || self.edit.lines.new.clone().rev();
        match came().find(has_text).or_else(|| came().next()) {
            Some(line) => end_of(&self.text, line),
            None => Cursor { line: self.edit.lines.old.start as u32, column: 0 },
        }
    }
}

/// Where a user is who is about to change a line: at the end of the one above it.
fn before(text: &str, line: usize) -> Cursor {
    line.checked_sub(1).map_or(Cursor { line: 0, column: 0 }, |above| end_of(text, above))
}

fn end_of(text: &str, line: usize) -> Cursor {
    let content = patch::lines(text).get(line).copied().unwrap_or_default();
    let content = content.strip_suffix('\n').unwrap_or(content);
    let content = content.strip_suffix('\r').unwrap_or(content);
    Cursor { line: line as u32, column: utf16_len(content) }
}

#[cfg(test)]
mod tests {
    use lintseq_core::Diff;
    use proptest::prelude::*;

    use super::*;
    use crate::commits::{Commit, FileChange};
    use crate::history::replay;

    /// Knows one language, whose programs have no line `bad` and whose line `use x` needs `def x`.
    struct Toy;

    impl Parser for Toy {
        fn parses(&self, _language: &str, text: &str) -> Option<bool> {
            Some(!text.lines().any(|line| line == "bad"))
        }

        fn needs(&self, _language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need> {
            let lines: Vec<_> = text.lines().collect();
            let holds = |run: &Range<usize>, word: &str| {
                lines.get(run.clone()).is_some_and(|lines| lines.iter().any(|line| line.starts_with(word)))
            };
            let users = (0..runs.len()).filter(|&run| holds(&runs[run], "use"));
            let needed = |user| {
                (0..runs.len())
                    .filter(|&run| holds(&runs[run], "def"))
                    .map(move |needed| Need { user, needed })
            };
            users.flat_map(needed).collect()
        }

        fn diagnostics(&self, _language: &str, _text: &str) -> Vec<Diagnostic> {
            Vec::new()
        }
    }

    fn file(old_path: &str, new_path: &str, old: &str, new: &str) -> FileChange {
        FileChange {
            old_path: Some(old_path.to_owned()),
            new_path: Some(new_path.to_owned()),
            language: "toy".to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        }
    }

    fn commit(files: Vec<FileChange>) -> Commit {
        Commit { id: "c0ffee".into(), files, ..Commit::default() }
    }

    fn samples(commit: &Commit, options: &BuildOptions) -> Vec<Sample> {
        build(&Changes::of(commit), options, &Toy).unwrap_or_default()
    }

    /// Without chance: no jumps, no rejected text, the cursor at the end of the last edit.
    fn plain() -> BuildOptions {
        BuildOptions { cursor_at_next: 0.0, rejected: 0.0, jump: 0.0, ..BuildOptions::default() }
    }

    #[test]
    fn the_last_chunk_is_next_and_what_it_defines_came_before() {
        let commit = commit(vec![file("f", "f", "a\nb\nc\n", "use x\na\nb\ndef x\nc\n")]);
        let made = samples(&commit, &plain());
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].current, "a\nb\ndef x\nc\n");
        assert_eq!(made[0].history[0].diff, "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n a\n b\n+def x\n c\n");
        assert_eq!(made[0].target, "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n+use x\n a\n b\n def x\n");
        assert_eq!(made[0].cursor, Some(Cursor { line: 2, column: 5 }));
    }

    #[test]
    fn a_state_that_parses_is_preferred_or_required() {
        // Without `fix`, which stands in for what makes the program one, the line above it is wrong.
        let commit = commit(vec![file("f", "f", "bad\nb\nc\n", "x\nb\nX\nc\n")]);
        let made = samples(&commit, &plain());
        assert_eq!((&*made[0].current, made[0].parses), ("x\nb\nc\n", Some(true)));
        let last = commit.files[0].clone();
        let commit = Commit {
            files: vec![FileChange { old: "c\nb\nbad\n".to_owned(), new: "c\nX\nb\nx\n".to_owned(), ..last }],
            ..commit
        };
        let made = samples(&commit, &plain());
        assert_eq!((&*made[0].current, made[0].parses), ("c\nb\nx\n", Some(true)));
        let require = BuildOptions { next: Next::Each, states: States::Require, ..plain() };
        assert_eq!(samples(&commit, &require).len(), 1);
        let prefer = BuildOptions { next: Next::Each, ..plain() };
        let parses: Vec<_> = samples(&commit, &prefer).iter().map(|sample| sample.parses).collect();
        assert_eq!(parses, [Some(true), Some(false)]);
    }

    #[test]
    fn a_history_over_several_files() {
        let files = vec![file("a", "b", "1\n2\n", "1\n\u{1f600}x\n2\n"), file("c", "c", "3\n", "3\n4\n")];
        let commit = commit(files);
        let [edit, jump] =
            [0.0, 1.0].map(|jump| samples(&commit, &BuildOptions { jump, ..plain() }).remove(0));
        assert_eq!((&*edit.path, &*edit.current, &*edit.next), ("c", "3\n", "3\n4\n"));
        assert_eq!((&*edit.history[0].path, edit.cursor), ("b", Some(Cursor { line: 0, column: 1 })));
        assert_eq!((&*jump.path, &*jump.current, jump.kind), ("b", "1\n\u{1f600}x\n2\n", Kind::Jump));
        assert_eq!(jump.cursor, Some(Cursor { line: 1, column: 3 }));
        let class = DistanceClass::OtherFile;
        assert_eq!(jump.jump, Some(Jump { path: "c".to_owned(), line: 0, distance: None, class }));
        assert_eq!((&jump.next, &jump.target), (&jump.current, &edit.target));
    }

    #[test]
    fn commits_with_the_same_key_have_samples_of_their_own() {
        let one = commit(vec![file("f", "f", "a\nb\nc\n", "x\nb\ny\n")]);
        let renamed = commit(vec![file("g", "f", "a\nb\nc\n", "x\nb\ny\n")]);
        let other = commit(vec![file("f", "f", "a\nb\nc\n", "x\nb\nz\n")]);
        let elsewhere = Commit { repo: Some("owner/name".to_owned()), ..one.clone() };
        let commits = [&one, &renamed, &other, &elsewhere];
        let ids: std::collections::HashSet<String> =
            commits.map(|commit| samples(commit, &plain()).remove(0).id).into();
        assert_eq!(ids.len(), commits.len());
    }

    fn text() -> impl Strategy<Value = Vec<String>> {
        let line = prop_oneof![
            Just("a"),
            Just("b"),
            Just("c"),
            Just(""),
            Just("x\r"),
            Just("é😀"),
            Just("bad"),
            Just("def x"),
            Just("use x")
        ];
        prop::collection::vec(line.prop_map(str::to_owned), 0..14)
    }

    /// A text and another with some of its lines gone and others come.
    fn change() -> impl Strategy<Value = FileChange> {
        let edits = prop::collection::vec((0..16usize, any::<bool>(), text()), 0..5);
        (text(), edits, any::<[bool; 2]>(), any::<bool>()).prop_map(|(old, edits, closed, is_renamed)| {
            let mut new = old.clone();
            for (at, removes, lines) in edits {
                let at = at.min(new.len());
                let end = if removes { (at + 2).min(new.len()) } else { at };
                new.splice(at..end, lines.into_iter().take(3));
            }
            let [old, new] = [(old, closed[0]), (new, closed[1])].map(|(lines, is_closed)| {
                lines.join("\n") + if is_closed && !lines.is_empty() { "\n" } else { "" }
            });
            file("old name.py", if is_renamed { "new name.py" } else { "old name.py" }, &old, &new)
        })
    }

    fn options() -> impl Strategy<Value = BuildOptions> {
        let next = prop_oneof![Just(Next::Last), Just(Next::Any), Just(Next::Each)];
        let history = prop_oneof![Just(HistoryScope::Others), Just(HistoryScope::Earlier)];
        let states = prop_oneof![Just(States::Prefer), Just(States::Require), Just(States::Any)];
        (any::<u64>(), next, history, states).prop_map(|(seed, next, history, states)| BuildOptions {
            seed,
            next,
            history,
            states,
            jump: 0.5,
            ..BuildOptions::default()
        })
    }

    proptest! {
        #[test]
        fn what_a_sample_says_is_so(changes in prop::collection::vec(change(), 1..4), options in options()) {
            let mut files = changes;
            for (at, file) in files.iter_mut().enumerate() {
                file.new_path = Some(format!("{at} {}", file.path()));
            }
            let commit = commit(files);
            let made = samples(&commit, &options);
            prop_assert_eq!(&made, &samples(&commit, &options));
            for sample in &made {
                let original = commit.files.iter().find(|file| file.path() == sample.path).unwrap();
                prop_assert_eq!(&sample.original, &original.old);
                prop_assert_eq!(&replay(&sample.original, &sample.history, &sample.path).unwrap(), &sample.current);
                let elsewhere = sample.jump.as_ref().is_some_and(|jump| jump.path != sample.path);
                let applied = if elsewhere { sample.current.clone() } else { patch::apply(&sample.current, &sample.target).unwrap() };
                prop_assert_eq!(&applied, &sample.next);
                prop_assert!(elsewhere || sample.next != sample.current);
                prop_assert_ne!(sample.rejected.as_ref(), Some(&sample.next));
                prop_assert!(crate::LineIndex::new(&sample.current).byte(sample.cursor.unwrap()).is_some());
                prop_assert_eq!(sample.parses, Toy.parses("toy", &sample.current));
                prop_assert_eq!(sample.jump.is_some(), sample.kind == Kind::Jump);
                let place = patch::place(&Diff::parse(&sample.target).unwrap());
                prop_assert!(sample.jump.is_none() || place == sample.jump.as_ref().map(|jump| jump.line));
                if options.history == HistoryScope::Others && sample.kind == Kind::Edit {
                    prop_assert_eq!(&sample.next, &original.new);
                }
            }
            let mut ids: Vec<_> = made.iter().map(|sample| &sample.id).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), made.len());
        }
    }
}
