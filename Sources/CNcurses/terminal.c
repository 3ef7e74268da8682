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
    // ncurses does not read the keyboard, and must not stop drawing for what is typed there.
    typeahead(-1);
    curs_set(0);
    return 1;
}

void tocsin_end(void) {
    // Without another screen to go back to, the last line is where the shell goes on.
    if (exit_ca_mode == NULL || *exit_ca_mode == 0) {
        wattr_set(stdscr, A_NORMAL, 0, NULL);
        wmove(stdscr, getmaxy(stdscr) - 1, 0);
        wclrtoeol(stdscr);
        wrefresh(stdscr);
    }
    endwin();
}

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
    return COLORS;
}

void tocsin_set_pair(short pair, int color, int background) { init_pair(pair, (short)color, (short)background); }

void tocsin_set_background(short pair) { wbkgd(stdscr, ' ' | COLOR_PAIR(pair)); }

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

/// Past ncurses, which has no word for either.
static void tell(const char *sequence) {
    if (write(STDOUT_FILENO, sequence, strlen(sequence)) < 0) { /* the terminal is gone, and reading will say so */ }
}

void tocsin_paste_mode(int on) { tell(on ? "\033[?2004h" : "\033[?2004l"); }

void tocsin_mouse_mode(int on) { tell(on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l"); }
