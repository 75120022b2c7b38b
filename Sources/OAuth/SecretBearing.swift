/// A value with something inside that must not reach a log. It describes itself by its type's name alone, also to
/// `dump`, to string interpolation and to a debugger; what is inside is read by name.
public protocol SecretBearing: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension SecretBearing {
    /// The type's name, and that there is more.
    public var description: String { "\(Self.self)(<secret>)" }
    /// The same.
    public var debugDescription: String { description }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
