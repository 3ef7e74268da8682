import Foundation
import Testing

@testable import Learning

private func vectors(_ count: Int, width: Int = 24, scale: Double = 1, shift: Double = 0.7) -> QuantizedVectors {
    var random = SeededRandom(seed: 5, stream: "vectors")
    var vectors = QuantizedVectors(width: width)
    for _ in 0..<count { vectors.append((0..<width).map { _ in Float((random.normal() + shift) * scale) }) }
    return vectors
}

private func length(_ row: [Float]) -> Double { row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }

private func original(_ vectors: QuantizedVectors, _ vector: Int) -> [Double] {
    vectors.numbers(vector).map { Double($0) * Double(vectors.scale(vector)) }
}

@Test(
    "a row is its vector less the mean of all rows, brought to the weight", arguments: [1e-10, 1, 1e3],
    [0.5, 1, 2] as [Float])
func rowsByDefinition(scale: Double, weight: Float) {
    let vectors = vectors(20, scale: scale)
    let places = (0..<20).map { Int32($0) } + [4, 4, 9]
    let rows = DenseRows(vectors, places: places, weight: weight)
    #expect(rows.count == 23 && rows.width == 24 && rows.weight == weight)
    let all = places.map { original(vectors, Int($0)) }
    let mean = (0..<24).map { index in all.reduce(0) { $0 + $1[index] } / 23 }
    var sum = [Double](repeating: 0, count: 24)
    for (row, vector) in all.enumerated() {
        let difference = zip(vector, mean).map { $0 - $1 }
        let size = difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for (index, number) in rows.row(row).enumerated() {
            #expect(abs(Double(number) - Double(weight) * difference[index] / size) < 1e-5)
            // Before they are brought to one length, the rows sum to nothing.
            sum[index] += Double(number) / Double(weight) * size / scale
        }
        #expect(abs(length(rows.row(row)) - Double(weight)) < 1e-5)
    }
    #expect(sum.allSatisfy { abs($0) < 1e-4 })
}

