//! Asking to correct what has been sent in, from the button to the answer.

use crate::support::TestSite;
use http::StatusCode;

/// A kommun of the demo that has sent in.
const KOMMUN: &str = "0117";

#[tokio::test]
async fn a_request_to_correct_is_asked_seen_refused_and_granted() {
    let site = TestSite::demo().await;
    let year = site.now().year();
    let hub = format!("/svara/kommun-ehalsa/{year}/{KOMMUN}");
    let round = format!("/undersokningar/kommun-ehalsa/{year}");
    let response = format!("{round}/svar/{KOMMUN}");
    let (one, owner) = (site.sign_in(&format!("samordnare.{KOMMUN}")).await, site.sign_in("agare").await);
    let page = async |path: &str, who: &str| site.get(path, Some(who)).await.text().to_owned();
    let says = |page: &str, words: &[&str]| {
        for words in words {
            assert!(page.contains(words), "{words:?} is not in {page}");
        }
    };

    // The button stands on the hub and the receipt, and so does whom to turn to.
    let receipt = format!("{hub}/kvitto/LB-{year}-KOMMUN-{KOMMUN}-1");
    for path in [&hub, &receipt] {
        says(&page(path, &one).await, &["Be om att få rätta", "agare@lagesbild.example"]);
    }
    let ask = format!("{hub}/ratta");
    says(&page(&ask, &one).await, &["Vad behöver rättas, och varför?"]);
    let empty = site.post(&ask, Some(&one), &[("skal", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(empty.text(), &["Skriv vad som behöver rättas", "<title>Fel: "]);
    let change_number = empty.hidden("revision").to_owned();
    for unseen in ["", "nyss"] {
        let refused = site.post(&ask, Some(&one), &[("skal", "F2 gäller fel år."), ("revision", unseen)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        says(refused.text(), &["Det framgår inte vilken version du har läst", "F2 gäller fel år."]);
    }
    let why = |words: &'static str| [("skal", words), ("revision", change_number.as_str())];
    let asked = site.post(&ask, Some(&one), &why("F2 gäller <b>fel</b> år.")).await;
    let told = page(asked.location(), &one).await;
    says(
        &told,
        &["Undersökningens ägare har fått ett brev", "F2 gäller &lt;b&gt;fel&lt;/b&gt; år.", "Ta tillbaka begäran"],
    );
    assert!(!told.contains(&format!("href=\"{ask}\"")), "asked once: {told}");

    // The owner sees it and says no, with a reason.
    says(&page(&round, &owner).await, &["En organisation ber om att få rätta sitt svar", &format!("{response}#ratta")]);
    says(
        &page(&response, &owner).await,
        &["Organisationen ber om att få rätta", "F2 gäller &lt;b&gt;fel&lt;/b&gt; år."],
    );
    // What stands in the forms is the request that was read; without it, nothing is decided.
    let read = site.get(&response, Some(&owner)).await.hidden("begaran").to_owned();
    for step in ["bifall", "avsla"] {
        let unread = site.post(&format!("{response}/ratta/{step}"), Some(&owner), &[("avslag", "Nej.")]).await;
        assert_eq!(unread.status, StatusCode::CONFLICT);
        says(unread.text(), &["Det framgår inte vilken version du har läst", "Låt organisationen rätta"]);
    }
    let unread = site.post(&format!("{ask}/ta-tillbaka"), Some(&one), &[]).await;
    assert_eq!(unread.status, StatusCode::CONFLICT);
    says(unread.text(), &["Det framgår inte vilken version du har läst", "Ta tillbaka begäran", "<title>Fel: "]);
    let empty = site.post(&format!("{response}/ratta/avsla"), Some(&owner), &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(empty.text(), &["Skriv varför svaret inte öppnas"]);
    let no = [("avslag", "Det hinns inte."), ("begaran", read.as_str())];
    let refused = site.post(&format!("{response}/ratta/avsla"), Some(&owner), &no).await;
    says(&page(refused.location(), &owner).await, &["Begäran är avslagen, och samordnaren har fått ett brev"]);
    says(&page(&hub, &one).await, &["Svaret öppnas inte för rättelse", "Det hinns inte.", "Be om att få rätta"]);
    let late = site.post(&format!("{response}/ratta/bifall"), Some(&owner), &[("begaran", &read)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    says(late.text(), &["redan besvarad eller tillbakatagen"]);

    // Asked anew and taken back, then asked once more and granted.
    site.post(&ask, Some(&one), &why("Det gäller F2.")).await;
    let own = site.get(&hub, Some(&one)).await.hidden("begaran").to_owned();
    let old = site.post(&format!("{ask}/ta-tillbaka"), Some(&one), &[("begaran", &read)]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    says(old.text(), &["redan besvarad eller tillbakatagen", "Det gäller F2."]);
    let back = site.post(&format!("{ask}/ta-tillbaka"), Some(&one), &[("begaran", &own)]).await;
    says(&page(back.location(), &one).await, &["Begäran om att få rätta är tillbakatagen"]);
    site.post(&ask, Some(&one), &why("Det gäller F2 igen.")).await;
    // The owner reads the new one before it is granted.
    let old = site.post(&format!("{response}/ratta/bifall"), Some(&owner), &[("begaran", &own)]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    says(old.text(), &["redan besvarad eller tillbakatagen", "Det gäller F2 igen."]);
    let read = old.hidden("begaran").to_owned();
    let granted = site.post(&format!("{response}/ratta/bifall"), Some(&owner), &[("begaran", &read)]).await;
    says(&page(granted.location(), &owner).await, &["Svaret är öppet igen, och samordnaren har fått ett brev"]);
    let told = page(&hub, &one).await;
    says(&told, &["Ni får rätta svaret", "Det gäller F2 igen."]);
    assert!(!told.contains("Granskaren har skickat tillbaka svaret<"), "they asked for it: {told}");
    says(&page("/svara?alla=1", &one).await, &["Åter för komplettering"]);
}
