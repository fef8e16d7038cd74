//! The program under test, started as people start it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

/// How long the program may take for what it says in its log.
const PATIENCE: Duration = Duration::from_secs(60);

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
    server: ServerProcess,
    /// Where it is reached: `http://127.0.0.1:PORT`.
    pub url: String,
    database: String,
    port: u16,
    file: PathBuf,
    _folder: TempDir,
}

impl Program {
    /// A copy of the seeded demo database, served on a free port.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        copy_of_demo(folder.path());
        let database = sqlite(&folder.path().join("lagesbild.db"));
        Self::serving(database, folder)
    }

    /// Two nodes on one empty database, which gets the demo.
    pub fn nodes(database: &str) -> [Self; 2] {
        let output = command(database, 0).args(["seed", "--demo"]).output().expect("seeding runs");
        assert!(output.status.success(), "seed --demo: {}", String::from_utf8_lossy(&output.stderr));
        [(); 2].map(|()| Self::serving(database.to_owned(), tempfile::tempdir().expect("a folder")))
    }

    fn serving(database: String, folder: TempDir) -> Self {
        let port = free_port();
        let server = ServerProcess::begin(&database, port);
        let file = folder.path().join("lagesbild.db");
        Self { server, url: format!("http://127.0.0.1:{port}"), database, port, file, _folder: folder }
    }

    /// Runs a command of the program on the same database.
    pub fn run(&self, arguments: &[&str]) -> Output {
        command(&self.database, self.port).args(arguments).output().expect("the program runs")
    }

    /// Runs a command that has to succeed, and gives what it writes to stdout.
    pub fn output(&self, arguments: &[&str]) -> Vec<u8> {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// A fresh login link for a person of the demo.
    pub fn login_link(&self, person: &str) -> String {
        self.login_link_of(&address(person))
    }

    /// A fresh login link for an address.
    pub fn login_link_of(&self, email: &str) -> String {
        let link = self.output(&["login-link", email]);
        String::from_utf8(link).expect("a link is text").trim().to_owned()
    }

    /// The next line of the log with these words in it; waits for it.
    pub fn logged(&self, words: &str) -> String {
        self.server.logged(words)
    }

    /// The year of the open round, which follows the day of seeding.
    pub fn year(&self) -> i32 {
        time::OffsetDateTime::now_utc().year()
    }

    /// Lets every session end in so many seconds, as if it had not been used for long.
    pub fn sessions_end_in(&self, seconds: i64) {
        const DAY: i64 = 24 * 3600;
        let ends = time::OffsetDateTime::now_utc().unix_timestamp() + seconds;
        let sql = "UPDATE sessions SET expires_at = ?1, data = json_set(data, '$.seen', ?2)";
        let changed = self.sql().execute(sql, [ends, ends - DAY]).expect("sessions can be changed");
        assert!(changed > 0, "nobody is signed in");
    }

    /// In how many seconds the session ends that lasts longest.
    pub fn session_ends_in(&self) -> i64 {
        let sql = "SELECT max(expires_at) FROM sessions";
        let ends: i64 = self.sql().query_row(sql, [], |row| row.get(0)).expect("somebody is signed in");
        ends - time::OffsetDateTime::now_utc().unix_timestamp()
    }

    fn sql(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(&self.file).expect("the database opens");
        connection.busy_timeout(PATIENCE).expect("a database that is busy is waited for");
        connection
    }

    /// Ends the program at once, as a power cut would.
    pub fn kill(&mut self) {
        self.server.kill();
    }

    /// Starts it again on the same database and port.
    pub fn restart(&mut self) {
        self.server = ServerProcess::begin(&self.database, self.port);
    }
}

/// The address of a person of the demo.
pub fn address(person: &str) -> String {
    format!("{person}@lagesbild.example")
}

/// A serving program and its log.
struct ServerProcess {
    child: Child,
    log: Receiver<String>,
}

impl ServerProcess {
    /// Starts to serve; comes back when requests are taken.
    fn begin(database: &str, port: u16) -> Self {
        let mut child = command(database, port)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env("NO_COLOR", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("stderr is piped")).lines();
        let (sender, log) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                eprintln!("| {line}");
                // A test that is over hears nothing more.
                let _ = sender.send(line);
            }
        });
        let serving = Self { child, log };
        // Said when the port is open.
        serving.logged("Lägesbild: http://127.0.0.1");
        serving
    }

    fn logged(&self, words: &str) -> String {
        loop {
            match self.log.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(error) => panic!("the program never said `{words}`: {error}"),
            }
        }
    }

    fn kill(&mut self) {
        self.child.kill().expect("the program can be killed");
        self.child.wait().expect("the program ends");
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Nothing to do about a server that is already gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address of a database that is a file.
fn sqlite(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

fn command(database: &str, port: u16) -> Command {
    let mut command = Command::new(binary());
    command
        .env("DATABASE_URL", database)
        .env("LAGESBILD_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        .env_remove("LAGESBILD_SMTP_URL")
        .env_remove("LAGESBILD_LOG");
    command
}

/// A port that nobody listens on at this moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// Copies the demo database, which is seeded once a day for all tests of this build: seeding is the slow part of
/// starting. A database of SQLite is a file and its log.
fn copy_of_demo(to: &Path) {
    let folder = binary().with_file_name("demo-databases");
    fs::create_dir_all(&folder).expect("a folder for the demo database");
    // Tests run side by side: one seeds, the others wait for it.
    let lock = File::create(folder.join("lock")).expect("a lock file");
    lock.lock().expect("a lock");
    let built = fs::metadata(binary()).and_then(|program| program.modified()).expect("the program has an age");
    let stamp = built.duration_since(UNIX_EPOCH).expect("a time after 1970").as_nanos();
    let today = SystemTime::now().duration_since(UNIX_EPOCH).expect("now").as_secs() / 86_400;
    let seeded = folder.join(format!("{stamp}-{today}"));
    if !seeded.exists() {
        // Those of earlier builds and days are of no more use.
        for old in entries(&folder).into_iter().filter(|old| old.is_dir()) {
            fs::remove_dir_all(old).expect("an old database can be removed");
        }
        let making = tempfile::tempdir_in(&folder).expect("a folder to seed in");
        let output = command(&sqlite(&making.path().join("lagesbild.db")), 0).args(["seed", "--demo"]).output();
        let output = output.expect("seeding runs");
        assert!(output.status.success(), "seed --demo: {}", String::from_utf8_lossy(&output.stderr));
        fs::rename(making.keep(), &seeded).expect("the demo database can be kept");
    }
    for file in entries(&seeded) {
        fs::copy(&file, to.join(file.file_name().expect("a file has a name"))).expect("a copy of the demo database");
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("an entry").path()).collect()
}
