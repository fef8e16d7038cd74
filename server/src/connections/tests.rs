use super::*;
use axum::{body::Bytes, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    net::TcpStream,
    task::JoinHandle,
    time::{Instant, interval, sleep},
};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const LARGE: usize = 1024 * 1024;

fn site() -> Router {
    // A message every fifteen seconds, as an open page gets them.
    async fn messages() -> Body {
        let beats = futures::stream::unfold(interval(Duration::from_secs(15)), async |mut beats| {
            beats.tick().await;
            Some((Ok::<_, io::Error>(Bytes::from_static(b":\n\n")), beats))
        });
        Body::from_stream(beats)
    }
    Router::new()
        .route("/", get(|| async { "ok" }))
        .route("/messages", get(messages))
        .route("/large", get(|| async { vec![b'a'; LARGE] }))
}

/// A connection in memory, whose time is the test's.
async fn connect() -> (DuplexStream, Connections) {
    let connections = Connections::new(site(), 8);
    let (client, server) = tokio::io::duplex(1024);
    let place = connections.place().await;
    tokio::spawn(connections.clone().answer(server, SocketAddr::from(([127, 0, 0, 1], 1)), place));
    (client, connections)
}

/// Reads an answer whose body is "ok".
async fn read_ok(client: &mut (impl AsyncRead + Unpin)) -> String {
    let mut answer = String::new();
    while !answer.ends_with("\r\n\r\nok") {
        let mut byte = [0];
        assert_eq!(client.read(&mut byte).await.unwrap(), 1, "closed after {answer}");
        answer.push(char::from(byte[0]));
    }
    answer
}

/// Waits until the other side closes.
async fn closed(client: &mut (impl AsyncRead + Unpin)) {
    let mut rest = Vec::new();
    // A connection that is cut off in an answer is closed too.
    let _ = client.read_to_end(&mut rest).await;
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_is_closed_after_ten_seconds() {
    let (mut client, _) = connect().await;
    let begun = Instant::now();
    closed(&mut client).await;
    assert_eq!(begun.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_head_that_trickles_is_given_ten_seconds_in_all() {
    for used in [false, true] {
        let (mut client, _) = connect().await;
        if used {
            client.write_all(REQUEST).await.unwrap();
            read_ok(&mut client).await;
            sleep(Duration::from_secs(30)).await;
        }
        let begun = Instant::now();
        let (mut read, mut write) = tokio::io::split(client);
        let trickling = tokio::spawn(async move {
            for byte in REQUEST {
                if write.write_all(&[*byte]).await.is_err() {
                    return;
                }
                sleep(Duration::from_secs(1)).await;
            }
        });
        closed(&mut read).await;
        assert_eq!(begun.elapsed().as_secs(), 10, "used before: {used}");
        trickling.abort();
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_kept_for_a_minute_between_requests() {
    let (mut client, _) = connect().await;
    for _ in 0..3 {
        client.write_all(REQUEST).await.unwrap();
        read_ok(&mut client).await;
        sleep(Duration::from_secs(59)).await;
    }
    client.write_all(REQUEST).await.unwrap();
    read_ok(&mut client).await;
    let begun = Instant::now();
    closed(&mut client).await;
    assert_eq!(begun.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn an_open_page_is_fed_for_hours() {
    let (mut client, connections) = connect().await;
    client.write_all(b"GET /messages HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let begun = Instant::now();
    let mut read = [0; 64];
    while begun.elapsed() < Duration::from_secs(2 * 3600) {
        assert!(client.read(&mut read).await.unwrap() > 0);
    }
    assert_eq!(connections.open().all.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_takes_is_given_up_after_a_minute() {
    let (mut client, connections) = connect().await;
    client.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let begun = Instant::now();
    connections.closed.notified().await;
    assert_eq!(begun.elapsed().as_secs(), 60);
    assert!(connections.open().all.is_empty());
    let mut read = Vec::new();
    let _ = client.read_to_end(&mut read).await;
    assert!(read.len() < LARGE);
}

/// A server with room for so many connections.
async fn server(most: usize) -> (SocketAddr, tokio::sync::oneshot::Sender<()>, JoinHandle<io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let stopped = async move {
        let _ = stopped.await;
    };
    (address, stop, tokio::spawn(serve(listener, site(), most, stopped)))
}

async fn ask(client: &mut TcpStream) -> String {
    client.write_all(REQUEST).await.unwrap();
    read_ok(client).await
}

#[tokio::test]
async fn the_longest_idle_connection_makes_room_for_another() {
    let (address, _stop, _server) = server(3).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = TcpStream::connect(address).await.unwrap();
        ask(&mut client).await;
        clients.push(client);
    }
    // Now the second is the one that has been idle longest.
    ask(&mut clients[0]).await;
    let mut another = TcpStream::connect(address).await.unwrap();
    ask(&mut another).await;
    closed(&mut clients[1]).await;
    for client in [0, 2] {
        ask(&mut clients[client]).await;
    }
    ask(&mut another).await;
}

#[tokio::test]
async fn a_crowd_that_says_nothing_locks_nobody_out() {
    let (address, _stop, _server) = server(8).await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    let mut client = TcpStream::connect(address).await.unwrap();
    assert!(ask(&mut client).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn who_is_being_answered_is_answered_before_the_program_stops() {
    let (address, stop, server) = server(8).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    ask(&mut idle).await;
    let mut busy = TcpStream::connect(address).await.unwrap();
    busy.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut first = [0];
    busy.read_exact(&mut first).await.unwrap();
    stop.send(()).unwrap();
    closed(&mut idle).await;
    let mut answer = Vec::new();
    busy.read_to_end(&mut answer).await.unwrap();
    assert!(answer.len() > LARGE);
    server.await.unwrap().unwrap();
}

#[test]
fn there_are_as_many_connections_as_files_less_those_for_other_things() {
    assert_eq!(most_of(Some(256)), 192);
    assert_eq!(most_of(Some(1024)), 960);
    assert_eq!(most_of(Some(70)), 16, "a few are answered anyway");
    assert_eq!(most_of(None), usize::MAX);
}
