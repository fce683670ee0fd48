// SPDX-License-Identifier: Apache-2.0
//! One finding about a policy text, with its place.

use regorus::unstable::Span;
use serde_json::{json, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: &'static str,
    pub path: String,
    pub line: u32,
    pub column: u32,
    pub offset: u32,
    pub length: u32,
    pub message: String,
    pub help: String,
}

impl Problem {
    pub fn at_span(kind: &'static str, path: &str, span: &Span, message: String) -> Problem {
        Problem {
            kind,
            path: path.to_string(),
            line: span.line,
            column: span.col,
            offset: span.start,
            length: span.end.saturating_sub(span.start),
            message,
            help: String::new(),
        }
    }

    pub fn at_start(kind: &'static str, path: &str, message: String) -> Problem {
        Problem {
            kind,
            path: path.to_string(),
            line: 1,
            column: 1,
            offset: 0,
            length: 0,
            message,
            help: String::new(),
        }
    }

    pub fn help(mut self, help: &str) -> Problem {
        self.help = help.to_string();
        self
    }

    /// An error of the engine: `--> file:line:col`, an excerpt, `error: text`. `text_of` gives the
    /// text of a file, to turn line and column into an offset.
    pub fn from_engine(
        kind: &'static str,
        path: &str,
        report: &str,
        text_of: &dyn Fn(&str) -> Option<String>,
    ) -> Problem {
        let mut problem = Problem::at_start(kind, path, engine_message(report));
        let Some(at) = report.find("--> ") else { return problem };
        let mut parts = report[at + 4..].lines().next().unwrap_or("").rsplitn(3, ':');
        let column = parts.next().and_then(|part| part.trim().parse::<u32>().ok());
        let line = parts.next().and_then(|part| part.trim().parse::<u32>().ok());
        let file = parts.next().unwrap_or("");
        let (Some(line), Some(column)) = (line, column) else { return problem };
        if text_of(file).is_some() {
            problem.path = file.to_string();
        }
        problem.line = line;
        problem.column = column;
        if let Some(text) = text_of(&problem.path) {
            problem.offset = offset_of(&text, line, column);
            let rest = text.get(problem.offset as usize..).unwrap_or("");
            let word = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').count();
            problem.length = word.max(1) as u32;
        }
        problem
    }

    pub fn to_json(&self) -> Value {
        json!({
            "kind": self.kind, "path": self.path, "line": self.line, "column": self.column,
            "offset": self.offset, "length": self.length, "message": self.message,
            "help": self.help,
        })
    }
}

/// The engine's message without place and excerpt.
pub fn engine_message(report: &str) -> String {
    let message = match report.rfind("error: ") {
        Some(at) => &report[at + "error: ".len()..],
        None => report,
    };
    message.split('\n').next().unwrap_or("").trim().trim_end_matches('.').to_string()
}

fn offset_of(text: &str, line: u32, column: u32) -> u32 {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len() as u32,
        }
    }
    let rest = text[start..].split('\n').next().unwrap_or("");
    let within =
        rest.char_indices().nth(column.saturating_sub(1) as usize).map_or(rest.len(), |(at, _)| at);
    (start + within) as u32
}
