//! The typeface of papers, how wide its letters are, and where lines are broken.

use super::PaperError;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

const REGULAR: &[u8] = include_bytes!("../../../fonts/SourceSans3-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../../../fonts/SourceSans3-SemiBold.ttf");

/// What stands for a letter that the typeface does not have. The text of the file keeps the letter.
const STAND_IN: char = '?';

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FontWeight {
    Regular,
    Strong,
}

/// The typeface in its weights.
pub(super) struct Typeface {
    regular: Face,
    strong: Face,
}

/// One weight of the typeface.
pub(super) struct Face {
    pub font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    per_em: f32,
}

impl Typeface {
    pub(super) fn read() -> Result<Self, PaperError> {
        let face = |data| Face::read(data).ok_or(PaperError::Typeface);
        Ok(Self { regular: face(REGULAR)?, strong: face(STRONG)? })
    }

    pub(super) fn face(&self, weight: FontWeight) -> &Face {
        match weight {
            FontWeight::Regular => &self.regular,
            FontWeight::Strong => &self.strong,
        }
    }
}

impl Face {
    fn read(data: &'static [u8]) -> Option<Self> {
        let face = FontRef::new(data).ok()?;
        let font = Font::new(data.into(), 0)?;
        Some(Self {
            charmap: face.charmap(),
            metrics: face.glyph_metrics(Size::unscaled(), LocationRef::default()),
            per_em: font.units_per_em(),
            font,
        })
    }

    /// The glyph of a letter and how far it reaches, in parts of the size.
    fn glyph(&self, letter: char) -> (u32, f32) {
        let found = match self.charmap.map(letter) {
            Some(glyph) => Some(glyph),
            None if letter.is_whitespace() => self.charmap.map(' '),
            None => self.charmap.map(STAND_IN),
        };
        let glyph = found.unwrap_or_default();
        (glyph.to_u32(), self.metrics.advance_width(glyph).unwrap_or_default() / self.per_em)
    }

    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.glyph(letter).1).sum::<f32>() * size
    }

    /// A line, ready to be drawn.
    pub(super) fn glyphs(&self, line: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, letter): (usize, char)| {
            let (glyph, x_advance) = self.glyph(letter);
            KrillaGlyph {
                glyph_id: GlyphId::new(glyph),
                text_range: at..at + letter.len_utf8(),
                x_advance,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            }
        };
        line.char_indices().map(glyph).collect()
    }

    /// Text in lines of at most this width. Spaces stay at the ends of their lines, so that words that are read aloud
    /// do not run together; a word that is wider than a line is cut.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let (mut line, mut used) = (String::new(), 0.0);
            for word in printable(paragraph).split_inclusive(' ') {
                if !line.is_empty() && used + self.width(word.trim_end(), size) > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                for letter in word.chars() {
                    let reach = self.glyph(letter).1 * size;
                    if letter != ' ' && !line.is_empty() && used + reach > width {
                        lines.push(std::mem::take(&mut line));
                        used = 0.0;
                    }
                    line.push(letter);
                    used += reach;
                }
            }
            lines.push(line);
        }
        lines
    }
}

/// Text without what has no meaning on paper, and what archives refuse: control characters, marks without width, and
/// letters that everybody reads in their own way.
fn printable(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '\t' => Some(' '),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
            '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' => None,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some(STAND_IN),
            _ if letter.is_control() => None,
            _ => Some(letter),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        Typeface::read().unwrap().face(FontWeight::Regular).lines(text, 10.0, width)
    }

    #[test]
    fn lines_keep_every_letter_and_fit() {
        let typeface = Typeface::read().unwrap();
        let face = typeface.face(FontWeight::Regular);
        let text = "Hur många kommuner har infört självmonitorering i särskilda boenden för äldre?";
        for width in [30.0, 80.0, 1000.0] {
            let lines = face.lines(text, 10.0, width);
            assert_eq!(lines.concat(), text);
            for line in lines {
                assert!(face.width(line.trim_end(), 10.0) <= width, "{line} is wider than {width}");
            }
        }
    }

    #[test]
    fn lines_break_at_spaces_and_where_they_were_broken() {
        assert_eq!(lines("ett två\n\ntre", 1000.0), ["ett två", "", "tre"]);
        assert_eq!(lines("ett två", 20.0), ["ett ", "två"]);
        assert_eq!(lines("två 1\u{a0}240", 30.0), ["två ", "1\u{a0}240"], "a number stays together");
    }

    #[test]
    fn swedish_letters_are_in_the_typeface() {
        let typeface = Typeface::read().unwrap();
        for weight in [FontWeight::Regular, FontWeight::Strong] {
            let face = typeface.face(weight);
            for letter in "abcåäöÅÄÖéüÉ0123456789 \u{a0}–−…”’•?%".chars() {
                assert!(face.charmap.map(letter).is_some(), "{letter}");
            }
        }
    }
}
