/// Why the environment's wish for a ``KernelLevel`` cannot be followed.
public enum KernelLevelError: Error, Equatable, CustomStringConvertible {
    /// No level has this name.
    case unknown(String, supported: KernelLevel)
    /// This CPU cannot run the level.
    case unsupported(KernelLevel, supported: KernelLevel)

    public var description: String {
        switch self {
        case .unknown(let name, let supported):
            "\(KernelLevel.variable) is '\(name)'; expected \(Self.names(upTo: supported)), or no such variable"
        case .unsupported(let level, let supported):
            "\(KernelLevel.variable) is '\(level.rawValue)', which this CPU cannot run; "
                + "expected \(Self.names(upTo: supported)), or no such variable"
        }
    }

    private static func names(upTo supported: KernelLevel) -> String {
        KernelLevel.allCases.filter { $0 <= supported }.map(\.rawValue).joined(separator: " or ")
    }
}
