//! Where blocks stand: layers from left to right, wide groups wrapped into a grid, kept things in their place.
//!
//! Each block remembers its home, where it would stand if nothing pushed it. A group that unfolds pushes what stands
//! below and to the right of it, and when it folds again, everything goes home.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::topology::arrange::{Area, Arrangement, Frame, Home, Item};
use crate::domain::topology::column::is_rule;
use crate::domain::topology::fold::{Block, Stack};
use crate::domain::topology::resource::ResourceKey;

/// Size of a card.
pub const CARD: (f32, f32) = (216.0, 64.0);
/// Size of a small card that hangs on another.
pub const PART: (f32, f32) = (196.0, 32.0);
/// Height of the card of something that only rules or groups others.
pub const RULE_HEIGHT: f32 = 40.0;
/// Height of the reason below a card.
pub(crate) const CALLOUT_HEIGHT: f32 = 116.0;
/// Room between a card and its reason.
pub(crate) const CALLOUT_GAP: f32 = 6.0;
/// Height of the line with a frame's name.
pub const FRAME_HEADER: f32 = 32.0;

const INDENT: f32 = 16.0;
const PART_GAP: f32 = 6.0;
const CELL_GAP: f32 = 20.0;
const FRAME_PADDING: f32 = 14.0;
const BLOCK_GAP: f32 = 32.0;
/// Room between two columns.
pub(crate) const COLUMN_GAP: f32 = 72.0;
/// Room between what only rules or groups others.
const RULE_GAP: f32 = 14.0;
/// Small cards in one column below their card.
const PARTS_PER_COLUMN: usize = 12;

/// Places everything; `previous` is where things stood. Within a layer cards and open groups come out in the order of the
/// blocks, a head before its parts; layers come out in their own order.
pub(crate) fn place<L: Ord>(blocks: Vec<(L, Block)>, previous: Option<&Arrangement>) -> Arrangement {
    let mut layers: BTreeMap<L, Vec<Measured>> = BTreeMap::new();
    let mut homes = HashMap::new();
    for (layer, block) in blocks {
        let block = Measured::of(block, previous, &mut homes);
        layers.entry(layer).or_default().push(block);
    }
    let mut arrangement = Arrangement::default();
    let tallest = layers
        .values()
        .map(|column| heights(column).1)
        .fold(0.0, f32::max);
    let mut next_x = 0.0;
    for column in layers.into_values() {
        let kept_x = column
            .iter()
            .filter_map(|block| block.home(previous))
            .map(|home| home.x)
            .reduce(f32::min);
        let x = match kept_x {
            Some(kept) if previous.is_some() => kept.max(next_x),
            Some(_) | None => next_x,
        };
        let width = column.iter().map(|block| block.width).fold(0.0, f32::max);
        let (above, flow) = heights(&column);
        let placed = stack_up(&column, previous, (tallest - flow) / 2.0 - above);
        let top = placed.iter().copied().fold(f32::INFINITY, f32::min);
        let bottom = column.iter().zip(&placed).map(|(block, y)| y + block.height);
        arrangement.columns.push(Area {
            x,
            y: top,
            width,
            height: bottom.fold(top, f32::max) - top,
        });
        for (block, y) in column.into_iter().zip(placed) {
            let home = block
                .home(previous)
                .map_or(Home { x, y, cell: None }, |home| Home { cell: None, ..home });
            homes.insert(block.block.key().clone(), home);
            block.emit(x, y, &mut arrangement);
        }
        next_x = x + width + COLUMN_GAP;
    }
    arrangement.homes = homes;
    arrangement.bounds = arrangement
        .items
        .iter()
        .map(|item| item.area)
        .chain(arrangement.frames.iter().map(|frame| frame.area))
        .reduce(Area::union)
        .unwrap_or_default();
    arrangement
}

fn height(column: &[Measured]) -> f32 {
    let blocks: f32 = column.iter().map(|block| block.height + block.gap()).sum();
    (blocks - column.last().map_or(0.0, Measured::gap)).max(0.0)
}

/// Heights of what only rules or groups others, which stands above, and of what takes part in the flow of traffic, which is
/// centred.
fn heights(column: &[Measured]) -> (f32, f32) {
    let rules = column
        .iter()
        .take_while(|block| is_rule(block.block.kind()))
        .count();
    if rules == column.len() {
        return (0.0, height(column));
    }
    let (above, flow) = column.split_at_checked(rules).unwrap_or((&[], column));
    let above = above.iter().map(|block| block.height + block.gap()).sum();
    (above, height(flow))
}

