/// What the pages of the admin side have in common.
enum AdminPageFrame {
    /// A whole document; `path` says which of the pages it is.
    static func html(title: String, path: String, content: String) -> String {
        let links = [("/", "World"), ("/help", "Help")].map { target, name in
            "<a href=\"\(target)\"\(target == path ? " aria-current=\"page\"" : "")>\(name)</a>"
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTMLText.escape(title))</title>
            <style>\(style)</style></head><body>
            <header><p class="name">Sandbox</p><nav aria-label="Pages">\(links.joined())</nav></header>
            <main>
            \(content)
            </main></body></html>
            """
    }

    private static let style = """
        :root{color-scheme:light dark;--line:light-dark(#d5dcd8,#333c37);--card:light-dark(#fff,#1b211e);
        --quiet:light-dark(#54605a,#a3aea9);--accent:light-dark(#17633f,#6fd3a2)}
        *{box-sizing:border-box}
        body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#f2f5f3,#121614);color:light-dark(#1a201d,#e6ece9)}
        header{display:flex;gap:1.5rem;align-items:baseline;padding:.75rem 1rem;max-width:76rem;margin:auto}
        header .name{font-weight:700;font-size:1.15rem;margin:0}nav{display:flex;gap:.25rem}
        nav a{padding:.5rem .75rem;border-radius:.5rem;text-decoration:none}nav a[aria-current]{background:var(--card);font-weight:600}
        a{color:var(--accent)}
        main{max-width:76rem;margin:auto;padding:0 1rem 3rem}
        .columns{columns:22rem;column-gap:1rem;margin-bottom:1rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin-bottom:1rem;break-inside:avoid}
        h1{font-size:1.6rem;line-height:1.2;margin:1rem 0 .25rem}h2{font-size:1.1rem;margin:0 0 .75rem}
        h3{font-size:1rem;margin:1.25rem 0 .25rem}
        p{margin:.25rem 0 .75rem}.quiet{color:var(--quiet);font-size:.9rem}
        label{display:block;font-weight:600;font-size:.9rem;margin:.75rem 0 .25rem}
        input,select,button{font:inherit;min-height:2.75rem;border-radius:.5rem;border:1px solid var(--line);padding:.4rem .7rem;
        background:light-dark(#fff,#121614);color:inherit;max-width:100%}
        input:not([type=checkbox]),select{width:100%}
        button{font-weight:600;cursor:pointer}button:hover{border-color:var(--accent)}
        button.primary{background:#17633f;border-color:#17633f;color:#fff}form:not(.row)>button{margin-top:.75rem}
        .row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}.row>.field{flex:1 1 9rem;min-width:0}
        ul.plain{list-style:none;margin:0;padding:0}ul.plain>li{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;
        padding:.5rem 0;border-top:1px solid var(--line)}ul.plain>li:first-child{border-top:0}
        .grow{flex:1 1 12rem;min-width:0;overflow-wrap:anywhere}.number{font-variant-numeric:tabular-nums}
        .bad{color:light-dark(#a1260d,#ff9b85);font-weight:600}
        code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
        pre{overflow-x:auto;background:light-dark(#f2f5f3,#121614);border-radius:.5rem;padding:.75rem 1rem;font:.85rem/1.5 ui-monospace,monospace}
        dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.15rem 1rem;margin:0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
        .notice{border-left:4px solid var(--accent);padding:.5rem .75rem;background:var(--card);margin:0 0 1rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-top:1px solid var(--line)}
        @media(max-width:36rem){tr,td{display:block}td+td{border-top:0;padding-top:0}}
        :focus-visible{outline:3px solid #4c9;outline-offset:2px}
        """
}
