//! A workbook for colleagues to fill in: every question with last year's answer, what is answered so far, and lists of
//! what can be answered. Only what is to be filled in can be written in.

use super::layout::{COLUMNS, MARK};
use crate::exports::{
    ExportError,
    xlsx::{XlsxBook, excel_date, header, let_filter},
};
use collection::{RoundKey, respond::CheckAnswers};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions, Worksheet};
use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
};
use survey::{
    definition::{FieldType, Section},
    form::{Field, Form},
    format,
    guide::{how_to_answer, when_to_answer_field},
    iso_date,
    lineage::PreviousAnswer,
    value::{Entry, MissingReason, Value},
};
use time::OffsetDateTime;

/// What is written, and for whom.
#[derive(Debug, Clone)]
pub struct WorkbookContent {
    /// The round.
    pub round: RoundKey,
    /// The questionnaire, by the hash of its content.
    pub questionnaire: String,
    /// The organisation with its answers; none where the workbook is for everybody.
    pub answers: Option<CheckAnswers>,
    /// Whether the answers are invented.
    pub demo: bool,
    /// When it was asked for.
    pub now: OffsetDateTime,
}

const SHEET: &str = "Svar";
const LISTS: &str = "Val";
/// The row of the headers; the mark stands above.
const HEADERS: u32 = 1;

/// The file.
///
/// # Errors
/// When it cannot be written.
pub fn workbook(form: &Form, what: &WorkbookContent) -> Result<File, ExportError> {
    let title = format!("{} {}", form.questionnaire().title, what.round.year);
    let mut book = XlsxBook::new(&title, what.demo, what.now)?;
    write_instructions(&mut book, &title, what)?;
    let lists = ChoiceLists::of(form);
    let sheet = book.sheet(SHEET)?;
    set_up(sheet, what)?;
    let (open, closed) = (FillInStyles::new(true), FillInStyles::new(false));
    let mut rows =
        RowWriter { sheet, at: HEADERS + 1, styles: &open, open: &open, closed: &closed, lists: &lists, what };
    for (place, section) in form.questionnaire().sections.iter().enumerate() {
        rows.section(section)?;
        for field in form.fields_of_section(place) {
            rows.field(form, field)?;
        }
    }
    // What is not answered yet is found by it; the protection lets it be used.
    let written = rows.at - HEADERS - 1;
    let_filter(rows.sheet, HEADERS, written, COLUMNS.len())?;
    lists.write(book.sheet(LISTS)?)?;
    book.finish()
}

/// The first sheet: what the file is and what to do with it.
fn write_instructions(book: &mut XlsxBook, title: &str, what: &WorkbookContent) -> Result<(), ExportError> {
    let organisation = what.answers.as_ref().map(|view| view.head.organisation_name.clone());
    let mut lines = vec![
        ("Undersökning", title.to_owned()),
        ("Organisation", organisation.unwrap_or_else(|| "Tom, för vem som helst".to_owned())),
        ("Hämtad", format!("{}, svensk tid", format::moment(what.now))),
    ];
    if let Some(view) = &what.answers {
        lines.push(("Svara senast", format::date(view.head.due)));
    }
    lines.extend(
        [
            ("1. Fyll i", "Skriv i bladet Svar, i de vita cellerna. Har cellen en lista, välj ur den. Vid frågor med flera alternativ skriver ni Ja på raden för varje alternativ som gäller."),
            ("2. Kan ni inte svara", "Välj ett skäl i kolumnen Varför inget svar och lämna svaret tomt."),
            ("3. Förklaring", "Det som granskaren behöver veta. Den skickas in med svaret."),
            ("4. Kommentar", "Det ni säger till varandra. Den stannar hos er och skickas aldrig in."),
            ("5. Läs in", "Samordnaren, eller den som har fått avsnittet, läser in filen i Lägesbild under Fyll i i Excel. Ni får se vad som ändras innan något sparas. Är något fel får ni veta vilken rad det gäller, och kan läsa in resten."),
            ("Ändra inte", "Lägg inte till rader och ta inte bort rader eller kolumner. Rader som saknas lämnas som de är i Lägesbild."),
            ("Flera filer", "Flera kan fylla i var sin kopia. Det som någon annan har ändrat sedan filen hämtades skrivs aldrig över; då får ni veta det vid inläsningen."),
        ]
        .map(|(term, text)| (term, text.to_owned())),
    );
    book.information(lines)
}

/// The hidden mark, the headers, and what may be done with the sheet.
fn set_up(sheet: &mut Worksheet, what: &WorkbookContent) -> Result<(), ExportError> {
    let organisation = what.answers.as_ref().map(|view| view.head.key.organisation.as_str()).unwrap_or_default();
    let year = what.round.year.to_string();
    for (column, text) in (0..).zip([MARK, &what.round.survey, &year, organisation, &what.questionnaire]) {
        sheet.write_string(0, column, text)?;
    }
    sheet.set_row_hidden(0)?;
    for (at, column) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(HEADERS, at, column.header, &header().set_text_wrap())?;
    }
    sheet.set_column_hidden(0)?.set_column_hidden(1)?;
    sheet.set_freeze_panes(HEADERS + 1, 4)?.set_repeat_rows(HEADERS, HEADERS)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    // Without a password: it keeps hands off the questions, and hides nothing.
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

