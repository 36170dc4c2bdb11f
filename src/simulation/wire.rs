//! The simulated cloud's connections: ordinary TCP, except that the fault layer may cut one after a number of bytes or
//! let it drip.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Sleep;

const UNLIMITED: usize = usize::MAX;

/// How many bytes a connection may still send, and how fast.
#[derive(Clone, Debug)]
pub(super) struct Allowance {
    left: Arc<AtomicUsize>,
    drops: Arc<Mutex<Option<(usize, Duration)>>>,
}

impl Allowance {
    fn unlimited() -> Allowance {
        Allowance {
            left: Arc::new(AtomicUsize::new(UNLIMITED)),
            drops: Arc::default(),
        }
    }

    /// Lets the connection send so many bytes at a time from now on.
    pub(super) fn drip(&self, bytes: usize, every: Duration) {
        let mut drops = self.drops.lock().unwrap_or_else(PoisonError::into_inner);
        *drops = Some((bytes.max(1), every));
    }

    fn drops(&self) -> Option<(usize, Duration)> {
        *self.drops.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the connection end after so many more bytes.
    pub(super) fn limit(&self, bytes: usize) {
        self.left.store(bytes, Ordering::SeqCst);
    }

    fn left(&self) -> usize {
        self.left.load(Ordering::SeqCst)
    }

    fn spend(&self, bytes: usize) {
        let left = self.left();
        if left != UNLIMITED {
            self.left.store(left.saturating_sub(bytes), Ordering::SeqCst);
        }
    }
}

impl Connected<IncomingStream<'_, Wires>> for Allowance {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Allowance {
        stream.io().allowance.clone()
    }
}

/// A listener whose connections can be cut.
#[derive(Debug)]
pub(super) struct Wires(pub(super) TcpListener);

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Answers are small and awaited: holding them back would cost 40 ms each. If this fails, it is only slower.
        drop(stream.set_nodelay(true));
        (
            Wire {
                stream,
                allowance: Allowance::unlimited(),
                pause: None,
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// One connection.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    allowance: Allowance,
    /// The time until the next drop.
    pause: Option<Pin<Box<Sleep>>>,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(task, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let left = self.allowance.left();
        if left == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(task));
            self.pause = None;
        }
        let drops = self.allowance.drops();
        let most = drops.map_or(left, |(bytes, _)| left.min(bytes));
        let (now, _later) = bytes.split_at(most.min(bytes.len()));
        let sent = Pin::new(&mut self.stream).poll_write(task, now);
        if let Poll::Ready(Ok(count)) = sent {
            self.allowance.spend(count);
            self.pause = drops.map(|(_, every)| Box::pin(tokio::time::sleep(every)));
        }
        sent
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }
}
