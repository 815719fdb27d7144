//! One question to another host. ureq stays behind this file. Without the feature `links` it is not there, and
//! nothing in the program can reach the network.

use super::Manners;
use std::time::Duration;
use ureq::http::header::{RETRY_AFTER, USER_AGENT};
use ureq::{Agent, Error, Proxy, ResponseExt};

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Only for what stands before the page. Some hosts do not answer that.
    Head,
    Get,
}

/// What a host said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Status {
        code: u16,
        /// Where it led in the end, when elsewhere.
        moved_to: Option<String>,
        /// Seconds that the host asks to be left alone.
        wait: Option<u64>,
    },
    /// Nothing that can be understood; in words, with whether another try may help.
    Silence { why: String, may_pass: bool },
}

/// Redirects that are followed, more than browsers meet in earnest.
const REDIRECTS: u32 = 8;
/// Headers larger than this are no answer.
const HEADER_BYTES: usize = 64 * 1024;

/// Asks hosts.
pub struct Fetcher {
    agent: Agent,
}

impl Fetcher {
    pub fn new(manners: &Manners) -> Fetcher {
        let proxy = manners.proxy.as_deref().and_then(|proxy| Proxy::new(proxy).ok());
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            .max_redirects_will_error(true)
            .max_response_header_size(HEADER_BYTES)
            .timeout_global(Some(manners.patience))
            .timeout_connect(Some(manners.patience.min(Duration::from_secs(10))))
            .proxy(proxy)
            // Each host is asked once a second or less: an open line to it would only be in its way.
            .max_idle_connections(0)
            .build()
            .into();
        Fetcher { agent }
    }

    /// Asks once. The page itself is not read, however long it is.
    pub fn ask(&self, url: &str, method: Method) -> Answer {
        let name = concat!("linernotes/", env!("CARGO_PKG_VERSION"), " (checks the links of a fan site)");
        let request = match method {
            Method::Head => self.agent.head(url),
            Method::Get => self.agent.get(url),
        };
        match request.header(USER_AGENT, name).call() {
            Ok(answer) => {
                let wait =
                    answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
                let last = answer.get_uri().to_string();
                let is_same = last.trim_end_matches('/') == url.trim_end_matches('/');
                Answer::Status { code: answer.status().as_u16(), moved_to: (!is_same).then_some(last), wait }
            }
            Err(error) => {
                let (why, may_pass) = reason(&error);
                Answer::Silence { why, may_pass }
            }
        }
    }
}

fn reason(error: &Error) -> (String, bool) {
    match error {
        Error::Timeout(_) => ("it did not answer in time".into(), true),
        Error::HostNotFound => ("there is no host of that name, or no network here".into(), true),
        Error::ConnectionFailed => ("it could not be reached".into(), true),
        Error::Io(error) => (format!("the line broke ({error})"), true),
        Error::TooManyRedirects | Error::RedirectFailed => {
            ("it sends its visitors round in a circle".into(), false)
        }
        Error::LargeResponseHeader(..) => ("what stands before the page is too long".into(), false),
        Error::Tls(_) | Error::Rustls(_) => ("it cannot prove that it is who it says (TLS)".into(), false),
        Error::BadUri(_) | Error::Http(_) => ("the address cannot be asked for".into(), false),
        Error::Protocol(_) => ("its answer cannot be understood".into(), false),
        other => (format!("its answer cannot be used ({other})"), false),
    }
}
