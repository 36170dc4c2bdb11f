//! A sheet with hostile names on it is still a well-formed drawing, and a PNG shows what the window shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sheet;
use crate::domain::topology::arrange::{ArrangeRequest, Folding, arrange};
use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use crate::text::Language;

/// Names that would end an element, an attribute or a file.
const HOSTILE: &str = "a\"><script>alert('x')</script>&amp;]]><!-- \u{202e}\u{b} 容器 --";

fn sheet(dark: bool) -> Sheet {
    let router = ResourceKey::real(ResourceKind::Router, "r\"<1>");
    let subnet = ResourceKey::real(ResourceKind::Network, "s");
    let mut one = Resource::new(router.clone(), ResourceKind::Router);
    one.title = HOSTILE.to_owned();
    one.subtitle = HOSTILE.to_owned();
    one.status = HOSTILE.to_owned();
    let two = Resource::new(subnet.clone(), ResourceKind::Network);
    let relations = BTreeSet::from([(router, subnet, Relation::Interface)]);
    let topology = Arc::new(Topology::new(vec![one, two], &relations));
    let arrangement = Arc::new(arrange(&ArrangeRequest {
        topology: Arc::clone(&topology),
        folding: Folding::default(),
        previous: None,
    }));
    Sheet {
        title: HOSTILE.to_owned(),
        topology,
        arrangement,
        language: Language::English,
        dark,
    }
}

/// The elements of an XML text, or what is wrong with it. Knows as much of XML as a drawing needs.
fn elements(xml: &str) -> Result<Vec<String>, String> {
    let rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .ok_or("no declaration")?;
    let (mut open, mut all) = (Vec::new(), Vec::new());
    let mut rest = rest;
    while let Some((text, tail)) = rest.split_once('<') {
        references(text)?;
        let (tag, after) = tail.split_once('>').ok_or("a tag does not end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes something else"));
            }
            continue;
        }
        let (inside, alone) = tag
            .strip_suffix('/')
            .map_or((tag, false), |inside| (inside, true));
        let name: String = inside.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
        if name.is_empty() {
            return Err(format!("<{tag}> has no name"));
        }
        attributes(inside.get(name.len()..).unwrap_or_default())?;
        all.push(name.clone());
        if !alone {
            open.push(name);
        }
    }
    references(rest)?;
    if open.is_empty() {
        Ok(all)
    } else {
        Err(format!("{open:?} stay open"))
    }
}

fn attributes(text: &str) -> Result<(), String> {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, tail) = rest
            .split_once("=\"")
            .ok_or(format!("`{rest}` is no attribute"))?;
        if !name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-:".contains(c))
        {
            return Err(format!("`{name}` is no name of an attribute"));
        }
        let (value, after) = tail.split_once('"').ok_or("a value does not end")?;
        references(value)?;
        rest = after.trim_start();
    }
    Ok(())
}

fn references(text: &str) -> Result<(), String> {
    if text.contains('>') || text.contains(|c: char| c.is_control() && c != '\n') {
        return Err(format!("`{text}` has what may not stand there"));
    }
    for part in text.split('&').skip(1) {
        let (name, _) = part.split_once(';').ok_or("a reference does not end")?;
        if !["amp", "lt", "gt", "quot", "#39"].contains(&name) {
            return Err(format!("nobody knows &{name};"));
        }
    }
    Ok(())
}

#[test]
fn f74_a_drawing_is_well_formed_whatever_stands_in_its_names() {
    for dark in [false, true] {
        let svg = sheet(dark).svg();
        let elements = elements(&svg).unwrap_or_else(|wrong| panic!("{wrong}\n{svg}"));
        let count = |name: &str| elements.iter().filter(|element| *element == name).count();
        assert!(!svg.contains("<script"), "{svg}");
        // Text is text, icons are outlines, and the line between the two is a curve.
        assert!(
            count("text") >= 3 && count("path") >= 3 && count("use") >= 2,
            "{svg}"
        );
        assert!(svg.contains("容器") && svg.contains("Noto Sans SC"), "{svg}");
        assert!(!svg.contains(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)), "{svg}");
    }
}

#[test]
fn a_picture_has_the_ground_of_its_theme_and_something_on_it() {
    let mut grounds = Vec::new();
    for dark in [false, true] {
        let bytes = sheet(dark).png().unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert!(info.width > 400 && info.height > 100, "{info:?}");
        let colours: BTreeSet<&[u8]> = pixels.chunks(4).collect();
        assert!(colours.len() > 20, "{} colours", colours.len());
        assert!(
            pixels.chunks(4).all(|pixel| pixel[3] == 255),
            "the page is opaque"
        );
        grounds.push(pixels.chunks(4).next().unwrap().to_vec());
    }
    assert!(grounds[0][0] > 200 && grounds[1][0] < 60, "{grounds:?}");
}
