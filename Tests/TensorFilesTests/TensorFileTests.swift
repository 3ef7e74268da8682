import Foundation
import Testing

@testable import TensorFiles

private func write(_ tensors: [Safetensors.Tensor], to path: String) throws {
    try Data(Safetensors(metadata: [], tensors: tensors).bytes).write(to: URL(fileURLWithPath: path))
}

private func tensor(_ type: ElementType, _ shape: [Int], _ bytes: [UInt8]) -> Safetensors.Tensor {
    Safetensors.Tensor(name: "w", type: type, shape: shape, bytes: FileBytes(bytes))
}

/// 1, -2.5, the smallest subnormal binary16 (2⁻²⁴) and 65504, the largest, as IEEE 754 has them.
private let binary16: [UInt16] = [0x3C00, 0xC100, 0x0001, 0x7BFF]

@Test("numbers of each width are read as IEEE 754 and the upper half of a Float have them")
func conversions() throws {
    try withFolder { folder in
        let path = folder + "/m.safetensors"
        try write([tensor(.f16, [2, 2], Safetensors.littleEndian(binary16))], to: path)
        #expect(try TensorFile(path: path).floats(named: "w", shape: [2, 2]) == [1, -2.5, 0x1p-24, 65_504])
        try write([tensor(.bf16, [3], Safetensors.littleEndian([UInt16(0x3F80), 0xC020, 0x0000]))], to: path)
        #expect(try TensorFile(path: path).floats(named: "w", shape: [3]) == [1, -2.5, 0])
        let floats: [Float] = [1, -2.5, 0x1p-130, .greatestFiniteMagnitude]
        try write([tensor(.f32, [2, 2], Safetensors.littleEndian(floats.map(\.bitPattern)))], to: path)
        let rows = try TensorFile(path: path).rows(named: "w", count: 2, width: 2)
        var target = [Float](repeating: 7, count: 4)
        try rows.copy(row: 1, to: &target, at: 1)
        #expect(target == [7, 0x1p-130, .greatestFiniteMagnitude, 7])
    }
}

@Test("every binary16 has the value that the processor's own type gives it")
func everyBinary16() throws {
    #if !(os(macOS) && arch(x86_64))
        let finite = (0...UInt16.max).filter { Float16(bitPattern: $0).isFinite }
        let rows = try FloatRows(
            count: 1, width: finite.count, type: .f16, bytes: FileBytes(Safetensors.littleEndian(finite)), path: "m",
            place: .tensor("w"))
        #expect(try rows.all().map(\.bitPattern) == finite.map { Float(Float16(bitPattern: $0)).bitPattern })
    #endif
}

@Test(
    "a weight that is infinite or no number is refused by file and tensor",
    arguments: [
        (ElementType.f32, [0, 0, 0x80, 0x7F]), (.f32, [0, 0, 0xC0, 0xFF]), (.f16, [0, 0x7C]), (.f16, [1, 0xFE]),
        (.bf16, [0x80, 0xFF]), (.bf16, [0xC0, 0x7F]),
    ] as [(ElementType, [UInt8])])
func refusedNumber(type: ElementType, bytes: [UInt8]) throws {
    try withFolder { folder in
        let path = folder + "/m.safetensors"
        try write([tensor(type, [1], bytes)], to: path)
        let file = try TensorFile(path: path)
        let error = #expect(throws: TensorFileError.self) { try file.floats(named: "w", shape: [1]) }
        #expect(error?.description.contains("m.safetensors: tensor 'w'") == true)
    }
}

@Test("a tensor that is not there, of another shape or of whole numbers is refused by file and tensor")
func refusedTensor() throws {
    try withFolder { folder in
        let path = folder + "/m.safetensors"
        try write([tensor(.i64, [2], Array(repeating: 0, count: 16))], to: path)
        let file = try TensorFile(path: path)
        #expect(file.contains("w") && !file.contains("v"))
        for (name, shape, words) in [("v", [2], "none"), ("w", [1, 2], "shape [2]"), ("w", [2], "type I64")] {
            let error = #expect(throws: TensorFileError.self) { try file.floats(named: name, shape: shape) }
            #expect(error?.description.contains("m.safetensors: tensor '\(name)': found") == true)
            #expect(error?.found.contains(words) == true)
        }
        #expect(throws: TensorFileError.self) { try file.rows(named: "w", count: 2, width: 1) }
    }
}

private func file(_ header: String, _ dataCount: Int) -> [UInt8] {
    Safetensors.littleEndian([UInt64(header.utf8.count)]) + Array(header.utf8) + Array(repeating: 0, count: dataCount)
}

/// The header's entry of a tensor of bytes of the file.
private func entry(_ name: String, _ type: String, _ shape: String, _ first: String, _ last: String) -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":[\#(shape)],"data_offsets":[\#(first),\#(last)]}"#
}

@Test(
    "headers that overlap, leave gaps, overflow, repeat a name or have another type are refused",
    arguments: [
        ("{" + entry("a", "F32", "2", "0", "8") + "," + entry("b", "F32", "1", "4", "8") + "}", 8),
        ("{" + entry("a", "F32", "1", "0", "4") + "," + entry("b", "F32", "1", "8", "12") + "}", 12),
        ("{" + entry("a", "F32", "4611686018427387904,4", "0", "0") + "}", 0),
        ("{" + entry("a", "F32", "1", "0", "9223372036854775807") + "}", 4),
        ("{" + entry("a", "F32", "1", "0", "99999999999999999999") + "}", 4),
        ("{" + entry("a", "F32", "-1", "0", "4") + "}", 4),
        ("{" + entry("a", "F32", "1", "4", "0") + "}", 4),
        ("{" + entry("a", "U8", "0", "0", "0") + "," + entry("a", "U8", "0", "0", "0") + "}", 0),
        ("{" + entry("a", "F8_E4M3", "1", "0", "1") + "}", 1),
        ("{" + entry("a", "F32", "1", "0", "4") + "}", 5),
        ("{" + entry("a", "F32", "1", "0", "4") + "}", 3),
        ("", 0), ("[]", 0), ("{", 0),
    ])
func refusedHeader(header: String, dataCount: Int) throws {
    #expect(throws: TensorFileError.self) { try Safetensors(FileBytes(file(header, dataCount)), path: "m") }
}

@Test("every beginning of a file is refused, in memory and mapped")
func cutFiles() throws {
    let whole = Safetensors(metadata: [("k", "v")], tensors: [tensor(.u8, [3], [1, 2, 3])]).bytes
    try withFolder { folder in
        let path = folder + "/m"
        for count in 1..<whole.count {
            try Data(whole[..<count]).write(to: URL(fileURLWithPath: path))
            #expect(throws: TensorFileError.self) { try TensorFile(path: path) }
            #expect(throws: TensorFileError.self) { try Safetensors(FileBytes(Array(whole[..<count])), path: "m") }
        }
    }
}

@Test("an encoder's header may have 16 MiB, and no more")
func longHeaders() throws {
    try withFolder { folder in
        let path = folder + "/m"
        let limit = 16 << 20
        for (length, isRead) in [(limit, true), (limit + 1, false)] {
            let header = "{}" + String(repeating: " ", count: length - 2)
            try Data(file(header, 0)).write(to: URL(fileURLWithPath: path))
            if isRead {
                #expect(throws: Never.self) { try TensorFile(path: path) }
            } else {
                #expect(throws: TensorFileError.self) { try TensorFile(path: path) }
            }
        }
    }
}
