//! Arrivals from a CSV file, as a person meets them.

mod common;

use common::{refused, swarmscope};

/// A file for one test.
fn file(name: &str, text: &[u8]) -> String {
    let path = format!("{}/arrivals_{name}", env!("CARGO_TARGET_TMPDIR"));
    // Several tests write the same scenario at a time: each reader finds a whole one.
    let fresh = format!("{path}.{:?}", std::thread::current().id());
    std::fs::write(&fresh, text).unwrap();
    std::fs::rename(&fresh, &path).unwrap();
    path
}

/// What is refused, in one line.
fn refused_in_a_line(words: &[&str]) -> String {
    let line = refused(words);
    assert_eq!(line.lines().count(), 1, "{line}");
    line
}

/// A seeder, a group that is no trace's, and one whose rows come from the file.
fn scenario() -> String {
    let seeder = r#"{"name":"seeder","have":"all","upload_rate":100000}"#;
    let first = r#"{"name":"first","count":2}"#;
    let last = r#"{"name":"last","count":7,"upload_rate":50000,"download_rate":200000}"#;
    file("scenario.json", format!(r#"{{"torrent":{{"pieces":4}},"groups":[{seeder},{first},{last}]}}"#).as_bytes())
}

#[test]
fn the_last_incomplete_group_comes_as_the_file_says() {
    let text = "\u{feff}upload_rate, at_s,session_s\r\n,30.5,\r\n7000,5,8\r\n\r\n60000,30.5,1.5\r\n";
    let csv = file("good.csv", text.as_bytes());
    let log = csv.replace(".csv", ".jsonl");
    let done = swarmscope(&["run", &scenario(), "--arrivals", &csv, "--log", &log]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = std::fs::read_to_string(log).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |ev: &str, fields: &[&str]| {
        let row = |line: &serde_json::Value| fields.iter().map(|field| line[*field].to_string()).collect::<Vec<_>>();
        lines.iter().filter(|line| line["ev"] == ev).map(|line| row(line).join(" ")).collect::<Vec<_>>()
    };
    // The seeder and the first group as the scenario has them; then the rows, in the order of time.
    let came = [
        "0 100000 524288",
        "0 131072 524288",
        "0 131072 524288",
        "5000000000 7000 200000",
        "30500000000 50000 200000",
        "30500000000 60000 200000",
    ];
    assert_eq!(told("join", &["t", "up", "down"]), came);
    assert_eq!(told("leave", &["t", "peer"]), ["13000000000 \"p3\"", "32000000000 \"p5\""]);
}

#[test]
fn what_is_wrong_in_the_file_is_named_with_its_line_and_column() {
    let scenario = scenario();
    let said = |name: &str, text: &[u8]| {
        let csv = file(name, text);
        let line = refused_in_a_line(&["run", &scenario, "--arrivals", &csv]);
        line.strip_prefix(&format!("{csv}: ")).unwrap_or_else(|| panic!("{line} names no file")).trim_end().to_owned()
    };
    let columns = "the columns at_s, session_s, upload_rate, download_rate";
    for (text, expected) in [
        ("at_s,speed\n1,2\n", format!("line 1, header: expected {columns} (got speed)")),
        ("at_s,at_s\n1,2\n", "line 1, header: expected each column once (got at_s)".into()),
        ("5\n6\n", format!("line 1, header: expected {columns} (got 5)")),
        (
            "session_s\n5\n",
            "line 1, header: expected a column at_s; session_s, upload_rate and download_rate if you like (got session_s)"
                .into(),
        ),
        ("at_s\n", "line 2, rows: expected at least one row below the header (got none)".into()),
        ("at_s\n1\nsoon\n", "line 3, at_s: expected a number from 0 to 31536000 s (got soon)".into()),
        ("at_s\n1\n\n-1\n", "line 4, at_s: expected a number from 0 to 31536000 s (got -1)".into()),
        ("at_s\r\n1\r\n\r\n\r\n-1\r\n", "line 5, at_s: expected a number from 0 to 31536000 s (got -1)".into()),
        ("at_s\nNaN\n", "line 2, at_s: expected a number from 0 to 31536000 s (got NaN)".into()),
        ("at_s,session_s\n,9\n", "line 2, at_s: expected a number from 0 to 31536000 s (got an empty cell)".into()),
        ("at_s,session_s\n1,1e9\n", "line 2, session_s: expected a number from 0 to 31536000 s (got 1e9)".into()),
        (
            "at_s,upload_rate\n1,0\n",
            "line 2, upload_rate: expected a whole number of bytes per second, or text such as \"2 Mbit/s\", \"256 kbit/s\", \"1.5 MB/s\" or \"64 KiB/s\" \
             (k, M, G, T or Ki, Mi, Gi, Ti before bit/s or B/s), from 1 to 1000000000000 B/s (got 0)".into(),
        ),
        (
            "at_s,download_rate\n1,2.5\n",
            "line 2, download_rate: expected a whole number of bytes per second, or text such as \"2 Mbit/s\", \"256 kbit/s\", \"1.5 MB/s\" or \"64 KiB/s\" \
             (k, M, G, T or Ki, Mi, Gi, Ti before bit/s or B/s), from 1 to 1000000000000 B/s (got 2.5)".into(),
        ),
        ("at_s\n1\n2,3\n", "line 3, row: expected 1 cells, as in the header (got a row of 2 cells)".into()),
    ] {
        assert_eq!(said("bad.csv", text.as_bytes()), expected);
    }
    let noise = said("noise.csv", b"at_s\n\xff\n");
    assert!(noise.starts_with("line 2, row: expected text in UTF-8"), "{noise}");
}

#[test]
fn a_million_rows_and_64_mebibytes_are_the_most() {
    let scenario = scenario();
    let mut text = b"at_s\n".to_vec();
    (0..=1_000_000).for_each(|_| text.extend(b"1\n"));
    let many = refused_in_a_line(&["run", &scenario, "--arrivals", &file("many.csv", &text)]);
    assert!(many.contains("line 1000002, rows: expected at most 1000000 (got one more)"), "{many}");
    text.resize((64 << 20) + 1, b'\n');
    let large = refused_in_a_line(&["run", &scenario, "--arrivals", &file("large.csv", &text)]);
    assert!(large.contains("at most 67108864 bytes are read"), "{large}");
}

#[test]
fn somebody_must_come_incomplete_and_the_file_must_be_there() {
    let seeds = file("seeds.json", br#"{"groups":[{"have":"all"}]}"#);
    let csv = file("fine.csv", b"at_s\n1\n");
    let line = refused_in_a_line(&["run", &seeds, "--arrivals", &csv]);
    assert!(line.starts_with("arrivals: expected one with a group that comes incomplete (got a scenario"), "{line}");
    assert!(refused_in_a_line(&["run", &scenario(), "--arrivals", "/no/such/file.csv"]).contains("/no/such/file.csv"));
    let both = swarmscope(&["run", &scenario(), "--arrivals", &csv, "--peers", "4"]);
    assert!(String::from_utf8_lossy(&both.stderr).contains("cannot be used with"), "{both:?}");
}
