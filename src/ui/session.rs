//! Which cloud is open: signing in, switching, leaving, and the list of clouds that are kept.

use std::sync::Arc;

use crate::domain::factor::Factor;
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::message::{Command, SecretSource, SessionState};
use crate::platform::settings::{LastPlace, Settings};
use crate::store::history::History;
use crate::ui::app::App;
use crate::ui::clouds::at_last_place;
use crate::ui::outbox::{Action, Keep, OpenrcSource, SignInStart};
use crate::ui::route::{Route, RouteRequest};
use crate::ui::shell;

/// What is done once a sign-in has worked, and where to go back to when it does not.
#[derive(Debug, Default)]
pub(super) struct Afterwards {
    pub(super) keep: Option<(Arc<CloudProfile>, Option<String>)>,
    pub(super) place: Option<(String, LastPlace)>,
    /// Where somebody was before they switched.
    pub(super) back: Option<Arc<CloudProfile>>,
}

impl App {
    /// What follows from how the session of the open cloud stands now.
    pub(super) fn session_changed(&mut self, egui: &egui::Context, scope: &Scope, state: &SessionState) {
        if self.scope() != Some(scope) {
            return;
        }
        match state {
            SessionState::SignedIn(info) => {
                if info.not_remembered.is_some() {
                    self.toasts.not_remembered(self.clock.now());
                }
                self.signed_in(egui);
            }
            SessionState::InBrowser { url, .. } => {
                // Somebody has just asked for it, so the page may open by itself, once.
                let again = self.store.scope(scope).and_then(|data| data.session.as_ref());
                if again != Some(state) {
                    open_url(egui, url);
                }
                self.leave_pages();
            }
            SessionState::HalfSignedIn { half, refused } => {
                // A passcode that stands beside the password answers the first question; a second one is a person's.
                let passcode = refused.is_none().then(|| self.passcode()).flatten();
                match passcode.filter(|_| half.missing.contains(&Factor::Totp)) {
                    Some(proof) => self.send(Command::Prove {
                        scope: scope.clone(),
                        proof,
                    }),
                    None => self.leave_pages(),
                }
            }
            SessionState::PlaceWanted(_) => self.leave_pages(),
            SessionState::Failed(_) if self.afterwards.back.is_some() => self.leave_pages(),
            SessionState::Failed(_) => {
                // A place that cannot be gone back to is not gone back to again.
                if self.settings.places.remove(&scope.cloud).is_some() {
                    self.save_settings();
                }
            }
            SessionState::SigningIn | SessionState::SignedOut => {}
        }
    }

    /// The passcode that stands beside the password of the open cloud.
    fn passcode(&self) -> Option<Secret> {
        let (_, profile) = self.open.as_ref()?;
        self.clouds.passcode_of(profile)
    }

    fn signed_in(&mut self, egui: &egui::Context) {
        let done = std::mem::take(&mut self.afterwards);
        let changed = done.keep.is_some() || done.place.is_some();
        if let Some((profile, instead_of)) = done.keep {
            self.clouds
                .keep(&mut self.settings, &profile, instead_of.as_deref());
        }
        self.settings.places.extend(done.place);
        if changed {
            self.save_settings();
        }
        self.pages.sign_in.finish(egui);
    }

    /// Goes to where the sign-in is shown, and back to the page once it has worked.
    fn leave_pages(&mut self) {
        if !self.route.needs_no_cloud() {
            let list = shell::list_of(&self.route);
            self.pending_page.get_or_insert(RouteRequest::Page(list));
            self.route = Route::Welcome;
        }
    }

    /// The wishes that are about which cloud is open, and about the list of them.
    pub(super) fn carry_out_cloud(&mut self, egui: &egui::Context, action: Action) {
        match action {
            Action::OpenCloud(name) => self.open_cloud(&name, None),
            Action::OpenCloudWith {
                cloud,
                secret,
                remember,
            } => self.open_cloud(&cloud, Some((secret, remember))),
            Action::SignIn {
                profile,
                secret,
                keep,
            } => {
                self.afterwards = Afterwards {
                    keep: match keep {
                        Keep::Yes { instead_of } => Some((Arc::clone(&profile), instead_of)),
                        Keep::No => None,
                    },
                    ..Afterwards::default()
                };
                self.sign_in(profile, secret);
            }
            Action::RetrySignIn => {
                if let Some((_, profile)) = self.open.clone() {
                    let secret = self.clouds.secret_of(&profile);
                    self.sign_in(profile, secret);
                }
            }
            Action::Prove(proof) => self.send_scoped(|scope| Command::Prove { scope, proof }),
            Action::OpenSignIn(start) => self.open_sign_in(egui, &start),
            Action::ImportOpenrc(source) => self.import_openrc(egui, source),
            Action::KeepCloud { profile, instead_of } => {
                self.clouds
                    .keep(&mut self.settings, &profile, instead_of.as_deref());
                self.save_settings();
                self.pages.sign_in.finish(egui);
                self.go(Route::Welcome);
            }
            Action::ForgetCloud(name) => self.forget_cloud(&name),
            Action::ForgetEverything => self.forget_everything(),
            Action::OpenDemo => (self.host.start_demo)(self.reply_to.clone()),
            Action::RereadClouds => {
                self.clouds.take_found(None);
                (self.host.read_clouds)(self.reply_to.clone());
            }
            Action::Switch(to) => self.switch(to),
            Action::LeaveCloud => self.leave(),
            Action::Go(_)
            | Action::Refresh(_)
            | Action::Cancel(_)
            | Action::AskAgain(_)
            | Action::Abandon(_)
            | Action::Reach(..)
            | Action::Run(..)
            | Action::Arrange(..)
            | Action::Access(..)
            | Action::CreateFrom(_)
            | Action::CreateLike(_)
            | Action::KeepDraft(..)
            | Action::ForgetDraft(_)
            | Action::AskDelete(_)
            | Action::AskChange(_)
            | Action::Copy(_)
            | Action::OpenTerminal(_)
            | Action::OpenUrl(_)
            | Action::SaveText { .. }
            | Action::SaveTextAs { .. }
            | Action::KeepPicture(..)
            | Action::SaveMade { .. }
            | Action::LookAt(_)
            | Action::RevealNode(_)
            | Action::ChooseFile(_)
            | Action::ImportTemplate(_)
            | Action::SetLanguage(_)
            | Action::SetLens(_)
            | Action::SetTheme(_) => {}
        }
    }

