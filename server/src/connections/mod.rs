//! Connections to the outside: each is closed that keeps silent, and there are never more of them than the program may have
//! open, so that nobody can lock the others out.

mod activity;
mod limits;
#[cfg(test)]
mod tests;

use activity::{Activity, ObservedStream};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    collections::HashMap,
    io::{self, ErrorKind},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::Notify,
};
use tower::ServiceExt;

/// What the database, mail, files and the log need of the files that the program may have open.
const OTHER_FILES: u64 = 64;
/// Where the system allows very few files, pages are still answered, if slowly.
const FEWEST: u64 = 16;

/// How many connections this program may have open at a time.
pub fn most() -> usize {
    #[cfg(unix)]
    let files = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let files = None;
    most_of(files)
}

fn most_of(files: Option<u64>) -> usize {
    let most = files.map_or(u64::MAX, |files| files.saturating_sub(OTHER_FILES).max(FEWEST));
    usize::try_from(most).unwrap_or(usize::MAX)
}

/// Answers whoever connects, until `stop` ends; comes back when the answers that were begun by then are sent.
///
/// # Errors
/// When nobody can be listened to at all.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    most: usize,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let connections = Connections::new(router, most);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_one_connection(&error) => continue,
            Err(error) => {
                // Too many files are open, most often; some will be closed.
                tracing::error!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        // A saved answer is a small packet that somebody waits for.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection stays slow");
        }
        let place = connections.place().await;
        tokio::spawn(connections.clone().answer(stream, address, place));
    }
    drop(listener);
    connections.end().await;
    Ok(())
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// The open connections. Cheap to clone.
#[derive(Clone)]
struct Connections {
    router: Router,
    most: usize,
    open: Arc<Mutex<OpenConnections>>,
    /// Told when one has been closed.
    closed: Arc<Notify>,
    /// Told when the program stops.
    stopping: tokio::sync::watch::Sender<bool>,
}

#[derive(Default)]
struct OpenConnections {
    next: u64,
    all: HashMap<u64, Arc<Activity>>,
}

/// One open connection's place among them. Given back when it goes away.
struct ConnectionSlot {
    connections: Connections,
    number: u64,
    activity: Arc<Activity>,
}

impl Connections {
    fn new(router: Router, most: usize) -> Self {
        let (stopping, _) = tokio::sync::watch::channel(false);
        Self { router, most, open: Arc::default(), closed: Arc::default(), stopping }
    }

    fn open(&self) -> MutexGuard<'_, OpenConnections> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more. Where there is none, the connection that has been idle longest is closed for it.
    async fn place(&self) -> ConnectionSlot {
        loop {
            let closed = self.closed.notified();
            {
                let mut open = self.open();
                if open.all.len() < self.most {
                    let (number, activity) = (open.next, Arc::new(Activity::begin()));
                    open.next += 1;
                    open.all.insert(number, Arc::clone(&activity));
                    return ConnectionSlot { connections: self.clone(), number, activity };
                }
                let staying = open.all.values().filter(|activity| !activity.is_told_to_close());
                if let Some(idle) = staying.min_by_key(|activity| activity.rank()) {
                    idle.close();
                }
            }
            closed.await;
        }
    }

    /// Answers the requests of one connection, until it is closed.
    async fn answer<S>(self, stream: S, address: SocketAddr, place: ConnectionSlot)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let activity = Arc::clone(&place.activity);
        let (router, watched) = (self.router.clone(), Arc::clone(&activity));
        let service = service_fn(move |request: Request<Incoming>| {
            watched.request_begins();
            let (router, watched) = (router.clone(), Arc::clone(&watched));
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(address));
            async move {
                let response = router.oneshot(request).await;
                watched.request_ends();
                response
            }
        });
        // Times out by `Activity`: hyper's own limit for a head counts the time between two requests as well.
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(None::<Duration>);
        let stream = TokioIo::new(ObservedStream::new(stream, Arc::clone(&activity)));
        let connection = http.serve_connection(stream, service);
        tokio::pin!(connection);
        let mut stopping = self.stopping.subscribe();
        let stopped = async {
            // The sender lives as long as this does, so there is always an answer.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        };
        tokio::select! {
            ended = &mut connection => return log(ended),
            () = activity.ends() => return,
            () = stopped => connection.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            ended = connection => log(ended),
            () = activity.ends() => {}
        }
    }

    /// Lets every connection end with the answer that it is about, and waits for that.
    async fn end(&self) {
        self.stopping.send_replace(true);
        loop {
            let closed = self.closed.notified();
            if self.open().all.is_empty() {
                return;
            }
            closed.await;
        }
    }
}

fn log(ended: Result<(), hyper::Error>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.connections.open().all.remove(&self.number);
        // Only `place` or `end` waits, and a connection that is closed before they do is remembered.
        self.connections.closed.notify_one();
    }
}
