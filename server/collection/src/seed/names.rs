//! Invented people, the same every time.

const FIRST: [&str; 48] = [
    "Anna",
    "Lars",
    "Maria",
    "Mikael",
    "Elisabeth",
    "Anders",
    "Kristina",
    "Johan",
    "Margareta",
    "Erik",
    "Eva",
    "Per",
    "Birgitta",
    "Karl",
    "Karin",
    "Peter",
    "Linnéa",
    "Jan",
    "Marie",
    "Thomas",
    "Ingrid",
    "Fredrik",
    "Sofia",
    "Daniel",
    "Leila",
    "Hassan",
    "Amina",
    "Dragan",
    "Fatima",
    "Goran",
    "Yasmin",
    "Ali",
    "Helena",
    "Björn",
    "Åsa",
    "Göran",
    "Camilla",
    "Stefan",
    "Jenny",
    "Mattias",
    "Sara",
    "Henrik",
    "Emma",
    "Jonas",
    "Ulrika",
    "Niklas",
    "Malin",
    "Oskar",
];

const LAST: [&str; 43] = [
    "Andersson",
    "Johansson",
    "Karlsson",
    "Nilsson",
    "Eriksson",
    "Larsson",
    "Olsson",
    "Persson",
    "Svensson",
    "Gustafsson",
    "Pettersson",
    "Jonsson",
    "Lindberg",
    "Lindström",
    "Lindgren",
    "Berg",
    "Bergström",
    "Lundgren",
    "Lundqvist",
    "Nyström",
    "Holm",
    "Holmberg",
    "Åslund",
    "Öberg",
    "Sandberg",
    "Forsberg",
    "Wallin",
    "Engström",
    "Haddad",
    "Hosseini",
    "Petrović",
    "Yılmaz",
    "Ahmed",
    "Kowalska",
    "Nguyen",
    "Mäkinen",
    "Heikkinen",
    "Rask",
    "Ekdahl",
    "Norén",
    "Sjögren",
    "Tufvesson",
    "Wikander",
];

/// The name of the person with this number; no two in 2,064 are the same.
pub(super) fn name(number: usize) -> String {
    // 48 and 43 have no factor in common, so the pair returns only after their product.
    let part = |names: &[&'static str]| names.get(number % names.len()).copied().unwrap_or_default();
    format!("{} {}", part(&FIRST), part(&LAST))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn no_two_people_have_the_same_name() {
        assert_eq!((0..2064).map(super::name).collect::<BTreeSet<_>>().len(), 2064);
    }
}
