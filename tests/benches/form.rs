//! What a frame of the creation form costs while somebody types, with 5,000 flavors, images, networks and key pairs loaded:
//! no screen, no GPU, CPU only. A frame is one pass of egui with the whole page and the tessellation of what it drew.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, Event, Pos2, RawInput, Rect, vec2};
use magnum_desktop::domain::catalog::{Catalog, Flavor, Image, KeyPair};
use magnum_desktop::domain::draft::ClusterDraft;
use magnum_desktop::domain::id::{FlavorId, ImageId, NetworkId, ProjectId, SubnetId, TemplateId, UserId};
use magnum_desktop::domain::inventory::{Network, Subnet};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::message::{Epoch, SessionState, Snapshot, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::context::Ctx;
use magnum_desktop::ui::outbox::Outbox;
use magnum_desktop::ui::theme::{self, Theme};
use magnum_desktop::ui::widgets::picker::{self, Picker, Row};
use magnum_desktop::ui::wizard::{WizardInput, WizardPanel};

/// Of everything.
const MANY: u32 = 5_000;

fn catalog() -> Catalog {
    let network = |number: u32| Network {
        id: NetworkId::new(format!("network-{number:05}")),
        name: format!("net-{}", number % 700),
        status: "ACTIVE".to_owned(),
        external: number == 0,
        shared: false,
        project: None,
        tags: Vec::new(),
    };
    let subnet = |number: u32| Subnet {
        id: SubnetId::new(format!("subnet-{number:05}")),
        name: format!("sub-{number}"),
        network: NetworkId::new(format!("network-{number:05}")),
        cidr: "192.168.0.0/24".to_owned(),
        gateway: None,
        dns: Vec::new(),
        tags: Vec::new(),
    };
    Catalog {
        flavors: (0..MANY)
            .map(|number| Flavor {
                id: FlavorId::new(format!("id-{number}")),
                name: format!("m1.{number:05}"),
                vcpus: 1 + number % 16,
                ram_mib: 2_048,
                disk_gib: 20,
            })
            .collect(),
        images: (0..MANY)
            .map(|number| Image {
                id: ImageId::new(format!("image-{number}")),
                name: format!("fcos-{number}"),
                status: "active".to_owned(),
                os_distro: Some("fedora-coreos".to_owned()),
                os_version: None,
                kube_version: None,
                magnum_driver: None,
                min_disk_gib: 10,
                min_ram_mib: 0,
            })
            .collect(),
        keypairs: (0..MANY)
            .map(|number| KeyPair {
                name: format!("key-{number:05}"),
                fingerprint: Some("9a:1f".to_owned()),
                kind: None,
                public_key: None,
            })
            .collect(),
        networks: (0..MANY).map(network).collect(),
        subnets: (0..MANY).map(subnet).collect(),
        ..Catalog::default()
    }
}

fn template() -> ClusterTemplate {
    ClusterTemplate {
        id: TemplateId::new("template"),
        name: "k8s".to_owned(),
        coe: "kubernetes".to_owned(),
        image: format!("fcos-{}", MANY - 1),
        cluster_distro: None,
        driver: Some("k8s_fedora_coreos_v1".to_owned()),
        server_type: None,
        external_network: Some("network-00000".to_owned()),
        flavor: Some(format!("m1.{:05}", MANY - 1)),
        master_flavor: Some(format!("m1.{:05}", MANY - 1)),
        keypair: None,
        dns_nameserver: None,
        fixed_network: Some(format!("network-{:05}", MANY - 1)),
        fixed_subnet: Some(format!("subnet-{:05}", MANY - 1)),
        network_driver: Some("calico".to_owned()),
        volume_driver: None,
        docker_storage_driver: None,
        docker_volume_size_gib: None,
        apiserver_port: None,
        master_lb_enabled: Some(true),
        floating_ip_enabled: Some(true),
        registry_enabled: None,
        insecure_registry: None,
        tls_disabled: None,
        http_proxy: None,
        https_proxy: None,
        no_proxy: None,
        labels: BTreeMap::from([("kube_tag".to_owned(), "v1.28.9".to_owned())]),
        tags: None,
        public: true,
        hidden: false,
        project: None,
        user: None,
        created_at: None,
        updated_at: None,
    }
}

/// The form on a screen of 1280 × 800 that nobody sees.
struct Page {
    ctx: Context,
    panel: WizardPanel,
    store: Store,
    outbox: Outbox,
    words: Words,
    scope: Scope,
    frame: u32,
}

impl Page {
    fn new() -> Self {
        let scope = Scope {
            cloud: "cloud".to_owned(),
            project: "project".to_owned(),
            region: "region".to_owned(),
        };
        let mut store = Store::default();
        let info = SessionInfo {
            user: "ada".to_owned(),
            user_id: UserId::new("ada"),
            project_id: ProjectId::new("project"),
            magnum_version: Some("1.12".to_owned()),
            ..SessionInfo::default()
        };
        store.apply(Update::Session {
            scope: scope.clone(),
            epoch: Epoch(1),
            state: SessionState::SignedIn(info),
        });
        let bodies = [
            Snapshot::Catalog(Arc::new(catalog())),
            Snapshot::Templates(Arc::new(vec![Arc::new(template())])),
        ];
        for body in bodies {
            store.apply(Update::Snapshot {
                scope: scope.clone(),
                epoch: Epoch(1),
                at: jiff::Timestamp::UNIX_EPOCH,
                body,
            });
        }
        let ctx = Context::default();
        theme::install(&ctx);
        theme::apply(&ctx, Theme::Light);
        let draft = ClusterDraft {
            template: Some(TemplateId::new("template")),
            name: "web".to_owned(),
            ..ClusterDraft::new()
        };
        let mut page = Self {
            ctx,
            panel: WizardPanel::expert(draft),
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
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
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
            let input = WizardInput {
                kept: None,
                folder: None,
                key_file: &|_| None,
                picture: &mut |_, _| (),
            };
            panel.ui(ui, &page, input);
        });
        drop(outbox.drain());
        // There is no GPU that the textures could go to.
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    /// Puts the cursor into the first field that takes text, which is the search of no list but the name.
    #[expect(clippy::panic, reason = "without a field there is nothing to measure")]
    fn begin_typing(&mut self) {
        for _ in 0..80 {
            if self.ctx.egui_wants_keyboard_input() && self.typed() {
                return;
            }
            let tab = |pressed| Event::Key {
                key: egui::Key::Tab,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: egui::Modifiers::NONE,
            };
            self.frame(vec![tab(true), tab(false)]);
        }
        panic!("no field takes text");
    }

    /// Whether a letter reaches the name.
    fn typed(&mut self) -> bool {
        let before = self.panel.draft().name.clone();
        self.letter();
        self.panel.draft().name != before
    }

    /// Takes the last letter away.
    fn back(&mut self) -> usize {
        self.frame(vec![backspace()])
    }

    fn letter(&mut self) -> usize {
        self.frame(vec![Event::Text("x".to_owned())])
    }
}

fn backspace() -> Event {
    Event::Key {
        key: egui::Key::Backspace,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    }
}

/// Typing with every step of the form on one page.
fn typing(criterion: &mut Criterion) {
    let mut page = Page::new();
    page.begin_typing();
    let mut count = 0_u32;
    criterion.bench_function("typing a letter, 5,000 of everything", |bench| {
        bench.iter(|| {
            count += 1;
            // A name of a thousand letters is not what is measured.
            if count.is_multiple_of(2) {
                return black_box(page.letter());
            }
            black_box(page.back())
        });
    });
}

/// A list that is open, on a screen that nobody sees.
struct OpenList {
    ctx: Context,
    words: Words,
    names: Vec<String>,
    chosen: String,
    frame: u32,
}

impl OpenList {
    fn new() -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        theme::apply(&ctx, Theme::Light);
        let mut list = Self {
            ctx,
            words: Words::new(Language::English),
            names: (0..MANY).map(|number| format!("m1.{number:05}")).collect(),
            chosen: String::new(),
            frame: 0,
        };
        list.frame(Vec::new());
        let at = list.frame(Vec::new()).0.center();
        for pressed in [true, false] {
            let button = Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: egui::Modifiers::NONE,
            };
            list.frame(vec![Event::PointerMoved(at), button]);
        }
        for _ in 0..3 {
            list.frame(Vec::new());
        }
        list
    }

    /// One pass with these events, tessellated: where the button is, and how much was drawn.
    fn frame(&mut self, events: Vec<Event>) -> (Rect, usize) {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
            time: Some(f64::from(self.frame) / 60.0),
            events,
            ..RawInput::default()
        };
        let Self {
            ctx,
            words,
            names,
            chosen,
            ..
        } = self;
        let mut button = Rect::NOTHING;
        let mut output = ctx.run_ui(input, |ui| {
            let label = ui.label("Flavor").id;
            let picker = Picker {
                label,
                shown: chosen.clone(),
                none: None,
                count: names.len(),
                version: 1,
                words,
            };
            let row = |index: usize| {
                let name = names.get(index).cloned().unwrap_or_default();
                Row {
                    text: format!("{name} · 2 vCPU, 4 GiB, 40 GiB disk"),
                    value: name,
                    trouble: None,
                }
            };
            button = picker::show(ui, &picker, row, chosen).rect;
        });
        output.textures_delta.clear();
        let shapes = ctx.tessellate(output.shapes, output.pixels_per_point).len();
        (button, shapes)
    }
}

/// Searching a long list: a letter and its removal, so that half of the frames look through all of it.
fn searching(criterion: &mut Criterion) {
    let mut list = OpenList::new();
    let drawn = list.frame(vec![Event::Text("m1.0".to_owned())]);
    let narrowed = list.frame(vec![Event::Text("4999".to_owned())]);
    assert!(
        narrowed.1 < drawn.1,
        "the search is not open: nothing is measured"
    );
    for _ in 0..4 {
        list.frame(vec![backspace()]);
    }
    let mut count = 0_u32;
    criterion.bench_function("searching a list of 5,000", |bench| {
        bench.iter(|| {
            count += 1;
            let event = if count.is_multiple_of(2) {
                Event::Text("1".to_owned())
            } else {
                backspace()
            };
            black_box(list.frame(vec![event]))
        });
    });
    criterion.bench_function("an open list of 5,000 that nothing is typed into", |bench| {
        bench.iter(|| black_box(list.frame(Vec::new())));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = typing, searching
}
criterion_main!(benches);
