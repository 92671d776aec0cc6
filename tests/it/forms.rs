//! What may be written in more than one form, and what is wrong with other forms: rates and sizes with units, seeds, pieces; and
//! misspelt keys of what must be there.

use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::sim::run::Run;

fn told(json: &str) -> Vec<String> {
    Scenario::parse(json).expect_err(json).iter().map(ConfigError::to_string).collect()
}

/// The place of a field that is missing, and the misspelt key that it stands under.
#[test]
fn a_misspelt_key_that_must_be_there_is_told_twice() {
    let json = r#"{"groups":[{"links":{"classes":[{"name":"x","shaer":1,"upload_rate":1,"download_rate":1}]}}]}"#;
    assert_eq!(
        told(json),
        [
            "groups[0].links.classes[0].share: expected a number from 0.000001 to 1000000 (got nothing)",
            "groups[0].links.classes[0].shaer: unknown key (did you mean share? known keys: name, share, upload_rate, download_rate)",
        ]
    );
    let run = r#"{"scenario":{"groups":[{}]},"sede":"7"}"#;
    let told: Vec<String> = Run::parse(run).unwrap_err().iter().map(ConfigError::to_string).collect();
    assert_eq!(
        told,
        [
            "seed: expected a whole number from 0 to 18446744073709551615 (got nothing)",
            "sede: unknown key (did you mean seed? known keys: scenario, seed, commands)",
        ]
    );
}

/// `number-seed.json` and `savedrun.json` of the findings: a number is a seed.
#[test]
fn a_seed_is_a_number_or_its_digits() {
    let with = |seed: &str| Run::parse(&format!(r#"{{"scenario":{{"groups":[{{}}]}},"seed":{seed}}}"#));
    for (given, seed) in
        [("1", 1), (r#""1""#, 1), ("18446744073709551615", u64::MAX), (r#""18446744073709551615""#, u64::MAX)]
    {
        assert_eq!(with(given).unwrap().0.seed, seed);
    }
    for given in ["-1", "1.5", "null", "true", "[1]", "{}", "1e3"] {
        let value = if given == "1e3" { "1000.0" } else { given };
        let sentence = format!("seed: expected a whole number from 0 to 18446744073709551615 (got {value})");
        assert_eq!(with(given).unwrap_err()[0].to_string(), sentence);
    }
    let sentence = "seed: expected a whole number from 0 to 18446744073709551615 (got x)";
    assert_eq!(with(r#""x""#).unwrap_err()[0].to_string(), sentence);
}

#[test]
fn rates_and_sizes_take_units_and_pieces_take_ranges() {
    let rate = "expected a whole number of bytes per second, or text such as \"2 Mbit/s\", \"256 kbit/s\", \"1.5 MB/s\" or \
                \"64 KiB/s\" (k, M, G, T or Ki, Mi, Gi, Ti before bit/s or B/s)";
    let size = "expected a whole number of bytes, or text such as \"15 Gbit\", \"700 MB\", \"256 KiB\" or \"4 MiB\" \
                (k, M, G, T or Ki, Mi, Gi, Ti before bit or B)";
    for given in [
        "null",
        "2.5",
        r#""fast""#,
        r#""2""#,
        r#""2 Mbit""#,
        r#""2 Mb/s""#,
        r#""2 Mbps""#,
        r#""64 KB/s""#,
        r#""-1 MB/s""#,
        r#""1,5 MB/s""#,
        r#""""#,
    ] {
        let sentence = format!(r#"groups[0].upload_rate: {rate}, from 1 to 1000000000000 B/s (got {given})"#);
        assert_eq!(told(&format!(r#"{{"groups":[{{"upload_rate":{given}}}]}}"#)), [sentence]);
    }
    for given in ["700 MB/s", "700", "4 Mib", "1 GB "] {
        let sentence = format!(r#"torrent.piece_length: {size}, from 1 to 536854528 bytes (got "{given}")"#);
        assert_eq!(told(&format!(r#"{{"groups":[{{}}],"torrent":{{"piece_length":"{given}"}}}}"#)), [sentence]);
    }
    let wrong = |json: &str| told(&format!(r#"{{"groups":[{{"have":{{"pieces":{json}}}}}]}}"#));
    let piece = r#"groups[0].have.pieces[1]: expected the number of a piece, or a range of them such as "8-15""#;
    for given in [r#""15-8""#, r#""8""#, r#""all""#, "-1", "1.5", "null", "[2,3]"] {
        assert_eq!(wrong(&format!("[0,{given}]")), [format!("{piece} (got {given})")]);
    }
    let range = "is out of range: expected 0 to 39, a piece of this torrent";
    assert_eq!(wrong(r#"[40]"#), [format!("groups[0].have.pieces[0] {range} (got 40)")]);
    assert_eq!(wrong(r#"[0,"30-40"]"#), [format!("groups[0].have.pieces[1] {range} (got 30-40)")]);
    assert_eq!(wrong(r#""0-3""#), [r#"groups[0].have.pieces: expected a list (got "0-3")"#]);
    // A number or text is no unit where nothing counts bytes.
    let sentence = r#"groups[0].count: expected a whole number from 0 to 1000000 peers (got "2 MB")"#;
    assert_eq!(told(r#"{"groups":[{"count":"2 MB"}]}"#), [sentence]);
}
