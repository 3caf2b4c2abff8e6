//! Which models are asked, and how: what `synth` and the jobs around it share.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context as _, bail};
use clap::Args;
use lintseq_synth::client::Retries;
use lintseq_synth::{ClientOptions, Key, Model, Money, Price, Prices};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::values::Seconds;

/// Where OpenAI's interface begins.
const OPENAI: &str = "https://api.openai.com/v1";
/// Where OpenAI's own tools look for the key.
const OPENAI_KEY: &str = "OPENAI_API_KEY";

/// Which models are asked.
#[derive(Debug, Args, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the flags")]
#[command(next_help_heading = "Models")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Models {
    /// The model to ask
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// Where its interface begins
    #[arg(long, value_name = "URL", default_value = OPENAI)]
    base_url: String,
    /// The environment variable that holds its key; if that is unset, no key is sent
    #[arg(long, value_name = "NAME", default_value = OPENAI_KEY)]
    key_env: String,
    /// Further fields for every request, as a JSON object; they win, and a null takes a field out
    #[arg(long, value_name = "JSON")]
    extra_body: Option<Json>,
    /// What a million tokens of prompts cost, in dollars
    #[arg(long, value_name = "PRICE", default_value = "0")]
    price_input: Price,
    /// What a million tokens of answers cost, in dollars
    #[arg(long, value_name = "PRICE", default_value = "0")]
    price_output: Price,
    /// One of several models, as a JSON object with the keys `name`, `model`, `base-url`, `key-env`, `extra-body`,
    /// `price-input`, `price-output`, `ratio`, `identity`; in a configuration file a table `[[models]]`; repeatable
    #[arg(long, value_name = "JSON", conflicts_with = "model")]
    models: Vec<Entry>,
}

/// How servers are asked. None of it bears on any answer.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Requests")]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Service {
    /// The most requests in flight; fewer where the server shows that it has too much to do
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) concurrency: u32,
    /// The most requests a minute, of each model
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    rpm: Option<u64>,
    /// The most tokens a minute, of each model
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    tpm: Option<u64>,
    /// The longest time for an attempt
    #[arg(long, value_name = "TIME", default_value = "300s")]
    timeout: Seconds,
    /// How often a request is tried before it is given up
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    attempts: u32,
    /// The longest wait between attempts, whatever a server asks for
    #[arg(long, value_name = "TIME", default_value = "60s")]
    max_wait: Seconds,
    /// The most that may be spent, such as 25usd, earlier runs with the same store included; needs prices
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) budget: Option<Money>,
    /// Say what the run would cost, and ask nobody
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Hand requests in as batches, which are cheaper and slower, and wait for them
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) batch: bool,
    /// How often to look after a batch
    #[arg(long, value_name = "TIME", default_value = "30s")]
    pub(crate) poll: Seconds,
}

impl Service {
    /// The flags that bear on no row.
    pub(crate) const WITHOUT_EFFECT: [&str; 10] = [
        "concurrency",
        "rpm",
        "tpm",
        "timeout",
        "attempts",
        "max-wait",
        "budget",
        "dry-run",
        "batch",
        "poll",
    ];

    /// The options of the client.
    pub(crate) fn options(&self) -> ClientOptions {
        let defaults = Retries::default();
        let ceiling = self.max_wait.0;
        let retries = Retries { attempts: self.attempts, base: defaults.base.min(ceiling), ceiling };
        ClientOptions {
            concurrency: self.concurrency,
            requests_per_minute: self.rpm,
            tokens_per_minute: self.tpm,
            timeout: self.timeout.0,
            retries,
            budget: self.budget,
        }
    }
}

impl Models {
    /// Whether any model is named.
    pub(crate) const fn is_given(&self) -> bool {
        self.model.is_some() || !self.models.is_empty()
    }

