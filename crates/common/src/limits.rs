//! Limits on what people type, checked in the page while typing and on the server for good.

/// Longest subject, in characters (Unicode scalar values).
pub const SUBJECT_MAX: usize = 160;
/// Longest description, comment, note or reason, in bytes of UTF-8 plain text.
pub const TEXT_MAX: usize = 64 * 1024;
/// Longest HTML taken for such a text, in bytes: tags and links come on top of the text.
pub const HTML_MAX: usize = 4 * TEXT_MAX;
/// Longest keyword search, in characters.
pub const SEARCH_MAX: usize = 200;
/// Longest internal reference, in characters.
pub const REFERENCE_MAX: usize = 100;
/// Longest name of a person, in characters each for first and last name.
pub const NAME_MAX: usize = 100;
/// Longest name of an account, in characters.
pub const ACCOUNT_NAME_MAX: usize = 200;
/// Longest name of an assignment group, in characters.
pub const GROUP_NAME_MAX: usize = 100;
/// Longest name of a configuration item, in characters.
pub const ITEM_NAME_MAX: usize = 200;
/// Longest user name (an e-mail address, RFC 5321), in characters.
pub const USERNAME_MAX: usize = 254;
/// Longest password taken, in characters.
pub const PASSWORD_MAX: usize = 100;
/// Longest file name kept, in bytes of UTF-8.
pub const FILE_NAME_MAX: usize = 200;
/// Largest draft kept, in bytes of JSON.
pub const DRAFT_MAX: usize = 256 * 1024;
/// Most files attached in one request.
pub const FILES_PER_REQUEST: usize = 10;
/// Largest `limit` of a list.
pub const PAGE_MAX: u32 = 100;
/// `limit` of a list when not given.
pub const PAGE_DEFAULT: u32 = 25;
