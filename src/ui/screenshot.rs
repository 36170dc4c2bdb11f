//! A picture of the real window, taken when what it shows has settled.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::Arc;

use crate::ui::host::ScreenshotRequest;

/// Frames without a change before the picture is taken: enough for layouts and fades to end.
const STILL_FRAMES: u32 = 3;

/// How the picture ended.
#[derive(Debug)]
pub enum Outcome {
    /// It is in the file.
    Written,
    /// The time was over before everything was there.
    TimedOut,
    /// The file could not be written.
    Failed(io::Error),
}

/// Waits for the window to settle, and takes the picture.
#[derive(Debug)]
pub(crate) struct Screenshot {
    request: ScreenshotRequest,
    still: u32,
    asked: bool,
    outcome: Option<Outcome>,
}

impl Screenshot {
    pub(crate) fn new(request: ScreenshotRequest) -> Self {
        Self {
            request,
            still: 0,
            asked: false,
            outcome: None,
        }
    }

    /// One frame. `settled` says whether everything that the page wants is there.
    pub(crate) fn frame(&mut self, ctx: &egui::Context, settled: bool) -> Option<&Outcome> {
        if self.outcome.is_some() {
            return self.outcome.as_ref();
        }
        if let Some(image) = taken(ctx) {
            self.outcome = Some(match write(&image, &self.request.file) {
                Ok(()) => Outcome::Written,
                Err(error) => Outcome::Failed(error),
            });
            return self.outcome.as_ref();
        }
        if ctx.input(|input| input.time) > self.request.limit_secs {
            self.outcome = Some(Outcome::TimedOut);
            return self.outcome.as_ref();
        }
        self.still = if settled { self.still + 1 } else { 0 };
        if self.still > STILL_FRAMES && !self.asked {
            self.asked = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::Screenshot(egui::UserData::default()));
        }
        ctx.request_repaint_after(std::time::Duration::from_millis(100));
        None
    }
}

fn taken(ctx: &egui::Context) -> Option<Arc<egui::ColorImage>> {
    ctx.input(|input| {
        input.raw.events.iter().find_map(|event| {
            let egui::Event::Screenshot { image, .. } = event else {
                return None;
            };
            Some(Arc::clone(image))
        })
    })
}

/// Writes a picture as PNG.
///
/// # Errors
/// When the file cannot be written.
pub fn write(image: &egui::ColorImage, file: &Path) -> io::Result<()> {
    let size = |side: usize| u32::try_from(side).map_err(io::Error::other);
    let mut encoder = png::Encoder::new(
        BufWriter::new(File::create(file)?),
        size(image.width())?,
        size(image.height())?,
    );
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = image
        .pixels
        .iter()
        .flat_map(|pixel| pixel.to_srgba_unmultiplied())
        .collect();
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&bytes).map_err(io::Error::other)
}
