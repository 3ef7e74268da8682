import Foundation

/// What a finished command left behind.
struct CommandResult {
    let status: Int32
    let output: String
    let error: String
}

/// Runs a command, found on the path, to its end.
///
/// Spawned and waited for by hand: Foundation's `Process` waits on a run loop, and tests that wait side by side on
/// a pool of two threads keep each other from ever hearing of the end.
///
/// - Parameter environment: variables that it has besides ``spawn(_:_:environment:)``'s.
func run(
    _ command: [String], input: String? = nil, environment: [String: String] = [:]
) throws -> CommandResult {
    let folder = try TemporaryFolder()
    // Files, not pipes: a pipe that nobody empties stops the command.
    let standardInput = try folder.file("in", input ?? "")
    let streams = [standardInput, folder.path("out"), folder.path("err")]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, path) in streams.enumerated() {
        let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, Int32(descriptor), path, flags, 0o600)
    }
    let process = try spawn(command, &actions, environment: environment)
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 && errno == EINTR {}
    let signal = status & 0x7f
    return CommandResult(
        status: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
        output: String(decoding: try Data(contentsOf: folder.url.appendingPathComponent("out")), as: UTF8.self),
        error: String(decoding: try Data(contentsOf: folder.url.appendingPathComponent("err")), as: UTF8.self))
}

/// Starts a command, found on the path, in the environment of the tests but for the user's data: what is installed there
/// must make no difference.
///
/// - Parameter environment: variables that it has besides, or instead.
/// - Returns: the number of its process, which the caller waits for.
func spawn(
    _ command: [String], _ actions: inout posix_spawn_file_actions_t, environment: [String: String] = [:]
) throws -> pid_t {
    // A thread of a pool has most signals blocked, which the command, and a terminal it starts, would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var variables = ProcessInfo.processInfo.environment
    variables["XDG_DATA_HOME"] = Program.noData
    variables.merge(environment) { _, other in other }
    var definitions: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") }
    definitions.append(nil)
    defer { for definition in definitions { free(definition) } }
    var process: pid_t = 0
    let refusal = posix_spawnp(&process, command[0], &actions, &attributes, arguments, definitions)
    guard refusal == 0 else {
        throw CommandFailure(command: command, status: refusal, message: String(cString: strerror(refusal)))
    }
    return process
}

/// The program under test, as the package builds it beside the tests.
enum Program {
    static let path = besideTests("tocsin")

    /// Where programs under test look for the user's data: a folder that is never there.
    static let noData = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-test-no-data").path

    /// The library that makes the machine fail (see `FaultInjector.h`), for `LD_PRELOAD`.
    ///
    /// - Throws: where the package has not built it, because a program would run without it and no test would notice.
    static func faultInjector() throws -> String {
        let path = besideTests("libFaultInjector.so")
        guard FileManager.default.fileExists(atPath: path) else { throw CocoaError(.fileNoSuchFile) }
        return path
    }

    private static func besideTests(_ name: String) -> String {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return tests.appendingPathComponent(name).path
    }

    /// The command that labels these messages and takes every key: tests type faster than anyone reads.
    static func label(_ messages: String) -> [String] { [path, "label", messages, "--guard", "0"] }

    /// Runs the program without a screen.
    static func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> CommandResult {
        try EndToEndTests.run([path] + arguments, input: input, environment: environment)
    }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes a file and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
        return path(name)
    }
}
