import Foundation

/// Memory that the program has let go of, and its allocator keeps for later.
public enum FreedMemory {
    private typealias Trim = @convention(c) (Int) -> CInt

    /// glibc's `malloc_trim`; nil where the allocator is another.
    private static let trim: Trim? = dlsym(nil, "malloc_trim").map { unsafeBitCast($0, to: Trim.self) }

    /// Gives it back to the system, for others on the machine. What needs it again soon waits for it.
    ///
    /// - Complexity: O(memory of the program that is free); threads that ask for memory meanwhile may wait for a part of that.
    public static func giveBack() { _ = trim?(0) }
}
