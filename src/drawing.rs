//! What `get …` prints: a text, or a topology drawn as the window draws it.

use std::sync::Arc;

use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::topology::arrange::{ArrangeRequest, Folding, arrange};
use magnum_desktop::headless::args::{GetArguments, Output, What};
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::headless::get;
use magnum_desktop::text::Language;
use magnum_desktop::ui::topology::sheet::Sheet;

/// How a drawing looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// In whose words.
    pub(crate) language: Language,
    /// Light letters on a dark ground.
    pub(crate) dark: bool,
}

/// Gets what is wanted, as the bytes to print.
pub(crate) async fn got(reader: &mut Reader, wanted: &GetArguments, look: Look) -> Result<Vec<u8>, Problem> {
    let draw: fn(&Sheet) -> Result<Vec<u8>, String> = match (wanted.what == What::Topology, wanted.output) {
        (true, Output::Svg) => |sheet: &Sheet| Ok(sheet.svg().into_bytes()),
        (true, Output::Png) => Sheet::png,
        (true | false, Output::Table | Output::Json | Output::Yaml | Output::Dot)
        | (false, Output::Svg | Output::Png) => {
            return get::get(reader, wanted).await.map(String::into_bytes);
        }
    };
    let (title, topology) = get::picture(reader, wanted).await?;
    let arrangement = Arc::new(arrange(&ArrangeRequest {
        topology: Arc::clone(&topology),
        folding: Folding::default(),
        previous: None,
    }));
    let sheet = Sheet {
        title,
        topology,
        arrangement,
        language: look.language,
        dark: look.dark,
    };
    draw(&sheet).map_err(|detail| Problem::new(ProblemKind::Internal { detail }))
}
