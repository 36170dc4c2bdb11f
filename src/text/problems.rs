//! What a [`Problem`] is called and what the person can do about it, for every kind, by exhaustive matches.
//!
//! The server's own words are not in here: they are shown beside it, unchanged.

use jiff::Timestamp;

use crate::domain::diagnostics::ServiceNote;
use crate::domain::problem::{Problem, ProblemKind, ProblemKind as Kind};
use crate::domain::trouble::CommandTrouble;
use crate::text::Words;

impl Words {
    /// What happened, and to which service or host.
    pub fn headline(&self, problem: &Problem) -> String {
        let service = self.subject(problem);
        let status = problem.status.map(|status| status.to_string());
        match &problem.kind {
            Kind::HostNotFound { host } => self.problem_host_not_found(host),
            Kind::ConnectionRefused { host } => self.problem_connection_refused(host),
            Kind::ConnectionLost { host } => self.problem_connection_lost(host),
            Kind::NoRoute { host } => self.problem_no_route(host),
            Kind::NoAnswer { host, limit_secs } => self.problem_no_answer(host, *limit_secs),
            Kind::CertificateExpired { host, subject, ended } => {
                self.problem_certificate_expired(host, subject, self.moment_if_known(*ended))
            }
            Kind::CertificateNotYetValid {
                host,
                subject,
                begins,
            } => self.problem_certificate_not_yet_valid(host, subject, self.moment_if_known(*begins)),
            Kind::CertificateUnknownIssuer { host, issuer, .. } => {
                self.problem_certificate_unknown_issuer(host, issuer)
            }
            Kind::CertificateWrongHost { host, offered } => {
                self.problem_certificate_wrong_host(host, self.listed(offered))
            }
            Kind::TlsOutdated { host } => self.problem_tls_outdated(host),
            Kind::ClientCertificateRefused { host } => self.problem_client_certificate_refused(host),
            Kind::NoAuthorities { host } => self.problem_no_authorities(host),
            Kind::PlainHttp { address } => self.problem_plain_http(service, address),
            Kind::TlsFailed { host, detail } => self.problem_tls_failed(host, detail),
            Kind::ProxyLogin => self.problem_proxy_login().to_owned(),
            Kind::Redirected { to } => self.problem_redirected(service, to),
            Kind::NotAnApi { host } => self.problem_not_an_api(host),
            Kind::InvalidAnswer { detail } => self.problem_invalid_answer(service, detail),
            Kind::TooLarge { limit } => self.problem_too_large(service, self.bytes(*limit)),
            Kind::BadRequest => self.problem_bad_request(service),
            Kind::SignInRefused => self.problem_sign_in_refused().to_owned(),
            Kind::SignIn(trouble) => self.sign_in_headline(problem, trouble),
            Kind::SessionEnded => self.problem_session_ended().to_owned(),
            Kind::SecondFactorNeeded { .. } => self.problem_second_factor().to_owned(),
            Kind::Forbidden => self.problem_forbidden(service),
            Kind::QuotaExceeded => self.problem_quota_exceeded().to_owned(),
            Kind::NotFound => self.problem_not_found(service),
            Kind::VersionRefused => self.problem_version_refused(service),
            Kind::Conflict => self.problem_conflict().to_owned(),
            Kind::RateLimited { .. } => self.problem_rate_limited(service),
            Kind::ServerFault => self.problem_server_fault(service),
            Kind::Unavailable => self.problem_unavailable(service),
            Kind::UnexpectedStatus => self.problem_unexpected_status(service, status),
            Kind::ServiceMissing { .. } => self.problem_service_missing(service),
            Kind::RegionMissing { region, .. } => self.problem_region_missing(region),
            Kind::ProjectMissing => self.problem_project_missing().to_owned(),
            Kind::CloudsFileMissing { .. } => self.problem_clouds_file_missing().to_owned(),
            Kind::CloudsFileBroken { file, line, detail } => self.clouds_file_broken(file, *line, detail),
            Kind::TemplateFileBroken { file, line, detail } => self.template_file_broken(file, *line, detail),
            Kind::FileUnreadable { file, detail } => self.problem_file_unreadable(file, detail),
            Kind::CloudUnknown { name, .. } => self.problem_cloud_unknown(name),
            Kind::CloudEntryBroken {
                cloud,
                setting,
                detail,
            } => self.problem_cloud_entry_broken(*setting, cloud, detail),
            Kind::CloudEntryUnreadable { cloud, spot, detail } => {
                self.problem_cloud_entry_unreadable(cloud, self.config_spot(spot), detail)
            }
            Kind::CloudNameClash { cloud, file } => self.problem_cloud_name_clash(cloud, file),
            Kind::AuthTypeUnsupported { auth_type } => self.problem_auth_type(auth_type),
            Kind::PasswordMissing => self.problem_password_missing().to_owned(),
            Kind::File(trouble) => self.file_headline(trouble),
            Kind::NoTerminal => self.problem_no_terminal().to_owned(),
            Kind::KeyringUnavailable { trouble } => self.keyring_trouble(trouble),
            Kind::OutcomeUnknown => self.problem_outcome_unknown().to_owned(),
            Kind::Resting { .. } => self.problem_resting(service),
            Kind::Struggling { cause } => self.headline(&Problem {
                kind: ProblemKind::clone(cause),
                ..problem.clone()
            }),
            Kind::NoSuchObject { name } => self.problem_no_such_object(name),
            Kind::Command(trouble) => self.command_trouble(*trouble).to_owned(),
            Kind::Cancelled => self.problem_cancelled().to_owned(),
            Kind::Crashed { report } => self.problem_crashed(report),
            Kind::Internal { detail } => self.problem_internal(detail),
        }
    }

