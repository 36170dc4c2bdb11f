//! The end of a sign-in in the browser: listens at the one address that Keystone lets the browser bring a token to.
//!
//! Keystone compares that address with a list, letter by letter, so it is the one that every client uses. Any page in the
//! browser could post to it, and nothing in a post proves who sent it. So it is open only while somebody signs in, only
//! inside this machine, takes one token in a form that Keystone's page sends, and closes.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use url::{Url, form_urlencoded};

#[cfg(target_os = "linux")]
use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::secret::{Secret, SecretBytes};
use crate::domain::trouble::SignInTrouble;

/// The port that clouds expect.
pub const PORT: u16 = 9990;
/// The path that clouds expect.
const PATH: &str = "/auth/websso/";
/// Most bytes of a request's head.
const HEAD_CAP: usize = 16 * 1024;
/// Most bytes of the form.
const FORM_CAP: usize = 64 * 1024;
/// Most bytes of a token.
const TOKEN_CAP: usize = 16 * 1024;
/// Connections that may wait at the same time: browsers open some in advance.
const CONNECTIONS: usize = 16;
/// How long one request may take to arrive.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);

const DONE: &str = include_str!("../../assets/pages/signed-in.html");
const REFUSED: &str = include_str!("../../assets/pages/not-signed-in.html");

/// A listener for one token.
#[derive(Debug)]
pub struct Listener {
    four: TcpListener,
    six: Option<TcpListener>,
    port: u16,
    /// Keystone's own origin, `https://host:port`.
    keystone: String,
}

