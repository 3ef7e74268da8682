/// The journal's own place failed to the end, and another took it.
struct SavedElsewhere: Error, CustomStringConvertible {
    let path: String
    let place: String

    var description: String {
        "\(path): could not be written any more, so the whole journal was saved as \(place); "
            + "put it back in its place, or go on with --journal \(place)"
    }
}
