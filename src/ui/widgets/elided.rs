//! A name that is cut in its middle when it is too long: names of one family differ at their ends.

use egui::{FontId, Label, Response, RichText, Ui};

use crate::ui::theme::tokens;

/// Draws it in what is left of the line; the tooltip has the whole name where it was cut.
pub fn show(ui: &mut Ui, text: &str, size: f32) -> Response {
    let room = ui.available_width();
    let font = FontId::proportional(size);
    let width = |text: &str| {
        ui.painter()
            .layout_no_wrap(text.to_owned(), font.clone(), tokens(ui).text)
            .size()
            .x
    };
    let cut = (width(text) > room).then(|| longest(text, |candidate| width(candidate) <= room));
    let shown = cut.as_deref().unwrap_or(text);
    let label = Label::new(RichText::new(shown).size(size).color(tokens(ui).text))
        .selectable(false)
        .truncate();
    let response = ui.add(label);
    if cut.is_some() {
        response.on_hover_text(text)
    } else {
        response
    }
}

/// The longest `beginning…end` that fits.
fn longest(text: &str, fits: impl Fn(&str) -> bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut low, mut high) = (2, chars.len());
    while low < high {
        let keep = (low + high).div_ceil(2);
        if fits(&cut(&chars, keep)) {
            low = keep
        } else {
            high = keep - 1
        }
    }
    cut(&chars, low)
}

/// Keeps this many characters: more of the beginning than of the end, which is long enough for a number.
fn cut(chars: &[char], keep: usize) -> String {
    let end = keep * 2 / 5;
    let begin = keep - end;
    let head = chars.iter().take(begin);
    let tail = chars.iter().skip(chars.len().saturating_sub(end));
    head.chain(&['…']).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::longest;

    #[test]
    fn both_ends_of_a_name_stay() {
        let fits = |most: usize| move |text: &str| text.chars().count() <= most;
        assert_eq!(
            longest("payments-prod-abcdef-node-12", fits(16)),
            "payments-…ode-12"
        );
        assert_eq!(longest("集群集群集群集群", fits(5)), "集群集…群");
        assert_eq!(longest("abc", fits(0)), "ab…");
    }
}
