// swift-tools-version: 6.1
import PackageDescription

// Rooms whose loops run over every byte or number are optimised in debug builds too: they are some fifty
// times slower without, and the tests train real models and read large files.
let numeric: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Features and not a CPU's name: what the program asks of a CPU at start is then exactly what it was compiled for. Always -O:
// unoptimised code would leave copies of the library's functions that other CPUs cannot run.
#if arch(x86_64)
    let avx2: [SwiftSetting] = [.define("AVX2"), .unsafeFlags(["-O", "-Xcc", "-mavx2", "-Xcc", "-mfma"])]
    let avx512: [SwiftSetting] = [.define("AVX512"), .unsafeFlags(["-O", "-Xcc", "-mavx512f"])]
#else
    let avx2 = numeric
    let avx512 = numeric
#endif

let package = Package(
    name: "tocsin",
    products: [
        .executable(name: "tocsin", targets: ["tocsin"]),
        // For tests alone: a product, so that it is built as a file of its own beside them.
        .library(name: "FaultInjector", type: .dynamic, targets: ["FaultInjector"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The cellar: ncurses behind a few C functions of ours, which also hold the state of signal handlers.
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),

        // Likewise zlib and iconv: what stands between the bytes of a file and its text.
        .target(
            name: "CDecoding",
            linkerSettings: [.linkedLibrary("z"), .linkedLibrary("iconv", .when(platforms: [.macOS]))]),

        // libpq, PostgreSQL's client library, loaded when `sync` asks for it: nothing of it is needed to build.
        .target(name: "CPostgreSQL", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

        // The ground: what threads share, and how things are written everywhere.
        .target(name: "Threads", swiftSettings: numeric),
        .target(name: "Notation"),
        .target(name: "Answers", swiftSettings: numeric),
        .target(name: "TensorFiles", dependencies: ["Notation"], swiftSettings: numeric),

        // One source, compiled for three kinds of CPU; Arithmetic chooses among them at start.
        .target(name: "Kernels", swiftSettings: numeric),
        .target(name: "KernelsAVX2", swiftSettings: avx2),
        .target(name: "KernelsAVX512", swiftSettings: avx512),
        .target(
            name: "Arithmetic", dependencies: ["Kernels", "KernelsAVX2", "KernelsAVX512"], swiftSettings: numeric),

        // Floor 1: five rooms that know none of the others.
        .target(
            name: "Messages", dependencies: ["Answers", "CDecoding", "Threads", "Notation", "Yams"],
            swiftSettings: numeric),
        .target(name: "Journal", dependencies: ["Threads", "Notation"], swiftSettings: numeric),
        .target(
            name: "Learning",
            dependencies: ["Answers", "Arithmetic", "TensorFiles", "Threads", "Notation"],
            swiftSettings: numeric),
        .target(
            name: "Encoders", dependencies: ["Arithmetic", "TensorFiles", "Threads", "Notation"],
            swiftSettings: numeric),
        .target(name: "TerminalUI", dependencies: ["Answers", "Notation"]),

        // Floor 2.
        .target(
            name: "Sampling",
            dependencies: [
                "Answers", "Arithmetic", "Learning", "Threads", "Notation",
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: numeric),
        .target(name: "NCursesTerminal", dependencies: ["TerminalUI", "CNcurses"]),
        .target(name: "Synchronisation", dependencies: ["Journal", "Notation", "CPostgreSQL"]),

        // Floor 3.
        .target(
            name: "Annotation",
            dependencies: [
                "Answers", "Encoders", "Sampling", "Learning", "Journal", "Messages", "TensorFiles", "Threads",
                "Notation",
            ]),

        // Floor 4: what can be said of a session or a strategy.
        .target(
            name: "Analysis",
            dependencies: [
                "Answers", "Annotation", "Sampling", "Learning", "Journal", "Messages", "Threads", "Notation",
            ]),

        // Floor 5: the one place where session and screen meet.
        .target(
            name: "LabellingScreen",
            dependencies: [
                "Answers", "Analysis", "Annotation", "Sampling", "Learning", "Journal", "Messages", "TerminalUI",
                "Threads", "Notation",
            ]),

        // Floor 6: the command line.
        .executableTarget(
            name: "tocsin",
            dependencies: [
                "Answers", "LabellingScreen", "Analysis", "Annotation", "Sampling", "Encoders", "Learning", "Journal",
                "Messages", "Synchronisation", "TerminalUI", "NCursesTerminal", "Threads", "Notation", "Arithmetic",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), "Yams",
            ]),

        // Prints how long a round, a resume and a key take, and what strategies find; not part of the program.
        .executableTarget(
            name: "Benchmark",
            dependencies: [
                "Answers", "LabellingScreen", "Annotation", "Sampling", "Encoders", "Learning", "Journal", "Messages",
                "TerminalUI", "Threads", "Arithmetic",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Put before the program by end-to-end tests, so that the machine below it fails; and before shells, which have
        // no sanitizer that it could call.
        .target(
            name: "FaultInjector", path: "Tests/FaultInjector",
            cSettings: [.unsafeFlags(["-fno-sanitize=all"], .when(configuration: .debug))]),

        .testTarget(name: "MessagesTests", dependencies: ["Messages", "Threads"]),
        .testTarget(name: "JournalTests", dependencies: ["Journal", "Threads"]),
        .testTarget(
            name: "HostileInputTests",
            dependencies: ["Annotation", "Encoders", "Journal", "Learning", "Messages", "TensorFiles", "Threads"],
            exclude: ["LibFuzzer.swift"]),
        .testTarget(name: "NotationTests", dependencies: ["Notation"]),
        .testTarget(name: "TensorFilesTests", dependencies: ["TensorFiles"]),
        .testTarget(name: "ArithmeticTests", dependencies: ["Arithmetic"]),
        .testTarget(name: "EncodersTests", dependencies: ["Encoders", "Arithmetic", "TensorFiles", "Threads"]),
        .testTarget(name: "LearningTests", dependencies: ["Learning", "TensorFiles", "Threads"]),
        .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI", "Notation"]),
        .testTarget(name: "SamplingTests", dependencies: ["Sampling", "Learning", "Threads", "Notation"]),
        .testTarget(name: "NCursesTerminalTests", dependencies: ["NCursesTerminal", "CNcurses", "TerminalUI"]),
        .testTarget(name: "SynchronisationTests", dependencies: ["Synchronisation", "Journal", "Threads"]),
        // A session in memory, for the tests of several rooms.
        .target(
            name: "SessionFixture",
            dependencies: ["Annotation", "Sampling", "Learning", "Journal", "Messages", "Threads"],
            path: "Tests/SessionFixture"),
        .testTarget(
            name: "AnnotationTests", dependencies: ["Annotation", "SessionFixture", "Threads"], exclude: ["Recorded"]),
        .testTarget(name: "AnalysisTests", dependencies: ["Analysis", "SessionFixture", "Threads"]),
        .testTarget(
            name: "LabellingScreenTests",
            dependencies: [
                "LabellingScreen", "Annotation", "Journal", "Messages", "Sampling", "SessionFixture", "TerminalUI",
                "Threads",
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "tocsin", "Analysis", "Annotation", "Journal", "Learning", "Messages", "Sampling", "TerminalUI",
                "TensorFiles", "Notation",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// The readers under libFuzzer, which must not be built together with tests; the article Reliability says how.
if Context.environment["TOCSIN_LIBFUZZER"] != nil {
    package.targets.removeAll(where: \.isTest)
    package.targets.append(
        .executableTarget(
            name: "FuzzReaders",
            dependencies: ["Annotation", "Encoders", "Journal", "Learning", "Messages", "TensorFiles", "Threads"],
            path: "Tests/HostileInputTests",
            exclude: ["HostileInputTests.swift", "Fuzz.swift"]))
}

// The rooms whose values threads share, under the thread sanitizer, without the screen and the program: `.ci/run` names the tests.
if Context.environment["TOCSIN_THREADS"] != nil {
    let tested: Set = ["MessagesTests", "JournalTests", "LearningTests", "SamplingTests", "AnnotationTests"]
    let above: Set = [
        "CNcurses", "CPostgreSQL", "TerminalUI", "NCursesTerminal", "Synchronisation", "Analysis", "LabellingScreen",
        "tocsin", "Benchmark", "FaultInjector",
    ]
    package.products = []
    package.targets.removeAll { $0.isTest ? !tested.contains($0.name) : above.contains($0.name) }
}
