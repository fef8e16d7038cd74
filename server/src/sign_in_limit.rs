//! How often one place may ask for login links. The limit for each address of mail is in `collection`.

use axum::extract::ConnectInfo;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use http::{Extensions, HeaderMap};
use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    time::Duration,
};

/// A whole kommun may stand behind one address: this many at once,
const BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// and then one in each of these.
const PERIOD: Duration = Duration::from_secs(10);
/// More places than this are forgotten when they have been quiet.
const MOST_TRACKED: usize = 10_000;

/// Counts who asks.
#[derive(Debug)]
pub struct SignInLimit(DefaultKeyedRateLimiter<IpAddr>);

impl Default for SignInLimit {
    fn default() -> Self {
        let quota = Quota::with_period(PERIOD).unwrap_or(Quota::per_minute(BURST)).allow_burst(BURST);
        Self(RateLimiter::keyed(quota))
    }
}

impl SignInLimit {
    /// Counts one more request from this place.
    ///
    /// # Errors
    /// When there have been too many: how long it must wait.
    pub fn ask(&self, address: IpAddr) -> Result<(), Duration> {
        if self.0.len() > MOST_TRACKED {
            self.0.retain_recent();
        }
        self.0.check_key(&network(address)).map_err(|early| early.wait_time_from(DefaultClock::default().now()))
    }
}

/// Where a request comes from. Behind a proxy it is the last address of X-Forwarded-For: that one is the proxy's own
/// word, those before it are the caller's, who may write anything.
pub fn caller(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = || {
        let list = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        forwarded_address(list.rsplit(',').next()?)
    };
    if behind_proxy { forwarded().or_else(|| peer(extensions)) } else { peer(extensions) }
}

/// Where the connection itself comes from.
pub fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let alone = || text.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    alone().or_else(with_port).or_else(in_brackets)
}

/// One subscriber has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_stopped_and_others_are_not() {
        let limit = SignInLimit::default();
        let busy: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour = "2001:db8::2".parse().unwrap();
        let other = "2001:db8:0:1::1".parse().unwrap();
        for _ in 0..BURST.get() {
            assert_eq!(limit.ask(busy), Ok(()));
        }
        let wait = limit.ask(busy).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= PERIOD, "{wait:?}");
        assert!(limit.ask(neighbour).is_err(), "the same subscriber");
        assert_eq!(limit.ask(other), Ok(()));
    }

    #[test]
    fn only_a_proxy_says_who_calls() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "10.9.9.9, 192.0.2.7".parse().unwrap());
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 5))));
        assert_eq!(caller(&headers, &extensions, true), Some("192.0.2.7".parse().unwrap()));
        assert_eq!(caller(&headers, &extensions, false), Some("127.0.0.1".parse().unwrap()));
        assert_eq!(caller(&HeaderMap::new(), &extensions, true), Some("127.0.0.1".parse().unwrap()));
        for (written, address) in [
            ("192.0.2.7:51234", "192.0.2.7"),
            ("10.9.9.9, 192.0.2.7:1", "192.0.2.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            // What no proxy writes is not taken for an address.
            ("unknown", "127.0.0.1"),
            ("192.0.2.7:port", "127.0.0.1"),
        ] {
            headers.insert("x-forwarded-for", written.parse().unwrap());
            assert_eq!(caller(&headers, &extensions, true), Some(address.parse().unwrap()), "{written}");
        }
    }
}
