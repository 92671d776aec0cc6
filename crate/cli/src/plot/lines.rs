//! Lines over a pair of axes, as SVG: a curve with a band around it, or the steps of a distribution.

use super::{FOOT, HEAD, RIGHT, WIDTH, document, escape, ticks};
use crate::figures::show;
use std::fmt::Write;

/// A pair of axes with lines.
pub struct Chart {
    /// What is shown.
    pub title: String,
    /// What is along the horizontal axis.
    pub across: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A line.
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its points from left to right: across, up.
    pub points: Vec<(f64, f64)>,
    /// What is below and above each point; empty for none.
    pub band: Vec<(f64, f64)>,
    /// Whether it goes by steps, and its points are marked by nothing.
    pub steps: bool,
}

const LEFT: f64 = 64.0;
const TALL: f64 = 230.0;
const KEY: f64 = 18.0;

/// Colours that are told apart with each kind of colour blindness (Okabe and Ito, 2008); the ninth line has the first one's again.
const COLOURS: [&str; 8] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999933"];

/// The charts below each other.
pub fn svg(charts: &[Chart]) -> String {
    let charts: Vec<&Chart> = charts.iter().filter(|it| it.lines.iter().any(|line| !line.points.is_empty())).collect();
    let height = |chart: &Chart| HEAD + TALL + FOOT + 14.0 + KEY * chart.lines.len() as f64;
    let mut top = 0.0;
    let mut body = String::new();
    for chart in charts {
        draw(&mut body, chart, top);
        top += height(chart);
    }
    document(top, &body)
}

fn draw(out: &mut String, chart: &Chart, top: f64) {
    let (above, below) = (top + HEAD, top + HEAD + TALL);
    let points = || chart.lines.iter().flat_map(|line| line.points.iter());
    let bands = chart.lines.iter().flat_map(|line| line.band.iter()).flat_map(|&(low, high)| [low, high]);
    let across: Vec<f64> = points().map(|point| point.0).collect();
    let up: Vec<f64> = points().map(|point| point.1).chain(bands).collect();
    let (left, right, x_ticks) = ticks(&across);
    // Steps are shares.
    let (low, high, y_ticks) =
        if chart.lines.iter().all(|line| line.steps) { ticks(&[0.02, 0.98]) } else { ticks(&up) };
    let x = |value: f64| LEFT + (value - left) / (right - left) * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| below - (value - low) / (high - low) * TALL;
    writeln!(out, "<text x=\"8\" y=\"{:.1}\" font-weight=\"600\">{}</text>", top + 19.0, escape(&chart.title)).unwrap();
    for tick in x_ticks {
        let at = x(tick);
        writeln!(out, "<path d=\"M{at:.1} {above:.1}V{below:.1}\" stroke=\"#ddd\"/>").unwrap();
        let text = format!("text-anchor=\"middle\" fill=\"#555\">{}</text>", show(tick));
        writeln!(out, "<text x=\"{at:.1}\" y=\"{:.1}\" {text}", below + 16.0).unwrap();
    }
    for tick in y_ticks {
        let at = y(tick);
        writeln!(out, "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#ddd\"/>", WIDTH - RIGHT).unwrap();
        let text = format!("text-anchor=\"end\" fill=\"#555\">{}</text>", show(tick));
        writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\" {text}", LEFT - 6.0, at + 4.0).unwrap();
    }
    let middle = (LEFT + WIDTH - RIGHT) / 2.0;
    let name = escape(&chart.across);
    writeln!(out, "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{name}</text>", below + 32.0).unwrap();
    for (i, line) in chart.lines.iter().enumerate() {
        let colour = COLOURS[i % COLOURS.len()];
        one(out, line, colour, (&x, &y));
        let at = below + 52.0 + KEY * i as f64;
        writeln!(out, "<path d=\"M{LEFT} {:.1}h24\" stroke=\"{colour}\" stroke-width=\"2\"/>", at - 4.0).unwrap();
        writeln!(out, "<text x=\"{:.1}\" y=\"{at:.1}\">{}</text>", LEFT + 32.0, escape(&line.name)).unwrap();
    }
}

/// Where a value lies on an axis.
type Axis<'a> = &'a dyn Fn(f64) -> f64;

fn one(out: &mut String, line: &Line, colour: &str, (x, y): (Axis, Axis)) {
    let path = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|&(across, up)| format!("{:.1} {:.1}", x(across), y(up))).collect();
        format!("M{}", points.join("L"))
    };
    if line.band.len() == line.points.len() && line.points.len() > 1 {
        let edge = |of: fn(&(f64, f64)) -> f64| {
            line.points.iter().zip(&line.band).map(move |(point, band)| (point.0, of(band)))
        };
        let around: Vec<(f64, f64)> = edge(|band| band.0).chain(edge(|band| band.1).rev()).collect();
        writeln!(out, "<path d=\"{}Z\" fill=\"{colour}\" fill-opacity=\".18\"/>", path(&around)).unwrap();
    }
    let mut points = line.points.clone();
    if line.steps {
        points = Vec::new();
        for &(across, up) in &line.points {
            points.extend(points.last().map(|&(_, before)| (across, before)));
            points.push((across, up));
        }
    }
    if !points.is_empty() {
        writeln!(out, "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path(&points)).unwrap();
    }
    for &(across, up) in line.points.iter().filter(|_| !line.steps) {
        let (x, y) = (x(across), y(up));
        writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>").unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(steps: bool, band: &[(f64, f64)]) -> Chart {
        let points = vec![(1.0, 10.0), (2.0, 14.0), (4.0, 12.0)];
        let line = Line { name: "a < b".into(), points, band: band.to_vec(), steps };
        Chart { title: "last_s".into(), across: "/groups/1/count".into(), lines: vec![line] }
    }

    #[test]
    fn a_curve_has_its_points_and_its_band() {
        let text = svg(&[chart(false, &[(9.0, 11.0), (13.0, 15.0), (11.0, 13.0)])]);
        assert_eq!((text.matches("<circle").count(), text.matches("fill-opacity").count()), (3, 1));
        assert!(text.contains("a &lt; b") && text.ends_with("</svg>\n"), "{text}");
        // Below, above and back: six corners.
        let band = text.lines().find(|line| line.contains("fill-opacity")).unwrap();
        assert_eq!(band.matches('L').count(), 5, "{band}");
    }

    #[test]
    fn steps_go_across_before_they_go_up() {
        let text = svg(&[chart(true, &[])]);
        let line = text.lines().find(|line| line.contains("fill=\"none\"")).unwrap();
        let path = line.split('"').nth(1).unwrap().trim_start_matches('M');
        let points: Vec<(&str, &str)> = path.split('L').map(|point| point.split_once(' ').unwrap()).collect();
        assert_eq!(points.len(), 5);
        for corner in points.windows(2) {
            assert!(corner[0].0 == corner[1].0 || corner[0].1 == corner[1].1, "{path}");
        }
        assert!(!text.contains("<circle"));
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let empty = Chart { title: "gone".into(), across: String::new(), lines: Vec::new() };
        assert!(!svg(&[empty]).contains("gone"));
    }
}
