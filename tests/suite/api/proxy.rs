//! A network of a few lines between client and server, which a test can make slow, narrow, deaf or broken.
//!
//! What it does to a connection is decided when the connection is made, from the harm that is set then; a connection that
//! is open keeps its harm, but for [`Proxy::freeze`], which is what a suspend or a lost NAT entry does to open ones.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    /// Nothing.
    None,
    /// Everything goes through, each piece so much later.
    Latency(Duration),
    /// The answer comes in pieces of so many bytes, one per span of time.
    Drip(usize, Duration),
    /// The answer ends after so many bytes.
    CutAnswer(usize),
    /// The connection ends when so many bytes of the request have arrived at the server; no answer comes.
    CutRequest(usize),
    /// The connection is reset as soon as it is made.
    Reset,
    /// The connection is made, and nothing comes through.
    Swallow,
}

/// Stops when dropped.
pub(super) struct Proxy {
    /// `host:port` to connect to.
    pub(super) place: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    harm: Mutex<Harm>,
    route: Mutex<SocketAddr>,
    connections: AtomicUsize,
    /// Counts how often everything that was open was frozen.
    frozen: watch::Sender<u64>,
}

impl Proxy {
    /// Stands before this server, given as `http://host:port` or `host:port`.
    pub(super) async fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = format!("localhost:{}", listener.local_addr().unwrap().port());
        let state = Arc::new(State {
            harm: Mutex::new(Harm::None),
            route: Mutex::new(address(server)),
            connections: AtomicUsize::new(0),
            frozen: watch::Sender::new(0),
        });
        let accepting = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                accepting.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(carry(client, Arc::clone(&accepting)));
            }
        });
        Self { place, state, task }
    }

    /// What happens to connections that are made from now on.
    pub(super) fn harm(&self, harm: Harm) {
        *self.state.harm.lock().unwrap() = harm;
    }

    /// Where connections that are made from now on lead.
    pub(super) fn route(&self, server: &str) {
        *self.state.route.lock().unwrap() = address(server);
    }

    /// Nothing comes through any connection that is open now, and none is closed.
    pub(super) fn freeze(&self) {
        self.state.frozen.send_modify(|times| *times += 1);
    }

    /// Connections that were made so far.
    pub(super) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn address(server: &str) -> SocketAddr {
    let place = server
        .trim_start_matches("http://")
        .trim_start_matches("https://");
    let (_, port) = place.rsplit_once(':').unwrap();
    SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()))
}

async fn carry(client: TcpStream, state: Arc<State>) {
    let harm = *state.harm.lock().unwrap();
    let route = *state.route.lock().unwrap();
    match harm {
        Harm::Reset => {
            client.set_zero_linger().unwrap();
            return;
        }
        Harm::Swallow => {
            // Held open, for as long as the other side likes.
            swallow(client).await;
            return;
        }
        Harm::None | Harm::Latency(_) | Harm::Drip(..) | Harm::CutAnswer(_) | Harm::CutRequest(_) => {}
    }
    let Ok(server) = TcpStream::connect(route).await else {
        return;
    };
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let mut frozen = state.frozen.subscribe();
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let carrying = async {
        let there = forward(from_client, to_server, harm);
        let back = answer(from_server, to_client, harm);
        match harm {
            // The first of both that ends, ends the connection.
            Harm::CutRequest(_) | Harm::CutAnswer(_) => tokio::select! {
                () = there => {}
                () = back => {}
            },
            Harm::None | Harm::Latency(_) | Harm::Drip(..) | Harm::Reset | Harm::Swallow => {
                tokio::join!(there, back);
            }
        }
    };
    let mut carrying = std::pin::pin!(carrying);
    tokio::select! {
        () = &mut carrying => {}
        // What is not polled carries nothing, and what is not dropped stays open.
        _ = frozen.changed() => std::future::pending().await,
    }
}

async fn swallow(mut client: TcpStream) {
    let mut buffer = [0; 4096];
    while client.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
}

/// From the client to the server.
async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, harm: Harm) {
    let mut buffer = [0; 4096];
    let mut left = match harm {
        Harm::CutRequest(bytes) => bytes,
        _ => usize::MAX,
    };
    while let Ok(count) = from.read(&mut buffer).await {
        if let Harm::Latency(span) = harm {
            tokio::time::sleep(span).await;
        }
        let passed = count.min(left);
        if count == 0 || to.write_all(&buffer[..passed]).await.is_err() {
            break;
        }
        left -= passed;
        if left == 0 {
            // The server is to have what it was sent before the line is cut.
            drop(to.shutdown().await);
            return;
        }
    }
    drop(to.shutdown().await);
}

/// From the server to the client.
async fn answer(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, harm: Harm) {
    let mut buffer = [0; 4096];
    let mut left = match harm {
        Harm::CutAnswer(bytes) => bytes,
        // Whatever the server says to half a request is lost.
        Harm::CutRequest(_) => 0,
        _ => usize::MAX,
    };
    while let Ok(count) = from.read(&mut buffer).await {
        if count == 0 {
            break;
        }
        let piece = &buffer[..count.min(left)];
        let sent = match harm {
            Harm::Latency(span) => {
                tokio::time::sleep(span).await;
                to.write_all(piece).await
            }
            Harm::Drip(bytes, span) => drip(&mut to, piece, (bytes, span)).await,
            _ => to.write_all(piece).await,
        };
        left -= piece.len();
        if sent.is_err() || left == 0 {
            break;
        }
    }
    drop(to.shutdown().await);
}

async fn drip(
    to: &mut OwnedWriteHalf,
    piece: &[u8],
    (bytes, span): (usize, Duration),
) -> std::io::Result<()> {
    for drop in piece.chunks(bytes) {
        to.write_all(drop).await?;
        to.flush().await?;
        tokio::time::sleep(span).await;
    }
    Ok(())
}