/// Why a request was not what is waited for, as HTTP says it.
struct No(u16, &'static str);

impl Listener {
    /// Opens the address for answers of the Keystone at this address. Port 0 takes any, for tests.
    ///
    /// # Errors
    /// `BrowserPortTaken` when somebody else listens there.
    pub async fn bind(port: u16, auth_url: &str) -> Result<Self, Problem> {
        let taken = async || {
            let program = tokio::task::spawn_blocking(move || listening_program(port))
                .await
                .unwrap_or_default();
            Problem::new(ProblemKind::SignIn(SignInTrouble::BrowserPortTaken {
                port,
                program,
            }))
        };
        let four = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => listener,
            Err(_) => return Err(taken().await),
        };
        let port = four.local_addr().map_or(port, |address| address.port());
        // A browser may take `localhost` to be either address. One that is not there does no harm, one that belongs to
        // somebody else would be given the token.
        let six = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => Some(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(taken().await),
            Err(_) => None,
        };
        Ok(Self {
            four,
            six,
            port,
            keystone: Url::parse(auth_url)
                .map(|url| url.origin().ascii_serialization())
                .unwrap_or_default(),
        })
    }

    /// The address that Keystone has to send the browser to.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}{PATH}", self.port)
    }

    /// Waits for the token. The first one that comes is taken, and nothing after it.
    pub async fn token(self) -> Secret {
        let mut requests = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.four.accept() => accepted,
                accepted = accept(self.six.as_ref()) => accepted,
                Some(answered) = requests.join_next() => {
                    if let Ok(Some(token)) = answered {
                        return token;
                    }
                    continue;
                }
            };
            if let (Ok((stream, _)), true) = (accepted, requests.len() < CONNECTIONS) {
                let expected = Expected {
                    port: self.port,
                    keystone: self.keystone.clone(),
                };
                requests.spawn(async move {
                    tokio::time::timeout(REQUEST_LIMIT, expected.serve(stream))
                        .await
                        .unwrap_or_default()
                });
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// What a request has to look like.
struct Expected {
    port: u16,
    keystone: String,
}

impl Expected {
    /// Answers one request, and gives the token that it brought.
    async fn serve(&self, mut stream: TcpStream) -> Option<Secret> {
        let outcome = self.read(&mut stream).await;
        let (status, reason, page) = match &outcome {
            Ok(_) => (200, "OK", DONE),
            Err(No(status, reason)) => (*status, *reason, REFUSED),
        };
        let head = format!(
            "HTTP/1.1 {status} {reason}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: \
             no-store\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nReferrer-Policy: \
             no-referrer\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        // A browser that is gone has brought its token all the same.
        drop(stream.write_all(head.as_bytes()).await);
        drop(stream.shutdown().await);
        outcome.ok()
    }

    async fn read(&self, stream: &mut TcpStream) -> Result<Secret, No> {
        let mut received = Received::default();
        let (head, length) = loop {
            if let Some(end) = received.head_end() {
                let text =
                    String::from_utf8_lossy(received.bytes.get(..end).unwrap_or_default()).into_owned();
                let length = self.check(&text)?;
                break (end + 4, length);
            }
            if received.bytes.len() > HEAD_CAP || received.more(stream).await == 0 {
                return Err(No(400, "Bad Request"));
            }
        };
        while received.bytes.len() < head + length {
            if received.more(stream).await == 0 {
                return Err(No(400, "Bad Request"));
            }
        }
        let form = received.bytes.get(head..head + length).unwrap_or_default();
        let token = form_urlencoded::parse(form)
            .find(|(key, _)| key == "token")
            .map(|(_, value)| Secret::new(value.into_owned()))
            .unwrap_or_default();
        let text = token.expose();
        let plausible =
            !text.is_empty() && text.len() <= TOKEN_CAP && text.bytes().all(|byte| byte.is_ascii_graphic());
        if plausible {
            Ok(token)
        } else {
            Err(No(400, "Bad Request"))
        }
    }

    /// Whether the head is that of Keystone's form, and how long the form is.
    fn check(&self, head: &str) -> Result<usize, No> {
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
        let headers: Vec<(String, &str)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
            .collect();
        let header = |name: &str| {
            headers
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| *value)
        };
        // Another name that leads here is a page's trick to be taken for us.
        let hosts = ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{}", self.port));
        if !header("host").is_some_and(|host| hosts.iter().any(|known| known == host)) {
            return Err(No(421, "Misdirected Request"));
        }
        if target.split('?').next() != Some(PATH) {
            return Err(No(404, "Not Found"));
        }
        if method != "POST" {
            return Err(No(405, "Method Not Allowed"));
        }
        let kind = header("content-type").unwrap_or_default().split(';').next();
        if !kind.is_some_and(|kind| {
            kind.trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        }) {
            return Err(No(415, "Unsupported Media Type"));
        }
        // Keystone's page sends its form as a navigation. Scripts cannot, and a browser says which it was.
        let said = |name: &str, expected: &str| header(name).is_none_or(|value| value == expected);
        let navigated = said("sec-fetch-mode", "navigate")
            && said("sec-fetch-dest", "document")
            && header("sec-fetch-site") != Some("none");
        // From https to here browsers write `null`.
        let origin = header("origin").is_none_or(|origin| origin == "null" || origin == self.keystone);
        if !navigated || !origin {
            return Err(No(403, "Forbidden"));
        }
        let length: usize = header("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or(No(411, "Length Required"))?;
        if length > FORM_CAP {
            return Err(No(413, "Content Too Large"));
        }
        Ok(length)
    }
}

/// What has arrived of a request; wiped in the end, because a token is in it.
#[derive(Default)]
struct Received {
    bytes: Vec<u8>,
}

impl Received {
    fn head_end(&self) -> Option<usize> {
        self.bytes.windows(4).position(|four| four == b"\r\n\r\n")
    }

    async fn more(&mut self, stream: &mut TcpStream) -> usize {
        if self.bytes.capacity() == 0 {
            self.bytes.reserve(HEAD_CAP + FORM_CAP + 4);
        }
        stream.read_buf(&mut self.bytes).await.unwrap_or_default()
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        drop(SecretBytes::from(std::mem::take(&mut self.bytes)));
    }
}

/// The name of the program of ours that listens on a port, where the system tells.
#[cfg(target_os = "linux")]
fn listening_program(port: u16) -> Option<String> {
    let suffix = format!(":{port:04X}");
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| {
        let text = std::fs::read_to_string(table).ok()?;
        text.lines().find_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let listens = fields.get(3) == Some(&"0A") && fields.get(1)?.ends_with(&suffix);
            listens.then(|| fields.get(9).map(|inode| (*inode).to_owned()))?
        })
    })?;
    let socket = format!("socket:[{inode}]");
    let processes = std::fs::read_dir("/proc").ok()?;
    processes.flatten().find_map(|process| {
        let open = std::fs::read_dir(process.path().join("fd")).ok()?;
        let holds = open.flatten().any(|file| {
            std::fs::read_link(file.path()).is_ok_and(|link| link.as_os_str() == socket.as_str())
        });
        let name = holds.then(|| std::fs::read_to_string(process.path().join("comm")).ok())??;
        Some(clean(name.trim())).filter(|name| !name.is_empty())
    })
}