    /// What the person can do about it.
    pub fn advice(&self, problem: &Problem) -> String {
        match &problem.kind {
            Kind::HostNotFound { .. } => self.problem_host_not_found_advice(),
            Kind::ConnectionRefused { .. } => self.problem_connection_refused_advice(),
            Kind::ConnectionLost { .. } => self.problem_connection_lost_advice(),
            Kind::NoRoute { .. } => self.problem_no_route_advice(),
            Kind::NoAnswer { .. } => self.problem_no_answer_advice(),
            Kind::CertificateExpired { .. } => self.problem_certificate_expired_advice(),
            Kind::CertificateNotYetValid { .. } => self.problem_certificate_not_yet_valid_advice(),
            Kind::CertificateUnknownIssuer { fingerprint, .. } => {
                return self.problem_certificate_unknown_issuer_advice(fingerprint);
            }
            Kind::CertificateWrongHost { .. } => self.problem_certificate_wrong_host_advice(),
            Kind::TlsOutdated { .. } => self.problem_tls_outdated_advice(),
            Kind::ClientCertificateRefused { .. } => self.problem_client_certificate_refused_advice(),
            Kind::NoAuthorities { .. } => self.problem_no_authorities_advice(),
            Kind::PlainHttp { .. } => self.problem_plain_http_advice(),
            Kind::TlsFailed { .. } => self.problem_tls_failed_advice(),
            Kind::ProxyLogin => self.problem_proxy_login_advice(),
            Kind::Redirected { .. } => self.problem_redirected_advice(),
            Kind::NotAnApi { .. } => self.problem_not_an_api_advice(),
            Kind::InvalidAnswer { .. } => self.problem_invalid_answer_advice(),
            Kind::TooLarge { .. } => self.problem_too_large_advice(),
            Kind::BadRequest => self.problem_bad_request_advice(),
            Kind::SignInRefused => self.problem_sign_in_refused_advice(),
            Kind::SignIn(trouble) => return self.sign_in_advice(trouble),
            Kind::SessionEnded => self.problem_session_ended_advice(),
            Kind::SecondFactorNeeded { .. } => self.problem_second_factor_advice(),
            Kind::Forbidden => self.problem_forbidden_advice(),
            Kind::QuotaExceeded => self.problem_quota_exceeded_advice(),
            Kind::NotFound => self.problem_not_found_advice(),
            Kind::VersionRefused => self.problem_version_refused_advice(),
            Kind::Conflict => self.problem_conflict_advice(),
            Kind::RateLimited {
                retry_after_secs: None,
            } => self.problem_rate_limited_advice(),
            Kind::RateLimited {
                retry_after_secs: Some(secs),
            } => {
                return self.problem_rate_limited_advice_secs(*secs);
            }
            Kind::ServerFault => self.problem_server_fault_advice(),
            Kind::Unavailable => self.problem_unavailable_advice(),
            Kind::UnexpectedStatus => self.problem_unexpected_status_advice(),
            Kind::ServiceMissing { elsewhere } if elsewhere.is_empty() => {
                self.problem_service_missing_advice()
            }
            Kind::ServiceMissing { elsewhere } => {
                return self.problem_service_missing_advice_regions(self.listed(elsewhere));
            }
            Kind::RegionMissing { known, .. } => {
                return self.problem_region_missing_advice(self.listed(known));
            }
            Kind::ProjectMissing => self.problem_project_missing_advice(),
            Kind::CloudsFileMissing { searched } => {
                return self.problem_clouds_file_missing_advice(self.listed(searched));
            }
            Kind::CloudsFileBroken { .. } => self.problem_clouds_file_broken_advice(),
            Kind::TemplateFileBroken { .. } => self.problem_template_file_broken_advice(),
            Kind::FileUnreadable { .. } => self.problem_file_unreadable_advice(),
            Kind::CloudUnknown { known, .. } => return self.problem_cloud_unknown_advice(self.listed(known)),
            Kind::CloudEntryBroken { .. } => self.problem_cloud_entry_broken_advice(),
            Kind::CloudEntryUnreadable { .. } => self.problem_cloud_entry_unreadable_advice(),
            Kind::CloudNameClash { .. } => self.problem_cloud_name_clash_advice(),
            Kind::AuthTypeUnsupported { .. } => self.problem_auth_type_advice(),
            Kind::PasswordMissing => self.problem_password_missing_advice(),
            Kind::File(trouble) => return self.file_advice(trouble),
            Kind::NoTerminal => self.problem_no_terminal_advice(),
            Kind::KeyringUnavailable { trouble } => self.keyring_advice(trouble),
            Kind::OutcomeUnknown => self.problem_outcome_unknown_advice(),
            Kind::Resting { until } => return self.problem_resting_advice(self.time_of_day(*until)),
            Kind::Struggling { .. } => self.problem_struggling_advice(),
            Kind::NoSuchObject { .. } => self.problem_no_such_object_advice(),
            Kind::Command(trouble) => self.command_advice(*trouble),
            Kind::Cancelled => self.problem_cancelled_advice(),
            Kind::Crashed { .. } => self.problem_crashed_advice(),
            Kind::Internal { .. } => self.problem_internal_advice(),
        }
        .to_owned()
    }

