//! A server of a few lines, over which a test has full control: it may answer, stay silent, or hang up.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What a client asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What the server does about it.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// Answers.
    Answer(Answer),
    /// Hangs up without a word.
    HangUp,
    /// Promises a body and hangs up in the middle of it.
    BreakOff,
    /// Says nothing, for ever.
    Silence,
    /// Answers a little later, so that others can ask meanwhile.
    Later(Answer),
}

#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    pub(super) fn text(status: u16, kind: &str, body: &str) -> Self {
        Self::Answer(Answer {
            status,
            headers: vec![("Content-Type".to_owned(), kind.to_owned())],
            body: body.as_bytes().to_vec(),
        })
    }

    pub(super) fn with(self, name: &str, value: &str) -> Self {
        match self {
            Self::Answer(mut answer) => {
                answer.headers.push((name.to_owned(), value.to_owned()));
                Self::Answer(answer)
            }
            other => other,
        }
    }
}

/// Stops when dropped.
pub(super) struct Server {
    pub(super) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(super) async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with(None, answer).await
    }

    pub(super) async fn start_with(
        tls: Option<TlsAcceptor>,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, answer, tls) = (Arc::clone(&log), Arc::clone(&answer), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &log, &*answer).await;
                            }
                        }
                        None => serve(stream, &log, &*answer).await,
                    }
                });
            }
        });
        let url = format!("{scheme}://localhost:{port}");
        Self { url, asked, task }
    }

    /// Everything that was asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How often something was asked whose path ends like this.
    pub(super) fn count(&self, method: &str, path_end: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        let fits = |asked: &&Asked| asked.method == method && asked.path.ends_with(path_end);
        asked.iter().filter(fits).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    log: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked) -> Reply + Send + Sync),
) {
    let mut buffer = Vec::new();
    // Like any other server, it says so to who speaks TLS where none is spoken.
    if stream.read_buf(&mut buffer).await.is_ok() && buffer.first() == Some(&0x16) {
        drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await);
        return;
    }
    while let Some(asked) = read(&mut stream, &mut buffer).await {
        log.lock().unwrap().push(asked.clone());
        let reply = match answer(&asked) {
            Reply::Later(answer) => {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                Reply::Answer(answer)
            }
            reply => reply,
        };
        match reply {
            Reply::Answer(Answer {
                status,
                headers,
                body,
            }) => {
                let mut head = format!("HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\n", body.len());
                for (name, value) in headers {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                head.push_str("\r\n");
                let mut whole = head.into_bytes();
                whole.extend(body);
                if stream.write_all(&whole).await.is_err() || stream.flush().await.is_err() {
                    return;
                }
            }
            Reply::HangUp => return,
            Reply::BreakOff => {
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"half\":";
                drop(stream.write_all(head.as_bytes()).await);
                drop(stream.flush().await);
                return;
            }
            Reply::Silence | Reply::Later(_) => std::future::pending().await,
        }
    }
}

async fn read<S: AsyncRead + Unpin>(stream: &mut S, buffer: &mut Vec<u8>) -> Option<Asked> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer[..end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    let whole = end + 4 + length;
    while buffer.len() < whole {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8(buffer[end + 4..whole].to_vec()).ok()?;
    buffer.drain(..whole);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Asked {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
    })
}
