#define _GNU_SOURCE
#include "FaultInjector.h"

#ifdef __linux__

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// The file that says what fails, and its folder without links; empty for none.
static char control[PATH_MAX];
static char folder[PATH_MAX];

/// A mistake in a test is no reason to let it pass.
static _Noreturn void give_up(const char *what, const char *which) {
    dprintf(STDERR_FILENO, "fault injector: %s: %s\n", what, which);
    _exit(99);
}

// MARK: Sockets

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef SYS_io_uring_setup
#define SYS_io_uring_setup 425
#endif

#define KILL_IF_CALL(number)                                                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

static void forbid_sockets(void) {
#ifdef OWN_ARCHITECTURE
    struct sock_filter instructions[] = {
        // The calls of another architecture have other numbers: none is allowed.
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
        // The second set of calls of the same architecture (x32).
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
#endif
        KILL_IF_CALL(SYS_socket),
        KILL_IF_CALL(SYS_socketpair),
        KILL_IF_CALL(SYS_connect),
        KILL_IF_CALL(SYS_io_uring_setup),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof instructions / sizeof instructions[0], instructions};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        give_up("the kernel does not watch for sockets", strerror(errno));
#else
    give_up("sockets", "not known on this architecture");
#endif
}

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("TOCSIN_FAULTS");
    if (path) {
        const char *slash = strrchr(path, '/');
        if (!slash || strlen(path) >= sizeof control) give_up("not a path", path);
        char name[PATH_MAX] = {0};
        memcpy(name, path, (size_t)(slash - path));
        if (!realpath(name, folder)) give_up("no such folder", name);
        strcpy(control, path);
    }
    if (getenv("TOCSIN_NO_SOCKET")) forbid_sockets();
}

// MARK: Faults

/// Finds what happens to a call now; false for nothing.
static int find(const char *call, char what[32]) {
    // Not by open and read, which are caught below.
    int file = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char text[1024] = {0};
    long count = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (count <= 0) return 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        size_t length = strlen(call);
        if (strncmp(line, call, length) != 0 || line[length] != ' ') continue;
        snprintf(what, 32, "%s", line + length + 1);
        return 1;
    }
    return 0;
}

static int error_named(const char *name) {
    static const struct {
        const char *name;
        int number;
    } errors[] = {
        {"EACCES", EACCES}, {"EDQUOT", EDQUOT}, {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EROFS", EROFS}, {"ESTALE", ESTALE},
    };
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strcmp(name, errors[i].name) == 0) return errors[i].number;
    give_up("no such fault", name);
}

static int is_in_folder(const char *path) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/// Whether the file is one of those that fail.
static int is_concerned(int file) {
    if (!control[0]) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_in_folder(path);
}

/// The function that this library stands before.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int sync_by(int (*real)(int), int file) {
    char what[32];
    while (is_concerned(file) && find("sync", what)) {
        if (strcmp(what, "wait") == 0) {
            nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
            continue;
        }
        long milliseconds = strtol(what, NULL, 10);
        if (milliseconds == 0) {
            errno = error_named(what);
            return -1;
        }
        nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
        break;
    }
    return real(file);
}

int fdatasync(int file) { return sync_by(REAL(fdatasync), file); }

int fsync(int file) {
    char what[32];
    struct stat status;
    if (is_concerned(file) && fstat(file, &status) == 0 && S_ISDIR(status.st_mode) && find("folder", what)) {
        errno = error_named(what);
        return -1;
    }
    return sync_by(REAL(fsync), file);
}

// Only who drops what was typed looks at one descriptor without waiting.
int poll(struct pollfd *descriptors, nfds_t count, int milliseconds) {
    char what[32];
    while (count == 1 && milliseconds == 0 && control[0] && find("drop", what)) {
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    return REAL(poll)(descriptors, count, milliseconds);
}

ssize_t write(int file, const void *bytes, size_t count) {
    static atomic_uint failures;
    char what[32];
    if (is_concerned(file) && find("write", what)) {
        int error = error_named(what);
        // A disk that fills up takes what there is room for, and only then says so.
        int fills_up = error == ENOSPC || error == EDQUOT;
        if (!fills_up || count < 2 || atomic_fetch_add(&failures, 1) % 2 == 1) {
            errno = error;
            return -1;
        }
        count /= 2;
    }
    return REAL(write)(file, bytes, count);
}

/// Whether a file may not be opened, with the reason in `errno`.
static int is_refused(int directory, const char *path, int flags) {
    if (!control[0] || !(flags & O_CREAT)) return 0;
    char what[32];
    // One that is there already is not made.
    if (faccessat(directory, path, F_OK, 0) == 0 || !find("create", what)) return 0;
    char name[PATH_MAX], place[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(name, sizeof name, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    if (!realpath(name, place) || !is_in_folder(place)) return 0;
    errno = error_named(what);
    return 1;
}

static mode_t mode_of(int flags, va_list arguments) {
    return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return is_refused(AT_FDCWD, path, flags) ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return is_refused(AT_FDCWD, path, flags) ? -1 : REAL(open64)(path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return is_refused(directory, path, flags) ? -1 : REAL(openat)(directory, path, flags, mode);
}

#endif
