//! The simulated cloud's connections: ordinary TCP, except that the fault layer may cut one after a number of bytes.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const UNLIMITED: usize = usize::MAX;

/// How many bytes a connection may still send.
#[derive(Clone, Debug)]
pub(super) struct Allowance(Arc<AtomicUsize>);

impl Allowance {
    fn unlimited() -> Allowance {
        Allowance(Arc::new(AtomicUsize::new(UNLIMITED)))
    }

    /// Lets the connection end after so many more bytes.
    pub(super) fn limit(&self, bytes: usize) {
        self.0.store(bytes, Ordering::SeqCst);
    }

    fn left(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn spend(&self, bytes: usize) {
        let left = self.left();
        if left != UNLIMITED {
            self.0.store(left.saturating_sub(bytes), Ordering::SeqCst);
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
        let (now, _later) = bytes.split_at(left.min(bytes.len()));
        let sent = Pin::new(&mut self.stream).poll_write(task, now);
        if let Poll::Ready(Ok(count)) = sent {
            self.allowance.spend(count);
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
