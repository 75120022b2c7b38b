import Synchronization

/// A template for very many values.
///
/// What the library makes of it depends on which texts there are, not on what they say. So the library is asked once
/// for each such shape, with marks in place of the texts; from then on the texts are put where the marks stood. That
/// costs a twentieth, and the templates stay what they are.
public final class Stencil<Value: StencilValue>: Sendable {
    private let library: TemplateLibrary
    private let template: String
    /// By which texts there are, a bit for each.
    private let shapes = Mutex<[UInt64: StencilShape]>([:])

    /// A stencil of a template that is in the library. Its sections depend on what is there and what is not; what looks
    /// into a text, as a transform does, is a mistake of the caller.
    public init(_ library: TemplateLibrary, _ template: String) {
        precondition(Value.names.count <= UInt64.bitWidth)
        self.library = library
        self.template = template
        // That mistake shows now, not when the first page is asked for.
        _ = shape(for: Value.names.map { _ in "" })
    }

    /// Adds the template's text with the value's texts in it, in UTF-8.
    public func render(_ value: Value, to output: inout [UInt8]) {
        let texts = value.texts
        shape(for: texts).fill(with: texts, to: &output)
    }

    private func shape(for texts: [String?]) -> StencilShape {
        var key: UInt64 = 0
        for (number, text) in texts.enumerated() where text != nil { key |= 1 << UInt64(number) }
        if let known = shapes.withLock({ $0[key] }) { return known }
        let made = StencilShape(library.render(template, record: StencilRecord.make(Value.names, texts)))
        shapes.withLock { $0[key] = made }
        return made
    }
}
