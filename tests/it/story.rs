//! Every step of every chapter: it reaches its stop in time, and what it says is so on the run that people get, for the reason given.

use serde_json::Value;
use std::collections::BTreeMap;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::observe::asked::{DecisionKind, Filter, Told};
use swarmscope_core::observe::history::History;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::scenario::presets::PRESETS;
use swarmscope_core::sim::why::{Answer, Question};
use swarmscope_core::sim::{Sim, SimOptions};
use swarmscope_core::story::figure::{FigureOf, figure};
use swarmscope_core::story::{CHAPTERS, Chapter, Guess, MarkWanted, Promised, Statement, Step, Stop};

/// Seconds that a step is watched at most.
const WATCHED_S: f64 = 20.0;

/// Seconds until a preset keeps its promise, at most.
const PROMISED_S: f64 = 30.0;

fn file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/story");
    std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(id: &str) -> String {
    file(&format!("chapters/{id}"))
}

fn read(id: &str) -> Chapter {
    let chapter = Chapter::parse(&text(id)).unwrap_or_else(|errors| panic!("{id}: {errors:#?}"));
    assert_eq!(chapter.id, id);
    chapter
}

fn chapters() -> Vec<Chapter> {
    CHAPTERS.iter().map(|id| read(id)).collect()
}

fn ask(sim: &Sim, question: Question) -> Answer {
    let mut asking = sim.ask(question, None);
    while asking.go_on(1_000_000).unwrap() {}
    asking.answer().unwrap()
}

/// A run of a chapter, and its history as far as the page looks at it.
struct Played {
    sim: Sim,
    history: History,
}

fn play(scenario: &ValidScenario, seed: u32, until_s: Option<f64>) -> Played {
    let sim = Sim::with_options(scenario, u64::from(seed), SimOptions::NOTHING);
    // A run in which nobody is ever complete is told so far.
    let to = Some(Nanos::from_secs_f64(until_s.unwrap_or(1_000.0)));
    let Answer::History(history) = ask(&sim, Question::History { to, events_max: u64::MAX }) else { unreachable!() };
    Played { sim, history: *history }
}

/// What a step is judged by.
struct Scene<'s> {
    name: String,
    played: &'s BTreeMap<&'s str, Played>,
    run: &'s str,
    start_s: f64,
    stop_s: f64,
    content: f64,
}

impl Scene<'_> {
    fn history(&self) -> &History {
        &self.played[self.run].history
    }

    fn figure(&self, wanted: &FigureOf) -> f64 {
        let (history, stop_s) = match wanted.run.as_deref() {
            Some(run) => (&self.played[run].history, f64::INFINITY),
            None => (self.history(), self.stop_s),
        };
        figure(&wanted.of, history, stop_s, self.content)
            .unwrap_or_else(|| panic!("{}: no such figure: {wanted:?}", self.name))
    }

    fn moment(&self, wanted: &MarkWanted) -> f64 {
        let found = wanted.find(&self.history().marks);
        found.unwrap_or_else(|| panic!("{}: it does not happen: {wanted:?}", self.name)).at_s
    }

    fn decisions(&self, peer: Option<u32>, other: Option<u32>, kind: DecisionKind) -> Vec<Told> {
        let filter = Filter {
            peer: peer.map(PeerIdx),
            other: other.map(PeerIdx),
            kind: Some(kind),
            from: Nanos::from_secs_f64(self.start_s),
            to: Nanos::from_secs_f64(self.stop_s),
            most: 100_000,
        };
        match ask(&self.played[self.run].sim, Question::Decisions(filter)) {
            Answer::Decisions(decisions) => decisions.told,
            other => panic!("{other:?}"),
        }
    }

    fn check(&self, claim: &Statement) {
        let name = &self.name;
        match claim {
            Statement::Between { figure, min, max } => {
                let value = self.figure(figure);
                assert!((*min..=*max).contains(&value), "{name}: {figure:?} is {value}, not from {min} to {max}");
            }
            Statement::Less { a, b, times } => {
                let (less, more, times) = (self.figure(a), self.figure(b), times.unwrap_or(1.0));
                assert!(less * times < more, "{name}: {less} times {times} is not below {more} ({a:?}, {b:?})");
            }
            Statement::Before { a, b } => {
                let (first, then) = (self.moment(a), self.moment(b));
                assert!(first <= then, "{name}: {first} is not before {then} ({a:?}, {b:?})");
            }
            Statement::Never(wanted) => {
                let found = wanted.find(&self.history().marks).filter(|mark| mark.at_s <= self.stop_s);
                assert!(found.is_none(), "{name}: it does happen: {found:?}");
            }
            Statement::Cause { kind, peer, other, rule, verdict, least } => {
                let told = self.decisions(*peer, *other, *kind);
                let fits = |told: &&Told| {
                    let tree = serde_json::to_value(told).unwrap();
                    rule.as_ref().is_none_or(|rule| has(&tree, "rule", rule) || has(&tree, "step", rule))
                        && verdict.as_ref().is_none_or(|verdict| verdict_of(&tree, *other) == Some(verdict))
                };
                let n = told.iter().filter(fits).count();
                assert!(n as u32 >= least.unwrap_or(1), "{name}: {n} of {} decisions: {claim:?}", told.len());
            }
        }
    }
}

