//! Work that takes a processor for a while: papers, workbooks, and reading what is sent in. It is done beside the requests,
//! and only so much of it at a time: whoever asks for more waits for a turn.

use std::{io, num::NonZeroUsize, sync::Arc};
use tokio::sync::Semaphore;

/// Turns at heavy work. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HeavyWork(Arc<Semaphore>);

impl HeavyWork {
    /// So many at a time.
    pub fn new(at_a_time: NonZeroUsize) -> Self {
        Self(Arc::new(Semaphore::new(at_a_time.get())))
    }

    /// Does the work when it is its turn. The turn lasts until the work is done, even if nobody waits for it any more.
    ///
    /// # Errors
    /// When the work panics.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
        let turn = Arc::clone(&self.0).acquire_owned().await.map_err(io::Error::other)?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(io::Error::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;
    use std::sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    };

    const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

    #[tokio::test]
    async fn two_are_done_at_a_time_and_every_one_in_the_end() {
        let work = HeavyWork::new(TWO);
        // Two meet here each time: fewer would wait for ever.
        let (meeting, here, most) =
            (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let one = || {
            let (meeting, here, most) = (Arc::clone(&meeting), Arc::clone(&here), Arc::clone(&most));
            work.run(move || {
                most.fetch_max(here.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                meeting.wait();
                here.fetch_sub(1, Ordering::SeqCst);
            })
        };
        let done = join_all((0..20).map(|_| one())).await;
        assert!(done.iter().all(Result::is_ok));
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_turn_is_not_given_back_by_going_away() {
        let work = HeavyWork::new(NonZeroUsize::MIN);
        let (finish, finished) = mpsc::channel::<()>();
        let mut abandoned = Box::pin(work.run(move || finished.recv()));
        assert!(futures::poll!(&mut abandoned).is_pending());
        drop(abandoned);
        let mut next = Box::pin(work.run(|| "done"));
        assert!(futures::poll!(&mut next).is_pending());
        finish.send(()).unwrap();
        assert_eq!(next.await.unwrap(), "done");
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        let work = HeavyWork::new(NonZeroUsize::MIN);
        assert!(work.run::<()>(|| panic!("a file made to do harm")).await.is_err());
        assert_eq!(work.run(|| 1).await.unwrap(), 1);
    }
}
