//! Whether somebody may write templates, and if not, why.

use crate::domain::driver::Driver;
use crate::domain::permission::{Circumstances, Reason, Wish};
use crate::domain::session_info::SessionInfo;
use crate::domain::template::ClusterTemplate;

/// Whether this session may change the template, or make a new one.
///
/// # Errors
/// Why not, as far as that is known beforehand.
pub fn may_write(info: Option<&SessionInfo>, template: Option<&ClusterTemplate>) -> Result<(), Reason> {
    // Whose roles only let them look can do neither this nor that.
    Circumstances {
        info,
        locked: false,
        cluster: None,
        driver: Driver::Unknown,
        group: None,
        tls_disabled: false,
    }
    .may(Wish::Create)?;
    let foreign = info.zip(template.and_then(|template| template.project.as_ref()));
    match foreign {
        Some((info, owner)) if *owner != info.project_id && !info.is_administrator() => {
            Err(Reason::ForeignProject)
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::may_write;
    use crate::domain::id::ProjectId;
    use crate::domain::permission::Reason;
    use crate::domain::session_info::SessionInfo;

    #[test]
    fn readers_and_strangers_are_told_why_not() {
        let info = |role: &str| SessionInfo {
            roles: vec![role.to_owned()],
            project_id: ProjectId::new("p1"),
            magnum_version: Some("1.12".to_owned()),
            ..SessionInfo::default()
        };
        assert_eq!(may_write(None, None), Ok(()));
        assert_eq!(may_write(Some(&info("member")), None), Ok(()));
        assert_eq!(may_write(Some(&info("reader")), None), Err(Reason::ReaderOnly));
    }
}
