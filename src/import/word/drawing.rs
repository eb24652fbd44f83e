//! Takes a drawing of a Word file; gives its images. Charts, diagrams and embedded objects are
//! reported.
//!
//! This file must not know paragraphs.

use super::{Local, Reader};
use crate::import::page::{Span, is_image};
use roxmltree::Node;

impl Reader<'_> {
    /// Reads the images of a drawing. Its text boxes are read with the paragraph.
    pub(super) fn drawing(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>) {
        let mut seen = Vec::new();
        let alt = node
            .descendants()
            .find(|n| n.has_tag_name_local("docPr"))
            .and_then(|n| n.attr("descr"))
            .unwrap_or_default()
            .to_owned();
        for image in node.descendants().filter(|n| {
            (n.has_tag_name_local("blip") || n.has_tag_name_local("imagedata"))
                && !n.ancestors().any(|a| {
                    a.has_tag_name_local("txbxContent") && a.ancestors().any(|b| b == node)
                })
        }) {
            let named = image
                .attr("embed")
                .or(image.attr("id"))
                .or(image.attr("link"))
                .and_then(|id| self.targets.get(id))
                .cloned();
            let Some((target, false)) = named else {
                self.page.leave_out(
                    "链接到原件之外的图片没有导入",
                    "an image that lies outside of the original was not imported",
                );
                continue;
            };
            if seen.contains(&target) {
                continue;
            }
            seen.push(target.clone());
            let part = target
                .strip_prefix('/')
                .map_or_else(|| format!("word/{target}"), str::to_owned);
            let name = part.rsplit('/').next().unwrap_or_default().to_owned();
            let is_shown = is_image(&name);
            match self.package.bytes(&part) {
                Ok(Some(bytes)) if is_shown => {
                    let name = self.page.add_file(&name, bytes);
                    spans.push(Span {
                        text: alt.clone(),
                        image: Some(name),
                        link: self.link.clone(),
                        ..Span::default()
                    });
                }
                Ok(Some(_)) => self.page.leave_out(
                    format!("图片 {name} 的格式浏览器不能显示，没有导入"),
                    format!("no browser shows images like {name}; it was not imported"),
                ),
                _ => self.page.leave_out(
                    format!("图片 {name} 读不出来，没有导入"),
                    format!("the image {name} could not be read and was not imported"),
                ),
            }
        }
        if node.descendants().any(|n| {
            n.has_tag_name_local("chart")
                || n.has_tag_name_local("relIds")
                || n.has_tag_name_local("OLEObject")
        }) {
            self.page.leave_out(
                "图表、图示或嵌入的对象没有导入",
                "charts, diagrams or embedded objects were not imported",
            );
        }
    }
}
