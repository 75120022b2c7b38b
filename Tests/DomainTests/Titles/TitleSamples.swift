import Testing

/// Pairs of titles as catalogues have them, one pair a line.
enum TitleSamples {
    struct Pair: Sendable, CustomTestStringConvertible {
        let one: String
        let other: String
        let isSingle: Bool
        var testDescription: String { "\(one) | \(other)" }
    }

    static func pairs(_ text: String) -> [Pair] {
        text.split(separator: "\n").map { line in
            // A line that begins with "s:" is about singles.
            let isSingle = line.hasPrefix("s:")
            let halves = (isSingle ? line.dropFirst(2) : line[...]).split(
                separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                one: trimmed(halves[0]), other: halves.count > 1 ? trimmed(halves[1]) : "", isSingle: isSingle)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Copies and editions of one work.
    static let same = pairs(
        """
        Blue | Blue (Deluxe Edition)
        Blue | Blue (Deluxe)
        Blue | Blue [Deluxe]
        Blue | BLUE
        Blue | blue [Explicit]
        Blue | Blue (Clean)
        Blue | Blue (Clean Version)
        Blue | Blue (Explicit Version)
        Blue (Explicit) | Blue (Clean)
        Blue | Blue (Edited)
        Blue | Blue - Remastered 2011
        Blue | Blue - 2011 Remaster
        Blue | Blue (2011 Remastered Version)
        Blue | Blue (Remastered)
        Blue | Blue - Remastered
        Blue | Blue (Digitally Remastered)
        Blue | Blue (Digital Remaster)
        Blue | Blue (2011 - Remaster)
        Blue | Blue (10th Anniversary)
        Blue | Blue (10th Anniversary Edition)
        Blue | Blue (20th Anniversary Deluxe Edition)
        Blue | Blue: 25th Anniversary Edition
        Blue | Blue 25th Anniversary Edition
        Blue | Blue (50 Years Anniversary Edition)
        Blue | Blue (Super Deluxe)
        Blue | Blue (Super Deluxe Edition)
        Blue | Blue [Super Deluxe Edition]
        Blue | Blue (The Deluxe Edition)
        Blue | Blue (Digital Deluxe)
        Blue | Blue (Deluxe Version)
        Blue | Blue (Deluxe Album)
        Blue | Blue Deluxe
        Blue | Blue Deluxe Edition
        Blue | Blue - Deluxe Edition
        Blue | Blue: Deluxe Edition
        Blue | Blue / Deluxe Edition
        Blue | Blue (Expanded Edition)
        Blue | Blue (Expanded)
        Blue | Blue (Extended)
        Blue | Blue (Extended Version)
        s:Blue | Blue (Extended Mix)
        s:Blue | Blue (Radio Edit)
        s:Blue | Blue - Radio Edit
        s:Blue | Blue - Single
        s:Blue | Blue (Single Version)
        s:Blue | Blue - Single Version
        s:Blue | Blue (Album Version)
        s:Blue | Blue (Original Mix)
        s:Blue - EP | Blue EP
        s:Blue (EP) | Blue - EP
        s:Blue - The EP | Blue EP
        Blue | Blue - LP
        Blue | Blue (Bonus Track Version)
        Blue | Blue (Bonus Tracks)
        Blue | Blue [Bonus Track Version]
        Blue | Blue (With Bonus Tracks)
        Blue | Blue (Deluxe Edition with Bonus Tracks)
        Blue | Blue (Japan Edition)
        Blue | Blue (Japanese Edition)
        Blue | Blue (UK Edition)
        Blue | Blue (US Version)
        Blue | Blue (International Edition)
        Blue | Blue (International Version)
        Blue | Blue (Standard Edition)
        Blue | Blue (Special Edition)
        Blue | Blue (Special)
        Blue | Blue (Limited Edition)
        Blue | Blue (Collector's Edition)
        Blue | Blue (Collector’s Edition)
        Blue | Blue (Complete Edition)
        Blue | Blue (The Complete Edition)
        Blue | Blue (Ultimate Edition)
        Blue | Blue (Legacy Edition)
        Blue | Blue (Tour Edition)
        Blue | Blue (Platinum Edition)
        Blue | Blue (Late Night Version)
        Blue | Blue (Repackage)
        Blue | Blue (Reissue)
        Blue | Blue (2020 Reissue)
        Blue | Blue (Mono)
        Blue | Blue (Mono / Remastered)
        Blue | Blue (Stereo Mix)
        Blue | Blue (Dolby Atmos)
        Blue | Blue (Target Exclusive)
        Blue | Blue (Spotify Edition)
        Blue | Blue (Christmas Edition)
        Blue | Blue (feat. Somebody)
        Blue | Blue (ft. Somebody)
        Blue | Blue [feat. Somebody & Else]
        Blue | Blue feat. Somebody
        Blue | Blue (with Somebody)
        Blue | Blue (prod. Somebody)
        Blue | Blue (prod. by Somebody)
        Blue | Blue Featuring Somebody
        Blue (feat. Somebody) | Blue (Featuring Somebody) [Deluxe]
        Blue (feat. Somebody) [Explicit] | Blue - Single
        Blue (Deluxe) | Blue (Expanded Edition)
        Blue (Deluxe) [Explicit] | Blue
        Blue (Deluxe / Explicit) | Blue (Clean)
        Blue  Sky | Blue Sky
        Blue\u{A0}Sky | Blue Sky
        Blue Sky\u{200B} | Blue Sky
        Don’t Stop | Don't Stop
        “Heroes” | "Heroes"
        "Heroes" | Heroes (2017 Remaster)
        Rock & Roll | Rock and Roll
        Blue—Green | Blue-Green
        Blue – Deluxe | Blue — Deluxe Edition
        Ｂｌｕｅ | Blue
        Ｂｌｕｅ　（Ｄｅｌｕｘｅ） | Blue
        𝐁𝐥𝐮𝐞 | Blue
        𝘽𝙡𝙪𝙚 | Blue
        Ⅱ | II
        ﬁre | fire
        Blue™ | Blue
        Cafe\u{301} | Café
        Me\u{301}xico (Edicio\u{301}n Deluxe) | México
        Straße | STRASSE
        ΟΔΥΣΣΕΥΣ | οδυσσευς
        İstanbul | istanbul
        Blue, Pt. 2 | Blue (Part 2)
        Blue, Pt. II | Blue (Part Two)
        Blue Pt.2 | Blue, Part 2
        Blue - Part 2 | Blue (Pt. 2)
        Hits, Vol. 3 | Hits (Volume III)
        Hits Vol.3 | Hits, Volume 3 (Deluxe)
        Blue (Part 2) | Blue (Part 2) [Deluxe Edition]
        Blue, Vol. 1 | Blue (Vol. 1 / Expanded Edition)
        Hits (Anniversary Edition, Vol. 2) | Hits, Vol. 2
        Blue (Original Motion Picture Soundtrack) | Blue (Original Motion Picture Soundtrack / Deluxe Edition)
        Blue (Original Motion Picture Soundtrack) | Blue (Original Motion Picture Soundtrack) [Expanded Edition]
        Blue (Music from the Motion Picture) | Blue (Music From The Motion Picture) [Deluxe]
        Blue (Live) | Blue - Live
        Blue (Live) | Blue (Live Version)
        Blue (Live) | Blue (Live) [Deluxe Edition]
        Blue (Live) | Blue (Live / Remastered)
        Blue (Live at the Roxy) | Blue - Live at The Roxy
        Blue (Live at the Roxy) | Blue (Live at the Roxy) [2020 Remaster]
        Blue (Acoustic) | Blue (Acoustic Version)
        Blue (Acoustic) | Blue - Acoustic
        Blue (Instrumental) | Blue - Instrumental Version
        Blue (Instrumental) | Blue (Instrumental) [Remastered]
        Blue (Someone Remix) | Blue - Someone Remix
        Blue (Taylor's Version) | Blue (Taylor’s Version)
        Blue (Taylor's Version) | Blue (Taylor's Version) [Deluxe]
        Blue (Taylor's Version) | BLUE (Taylor's Version) [+ Bonus Tracks]
        Blue (Karaoke Version) | Blue - Karaoke Version
        Blue (Sped Up) | Blue - Sped Up Version
        Blue (Slowed + Reverb) | Blue - Slowed + Reverb
        Blue (Demo) | Blue - Demo Version
        Deluxe | DELUXE
        Live | LIVE
        Deluxe | Deluxe (Deluxe Edition)
        ÷ | ÷ (Deluxe)
        = | = (Tour Edition)
        + | + (Deluxe)
        ??? | ??? (Deluxe)
        1989 | 1989 (Deluxe)
        1989 | 1989 (Deluxe Edition)
        25 | 25 (Target Exclusive)
        (What's the Story) Morning Glory? | (What's the Story) Morning Glory? (Remastered)
        (What's the Story) Morning Glory? | (What’s the Story) Morning Glory? [Deluxe Edition]
        Sgt. Pepper's Lonely Hearts Club Band | Sgt. Pepper's Lonely Hearts Club Band (Super Deluxe Edition)
        Sgt. Pepper's Lonely Hearts Club Band | Sgt. Pepper's Lonely Hearts Club Band (Remastered 2009)
        The Dark Side | The Dark Side (50th Anniversary) [2023 Remaster]
        Good Kid, M.A.A.D City | good kid, m.A.A.d city (Deluxe)
        Ray of Light | Ray Of Light (25th Anniversary Edition)
        Bleu | Bleu (Édition Deluxe)
        Bleu | Bleu (Édition de luxe)
        Bleu | Bleu (Edition Deluxe)
        Bleu | Bleu (Édition spéciale)
        Bleu | Bleu (Édition limitée)
        Bleu | Bleu (Édition Collector)
        Bleu | Bleu (Réédition)
        Bleu | Bleu (Nouvelle édition)
        Bleu | Bleu (Version longue)
        Bleu | Bleu (Version intégrale)
        Bleu | Bleu (Version explicite)
        Bleu | Bleu (Remasterisé en 2011)
        Bleu | Bleu (Version remasterisée)
        Bleu | Bleu (20 ans - Édition anniversaire)
        Bleu | Bleu (Titres bonus)
        Bleu | Bleu (avec Quelqu'un)
        Blau | Blau (Sonderedition)
        Blau | Blau - Sonderedition
        Blau | Blau (Deluxe-Edition)
        Blau | Blau (Deluxe Version)
        Blau | Blau (Jubiläumsausgabe)
        Blau | Blau (Jubiläums-Edition)
        Blau | Blau (Limitierte Sonderedition)
        Blau | Blau (Erweiterte Edition)
        Blau | Blau (Erweiterte Fassung)
        Blau | Blau (Neuauflage)
        Blau | Blau (20 Jahre Jubiläumsedition)
        Blau | Blau (Fan-Edition)
        Blau | Blau (Jugendfrei)
        Blau | Blau (mit Jemand)
        Azul | Azul (Edición Deluxe)
        Azul | Azul (Edición de Lujo)
        Azul | Azul (Edición Especial)
        Azul | Azul (Edición 20 Aniversario)
        Azul | Azul (Edición Aniversario)
        Azul | Azul (20 Aniversario)
        Azul | Azul (Reedición)
        Azul | Azul (Remasterizado)
        Azul | Azul (Remasterizado 2011)
        Azul | Azul - Remasterizado
        Azul | Azul (Versión Extendida)
        Azul | Azul (Versión Remasterizada)
        Azul | Azul (Versión Explícita)
        Azul | Azul (con Alguien)
        Azul | Azul (Edição Deluxe)
        Azul | Azul (Edição Especial)
        Azul | Azul (Edição Comemorativa)
        Azul | Azul (Edição de Luxo)
        Azul | Azul (Versão Deluxe)
        Azul | Azul (Remasterizada)
        Azul | Azul (Faixa Bônus)
        Blu | Blu (Edizione Speciale)
        Blu | Blu (Edizione Deluxe)
        Blu | Blu (Riedizione)
        Blu | Blu (Rimasterizzato)
        Blu | Blu (Versione Rimasterizzata)
        Blu | Blu (Anniversario 20 Anni)
        Blauw | Blauw (Speciale Editie)
        Blauw | Blauw (Jubileumeditie)
        Blå | Blå (Jubileumsutgåva)
        Blå | Blå (Specialutgåva)
        Blå | Bla\u{30A} (Deluxe)
        Blå | Blå (Specialudgave)
        Sininen | Sininen (Erikoispainos)
        Niebieski | Niebieski (Edycja Specjalna)
        Niebieski | Niebieski (Edycja Deluxe)
        Niebieski | Niebieski (Reedycja)
        Modrá | Modrá (Speciální edice)
        Kék | Kék (Jubileumi kiadás)
        Mavi | Mavi (Özel Baskı)
        Mavi | Mavi (Deluxe Versiyon)
        Синий | Синий (Делюкс)
        Синий | Синий (Делюкс-версия)
        Синий | Синий (Специальное издание)
        Синий | Синий (Переиздание)
        Синий | Синий (Ремастер 2011)
        Синий | Синий (Расширенная версия)
        Синій | Синій (Перевидання)
        Μπλε | Μπλε (Ειδική έκδοση)
        Biru | Biru (Edisi Khusus)
        青 | 青 (豪華盤)
        青 | 青 (初回限定盤)
        青 | 青（初回限定盤）
        青 | 青 【通常盤】
        青 | 青 -初回生産限定盤-
        青 | 青 ～Deluxe Edition～
        青 | 青 -Deluxe Edition-
        青 | 青 (デラックス・エディション)
        青 | 青 (ﾃﾞﾗｯｸｽ)
        青 | 青 (リマスター)
        青 | 青 (2020年リマスター)
        青 | 青 (ボーナス・トラック・ヴァージョン)
        青 | 青 (完全生産限定盤)
        ガラス | ｶﾞﾗｽ
        カ\u{3099}ラス | ガラス
        파랑 | 파랑 (디럭스)
        파랑 | 파랑 (리패키지)
        파랑 | 파랑 (스페셜 에디션)
        파랑 | 파랑 (리마스터)
        \u{1111}\u{1161}\u{1105}\u{1161}\u{11BC} | 파랑
        蓝 | 蓝 (豪华版)
        蓝 | 蓝（特别版）
        蓝 | 蓝 (10周年纪念版)
        藍 | 藍 (豪華版)
        藍 | 藍 (慶功版)
        蓝 | 蓝 [重制版]
        أزرق | أزرق (إصدار خاص)
        כחול | כחול (מהדורת דלוקס)
        """)

    /// Works that are told apart.
    static let different = pairs(
        """
        Blue | Bluer
        Blue | Blue Sky
        Blue | Red
        Blue | Blue (Live)
        Blue | Blue - Live
        Blue | Blue (Live Version)
        Blue | Blue (Live at Wembley)
        Blue | Blue (Live from Paris)
        Blue | Blue (Live in Tokyo) [Deluxe]
        Blue | Blue: Live in Concert
        Blue | Blue (Live Session)
        Blue | Blue (MTV Unplugged)
        Blue | Blue (Recorded Live)
        Blue | Blue (Spotify Sessions)
        Blue (Live at Wembley) | Blue (Live in Tokyo)
        Blue | Blue (Remix)
        Blue | Blue - Remix
        Blue | Blue (Remixes)
        Blue | Blue - Remixes
        Blue | Blue (The Remixes)
        Blue | Blue (Someone Remix)
        Blue (Someone Remix) | Blue (Other Remix)
        Blue | Blue (Club Mix)
        Blue | Blue (Four Tet Edit)
        Blue | Blue (Dub)
        Blue | Blue (VIP Mix)
        Blue | Blue (Someone Rework)
        Blue | Blue (Bootleg)
        Blue | Blue Remix
        Blue | Blue (Remix) [feat. Somebody]
        Blue | Blue (Remix) [Deluxe]
        Blue | Blue (Acoustic)
        Blue | Blue - Acoustic Version
        Blue | Blue (Stripped)
        Blue | Blue (Piano Version)
        Blue | Blue (Orchestral Version)
        Blue | Blue (A Cappella)
        Blue | Blue (Acapella)
        Blue | Blue (Instrumental)
        Blue | Blue (Instrumentals)
        Blue | Blue - Instrumental
        Blue | Blue (Inst.)
        Blue | Blue (Karaoke Version)
        Blue | Blue (Originally Performed by Somebody) [Karaoke Version]
        Blue | Blue (Sped Up)
        Blue | Blue - Sped Up Version
        Blue | Blue (Speed Up)
        Blue | Blue (Slowed)
        Blue | Blue (Slowed + Reverb)
        Blue | Blue (Slowed & Reverb)
        Blue (Slowed) | Blue (Sped Up)
        Blue | Blue (Nightcore)
        Blue | Blue (Nightcore Version)
        Blue | Blue (8D Audio)
        Blue | Blue (Chopped & Screwed)
        Blue | Blue (Demo)
        Blue | Blue (Demos)
        Blue | Blue (Voice Memo)
        Blue | Blue (Commentary)
        Blue | Blue (Taylor's Version)
        Blue | Blue - Taylor's Version
        Blue | Blue (Taylor’s Version) [Deluxe]
        Blue | Blue (Re-Recorded)
        Blue | Blue (Rerecorded)
        Blue | Blue (2024 Version)
        Blue | Blue (Japanese Version)
        Blue | Blue (Japanese Ver.)
        Blue | Blue -Japanese Ver.-
        Blue | Blue (English Version)
        Blue | Blue (Spanish Version)
        Blue (English Version) | Blue (Spanish Version)
        Blue (Part 1) | Blue (Part 2)
        Blue, Pt. 1 | Blue, Pt. 2
        Blue | Blue, Pt. 2
        Blue | Blue II
        Blue, Vol. 1 | Blue, Vol. 2
        Hits, Vol. 1 (Deluxe) | Hits, Vol. 2 (Deluxe)
        Hits (Vol. 1 - Deluxe Edition) | Hits (Vol. 2 - Deluxe Edition)
        Hits (Anniversary Edition, Vol. 1) | Hits (Anniversary Edition, Vol. 2)
        Chapter 1 | Chapter 2
        Act I | Act II
        Blue: Side A | Blue: Side B
        1989 | 1990
        4 | 5
        + | -
        ÷ | =
        Blue (Original Motion Picture Soundtrack) | Blue
        Blue (Original Motion Picture Soundtrack) | Blue (Original Score)
        Blue (Season 1) | Blue (Season 2)
        Blue (Season 1 Soundtrack) | Blue (Season 2 Soundtrack)
        Blue | Blue (I'm Coming Home)
        Blue (I) | Blue (II)
        Blue | Blue (Interlude)
        Hello | Hello?
        Blue | Deluxe
        Special | Limited
        Live | Remix
        Complete | Extended
        Blue | Blue & Green
        s:Blue | Blue - EP
        s:Blue | Blue EP
        s:Blue - Single | Blue - EP
        Bleu | Bleu (En concert)
        Bleu | Bleu (Acoustique)
        Bleu | Bleu (Version acoustique)
        Bleu | Bleu (Version instrumentale)
        Bleu | Bleu (Version anglaise)
        Bleu | Bleu (Version karaoké)
        Bleu, tome 1 | Bleu, tome 2
        Bleu (Partie 1) | Bleu (Partie 2)
        Blau | Blau (Akustik)
        Blau | Blau (Akustikversion)
        Blau | Blau (Live aus Berlin)
        Blau | Blau (Klavierversion)
        Blau | Blau (Neuaufnahme)
        Blau (Teil 1) | Blau (Teil 2)
        Folge 1: Blau | Folge 2: Blau
        Azul | Azul (En Vivo)
        Azul | Azul - En Vivo
        Azul | Azul (En Directo)
        Azul | Azul (Acústico)
        Azul | Azul (Versión Acústica)
        Azul | Azul (Versión en Español)
        Azul | Azul (Ao Vivo)
        Azul | Azul - Ao Vivo
        Azul | Azul (Ao Vivo) [Deluxe]
        Azul | Azul (Versão Acústica)
        Azul | Azul (Versão Karaokê)
        Azul (Parte 1) | Azul (Parte 2)
        Blu | Blu (Dal Vivo)
        Blu | Blu (Strumentale)
        Blu | Blu (Versione Acustica)
        Blu | Blu (Versione Inglese)
        Blå | Bla
        Blå | Blå (Akustisk)
        Blå, del 1 | Blå, del 2
        Niebieski | Niebieski (Na żywo)
        Niebieski | Niebieski (Wersja akustyczna)
        Modrá | Modrá (Živě)
        Mavi | Mavi (Akustik)
        Mavi | Mavi (Canlı)
        Синий | Синий (Ремикс)
        Синий | Синий (Концерт)
        Синий | Синий (Акустическая версия)
        Синий | Синий (Инструментал)
        Синий, часть 1 | Синий, часть 2
        青 | 青 (ライブ)
        青 | 青（リミックス）
        青 | 青 (インストゥルメンタル)
        青 | 青 (カラオケ)
        青 | 青 (アコースティック・ヴァージョン)
        青 | 青 (日本語版)
        青 (第1巻) | 青 (第2巻)
        파랑 | 파랑 (라이브)
        파랑 | 파랑 (리믹스)
        파랑 | 파랑 (Inst.)
        파랑 | 파랑 (Japanese Ver.)
        蓝 | 蓝 (现场版)
        蓝 | 蓝 (伴奏)
        蓝 | 蓝 (钢琴版)
        蓝 | 蓝 (粤语版)
        藍 | 藍 (演唱會)
        か | が
        """)

    /// Titles, and what kinds of recordings they say they are.
    static let traits: [(title: String, traits: Set<String>)] = [
        ("Blue", []), ("Long Live", []), ("Live Forever", []), ("Live Your Life", []), ("Alive", []),
        ("Remix to Ignition Road", []), ("Blue (Deluxe Edition)", []), ("The Demo Tapes", []), ("Live", []),
        ("Blue (Live)", ["live"]), ("Live at the Roxy", ["live"]), ("Live from Mars", ["live"]),
        ("Blue (MTV Unplugged)", ["live"]), ("Blue - En Vivo", ["live"]), ("Blue (Ao Vivo)", ["live"]),
        ("Blue (Remix)", ["remix"]), ("Blue Remix", ["remix"]), ("Blue - The Remixes", ["remix"]),
        ("Blue (Radio Edit)", []), ("Blue (Extended Mix)", []), ("Blue (Four Tet Edit)", ["remix"]),
        ("Blue (Live Acoustic)", ["live", "acoustic"]), ("Blue (Acoustic) [Live]", ["live", "acoustic"]),
        ("Blue (Instrumental)", ["instrumental"]), ("Blue (Instrumental Remix)", ["instrumental", "remix"]),
        ("Blue (Karaoke Version)", ["karaoke"]), ("Karaoke Hits 2020", ["karaoke"]),
        ("Blue (Sped Up)", ["altered_speed"]), ("blue (sped up + reverb)", ["altered_speed"]),
        ("Blue (Slowed + Reverb)", ["altered_speed"]), ("Blue - Nightcore", ["altered_speed"]),
        ("Blue (slowed & reverb)", ["altered_speed"]), ("Blue - Sped Up & Slowed", ["altered_speed"]),
        ("Blue (Demo)", ["demo"]), ("Blue (Commentary)", ["commentary"]), ("Blue (Taylor's Version)", ["rerecording"]),
        ("Blue (Japanese Version)", ["language"]), ("蓝 (现场版)", ["live"]), ("青 (リミックス)", ["remix"]),
        ("파랑 (라이브)", ["live"]), ("Синий (Ремикс)", ["remix"]), ("Ｂｌｕｅ（Ｒｅｍｉｘ）", ["remix"]),
    ]
}
