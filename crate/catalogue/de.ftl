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
    } zufällig, weil ein neuer Peer etwas zum Geben braucht (Cohen 2003)
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

## What theory says of a scenario. `.source` is who found it.

theory-all_complete = Alle vollständig, untere Schranke
    .source = Kumar, Ross 2006
theory-client_server = Alle vollständig allein durch Seeder, untere Schranke
    .source = Kurose, Ross: Computer Networking
theory-first_complete = Erster Peer vollständig, untere Schranke
    .source = Kumar, Ross 2006
theory-piece_schedule = Alle vollständig, schnellster Plan mit ganzen Stücken
    .source = Mundinger, Weber, Weiss 2008
theory-steady_leechers = Leecher im Gleichgewicht
    .source = Qiu, Srikant 2004
theory-steady_seeders = Seeder im Gleichgewicht
    .source = Qiu, Srikant 2004
theory-steady_download = Downloadzeit im Gleichgewicht
    .source = Qiu, Srikant 2004
theory-arrivals_max = Ankünfte, bis zu denen der Schwarm stabil bleibt
    .source = Hajek, Zhu 2011
theory-copies_double = Kopien eines neuen Stücks verdoppeln sich in
    .source = Yang, de Veciana 2004
theory-piece_to_all = Ein neues Stück erreicht alle in
    .source = Yang, de Veciana 2004
theory-gossip_rounds = Runden, bis es alle gehört haben, untere Schranke
    .source = Doerr, Kuennemann 2014

unit-seconds = { DURATION($value) }
    .symbol = s
unit-peers = { DECIMAL($value) } Peers
    .symbol = Peers
unit-peers_per_s = { DECIMAL($value) } Peers/s
    .symbol = Peers/s
unit-rounds = { DECIMAL($value) } Runden
    .symbol = Runden

note-no_run_is_faster = Kein Lauf ist schneller
note-as_if_all_at_start = Berechnet, als wären alle bei 0 da und als änderte sich später nichts
note-seeders_only = Wenn nur die Seeder hochlüden
note-every_byte_once = Von seiner Ankunft an gezählt, weil jedes Byte vorher einmal einen Seeder verlassen muss
note-schedule = { $rounds ->
        [one] 1 Runde
       *[other] { COUNT($rounds) } Runden
    } von { DURATION($round_s) }. Blöcke eines Stücks von mehreren Sendern können etwas schneller sein
note-every_uplink_used = Wenn jeder Uplink immer genutzt werden könnte; ohne die Seeder, die bleiben
note-any_rate = Keine Grenze, weil jeder Peer lang genug bleibt, um noch ein Stück hochzuladen. { note-arrivals }
note-stable = { note-arrivals }: Der Schwarm ist stabil, wenn Begegnungen zufällig sind
note-one_club = { note-arrivals }: zu viele. Die Peers, denen ein und dasselbe Stück fehlt, werden immer mehr, wenn Begegnungen zufällig sind
note-arrivals = { DECIMAL($arrivals_per_s) } Peers kommen jede Sekunde
note-full_uplink = Wenn jede Kopie mit der vollen Rate eines mittleren Uplinks weitere Kopien machte
note-gossip = Obere Schranke { DECIMAL($rounds_max) }, wenn jeder von { $peers ->
        [one] 1 Peer
       *[other] { COUNT($peers) } Peers
    } in jeder Runde es einem zufälligen anderen sagt
note-no_leechers = Niemand kommt, um herunterzuladen
note-no_leechers_or_seeders = Niemand kommt, um herunterzuladen, oder niemand hat alles
note-some_bring_parts = Manche Peers bringen einen Teil des Inhalts mit
note-one_seeder_only = Gilt für einen Seeder und Peers, die nichts mitbringen
note-all_at_start_only = Gilt für Peers, die alle bei 0 da sind, ohne spätere Änderung
note-equal_uplinks_only = Gilt für gleiche Uplinks und Downlinks, die nicht langsamer sind
note-one_group_only = Gilt für eine einzige Gruppe von Leechern
note-poisson_only = Gilt für Ankünfte nach Poisson
note-alike_only = Gilt für Peers, die nichts mitbringen und gleiche Leitungen haben
note-leave_after_only = Gilt für Peers, die eine feste Zeit nach ihrem Download gehen
note-endless_only = Gilt für Läufe ohne Ende und exponentiell verteilte Geduld der Peers

## What is measured. `.short` is the word in a line of the command line's summary.

measure-utilisation = Nutzung der Uplinks
    .short = Uplinks
    .definition = Gesendete Bytes geteilt durch das, was alle Uplinks hätten tragen können, solange ihre Peers da waren
measure-utilisation_leechers = Nutzung der Uplinks, Leecher
    .short = Leecher
    .definition = Dasselbe für Peers, die nicht alles mitbrachten
measure-utilisation_down = Nutzung der Downlinks
    .short = Downlinks
    .definition = Empfangene Bytes geteilt durch das, was alle Downlinks hätten tragen können
measure-mean_time_s = Mittlere Downloadzeit
    .short = Mittel
    .definition = Von der Ankunft, bis alles da ist, für Peers, die nicht alles mitbrachten
measure-median_time_s = Median der Downloadzeit
    .short = Median
    .definition = Von der Ankunft, bis alles da ist: Die Hälfte der Downloads dauerte nicht länger
measure-p95_time_s = 95. Perzentil der Downloadzeiten
    .short = 95 %
    .definition = 95 von 100 Downloads dauerten nicht länger
measure-max_time_s = Längste Downloadzeit
    .short = längste
    .definition = Von der Ankunft, bis alles da ist
measure-cv_time = Variationskoeffizient der Downloadzeiten
    .short = Streuung der Zeiten
    .definition = Ihre Standardabweichung geteilt durch ihr Mittel
measure-p95_over_mean = 95. Perzentil zu mittlerer Downloadzeit
    .short = 95 % zu Mittel
    .definition = Nahe 1, wenn alle Downloads gleich lang dauern
measure-fluid_bound_s = Alle vollständig, untere Schranke
    .short = untere Schranke
    .definition = Kumar und Ross 2006, als wären alle Peers des Szenarios bei 0 da
measure-client_server_bound_s = Alle vollständig allein durch Seeder, untere Schranke
    .short = Seeder allein
    .definition = Wenn nur die Seeder hochlüden
measure-mean_over_bound = Mittlere Downloadzeit zur Schranke
    .short = Mittel zur Schranke
    .definition = Mittlere Downloadzeit geteilt durch die untere Schranke für alle
measure-last_over_bound = Letzter fertig zur Schranke
    .short = letzter zur Schranke
    .definition = Zeit, bis der letzte alles hat, geteilt durch die untere Schranke für alle
measure-seed_copies_first = Von Seedern gesendet, bis der erste fertig ist
    .short = Kopien, bis der erste fertig ist
    .definition = Kopien des Inhalts von Peers, die ihn mitbrachten, bis der erste Peer vollständig war
measure-seed_copies = Von Seedern gesendet
    .short = Kopien
    .definition = Kopien des Inhalts, die von Peers kamen, die ihn mitbrachten
measure-served_max = Am meisten von einem Leecher gesendet
    .short = meiste von einem Leecher
    .definition = Kopien des Inhalts, die der fleißigste Peer gesendet hat, der nicht alles mitbrachte
measure-ratio_mean = Mittlere Ratio
    .short = Mittel
    .definition = Gesendete durch empfangene Bytes, für Peers, die nicht alles mitbrachten
measure-ratio_p95 = 95. Perzentil der Ratios
    .short = 95 %
    .definition = 95 von 100 Ratios sind nicht größer
measure-ratio_max = Größte Ratio
    .short = größte
    .definition = Gesendete durch empfangene Bytes
measure-jain_seed = Fairness der Seeder
    .short = Jain-Index
    .definition = Jains Index der Bytes, die jeder Leecher von Seedern bekam: 1, wenn alle gleich viel bekamen, 1 durch ihre Zahl, wenn einer alles bekam
measure-interest_share = Zeit mit Interesse
    .short = Interesse
    .definition = Anteil der Zeit mit einem Nachbarn, in der ein Leecher an ihm interessiert war
measure-availability_min_mean = Kopien des seltensten Stücks
    .short = Kopien des seltensten
    .definition = Mittel über die Zeit
measure-availability_mean = Kopien eines Stücks
    .short = Kopien
    .definition = Mittel über Stücke und Zeit
measure-entropy = Vielfalt der Stücke
    .short = Entropie
    .definition = Entropie der Kopien über die Stücke, Mittel über die Zeit: 1, wenn alle Stücke gleich häufig sind
measure-copies_dispersion = Streuung der Kopien
    .short = Streuung der Kopien
    .definition = Varianz der Kopien über die Stücke, geteilt durch ihr Mittel; Mittel über die Zeit: 0, wenn alle Stücke gleich häufig sind, 1 bei einer Poisson-Verteilung
measure-duplicates = Doppelte Bytes
    .short = doppelt
    .definition = Anteil der empfangenen Bytes, die der Empfänger schon hatte oder um die er nicht gebeten hatte
measure-wasted_bytes = Doppelte Bytes insgesamt
    .short = doppelt
    .definition = Bytes, die der Empfänger schon hatte oder um die er nicht gebeten hatte
measure-overhead_share = Aufwand des Protokolls
    .short = Nachrichten
    .definition = Bytes von Nachrichten ohne Inhalt, geteilt durch alle Bytes
measure-have_bytes = Bytes der have-Nachrichten
    .short = have-Nachrichten
    .definition = Alle Bytes von have-Nachrichten
measure-cross_region_share = Verkehr zwischen Regionen
    .short = zwischen Regionen
    .definition = Anteil der empfangenen Bytes, die aus einer anderen Region kamen
measure-one_club_peak = Größter Klub mit einem fehlenden Stück
    .short = Klub mit einem fehlenden Stück, höchstens
    .definition = Die meisten Peers zugleich, denen ein und dasselbe Stück fehlte und kein anderes
measure-one_club_end = Klub mit einem fehlenden Stück
    .short = Klub mit einem fehlenden Stück
    .definition = Peers, denen ein und dasselbe Stück fehlt und kein anderes
