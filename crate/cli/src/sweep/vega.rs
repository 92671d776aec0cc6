//! A sweep's picture as a specification of Vega-Lite (vega.github.io/vega-lite), with the runs in it: medians and quartiles, or shares,
//! are computed by whoever draws it.

use super::picture::{self, Picture};
use super::samples::Samples;
use super::table::number;
use crate::Failure;
use serde_json::{Value, json};

/// The specification as text.
pub fn specification(samples: &Samples, asked: Option<Picture>) -> Result<String, Failure> {
    let across = picture::across(samples, asked)?;
    let mut values = Vec::new();
    for (at, sample) in samples.configurations.iter().enumerate() {
        for (seed, figures) in &sample.runs {
            for (figure, value) in samples.figures.iter().zip(figures).filter(|(_, value)| value.is_some()) {
                let mut run = json!({
                    "configuration": sample.number, "seed": seed, "figure": figure, "value": number(*value),
                    "line": samples.name(sample)
                });
                if let Some(across) = &across {
                    let (x, line) = &across.points[at];
                    run["x"] = number(Some(*x));
                    run["line"] = Value::from(line.as_str());
                }
                values.push(run);
            }
        }
    }
    let (spec, independent) = match &across {
        Some(across) => (curve(&samples.places[across.place]), "y"),
        None => (distribution(), "x"),
    };
    let whole = json!({
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": { "values": values },
        "facet": { "row": { "field": "figure", "type": "nominal", "title": null } },
        "spec": spec,
        "resolve": { "scale": { independent: "independent" } }
    });
    Ok(serde_json::to_string_pretty(&whole).expect("strings and numbers") + "\n")
}

fn colour() -> Value {
    let legend = json!({ "orient": "bottom", "columns": 1, "labelLimit": 0 });
    json!({ "field": "line", "type": "nominal", "title": null, "legend": legend })
}

fn curve(place: &str) -> Value {
    let x = json!({ "field": "x", "type": "quantitative", "title": place, "scale": { "zero": false } });
    let y = json!({ "field": "value", "type": "quantitative", "title": null, "scale": { "zero": false } });
    let mut middle = y.clone();
    middle["aggregate"] = "median".into();
    json!({
        "width": 560, "height": 220,
        "layer": [
            { "mark": { "type": "errorband", "extent": "iqr" }, "encoding": { "x": x, "y": y, "color": colour() } },
            { "mark": { "type": "line", "point": true }, "encoding": { "x": x, "y": middle, "color": colour() } }
        ]
    })
}

fn distribution() -> Value {
    json!({
        "width": 560, "height": 220,
        "transform": [{
            "window": [{ "op": "cume_dist", "as": "share" }],
            "sort": [{ "field": "value" }],
            "groupby": ["figure", "line"]
        }],
        "mark": { "type": "line", "interpolate": "step-after" },
        "encoding": {
            "x": { "field": "value", "type": "quantitative", "title": null, "scale": { "zero": false } },
            "y": { "field": "share", "type": "quantitative", "title": null },
            "color": colour()
        }
    })
}
