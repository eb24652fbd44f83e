//! Takes the listener of the preview; serves its connections. Their number and the time for the
//! head of a request are limited. This file must not know the meaning of requests.

use super::reply::{Request, Response};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// The maximum number of connections at a time. A browser opens about six.
const MOST: usize = 256;

/// The time in which the head of a request must be complete; also the longest pause between two
/// requests.
const HEAD_IN: Duration = Duration::from_secs(10);

/// The answer to a connection above the maximum.
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\
    Content-Type: text/plain; charset=utf-8\r\nContent-Length: 27\r\n\r\n503: too many connections\r\n";

/// Serves connections until the program ends.
pub(super) async fn serve<A, R>(listener: TcpListener, answer: A)
where
    A: Fn(SocketAddr, Request) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Response> + Send + 'static,
{
    let free = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // the cause, for example too many open files, may soon pass
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Ok(place) = free.clone().try_acquire_owned() else {
            let _ = stream.try_write(BUSY);
            continue;
        };
        let answer = answer.clone();
        tokio::spawn(async move {
            connection(stream, move |request| answer(peer, request)).await;
            drop(place);
        });
    }
}

/// Serves the requests of a connection. An error ends only this connection.
async fn connection<A, R>(stream: TcpStream, answer: A)
where
    A: Fn(Request) -> R,
    R: Future<Output = Response>,
{
    let service = service_fn(|request| {
        let answered = answer(request);
        async { Ok::<_, Infallible>(answered.await) }
    });
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_IN)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
