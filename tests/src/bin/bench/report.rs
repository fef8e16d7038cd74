//! The table: what was measured, beside its limit in the same run.

use std::{fmt::Write as _, fs, path::Path};

/// Whether a figure keeps its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitVerdict {
    /// It does.
    Met,
    /// It does not.
    Missed,
    /// There is no limit: shown to be compared with.
    Shown,
}

/// One figure.
#[derive(Debug)]
pub struct Measurement {
    what: String,
    measured: String,
    limit: String,
    verdict: LimitVerdict,
}

impl Measurement {
    /// A figure with a limit.
    pub fn new(what: &str, measured: String, limit: impl Into<String>, is_met: bool) -> Self {
        let verdict = if is_met { LimitVerdict::Met } else { LimitVerdict::Missed };
        Self { what: what.to_owned(), measured, limit: limit.into(), verdict }
    }

    /// A figure to compare others with.
    pub fn shown(what: &str, measured: String) -> Self {
        Self { what: what.to_owned(), measured, limit: String::new(), verdict: LimitVerdict::Shown }
    }

    /// At least so many a second.
    pub fn at_least(what: &str, a_second: f64, limit: f64) -> Self {
        Self::new(what, rate(a_second), format!("at least {}", rate(limit)), a_second >= limit)
    }

    /// Under so many milliseconds.
    pub fn under_ms(what: &str, ms: f64, limit: f64) -> Self {
        Self::new(what, milliseconds(ms), format!("under {}", milliseconds(limit)), ms < limit)
    }

    fn row(&self) -> String {
        let verdict = match self.verdict {
            LimitVerdict::Met => "yes",
            LimitVerdict::Missed => "**no**",
            LimitVerdict::Shown => "",
        };
        format!("| {} | {} | {} | {verdict} |", self.what, self.measured, self.limit)
    }
}

/// `1,234/s`.
pub fn rate(a_second: f64) -> String {
    format!("{}/s", grouped(a_second))
}

/// `12.3 ms`; whole from a hundred on.
pub fn milliseconds(ms: f64) -> String {
    if ms < 100.0 { format!("{ms:.1} ms") } else { format!("{} ms", grouped(ms)) }
}

/// `12.3 kB`, of a thousand bytes.
pub fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

/// A whole number with its thousands apart.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What every figure was measured on and when, as a line above the table.
pub fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches(['\t', ' ', ':']);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    let now = time::OffsetDateTime::now_utc();
    format!(
        "{cores} cores, {model}; {} {:02}:{:02} UTC; load before the run {load} (the server, the database and what \
         asks them share these cores)",
        now.date(),
        now.hour(),
        now.minute()
    )
}

/// Writes the table to stdout and beside the program.
pub fn write(machine: &str, figures: &[Measurement], notes: &[String], file: &Path) {
    let mut text = format!("{machine}\n\n| what | measured | limit | met |\n|---|---|---|---|\n");
    for figure in figures {
        writeln!(text, "{}", figure.row()).expect("a string takes text");
    }
    for note in notes {
        write!(text, "\n{note}\n").expect("a string takes text");
    }
    print!("{text}");
    fs::write(file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}
