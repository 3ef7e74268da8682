import CNcurses
import TerminalUI

/// Turns what ncurses reads into keys.
enum KeyDecoder {
    /// A character as typed; nil for one that means nothing here.
    static func key(forCharacter value: UInt32) -> Key? {
        switch value {
        case 0x0D, 0x0A: return .enter
        case 0x1B: return .escape
        case 0x7F, 0x08: return .backspace
        case 0x09: return .tab
        case 1...26: return Unicode.Scalar(value + 0x60).map { .control(Character($0)) }
        case 0..<0x20: return nil
        default: return Unicode.Scalar(value).map { .character(Character($0)) }
        }
    }

    /// What the mouse did; nil for what means nothing here.
    static func mouse(_ value: UInt32) -> Input? {
        switch Int(value & 3) {
        case Int(TOCSIN_CLICK): .click(column: Int(value >> 2 & 0x7fff), row: Int(value >> 17))
        case Int(TOCSIN_WHEEL_UP): .wheel(-3)
        case Int(TOCSIN_WHEEL_DOWN): .wheel(3)
        default: nil
        }
    }

    /// A function key by its code; nil for those that nothing is bound to.
    static func key(forCode code: UInt32) -> Key? {
        switch tocsin_key(code) {
        case TOCSIN_UP: .up
        case TOCSIN_DOWN: .down
        case TOCSIN_PAGE_UP: .pageUp
        case TOCSIN_PAGE_DOWN: .pageDown
        case TOCSIN_HOME: .home
        case TOCSIN_END: .end
        case TOCSIN_ENTER: .enter
        case TOCSIN_BACKSPACE: .backspace
        default: nil
        }
    }
}
