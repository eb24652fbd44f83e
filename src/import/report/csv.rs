//! Takes the tables of a report; gives one CSV table. Its first column names the table of each row,
//! for filters; each table begins with its headings. The file `sheets.rs` makes the tables. This
//! file must not know what the tables say.

use super::sheet::{Sheet, pick};
use crate::diag::Lang;
use crate::export::safe;

/// Writes the tables.
pub(super) fn write(sheets: &[Sheet], lang: Lang) -> csv::Result<Vec<u8>> {
    // Excel needs a byte-order mark for UTF-8
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut bytes);
    for sheet in sheets {
        let name = pick(&sheet.name, lang);
        let heads = sheet.heads.iter().map(|(head, _)| pick(head, lang));
        writer.write_record(std::iter::once(name).chain(heads))?;
        for row in &sheet.rows {
            let cells = row.iter().map(|cell| safe(cell.clone()));
            writer.write_record(std::iter::once(name.to_owned()).chain(cells))?;
        }
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}
