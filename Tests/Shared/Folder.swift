import Foundation
import TensorFiles

/// A folder that is gone with the value that made it.
final class Folder {
    let path: String
    private let top: URL

    init(name: String = "encoder") throws {
        top = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        path = top.appending(path: name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: top) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, json: Any) throws {
        try write(name, Array(try JSONSerialization.data(withJSONObject: json, options: .sortedKeys)))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }
}

/// Weights that are multiples of 1/128 between -½ and ½: exact in F32, F16 and BF16 alike.
struct Weights {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func numbers(_ count: Int, around middle: Float = 0) -> [Float] {
        (0..<count).map { _ in
            // Knuth's linear congruential generator, MMIX.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return middle + Float(Int(state >> 40) % 129 - 64) / 128
        }
    }
}
