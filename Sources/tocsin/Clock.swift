import Foundation
import Journal

/// The machine's clock, as journals write it.
enum Clock {
    static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
}
