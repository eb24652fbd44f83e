//! Takes a PDF; gives the text of each page in the order of drawing, and why some of it could not
//! be read. Lines with long numbers follow if the number appears only by position or in the page's
//! replacement text. This file must not know why the text is wanted.

use super::super::{Unread, plain};
use super::fonts::Fonts;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::{Pdf, object::Dict, object::String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, InterpreterWarning, SoftMask, interpret_page,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// For each page, in order, its text and the reasons why some of its text could not be read.
pub(super) fn pages(pdf: &Pdf) -> impl Iterator<Item = (String, BTreeSet<Unread>)> {
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
        let area = page.media_box();
        let mut reader = Reader {
            fonts: &mut fonts,
            glyphs: Vec::new(),
            drawn: HashMap::new(),
            unknown: 0,
            pictures: 0.0,
            paths: 0,
            said: String::new(),
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
        let mostly_picture = reader.pictures > 0.4 * area.width() * area.height();
        // a page with only a stamp or a page number is still a scan; many paths without letters are
        // probably outlines of letters
        let is_drawing = letters == 0
            && reader.unknown == 0
            && (reader.pictures > 0.0 || reader.paths > MANY_PATHS);
        if is_drawing || (mostly_picture && letters < FEW_LETTERS) {
            reasons.insert(Unread::Scanned);
        }
        let unknown = reader.unknown > 0 || unknown_font.swap(false, Ordering::Relaxed);
        let text = reader.text();
        if unknown || is_nonsense(&text) {
            reasons.insert(Unread::NoCharacters);
        }
        (text, reasons)
    })
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
}

impl<'a> Device<'a> for Reader<'_, '_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.paths += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
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
                self.glyphs.push(placed);
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
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

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

/// Whether a text has eight letters in a row from U+0100 to U+036F, rare in Chinese text. Some
/// programs write these for glyphs whose characters they do not know.
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

    /// The page's text in the order of drawing. Below it follow those parts of the lines by
    /// position, and those lines of the replacement text, that have at least 11 digits and whose
    /// digits do not occur in this sequence in the text.
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
