//! A template that somebody is writing: a draft in any state, the request it becomes when nothing is wrong, and the changes
//! it makes to a template that is there.

use std::collections::BTreeMap;

use crate::domain::id::TemplateId;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::check::{TemplateContext, TemplateIssue};
use crate::domain::template::field::{FieldKind, TemplateField};

/// What the form holds. Every state is allowed; [`TemplateDraft::check`] says what is still wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateDraft {
    texts: BTreeMap<TemplateField, String>,
    flags: BTreeMap<TemplateField, bool>,
    /// Names and values of the labels, in the order of the form; half-written ones included.
    pub labels: Vec<(String, String)>,
}

/// The value of a field as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u32),
    /// Yes or no.
    Flag(bool),
    /// All labels.
    Labels(BTreeMap<String, String>),
}

/// A new template that breaks none of the rules known here. Only [`TemplateDraft::finish`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRequest {
    name: String,
    values: Vec<(TemplateField, FieldValue)>,
}

impl TemplateRequest {
    /// The template's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is said, in the order of the form. What is not said is as Magnum has it.
    pub fn values(&self) -> &[(TemplateField, FieldValue)] {
        &self.values
    }
}

/// One change of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatchStep {
    /// It gets this value.
    Set(TemplateField, FieldValue),
    /// It says nothing any more.
    Remove(TemplateField),
}

impl PatchStep {
    /// The field that changes.
    pub fn field(&self) -> TemplateField {
        match self {
            Self::Set(field, _) | Self::Remove(field) => *field,
        }
    }
}

/// The changes of a template, as they go out. Only [`TemplateDraft::edit`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateEdit {
    template: TemplateId,
    name: String,
    requests: Vec<Vec<PatchStep>>,
}

impl TemplateEdit {
    /// Which template.
    pub fn template(&self) -> &TemplateId {
        &self.template
    }

    /// Its name as it was, for words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One request after the other: while a cluster uses the template Magnum takes one field at a time.
    pub fn requests(&self) -> &[Vec<PatchStep>] {
        &self.requests
    }
}

impl TemplateDraft {
    /// A draft with what most begin with: Kubernetes on virtual machines.
    pub fn new() -> Self {
        let mut draft = Self::default();
        draft.set(TemplateField::Coe, "kubernetes");
        draft
    }

    /// What a template says.
    pub fn of(template: &ClusterTemplate) -> Self {
        let mut draft = Self {
            labels: template
                .labels
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            ..Self::default()
        };
        for field in TemplateField::ALL {
            if let Some(value) = field.value(template) {
                draft.set(field, &value);
            }
        }
        draft
    }

    /// A copy of a template under a new name, for the one who copies: nothing of it is published.
    pub fn copy_of(template: &ClusterTemplate) -> Self {
        let mut draft = Self::of(template);
        draft.set(TemplateField::Name, &format!("{}-copy", template.name));
        for published in [TemplateField::Public, TemplateField::Hidden] {
            draft.flags.insert(published, false);
        }
        draft
    }

    /// The text of a field; empty where it says nothing.
    pub fn text(&self, field: TemplateField) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// The text of a field, to be written into.
    pub fn text_mut(&mut self, field: TemplateField) -> &mut String {
        self.texts.entry(field).or_default()
    }

    /// Whether anything is said in a field.
    pub fn says(&self, field: TemplateField) -> bool {
        let labelled = field == TemplateField::Labels && !self.labels.is_empty();
        !self.text(field).is_empty() || self.flags.contains_key(&field) || labelled
    }

    /// Says nothing in a field, so that it is not sent.
    pub fn leave_out(&mut self, field: TemplateField) {
        self.texts.remove(&field);
        self.flags.remove(&field);
        if field == TemplateField::Labels {
            self.labels.clear();
        }
    }

    /// The answer of a field; Magnum's default where it says nothing.
    pub fn flag(&self, field: TemplateField) -> bool {
        self.flags
            .get(&field)
            .copied()
            .unwrap_or(field.kind() == FieldKind::Flag(true))
    }

    /// The answer of a field, to be changed.
    pub fn flag_mut(&mut self, field: TemplateField) -> &mut bool {
        let default = field.kind() == FieldKind::Flag(true);
        self.flags.entry(field).or_insert(default)
    }

