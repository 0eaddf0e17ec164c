//! html5ever builds the tree through this; it gives up on HTML that is made to be expensive.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use super::dom::{Dom, Kind, Node};

/// Elements inside one another; answers to answers of Outlook reach some hundred.
const DEPTH: usize = 600;
/// Nodes of a tree.
const NODES: usize = 200_000;
/// Bytes that are fed between two looks at the tree.
const CHUNK: usize = 4096;
/// Bytes of one tag or comment.
const TAG_BYTES: usize = 128 * 1024;

/// A node, and its name where it is an element.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: usize,
    name: Option<Rc<QualName>>,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    depths: RefCell<Vec<usize>>,
    deepest: Cell<usize>,
    calls: Cell<usize>,
}

/// Parses HTML; `None` if it is nested too deeply or grows too large.
pub(super) fn parse(html: &str) -> Option<Dom> {
    let sink = Sink {
        nodes: RefCell::new(vec![Node::new(Kind::Document)]),
        depths: RefCell::new(vec![0]),
        deepest: Cell::new(0),
        calls: Cell::new(0),
    };
    let mut parser = parse_document(sink, ParseOpts::default());
    let mut rest = html;
    let mut quiet = 0;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK).max(1));
        let before = parser.tokenizer.sink.sink.calls.get();
        parser.process(StrTendril::from_slice(chunk));
        rest = after;
        let sink = &parser.tokenizer.sink.sink;
        let is_quiet = sink.calls.get() == before;
        quiet = if is_quiet { quiet + chunk.len() } else { 0 };
        let too_many = sink.nodes.borrow().len() > NODES;
        if sink.deepest.get() > DEPTH || too_many || quiet > TAG_BYTES {
            return None;
        }
    }
    Some(parser.finish())
}

impl Sink {
    fn add(&self, kind: Kind) -> usize {
        self.calls.set(self.calls.get() + 1);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(kind));
        self.depths.borrow_mut().push(0);
        nodes.len() - 1
    }

    fn attach(&self, parent: usize, at: Option<usize>, child: NodeOrText<Handle>) {
        let child = match child {
            NodeOrText::AppendNode(handle) => handle.id,
            NodeOrText::AppendText(text) => {
                if self.extend_text(parent, at, &text) {
                    return;
                }
                self.add(Kind::Text(text.to_string()))
            }
        };
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
        }
        if let Some(node) = nodes.get_mut(parent) {
            let at = at.unwrap_or(node.children.len()).min(node.children.len());
            node.children.insert(at, child);
        }
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(parent).copied().unwrap_or_default() + 1;
        if let Some(own) = depths.get_mut(child) {
            *own = depth;
        }
        self.deepest.set(self.deepest.get().max(depth));
    }

    fn extend_text(&self, parent: usize, at: Option<usize>, text: &str) -> bool {
        self.calls.set(self.calls.get() + 1);
        let mut nodes = self.nodes.borrow_mut();
        let previous = nodes.get(parent).and_then(|node| {
            let before = at.unwrap_or(node.children.len()).checked_sub(1)?;
            node.children.get(before).copied()
        });
        match previous
            .and_then(|id| nodes.get_mut(id))
            .map(|node| &mut node.kind)
        {
            Some(Kind::Text(existing)) => {
                existing.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn place_of(&self, id: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes.get(id)?.parent?;
        // What is moved was added lately: it is found from the end.
        let place = nodes
            .get(parent)?
            .children
            .iter()
            .rposition(|child| *child == id)?;
        Some((parent, place))
    }

    fn detach(&self, id: usize) {
        if let Some((parent, place)) = self.place_of(id) {
            let mut nodes = self.nodes.borrow_mut();
            if let Some(node) = nodes.get_mut(parent) {
                node.children.remove(place);
            }
            if let Some(node) = nodes.get_mut(id) {
                node.parent = None;
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Dom {
        Dom::new(self.nodes.into_inner())
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: 0, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        static NAMELESS: std::sync::LazyLock<QualName> = std::sync::LazyLock::new(|| {
            QualName::new(None, html5ever::ns!(html), html5ever::local_name!("div"))
        });
        // The tree builder asks for names of elements only.
        target
            .name
            .as_deref()
            .map_or_else(|| NAMELESS.expanded(), QualName::expanded)
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        let attributes = attrs
            .into_iter()
            .map(|attribute| {
                (
                    attribute.name.local.to_string(),
                    attribute.value.to_string(),
                )
            })
            .collect();
        let id = self.add(Kind::Element {
            name: name.local.to_string(),
            attributes,
        });
        Handle {
            id,
            name: Some(Rc::new(name)),
        }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle {
            id: self.add(Kind::Nothing),
            name: None,
        }
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Handle {
            id: self.add(Kind::Nothing),
            name: None,
        }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.attach(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.place_of(element.id).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(handle) = &child {
            self.detach(handle.id);
        }
        if let Some((parent, place)) = self.place_of(sibling.id) {
            self.attach(parent, Some(place), child);
        }
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attrs: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = nodes
            .get_mut(node.id)
            .map(|node| std::mem::take(&mut node.children))
            .unwrap_or_default();
        for child in &children {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(new_parent.id);
            }
        }
        if let Some(parent) = nodes.get_mut(new_parent.id) {
            parent.children.extend(children);
        }
    }
}
