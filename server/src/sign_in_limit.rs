//! How often one place may ask for login links. The limit for each address of mail is in `collection`.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
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
const REMEMBERED: usize = 10_000;

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
    /// Whether this place may ask once more.
    pub fn allows(&self, address: IpAddr) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&network(address)).is_ok()
    }
}

/// Where a request comes from. Behind a proxy it is the last address of X-Forwarded-For: that one is the proxy's own
/// word, those before it are the caller's, who may write anything.
pub fn caller(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = || {
        let list = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || extensions.get::<axum::extract::ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if behind_proxy { forwarded().or_else(peer) } else { peer() }
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
            assert!(limit.allows(busy));
        }
        assert!(!limit.allows(busy));
        assert!(!limit.allows(neighbour), "the same subscriber");
        assert!(limit.allows(other));
    }

    #[test]
    fn only_a_proxy_says_who_calls() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "10.9.9.9, 192.0.2.7".parse().unwrap());
        let mut extensions = Extensions::new();
        extensions.insert(axum::extract::ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 5))));
        assert_eq!(caller(&headers, &extensions, true), Some("192.0.2.7".parse().unwrap()));
        assert_eq!(caller(&headers, &extensions, false), Some("127.0.0.1".parse().unwrap()));
        assert_eq!(caller(&HeaderMap::new(), &extensions, true), Some("127.0.0.1".parse().unwrap()));
    }
}