/// Upper edges of the blocks of one column: kept ones at home or pushed down, new ones where there is room.
fn stack_up(column: &[Measured], previous: Option<&Arrangement>, top: f32) -> Vec<f32> {
    let homes: Vec<Option<f32>> = column
        .iter()
        .map(|block| block.home(previous).map(|home| home.y))
        .collect();
    let mut places: BTreeMap<usize, f32> = BTreeMap::new();
    if homes.iter().all(Option::is_none) {
        let mut y = top;
        for (at, block) in column.iter().enumerate() {
            places.insert(at, y);
            y += block.height + block.gap();
        }
        return places.into_values().collect();
    }
    let mut kept: Vec<(f32, usize)> = homes
        .iter()
        .enumerate()
        .filter_map(|(at, home)| Some(((*home)?, at)))
        .collect();
    kept.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // What is taken, from the top down.
    let mut taken: Vec<(f32, f32)> = Vec::new();
    let needed_by = |at: usize| column.get(at).map_or(0.0, |block| block.height + block.gap());
    let mut next = f32::NEG_INFINITY;
    for (home, at) in kept {
        let y = home.max(next);
        places.insert(at, y);
        next = y + needed_by(at);
        taken.push((y, next));
    }
    for (at, _) in homes.iter().enumerate().filter(|(_, home)| home.is_none()) {
        let needed = needed_by(at);
        let free = taken
            .windows(2)
            .find_map(|pair| match pair {
                [(_, end), (start, _)] if start - end >= needed => Some(*end),
                _ => None,
            })
            .or_else(|| taken.last().map(|(_, end)| *end))
            .unwrap_or(top);
        places.insert(at, free);
        taken.push((free, free + needed));
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    places.into_values().collect()
}

/// A block whose size is known.
struct Measured {
    block: Block,
    width: f32,
    height: f32,
    /// Of an open group: where each stack stands in it.
    cells: Vec<(f32, f32)>,
}

impl Measured {
    fn of(block: Block, previous: Option<&Arrangement>, homes: &mut HashMap<ResourceKey, Home>) -> Self {
        match block {
            Block::Stack(stack) => {
                let (width, height) = stack_size(&stack);
                Self {
                    block: Block::Stack(stack),
                    width,
                    height,
                    cells: Vec::new(),
                }
            }
            Block::Frame(mut frame, stacks) => {
                let grid = Grid::of(&frame, &stacks, previous);
                for (stack, cell) in stacks.iter().zip(&grid.cells) {
                    let home = Home {
                        x: 0.0,
                        y: 0.0,
                        cell: Some(*cell),
                    };
                    homes.insert(stack.head.key.clone(), home);
                }
                frame.columns = grid.columns;
                let (cells, width, height) = grid.spread(&stacks);
                Self {
                    block: Block::Frame(frame, stacks),
                    width,
                    height,
                    cells,
                }
            }
        }
    }

    /// Room below it.
    fn gap(&self) -> f32 {
        match &self.block {
            Block::Stack(stack) if is_small(stack) => RULE_GAP,
            Block::Stack(_) | Block::Frame(..) => BLOCK_GAP,
        }
    }

    /// Where it stood before.
    fn home(&self, previous: Option<&Arrangement>) -> Option<Home> {
        home_of(previous, self.block.key(), self.block.former()).filter(|home| home.cell.is_none())
    }

    fn emit(self, x: f32, y: f32, out: &mut Arrangement) {
        match self.block {
            Block::Stack(stack) => emit_stack(stack, x, y, &mut out.items),
            Block::Frame(mut frame, stacks) => {
                frame.area = Area {
                    x,
                    y,
                    width: self.width,
                    height: self.height,
                };
                out.frames.push(frame);
                for (stack, (dx, dy)) in stacks.into_iter().zip(self.cells) {
                    emit_stack(stack, x + dx, y + dy, &mut out.items);
                }
            }
        }
    }
}

fn home_of(previous: Option<&Arrangement>, key: &ResourceKey, former: Option<&ResourceKey>) -> Option<Home> {
    let homes = &previous?.homes;
    homes
        .get(key)
        .or_else(|| former.and_then(|former| homes.get(former)))
        .copied()
}

/// Rows and columns of small cards below a card.
fn part_grid(count: usize) -> (usize, usize) {
    // Many are wrapped into a block that is about as wide as high; a small card is about six times as wide as high.
    let rows = PARTS_PER_COLUMN.max(((count * 6) as f32).sqrt().ceil() as usize);
    (rows, count.div_ceil(rows).max(1))
}

/// Whether it is a small card by itself: something that rules or groups others.
fn is_small(stack: &Stack) -> bool {
    is_rule(stack.head.kind) && !stack.head.is_group() && stack.cell.is_none()
}

/// Height of the card itself.
fn head_height(stack: &Stack) -> f32 {
    if is_small(stack) { RULE_HEIGHT } else { CARD.1 }
}

/// Height of the card with its reason.
fn told_height(stack: &Stack) -> f32 {
    let reason = stack
        .head
        .callout
        .as_ref()
        .map_or(0.0, |_| CALLOUT_GAP + CALLOUT_HEIGHT);
    head_height(stack) + reason
}

fn stack_size(stack: &Stack) -> (f32, f32) {
    if stack.parts.is_empty() {
        return (CARD.0, told_height(stack));
    }
    let (rows, columns) = part_grid(stack.parts.len());
    let deepest = stack.parts.iter().map(|(_, depth)| *depth).max().unwrap_or(1);
    let column_width = PART.0 + INDENT * deepest as f32;
    let width = CARD.0.max(columns as f32 * (column_width + PART_GAP) - PART_GAP);
    let shown_rows = rows.min(stack.parts.len());
    (
        width,
        told_height(stack) + shown_rows as f32 * (PART.1 + PART_GAP),
    )
}

fn emit_stack(stack: Stack, x: f32, y: f32, out: &mut Vec<Item>) {
    let below = y + told_height(&stack);
    let height = head_height(&stack);
    let mut head = stack.head;
    head.area = Area {
        x,
        y,
        width: CARD.0,
        height,
    };
    out.push(head);
    let (rows, _) = part_grid(stack.parts.len());
    let deepest = stack.parts.iter().map(|(_, depth)| *depth).max().unwrap_or(1);
    let column_width = PART.0 + INDENT * deepest as f32 + PART_GAP;
    for (at, (mut part, depth)) in stack.parts.into_iter().enumerate() {
        part.area = Area {
            x: x + (at / rows) as f32 * column_width + INDENT * depth as f32,
            y: below + PART_GAP + (at % rows) as f32 * (PART.1 + PART_GAP),
            width: PART.0,
            height: PART.1,
        };
        out.push(part);
    }
}

/// The cells of an open group, row by row.
struct Grid {
    columns: u32,
    /// Column and row of each stack.
    cells: Vec<(u32, u32)>,
}

impl Grid {
    fn of(frame: &Frame, stacks: &[Stack], previous: Option<&Arrangement>) -> Self {
        let given: Option<Vec<(u32, u32)>> = stacks.iter().map(|stack| stack.cell).collect();
        if let Some(cells) = given.filter(|cells| !cells.is_empty()) {
            let columns = cells.iter().map(|(column, _)| column + 1).max().unwrap_or(1);
            return Self { columns, cells };
        }
        let fresh = fresh_columns(stacks);
        let before = previous.and_then(|previous| previous.frames.iter().find(|it| it.key == frame.key));
        let columns = match before {
            Some(before) if before.columns <= fresh * 2 && fresh <= before.columns * 2 => before.columns,
            Some(_) | None => fresh,
        };
        let kept: Vec<Option<(u32, u32)>> = stacks
            .iter()
            .map(|stack| {
                before.filter(|before| before.columns == columns)?;
                home_of(previous, &stack.head.key, stack.head.former.as_ref())?.cell
            })
            .collect();
        let taken: BTreeSet<(u32, u32)> = kept.iter().copied().flatten().collect();
        let mut free = (0..)
            .flat_map(|row| (0..columns.max(1)).map(move |column| (column, row)))
            .filter(|cell| !taken.contains(cell));
        let cells = kept
            .into_iter()
            .map(|cell| cell.or_else(|| free.next()).unwrap_or_default())
            .collect();
        Self { columns, cells }
    }

    /// Where each stack stands in the frame, and the frame's size.
    fn spread(&self, stacks: &[Stack]) -> (Vec<(f32, f32)>, f32, f32) {
        let mut widths: BTreeMap<u32, f32> = BTreeMap::new();
        let mut heights: BTreeMap<u32, f32> = BTreeMap::new();
        for (stack, (column, row)) in stacks.iter().zip(&self.cells) {
            let (width, height) = stack_size(stack);
            let widest = widths.entry(*column).or_default();
            *widest = widest.max(width);
            let highest = heights.entry(*row).or_default();
            *highest = highest.max(height);
        }
        let (lefts, width) = edges(&widths, FRAME_PADDING);
        let (tops, height) = edges(&heights, FRAME_HEADER);
        let cells = self
            .cells
            .iter()
            .map(|(column, row)| {
                (
                    lefts.get(column).copied().unwrap_or_default(),
                    tops.get(row).copied().unwrap_or_default(),
                )
            })
            .collect();
        (cells, width + FRAME_PADDING, height + FRAME_PADDING)
    }
}

/// Where each line begins and the last one ends.
fn edges(sizes: &BTreeMap<u32, f32>, start: f32) -> (BTreeMap<u32, f32>, f32) {
    let mut edges = BTreeMap::new();
    let mut at = start;
    for (line, size) in sizes {
        edges.insert(*line, at);
        at += size + CELL_GAP;
    }
    (edges, at - CELL_GAP)
}

fn fresh_columns(stacks: &[Stack]) -> u32 {
    if stacks.len() <= 3 {
        return 1;
    }
    let (width, height) = stacks
        .iter()
        .map(stack_size)
        .fold((0.0_f32, 0.0_f32), |(w, h), (width, height)| {
            (w.max(width), h + height)
        });
    let mean = height / stacks.len() as f32 + CELL_GAP;
    // About as wide as high.
    let columns = (stacks.len() as f32 * mean / (width + CELL_GAP)).sqrt().ceil();
    (columns as u32).clamp(2, 64)
}
