//! Calls about batches: few, and so important that they are made until they succeed.

use std::future::Future;

use serde_json::Value;
use tokio::time::sleep;

use super::super::Client;
use super::super::server::Server;
use super::super::transport::{Envelope, TransportError};
use super::super::verdict::is_success;
use crate::address::Address;
use crate::halt::Halted;

impl Client {
    /// Calls until there is an answer in JSON.
    pub(super) async fn call<F>(&self, server: &Server, call: impl Fn() -> F) -> Result<Value, Halted>
    where
        F: Future<Output = Result<Envelope, TransportError>>,
    {
        let envelope = self.call_raw(server, call).await?;
        serde_json::from_str(&envelope.body)
            .map_err(|_| self.hopeless(format!("{}: not JSON: {}", server.model.base_url, envelope.body)))
    }

    /// Calls until there is an answer.
    pub(super) async fn call_raw<F>(&self, server: &Server, call: impl Fn() -> F) -> Result<Envelope, Halted>
    where
        F: Future<Output = Result<Envelope, TransportError>>,
    {
        let address = Address::of(&server.model.identity, &Value::Null, 0);
        let mut tries = 0;
        loop {
            tries += 1;
            let said = match call().await {
                Ok(envelope) if is_success(envelope.status) => return Ok(envelope),
                Ok(Envelope { status, body, .. }) if !matches!(status, 408 | 409 | 425 | 429 | 500..) => {
                    let url = &server.model.base_url;
                    return Err(self.hopeless(format!("{url}: batches: status {status}: {body}")));
                }
                Ok(Envelope { status, body, .. }) => format!("status {status}: {body}"),
                Err(error) => error.to_string(),
            };
            if tries >= self.retries.attempts {
                return Err(self.hopeless(format!("{}: batches: {said}", server.model.base_url)));
            }
            self.halt.unless(sleep(self.retries.wait(&address, tries, None))).await?;
        }
    }

    /// Calls once; what went wrong is for the caller to judge.
    pub(super) async fn call_once(
        &self,
        server: &Server,
        call: impl Future<Output = Result<Envelope, TransportError>>,
    ) -> Result<Value, String> {
        let url = &server.model.base_url;
        let envelope = call.await.map_err(|error| format!("{url}: batches: {error}"))?;
        if !is_success(envelope.status) {
            return Err(format!("{url}: batches: status {}: {}", envelope.status, envelope.body));
        }
        serde_json::from_str(&envelope.body).map_err(|_| format!("{url}: not JSON: {}", envelope.body))
    }

    pub(super) fn text(&self, value: &Value, name: &str) -> Result<String, Halted> {
        let text = value.get(name).and_then(Value::as_str);
        text.map(str::to_owned).ok_or_else(|| self.hopeless(format!("batches: no `{name}` in {value}")))
    }
}
