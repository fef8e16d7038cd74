//! The program in release, serving a seeded database, as a process of its own.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tests::program::binary;

/// How long starting may take before it is called failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A database with the demo, in a folder of its own on the disk of the build: what is in memory has nothing to wait for.
pub fn seeded(folder: &Path) -> PathBuf {
    let database = folder.join("demo.db");
    let output = command(&database).args(["seed", "--demo"]).output().expect("the program runs");
    assert!(output.status.success(), "seed --demo: {}", String::from_utf8_lossy(&output.stderr));
    database
}

/// A copy of a database that nobody has open.
pub fn copy(database: &Path, name: &str) -> PathBuf {
    let copied = database.with_file_name(name);
    fs::copy(database, &copied).expect("a copy of the database");
    copied
}

/// A serving program. Ends when it is dropped.
pub struct BenchServer {
    child: Child,
    database: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took from being started to being ready.
    pub start: Duration,
}

impl BenchServer {
    /// Starts to serve a database; comes back when it says that it is ready.
    pub fn begin(database: &Path) -> Self {
        let address = free_address();
        let started = Instant::now();
        let child = command(database)
            .args(["serve", "--listen", &address.to_string()])
            .env("LAGESBILD_PUBLIC_URL", format!("http://{address}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        while !is_ready(address) {
            assert!(started.elapsed() < PATIENCE, "the program was not ready in time");
            // Not at full speed: the program needs the processor.
            std::thread::park_timeout(Duration::from_millis(1));
        }
        Self { child, database: database.to_owned(), address, start: started.elapsed() }
    }

    /// How much memory it holds, in bytes.
    pub fn resident(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = resident.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
        kilobytes.expect("Linux says how much memory a process holds") * 1024
    }

    /// Runs a command of the program on the same database.
    pub fn run(&self, arguments: &[&str]) -> Output {
        command(&self.database).args(arguments).output().expect("the program runs")
    }
}

impl Drop for BenchServer {
    fn drop(&mut self) {
        // Nothing to do about a server that is already gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program on a database, with nothing of the surroundings.
fn command(database: &Path) -> Command {
    let mut command = Command::new(binary());
    command
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .env_remove("LAGESBILD_PUBLIC_URL")
        .env_remove("LAGESBILD_SMTP_URL")
        .env_remove("LAGESBILD_LOG");
    command
}

/// A port that nobody listens on at this moment.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address")
}

/// Whether `/readyz` answers 200.
fn is_ready(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
