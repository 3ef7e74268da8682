import Learning
import Testing

@testable import Sampling

/// Feature rows that fall into groups, and each group's members with their cosines to its centre.
private struct Groups: Sendable {
    struct Group: Sendable {
        let centre: [Float]
        let members: [(row: Int, cosine: Double)]
    }

    let features: [[Float]]
    /// Largest first, members nearest to the centre first.
    let groups: [Group]
}

// numpy: V = X / norm(X, axis=1, keepdims=True); centre = V[members].sum(0) / norm(V[members].sum(0));
// cosines = V[members] @ centre.
// The groups are those of sklearn.cluster.KMeans(n_init=50) on V.

/// Two subjects in turns. Spherical k-means ends in these groups from any two of the twelve rows as seeds.
private let twoGroups = Groups(
    features: [
        [8, 1, 0], [1, 0, 9], [9, 2, 0], [0, 1, 8], [7, 3, 1], [6, 1, 0], [0, 2, 7], [9, 0, 2], [1, 2, 8], [8, 2, 2],
        [2, 1, 9], [9, 4, 0],
    ],
    groups: [
        Groups.Group(
            centre: [0.971165, 0.222934, 0.084493],
            members: [
                (2, 0.996400), (5, 0.994601), (0, 0.991317), (9, 0.988084), (4, 0.983115), (11, 0.978004),
                (7, 0.966368),
            ]),
        Groups.Group(
            centre: [0.090048, 0.150729, 0.984465],
            members: [(3, 0.995559), (8, 0.995257), (10, 0.991092), (1, 0.988388), (6, 0.987996)]),
    ])

/// Three subjects. Seeds that lie in three groups, as those of k-means++ do in 9,996 of 10,000 draws, end in these.
private let threeGroups = Groups(
    features: [
        [9, 3, 0], [9, 2, 1], [7, 1, 1], [8, 0, 1], [7, 3, 0], [0, 9, 0], [0, 7, 3], [3, 8, 0], [3, 6, 0], [1, 3, 7],
        [3, 1, 6], [2, 3, 6],
    ],
    groups: [
        Groups.Group(
            centre: [0.973557, 0.215693, 0.075260],
            members: [(1, 0.999465), (2, 0.995018), (0, 0.991805), (4, 0.979805), (3, 0.975374)]),
        Groups.Group(
            centre: [0.207138, 0.972958, 0.102207],
            members: [(7, 0.983740), (5, 0.972958), (8, 0.962875), (6, 0.934551)]),
        Groups.Group(
            centre: [0.290802, 0.327516, 0.898981], members: [(11, 0.994006), (9, 0.985038), (10, 0.972204)]),
    ])

private func context(_ features: [[Float]], training: [Int] = [], round: Int = 1) throws -> RoundContext {
    try FixedRound.context(
        features: features, training: training.map { (row: $0, label: $0 % 2) },
        probabilities: Array(repeating: [0.5, 0.5], count: features.count), round: round)
}

private func clusters(_ count: Int, of rows: [Int]? = nil, in context: RoundContext) throws -> CosineClusters {
    try CosineClusters(
        of: context.byContent(rows ?? context.candidates), count: count, in: context,
        random: context.random("cluster tests"))
}

private func centre(_ index: Int, of clusters: CosineClusters) -> [Float] {
    (0..<clusters.centres.rowCount).map { clusters.centres[$0, index] }
}

// MARK: - Spherical k-means

