//! The questionnaire engine of Lägesbild.
//!
//! Pure: no I/O, no async, no clock and no user interface, so that the same verdicts are reached on the
//! server and in the browser. A [`Questionnaire`](definition::Questionnaire) is what stands in a file; a
//! [`Form`](form::Form) is a questionnaire that has been checked as a whole; an
//! [`Evaluation`](evaluation::Evaluation) is a form with one organisation's answers.

pub mod burden;
pub mod changes;
pub mod codebook;
pub mod definition;
pub mod evaluation;
pub mod explanation;
pub mod expression;
pub mod form;
pub mod format;
pub mod guide;
pub mod input;
pub mod iso_date;
pub mod lineage;
pub mod name;
pub mod same_as_before;
pub mod status;
pub mod stockholm;
pub mod text;
pub mod value;
pub mod variable;
pub mod workbook;
