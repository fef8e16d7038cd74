//! The only code that becomes WebAssembly.

mod section_form;

pub use section_form::SectionForm;
