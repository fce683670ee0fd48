// SPDX-License-Identifier: Apache-2.0
//! What is refused before the parser sees a policy. The parser tries a bracket as a comprehension
//! first and as a literal after, so that its time grows exponentially with nesting, no timer covers
//! it, and an overflown stack cannot be caught. The guard reads the tokens of the parser's own
//! lexer: both agree on what is a string and what a comment.

use crate::problem::Problem;
use regorus::unstable::{Lexer, Token, TokenKind};
use regorus::Source;

pub const FILE_BYTES_MAX: usize = 1 << 20;
pub const BUNDLE_BYTES_MAX: usize = 16 << 20;
pub const FILES_MAX: usize = 10_000;
/// Levels of `[` and `{`, rule bodies included.
pub const BRACKETS_MAX: usize = 10;
/// Levels of `(` inside one another.
pub const PARENTHESES_MAX: usize = 16;
/// Infix operators, dots and postfix brackets in one expression: they nest to the left.
pub const OPERATORS_MAX: usize = 200;
/// Signs before one number or term.
pub const SIGNS_MAX: usize = 4;
/// The parser's work: each level of brackets may make it read what is inside this often.
const REREADS: u64 = 3;
pub const WORK_MAX: u64 = 20_000_000;

fn is_infix(text: &str) -> bool {
    matches!(
        text,
        "+" | "-"
            | "*"
            | "/"
            | "%"
            | "&"
            | "|"
            | "=="
            | "!="
            | "<"
            | "<="
            | ">"
            | ">="
            | "in"
            | "."
    )
}

/// One open bracket: the operators of the expression that stands in it.
#[derive(Default)]
struct Level {
    operators: usize,
    signs: usize,
}

struct Walk<'a> {
    path: &'a str,
    levels: Vec<Level>,
    brackets: usize,
    parentheses: usize,
    work: u64,
}

impl Walk<'_> {
    fn refuse(&self, token: &Token, message: String) -> Problem {
        Problem::at_span("nesting", self.path, &token.1, message)
    }

    fn open(&mut self, token: &Token, text: &str) -> Result<(), Problem> {
        if text == "(" || text == "set(" {
            self.parentheses += 1;
            if self.parentheses > PARENTHESES_MAX {
                let what = format!("parentheses are nested deeper than {PARENTHESES_MAX} levels");
                return Err(self.refuse(token, what));
            }
        } else {
            self.brackets += 1;
            if self.brackets > BRACKETS_MAX {
                let what =
                    format!("brackets and braces are nested deeper than {BRACKETS_MAX} levels");
                return Err(self.refuse(token, what));
            }
        }
        self.levels.push(Level::default());
        Ok(())
    }

    fn close(&mut self, text: &str) {
        if self.levels.len() > 1 {
            self.levels.pop();
        }
        match text {
            ")" => self.parentheses = self.parentheses.saturating_sub(1),
            _ => self.brackets = self.brackets.saturating_sub(1),
        }
    }

    fn operator(&mut self, token: &Token, text: &str, after_operand: bool) -> Result<(), Problem> {
        let level = self.levels.last_mut().expect("one level is always open");
        if text == "-" && !after_operand {
            level.signs += 1;
            if level.signs > SIGNS_MAX {
                let what = format!("more than {SIGNS_MAX} signs stand before one term");
                return Err(self.refuse(token, what));
            }
            return Ok(());
        }
        level.signs = 0;
        level.operators += 1;
        if level.operators > OPERATORS_MAX {
            let what = format!("one expression has more than {OPERATORS_MAX} operators");
            return Err(self.refuse(token, what));
        }
        Ok(())
    }

    fn step(&mut self, token: &Token, last: Option<&Last>) -> Result<(), Problem> {
        let text = match token.0 {
            TokenKind::String | TokenKind::RawString => "",
            _ => token.1.text(),
        };
        let infix = is_infix(text);
        let continues = infix || last.is_some_and(|last| last.expects_more);
        if last.is_some_and(|last| last.line != token.1.line) && !continues {
            *self.levels.last_mut().expect("one level is always open") = Level::default();
        }
        self.work += REREADS.pow(self.brackets.min(BRACKETS_MAX) as u32);
        if self.work > WORK_MAX {
            let what = "the policy is too large for how deeply its brackets are nested".to_string();
            return Err(self.refuse(token, what));
        }
        match text {
            "(" | "set(" | "[" | "{" => {
                // `a[x][y]…` nests to the left like an operator.
                self.operator(token, text, true)?;
                self.open(token, text)
            }
            ")" | "]" | "}" => {
                self.close(text);
                Ok(())
            }
            "," | ";" | ":" | ":=" | "=" => {
                *self.levels.last_mut().expect("one level is always open") = Level::default();
                Ok(())
            }
            _ if infix => {
                let after_operand = last.is_some_and(|last| !last.expects_more);
                self.operator(token, text, after_operand)
            }
            _ => {
                self.levels.last_mut().expect("one level is always open").signs = 0;
                Ok(())
            }
        }
    }
}

struct Last {
    line: u32,
    expects_more: bool,
}

/// Refuses a text that the parser must not see. What the lexer itself refuses is left to the
/// parser, which reports it with its place.
pub fn check(path: &str, text: &str) -> Result<(), Problem> {
    if text.len() > FILE_BYTES_MAX {
        let what =
            format!("the policy has {} bytes, expected at most {FILE_BYTES_MAX}", text.len());
        return Err(Problem::at_start("size", path, what));
    }
    if text.contains('\0') {
        return Err(Problem::at_start("parse", path, "the policy contains a NUL byte".to_string()));
    }
    let Ok(source) = Source::from_contents(path.to_string(), text.to_string()) else {
        return Ok(());
    };
    let mut lexer = Lexer::new(&source);
    let mut walk =
        Walk { path, levels: vec![Level::default()], brackets: 0, parentheses: 0, work: 0 };
    let mut last: Option<Last> = None;
    while let Ok(token) = lexer.next_token() {
        if token.0 == TokenKind::Eof {
            break;
        }
        walk.step(&token, last.as_ref())?;
        let text = token.1.text();
        let symbol = token.0 == TokenKind::Symbol || text == "in";
        let expects_more = symbol && !matches!(text, ")" | "]" | "}");
        last = Some(Last { line: token.1.line, expects_more });
    }
    Ok(())
}
