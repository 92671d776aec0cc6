//! Plots of many runs, as SVG: one dot a run, the median, the range that was claimed. `lines` has curves and distributions.
//!
//! Written by hand: a strip of dots needs no library, and the same numbers always give the same bytes.

pub mod lines;

use crate::figures::show;
use crate::statistics::{median, quantile};
use std::fmt::Write;

/// One measure over the variants.
pub struct Panel {
    /// What is measured.
    pub title: String,
    /// A line of dots for each variant.
    pub strips: Vec<Strip>,
}

/// The runs of one variant.
pub struct Strip {
    /// The variant's name.
    pub name: String,
    /// A number a run.
    pub numbers: Vec<f64>,
    /// The range in which the median was claimed to lie.
    pub claimed: Option<(Option<f64>, Option<f64>)>,
}

const WIDTH: f64 = 760.0;
const LEFT: f64 = 170.0;
const RIGHT: f64 = 24.0;
const STRIP: f64 = 30.0;
const HEAD: f64 = 30.0;
const FOOT: f64 = 34.0;

/// The panels below each other.
pub fn svg(panels: &[Panel]) -> String {
    let panels: Vec<&Panel> =
        panels.iter().filter(|it| it.strips.iter().any(|strip| !strip.numbers.is_empty())).collect();
    let height: f64 = panels.iter().map(|panel| HEAD + FOOT + STRIP * panel.strips.len() as f64).sum();
    let (mut body, mut top) = (String::new(), 0.0);
    for panel in panels {
        draw(&mut body, panel, top);
        top += HEAD + FOOT + STRIP * panel.strips.len() as f64;
    }
    document(height, &body)
}

/// A drawing with its white ground.
fn document(height: f64, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{body}</svg>\n"
    )
}

fn draw(out: &mut String, panel: &Panel, top: f64) {
    let (low, high, ticks) = axis(panel);
    let x = |value: f64| LEFT + (value.clamp(low, high) - low) / (high - low) * (WIDTH - LEFT - RIGHT);
    let bottom = top + HEAD + STRIP * panel.strips.len() as f64;
    writeln!(out, "<text x=\"8\" y=\"{:.1}\" font-weight=\"600\">{}</text>", top + 19.0, escape(&panel.title)).unwrap();
    for tick in ticks {
        let at = x(tick);
        writeln!(out, "<path d=\"M{at:.1} {:.1}V{bottom:.1}\" stroke=\"#ddd\"/>", top + HEAD).unwrap();
        writeln!(
            out,
            "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555\">{}</text>",
            bottom + 16.0,
            show(tick)
        )
        .unwrap();
    }
    for (i, strip) in panel.strips.iter().enumerate() {
        let y = top + HEAD + STRIP * (i as f64 + 0.5);
        writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 10.0,
            y + 4.0,
            escape(&strip.name)
        )
        .unwrap();
        if let Some((from, to)) = strip.claimed {
            let (from, to) = (x(from.unwrap_or(low)), x(to.unwrap_or(high)));
            let width = (to - from).max(2.0);
            writeln!(
                out,
                "<rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"22\" fill=\"#cfe8cf\"/>",
                y - 11.0
            )
            .unwrap();
        }
        for (j, &number) in strip.numbers.iter().enumerate() {
            // Dots above and below the line by turns, so that equal ones are seen as several.
            let off = (j % 5) as f64 * 3.0 - 6.0;
            writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.6\" fill=\"#1f5fa8\" fill-opacity=\".55\"/>",
                x(number),
                y + off
            )
            .unwrap();
        }
        if !strip.numbers.is_empty() {
            let middle = x(median(&strip.numbers));
            writeln!(out, "<path d=\"M{middle:.1} {:.1}v22\" stroke=\"#b3261e\" stroke-width=\"2\"/>", y - 11.0)
                .unwrap();
        }
    }
}

/// The ends of an axis that holds every dot and every claimed end, and its round ticks.
fn axis(panel: &Panel) -> (f64, f64, Vec<f64>) {
    let claims = panel.strips.iter().filter_map(|strip| strip.claimed).flat_map(|(from, to)| [from, to]).flatten();
    let all: Vec<f64> = panel.strips.iter().flat_map(|strip| strip.numbers.iter().copied()).chain(claims).collect();
    ticks(&all)
}

/// The ends of an axis that holds these numbers, and its round ticks.
fn ticks(all: &[f64]) -> (f64, f64, Vec<f64>) {
    let (least, most) = (quantile(all, 0.0), quantile(all, 1.0));
    let span = if most > least { most - least } else { least.abs().max(1.0) * 0.1 };
    let rough = span / 5.0;
    let power = 10f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|&step| step >= rough).unwrap_or(rough);
    let (first, last) = (((least - span * 0.02) / step).floor(), ((most + span * 0.02) / step).ceil());
    let ticks = (0..=(last - first) as u32).map(|i| (first + f64::from(i)) * step).collect();
    (first * step, last * step, ticks)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_is_a_dot_inside_the_axis() {
        let strip = |name: &str, numbers: &[f64]| Strip {
            name: name.into(),
            numbers: numbers.to_vec(),
            claimed: Some((Some(1.5), None)),
        };
        let text =
            svg(&[Panel { title: "a < b".into(), strips: vec![strip("one", &[1.0, 2.0, 3.0]), strip("two", &[7.0])] }]);
        assert_eq!(text.matches("<circle").count(), 4);
        assert!(text.contains("a &lt; b") && text.ends_with("</svg>\n"));
        let places = text.split("cx=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap());
        assert!(places.into_iter().all(|x| (LEFT..=WIDTH - RIGHT).contains(&x)));
    }

    #[test]
    fn ticks_are_round_and_hold_everything() {
        let strip = Strip { name: String::new(), numbers: vec![0.93, 0.97], claimed: Some((Some(0.9), Some(0.95))) };
        let (low, high, ticks) = axis(&Panel { title: String::new(), strips: vec![strip] });
        assert!(low <= 0.9 && high >= 0.97 && (4..=9).contains(&ticks.len()), "{low} {high} {ticks:?}");
        let flat = Strip { name: String::new(), numbers: vec![5.0; 3], claimed: None };
        let (low, high, _) = axis(&Panel { title: String::new(), strips: vec![flat] });
        assert!(low < 5.0 && 5.0 < high);
    }
}
