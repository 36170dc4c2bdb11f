//! What a page of the guide is made of: the small part of Markdown that its pages use, read without a screen.

/// How a piece of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// As everything.
    Plain,
    /// A word on the screen.
    Bold,
    /// A word that is meant as a word.
    Italic,
    /// Something to type or to find in a file.
    Code,
    /// A way to somewhere else.
    Link,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// How they are set.
    pub face: Face,
    /// Where they lead, for a link.
    pub target: String,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of this level, 1 to 6.
    Heading(usize, String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A line of a list, with its number or dot, and how deep it stands.
    Item {
        /// `1.` or `•`.
        mark: String,
        /// 0 for the outer list.
        depth: usize,
        /// Its words.
        spans: Vec<Span>,
    },
    /// Lines to type.
    Code(String),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Span>>>),
}

impl Block {
    /// Everything it says, as one text in small letters, to be searched.
    fn said(&self) -> String {
        let of = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        match self {
            Self::Heading(_, text) | Self::Code(text) => text.to_lowercase(),
            Self::Paragraph(spans) | Self::Item { spans, .. } => of(spans).to_lowercase(),
            Self::Table(rows) => {
                let cells: Vec<String> = rows.iter().flatten().map(|cell| of(cell)).collect();
                cells.join(" ").to_lowercase()
            }
        }
    }
}

/// A page, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The name of its file.
    pub name: String,
    /// Its parts.
    pub blocks: Vec<Block>,
}

impl Page {
    /// Reads a page.
    pub fn read(name: &str, markdown: &str) -> Self {
        Self {
            name: name.to_owned(),
            blocks: blocks(markdown),
        }
    }

    /// Its title, which is its first heading.
    pub fn title(&self) -> &str {
        self.headings()
            .next()
            .map_or(self.name.as_str(), |(_, text)| text)
    }

    /// Its headings with their levels.
    pub fn headings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(level, text) => Some((*level, text.as_str())),
            Block::Paragraph(_) | Block::Item { .. } | Block::Code(_) | Block::Table(_) => None,
        })
    }
}

/// A place in the guide: a page and one of its headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which page, counted from 0.
    pub page: usize,
    /// The heading.
    pub heading: String,
}

/// The sections in which every one of these words is said, a section whose heading says them first.
pub fn search(pages: &[Page], words: &str) -> Vec<Place> {
    let words: Vec<String> = words
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let says = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
    let (mut by_heading, mut by_text) = (Vec::new(), Vec::new());
    for (page, read) in pages.iter().enumerate() {
        for (heading, text) in sections(read) {
            let place = Place {
                page,
                heading: heading.to_owned(),
            };
            if says(&heading.to_lowercase()) {
                by_heading.push(place);
            } else if says(&text) {
                by_text.push(place);
            }
        }
    }
    by_heading.extend(by_text);
    by_heading
}

/// Each heading with all that is said below it, up to the next one.
fn sections(page: &Page) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for block in &page.blocks {
        if let Block::Heading(_, text) = block {
            found.push((text, text.to_lowercase()));
        } else if let Some((_, text)) = found.last_mut() {
            text.push(' ');
            text.push_str(&block.said());
        }
    }
    found
}

/// Where a link of a page leads: `file#anchor`, either of which may be absent.
pub fn follow(pages: &[Page], from: usize, target: &str) -> Option<Place> {
    let (file, wanted) = target.split_once('#').unwrap_or((target, ""));
    let page = match file {
        "" => from,
        file => pages.iter().position(|page| page.name == file)?,
    };
    let mut headings = pages.get(page)?.headings();
    let heading = match wanted {
        "" => headings.next(),
        wanted => headings.find(|(_, text)| anchor(text) == wanted),
    };
    heading.map(|(_, text)| Place {
        page,
        heading: text.to_owned(),
    })
}

