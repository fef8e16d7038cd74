//! What the invented people write.

use super::chance::one_of;
use survey::{
    evaluation::{Evaluation, Violation},
    value::Value,
};

const FIRST_NAMES: [&str; 40] = [
    "Agneta",
    "Ahmed",
    "Alice",
    "Amanda",
    "Anneli",
    "Axel",
    "Barbro",
    "Bengt",
    "Carina",
    "Christer",
    "David",
    "Elin",
    "Emelie",
    "Emil",
    "Gunilla",
    "Hanna",
    "Håkan",
    "Ida",
    "Irene",
    "Jakob",
    "Johanna",
    "Josefin",
    "Kerstin",
    "Kristoffer",
    "Lena",
    "Lisbeth",
    "Magnus",
    "Marcus",
    "Monica",
    "Nadia",
    "Patrik",
    "Pernilla",
    "Rebecka",
    "Robert",
    "Samira",
    "Susanne",
    "Therese",
    "Tobias",
    "Ulf",
    "Viktoria",
];

const LAST_NAMES: [&str; 40] = [
    "Abrahamsson",
    "Alm",
    "Arvidsson",
    "Axelsson",
    "Berglund",
    "Björk",
    "Blom",
    "Bolin",
    "Dahl",
    "Dahlberg",
    "Edström",
    "Ekström",
    "Falk",
    "Fransson",
    "Gunnarsson",
    "Hallberg",
    "Hansson",
    "Hedlund",
    "Hellström",
    "Henriksson",
    "Isaksson",
    "Jansson",
    "Khalil",
    "Lind",
    "Lundin",
    "Löfgren",
    "Magnusson",
    "Martinsson",
    "Mattsson",
    "Moberg",
    "Månsson",
    "Nordström",
    "Nyberg",
    "Palm",
    "Rahimi",
    "Sandström",
    "Strand",
    "Söderberg",
    "Viklund",
    "Åkesson",
];

/// A person who does not exist, and her address at work.
pub fn contact(code: &str, period: &str) -> (String, String) {
    let first = one_of(&FIRST_NAMES, &[code, period, "förnamn"]);
    let last = one_of(&LAST_NAMES, &[code, period, "efternamn"]);
    let plain = |name: &str| {
        let letter = |letter: char| match letter {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            other => other,
        };
        name.to_lowercase().chars().map(letter).collect::<String>()
    };
    (format!("{first} {last}"), format!("{}.{}@{code}.lagesbild.example", plain(first), plain(last)))
}

/// Who answers for the kommun, where it is neither of the chiefs that can be chosen.
pub const OTHER_ROLES: [&str; 9] = [
    "Verksamhetsutvecklare",
    "E-hälsostrateg",
    "Digitaliseringsledare",
    "Vård- och omsorgschef",
    "Systemförvaltare",
    "Utvecklingsledare välfärdsteknik",
    "Kvalitetschef",
    "IT-samordnare på socialförvaltningen",
    "Förvaltningschef",
];

const MISUNDERSTOOD: [&str; 4] = [
    "Förra svaret var fel. Vi räknade in ett projekt som inte hade börjat.",
    "Frågan tolkades för vitt förra gången. Årets svar är det rätta.",
    "Vi har gått igenom frågan med verksamheten på nytt. Det förra svaret byggde på ett missförstånd.",
    "Svaret lämnades av en annan enhet förra gången. Vi har stämt av med enhetscheferna i år.",
];

const ENDED: [&str; 6] = [
    "Avtalet gick ut och upphandlingen av ett nytt är inte klar.",
    "Piloten är avslutad. Beslut om breddinförande väntas till hösten.",
    "Leverantören har lagt ned tjänsten. Vi ser över ersättare.",
    "Tekniken användes av för få och har tagits ur bruk.",
    "Efter omorganisationen är det ingen som använder den längre.",
    "Vi har pausat användningen medan dataskyddsfrågan utreds.",
];

const SERVICE_CLOSED: [&str; 4] = [
    "E-tjänsten är stängd medan vi byter plattform. Den öppnar igen efter sommaren.",
    "E-tjänsten användes nästan inte och har tagits bort. Vi hänvisar till kontaktcenter.",
    "Den gamla e-tjänsten fungerade inte med det nya verksamhetssystemet och är avvecklad.",
    "Området har gått över till en gemensam mottagning, som ännu inte har någon e-tjänst.",
];

