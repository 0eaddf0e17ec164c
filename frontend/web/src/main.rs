//! The portal's WebAssembly module.

fn main() {
    guichet_web::start();
}
