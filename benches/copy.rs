//! Copies a folder with two threads and does nothing else, to measure the minimum cost of writing a
//! site. `copy FROM TO`.

use std::path::{Path, PathBuf};

fn list(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) {
    folders.push(folder.to_owned());
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("a type").is_dir() { list(&entry.path(), files, folders) } else { files.push(entry.path()) }
    }
}

fn main() {
    let args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (from, to) = (&args[0], &args[1]);
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    list(from, &mut files, &mut folders);
    let place = &|path: &Path| to.join(path.strip_prefix(from).expect("below"));
    folders.iter().for_each(|f| std::fs::create_dir_all(place(f)).expect("made"));
    std::thread::scope(|scope| {
        for half in files.chunks(files.len().div_ceil(2).max(1)) {
            scope.spawn(move || half.iter().for_each(|f| std::fs::write(place(f), std::fs::read(f).expect("read")).expect("written")));
        }
    });
}
