//! Changing single values of a scenario that is still JSON, by their place: `groups[1].count`, as errors write it, or as a JSON
//! pointer, `/groups/1/count`.
//!
//! Owns how a place is found and what is refused. Must never know which values are tried, and why.

use serde_json::{Map, Value};
use swarmscope_core::scenario::config::{ConfigError, PeerConfig};
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::scenario::{Scenario, ValidScenario};

/// A place as a JSON pointer, whichever way it was written.
pub fn pointer(written: &str) -> String {
    match written.contains('/') {
        true => format!("/{}", written.strip_prefix('/').unwrap_or(written)),
        false => format!("/{}", written.replace("].", "/").replace(['.', '['], "/").replace(']', "")),
    }
}

/// Puts `new` at a place: a path, or a JSON pointer (RFC 6901; the leading `/` may be left out). Objects on the way are made; lists
/// are not.
pub fn set(scenario: &mut Value, written: &str, new: Value) -> Result<(), ConfigError> {
    let refused = |allowed: String| ConfigError::new("place", written, allowed);
    let pointer = pointer(written);
    let mut place = scenario;
    for key in pointer[1..].split('/') {
        let key = key.replace("~1", "/").replace("~0", "~");
        if key.is_empty() {
            return Err(refused("a place such as groups[1].count, or the JSON pointer /groups/1/count".into()));
        }
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        place = match place {
            Value::Object(fields) => fields.entry(key).or_insert(Value::Null),
            Value::Array(list) => {
                let last = list.len().saturating_sub(1);
                let found = key.parse().ok().and_then(|at: usize| list.get_mut(at));
                found.ok_or_else(|| refused(format!("a number from 0 to {last} in place of {key}")))?
            }
            _ => return Err(refused(format!("a place that exists: {key} stands behind a plain value"))),
        };
    }
    *place = new;
    Ok(())
}

/// Reads a scenario; unknown keys are refused, since a value at an unknown place would change nothing. Those that are `ignored`
/// in the scenario before its changes were reported.
pub fn read(scenario: &Value, ignored: &[ConfigError]) -> Result<ValidScenario, Vec<ConfigError>> {
    let parsed = Scenario::parse_with(&scenario.to_string(), Keys::Lenient)?;
    let unknown: Vec<ConfigError> = parsed.unknown.into_iter().filter(|unknown| !ignored.contains(unknown)).collect();
    if unknown.is_empty() { Ok(parsed.scenario) } else { Err(unknown) }
}

/// A scenario as a person would write it: its client says only what differs from the reference, so that another profile can
/// be put under it.
pub fn written(scenario: &Scenario) -> Value {
    let value = |of: serde_json::Result<Value>| of.expect("configuration holds only strings and numbers");
    let mut written = value(serde_json::to_value(scenario));
    let reference = value(serde_json::to_value(PeerConfig::default()));
    if let Some(client) = written.get_mut("peer") {
        drop_equal(client, &reference);
    }
    written
}

fn drop_equal(own: &mut Value, reference: &Value) {
    let (Value::Object(own), Value::Object(reference)) = (own, reference) else { return };
    own.retain(|key, value| {
        let same = reference.get(key);
        same.into_iter().for_each(|same| drop_equal(value, same));
        same != Some(value) && !value.as_object().is_some_and(Map::is_empty)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use swarmscope_core::scenario::presets;

    #[test]
    fn values_are_put_where_they_belong() {
        let mut value = json!({"groups": [{"count": 1}, {"client": null}]});
        set(&mut value, "/groups/0/count", json!(7)).unwrap();
        set(&mut value, "groups/1/client/choker/upload_slots", json!(9)).unwrap();
        let right = json!({"groups": [{"count": 7}, {"client": {"choker": {"upload_slots": 9}}}]});
        assert_eq!(value, right);
        // The same as errors write them.
        let mut again = json!({"groups": [{"count": 1}, {"client": null}]});
        set(&mut again, "groups[0].count", json!(7)).unwrap();
        set(&mut again, "groups[1].client.choker.upload_slots", json!(9)).unwrap();
        assert_eq!(again, right);
        for (pointer, said) in [
            ("/groups/2/count", "0 to 1"),
            ("/groups/0/count/x", "plain value"),
            ("//x", "a place such as"),
            ("groups[2].count", "0 to 1"),
            ("groups..count", "a place such as"),
        ] {
            let error = set(&mut value, pointer, json!(1)).unwrap_err();
            assert!(error.value == pointer && error.expected.contains(said), "{error}");
        }
        assert_eq!(value, right);
    }

    #[test]
    fn a_key_that_the_format_does_not_know_is_refused() {
        let mut value = json!({"groups": [{"count": 2}], "oops": 1});
        let known = Scenario::parse_with(&value.to_string(), Keys::Lenient).unwrap().unknown;
        assert!(read(&value, &known).is_ok());
        set(&mut value, "/peer/pikcer/policy", json!("random")).unwrap();
        let errors = read(&value, &known).unwrap_err();
        assert_eq!((errors.len(), errors[0].field.as_str()), (1, "peer.pikcer"));
    }

    #[test]
    fn a_preset_as_written_reads_back_and_takes_a_profile() {
        for (name, make) in presets::PRESETS {
            let mut value = written(&make());
            assert_eq!(read(&value, &[]).unwrap(), make().validate().unwrap(), "{name}");
            set(&mut value, "/peer/profile", json!("libtorrent")).unwrap();
            assert_eq!(read(&value, &[]).unwrap().peer.choker.rechoke_interval_s.0, 15.0, "{name}");
        }
    }
}
