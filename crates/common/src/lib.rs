//! What crosses the wire: ids, vocabulary, DTOs and the rules both sides check.
