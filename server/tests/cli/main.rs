//! The command line as other programs see it: exit codes, stdout and stderr.

mod files;
mod refusals;
mod support;