measure-mean_leechers = Mittlere Zahl der Leecher
    .short = Leecher
    .definition = Mittel über die Zeit
measure-leechers_slope = Zunahme der Leecher je Sekunde
    .short = Zunahme der Leecher (1/s)
    .definition = Steigung der Geraden nach der Methode der kleinsten Quadrate
measure-leechers_dispersion = Streuung der Zahl der Leecher
    .short = Streuung der Leecher
    .definition = Varianz der Zahl über die Zeit, geteilt durch ihr Mittel: 1, wenn Ankünfte und Aufenthalte unabhängig sind (Poisson), mehr, wo viele zusammen kommen
measure-mean_seeds = Mittlere Zahl der hier entstandenen Seeder
    .short = Seeder von hier
    .definition = Peers, die in diesem Schwarm vollständig wurden und da sind, Mittel über die Zeit
measure-mean_origins = Mittlere Zahl der ersten Seeder
    .short = erste Seeder
    .definition = Peers, die mit allem kamen und da sind, Mittel über die Zeit
measure-mean_time_open_s = Mittlere Downloadzeit, gemessener Zeitraum
    .short = Mittel, gemessener Zeitraum
    .definition = Von den Peers, die im gemessenen Zeitraum vollständig wurden
measure-arrivals_per_s = Ankünfte je Sekunde
    .short = Ankünfte je Sekunde
    .definition = Peers, die im gemessenen Zeitraum ohne alles kamen
measure-littles_law = Littles Gesetz
    .short = Littles Gesetz
    .definition = Mittlere Zahl der Leecher geteilt durch Ankünfte mal mittlerer Aufenthalt: 1 in einem langen Lauf
measure-continuity = Unterbrechungsfreies Abspielen
    .short = ohne Unterbrechung
    .definition = Stücke, die da sind, wenn sie abgespielt werden
measure-aborted = Peers, die aufgaben
    .short = gaben auf
    .definition = Peers, die gingen, bevor sie vollständig waren
measure-free_rider_over_contributor = Downloadzeit der Trittbrettfahrer zu der der anderen
    .short = Zeit der Trittbrettfahrer zu der der anderen
    .definition = Mittlere Downloadzeit der Trittbrettfahrer geteilt durch die der ehrlichen Peers

## Classes of peers: groups, and the links of a group.

classes-title = Downloads nach Klassen
classes-class = Klasse
classes-complete = Vollständig
    .value = { COUNT($completed) } von { COUNT($count) }
    .short = { $completed } von { $count } vollständig
classes-median = Median
classes-p95 = 95 %
    .definition = 95 von 100 Downloads dauerten nicht länger
classes-ratio = Ratio
    .short = Ratio
    .definition = Gesendete durch empfangene Bytes, Mittel

## What the page says of the laws.

laws-badge = { $broken ->
        [0] Gesetze gelten
        [one] 1 Prüfung der Gesetze schlug fehl
       *[other] { COUNT($broken) } Prüfungen der Gesetze schlugen fehl
    } ({ $checked ->
        [one] 1 Prüfung
       *[other] { COUNT($checked) } Prüfungen
    })

## Choices in a client, by the core's names.

profile-reference = Wie im Buch
profile-mainline = Mainline 4.0
profile-libtorrent = libtorrent 2.1
profile-transmission = Transmission 4.1
profile-transmission_3_00 = Transmission 3.00
profile-webtorrent = WebTorrent 3.0
profile-rqbit = rqbit 9
profile-seed_chapter = Lehrbuch

## How far a client is held against its own program. A test writes those with figures (tests/real).

held-reference = Kein Programm: die Regeln, die MODEL.md beschreibt.
held-mainline = Nicht neben seinem Programm gemessen.
held-libtorrent = Neben libtorrent 2.1.1.0: 33 von 34 Größen aus 7 Schwärmen liegen zwischen dem 0,7- und dem 1,4-Fachen des Programms (MODEL.md).
held-transmission = Nicht neben seinem Programm gemessen: Transmission 3.00 wurde es.
held-transmission_3_00 = Neben transmission 3.00: 14 von 16 Größen aus 4 Schwärmen liegen zwischen dem 0,7- und dem 1,4-Fachen des Programms (MODEL.md).
held-webtorrent = Neben webtorrent 3.0.21: 14 von 14 Größen aus 4 Schwärmen liegen zwischen dem 0,7- und dem 1,4-Fachen des Programms (MODEL.md).
held-rqbit = Neben rqbit 9.0.1: 13 von 14 Größen aus 4 Schwärmen liegen zwischen dem 0,7- und dem 1,4-Fachen des Programms (MODEL.md).
held-seed_chapter = Kein Programm: die Regeln eines Lehrbuchs.

choker-tit_for_tat = Tit for Tat
choker-random = Zufall
choker-pairwise_blocks = Block für Block
choker-bit_tyrant = BitTyrant
choker-prop_share = Nach Anteil (PropShare)
choker-everybody = Alle
choker-encounters = Zufällige Begegnungen

seed_choker-fastest_upload = Schnellste zuerst
seed_choker-round_robin = Reihum
seed_choker-round_robin_quota = Reihum, mit Menge
seed_choker-mainline4 = Wie mainline 4.0
seed_choker-anti_leech = Wenigste oder meiste Stücke
seed_choker-encounters = Zufällige Begegnungen
seed_choker-random = Zufall

offer-all = Jedes Stück
offer-super_seed = Eins nach dem anderen (Super-Seeding)
offer-least_served = Das am wenigsten gesendete

picker-rarest_first = Seltenstes zuerst
picker-random = Zufall
picker-random_order = Zufällige Reihenfolge
picker-sequential = Der Reihe nach
picker-first_last = Beide Enden zuerst
picker-window = Abspielfenster
picker-mode_suppression = Alle außer den häufigsten

endgame-all = Alle bitten
endgame-strict = Ein Block nach dem anderen
endgame-steal = Langsamen wegnehmen
endgame-hotswap = Langsamen Blöcke wegnehmen
endgame-off = Keines

## The swarm and its peers in a sentence, for those who hear the page.

swarm-now = { $leechers ->
        [one] 1 Leecher
       *[other] { COUNT($leechers) } Leecher
    } und { $seeders ->
        [one] 1 Seeder
       *[other] { COUNT($seeders) } Seeder
    } nach { CLOCK($now_s) }.
swarm-completed = { $completed ->
        [one] 1 Peer hat
       *[other] { COUNT($completed) } Peers haben
    } hier alles bekommen.
swarm-rate = Zusammen laden sie { RATE($rate) } hoch.
swarm-rarest = Vom seltensten Stück gibt es { $copies ->
        [one] 1 Kopie
       *[other] { COUNT($copies) } Kopien
    }.
swarm-nowhere = Niemand hier hat { $pieces_count ->
        [one] Stück { $pieces }
       *[other] die Stücke { $pieces }{ $pieces_more ->
            [0] {""}
           *[other] {" "}und { COUNT($pieces_more) } weitere
        }
    }.
swarm-tracker_down = Der Tracker antwortet nicht.
swarm-finished = Alle, die kamen, sind vollständig oder gegangen.

peer-named = Peer { $peer }
peer-pieces = { COUNT($have) } von { COUNT($pieces) } Stücken{ $missing_count ->
        [0] {""}
       *[other] , ohne { $missing }{ $missing_more ->
            [0] {""}
           *[other] {" "}und { COUNT($missing_more) } weitere
        }
    }
peer-sentence = Peer { $peer }, { WORD($role, of: "role", as: "noun") }{ $group ->
        [none] {""}
       *[other] {" "}({ $group })
    }, { PERCENT($have, $pieces) }: { COUNT($have) } von { $pieces ->
        [one] 1 Stück
       *[other] { COUNT($pieces) } Stücken
    }{ $known ->
        [true] , empfängt { RATE($received) }, sendet { RATE($sent) }
       *[false] {""}
    }.
peer-also = Derselbe Client, mit demselben Uplink und denselben Plätzen:
    .where = Peer { $peer } von { $name }
peer-gone = Er hat den Schwarm verlassen.
peer-crashed = Er ist abgestürzt. Niemand erfuhr davon: Seine Nachbarn warten auf ihn, bis ihre Verbindungen ablaufen.
peer-metadata = Er begann mit einem Magnet-Link: Vom Torrent kennt er nur den Info-Hash, noch nicht die Zahl der Stücke. { $parts ->
        [0] Noch hat kein Nachbar gesagt, wie lang die Metadaten sind.
       *[other] { COUNT($here) } von { $parts ->
            [one] 1 Teil
           *[other] { COUNT($parts) } Teilen
        } der Metadaten sind von seinen Nachbarn gekommen.
    }
peer-client = Client: { WORD($profile, of: "profile") }
    .group = Gruppe { $group }. Client: { WORD($profile, of: "profile") }
peer-has = Hat
    .value = { COUNT($have) } von { COUNT($pieces) }
peer-neighbours = Nachbarn
    .value = { COUNT($n) } unchoked
peer-receives = Empfängt
peer-sends = Sendet
    .value = von { RATE($capacity) }
peer-neighbours_more = Und { $n ->
        [one] 1 weiterer Nachbar
       *[other] { COUNT($n) } weitere Nachbarn
    }.
peer-decisions = Warum

## A neighbour in the table of a peer: what this peer grants it, and what it grants this peer.

column-peer = Peer
column-has = Hat
column-grants = Wir
    .meaning = Was dieser Peer dem Nachbarn erlaubt
column-granted = Er
    .meaning = Was der Nachbar diesem Peer erlaubt
column-in = Ein
    .meaning = Bytes je Sekunde vom Nachbarn
column-out = Aus
    .meaning = Bytes je Sekunde zum Nachbarn

grants-snubbed = snubbed
grants-choked = choked
grants-optimistic = optimistisch
grants-unchoked = unchoked
grants-idle = offen
grants-none = –
granted-chokes = choked uns
granted-serves = bedient uns
granted-open = offen
granted-none = –

## The panel of measures and theory.

