//! Who may use the simulated cloud: projects, users with their roles, application credentials and tokens.

use std::collections::BTreeMap;

use super::id::{Id, Mint};

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
    pub(super) password: &'static str,
    pub(super) projects: Vec<String>,
    pub(super) roles: Vec<&'static str>,
}

/// An application credential.
#[derive(Clone, Debug)]
pub(super) struct Credential {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) secret: String,
    pub(super) user: String,
    pub(super) project: String,
}

/// A token that was given out.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) user: String,
    pub(super) project: Option<String>,
    pub(super) methods: Vec<&'static str>,
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
}

/// Everything that Keystone knows.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) projects: Vec<Project>,
    pub(super) users: Vec<User>,
    pub(super) credentials: Vec<Credential>,
    pub(super) roles: BTreeMap<&'static str, String>,
    tokens: BTreeMap<String, Token>,
}

impl Identity {
    /// How long a token is good for.
    pub(super) const TOKEN_SECS: i64 = 4 * 3600;

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
        let member = vec!["member", "reader", "load-balancer_member", "heat_stack_owner"];
        let mut user = |name, projects, roles| User {
            id: mint.id().plain(),
            name,
            password: name,
            projects,
            roles,
        };
        let users = vec![
            user("demo", vec![demo.id.clone(), chinese.id.clone()], member.clone()),
            user("reader", vec![demo.id.clone()], vec!["reader"]),
            user(
                "admin",
                vec![admin.id.clone(), demo.id.clone()],
                vec!["admin", "manager", "member", "reader"],
            ),
            user("anna.larsson", vec![demo.id.clone()], member),
        ];
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
        let credential = Credential {
            id: mint.id().plain(),
            name: "magnum-desktop".to_owned(),
            description: "Sign-in of the demo".to_owned(),
            secret: "demo-secret".to_owned(),
            user: owner,
            project: demo.id.clone(),
        };
        Identity {
            projects: vec![service, demo, chinese, admin],
            users,
            credentials: vec![credential],
            roles: BTreeMap::from(roles),
            tokens: BTreeMap::new(),
        }
    }

    pub(super) fn project(&self, wanted: &str) -> Option<&Project> {
        self.projects
            .iter()
            .find(|project| project.id == wanted || project.name == wanted)
    }

    pub(super) fn user(&self, wanted: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| user.id == wanted || user.name == wanted)
    }

    /// Gives out a token and answers its text.
    pub(super) fn issue(&mut self, id: Id, token: Token) -> String {
        let text = format!("gAAAAAB{}{}", id.letters(24), id.child(1).letters(24));
        self.tokens.insert(text.clone(), token);
        text
    }

    /// A token that is still good.
    pub(super) fn token(&self, text: &str, now: i64) -> Option<&Token> {
        self.tokens.get(text).filter(|token| token.expires > now)
    }

    /// Takes a token back.
    pub(super) fn revoke(&mut self, text: &str) {
        self.tokens.remove(text);
    }

    /// Takes every token back.
    pub(super) fn revoke_all(&mut self) {
        self.tokens.clear();
    }

    /// Who speaks with this token.
    pub(super) fn caller(&self, text: &str, now: i64) -> Option<Caller> {
        let token = self.token(text, now)?;
        let user = self.user(&token.user)?;
        let admin = user.roles.contains(&"admin");
        Some(Caller {
            user: user.id.clone(),
            project: token.project.clone().unwrap_or_default(),
            admin,
            may_write: admin || user.roles.contains(&"member"),
        })
    }
}