@Test("rows in another order have the same bits, and equal texts the same row")
func orderOfRows() {
    let vectors = vectors(30)
    var order = (0..<30).map { Int32($0) } + [7, 7, 2]
    let rows = DenseRows(vectors, places: order, weight: 1)
    let byVector = Dictionary(
        zip(order, order.indices.map(rows.row)),
        uniquingKeysWith: { first, second in
            #expect(first == second)
            return first
        })
    var random = SeededRandom(seed: 2, stream: "order")
    random.shuffle(&order)
    let shuffled = DenseRows(vectors, places: order, weight: 1)
    #expect(shuffled.mean == rows.mean)
    for (row, place) in order.enumerated() { #expect(shuffled.row(row) == byVector[place]) }
    // Where the vectors stand does not matter either.
    var turned = QuantizedVectors(width: 24)
    for vector in (0..<30).reversed() {
        let isTaken = turned.append(numbers: vectors.numbers(vector), scale: vectors.scale(vector))
        #expect(isTaken)
    }
    let again = DenseRows(turned, places: order.map { 29 - $0 }, weight: 1)
    for row in order.indices { #expect(again.row(row) == shuffled.row(row)) }
}

@Test("a vector that is the mean gives a row of zeros, of whatever size", arguments: [1e-20, 1, 100, 1e20])
func vectorAtTheMean(scale: Double) {
    var random = SeededRandom(seed: 8, stream: "vectors")
    let numbers = (0..<50).map { _ in Float(random.normal() * scale) }
    var alike = QuantizedVectors(width: 50)
    for _ in 0..<3 { alike.append(numbers) }
    let rows = DenseRows(alike, places: [0, 1, 2, 2, 1, 0, 0], weight: 1)
    for row in 0..<7 { #expect(rows.row(row).allSatisfy { $0 == 0 }) }
    // Two that are opposite, and one between them.
    var opposite = QuantizedVectors(width: 50)
    for factor in [1, -1, 0] as [Float] { opposite.append(numbers.map { $0 * factor }) }
    let three = DenseRows(opposite, places: [0, 1, 2], weight: 1)
    #expect(abs(length(three.row(0)) - 1) < 1e-5 && three.row(1) == three.row(0).map { -$0 })
    #expect(three.row(2).allSatisfy { $0 == 0 })
}

@Test("one text alone, and none, have rows of zeros and no row")
func fewRows() {
    #expect(DenseRows(vectors(1), places: [0], weight: 1).row(0).allSatisfy { $0 == 0 })
    #expect(DenseRows(vectors(3), places: [], weight: 1).count == 0)
    #expect(DenseRows(QuantizedVectors(width: 3), places: [], weight: 1).mean == [0, 0, 0])
}

@Test("rows are numbers, whatever the largest vectors are")
func rowsOfHugeVectors() {
    var vectors = QuantizedVectors(width: 3)
    vectors.append([.greatestFiniteMagnitude, 1, 0])
    vectors.append([-.greatestFiniteMagnitude, 1, .nan])
    vectors.append([1e-30, 2e-30, .infinity])
    let rows = DenseRows(vectors, places: [0, 1, 2, 1], weight: 1)
    for row in 0..<4 { #expect(rows.row(row).allSatisfy(\.isFinite) && length(rows.row(row)) < 1.0001) }
}

@Test("some rows centred on themselves are what they would be alone; a given mean is what is taken off")
func centredOnSome() {
    let vectors = vectors(12)
    let all = DenseRows(vectors, places: (0..<12).map { Int32($0) } + [3], weight: 2)
    let some = all.centred(on: [12, 0, 5])
    let alone = DenseRows(vectors, places: [3, 0, 5], weight: 2)
    #expect(some.count == 3 && some.mean == alone.mean && some.mean != all.mean)
    for row in 0..<3 { #expect(some.row(row) == alone.row(row)) }
    let given = DenseRows(vectors, places: [3, 0, 5], weight: 2, mean: all.mean)
    #expect(given.row(0) == all.row(3) && given.row(1) == all.row(0) && given.row(2) == all.row(5))
}

/// Sparse rows of seven columns beside dense rows of 24 numbers.
private func featureRows(_ count: Int) -> FeatureRows {
    var random = SeededRandom(seed: 3, stream: "rows")
    var sparse = SparseRows(columnCount: 7)
    for row in 0..<count {
        let columns = row == 0 ? [] : Set((0..<3).map { _ in random.below(7) }).sorted()
        sparse.append(columns.map { (column: UInt32($0), value: Float(random.normal())) })
    }
    return FeatureRows(
        sparse, dense: DenseRows(vectors(count), places: (0..<count).map { Int32($0) }, weight: 1.5))
}

/// All columns of a row, from the definition.
private func numbers(_ rows: FeatureRows, _ row: Int) -> [Double] {
    (rows.sparse.dense(row) + (rows.dense?.row(row) ?? [])).map(Double.init)
}

@Test("lengths, sums and products of rows take the dense numbers as columns behind the sparse ones", arguments: [1, 3])
func featureRowArithmetic(threads: Int) {
    let rows = featureRows(1_500)
    #expect(rows.count == 1_500 && rows.denseWidth == 24 && rows.columnCount == 31)
    let lengths = rows.lengths(threads: threads)
    #expect(lengths == rows.lengths())
    var random = SeededRandom(seed: 4, stream: "table")
    let vector = (0..<31).map { _ in random.normal() }
    let table = Matrix(rowCount: 31, columnCount: 5, elements: (0..<155).map { _ in Float(random.normal()) })
    let asked = [1_499, 0, 3, 3, 700]
    let products = rows.products(of: asked, with: vector, threads: threads)
    let tabled = rows.products(of: asked, with: table, threads: threads)
    #expect(tabled.rowCount == 5 && tabled.columnCount == 5)
    for (position, row) in asked.enumerated() {
        let own = numbers(rows, row)
        #expect(abs(lengths[row] - own.reduce(0) { $0 + $1 * $1 }.squareRoot()) < 1e-6)
        #expect(abs(products[position] - zip(own, vector).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-9)
        for column in 0..<5 {
            let expected = own.indices.reduce(0.0) { $0 + own[$1] * Double(table[$1, column]) }
            #expect(abs(Double(tabled[position, column]) - expected) < 1e-5)
        }
        var sum = vector
        rows.add(row, scaledBy: -2, to: &sum)
        for column in 0..<31 { #expect(abs(sum[column] - (vector[column] - 2 * own[column])) < 1e-9) }
    }
    let every = Array(0..<1_500)
    #expect(rows.products(of: every, with: table, threads: threads) == rows.products(of: every, with: table))
    #expect(rows.products(of: every, with: vector, threads: threads) == rows.products(of: every, with: vector))
}

@Test(
    "products of dense rows alone with a table have the bits of those behind empty sparse rows", arguments: [1, 5, 64])
func productsOfInputLayer(width: Int) {
    let rows = featureRows(130)
    var random = SeededRandom(seed: 5, stream: "table")
    let numbers = (0..<24 * width).map { _ in Float(random.normal()) }
    let table = Matrix(rowCount: 24, columnCount: width, elements: numbers)
    let behind = Matrix(rowCount: 31, columnCount: width, elements: Array(repeating: 0, count: 7 * width) + numbers)
    let asked = Array(0..<130) + [7, 7, 0]
    let products = rows.inputLayer.products(of: asked, with: table, threads: 2)
    #expect(products == rows.products(of: asked, with: behind))
}

@Test("without an encoder feature rows are their sparse rows; content hashes never see the dense ones")
func sparseAlone() {
    let rows = featureRows(40)
    let words = FeatureRows(rows.sparse)
    #expect(words.columnCount == 7 && words.denseWidth == 0)
    #expect(words.lengths() == rows.sparse.lengths())
    let vector = (0..<7).map(Double.init)
    #expect(words.products(of: [3, 4], with: vector) == rows.sparse.products(of: [3, 4], with: vector))
    #expect(rows.contentHashes() == words.contentHashes() && rows.contentHashes().count == 40)
}
