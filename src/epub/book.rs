//! Takes the chapters and images of a book one by one; writes an EPUB, which is a zip file. To save
//! memory, each chapter or image is written as soon as it comes.
//!
//! This file must not know what the chapters say.

use super::package::{self, About, Entry, File};
use super::xml::head;
use crate::file::zip_options;
use std::collections::HashSet;
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The folder for all files whose path the format does not prescribe.
const FOLDER: &str = "EPUB/";

/// The file that names the package document.
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\
    <rootfiles><rootfile full-path=\"EPUB/package.opf\" \
    media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

/// One page of a book.
pub struct Chapter<'a> {
    /// Its file name.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The content of its body, as XHTML.
    pub body: &'a str,
    /// Its language.
    pub language: &'a str,
}

/// A book being written.
pub struct Book<W: Write + Seek> {
    zip: ZipWriter<W>,
    files: Vec<File>,
    images: HashSet<String>,
}

impl<W: Write + Seek> Book<W> {
    /// Begins a book whose chapters use the style sheet `style`.
    pub fn new(out: W, style: &[u8]) -> io::Result<Book<W>> {
        let mut book = Book {
            zip: ZipWriter::new(out),
            files: Vec::new(),
            images: HashSet::new(),
        };
        // the format requires that this is the first file, uncompressed
        book.write("mimetype", b"application/epub+zip", stored())?;
        book.write("META-INF/container.xml", CONTAINER.as_bytes(), packed())?;
        book.write(&format!("{FOLDER}book.css"), style, packed())?;
        Ok(book)
    }

    fn write(&mut self, name: &str, bytes: &[u8], options: SimpleFileOptions) -> io::Result<()> {
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)
    }

    /// Writes a page. Pages are read in the order in which they are written.
    pub fn chapter(&mut self, chapter: &Chapter<'_>) -> io::Result<()> {
        let mut page = String::with_capacity(chapter.body.len() + 512);
        page.push_str(&head(chapter.language, chapter.title));
        page.push_str("<body>\n");
        page.push_str(chapter.body);
        page.push_str("</body>\n</html>\n");
        self.write(
            &format!("{FOLDER}{}", chapter.name),
            page.as_bytes(),
            packed(),
        )?;
        self.files.push(File {
            name: chapter.name.to_owned(),
            media_type: "application/xhtml+xml",
        });
        Ok(())
    }

    /// Whether the book has an image of this name.
    pub fn has_image(&self, name: &str) -> bool {
        self.images.contains(name)
    }

    /// Writes an image.
    pub fn image(&mut self, name: &str, media_type: &'static str, bytes: &[u8]) -> io::Result<()> {
        // SVG is text; images of other types are already compressed
        let options = match media_type {
            "image/svg+xml" => packed(),
            _ => stored(),
        };
        self.write(&format!("{FOLDER}{name}"), bytes, options)?;
        self.images.insert(name.to_owned());
        self.files.push(File {
            name: name.to_owned(),
            media_type,
        });
        Ok(())
    }

    /// Writes the table of contents and the metadata of the book; gives the writer back.
    pub fn finish(mut self, about: &About<'_>, contents: &[Entry]) -> io::Result<W> {
        let nav = package::nav(about, contents);
        self.write(&format!("{FOLDER}nav.xhtml"), nav.as_bytes(), packed())?;
        let opf = package::opf(about, &self.files, contents);
        self.write(&format!("{FOLDER}package.opf"), opf.as_bytes(), packed())?;
        Ok(self.zip.finish()?)
    }
}

fn stored() -> SimpleFileOptions {
    zip_options()
}

fn packed() -> SimpleFileOptions {
    stored()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
}

/// The media type and extension of an image that every reading app can show; `None` for other
/// formats, for damaged files, and for an SVG with links to files. The bytes decide, because apps
/// refuse an image whose extension is wrong.
pub fn image_type(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    use imagesize::ImageType;
    let found = match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => ("image/png", "png"),
        Ok(ImageType::Jpeg) => ("image/jpeg", "jpg"),
        Ok(ImageType::Gif) => ("image/gif", "gif"),
        Ok(ImageType::Webp) => ("image/webp", "webp"),
        Ok(_) => return None,
        Err(_) => return is_drawing(bytes).then_some(("image/svg+xml", "svg")),
    };
    imagesize::blob_size(bytes).is_ok().then_some(found)
}

/// Whether these bytes are an SVG without links to files.
fn is_drawing(bytes: &[u8]) -> bool {
    const SVG: &str = "http://www.w3.org/2000/svg";
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Ok(xml) = roxmltree::Document::parse(text) else {
        return false;
    };
    let loads = |node: roxmltree::Node<'_, '_>| {
        node.attributes().any(|attribute| {
            let value = attribute.value().trim_start();
            attribute.name() == "href" && !value.starts_with(['#']) && !value.starts_with("data:")
        })
    };
    xml.root_element().has_tag_name((SVG, "svg")) && !xml.descendants().any(loads)
}
