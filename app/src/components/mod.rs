//! Components that the server renders: the visual language of the platform, one idea per file.
//!
//! They never reach the browser. Each is a plain component without state; what a page knows it gives as properties.
//! There are no style attributes, because the Content-Security-Policy refuses them.

pub mod beside;
pub mod cells;
pub mod charts;
pub mod check_answers;
pub mod choice;
pub mod fields;
pub mod marks;
pub mod messages;
pub mod page;
pub mod page_data;
pub mod question;
pub mod rates;
pub mod sections;
pub mod tables;
pub mod text;
pub mod text_area;
pub mod thread;
pub mod tile_map;

pub use beside::{BesideChart, BesideLegend};
pub use cells::{CellKind, CellLayout, Cells};
pub use charts::{
    Curve, CurveData, CurveRow, DotPair, DotPairPoint, Series, SeriesBreak, SeriesChart, SeriesChartData, SeriesValue,
    SeriesYear,
};
pub use check_answers::{CheckAnswersList, CheckedAnswer};
pub use choice::{Choice, ChoiceGroup, PersonChoice};
pub use fields::{LongTextField, SelectField, SelectOption, TextField};
pub use marks::{Mark, Marks, SectionMark, SectionMarkState, StatusMark, StatusTone, mark};
pub use messages::{ErrorLink, ErrorSummary, Initials, Message, MessageWeight, Presence, StatusRow};
pub use page::{
    ActionList, Block, Breadcrumbs, Download, DownloadList, Footnotes, Formula, Link, PageHeading, SideFact, SideFacts,
    Terms,
};
pub use page_data::PageData;
pub use question::{AnswerConflict, FieldProps, QuestionProps, Questions, SameAsBeforeNotice, SaveState, control_id};
pub use rates::{RateBar, RateDrawing, RateRow, RatesTable};
pub use sections::{SectionItem, SectionList};
pub use tables::{Pagination, SortDirection, SortLink};
pub use text::unbroken;
pub use text_area::TextArea;
pub use thread::{Thread, ThreadMessage};
pub use tile_map::{Tile, TileMap, TileState};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod gallery;
