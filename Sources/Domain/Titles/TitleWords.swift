/// The words that tell what a note in a title means, by language. All are written as `TitleFolding` leaves them: lower
/// case, plain quotes. Words are separated by spaces, phrases by commas.
///
/// Adding a word here is all it takes to teach a language; `TitleTests` holds the titles that must go on to be told
/// apart.
enum TitleWords {
    /// The same music, marked: it makes no difference to a listener who waits for it.
    static let copies: [String: String] = [
        "en": """
        explicit, clean, censored, uncensored, edited, explicit version, clean version, explicit content, single, the single,
        single version, album version, main version, standard, standard edition, standard version, regular edition,
        original mix, original version, original edition, digital, digital version, digital edition, digital album,
        full version, full length version, advance single, pre-release, prerelease, reupload, re-upload, lp, the album,
        intl, international, international version, us version, uk version, eu version, japan version
        """,
        "de": "jugendfrei, unzensiert, zensiert, standardausgabe, albumversion, singleversion",
        "fr": "version explicite, version censurée, version album, version single, version originale, version standard",
        "es": """
        explícito, explícita, versión explícita, versión limpia, sencillo, versión original, versión del álbum,
        versión álbum, edición estándar, versión estándar
        """,
        "pt":
            "explícito, versão explícita, versão limpa, versão original, versão do álbum, edição padrão, versão padrão",
        "it": "versione originale, versione album, versione singolo, versione esplicita, edizione standard",
        "nl": "albumversie, singleversie, originele versie",
        "sv": "albumversion, singelversion, originalversion",
        "pl": "wersja oryginalna, wersja albumowa, edycja standardowa",
        "ru": "оригинальная версия, альбомная версия, сингл",
        "tr": "orijinal versiyon, albüm versiyonu, single versiyonu",
        "ja": "通常盤, シングルバージョン, アルバムバージョン, オリジナルバージョン, オリジナル・バージョン, 配信限定, 配信盤",
        "ko": "싱글, 일반반, 오리지널 버전, 앨범 버전, 디지털 싱글",
        "zh": "单曲, 單曲, 普通版, 原版, 标准版, 標準版, 专辑版, 專輯版, 数字版",
    ]

