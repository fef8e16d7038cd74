//! A condition in words, for paper: where no program hides what does not apply, the reader decides.

use super::{
    Expression,
    function::Function,
    syntax::{ComparisonOperator, Connective, Syntax, SyntaxNode},
};
use crate::form::{Field, Form};

impl Expression {
    /// The condition in words: `D4 är Ja`, `C1 (Färdtjänst) inte har Annat`. None where it is of a kind that has no
    /// words of its own.
    pub fn in_words(&self, form: &Form) -> Option<String> {
        words(&self.root, form, false)
    }
}

fn words(node: &SyntaxNode, form: &Form, negated: bool) -> Option<String> {
    match &node.syntax {
        Syntax::Connect(connective, parts) if !negated => {
            let word = match connective {
                Connective::And => " och ",
                Connective::Or => " eller ",
            };
            let parts: Option<Vec<String>> = parts.iter().map(|part| words(part, form, false)).collect();
            parts.map(|parts| parts.join(word))
        }
        Syntax::Compare(comparison, sides) => compared(*comparison, &sides.0, &sides.1, form, negated),
        Syntax::Call(Function::Not, values) => words(values.first()?, form, !negated),
        Syntax::Call(Function::Selected, values) => {
            let [field, code] = values.as_slice() else { return None };
            let (Syntax::Field(name), Syntax::Text(code)) = (&field.syntax, &code.syntax) else { return None };
            let field = form.field(name)?;
            let verb = if negated { "inte har" } else { "har" };
            Some(format!("{} {verb} {}", place(field), field.field_type.label_of(code)))
        }
        _ => None,
    }
}

fn compared(
    comparison: ComparisonOperator,
    left: &SyntaxNode,
    right: &SyntaxNode,
    form: &Form,
    negated: bool,
) -> Option<String> {
    let is_same = match comparison {
        ComparisonOperator::Equal => !negated,
        ComparisonOperator::NotEqual => negated,
        _ => return None,
    };
    let Syntax::Text(code) = &right.syntax else { return None };
    let verb = if is_same { "är" } else { "inte är" };
    match &left.syntax {
        Syntax::Field(name) => {
            let field = form.field(name)?;
            Some(format!("{} {verb} {}", place(field), field.field_type.label_of(code)))
        }
        // Ja where any row says so; nej only where all do.
        Syntax::Call(Function::AnyYes, values) if is_same && code == "ja" => {
            let [SyntaxNode { syntax: Syntax::Field(name), .. }] = values.as_slice() else { return None };
            let field = form.fields_of_question(name).next()?;
            Some(format!("något svar i {} är Ja", field.number))
        }
        _ => None,
    }
}

/// Where a field stands: the number of its question, and of a matrix the row.
fn place(field: &Field) -> String {
    match field.row {
        Some(_) => format!("{} ({})", field.number, field.short_label),
        None => field.number.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTIONNAIRE: &str = r#"{"survey": "prov", "title": "Prov", "sections": [{"letter": "A", "name": "a", "title": "A", "questions": [
        {"name": "en", "label": "En?", "type": "yes_no"},
        {"name": "val", "label": "Val?", "type": "multiple", "options": [{"name": "x", "label": "Xet"}, {"name": "y", "label": "Y"}]},
        {"name": "rad", "label": "Rad?", "type": "matrix", "of": "yes_no", "rows": [{"name": "ett", "label": "Ett"}]}]}]}"#;

    #[test]
    fn conditions_are_read_as_sentences() {
        let form = Form::new(serde_json::from_str(QUESTIONNAIRE).unwrap()).unwrap();
        for (source, expected) in [
            ("${en} = 'ja'", Some("A1 är Ja")),
            ("${en} != 'nej'", Some("A1 inte är Nej")),
            ("not(${en} = 'ja')", Some("A1 inte är Ja")),
            ("not(${en} != 'ja')", Some("A1 är Ja")),
            ("selected(${val}, 'x')", Some("A2 har Xet")),
            ("not(selected(${val}, 'x'))", Some("A2 inte har Xet")),
            ("${rad.ett} = 'nej' or ${en} = 'ja'", Some("A3 (Ett) är Nej eller A1 är Ja")),
            ("any-yes(${rad}) = 'ja'", Some("något svar i A3 är Ja")),
            ("any-yes(${rad}) = 'nej'", None),
            ("not(${en} = 'ja' and ${rad.ett} = 'ja')", None),
            ("count-selected(${val}) > 1", None),
        ] {
            let words = Expression::parse(source).unwrap().in_words(&form);
            assert_eq!(words.as_deref(), expected, "{source}");
        }
    }
}
