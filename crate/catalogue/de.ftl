### Every sentence of the page in German, in the Fluent format (projectfluent.org): the sentences of `en.ftl`, but for the sections that
### only the command line has. The page fetches this file when somebody wants German. `www/src/say.ts` says how sentences are given
### their arguments, `en.ftl` which functions write numbers. A test holds both files to the same ids and arguments.
###
### Whoever reads is "du". Terms, the same as in the chapters of the story (`crate/core/src/story/chapters`):
###
###   swarm            Schwarm               piece            Stück
###   peer             Peer                  block            Block
###   seeder           Seeder                content          Inhalt
###   leecher          Leecher               copy             Kopie
###   tracker          Tracker               rarest first     Seltenstes zuerst (rarest first)
###   neighbour        Nachbar               endgame          Endgame
###   free rider       Trittbrettfahrer      hash             Hash
###   polluter         Verschmutzer          lower bound      untere Schranke
###   slot             Platz                 run              Lauf
###   optimistic slot  optimistischer Platz  seed (a number)  Seed
###   choke, unchoke   choked, unchoked      share ratio      Ratio (gesendet zu empfangen)
###   interested       interessiert          uplink, downlink Uplink, Downlink
###   snubbed          snubbed               to ban           verbannen
###   stalled          Stillstand            view             Ansicht

## How a peer behaves, and what it is doing.

behaviour-honest = ehrlich
behaviour-free_rider = Trittbrettfahrer
behaviour-polluter = Verschmutzer

state-leeching = lädt herunter
state-seeding = Seeder
state-leaving = geht gerade
state-crashed = abgestürzt
state-gone = gegangen
state-idle = gibt nichts

## What a peer is to the others. `.noun` stands in a sentence.

role-leecher = Leecher
    .noun = Leecher
    .sends = { $n ->
        [one] 1 Leecher sendet
       *[other] { COUNT($n) } Leecher senden
    }
    .to = an Leecher:
    .meaning = Ein Peer, dem noch Stücke fehlen. Er lädt herunter und lädt hoch, was er hat.
role-seeder = Seeder
    .noun = Seeder
    .sends = { $n ->
        [one] 1 Seeder sendet
       *[other] { COUNT($n) } Seeder senden
    }
    .to = an Seeder:
    .meaning = Ein Peer, der jedes Stück hat und nur noch hochlädt.
role-free_rider = Trittbrettfahrer
    .noun = Trittbrettfahrer
    .sends = { $n ->
        [one] 1 Trittbrettfahrer sendet
       *[other] { COUNT($n) } Trittbrettfahrer senden
    }
    .to = an Trittbrettfahrer:
    .meaning = Ein Trittbrettfahrer lädt herunter und lädt nie hoch.
role-polluter = Verschmutzer
    .noun = Verschmutzer
    .sends = { $n ->
        [one] 1 Verschmutzer sendet
       *[other] { COUNT($n) } Verschmutzer senden
    }
    .to = an Verschmutzer:
    .meaning = Ein Verschmutzer sendet Bytes, deren Hash nicht stimmt.
role-crashed = Abgestürzt
    .noun = abgestürzter Peer
    .sends = { $n ->
        [one] 1 abgestürzter Peer sendet
       *[other] { COUNT($n) } abgestürzte Peers senden
    }
    .to = an abgestürzte Peers:
    .meaning = Ein Peer, der verstummt ist. Seine Nachbarn wissen es noch nicht.

## Notices: what the page lists under the swarm. `.many` is for several in one second.

notice-joined = Peer { $peer } ist gekommen
    .many = { COUNT($n) } Peers sind gekommen
notice-completed = Peer { $peer } ist vollständig
    .many = { COUNT($n) } Peers sind vollständig
notice-left = Peer { $peer } ist gegangen
    .many = { COUNT($n) } Peers sind gegangen
notice-crashed = Peer { $peer } ist abgestürzt; niemand erfuhr davon
notice-snubbed = Peer { $other } wartet nicht mehr auf Peer { $peer } (snubbed)
notice-banned = Peer { $other } hat Peer { $peer } verbannt
notice-hash_failed = Peer { $peer } hat Stück { $other } weggeworfen: Sein Hash war falsch
notice-tracker_down = Der Tracker antwortet nicht mehr
notice-tracker_up = Der Tracker antwortet wieder
notice-endgame = Für Peer { $peer } beginnt das Endgame
notice-piece_lost = Der Schwarm steht still: Von Stück { $other } ist keine echte Kopie mehr da
notice-nobody_serves = Der Schwarm steht still: Niemand lädt hoch
notice-introduced = Ein Nachbar hat Peer { $peer } und Peer { $other } gesagt, dass sie einander anrufen sollen
    .many = Nachbarn haben { COUNT($n) } Paare von Peers miteinander bekannt gemacht
notice-metadata_complete = Peer { $peer } hat die Metadaten des Torrents von seinen Nachbarn

## Why a swarm stands still.