    /// Writes a value of any kind from its text; a text that is no answer leaves a yes-or-no field as it is.
    pub fn set(&mut self, field: TemplateField, value: &str) {
        match field.kind() {
            FieldKind::Text | FieldKind::Number => drop(self.texts.insert(field, value.to_owned())),
            FieldKind::Flag(_) => match value.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => drop(self.flags.insert(field, true)),
                "false" | "no" | "off" | "0" => drop(self.flags.insert(field, false)),
                _ => {}
            },
            FieldKind::Labels => {}
        }
    }

    /// The labels with a name; of two with the same name the later one.
    pub fn label_map(&self) -> BTreeMap<String, String> {
        self.labels
            .iter()
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .filter(|(name, _)| !name.is_empty())
            .collect()
    }

    /// What a field says, where it says anything.
    pub fn value(&self, field: TemplateField) -> Option<FieldValue> {
        let text = self.text(field).trim();
        match field.kind() {
            FieldKind::Text => (!text.is_empty()).then(|| FieldValue::Text(text.to_owned())),
            FieldKind::Number => text.parse().ok().map(FieldValue::Number),
            FieldKind::Flag(_) => Some(FieldValue::Flag(self.flag(field))),
            FieldKind::Labels => {
                let labels = self.label_map();
                (!labels.is_empty()).then_some(FieldValue::Labels(labels))
            }
        }
    }

    /// The request, when nothing stands in its way.
    ///
    /// # Errors
    /// The issues that stand in the way.
    pub fn finish(&self, context: &TemplateContext<'_>) -> Result<TemplateRequest, Vec<TemplateIssue>> {
        self.unhindered(context)?;
        let values = TemplateField::ALL
            .into_iter()
            .filter(|field| context.era.knows(*field))
            .filter_map(|field| Some((field, self.value(field)?)))
            .filter(|(field, value)| is_worth_saying(*field, value));
        Ok(TemplateRequest {
            name: self.text(TemplateField::Name).trim().to_owned(),
            values: values.collect(),
        })
    }

    /// The changes to the template that is being edited, when nothing stands in their way.
    ///
    /// # Errors
    /// The issues that stand in the way.
    pub fn edit(
        &self,
        template: &ClusterTemplate,
        context: &TemplateContext<'_>,
    ) -> Result<TemplateEdit, Vec<TemplateIssue>> {
        self.unhindered(context)?;
        let steps = self.changes(template);
        let requests = if context.in_use {
            steps.into_iter().map(|step| vec![still_allowed(step)]).collect()
        } else if steps.is_empty() {
            Vec::new()
        } else {
            vec![steps]
        };
        Ok(TemplateEdit {
            template: template.id.clone(),
            name: template.name.clone(),
            requests,
        })
    }

    /// What differs from the template, field by field.
    pub fn changes(&self, template: &ClusterTemplate) -> Vec<PatchStep> {
        let was = Self::of(template);
        TemplateField::ALL
            .into_iter()
            .filter_map(|field| match (was.value(field), self.value(field)) {
                (was, now) if was == now => None,
                (_, Some(now)) => Some(PatchStep::Set(field, now)),
                (Some(FieldValue::Labels(_)), None) => {
                    Some(PatchStep::Set(field, FieldValue::Labels(BTreeMap::new())))
                }
                (Some(_), None) => Some(PatchStep::Remove(field)),
                (None, None) => None,
            })
            .collect()
    }

    fn unhindered(&self, context: &TemplateContext<'_>) -> Result<(), Vec<TemplateIssue>> {
        let issues: Vec<_> = self
            .check(context)
            .into_iter()
            .filter(|issue| issue.blocking)
            .collect();
        if issues.is_empty() { Ok(()) } else { Err(issues) }
    }
}

/// What Magnum assumes anyway is not said, except where the assumption differs between clients or costs addresses.
fn is_worth_saying(field: TemplateField, value: &FieldValue) -> bool {
    match (field, value) {
        (TemplateField::FloatingIp | TemplateField::MasterLb, _) => true,
        (_, FieldValue::Flag(flag)) => *flag,
        (_, FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Labels(_)) => true,
    }
}

/// Of a template in use Magnum lets no tags be removed, but lets them be none.
fn still_allowed(step: PatchStep) -> PatchStep {
    match step {
        PatchStep::Remove(TemplateField::Tags) => {
            PatchStep::Set(TemplateField::Tags, FieldValue::Text(String::new()))
        }
        step @ (PatchStep::Set(..) | PatchStep::Remove(_)) => step,
    }
}
