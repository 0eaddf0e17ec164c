//! The portal: pages, routes, session.
