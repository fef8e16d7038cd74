//! What is counted for those who run the service: `GET /metrics`.

use http::{Method, StatusCode};
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};
use std::{fmt, time::Duration};

/// The counters of one serving site.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    saves: Counter,
    submissions: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    status: u16,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("lagesbild");
        let requests = Family::<RequestLabels, Counter>::default();
        let seconds = Histogram::new([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]);
        let saves = Counter::default();
        let submissions = Counter::default();
        registry.register("requests", "Answered requests", requests.clone());
        registry.register_with_unit("request_duration", "Time to the first byte", Unit::Seconds, seconds.clone());
        registry.register("saves", "Saves of answers that were acknowledged", saves.clone());
        registry.register("submissions", "Responses that were submitted", submissions.clone());
        Self { registry, requests, seconds, saves, submissions }
    }
}

impl Metrics {
    /// A request was answered.
    pub fn request(&self, method: &Method, status: StatusCode, took: Duration) {
        // Callers may invent methods; each label is a series that is kept.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            _ => "other",
        };
        self.requests.get_or_create(&RequestLabels { method, status: status.as_u16() }).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Answers were saved.
    pub fn save(&self) {
        self.saves.inc();
    }

    /// A response was submitted.
    pub fn submission(&self) {
        self.submissions.inc();
    }

    /// The figures as Prometheus reads them.
    ///
    /// # Errors
    /// Never, as text grows without limit.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut written = String::new();
        text::encode(&mut written, &self.registry)?;
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_method_and_status() {
        let metrics = Metrics::default();
        metrics.request(&Method::GET, StatusCode::OK, Duration::from_millis(3));
        metrics.request(&Method::GET, StatusCode::OK, Duration::from_millis(30));
        metrics.request(&Method::from_bytes(b"BREW").unwrap(), StatusCode::METHOD_NOT_ALLOWED, Duration::ZERO);
        metrics.save();
        let text = metrics.text().unwrap();
        for line in [
            r#"lagesbild_requests_total{method="GET",status="200"} 2"#,
            r#"lagesbild_requests_total{method="other",status="405"} 1"#,
            r#"lagesbild_request_duration_seconds_bucket{le="0.005"} 2"#,
            "lagesbild_saves_total 1",
            "lagesbild_submissions_total 0",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} in\n{text}");
        }
    }
}
