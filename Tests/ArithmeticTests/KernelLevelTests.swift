import Arithmetic
import Testing

@Suite("The level of the kernels")
struct KernelLevelTests {
    @Test("without a wish it is the highest that the CPU supports", arguments: KernelLevel.allCases)
    func none(supported: KernelLevel) throws {
        #expect(try KernelLevel.chosen(by: nil, supported: supported) == supported)
        #expect(try KernelLevel.chosen(by: "", supported: supported) == supported)
    }

    @Test(
        "a wish is followed where the CPU supports it, and refused in words where not",
        arguments: KernelLevel.allCases, KernelLevel.allCases)
    func wish(level: KernelLevel, supported: KernelLevel) throws {
        if level <= supported {
            #expect(try KernelLevel.chosen(by: level.rawValue, supported: supported) == level)
        } else {
            #expect(throws: KernelLevelError.unsupported(level, supported: supported)) {
                try KernelLevel.chosen(by: level.rawValue, supported: supported)
            }
        }
    }

    @Test("what is no level is refused with the names of those that are")
    func unknown() {
        let error = #expect(throws: KernelLevelError.self) {
            try KernelLevel.chosen(by: "AVX2", supported: .avx2)
        }
        #expect(error?.description == "TOCSIN_KERNELS is 'AVX2'; expected plain or avx2, or no such variable")
        #expect(
            KernelLevelError.unsupported(.avx512, supported: .plain).description
                == "TOCSIN_KERNELS is 'avx512', which this CPU cannot run; expected plain, or no such variable")
    }

    @Test("levels are ordered by what they ask of a CPU")
    func order() {
        #expect(KernelLevel.allCases.sorted() == [.plain, .avx2, .avx512])
    }
}
