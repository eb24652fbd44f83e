//! Takes the plan; gives the catalogue as linked data (JSON-LD) in the vocabularies DCAT and
//! schema.org. `catalogue.jsonld` has the catalogue, the agency, the data sets and their files. The
//! documents are in a file for each year, so that a new document usually changes only two files.
//!
//! This file must not know pages or sinks (destinations of files).

use crate::catalogue::{Entry, Field, Kind, Relation, Validity};
use crate::config::{Config, Language};
use crate::plan::{Category, List, ListId, ListKind, Plan};
use crate::relate::{DocumentId, Shown, Target};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::io::Write;

/// The number of documents that are described at a time.
const AT_A_TIME: usize = 2_048;

/// A file of linked data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    /// The catalogue, the agency and the data sets.
    Catalogue,
    /// The documents of a year.
    Year(ListId),
}

/// The files of a site. There are none without `base_url`, because linked data needs absolute
/// addresses.
pub fn files(plan: &Plan<'_>) -> Vec<(Linked, String)> {
    if plan.config.base_url.is_none() {
        return Vec::new();
    }
    let years = plan.lists_of(ListKind::Year);
    let years = years.filter_map(|(id, list)| Some((Linked::Year(id), plan.linked_data(list)?)));
    let catalogue = (Linked::Catalogue, "catalogue.jsonld".to_owned());
    std::iter::once(catalogue).chain(years).collect()
}

/// Writes a file, one node on each line.
pub fn write(plan: &Plan<'_>, file: Linked, to: &mut dyn Write) -> std::io::Result<()> {
    write!(to, "{{\"@context\":{},\"@graph\":[", context())?;
    let linker = Linker {
        plan,
        config: plan.config,
        base: plan.config.base_url.as_deref().unwrap_or_default(),
    };
    let mut separator = "\n";
    let mut put = |node: &str| {
        write!(to, "{separator}{node}")?;
        separator = ",\n";
        Ok::<(), std::io::Error>(())
    };
    match file {
        Linked::Catalogue => {
            for node in linker.catalogue() {
                put(&node.to_string())?;
            }
        }
        Linked::Year(list) => {
            let newest: Vec<DocumentId> = plan.lists[list.0 as usize]
                .items
                .iter()
                .rev()
                .copied()
                .collect();
            for some in newest.chunks(AT_A_TIME) {
                let described = |&id: &DocumentId| linker.document(id, list).to_string();
                for node in some.par_iter().map(described).collect::<Vec<String>>() {
                    put(&node)?;
                }
            }
        }
    }
    to.write_all(b"\n]}\n")
}

