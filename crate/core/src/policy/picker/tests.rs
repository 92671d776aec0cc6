//! What each picker chooses of candidates that are drawn or written down.

use super::*;

/// Availability drawn as digits, as libtorrent draws it: piece 0 first.
fn availability(digits: &str) -> Availability {
    let mut availability = Availability::new(digits.len() as u32);
    for (i, digit) in digits.bytes().enumerate() {
        (0..digit - b'0').for_each(|_| availability.add_one(i as u32));
    }
    availability
}

/// Candidates drawn as `x`.
fn set(drawn: &str) -> Vec<u64> {
    let mut words = vec![0; drawn.len().div_ceil(64)];
    drawn.bytes().enumerate().filter(|(_, c)| *c == b'x').for_each(|(i, _)| words[i / 64] |= 1 << (i % 64));
    words
}

/// A client that has no deadlines, and asks a neighbour that answers.
fn ctx<'a>(have: &'a Bitfield, availability: &'a Availability, config: &'a PickerConfig) -> PickCtx<'a> {
    let neighbour = PickerNeighbour { at: NeighbourIdx(0), snubbed: false };
    PickCtx { now: Nanos::from_secs(100), neighbour, have, availability, config, deadlines: Deadlines::NONE }
}

/// How often each piece comes in 1,000 picks.
fn picks(counts: &str, candidates: &str, have: u32, policy: PickerPolicy) -> Vec<u32> {
    let (availability, mut rng) = (availability(counts), Rng::new(1));
    let config = PickerConfig { policy, random_first_pieces: 4, ..PickerConfig::default() };
    let mut had = Bitfield::none(99);
    (0..have).for_each(|piece| assert!(had.insert(90 + piece)));
    let (ctx, mut picker) = (ctx(&had, &availability, &config), of(policy));
    picker.prepare(counts.len() as u32, &mut rng);
    let mut picked = vec![0; counts.len()];
    for _ in 0..1000 {
        let choice = pick(&mut *picker, &mut set(candidates), &ctx, &mut rng).expect("there are candidates");
        picked[choice.piece as usize] += 1;
    }
    picked
}

#[test]
fn the_rarest_candidate_is_picked() {
    assert_eq!(picks("1132", "..xx", 9, PickerPolicy::RarestFirst), [0, 0, 0, 1000]);
    assert_eq!(picks("31111", "x....", 9, PickerPolicy::RarestFirst), [1000, 0, 0, 0, 0]);
}

#[test]
fn ties_are_random() {
    let picked = picks("2112", "xxxx", 9, PickerPolicy::RarestFirst);
    assert!(picked[0] == 0 && picked[3] == 0 && (440..560).contains(&picked[1]), "{picked:?}");
}

#[test]
fn first_pieces_are_random() {
    assert!(picks("1999", "xxxx", 3, PickerPolicy::RarestFirst).iter().all(|&n| (190..310).contains(&n)));
    assert_eq!(picks("1999", "xxxx", 4, PickerPolicy::RarestFirst), [1000, 0, 0, 0]);
}

#[test]
fn the_alternatives_do_what_they_say() {
    assert!(picks("1999", "xxxx", 9, PickerPolicy::Random).iter().all(|&n| (190..310).contains(&n)));
    assert_eq!(picks("9991", ".xxx", 0, PickerPolicy::Sequential), [0, 1000, 0, 0]);
}

/// Broken by an order that is drawn at each choice, or not at all.
#[test]
fn a_client_keeps_its_random_order() {
    let (have, availability, config) = (Bitfield::none(9), availability("111111111"), PickerConfig::default());
    let (ctx, mut orders) = (ctx(&have, &availability, &config), std::collections::BTreeSet::new());
    for seed in 0..20 {
        let (mut rng, mut picker) = (Rng::new(seed), of(PickerPolicy::RandomOrder));
        let mut order = |candidates: &mut Vec<u64>| {
            let mut choose = || {
                picker.prepare(9, &mut rng);
                let choice = pick(&mut *picker, &mut candidates.clone(), &ctx, &mut rng)?;
                candidates[0] &= !(1 << choice.piece);
                Some(choice.piece)
            };
            std::iter::from_fn(&mut choose).collect::<Vec<u32>>()
        };
        let first = order(&mut set("xxxxxxxxx"));
        assert_eq!(first, order(&mut set("xxxxxxxxx")), "the same order again");
        assert!(first.iter().is_sorted_by_key(|&piece| picker.rank(&ctx, piece)), "begun pieces go by it too");
        orders.insert(first);
    }
    assert!(orders.len() > 15, "each client has its own: {orders:?}");
}

/// Broken by a window that begins at the first missing piece whatever its deadline.
#[test]
fn a_window_leaves_out_what_comes_too_late() {
    let (have, availability) = (Bitfield::none(10), availability("1999999999"));
    let config = PickerConfig { policy: PickerPolicy::Window, window_pieces: 3, ..PickerConfig::default() };
    // It is 100 s, and a piece is played every ten seconds from 80 s on.
    let played = |piece: u32| Some(Nanos::from_secs(80 + 10 * u64::from(piece)));
    let mut picked = std::collections::BTreeSet::new();
    for seed in 0..50 {
        let ctx = PickCtx { deadlines: Deadlines::new(&played), ..ctx(&have, &availability, &config) };
        let choice = pick(&mut *of(config.policy), &mut set("xxxxxxxxxx"), &ctx, &mut Rng::new(seed));
        assert_eq!(choice.map(|choice| choice.rule), Some(PieceRule::Window));
        picked.extend(choice.map(|choice| choice.piece));
    }
    assert_eq!(picked.into_iter().collect::<Vec<_>>(), [2, 3, 4]);
}

