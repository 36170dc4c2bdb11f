//! What is known when a page asks whether something may be done, put together from the store.

use std::sync::Arc;

use crate::domain::cluster::Cluster;
use crate::domain::driver::Driver;
use crate::domain::node_group::NodeGroup;
use crate::domain::permission::{Circumstances, Wish};
use crate::domain::status::{Action, Phase, Status};
use crate::domain::template::ClusterTemplate;
use crate::domain::upgrade::{From, Step, Version};
use crate::store::state::ScopeStore;
use crate::ui::context::Ctx;

/// About a cluster.
pub fn about<'a>(ctx: &Ctx<'a>, cluster: &'a Cluster) -> Circumstances<'a> {
    about_group(ctx, cluster, None)
}

/// About a node group of it.
pub fn about_group<'a>(
    ctx: &Ctx<'a>,
    cluster: &'a Cluster,
    group: Option<&'a NodeGroup>,
) -> Circumstances<'a> {
    let template: Option<&ClusterTemplate> = ctx.data.template(&cluster.template).map(Arc::as_ref);
    Circumstances {
        info: ctx.data.info.as_ref(),
        locked: false,
        cluster: Some(cluster),
        driver: Driver::of(cluster, template),
        group,
        tls_disabled: template.is_some_and(|template| template.tls_disabled == Some(true)),
    }
}

/// Why not, in words; nothing where it may be done.
pub fn why_not(ctx: &Ctx<'_>, cluster: &Cluster, wish: Wish) -> Option<String> {
    let gone = ctx.data.gone.contains_key(&cluster.id);
    if gone {
        return Some(ctx.words.page_delete_gone().to_owned());
    }
    let reason = about(ctx, cluster).may(wish).err()?;
    Some(ctx.words.reason(&reason))
}

/// Whether this Magnum is too old for it, whatever else stands in the way.
pub fn is_too_old(ctx: &Ctx<'_>, wish: Wish) -> bool {
    let version = ctx
        .data
        .info
        .as_ref()
        .and_then(|info| info.magnum_version.as_deref());
    let minor = version.and_then(|version| version.strip_prefix("1.")?.parse::<u32>().ok());
    minor.is_some_and(|minor| minor < wish.since())
}

/// Why it cannot be deleted, in words; nothing where it can.
pub fn why_not_delete(ctx: &Ctx<'_>, cluster: &Cluster) -> Option<String> {
    let going = matches!(cluster.status, Status::Known(Action::Delete, Phase::InProgress));
    why_not(ctx, cluster, Wish::Delete).or_else(|| going.then(|| ctx.words.page_delete_running().to_owned()))
}

/// The newest version that a cluster could be upgraded to, where its driver can do that and its state lets it.
pub fn newest_version(data: &ScopeStore, cluster: &Cluster) -> Option<Version> {
    let template = data.template(&cluster.template).map(AsRef::as_ref);
    let about = Circumstances {
        info: data.info.as_ref(),
        locked: false,
        cluster: Some(cluster),
        driver: Driver::of(cluster, template),
        group: None,
        tls_disabled: false,
    };
    about.may(Wish::Upgrade).ok()?;
    let from = From {
        cluster,
        template,
        catalog: None,
    };
    let templates = data.templates.value().map(|list| list.as_slice());
    let choices = from.choices(templates.unwrap_or_default());
    let newest = choices
        .iter()
        .find(|choice| matches!(choice.step, Step::Minor | Step::Patch));
    newest?.version
}
