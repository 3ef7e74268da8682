/// What stands in the place of a figure that rests on too few items to have an interval: on the screen, in the report and in
/// the journal.
public enum TooFew {
    public static let words = "too few to say"
}
