//! The page in place of every other where the region has no Magnum: what is missing, and the regions to go to.

use std::sync::Arc;

use egui::Ui;

use crate::domain::problem::ProblemKind;
use crate::domain::profile::CloudProfile;
use crate::domain::service::{Service, ServiceState};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::Route;
use crate::ui::widgets::buttons;
use crate::ui::widgets::empty_state::{self, EmptyState};

/// Whether there is nothing to see on this page without Magnum.
pub fn takes(route: &Route) -> bool {
    match route {
        Route::Clusters
        | Route::Topology
        | Route::Cluster(..)
        | Route::Templates(_)
        | Route::Nodes
        | Route::Leftovers(_)
        | Route::CreateCluster => true,
        Route::Estate(route) => route.needs_magnum(),
        Route::Welcome
        | Route::SignIn
        | Route::Activity
        | Route::Diagnostics(_)
        | Route::Settings
        | Route::Guide => false,
    }
}

/// Draws it where Magnum is missing; tells whether it is.
pub fn show(ui: &mut Ui, ctx: &Ctx<'_>, profile: Option<&Arc<CloudProfile>>) -> bool {
    if !is_missing(ctx) {
        return false;
    }
    let words = ctx.words;
    let info = ctx.data.info.as_ref();
    let region = info.map_or(ctx.scope.region.as_str(), |info| info.region.as_str());
    let others = elsewhere(ctx, region);
    let text = if others.is_empty() {
        words.frame_no_magnum_anywhere().to_owned()
    } else {
        words.frame_no_magnum_text(region)
    };
    empty_state::show(
        ui,
        EmptyState {
            icon: egui_phosphor::regular::CUBE,
            title: words.frame_no_magnum(),
            text: &text,
            action: None,
        },
    );
    ui.vertical_centered(|ui| {
        for other in others {
            let response = buttons::primary(ui, &words.frame_go_to_region(other.as_str()));
            if let Some(profile) = profile.filter(|_| response.clicked()) {
                ctx.outbox.push(Action::Switch(Arc::new(CloudProfile {
                    region: Some(other),
                    ..CloudProfile::clone(profile)
                })));
            }
        }
    });
    true
}

fn is_missing(ctx: &Ctx<'_>) -> bool {
    let absent = ctx.data.services.iter().any(|health| {
        health.service == Service::ContainerInfra && health.state == ServiceState::NotInstalled
    });
    absent || said(ctx).is_some()
}

/// The regions that have it, as the failed request told; `None` where none failed for that.
fn said<'a>(ctx: &Ctx<'a>) -> Option<&'a [String]> {
    let failures = [ctx.data.clusters.failure(), ctx.data.templates.failure()];
    let mut missing = failures.into_iter().flatten().filter_map(|(problem, _)| {
        if let ProblemKind::ServiceMissing { elsewhere } = &problem.kind
            && problem.service == Some(Service::ContainerInfra)
        {
            return Some(elsewhere.as_slice());
        }
        None
    });
    missing.next()
}

/// The other regions to try: those that are known to have it, else all of them.
fn elsewhere(ctx: &Ctx<'_>, here: &str) -> Vec<String> {
    let known = said(ctx).map(<[String]>::to_vec);
    let all = || {
        let info = ctx.data.info.as_ref();
        info.map(|info| info.regions.clone()).unwrap_or_default()
    };
    let mut regions = known.unwrap_or_else(all);
    regions.retain(|region| region != here);
    regions
}