/// What a heading is linked by: its letters and digits in small letters, with hyphens for spaces.
pub fn anchor(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a line begins.
enum Line<'t> {
    Blank,
    Heading(usize, &'t str),
    Row(&'t str),
    Item {
        mark: &'t str,
        depth: usize,
        text: &'t str,
    },
    Text(&'t str),
}

fn line(line: &str) -> Line<'_> {
    let text = line.trim();
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let depth = usize::from(line.starts_with("  "));
    if text.is_empty() {
        return Line::Blank;
    }
    if let Some(heading) = text.get(level..).filter(|_| level > 0) {
        return Line::Heading(level, heading.trim());
    }
    if let Some(row) = text.strip_prefix('|') {
        return Line::Row(row.trim_end_matches('|'));
    }
    match text.split_once(' ') {
        Some(("-", text)) => Line::Item {
            mark: "•",
            depth,
            text,
        },
        Some((mark, text))
            if mark
                .strip_suffix('.')
                .is_some_and(|number| number.parse::<u8>().is_ok()) =>
        {
            Line::Item { mark, depth, text }
        }
        Some(_) | None => Line::Text(text),
    }
}

/// The parts of a page.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = markdown.lines().peekable();
    while let Some(first) = lines.next() {
        if first.starts_with("```") {
            let code: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .collect();
            found.push(Block::Code(code.join("\n")));
            continue;
        }
        // What stands on several lines goes on until a line begins something else.
        let mut rest = |text: &str| {
            let mut whole = text.to_owned();
            while let Some(Line::Text(more)) = lines.peek().filter(|l| !l.starts_with("```")).map(|l| line(l))
            {
                whole.push(' ');
                whole.push_str(more);
                lines.next();
            }
            spans(&whole)
        };
        match line(first) {
            Line::Blank => {}
            Line::Heading(level, text) => found.push(Block::Heading(level, text.to_owned())),
            Line::Text(text) => found.push(Block::Paragraph(rest(text))),
            Line::Item { mark, depth, text } => found.push(Block::Item {
                mark: mark.to_owned(),
                depth,
                spans: rest(text),
            }),
            Line::Row(row) => push_row(&mut found, row),
        }
    }
    found
}

fn push_row(found: &mut Vec<Block>, row: &str) {
    let cells = row.split('|').map(str::trim);
    // The line under the head says nothing but that there is a head.
    if cells
        .clone()
        .all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-'))
    {
        return;
    }
    let cells: Vec<Vec<Span>> = cells.map(spans).collect();
    match found.last_mut() {
        Some(Block::Table(rows)) => rows.push(cells),
        Some(_) | None => found.push(Block::Table(vec![cells])),
    }
}

/// The pieces of a text. A mark that is not closed is a character like any other.
fn spans(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some((span, after)) = marked(rest) {
            flush(&mut found, &mut plain);
            found.push(span);
            rest = after;
        } else {
            plain.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    flush(&mut found, &mut plain);
    found
}

fn flush(found: &mut Vec<Span>, plain: &mut String) {
    if !plain.is_empty() {
        found.push(Span {
            text: std::mem::take(plain),
            face: Face::Plain,
            target: String::new(),
        });
    }
}

/// The marked piece that a text begins with, and what follows it.
fn marked(text: &str) -> Option<(Span, &str)> {
    if let Some((label, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        let (target, after) = rest.split_once(')')?;
        let span = Span {
            text: label.to_owned(),
            face: Face::Link,
            target: target.to_owned(),
        };
        return Some((span, after));
    }
    [("**", Face::Bold), ("`", Face::Code), ("*", Face::Italic)]
        .into_iter()
        .find_map(|(mark, face)| {
            let (inner, after) = text.strip_prefix(mark)?.split_once(mark)?;
            (!inner.is_empty()).then(|| {
                let span = Span {
                    text: inner.to_owned(),
                    face,
                    target: String::new(),
                };
                (span, after)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{Block, Face, Page, Place, follow, search, spans};

    fn page(text: &str) -> Page {
        Page::read("a.md", text)
    }

    #[test]
    fn pieces_are_told_apart_and_open_marks_are_text() {
        let faces: Vec<(String, Face)> = spans("a **b** `c*` *d* [e](f.md#g) 2 * 3 [x] `")
            .into_iter()
            .map(|span| (span.text, span.face))
            .collect();
        let expected = [
            ("a ", Face::Plain),
            ("b", Face::Bold),
            (" ", Face::Plain),
            ("c*", Face::Code),
            (" ", Face::Plain),
            ("d", Face::Italic),
            (" ", Face::Plain),
            ("e", Face::Link),
            (" 2 * 3 [x] `", Face::Plain),
        ];
        let expected: Vec<(String, Face)> = expected.map(|(text, face)| (text.to_owned(), face)).into();
        assert_eq!(faces, expected);
    }

    #[test]
    fn lines_become_parts() {
        let read = page(
            "# T\n\none\ntwo\n\n1. first\n   more\n- dot\n  - deep\n\n```sh\n# x\n```\n| a | b |\n| --- | --- |\n| c | |\n",
        );
        let kinds: Vec<&str> = read
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading(..) => "heading",
                Block::Paragraph(_) => "paragraph",
                Block::Item { depth: 0, .. } => "item",
                Block::Item { .. } => "inner item",
                Block::Code(_) => "code",
                Block::Table(_) => "table",
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "heading",
                "paragraph",
                "item",
                "item",
                "inner item",
                "code",
                "table"
            ]
        );
        assert!(read.blocks.contains(&Block::Paragraph(spans("one two"))));
        assert!(read.blocks.contains(&Block::Code("# x".to_owned())));
        assert!(read.blocks.contains(&Block::Table(vec![
            vec![spans("a"), spans("b")],
            vec![spans("c"), spans("")]
        ])));
        assert_eq!(read.title(), "T");
    }

    #[test]
    fn links_and_words_lead_to_sections() {
        let pages = [
            page("# First\n\n[there](b.md#some-place)\n"),
            Page::read(
                "b.md",
                "# Second\n\n## Some place!\n\nA quota is exceeded\n\n## Quota\n\nno\n",
            ),
        ];
        let place = |page, heading: &str| Place {
            page,
            heading: heading.to_owned(),
        };
        assert_eq!(
            follow(&pages, 0, "b.md#some-place"),
            Some(place(1, "Some place!"))
        );
        assert_eq!(follow(&pages, 1, "#quota"), Some(place(1, "Quota")));
        assert_eq!(follow(&pages, 0, "b.md"), Some(place(1, "Second")));
        assert_eq!(follow(&pages, 0, "c.md"), None);
        assert_eq!(
            search(&pages, "QUOTA"),
            [place(1, "Quota"), place(1, "Some place!")]
        );
        assert_eq!(search(&pages, "nowhere"), []);
    }
}
