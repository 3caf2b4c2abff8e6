//! The prompts of a run: which model is asked about which snippets.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use lintseq_dataset::{Item, Payload, RawRecord};
use lintseq_synth::asking::{Asking, Sampling};
use lintseq_synth::model::{Model, Turns};
use lintseq_synth::prompts::{Prompts, fenced};
use lintseq_synth::rounds::{Options, Rounds, Triplet};
use lintseq_synth::seeds::{Pair, Pool};
use lintseq_synth::shots::Shots;
use serde_json::{Value, json};

use crate::arguments::SynthArguments;
use crate::exit::Failure;
use crate::languages::BuiltIn;
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
    pub(crate) fn prompt(&self, number: u64) -> Triplet {
        Triplet {
            rounds: Arc::clone(&self.rounds),
            number,
            model: self.model(number).to_owned(),
            seeds: self.seeds(number),
        }
    }

    /// The model that a prompt goes to.
    pub(crate) fn model(&self, number: u64) -> &str {
        &self.models[usize::from(self.turns[number as usize])]
    }

    /// A prompt as an item of a run.
    pub(crate) fn item(&self, number: u64) -> Prompt {
        Prompt { id: format!("prompt-{number}").into(), language: self.seeds(number).language }
    }

    /// What the file of rejected records shows of a prompt.
    pub(crate) fn record(&self, number: u64) -> RawRecord {
        let Pair { language, snippets } = self.seeds(number);
        let record = json!({
            "prompt": number, "model": self.model(number), "language": language,
            "seeds": snippets.each_ref().map(|snippet| &snippet.id),
            "code_snippet": snippets.each_ref().map(|snippet| &snippet.text),
        });
        let payload = Payload::Json(record.to_string().into_bytes());
        RawRecord { index: number, source: "synth".into(), path: None, line: None, payload }
    }

    /// What might be answered in a round of a prompt: the example of its language, in the form that is asked for.
    pub(crate) fn stand_in(&self, number: u64, round: usize) -> String {
        let language = self.seeds(number).language;
        let shots = [language.as_str(), "python"].map(|language| self.rounds.shots.of(language).first());
        let Some(shot) = shots.into_iter().flatten().next() else { return String::new() };
        let code = |code: &str| fenced(code, &language);
        if round == 0 {
            let (before, descriptive, lazy) = (code(&shot.before), &shot.descriptive, &shot.lazy);
            format!("[Program Before Edit]\n{before}\n\n[Descriptive]\n{descriptive}\n\n[Lazy]\n{lazy}\n")
        } else {
            format!("[Program After Edit]\n{}\n", code(&shot.after))
        }
    }

    fn seeds(&self, number: u64) -> Pair {
        self.pool.draw(self.rounds.seed, number).expect("a pool without snippets is refused")
    }
}

/// A prompt as an item of a run.
pub(crate) struct Prompt {
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
    let prompts = match &prompting.prompts {
        Some(folder) => Prompts::with_folder(folder).context("--prompts")?,
        None => Prompts::built_in(),
    };
    let sampling = Sampling {
        temperature: prompting.temperature,
        top_p: prompting.top_p.map(|rate| rate.0),
        max_tokens: prompting.max_tokens,
    };
    let no_edit = prompting.no_edit.iter().map(|when| (*when).into()).collect();
    let (allow_broken_before, allow_leaks) = (prompting.allow_broken_before, prompting.allow_leaks);
    Ok(Rounds {
        asking: Asking { prompts, sampling, seeded: !prompting.no_seed },
        shots: Shots::built_in(),
        languages: Arc::clone(toolbox) as _,
        options: Options { no_edit, allow_broken_before, allow_leaks },
        verification: verification(&arguments.verifying, models)?,
        seed: prompting.seed,
    })
}
