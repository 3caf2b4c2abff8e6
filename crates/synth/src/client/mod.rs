//! The client: from a request to an answer that is in the store.
//!
//! All retrying sits in [`Client::ask`], in one loop: a place among the requests in flight, the pace, the budget, the
//! attempt, the verdict, and perhaps a wait. What is in flight is never cut off, neither by the user nor by a failure
//! elsewhere: it may be charged, and then it is to be kept.

mod batch;
mod breaker;
mod budget;
mod figures;
mod limiter;
mod pace;
mod retry;
mod server;
mod transport;
mod verdict;

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use serde_json::value::to_raw_value;
use tokio::sync::Semaphore;
use tokio::time::sleep;

pub use batch::{BatchEvent, Settled, settle};
pub use budget::{Budget, OverBudget};
pub use figures::{Figures, Snapshot};
pub use retry::Retries;
pub use transport::{Envelope, Transport, TransportError};
pub use verdict::{is_counted, reply};

use crate::address::Address;
use crate::dialogue::{Answer, Failure, Request};
use crate::driver::Ask;
use crate::halt::{Halt, Halted};
use crate::model::Model;
use crate::money::Money;
use crate::store::{AttemptRecord, Change, Database, Outcome, ReplyRecord, Store, StoreError, spent};
use budget::Reservation;
use server::{Server, estimate};
use verdict::Verdict;

/// How the client goes about its work. None of it bears on any answer.
#[derive(Clone, Copy, Debug)]
pub struct ClientOptions {
    /// The most requests in flight.
    pub concurrency: u32,
    /// The most requests a minute, of each model.
    pub requests_per_minute: Option<u64>,
    /// The most tokens a minute, of each model.
    pub tokens_per_minute: Option<u64>,
    /// The longest time for an attempt.
    pub timeout: Duration,
    /// How stubborn it is.
    pub retries: Retries,
    /// The most that may be spent, earlier runs with the same store included.
    pub budget: Option<Money>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            concurrency: 16,
            requests_per_minute: None,
            tokens_per_minute: None,
            timeout: Duration::from_mins(5),
            retries: Retries::default(),
            budget: None,
        }
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The store does not work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A server cannot be spoken to.
    #[error("model {model}: {message}")]
    Model {
        /// The model.
        model: String,
        /// Why.
        message: String,
    },
}

/// Asks models, and keeps what they answer.
pub struct Client {
    servers: Vec<Server>,
    store: Arc<Store>,
    halt: Arc<Halt>,
    budget: Budget,
    retries: Retries,
    places: Semaphore,
    /// One gate for each request in flight: whoever asks the same waits for the first one's answer.
    gates: Mutex<HashMap<Address, Arc<tokio::sync::Mutex<()>>>>,
    figures: Figures,
    run: i64,
    next_attempt: AtomicI64,
}

impl Client {
    /// A client of these models, whose names all differ.
    ///
    /// # Errors
    /// If the store does not work, or a server cannot be spoken to.
    pub async fn open(
        models: Vec<Model>,
        options: ClientOptions,
        store: Arc<Store>,
        halt: Arc<Halt>,
    ) -> Result<Self, ClientError> {
        let servers =
            models.into_iter().map(|model| Server::new(model, &options)).collect::<Result<_, _>>()?;
        let (run, attempt) = store.read(Database::next_numbers)?;
        let version = env!("CARGO_PKG_VERSION");
        store.keep(Change::BeginRun { run, version, at: now() }).await?;
        Ok(Self {
            servers,
            budget: Budget::new(options.budget, spent(&store)?),
            store,
            halt,
            retries: options.retries,
            places: Semaphore::new(options.concurrency.max(1) as usize),
            gates: Mutex::default(),
            figures: Figures::default(),
            run,
            next_attempt: AtomicI64::new(attempt),
        })
    }

