//! Takes a PDF; gives the text of each page in the order of drawing, why some of it could not be
//! read, and whether some of it cannot be seen. Lines with long numbers follow if the number appears
//! only by position or in the page's replacement text. This file must not know why the text is
//! wanted.

use super::super::{Unread, plain};
use super::fonts::Fonts;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::{Pdf, object::Dict, object::String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, InterpreterWarning, Paint, SoftMask, interpret_page,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What was read of a page.
pub(super) struct Page {
    pub(super) text: String,
    /// The reasons why some of the text could not be read.
    pub(super) unread: BTreeSet<Unread>,
    /// Whether some of the text is white on white paper, or too small to be read.
    pub(super) has_white: bool,
    /// Whether some of the text is outside the visible area.
    pub(super) has_outside: bool,
    /// Whether an opaque box is painted over some of the text.
    pub(super) has_covered: bool,
}

/// The pages in their order.
pub(super) fn pages(pdf: &Pdf) -> impl Iterator<Item = Page> {
    let unknown_font = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&unknown_font);
    let settings = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                flag.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let cache = InterpreterCache::new();
    let mut fonts = Fonts::new(pdf);
    pdf.pages().iter().map(move |page| {
        let paper = page.media_box();
        let mut reader = Reader {
            fonts: &mut fonts,
            glyphs: Vec::new(),
            drawn: HashMap::new(),
            unknown: 0,
            pictures: 0.0,
            paths: 0,
            said: String::new(),
            area: area(page.intersected_crop_box()),
            painted: Vec::new(),
            white: 0,
            outside: 0,
            covered: HashSet::new(),
            clips: Vec::new(),
            groups: 0,
            boxes: 0,
        };
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            settings.clone(),
        );
        interpret_page(page, &mut context, &mut reader);
        let mut reasons = BTreeSet::new();
        let is_broken = page.page_stream().is_none() && page.raw().contains_key("Contents");
        if is_broken {
            reasons.insert(Unread::Damaged);
        }
        let letters = reader
            .glyphs
            .iter()
            .filter(|g| !g.text.trim().is_empty())
            .count();
        let mostly_picture = reader.pictures > 0.4 * paper.width() * paper.height();
        // a page with only a stamp or a page number is still a scan; many paths without letters are
        // probably outlines of letters
        let is_drawing = letters == 0
            && reader.unknown == 0
            && (reader.pictures > 0.0 || reader.paths > MANY_PATHS);
        if is_drawing || (mostly_picture && letters < FEW_LETTERS) {
            reasons.insert(Unread::Scanned);
        }
        let unknown = reader.unknown > 0 || unknown_font.swap(false, Ordering::Relaxed);
        let (has_white, has_outside) = (reader.white >= SOME, reader.outside >= SOME);
        let has_covered = reader.covered.len() >= SOME;
        let text = reader.text();
        if unknown || is_nonsense(&text) {
            reasons.insert(Unread::NoCharacters);
        }
        Page {
            text,
            unread: reasons,
            has_white,
            has_outside,
            has_covered,
        }
    })
}

/// A page is reported if it has at least this many letters that cannot be seen. Programs may write
/// a single one.
const SOME: usize = 2;

/// The size below which nobody can read a letter, in points.
const TINY: f64 = 1.0;

/// The maximum number of painted areas that are kept, and of white letters that are compared with
/// these areas. With more areas, every white letter counts as visible.
const MOST_PAINTED: usize = 500;
const MOST_WHITE: usize = 2_000;

/// The number of the last letters that are compared with a box.
const MOST_COVERED: usize = 5_000;

/// The rectangle that a path is, with sides along the page; `None` for any other form.
fn rectangle(path: &BezPath) -> Option<Rect> {
    let area = path.bounding_box();
    let is_same = (path.area().abs() - area.area()).abs() <= 0.01 * area.area();
    (path.elements().len() <= 6 && is_same).then_some(area)
}

/// The visible area of a page; everything, if the page states none.
fn area(stated: hayro_interpret::hayro_syntax::object::Rect) -> Rect {
    let stated = Rect::new(stated.x0, stated.y0, stated.x1, stated.y1);
    match stated.area() < 1.0 {
        true => Rect::new(f64::MIN, f64::MIN, f64::MAX, f64::MAX),
        false => stated,
    }
}

fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => color.to_rgba().components().iter().all(|part| *part > 0.96),
        Paint::Pattern(_) => false,
    }
}

const FEW_LETTERS: usize = 60;
const MANY_PATHS: usize = 100;

/// The text of a glyph, and its place on the page.
struct Placed {
    text: String,
    start: Point,
    end: Point,
    /// The direction of the line, as a unit vector.
    along: Vec2,
    /// The height of the letters.
    em: f64,
}

