#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1
#include "CNcurses.h"
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#undef lines
#undef columns
#include <unistd.h>
#include <wchar.h>

enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END = KEY_MAX + 2 };

int tocsin_terminal_is_known(void) {
    int error = 0;
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK) return error < 0 ? -1 : 0;
    return cursor_address != NULL && *cursor_address != 0;
}

int tocsin_start(void) {
    if (newterm(NULL, stdout, stdin) == NULL) return 0;
    cbreak();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(25);
    curs_set(0);
    return 1;
}

void tocsin_end(void) { endwin(); }

void tocsin_drop_keys(void) { flushinp(); }

void tocsin_size(int *rows, int *columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        *rows = size.ws_row;
        *columns = size.ws_col;
    } else {
        getmaxyx(stdscr, *rows, *columns);
    }
}

void tocsin_resize(int rows, int columns) {
    resizeterm(rows, columns);
    tocsin_forget();
}

void tocsin_forget(void) {
    werase(stdscr);
    clearok(stdscr, TRUE);
}

const char *tocsin_take_locale(const char *name) {
    setlocale(LC_CTYPE, name);
    return nl_langinfo(CODESET);
}

int tocsin_can_place(uint32_t character) { return wcwidth((wchar_t)character) >= 0; }

int tocsin_start_colors(void) {
    if (!has_colors() || start_color() != OK) return 0;
    use_default_colors();
    for (short color = 1; color <= 7; color++) init_pair(color, color, -1);
    return 1;
}

void tocsin_put(int row, int column, const char *text, int look, short pair) {
    attr_t attributes = 0;
    if (look & TOCSIN_BOLD) attributes |= A_BOLD;
    if (look & TOCSIN_DIM) attributes |= A_DIM;
    if (look & TOCSIN_REVERSED) attributes |= A_REVERSE;
    if (look & TOCSIN_UNDERLINED) attributes |= A_UNDERLINE;
    wattr_set(stdscr, attributes, pair, NULL);
    mvwaddstr(stdscr, row, column, text);
}

void tocsin_refresh(void) { wrefresh(stdscr); }

void tocsin_paste_mode(int on) {
    const char *sequence = on ? "\033[?2004h" : "\033[?2004l";
    if (write(STDOUT_FILENO, sequence, strlen(sequence)) < 0) return;
    if (on) {
        define_key("\033[200~", PASTE_BEGIN);
        define_key("\033[201~", PASTE_END);
    }
}

void tocsin_mouse_mode(int on) {
    mouseinterval(0);
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

/// Reads the mouse event that has just been announced; 0 for one that means nothing here.
static int take_mouse(uint32_t *value) {
    MEVENT event;
    if (getmouse(&event) != OK || event.x < 0 || event.y < 0) return 0;
    uint32_t kind;
    if (event.bstate & BUTTON1_PRESSED) kind = TOCSIN_CLICK;
    else if (event.bstate & BUTTON4_PRESSED) kind = TOCSIN_WHEEL_UP;
    else if (event.bstate & BUTTON5_PRESSED) kind = TOCSIN_WHEEL_DOWN;
    else return 0;
    *value = kind | ((uint32_t)event.x & 0x7fff) << 2 | ((uint32_t)event.y & 0x7fff) << 17;
    return 1;
}

static tocsin_key key_of(wint_t code) {
    switch (code) {
    case KEY_UP: return TOCSIN_UP;
    case KEY_DOWN: return TOCSIN_DOWN;
    case KEY_PPAGE: return TOCSIN_PAGE_UP;
    case KEY_NPAGE: return TOCSIN_PAGE_DOWN;
    case KEY_HOME: return TOCSIN_HOME;
    case KEY_END: return TOCSIN_END;
    case KEY_ENTER: return TOCSIN_ENTER;
    case KEY_BACKSPACE: return TOCSIN_BACKSPACE;
    case PASTE_BEGIN: return TOCSIN_PASTE_BEGIN;
    case PASTE_END: return TOCSIN_PASTE_END;
    default: return TOCSIN_OTHER;
    }
}

int tocsin_next_key(uint32_t *value) {
    wint_t code = 0;
    int result = wget_wch(stdscr, &code);
    if (result == KEY_CODE_YES && code == KEY_MOUSE) {
        if (take_mouse(value)) return TOCSIN_MOUSE;
        *value = TOCSIN_OTHER;
        return TOCSIN_KEY;
    }
    *value = result == KEY_CODE_YES ? (uint32_t)key_of(code) : (uint32_t)code;
    return result == OK ? TOCSIN_CHARACTER : result == KEY_CODE_YES ? TOCSIN_KEY : TOCSIN_NONE;
}
