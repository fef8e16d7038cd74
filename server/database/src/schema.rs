//! Whether the database is what this program takes it for.

use crate::{Database, Error, entities::*};
use sea_orm::{ColumnTrait, ColumnType, DbBackend, EntityTrait, FromQueryResult, IdenStatic, Iterable, Statement};
use std::collections::{BTreeMap, BTreeSet};

#[derive(FromQueryResult)]
struct ColumnRow {
    table_name: String,
    column_name: String,
    column_type: String,
    nullable: bool,
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, LOWER(c.type) AS column_type, \
    c.\"notnull\" = 0 AS nullable FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";

const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text AS column_type, \
    is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_schema = 'public'";

/// What a column is: a word for its type, and whether it may be empty.
type Columns = BTreeMap<String, (&'static str, bool)>;

impl Database {
    /// How the database differs from what this program expects of it; nothing where all is well.
    pub async fn schema_differences(&self) -> Result<Vec<String>, Error> {
        let found = self.tables_found().await?;
        let mut expected: BTreeMap<String, Columns> = BTreeMap::new();
        macro_rules! expect {
            ($($table:ident),*) => { $(expected.insert(name::<$table::Entity>(), columns::<$table::Entity>());)* };
        }
        expect!(
            settings,
            groups,
            organisations,
            surveys,
            persons,
            memberships,
            commissions,
            link_requests,
            login_links,
            questionnaires,
            rounds,
            responses,
            answers,
            saves,
            section_marks,
            copies,
            events,
            assignments,
            presences,
            queries,
            query_messages,
            sign_offs,
            correction_requests,
            sessions,
            mail_counts
        );
        let names: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
        let mut differences = Vec::new();
        for name in names {
            let (found, expected) = (found.get(name), expected.get(name));
            if found != expected {
                differences.push(format!("table {name}: found {found:?}, expected {expected:?}"));
            }
        }
        Ok(differences)
    }

    async fn tables_found(&self) -> Result<BTreeMap<String, Columns>, Error> {
        let backend = self.read().get_database_backend();
        let sql = if backend == DbBackend::Postgres { POSTGRES } else { SQLITE };
        let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
        for row in ColumnRow::find_by_statement(Statement::from_string(backend, sql)).all(self.read()).await? {
            // The migrator's own record.
            if row.table_name == "seaql_migrations" {
                continue;
            }
            let word = match row.column_type.as_str() {
                "bigint" | "integer" => "number",
                "text" => "text",
                "boolean" => "truth",
                _ => "another type",
            };
            tables.entry(row.table_name).or_default().insert(row.column_name, (word, row.nullable));
        }
        Ok(tables)
    }
}

fn name<E: EntityTrait>() -> String {
    E::default().table_name().to_owned()
}

fn columns<E: EntityTrait>() -> Columns {
    E::Column::iter()
        .map(|column| {
            let definition = column.def();
            let word = match definition.get_column_type() {
                ColumnType::BigInteger => "number",
                ColumnType::Text => "text",
                ColumnType::Boolean => "truth",
                _ => "an unexpected type",
            };
            (column.as_str().to_owned(), (word, definition.is_null()))
        })
        .collect()
}