figures-title = Messungen und Theorie
figures-measured = Bisher gemessen
figures-theory = Theorie und dieser Lauf
figures-result = Ergebnis
figures-value = Theorie
figures-seen = Gemessen
figures-ratio = Verhältnis
    .definition = Gemessen geteilt durch Theorie
figures-not_yet = noch nicht
figures-any = beliebig
figures-silent = { $n ->
        [one] 1 Ergebnis gilt nicht für diesen Schwarm: warum
       *[other] { COUNT($n) } Ergebnisse gelten nicht für diesen Schwarm: warum
    }
figures-row = { $name }: { $note } ({ $source })
figures-note = { $note } ({ $source })
figures-copies = { $value ->
        [one] 1 Kopie
       *[other] { DECIMAL($value) } Kopien
    }

verdict-bound = Untere Schranke
verdict-last = Letzter vollständig
verdict-ratio = Zur Schranke

## The numbers of the whole swarm, the charts, the strip of pieces, the flows.

count-seeders = Seeder
count-leechers = Leecher
count-completed = Fertig
    .meaning = Peers, die in diesem Schwarm vollständig wurden
count-throughput = Durchsatz
    .meaning = Was alle Peers zusammen hochladen, und wie viel davon von denen kommt, die den Inhalt mitbrachten
count-from_seeders = Von Seedern
    .meaning = Anteil aller bisherigen Bytes, die von den Peers kamen, die den Inhalt mitbrachten
count-delivered = Geliefert
    .meaning = Bytes des Inhalts, die bisher angekommen sind

chart-peers = Peers
chart-complete = vollständig
chart-leeching = laden
chart-throughput = Durchsatz
chart-everybody = alle
chart-seeders = Seeder
chart-table = Als Tabelle
chart-time = Zeit
chart-column_complete = Vollständig
chart-column_leeching = Laden

strip-pieces = { $n ->
        [one] 1 Stück
       *[other] { COUNT($n) } Stücke
    }
strip-rarest = { strip-pieces }. Das seltenste hat { $copies ->
        [one] 1 Kopie
       *[other] { COUNT($copies) } Kopien
    }, { $story ->
        [yes] die der Besitzerin
       *[no] die des Seeders
    } nicht gezählt.
strip-only = { strip-pieces }. { $share ->
        [all] Nur { strip-owner } hat sie.
        [one] 1 davon hat nur { strip-owner }.
       *[some] { COUNT($only) } davon hat nur { strip-owner }.
    }
strip-owner = { $story ->
        [yes] die Besitzerin
       *[no] der Seeder
    }
strip-read = Ein Strich über einem Stück ist eine Kopie davon.
strip-nowhere = { strip-pieces }, { COUNT($nowhere) } davon ohne Kopie.
strip-piece = Stück { $piece }: { $copies ->
        [one] 1 Kopie
       *[other] { COUNT($copies) } Kopien
    } bei { $peers ->
        [one] 1 Peer
       *[other] { COUNT($peers) } Peers
    }

flows-title = Wer sendet an wen
flows-blocks = { $n ->
        [one] 1 Block
       *[other] { COUNT($n) } Blöcke
    }
flows-drawn = 1 von { COUNT($one_in) } Blöcken ist gezeichnet

stage-tracker = Tracker
    .meaning = Tracker: sagt Leuten voneinander
stage-tracker_down = Tracker aus
stage-tracker_tip = Der Tracker. Klick schaltet ihn aus oder ein.

legend-title = Legende
legend-block = Block
legend-unchoked = Unchoked
legend-optimistic = Optimistisch

## Terms, each in a sentence or two.

help-tracker = Der Tracker sagt Neuen, welche Peers da sind. Er hat selbst nie ein Stück.
    .term = Tracker
help-piece = Der Inhalt ist in Stücke geteilt. Ein Stück zählt und wird weitergegeben, sobald sein Hash stimmt.
    .term = Stück
help-block = Ein Teil des Bildes, der sich bewegt, oder ein Punkt, wo wenig Raum ist, ist ein Block von 16 KiB auf seinem Weg. Seine Farbe sagt, wie selten sein Stück ist.
    .term = Block
help-ring = An jedem Bild sieht man die Stücke, die ein Peer hat, jedes an seinem Ort. Wo kein Raum für Bilder ist, zeigt sie ein Ring.
help-tile = In einem Schwarm von mehr als 400 Peers ist jeder eine Kachel. Ein kleiner grauer Punkt: Noch ist nichts da. Ein dunkler Ring: Der erste Block ist da. Dann füllt sie sich im Uhrzeigersinn mit den Stücken; wo sie dafür zu klein ist, wird ihre Farbe kräftiger. Näher zur Mitte: früher erreicht.
    .term = Viele Peers
help-unchoked = Eine durchgezogene Linie: Der Sender hat dem Empfänger einen Platz gegeben (unchoked), und der Empfänger ist interessiert.
    .term = Unchoked
help-optimistic = Eine gestrichelte Linie: ein optimistischer Platz. Er gibt einem Fremden die Gelegenheit, sich zu bewähren, und geht alle dreißig Sekunden an einen anderen (BEP 3).
    .term = Optimistisch
help-choked = Choked: Der Nachbar darf jetzt nicht um Blöcke bitten.
help-rarest = Peers bitten um das Stück, das die wenigsten Nachbarn haben, damit kein Stück ausstirbt.
    .term = Seltenstes zuerst
help-seed = Die Zahl, aus der aller Zufall dieses Laufs gelost wird. Derselbe Seed gibt denselben Lauf, Block für Block.
    .term = Seed
help-whose = Wessen Client unten gezeigt und geändert wird: der aller Peers oder der einer Gruppe.
help-client = Das Programm, das ein Peer benutzt, mit seinen eigenen Vorgaben. Was du unten änderst, gilt statt ihrer.
help-serve = Welchen Nachbarn ein Leecher Plätze gibt. Klick auf einen Peer, um jede Entscheidung zu lesen, mit ihrer Regel und deren Quelle.
help-seed_serve = Welchen Nachbarn ein Seeder Plätze gibt. Er braucht nichts zurück.
help-bound = Kein Lauf dieses Schwarms endet früher: Der Inhalt muss den Seeder einmal verlassen, den langsamsten Downlink erreichen und durch alle Uplinks zusammen passen (Kumar, Ross 2006).
    .term = Untere Schranke
help-offer = Welche seiner Stücke ein Seeder ankündigt: alle, oder eins nach dem anderen, damit er jedes nur einmal sendet.
    .term = Super-Seeding
help-endgame = Was ein Peer mit den letzten Blöcken macht, wenn er um alle schon gebeten hat.
    .term = Endgame
help-stall = Ein Schwarm steht still, wenn ein Peer nicht vollständig ist und entweder von einem Stück keine Kopie mehr da ist und keine mehr kommt, oder sich seit zehn Minuten kein Block bewegt hat.
    .term = Stillstand
help-laws = Die Gesetze eines Schwarms werden während des Laufs geprüft: Gesendete Bytes kommen an, keine Leitung ist schneller als ihre Kapazität, niemand gibt ein Stück, das er nicht hat.
    .term = Gesetze

## What is shared.

content-size = { $pieces ->
        [one] 1 Stück
       *[other] { COUNT($pieces) } Stücke
    } von { $piece_length }, { $total }
    .short = { $pieces ->
        [one] 1 Stück
       *[other] { COUNT($pieces) } Stücke
    } von { $piece_length }, das letzte { $last }, { $total }
content-files = { COUNT($n) } Dateien
content-padding = davon { $padding } Füllung
content-hash = Info-Hash
content-torrents = Gezeigter Torrent
content-torrent = Torrent { $number }

## What a person can do.

act-title = Was man mit { $name } tun kann
act-crash = Abstürzen lassen
    .meaning = Verstummt: Niemand erfährt davon
act-make_seeder = Zum Seeder machen
act-leave = Gehen lassen
act-halve = Upload halbieren
act-double = Verdoppeln
act-cut = Verbindungen trennen
    .meaning = Beide Enden merken es sofort und dürfen sich später wieder verbinden
act-cut_pair = Verbindung trennen zu
act-choose = wählen
act-stop_uploading = Nicht mehr hochladen
    .meaning = Von jetzt an ein Trittbrettfahrer: kommt mit den Stücken wieder, die da sind, und bedient niemanden
act-corrupt = Falsche Blöcke senden
    .meaning = Von jetzt an ein Verschmutzer: kommt mit den Stücken wieder, die da sind, und sendet Blöcke aus anderen Bytes
act-honest = Ehrlich sein
act-close = Schließen (Esc)
act-close_peer = Peer { $peer } schließen
act-select_peer = Peer { $peer } auswählen
act-remove_leechers = { $n } Leecher wegnehmen
act-remove_seeders = { $n } Seeder wegnehmen
act-add_leechers = { $n } Leecher dazu
act-add_seeders = { $n } Seeder dazu

bar-story = Geschichte
    .meaning = Ein Schwarm mit einer Geschichte
bar-your_torrent = Dein Torrent
bar-your_own = Dein eigener
bar-open = Torrent öffnen
    .meaning = Eine .torrent-Datei öffnen
bar-share = Teilen
    .meaning = Diesen Lauf teilen
bar-light = Hell
    .meaning = Helle Farben
bar-dark = Dunkel
    .meaning = Dunkle Farben
bar-language = Sprache
bar-help = Hilfe
    .meaning = Was du siehst, und die Tasten (?)

play-title = Wiedergabe
play-moment = Zeitpunkt
play-restart = Neu starten
    .meaning = Von vorn beginnen (R)
play-play = Abspielen
    .meaning = Abspielen (Leertaste)
play-pause = Anhalten
    .meaning = Anhalten (Leertaste)
play-again = Noch einmal
    .meaning = Noch einmal abspielen (Leertaste)
play-step = Ein Ereignis weiter
    .meaning = Ein simuliertes Ereignis (>)
play-clock = Simulierte Zeit
play-speed = Tempo
    .meaning = Simulierte Sekunden in einer von deinen
    .value = { $speed } simulierte Sekunden je Sekunde
    .late = Dieses Gerät hält mit dem Tempo nicht mit
    .true = { $true } von { $speed }

