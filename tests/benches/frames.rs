//! What a frame of the picture costs at 1,000 visible nodes, and what arranging costs: no screen, no GPU, CPU only.
//!
//! A frame is one pass of egui with the whole page and the tessellation of what it drew.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::{
    ClusterId, NetworkId, PortId, ProjectId, RouterId, SecurityGroupId, ServerId, StackId, SubnetId,
    TemplateId, UserId,
};
use magnum_desktop::domain::inventory::{
    Address, AddressKind, Inventory, Network, Port, Router, SecurityGroup, Server, Subnet,
};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::status::{Health, Status};
use magnum_desktop::domain::topology::arrange::{ArrangeRequest, Folding, arrange};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::resource::ResourceKey;
use magnum_desktop::domain::topology::{Input, build};
use magnum_desktop::message::{ClusterParts, Epoch, SessionState, Snapshot, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::context::Ctx;
use magnum_desktop::ui::outbox::Outbox;
use magnum_desktop::ui::theme::{self, Theme};
use magnum_desktop::ui::topology::TopologyPanel;

const STACK: &str = "f59f11e6-bb92-4d44-a628-ad6dcac3a020";

fn cluster() -> Cluster {
    Cluster {
        id: ClusterId::new("web"),
        name: "web".to_owned(),
        template: TemplateId::new("template"),
        project: None,
        user: None,
        status: Status::parse("CREATE_COMPLETE"),
        status_reason: None,
        health: Health::Healthy,
        health_reasons: BTreeMap::new(),
        stack: Some(StackId::new(STACK)),
        keypair: None,
        master_count: 3,
        node_count: 1000,
        master_flavor: None,
        flavor: None,
        docker_volume_size_gib: None,
        api_address: None,
        coe_version: None,
        container_version: None,
        discovery_url: None,
        master_addresses: Vec::new(),
        node_addresses: Vec::new(),
        fixed_network: None,
        fixed_subnet: None,
        floating_ip_enabled: None,
        master_lb_enabled: None,
        create_timeout_mins: None,
        labels: BTreeMap::new(),
        labels_overridden: BTreeMap::new(),
        labels_added: BTreeMap::new(),
        labels_skipped: BTreeMap::new(),
        faults: BTreeMap::new(),
        created_at: None,
        updated_at: None,
    }
}

fn server(role: &str, number: usize) -> (Server, Port) {
    let name = format!("web-3rkoqwzcbpuj-{role}-{number}");
    let ip = format!("10.{}.{}.{}", number / 65_536, number / 256 % 256, number % 256);
    let server = Server {
        id: ServerId::new(format!("id-{name}")),
        name: name.clone(),
        status: if number % 97 == 5 { "ERROR" } else { "ACTIVE" }.to_owned(),
        task: None,
        fault: None,
        flavor: Some("m1.large".to_owned()),
        vcpus: Some(4),
        ram_mib: Some(8192),
        image: None,
        addresses: vec![Address {
            network: "web".to_owned(),
            ip: ip.clone(),
            kind: AddressKind::Fixed,
        }],
        keypair: None,
        availability_zone: Some("nova".to_owned()),
        volumes: Vec::new(),
        security_groups: Vec::new(),
        metadata: BTreeMap::new(),
        project: None,
        created_at: None,
    };
    let port = Port {
        id: PortId::new(format!("port-{name}")),
        name,
        status: "ACTIVE".to_owned(),
        network: NetworkId::new("network"),
        device_id: server.id.to_string(),
        device_owner: "compute:nova".to_owned(),
        fixed_ips: vec![(SubnetId::new("subnet"), ip)],
        mac: String::new(),
        security_groups: vec![SecurityGroupId::new("group")],
        tags: Vec::new(),
    };
    (server, port)
}

fn topology(workers: usize) -> Arc<Topology> {
    let nodes = (0..3)
        .map(|number| server("master", number))
        .chain((0..workers).map(|number| server("node", number)));
    let (servers, ports) = nodes.unzip();
    let network = |id: &str, external| Network {
        id: NetworkId::new(id),
        name: id.to_owned(),
        status: "ACTIVE".to_owned(),
        external,
        shared: false,
        project: None,
        tags: Vec::new(),
    };
    let inventory = Inventory {
        servers,
        ports,
        networks: vec![network("public", true), network("network", false)],
        subnets: vec![Subnet {
            id: SubnetId::new("subnet"),
            name: "subnet".to_owned(),
            network: NetworkId::new("network"),
            cidr: "10.0.0.0/8".to_owned(),
            gateway: None,
            dns: Vec::new(),
            tags: Vec::new(),
        }],
        routers: vec![Router {
            id: RouterId::new("router"),
            name: "web-3rkoqwzcbpuj-router".to_owned(),
            status: "ACTIVE".to_owned(),
            external_network: Some(NetworkId::new("public")),
            external_address: None,
            tags: Vec::new(),
        }],
        security_groups: vec![SecurityGroup {
            id: SecurityGroupId::new("group"),
            name: "web-3rkoqwzcbpuj-group".to_owned(),
            rule_count: 12,
            tags: Vec::new(),
        }],
        ..Inventory::default()
    };
    Arc::new(build(Input {
        cluster: &cluster(),
        node_groups: &[],
        resources: &[],
        stack_problem: None,
        inventory: &inventory,
    }))
}

fn request(topology: &Arc<Topology>, open: bool) -> ArrangeRequest {
    let mut folding = Folding::default();
    if open {
        folding.set(ResourceKey::node_group("worker/default-worker"), true);
    }
    ArrangeRequest {
        topology: Arc::clone(topology),
        folding,
        previous: None,
    }
}

/// The page on a screen of 1600 × 1000 that nobody sees.
struct Page {
    ctx: Context,
    panel: TopologyPanel,
    store: Store,
    outbox: Outbox,
    words: Words,
    scope: Scope,
    frame: u32,
}

impl Page {
    fn new(workers: usize) -> Self {
        let topology = topology(workers);
        let scope = Scope {
            cloud: "cloud".to_owned(),
            project: "project".to_owned(),
            region: "region".to_owned(),
        };
        let mut store = Store::default();
        store.apply(Update::Session {
            scope: scope.clone(),
            epoch: Epoch(1),
            state: SessionState::SignedIn(session()),
        });
        let parts = ClusterParts {
            cluster: ClusterId::new("web"),
            stacks: Vec::new(),
            resources: Arc::default(),
            stack_problem: None,
            topology: Arc::clone(&topology),
            orchestration: None,
            nodes: Vec::new(),
            gaps: BTreeMap::new(),
        };
        store.apply(Update::Snapshot {
            scope: scope.clone(),
            epoch: Epoch(1),
            at: jiff::Timestamp::UNIX_EPOCH,
            body: Snapshot::Topology(Arc::new(parts)),
        });
        store.apply(Update::Arranged {
            scope: scope.clone(),
            cluster: ClusterId::new("web"),
            arrangement: Arc::new(arrange(&request(&topology, true))),
            topology,
        });
        let ctx = Context::default();
        theme::install(&ctx);
        theme::apply(&ctx, Theme::Light);
        let mut page = Self {
            ctx,
            panel: TopologyPanel::default(),
            store,
            outbox: Outbox::default(),
            words: Words::new(Language::English),
            scope,
            frame: 0,
        };
        for _ in 0..4 {
            page.frame(Vec::new());
        }
        page
    }

    /// One pass with these events, tessellated.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(f64::from(self.frame) / 60.0),
            events,
            ..RawInput::default()
        };
        let Self {
            ctx,
            panel,
            store,
            outbox,
            words,
            scope,
            ..
        } = self;
        let mut output = ctx.run_ui(input, |ui| {
            let Some(data) = store.scope(scope) else { return };
            let page = Ctx {
                store,
                scope,
                data,
                words,
                now: jiff::Timestamp::UNIX_EPOCH,
                outbox,
            };
            panel.ui(ui, &page, &ClusterId::new("web"));
        });
        drop(outbox.drain());
        // There is no GPU that the textures could go to.
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    /// Where the pointer is in this frame while it drags to and fro.
    fn pointer(&self) -> Pos2 {
        pos2(40.0 + (self.frame % 40) as f32, 700.0)
    }

    fn press(&mut self) {
        let at = self.pointer();
        self.frame(vec![
            Event::PointerMoved(at),
            Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed: true,
                modifiers: Modifiers::NONE,
            },
        ]);
        // A drag begins when the pointer has come some way.
        for _ in 0..45 {
            self.pan();
        }
    }

    /// Whether dragging really draws a new picture in each frame, so that it is that which is measured.
    fn assert_panning_draws(&mut self) {
        let before = self.panel.pictures_drawn();
        for _ in 0..20 {
            self.pan();
        }
        assert_eq!(self.panel.pictures_drawn(), before + 20, "each frame draws anew");
    }

    fn pan(&mut self) -> usize {
        let at = self.pointer();
        self.frame(vec![Event::PointerMoved(at)])
    }
}