struct FillInStyles {
    section: Format,
    locked: Format,
    soft: Format,
    text: Format,
    number: Format,
    date: Format,
}

impl FillInStyles {
    /// Of what is to be filled in, or of what somebody else has in hand.
    fn new(is_open: bool) -> Self {
        let locked = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_background_color("F2F5F4");
        let framed = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
        let framed = framed.set_border_color("CCD5D2");
        let open = if is_open { framed.set_unlocked() } else { framed.set_background_color("F2F5F4") };
        Self {
            section: header().set_font_size(14).set_background_color("DCECE8"),
            soft: locked.clone().set_font_color("4A5855"),
            locked,
            text: open.clone().set_num_format("@"),
            number: open.clone().set_num_format("#,##0.########"),
            date: open.set_num_format("yyyy-mm-dd"),
        }
    }

    fn answer(&self, field_type: &FieldType) -> &Format {
        match field_type {
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Money(_) => &self.number,
            FieldType::Date(_) => &self.date,
            _ => &self.text,
        }
    }
}

/// The rows, from top to bottom.
struct RowWriter<'a> {
    sheet: &'a mut Worksheet,
    at: u32,
    /// Of the question that is being written.
    styles: &'a FillInStyles,
    open: &'a FillInStyles,
    closed: &'a FillInStyles,
    lists: &'a ChoiceLists,
    what: &'a WorkbookContent,
}

impl RowWriter<'_> {
    fn section(&mut self, section: &Section) -> Result<(), ExportError> {
        let title = format!("{}. {}", section.letter, section.title);
        for column in 2..10 {
            let text = if column == 2 { title.as_str() } else { "" };
            self.sheet.write_string_with_format(self.at, column, text, &self.styles.section)?;
        }
        self.at += 1;
        Ok(())
    }

    fn field(&mut self, form: &Form, field: &Field) -> Result<(), ExportError> {
        let view = self.what.answers.as_ref();
        let is_open = view.is_none_or(|view| view.edit_scope.covers_field(form, field));
        self.styles = if is_open { self.open } else { self.closed };
        let stored = view.and_then(|view| view.stored.get(&field.name));
        let previous = view.and_then(|view| view.previous.get(&field.name));
        let version = stored.map_or(0, |stored| stored.version);
        let how = [Some(how_to_answer(&field.field_type)), when_to_answer_field(form, field)];
        let how: Vec<String> = how.into_iter().flatten().collect();
        self.beside(&field.name.to_string(), Some(version), (&field.number, &field.label), &how.join(". "), previous)?;
        let entry = stored.map_or(&Entry::Empty, |stored| &stored.entry);
        let is_multiple = matches!(field.field_type, FieldType::Multiple(_));
        if is_multiple {
            self.sheet.write_blank(self.at, 6, &self.styles.locked)?;
        } else {
            self.answer(field, entry)?;
        }
        self.reasons(field, entry)?;
        let note = |text: Option<&String>| text.cloned().unwrap_or_default();
        let explanation = note(stored.and_then(|stored| stored.explanation.as_ref()));
        let comment = note(stored.and_then(|stored| stored.comment.as_ref()));
        self.sheet.write_string_with_format(self.at, 8, explanation, &self.styles.text)?;
        self.sheet.write_string_with_format(self.at, 9, comment, &self.styles.text)?;
        self.at += 1;
        if is_multiple { self.options(field, entry) } else { Ok(()) }
    }

    /// What is read and not written in.
    fn beside(
        &mut self,
        name: &str,
        version: Option<i64>,
        (number, label): (&str, &str),
        how: &str,
        previous: Option<&PreviousAnswer>,
    ) -> Result<(), ExportError> {
        let previous = previous.filter(|previous| !previous.words.is_empty());
        let previous = previous.map(|previous| format!("{}: {}", previous.year, previous.words)).unwrap_or_default();
        let version = version.map(|version| version.to_string()).unwrap_or_default();
        let (locked, soft) = (&self.styles.locked, &self.styles.soft);
        let cells = [(name, soft), (&version, soft), (number, locked), (label, locked), (how, soft), (&previous, soft)];
        for (column, (text, format)) in (0..).zip(cells) {
            self.sheet.write_string_with_format(self.at, column, text, format)?;
        }
        Ok(())
    }

    fn answer(&mut self, field: &Field, entry: &Entry) -> Result<(), ExportError> {
        let (at, format) = (self.at, self.styles.answer(&field.field_type));
        match entry {
            Entry::Value(Value::Number(number)) => match exact(&field.field_type, *number) {
                Some(number) => self.sheet.write_number_with_format(at, 6, number, format)?,
                None => self.sheet.write_string_with_format(at, 6, format::answer(&field.field_type, entry), format)?,
            },
            Entry::Value(Value::Date(day)) => match excel_date(*day) {
                Some(day) => self.sheet.write_datetime_with_format(at, 6, &day, format)?,
                None => self.sheet.write_string_with_format(at, 6, iso_date::written(*day), format)?,
            },
            Entry::Value(Value::Text(text)) => self.sheet.write_string_with_format(at, 6, text, format)?,
            Entry::Empty | Entry::Missing(_) => self.sheet.write_blank(at, 6, format)?,
            other => self.sheet.write_string_with_format(at, 6, format::answer(&field.field_type, other), format)?,
        };
        if let Some(range) = self.lists.range(&field.field_type) {
            let list = DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .set_error_title("Välj ur listan")?
                .set_error_message(
                    "Svaret finns inte bland alternativen. Välj ett ur listan, eller ett skäl i nästa kolumn.",
                )?;
            self.sheet.add_data_validation(at, 6, at, 6, &list)?;
        }
        Ok(())
    }

    fn reasons(&mut self, field: &Field, entry: &Entry) -> Result<(), ExportError> {
        let given = match entry {
            Entry::Missing(reason) => reason.label(),
            _ => "",
        };
        let labels: Vec<&str> = field.missing_reasons.iter().copied().map(MissingReason::label).collect();
        if labels.is_empty() {
            self.sheet.write_blank(self.at, 7, &self.styles.locked)?;
            return Ok(());
        }
        self.sheet.write_string_with_format(self.at, 7, given, &self.styles.text)?;
        let list = DataValidation::new().allow_list_strings(&labels)?;
        self.sheet.add_data_validation(self.at, 7, self.at, 7, &list)?;
        Ok(())
    }

    /// A row for each option of a multiple choice.
    fn options(&mut self, field: &Field, entry: &Entry) -> Result<(), ExportError> {
        let chosen = match entry {
            Entry::Value(Value::Codes(codes)) => codes.as_slice(),
            _ => &[],
        };
        for choice in field.field_type.choices() {
            let name = format!("{}/{}", field.name, choice.name);
            let how = if choice.exclusive { "Ja, om inget annat gäller" } else { "Ja eller tomt" };
            self.beside(&name, None, ("", &format!("    {}", choice.label)), how, None)?;
            let is_chosen = if chosen.contains(&choice.name) { "Ja" } else { "" };
            self.sheet.write_string_with_format(self.at, 6, is_chosen, &self.styles.text)?;
            let list = DataValidation::new().allow_list_strings(&["Ja", "Nej"])?;
            self.sheet.add_data_validation(self.at, 6, self.at, 6, &list)?;
            for column in 7..10 {
                self.sheet.write_blank(self.at, column, &self.styles.locked)?;
            }
            self.at += 1;
        }
        Ok(())
    }
}

