//! How many lines each function of a TypeScript or JavaScript file has: a scan of the braces, with strings, comments, regular
//! expressions and the text of templates left out.

/// Each function's name and its lines. An arrow function has the name that it is bound to, or none.
pub fn functions(source: &str) -> Vec<(String, usize)> {
    let code = code_of(source);
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (at, &c) in code.iter().enumerate() {
        match c {
            b'{' => open.push(at),
            b'}' => {
                let Some(begin) = open.pop() else { continue };
                if let Some((name, head)) = head_of(&code, begin) {
                    let lines = code[head..at].iter().filter(|&&c| c == b'\n').count() + 1;
                    found.push((name, lines));
                }
            }
            _ => {}
        }
    }
    found
}

/// What may stand before `/` where a regular expression begins and no division.
const BEFORE_REGEX: &[&str] =
    &["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "await"];

/// The source of equal length with everything blank that is not code; line ends stay.
fn code_of(source: &str) -> Vec<u8> {
    let text = source.as_bytes();
    let mut code: Vec<u8> = text.iter().map(|&c| if c == b'\n' { c } else { b' ' }).collect();
    // For each template that is open: the braces that are open in its expression.
    let mut templates: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        at += match rest[0] {
            b'/' if rest.starts_with(b"//") => end_of(rest, 2, |rest| rest[0] == b'\n'),
            b'/' if rest.starts_with(b"/*") => end_of(rest, 2, |rest| rest.starts_with(b"*/")) + 2,
            b'/' if begins_regex(&code[..at]) => regex_len(rest),
            quote @ (b'"' | b'\'') => string_len(rest, quote),
            b'`' => template_len(rest, &mut templates),
            b'}' if templates.last() == Some(&0) => {
                templates.pop();
                template_len(rest, &mut templates)
            }
            c => {
                match (c, templates.last_mut()) {
                    (b'{', Some(open)) => *open += 1,
                    (b'}', Some(open)) => *open -= 1,
                    _ => {}
                }
                code[at] = c;
                1
            }
        };
    }
    code
}

fn end_of(rest: &[u8], from: usize, ends: impl Fn(&[u8]) -> bool) -> usize {
    (from..rest.len()).find(|&at| ends(&rest[at..])).unwrap_or(rest.len())
}

fn string_len(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The text of a template up to its end, or up to and with the next `${`, which opens an expression.
fn template_len(rest: &[u8], templates: &mut Vec<usize>) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'`' => return at + 1,
            b'$' if rest.get(at + 1) == Some(&b'{') => {
                templates.push(0);
                return at + 2;
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn regex_len(rest: &[u8]) -> usize {
    let (mut at, mut in_class) = (1, false);
    while at < rest.len() && (in_class || rest[at] != b'/') && rest[at] != b'\n' {
        match rest[at] {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            _ => {}
        }
        at += 1;
    }
    (at + 1).min(rest.len())
}

/// A value before `/` is divided; anything else is followed by a regular expression.
fn begins_regex(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    match before.last() {
        None => true,
        Some(&c) if is_word(c) => BEFORE_REGEX.contains(&last_word(before)),
        Some(c) => !b")]}".contains(c),
    }
}

fn is_word(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c == b'$' || c == b'#'
}

fn last_word(text: &[u8]) -> &str {
    let begin = text.iter().rposition(|&c| !is_word(c)).map_or(0, |at| at + 1);
    std::str::from_utf8(&text[begin..]).unwrap_or_default()
}

/// What stands in brackets before a block that is no function's.
const CONTROL: &[&str] = &["if", "for", "await", "while", "switch", "catch", "with"];

/// The name of the function whose body begins at this brace, and where its head begins; none for other braces.
fn head_of(code: &[u8], brace: usize) -> Option<(String, usize)> {
    let before = code[..brace].trim_ascii_end();
    if before.ends_with(b"=>") {
        let head = arrow_head(before[..before.len() - 2].trim_ascii_end());
        return Some((bound_name(&code[..head]), head));
    }
    let close = close_of(before)?;
    let begin = opening(code, close)?;
    let named = generics_off(code[..begin].trim_ascii_end());
    let word = last_word(named);
    let head = named.len() - word.len();
    match word {
        _ if CONTROL.contains(&word) => None,
        "function" => Some((bound_name(&code[..head]), head)),
        "" => None,
        name => Some((name.to_owned(), head)),
    }
}

/// The closing bracket of the parameters: right before the brace, or before a type (`): Promise<void>`).
fn close_of(before: &[u8]) -> Option<usize> {
    if before.last() == Some(&b')') {
        return Some(before.len() - 1);
    }
    let from = before.iter().rposition(|c| b";{}()=".contains(c))?;
    let typed = before[from] == b')' && before[from + 1..].trim_ascii_start().starts_with(b":");
    (typed && before[from + 1..].trim_ascii().len() > 1).then_some(from)
}

/// The bracket that the one at `close` closes.
fn opening(code: &[u8], close: usize) -> Option<usize> {
    let mut open = 0;
    (0..=close).rev().find(|&at| {
        open += match code[at] {
            b')' => 1,
            b'(' => -1,
            _ => 0,
        };
        open == 0
    })
}

/// `name<T, U>` without what is generic.
fn generics_off(text: &[u8]) -> &[u8] {
    let mut open = 0;
    let begin = text.iter().rposition(|c| {
        open += match c {
            b'>' => 1,
            b'<' => -1,
            _ => 0,
        };
        open == 0
    });
    match (text.last(), begin) {
        (Some(b'>'), Some(begin)) => text[..begin].trim_ascii_end(),
        _ => text,
    }
}

/// Where an arrow function begins: at its one parameter, or at the bracket before all of them.
fn arrow_head(before: &[u8]) -> usize {
    match close_of(before) {
        Some(close) => opening(before, close).unwrap_or(close),
        None => before.len() - last_word(before).len(),
    }
}

/// The name before `=` or `:`, to which a function is bound; what calls it with a function has none.
fn bound_name(before: &[u8]) -> String {
    let before = before.trim_ascii_end();
    let before = before.strip_suffix(b"async").unwrap_or(before).trim_ascii_end();
    match before.last() {
        Some(b'=' | b':') => last_word(before[..before.len() - 1].trim_ascii_end()).to_owned(),
        _ => "(no name)".to_owned(),
    }
}

#[test]
fn functions_are_found_and_other_braces_are_not() {
    let source = "// function no() {\nexport function one(a: number): Promise<void> {\n  if (a) {\n  }\n}\n\
                  const two = async (x) => {\n  for (const y of x) {\n  }\n};\n\
                  class A extends B {\n  #three<T>(a: T) {\n  }\n  get four() {\n  }\n}\n\
                  call((x) => {\n});\nconst o = { five: x => {\n}, six() {\n} };\nswitch (x) {\n}\n";
    let expected = [("one", 4), ("two", 4), ("#three", 2), ("four", 2), ("(no name)", 2), ("five", 2), ("six", 2)];
    assert_eq!(functions(source), expected.map(|(name, lines)| (name.to_owned(), lines)));
}

#[test]
fn braces_in_text_are_no_braces() {
    for text in
        ["'}'", "\"\\\"}\"", "`}`", "`a ${b({ c: `}${d}}` })} }`", "/[/}]\\/}/.test(a)", "/* } */ 1 / 2 / 3", "1 // }"]
    {
        let source = format!("function f() {{\n  const a = {text}\n  ;\n}}\n");
        assert_eq!(functions(&source), [("f".to_owned(), 4)], "{text}");
    }
}
