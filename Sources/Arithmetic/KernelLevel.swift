import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the arithmetic's inner loops are compiled for. Encoders are several times faster on the higher levels, and differ from
/// ``plain`` in the last bits; training and scoring have the same bits on all.
public enum KernelLevel: String, Sendable, CaseIterable, Comparable {
    /// Any CPU of the architecture.
    case plain
    /// x86-64 with AVX2 and fused multiply-add.
    case avx2
    /// x86-64 with AVX-512 F.
    case avx512

    /// The variable of the environment that chooses a level.
    public static let variable = "TOCSIN_KERNELS"

    /// The highest level that this CPU and its system can run.
    public static let supported: KernelLevel = {
        #if os(Linux) && arch(x86_64)
            // What the C library found usable: right under emulators too, and only where the system saves the registers.
            typealias Leaf = @convention(c) (UInt32) -> UnsafePointer<UInt32>?
            guard let symbol = dlsym(nil, "__x86_get_cpuid_feature_leaf") else { return .plain }
            let leaf = unsafeBitCast(symbol, to: Leaf.self)
            // Four words as the CPU gives them, then the four of what is active: eax, ebx, ecx, edx of leaves 1 and 7.
            guard let one = leaf(0), let seven = leaf(1) else { return .plain }
            let fma = one[6] >> 12 & 1 == 1
            let avx2 = seven[5] >> 5 & 1 == 1
            let avx512 = seven[5] >> 16 & 1 == 1
            guard fma, avx2 else { return .plain }
            return avx512 ? .avx512 : .avx2
        #else
            return .plain
        #endif
    }()

    /// The level in use: what ``variable`` says where it can be followed, else ``supported``.
    public static let current: KernelLevel = (try? chosen(by: environment)) ?? supported

    /// What stands in ``variable``.
    public static var environment: String? { getenv(variable).map { String(cString: $0) } }

    /// The level that `name`, the value of ``variable``, chooses: `supported` where there is none.
    ///
    /// - Throws: ``KernelLevelError`` if `name` is no level, or one above `supported`.
    public static func chosen(
        by name: String?, supported: KernelLevel = .supported
    ) throws(KernelLevelError) -> KernelLevel {
        guard let name, !name.isEmpty else { return supported }
        guard let level = KernelLevel(rawValue: name) else { throw .unknown(name, supported: supported) }
        guard level <= supported else { throw .unsupported(level, supported: supported) }
        return level
    }

    /// `level`, or the one in use.
    ///
    /// - Precondition: This CPU supports `level`.
    @inline(__always)
    static func inUse(_ level: KernelLevel?) -> KernelLevel {
        guard let level else {
            return switch known.load(ordering: .relaxed) {
            case 1: .plain
            case 2: .avx2
            case 3: .avx512
            default: lookedUp()
            }
        }
        precondition(level <= supported, "kernels that this CPU cannot run")
        return level
    }

    /// The height of ``current`` and one, 0 until somebody asks. Under the thread sanitizer whoever reads a lazy value waits for
    /// a lock, each time: kernels would put all threads in an order that they do not have, and hide their races.
    private static let known = Atomic<UInt8>(0)

    @inline(never)
    private static func lookedUp() -> KernelLevel {
        let level = current
        known.store(UInt8(level.height + 1), ordering: .relaxed)
        return level
    }

    private var height: Int {
        switch self {
        case .plain: 0
        case .avx2: 1
        case .avx512: 2
        }
    }

    public static func < (left: KernelLevel, right: KernelLevel) -> Bool { left.height < right.height }
}