@Test("known groups have their known members, centres and cosines", arguments: [twoGroups, threeGroups])
private func knownGroups(_ known: Groups) throws {
    let found = try clusters(known.groups.count, in: context(known.features))
    #expect(found.clusters.map(\.members) == known.groups.map { $0.members.map(\.row) })
    for (cluster, group) in zip(found.clusters, known.groups) {
        for (similarity, member) in zip(cluster.similarities, group.members) {
            #expect(abs(similarity - member.cosine) < 1e-5)
        }
    }
    #expect(found.centres.columnCount == known.groups.count)
    for (index, group) in known.groups.enumerated() {
        for (number, expected) in zip(centre(index, of: found), group.centre) { #expect(abs(number - expected) < 1e-5) }
    }
    #expect(found.unclustered.isEmpty)
}

@Test("one cluster holds everything, around the mean direction")
func oneCluster() throws {
    // (1, 0), (0, 1) and (4, 3) at unit length sum up to (1.8, 1.6), of length √5.8.
    let found = try clusters(1, in: context([[2, 0], [0, 3], [4, 3]]))
    #expect(found.clusters.map(\.members) == [[2, 0, 1]])
    let expected = [(0.8 * 1.8 + 0.6 * 1.6) / 2.408_319, 1.8 / 2.408_319, 1.6 / 2.408_319]
    for (similarity, cosine) in zip(found.clusters.first?.similarities ?? [], expected) {
        #expect(abs(similarity - cosine) < 1e-5)
    }
    #expect(zip(centre(0, of: found), [1.8 / 2.408_319, 1.6 / 2.408_319]).allSatisfy { abs(Double($0) - $1) < 1e-5 })
}

@Test("rows from elsewhere have a cosine with each centre, and 0 where they have no direction")
func similaritiesOfOtherRows() throws {
    let round = try context(
        twoGroups.features + [[0, 0, 5], [3, 4, 0], [0, 0, 0], [2, 2, 1]], training: [12, 13, 14, 15])
    let found = try clusters(2, in: round)
    let similarities = try found.similarities(of: [14, 12, 13, 15], in: round)
    // numpy: x / norm(x) @ centre, with the centres of the two groups.
    let expected: [Double] = [0, 0, 0.084493, 0.984465, 0.761046, 0.174612, 0.824230, 0.488673]
    #expect(similarities.rowCount == 4 && similarities.columnCount == 2)
    #expect(zip(similarities.elements, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
}

@Test("no cluster is empty, whatever the seeds")
func noClusterIsEmpty() throws {
    // numpy, from all seeds: from the rows 0, 2 and 3 the groups are first {0, 4}, {2} and {1, 3}; in the next step the
    // second takes 3 and the first takes 1, so that nothing is left of the third. k-means++ draws such seeds 44
    // times in 1,000.
    let features: [[Float]] = [[0, 7, 2], [5, 6, 5], [8, 1, 0], [2, 1, 0], [7, 8, 9]]
    for round in 0..<300 {
        let found = try clusters(3, in: context(features, round: round))
        #expect(found.clusters.count == 3 && found.clusters.allSatisfy { !$0.members.isEmpty })
        #expect(found.clusters.flatMap(\.members).sorted() == [0, 1, 2, 3, 4])
        #expect(found.clusters.map(\.members.count) == found.clusters.map(\.members.count).sorted(by: >))
    }
}

@Test("there are no more clusters than different messages", arguments: [2, 3, 5, 20])
func moreClustersThanMessages(wanted: Int) throws {
    // Two directions, at several lengths.
    let found = try clusters(wanted, in: context([[1, 2], [3, 1], [2, 4], [0.5, 1], [6, 2], [0.1, 0.2]]))
    #expect(found.clusters.map { $0.members.sorted() } == [[0, 2, 3, 5], [1, 4]])
    #expect(found.clusters.flatMap(\.similarities).allSatisfy { abs($0 - 1) < 1e-5 })
    #expect(found.centres.columnCount == 2)
    // (1, 2) / √5 and (3, 1) / √10.
    #expect(zip(centre(0, of: found), [0.447_214, 0.894_427]).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    #expect(zip(centre(1, of: found), [0.948_683, 0.316_228]).allSatisfy { abs(Double($0) - $1) < 1e-5 })
}

@Test("with as many clusters as different messages each has one of its own", arguments: 1...8)
func aClusterForEachMessage(round: Int) throws {
    let found = try clusters(5, in: context([[1, 0], [9, 1], [1, 1], [1, 9], [0, 1]], round: round))
    #expect(Set(found.clusters.map(\.members)) == [[0], [1], [2], [3], [4]])
    #expect(found.clusters.flatMap(\.similarities).allSatisfy { abs($0 - 1) < 1e-5 })
}

@Test("messages without a known word are in no cluster")
func wordlessMessages() throws {
    let found = try clusters(2, in: context([[0, 0], [1, 0], [0, 0], [0, 1], [2, 0]]))
    #expect(found.clusters.map { $0.members.sorted() } == [[1, 4], [3]])
    #expect(found.unclustered.sorted() == [0, 2])
    let none = try clusters(2, in: context([[0, 0], [0, 0]]))
    #expect(none.clusters.isEmpty && none.unclustered.sorted() == [0, 1])
}

@Test(
    "a centre is the mean direction of its members, and their similarities are the cosines with it",
    arguments: [(12, 2), (40, 3), (400, 4)])
func centresAndSimilaritiesAgree(count: Int, wanted: Int) throws {
    // Even steps on a quarter circle: the more of them, the more iterations it takes.
    let features: [[Float]] = (0..<count).map { [Float(count - 1 - $0), Float($0)] }
    let directions = features.map { row -> [Double] in
        let length = (Double(row[0]) * Double(row[0]) + Double(row[1]) * Double(row[1])).squareRoot()
        return row.map { Double($0) / length }
    }
    var worstCentre = 0.0
    var worstSimilarity = 0.0
    var disorder = 0.0
    for round in 0..<10 {
        let found = try clusters(wanted, in: context(features, round: round))
        #expect(found.clusters.count == wanted)
        for (index, cluster) in found.clusters.enumerated() {
            let sum = cluster.members.reduce((0.0, 0.0)) { ($0.0 + directions[$1][0], $0.1 + directions[$1][1]) }
            let length = (sum.0 * sum.0 + sum.1 * sum.1).squareRoot()
            let mean = [sum.0 / length, sum.1 / length]
            for (number, expected) in zip(centre(index, of: found), mean) {
                worstCentre = max(worstCentre, abs(Double(number) - expected))
            }
            let cosines = cluster.members.map { directions[$0][0] * mean[0] + directions[$0][1] * mean[1] }
            for (cosine, similarity) in zip(cosines, cluster.similarities) {
                worstSimilarity = max(worstSimilarity, abs(cosine - similarity))
            }
            for (nearer, farther) in zip(cosines, cosines.dropFirst()) { disorder = max(disorder, farther - nearer) }
        }
    }
    #expect(worstCentre < 1e-5)
    #expect(worstSimilarity < 1e-5)
    #expect(disorder < 1e-6, "members are not sorted, nearest to the centre first")
}

// MARK: - Clusterings do not know of each other

/// The two groups in the columns 0, 1 and 2; then eight labelled messages, half of them in columns of their own.
private func roundOfTwoVocabularies() throws -> RoundContext {
    let labelled: [[Float]] = [
        [0, 0, 0, 7, 1, 0], [0, 0, 0, 8, 1, 1], [0, 0, 0, 6, 0, 1], [0, 0, 0, 9, 2, 0],
        [0, 0, 3, 0, 0, 9], [0, 0, 2, 0, 1, 7], [0, 1, 2, 0, 0, 8], [0, 0, 1, 0, 0, 6],
    ]
    return try context(twoGroups.features.map { $0 + [0, 0, 0] } + labelled, training: Array(12..<20))
}

@Test("clustering something else before or after does not change a clustering")
func clusteringsAreIndependent() throws {
    func pool(_ round: RoundContext) throws -> CosineClusters { try clusters(2, in: round) }
    func labelled(_ round: RoundContext) throws -> CosineClusters { try clusters(2, of: Array(12..<20), in: round) }
    let round = try roundOfTwoVocabularies()
    let (first, second, third) = (try pool(round), try labelled(round), try pool(round))
    // The other order, in a round that has clustered nothing yet.
    let otherRound = try roundOfTwoVocabularies()
    let (fourth, fifth, sixth) = (try labelled(otherRound), try pool(otherRound), try labelled(otherRound))
    for found in [first, third, fifth] {
        #expect(found.clusters.map(\.members) == twoGroups.groups.map { $0.members.map(\.row) })
        #expect(found.clusters.map(\.similarities) == first.clusters.map(\.similarities))
        #expect(found.centres == first.centres)
        for (index, group) in twoGroups.groups.enumerated() {
            let expected = group.centre + [0, 0, 0]
            #expect(zip(centre(index, of: found), expected).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }
    for found in [second, fourth, sixth] {
        #expect(Set(found.clusters.map { $0.members.sorted() }) == [[12, 13, 14, 15], [16, 17, 18, 19]])
        #expect(found.clusters.map(\.similarities) == second.clusters.map(\.similarities))
        #expect(found.centres == second.centres)
        // Messages in other words have nothing in common: the pool's first group does not use the columns 3 to 5.
        let ownWords = found.clusters.firstIndex { $0.members.contains(12) }
        let similarities = try found.similarities(of: Array(0..<12), in: round)
        let column = try #require(ownWords)
        #expect((0..<12).allSatisfy { similarities[$0, column] == 0 })
    }
}

@Test(
    "a strategy that clusters chooses the same before and after another one has clustered",
    arguments: ["clusters", "clustered-uncertainty", "representative-clusters", "high-uncertainty-cluster"])
func clusteringStrategiesAreIndependent(id: String) throws {
    let strategy = try #require(StrategyCatalogue.standard.strategy(id))
    let alone = try strategy.select(10, from: roundOfTwoVocabularies())
    let round = try roundOfTwoVocabularies()
    for other in ["representative-clusters", "high-uncertainty-cluster", "clusters", "clustered-uncertainty"] {
        _ = try StrategyCatalogue.standard.strategy(other)?.select(10, from: round)
        #expect(try strategy.select(10, from: round) == alone)
    }
}

// MARK: - Members

@Test("⌈n / 5⌉ clusters", arguments: [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (20, 4), (21, 5), (320, 64)])
func clusterCounts(count: Int, clusters: Int) {
    #expect(ClusterMembers.clusterCount(for: count) == clusters)
}

@Test("⌈n / 5⌉ clusters for large batches too", arguments: [(321, 65), (1_000, 200)])
func clusterCountsOfLargeBatches(count: Int, clusters: Int) {
    #expect(ClusterMembers.clusterCount(for: count) == clusters)
}

/// One drawn from a cluster of so many, of two.
private func drawn(_ size: Int, group: Int) -> Reason {
    .member(Reason.GroupPlace(.drawn, size: size, group: group, of: 2))
}

@Test("two clusters give five messages each: the nearest, the farthest and three others")
func fiveFromEachOfTwo() throws {
    let chosen = try ClusterBased().select(10, from: context(twoGroups.features))
    #expect(chosen.prefix(4).map(\.row) == [2, 3, 7, 6])
    #expect(
        chosen.prefix(4).map(\.reason.figures) == [
            "group 1 of 2, similarity .99", "group 2 of 2, similarity .99", "group 1 of 2, similarity .97",
            "group 2 of 2, similarity .99",
        ])
    #expect(
        chosen.prefix(4).map { $0.reason.words() } == [
            "in the middle of a group of 7 messages", "in the middle of a group of 5 messages",
            "at the edge of a group of 7 messages", "at the edge of a group of 5 messages",
        ])
    let others = chosen.dropFirst(4)
    let first = others.filter { [5, 0, 9, 4, 11].contains($0.row) }
    let second = others.filter { [8, 10, 1].contains($0.row) }
    #expect(first.count == 3 && first.allSatisfy { $0.reason == drawn(7, group: 1) })
    #expect(second.count == 3 && second.allSatisfy { $0.reason == drawn(5, group: 2) })
    #expect(Set(chosen.map(\.row)).count == 10)
    #expect(chosen.allSatisfy { $0.strategy == "clusters" && $0.score == nil })
}

@Test("three clusters give in turn: centres, outliers, and others while they last")
func fromEachOfThree() throws {
    let chosen = try ClusterBased().select(11, from: context(threeGroups.features))
    #expect(chosen.prefix(6).map(\.row) == [1, 7, 11, 3, 6, 10])
    #expect(
        chosen.prefix(6).map(\.reason.figures) == [
            "group 1 of 3, similarity .99", "group 2 of 3, similarity .98", "group 3 of 3, similarity .99",
            "group 1 of 3, similarity .98", "group 2 of 3, similarity .93", "group 3 of 3, similarity .97",
        ])
    // Inside the first are 2, 0 and 4, inside the second 5 and 8, inside the third 9 alone.
    let others = chosen.dropFirst(6).map(\.row)
    #expect(others.count == 5 && Set(others).isSubset(of: [2, 0, 4, 5, 8, 9]))
    #expect(Set(others).isSuperset(of: [5, 8, 9]))
    #expect(zip(others, [[2, 0, 4], [5, 8], [9], [2, 0, 4], [5, 8]]).allSatisfy { $1.contains($0) })
}