const MORE: [&str; 5] = [
    "Vi har breddinfört i hela kommunen sedan förra gången.",
    "Ett nytt ramavtal har gjort det enklare att skaffa fler.",
    "Antalet har vuxit snabbt sedan hemtjänsten började dela ut dem.",
    "Satsningen finansieras med stimulansmedel och har gått fortare än väntat.",
    "Ja, det stämmer. Alla enheter använder dem nu, förut bara två.",
];

const REGION_MORE: [&str; 3] = [
    "Vi har breddinfört i alla förvaltningar sedan förra gången.",
    "Ett nytt ramavtal har gjort det enklare att skaffa fler.",
    "Ja, det stämmer. Ambulans och primärvård har tillkommit.",
];

const REGION_FEWER: [&str; 2] = [
    "Förra gången räknades även de som låg i förråd. Nu räknas bara de som är i bruk.",
    "Verksamhet har gått över till en annan utförare och räknas inte längre här.",
];

const FEWER: [&str; 4] = [
    "Vi har bytt leverantör och ligger lägre medan de nya delas ut.",
    "Förra gången räknades även de som låg i förråd. Nu räknas bara de som är i bruk.",
    "Flera brukare har flyttat till särskilt boende, och nya har inte hunnit tillkomma.",
    "Rensning i registret: gamla enheter har tagits bort.",
];

const COORDINATOR: [&str; 4] = [
    "Tjänsten är vakant sedan i höstas. Rekrytering pågår.",
    "Arbetet ligger nu på kommunförbundets gemensamma funktion.",
    "Samordnaren har gått i pension och uppdraget är inte fördelat än.",
    "Uppdraget delas av flera chefer medan organisationen ses över.",
];

const REVIEW: [&str; 3] = [
    "Uppföljningen blev inte av på grund av byte av verksamhetssystem.",
    "Uppföljningen har skjutits upp till våren, när den nya riskanalysen är klar.",
    "Svaret förra gången gällde hela kommunen. I år svarar vi för socialtjänsten.",
];

const DOCUMENT: [&str; 3] = [
    "Det gamla dokumentet har upphört att gälla. Ett nytt är på väg till kommunstyrelsen.",
    "Dokumentet gällde till årsskiftet. Ett nytt bereds.",
    "Nämndens dokument är upphävt i väntan på ett som gäller hela kommunen.",
];

const CLASSIFICATION: [&str; 2] = [
    "Klassningen gällde det gamla verksamhetssystemet. Det nya är inte klassat än.",
    "Svaret förra gången gällde hela kommunen. I år svarar vi för socialtjänsten.",
];

const REGION_CHANGED: [&str; 5] = [
    "Lösningen togs ur drift när det nya vårdinformationssystemet infördes. Den kommer tillbaka i nästa steg.",
    "Avtalet med leverantören löpte ut. En ny upphandling är påbörjad.",
    "Beslutet har upphävts efter omorganisationen och ett nytt bereds.",
    "Svaret förra gången gällde ett pilotområde, inte hela regionen.",
    "Förra årets svar var felaktigt. Vi har stämt av med förvaltningen i år.",
];

const REGION_UNUSUAL: [&str; 3] = [
    "Uppgiften är kontrollerad mot bokslutet. Vi skiljer oss i storlek från de flesta regioner.",
    "Det stämmer. Regionen har ett litet befolkningsunderlag.",
    "Stämt av med ekonomiavdelningen. Siffran är rätt för en region av vår storlek.",
];

