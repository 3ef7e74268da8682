/// What the elements of a tensor are, by the name that the safetensors format has for it.
public enum ElementType: String, Sendable, CaseIterable {
    case u64 = "U64"
    case i64 = "I64"
    case f64 = "F64"
    case u32 = "U32"
    case i32 = "I32"
    case f32 = "F32"
    /// IEEE 754 binary16.
    case f16 = "F16"
    /// The upper half of an F32.
    case bf16 = "BF16"
    case u8 = "U8"
    case i8 = "I8"

    public var byteCount: Int {
        switch self {
        case .u64, .i64, .f64: 8
        case .u32, .i32, .f32: 4
        case .f16, .bf16: 2
        case .u8, .i8: 1
        }
    }
}
