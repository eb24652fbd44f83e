//! One integration binary. Every file here is a module of it; a test sees to that.

mod rooms;
mod serve;

#[test]
fn no_test_file_is_forgotten() {
    let own = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.strip_suffix(".rs").unwrap_or(&name);
        assert!(module == "main" || own.contains(&format!("mod {module};")), "{name} is no module of the integration tests");
    }
}
