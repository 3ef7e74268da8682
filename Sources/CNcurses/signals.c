#include "CNcurses.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int signal_descriptor = -1;
static struct termios saved_terminal;
static volatile sig_atomic_t has_saved_terminal = 0;

void tocsin_save_terminal(void) { has_saved_terminal = tcgetattr(STDIN_FILENO, &saved_terminal) == 0; }

void tocsin_restore_terminal(void) {
    if (has_saved_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &saved_terminal);
}

static void pass_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (write(signal_descriptor, &byte, 1) < 0) { /* the pipe is full: one of them is enough */ }
    errno = saved;
}

/// Gives the terminal back from a crash: leave the alternate screen, show the cursor, plain text, no reports of pastes
/// and of the mouse.
static void crash(int number) {
    static const char reset[] = "\033[?2004l\033[?1006l\033[?1000l\033[?1049l\033[?25h\033[0m\r\n";
    if (write(STDOUT_FILENO, reset, sizeof reset - 1) < 0) { /* nothing more can be done */ }
    tocsin_restore_terminal();
    signal(number, SIG_DFL);
    raise(number);
}

void tocsin_watch_signals(int descriptor) {
    static const int passed[] = {SIGWINCH, SIGTSTP, SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    signal_descriptor = descriptor;
    action.sa_handler = pass_signal;
    for (unsigned i = 0; i < sizeof passed / sizeof passed[0]; i++) sigaction(passed[i], &action, NULL);
    action.sa_handler = crash;
    for (unsigned i = 0; i < sizeof crashes / sizeof crashes[0]; i++) sigaction(crashes[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}