    /// An edition of the same work: more, polished, packed anew.
    static let editions: [String: String] = [
        "en": """
        deluxe, super deluxe, deluxe edition, deluxe version, deluxe album, digital deluxe, the deluxe, expanded, expanded edition,
        extended, extended edition, extended version, extended mix, radio edit, radio mix, radio version, single edit,
        single mix, album edit, album mix, clean edit, video edit, video version, short edit, short version, long version,
        anniversary, anniversary edition, anniversary version, remaster, remastered, remasters, remastered edition,
        remastered version, digitally remastered, digital remaster, re-master, re-mastered, edition, version, ver, bonus, bonus track,
        bonus tracks, bonus track version, bonus track edition, bonus tracks version, bonus edition, bonus version, bonus disc,
        special, special edition, special version, limited edition, limited, complete, complete edition, complete version,
        the complete edition, ultimate edition, collector's edition, collectors edition, collector's, definitive edition,
        legacy edition, platinum edition, gold edition, diamond edition, reissue, re-issue, reissued, rerelease, re-release,
        re-edition, repack, repackage, repackaged, tour edition, japan edition, japanese edition, us edition, uk edition,
        european edition, international edition, asian edition, north american edition, target edition, target exclusive,
        spotify edition, itunes edition, apple music edition, amazon exclusive, fan edition, holiday edition, christmas edition,
        summer edition, winter edition, 2cd, mono, stereo, mono version, stereo version, mono mix, stereo mix,
        spatial audio, dolby atmos, atmos mix, hi-res, director's cut, uncut, unabridged, box set, and more, plus
        """,
        "de": """
        deluxe-edition, deluxe-version, deluxe edition, jubiläumsausgabe, jubiläumsedition, jubiläums-edition, sonderedition,
        sonderausgabe, limitierte edition, limitierte sonderedition, erweiterte edition, erweiterte fassung, ausgabe,
        neuauflage, fassung, gesamtausgabe, bonusversion, bonusedition, fan-edition, premium edition, premium-edition,
        neu gemastert, radioversion, extended version
        """,
        "fr": """
        édition, version, edition, édition de luxe, édition deluxe, version deluxe, édition spéciale, édition limitée,
        édition collector, collector, réédition, réedition, édition anniversaire, version longue, version courte,
        version intégrale, intégrale, remasterisé, remasterisée, version remasterisée, édition augmentée, édition enrichie,
        titres bonus, titre bonus, version radio, version augmentée, nouvelle édition, édition standard
        """,
        "es": """
        edición, versión, edición deluxe, edición de lujo, versión deluxe, edición especial, edición limitada,
        edición aniversario, edición de aniversario, aniversario, reedición, remasterizado, remasterizada,
        versión remasterizada, edición extendida, versión extendida, edición ampliada, versión radio, edición completa,
        edición coleccionista, edición de coleccionista, edición internacional, pistas adicionales
        """,
        "pt": """
        edição, versão, edição deluxe, edição de luxo, versão deluxe, edição especial, edição limitada, edição comemorativa,
        edição de aniversário, aniversário, reedição, remasterizado, remasterizada, versão remasterizada,
        edição estendida, versão estendida, versão rádio, edição de colecionador, faixa bônus, faixas bônus, faixa bónus
        """,
        "it": """
        edizione, versione, edizione deluxe, edizione speciale, edizione limitata, versione deluxe, anniversario,
        edizione anniversario, riedizione, ristampa, rimasterizzato, rimasterizzata, versione rimasterizzata,
        versione estesa, edizione estesa, versione radio, edizione completa
        """,
        "nl":
            "editie, versie, luxe editie, speciale editie, gelimiteerde editie, jubileumeditie, heruitgave, uitgebreide editie",
        "sv": "utgåva, specialutgåva, jubileumsutgåva, nyutgåva, deluxeutgåva, remastrad, version, begränsad utgåva",
        "da": "udgave, specialudgave, jubilæumsudgave, genudgivelse",
        "nb": "utgave, spesialutgave, jubileumsutgave",
        "fi": "erikoispainos, juhlapainos, laajennettu painos, versio, painos",
        "pl": """
        edycja, wersja, edycja specjalna, edycja limitowana, edycja deluxe, edycja jubileuszowa, wersja rozszerzona,
        reedycja, wznowienie, wersja deluxe, edycja kolekcjonerska
        """,
        "cs": "edice, speciální edice, limitovaná edice, rozšířená edice, verze, výroční edice",
        "hu": "kiadás, különkiadás, bővített kiadás, jubileumi kiadás, verzió",
        "tr": "baskı, özel baskı, versiyon, sürüm, genişletilmiş baskı, özel versiyon, yıldönümü",
        "ru": """
        издание, версия, делюкс, делюкс издание, делюкс-версия, делюкс версия, специальное издание, расширенное издание,
        расширенная версия, переиздание, юбилейное издание, ремастер, ремастеринг, коллекционное издание, бонус-трек,
        радио версия, лимитированное издание
        """,
        "uk": "видання, версія, спеціальне видання, розширене видання, перевидання, ремастер, делюкс",
        "el": "έκδοση, ειδική έκδοση, επετειακή έκδοση",
        "id": "edisi, edisi khusus, edisi deluxe, versi deluxe, edisi spesial",
        "ja": """
        盤, エディション, バージョン, ヴァージョン, デラックス, 豪華盤, 完全盤, 初回限定盤, 初回生産限定盤, 期間生産限定盤,
        完全生産限定盤, リマスター, リマスタード, ボーナストラック, ボーナス・トラック, 記念盤, 周年記念, スペシャル, コンプリート, 特別盤, 限定盤,
        増補版, 復刻盤, 新装版
        """,
        "ko": "에디션, 버전, 디럭스, 스페셜, 리패키지, 리마스터, 리마스터드, 한정판, 확장판, 특별판, 기념반, 보너스 트랙, 스페셜 에디션",
        "zh": """
        豪华版, 豪華版, 特别版, 特別版, 纪念版, 紀念版, 周年, 週年, 限定版, 限量版, 增订版, 完整版, 加长版, 重制版, 重製版, 珍藏版,
        精装版, 精裝版, 再版, 修复版, 庆功版, 慶功版, 国际版, 电台版, 复刻版, 版
        """,
        "th": "เวอร์ชั่น, เวอร์ชัน, ฉบับพิเศษ",
        "ar": "نسخة, إصدار, إصدار خاص",
        "he": "גרסה, מהדורה, מהדורת דלוקס",
        "hi": "संस्करण",
    ]

