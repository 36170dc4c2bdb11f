//! What a sign-in form holds, which fields it asks for, what is wrong with them, and the profile it makes. No egui in here.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Interface, NameOrId};
use crate::domain::secret::Secret;
use crate::domain::trouble::SignInTrouble;
use crate::message::SecretSource;

/// A way in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// User and password; Keystone may ask for a second factor afterwards.
    #[default]
    Password,
    /// An application credential.
    Credential,
    /// The browser.
    Browser,
    /// A token from elsewhere.
    Token,
    /// A one-time passcode alone.
    Passcode,
    /// An OpenID Connect access token.
    AccessToken,
    /// OpenID Connect client credentials.
    ClientCredentials,
}

impl Way {
    /// All of them, the usual ones first.
    pub const ALL: [Self; 7] = [
        Self::Password,
        Self::Credential,
        Self::Browser,
        Self::Token,
        Self::Passcode,
        Self::AccessToken,
        Self::ClientCredentials,
    ];

    /// Whether the scope can be chosen: an application credential carries its project.
    pub fn has_scope(self) -> bool {
        self != Self::Credential
    }

    /// Whether a secret that was kept is worth anything the next time.
    pub fn can_be_remembered(self) -> bool {
        matches!(self, Self::Password | Self::Credential | Self::ClientCredentials)
    }
}

/// What a token is to be good for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScopeChoice {
    /// A project.
    #[default]
    Project,
    /// Whatever Keystone gives by itself.
    Own,
    /// A domain.
    Domain,
    /// The whole cloud.
    System,
    /// What a trust delegates.
    Trust,
}

impl ScopeChoice {
    /// All of them, the usual ones first.
    pub const ALL: [Self; 5] = [Self::Project, Self::Own, Self::Domain, Self::System, Self::Trust];
}

/// A field with a text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Keystone's address.
    Address,
    /// The user.
    User,
    /// The user's domain.
    UserDomain,
    /// The application credential.
    Credential,
    /// The identity provider.
    Provider,
    /// The federation protocol.
    Protocol,
    /// The client at the identity provider.
    ClientId,
    /// Where the identity provider gives tokens.
    TokenAddress,
    /// The scope asked of the identity provider.
    OpenIdScope,
    /// The password, token, passcode or secret.
    Secret,
    /// The project.
    Project,
    /// The project's domain.
    ProjectDomain,
    /// The domain to administer.
    Domain,
    /// The trust.
    Trust,
    /// The region.
    Region,
    /// The file of the authorities.
    CaFile,
    /// The certificate that this side shows.
    Certificate,
    /// Its key.
    Key,
    /// The name of the cloud in this program.
    Name,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// It is needed.
    Missing,
    /// It begins with neither `https://` nor `http://`, or names no host.
    NotAnAddress,
    /// It holds a user or a password, which would end up in logs.
    AddressWithUser,
    /// The name of a credential says nothing without its user.
    UserForCredential,
    /// A name needs its domain.
    DomainForName,
    /// Another cloud has that name.
    NameTaken,
    /// A key without a certificate is good for nothing.
    KeyWithoutCertificate,
}

/// A secret while it is being typed: wiped when it goes.
#[derive(Clone, Default)]
pub(super) struct Typed(String);

impl Drop for Typed {
    fn drop(&mut self) {
        // Wiped by the secret's own drop.
        drop(Secret::new(std::mem::take(&mut self.0)));
    }
}

/// What somebody has typed and chosen so far.
#[derive(Clone, Default)]
pub struct Draft {
    /// The way in.
    pub way: Way,
    /// The scope.
    pub scope: ScopeChoice,
    /// The interface.
    pub interface: Interface,
    /// Whether the certificate is not to be checked.
    pub unchecked: bool,
    /// Whether a token may go unencrypted to addresses that the catalogue names.
    pub plain_http: bool,
    /// Whether the secret is to go into the keyring.
    pub remember: bool,
    /// Whether the cloud is to stay in the list.
    pub keep: bool,
    pub(super) texts: BTreeMap<Field, String>,
    pub(super) typed: Typed,
    /// Texts that are known to be ids although they do not look like one.
    pub(super) ids: BTreeMap<Field, String>,
    /// What the form has no field for.
    pub(super) rest: Option<Box<CloudProfile>>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("way", &self.way)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// An empty form, with what is usual already in it.
    pub fn new() -> Self {
        let usual = [
            (Field::UserDomain, "Default"),
            (Field::ProjectDomain, "Default"),
            (Field::Protocol, "openid"),
        ];
        Self {
            keep: true,
            texts: usual
                .into_iter()
                .map(|(field, text)| (field, text.to_owned()))
                .collect(),
            ..Self::default()
        }
    }