## The page, and its languages, each by its own name.

page-title = Swarmscope: ein BitTorrent-Schwarm in deinem Browser
language-en = English
language-de = Deutsch

## What a person did, as it stands after "du hast".

acted-add_peers = { $n ->
        [one] einen Leecher
       *[other] { COUNT($n) } Leecher
    } dazugenommen
acted-add_seeders = { $n ->
        [one] einen Seeder
       *[other] { COUNT($n) } Seeder
    } dazugenommen
acted-remove = { $peers } gehen lassen
acted-crash = { $peers } abstürzen lassen
acted-make_seeder = { $name } zum Seeder gemacht
acted-upload = den Uplink von { $name } auf { RATE($rate) } gesetzt
acted-download = den Downlink von { $name } auf { RATE($rate) } gesetzt
acted-seeders_leave = geändert, wann Seeder gehen
behaved-honest = { $name } ehrlich gemacht
behaved-free_rider = { $name } zum Trittbrettfahrer gemacht
behaved-polluter = { $name } falsche Blöcke senden lassen
acted-cut = alle Verbindungen von { $name } getrennt
acted-cut_pair = die Verbindung von { $name } und { $other } getrennt
acted-part = { $who } von den anderen getrennt
acted-heal = alle wieder füreinander erreichbar gemacht
acted-tracker_up = den Tracker eingeschaltet
acted-tracker_down = den Tracker ausgeschaltet
acted-several = { $what } und { COUNT($n) } weitere
acted-set = { $field } auf { $value } gesetzt
acted-edited = das Szenario geändert
acted-seed = einen anderen Seed gewählt
acted-restarted = von 0:00 neu begonnen

## Branches: the runs that a person made of one.

branch-title = Zweige
branch-acted = Du hast bei { $at } eingegriffen: Dies ist Zweig { $name }. Der Lauf davor bleibt als { $before }.
branch-restarted = Dies ist Zweig { $name }, ab 0:00. Der Lauf davor bleibt als { $before }.
branch-undo = Rückgängig
    .meaning = Nimmt den letzten Eingriff zurück (Strg+Z)
branch-first = der Lauf, wie er begann
branch-at = ab { $at }: du hast { $what }
branch-here = Gezeigt
branch-go = Zu { $name }
branch-remove = { $name } entfernen
branch-lost = Ein Zweig mehr, als aufgehoben wird: { $name } steht nicht mehr in der Liste.

## The doors, and the story. What a chapter says stands in its own file.

door-title = Zugänge
door-story = Geschichte
door-lab = Labor
door-compare = Vergleich
door-loading = Dieser Teil der Seite wird geladen.
door-failed = Dieser Teil der Seite konnte nicht geladen werden: { $why }

story-title = Geschichte
story-step = { $step } von { $steps }
story-back = Zurück
story-continue = Weiter
story-next_chapter = Nächstes Kapitel
story-skip = Vorspulen
story-try = Selbst ausprobieren
story-again = Diesen Schritt noch einmal ansehen
story-watch = Sieh zu, was geschieht. Es hält von selbst an.
story-finding = Der Zeitpunkt wird gesucht …
story-contents = Alle Kapitel
story-guessed = Du hast { $guess } geschätzt. Es dauerte { $truth }.
story-right = Richtig.
story-wrong = Es kam anders: { $answer }.
story-your_guess = deine Schätzung
story-way = { $now } von { $end }
story-fault = Dieser Schritt kann nicht gezeigt werden.
story-refused = Dieses Kapitel kann nicht erzählt werden
story-key = Was die Zeichen bedeuten
story-key_all = hat das ganze Bild
story-key_some = dem fehlen noch Stücke
story-key_rider = nimmt und gibt nichts
story-key_liar = schickt falsche Stücke
story-key_from = offene Leitung von dem, den du ansiehst: je breiter, desto schneller
story-key_to = offene Leitung zu dem, den du ansiehst
story-key_others = offene Leitungen zwischen anderen
story-key_chance = gestrichelt: ein Platz durch Zufall
story-key_known = gepunktet: Sie kennen sich, aber niemand hat einen Platz
story-key_block = ein Teil eines Stücks auf dem Weg
story-key_request = bittet um einen Teil eines Stücks
story-key_cancel = bittet nicht mehr, oder nimmt einen Platz weg
story-key_opens = gibt einen Platz
story-key_reject = bekommt den Teil nicht, um den gebeten wurde
story-key_have = sagt den anderen, dass ein neues Stück da ist
story-key_part = ein umrandetes Stück: Ein Teil davon ist da
story-key_copies = Striche über einem Stück: wie viele von euch es haben
story-key_rare = dieses Stück hat nur die Besitzerin
story-key_few = wenige von euch haben es
story-key_more = mehr von euch haben es
story-key_common = alle von euch haben es
story-key_gone = niemand hat es mehr
story-busy = Dein Gerät rechnet: { $now } von { $end }.
story-another_run = Ein anderer Lauf beginnt, mit { $n ->
        [one] 1 Person, die das Bild will
       *[other] { COUNT($n) } Leuten, die das Bild wollen
    }.

end-title = Wie es ausging
end-card = { COUNT($n) } haben nach { CLOCK($last) } alles. Der Seeder allein hätte { CLOCK($alone) } gebraucht. Er hat { DECIMAL($copies) } Kopien gesendet.
    .open = { COUNT($n) } haben nach { CLOCK($last) } alles. Die Seeder haben { DECIMAL($copies) } Kopien gesendet.
end-what_if = Was, wenn der Seeder nach { DECIMAL($copies) } Kopien geht?

## The views, and the sentence that leads each.

view-title = Ansichten
view-coming = Diese Ansicht wird geholt …
view-swarm = Schwarm
    .pictures = Der Inhalt ist ein Bild: Jedes Stück ist ein Teil davon. Ein Pfeil ist ein offener Platz; je breiter er ist, desto mehr trägt er.
    .rings = Ein Ring zeigt, welche Stücke ein Peer hat. Eine Linie ist ein offener Platz, ein Punkt ist ein Block auf seinem Weg.
    .crowd = Mehr als { $whole } Peers: Ein Bogen zeigt, wie viel jeder hat, und über eine Linie kam vor Kurzem etwas. Ab { $crowd } ist jeder eine Kachel.
    .tiles = Mehr als { $crowd } Peers: Jeder ist eine Kachel. { $order ->
            [reach] Näher zur Mitte: früher erreicht.
           *[number] Die Kacheln stehen in der Reihenfolge, in der die Peers kamen.
        }
    .eyes = Hell: { $name } und { $n ->
            [one] der Peer, mit dem er verbunden ist
           *[other] die { COUNT($n) } Peers, mit denen er verbunden ist
        }. { $others ->
            [0] Sonst ist niemand da
            [one] Vom anderen weiß er nichts
           *[other] Von den { COUNT($others) } anderen weiß er nichts
        }.
    .thread = Der rote Faden ist der Weg von Stück { $piece }, in { $n ->
            [one] 1 Schritt
           *[other] { $n } Schritten
        }. Jeder Schritt konnte erst beginnen, als der vor ihm zu Ende war.
view-pieces = Stücke
    .matrix = Eine Zeile ist ein Peer, eine Spalte ist ein Stück. Orange: nur der Seeder hat es. Gold: wenige, blau: mehr, grau: alle. Leer: nicht da.
    .selected = Wähl einen Peer, um seine Stücke zu sehen: Von so vielen Peers werden nicht alle gezeigt.
    .first = Stück 0
    .last = Stück { $last }

view-log = Protokoll
view-tree = Stammbaum

view-gifts = Wer gab wem
    .peers = Eine Zeile ist ein Geber, eine Spalte ein Nehmer: je dunkler, desto mehr. Was zurückkam, steht gespiegelt an der Diagonale.
    .groups = Eine Zeile ist eine Gruppe von Gebern, eine Spalte eine Gruppe von Nehmern: je dunkler, desto mehr.
view-progress = Fortschritt
    .lines = Eine Linie ist ein Peer; sie ist so hoch wie das, was ankommt. Unten: wie viele erreicht sind und wie viele alles haben.
    .curves = Wie viele ihren ersten Block haben und wie viele alles haben.

gifts-nothing = Noch hat niemand jemandem etwas gegeben.
gifts-heading = { SHARE($seeders) } kamen von denen, die den Inhalt mitbrachten. Von dem, was zwei andere einander gaben, kamen { SHARE($back) } zurück.
gifts-groups = { BYTES($total) } gingen von Peer zu Peer.
gifts-peer = { $name }: am meisten an { $other }, { BYTES($gave) }. Zurück kamen { BYTES($got) }.
gifts-peer_nothing = { $name }: noch niemandem etwas gegeben.
gifts-from = von
gifts-to = an

progress-nobody = Niemand kam, um herunterzuladen.
progress-all = Der erste von { COUNT($n) } hatte alles nach { $first }, der letzte nach { $last }.
progress-some = { COUNT($reached) } von { COUNT($of) } sind erreicht, { $done ->
        [0] keiner hat
        [one] 1 hat
       *[other] { COUNT($done) } haben
    } alles.
progress-alone = ein Sender allein: { $at }
progress-bound = der Letzte: nie vor { $at }
progress-reached = erreicht
progress-complete = haben alles

heading-empty = Niemand ist da.
heading-start = { $n ->
        [one] Ein Peer will den Inhalt.
       *[other] { COUNT($n) } Peers wollen den Inhalt.
    } { $seeders ->
        [0] Niemand hat ihn ganz.
        [one] Einer hat ihn und beginnt zu senden.
       *[other] { COUNT($seeders) } haben ihn und beginnen zu senden.
    }
heading-server = Bisher kommt alles von denen, die den Inhalt mitbrachten. { $n ->
        [one] Wer herunterlädt, hat
       *[other] Die { COUNT($n) }, die herunterladen, haben
    } { SHARE($share) } davon.