stall-title = Stillstand seit { CLOCK($since_s) }
stall-waiting = { $waiting ->
        [one] 1 Peer wartet.
       *[other] { COUNT($waiting) } Peers warten.
    }
stall-lost_pieces = Keine echte Kopie von { $missing_count ->
        [one] Stück { $missing }
       *[other] den Stücken { $missing }{ $missing_more ->
            [0] {""}
           *[other] {" "}und { COUNT($missing_more) } weiteren
        }
    } ist bei einem Peer, der hochlädt, und kein Peer, der noch kommt, bringt eine. { stall-waiting }
stall-nobody_serves = Niemand lädt hoch: Seit zehn Minuten oder länger hat sich kein Block bewegt. { stall-waiting }

## Decisions of a peer.

reason-choke = { $regular_count ->
        [0] Kein regulärer Platz
        [one] Regulärer Platz: Peer { $regular }
       *[other] Reguläre Plätze: Peers { $regular }
    }. { $optimistic_count ->
        [0] Kein optimistischer Platz
        [one] Optimistischer Platz: Peer { $optimistic }
       *[other] Optimistische Plätze: Peers { $optimistic }
    }. { $waiting ->
        [0] Niemand wartet
        [one] 1 Nachbar wartet
       *[other] { COUNT($waiting) } Nachbarn warten
    }.
reason-piece = Stück { $piece } von Peer { $from }: { $availability ->
        [one] 1 Nachbar hat es
       *[other] { COUNT($availability) } Nachbarn haben es
    } ({ $candidates ->
        [1] es kam nur dieses in Frage
       *[other] { $tied ->
            [1] das beste von { COUNT($candidates) } möglichen
           *[other] gelost unter den { COUNT($tied) } besten von { COUNT($candidates) } möglichen
        }
    }).
reason-block = Block { $block } von Stück { $piece } von Peer { $from }: { $availability ->
        [one] 1 Nachbar hat das Stück
       *[other] { COUNT($availability) } Nachbarn haben das Stück
    }.
reason-snub = Peer { $peer } hat { DURATION($silent_s) } lang nichts gesendet. Um seine Blöcke werden andere gebeten.
reason-ban = Stück { $piece }, das Peer { $peer } allein gesendet hat, hatte den falschen Hash.

## The rules behind the decisions, each with its source. The arguments are the settings of the peer's choker or picker, by the
## names that they have in a scenario.

choke-measured = { $rate ->
        [last_round] in der letzten Runde von { DURATION($rechoke_interval_s) }
        [capped_cumulative] im Mittel, das { DURATION($rate_window_s) } weit zurückreicht
        [ewma] im Mittel, gewichtet über etwa { DURATION($rate_window_s) }
       *[window] in den letzten { DURATION($rate_window_s) }
    }
choke-optimistic = { $optimistic_share ->
        [0] { $optimistic_slots ->
            [0] ohne optimistischen Platz
            [one] und ein optimistischer Platz
           *[other] und { $optimistic_slots } optimistische Plätze
        }
       *[other] und { SHARE($optimistic_share) } der Plätze sind optimistisch
    }

choke-rule-tit_for_tat = Tit for Tat: die interessierten Nachbarn, die { choke-measured } am meisten gesendet haben, { choke-optimistic } (BEP 3)
choke-rule-random = Zufall: interessierte Nachbarn, alle { DURATION($rechoke_interval_s) } neu gelost
choke-rule-pairwise_blocks = Block für Block: die interessierten Nachbarn, die am wenigsten schulden, und keiner, der mehr als { $deficit_blocks ->
        [one] 1 Block
       *[other] { COUNT($deficit_blocks) } Blöcke
    } schuldet (Bharambe, Herley, Padmanabhan 2006)
choke-rule-bit_tyrant = BitTyrant: die Nachbarn, die für ihren Preis am meisten zurückgeben, bis der Uplink voll ist (Piatek et al. 2007)
choke-rule-prop_share = Nach Anteil: Jeder Nachbar bekommt den Anteil am Uplink, den er an dem hatte, was in den letzten { DURATION($rechoke_interval_s) } hereinkam; { SHARE($exploration) } bleiben reihum für andere (Levin et al. 2008)
choke-rule-encounters = Zufällige Begegnungen: ein Nachbar, im Mittel alle { DURATION($rechoke_interval_s) } unter allen gleich gelost, für ein Stück (Massoulie, Vojnovic 2005)
choke-rule-seed_encounters = Zufällige Begegnungen als Seeder: ein Nachbar, im Mittel alle { DURATION($rechoke_interval_s) } unter allen gleich gelost, für ein Stück (Massoulie, Vojnovic 2005)
choke-rule-everybody = Kein Choking: Alle interessierten Nachbarn werden zugleich bedient (rqbit)
choke-rule-fastest_upload = Als Seeder: die interessierten Nachbarn, die { choke-measured } am meisten abgenommen haben, { choke-optimistic } (BEP 3)
choke-rule-round_robin = Als Seeder reihum: die interessierten Nachbarn, die am längsten gewartet haben (nach round_robin von libtorrent)
choke-rule-round_robin_quota = Als Seeder reihum: die interessierten Nachbarn, die weniger als { $quota_pieces ->
        [one] 1 Stück
       *[other] { COUNT($quota_pieces) } Stücke
    } oder weniger als { DURATION($quota_min_s) } hatten, dann die, die am längsten gewartet haben (round_robin von libtorrent)
