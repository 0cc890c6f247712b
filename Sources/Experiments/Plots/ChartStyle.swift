/// How one series or class is told from the others: by color, by dash and by shape, so that any one of the
/// three is enough.
struct ChartStyle: Equatable, Sendable {
  /// Shapes of markers, in the order in which they are given out.
  enum Shape: CaseIterable { case circle, square, triangle, diamond, triangleDown, plus, ring }

  /// Position in the palette of Okabe and Ito, 0...6; 0 is the color of the text.
  let color: Int
  /// The line's dashes; empty for a solid line.
  let dashes: String
  /// The marker.
  let shape: Shape

  /// Number of styles that differ in color, dash and shape alike.
  static let count = 7

  /// The style of the series or class at an index; they repeat after seven.
  init(index: Int) {
    color = index % Self.count
    dashes = ["", "7 3", "2 2.5", "9 3 2 3", "14 4", "5 2 1 2 1 2", "1 4"][color]
    shape = Shape.allCases[color]
  }

  /// The sub-path of a marker around a point, in absolute start and relative steps.
  static func path(of shape: Shape, x: Double, y: Double, radius r: Double) -> Markup {
    let d = 2 * r
    return switch shape {
    case .circle, .ring: "M\(x - r) \(y)a\(r) \(r) 0 1 0 \(d) 0a\(r) \(r) 0 1 0 \(-d) 0z"
    case .square: "M\(x - r) \(y - r)h\(d)v\(d)h\(-d)z"
    case .triangle: "M\(x) \(y - 1.2 * r)l\(1.2 * r) \(d)h\(-2.4 * r)z"
    case .triangleDown: "M\(x) \(y + 1.2 * r)l\(1.2 * r) \(-d)h\(-2.4 * r)z"
    case .diamond: "M\(x) \(y - 1.4 * r)l\(1.4 * r) \(1.4 * r)l\(-1.4 * r) \(1.4 * r)l\(-1.4 * r) \(-1.4 * r)z"
    case .plus: "M\(x - 1.2 * r) \(y)h\(2.4 * r)M\(x) \(y - 1.2 * r)v\(2.4 * r)"
    }
  }

  /// The classes of style sheet rules that draw a marker of this style.
  var markerClass: String {
    switch shape {
    case .plus: "m l c\(color)"
    case .ring: "m r c\(color)"
    default: "m c\(color)"
    }
  }

  /// The style sheet of every chart; it holds in a file of its own and inside a page.
  ///
  /// The blue of the palette is lighter on a dark ground, where the original would drown.
  static let sheet = """
    .fg{--paper:#fff;--ink:#1b1b1b;--muted:#5c5c5c;--grid:#dedede;\
    --c0:#1b1b1b;--c1:#0072b2;--c2:#d55e00;--c3:#009e73;--c4:#cc79a7;--c5:#e69f00;--c6:#56b4e9;\
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:13px}
    @media (prefers-color-scheme:dark){.fg{--paper:#161616;--ink:#ececec;--muted:#a8a8a8;--grid:#3a3a3a;\
    --c0:#ececec;--c1:#3fa0e0;--c2:#f0803c;--c3:#2cc79a;--c4:#dd92bb;--c5:#f0b43c;--c6:#8accf2}}
    .fg text{fill:var(--ink)}.fg .t{font-weight:600;font-size:14px}.fg .q{fill:var(--muted)}
    .fg .p{fill:var(--paper)}.fg .g{stroke:var(--grid);fill:none}.fg .a{stroke:var(--muted);fill:none}
    .fg .s{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}.fg .b{fill:var(--c);opacity:.16}
    .fg .m{fill:var(--c);stroke:var(--paper);stroke-width:.7}.fg .l,.fg .r{stroke:var(--c);stroke-width:2}
    .fg .r{fill:var(--paper)}.fg .d{opacity:.55;stroke:none}.fg .d.l,.fg .d.r{stroke:var(--c);stroke-width:1;fill:none}
    .fg .x{stroke:var(--ink);stroke-width:1.6;fill:none}.fg .h{stroke:var(--paper);stroke-width:4;fill:none}
    .fg .f{fill:var(--c);opacity:.3}.fg .k{fill:var(--c)}
    .fg .c0{--c:var(--c0)}.fg .c1{--c:var(--c1)}.fg .c2{--c:var(--c2)}.fg .c3{--c:var(--c3)}\
    .fg .c4{--c:var(--c4)}.fg .c5{--c:var(--c5)}.fg .c6{--c:var(--c6)}
    """
}
