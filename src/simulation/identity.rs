//! Who may use the simulated cloud: domains, projects, users with their roles and second factors, and everything they can
//! prove themselves with: application credentials, trusts, receipts, access tokens of the sign-in provider, tokens.

use std::collections::BTreeMap;

use super::id::{Id, Mint};
use super::totp;

/// A domain.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    pub(super) id: String,
    pub(super) name: &'static str,
}

/// A project.
#[derive(Clone, Debug)]
pub(super) struct Project {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
}

/// A user, who has the same roles in each of their projects.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) domain: String,
    /// None for somebody whom only the sign-in provider knows.
    pub(super) password: Option<&'static str>,
    /// The secret of a TOTP device, in base32.
    pub(super) totp: Option<&'static str>,
    /// Which sets of methods are enough; without any, each alone is.
    pub(super) rules: Vec<Vec<&'static str>>,
    pub(super) projects: Vec<String>,
    pub(super) roles: Vec<&'static str>,
    /// Whether the roles also hold in the domain and for the system.
    pub(super) everywhere: bool,
    /// The second of the world's clock from which the password must be changed.
    pub(super) password_expires: Option<i64>,
    pub(super) record: Record,
}

/// What Keystone keeps about somebody's attempts.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    failures: u32,
    last_failure: i64,
    /// The step of the newest passcode that was accepted.
    passcode_step: Option<i64>,
}

/// When an account is locked, and what is told about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockRules {
    /// So many wrong passwords in a row lock the account.
    pub failures: u32,
    /// For so many seconds.
    pub secs: i64,
    /// Whether the refusal says so, as Keystone did until 2021; later releases answer as if the password were wrong.
    pub told: bool,
}

/// An application credential.
#[derive(Clone, Debug)]
pub(super) struct Credential {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) secret: String,
    pub(super) user: String,
    pub(super) project: String,
    pub(super) unrestricted: bool,
    pub(super) roles: Vec<&'static str>,
    pub(super) expires: Option<i64>,
}

/// A trust: what one user lets another do.
#[derive(Clone, Debug)]
pub(super) struct Trust {
    pub(super) id: String,
    pub(super) trustor: String,
    pub(super) trustee: String,
    pub(super) project: String,
    pub(super) impersonation: bool,
    pub(super) roles: Vec<&'static str>,
    pub(super) expires: Option<i64>,
}

/// The proof of a first factor.
#[derive(Clone, Debug)]
pub(super) struct Receipt {
    pub(super) user: String,
    pub(super) methods: Vec<String>,
    pub(super) expires: i64,
}

/// What a token is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Unscoped,
    Project(String),
    Domain(String),
    System,
    /// A trust's project, in the name of its trustor.
    Trust(String),
}

/// A token that was given out.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) user: String,
    pub(super) extent: Extent,
    pub(super) methods: Vec<String>,
    pub(super) issued: i64,
    pub(super) expires: i64,
    pub(super) audits: Vec<String>,
    pub(super) credential: Option<String>,
}

/// On whose behalf a request is made.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) user: String,
    /// Empty for a token without a project.
    pub(super) project: String,
    pub(super) admin: bool,
    pub(super) may_write: bool,
    /// Whether Keystone lets this token make trusts, without which Magnum cannot make clusters.
    pub(super) may_trust: bool,
}

/// Everything that Keystone knows.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) domains: Vec<Domain>,
    pub(super) projects: Vec<Project>,
    pub(super) users: Vec<User>,
    pub(super) credentials: Vec<Credential>,
    pub(super) trusts: Vec<Trust>,
    pub(super) roles: BTreeMap<&'static str, String>,
    /// How long a token is good for.
    pub(super) token_secs: i64,
    /// When accounts are locked.
    pub(super) lock: LockRules,
    /// Services left out of the catalogue, with the region in which they are.
    pub(super) absent: Vec<(String, String)>,
    /// The access tokens that the sign-in provider gave out, with their users.
    pub(super) access: BTreeMap<String, (String, i64)>,
    receipts: BTreeMap<String, Receipt>,
    tokens: BTreeMap<String, Token>,
}

/// Somebody who is to exist from the beginning.
struct Person {
    name: &'static str,
    projects: Vec<String>,
    roles: Vec<&'static str>,
}

impl Person {
    fn user(self, mint: &mut Mint) -> User {
        User {
            id: mint.id().plain(),
            name: self.name,
            domain: "default".to_owned(),
            password: Some(self.name),
            totp: None,
            rules: Vec::new(),
            projects: self.projects,
            roles: self.roles,
            everywhere: false,
            password_expires: None,
            record: Record::default(),
        }
    }
}

