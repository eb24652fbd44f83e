# Recipes for people who work on mulu. They are not needed to build a site: cargo is enough for that.

# List the recipes
default:
    @{{just_executable()}} --list

# Check the code and the demonstration catalogue without building the site
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo run --quiet -- check

# Run the tests that need nothing but Rust
test *ARGS:
    cargo test {{ARGS}}

# Make the demonstration catalogue: open public/index.html by double-click
demo:
    cargo run --release -- build

# Preview the demonstration catalogue on http://127.0.0.1:1111 with live reload
serve:
    cargo run --release -- serve

# Format the source
fmt:
    cargo fmt

# Make the documentation of the code and open it
doc:
    cargo doc --no-deps --document-private-items --open

# Accept the current output as expected: findings, imports, generated documents. Read the difference
# before you commit it
accept *FILTER:
    MULU_UPDATE=1 cargo test --test it -- {{FILTER}}
    git status --short -- tests docs src/cli/explain
    git diff --stat -- tests docs src/cli/explain
