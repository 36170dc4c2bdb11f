//! Where `--open` leads, once what it names has been found.

use std::sync::Arc;

use crate::domain::id::ClusterId;
use crate::domain::template::ClusterTemplate;
use crate::ui::outbox::{Action, Ask};
use crate::ui::route::{EstateRoute, FormStart, NamedTemplate, Opened, Route, RouteRequest, Tab};

/// The page of the template of this name or id; the list where there is none.
pub(super) fn template_route(list: &[Arc<ClusterTemplate>], name: &str, named: &NamedTemplate) -> Route {
    let find = |wanted: &str| {
        list.iter()
            .find(|template| template.id.as_str() == wanted || template.name == wanted)
            .map(|template| template.id.clone())
    };
    let Some(id) = find(name) else {
        return Route::Templates(None);
    };
    match named {
        NamedTemplate::Show => Route::Templates(Some(id)),
        NamedTemplate::Edit => Route::Estate(EstateRoute::TemplateForm(FormStart::Edit(id))),
        NamedTemplate::Copy => Route::Estate(EstateRoute::TemplateForm(FormStart::Copy(id))),
        NamedTemplate::Compare(other) => match find(other) {
            Some(other) => Route::Estate(EstateRoute::TemplateCompare(id, other)),
            None => Route::Templates(Some(id)),
        },
    }
}

/// The tab, and the dialog above it, that somebody asked to see of this cluster.
pub(super) fn asked_of(request: Option<&RouteRequest>, id: &ClusterId) -> (Tab, Option<Action>) {
    let dialog = match request {
        Some(RouteRequest::ClusterNamed(_, tab)) => return (*tab, None),
        Some(RouteRequest::Picture(_, start)) => {
            return (Tab::Topology, Some(Action::LookAt(start.clone())));
        }
        Some(RouteRequest::Page(_) | RouteRequest::Create(..) | RouteRequest::TemplateNamed(..)) | None => {
            return (Tab::Summary, None);
        }
        Some(RouteRequest::Change(_, opened)) => match opened {
            Opened::Resize => Action::AskChange(Ask::Resize(id.clone(), None, Vec::new())),
            Opened::Upgrade => Action::AskChange(Ask::Upgrade(id.clone())),
            Opened::RotateCa => Action::AskChange(Ask::RotateCa(id.clone())),
            Opened::Update => Action::AskChange(Ask::Update(id.clone())),
            Opened::RotateCredential => Action::AskChange(Ask::RotateCredential(id.clone())),
            Opened::NewGroup => Action::AskChange(Ask::NewGroup(id.clone())),
            Opened::Delete => Action::AskDelete(id.clone()),
        },
    };
    (Tab::Summary, Some(dialog))
}
