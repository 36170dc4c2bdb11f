//! The way to the clusters' own APIs: a proxy of HTTP's `CONNECT` on loopback, behind which each cluster answers at its own
//! address with a certificate of its own authority, to clients that show one of it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::authority::Realm;
use super::id::Id;
use super::kubernetes::{self, Asked};
use super::server::{SeenRequest, Shared};

/// Nobody waits longer for a client that says nothing.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most bytes of a head, and of a body.
const HEAD_LIMIT: usize = 32 * 1024;
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// How clusters show themselves, by their addresses, each for the authority that it was made with.
type Shown = Arc<Mutex<BTreeMap<String, (String, Arc<ServerConfig>)>>>;

/// The open gate. Dropping it closes it.
#[derive(Debug)]
pub(super) struct Gate {
    pub(super) address: SocketAddr,
    _open: oneshot::Sender<()>,
}

impl Gate {
    /// Opens it on a free port of 127.0.0.1.
    pub(super) async fn open(shared: Weak<Shared>) -> std::io::Result<Gate> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (open, mut closed) = oneshot::channel::<()>();
        let shown = Shown::default();
        tokio::spawn(async move {
            loop {
                let accepted = tokio::select! {
                    _end = &mut closed => return,
                    accepted = listener.accept() => accepted,
                };
                let Ok((stream, _)) = accepted else { continue };
                let Some(shared) = shared.upgrade() else { return };
                let Ok(stream) = stream.into_std() else { continue };
                let shown = Arc::clone(&shown);
                tokio::task::spawn_blocking(move || drop(pass(&shared, &shown, stream)));
            }
        });
        Ok(Gate { address, _open: open })
    }
}

/// One connection from its `CONNECT` to its end.
fn pass(shared: &Shared, shown: &Shown, stream: TcpStream) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut stream = stream;
    let Some(head) = head(&mut stream)? else {
        return Ok(());
    };
    let met = meet(shared, shown, &head.path).filter(|_| head.method == "CONNECT");
    let Some((cluster, config)) = met else {
        return stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    };
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut tls = BufReader::new(StreamOwned::new(connection, stream));
    // One request for each connection: a cluster whose authority was replaced has other connections from then on.
    let Some(head) = self::head(&mut tls)? else {
        return Ok(());
    };
    let mut body = vec![0; head.length.min(BODY_LIMIT)];
    tls.read_exact(&mut body)?;
    let (path, query) = head.path.split_once('?').unwrap_or((&head.path, ""));
    shared.note(SeenRequest {
        method: head.method.clone(),
        path: format!("/kubernetes/{cluster}{path}"),
        query: query.to_owned(),
    });
    let asked = Asked {
        method: &head.method,
        path,
        query,
        body: &body,
    };
    let answer = kubernetes::answer(&mut shared.world(), cluster, &asked);
    let head = format!(
        "HTTP/1.1 {} Told\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.kind,
        answer.body.len()
    );
    let out = tls.get_mut();
    out.write_all(head.as_bytes())?;
    out.write_all(&answer.body)?;
    out.conn.send_close_notify();
    out.flush()
}

/// The beginning of a request.
struct Head {
    method: String,
    path: String,
    length: usize,
}

/// Reads one; nothing where there is none any more. Byte by byte, so that nothing of what follows is taken.
fn head(from: &mut impl Read) -> std::io::Result<Option<Head>> {
    let mut text = Vec::new();
    while !text.ends_with(b"\r\n\r\n") && text.len() < HEAD_LIMIT {
        let mut byte = [0];
        match from.read(&mut byte) {
            Ok(0) => return Ok(None),
            Ok(_) => text.extend(byte),
            Err(error) if text.is_empty() && error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
    }
    let mut lines = text.lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let length = lines.map_while(Result::ok).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse().ok()).flatten()
    });
    Ok(Some(Head {
        method: method.to_owned(),
        path: path.to_owned(),
        length: length.unwrap_or(0),
    }))
}

/// The cluster at this `host:port`, if its API answers, and how it shows itself.
fn meet(shared: &Shared, shown: &Shown, wanted: &str) -> Option<(Id, Arc<ServerConfig>)> {
    let mut world = shared.world();
    let now = world.now;
    let at = format!("https://{wanted}");
    let found = world.clusters.iter().find(|cluster| {
        cluster.api_address(now).as_ref() == Some(&at) && kubernetes::answers(cluster, now)
    })?;
    let (uuid, calendar) = (found.uuid, world.calendar);
    let host = wanted.rsplit_once(':')?.0.parse().ok()?;
    let authority = world.authority(uuid, Realm::Kubernetes)?;
    let pem = authority.pem().to_owned();
    let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, config)) = shown.get(wanted).filter(|(of, _)| *of == pem) {
        return Some((uuid, Arc::clone(config)));
    }
    let config = Arc::new(shows(&pem, &authority.serve(host, calendar, now)?)?);
    shown.insert(wanted.to_owned(), (pem, Arc::clone(&config)));
    Some((uuid, config))
}

/// Shows this certificate with its key, and wants to be shown one of this authority.
fn shows(authority: &str, (certificate, key): &(String, String)) -> Option<ServerConfig> {
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.as_bytes()).ok()?)
        .ok()?;
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_client_cert_verifier(clients.build().ok()?)
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes()).ok()?],
            PrivateKeyDer::from_pem_slice(key.as_bytes()).ok()?,
        )
        .ok()
}
