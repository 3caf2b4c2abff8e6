//! Verification as the user asks for it, and the tests that it leaves to be run.

use anyhow::bail;
use lintseq_core::Rejection;
use lintseq_samples::Sample;
use lintseq_synth::rounds::TEST;
use lintseq_synth::sandbox::Sandbox;
use lintseq_synth::verify::Verification;
use lintseq_synth::{Languages as _, Model};
use serde_json::{Map, Value};

use crate::arguments::{Verify, Verifying};
use crate::languages::BuiltIn;

/// What is asked beyond the two rounds.
///
/// # Errors
/// If a voter is no model.
pub(crate) fn verification(arguments: &Verifying, models: &[Model]) -> anyhow::Result<Verification> {
    if let Some(voter) = arguments.vote.iter().find(|voter| models.iter().all(|model| model.name != **voter))
    {
        bail!("--vote {voter}: no model is called so; configure it, with `ratio = 0` if it is only to vote");
    }
    let wants = |what| arguments.verify.contains(&what);
    Ok(Verification {
        linter: wants(Verify::Linter),
        coverage: wants(Verify::Coverage),
        round_trip: arguments.round_trip.map(|tries| tries.0),
        voters: arguments.vote.clone(),
        tests: wants(Verify::Tests),
    })
}

/// Runs the tests of samples that have one.
pub(crate) struct Tests<'a> {
    arguments: &'a Verifying,
    toolbox: &'a BuiltIn,
}

impl<'a> Tests<'a> {
    /// Whoever runs tests, if any are wanted.
    ///
    /// # Errors
    /// If tests cannot be run here.
    pub(crate) fn new(arguments: &'a Verifying, toolbox: &'a BuiltIn) -> anyhow::Result<Self> {
        if arguments.verify.contains(&Verify::Tests) {
            Sandbox::new("python", arguments.test_command.as_deref(), arguments.unconfined)?;
        }
        Ok(Self { arguments, toolbox })
    }

    /// Adds to the samples of an edit what its test says.
    ///
    /// # Errors
    /// If the test does not tell the programs apart, or the language's tests cannot be run here.
    pub(crate) fn run(&self, samples: &mut [Sample]) -> Result<(), Rejection> {
        let test_of = |sample: &Sample| -> Option<String> {
            let metadata: Map<String, Value> = serde_json::from_str(&sample.metadata).ok()?;
            metadata.get(TEST)?.as_str().map(str::to_owned)
        };
        let Some((edit, test)) = samples.iter().find_map(|sample| Some((sample, test_of(sample)?))) else {
            return Ok(());
        };
        let Verifying { test_command, unconfined, .. } = self.arguments;
        let sandbox = Sandbox::new(&edit.language, test_command.as_deref(), *unconfined);
        let sandbox =
            sandbox.map_err(|error| Rejection::new(lintseq_core::Reason::TestFailed, error.to_string()))?;
        let extension = self.toolbox.extension(&edit.language);
        let verdict = sandbox.tell_apart(extension, &test, &edit.current, &edit.next)?;
        for sample in samples {
            sample.provenance.verdicts.push(verdict.clone());
        }
        Ok(())
    }
}
