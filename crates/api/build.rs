//! Release builds carry the portal inside: they are stale when it was built anew.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Debug builds read the folder while they run.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../frontend/dist");
    }
}
