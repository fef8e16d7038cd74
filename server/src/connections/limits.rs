//! Time limits of a silent connection.

use std::time::Duration;

/// How long a request's head may take: from the connection, or from its first byte on one that has been used.
pub const HEAD: Duration = Duration::from_secs(10);
/// How long nothing may move on a connection that is between two requests, or whose answer is not taken.
pub const IDLE: Duration = Duration::from_secs(60);
