//! Every number of the client in one place: how long is waited, how often it is tried, how much is read.

use std::time::Duration;

use jiff::SignedDuration;

/// How long a connection may take to be made.
pub(crate) const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// How long an idle connection is kept; shorter than what most servers and proxies keep theirs.
pub(crate) const IDLE_CONNECTION_LIMIT: Duration = Duration::from_secs(15);

/// Answers over which the difference of the clocks is measured.
pub(crate) const SKEW_SAMPLES: usize = 5;

/// Attempts of a read, the first one included.
pub(crate) const ATTEMPTS: u32 = 3;
/// The longest possible first pause between attempts.
pub(crate) const PAUSE_BASE: Duration = Duration::from_millis(200);
/// By what the longest possible pause grows from one attempt to the next.
pub(crate) const PAUSE_FACTOR: u32 = 3;
/// What it never grows beyond.
pub(crate) const PAUSE_CAP: Duration = Duration::from_secs(10);
/// The longest `Retry-After` that is waited for; after a longer one the service is left alone until then.
pub(crate) const RETRY_AFTER_WAITED: Duration = Duration::from_secs(30);
/// The longest `Retry-After` that is believed, and what one means that cannot be read.
pub(crate) const RETRY_AFTER_CAP: Duration = Duration::from_secs(600);

/// What a service's quota of further attempts holds when it is full.
pub(crate) const QUOTA_FULL: u32 = 100;
/// What one further attempt costs.
pub(crate) const QUOTA_RETRY: u32 = 10;
/// What a good answer brings back.
pub(crate) const QUOTA_SUCCESS: u32 = 1;

/// Failures in a row after which a service, or a place on the network, is left alone.
pub(crate) const CIRCUIT_FAILURES: u32 = 5;
/// For how long it is left alone the first time; twice as long each time that it fails then.
pub(crate) const CIRCUIT_FIRST: Duration = Duration::from_secs(15);
/// The longest that it is left alone.
pub(crate) const CIRCUIT_LONGEST: Duration = Duration::from_secs(300);

/// Calls to one host that run at the same time.
pub(crate) const CALLS_AT_ONCE: usize = 6;
/// Of which kept for what a person waits for.
pub(crate) const CALLS_KEPT: usize = 2;
/// Calls to Magnum: each of its answers costs Keystone several sign-ins.
pub(crate) const MAGNUM_CALLS_AT_ONCE: usize = 3;
/// Of which kept for what a person waits for.
pub(crate) const MAGNUM_CALLS_KEPT: usize = 1;

/// How much further the wall clock may go than the monotonic one between two calls: more is a suspend, after which every
/// open connection is suspect.
pub(crate) const SUSPEND_JUMP: SignedDuration = SignedDuration::from_secs(30);
/// Redirects of an anonymous question for versions that are followed, on the same host.
pub(crate) const DISCOVERY_HOPS: usize = 3;

/// Requests that are remembered for the Diagnostics page.
pub(crate) const REQUESTS_REMEMBERED: usize = 200;
/// Good answers over which a service's median latency is taken.
pub(crate) const LATENCIES_REMEMBERED: usize = 15;

/// Most bytes of a file with one certificate or key.
pub(crate) const CERTIFICATE_CAP: u64 = 64 * 1024;
/// Most bytes of a file with authorities; a system's whole bundle has a quarter of it.
pub(crate) const AUTHORITIES_FILE_CAP: u64 = 1024 * 1024;
/// Most authorities in such a file.
pub(crate) const AUTHORITIES_CAP: usize = 1000;

/// Most bytes of an error's body that are read.
pub(crate) const ERROR_BODY_CAP: u64 = 256 * 1024;
/// Most bytes of an answer that is no JSON that are shown at first.
pub(crate) const WORDS_OF_ODD_ANSWERS: usize = 200;
/// Most bytes of an answer that are kept for those who want to see all of it.
pub(crate) const RAW_CAP: usize = 16 * 1024;
/// Most bytes of a clouds.yaml.
pub(crate) const CLOUDS_FILE_CAP: usize = 1024 * 1024;

/// Most pages of one list.
pub(crate) const PAGES_CAP: usize = 200;
/// Rows asked for per page, except from Magnum.
pub(crate) const PAGE_ROWS: u32 = 500;
/// Templates asked for per page: Magnum signs in at Keystone once per row.
pub(crate) const TEMPLATE_PAGE_ROWS: u32 = 100;

/// How deep Heat is asked to look into nested stacks; five is its own default limit.
pub(crate) const NESTED_DEPTH: u32 = 5;
/// Load balancers up to which each is asked for its status tree, one call apiece.
pub(crate) const STATUS_TREES_CAP: usize = 8;

/// The newest Magnum microversion that this client knows.
pub(crate) const MAGNUM_NEWEST: u32 = 14;
/// The Nova microversion that is asked for: 2.47 and later embed the flavor in the server.
pub(crate) const NOVA_VERSION: &str = "2.79";

/// How long before its end a token is renewed at the latest.
pub(crate) const RENEWAL_LEAD: SignedDuration = SignedDuration::from_mins(10);
/// How long a renewal ahead of time that brought nothing is left alone.
pub(crate) const RENEWAL_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// Tokens of one session that are remembered to be given back when somebody signs out.
pub(crate) const TOKENS_TO_GIVE_BACK: usize = 16;
/// By how many seconds two clocks may differ before that is named as the reason why a passcode was refused.
pub(crate) const PASSCODE_SKEW_SECS: u64 = 20;

/// What kind of call it is; the limits follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallClass {
    /// Reads one object.
    One,
    /// Reads a list.
    List,
    /// Changes something.
    Write,
    /// Proves an identity.
    SignIn,
}

/// How long a call of one class may take, and how large its answer may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// From sending to the first byte of the answer.
    pub(crate) first_byte: Duration,
    /// Between two pieces of the body.
    pub(crate) idle: Duration,
    /// The whole call with all its attempts.
    pub(crate) whole: Duration,
    /// Most bytes of a good answer, after decompression.
    pub(crate) body_cap: u64,
}

impl CallClass {
    /// The limits of this class.
    pub(crate) fn limits(self) -> Limits {
        let (first_byte, idle, whole, body_cap) = match self {
            Self::One => (10, 10, 20, 4 * 1024 * 1024),
            Self::List => (20, 15, 60, 32 * 1024 * 1024),
            Self::Write => (60, 15, 90, 4 * 1024 * 1024),
            Self::SignIn => (15, 10, 30, 4 * 1024 * 1024),
        };
        Limits {
            first_byte: Duration::from_secs(first_byte),
            idle: Duration::from_secs(idle),
            whole: Duration::from_secs(whole),
            body_cap,
        }
    }
}
