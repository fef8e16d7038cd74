//! Marks: the square in its states. A mark is hidden from screen readers, because its word stands beside.

use leptos::prelude::*;
use survey::status::Status;

/// A mark of the sprite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Filled: approved, or one that counts.
    Full,
    /// Filled with a hole: sent in.
    Sent,
    /// Three quarters: waits for a signature.
    Sign,
    /// Half: begun.
    Part,
    /// Open: nothing yet.
    Open,
    /// Half across: back for completion.
    Back,
    /// Crossed: declined.
    Declined,
    /// Ticked: done.
    Done,
    /// A tick: saved.
    Saved,
    /// A dot in the square: saving.
    Saving,
    /// Broken edge: waits for the network.
    Waiting,
    /// An exclamation: wrong.
    Wrong,
    /// Two squares: changed by somebody else.
    Changed,
    /// A question: to explain.
    Explain,
    /// A step of a scale, from 0, open, to 4, full.
    Level(u8),
}

impl Mark {
    /// The address of the mark's symbol in the sprite.
    pub fn href(self) -> &'static str {
        match self {
            Self::Full => "#m-full",
            Self::Sent => "#m-sent",
            Self::Sign => "#m-sign",
            Self::Part => "#m-part",
            Self::Open => "#m-none",
            Self::Back => "#m-back",
            Self::Declined => "#m-declined",
            Self::Done => "#m-done",
            Self::Saved => "#m-saved",
            Self::Saving => "#m-saving",
            Self::Waiting => "#m-waiting",
            Self::Wrong => "#m-wrong",
            Self::Changed => "#m-changed",
            Self::Explain => "#m-explain",
            Self::Level(0) => "#m-none",
            Self::Level(1) => "#m-level-1",
            Self::Level(2) => "#m-part",
            Self::Level(3) => "#m-sign",
            Self::Level(_) => "#m-full",
        }
    }

    /// The mark of a step in a scale of `steps`, whatever their number.
    pub fn of_step(step: usize, steps: usize) -> Self {
        let quarters = (step * 8 + steps.saturating_sub(1)) / (steps.saturating_sub(1).max(1) * 2);
        Self::Level(u8::try_from(quarters).unwrap_or(4).min(4))
    }

    /// The mark of a response's status.
    pub fn of_status(status: Status) -> Self {
        match status {
            Status::NotStarted => Self::Open,
            Status::InProgress => Self::Part,
            Status::Ready => Self::Sign,
            Status::Submitted => Self::Sent,
            Status::Returned => Self::Back,
            Status::Approved => Self::Full,
            Status::Declined => Self::Declined,
        }
    }
}

/// How much a state asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusTone {
    /// It has come where it should.
    Done,
    /// It is on its way.
    Plain,
    /// Nothing has happened.
    Quiet,
    /// Something is asked.
    Attention,
}

impl StatusTone {
    /// The tone of a response's status.
    pub fn of_status(status: Status) -> Self {
        match status {
            Status::Approved | Status::Submitted => Self::Done,
            Status::InProgress | Status::Ready => Self::Plain,
            Status::NotStarted | Status::Declined => Self::Quiet,
            Status::Returned => Self::Attention,
        }
    }

    fn status_class(self) -> &'static str {
        match self {
            Self::Done => "status status-done",
            Self::Plain => "status",
            Self::Quiet => "status status-quiet",
            Self::Attention => "status status-attention",
        }
    }
}

/// One mark, to stand beside its word.
pub fn mark(mark: Mark) -> AnyView {
    view! { <svg class="mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><use_ href=mark.href()/></svg> }
        .into_any()
}

/// A response's status with its mark.
#[component]
pub fn StatusMark(
    /// The status.
    status: Status,
) -> impl IntoView {
    view! { <span class=StatusTone::of_status(status).status_class()>{mark(Mark::of_status(status))}{status.label()}</span> }
}

/// How far a section has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionMarkState {
    /// Nothing is answered.
    NotStarted,
    /// Something is answered.
    InProgress,
    /// Marked as done.
    Done,
}

