//! A PostgreSQL server of the test's own, in a temporary directory, reached by a socket in it.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Reached by its socket alone, and as quick as a server may be whose data nobody misses.
const SETTINGS: [&str; 7] = [
    "listen_addresses=",
    "max_connections=64",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
];

/// A running server. Stopped when it goes away, and when the thread ends that started it, however it ends.
pub struct Server {
    pub folder: TempDir,
    binaries: PathBuf,
    owner: Option<(u32, u32)>,
    process: Child,
}

impl Server {
    /// Starts a server with a new data directory.
    pub fn start() -> Self {
        let folder = folder();
        let made = as_owner(&binaries().join("initdb"), owner())
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(data(&folder))
            // Small files, for a data directory that is copied.
            .arg("--wal-segsize=1")
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        Self::run(folder)
    }

    /// Starts a server with the data directory of a folder.
    pub fn run(folder: TempDir) -> Self {
        let (binaries, owner) = (binaries(), owner());
        let log = fs::File::create(folder.path().join("log")).unwrap();
        // A test that is killed stops no server, so the system does.
        let process = as_owner(Path::new("setpriv"), owner)
            .args(["--pdeathsig", "QUIT"])
            .arg(binaries.join("postgres"))
            .arg("-D")
            .arg(data(&folder))
            .arg("-k")
            .arg(folder.path())
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .stderr(log.try_clone().unwrap())
            .stdout(log)
            .spawn()
            .unwrap();
        let mut server = Self { folder, binaries, owner, process };
        server.wait_until_it_answers();
        server
    }

    fn wait_until_it_answers(&mut self) {
        let began = Instant::now();
        while !self.tool("pg_isready", &[]).status().unwrap().success() {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(self.process.try_wait().unwrap().is_none(), "PostgreSQL ended:\n{}", log());
            assert!(began.elapsed() < Duration::from_secs(60), "PostgreSQL does not answer:\n{}", log());
        }
    }

    /// The address of a new, empty database.
    pub fn create(&self, name: &str) -> String {
        let made = self.tool("createdb", &["-T", "template0", name]).output().unwrap();
        assert!(made.status.success(), "createdb: {}", String::from_utf8_lossy(&made.stderr));
        self.url(name)
    }

    /// The address of a database.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://postgres@localhost/{name}?host={}", self.folder.path().display())
    }

    /// Stops the server: `fast` writes everything down, `immediate` nothing.
    pub fn stop(&mut self, how: &str) {
        if matches!(self.process.try_wait(), Ok(Some(_))) {
            return;
        }
        let stopped = as_owner(&self.binaries.join("pg_ctl"), self.owner)
            .args(["stop", "-m", how, "-W", "-D"])
            .arg(data(&self.folder))
            .stdout(Stdio::null())
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }

    /// A command of PostgreSQL's for this server.
    pub fn tool(&self, name: &str, arguments: &[&str]) -> Command {
        let mut command = as_owner(&self.binaries.join(name), self.owner);
        command.arg("-h").arg(self.folder.path()).args(["-U", "postgres"]).args(arguments).stdout(Stdio::null());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop("immediate");
    }
}

/// A temporary directory in which PostgreSQL may write.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some((user, group)) = owner() {
        chown(folder.path(), Some(user), Some(group)).unwrap();
    }
    folder
}

/// The data directory in a server's folder.
pub fn data(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}

/// The newest PostgreSQL of this machine.
pub fn binaries() -> PathBuf {
    let versions =
        fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is not installed; run apt install postgresql");
    let mut versions: Vec<PathBuf> = versions.map(|version| version.unwrap().path().join("bin")).collect();
    versions.retain(|version| version.join("postgres").exists());
    versions.sort();
    versions.pop().expect("PostgreSQL is not installed; run apt install postgresql")
}

/// PostgreSQL refuses to run as root, so root runs it as its own user.
fn owner() -> Option<(u32, u32)> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata) == 0);
    if !is_root {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let user = users.lines().find(|line| line.starts_with("postgres:")).expect("there is no user postgres");
    let mut ids = user.split(':').skip(2).map(|id| id.parse().unwrap());
    Some((ids.next().unwrap(), ids.next().unwrap()))
}

fn as_owner(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/").stdin(Stdio::null());
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}
