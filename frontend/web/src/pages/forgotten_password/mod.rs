//! A forgotten password: three steps, of which the last begins with a mail.

mod captcha;
mod captcha_field;
mod model;
mod steps;
mod view;

pub use steps::StepBar;
pub use view::ForgottenPasswordPage;