@Test("a batch of five or fewer comes from the only cluster", arguments: 1...5)
func onlyCluster(count: Int) throws {
    let chosen = try ClusterBased().select(
        count, from: context([[4, 3], [1, 0], [0, 1], [3, 4], [24, 7], [12, 5]]))
    // numpy: the unit rows sum up to (4.283077, 3.064615), and the cosines with that are .999748, .813259, .581901,
    // .953477, .943661 and .974498.
    #expect(chosen.map(\.row).prefix(2) == [0, 2][..<min(2, count)])
    #expect(Set(chosen.map(\.row).dropFirst(2)).isSubset(of: [1, 3, 4, 5]) && Set(chosen.map(\.row)).count == count)
    let figures =
        ["group 1 of 1, similarity .99", "group 1 of 1, similarity .58"] + Array(repeating: "group 1 of 1", count: 3)
    #expect(chosen.map(\.reason.figures) == Array(figures.prefix(count)))
}

@Test("the others are drawn evenly, round by round; centre and outlier stay")
func othersAreDrawnEvenly() throws {
    let features = twoGroups.features
    let model = try FixedRound.model(features: features, probabilities: features.map { _ in [0.5, 0.5] })
    var counts: [Int: Int] = [:]
    for round in 0..<400 {
        let chosen = try ClusterBased().select(
            10, from: RoundContext(model: model, candidates: 0..<12, seed: 1, round: round))
        #expect(chosen.prefix(4).map(\.row) == [2, 3, 7, 6])
        for selection in chosen { counts[selection.row, default: 0] += 1 }
    }
    // Three of the five inside the first cluster: 400 · 3/5 = 240 each, ± 5 · √(400 · 3/5 · 2/5) ≈ 49.
    for row in [5, 0, 9, 4, 11] { #expect(abs((counts[row] ?? 0) - 240) < 49) }
    // All of the three inside the second.
    for row in [8, 10, 1] { #expect(counts[row] == 400) }
}

@Test("small clusters give what they have, and the large one the rest")
func unevenClusters() throws {
    // Nine messages of one subject, one of another.
    let features: [[Float]] = (0..<9).map { [20, Float($0)] } + [[0, 1]]
    let chosen = try ClusterBased().select(10, from: context(features))
    #expect(Set(chosen.map(\.row)) == Set(0..<10))
    #expect(chosen.count { $0.reason.figures?.contains("group 2 of 2") ?? false } == 1)
    #expect(chosen.dropFirst().first?.row == 9)
    #expect(chosen.dropFirst().first?.reason.words() == "in no group with other messages")
    #expect(chosen.count { $0.reason.words() == "at the edge of a group of 9 messages" } == 1)
    #expect(chosen.count { $0.reason == drawn(9, group: 1) } == 7)
}

@Test("a batch larger than the pool has every message once, those without a known word last")
func wholePoolOfClusters() throws {
    let chosen = try ClusterBased().select(
        25, from: context([[0, 0], [1, 2], [3, 1], [2, 4], [0, 0], [6, 2], [1, 2]]))
    #expect(Set(chosen.prefix(5).map(\.row)) == [1, 2, 3, 5, 6])
    #expect(Set(chosen.dropFirst(5).map(\.row)) == [0, 4])
    #expect(chosen.dropFirst(5).allSatisfy { $0.reason == .ungrouped })
    // Five clusters are wanted and two directions there.
    #expect(chosen.prefix(5).allSatisfy { $0.reason.figures?.contains("of 2") ?? false })
    #expect(chosen.first?.reason.figures == "group 1 of 2, similarity 1.0")
}

@Test("of messages that are equally near the centre the lowest row is taken", arguments: 2...9)
func equallyNear(count: Int) throws {
    let chosen = try ClusterBased().select(1, from: context(Array(repeating: [1, 2], count: count)))
    #expect(chosen.map(\.row) == [0])
}
