//! What moves on one connection, and since when nothing does.

use super::limits::{HEAD, IDLE};
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::Notify,
    time::{Instant, sleep_until},
};

/// What a connection is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Its last answer is being sent, or has been, and nothing has come since.
    Waiting,
    /// The head of a request has been coming since then.
    Head(Instant),
    /// A request is being carried out.
    Answering,
}

/// What one connection is about, and since when nothing moves on it.
#[derive(Debug)]
pub(super) struct Activity {
    state: Mutex<ConnectionState>,
    /// Told when it must be closed sooner than was known.
    sooner: Notify,
}

#[derive(Debug)]
struct ConnectionState {
    phase: Phase,
    moved_at: Instant,
    told_to_close: bool,
}

impl Activity {
    /// A new connection: the head of its first request is waited for.
    pub(super) fn begin() -> Self {
        let now = Instant::now();
        let state = ConnectionState { phase: Phase::Head(now), moved_at: now, told_to_close: false };
        Self { state: Mutex::new(state), sooner: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, ConnectionState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn request_begins(&self) {
        self.state().phase = Phase::Answering;
    }

    /// The request was read to its end, and its answer is about to be sent.
    pub(super) fn request_ends(&self) {
        self.state().phase = Phase::Waiting;
    }

    fn has_read(&self) {
        let now = Instant::now();
        let mut state = self.state();
        state.moved_at = now;
        if state.phase == Phase::Waiting {
            state.phase = Phase::Head(now);
            self.sooner.notify_one();
        }
    }

    fn has_written(&self) {
        let now = Instant::now();
        let mut state = self.state();
        state.moved_at = now;
        // The next request came before the answer was sent; it is not looked at before that.
        if let Phase::Head(since) = &mut state.phase {
            *since = now;
        }
    }

    /// Tells it to close, for another's sake.
    pub(super) fn close(&self) {
        self.state().told_to_close = true;
        self.sooner.notify_one();
    }

    pub(super) fn is_told_to_close(&self) -> bool {
        self.state().told_to_close
    }

    /// The lower, the sooner it is closed for another: those that carry out no request, the one idle longest first.
    pub(super) fn rank(&self) -> (bool, Instant) {
        let state = self.state();
        (state.phase == Phase::Answering, state.moved_at)
    }

    /// Comes back when the connection must be closed.
    pub(super) async fn ends(&self) {
        loop {
            let end = {
                let state = self.state();
                if state.told_to_close {
                    return;
                }
                match state.phase {
                    Phase::Head(since) => since + HEAD,
                    Phase::Waiting | Phase::Answering => state.moved_at + IDLE,
                }
            };
            if end <= Instant::now() {
                return;
            }
            tokio::select! {
                () = sleep_until(end) => {}
                () = self.sooner.notified() => {}
            }
        }
    }
}

/// A stream that tells what moves on it.
pub(super) struct ObservedStream<S> {
    stream: S,
    activity: Arc<Activity>,
}

impl<S> ObservedStream<S> {
    pub(super) fn new(stream: S, activity: Arc<Activity>) -> Self {
        Self { stream, activity }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ObservedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.activity.has_read();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ObservedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.tell(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.tell(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S> ObservedStream<S> {
    fn tell(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(bytes)) if bytes > 0) {
            self.activity.has_written();
        }
        written
    }
}
