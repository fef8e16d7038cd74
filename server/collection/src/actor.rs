//! Who asks. Every use case takes an actor and decides by it alone; no caller is trusted to have asked before.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use time::OffsetDateTime;

/// Who asks for something.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Nobody is signed in.
    Anonymous,
    /// The command line, run by somebody who has the database anyway.
    System,
    /// A signed-in person.
    Person(Arc<Person>),
}

/// A person with their part in organisations and surveys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The database's number of the person.
    pub id: i64,
    /// "Karin Nyström".
    pub name: String,
    /// Lower case.
    pub email: String,
    /// May everything an owner may, on every survey, and manages people.
    pub administrator: bool,
    /// Parts in organisations.
    pub memberships: Vec<Membership>,
    /// Parts in organisations that were offered and are not accepted. They give nothing.
    pub invitations: Vec<Invitation>,
    /// Parts in surveys.
    pub commissions: Vec<Commission>,
}

/// A person's part in an organisation's responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The organisation's code.
    pub organisation: String,
    /// The organisation's full name: "Sundsvalls kommun".
    pub organisation_name: String,
    /// The part.
    pub role: OrganisationRole,
    /// Whether it came by an invitation, to something single.
    pub is_invited: bool,
    /// Whether it lets its holder read the whole response: an invited contributor does only where the invitation says so.
    pub reads_all: bool,
    /// Whether it is a signatory's whom a coordinator has proposed and nobody else has confirmed.
    pub is_unconfirmed: bool,
}

/// A part in an organisation's responses that a person may accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The organisation's code.
    pub organisation: String,
    /// The organisation's full name: "Sundsvalls kommun".
    pub organisation_name: String,
    /// The part.
    pub role: OrganisationRole,
    /// Until when it can be accepted.
    pub until: OffsetDateTime,
}

/// A person's part on a survey's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// The survey's code.
    pub survey: String,
    /// The part.
    pub role: SurveyRole,
}

/// A part in an organisation's response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationRole {
    /// Answers, hands out sections, submits and declines.
    Coordinator,
    /// Answers.
    Contributor,
    /// Signs.
    Signatory,
    /// Reads.
    Reader,
}

impl OrganisationRole {
    /// Every part, the one that may most first.
    pub const ALL: [Self; 4] = [Self::Coordinator, Self::Contributor, Self::Signatory, Self::Reader];

    /// The code in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Contributor => "contributor",
            Self::Signatory => "signatory",
            Self::Reader => "reader",
        }
    }

    /// The word in the interface.
    pub fn label(self) -> &'static str {
        match self {
            Self::Coordinator => "samordnare",
            Self::Contributor => "bidragsgivare",
            Self::Signatory => "undertecknare",
            Self::Reader => "läsare",
        }
    }

    /// The part with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A part on a survey's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyRole {
    /// Follows up, reviews, exports, declines and resumes on behalf of an organisation.
    Owner,
    /// Follows up, reviews and exports.
    Reviewer,
}

impl SurveyRole {
    /// Every part, the one that may most first.
    pub const ALL: [Self; 2] = [Self::Owner, Self::Reviewer];

    /// The code in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Reviewer => "reviewer",
        }
    }

    /// The word in the interface.
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "ägare",
            Self::Reviewer => "granskare",
        }
    }

    /// The part with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

