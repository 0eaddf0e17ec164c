//! The directory as files: out as CSV or Excel, and back in.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ids::AccountId;
use crate::query;
use crate::vocabulary::{ExportFormat, Role};

/// Largest file that is read in, in bytes.
pub const IMPORT_BYTES_MAX: u64 = 5 * 1024 * 1024;
/// Most rows of such a file, the headings not counted.
pub const IMPORT_ROWS_MAX: usize = 10_000;
/// Most columns of such a file.
pub const IMPORT_COLUMNS_MAX: usize = 50;
/// Most wrong cells that an answer lists.
pub const IMPORT_ERRORS_MAX: usize = 1_000;

query! {
    /// Which contacts go into a file, and into which kind of file.
    pub struct ContactExportQuery {
        /// Keyword in the name or e-mail address.
        pub q: Option<String>,
        /// Only of this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Only those with this role, `contact` or `account_admin`.
        #[cfg_attr(feature = "openapi", param(value_type = Option<Role>))]
        pub role: Option<Role>,
        /// Only those who are active, or only those who are not; all when absent.
        pub active: Option<bool>,
        /// `xlsx` when absent, or `csv`.
        #[cfg_attr(feature = "openapi", param(value_type = Option<ExportFormat>))]
        pub format: Option<ExportFormat>,
    }

    /// Which configuration items go into a file, and into which kind of file.
    pub struct ConfigurationItemExportQuery {
        /// Keyword in the name.
        pub q: Option<String>,
        /// Only of this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Only of this kind, for example `server`.
        pub kind: Option<String>,
        /// Only those that are active, or only those that are not; all when absent.
        pub active: Option<bool>,
        /// `xlsx` when absent, or `csv`.
        #[cfg_attr(feature = "openapi", param(value_type = Option<ExportFormat>))]
        pub format: Option<ExportFormat>,
    }

    /// How a file of contacts is read in.
    pub struct ContactImportQuery {
        /// Nothing is written unless this is `false`: the answer says what would be.
        pub dry_run: Option<bool>,
        /// Whether new contacts are mailed an invitation; `true` when absent. Only admins may say
        /// `false`.
        pub send_invitations: Option<bool>,
    }

    /// How a file of configuration items is read in.
    pub struct ConfigurationItemImportQuery {
        /// Nothing is written unless this is `false`: the answer says what would be.
        pub dry_run: Option<bool>,
    }
}

/// What became of a file that was read in, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// How many rows there are, the headings and blank rows not counted.
    pub rows: u64,
    /// How many are new.
    pub created: u64,
    /// How many are known, and change.
    pub updated: u64,
    /// How many are known, and stay as they are.
    pub unchanged: u64,
    /// How many of the new ones are mailed an invitation; configuration items never are.
    pub invited: u64,
    /// What is wrong, the first 1,000 of it: with anything here, nothing can be written.
    pub errors: Vec<ImportError>,
    /// How many more there are.
    pub more_errors: u64,
}

/// A wrong cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportError {
    /// Its row, as spreadsheets count: the headings are row 1.
    pub row: u32,
    /// Its column: the name of the field, or a heading that is unknown.
    pub column: String,
    /// What is wrong: `required`, `duplicate`, `repeated`, `not_found`, `ambiguous`, …
    pub code: String,
    /// The numbers behind the code.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: Map<String, Value>,
    /// The same in words, in the language of the request.
    pub detail: String,
}
