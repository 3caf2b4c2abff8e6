//! Batches: all requests that are due at once, handed in as files and fetched when the server has found the time.
//!
//! Dialogues are played on the store: each as far as its answers go, and what it asks then is due. When nothing is due
//! any more, all dialogues can be played to their ends. Whatever process handed a batch in, the store knows it: a later
//! one waits for it instead of paying again. A batch carries a hash of its requests, by which it is found on the server
//! even if the process ended before it learned the server's name for it.

mod calls;
mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use super::server::Server;
use super::verdict::reply;
use super::{Client, now};
use crate::address::Address;
use crate::dialogue::{Answer, Dialogue, Failure, Request, Step};
use crate::driver::Ask;
use crate::halt::Halted;
use crate::money::Money;
use crate::store::{BatchRecord, BatchState, Change, Database, RequestRecord};
use rows::Came;

/// The most requests in a batch, and the most bytes: half of what OpenAI takes.
const MOST_REQUESTS: usize = 25_000;
const MOST_BYTES: usize = 100 << 20;

/// What happens while batches are under way, for those who watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchEvent {
    /// A batch of so many requests was handed in.
    HandedIn {
        /// The server's name for it.
        batch: String,
        /// Its requests.
        requests: u64,
    },
    /// The server says how far it is.
    Waiting {
        /// The server's name for it.
        batch: String,
        /// In the server's words.
        status: String,
    },
    /// What came of it is in the store.
    Fetched {
        /// The server's name for it.
        batch: String,
        /// How many replies.
        replies: u64,
        /// How many requests came back without one.
        failures: u64,
    },
}

/// Answers from the store after all batches, and the failures that batches came back with.
pub struct Settled {
    client: Arc<Client>,
    failures: HashMap<Address, Failure>,
}

impl Ask for Settled {
    async fn ask(&self, request: Request) -> Result<Answer, Halted> {
        let (_, _, address) = self.client.resolve(&request)?;
        Ok(match self.client.stored(&address)? {
            Some(raw) => self.client.kept(&raw),
            None => Err(self.failures.get(&address).cloned().unwrap_or(Failure::OverBudget)),
        })
    }
}

/// Requests that are due, for one model.
#[derive(Default)]
struct Due {
    records: Vec<RequestRecord>,
    lines: Vec<u8>,
    most: Money,
}

/// What a run knows of its requests.
#[derive(Default)]
struct Books {
    tries: HashMap<Address, u32>,
    failures: HashMap<Address, Failure>,
    /// What did not fit into the budget in this round. It may in the next, when it is known what others came to.
    over_budget: HashSet<Address>,
}

/// Hands everything in that dialogues ask, until all of them can be played to their ends.
///
/// `dialogues` is called for every round. Waits `poll` between looks at a batch.
///
/// # Errors
/// If the run is halted. What was handed in is in the store, and another run goes on with it.
pub async fn settle<D, I>(
    client: &Arc<Client>,
    dialogues: impl Fn() -> I,
    poll: Duration,
    tell: &(dyn Fn(BatchEvent) + Sync),
) -> Result<Settled, Halted>
where
    D: Dialogue,
    I: IntoIterator<Item = D>,
{
    let mut books = Books::default();
    loop {
        for batch in client.open_batches()? {
            client.await_batch(batch, &mut books, poll, tell).await?;
        }
        let mut due: BTreeMap<usize, Due> = BTreeMap::new();
        let mut seen = HashSet::new();
        for dialogue in dialogues() {
            for request in client.requests_due(&dialogue, &books)? {
                client.add_due(&request, &mut due, &mut seen, &mut books)?;
            }
            let full = |due: &Due| due.records.len() >= MOST_REQUESTS || due.lines.len() >= MOST_BYTES;
            for (server, due) in due.extract_if(.., |_, due| full(due)) {
                client.hand_in(&client.servers[server], due, tell).await?;
            }
        }
        for (server, due) in due {
            client.hand_in(&client.servers[server], due, tell).await?;
        }
        let over_budget = std::mem::take(&mut books.over_budget);
        if client.open_batches()?.is_empty() {
            if !over_budget.is_empty() {
                for address in over_budget {
                    client.figures.over_budget();
                    books.failures.insert(address, Failure::OverBudget);
                }
                continue;
            }
            return Ok(Settled { client: Arc::clone(client), failures: books.failures });
        }
    }
}

impl Client {
    /// What a dialogue asks that the store has no answer to.
    fn requests_due<D: Dialogue>(&self, dialogue: &D, books: &Books) -> Result<Vec<Request>, Halted> {
        let mut answers = Vec::new();
        loop {
            let Step::Ask(requests) = dialogue.next(&answers) else { return Ok(Vec::new()) };
            let mut missing = Vec::new();
            for request in requests {
                let (_, _, address) = self.resolve(&request)?;
                match (self.stored(&address)?, books.failures.get(&address)) {
                    (Some(raw), _) => answers.push(
                        reply(&raw).map_err(|what| Failure::GaveUp { attempts: 1, last: what.to_owned() }),
                    ),
                    (None, Some(failure)) => answers.push(Err(failure.clone())),
                    (None, None) => missing.push(request),
                }
            }
            if !missing.is_empty() {
                return Ok(missing);
            }
        }
    }