impl Actor {
    /// The person, where one is signed in.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Anonymous | Self::System => None,
        }
    }

    /// The number that is written beside what the actor does; none for the command line.
    pub(crate) fn person_id(&self) -> Option<i64> {
        self.person().map(|person| person.id)
    }

    /// The name that is shown beside what the actor does; empty for the command line.
    pub(crate) fn name(&self) -> String {
        self.person().map(|person| person.name.clone()).unwrap_or_default()
    }

    /// Returns whether the actor manages the people of the service: an administrator or the command line.
    pub(crate) fn administers(&self) -> bool {
        match self {
            Self::System => true,
            Self::Anonymous => false,
            Self::Person(person) => person.administrator,
        }
    }

    /// Returns whether the actor is the person with this number.
    pub(crate) fn is(&self, person_id: i64) -> bool {
        self.person_id() == Some(person_id)
    }

    /// Returns whether the actor may see where this person is signed in, and end it.
    pub(crate) fn may_end_sessions_of(&self, person_id: i64) -> bool {
        self.is(person_id) || self.administers()
    }

    /// The address that is told beside the name; empty for the command line.
    pub(crate) fn email(&self) -> String {
        self.person().map(|person| person.email.clone()).unwrap_or_default()
    }

    fn has_part(&self, organisation: &str, roles: &[OrganisationRole]) -> bool {
        match self {
            Self::System => true,
            Self::Anonymous => false,
            Self::Person(person) => person
                .memberships
                .iter()
                .any(|membership| membership.organisation == organisation && roles.contains(&membership.role)),
        }
    }

    /// Returns whether the actor belongs to the organisation, and so may read something of its draft.
    pub(crate) fn belongs_to(&self, organisation: &str) -> bool {
        self.has_part(organisation, &OrganisationRole::ALL)
    }

    /// Whether the actor may read everything of the organisation's responses: the draft, what was sent in before, and
    /// files. What an invited colleague reads instead, is decided by what is assigned.
    pub(crate) fn may_read_whole(&self, organisation: &str) -> bool {
        match self {
            Self::System => true,
            Self::Anonymous => false,
            Self::Person(person) => {
                person.memberships.iter().any(|part| part.organisation == organisation && part.reads_all)
            }
        }
    }

    /// Whether the actor may change the organisation's answers.
    pub(crate) fn may_edit(&self, organisation: &str) -> bool {
        self.has_part(organisation, &[OrganisationRole::Coordinator, OrganisationRole::Contributor])
    }

    /// Whether the actor may change the organisation's answers only because of an invitation to do something single.
    pub(crate) fn is_invited(&self, organisation: &str) -> bool {
        let edits = |part: &&Membership| {
            part.organisation == organisation
                && matches!(part.role, OrganisationRole::Coordinator | OrganisationRole::Contributor)
        };
        self.person().is_some_and(|person| {
            let mut parts = person.memberships.iter().filter(edits).peekable();
            parts.peek().is_some() && parts.all(|part| part.is_invited)
        })
    }

    /// Whether the actor coordinates the organisation's responses: hands out, reminds and asks for sign-off.
    pub(crate) fn may_coordinate(&self, organisation: &str) -> bool {
        self.has_part(organisation, &[OrganisationRole::Coordinator])
    }

    /// Whether the actor signs the organisation's responses, or sends them back unsigned.
    pub(crate) fn may_sign(&self, organisation: &str) -> bool {
        self.has_part(organisation, &[OrganisationRole::Signatory])
    }

    /// Returns whether the actor signs the organisation's responses without anybody but a coordinator having said so.
    pub(crate) fn is_unconfirmed_signatory(&self, organisation: &str) -> bool {
        self.person().is_some_and(|person| {
            let is_signatory =
                |part: &&Membership| part.organisation == organisation && part.role == OrganisationRole::Signatory;
            let mut parts = person.memberships.iter().filter(is_signatory).peekable();
            parts.peek().is_some() && parts.all(|part| part.is_unconfirmed)
        })
    }

    /// Whether the actor may confirm whom a coordinator of the organisation has proposed as a signatory: an owner of the
    /// survey, as administrators are, or a signatory who is confirmed.
    pub(crate) fn may_confirm_signatories(&self, survey: &str, organisation: &str) -> bool {
        self.owns(survey) || self.may_sign(organisation) && !self.is_unconfirmed_signatory(organisation)
    }

    /// Whether the actor may send the organisation's response in: a signatory always, a coordinator where the round wants
    /// no signature.
    pub(crate) fn may_submit(&self, organisation: &str, sign_off: bool) -> bool {
        self.may_sign(organisation) || !sign_off && self.may_coordinate(organisation)
    }

    /// Returns whether the actor may ask to correct what the organisation has sent in.
    pub(crate) fn may_ask_to_correct(&self, organisation: &str) -> bool {
        self.may_coordinate(organisation) || self.may_sign(organisation)
    }

    /// Whether the actor may decline or resume on the organisation's or the survey's behalf.
    pub(crate) fn may_decline(&self, survey: &str, organisation: &str) -> bool {
        self.may_coordinate(organisation) || self.owns(survey)
    }

    /// Whether the actor follows the survey up: its owner, a reviewer, an administrator or the command line.
    pub(crate) fn may_follow_up(&self, survey: &str) -> bool {
        self.has_commission(survey, &SurveyRole::ALL)
    }

    /// Whether the actor owns the survey, as administrators do with all.
    pub(crate) fn owns(&self, survey: &str) -> bool {
        self.has_commission(survey, &[SurveyRole::Owner])
    }

    fn has_commission(&self, survey: &str, roles: &[SurveyRole]) -> bool {
        match self {
            Self::System => true,
            Self::Anonymous => false,
            Self::Person(person) => {
                person.administrator
                    || person.commissions.iter().any(|part| part.survey == survey && roles.contains(&part.role))
            }
        }
    }
}