    /// The models with their keys.
    ///
    /// # Errors
    /// If there is none, two have one name, or one makes no sense.
    pub(crate) fn resolve(&self, service: &Service) -> anyhow::Result<Vec<Model>> {
        let single = self.model.as_ref().map(|name| Table {
            name: name.clone(),
            model: None,
            base_url: Some(self.base_url.clone()),
            key_env: Some(self.key_env.clone()),
            extra_body: self.extra_body.clone(),
            price_input: self.price_input,
            price_output: self.price_output,
            ratio: 1.0,
            identity: None,
        });
        let listed = self.models.iter().map(Entry::table).collect::<anyhow::Result<Vec<_>>>()?;
        let tables: Vec<&Table> = single.iter().chain(listed).collect();
        if tables.is_empty() {
            bail!("--model is missing, or tables `[[models]]` in a configuration file");
        }
        let models: Vec<Model> = tables.into_iter().map(Table::resolve).collect::<anyhow::Result<_>>()?;
        let names: BTreeSet<&str> = models.iter().map(|model| model.name.as_str()).collect();
        if names.len() < models.len() {
            bail!(
                "two models have one name; give one of them another `name`, and what its server calls it as `model`"
            );
        }
        if models.iter().all(|model| model.ratio == 0.0) {
            bail!("the ratios of all models are 0");
        }
        if service.budget.is_some()
            && let Some(model) = models.iter().find(|model| model.prices.is_free())
        {
            bail!("--budget: model {} has no prices; add --price-input and --price-output", model.name);
        }
        Ok(models)
    }
}

/// A model in a configuration file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_env: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra_body: Option<Json>,
    #[serde(default)]
    price_input: Price,
    #[serde(default)]
    price_output: Price,
    #[serde(default = "one")]
    ratio: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<String>,
}

const fn one() -> f64 {
    1.0
}

impl Table {
    fn resolve(&self) -> anyhow::Result<Model> {
        let name = &self.name;
        let base_url = self.base_url.as_deref().unwrap_or(OPENAI).trim_end_matches('/').to_owned();
        check_url(&base_url).with_context(|| format!("model {name}: base URL"))?;
        if !(self.ratio.is_finite() && self.ratio >= 0.0) {
            bail!("model {name}: the ratio {} is not a number from 0 up", self.ratio);
        }
        Ok(Model {
            name: name.clone(),
            remote: self.model.clone().unwrap_or_else(|| name.clone()),
            key: Key::from_env(self.key_env.as_deref().unwrap_or(OPENAI_KEY)),
            extra_body: self.extra_body.clone().map(|Json(fields)| fields).unwrap_or_default(),
            prices: Prices { input: self.price_input, output: self.price_output },
            ratio: self.ratio,
            identity: self.identity.clone().unwrap_or_else(|| base_url.clone()),
            base_url,
        })
    }
}

/// A model as it was given. What makes no sense is told later and not repeated: who mistakes the table for the place
/// of the key would find it in a message.
#[derive(Clone, Debug)]
enum Entry {
    Table(Box<Table>),
    Senseless(String),
}

impl Entry {
    fn table(&self) -> anyhow::Result<&Table> {
        match self {
            Self::Table(table) => Ok(table),
            Self::Senseless(why) => bail!("--models: {why}"),
        }
    }
}

impl FromStr for Entry {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let table = serde_json::from_str(text);
        Ok(table
            .map_or_else(|error| Self::Senseless(error.to_string()), |table| Self::Table(Box::new(table))))
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table().map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// A JSON object.
#[derive(Clone, Debug)]
struct Json(Map<String, Value>);

impl FromStr for Json {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let value = serde_json::from_str(text).map_err(|error| format!("not a JSON object: {error}"))?;
        Ok(Self(value))
    }
}

/// As text, since TOML has no null.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Value::Object(self.0.clone()))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Fields(Map<String, Value>),
        }
        match Written::deserialize(deserializer)? {
            Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
            Written::Fields(fields) => Ok(Self(fields)),
        }
    }
}

/// A URL goes into messages and the store, so it may hold no password.
fn check_url(url: &str) -> anyhow::Result<()> {
    let Some((scheme, rest)) = url.split_once("://") else {
        bail!("expected one such as http://localhost:8080/v1");
    };
    if !matches!(scheme, "http" | "https") || rest.is_empty() {
        bail!("expected one such as http://localhost:8080/v1");
    }
    let host = rest.split('/').next().unwrap_or_default();
    if host.contains('@') || rest.contains('?') {
        bail!("it may hold no password and no query; keys come from environment variables, see --key-env");
    }
    Ok(())
}

/// Where the store is, if the user does not say.
pub(crate) fn store_beside(output: &str) -> PathBuf {
    match output.trim_end_matches('/') {
        "-" | "" => PathBuf::from("lintseq.store"),
        path => PathBuf::from(format!("{path}.store")),
    }
}