    /// Another work, by what makes it one.
    static let works: [TitleTrait: [String: String]] = [
        .remix: [
            "en": """
            remix, remixes, remixed, rmx, mix, mixes, mixed, club mix, dub, dub mix, dub version, rework, reworked, reworks, bootleg, edit, edits, flip,
            vip, vip mix, megamix, mashup, mash-up, refix, re-edit, redux, reimagined, remix ep, the remixes, dj mix, mixtape version
            """,
            "es": "remezcla, remezclas", "pt": "remixes oficiais", "it": "remixato", "fr": "remixé",
            "ru": "ремикс, ремиксы",
            "ja": "リミックス", "ko": "리믹스", "zh": "混音, 混音版, 舞曲版", "uk": "ремікс",
        ],
        .live: [
            "en": """
            live, live version, live at, live from, live in, live on, live edition, live session, live sessions, session, sessions, in concert,
            concert, recorded live, live lounge, live tour, live performance, live video, live studio, live takes, tiny desk, unplugged, mtv unplugged, live album, live recording, on stage
            """,
            "de": "live aus, konzert, livealbum, mitschnitt, livemitschnitt",
            "fr": "en concert, en direct, en public, au live",
            "es": "en vivo, en directo, en concierto, directo, sesión, sesiones", "pt": "ao vivo, em concerto",
            "it": "dal vivo, in concerto", "nl": "live in concert", "sv": "konsert", "pl": "na żywo, koncert",
            "cs": "živě", "hu": "élő, koncert", "tr": "canlı, konser, akustik canlı", "fi": "livenä",
            "ru": "концерт, живой звук, живое выступление, лайв, вживую", "uk": "наживо, концерт",
            "ja": "ライブ, ライヴ", "ko": "라이브", "zh": "现场, 現場, 现场版, 現場版, 演唱会, 演唱會", "id": "langsung",
            "th": "แสดงสด", "he": "הופעה חיה, בהופעה", "ar": "حفلة, مباشر",
        ],
        .acoustic: [
            "en": """
            acoustic, acoustic version, stripped, stripped version, stripped back, piano, piano version, solo piano, orchestral,
            orchestral version, orchestra, symphonic, symphony version, strings version, string quartet version, a cappella, acapella,
            acappella, choir version, lullaby, lullaby version, campfire version, bedroom version, unamplified
            """,
            "de": "akustik, akustisch, akustikversion, klavierversion, orchesterversion",
            "fr": "acoustique, version acoustique, piano voix, piano-voix, symphonique",
            "es": "acústico, acústica, versión acústica, versión piano, sinfónico",
            "pt": "acústico, acústica, versão acústica",
            "it": "acustica, acustico, versione acustica", "pl": "akustycznie, wersja akustyczna", "tr": "akustik",
            "sv": "akustisk", "fi": "akustinen", "ru": "акустика, акустическая версия, акустический",
            "ja": "アコースティック, ピアノ・ヴァージョン, ピアノバージョン, 弾き語り", "ko": "어쿠스틱, 피아노 버전", "zh": "不插电, 不插電, 钢琴版, 鋼琴版, 原声版",
        ],
        .instrumental: [
            "en":
                "instrumental, instrumentals, inst, instrumental version, the instrumentals, minus one, backing track",
            "es": "instrumentales", "it": "strumentale, strumentali", "pt": "instrumentais",
            "pl": "instrumentalna, wersja instrumentalna",
            "ru": "инструментал, инструментальная версия, минус", "tr": "enstrümantal, enstrumantal",
            "fr": "instrumentale, version instrumentale",
            "ja": "インストゥルメンタル, インスト", "ko": "연주곡, 인스트루멘탈, 반주", "zh": "伴奏, 纯音乐, 純音樂",
        ],
        .karaoke: [
            "en":
                "karaoke, karaoke version, sing along, singalong, sing-along, originally performed by, in the style of, made famous by, tribute, tribute version",
            "ja": "カラオケ, オリジナル・カラオケ", "ko": "노래방", "zh": "卡拉ok", "ru": "караоке",
            "es": "versión karaoke, pista karaoke",
            "pt": "versão karaokê, karaokê", "fr": "version karaoké, karaoké",
        ],
        .alteredSpeed: [
            "en": """
            sped up, spedup, sped-up, sped up version, speed up, speed-up, slowed, slowed down, slowed version, slowed and reverb, slowed + reverb,
            slowed & reverb, ultra slowed, super slowed, nightcore, daycore, 8d, 8d audio, reverb, chopped and screwed,
            chopped & screwed, chopped not slopped, screwed, hyper, pitched, bass boosted, tiktok version, tiktok remix
            """,
            "es": "acelerada, acelerado, ralentizada", "pt": "acelerada, acelerado",
            "ru": "ускоренная версия, замедленная версия",
            "ko": "스페드 업",
        ],
        .demo: [
            "en":
                "demo, demos, demo version, the demos, rough mix, rough cut, home demo, voice memo, voice note, early version, outtake, outtakes, work tape",
            "ja": "デモ", "ko": "데모", "zh": "小样", "ru": "демо", "fr": "maquette", "es": "maqueta",
        ],
        .commentary: [
            "en": "commentary, track by track, interview, audiobook, podcast, big machine radio release special",
            "de": "hörbuch, interview", "fr": "commentaires", "es": "comentarios",
        ],
        .rerecording: [
            "en": "re-recorded, rerecorded, re-recording, rerecording, re-recorded version, new recording, reprise",
            "de": "neuaufnahme, neu aufgenommen", "es": "regrabación, regrabado", "pt": "regravação",
            "fr": "réenregistré, nouvel enregistrement",
            "ru": "перезапись", "ja": "再録, 新録", "zh": "重录版, 重錄版", "ko": "재녹음",
        ],
        .language: [
            "en": """
            english version, japanese version, korean version, spanish version, french version, german version, italian version,
            portuguese version, chinese version, mandarin version, cantonese version, english ver, japanese ver, korean ver, chinese ver,
            jp ver, kr ver, eng ver, jpn ver, kor ver, jap ver, spanglish version, arabic version, hindi version, thai version, russian version
            """,
            "de": "deutsche version, englische version", "fr": "version française, version anglaise, version espagnole",
            "es": "versión en español, versión en inglés, en español, versión español, versión inglés, en inglés",
            "pt": "versão em português, versão em inglês, versão em espanhol",
            "it": "versione italiana, versione inglese",
            "ja": "日本語版, 日本語バージョン, 日本語ver, 英語版, 英語バージョン", "ko": "한국어 버전, 일본어 버전, 영어 버전",
            "zh": "中文版, 国语版, 國語版, 粤语版, 粵語版, 英文版, 日文版, 韩文版", "ru": "английская версия",
        ],
    ]

