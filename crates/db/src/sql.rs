//! Statements put together from fixed pieces of text. Values only ever come in as parameters.

use sea_orm::Value;

use crate::row::Bind;

/// A statement being put together.
#[derive(Debug, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
}

impl Sql {
    /// A statement that begins so.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Appends a statement that came with its own parameters; they are numbered on.
    pub(crate) fn append(&mut self, sql: &str, values: Vec<Value>) -> &mut Self {
        let taken = self.values.len();
        let mut pieces = sql.split('$');
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(piece.len());
            let (number, rest) = piece.split_at(end);
            self.text.push('$');
            // Any other dollar is part of a text.
            if let Ok(number) = number.parse::<usize>() {
                self.text.push_str(&(number + taken).to_string());
            }
            self.text.push_str(rest);
        }
        self.values.extend(values);
        self
    }

    /// Appends fixed text.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a parameter.
    pub(crate) fn bind(&mut self, value: impl Bind) -> &mut Self {
        self.values.push(value.bind());
        let number = self.values.len();
        self.text.push('$');
        self.text.push_str(&number.to_string());
        self
    }

    /// Appends a list of parameters in parentheses.
    pub(crate) fn bind_list<T: Bind>(&mut self, values: &[T]) -> &mut Self {
        self.push("(");
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// Appends rows of parameters for `VALUES`.
    pub(crate) fn bind_rows(&mut self, rows: impl IntoIterator<Item = Vec<Value>>) -> &mut Self {
        for (index, row) in rows.into_iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", (" });
            for (column, value) in row.into_iter().enumerate() {
                if column > 0 {
                    self.push(", ");
                }
                self.values.push(value);
                let number = self.values.len();
                self.text.push('$');
                self.text.push_str(&number.to_string());
            }
            self.push(")");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::values;

    #[test]
    fn parameters_of_appended_statements_are_numbered_on() {
        let mut sql = Sql::default();
        sql.append("UPDATE a SET b = $2 WHERE c = $1", values![1_i64, 2_i64]);
        sql.push("; ");
        sql.append("INSERT INTO d VALUES ($1, $10, $2, '#$%')", values![3_i64]);
        assert_eq!(
            sql.text,
            "UPDATE a SET b = $2 WHERE c = $1; INSERT INTO d VALUES ($3, $12, $4, '#$%')"
        );
        assert_eq!(sql.values.len(), 3);
    }
}
