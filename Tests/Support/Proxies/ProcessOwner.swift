import Glibc

/// Whose the test process is.
enum ProcessOwner {
    /// Whether it may do anything.
    static var isRoot: Bool { getuid() == 0 }
}
