//! The prompts of a run: which model is asked about which snippets.

use std::sync::Arc;

use anyhow::anyhow;
use lintseq_dataset::{Item, Payload, RawRecord};
use lintseq_synth::model::{Model, Turns};
use lintseq_synth::rounds::{Options, Rounds, Triplet};
use lintseq_synth::seeds::{Pair, Pool};
use lintseq_synth::shots::Shots;
use serde_json::{Value, json};

use crate::arguments::SynthArguments;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::synth::run::Question;
use crate::synth::verification::verification;

/// All prompts of a run, each made when its turn comes.
pub(crate) struct Plan {
    /// What they share.
    pub(crate) rounds: Arc<Rounds>,
    /// How many there are.
    pub(crate) count: u64,
    pool: Pool,
    models: Vec<String>,
    turns: Vec<u16>,
}

impl Plan {
    /// The prompts that the arguments ask for.
    pub(crate) fn new(
        arguments: &SynthArguments,
        pool: Pool,
        models: &[Model],
        toolbox: &Arc<BuiltIn>,
    ) -> Result<Self, Failure> {
        let count = arguments.prompting.count.ok_or_else(|| Failure::usage(anyhow!("--count is missing")))?;
        let rounds = Arc::new(rounds(arguments, models, toolbox).map_err(Failure::Usage)?);
        let ratios: Vec<f64> = models.iter().map(|model| model.ratio).collect();
        let turns = Turns::new(&ratios).take(usize::try_from(count).unwrap_or(usize::MAX)).collect();
        let models = models.iter().map(|model| model.name.clone()).collect();
        Ok(Self { rounds, count, pool, models, turns })
    }

    /// The prompt of this number.
    pub(crate) fn prompt(&self, number: u64) -> Question<Prompt, Triplet> {
        let seeds = self.seeds(number);
        let model = &self.models[usize::from(self.turns[number as usize])];
        let item = Prompt { number, id: format!("prompt-{number}").into(), language: seeds.language.clone() };
        Question {
            item,
            record: record(number, model, &seeds),
            dialogue: Triplet { rounds: Arc::clone(&self.rounds), number, model: model.clone(), seeds },
        }
    }

    fn seeds(&self, number: u64) -> Pair {
        self.pool.draw(self.rounds.seed, number).expect("a pool without snippets is refused")
    }
}

/// What the file of rejected records shows of a prompt.
fn record(number: u64, model: &str, Pair { language, snippets }: &Pair) -> RawRecord {
    let record = json!({
        "prompt": number, "model": model, "language": language,
        "seeds": snippets.each_ref().map(|snippet| &snippet.id),
        "code_snippet": snippets.each_ref().map(|snippet| &snippet.text),
    });
    let payload = Payload::Json(record.to_string().into_bytes());
    RawRecord { index: number, source: "synth".into(), path: None, line: None, payload }
}

/// A prompt as an item of a run.
pub(crate) struct Prompt {
    /// Its number.
    pub(crate) number: u64,
    id: Value,
    language: String,
}

impl Item for Prompt {
    fn id(&self) -> &Value {
        &self.id
    }

    fn label(&self) -> Option<&str> {
        Some(&self.language)
    }
}

fn rounds(arguments: &SynthArguments, models: &[Model], toolbox: &Arc<BuiltIn>) -> anyhow::Result<Rounds> {
    let prompting = &arguments.prompting;
    let no_edit = prompting.no_edit.iter().map(|when| (*when).into()).collect();
    let (allow_broken_before, allow_leaks) = (prompting.allow_broken_before, prompting.allow_leaks);
    Ok(Rounds {
        asking: prompting.wording.asking()?,
        shots: Shots::built_in(),
        languages: Arc::clone(toolbox) as _,
        options: Options { no_edit, allow_broken_before, allow_leaks },
        verification: verification(&arguments.verifying, models)?,
        seed: prompting.wording.seed,
    })
}
