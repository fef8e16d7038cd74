//! Addresses of the sign-in pages that carry where somebody was going.

use collection::ReturnTo;

/// The input and the parameter that carry it.
pub const RETURN_TO: &str = "till";

/// The input and the parameter that hold the address of mail.
pub const EMAIL: &str = "epost";

/// The address of the sign-in page for whoever gets a letter: their address is filled in, so that one button sends the link.
pub fn sign_in_by(email: &str, return_to: Option<&ReturnTo>) -> String {
    let query = serde_urlencoded::to_string([(EMAIL, email)]).unwrap_or_default();
    with_return(&format!("/logga-in?{query}"), return_to)
}

/// The address of the sign-in page, which leads on to the page that was asked for.
pub fn sign_in_path(return_to: Option<&ReturnTo>) -> String {
    with_return("/logga-in", return_to)
}

/// An address of ours that carries where somebody was going.
pub fn with_return(path: &str, return_to: Option<&ReturnTo>) -> String {
    let query = return_to.and_then(|page| serde_urlencoded::to_string([(RETURN_TO, page.as_str())]).ok());
    let sign = if path.contains('?') { '&' } else { '?' };
    query.map_or_else(|| path.to_owned(), |query| format!("{path}{sign}{query}"))
}

/// The address of the page of sessions after one was ended: one's own, or where a person is named that person's.
pub fn ended_path(person: &str) -> String {
    let mut query = vec![("klart", "ja")];
    if !person.is_empty() {
        query.push(("person", person));
    }
    format!("/inloggningar?{}", serde_urlencoded::to_string(query).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_can_stand_in_an_attribute() {
        let page = ReturnTo::new("/undersokningar/x/2026?sok=\"<b>&lan=22#lista");
        let carried = "till=%2Fundersokningar%2Fx%2F2026%3Fsok%3D%22%3Cb%3E%26lan%3D22%23lista";
        assert_eq!(sign_in_path(page.as_ref()), format!("/logga-in?{carried}"));
        assert_eq!(with_return("/logga-in?skickat=1", page.as_ref()), format!("/logga-in?skickat=1&{carried}"));
        assert_eq!(sign_in_path(None), "/logga-in");
        assert_eq!(sign_in_by("å+\"@x.se", page.as_ref()), format!("/logga-in?epost=%C3%A5%2B%22%40x.se&{carried}"));
    }
}
