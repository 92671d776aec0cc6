//! What a chapter must be, beyond the kinds of its values.

use super::{Chapter, Guess, Step, Stop, Text, WORDS_MAX};
use crate::scenario::config::{ConfigError, check_number};

/// Steps and runs of a chapter at most.
const STEPS_MAX: usize = 100;
/// Views that a step can name.
const VIEWS: [&str; 6] = ["swarm", "pieces", "gifts", "progress", "log", "tree"];
const SECONDS_MAX: f64 = 1e6;

impl Chapter {
    /// Everything that is wrong with it.
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        check_id("id", &self.id, &mut errors);
        check_text("title", &self.title, 12, &mut errors);
        check_text("about", &self.about, WORDS_MAX, &mut errors);
        for (field, n) in [("runs", self.runs.len()), ("steps", self.steps.len())] {
            if n == 0 || n > STEPS_MAX {
                errors.push(ConfigError::out_of_range(field, n, format!("1 to {STEPS_MAX}")));
            }
        }
        for (i, run) in self.runs.iter().enumerate() {
            check_id(&format!("runs[{i}].id"), &run.id, &mut errors);
        }
        for (i, step) in self.steps.iter().enumerate() {
            self.check_step(&format!("steps[{i}]"), step, &mut errors);
        }
        errors
    }

    fn check_step(&self, path: &str, step: &Step, errors: &mut Vec<ConfigError>) {
        check_id(&format!("{path}.id"), &step.id, errors);
        check_text(&format!("{path}.head"), &step.head, 16, errors);
        check_text(&format!("{path}.say"), &step.say, WORDS_MAX, errors);
        check_number(format_args!("{path}.speed"), step.speed, 0.0625, 4096.0, "times", errors);
        if let Stop::AtS(at_s) = step.stop {
            check_number(format_args!("{path}.stop.at_s"), at_s, 0.0, SECONDS_MAX, "s", errors);
        }
        check_number(format_args!("{path}.from_s"), step.from_s.unwrap_or(0.0), 0.0, SECONDS_MAX, "s", errors);
        let runs: Vec<&str> = self.runs.iter().map(|run| &run.id[..]).collect();
        let mut one_of = |field: &str, value: Option<&String>, known: &[&str]| {
            if let Some(value) = value.filter(|value| !known.contains(&&value[..])) {
                errors.push(ConfigError::new(format!("{path}.{field}"), value, format!("one of {}", known.join(", "))));
            }
        };
        one_of("run", step.run.as_ref(), &runs);
        one_of("view", step.view.as_ref(), &VIEWS);
        let asking = self.steps.iter().take_while(|before| before.id != step.id).filter(|step| step.question.is_some());
        one_of("answers", step.answers.as_ref(), &asking.map(|step| &step.id[..]).collect::<Vec<&str>>());
        for reveal in &step.reveal {
            one_of("reveal.figure.run", reveal.figure.run.as_ref(), &runs);
        }
        if let Some(Guess::Choice { answers, right, .. }) = &step.question
            && *right as usize >= answers.len()
        {
            let range = format!("0 to {}, one of the answers", answers.len().saturating_sub(1));
            errors.push(ConfigError::out_of_range(format!("{path}.question.choice.right"), *right, range));
        }
    }
}

fn check_id(field: &str, id: &str, errors: &mut Vec<ConfigError>) {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if id.is_empty() || id.len() > 64 || !id.chars().all(known) {
        errors.push(ConfigError::new(field, id, "1 to 64 small letters, digits and _"));
    }
}

fn check_text(field: &str, text: &Text, words_max: usize, errors: &mut Vec<ConfigError>) {
    if !text.contains_key("en") {
        errors.push(ConfigError::new(field, "no English text", "a text for each language, with \"en\" among them"));
    }
    for (language, sentence) in text {
        let words = sentence.split_whitespace().count();
        if words > words_max {
            let given = format!("{words} words");
            errors.push(ConfigError::new(format!("{field}.{language}"), given, format!("at most {words_max} words")));
        }
    }
}
