/// What all pages of the stand-in have in common.
enum PageFrame {
    /// A whole document.
    static func html(title: String, content: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTMLText.escape(title))</title>
        <style>
        :root{color-scheme:light dark}
        body{box-sizing:border-box;margin:0;padding:1rem;min-height:100vh;display:grid;place-items:center;
        font:1rem/1.5 system-ui,sans-serif;background:light-dark(#eef1ee,#141816);color:light-dark(#1c211e,#e7ece9)}
        main{box-sizing:border-box;width:min(28rem,100%);padding:2rem 1.5rem;background:light-dark(#fff,#1e2421);
        border-radius:1rem;box-shadow:0 .5rem 2rem #0002}
        h1{font-size:1.4rem;line-height:1.25;margin:0 0 1rem}ul{padding-left:1.2rem}
        p.note{font-size:.875rem;color:light-dark(#5b655f,#a5b0aa)}
        label{display:block;font-weight:600;margin:1.25rem 0 .35rem}
        select,button{box-sizing:border-box;width:100%;min-height:3rem;font:inherit;border-radius:.5rem;padding:.5rem .75rem;
        border:1px solid light-dark(#b9c2bd,#49534e);background:light-dark(#fff,#141816);color:inherit}
        button{margin-top:.75rem;font-weight:600;cursor:pointer}
        button.primary{background:#17633f;border-color:#17633f;color:#fff}
        :focus-visible{outline:3px solid #4c9;outline-offset:2px}code{overflow-wrap:anywhere}
        </style></head><body><main>
        \(content)
        </main></body></html>
        """
    }
}