    /// Notes the end of the run.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.store.keep(Change::EndRun { run: self.run, at: now() }).await
    }

    /// What has happened so far.
    pub fn figures(&self) -> Snapshot {
        let limit = self.servers.iter().map(|server| server.limiter.limit()).sum();
        self.figures.snapshot(limit, self.budget.spent())
    }

    /// Asks, unless the answer is in the store. Failures are answers too.
    ///
    /// # Errors
    /// If the run ends before there is one.
    pub async fn ask(&self, request: &Request) -> Result<Answer, Halted> {
        let (server, body, address) = self.resolve(request)?;
        let gate = self.gate(address);
        let answer = {
            let _alone = self.halt.unless(gate.lock()).await?;
            match self.stored(&address)? {
                Some(raw) => Ok(self.kept(&raw)),
                None => self.fetch(server, request, &body, address).await,
            }
        };
        drop(gate);
        self.remove_gate(&address);
        answer
    }

    /// Where a request goes, as what, and its address.
    fn resolve(&self, request: &Request) -> Result<(&Server, Value, Address), Halted> {
        let server = self.server(&request.model)?;
        let body = server.model.body(request);
        let address = server.model.address(&body, request.nonce);
        Ok((server, body, address))
    }

    /// Tries until there is an answer, or none is to be expected.
    async fn fetch(
        &self,
        server: &Server,
        request: &Request,
        body: &Value,
        address: Address,
    ) -> Result<Answer, Halted> {
        let text = to_raw_value(body).expect("a value of JSON is JSON");
        let most = server.most(body, text.get()).map_err(|message| self.hopeless(message))?;
        let tokens = estimate(body, text.get());
        let (mut failures, mut throttles) = (0, 0);
        loop {
            let place = self.halt.unless(self.places.acquire()).await?;
            let permit = self.halt.unless(server.limiter.enter()).await?;
            self.wait_for_turn(server, tokens).await?;
            let Ok(reservation) = self.halt.unless(self.budget.reserve(most)).await? else {
                self.figures.over_budget();
                return Ok(Err(Failure::OverBudget));
            };
            let mut attempt = self.begin_attempt(server, address, &reservation).await?;
            let began = Instant::now();
            let verdict = Verdict::on(server.transport.chat(&text).await, SystemTime::now());
            attempt.took = milliseconds(began.elapsed());
            match &verdict {
                Verdict::Replied { .. } => permit.went_well(),
                Verdict::Throttled { .. } | Verdict::Failed { is_saturated: true, .. } => {
                    permit.was_too_much();
                }
                Verdict::Failed { .. } | Verdict::Refused { .. } => {}
            }
            // The server is free for the next request while the disk is busy with this one.
            drop((permit, place));
            let wait = match verdict {
                Verdict::Replied { reply, raw } => {
                    let cost = server.cost(&reply, &raw, text.get(), most);
                    let prompt = request.prompt.clone();
                    let request = server.request_record(address, prompt, Box::<str>::from(text).into());
                    let reply_record = ReplyRecord {
                        address,
                        run: self.run,
                        at: now(),
                        model: reply.model.clone(),
                        raw,
                        usage: reply.usage,
                        cost,
                        latency: attempt.took,
                        attempts: failures + throttles + 1,
                    };
                    attempt.outcome = Outcome::Replied;
                    attempt.at_risk = Money::ZERO;
                    self.keep(Change::Reply(Box::new((request, attempt, reply_record)))).await?;
                    reservation.settle(cost);
                    server.pace.settle(tokens, reply.usage.prompt_tokens + reply.usage.completion_tokens);
                    server.breaker.answered();
                    self.figures.replied(&reply.usage);
                    return Ok(Ok(*reply));
                }
                Verdict::Throttled { after, status, said } => {
                    throttles += 1;
                    attempt.outcome = Outcome::Throttled;
                    let what = format!("status {status}: {said}");
                    self.end_attempt(attempt, Some(status), said, Money::ZERO, reservation).await?;
                    self.figures.throttled();
                    if let Some(after) = after {
                        server.pace.pause(after.min(self.retries.ceiling), Instant::now());
                    }
                    if throttles >= self.retries.throttles() {
                        return self.give_up(server, failures + throttles, what);
                    }
                    self.retries.wait(&address, failures + throttles, after)
                }
                Verdict::Failed { after, status, said, may_be_charged, .. } => {
                    failures += 1;
                    attempt.outcome = Outcome::Failed;
                    let what =
                        status.map_or_else(|| said.clone(), |status| format!("status {status}: {said}"));
                    let at_risk = if may_be_charged { most } else { Money::ZERO };
                    self.end_attempt(attempt, status, said, at_risk, reservation).await?;
                    self.figures.failed();
                    if failures >= server.attempts(&self.retries) {
                        return self.give_up(server, failures + throttles, what);
                    }
                    self.retries.wait(&address, failures + throttles, after)
                }
                Verdict::Refused { status, said, is_hopeless } => {
                    attempt.outcome = Outcome::Refused;
                    self.end_attempt(attempt, Some(status), said.clone(), Money::ZERO, reservation).await?;
                    self.figures.refused();
                    if server.breaker.failed(!is_hopeless) {
                        return Err(self.hopeless(server.no_hope(&format!("status {status}: {said}"))));
                    }
                    return Ok(Err(Failure::Refused { status, body: said }));
                }
            };
            self.halt.unless(sleep(wait)).await?;
        }
    }

    /// Waits until the server may be asked, by our own limits and by what it has said.
    async fn wait_for_turn(&self, server: &Server, tokens: u64) -> Result<(), Halted> {
        let mut wait = server.pace.take(tokens, Instant::now());
        while !wait.is_zero() {
            self.halt.unless(sleep(wait)).await?;
            wait = server.pace.pause_left(Instant::now());
        }
        // A run that has ended sends nothing more.
        self.halt.unless(std::future::ready(())).await
    }

    /// An attempt that may be charged is in the store before it is sent, so that a kill cannot hide it.
    async fn begin_attempt(
        &self,
        server: &Server,
        address: Address,
        reservation: &Reservation<'_>,
    ) -> Result<AttemptRecord, Halted> {
        let attempt = AttemptRecord { at_risk: reservation.most(), ..self.attempt(server, address) };
        if self.budget.is_limited() && reservation.most() > Money::ZERO {
            self.keep(Change::BeginAttempt(attempt.clone())).await?;
        }
        Ok(attempt)
    }

    /// An attempt that begins now, of which nobody knows more.
    fn attempt(&self, server: &Server, address: Address) -> AttemptRecord {
        AttemptRecord {
            id: self.next_attempt.fetch_add(1, Ordering::Relaxed),
            run: self.run,
            address,
            model: server.model.name.clone(),
            at: now(),
            took: 0,
            outcome: Outcome::Unknown,
            status: None,
            said: String::new(),
            at_risk: Money::ZERO,
        }
    }

    async fn end_attempt(
        &self,
        mut attempt: AttemptRecord,
        status: Option<u16>,
        said: String,
        at_risk: Money,
        reservation: Reservation<'_>,
    ) -> Result<(), Halted> {
        attempt.status = status;
        attempt.said = said;
        attempt.at_risk = at_risk;
        self.keep(Change::EndAttempt(attempt)).await?;
        reservation.settle(at_risk);
        Ok(())
    }

    fn give_up(&self, server: &Server, attempts: u32, last: String) -> Result<Answer, Halted> {
        if server.breaker.failed(false) {
            return Err(self.hopeless(server.no_hope(&last)));
        }
        Ok(Err(Failure::GaveUp { attempts, last }))
    }

    fn kept(&self, raw: &str) -> Answer {
        self.figures.found();
        // What is in the store was read once, so it can be read again.
        reply(raw).map_err(|what| Failure::GaveUp { attempts: 1, last: format!("{what}: {raw}") })
    }

    fn stored(&self, address: &Address) -> Result<Option<String>, Halted> {
        self.store.reply(address).map_err(|error| self.halted(Halted::StoreFailed(error.to_string())))
    }

    async fn keep(&self, change: Change) -> Result<(), Halted> {
        let kept = self.store.keep(change).await;
        kept.map_err(|error| self.halted(Halted::StoreFailed(error.to_string())))
    }

    fn server(&self, model: &str) -> Result<&Server, Halted> {
        let found = self.servers.iter().find(|server| server.model.name == model);
        found.ok_or_else(|| self.hopeless(format!("no model is configured under the name {model}")))
    }

    fn hopeless(&self, message: String) -> Halted {
        self.halted(Halted::Hopeless(message))
    }

    fn halted(&self, why: Halted) -> Halted {
        self.halt.give(why.clone());
        why
    }

    fn gate(&self, address: Address) -> Arc<tokio::sync::Mutex<()>> {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner).entry(address).or_default().clone()
    }

    /// Forgets a gate that nobody stands at.
    fn remove_gate(&self, address: &Address) {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if gates.get(address).is_some_and(|gate| Arc::strong_count(gate) == 1) {
            gates.remove(address);
        }
    }
}

impl Ask for Client {
    async fn ask(&self, request: Request) -> Result<Answer, Halted> {
        Self::ask(self, &request).await
    }
}

/// Milliseconds since 1970, for the store's books only.
pub(crate) fn now() -> i64 {
    milliseconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
