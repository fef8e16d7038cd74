//! Svara: what an organisation does with its response.

mod answer_query;
mod assignments;
mod burden;
mod change_feed;
mod change_set;
mod check_answers;
mod colleagues;
mod correction;
mod decline;
mod earlier;
mod events;
mod fault;
mod feedback;
mod group_commit;
mod head;
mod hub;
mod mark_section;
mod my_responses;
mod notice;
mod open_fields;
mod open_response;
mod presence;
mod query;
mod receipt;
mod reference_ranges;
mod same_as_before;
mod save;
mod section;
mod sign_off;
mod snapshot;
mod snapshot_cache;
mod submit;
mod unsent;
mod versions;
mod workbook;
mod write_batch;

pub use answer_query::{AnsweredQuery, QueryRead, answer_query};
pub use assignments::{
    AccessScope, Assignee, AssignmentNotice, AssignmentOverview, AssignmentTarget, AssignmentTargetView,
    AssignmentView, NewAssignment, OwnAssignment, QuestionOutline, SectionOutline, assign, assignments,
    finish_questions, remind, take_back,
};
pub use burden::{BurdenView, SectionBurdenView, burden};
pub use change_feed::{ChangeFeed, DoneMark, FeedAnswer, FeedSave, change_feed};
pub use check_answers::{AnswerFilter, CheckAnswers, check_answers};
pub use colleagues::{Colleague, Invited, Member, RoleChange, remove_colleague};
pub use correction::{ask_to_correct, hub_to_correct, take_back_correction};
pub use decline::{decline, hub_to_decline, resume};
pub use events::{AssignmentDetail, Event, EventKind};
pub use fault::InputFault;
pub use feedback::{ComparedGroup, ComparedRound, Feedback, FieldFeedback, GroupFigure, OptionFigures, feedback};
pub use head::{May, ResponseHead};
pub use hub::{Hub, HubSection, ObstacleView, Remark, SectionAssignee, SectionState, hub};
pub use mark_section::mark_section;
pub use my_responses::{MyResponse, MySection, NextTask, ResponseListGroup, my_responses, next_task};
pub use notice::{ResponseNotice, SurveyOwner};
pub use presence::{mark_absent, mark_present};
pub use query::{QueryView, query};
pub use receipt::{CopyHead, CopyView, FrozenNote, Receipt, receipt};
pub use same_as_before::{SameAsBefore, same_as_before, same_as_before_fields, undo_same_as_before};
pub use save::{Change, FieldSaved, FieldVerdict, Save, Saved, save, save_whole};
pub use section::{SectionView, section};
pub use sign_off::{
    AskForSignOff, ChangedAnswer, Explained, ProposedSignatory, SectionSummary, SignOff, SignOffNotice, SignOffRequest,
    SignOffState, Unanswered, ask_for_sign_off, confirm_signatory, send_back_unsigned, sign_off,
};
pub use snapshot::{PersonAndTime, StoredAnswer};
pub use submit::{Submitted, submit};
pub use unsent::Unsent;
pub use workbook::{
    FilledWorkbook, PlannedChange, WorkbookColumn, WorkbookFault, WorkbookPreview, WorkbookProblem, WorkbookRow,
    preview_workbook, workbook_head,
};

pub(crate) use change_set::{FieldContent, JournalRecord};
pub(crate) use colleagues::{InvitedParts, end_membership};
pub(crate) use decline::{Read, StatusChange, reason_text, step};
pub(crate) use earlier::EarlierRounds;
pub(crate) use events::{EventCode, of_response, record};
pub(crate) use group_commit::SaveQueue;
pub(crate) use head::HeadRow;
pub(crate) use hub::{obstacle_views, remarks};
pub(crate) use receipt::{copy_heads, latest_frozen};
pub(crate) use reference_ranges::ReferenceRangeCache;
pub(crate) use sign_off::proposed;
pub(crate) use snapshot::Snapshot;
pub(crate) use snapshot_cache::SnapshotCache;
pub(crate) use submit::{checksum, receipt_number};
