#ifndef TOCSIN_CNCURSES_H
#define TOCSIN_CNCURSES_H

// What Tocsin uses of ncurses, for Swift: C globals, cast macros and signal handlers end behind these functions.
// All belong to the one thread that owns the terminal.

#include <stdint.h>

// Terminal

/// 1: known; 0: unknown, or cannot address its cursor; -1: no terminal database. newterm would end the program instead.
int tocsin_terminal_is_known(void);
/// Remembers the terminal's modes; before the terminal is taken over.
void tocsin_save_terminal(void);
void tocsin_restore_terminal(void);
/// Takes the terminal over; 0 when that fails.
int tocsin_start(void);
/// Gives the terminal back until the next refresh.
void tocsin_end(void);
void tocsin_size(int *rows, int *columns);
void tocsin_resize(int rows, int columns);
/// Forgets what the terminal shows, so that the next refresh draws everything.
void tocsin_forget(void);
/// Takes the characters of a locale ("": of the environment's), if this machine has it.
/// Returns the name of the character set in use then.
const char *tocsin_take_locale(const char *name);
/// Whether the C library, and with it ncurses, knows how many cells a character takes.
int tocsin_can_place(uint32_t character);
/// Sends signals as bytes to a descriptor, and lets crashes restore the terminal.
void tocsin_watch_signals(int descriptor);

// Drawing

/// How many colours there are; 0 where there are none.
int tocsin_start_colors(void);
/// Makes a pair of a colour before another; -1 is the terminal's own.
void tocsin_set_pair(short pair, int color, int background);
/// Fills what is blank with a pair.
void tocsin_set_background(short pair);

enum { TOCSIN_BOLD = 1, TOCSIN_DIM = 2, TOCSIN_REVERSED = 4, TOCSIN_UNDERLINED = 8 };

void tocsin_put(int row, int column, const char *text, int look, short pair);
void tocsin_refresh(void);
/// Asks the terminal to mark pasted text, or to stop that.
void tocsin_paste_mode(int on);
/// Asks the terminal for clicks and the wheel, or to stop that.
void tocsin_mouse_mode(int on);

#endif