/// Broken by a rule that asks a snubbed neighbour for what is rare.
#[test]
fn a_snubbed_neighbour_is_asked_for_the_commonest() {
    let (have, availability) = (Bitfield::all(4), availability("2193"));
    for snubbed_commonest in [false, true] {
        let config = PickerConfig { snubbed_commonest, ..PickerConfig::default() };
        let neighbour = PickerNeighbour { at: NeighbourIdx(0), snubbed: true };
        let ctx = PickCtx { neighbour, ..ctx(&have, &availability, &config) };
        let choice = pick(&mut *of(config.policy), &mut set("xxxx"), &ctx, &mut Rng::new(1)).unwrap();
        let expected = if snubbed_commonest { (2, PieceRule::Commonest) } else { (1, PieceRule::RarestFirst) };
        assert_eq!((choice.piece, choice.rule), expected);
    }
}

/// The window agrees with a plain search, across word borders and with all kinds of holes; so does one that has looked before, when
/// the client had less.
#[test]
fn the_window_holds_the_next_missing_pieces() {
    let mut rng = Rng::new(5);
    for _ in 0..2000 {
        let n = 1 + rng.below(200);
        let (mut have, mut theirs, mut counts) = (Bitfield::none(n), Bitfield::none(n), Availability::new(n));
        (0..n).filter(|_| rng.below(3) > 0).for_each(|piece| assert!(have.insert(piece)));
        (0..n).filter(|&piece| !have.has(piece) && rng.below(2) == 0).for_each(|piece| assert!(theirs.insert(piece)));
        (0..2 * n).for_each(|_| counts.add_one(rng.below(n)));
        let config =
            PickerConfig { policy: PickerPolicy::Window, window_pieces: 1 + rng.below(70), ..PickerConfig::default() };
        let mut picker = of(config.policy);
        if rng.below(2) == 0 {
            pick(&mut *picker, &mut theirs.words().to_vec(), &ctx(&have, &counts, &config), &mut rng);
            let first =
                have.words().iter().map(|word| word.trailing_ones()).take_while(|&ones| ones == 64).sum::<u32>();
            (0..first.max(rng.below(n))).filter(|&piece| !theirs.has(piece)).for_each(|piece| _ = have.insert(piece));
        }
        let missing = (0..n).filter(|&piece| !have.has(piece)).take(config.window_pieces as usize);
        let inside: Vec<u32> = missing.filter(|&piece| theirs.has(piece)).collect();
        let from = if inside.is_empty() { theirs.iter().collect() } else { inside.clone() };
        let rarest = from.iter().map(|&piece| counts.count(piece)).min();
        let choice = pick(&mut *picker, &mut theirs.words().to_vec(), &ctx(&have, &counts, &config), &mut rng);
        assert_eq!(choice.map(|choice| counts.count(choice.piece)), rarest);
        if let Some(choice) = choice {
            let rule = if inside.is_empty() { PieceRule::BeyondWindow } else { PieceRule::Window };
            assert!(from.contains(&choice.piece) && choice.rule == rule, "{choice:?}");
        }
    }
}

#[test]
fn the_fewest_blocks_to_come_or_to_ask_for_come_before_the_rarest_piece() {
    let (have, availability) = (Bitfield::none(3), availability("123"));
    let ranks = |partials| {
        let config = PickerConfig { partials, ..PickerConfig::default() };
        let (ctx, picker) = (ctx(&have, &availability, &config), of(config.policy));
        [(0, [9, 9]), (1, [2, 2]), (2, [5, 1])].map(|(piece, lacks)| rank_begun(&*picker, piece, || lacks, &ctx))
    };
    assert!(ranks(PartialOrder::AsPicked).is_sorted());
    assert_eq!(ranks(PartialOrder::FewestMissing).iter().min(), Some(&(2, 2)));
    assert_eq!(ranks(PartialOrder::FewestUnrequested).iter().min(), Some(&(1, 3)), "most of it is asked for");
}

/// Broken by a rule that takes a commonest piece, or that leaves them where no piece is rarer by the threshold.
#[test]
fn the_commonest_pieces_are_left_while_others_are_rare() {
    let chosen = |counts: &str, mode_threshold, theirs| {
        let (have, availability) = (Bitfield::none(4), availability(counts));
        let config = PickerConfig { policy: PickerPolicy::ModeSuppression, mode_threshold, ..PickerConfig::default() };
        let (ctx, mut rng) = (ctx(&have, &availability, &config), Rng::new(1));
        let mut choose = || pick(&mut *of(config.policy), &mut set(theirs), &ctx, &mut rng);
        (0..200).filter_map(|_| choose()).map(|choice| choice.piece).collect::<std::collections::BTreeSet<u32>>()
    };
    assert_eq!(chosen("1939", 1, "xxxx"), [0, 2].into());
    assert_eq!(chosen("2222", 1, "xxxx"), [0, 1, 2, 3].into(), "all are as common");
    assert_eq!(chosen("1211", 1, ".x.."), [].into(), "it waits");
    assert_eq!(chosen("1211", 2, ".x.."), [1].into());
}

#[test]
fn nothing_comes_from_nothing() {
    let config = PickerConfig::default();
    let (had, availability) = (Bitfield::none(4), availability("1111"));
    let ctx = ctx(&had, &availability, &config);
    assert_eq!(pick(&mut *of(config.policy), &mut set("...."), &ctx, &mut Rng::new(1)), None);
}