/// The prefixes of the vocabularies. Each file has them, so that nothing is loaded from another
/// host.
fn context() -> Value {
    json!({
        "@vocab": "https://schema.org/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn id(iri: impl Into<String>) -> Value {
    json!({ "@id": iri.into() })
}

/// A reference to something that the written file does not describe. DCAT-AP requires the class of
/// such a thing.
fn typed(iri: impl Into<String>, class: &str) -> Value {
    json!({ "@id": iri.into(), "@type": class })
}

fn day(day: impl ToString) -> Value {
    json!({ "@type": "xsd:date", "@value": day.to_string() })
}

/// Adds a value, if any, under several names.
fn add(node: &mut Map<String, Value>, names: &[&str], value: Option<Value>) {
    if let Some(value) = value {
        for name in names {
            node.insert((*name).to_owned(), value.clone());
        }
    }
}

/// Whether a column's documents explain how to obtain a service.
fn is_service(column: &Category) -> bool {
    matches!(
        column.column_type.as_deref(),
        Some("办事服务" | "依申请公开")
    )
}

fn service_name(column: &Category) -> String {
    format!("service-{}", column.path.replace('/', "-"))
}

struct Linker<'a> {
    plan: &'a Plan<'a>,
    config: &'a Config,
    base: &'a str,
}

impl Linker<'_> {
    /// The identifier of a thing without a page.
    fn thing(&self, name: &str) -> String {
        format!("{}catalogue.jsonld#{name}", self.base)
    }

    fn text(&self, text: &str) -> Value {
        json!({ "@language": self.config.language.tag(), "@value": text })
    }

    fn catalogue(&self) -> Vec<Value> {
        let mut nodes = vec![self.agency(), self.catalog(), self.ledger()];
        let years = self.plan.lists_of(ListKind::Year);
        nodes.extend(years.map(|(_, list)| self.year(list)));
        let services = self.plan.categories.iter().filter(|c| is_service(c));
        nodes.extend(services.map(|column| self.service(column)));
        nodes
    }

    /// The publisher of the catalogue.
    fn agency(&self) -> Value {
        let agency = &self.config.agency;
        let name = agency.name.as_deref().unwrap_or(&self.config.title);
        let mut node = Map::new();
        node.insert("@id".into(), self.thing("agency").into());
        node.insert(
            "@type".into(),
            json!(["GovernmentOrganization", "foaf:Agent"]),
        );
        add(&mut node, &["name", "foaf:name"], Some(self.text(name)));
        add(
            &mut node,
            &["address"],
            agency.address.as_deref().map(Value::from),
        );
        add(
            &mut node,
            &["telephone"],
            agency.phone.as_deref().map(Value::from),
        );
        add(
            &mut node,
            &["email"],
            agency.email.as_deref().map(Value::from),
        );
        node.into()
    }

    /// A column whose documents explain how to obtain a service.
    fn service(&self, column: &Category) -> Value {
        let mut node = Map::new();
        node.insert("@id".into(), self.thing(&service_name(column)).into());
        node.insert("@type".into(), "GovernmentService".into());
        add(&mut node, &["name"], Some(self.text(&column.name)));
        let about = column.description.as_deref().map(|about| self.text(about));
        add(&mut node, &["description"], about);
        let url = format!("{}{}/index.html", self.base, column.folder);
        add(&mut node, &["url"], Some(id(url)));
        let agency = id(self.thing("agency"));
        add(&mut node, &["serviceOperator", "provider"], Some(agency));
        node.into()
    }

    /// The properties that the catalogue and its data sets share.
    fn described(
        &self,
        name: &str,
        kinds: &[&str],
        title: &str,
        about: &str,
    ) -> Map<String, Value> {
        let mut node = Map::new();
        node.insert("@id".into(), self.thing(name).into());
        node.insert("@type".into(), json!(kinds));
        add(&mut node, &["name", "dct:title"], Some(self.text(title)));
        add(
            &mut node,
            &["description", "dct:description"],
            Some(self.text(about)),
        );
        add(
            &mut node,
            &["publisher", "dct:publisher"],
            Some(id(self.thing("agency"))),
        );
        add(
            &mut node,
            &["inLanguage"],
            Some(self.config.language.tag().into()),
        );
        let language = match self.config.language {
            Language::ZhHans => "ZHO",
            Language::En => "ENG",
        };
        let authority = "http://publications.europa.eu/resource/authority/language/";
        add(
            &mut node,
            &["dct:language"],
            Some(typed(
                format!("{authority}{language}"),
                "dct:LinguisticSystem",
            )),
        );
        node
    }

    fn catalog(&self) -> Value {
        let config = self.config;
        let about = config.description.as_deref().unwrap_or(&config.title);
        let kinds = ["DataCatalog", "dcat:Catalog"];
        let mut node = self.described("catalogue", &kinds, &config.title, about);
        add(
            &mut node,
            &["url", "foaf:homepage"],
            Some(typed(self.base, "foaf:Document")),
        );
        let years = self.plan.lists_of(ListKind::Year);
        let sets: Vec<Value> = std::iter::once("ledger".to_owned())
            .chain(years.map(|(_, list)| format!("year-{}", list.key)))
            .map(|name| id(self.thing(&name)))
            .collect();
        add(&mut node, &["dataset", "dcat:dataset"], Some(sets.into()));
        add(
            &mut node,
            &["dateModified", "dct:modified"],
            self.changed(self.plan.documents()),
        );
        node.into()
    }

    /// The day of the last change among some documents.
    fn changed(&self, ids: &[DocumentId]) -> Option<Value> {
        let days = ids.iter().filter_map(|id| self.plan.changed(*id));
        days.max().map(|(last, _)| day(last))
    }

    /// The ledger: one data set in three forms.
    fn ledger(&self) -> Value {
        let config = self.config;
        let (title, about) = match config.language {
            Language::ZhHans => (
                format!("{}台账", config.title),
                "全部已公布文件的索引号、标题、文号、发文机关、组配分类、日期和有效性。",
            ),
            Language::En => (
                format!("{}: ledger", config.title),
                "Index number, title, document number, issuing body, category, dates and validity \
                 of every published document.",
            ),
        };
        let mut node = self.described("ledger", &["Dataset", "dcat:Dataset"], &title, about);
        self.dataset(&mut node, self.plan.documents());
        let files = [
            ("catalogue.json", "application/json", "JSON"),
            ("catalogue.csv", "text/csv", "CSV"),
            (
                "catalogue.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "XLSX",
            ),
        ];
        let files: Vec<Value> = files
            .iter()
            .map(|f| self.file(f.0, f.1, f.2, &title))
            .collect();
        add(
            &mut node,
            &["distribution", "dcat:distribution"],
            Some(files.into()),
        );
        node.into()
    }

    /// The documents of a year: one data set in one form.
    fn year(&self, list: &List) -> Value {
        let (config, year) = (self.config, &list.key);
        let (title, about) = match config.language {
            Language::ZhHans => (
                format!("{}：{year}年公布的文件", config.title),
                "每份文件的登记信息、有效性和相互关系。",
            ),
            Language::En => (
                format!("{}: documents published in {year}", config.title),
                "Record, validity and relations of each document.",
            ),
        };
        let kinds = ["Dataset", "dcat:Dataset"];
        let mut node = self.described(&format!("year-{year}"), &kinds, &title, about);
        self.dataset(&mut node, &list.items);
        add(
            &mut node,
            &["isPartOf", "dct:isPartOf"],
            Some(id(self.thing("ledger"))),
        );
        let path = self.plan.linked_data(list).unwrap_or_default();
        let file = self.file(&path, "application/ld+json", "JSON_LD", &title);
        add(
            &mut node,
            &["distribution", "dcat:distribution"],
            Some(file),
        );
        node.into()
    }

    /// Adds landing page, licence, period, last change and contact to a data set.
    fn dataset(&self, node: &mut Map<String, Value>, ids: &[DocumentId]) {
        add(
            node,
            &["includedInDataCatalog"],
            Some(id(self.thing("catalogue"))),
        );
        add(
            node,
            &["dcat:landingPage"],
            Some(typed(self.base, "foaf:Document")),
        );
        add(node, &["dateModified", "dct:modified"], self.changed(ids));
        add(
            node,
            &["license"],
            self.config.license_url.as_deref().map(id),
        );
        let days = || {
            ids.iter()
                .filter_map(|id| self.plan.entry(*id).date_published)
                .map(|(d, _)| d)
        };
        if let (Some(first), Some(last)) = (days().min(), days().max()) {
            let period = json!({
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": day(first),
                "dcat:endDate": day(last),
            });
            add(node, &["dct:temporal"], Some(period));
            add(
                node,
                &["temporalCoverage"],
                Some(format!("{first}/{last}").into()),
            );
        }
        let agency = &self.config.agency;
        if let Some(email) = agency.email.as_deref().filter(|email| email.is_ascii()) {
            let name = agency.name.as_deref().unwrap_or(&self.config.title);
            let contact = json!({
                "@type": ["vcard:Organization", "vcard:Kind"],
                "vcard:fn": name,
                "vcard:hasEmail": id(format!("mailto:{email}")),
            });
            add(node, &["dcat:contactPoint"], Some(contact));
        }
    }

    fn file(&self, path: &str, media_type: &str, kind: &str, title: &str) -> Value {
        let url = format!("{}{path}", self.base);
        let types = "https://www.iana.org/assignments/media-types/";
        let authority = "http://publications.europa.eu/resource/authority/file-type/";
        let mut node = json!({
            "@id": url,
            "@type": ["DataDownload", "dcat:Distribution"],
            "name": self.text(title),
            "dct:title": self.text(title),
            "contentUrl": id(url.clone()),
            "dcat:accessURL": id(url.clone()),
            "dcat:downloadURL": id(url),
            "encodingFormat": media_type,
            "dcat:mediaType": typed(format!("{types}{media_type}"), "dct:MediaType"),
            "dct:format": typed(format!("{authority}{kind}"), "dct:MediaTypeOrExtent"),
        });
        if let Some(license) = &self.config.license_url {
            node["dct:license"] = typed(license, "dct:LicenseDocument");
        }
        node
    }

    /// The description of a document. Its class is `Legislation` for rules and normative documents,
    /// `Report` for annual reports, otherwise `DigitalDocument`.
    fn document(&self, document: DocumentId, year: ListId) -> Value {
        let (plan, entry) = (self.plan, self.plan.entry(document));
        let category = plan.category(document);
        let is_rule = entry.kind == Kind::Document
            && category.is_some_and(|c| plan.categories.is_normative(c));
        let mut node = Map::new();
        let url = format!("{}{}", self.base, plan.address(document));
        node.insert("@id".into(), url.into());
        let kind = match (is_rule, entry.kind) {
            (true, _) => "Legislation",
            (false, Kind::Document) => "DigitalDocument",
            (false, _) => "Report",
        };
        node.insert("@type".into(), kind.into());
        let list = |items: &[String]| (!items.is_empty()).then(|| json!(items));
        let text = |field| entry.text(field).map(Value::from);
        add(&mut node, &["name"], Some(self.text(&entry.title)));
        add(
            &mut node,
            &["identifier"],
            entry.index_number.as_deref().map(Value::from),
        );
        add(
            &mut node,
            &["inLanguage"],
            Some(self.config.language.tag().into()),
        );
        add(&mut node, &["dateCreated"], entry.date_created.map(day));
        add(
            &mut node,
            &["datePublished"],
            entry.date_published.map(|(d, _)| day(d)),
        );
        add(
            &mut node,
            &["dateModified"],
            plan.changed(document).map(|(d, _)| day(d)),
        );
        add(&mut node, &["abstract"], text(Field::Summary));
        add(&mut node, &["keywords"], list(entry.list(Field::Keywords)));
        add(
            &mut node,
            &["articleSection"],
            category.map(|c| plan.categories[c].path.as_str().into()),
        );
        let bodies = std::iter::once(entry.issuer())
            .chain(entry.list(Field::JointIssuers).iter().map(String::as_str));
        let bodies: Vec<Value> = bodies
            .map(|name| json!({ "@type": "GovernmentOrganization", "name": name }))
            .collect();
        let author = if is_rule {
            "legislationPassedBy"
        } else {
            "author"
        };
        add(&mut node, &[author], Some(bodies.into()));
        let year = &plan.lists[year.0 as usize].key;
        add(
            &mut node,
            &["isPartOf"],
            Some(id(self.thing(&format!("year-{year}")))),
        );
        add(&mut node, &["encoding"], self.encodings(document));
        add(&mut node, &["about"], self.services(document));
        let number = entry.document_number.as_deref().map(Value::from);
        if is_rule {
            add(&mut node, &["legislationIdentifier"], number);
            add(&mut node, &["legislationDate"], entry.date_created.map(day));
            self.in_force(&mut node, document, entry);
        } else {
            add(&mut node, &["alternateName"], number);
        }
        let named = if is_rule { act_of_rule } else { act };
        self.relations(&mut node, document, named);
        node.into()
    }

    /// The services of a document's columns.
    fn services(&self, document: DocumentId) -> Option<Value> {
        let category = self.plan.category(document)?;
        let columns = self.plan.categories.chain(category).into_iter();
        let services: Vec<Value> = columns
            .filter(|column| is_service(column))
            .map(|column| id(self.thing(&service_name(column))))
            .collect();
        (!services.is_empty()).then(|| services.into())
    }

    /// The other forms of a document: its text and its e-book.
    fn encodings(&self, document: DocumentId) -> Option<Value> {
        let forms = [
            (self.plan.text_address(document), "text/plain"),
            (self.plan.book_address(document), "application/epub+zip"),
        ];
        let forms: Vec<Value> = forms
            .into_iter()
            .filter_map(|(path, media_type)| {
                let url = format!("{}{}", self.base, path?);
                Some(json!({
                    "@type": "MediaObject",
                    "contentUrl": id(url),
                    "encodingFormat": media_type,
                }))
            })
            .collect();
        (!forms.is_empty()).then(|| forms.into())
    }

    /// Adds the legal force of a rule on the day of the build, and the days on which the rule
    /// applies.
    fn in_force(&self, node: &mut Map<String, Value>, document: DocumentId, entry: &Entry) {
        let force = match self.plan.related.status(document).validity {
            Validity::Effective | Validity::Amended => Some("InForce"),
            Validity::PartlyRepealed => Some("PartiallyInForce"),
            Validity::NotYetEffective | Validity::Repealed | Validity::Expired => {
                Some("NotInForce")
            }
            Validity::Unknown => None,
        };
        let force = force.map(|force| id(format!("https://schema.org/{force}")));
        add(node, &["legislationLegalForce"], force);
        let first = entry.date_effective.or(entry.date_created);
        let last = self.plan.related.last_day(document).map(|d| d.to_string());
        let span = first.map(|first| format!("{first}/{}", last.as_deref().unwrap_or("..")));
        add(node, &["temporalCoverage"], span.map(Value::from));
    }

    /// Adds the relations that a document states to other published documents of this catalogue.
    fn relations(
        &self,
        node: &mut Map<String, Value>,
        document: DocumentId,
        named: fn(Relation) -> &'static str,
    ) {
        let related = self.plan.related;
        for edge in related.acts(document) {
            let name = named(edge.relation);
            let Target::Entry(other) = edge.target else {
                continue;
            };
            if related.shown(other) != Shown::Published {
                continue;
            }
            let value = id(format!("{}{}", self.base, self.plan.address(other)));
            if let Value::Array(all) = node.entry(name).or_insert_with(|| json!([])) {
                all.push(value);
            }
        }
    }
}

/// The property for a relation of a document to another.
fn act(relation: Relation) -> &'static str {
    match relation {
        Relation::Interprets => "about",
        _ => "mentions",
    }
}

/// The property for a relation of a rule to another document.
fn act_of_rule(relation: Relation) -> &'static str {
    match relation {
        Relation::Repeals => "legislationRepeals",
        Relation::Amends => "legislationAmends",
        Relation::PartlyRepeals | Relation::Renews => "legislationChanges",
        other => act(other),
    }
}
