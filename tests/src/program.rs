//! The program under test, started as people start it.

use std::{
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The built program: what `LAGESBILD_BIN` names, or the one beside the test binary.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("LAGESBILD_BIN") {
        return PathBuf::from(path);
    }
    let mut folder = std::env::current_exe().expect("a test binary has a path");
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let path = folder.join("lagesbild");
    assert!(path.exists(), "{} is missing: build it with `cargo build -p lagesbild`", path.display());
    path
}

/// A database of its own with the demo in it, and the program serving it.
pub struct Program {
    server: Child,
    /// Where it is reached: `http://127.0.0.1:PORT`.
    pub url: String,
    database: PathBuf,
    port: u16,
    _folder: TempDir,
}

impl Program {
    /// A copy of the seeded demo database, served on a free port.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let database = folder.path().join("lagesbild.db");
        std::fs::copy(demo_database(), &database).expect("a copy of the demo database");
        let port = free_port();
        let server = serve(&database, port);
        let mut program = Self { server, url: format!("http://127.0.0.1:{port}"), database, port, _folder: folder };
        program.wait_until_ready();
        program
    }

    /// Runs a command of the program on the same database.
    pub fn run(&self, arguments: &[&str]) -> Output {
        command(&self.database, self.port).args(arguments).output().expect("the program runs")
    }

    /// A fresh login link for a person of the demo.
    pub fn login_link(&self, person: &str) -> String {
        let output = self.run(&["login-link", &format!("{person}@lagesbild.example")]);
        assert!(output.status.success(), "login-link: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("a link is text").trim().to_owned()
    }

    /// Ends the program at once, as a power cut would.
    pub fn kill(&mut self) {
        self.server.kill().expect("the program can be killed");
        self.server.wait().expect("the program ends");
    }

    /// Starts it again on the same database and port.
    pub fn restart(&mut self) {
        self.server = serve(&self.database, self.port);
        self.wait_until_ready();
    }

    fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if let Some(status) = self.server.try_wait().expect("the program can be asked") {
                panic!("the program ended with {status} before it was ready");
            }
            assert!(Instant::now() < deadline, "the program is not ready after 30 seconds");
            std::thread::yield_now();
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nothing to do about a server that is already gone.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn command(database: &Path, port: u16) -> Command {
    let mut command = Command::new(binary());
    command
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .env("LAGESBILD_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        .env_remove("LAGESBILD_SMTP_URL");
    command
}

fn serve(database: &Path, port: u16) -> Child {
    command(database, port)
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program starts")
}

/// A port that nobody listens on at this moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The demo database, seeded once a day for all tests of this build: seeding is the slow part of starting.
fn demo_database() -> PathBuf {
    let built = std::fs::metadata(binary()).and_then(|program| program.modified()).expect("the program has an age");
    let stamp = built.duration_since(std::time::UNIX_EPOCH).expect("a time after 1970").as_nanos();
    let today = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("now").as_secs() / 86_400;
    let folder = binary().with_file_name("demo-databases");
    std::fs::create_dir_all(&folder).expect("a folder for the demo database");
    let path = folder.join(format!("{stamp}-{today}.db"));
    if path.exists() {
        return path;
    }
    let making = tempfile::Builder::new().suffix(".db").tempfile_in(&folder).expect("a file to seed");
    let output = command(making.path(), 0).args(["seed", "--demo"]).output().expect("seeding runs");
    assert!(output.status.success(), "seed --demo: {}", String::from_utf8_lossy(&output.stderr));
    match making.persist_noclobber(&path) {
        Ok(_) => path,
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => path,
        Err(error) => panic!("the demo database cannot be kept: {error}"),
    }
}