heading-each_other = { $n ->
        [one] Wer herunterlädt, hat
       *[other] Die { COUNT($n) }, die herunterladen, haben
    } { SHARE($share) } des Inhalts. { SHARE($each_other) } davon kamen voneinander.
heading-riders = Wer gibt, hat { SHARE($givers) }. Die Trittbrettfahrer haben { SHARE($riders) }.
heading-all = { $n ->
        [one] Ein Peer hat
       *[other] Alle { COUNT($n) } haben
    } nach { DURATION($last_s) } alles. Der Seeder hat { DECIMAL($copies) } Kopien gesendet.
heading-lost = { $n ->
        [one] Stück { $pieces } ist
       *[other] Die Stücke { $pieces } sind
    } verloren: Niemand, der da ist, hat es. { $leechers ->
        [one] Ein Peer wartet
       *[other] { COUNT($leechers) } Peers warten
    } vergeblich.
heading-parted = Die anderen und { $who } können einander nicht erreichen.
heading-peer_crashed = { $name }: abgestürzt mit { COUNT($have) } von { COUNT($pieces) } Stücken.
heading-peer = { $name }: { COUNT($have) } von { COUNT($pieces) } Stücken.
heading-peer_rates = { $name }: { COUNT($have) } von { COUNT($pieces) } Stücken. Empfängt { RATE($received) }, sendet { RATE($sent) }.
heading-peer_complete = { $name }: alle { COUNT($pieces) } Stücke, sendet { RATE($sent) }.
heading-pieces = { $rare ->
        [one] Ein Stück ist das seltenste
       *[other] { COUNT($rare) } Stücke sind die seltensten
    }: { $fewest ->
        [0] Nur der Seeder hat sie.
        [one] eine Kopie
       *[other] { COUNT($fewest) } Kopien
    }{ $fewest ->
        [0] {""}
       *[other] {" "}ohne die des Seeders.
    } Das häufigste hat { COUNT($most) }.
heading-pieces_all = Alle { COUNT($n) }, die zum Herunterladen kamen, haben jedes Stück.

## Which step of the choice led to a block.

block-step-claimed = Er war für diesen Nachbarn freigehalten.
block-step-begun = Er ist der nächste eines Stücks, das begonnen ist.
block-step-new = Er ist der erste eines neuen Stücks.
block-step-stolen = Er wurde einem langsameren Nachbarn weggenommen.
block-step-taken_over = Der Nachbar, der auf Bewährung ist, macht allein damit weiter.
block-step-endgame = Auch andere werden um ihn gebeten.
block-step-first = Er ist der erste, um den der Nachbar gebeten wird.

## The podium: whom a peer serves, and why these.

podium-title = Wer einen Platz von { $name } bekommt
podium-end = hier enden die Plätze
podium-trial = durch Los: der optimistische Platz
podium-more = { $n ->
        [one] 1 weiterer wartet.
       *[other] { COUNT($n) } weitere warten.
    }
podium-wants_nothing = { $n ->
        [one] 1 will
       *[other] { COUNT($n) } wollen
    } nichts von ihm.
podium-next = In { $s ->
        [one] 1 Sekunde
       *[other] { COUNT($s) } Sekunden
    } wird neu entschieden.

## Why a block goes from one peer to another: five reasons.

ticks-title = Warum dieser Block
ticks-heading = Warum geht Block { $block } von Stück { $piece } von { $from } an { $to }?
ticks-close = Die Gründe schließen
ticks-waiting = Der Lauf wird wiederholt, um die Gründe zu finden …
ticks-rule = Regel
tick-lacks = { $to } fehlt Stück { $piece }.
    .more = { $blocks ->
        [0] Keiner seiner Blöcke war da
        [one] 1 seiner Blöcke war da
       *[other] { COUNT($blocks) } seiner Blöcke waren da
    }, als um diesen gebeten wurde, bei { $at }.
tick-has = { $from } hat es.
    .brought = Der ganze Inhalt kam von dort.
    .since = Ganz und geprüft bei { $at }.
tick-rare = { $n ->
        [0] Keiner
        [one] Nur 1
       *[other] { COUNT($n) }
    } der Nachbarn von { $to } { $n ->
        [0] hatte
        [one] hatte
       *[other] hatten
    } es.
    .at = Das war bekannt, als das Stück gewählt wurde, bei { $at }.
tick-serves = { $from } bedient { $to }.
    .regular = Ein regulärer Platz, seit { $since }.
    .optimistic = Der optimistische Platz, seit { $since }.
tick-serves_not = { $from } hat keinen Platz für { $to }.
tick-because = Weil { $to } für { $from } auf Rang { $rank } steht: { $figure }.
    .slots = { COUNT($ranked) } kamen in Frage, { $regular ->
        [one] 1 hat
       *[other] { COUNT($regular) } haben
    } einen regulären Platz.
    .at = Entschieden bei { $at }.
tick-because_trial = Weil { $to } an der Reihe war: Der optimistische Platz geht herum, auch an die, die nichts gaben.
tick-because_free = Weil ein Platz frei war und { $to } etwas wollte.
tick-because_given = Weil { $from } einen Platz an { $to } gab.
tick-because_not = Keine Entscheidung gab { $to } einen Platz.

panel-about = Über diesen Schwarm
panel-title = Leiste
panel-tabs = Leisten
panel-swarm = Schwarm
panel-numbers = Zahlen
panel-measures = Messungen und Theorie
panel-charts = Kurven
panel-controls = Regler
panel-events = Ereignisse
panel-laws = Gesetze
panel-starting = Der Schwarm beginnt …
panel-drop = Eine .torrent-Datei hier ablegen
panel-neighbours = Nachbarn von Peer { $peer }

## Marks: the notable moments of a run, on the time line and in the log. `.name` names the kind.

mark-acted = Du hast den Schwarm geändert
    .what = Du hast { $what }
    .name = deine Eingriffe
mark-joined = { $name } ist gekommen
    .name = Ankünfte
    .many = { COUNT($n) } sind gekommen
mark-bytes = { BYTES($bytes) }
mark-first_block = { $name }: der erste Block, von { $other }
    .name = erste Blöcke
    .many = { COUNT($n) } bekamen ihren ersten Block
mark-first_unchoked = { $name }: der erste Platz (unchoked), von { $other }
    .name = erste Plätze
    .many = { COUNT($n) } bekamen zum ersten Mal einen Platz
mark-first_optimistic = { $name } hat noch kein Stück; { $other } gab einen optimistischen Platz
    .name = optimistische Plätze für Neue
    .many = { COUNT($n) } ohne ein Stück bekamen einen optimistischen Platz
mark-slot_lost = { $name } verlor den Platz bei { $at } an { $other }, von wo mehr kam: { $won }, nicht { $lost }
    .name = Plätze, die an bessere Geber gingen
    .many = { COUNT($n) } Plätze gingen an bessere Geber
mark-endgame = { $name } hat um jeden Block gebeten, der fehlt: Das Endgame beginnt
    .name = Endgames
    .many = Für { COUNT($n) } begann das Endgame
mark-completed = { $name } ist vollständig
    .name = Vollständige
    .many = { COUNT($n) } sind vollständig
mark-left = { $name } ist gegangen
    .name = Abschiede
    .many = { COUNT($n) } sind gegangen
mark-crashed = { $name } ist abgestürzt; niemand erfuhr davon
    .name = Abstürze
    .many = { COUNT($n) } sind abgestürzt
mark-piece_lost = Die letzte Kopie von Stück { $piece } ging mit { $name }
    .name = verlorene Stücke
    .many = Die letzten Kopien von { COUNT($n) } Stücken gingen mit { $name }
mark-hash_failed = { $name } warf Stück { $piece } weg: Sein Hash war falsch
    .name = falsche Hashes
    .many = { COUNT($n) } Stücke hatten den falschen Hash
mark-banned = { $other } hat { $name } verbannt
    .name = Verbannungen
    .many = { COUNT($n) } Verbannungen
mark-snubbed = { $other } hat zu lange auf { $name } gewartet und tut es nicht mehr (snubbed)
    .name = vergebliches Warten (snubbed)
    .many = { COUNT($n) }-mal wartete jemand vergeblich (snubbed)
mark-link_changed = Die Leitung von { $name } hat sich geändert
    .name = geänderte Leitungen
    .many = { COUNT($n) } Leitungen haben sich geändert
mark-tracker_down = Der Tracker antwortet nicht mehr
    .name = Tracker aus
mark-tracker_up = Der Tracker antwortet wieder
    .name = Tracker wieder da
mark-metadata_complete = { $name } hat die Metadaten des Torrents
    .name = Metadaten
    .many = { COUNT($n) } haben die Metadaten des Torrents

## The log: every mark in a sentence.

log-heading = { $n ->
        [0] Noch ist nichts Bemerkenswertes geschehen
        [one] Eines ist geschehen
       *[other] { COUNT($n) } Dinge sind geschehen
    } bis { CLOCK($now_s) }. { $ahead ->
        [0] Nichts kommt mehr.
        [one] Eines kommt noch.
       *[other] { COUNT($ahead) } kommen noch.
    }
log-heading_peer = { $name }: { $n ->
        [0] Noch nichts Bemerkenswertes
        [one] Eines ist geschehen
       *[other] { COUNT($n) } Dinge sind geschehen
    } bis { CLOCK($now_s) }. { $ahead ->
        [0] Nichts kommt mehr.
        [one] Eines kommt noch.
       *[other] { COUNT($ahead) } kommen noch.
    }
log-note = Der Lauf ist immer derselbe, darum steht hier auch, was noch kommt. Wähl eine Zeile, um zu ihrem Zeitpunkt zu gehen.
log-list = Bemerkenswerte Zeitpunkte
log-peer = Von
log-everybody = allen
log-kind = Art
log-all = alle Arten
log-now = Jetzt, { $now }
log-earlier = { $n ->
        [one] 1 frühere Zeile
       *[other] { COUNT($n) } frühere Zeilen
    } nicht gezeigt. Wähl einen Peer oder eine Art, oder geh zu einem früheren Zeitpunkt.
