//! Where the figures of each client's profile are from: the files beside the profiles, which name a source for each figure.

use serde_json::{Map, Value};
use swarmscope_core::scenario::config::Profile;

/// The sources of a profile: by the place of a figure in a client, and `about` for all.
pub fn of(profile: Profile) -> Map<String, Value> {
    let text = match profile {
        Profile::Reference => include_str!("../../../core/src/scenario/config/profiles/sources/reference.json"),
        Profile::Mainline => include_str!("../../../core/src/scenario/config/profiles/sources/mainline.json"),
        Profile::Libtorrent => include_str!("../../../core/src/scenario/config/profiles/sources/libtorrent.json"),
        Profile::Transmission => include_str!("../../../core/src/scenario/config/profiles/sources/transmission.json"),
        Profile::Transmission300 => {
            include_str!("../../../core/src/scenario/config/profiles/sources/transmission_3_00.json")
        }
        Profile::Webtorrent => include_str!("../../../core/src/scenario/config/profiles/sources/webtorrent.json"),
        Profile::Rqbit => include_str!("../../../core/src/scenario/config/profiles/sources/rqbit.json"),
        Profile::SeedChapter => include_str!("../../../core/src/scenario/config/profiles/sources/seed_chapter.json"),
    };
    serde_json::from_str(text).expect("the file of sources is an object of texts")
}
