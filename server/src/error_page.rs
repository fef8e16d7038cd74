//! The page that stands in for one that could not be made. It needs no database.

use crate::{assets::ASSETS, security_log::CrossSite};
use axum::{
    Extension,
    response::{Html, IntoResponse, Response},
};
use http::StatusCode;

/// A whole page in Swedish for a status that comes without one.
pub fn error_page(status: StatusCode) -> Response {
    let (heading, words) = words(status);
    page(status, heading, words, TO_START)
}

/// The way out of a page that leads nowhere else.
pub const TO_START: &str = "<a class=\"button\" href=\"/\">Till startsidan</a>";

/// A whole page with its own words and link. They are shown as they are: nothing that somebody typed may stand in them.
pub fn page(status: StatusCode, heading: &str, words: &str, link: &str) -> Response {
    let css = ASSETS.css;
    let html = format!(
        "<!DOCTYPE html><html lang=\"sv\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{heading} – Lägesbild</title>\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"icon\" href=\"/assets/lagesbild.svg\" type=\"image/svg+xml\">\
         </head><body><header><div class=\"site-header\"><a class=\"brand\" href=\"/\">Lägesbild</a></div></header>\
         <main class=\"page\" id=\"innehall\"><div class=\"stack\"><h1>{heading}</h1><p class=\"lead\">{words}</p>\
         <p class=\"actions\">{link}</p></div></main></body></html>"
    );
    (status, Html(html)).into_response()
}

/// What was posted came from another site's page.
pub fn cross_site() -> Response {
    let refused = page(
        StatusCode::FORBIDDEN,
        "Sidan tog inte emot det som skickades",
        "Det kom inte från en sida i Lägesbild. Öppna sidan här och försök igen. Ingenting har ändrats.",
        TO_START,
    );
    (Extension(CrossSite), refused).into_response()
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => {
            ("Sidan finns inte", "Adressen kan vara felskriven, eller så har sidan flyttats. Börja om från startsidan.")
        }
        StatusCode::FORBIDDEN => (
            "Du har inte tillgång till det här",
            "Det hör till en annan organisation eller en annan roll. Fråga samordnaren eller undersökningens ägare om du \
             borde ha tillgång. Ingenting har ändrats.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Det går inte att skicka något till den här sidan", "Gå tillbaka och försök igen. Ingenting har ändrats.")
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            ("Det tog för lång tid", "Det du hade sparat finns kvar. Gå tillbaka och försök igen om en stund.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Det du skickade är för stort",
            "En sida tar emot högst 1 megabyte. Ingenting av det du skickade nu har sparats; det som var sparat finns \
             kvar. Gå tillbaka, korta texten och skicka igen.",
        ),
        StatusCode::TOO_MANY_REQUESTS => {
            ("För många försök", "Vänta några minuter och försök igen. Länkar som redan är skickade fungerar.")
        }
        status if status.is_client_error() => {
            ("Det som skickades gick inte att läsa", "Gå tillbaka och försök igen. Ingenting har ändrats.")
        }
        _ => ("Något gick fel hos oss", "Det du hade sparat finns kvar. Försök igen om en stund."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_ours_is_told_from_one_of_the_caller() {
        assert_eq!(words(StatusCode::IM_A_TEAPOT).0, "Det som skickades gick inte att läsa");
        assert_eq!(words(StatusCode::BAD_GATEWAY).0, "Något gick fel hos oss");
        assert_eq!(error_page(StatusCode::PAYLOAD_TOO_LARGE).status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