log-later = { $n ->
        [one] 1 spätere Zeile
       *[other] { COUNT($n) } spätere Zeilen
    } nicht gezeigt. Wähl einen Peer oder eine Art, oder geh zu einem späteren Zeitpunkt.
log-left_out = { WORD($kind, of: "mark", as: "name") }: Nur die ersten sind aufgehoben, { $n ->
        [one] 1 weitere fehlt
       *[other] { COUNT($n) } weitere fehlen
    }.
log-none = Einen solchen Zeitpunkt gibt es in diesem Lauf nicht.

## The history of the run, which the time line, the log and the family tree are made of.

history-waiting = Der Lauf wird wiederholt, um seine Ereignisse zu finden.
history-writing = Der Lauf wird wiederholt, um seine Ereignisse zu finden: bis jetzt { CLOCK($s) } davon.
history-failed = Die Ereignisse dieses Laufs konnten nicht gefunden werden: { $why }
history-cut = Dieser Lauf hat kein Ende oder ist zu lang, um wiederholt zu werden: Ereignisse sind bis { CLOCK($end_s) } bekannt.

## The time line.

time-title = Zeitleiste
    .value = { $now } von { $end }. { $before }
time-next = Nächstes Ereignis
    .meaning = Nächstes Ereignis (.)
    .said = Als Nächstes, { $at }: { $text }
time-previous = Voriges Ereignis
    .meaning = Voriges Ereignis (,)
time-last = { $at }: { $text }
time-start = Der Lauf beginnt
time-over = Mehr geschieht nicht
time-played = Es wird bis { $at } abgespielt

## The family tree of a piece.

family-heading = Stück { $piece } hat { $peers ->
        [one] einen Peer
       *[other] { COUNT($peers) } Peers
    } in { $depth ->
        [one] einem Schritt
       *[other] { COUNT($depth) } Schritten
    } erreicht, den letzten bei { $last }.
family-heading_first = Von { $sender } ging Stück { $piece } an { $first ->
        [one] einen Peer
       *[other] { COUNT($first) } Peers
    }; { $others ->
        [0] sonst hat es noch niemand.
        [one] ein weiterer bekam es von jemand anderem.
       *[other] die anderen { COUNT($others) } bekamen es voneinander.
    }
family-heading_none = Noch hat niemand Stück { $piece } bekommen.
family-note = Eine Linie führt von dem Peer, der den letzten Block des Stücks sendete, zu dem Peer, der dann das Stück hatte. Rechts ist später.
family-piece = Stück
family-previous = Voriges Stück
family-following = Nächstes Stück
family-waiting = Der Lauf wird wiederholt, um zu finden, wer Stück { $piece } von wem hat.
family-row = { $name }, { $at }
family-row_brought = { $name } brachte es mit
family-more = { $n ->
        [one] 1 Peer ist
       *[other] { COUNT($n) } Peers sind
    } nicht gezeichnet.
family-tree = Wer Stück { $piece } von wem hat

## The critical path: why a peer was complete no sooner, in parts of time. Each part has a short name.

thread-absent = noch nicht da
thread-knowledge = nichts davon gewusst
thread-interest = Interesse unterwegs
thread-refused = kein Platz
thread-unused = Platz offen, um nichts gebeten
thread-in_use = erst andere Blöcke
thread-queue = in der Warteschlange
thread-link = auf der Leitung
thread-hash = Hash
thread-busy = Uplink für andere belegt
thread-other_torrent = Uplink für einen anderen Torrent belegt

late-title = Warum war der letzte so spät?
late-title_peer = Warum war { $name } nicht früher vollständig?
late-ask = Warum war { $name } der letzte?
late-waiting = Der Lauf wird wiederholt, um zu finden, worauf { $name } wartete.
late-heading = { $name } wartete bis { $at } auf Stück { $piece }. Von { $whole } waren { $longest }: { WORD($kind, of: "thread") }.
late-through = Von Hand zu Hand: { $through }
late-parts = Wo die Zeit blieb
late-steps = Schritt für Schritt
late-step = { $sender } an { $receiver }, fertig bei { $at }
late-longest = am längsten: { WORD($kind, of: "thread") }, { $s }
late-go = Dorthin
    .to = Zu { $at }
late-hide = Den Faden wegnehmen

## Compare: the run that is on beside the same seed with one change, and the pair over many seeds. `.title` heads the changes of a kind.

change-choker = Plätze nach der Regel „{ WORD($to, of: "choker") }“
    .title = Wer Plätze bekommt
change-picker = Stücke nach der Regel „{ WORD($to, of: "picker") }“
    .title = Welches Stück als nächstes
change-client = { $group ->
        [none] Alle benutzen { WORD($to, of: "profile") }
       *[other] „{ $group }“ benutzt { WORD($to, of: "profile") }
    }
    .title = Client
change-behaviour = { $to ->
        [free_rider] „{ $group }“ gibt nichts
       *[other] „{ $group }“ gibt, was es hat
    }
    .title = Wer gibt
change-leechers = { $to ->
        [half] Halb so viele Leecher
       *[other] Doppelt so viele Leecher
    }
    .title = Wie viele kommen
change-finished = { $to ->
        [leave] Leecher gehen, wenn sie alles haben
       *[other] Leecher bleiben, wenn sie alles haben
    }
    .title = Nach dem Download
change-uplink = { $to ->
        [half] Der Uplink jedes Seeders ist halb so groß
       *[other] Der Uplink jedes Seeders ist doppelt so groß
    }
    .title = Uplink der Seeder
change-endgame = { $to ->
        [off] Es gibt kein Endgame
       *[other] Im Endgame werden alle gebeten
    }
    .title = Endgame
change-claim = „{ $with }“ statt „{ $without }“
    .title = Eine Behauptung
change-seeding = { $to ->
        [super_seed] Die ersten Seeder nutzen Super-Seeding
       *[other] Die ersten Seeder bieten alles an
    }
    .title = Super-Seeding

compare-none = Was, wenn eines anders wäre?
compare-ask = Wähl eine Änderung. Lauf B hat diese Änderung; sein Seed und alles andere bleiben wie in Lauf A.
compare-choose = Anders in B
compare-nothing = wähl eine Änderung
compare-runs = A (durchgezogen) ist der Lauf des Labors mit Seed { $seed }. B (gestrichelt) ist derselbe mit einer Änderung: { $change }.
compare-waiting = Beide Läufe werden bis zu ihrem Ende simuliert. A ist bei { CLOCK($a) }, B bei { CLOCK($b) }.
compare-refused = Lauf A lässt sich so nicht ändern oder ist schon so: { $change }. Wähl eine andere Änderung.
compare-unread = Diese Änderung ist nicht bekannt: { $change }. Wähl eine aus der Liste.
compare-failed = Lauf { $run } kann nicht simuliert werden: { $why }
compare-open_b = B im Labor öffnen
compare-story = { $change }. Sonst ist dies „{ $name }“.
compare-heading = { $change }: Mit diesem einen Startwert dauert ein Download im Mittel { $parts }.
compare-heading_over = { $change }. Über { $n ->
        [one] 1 Seed
       *[other] { COUNT($n) } Seeds
    } dauert ein Download im Mittel { $parts }. In Klammern: das 95-%-Intervall.
compare-longer = { DURATION($by) } länger{ $group ->
        [none] {""}
       *[other] {" "}für „{ $group }“
    }
compare-shorter = { DURATION($by) } kürzer{ $group ->
        [none] {""}
       *[other] {" "}für „{ $group }“
    }
compare-as_long = gleich lang{ $group ->
        [none] {" "}wie vorher
       *[other] {" "}für „{ $group }“
    }
compare-no_times = { $change }: In einem der beiden Läufe hat niemand alles, darum lassen sich die Zeiten nicht vergleichen.
compare-now = Bei { CLOCK($now) } haben in A { COUNT($a) } von { COUNT($a_of) } alles, in B { COUNT($b) } von { COUNT($b_of) }.
compare-missing = Am Ende nicht vollständig: { COUNT($a) } in A, { COUNT($b) } in B. Sie stehen in keinem Mittel.
compare-cut = Lauf { $run } endet nicht von selbst: Er wurde bis { CLOCK($at) } verfolgt.

compare-curves = Wie viele alles haben
compare-table = Der Unterschied in Zahlen
    .group = Gruppe
    .measure = Größe
    .a = A
    .b = B
    .difference = B − A
compare-everybody = alle
compare-group = Gruppe { $group }
compare-mean = mittlere Downloadzeit
compare-median = Median der Downloadzeit
compare-last = der letzte hat alles bei
compare-complete = haben alles
compare-copies = Kopien des Inhalts, die die Seeder sendeten
compare-seeders = Seeder

compare-parting = Wo die Läufe auseinandergehen
compare-same = Alle Aufzeichnungen beider Läufe sind gleich: Mit diesem Seed macht die Änderung keinen Unterschied.
compare-part_blocks = Bis { $at } sind beide Läufe gleich, Block für Block.
compare-part_marks = Bis { $at } sind alle bemerkenswerten Zeitpunkte beider Läufe gleich.
compare-mark = Erster bemerkenswerter Zeitpunkt, der anders ist
compare-no_mark = Kein bemerkenswerter Zeitpunkt ist anders.
compare-end = nichts Bemerkenswertes mehr
compare-decision = Erste Entscheidung mit anderem Ergebnis
compare-chosen = Erste solche Entscheidung, die nicht gelost wurde
compare-decided = { $at }, { $name }
compare-drawn = Der Zufall war beteiligt.
compare-no_decision = Von den ersten { COUNT($n) } Entscheidungen hat kein Peer eine zum selben Zeitpunkt anders getroffen.
compare-no_chosen = Von den ersten { COUNT($n) } Entscheidungen war jede solche in mindestens einem der Läufe gelost.
compare-decisions_waiting = Die Entscheidungen beider Läufe werden gelesen.
compare-go = { $at } in A zeigen

compare-seeds = Viele Seeds
compare-seeds_meaning = Ein Seed kann Zufall sein. Hier werden beide Läufe mit den Seeds 1, 2, 3 und so weiter wiederholt.
compare-count = Seeds
compare-start = { $n ->
        [one] 1 Seed
       *[other] { COUNT($n) } Seeds
    } laufen lassen
