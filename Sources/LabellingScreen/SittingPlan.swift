import Foundation
import Journal

/// What an annotator has set out to do in a sitting, and what was there before it.
public struct SittingPlan: Sendable {
    /// Labels that the day is to have; nil where there is no goal. A sitting belongs to the day on which it begins.
    public var goal: Int?
    /// Minutes of work after which a rest is advised, once; nil for never.
    public var restMinutes: Int?
    /// What was done before.
    public var earlier: EarlierWork
    /// When its day began.
    public var today: Timestamp

    /// - Parameter today: nil for the local day of now.
    public init(
        goal: Int? = nil, restMinutes: Int? = nil, earlier: EarlierWork = EarlierWork(), today: Timestamp? = nil
    ) {
        self.today = today ?? Self.beginningOfDay
        self.goal = goal
        self.restMinutes = restMinutes
        self.earlier = earlier
    }

    /// When this day began, where the machine is.
    public static var beginningOfDay: Timestamp {
        Timestamp(milliseconds: Int64(Calendar.current.startOfDay(for: Date()).timeIntervalSince1970 * 1_000))
    }
}
