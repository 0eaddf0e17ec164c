//! The test kit, and every HTTP, job and mail test as one binary.