compare-stop = Anhalten
compare-progress = { COUNT($done) } von { COUNT($of) } Seeds sind fertig, jeder mit zwei Läufen{ $hands ->
        [one] {""}
       *[other] {", "}in { COUNT($hands) } Workern
    }.
compare-left = Noch etwa { DURATION($s) }.
compare-done = Alle { COUNT($of) } Seeds sind fertig, in { DURATION($s) }.
compare-stopped = Nach { COUNT($done) } von { COUNT($of) } Seeds angehalten. Die Zahlen sind von diesen.
compare-failed_seeds = { $n ->
        [one] 1 Seed konnte
       *[other] { COUNT($n) } Seeds konnten
    } nicht laufen: { $why }
compare-unfinished = { $peers ->
        [one] 1 Peer war
       *[other] { COUNT($peers) } Peers waren
    } nicht vollständig, als der Lauf endete. Jeder Lauf wurde bis { CLOCK($at) } oder { COUNT($events) } Ereignisse verfolgt. Diese Peers stehen in keinem Mittel.
compare-bands = Wie viele alles haben, über alle Seeds
    .note = Linien: der mittlere Seed. Bänder: 8 von 10 Seeds.
compare-ecdf = Anteil, der alles hat, nach der Zeit seit der Ankunft
    .note = Alle Peers aller Seeds zusammen.
compare-by_mean = Unterschied der mittleren Downloadzeit, B − A
compare-by_last = Unterschied, wann der letzte alles hat, B − A
compare-rings = Ein Ring ist ein Seed. Der Balken ist das 95-%-Intervall des mittleren Unterschieds.
compare-intervals = Unterschiede innerhalb jedes Seeds, B − A
    .note = In 95 von 100 solchen Stichproben enthält das Intervall den wahren mittleren Unterschied (t-Verteilung nach Student über die Unterschiede innerhalb jedes Seeds). Eine hohe Korrelation sagt, dass A und B bei denselben Seeds schnell sind, sodass Paare mehr sagen als zwei getrennte Stichproben.
    .n = Seeds
    .mean = Mittel
    .interval = 95-%-Intervall
    .correlation = Korrelation
compare-span = { $low } bis { $high }
compare-look = Seeds zum Ansehen
    .seed = Seed
    .why = Warum
    .a = Letzter in A
    .b = Letzter in B
compare-worst = von allen am spätesten fertig
compare-later = B liegt am weitesten hinter A
compare-sooner = B liegt am weitesten vor A
compare-open = öffnen
compare-open_seed = { $run } mit Seed { $seed } öffnen

claims-title = Was man über Clients sagt
claims-note = Behauptungen aus den Foren echter Clients. Jede ist ein Paar von Läufen, die sich nur in dem unterscheiden, was behauptet wird: Sieh hier einen Seed, dann viele.
claims-see = Ansehen
claims-command = Hier geht es nicht darum, wie lange Downloads dauern. Die Kommandozeile entscheidet es: { $command }
claims-threads = Wo es gesagt wird:

bench-title = Eine Regel für Plätze allein
bench-open = Gib die Raten der Nachbarn eines Clients ein und sieh, wen welche Regel bedient
bench-note = Alle Nachbarn wollen bedient werden. Jeder sendet und nimmt mit seiner Rate. Runden, Plätze und Proben des Clients sind wie in einem Lauf.
bench-kind = Der Client
bench-leecher = Der Client lädt herunter
bench-seed = Der Client hat alles
bench-slots = Plätze
bench-rate = Nachbar { $number }, kB/s
bench-more = Einer mehr
bench-fewer = Einer weniger
bench-policy = Regel
bench-column = { $rate } kB/s
bench-marks = Der Anteil von { COUNT($rounds) } Runden, in denen jeder Nachbar unchoked ist. Nach der letzten Runde hat ● einen regulären Platz, ○ einen optimistischen.

## Keys.

keys-title = Tasten
keys-play = Abspielen oder anhalten
keys-step = Ein simuliertes Ereignis
keys-events = Voriges oder nächstes Ereignis auf der Zeitleiste
keys-peers = Voriger oder nächster Peer
keys-speed = Schneller oder langsamer
keys-restart = Neu starten
keys-close = Schließen, was offen ist
keys-undo = Letzten Eingriff zurücknehmen
keys-help = Diese Hilfe
keys-space = Leertaste
sheet-help = Was du siehst
sheet-close_help = Hilfe schließen
sheet-hints = Zieh die Linie über den Tasten zurück, um zurückzugehen; was du dort tust, beginnt einen anderen Lauf. Klick auf einen Peer, um den Schwarm mit seinen Augen zu sehen. Klick auf den Tracker, um ihn auszuschalten. Leg eine .torrent-Datei hier ab, um ihre eigenen Stücke zu sehen.
sheet-share = Diesen Lauf teilen
sheet-close = Schließen
sheet-link = Link zu diesem Lauf
    .meaning = Im Link steht alles: das Szenario, der Seed und was du getan hast. Wer ihn öffnet, sieht denselben Lauf, Block für Block.
    .too_long = Er ist { $characters } Zeichen lang, und manche Programme schneiden Links bei { COUNT($limit) } ab. Die Datei ist sicherer.
sheet-copy = Link kopieren
sheet-copied = Kopiert
sheet-save = Als Datei speichern
sheet-packing = Der Lauf wird gepackt …
fault-restart = Neu starten
fault-link = Link, der es wiederholt
fault-dismiss = Schließen

## What is wrong with a value from outside.

refused-out_of_range = { $field } liegt außerhalb des Bereichs: erwartet wird { $expected } (da steht { $value })
refused-unexpected = { $field }: erwartet wird { $expected } (da steht { $value })
refused-unknown_key = { $field }: unbekannter Name ({ $expected })
refused-not_json = { $field }: Das ist kein gültiges JSON: { $value }
ignored-key = { $field }: unbekannter Name, wird nicht beachtet

warn-memory = Angehalten: Dieser Lauf hat { BYTES($bytes) } Speicher belegt, und dieser Browser schließt die Seite vielleicht bald nach { BYTES($most) }. Speichere einen Link, bevor du weitermachst.
warn-multitude = { COUNT($n) } Peers sind viel für einen Browser: Jede simulierte Sekunde dauert mehrere von deinen. Die Kommandozeile lässt dasselbe Szenario schneller laufen.

## What is wrong with an address, a file or a run from outside. `expected-…` stands in the sentences above.

expected-whole = eine ganze Zahl von { $min } bis { $max }
expected-range = { $min } bis { $max }
expected-nothing = nichts
expected-number = eine Zahl von { $min } bis { $max }
expected-one_of = eines von { $words }
expected-chapter = der Name eines Kapitels: Buchstaben, Ziffern und _
expected-preset = der Name eines Szenarios: Buchstaben, Ziffern und _
expected-yes_or_no = true oder false
expected-change = eine Änderung wie choker:random oder behaviour:free_rider@leecher
expected-json = JSON ({ $why })
expected-scenario = ein Szenario
expected-runs = eine Liste von Läufen, mindestens einer
expected-steps = eine Liste von Schritten, mindestens einer
expected-text = ein Text je Sprache, { $form }
expected-moment_or_mark = { $moment } oder { $mark }
expected-known_keys = bekannte Namen: { $keys }
    .like = meinst du { $likely }? Bekannte Namen: { $keys }
expected-format = { $format }, das Format, das dieser Simulator ({ $engine }) liest
    .by = { $format }, das Format, das dieser Simulator ({ $engine }) liest; { $by } hat es geschrieben
expected-engine = die Version des Simulators, der es geschrieben hat
expected-run = ein Objekt mit scenario, seed und commands
expected-object = ein Objekt
expected-saved_run = die Adresse eines gespeicherten Laufs auf diesem Server
expected-saved_run_length = ein gespeicherter Lauf von höchstens { COUNT($characters) } Zeichen

fault-values = Diese Werte passen nicht
fault-value = Ein Wert passt nicht
fault-range = Ein Wert liegt außerhalb des Bereichs
fault-key = Ein Name ist nicht bekannt
fault-unread = Diese Datei kann nicht gelesen werden
fault-file = Diese Datei passt nicht
fault-picture = Dieses Bild passt nicht
    .why = Erwartet wird ein Bild, das dieser Browser zeigen kann.
fault-address = Ein Teil dieser Adresse passt nicht
fault-run_link = Dieser Link passt nicht
fault-preset = Dieses Szenario ist nicht bekannt
fault-language = Diese Sprache konnte nicht geholt werden. Wähl sie noch einmal.
fault-stopped = Der Simulator ist stehen geblieben
fault-not_loaded = Der Simulator konnte nicht geladen werden
fault-no_webassembly = Dieser Browser führt kein WebAssembly aus.
fault-other = Etwas ist schiefgegangen
fault-more = Und { COUNT($n) } weitere.

file-none = Es kam keine Datei mit. Leg eine .torrent-Datei hier ab.
file-many = { COUNT($n) } Dateien kamen zugleich. Leg immer nur eine .torrent-Datei ab.
file-large = { $name } ist größer als 10 MB; eine .torrent-Datei ist das nie.
file-folder = Das ist ein Ordner. Leg eine .torrent-Datei ab.
file-unreadable = { $name } kann nicht gelesen werden. Ein Ordner ist keine .torrent-Datei.
file-empty = { $name } ist leer.
file-story = Die Maße eines echten Torrents: seine Stücke, sein kurzes letztes Stück, sein Info-Hash.

