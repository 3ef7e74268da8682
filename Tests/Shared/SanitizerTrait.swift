import Foundation
import Testing

/// The sanitizer that this test run was built with.
private enum Sanitizer {
    static let isThread = has("__tsan_init")
    static let isAny = isThread || has("__asan_init")

    private static func has(_ symbol: String) -> Bool { dlsym(dlopen(nil, RTLD_NOW), symbol) != nil }
}

extension Trait where Self == ConditionTrait {
    /// The test cannot run under a sanitizer: it limits what the sanitizer itself needs.
    static func notUnderSanitizers(_ reason: Comment) -> Self { .disabled(if: Sanitizer.isAny, reason) }

    /// The test would take minutes under the thread sanitizer, and others do the same with less.
    static var tooSlowForThreadSanitizer: Self {
        .disabled(if: Sanitizer.isThread, "the thread sanitizer would take minutes for it")
    }
}
