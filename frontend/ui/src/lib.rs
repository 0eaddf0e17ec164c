//! The design system: accessible components on native elements.