link-word = { $word }: Dieses Wort in der Adresse ist nicht bekannt und wird nicht beachtet (meinst du { $likely }?).
link-old = Dieser Link hat die Form #c=, die keinen Simulator nennt und keine Prüfsumme hat: Ein Simulator des Formats 1 hat ihn gemacht.
link-begins = Der Teil nach # beginnt mit „{ $shown }“; ein Link von uns beginnt mit #{ $begin } (oder #{ $old }, der früheren Form).
link-changed = Er wurde unterwegs geändert oder abgeschnitten: Seine Prüfsumme stimmt nicht. Kopier ihn noch einmal oder bitte um die Datei.
link-long = Der Teil nach { $begin } ist { COUNT($characters) } Zeichen lang; höchstens { COUNT($most) } werden gelesen.
link-characters = Der Teil nach { $begin } hat Zeichen, die ein Link von uns nie hat.
link-unpacks = Der Teil nach { $begin } wird entpackt größer als { COUNT($most) } Bytes.
link-damaged = Der Teil nach { $begin } ist abgeschnitten oder beschädigt. Manche Programme schneiden lange Links ab; bitte lieber um die Datei.

run-not_json = Darin ist kein Lauf: Es ist kein JSON.
run-no_scenario = Darin ist kein Lauf: Das Szenario fehlt.
run-ignored = { $key }. Das wurde nicht beachtet.
run-checksum = Die Prüfsumme stimmt nicht: Es wurde geändert, seit es geschrieben wurde. Nimm die Zeile mit "checksum" heraus, um es so zu benutzen.
run-engine = Simulator { $made } hat diesen Lauf gemacht; Simulator { $now } spielt ihn vielleicht anders.
run-commands = Seine Eingriffe sind keine Liste von Eingriffen mit ihren Zeitpunkten.

## The controls. `leave-…` is when seeders leave.

controls-live = Sofort
controls-restart = Startet den Lauf neu
controls-client = Client (startet den Lauf neu)
controls-tracker = Tracker antwortet
controls-parted = Getrennt von den anderen
    .meaning = Sie erreichen die anderen nicht und werden von ihnen nicht erreicht. Den Tracker erreichen alle.
controls-parted_none = niemand
controls-group = Gruppe „{ $name }“
controls-region = Region { $region }
controls-leaves = Seeder geht
    .meaning = Wann die Peers gehen, die den Inhalt mitbrachten
controls-seeder_upload = Upload der Seeder
controls-leecher_upload = Upload der Leecher
controls-upload =
    .meaning = Kapazität des Uplinks: der Peers, die da sind, und derer, die noch kommen
controls-pieces = Stücke
controls-piece_length = Länge eines Stücks
controls-seed = Seed
controls-other_seed = Ein anderer Seed

leave-never = nie
leave-now = jetzt
leave-in = in { $s } Sekunden
leave-after_copies = nach { $copies ->
        [one] 1 Kopie
       *[other] { DECIMAL($copies) } Kopien
    }
leave-at = bei { DURATION($s) }
leave-linger = { DURATION($s) } nachdem er alles hat
leave-ratio = bei einer Ratio von { DECIMAL($ratio) }
leave-dwell = eine zufällige Zeit nachdem er alles hat

choice-whose = Wessen
choice-client = Client
choice-leechers_serve = Leecher bedienen
choice-seeders_serve = Seeder bedienen
choice-seeders_offer = Seeder bieten an
choice-next_piece = Nächstes Stück
choice-endgame = Endgame
choice-as_all = Wie alle

owner-everybody = alle
owner-everybody_else = alle anderen
owner-group = nur { $group }
owner-unnamed = eine Gruppe
owner-own = Mit eigenem Client: { $groups }.

## All parameters: the scenario as a form and as text.

params-title = Alle Parameter
    .meaning = Jede Einstellung dieses Szenarios, als Formular und als Text
params-form = Formular
params-text = Als Text
    .field = Das Szenario als JSON
params-find = Eine von { COUNT($n) } Einstellungen suchen
params-changed = Geändert: { COUNT($n) }
params-changed_mark = geändert
params-changed_n = { COUNT($n) } geändert
params-note = Eine Änderung beginnt den Lauf neu, mit demselben Seed. Nur die Raten einer Gruppe ändern sich, während er läuft.
params-found = { $n ->
        [0] Keine Einstellung hat das in Namen oder Beschreibung.
        [one] 1 Einstellung
       *[other] { COUNT($n) } Einstellungen
    }
    .more = { COUNT($n) } weitere. Im Text stehen alle.
params-range = { $min } bis { $max }{ $unit ->
        [none] { "" }
       *[other] { " " }{ $unit }
    }
params-default = Vorgabe { $value }
params-expect = Wirkung: { $seen }
params-back = Zurücksetzen
    .of = { $field } auf die Vorgabe zurücksetzen
params-given = gegeben
params-entries = { $n ->
        [one] 1 Eintrag
       *[other] { COUNT($n) } Einträge
    }
params-add = Dazu
    .to = Einen Eintrag zu { $list } dazu
params-copy = Kopieren
    .of = { $name } kopieren
params-remove = Entfernen
    .of = { $name } entfernen
params-text_note = Dies ist das Szenario, das läuft. Ändere es und lass es noch einmal laufen, mit demselben Seed.
params-text_draft = Dieser Text läuft noch nicht.
params-run = Laufen lassen
    .keys = Strg+Eingabe
params-take_back = Meine Änderungen verwerfen
params-copy_text = Kopieren
params-save = Herunterladen
params-whole = Auch die Vorgaben ausschreiben
params-line = Zeile { $line }:

## Was ein Peer weiß, verlangt und sagt; die Welle bei zehntausend; der rote Faden.

message-handshake = Handshake
message-keep_alive = Keep-alive
message-choke = Choke
message-unchoke = Unchoke
message-interested = Interested (will etwas)
message-not_interested = Not interested (will nichts)
message-have = Have (hat ein Stück)
message-bitfield = Bitfield (welche Stücke da sind)
message-request = Request (Anfrage)
message-piece = Piece (ein Block)
message-cancel = Cancel (nimmt die Anfrage zurück)
message-have_all = Have all (hat alles)
message-have_none = Have none (hat nichts)
message-reject = Reject (lehnt die Anfrage ab)
message-extended = erweiterter Handshake
message-metadata_request = Anfrage nach Metadaten
message-metadata = Metadaten
message-metadata_reject = Metadaten abgelehnt
message-rendezvous = Bitte um Vermittlung
message-introduction = Vermittlung
message-no_introduction = Vermittlung abgelehnt

chart-reached = erreicht
chart-column_reached = Erreicht
legend-nothing = Noch nichts
legend-reached = Erster Block
legend-filling = Hat Stücke
progress-fluid = Fluidmodell
progress-no_fluid = Keine Kurve des Fluidmodells (Qiu, Srikant 2004). { $note }.
progress-live = Bis dahin zeigen die Kurven, was abgespielt wurde.

near-title = Was er weiß
near-eyes = Nur zeigen, was { $name } weiß
near-counts = { $name } zählt { $counted ->
        [one] 1 Kopie
       *[other] { COUNT($counted) } Kopien
    } von Stück { $piece } bei seinen Nachbarn. { $there ->
        [0] Niemand sonst gibt es.
        [one] Ein anderer Peer gibt es.
       *[other] { COUNT($there) } andere Peers geben es.
    }
near-counts_same = Was { $name } von jedem Stück bei seinen Nachbarn zählt, ist da.
near-counts_none = { $name } zählt keine Kopien: Er hat alles oder kennt den Inhalt noch nicht.
near-strip = Gefüllt: was { $name } zählt. Umriss: wie viele andere Peers das Stück geben.
near-asked = Angefragt und noch nicht da
near-asked_none = Nichts ist angefragt.
near-asked_of = { $name }: { $n ->
        [one] 1 Block
       *[other] { COUNT($n) } Blöcke
    }
near-asked_more = … und { COUNT($n) } mehr
near-asked_block = Stück { $piece }, Block { $block }: { $stands ->
        [travels] die Anfrage ist unterwegs
        [waits] wartet dort seit { DECIMAL($s) } s
        [refused] wird abgelehnt
       *[on_wire] unterwegs seit { DECIMAL($s) } s
    }{ $cancelled ->
        [yes] , zurückgenommen
       *[no] {""}
    }
near-partial = Angefangene Stücke
near-partial_none = Keine.
near-partial_row = Stück { $piece }: { $here } von { $blocks } Blöcken sind da, { $asked } sind angefragt
near-partial_key = Gefüllt: da. Halb: angefragt. Leer: fehlt.
near-messages = Nachrichten
near-messages_show = Die letzten Nachrichten bis { $at } zeigen
near-messages_waiting = Der Lauf wird wiederholt, um zu hören, was gesagt wurde…
near-messages_earlier = { $n ->
        [0] Alles, was er bis { $at } gesagt und gehört hat.
       *[other] Die letzten bis { $at }; { COUNT($n) } kamen davor.
    }
near-message_sent = { $at } an { $other }: { $kind }
near-message_heard = { $at } von { $other }: { $kind }
near-message_way = { $bytes ->
        [one] 1 Byte
       *[other] { COUNT($bytes) } Bytes
    }, { $arrived ->
        [none] noch nicht angekommen
       *[other] angekommen um { $arrived }
    }
near-field = Feld
near-bytes = Bytes
near-meaning = Wert
near-content = { COUNT($n) } Bytes
field-length = Länge dessen, was folgt
field-id = Art der Nachricht
field-piece = Stück
field-begin = beginnt bei Byte
field-block_length = gewünschte Bytes
field-bits = ein Bit für jedes Stück
field-block = Inhalt des Blocks
field-name_length = Länge des Namens
field-name = Name des Protokolls
field-reserved = Bits für Erweiterungen
field-info_hash = Hash des Torrents
field-peer_id = Kennung des Programms
field-extended_id = Erweiterung
field-dictionary = Verzeichnis
field-metadata = Teil der Metadaten
field-holepunch_kind = was sie sagt
field-address_type = Art der Adresse
field-address = Adresse
field-port = Port
field-error = Fehler

heading-wave = { COUNT($reached) } von { COUNT($n) } sind erreicht; { $done ->
        [0] niemand hat
        [one] 1 hat
       *[other] { COUNT($done) } haben
    } alles.{ $bound ->
        [first] {" "}Niemand kann vor { $at } fertig sein.
        [all] {" "}Alle zusammen können nicht vor { $at } fertig sein.
       *[none] {""}
    }
late-had = Stück { $piece } um { $at }
late-gone = ist weg
