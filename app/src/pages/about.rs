//! What every public service says about itself.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// How accessible the service is, and where to turn.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <Title text="Tillgänglighet"/>
        <Meta name="description" content="Så tillgänglig är Lägesbild, vad vi vet brister och vart du vänder dig om något hindrar dig."/>
        <article class="stack">
            <h1>"Tillgänglighet"</h1>
            <p class="lead">"Alla ska kunna svara, följa upp och läsa resultat, oavsett hjälpmedel, skärm och uppkoppling."</p>
            <h2>"Så fungerar det"</h2>
            <ul>
                <li>"Varje sida går att använda med bara tangentbord, med skärmläsare och utan JavaScript."</li>
                <li>"Sidorna följer WCAG 2.2 på nivå AA som mål och provas automatiskt med axe-core vid varje ändring."</li>
                <li>"Diagram har alltid en tabell eller en mening som säger samma sak. Ingenting sägs med bara färg."</li>
                <li>"Texten går att förstora till det dubbla, och sidorna ryms på en skärm som är 320 bildpunkter bred."</li>
            </ul>
            <h2>"Det vi vet brister"</h2>
            <p>"Tjänsten har ännu inte granskats av någon utomstående. Filer i kalkylformat har rubrikrader men ingen särskild text för skärmläsare."</p>
            <h2>"Säg till"</h2>
            <p>"Hittar du något som hindrar dig, " <a href="/kontakt">"kontakta oss"</a> ". Är du inte nöjd med svaret kan du anmäla det till Digg, som har tillsyn: " <a href="https://www.digg.se/tdosanmalan">"digg.se/tdosanmalan"</a> "."</p>
            <p class="note">"Bedömningen är vår egen, gjord när tjänsten byggdes."</p>
        </article>
    }
}

/// Which personal data is held and why.
#[component]
pub fn PersonalDataPage() -> impl IntoView {
    view! {
        <Title text="Personuppgifter"/>
        <Meta name="description" content="Vilka personuppgifter Lägesbild sparar, varför, hur länge och vem du kan fråga."/>
        <article class="stack">
            <h1>"Personuppgifter"</h1>
            <p class="lead">"Vi sparar så lite om dig som det går: namn, e-postadress i tjänsten och vilken roll du har."</p>
            <h2>"Vad och varför"</h2>
            <ul>
                <li>"Namn, e-postadress och roll behövs för att du ska kunna logga in och för att kollegor ska se vem som har svarat på vad."</li>
                <li>"Vem som sparade ett svar och när sparas tillsammans med svaret, så att ingen ändring går förlorad eller blir osynlig."</li>
                <li>"När du loggade in och med vilken sorts webbläsare sparas tills inloggningen är slut, så att du ser var du är inloggad. " <a href="/inloggningar">"Dina inloggningar"</a></li>
                <li>"Den som bjuds in av en kollega och inte har tagit emot inbjudan inom 30 dagar tas bort."</li>
                <li>"Inloggning, utloggning, nekade försök, ändrade roller och hämtade filer antecknas med tid, person och nätadress, så att missbruk kan upptäckas."</li>
                <li>"Inget personnummer sparas."</li>
                <li>"Kontaktpersonen som står i ett svar ser ni själva, och undersökningens ägare och granskare, i svaret och på dess kvitto. I filer med flera organisationers svar kommer kontaktuppgifter med bara när en ägare ber om dem. I öppna data finns de aldrig."</li>
            </ul>
            <h2>"Kakor"</h2>
            <p>"Bara en enda kaka används, och den behövs för att du ska vara inloggad. Ändringar som inte är sparade kan ligga kvar i din webbläsare tills de är sparade hos oss. De tas bort när nästa omgång öppnar, och när du loggar ut och säger att de får tas bort."</p>
            <h2>"Rättslig grund"</h2>
            <p>"Uppgifterna behandlas för att utföra en uppgift av allmänt intresse. Ett inskickat svar är en allmän handling och gallras inte utan beslut."</p>
            <p>"Vill du veta vad som finns om dig, eller få något rättat, " <a href="/kontakt">"kontakta oss"</a> "."</p>
        </article>
    }
}

/// The files that anyone may take.
#[component]
pub fn OpenDataPage() -> impl IntoView {
    view! {
        <Title text="Öppna data"/>
        <Meta name="description" content="Alla indikatorer som filer, fritt att använda: värden, definitioner och vad kolumnerna betyder."/>
        <article class="stack">
            <h1>"Öppna data"</h1>
            <p class="lead">"Alla indikatorer går att ladda ned som filer, fritt att använda. Ange källan."</p>
            <ul class="downloads" role="list">
                <li><a href="/resultat/indikatorer.csv" download>"Indikatorer, CSV"</a><span class="note">"komma, decimalpunkt"</span></li>
                <li><a href="/resultat/indikatorer.csv?excel=ja" download>"Indikatorer, CSV för Excel"</a><span class="note">"semikolon, decimalkomma"</span></li>
                <li><a href="/resultat/indikatorer.json" download>"Indikatorer, JSON"</a></li>
                <li><a href="/resultat/lista.json" download>"Indikatorernas beskrivningar, JSON"</a></li>
            </ul>
            <h2>"Att tänka på"</h2>
            <p>"En summa över dem som svarade är inte ett värde för hela landet. Små grupper visas inte där svaren bara får redovisas sammanslagna. Varje rad säger om värdet är uträknat ur svaren eller taget ur en publicerad rapport."</p>
        </article>
    }
}

/// Where to turn.
#[component]
pub fn ContactPage() -> impl IntoView {
    view! {
        <Title text="Kontakta oss"/>
        <Meta name="description" content="Så når du dem som håller i Lägesbild och undersökningarna."/>
        <article class="stack">
            <h1>"Kontakta oss"</h1>
            <p class="lead">"Frågor om en undersökning besvaras av den som äger undersökningen. Namn och adress står på översikten över ert svar, och på kvittot."</p>
            <h2>"Om något inte fungerar"</h2>
            <p>"Skriv vilken sida det gäller, vad du gjorde och vad som hände, till " <a href="mailto:stod@lagesbild.example">"stod@lagesbild.example"</a> ". Skriv inte in svar eller personuppgifter om andra."</p>
        </article>
    }
}
