import Annotation
import Journal
import TerminalUI

/// What a screen shows of a session, made anew only where something of it has changed: who holds an arrow key waits for
/// no list to be made again.
///
/// A session changes only where it is asked for something, so whoever asks says so: ``hasChanged()``.
struct ShownSession {
    /// What a covering view shows, and what that is made from.
    private enum Cover: Hashable {
        case none, metrics
        case people(version: Int)
        case strategies(recipe: String)
        case list(
            ListState.Kind, ListState.Filter, ListState.Order, isChoosing: Bool, query: String, canSearch: Bool)

        init(_ screen: ScreenState, _ finder: MessageFinder, accountVersion: Int) {
            let open = screen.open
            if let list = open.list {
                self = .list(
                    list.kind, list.filter, list.order, isChoosing: list.choosing != nil, query: list.query,
                    canSearch: finder.canSearch)
                return
            }
            switch open {
            case .metrics: self = .metrics
            case .people: self = .people(version: accountVersion)
            default: self = screen.recipeInTheMaking.map { .strategies(recipe: $0) } ?? .none
            }
        }
    }

    /// What the content in hand was made from.
    private struct Basis: Hashable {
        let version: Int
        let showsWords: Bool
        let showsContext: Bool
        var cover = Cover.none
    }

    private let session: AnnotationSession
    private let finder: MessageFinder
    private let keyMap: KeyMap
    private let keeper: TeamAccountKeeper
    /// What the whole sitting has in common.
    private let common: ScreenContent
    private var version = 0
    private var uncovered: (basis: Basis, content: ScreenContent)?
    private var covered: (basis: Basis, content: ScreenContent)?

    init(
        _ session: AnnotationSession, unread: UnreadRows, keyMap: KeyMap, finder: MessageFinder,
        keeper: TeamAccountKeeper
    ) {
        self.keeper = keeper
        self.session = session
        self.keyMap = keyMap
        self.finder = finder
        common = ScreenContent(session.state.corpus.scheme, unread: unread)
    }

    /// Whether what is kept is what would be made anew.
    func isCurrent(for screen: ScreenState, pace: Pace, at now: ContinuousClock.Instant) -> Bool {
        var kept = self
        var anew = self
        (anew.uncovered, anew.covered) = (nil, nil)
        return kept.content(for: screen, pace: pace, at: now) == anew.content(for: screen, pace: pace, at: now)
    }

    /// Notes that the session was asked for something.
    mutating func hasChanged() { version += 1 }

    /// What a screen in this state shows.
    ///
    /// - Complexity: O(rows shown) where something has changed, for a search O(bytes of the pool); else O(1).
    mutating func content(for screen: ScreenState, pace: Pace, at now: ContinuousClock.Instant) -> ScreenContent {
        var basis = Basis(
            version: version, showsWords: screen.showsWords, showsContext: screen.surroundings == .context)
        if uncovered?.basis != basis {
            var content = common
            content.fill(session, showsWords: screen.showsWords, keyMap: keyMap)
            if basis.showsContext { content.fillContext(session, finder: finder) }
            uncovered = (basis, content)
        }
        // What is counted arrives without the session's being asked for anything.
        let account = screen.open == .people ? keeper.account(of: session) : nil
        basis.cover = Cover(screen, finder, accountVersion: keeper.version)
        if covered?.basis != basis, var content = uncovered?.content {
            if let list = screen.open.list { content.fillList(list, session, finder: finder) }
            if case .metrics = screen.open { content.metrics = TerminalUI.Metrics(session) }
            if case .people = screen.open { content.fillPeople(account, me: session.newestTeam?.me) }
            if case .strategies(let recipe) = basis.cover {
                content.fillYields(session)
                content.check(recipe)
            }
            covered = (basis, content)
        }
        var content = covered?.content ?? common
        content.learning = session.learningProgress
        content.pace = pace.text(at: now)
        if case .metrics = screen.open { content.metrics.fill(pace, at: now) }
        return content
    }
}
