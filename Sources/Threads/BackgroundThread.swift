import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Long work that must not take the processor from who waits for a key.
public enum BackgroundThread {
    /// Runs `body` on a thread of its own.
    ///
    /// - Parameters:
    ///   - niceness: how much lower the priority of the thread is, and of all that it starts; 0 leaves it as it is.
    public static func start(_ name: String, niceness: Int32, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            #if os(Linux)
                // On Linux the priority belongs to the thread, and threads started from it inherit it.
                // Never higher than it is, which the system would refuse to ordinary users.
                let thread = __priority_which_t(0)
                if niceness > 0 { _ = setpriority(thread, 0, min(19, getpriority(thread, 0) + niceness)) }
            #endif
            body()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }
}