    /// What was odd about a service and worked around.
    pub fn service_note(&self, note: &ServiceNote) -> String {
        match note {
            ServiceNote::VersionsUnknown { reason } => {
                self.problem_note_versions_unknown(self.headline(&Problem::new(reason.clone())))
            }
            ServiceNote::VersionsElsewhere { host } => self.problem_note_versions_elsewhere(host),
            ServiceNote::Encrypted => self.problem_note_encrypted().to_owned(),
            ServiceNote::SteppedDown { to: Some(version) } => self.problem_note_stepped_down(version),
            ServiceNote::SteppedDown { to: None } => self.problem_note_stepped_down_to_none().to_owned(),
        }
    }

    fn command_trouble(&self, trouble: CommandTrouble) -> &str {
        match trouble {
            CommandTrouble::NoDrawing => self.problem_command_no_drawing(),
            CommandTrouble::ClusterUnnamed => self.problem_command_cluster(),
            CommandTrouble::TemplateUnnamed => self.problem_command_template(),
            CommandTrouble::NoStack => self.problem_command_no_stack(),
            CommandTrouble::NotSwarm => self.problem_command_not_swarm(),
        }
    }

    fn command_advice(&self, trouble: CommandTrouble) -> &str {
        match trouble {
            CommandTrouble::NoDrawing => self.problem_command_no_drawing_advice(),
            CommandTrouble::ClusterUnnamed => self.problem_command_cluster_advice(),
            CommandTrouble::TemplateUnnamed => self.problem_command_template_advice(),
            CommandTrouble::NoStack => self.problem_command_no_stack_advice(),
            CommandTrouble::NotSwarm => self.problem_command_not_swarm_advice(),
        }
    }

    /// The service's name, or "the cloud" where none is known.
    pub(super) fn subject(&self, problem: &Problem) -> &str {
        problem
            .service
            .map_or_else(|| self.problem_subject(), |service| service.name())
    }

    fn moment_if_known(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| self.problem_none_known().to_owned(), |at| self.moment(at))
    }

    pub(super) fn listed(&self, names: &[String]) -> String {
        if names.is_empty() {
            self.problem_none_known().to_owned()
        } else {
            names.join(" · ")
        }
    }
}

impl Words {
    /// Headline, advice, the server's words and the request id, a line each: for terminals and copies.
    pub fn in_full(&self, problem: &Problem) -> String {
        let mut lines = vec![self.headline(problem), self.advice(problem)];
        lines.extend(problem.server_words.clone());
        lines.extend(
            problem
                .request_id
                .as_ref()
                .map(|id| format!("{}: {id}", self.widget_request_id())),
        );
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}
