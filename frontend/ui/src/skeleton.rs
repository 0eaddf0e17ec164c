use leptos::prelude::*;

/// The outline of what is being loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkeletonShape {
    /// A full line of text.
    #[default]
    Line,
    /// A few words.
    Short,
    /// Most of a line.
    Medium,
    /// A heading.
    Title,
    /// A paragraph, or a picture.
    Block,
}

/// Holds the place of a text while it loads. Put `aria-busy` on what contains it.
#[component]
pub fn Skeleton(
    /// What it stands for.
    #[prop(optional)]
    shape: SkeletonShape,
) -> impl IntoView {
    let class = match shape {
        SkeletonShape::Line => "skeleton",
        SkeletonShape::Short => "skeleton skeleton--short",
        SkeletonShape::Medium => "skeleton skeleton--medium",
        SkeletonShape::Title => "skeleton skeleton--title",
        SkeletonShape::Block => "skeleton skeleton--block",
    };
    view! { <span class=class aria-hidden="true"></span> }
}