    fn forget_cloud(&mut self, name: &str) {
        if let Some(profile) = self.clouds.forget(&mut self.settings, name) {
            self.send(Command::Forget(profile));
        }
        self.save_settings();
    }

    fn forget_everything(&mut self) {
        for profile in self.clouds.profiles() {
            self.send(Command::Forget(profile));
        }
        self.toasts.forgotten(self.clock.now());
        self.settings = Settings::default();
        self.store.history = History::default();
        self.clouds.take_kept(&self.settings);
        self.save_settings();
    }

    /// Opens a cloud of the list, where somebody worked last.
    pub(super) fn open_cloud(&mut self, name: &str, typed: Option<(Secret, bool)>) {
        let Some(Ok(own)) = self.clouds.find(name).map(|choice| choice.profile.clone()) else {
            return;
        };
        let secret = match typed {
            Some((secret, remember)) => SecretSource::Given { secret, remember },
            None => self.clouds.secret_of(&own),
        };
        self.settings.last_cloud = Some(name.to_owned());
        self.save_settings();
        self.afterwards = Afterwards::default();
        self.sign_in(at_last_place(&self.settings, &own), secret);
    }

    pub(super) fn sign_in(&mut self, profile: Arc<CloudProfile>, secret: SecretSource) {
        let scope = profile.scope();
        self.open = Some((scope, Arc::clone(&profile)));
        self.watched = None;
        self.pages.forget();
        self.back.clear();
        if self.route != Route::SignIn {
            self.route = Route::Welcome;
        }
        self.send(Command::SignIn { profile, secret });
        self.pending_page
            .get_or_insert(RouteRequest::Page(Route::Clusters));
    }

    fn switch(&mut self, to: Arc<CloudProfile>) {
        let Some((from, old)) = self.open.clone() else {
            return;
        };
        let place = self.clouds.place(&to);
        let scope = to.scope();
        if scope == from {
            // Where somebody is already can still be what they want to come back to.
            self.settings.places.extend(place);
            self.save_settings();
            return;
        }
        self.afterwards = Afterwards {
            keep: None,
            place,
            back: Some(old),
        };
        self.open = Some((scope, Arc::clone(&to)));
        self.watched = None;
        self.pages.forget();
        self.back.clear();
        self.route = shell::list_of(&self.route);
        self.send(Command::Switch { from, to });
    }

    fn open_sign_in(&mut self, egui: &egui::Context, start: &SignInStart) {
        let kept = match start {
            SignInStart::Edit(name) => {
                let kept = self.clouds.stored(name);
                kept.and_then(|one| one.profile.clone().ok())
            }
            SignInStart::New | SignInStart::Openrc | SignInStart::From(_) => None,
        };
        self.pages.sign_in.start(egui, start, kept.as_deref());
        self.go(Route::SignIn);
    }

    fn import_openrc(&mut self, egui: &egui::Context, source: OpenrcSource) {
        if self.route != Route::SignIn {
            self.open_sign_in(egui, &SignInStart::Openrc);
        }
        self.pages.sign_in.reading(&source);
        (self.host.read_openrc)(source, self.reply_to.clone());
    }

    /// A file that was dropped on the pages that choose a cloud is an openrc file.
    pub(super) fn take_dropped(&mut self, egui: &egui::Context) {
        if !self.route.needs_no_cloud() {
            return;
        }
        let dropped = egui.input(|input| {
            let file = input.raw.dropped_files.first()?;
            Some(file.path().to_owned())
        });
        if let Some(file) = dropped {
            self.import_openrc(egui, OpenrcSource::File(file));
        }
    }

    /// Whether the cloud has several regions, and nobody has ever said which.
    pub(super) fn asks_for_region(&self) -> bool {
        self.open.as_ref().is_some_and(|(scope, profile)| {
            let several = self.store.scope(scope).and_then(|data| data.info.as_ref());
            profile.region.is_none()
                && several.is_some_and(|info| info.region_assumed)
                && !self.settings.places.contains_key(&profile.name)
                && self.clouds.find(&profile.name).is_some()
        })
    }

    fn leave(&mut self) {
        if let Some((scope, _)) = self.open.take() {
            self.send(Command::SignOut(scope));
        }
        self.watched = None;
        self.pending_page = None;
        self.afterwards = Afterwards::default();
        self.back.clear();
        if self.route != Route::SignIn {
            self.route = Route::Welcome;
        }
        self.pages.forget();
    }
}

/// Opens a page in the browser. Nothing but web pages: an address may come from a server.
pub(super) fn open_url(egui: &egui::Context, url: &str) {
    if url.starts_with("https://") || url.starts_with("http://") {
        egui.open_url(egui::OpenUrl::new_tab(url));
    }
}
