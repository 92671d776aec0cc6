//! Names and URLs are hostile text: safe as paths, unchanged as text, nonsense dropped.

use super::*;

#[test]
fn hostile_names_stay_text_and_make_safe_paths() {
    let name = "../<script>\u{202e}=cmd\0\n\u{1b}[31m";
    let metainfo = Metainfo::parse(&with("name", bytes(name))).unwrap();
    assert_eq!(metainfo.display_name(), name, "as written, for showing as text");
    assert_eq!(metainfo.name(), "..<script>=cmd__[31m");
    let path = [&b".."[..], b"", b"/etc/passwd", b"CON", b"\xff\xfe", b"."];
    let list = encode_list([dict([("length", encode_int(20_000)), ("path", encode_list(path.iter().map(bytes)))])]);
    let metainfo = Metainfo::parse(&info_with([("length", None), ("files", Some(list))])).unwrap();
    assert_eq!(metainfo.files()[0].path, ["_", "_", "etcpasswd", "_CON", "__", "_"]);
    // A folder whose name leaves nothing is called by its hash.
    let list = encode_list([file(20_000, &["f"])]);
    let nameless = info_with([("length", None), ("name", Some(bytes(".."))), ("files", Some(list))]);
    let metainfo = Metainfo::parse(&nameless).unwrap();
    assert_eq!(metainfo.name(), hex(metainfo.info_hash()));
}

#[test]
fn trackers_are_read_in_tiers_and_nonsense_is_dropped() {
    let metainfo = Metainfo::parse(&top(
        "8:announce8:http://a13:announce-listll9:  udp://b10:javascripteli1eel7:wss://cee8:url-listl1:x1:x0:1:ye",
    ))
    .unwrap();
    assert_eq!(metainfo.announce(), [["udp://b"], ["wss://c"]]);
    assert_eq!(metainfo.url_list(), ["x", "y"]);
    let metainfo = Metainfo::parse(&top("8:announce8:http://a13:announce-listllee")).unwrap();
    assert_eq!(metainfo.announce(), [["http://a"]], "announce counts when the list has nothing");
}
