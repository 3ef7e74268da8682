import Foundation

/// What a sitting takes from the machine besides its terminal and its journal.
public struct Surroundings {
    /// The time that goes on while nobody types.
    public var now: () -> ContinuousClock.Instant
    /// Lets the annotator write a note anew, and returns what stands there then.
    public var editNote: (String) throws -> String
    /// A name for a journal in another place, for when its own fails.
    public var otherPlace: (String) -> String

    /// - Parameters:
    ///   - now: the time that goes on while nobody types.
    ///   - editNote: lets the annotator write a note anew.
    ///   - otherPlace: a name for a journal in another place.
    public init(
        now: @escaping () -> ContinuousClock.Instant, editNote: @escaping (String) throws -> String,
        otherPlace: @escaping (String) -> String
    ) {
        self.now = now
        self.editNote = editNote
        self.otherPlace = otherPlace
    }

    /// The machine's own clock, the annotator's editor, the home folder.
    public static var machine: Surroundings {
        Surroundings(
            now: { .now }, editNote: NoteEditor.edit, otherPlace: { Rescue.suggestion(for: $0, at: Date()) })
    }
}
