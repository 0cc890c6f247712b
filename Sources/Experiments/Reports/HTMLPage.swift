/// A page that stands alone: no network, light and dark, readable on a phone.
struct HTMLPage: Sendable {
  /// Title of the window and the page.
  let title: String
  /// The contents below the title.
  let sections: [Markup]

  /// The whole document, which is also well-formed XML.
  var text: String {
    let sheet = Markup(stringLiteral: Self.sheet)
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(title)</title>
      <style>
      \(sheet)
      </style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      \(Markup(sections))
      </main>
      </body>
      </html>

      """
    return page.text
  }

  /// A heading with what belongs to it.
  static func section(_ heading: String, _ parts: [Markup]) -> Markup {
    "<section>\n<h2>\(heading)</h2>\n\(Markup(parts))\n</section>"
  }

  /// A paragraph of plain text.
  static func paragraph(_ text: String) -> Markup { "<p>\(text)</p>" }

  /// A drawing with its caption, and its values for those who want them in numbers.
  static func figure(_ drawing: Markup, caption: String, values: Markup? = nil) -> Markup {
    let details: Markup =
      values.map { "<details><summary>Values</summary>\n\($0)\n</details>" } ?? ""
    return """
      <figure>
      \(drawing)
      <figcaption>\(caption)</figcaption>
      </figure>
      \(details)
      """
  }

  /// Something wide that few want to see, folded away.
  static func folded(_ title: String, _ content: Markup) -> Markup {
    "<details class=\"wide\"><summary>\(title)</summary>\n\(content)\n</details>"
  }

  private static let sheet = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1b;--muted:#5c5c5c;--line:#d9d9d9;--soft:#f4f4f4;\
    --good:#00634a;--bad:#a63f00}
    @media (prefers-color-scheme:dark){:root{--paper:#161616;--ink:#ececec;--muted:#a8a8a8;--line:#3d3d3d;\
    --soft:#212121;--good:#4fd6ac;--bad:#ff9a5c}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;overflow-wrap:anywhere;\
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    main{max-width:46rem;margin:0 auto;padding:1.25rem 1rem 4rem}
    h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 1rem}
    h2{font-size:1.2rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
    h3{font-size:1rem;margin:1.5rem 0 .5rem}
    p,ul{margin:.6rem 0}
    .lede{font-size:1.08rem}ol.lede{font-size:1.03rem;padding-left:1.3rem}ol.lede li{margin:.45rem 0}
    .note{color:var(--muted);font-size:.9rem}
    figure{margin:1.25rem 0 .25rem}
    figure svg{display:block;width:100%;max-width:34rem;height:auto;margin:0 auto}
    figcaption{color:var(--muted);font-size:.9rem;max-width:34rem;margin:.25rem auto}
    details{max-width:34rem;margin:.25rem auto 1.25rem;font-size:.9rem}
    details.wide{max-width:none}summary{cursor:pointer;color:var(--muted)}
    .scroll{overflow-x:auto;margin:.75rem 0;border:1px solid var(--line);border-radius:4px}
    .scroll:focus-visible{outline:2px solid var(--ink)}
    table{border-collapse:collapse;width:100%;font-size:.9rem}
    caption{text-align:left;color:var(--muted);padding:.5rem .6rem}
    th,td{padding:.35rem .6rem;text-align:left;vertical-align:top;border-top:1px solid var(--line);overflow-wrap:normal}
    tbody th{text-align:left;font-weight:400;padding-top:.7rem}tbody th b{display:block}
    thead th{background:var(--soft);border-top:0;white-space:nowrap}
    .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    .w{min-width:13rem}
    td.t{padding:1px}thead th.t{white-space:normal;text-align:center;vertical-align:bottom;font-size:.75rem;\
    padding:.35rem .2rem;hyphens:auto}
    .h{display:block;text-align:center;padding:.3rem .1rem;font-variant-numeric:tabular-nums;white-space:nowrap}
    .h0,.h1,.h2,.h3,.h4,.h5,.h6{color:#1b1b1b}.h7,.h8,.h9{color:#fff}
    .h0{background:#f5f9fc}.h1{background:#e3eef7}.h2{background:#d0e2f0}.h3{background:#b6d2e8}.h4{background:#97bfdd}\
    .h5{background:#74a8d0}.h6{background:#5190c1}.h7{background:#3576ad}.h8{background:#1f5b92}.h9{background:#0d4072}
    .good{color:var(--good);font-weight:600;white-space:nowrap}
    .bad{color:var(--bad);font-weight:600;white-space:nowrap}
    code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.9em}
    pre{overflow-x:auto;background:var(--soft);padding:.75rem;border-radius:4px}
    .row{border:1px solid var(--line);border-radius:4px;margin:.75rem 0;padding:.6rem}
    .row p{margin:.2rem 0}
    .strip{display:flex;gap:.4rem;overflow-x:auto;list-style:none;padding:0;margin:.5rem 0 0;font-size:.85rem}
    .strip li{flex:0 0 auto;max-width:9rem;background:var(--soft);border-radius:4px;padding:.35rem .5rem}
    .picture{width:56px;height:56px;object-fit:contain;image-rendering:pixelated;background:#000;display:block}
    @media (max-width:30rem){.w{min-width:9rem}th,td{padding:.35rem .45rem}}
    @media print{.scroll{overflow:visible}}
    """
}