    /// What is in a field.
    pub fn text(&self, field: Field) -> &str {
        if field == Field::Secret {
            return &self.typed.0;
        }
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// The same, to be edited.
    pub fn text_mut(&mut self, field: Field) -> &mut String {
        if field == Field::Secret {
            return &mut self.typed.0;
        }
        self.texts.entry(field).or_default()
    }

    /// Puts a text into a field.
    pub fn set(&mut self, field: Field, text: &str) {
        *self.text_mut(field) = text.to_owned();
    }

    /// The secret as it goes to the background, a copy: the form keeps its own until the sign-in has worked.
    pub fn secret(&self) -> SecretSource {
        if self.way == Way::Browser {
            return SecretSource::Browser;
        }
        SecretSource::Given {
            secret: Secret::new(self.text(Field::Secret)),
            remember: self.remember && self.way.can_be_remembered(),
        }
    }

    /// The fields of who signs in, in rows, for the chosen way.
    pub fn identity_rows(&self) -> Vec<Vec<Field>> {
        use Field::{
            ClientId, Credential, OpenIdScope, Protocol, Provider, Secret, TokenAddress, User, UserDomain,
        };
        match self.way {
            Way::Password | Way::Passcode => vec![vec![User, UserDomain], vec![Secret]],
            Way::Credential if self.credential_is_id() => vec![vec![Credential], vec![Secret]],
            Way::Credential => vec![vec![Credential], vec![User, UserDomain], vec![Secret]],
            Way::Token => vec![vec![Secret]],
            Way::AccessToken => vec![vec![Provider, Protocol], vec![Secret]],
            Way::ClientCredentials => vec![
                vec![Provider, Protocol],
                vec![ClientId, OpenIdScope],
                vec![TokenAddress],
                vec![Secret],
            ],
            Way::Browser => vec![vec![Provider, Protocol]],
        }
    }

    /// The fields of where to work.
    pub fn scope_rows(&self) -> Vec<Vec<Field>> {
        if !self.way.has_scope() {
            return Vec::new();
        }
        match self.scope {
            ScopeChoice::Own | ScopeChoice::System => Vec::new(),
            ScopeChoice::Project => vec![vec![Field::Project, Field::ProjectDomain]],
            ScopeChoice::Domain => vec![vec![Field::Domain]],
            ScopeChoice::Trust => vec![vec![Field::Trust]],
        }
    }

    /// What must be mended before it can be sent. `taken` are the names of other clouds.
    pub fn issues(&self, taken: &BTreeSet<String>) -> BTreeMap<Field, Issue> {
        let mut issues = BTreeMap::new();
        if let Some(issue) = address_issue(self.text(Field::Address)) {
            issues.insert(Field::Address, issue);
        }
        let rows = self.identity_rows().into_iter().chain(self.scope_rows());
        for field in rows.flatten() {
            if let Some(issue) = self.field_issue(field) {
                issues.insert(field, issue);
            }
        }
        if taken.contains(self.text(Field::Name).trim()) {
            issues.insert(Field::Name, Issue::NameTaken);
        }
        if !self.is_empty(Field::Key) && self.is_empty(Field::Certificate) {
            issues.insert(Field::Key, Issue::KeyWithoutCertificate);
        }
        issues
    }

    fn is_empty(&self, field: Field) -> bool {
        self.text(field).trim().is_empty()
    }

    pub(super) fn filled(&self, field: Field) -> Option<String> {
        Some(self.text(field).trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub(super) fn either(&self, field: Field) -> Option<NameOrId> {
        let text = self.filled(field)?;
        let known = self.ids.get(&field).is_some_and(|id| *id == text);
        Some(if known || looks_like_an_id(field, &text) {
            NameOrId::Id(text)
        } else {
            NameOrId::Name(text)
        })
    }

    pub(super) fn credential_is_id(&self) -> bool {
        matches!(self.either(Field::Credential), Some(NameOrId::Id(_)))
    }

    fn field_issue(&self, field: Field) -> Option<Issue> {
        let optional = match field {
            Field::OpenIdScope => true,
            // The cloud's own choice where none is named.
            Field::Provider => self.way == Way::Browser,
            Field::UserDomain => !matches!(self.either(Field::User), Some(NameOrId::Name(_))),
            Field::ProjectDomain => !matches!(self.either(Field::Project), Some(NameOrId::Name(_))),
            Field::Address
            | Field::User
            | Field::Credential
            | Field::Protocol
            | Field::ClientId
            | Field::TokenAddress
            | Field::Secret
            | Field::Project
            | Field::Domain
            | Field::Trust
            | Field::Region
            | Field::CaFile
            | Field::Certificate
            | Field::Key
            | Field::Name => false,
        };
        let empty = if field == Field::Secret {
            // Blanks may be part of a password.
            self.text(field).is_empty()
        } else {
            self.is_empty(field)
        };
        match (empty, optional, field) {
            (true, true, _) => None,
            (true, false, Field::UserDomain | Field::ProjectDomain) => Some(Issue::DomainForName),
            (true, false, Field::User) if self.way == Way::Credential => Some(Issue::UserForCredential),
            (true, false, _) => Some(Issue::Missing),
            (false, _, Field::TokenAddress) => address_issue(self.text(field)),
            (false, _, _) => None,
        }
    }
}

/// The field to look at after this failure.
pub fn culprit(problem: &Problem, draft: &Draft) -> Option<Field> {
    let kind = &problem.kind;
    if matches!(kind, ProblemKind::SignInRefused | ProblemKind::PasswordMissing) {
        return (draft.way != Way::Browser).then_some(Field::Secret);
    }
    if matches!(kind, ProblemKind::CertificateUnknownIssuer { .. }) {
        return Some(Field::CaFile);
    }
    if matches!(kind, ProblemKind::ProjectMissing) {
        return Some(Field::Project);
    }
    if matches!(kind, ProblemKind::RegionMissing { .. }) {
        return Some(Field::Region);
    }
    if let ProblemKind::CloudEntryBroken { setting, .. } = kind {
        return Some(match *setting {
            "cacert" => Field::CaFile,
            "cert" => Field::Certificate,
            "key" => Field::Key,
            _ => Field::Address,
        });
    }
    if let ProblemKind::SignIn(trouble) = kind {
        return match trouble {
            SignInTrouble::CredentialGone => Some(Field::Credential),
            SignInTrouble::CredentialRefused
            | SignInTrouble::PasscodeRefused { .. }
            | SignInTrouble::TokenEnded => Some(Field::Secret),
            SignInTrouble::ProviderUnknown { .. } => Some(Field::Provider),
            SignInTrouble::ProviderRefused { .. } => Some(Field::TokenAddress),
            SignInTrouble::AccountLocked
            | SignInTrouble::ReceiptExpired
            | SignInTrouble::MethodUnsupported { .. }
            | SignInTrouble::BrowserTimedOut { .. }
            | SignInTrouble::BrowserPortTaken { .. }
            | SignInTrouble::CannotRenew { .. }
            | SignInTrouble::ScopeFixed
            | SignInTrouble::TrustRefused => None,
        };
    }
    let at_the_address = problem.is_network()
        || matches!(
            kind,
            ProblemKind::CertificateWrongHost { .. }
                | ProblemKind::TlsFailed { .. }
                | ProblemKind::Redirected { .. }
                | ProblemKind::NotAnApi { .. }
                | ProblemKind::NotFound
        );
    at_the_address.then_some(Field::Address)
}

fn address_issue(address: &str) -> Option<Issue> {
    let address = address.trim();
    if address.is_empty() {
        return Some(Issue::Missing);
    }
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Some(Issue::NotAnAddress);
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if authority.contains('@') {
        return Some(Issue::AddressWithUser);
    }
    let odd = authority.is_empty() || authority.starts_with(':') || rest.contains(char::is_whitespace);
    odd.then_some(Issue::NotAnAddress)
}

/// Keystone's ids are 32 or 64 hexadecimal digits, and one domain's is `default`.
fn looks_like_an_id(field: Field, text: &str) -> bool {
    let domain = matches!(field, Field::UserDomain | Field::ProjectDomain | Field::Domain);
    domain && text == "default"
        || [32, 64].contains(&text.len())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Draft, Field, Issue, ScopeChoice, Way, culprit};
    use crate::domain::problem::{Problem, ProblemKind};
    use crate::domain::profile::AuthScope;
    use crate::message::SecretSource;

    fn nobody() -> BTreeSet<String> {
        BTreeSet::new()
    }

    #[test]
    fn each_way_says_what_it_still_needs() {
        for (way, needed) in [
            (
                Way::Password,
                vec![Field::Address, Field::User, Field::Secret, Field::Project],
            ),
            (
                Way::Credential,
                vec![Field::Address, Field::User, Field::Credential, Field::Secret],
            ),
            (Way::Browser, vec![Field::Address, Field::Project]),
            (Way::Token, vec![Field::Address, Field::Secret, Field::Project]),
            (
                Way::Passcode,
                vec![Field::Address, Field::User, Field::Secret, Field::Project],
            ),
            (
                Way::AccessToken,
                vec![Field::Address, Field::Provider, Field::Secret, Field::Project],
            ),
            (
                Way::ClientCredentials,
                vec![
                    Field::Address,
                    Field::Provider,
                    Field::ClientId,
                    Field::TokenAddress,
                    Field::Secret,
                    Field::Project,
                ],
            ),
        ] {
            let draft = Draft { way, ..Draft::new() };
            let issues: Vec<Field> = draft.issues(&nobody()).into_keys().collect();
            let mut needed = needed;
            needed.sort_unstable();
            assert_eq!(issues, needed, "{way:?}");
        }
    }

    #[test]
    fn addresses_are_judged_before_they_are_asked() {
        for (address, expected) in [
            ("", Some(Issue::Missing)),
            ("keystone.example.org", Some(Issue::NotAnAddress)),
            ("https://", Some(Issue::NotAnAddress)),
            ("https://:5000", Some(Issue::NotAnAddress)),
            ("https://key stone/v3", Some(Issue::NotAnAddress)),
            ("https://ada:secret@keystone/v3", Some(Issue::AddressWithUser)),
            ("https://keystone.example.org:5000/v3", None),
            ("http://[::1]:5000", None),
        ] {
            let mut draft = Draft::new();
            draft.set(Field::Address, address);
            assert_eq!(
                draft.issues(&nobody()).get(&Field::Address).copied(),
                expected,
                "{address}"
            );
        }
    }

    #[test]
    fn an_application_credential_carries_its_project_and_the_browser_has_no_secret() {
        let mut draft = Draft {
            way: Way::Credential,
            scope: ScopeChoice::System,
            ..Draft::new()
        };
        draft.set(Field::Credential, "robot");
        draft.set(Field::Secret, "s3cret");
        draft.remember = true;
        assert!(draft.scope_rows().is_empty());
        assert_eq!(draft.profile(&nobody()).auth_scope, AuthScope::Own);
        assert!(matches!(
            draft.secret(),
            SecretSource::Given { remember: true, .. }
        ));
        draft.way = Way::Token;
        assert!(matches!(
            draft.secret(),
            SecretSource::Given { remember: false, .. }
        ));
        draft.way = Way::Browser;
        assert!(matches!(draft.secret(), SecretSource::Browser));
        assert!(!format!("{draft:?}").contains("s3cret"));
    }

    #[test]
    fn f21_a_failure_points_at_the_field_it_is_about() {
        let draft = Draft::new();
        let at = |kind| culprit(&Problem::new(kind), &draft);
        assert_eq!(at(ProblemKind::SignInRefused), Some(Field::Secret));
        let host = || "k:5000".to_owned();
        assert_eq!(
            at(ProblemKind::HostNotFound { host: host() }),
            Some(Field::Address)
        );
        assert_eq!(at(ProblemKind::ProjectMissing), Some(Field::Project));
        assert_eq!(at(ProblemKind::ServerFault), None);
    }
}
