//! The server: connections in, answers out. hyper and tokio stay behind this file; what is said is decided in
//! `answer.rs`.
//!
//! One thread does all of it but the answers, which may wait for the engine to make a page, and have a few of their own.

use super::answer::{Answer, Body, answer};
use super::live::Tab;
use super::preview::Preview;
use super::request::Request;
use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{Sleep, sleep};

/// How many connections may be open; one more is told to come back.
pub const CONNECTIONS: usize = 256;
/// How large the head of a request may be.
pub const HEAD_BYTES: usize = 16 * 1024;
/// How long a request may take to arrive.
pub const REQUEST_TIME: Duration = Duration::from_secs(10);
/// How long a browser may take nothing of what it is sent.
pub const STALL_TIME: Duration = Duration::from_secs(10);
/// How many messages may wait for a browser.
const MESSAGES: usize = 32;
/// Answers that are worked out at one time.
const ANSWER_THREADS: usize = 4;

/// How a server ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody wished it.
    Asked,
    /// Whoever keeps the site up to date is gone, which only a fault of ours can be.
    Abandoned,
}

/// Lets the requests in that wait until there is something to show. Dropping it ends the server.
pub struct Door(watch::Sender<bool>);

impl Door {
    pub fn open(&self) {
        self.0.send_replace(true);
    }
}

struct Shared {
    preview: Arc<Preview>,
    open: watch::Receiver<bool>,
    places: Arc<Semaphore>,
}

/// Serves until it is ended by Ctrl-C or SIGTERM. `begin` is called when it listens to these
/// and to connections.
pub fn serve(
    listeners: Vec<std::net::TcpListener>,
    preview: Arc<Preview>,
    begin: impl FnOnce(Door) -> io::Result<()>,
) -> io::Result<End> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(ANSWER_THREADS).build()?;
    let (door, open) = watch::channel(false);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let shared = Arc::new(Shared { preview, open: open.clone(), places });
    let end = runtime.block_on(async {
        let (ended, mut end) = mpsc::channel(1);
        listen_for_end(&ended, open)?;
        for listener in listeners {
            listener.set_nonblocking(true)?;
            tokio::spawn(accept(TcpListener::from_std(listener)?, shared.clone()));
        }
        begin(Door(door))?;
        Ok(end.recv().await.unwrap_or(End::Abandoned))
    });
    // An answer that is being made is of use to nobody.
    runtime.shutdown_background();
    end
}

fn listen_for_end(ended: &mpsc::Sender<End>, mut open: watch::Receiver<bool>) -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
            let (mut signals, ended) = (signal(kind)?, ended.clone());
            tokio::spawn(async move {
                signals.recv().await;
                let _ = ended.send(End::Asked).await;
            });
        }
    }
    #[cfg(not(unix))]
    {
        let ended = ended.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                let _ = ended.send(End::Asked).await;
            }
        });
    }
    let ended = ended.clone();
    tokio::spawn(async move {
        while open.changed().await.is_ok() {}
        let _ = ended.send(End::Abandoned).await;
    });
    Ok(())
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Too many open files, say: others must close first.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        match shared.places.clone().try_acquire_owned() {
            Ok(place) => {
                let shared = shared.clone();
                tokio::spawn(async move {
                    connection(stream, peer, shared).await;
                    drop(place);
                });
            }
            Err(_) => {
                // A few bytes always fit into a fresh connection.
                let _ = stream.writable().await;
                let _ = stream.try_write(
                    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                );
            }
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, shared: Arc<Shared>) {
    let Ok(here) = stream.local_addr() else { return };
    // A message is small, and must not wait for another.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(request, here, peer, shared.clone()));
    // How a connection ends is nobody's concern.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_TIME)
        .max_header_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Patient { stream, stall: None }), service)
        .await;
}

async fn respond(
    request: hyper::Request<Incoming>,
    here: SocketAddr,
    peer: SocketAddr,
    shared: Arc<Shared>,
) -> Result<hyper::Response<Sent>, Infallible> {
    let request = read(&request, here, peer);
    let _ = shared.open.clone().wait_for(|is_open| *is_open).await;
    let work = tokio::task::spawn_blocking(move || {
        let Answer { status, headers, body } = answer(&shared.preview, &request);
        let body = match body {
            Body::Bytes(bytes, range) => Sent::Bytes(Bytes::from_owner(bytes).slice(range)),
            Body::Events(tab) => Sent::Events(Events::join(tab, &shared.preview)),
        };
        let mut response = hyper::Response::new(body);
        *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap_or_default();
        for (name, value) in headers {
            // A name of a file may have what no header may.
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(HeaderName::from_static(name), value);
            }
        }
        response
    });
    Ok(work.await.unwrap_or_else(|_| {
        let mut response = hyper::Response::new(Sent::Bytes(Bytes::new()));
        *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        response
    }))
}

fn read(request: &hyper::Request<Incoming>, here: SocketAddr, peer: SocketAddr) -> Request {
    let text = |name: HeaderName| {
        let mut values = request.headers().get_all(name).iter();
        let value = values.next().and_then(|value| value.to_str().ok()).map(str::to_string);
        // Of two that differ nobody knows which one another reader took.
        value.filter(|_| values.next().is_none())
    };
    // The whole address in the first line goes before the header (RFC 9112 §3.2.2).
    let authority = request.uri().authority().map(|authority| authority.to_string());
    Request {
        method: request.method().to_string(),
        path: request.uri().path().to_string(),
        query: request.uri().query().map(str::to_string),
        host: authority.or_else(|| text(header::HOST)),
        origin: text(header::ORIGIN),
        fetch_site: text(HeaderName::from_static("sec-fetch-site")),
        range: text(header::RANGE),
        if_range: text(header::IF_RANGE),
        if_none_match: text(header::IF_NONE_MATCH),
        is_worker: text(HeaderName::from_static("service-worker")).is_some_and(|value| value == "script"),
        here: here.ip(),
        is_near: peer.ip().to_canonical().is_loopback(),
    }
}

/// The body of an answer.
enum Sent {
    Bytes(Bytes),
    Events(Events),
}

/// What happens, as long as somebody listens.
struct Events {
    messages: mpsc::Receiver<Bytes>,
    preview: Arc<Preview>,
    number: u64,
}

impl Events {
    fn join(tab: Tab, preview: &Arc<Preview>) -> Events {
        let (sender, messages) = mpsc::channel(MESSAGES);
        // Says at once that it is there; and a server that was started again is soon found.
        let _ = sender.try_send(Bytes::from_static(b"retry: 1000\n\n"));
        let hand = Box::new(move |message: String| sender.try_send(message.into()).is_ok());
        Events { messages, preview: preview.clone(), number: preview.join(tab, hand) }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.preview.leave(self.number);
    }
}

impl hyper::body::Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = match self.get_mut() {
            Sent::Bytes(bytes) if bytes.is_empty() => None,
            Sent::Bytes(bytes) => Some(std::mem::take(bytes)),
            Sent::Events(events) => ready!(events.messages.poll_recv(cx)),
        };
        Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Sent::Bytes(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Sent::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Sent::Events(_) => SizeHint::default(),
        }
    }
}

/// A connection that is given up when the other side takes nothing for too long: it would hold its place and a page in
/// memory for ever.
struct Patient {
    stream: TcpStream,
    stall: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn wait<T>(&mut self, cx: &mut Context, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.stall = None;
            return done;
        }
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(STALL_TIME)));
        stall.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context, buffer: &mut ReadBuf) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.wait(cx, done)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context,
        bytes: &[io::IoSlice],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let done = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        this.wait(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
