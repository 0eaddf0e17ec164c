use guichet_common::AttachmentId;
use guichet_ui::effect;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTemplateElement, MouseEvent};

use super::images::use_images;
use crate::tasks::Tasks;

const IMAGE_PREFIX: &str = "/api/v1/attachments/";

/// A text that somebody wrote, sanitised by the server. Its pictures are fetched with the
/// session's access; the real address stays in `data-src`, so that copying keeps them.
#[component]
pub fn RichText(
    /// The sanitised HTML.
    #[prop(into)]
    html: Signal<String>,
) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let images = use_images();
    let tasks = Tasks::new();
    effect(move || {
        let (Some(root), html) = (root.get(), html.get()) else {
            return;
        };
        let pictures = fill(&root, &html).unwrap_or_default();
        for (element, id) in pictures {
            tasks.spawn(async move {
                match images.url(id).await {
                    Some(url) => {
                        let _ = element.set_attribute("src", &url);
                    }
                    None => {
                        let _ = element.set_attribute("data-missing", "");
                    }
                }
            });
        }
    });
    view! { <div class="prose" node_ref=root on:click=|event| enlarge(&event)></div> }
}

/// Opens a pressed picture in its full size. Who uses no pointer finds it among the attachments.
fn enlarge(event: &MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let image = target.filter(|element| element.tag_name() == "IMG");
    if let Some(url) = image.and_then(|image| image.get_attribute("src")) {
        // Refused by a browser that allows no windows.
        let _ = window().open_with_url_and_target(&url, "_blank");
    }
}

/// Puts the text into the element. It is parsed in a template first, where nothing is fetched:
/// the browser would ask for the pictures without access.
fn fill(root: &Element, html: &str) -> Result<Vec<(Element, AttachmentId)>, JsValue> {
    let template: HtmlTemplateElement = document().create_element("template")?.unchecked_into();
    template.set_inner_html(html);
    let content = template.content();
    let mut pictures = Vec::new();
    for image in elements(&content.query_selector_all("img")?) {
        let src = image.get_attribute("src").unwrap_or_default();
        image.remove_attribute("src")?;
        image.set_attribute("data-src", &src)?;
        let id = src
            .strip_prefix(IMAGE_PREFIX)
            .and_then(|id| id.parse().ok());
        if let Some(id) = id {
            pictures.push((image, id));
        }
    }
    for link in elements(&content.query_selector_all("a[href]")?) {
        link.set_attribute("target", "_blank")?;
        link.set_attribute("rel", "noopener noreferrer nofollow")?;
    }
    root.set_inner_html("");
    root.append_child(&content)?;
    Ok(pictures)
}

fn elements(list: &web_sys::NodeList) -> Vec<Element> {
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into().ok())
        .collect()
}
