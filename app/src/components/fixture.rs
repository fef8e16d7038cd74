//! A questionnaire with every kind of question, for the tests and the gallery.

use survey::{
    definition::{Questionnaire, Relation},
    form::Form,
    lineage::PreviousAnswer,
    name::{FieldName, Name},
    value::{Entry, Value},
};

/// What must never become markup.
pub const EVIL: &str = "</textarea><script>alert(1)</script>\"'&";

/// The questionnaire; every `%` in it is replaced by `extra`.
pub fn form(extra: &str) -> Form {
    let quoted = serde_json::to_string(extra).unwrap();
    let json = QUESTIONNAIRE.replace('%', &quoted[1..quoted.len() - 1]);
    let questionnaire: Questionnaire = serde_json::from_str(&json).unwrap();
    Form::new(questionnaire).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The entry of a chosen code.
pub fn code(code: &str) -> Entry {
    Entry::Value(Value::Code(name(code)))
}

/// The entry of several chosen codes.
pub fn codes(codes: &[&str]) -> Entry {
    Entry::Value(Value::Codes(codes.iter().map(|code| name(code)).collect()))
}

/// The entry of a number.
pub fn number(number: i64) -> Entry {
    Entry::Value(Value::Number(number.into()))
}

/// Last year's answer.
pub fn previous(entry: Entry, words: &str) -> Option<PreviousAnswer> {
    let fields = vec!["x".parse::<FieldName>().unwrap()];
    Some(PreviousAnswer {
        year: 2025,
        fields,
        entry,
        words: words.into(),
        relation: Relation::Same,
        note: None,
        series_break: false,
    })
}

fn name(code: &str) -> Name {
    code.parse().unwrap()
}

const QUESTIONNAIRE: &str = r#"{
  "survey": "kommun-ehalsa",
  "title": "E-hälsa och välfärdsteknik i kommunerna",
  "sections": [{
    "letter": "C", "name": "etjanster", "title": "E-tjänster inom socialtjänsten",
    "questions": [
      {"name": "etjanster", "label": "Vilka e-tjänster har kommunen inom socialtjänsten?%", "type": "matrix", "of": "multiple",
       "help": "Räkna med e-tjänster som invånarna kan använda i dag. Kryssa i alla som finns.%",
       "rows": [
         {"name": "barn_och_unga", "label": "Barn och unga%"},
         {"name": "ekonomiskt_bistand", "label": "Ekonomiskt bistånd"},
         {"name": "familjeratt", "label": "Familjerätt"},
         {"name": "aldreomsorg", "label": "Äldreomsorg"}],
       "options": [
         {"name": "tidsbokning", "label": "Tidsbokning%"},
         {"name": "ansokan", "label": "Digital ansökan"},
         {"name": "chatt", "label": "Chatt"},
         {"name": "saker", "label": "Säker kommunikation"},
         {"name": "intresse", "label": "Intresseanmälan"},
         {"name": "inga", "label": "Inga e-tjänster", "exclusive": true}]},
      {"name": "automatiserad", "label": "Är handläggningen av ansökan om ekonomiskt bistånd automatiserad ända fram till beslut?%", "type": "yes_no",
       "help": "Svara ja även om bara vissa ansökningar, till exempel återansökningar, beslutas automatiskt.",
       "terms": [{"term": "Automatiserad%", "definition": "Ingen handläggare tar ställning i det enskilda ärendet.%"}]},
      {"name": "andel_digitala", "label": "Hur stor del av ansökningarna om ekonomiskt bistånd görs digitalt?%", "type": "scale",
       "options": [
         {"name": "ingen", "label": "Ingen%"}, {"name": "farre", "label": "Färre än hälften"}, {"name": "cirka", "label": "Cirka hälften"},
         {"name": "mer", "label": "Mer än hälften"}, {"name": "alla", "label": "Alla"}]},
      {"name": "antal_ansokningar", "label": "Hur många digitala ansökningar om ekonomiskt bistånd tog kommunen emot under 2025?%", "type": "integer", "unit": "ansökningar%",
       "help": "Räkna både nya ansökningar och återansökningar, hela kalenderåret.",
       "checks": [{"severity": "warning", "kind": "deviation", "condition": ". < 5000", "message": "Tio gånger fler än förra året. Stämmer det?"}]},
      {"name": "inloggningar", "label": "Hur stor andel av inloggningarna i e-tjänsterna gjordes med e-legitimation?%", "type": "percent"},
      {"name": "kostnad", "label": "Vad kostade e-tjänsterna under 2025?%", "type": "money", "relevance": "${automatiserad} = 'ja'"},
      {"name": "infort", "label": "När infördes den senaste e-tjänsten?%", "type": "date", "required": false},
      {"name": "system", "label": "Vilket system används?%", "type": "text"},
      {"name": "beskriv", "label": "Beskriv det viktigaste som har hänt under året.%", "type": "long_text", "required": false},
      {"name": "hinder", "label": "Vad hindrar införandet av e-tjänster?%", "type": "multiple",
       "options": [
         {"name": "ekonomi", "label": "Brist på pengar%"}, {"name": "kompetens", "label": "Brist på kompetens"},
         {"name": "juridik", "label": "Juridiska hinder"}, {"name": "inga", "label": "Inga hinder", "exclusive": true}]},
      {"name": "ansvar", "label": "Vem ansvarar för e-tjänsterna?%", "type": "choice",
       "options": [
         {"name": "namnd", "label": "En nämnd med eget ansvar för digitalisering%"}, {"name": "styrelse", "label": "Kommunstyrelsen"},
         {"name": "bolag", "label": "Ett bolag eller kommunalförbund"}, {"name": "ingen", "label": "Ingen är utpekad"}]},
      {"name": "nattillsyn", "label": "Har kommunen nattillsyn med digital teknik?%", "type": "matrix", "of": "yes_no",
       "rows": [{"name": "aldreomsorg", "label": "Äldreomsorg%"}, {"name": "funktionshinder", "label": "Funktionshinder", "relevance": "${automatiserad} = 'ja'"}]},
      {"name": "enheter", "label": "Hur många har tekniken i dag?%", "type": "matrix", "of": "integer", "unit": "personer",
       "rows": [{"name": "ordinart", "label": "I ordinärt boende%"}, {"name": "sarskilt", "label": "I särskilt boende"}]},
      {"name": "insatser", "label": "Vilken teknik används var?%", "type": "matrix", "of": "multiple",
       "rows": [{"name": "hemma", "label": "Hemma%"}, {"name": "boende", "label": "På boende"}],
       "options": [
         {"name": "a", "label": "Trygghetskamera"}, {"name": "b", "label": "GPS-larm"}, {"name": "c", "label": "Medicinrobot"}, {"name": "d", "label": "Sensorer"},
         {"name": "e", "label": "Digitala lås"}, {"name": "f", "label": "Videobesök"}, {"name": "g", "label": "Surfplatta"}, {"name": "h", "label": "Dusch- och toalettrobot"},
         {"name": "inga", "label": "Ingen av dem", "exclusive": true}]},
      {"name": "lasa", "label": "Innan ni går vidare%", "type": "info", "help": "Nästa avsnitt handlar om särskilda boenden.%"}
    ]
  }]
}"#;
