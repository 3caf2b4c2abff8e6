//! HTTP, by way of async-openai. The only file that names that crate, its transport and its cryptography.
//!
//! The crate retries on its own and reads errors as OpenAI writes them; both hide what a server really said. So a
//! service of ours stands beneath it, in place of its own: it leaves what came, status, headers that matter and body, in
//! an [`Envelope`] for whoever waits for the call, and lets the crate believe in an empty answer. What the envelope
//! means is decided in [`super::verdict`].

use std::cell::Cell;
use std::error::Error as _;
use std::future::Future;
use std::pin::Pin;
use std::sync::Once;
use std::task::{Context, Poll};
use std::time::Duration;

use async_openai::Client;
use async_openai::config::Config;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use async_openai::types::InputSource;
use async_openai::types::files::{CreateFileRequest, FileInput, FilePurpose};
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER};
use secrecy::SecretString;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::secret::Key;

/// What a server answered, before anybody has interpreted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The HTTP status.
    pub status: u16,
    /// The header of that name, as it stands.
    pub retry_after: Option<String>,
    /// The header `retry-after-ms`, which some servers send as well.
    pub retry_after_ms: Option<String>,
    /// The body, without the key if it was repeated in it.
    pub body: String,
}

/// Why there is no answer at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The server was never reached, so it has done nothing.
    #[error("no connection: {0}")]
    Unreached(String),
    /// The connection ended before the answer did.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The attempt took longer than it may.
    #[error("no answer within {0:?}")]
    TimedOut(Duration),
}

/// A connection to one server.
pub struct Transport {
    client: Client<Endpoint>,
    timeout: Duration,
}

impl Transport {
    /// A connection to the server whose interface begins at this URL.
    ///
    /// # Errors
    /// If the key cannot stand in a header, or the system offers no certificates.
    pub fn new(base_url: &str, key: Option<Key>, timeout: Duration) -> Result<Self, String> {
        install_cryptography();
        let http = reqwest::Client::builder()
            .user_agent(concat!("lintseq/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(20))
            .tcp_nodelay(true)
            // A redirected POST would arrive without its body, and the key elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| chain(&error))?;
        let endpoint = Endpoint::new(base_url, key.clone())?;
        let service = Service { http, key };
        Ok(Self { client: Client::with_config(endpoint).with_http_service(service), timeout })
    }

    /// Asks for the completion of a chat.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn chat(&self, body: &RawValue) -> Result<Envelope, TransportError> {
        self.within(self.client.chat().create_byot::<_, IgnoredAny>(body)).await
    }

    /// Uploads the requests of a batch.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn upload(&self, name: &str, bytes: Vec<u8>) -> Result<Envelope, TransportError> {
        let source = InputSource::VecU8 { filename: name.to_owned(), vec: bytes };
        let request = CreateFileRequest {
            file: FileInput { source },
            purpose: FilePurpose::Batch,
            expires_after: None,
        };
        self.within(self.client.files().create_byot::<_, IgnoredAny>(request)).await
    }

    /// Fetches a file.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn download(&self, file: &str) -> Result<Envelope, TransportError> {
        self.within(self.client.files().content(file)).await
    }

    /// Creates a batch.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn create_batch(&self, body: &Value) -> Result<Envelope, TransportError> {
        self.within(self.client.batches().create_byot::<_, IgnoredAny>(body)).await
    }

    /// Looks after a batch.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn batch(&self, id: &str) -> Result<Envelope, TransportError> {
        self.within(self.client.batches().retrieve_byot::<_, IgnoredAny>(id)).await
    }

    /// The newest batches.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn batches(&self) -> Result<Envelope, TransportError> {
        self.within(self.client.batches().list_byot::<IgnoredAny>()).await
    }

    async fn within<T>(
        &self,
        call: impl Future<Output = Result<T, OpenAIError>>,
    ) -> Result<Envelope, TransportError> {
        let opened = async {
            let answer = call.await;
            answer.map(|_| ENVELOPE.with(Cell::take))
        };
        match tokio::time::timeout(self.timeout, ENVELOPE.scope(Cell::new(None), opened)).await {
            Err(_) => Err(TransportError::TimedOut(self.timeout)),
            Ok(Ok(Some(envelope))) => Ok(envelope),
            Ok(Ok(None)) => Err(TransportError::Broken("there was no answer".to_owned())),
            Ok(Err(OpenAIError::Reqwest(error))) if error.is_connect() => {
                Err(TransportError::Unreached(chain(&error)))
            }
            Ok(Err(OpenAIError::Reqwest(error))) => Err(TransportError::Broken(chain(&error))),
            Ok(Err(error)) => Err(TransportError::Broken(error.to_string())),
        }
    }
}

/// One provider for the process; a second installation would be refused.
fn install_cryptography() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error says that the embedding program has chosen one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

tokio::task_local! {
    /// What came back on the call that this task waits for.
    static ENVELOPE: Cell<Option<Envelope>>;
}

/// Sends a request, and leaves what comes back in the envelope.
#[derive(Clone)]
struct Service {
    http: reqwest::Client,
    key: Option<Key>,
}

impl tower_service::Service<HttpRequestFactory> for Service {
    type Response = reqwest::Response;
    type Error = OpenAIError;
    type Future = Pin<Box<dyn Future<Output = Result<reqwest::Response, OpenAIError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), OpenAIError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, factory: HttpRequestFactory) -> Self::Future {
        let Self { http, key } = self.clone();
        Box::pin(async move {
            let response = http.execute(factory.build().await?).await?;
            let header = |name: http::HeaderName| {
                Some(String::from_utf8_lossy(response.headers().get(name)?.as_bytes()).into_owned())
            };
            let status = response.status().as_u16();
            let retry_after = header(RETRY_AFTER);
            let retry_after_ms = header(http::HeaderName::from_static("retry-after-ms"));
            let body = text(response.bytes().await?.into());
            let body = match &key {
                Some(key) => key.redact(body),
                None => body,
            };
            let envelope = Envelope { status, retry_after, retry_after_ms, body };
            ENVELOPE.with(|place| place.set(Some(envelope)));
            Ok(http::Response::new("null").into())
        })
    }
}

/// Bytes as text, without a copy where they are text.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Where a server is, and the header with its key. A server without a key gets no header.
struct Endpoint {
    base_url: String,
    headers: HeaderMap,
    key: SecretString,
}

impl Endpoint {
    fn new(base_url: &str, key: Option<Key>) -> Result<Self, String> {
        let mut headers = HeaderMap::new();
        if let Some(key) = &key {
            let mut value = HeaderValue::from_str(&key.header())
                .map_err(|_| "the key holds characters that no HTTP header can carry".to_owned())?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let base_url = base_url.trim_end_matches('/').to_owned();
        let key = key.map_or_else(|| SecretString::from(""), |key| key.secret().clone());
        Ok(Self { base_url, headers, key })
    }
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base_url
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

/// An error with its causes: that of the transport says "error sending request", and only its cause says why.
fn chain(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}