/// Why what a check warns of is right after all.
pub fn explanation(violation: &Violation, evaluation: &Evaluation, code: &str, round: &str) -> String {
    let field = violation.field.as_str();
    let number = |value: Option<&Value>| match value {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let now = number(evaluation.entry(field).value());
    let grew = now.zip(number(evaluation.previous(field))).map(|(now, before)| now > before);
    let choices: &[&str] = match (field, grew) {
        (_, Some(true)) if code.len() == 2 => &REGION_MORE,
        (_, Some(false)) if code.len() == 2 => &REGION_FEWER,
        (_, None) if code.len() == 2 && now.is_some() => &REGION_UNUSUAL,
        (_, Some(true)) => &MORE,
        (_, Some(false)) => &FEWER,
        (field, _) if field.starts_with("etjanster") => &SERVICE_CLOSED,
        ("infosak_samordnare", _) => &COORDINATOR,
        ("infosak_uppfoljning", _) => &REVIEW,
        ("infosakpolicy" | "infosakplan", _) if code.len() == 4 => &DOCUMENT,
        (field, _) if field.starts_with("styrdokument") => &DOCUMENT,
        (field, _) if field.starts_with("infoklass") => &CLASSIFICATION,
        ("medicindispensrar", None) => &MORE,
        _ if code.len() == 2 => &REGION_CHANGED,
        _ if one_of(&["a", "b", "c"], &[code, field, round]) == "a" => &MISUNDERSTOOD,
        _ => &ENDED,
    };
    one_of(choices, &[code, field, round, "förklaring"]).to_owned()
}

/// What stands in the way of mobile documentation.
pub const HINDRANCES: [&str; 12] = [
    "Täckningen är dålig i delar av kommunen.",
    "Verksamhetssystemet har ingen app för socialtjänsten.",
    "Licenserna är för dyra för dem som dokumenterar sällan.",
    "Personalen saknar e-legitimation i tjänsten.",
    "Vi väntar på det nya verksamhetssystemet, som upphandlas i år.",
    "Alla har inte egen telefon. Enheterna delas och är ofta urladdade.",
    "Det finns ingen budget för fler enheter.",
    "Rutinerna för informationssäkerhet på språng är inte klara.",
    "Utbildning har inte hunnits med under året.",
    "Handläggarna vill helst dokumentera på kontoret.",
    "Säker inloggning tar för lång tid i hembesök.",
    "Inget särskilt. Behovet är litet.",
];

/// A number that is never given to anybody: the series are set aside for fiction.
pub fn telephone(code: &str) -> String {
    let last = super::chance::between(10, 99, &[code, "telefon"]);
    let series =
        one_of(&["08-465 004", "031-390 06", "040-628 04", "0980-319 2", "070-174 06"], &[code, "nummerserie"]);
    if series.ends_with(" 2") { format!("{series}{last}") } else { format!("{series} {last}") }
}

/// What is written to the reviewer beside an answer.
pub const COMMENTS: [&str; 5] = [
    "Gäller bara en av våra två förvaltningar.",
    "Stämt av med enhetschefen.",
    "Upphandling pågår.",
    "Vi är osäkra på vad som räknas hit.",
    "Svaret kan behöva ändras när nämnden har sammanträtt.",
];

/// Why a kommun does not answer.
pub const DECLINED: [&str; 6] = [
    "Vi har inte personal att avsätta i år på grund av ett systembyte.",
    "Förvaltningen slås samman med en annan under våren. Vi svarar gärna nästa år.",
    "Kommunen svarar redan på flera liknande undersökningar och avstår därför.",
    "Den som brukar svara har slutat och tjänsten är inte tillsatt.",
    "Vi prioriterar verksamheten och deltar inte i frivilliga undersökningar i år.",
    "Nämnden har beslutat att vi avstår i år.",
];

/// Why a region does not answer.
pub const DECLINED_BY_REGION: [&str; 2] = [
    "Vi inför nytt vårdinformationssystem och kan inte ta fram uppgifterna i år.",
    "It-organisationen görs om. Vi återkommer nästa år.",
];

/// Why a kommun's response was sent back.
pub const RETURNED: [&str; 5] = [
    "Avsnitt B till D verkar gälla bara äldreomsorgen. Komplettera med funktionshinderområdet.",
    "Flera svar är desamma som förra året ord för ord, också kommentarerna. Gå igenom dem på nytt.",
    "Svaren skickades in innan avsnitt I var klart, enligt er samordnare. Vi öppnar igen så att ni kan göra klart.",
    "Kostnaden och antalet personer hör ihop med olika år. Rätta så att båda gäller förra året.",
    "Ni bad oss öppna svaret igen för att rätta e-tjänsterna.",
];

/// Why a region's response was sent back.
pub const RETURNED_TO_REGION: [&str; 2] = [
    "Ekonomin avser budget och inte utfall. Rätta beloppen i avsnitt G.",
    "Antalet läsplattor gäller bara sjukhusen. Komplettera med primärvården.",
];
