//! What the topology costs at 100, 1,000, 10,000 and 50,000 resources: building it, folding it, laying it out, comparing it
//! with the one before, and drawing it, beside what egui_graphs by itself takes for the same graph. No screen, no GPU.

mod cloud;
mod page;
mod plain;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group};
use magnum_desktop::domain::topology::arrange::{ArrangeRequest, Arrangement, Folding, FoldingRule, arrange};
use magnum_desktop::domain::topology::diff::difference;
use magnum_desktop::domain::topology::model::Topology;

use crate::page::Page;
use crate::plain::Plain;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 50_000];
/// Frames of which median and 99th percentile are told.
const FRAMES: usize = 200;
/// So many times.
const ROUNDS: usize = 3;
/// Frames of what takes long.
const SLOW_FRAMES: usize = 60;

pub(crate) fn request(
    topology: &Arc<Topology>,
    rule: FoldingRule,
    previous: Option<Arc<Arrangement>>,
) -> ArrangeRequest {
    let mut folding = Folding::default();
    folding.set_all(rule);
    ArrangeRequest {
        topology: Arc::clone(topology),
        folding,
        previous,
    }
}

fn pure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("topology");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1));
    for size in SIZES {
        let (cluster, inventory) = (cloud::cluster(), cloud::inventory(size));
        group.bench_function(BenchmarkId::new("build", size), |bencher| {
            bencher.iter(|| black_box(cloud::built(&cluster, &inventory)));
        });
        let topology = cloud::topology(size);
        let folded = request(&topology, FoldingRule::BySize, None);
        group.bench_function(BenchmarkId::new("fold", size), |bencher| {
            bencher.iter(|| black_box(arrange(&folded)));
        });
        let open = request(&topology, FoldingRule::Open, None);
        group.bench_function(
            BenchmarkId::new("fold nothing, lay everything out", size),
            |bencher| {
                bencher.iter(|| black_box(arrange(&open)));
            },
        );
        group.bench_function(
            BenchmarkId::new("build and lay everything out", size),
            |bencher| {
                bencher.iter(|| {
                    let topology = Arc::new(cloud::built(&cluster, &inventory));
                    black_box(arrange(&request(&topology, FoldingRule::Open, None)))
                });
            },
        );
        let more = cloud::topology(size + 2);
        let next = request(&more, FoldingRule::Open, Some(Arc::new(arrange(&open))));
        group.bench_function(BenchmarkId::new("lay one more node out", size), |bencher| {
            bencher.iter(|| black_box(arrange(&next)));
        });
        group.bench_function(BenchmarkId::new("difference", size), |bencher| {
            bencher.iter(|| black_box(difference(&topology, &more)));
        });
    }
    group.finish();
}

/// What a frame takes, in milliseconds.
#[derive(Clone, Copy)]
struct Taken {
    median: f64,
    p99: f64,
}

/// Time of this thread on a processor, so that whatever else runs on the machine does not count.
#[cfg(unix)]
fn spent(_begin: Instant) -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Where there is no such clock, the one on the wall.
#[cfg(not(unix))]
fn spent(begin: Instant) -> Duration {
    begin.elapsed()
}

/// One round of frames.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn round(frame: &mut dyn FnMut() -> usize, frames: usize) -> Taken {
    let begin = Instant::now();
    let mut times: Vec<Duration> = (0..frames)
        .map(|_| {
            let before = spent(begin);
            black_box(frame());
            spent(begin).saturating_sub(before)
        })
        .collect();
    times.sort();
    let at = |part: usize| {
        let time = times.get(frames * part / 100).copied().unwrap_or_default();
        time.as_secs_f64() * 1000.0
    };
    Taken {
        median: at(50),
        p99: at(99),
    }
}

/// The calmest of some rounds: caches that others empty make a frame longer too.
fn measured(mut frame: impl FnMut() -> usize) -> Taken {
    let first = round(&mut frame, FRAMES);
    (1..ROUNDS)
        .map(|_| round(&mut frame, FRAMES))
        .fold(first, |best, next| if next.p99 < best.p99 { next } else { best })
}

#[expect(clippy::print_stdout, reason = "the result")]
fn told(what: &str, size: usize, Taken { median, p99 }: Taken) -> f64 {
    println!("frame  {size:>6}  {what:<44} median {median:>8.3} ms   p99 {p99:>8.3} ms");
    median
}

/// Frames of the whole page: pass and tessellation.
#[expect(clippy::print_stdout, reason = "the result")]
fn frames() {
    for size in SIZES {
        let topology = cloud::topology(size);
        let mut fit = 0.0;
        for (name, turns) in [
            ("unfolded, panning, all in sight", 0),
            ("unfolded, panning, names in sight", 8),
            ("unfolded, panning, details in sight", 14),
        ] {
            let mut page = Page::new(&topology, FoldingRule::Open);
            page.wheel(turns, if size > 1_000 { 90.0 } else { 40.0 });
            page.press();
            page.assert_panning_draws();
            let median = told(name, size, measured(|| page.pan()));
            if turns == 0 {
                fit = median;
            }
        }
        let mut page = Page::new(&topology, FoldingRule::Open);
        told("unfolded, zooming", size, measured(|| page.zoom()));
        let mut page = Page::new(&topology, FoldingRule::Open);
        let before = page.drawn();
        told(
            "unfolded, nothing changes",
            size,
            measured(|| page.frame(Vec::new())),
        );
        assert_eq!(page.drawn(), before, "an idle picture is not drawn anew");
        let mut page = Page::new(&topology, FoldingRule::BySize);
        page.press();
        told("as it opens, panning", size, measured(|| page.pan()));
        let arrangement = arrange(&request(&topology, FoldingRule::Open, None));
        for (name, labels) in [
            ("egui_graphs by itself", false),
            ("egui_graphs by itself, with names", true),
        ] {
            let mut plain = Plain::new(&arrangement, labels);
            let median = told(name, size, round(&mut || plain.pan(), SLOW_FRAMES));
            println!(
                "frame  {size:>6}  … which is {:.1} times ours, all in sight",
                median / fit.max(0.001)
            );
        }
    }
}

criterion_group!(benches, pure);

fn main() {
    frames();
    benches();
    Criterion::default().configure_from_args().final_summary();
}
