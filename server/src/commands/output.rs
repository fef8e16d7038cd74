//! Data on stdout.

use super::CommandFailure;
use std::{
    fs::File,
    io::{self, IsTerminal, Write},
};

/// Writes text or a whole file.
pub fn write(data: impl AsRef<[u8]>) -> Result<(), CommandFailure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(data.as_ref())?;
    stdout.flush()?;
    Ok(())
}

/// Writes a workbook.
pub fn write_xlsx(mut workbook: File) -> Result<(), CommandFailure> {
    let mut stdout = io::stdout().lock();
    io::copy(&mut workbook, &mut stdout)?;
    stdout.flush()?;
    Ok(())
}

/// A workbook or a paper is no text: refuses to write one to a terminal.
pub fn refuse_terminal() -> Result<(), CommandFailure> {
    if io::stdout().is_terminal() {
        return Err(CommandFailure::Usage("this file is not text; write it to a file: … > FILE".into()));
    }
    Ok(())
}
