import Testing

extension Trait where Self == TimeLimitTrait {
    /// The test must end at all: what it tests could wait for ever.
    ///
    /// A limit as wide as can be. Tests of a room begin together, so that each one's time has that of the others in it, and a
    /// sanitizer on a busy machine makes minutes of a second.
    static var mustEnd: Self { .timeLimit(.minutes(20)) }
}