/// The number as Excel keeps it, where it keeps all of it. Percent are text, in Excel too: a number would be a share of one
/// or percent, and nobody could tell which.
fn exact(field_type: &FieldType, number: Decimal) -> Option<f64> {
    if matches!(field_type, FieldType::Percent(_)) {
        return None;
    }
    let float = number.to_f64()?;
    let back: Decimal = float.to_string().parse().ok()?;
    (back == number).then_some(float)
}

/// What can be chosen, each list once: a list in a validation may hold 255 letters and no comma, a range any.
struct ChoiceLists {
    columns: Vec<Vec<String>>,
    places: HashMap<Vec<String>, u16>,
}

impl ChoiceLists {
    fn of(form: &Form) -> Self {
        let mut lists = Self { columns: Vec::new(), places: HashMap::new() };
        for field in form.fields() {
            let labels = labels(&field.field_type);
            if !labels.is_empty() && !lists.places.contains_key(&labels) {
                lists.places.insert(labels.clone(), u16::try_from(lists.columns.len()).unwrap_or(u16::MAX));
                lists.columns.push(labels);
            }
        }
        lists
    }

    /// Where the labels of a type stand: `=Val!$B$1:$B$4`.
    fn range(&self, field_type: &FieldType) -> Option<String> {
        let labels = labels(field_type);
        let column = rust_xlsxwriter::column_number_to_name(*self.places.get(&labels)?);
        Some(format!("={LISTS}!${column}$1:${column}${}", labels.len()))
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), ExportError> {
        // Rows are written in order, so the columns are turned.
        let mut cells: BTreeMap<(u32, u16), &str> = BTreeMap::new();
        for (column, labels) in (0..).zip(&self.columns) {
            cells.extend((0..).zip(labels).map(|(row, label)| ((row, column), label.as_str())));
        }
        for ((row, column), label) in cells {
            sheet.write_string(row, column, label)?;
        }
        sheet.set_hidden(true).protect();
        Ok(())
    }
}

/// What one cell can say; a multiple choice has a row for each option.
fn labels(field_type: &FieldType) -> Vec<String> {
    match field_type {
        FieldType::Multiple(_) => Vec::new(),
        _ => field_type.codes().map(|code| field_type.label_of(code).to_owned()).collect(),
    }
}