    /// What counts the works of a series, beside an edition word too: `Anniversary Edition, Vol. 2`.
    static let parts: [String: String] = [
        "en":
            "part, volume, chapter, act, side, disc, book, episode, season, series, soundtrack, score, ost, no, number, reloaded",
        "de": "teil, kapitel, folge, staffel", "fr": "partie, chapitre, tome, épisode, saison",
        "es": "parte, capítulo, volumen, tomo",
        "pt": "parte, capítulo", "it": "parte, capitolo", "ru": "часть, том, глава", "pl": "część, tom", "tr": "bölüm",
        "nl": "deel", "sv": "del", "ja": "第", "ko": "제", "zh": "卷, 集",
    ]

    /// Words of the lists above that say something only where a note has nothing else in it: `(Special)`, not
    /// `(A Special Day)`.
    static let weak: Set<String> = [
        "live", "piano", "special", "complete", "limited", "plus", "and more", "uncut", "mono", "stereo", "digital",
        "standard", "single",
        "the single", "lp", "the album", "clean", "edited", "intl", "international", "hyper", "screwed", "reprise",
        "tribute", "concert", "extended", "bonus", "collector", "collector's", "reverb", "pitched", "directo", "sesión",
        "aniversario", "aniversário", "anniversario", "double", "orchestra", "interview", "book", "side", "no",
        "number", "act", "starring", "redux", "flip", "spécial", "スペシャル", "スペシャル·", "盤", "版", "周年", "週年", "第", "제", "集",
        "卷", "特别", "minus one", "минус", "live in concert", "dub", "mixed", "mixes", "edits",
    ]