choke-rule-mainline4 = Als Seeder: Die zuletzt unchoked wurden, bleiben, dann die schnellsten. Ein Drittel der Plätze wechselt { $optimistic_rounds ->
        [one] jede Runde
       *[other] alle { $optimistic_rounds } Runden
    } von { DURATION($rechoke_interval_s) } (mainline 4.0)
choke-rule-anti_leech = Als Seeder: Nachbarn, die wenige Stücke haben oder denen wenige fehlen, kommen vor denen, die die Hälfte haben (anti_leech von libtorrent, nach Chow et al. 2008)
choke-rule-seed_random = Als Seeder zufällig: interessierte Nachbarn, alle { DURATION($rechoke_interval_s) } neu gelost

## What made a peer decide about slots.

choke-source-round = volle Runde
choke-source-rerank = zwischen zwei Runden alle neu geordnet
choke-source-free_slot = ein freier Platz zwischen zwei Runden
choke-source-first_interest = erstes Interesse
choke-source-lost_interest = ein Nachbar mit einem Platz will nichts mehr
choke-source-debt = ein Nachbar würde mit einem weiteren Block zu viel schulden
choke-source-closed = die Verbindung ist geschlossen
choke-source-leaving = der Peer geht

## What a neighbour was ranked by.

ranked-rate = { RATE($figure) }
ranked-owed = schuldet { BYTES($figure) }
ranked-last_round = { BYTES($figure) } letzte Runde
ranked-this_turn = { BYTES($figure) } dieses Mal
ranked-waited = wartet { DURATION($figure) }
ranked-return = gibt { TIMES($figure) } zurück
ranked-from_half = { SHARE($figure) } von der Hälfte entfernt
ranked-served = unchoked vor { DURATION($figure) }
ranked-nothing = gleich
ranked-snubbed = snubbed

piece-rule-random_first = Erst zufällige Stücke: { $random_first_pieces ->
        [one] Das erste Stück ist
       *[other] Die ersten { COUNT($random_first_pieces) } Stücke sind
    } zufällig, weil eine Neue etwas zum Geben braucht (Cohen 2003)
piece-rule-rarest_first = Seltenstes zuerst: das Stück, das die wenigsten Nachbarn angekündigt haben; bei Gleichstand entscheidet das Los (BEP 3)
piece-rule-commonest = Häufigstes zuerst: Der Nachbar ist snubbed, also wird er um Stücke gebeten, die auch andere haben (libtorrent)
piece-rule-random = Zufall: irgendein Stück, das der Nachbar hat
piece-rule-random_order = Zufällige Reihenfolge: das erste Stück, das der Nachbar hat, in einer Reihenfolge, die dieser Peer einmal gelost hat (mainline, unter seiner Grenze)
piece-rule-sequential = Der Reihe nach: das vorderste Stück, das der Nachbar hat
piece-rule-first_last = Das erste Stück, dann das letzte, dann das vorderste, das der Nachbar hat (rqbit)
piece-rule-window = Abspielfenster: das seltenste { $window_pieces ->
        [one] Stück, das als nächstes
       *[other] der { COUNT($window_pieces) } Stücke, die als nächste
    } abgespielt { $window_pieces ->
        [one] wird
       *[other] werden
    } (BiToS 2006)
piece-rule-not_commonest = Häufigste meiden: irgendein Stück außer denen, die die meisten Nachbarn angekündigt haben (Reddyvari, Parag, Shakkottai 2018)
piece-rule-beyond_window = Abspielfenster: Der Nachbar hat { $window_pieces ->
        [one] das nächste Stück nicht
       *[other] keines der nächsten { COUNT($window_pieces) } Stücke
    }, also das seltenste der anderen (BiToS 2006)
piece-rule-highest = Das hinterste Stück: um das ein Nachbar gebeten wird, der noch nichts gesendet hat (WebTorrent)
piece-rule-not_for_faster = Der Reihe nach: das vorderste Stück, das schnellere Nachbarn nicht gebracht haben, bevor dieser es könnte (WebTorrent)
piece-rule-beside = Ein Stück neben dem gewählten, für denselben Nachbarn freigehalten (libtorrent)

rule-snub = Gegen Warten ohne Ende: kein Block seit { DURATION($snub_after_s) } (Cohen 2003)
rule-ban = Bewährung: Wer an einem falschen Stück beteiligt war, sendet das nächste allein und wird verbannt, wenn auch das falsch ist (libtorrent)