impl Identity {
    /// How long a receipt is good for.
    pub(super) const RECEIPT_SECS: i64 = 300;
    /// The secret of the TOTP devices of the users `totp` and `mfa`.
    pub(super) const TOTP_SECRET: &'static str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// The usual people.
    pub(super) fn usual(mint: &mut Mint) -> Identity {
        let mut project = |name, description| Project {
            id: mint.id().plain(),
            name,
            description,
        };
        let demo = project("demo", "Demonstration");
        let chinese = project("容器平台测试", "用于测试中文显示的项目");
        let admin = project("admin", "Bootstrap project for initializing the cloud.");
        let service = project("service", "Services");
        let mut users = people(mint, &demo.id, &chinese.id, &admin.id);
        let names = [
            "admin",
            "manager",
            "member",
            "reader",
            "load-balancer_member",
            "heat_stack_owner",
        ];
        let roles = names.map(|name| (name, mint.id().plain()));
        let owner = users.first().map(|user| user.id.clone()).unwrap_or_default();
        let member = users.first().map(|user| user.roles.clone()).unwrap_or_default();
        let mut credential = |name: &str, secret: &str, unrestricted| Credential {
            id: mint.id().plain(),
            name: name.to_owned(),
            description: Some("Sign-in of the demo".to_owned()),
            secret: secret.to_owned(),
            user: owner.clone(),
            project: demo.id.clone(),
            unrestricted,
            roles: member.clone(),
            expires: None,
        };
        let credentials = vec![
            credential("magnum-desktop", "demo-secret", false),
            credential("magnum-desktop-unrestricted", "demo-secret-2", true),
        ];
        users.extend(stranger_people(mint, &demo.id));
        let trustee = users.iter().find(|user| user.name == "trustee");
        let trust = Trust {
            id: mint.id().plain(),
            trustor: owner.clone(),
            trustee: trustee.map(|user| user.id.clone()).unwrap_or_default(),
            project: demo.id.clone(),
            impersonation: true,
            roles: member,
            expires: None,
        };
        let domain = |id: &str, name| Domain {
            id: id.to_owned(),
            name,
        };
        Identity {
            domains: vec![
                domain("default", "Default"),
                domain(&mint.id().plain(), "company"),
            ],
            projects: vec![service, demo, chinese, admin],
            users,
            credentials,
            trusts: vec![trust],
            roles: BTreeMap::from(roles),
            token_secs: 4 * 3600,
            lock: LockRules {
                failures: 5,
                secs: 1800,
                told: true,
            },
            absent: Vec::new(),
            access: BTreeMap::new(),
            receipts: BTreeMap::new(),
            tokens: BTreeMap::new(),
        }
    }

    /// A domain by id or name.
    pub(super) fn domain(&self, wanted: &str) -> Option<&Domain> {
        self.domains
            .iter()
            .find(|domain| domain.id == wanted || domain.name == wanted)
    }

    /// A project by id or name.
    pub(super) fn project(&self, wanted: &str) -> Option<&Project> {
        self.projects
            .iter()
            .find(|project| project.id == wanted || project.name == wanted)
    }