/// A section's state with its mark.
#[component]
pub fn SectionMark(
    /// The state.
    state: SectionMarkState,
) -> impl IntoView {
    let (tone, symbol, word) = match state {
        SectionMarkState::NotStarted => (StatusTone::Quiet, Mark::Open, "Ej påbörjad"),
        SectionMarkState::InProgress => (StatusTone::Plain, Mark::Part, "Påbörjad"),
        SectionMarkState::Done => (StatusTone::Done, Mark::Done, "Klar"),
    };
    view! { <span class=tone.status_class()>{mark(symbol)}{word}</span> }
}

/// The sprite: every symbol, once on every page.
#[component]
pub fn Marks() -> impl IntoView {
    view! {
        <svg class="marks" aria-hidden="true" focusable="false"><defs>
            <symbol id="m-full" viewBox="0 0 16 16"><path d="M0 0h16v16H0z" fill="currentColor"/></symbol>
            <symbol id="m-none" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/></symbol>
            <symbol id="m-sent" viewBox="0 0 16 16"><path fill-rule="evenodd" d="M0 0h16v16H0zM5 5v6h6V5z" fill="currentColor"/></symbol>
            <symbol id="m-sign" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/><path d="M1 4.5h14V15H1z" fill="currentColor"/></symbol>
            <symbol id="m-part" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/><path d="M1 8h14v7H1z" fill="currentColor"/></symbol>
            <symbol id="m-level-1" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/><path d="M1 11.5h14V15H1z" fill="currentColor"/></symbol>
            <symbol id="m-back" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/><path d="M1 1v14h14z" fill="currentColor"/></symbol>
            <symbol id="m-declined" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/><path d="m1 1 14 14M15 1 1 15" stroke="currentColor" stroke-width="1.6"/></symbol>
            <symbol id="m-done" viewBox="0 0 16 16"><path d="M0 0h16v16H0z" fill="currentColor"/><path class="mark-inner" d="m3.5 8.2 3.2 3.3 5.8-7" fill="none" stroke-width="2.2"/></symbol>
            <symbol id="m-saved" viewBox="0 0 16 16"><path d="m2 8.4 4 4.1 8-9" fill="none" stroke="currentColor" stroke-width="2.2"/></symbol>
            <symbol id="m-saving" viewBox="0 0 16 16"><path d="M6 6h4v4H6z" fill="currentColor"/><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/></symbol>
            <symbol id="m-waiting" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.5 3.5" stroke-dashoffset="1.75"/></symbol>
            <symbol id="m-wrong" viewBox="0 0 16 16"><path d="M0 0h16v16H0z" fill="currentColor"/><path class="mark-inner" d="M8 3v6.2M8 11v2.2" stroke-width="2.4" fill="none"/></symbol>
            <symbol id="m-changed" viewBox="0 0 16 16"><path d="M1 1h9v9H1zM6 6h9v9H6z" fill="none" stroke="currentColor" stroke-width="2"/></symbol>
            <symbol id="m-explain" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2"/><path d="M5.6 6a2.4 2.4 0 1 1 3.3 2.2c-.6.3-.9.6-.9 1.4M8 11.2v1.9" fill="none" stroke="currentColor" stroke-width="1.8"/></symbol>
        </defs></svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_points_at_a_symbol_of_the_sprite() {
        let sprite = view! { <Marks/> }.to_html();
        use Mark::*;
        let levels = (0..5).map(Level);
        for mark in
            [Full, Sent, Sign, Part, Open, Back, Declined, Done, Saved, Saving, Waiting, Wrong, Changed, Explain]
                .into_iter()
                .chain(levels)
        {
            let symbol = format!("<symbol id=\"{}\"", mark.href().trim_start_matches('#'));
            assert!(sprite.contains(&symbol), "{mark:?} has no symbol");
        }
    }

    #[test]
    fn a_status_is_a_mark_and_its_word() {
        for status in Status::ALL {
            let html = view! { <StatusMark status/> }.to_html();
            assert!(html.contains(status.label()), "{html}");
            assert!(html.contains("<use href=\"#m-"), "{html}");
        }
    }

    #[test]
    fn a_scale_goes_from_open_to_full() {
        let five: Vec<Mark> = (0..5).map(|step| Mark::of_step(step, 5)).collect();
        assert_eq!(five, [0, 1, 2, 3, 4].map(Mark::Level));
        assert_eq!([Mark::of_step(0, 4), Mark::of_step(3, 4)], [Mark::Level(0), Mark::Level(4)]);
        assert_eq!(Mark::of_step(0, 1), Mark::Level(0));
    }
}