/// Other systems do not tell without their own interfaces.
#[cfg(not(target_os = "linux"))]
fn listening_program(_port: u16) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::Listener;

    const FORM: &str = "application/x-www-form-urlencoded";

    async fn ask(port: u16, request: String) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        // One that is refused early may find the connection closed with its body unread.
        drop(stream.read_to_string(&mut answer).await);
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    fn post(host: &str, kind: &str, further: &str, form: &str) -> String {
        format!(
            "POST /auth/websso/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\n{further}Content-Length: \
             {}\r\n\r\n{form}",
            form.len()
        )
    }

    #[tokio::test]
    async fn f31_only_keystones_form_on_the_one_path_is_taken() {
        let listener = Listener::bind(0, "https://keystone.example.org:5000/v3")
            .await
            .unwrap();
        let port = listener.port;
        let here = format!("localhost:{port}");
        let waiting = tokio::spawn(listener.token());
        let get = format!("GET /auth/websso/?token=stolen HTTP/1.1\r\nHost: {here}\r\n\r\n");
        let elsewhere = post(&here, FORM, "", "token=stolen").replace("/auth/websso/", "/");
        let script = "Sec-Fetch-Mode: cors\r\n";
        let stranger = "Origin: https://evil.example.org\r\n";
        for (request, status) in [
            (get, "405"),
            (elsewhere, "404"),
            (post("evil.example.org", FORM, "", "token=stolen"), "421"),
            (post(&here, "text/plain", "", "token=stolen"), "415"),
            (post(&here, FORM, script, "token=stolen"), "403"),
            (post(&here, FORM, stranger, "token=stolen"), "403"),
            (post(&here, FORM, "", "token="), "400"),
            (post(&here, FORM, "", "token=a%0d%0aX-Evil"), "400"),
            (post(&here, FORM, "", &"x".repeat(70_000)), "413"),
            ("nonsense\r\n\r\n".to_owned(), "421"),
        ] {
            let short: String = request.chars().take(120).collect();
            assert_eq!(ask(port, request).await, status, "{short}");
        }
        let origin = "Origin: https://keystone.example.org:5000\r\nSec-Fetch-Mode: navigate\r\n";
        let good = post(&here, FORM, origin, "token=gAAAA-b_c%3D%3D&x=y");
        assert_eq!(ask(port, good).await, "200");
        assert_eq!(waiting.await.unwrap().expose(), "gAAAA-b_c==");
    }

    #[tokio::test]
    async fn a_connection_that_says_nothing_holds_nobody_up() {
        let listener = Listener::bind(0, "http://localhost:5000").await.unwrap();
        let port = listener.port;
        assert_eq!(listener.origin(), format!("http://localhost:{port}/auth/websso/"));
        let waiting = tokio::spawn(listener.token());
        let silent = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let here = format!("127.0.0.1:{port}");
        assert_eq!(
            ask(port, post(&here, FORM, "Origin: null\r\n", "token=t")).await,
            "200"
        );
        assert_eq!(waiting.await.unwrap().expose(), "t");
        drop(silent);
    }
}
