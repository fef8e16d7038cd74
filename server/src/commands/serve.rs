//! `serve`.

use super::{CommandFailure, open::ready};
use crate::{
    config::{Common, Config, ServeSettings},
    connections,
    mail::Mailer,
    router::router,
    site::Site,
};
use collection::{Actor, Store, people, results, session_store::Sessions};
use std::time::Duration;
use tokio::net::TcpListener;
use tower_sessions::ExpiredDeletion;

/// How long open requests may take to end when the program is told to.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_secs(3600);

pub async fn serve(common: Common, serving: ServeSettings) -> Result<(), CommandFailure> {
    let config = Config::new(common, serving)?;
    let store = ready(&config.database_url).await?;
    let mailer = Mailer::new(config.smtp.clone())?;
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let site = Site {
        behind_proxy: config.behind_proxy,
        metrics_token: config.metrics_token.map(Into::into),
        ..Site::new(store, config.public_url, mailer).await?
    };
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| CommandFailure::refused(format!("{} cannot be listened on: {error}; stop what runs there, or say another address by --listen or LAGESBILD_LISTEN", config.listen)))?;
    let (store, stopping) = (site.store.clone(), site.stopping.clone());
    tokio::spawn(delete_expired_sessions(store.clone()));
    tokio::spawn(delete_expired_invitations(site.clone()));
    tokio::spawn(read_closed_rounds(site.clone()));
    log_startup(&site);
    let (told, mut hears) = tokio::sync::watch::channel(());
    let server = connections::serve(listener, router(site), connections::most(), async move {
        stopped().await;
        tracing::info!("stopping");
        // What is said as long as a page is open would never end by itself.
        stopping.begin();
        drop(told);
    });
    let too_long = async {
        // Ends when the sender is gone.
        while hears.changed().await.is_ok() {}
        tokio::time::sleep(SHUTDOWN_TIMEOUT).await;
    };
    tokio::select! {
        ended = server => ended?,
        () = too_long => tracing::warn!("requests were still open and are cut off"),
    }
    Ok(store.close().await?)
}

/// Removes sessions that have ended, now and every hour.
async fn delete_expired_sessions(store: Store) {
    let sessions = Sessions::new(store);
    let mut hours = tokio::time::interval(HOUR);
    loop {
        hours.tick().await;
        if let Err(error) = sessions.delete_expired().await {
            tracing::error!(%error, "ended sessions were not removed");
        }
    }
}

/// Removes invitations that nobody has accepted in time, now and every hour.
async fn delete_expired_invitations(site: Site) {
    let mut hours = tokio::time::interval(HOUR);
    loop {
        hours.tick().await;
        if let Err(error) = people::delete_expired_invitations(&site.store, &Actor::System, site.now()).await {
            tracing::error!(%error, "invitations that are over were not removed");
        }
    }
}

/// Reads the answers of closed rounds in, once, so that no reader waits for what the public sees of them to be decided.
async fn read_closed_rounds(site: Site) {
    if let Err(error) = results::read_closed_rounds(&site.store, &Actor::System, site.now()).await {
        tracing::error!(%error, "the answers of closed rounds were not read in; the first reader waits for them");
    }
}

/// Where to go, and as whom.
fn log_startup(site: &Site) {
    eprintln!("Lägesbild: {}", site.public_url);
    if !site.demo {
        return;
    }
    eprintln!(
        "Demo: personer, svar och allt som räknas ur svaren är påhittade. Välj vem du vill vara: {}",
        site.public_url.of("/demo")
    );
    for (address, part) in [
        ("samordnare.0180", "svarar för en kommun och skickar in"),
        ("bidragsgivare.0180", "svarar för en kommun"),
        ("samordnare.r01", "svarar för en region"),
        ("agare", "följer upp och exporterar"),
        ("granskare", "granskar"),
        ("admin", "administrerar"),
    ] {
        eprintln!("  {address}@lagesbild.example  {part}");
    }
}

/// Ends when the program is asked to stop.
async fn stopped() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "ctrl-c is not heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "the signal to terminate is not heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