/// Whether a key somewhere in a tree has this value.
fn has(tree: &Value, key: &str, value: &str) -> bool {
    match tree {
        Value::Object(object) => {
            object.get(key).and_then(Value::as_str) == Some(value) || object.values().any(|part| has(part, key, value))
        }
        Value::Array(list) => list.iter().any(|part| has(part, key, value)),
        _ => false,
    }
}

/// What became of a neighbour in a decision about slots.
fn verdict_of(tree: &Value, other: Option<u32>) -> Option<&String> {
    match tree {
        Value::Object(object) if object.get("peer").and_then(Value::as_u64) == other.map(u64::from) => {
            match object.get("verdict") {
                Some(Value::String(verdict)) => Some(verdict),
                _ => object.values().find_map(|part| verdict_of(part, other)),
            }
        }
        Value::Object(object) => object.values().find_map(|part| verdict_of(part, other)),
        Value::Array(list) => list.iter().find_map(|part| verdict_of(part, other)),
        _ => None,
    }
}

fn content(scenario: &ValidScenario) -> f64 {
    let geometry = scenario.torrent.geometry();
    (0..geometry.n_pieces()).map(|piece| f64::from(geometry.piece_len(piece))).sum()
}

/// Where a step stops.
fn stop_of(stop: &Stop, history: &History, name: &str) -> f64 {
    match stop {
        Stop::AtS(at_s) => *at_s,
        Stop::Mark(wanted) => {
            wanted.find(&history.marks).unwrap_or_else(|| panic!("{name}: never stops: {wanted:?}")).at_s
        }
    }
}

fn check_chapter(chapter: &Chapter) {
    let played = chapter.runs.iter().map(|run| {
        let scenario = chapter.scenario_of(run).unwrap();
        (&run.id[..], play(&scenario, run.seed, run.until_s))
    });
    let played: BTreeMap<&str, Played> = played.collect();
    let content = content(&chapter.scenario_of(&chapter.runs[0]).unwrap());
    let (mut run, mut stop_s) = (&chapter.runs[0].id[..], 0.0);
    for step in &chapter.steps {
        let another = step.run.as_deref().unwrap_or(run);
        let start_s = step.from_s.unwrap_or(if another == run { stop_s } else { 0.0 });
        run = another;
        let name = format!("{}, {}", chapter.id, step.id);
        stop_s = stop_of(&step.stop, &played[run].history, &name);
        assert!(stop_s >= start_s, "{name}: stops at {stop_s} s, before it begins at {start_s} s");
        let watched = (stop_s - start_s) / step.speed;
        assert!(watched <= WATCHED_S, "{name}: takes {watched} s of watching, from {start_s} to {stop_s} s");
        let scene = Scene { name, played: &played, run, start_s, stop_s, content };
        for reveal in &step.reveal {
            let figure = scene.figure(&reveal.figure);
            assert!(figure.is_finite(), "{}: reveals {figure}", scene.name);
        }
        step.claims.iter().for_each(|claim| scene.check(claim));
        check_guess(step, &scene);
        check_words(step, &scene.name);
    }
}

fn check_guess(step: &Step, scene: &Scene<'_>) {
    if let Some(Guess::Seconds { max_s, truth, .. }) = &step.question {
        let truth = scene.figure(truth);
        assert!(truth > 0.0 && truth < *max_s, "{}: the truth, {truth} s, is no answer", scene.name);
    }
}

