//! Svara: what an organisation does with its response.

mod answer_query;
mod burden;
mod check_answers;
mod colleagues;
mod correction;
mod decline;
mod draft;
mod earlier;
mod events;
mod fault;
mod feedback;
mod handouts;
mod head;
mod hub;
mod mark_section;
mod my_responses;
mod news;
mod notice;
mod open_fields;
mod open_response;
mod picture;
mod pictures;
mod presence;
mod query;
mod receipt;
mod same_as_before;
mod save;
mod section;
mod sheet;
mod sign_off;
mod submit;
mod together;
mod unsent;
mod usual;
mod versions;
mod writing;

pub use answer_query::{Answered, QueryRead, answer_query};
pub use burden::{BurdenView, SectionBurdenView, burden};
pub use check_answers::{AnswerFilter, CheckAnswers, check_answers};
pub use colleagues::{Colleague, Invited, Member, RoleChange, remove_colleague};
pub use correction::{ask_to_correct, hub_to_correct, take_back_correction};
pub use decline::{decline, hub_to_decline, resume};
pub use events::{Event, HandedTo, Happening};
pub use fault::Fault;
pub use feedback::{ComparedGroup, ComparedRound, Feedback, FieldFeedback, Figure, OptionFigures, feedback};
pub use handouts::{
    GivenTo, HandOut, HandedHere, Handout, HandoutNotice, Handouts, Portion, PortionView, QuestionOutline, Reach,
    SectionOutline, finish_questions, hand_out, handouts, remind, take_back,
};
pub use head::{May, ResponseHead};
pub use hub::{Holder, Hub, HubSection, ObstacleView, Remark, SectionState, hub};
pub use mark_section::mark_section;
pub use my_responses::{MyResponse, MySection, Place, Stop, first_stop, my_responses};
pub use news::{AnswerNews, Mark, News, SaveNews, news};
pub use notice::{ResponseNotice, SurveyOwner};
pub use picture::{Signed, StoredAnswer};
pub use presence::{gone, seen};
pub use query::{QueryView, query};
pub use receipt::{CopyHead, CopyView, Note, Receipt, receipt};
pub use same_as_before::{AsBefore, same_as_before, same_as_before_fields, undo_same_as_before};
pub use save::{Change, FieldSaved, FieldVerdict, Save, Saved, save, save_whole};
pub use section::{SectionView, section};
pub use sheet::{PlannedChange, Sheet, SheetColumn, SheetFault, SheetReading, SheetRow, Wrong, read_sheet, sheet_head};
pub use sign_off::{
    AskForSignOff, ChangedAnswer, Explained, ProposedSignatory, SectionSummary, SignOff, SignOffNotice, SignOffRequest,
    SignOffState, Unanswered, ask_for_sign_off, confirm_signatory, send_back_unsigned, sign_off,
};
pub use submit::{Submitted, submit};
pub use unsent::Unsent;

pub(crate) use colleagues::{InvitedParts, end_membership};
pub(crate) use decline::{Read, StatusChange, reason_text, step};
pub(crate) use draft::{Content, Written};
pub(crate) use earlier::Earlier;
pub(crate) use events::{Kind, of_response, record};
pub(crate) use head::HeadRow;
pub(crate) use hub::{obstacle_views, remarks};
pub(crate) use picture::Picture;
pub(crate) use pictures::Pictures;
pub(crate) use receipt::{copy_heads, latest_frozen};
pub(crate) use sign_off::proposed;
pub(crate) use submit::{checksum, receipt_number};
pub(crate) use together::Waiting;
pub(crate) use usual::Usuals;
