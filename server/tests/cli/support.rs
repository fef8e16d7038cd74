//! The program on a database of its own.

use std::{
    path::PathBuf,
    process::{Command, Output},
};
use tempfile::TempDir;

/// Organisation, status, time, and cells by column.
pub type ResponseLine<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

const RESPONSES: [ResponseLine<'static>; 5] = [
    (
        "0114",
        "approved",
        "2020-02-11T09:30:00Z",
        &[
            ("kontakt_namn", "'=Karin"),
            ("nattillsyn.aldreomsorg", "ja"),
            ("nattillsyn.funktionshinder", "nej"),
            ("etjanster.barn_och_unga/tidsbokning", "1"),
            ("etjanster.barn_och_unga/digital_ansokan", "0"),
            ("etjanster.barn_och_unga/chatt", "0"),
            ("etjanster.barn_och_unga/saker_kommunikation", "0"),
            ("etjanster.barn_och_unga/intresseanmalan", "0"),
            ("etjanster.barn_och_unga/annan", "0"),
            ("etjanster.barn_och_unga/inga", "0"),
            ("hemsjukvard", "ja"),
            ("medicindispensrar", "12"),
        ],
    ),
    ("0115", "declined", "", &[]),
    (
        "0117",
        "submitted",
        "2020-03-02T14:05:12Z",
        &[
            ("kontakt_namn", "\"Åsa \"\"Ö\"\" Ek, chef\""),
            ("nattillsyn.aldreomsorg", "nej"),
            ("nattillsyn.funktionshinder", "#vet_ej"),
            ("hemsjukvard", "ja"),
            ("medicindispensrar", "#uppgift_saknas"),
        ],
    ),
    (
        "0120",
        "returned",
        "2020-03-03T08:00:00Z",
        &[
            ("nattillsyn.aldreomsorg", "#ej_tillampligt"),
            ("etjanster.barn_och_unga/tidsbokning", "#vet_ej"),
            ("hemsjukvard", "nej"),
            ("medicindispensrar", "#ej_stalld"),
        ],
    ),
    ("0123", "in_progress", "", &[("kontakt_namn", "Eva")]),
];

/// A folder with a database in it.
pub struct TestFolder {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct CommandOutput {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl TestFolder {
    /// A folder without a database.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With registers, questionnaires and rounds, and nobody's answers.
    pub fn seeded() -> Self {
        let place = Self::empty();
        place.run(&["seed"]).succeeded();
        place
    }

    /// With the answers of a few kommuner in the round of 2020: several statuses, and every kind of cell.
    pub fn answered() -> Self {
        let place = Self::seeded();
        place.write("responses.csv", &place.file(&RESPONSES));
        place.run(&["responses", "import", "kommun-ehalsa", "2020", "responses.csv"]).succeeded();
        place
    }

    /// A file for the round of 2020. Columns that a row does not name are empty.
    pub fn file(&self, rows: &[ResponseLine<'_>]) -> String {
        let export = self.run(&["responses", "export", "kommun-ehalsa", "2020", "--internal"]).succeeded();
        let header: Vec<&str> = export.split("\r\n").next().unwrap().split(',').collect();
        let mut file = header.join(",") + "\r\n";
        for (organisation, status, submitted_at, cells) in rows {
            let of = |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| *cell);
            let cells: Vec<&str> = header.iter().skip(3).map(of).collect();
            file += &format!("{organisation},{status},{submitted_at},{}\r\n", cells.join(","));
        }
        file
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lagesbild"));
        command.current_dir(self.folder.path()).args(arguments);
        for name in ["DATABASE_URL", "LAGESBILD_PUBLIC_URL", "LAGESBILD_SMTP_URL", "LAGESBILD_LOG", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> CommandOutput {
        self.command(arguments).output().unwrap().into()
    }

    /// The bytes of a command that writes no text.
    pub fn bytes(&self, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl From<Output> for CommandOutput {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl CommandOutput {
    #[track_caller]
    pub fn succeeded(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// Refused with an exit code; what stands on stderr. Nothing has been written as data.
    #[track_caller]
    pub fn refused(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "data on stdout");
        self.err
    }
}