    fn add_due(
        &self,
        request: &Request,
        all: &mut BTreeMap<usize, Due>,
        seen: &mut HashSet<Address>,
        books: &mut Books,
    ) -> Result<(), Halted> {
        let (server, body, address) = self.resolve(request)?;
        if !seen.insert(address) {
            return Ok(());
        }
        let text = body.to_string();
        let most = server.most(&body, &text).map_err(|message| self.hopeless(message))?;
        let pending = all.values().fold(Money::ZERO, |sum, due| sum.plus(due.most));
        if !self.budget.holds(pending.plus(most)) {
            books.over_budget.insert(address);
            return Ok(());
        }
        let position = self.servers.iter().position(|known| known.model.name == server.model.name);
        let due = all.entry(position.unwrap_or_default()).or_default();
        let line = json!({
            "custom_id": address.to_string(), "method": "POST", "url": "/v1/chat/completions", "body": body
        });
        due.lines.extend(line.to_string().into_bytes());
        due.lines.push(b'\n');
        due.most = due.most.plus(most);
        due.records.push(server.request_record(address, request.prompt.clone(), text));
        Ok(())
    }

    /// Hands requests in. They are in the store before they are with the server.
    async fn hand_in(
        &self,
        server: &Server,
        due: Due,
        tell: &(dyn Fn(BatchEvent) + Sync),
    ) -> Result<(), Halted> {
        let at = now();
        // The time tells it from a batch of the same requests that came to nothing.
        let digest = blake3::Hasher::new().update(&due.lines).update(&at.to_le_bytes()).finalize();
        let digest = digest.to_hex().to_string();
        let requests = due.records.len() as u64;
        let mut record = BatchRecord {
            digest,
            model: server.model.name.clone(),
            file: None,
            batch: None,
            state: BatchState::Open,
            at,
            requests,
            at_risk: due.most,
        };
        self.keep(Change::BatchItems(due.records)).await?;
        self.keep(Change::Batch(record.clone())).await?;
        self.budget.add(due.most);
        let name = format!("lintseq-{}.jsonl", &record.digest[..16]);
        let file = self.call(server, || server.transport.upload(&name, due.lines.clone())).await?;
        record.file = Some(self.text(&file, "id")?);
        self.keep(Change::Batch(record.clone())).await?;
        let wanted = json!({
            "input_file_id": record.file, "endpoint": "/v1/chat/completions", "completion_window": "24h",
            "metadata": {"lintseq": record.digest}
        });
        let created = match self.call_once(server, server.transport.create_batch(&wanted)).await {
            Ok(created) => created,
            // An attempt that broke may have made the batch all the same.
            Err(problem) => {
                let found = self.find_batch(server, &record.digest).await?;
                found.ok_or_else(|| self.hopeless(problem))?
            }
        };
        let batch = self.text(&created, "id")?;
        record.batch = Some(batch.clone());
        self.keep(Change::Batch(record)).await?;
        tell(BatchEvent::HandedIn { batch, requests });
        Ok(())
    }

    /// Waits for a batch, and keeps what comes of it.
    async fn await_batch(
        &self,
        mut record: BatchRecord,
        books: &mut Books,
        poll: Duration,
        tell: &(dyn Fn(BatchEvent) + Sync),
    ) -> Result<(), Halted> {
        let server = self.server(&record.model)?;
        if record.batch.is_none() {
            let found = self.find_batch(server, &record.digest).await?;
            record.batch = found.map(|batch| self.text(&batch, "id")).transpose()?;
        }
        let Some(batch) = record.batch.clone() else {
            // It never arrived, so that its requests are due once more.
            return self.close_batch(record, Money::ZERO).await;
        };
        let mut told = String::new();
        let last = loop {
            let state = self.call(server, || server.transport.batch(&batch)).await?;
            let status = self.text(&state, "status")?;
            if matches!(status.as_str(), "completed" | "failed" | "expired" | "cancelled") {
                break state;
            }
            if status != told {
                tell(BatchEvent::Waiting { batch: batch.clone(), status: status.clone() });
                told = status;
            }
            self.halt.unless(sleep(poll)).await?;
        };
        let mut came = Came::default();
        for name in ["output_file_id", "error_file_id"] {
            let Some(file) = last.get(name).and_then(Value::as_str) else { continue };
            let envelope = self.call_raw(server, || server.transport.download(file)).await?;
            self.keep_rows(server, &envelope.body, books, &mut came).await?;
        }
        let Came { replies, failures, cost } = came;
        if replies + failures == 0 {
            self.close_batch(record, Money::ZERO).await?;
            let said = last.get("errors").unwrap_or(&last);
            return Err(self.hopeless(format!("batch {batch} came back with nothing: {said}")));
        }
        self.close_batch(record, cost).await?;
        tell(BatchEvent::Fetched { batch, replies, failures });
        Ok(())
    }

    async fn close_batch(&self, record: BatchRecord, cost: Money) -> Result<(), Halted> {
        let risk = record.at_risk;
        self.keep(Change::Batch(BatchRecord { state: BatchState::Done, ..record })).await?;
        self.budget.replace(risk, cost);
        Ok(())
    }

    /// Looks for a batch on the server by the hash of its requests.
    async fn find_batch(&self, server: &Server, digest: &str) -> Result<Option<Value>, Halted> {
        let list = self.call(server, || server.transport.batches()).await?;
        let batches = list.get("data").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_ours =
            |batch: &Value| batch.pointer("/metadata/lintseq").and_then(Value::as_str) == Some(digest);
        Ok(batches.into_iter().find(is_ours))
    }

    fn open_batches(&self) -> Result<Vec<BatchRecord>, Halted> {
        let open = self.store.read(Database::open_batches);
        open.map_err(|error| self.halted(Halted::StoreFailed(error.to_string())))
    }
}