fn session() -> SessionInfo {
    SessionInfo {
        user: "ada".to_owned(),
        user_id: UserId::new("ada"),
        project: "project".to_owned(),
        project_id: ProjectId::new("project"),
        region: "region".to_owned(),
        regions: vec!["region".to_owned()],
        roles: vec!["member".to_owned()],
        magnum_version: None,
        ..SessionInfo::default()
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame of 1,000 nodes");
    group.bench_function("panning, all in sight", |bencher| {
        let mut page = Page::new(1000);
        page.press();
        page.assert_panning_draws();
        bencher.iter(|| black_box(page.pan()));
    });
    // Turns of the wheel until some 400 cards have their names, and until some 100 show everything.
    for (name, turns) in [("panning, names in sight", 5), ("panning, details in sight", 8)] {
        group.bench_function(name, |bencher| {
            let mut page = Page::new(1000);
            for _ in 0..turns {
                let wheel = Event::MouseWheel {
                    unit: egui::MouseWheelUnit::Point,
                    delta: vec2(0.0, 40.0),
                    phase: egui::TouchPhase::Move,
                    modifiers: Modifiers::NONE,
                };
                page.frame(vec![Event::PointerMoved(pos2(1100.0, 500.0)), wheel]);
            }
            for _ in 0..30 {
                page.frame(Vec::new());
            }
            page.press();
            page.assert_panning_draws();
            bencher.iter(|| black_box(page.pan()));
        });
    }
    group.bench_function("nothing changes", |bencher| {
        let mut page = Page::new(1000);
        let before = page.panel.pictures_drawn();
        bencher.iter(|| black_box(page.frame(Vec::new())));
        assert_eq!(
            page.panel.pictures_drawn(),
            before,
            "an idle picture is not drawn anew"
        );
    });
    group.finish();
}

fn arranging(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("arrange");
    for (name, workers) in [("1,000 nodes", 1000), ("10,000 nodes", 10_000)] {
        let topology = topology(workers);
        for (state, open) in [("folded", false), ("open", true)] {
            let request = request(&topology, open);
            group.bench_function(format!("{name}, {state}"), |bencher| {
                bencher.iter(|| black_box(arrange(&request)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, frames, arranging);
criterion_main!(benches);
