//! Templates to MIME, and the transports that carry it.