struct Reader<'f, 'a> {
    fonts: &'f mut Fonts<'a>,
    glyphs: Vec<Placed>,
    /// Where each text was drawn, by the text and a grid cell of the page. Bold letters are often
    /// drawn twice, and only the first counts.
    drawn: HashMap<(String, i64, i64), Vec<Point>>,
    /// The number of glyphs without a character.
    unknown: usize,
    /// The area of all pictures together.
    pictures: f64,
    paths: usize,
    /// The replacement texts of parts of the page (`ActualText`), each on its own line.
    said: String,
    /// The visible area of the page.
    area: Rect,
    /// The areas on which something is painted that is not white, such as a coloured box or a
    /// picture.
    painted: Vec<Rect>,
    /// The number of white letters outside these areas, and of tiny ones.
    white: usize,
    /// The number of letters outside the visible area.
    outside: usize,
    /// The letters that are covered, by their index.
    covered: HashSet<usize>,
    /// The areas to which painting is limited, each inside the one before; `None` if an area is not
    /// a rectangle.
    clips: Vec<Option<Rect>>,
    /// The number of groups around, which may be transparent.
    groups: usize,
    /// The number of boxes that were compared with the letters.
    boxes: usize,
}

impl<'a> Device<'a> for Reader<'_, '_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.paths += 1;
        self.cover(path, &props, mode);
        if self.painted.len() < MOST_PAINTED && !is_white(&props.paint) {
            let area = props.transform.transform_rect_bbox(path.bounding_box());
            self.painted.push(area);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let own = rectangle(&clip.path);
        let within = match self.clips.last() {
            Some(outer) => outer.zip(own).map(|(outer, own)| outer.intersect(own)),
            None => own,
        };
        self.clips.push(within);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.groups += 1;
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let is_white = matches!(mode, DrawMode::Fill(_)) && is_white(&props.paint);
        for glyph in run.glyphs() {
            let (width, outline) = match &**glyph {
                Glyph::Outline(outline) => (outline.advance_width(), Some(outline)),
                Glyph::Type3(type3) => (type3.advance_width(), None),
            };
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(s)) => s,
                None => String::new(),
            };
            let text = if is_text(&text) {
                Some(text)
            } else {
                outline
                    .and_then(|o| self.fonts.character(o))
                    .map(String::from)
                    .filter(|t| is_text(t))
            };
            let Some(text) = text else {
                self.unknown += 1;
                continue;
            };
            let place = props.transform * glyph.transform();
            let step = match run.writing_mode() {
                WritingMode::Horizontal => Vec2::new(f64::from(width.unwrap_or(500.0)), 0.0),
                WritingMode::Vertical => Vec2::new(0.0, -1000.0),
            };
            let (start, end) = (place * Point::ZERO, place * step.to_point());
            let em = (place * Point::new(0.0, 1000.0) - start).hypot();
            let along = if step.x == 0.0 {
                place * Point::new(0.0, -1.0) - start
            } else {
                place * Point::new(1.0, 0.0) - start
            };
            let placed = Placed {
                text,
                start,
                end,
                along: along / along.hypot().max(f64::MIN_POSITIVE),
                em,
            };
            if !self.is_repeated(&placed) {
                self.count_outside(&placed);
                if is_white || placed.em < TINY {
                    self.count_white(&placed);
                }
                self.glyphs.push(placed);
            } else {
                // the letter is drawn again, on top of what may have covered it
                let is_same =
                    |i: &usize| (self.glyphs[*i].start - placed.start).hypot() < placed.em;
                self.covered.retain(|i| !is_same(i));
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let corner = |x, y| props.transform * Point::new(x, y);
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let (across, down) = (
            corner(width, 0.0) - corner(0.0, 0.0),
            corner(0.0, height) - corner(0.0, 0.0),
        );
        self.pictures += across.cross(down).abs();
        if self.painted.len() < MOST_PAINTED {
            let whole = Rect::new(0.0, 0.0, width, height);
            self.painted
                .push(props.transform.transform_rect_bbox(whole));
        }
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.groups = self.groups.saturating_sub(1);
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        if let Some(text) = properties
            .and_then(|p| p.get::<PdfString<'_>>("ActualText"))
            .and_then(|s| super::string(s.as_bytes()))
        {
            self.said.push_str(&text);
            self.said.push('\n');
        }
    }
}

/// Whether a text consists of characters, and not of control characters, replacement characters or
/// private-use codes.
fn is_text(text: &str) -> bool {
    let is_character = |c: char| {
        (!c.is_control() || c == '\t') && c != '\u{fffd}' && !('\u{e000}'..='\u{f8ff}').contains(&c)
    };
    !text.is_empty() && text.chars().all(is_character)
}

/// Whether a text has eight characters in a row from U+0100 to U+036F, which are rare in Chinese
/// text. Some programs write these for glyphs whose characters they do not know.
fn is_nonsense(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if ('\u{100}'..='\u{36f}').contains(&c) {
            run + 1
        } else {
            0
        };
        run >= 8
    })
}