    /// Words without a meaning of their own beside one of the lists'.
    static let fillers: Set<String> = [
        "the", "a", "an", "of", "for", "and", "with", "de", "du", "des", "la", "le", "les", "el", "los", "en", "da",
        "do",
        "di", "der", "die", "das", "zum", "to", "our", "its", "years", "year", "jahre", "ans", "años", "anos",
        "anni", "album", "ep", "edition", "track", "tracks", "cd", "disc", "lp", "-", "/", "+", ",", "super", "new",
        "ultra",
        "mega", "digital", "double", "luxe", "luxo", "lujo",
    ]

    /// One way to write what is written in several.
    static let synonyms: [String: String] = [
        "pt": "part", "pts": "part", "vol": "volume", "vols": "volume", "ch": "chapter", "ver": "version", "&": "and",
        "xmas": "christmas",
    ]

    /// Words behind which stands who else takes part. In brackets, also those of `bracketedCredits`.
    static let credits: Set<String> = ["feat", "ft", "featuring", "prod", "w/"]
    /// Words with which a bracketed note of who takes part begins.
    static let bracketedCredits: Set<String> = [
        "with", "con", "com", "mit", "avec", "met", "produced", "starring", "duet", "dueto", "при", "при участии", "uz",
    ]

    /// How a release by many artists calls its artist.
    static let variousArtists: Set<String> = [
        "various artists", "various", "v.a.", "va", "verschiedene interpreten", "diverse", "diverse interpreten",
        "varios artistas", "varios", "vários artistas", "vários", "artistes divers", "multi-interprètes",
        "artisti vari",
        "aavv", "aa.vv.", "blandade artister", "diverse artister", "diverse kunstnere", "różni wykonawcy",
        "různí interpreti", "vegyes előadók", "çeşitli sanatçılar", "разные исполнители", "сборник", "різні виконавці",
        "διάφοροι καλλιτέχνες", "ヴァリアス・アーティスト", "ヴァリアス·アーティスト", "v.a", "オムニバス", "여러 아티스트", "群星", "华语群星", "合輯",
        "अनेक कलाकार", "ศิลปินรวม", "eri esittäjiä", "artiesten", "diverse artiesten",
    ]
}