    /// A user by id or name.
    pub(super) fn user(&self, wanted: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| user.id == wanted || user.name == wanted)
    }

    /// The same, to be changed.
    pub(super) fn user_mut(&mut self, wanted: &str) -> Option<&mut User> {
        self.users
            .iter_mut()
            .find(|user| user.id == wanted || user.name == wanted)
    }

    /// A role by id or name.
    pub(super) fn role(&self, wanted: &str) -> Option<&'static str> {
        let mut roles = self.roles.iter();
        roles
            .find(|(name, id)| **name == wanted || *id == wanted)
            .map(|(name, _)| *name)
    }

    /// Gives out a token and answers its text.
    pub(super) fn issue(&mut self, id: Id, token: Token) -> String {
        let text = format!("gAAAAAB{}{}", id.letters(24), id.child(1).letters(24));
        self.tokens.insert(text.clone(), token);
        text
    }

    /// A token that is still good.
    pub(super) fn token(&self, text: &str, now: i64) -> Option<&Token> {
        let token = self.tokens.get(text).filter(|token| token.expires > now)?;
        // What a token was made from may have gone since.
        let credential = token.credential.as_ref();
        let kept = credential.is_none_or(|id| self.credentials.iter().any(|entry| entry.id == *id));
        kept.then_some(token)
    }

    /// Takes a token back.
    pub(super) fn revoke(&mut self, text: &str) {
        self.tokens.remove(text);
    }

    /// Takes every token back.
    pub(super) fn revoke_all(&mut self) {
        self.tokens.clear();
    }

    /// Gives out a receipt and answers its text.
    pub(super) fn receive(&mut self, id: Id, receipt: Receipt) -> String {
        let text = format!("gAAAAAC{}", id.letters(24));
        self.receipts.insert(text.clone(), receipt);
        text
    }

    /// A receipt that is still good.
    pub(super) fn receipt(&self, text: &str, now: i64) -> Option<&Receipt> {
        self.receipts.get(text).filter(|receipt| receipt.expires > now)
    }

    /// Who speaks with this token.
    pub(super) fn caller(&self, text: &str, now: i64) -> Option<Caller> {
        let token = self.token(text, now)?;
        let (user, project, roles) = self.standing(token)?;
        let admin = roles.contains(&"admin");
        Some(Caller {
            user: user.id.clone(),
            project,
            admin,
            may_write: admin || roles.contains(&"member"),
            may_trust: token.credential.is_none(),
        })
    }

    /// In whose name a token speaks, where, and with which roles.
    pub(super) fn standing(&self, token: &Token) -> Option<(&User, String, Vec<&'static str>)> {
        let user = self.user(&token.user)?;
        let credential = token.credential.as_ref();
        let credential = credential.and_then(|id| self.credentials.iter().find(|entry| entry.id == *id));
        let roles = credential.map_or_else(|| user.roles.clone(), |entry| entry.roles.clone());
        match &token.extent {
            Extent::Unscoped => Some((user, String::new(), Vec::new())),
            Extent::Project(id) => Some((user, id.clone(), roles)),
            Extent::Domain(_) | Extent::System => Some((user, String::new(), roles)),
            Extent::Trust(id) => {
                let trust = self.trusts.iter().find(|trust| trust.id == *id)?;
                let name = if trust.impersonation {
                    &trust.trustor
                } else {
                    &trust.trustee
                };
                Some((self.user(name)?, trust.project.clone(), trust.roles.clone()))
            }
        }
    }

    /// Whether an account is locked now.
    pub(super) fn locked(&self, user: &User, now: i64) -> bool {
        user.record.failures >= self.lock.failures && now < user.record.last_failure + self.lock.secs
    }
}

impl User {
    /// Writes down whether a password was right.
    pub(super) fn note(&mut self, right: bool, now: i64) {
        if right {
            self.record.failures = 0;
        } else {
            self.record.failures += 1;
            self.record.last_failure = now;
        }
    }

    /// Takes a passcode of this or the previous half minute; each one only once.
    pub(super) fn passcode(&mut self, given: &str, unix: i64) -> bool {
        let Some(secret) = self.totp else { return false };
        let step = unix.div_euclid(totp::STEP_SECS);
        let fresh = |step: &i64| self.record.passcode_step.is_none_or(|last| *step > last);
        let accepted = [step, step - 1]
            .into_iter()
            .filter(fresh)
            .find(|step| totp::code(secret, *step).as_deref() == Some(given));
        self.record.passcode_step = accepted.or(self.record.passcode_step);
        accepted.is_some()
    }
}

/// The people of the company.
fn people(mint: &mut Mint, demo: &str, chinese: &str, admin: &str) -> Vec<User> {
    let member = vec!["member", "reader", "load-balancer_member", "heat_stack_owner"];
    let mut person = |name, projects: &[&str], roles| {
        let projects = projects.iter().map(|id| (*id).to_owned()).collect();
        Person {
            name,
            projects,
            roles,
        }
        .user(mint)
    };
    let mut users = vec![
        person("demo", &[demo, chinese], member.clone()),
        person("reader", &[demo], vec!["reader"]),
        person(
            "admin",
            &[admin, demo],
            vec!["admin", "manager", "member", "reader"],
        ),
        person("anna.larsson", &[demo], member),
    ];
    for user in users.iter_mut().filter(|user| user.name == "admin") {
        user.everywhere = true;
    }
    users
}

/// Those whose way in is an unusual one.
fn stranger_people(mint: &mut Mint, demo: &str) -> Vec<User> {
    let member = vec!["member", "reader", "load-balancer_member", "heat_stack_owner"];
    let mut person = |name| {
        let (projects, roles) = (vec![demo.to_owned()], member.clone());
        Person {
            name,
            projects,
            roles,
        }
        .user(mint)
    };
    let (mut totp, mut mfa) = (person("totp"), person("mfa"));
    totp.totp = Some(Identity::TOTP_SECRET);
    totp.rules = vec![vec!["totp"]];
    mfa.totp = Some(Identity::TOTP_SECRET);
    mfa.rules = vec![vec!["password", "totp"]];
    let mut outworn = person("outworn");
    outworn.password_expires = Some(-86_400);
    let mut federated = person("federated@company.example");
    federated.password = None;
    let mut trustee = person("trustee");
    trustee.projects.clear();
    let mut nowhere = person("nowhere");
    nowhere.projects.clear();
    vec![totp, mfa, outworn, federated, trustee, nowhere]
}
