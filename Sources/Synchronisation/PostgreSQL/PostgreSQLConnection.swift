import CPostgreSQL
import Foundation

/// A connection to a server that speaks PostgreSQL's protocol; belongs to one thread.
///
/// Nothing in it waits for ever, and everything that waits hears of a ``StopSignal``, but for the look-up of the server's name,
/// which libpq leaves to the system.
final class PostgreSQLConnection {
    /// A value that goes beside a statement, never within its text.
    enum Parameter {
        case text(String)
        case number(Int)
        case bytes(ArraySlice<UInt8>)
    }

    /// A row of values as the server has them; nil for none.
    typealias Row = [[UInt8]?]

    /// Seconds that a server may leave a statement without an answer.
    private static let patience = 60

    private let connection: UnsafeMutableRawPointer
    private let stop: StopSignal

    /// - Throws: ``ServerError`` with what libpq says.
    init(_ address: ServerAddress, stop: StopSignal) throws(ServerError) {
        guard let connection = tocsin_pq_start(address.text) else { throw ServerError("there is no memory") }
        self.connection = connection
        self.stop = stop
        let deadline = ContinuousClock.now + .seconds(address.patience)
        var state = tocsin_pq_is_usable(connection) != 0 ? TOCSIN_PQ_WRITING : TOCSIN_PQ_FAILED
        while state != TOCSIN_PQ_CONNECTED {
            guard state != TOCSIN_PQ_FAILED else { throw failure("the server does not answer") }
            let events = state == TOCSIN_PQ_READING ? POLLIN : POLLOUT
            guard try isReady(Int16(events), until: deadline) else {
                throw ServerError("the server has not let anybody in for \(address.patience) s")
            }
            state = Int(tocsin_pq_poll(connection))
        }
    }

    deinit { tocsin_pq_finish(connection) }

    /// The database and where it is.
    var place: String {
        func text(_ value: UnsafePointer<CChar>?) -> String { value.map { String(cString: $0) } ?? "" }
        let (host, port) = (text(tocsin_pq_host(connection)), text(tocsin_pq_port(connection)))
        let database = "database \(text(tocsin_pq_database(connection)))"
        if host.isEmpty { return database }
        return "\(database) at \(host)" + (port.isEmpty || port == "5432" ? "" : ":\(port)")
    }

    /// Carries out one statement.
    ///
    /// - Parameters:
    ///   - statement: without anybody's data in it.
    ///   - parameters: for `$1`, `$2`, ….
    /// - Returns: the rows that it gives.
    @discardableResult
    func run(_ statement: String, _ parameters: [Parameter] = []) throws(ServerError) -> [Row] {
        guard send(statement, parameters) else { throw failure("the statement could not be sent") }
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while true {
            let state = tocsin_pq_flush(connection)
            if state == 0 { break }
            guard state > 0, try isReady(Int16(POLLIN | POLLOUT), until: deadline) else {
                throw failure("the server takes nothing more")
            }
            // What it has to say may be in the way of what it is told.
            guard tocsin_pq_consume(connection) != 0 else { throw failure("the connection is lost") }
        }
        var rows: [Row] = []
        var refusal: ServerError?
        while true {
            while tocsin_pq_is_busy(connection) != 0 {
                guard try isReady(Int16(POLLIN), until: deadline) else {
                    throw ServerError("the server has not answered for \(Self.patience) s")
                }
                guard tocsin_pq_consume(connection) != 0 else { throw failure("the connection is lost") }
            }
            guard let result = tocsin_pq_result(connection) else { break }
            defer { tocsin_pq_clear(result) }
            if tocsin_pq_is_done(result) != 0 {
                rows = Self.rows(of: result)
            } else if tocsin_pq_is_copy(result) != 0 {
                // There would be no end of results.
                throw ServerError("the server answers what it was not asked")
            } else {
                let words = tocsin_pq_message(result).map { String(cString: $0).trimmed } ?? "it gives no reason"
                refusal = ServerError(words, state: tocsin_pq_state(result).map { String(cString: $0) })
            }
        }
        if let refusal { throw refusal }
        guard tocsin_pq_is_usable(connection) != 0 else { throw failure("the connection is lost") }
        return rows
    }

    /// Waits until somebody has notified, so long at most.
    ///
    /// - Returns: the texts of what others have notified meanwhile.
    func notifications(milliseconds: Int) throws(ServerError) -> [String] {
        var texts = takeNotifications()
        guard texts.isEmpty else { return texts }
        guard try isReady(Int16(POLLIN), until: .now + .milliseconds(milliseconds)) else { return [] }
        guard tocsin_pq_consume(connection) != 0 else { throw failure("the connection is lost") }
        texts = takeNotifications()
        return texts
    }

    private func takeNotifications() -> [String] {
        var texts: [String] = []
        while let notification = tocsin_pq_notification(connection) {
            defer { tocsin_pq_free(notification) }
            guard tocsin_pq_notification_sender(notification) != tocsin_pq_backend(connection) else { continue }
            texts.append(tocsin_pq_notification_text(notification).map { String(cString: $0) } ?? "")
        }
        return texts
    }

    private func failure(_ otherwise: String) -> ServerError {
        let words = tocsin_pq_error(connection).map { String(cString: $0).trimmed } ?? ""
        return ServerError(words.isEmpty ? otherwise : words)
    }

    private func isReady(_ events: Int16, until deadline: ContinuousClock.Instant) throws(ServerError) -> Bool {
        let socket = tocsin_pq_socket(connection)
        guard socket >= 0 else { throw failure("the connection is lost") }
        let milliseconds = max(0, Int((deadline - .now) / .milliseconds(1)))
        let ready = StopSignal.wait(
            for: [(stop.descriptor, Int16(POLLIN)), (socket, events)], milliseconds: milliseconds)
        if ready == 0 { throw .stopped }
        return ready != nil
    }

    // MARK: Values

    /// The numbers that the server has for the types of what it is given: `text`, `bigint`, `bytea`.
    private static let (textType, numberType, bytesType): (UInt32, UInt32, UInt32) = (25, 20, 17)

    private func send(_ statement: String, _ parameters: [Parameter]) -> Bool {
        var types: [UInt32] = []
        var lengths: [Int32] = []
        var bytes: [UInt8] = []
        for parameter in parameters {
            let before = bytes.count
            switch parameter {
            case .text(let text):
                types.append(Self.textType)
                bytes += text.utf8
            case .number(let number):
                types.append(Self.numberType)
                withUnsafeBytes(of: Int64(number).bigEndian) { bytes += $0 }
            case .bytes(let own):
                types.append(Self.bytesType)
                bytes += own
            }
            lengths.append(Int32(bytes.count - before))
        }
        // So that it has an address, even where there is nothing in it.
        bytes.append(0)
        return bytes.withUnsafeBytes { buffer in
            var place = 0
            let values: [UnsafePointer<CChar>?] = lengths.map { length in
                defer { place += Int(length) }
                return buffer.baseAddress.map { ($0 + place).assumingMemoryBound(to: CChar.self) }
            }
            return tocsin_pq_send(connection, statement, Int32(values.count), types, values, lengths) != 0
        }
    }

    private static func rows(of result: UnsafeMutableRawPointer) -> [Row] {
        let columns = tocsin_pq_columns(result)
        return (0..<max(0, tocsin_pq_rows(result))).map { row in
            (0..<max(0, columns)).map { column in
                let length = tocsin_pq_length(result, row, column)
                guard length >= 0, let start = tocsin_pq_value(result, row, column) else { return nil }
                return Array(UnsafeRawBufferPointer(start: start, count: Int(length)))
            }
        }
    }
}