/// Everything is said in both languages; that sentences are short is checked when a chapter is read.
fn check_words(step: &Step, name: &str) {
    let mut texts = vec![&step.head, &step.say];
    texts.extend(step.reveal.iter().map(|reveal| &reveal.label));
    match &step.question {
        Some(Guess::Choice { ask, answers, because, .. }) => texts.extend(answers.iter().chain([ask, because])),
        Some(Guess::Seconds { ask, .. }) => texts.push(ask),
        None => {}
    }
    for text in texts {
        for language in ["en", "de"] {
            assert!(text.get(language).is_some_and(|text| !text.is_empty()), "{name}: not in {language}: {text:?}");
        }
    }
}

#[test]
fn what_a_chapter_says_is_so_and_for_the_reason_given() {
    chapters().iter().filter(|chapter| chapter.id != "crowd").for_each(check_chapter);
}

#[test]
fn what_the_chapter_of_ten_thousand_says_is_so() {
    check_chapter(&read("crowd"));
}

#[test]
fn a_chapter_with_a_mistake_is_refused_with_its_place() {
    let good: Value = serde_json::from_str(&text(CHAPTERS[0])).unwrap();
    let refused = |change: fn(&mut Value)| {
        let mut tree = good.clone();
        change(&mut tree);
        let errors = Chapter::parse(&tree.to_string()).unwrap_err();
        errors.iter().map(|error| format!("{} | {} | {}", error.field, error.value, error.expected)).collect::<String>()
    };
    let told = refused(|tree| tree["steps"][1]["spede"] = 2.into());
    assert!(told.starts_with("steps[1].spede") && told.contains("did you mean speed?"), "{told}");
    let told = refused(|tree| tree["steps"][1]["speed"] = 0.into());
    assert!(told.starts_with("steps[1].speed | 0") && told.contains("0.0625"), "{told}");
    let told = refused(|tree| tree["steps"][0]["say"]["en"] = "word ".repeat(26).into());
    assert_eq!(told, "steps[0].say.en | 26 words | at most 25 words");
    let told = refused(|tree| tree["steps"][0]["run"] = "nobody".into());
    assert_eq!(told, "steps[0].run | nobody | one of alone, together");
    let told = refused(|tree| tree["runs"][0]["set"]["peer.picker.policy"] = "best".into());
    assert!(told.starts_with("runs[0].scenario.peer.picker.policy | \"best\""), "{told}");
}

#[test]
fn every_preset_keeps_its_promise_on_the_first_seed() {
    let promises: BTreeMap<String, Promised> = serde_json::from_str(&file("promises")).unwrap();
    for (name, make) in PRESETS {
        let promise = promises.get(*name).unwrap_or_else(|| panic!("{name}: it promises nothing"));
        let scenario = make().validate().unwrap();
        let content = content(&scenario);
        let played = BTreeMap::from([("preset", play(&scenario, 1, None))]);
        let stop_s = stop_of(&promise.stop, &played["preset"].history, name);
        assert!(stop_s / promise.speed <= PROMISED_S, "{name}: {stop_s} s at {} times", promise.speed);
        let scene = Scene { name: (*name).to_owned(), played: &played, run: "preset", start_s: 0.0, stop_s, content };
        promise.claims.iter().for_each(|claim| scene.check(claim));
    }
    assert_eq!(promises.len(), PRESETS.len());
}

#[test]
fn the_chapter_in_the_readme_is_one() {
    let readme = include_str!("../../README.md");
    let section = readme.split("### Write a chapter").nth(1).expect("the README has the section");
    let json = section.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let chapter = Chapter::parse(json).unwrap();
    assert_eq!(chapter.steps.len(), 2);
}

/// "Every thirty seconds" is the turn of the optimistic slot of the run that is shown.
#[test]
fn the_place_by_chance_goes_on_every_thirty_seconds() {
    let chapter = read("newcomer");
    for run in &chapter.runs {
        let choker = &chapter.scenario_of(run).unwrap().peer.choker;
        assert_eq!(choker.rechoke_interval_s.0 * f64::from(choker.optimistic_rounds), 30.0);
    }
}