impl Reader<'_, '_> {
    /// Counts a letter outside the page.
    fn count_outside(&mut self, placed: &Placed) {
        if placed.text.trim().is_empty() {
            return;
        }
        let area = self.area.inflate(placed.em, placed.em);
        if !area.contains(placed.start) && !area.contains(placed.end) {
            self.outside += 1;
        }
    }

    /// Counts a tiny letter, or a white one that is not on a painted area.
    fn count_white(&mut self, placed: &Placed) {
        if placed.text.trim().is_empty() || self.white >= MOST_WHITE {
            return;
        }
        if placed.em < TINY {
            self.white += 1;
            return;
        }
        let is_on = |area: &Rect| area.inflate(1.0, 1.0).contains(placed.start);
        if self.painted.len() < MOST_PAINTED && !self.painted.iter().any(is_on) {
            self.white += 1;
        }
    }

    /// Counts the letters that an opaque rectangle covers. A path of another form, a path that may be
    /// limited to such a form, and what may be transparent do not count.
    fn cover(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        let is_opaque = self.groups == 0
            && props.soft_mask.is_none()
            && matches!(props.blend_mode, BlendMode::Normal)
            && matches!(mode, DrawMode::Fill(_))
            && matches!(&props.paint, Paint::Color(c) if c.to_rgba().components()[3] > 0.99);
        if !is_opaque || self.boxes >= MOST_PAINTED {
            return;
        }
        self.boxes += 1;
        let own = rectangle(&(props.transform * path));
        let within = match self.clips.last() {
            Some(clip) => clip.zip(own).map(|(clip, own)| clip.intersect(own)),
            None => own,
        };
        let Some(area) = within.filter(|area| area.area() > 0.0) else {
            return;
        };
        let first = self.glyphs.len().saturating_sub(MOST_COVERED);
        for (i, placed) in self.glyphs.iter().enumerate().skip(first) {
            // the middle of a letter is half its width along the line, and a third of its height up
            let up = Vec2::new(-placed.along.y, placed.along.x) * (placed.em / 3.0);
            let middle = placed.start.midpoint(placed.end);
            let is_in = area.contains(middle + up) || area.contains(middle - up);
            if is_in && area.contains(middle) && !placed.text.trim().is_empty() {
                self.covered.insert(i);
            }
        }
    }

    fn is_repeated(&mut self, placed: &Placed) -> bool {
        let cell = (placed.em / 4.0).max(0.01);
        let at = |v: f64| (v / cell).floor() as i64;
        let (x, y) = (at(placed.start.x), at(placed.start.y));
        for (x, y) in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
            let near = self
                .drawn
                .get(&(placed.text.clone(), x, y))
                .into_iter()
                .flatten();
            if near
                .into_iter()
                .any(|p| (*p - placed.start).hypot() < cell / 2.0)
            {
                return true;
            }
        }
        self.drawn
            .entry((placed.text.clone(), x, y))
            .or_default()
            .push(placed.start);
        false
    }

    /// The page's text in the order of drawing. Below it follow parts of the lines sorted by place
    /// (divided at tabs), and lines of the replacement text. A part or line follows only if it has
    /// at least 11 digits, and the text does not have these digits one after another.
    fn text(mut self) -> String {
        let mut text = joined(self.glyphs.iter());
        let seen = plain::digits(&text);
        let angle = |g: &Placed| (g.along.y.atan2(g.along.x) * 100.0).round() as i64;
        let height = |g: &Placed| g.along.cross(g.start.to_vec2());
        let key = |g: &Placed| {
            (
                angle(g),
                (height(g) / (g.em / 2.0).max(0.01)).round() as i64,
            )
        };
        self.glyphs.sort_by(|a, b| {
            key(a).cmp(&key(b)).then(
                a.along
                    .dot(a.start.to_vec2())
                    .total_cmp(&b.along.dot(b.start.to_vec2())),
            )
        });
        let by_place = joined(self.glyphs.iter());
        for part in by_place
            .lines()
            .flat_map(|line| line.split('\t'))
            .chain(self.said.lines())
        {
            let number = plain::digits(part);
            if number.len() >= 11 && !seen.contains(&number) {
                text.push('\n');
                text.push_str(part);
            }
        }
        text
    }
}

/// Joins glyphs, with a space at a gap, a tab at a wide gap, and a newline at a line's end.
fn joined<'g>(glyphs: impl Iterator<Item = &'g Placed>) -> String {
    let mut text = String::new();
    let mut last: Option<&Placed> = None;
    for glyph in glyphs {
        if let Some(last) = last {
            let step = glyph.start - last.end;
            let em = last.em.max(glyph.em);
            let (along, across) = (step.dot(last.along), step.cross(last.along).abs());
            if across > 0.5 * em || along < -em || last.along.dot(glyph.along) < 0.9 {
                text.push('\n');
            } else if along > 2.5 * em {
                text.push('\t');
            } else if along > 0.25 * em {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        last = Some(glyph);
    }
    text
}
