import Foundation
import Testing

@testable import TensorFiles

/// A file as the format's description has it, the header filled up to a multiple of 64.
private func npy(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let start = version == 1 ? 10 : 12
    let length = (start + header.utf8.count + 1 + 63) / 64 * 64 - start
    let filled = Array(header.utf8) + Array(repeating: 0x20, count: length - header.utf8.count - 1) + [0x0A]
    let count = (0..<start - 8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + count + filled + data
}

private func header(_ type: String, _ shape: String) -> String {
    "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
}

@Test("arrays of all three versions are read", arguments: [1, 2, 3] as [UInt8])
func versions(version: UInt8) throws {
    let data = Safetensors.littleEndian([Float(1.5), -2, 0, 1e30, 5, 6].map(\.bitPattern))
    let array = try NumPyArray(FileBytes(npy(header("<f4", "(2, 3)"), data, version: version)), path: "a.npy")
    #expect(array.shape == [2, 3] && array.type == .f32)
    #expect(try array.floats(shape: [2, 3]) == [1.5, -2, 0, 1e30, 5, 6])
    #expect(throws: TensorFileError.self) { try array.floats(shape: [6]) }
    #expect(throws: TensorFileError.self) { try array.doubles() }
    #expect(throws: TensorFileError.self) { try array.octets(shape: [2, 3]) }
}

@Test("a file that NumPy wrote is read: numpy.save of [[1, 2], [3, 250]] as uint8")
func writtenByNumPy() throws {
    let text =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLCB9"
        + String(repeating: "ICAg", count: 19) + "IAoBAgP6"
    let bytes = Array(try #require(Data(base64Encoded: text)))
    #expect(try NumPyArray(FileBytes(bytes), path: "a.npy").octets(shape: [2, 2]).array == [1, 2, 3, 250])
}

@Test("a number alone has no sizes, and types are told apart")
func types() throws {
    let pi = Safetensors.littleEndian([Double.pi.bitPattern])
    #expect(try NumPyArray(FileBytes(npy(header("<f8", "()"), pi)), path: "a").doubles() == [.pi])
    for (name, type) in [("<i8", ElementType.i64), ("<i4", .i32), ("|i1", .i8), ("|u1", .u8), ("<f2", .f16)] {
        let array = try NumPyArray(
            FileBytes(npy(header(name, "(1,)"), Array(repeating: 0, count: type.byteCount))), path: "a")
        #expect(array.type == type && array.shape == [1])
    }
}

@Test(
    "what is no such array is refused by name",
    arguments: [
        "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, }",
        "{'descr': '<f4', 'fortran_order': False, }",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x",
        "{'descr': '<f4", "{", "",
    ])
func refusedArrays(header: String) throws {
    let error = #expect(throws: TensorFileError.self) {
        try NumPyArray(FileBytes(npy(header, [0, 0, 0, 0])), path: "dir/a.npy")
    }
    #expect(error?.description.hasPrefix("dir/a.npy: header: found ") == true)
}

@Test("an array that is cut off anywhere is refused; so are a longer one, another version and a huge header")
func cutArrays() throws {
    let whole = npy(header("<f4", "(2,)"), [0, 0, 0, 0, 0, 0, 0, 0])
    for count in 0..<whole.count {
        #expect(throws: TensorFileError.self) { try NumPyArray(FileBytes(Array(whole[..<count])), path: "a") }
    }
    #expect(throws: TensorFileError.self) { try NumPyArray(FileBytes(whole + [0]), path: "a") }
    let later = Array(whole[..<6]) + [4] + whole[7...]
    #expect(throws: TensorFileError.self) { try NumPyArray(FileBytes(later), path: "a") }
    let huge = Array(whole[..<6]) + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF] + whole[12...]
    #expect(throws: TensorFileError.self) { try NumPyArray(FileBytes(huge), path: "a") }
}
