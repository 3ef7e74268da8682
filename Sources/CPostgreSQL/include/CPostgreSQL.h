#ifndef TOCSIN_CPOSTGRESQL_H
#define TOCSIN_CPOSTGRESQL_H

// What Tocsin uses of libpq, PostgreSQL's client library, for Swift. The library is loaded when it is asked for and not before:
// neither a build nor any other command needs it. Each object belongs to one thread.

#include <stddef.h>

/// Loads the library by its file's name, once; what is below may be called only after that.
///
/// Returns NULL, or why not.
const char *tocsin_pq_load(const char *name);

// An address, taken to pieces.

/// NULL for one that is none, with why not in `reason`, which `tocsin_pq_free` frees.
void *tocsin_pq_address(const char *text, char **reason);
/// What it says of one thing; NULL where it says nothing.
const char *tocsin_pq_address_value(const void *address, const char *keyword);
void tocsin_pq_address_free(void *address);
void tocsin_pq_free(void *text);

// A connection.

/// What a connection that is being made waits for.
enum {
    TOCSIN_PQ_FAILED = 0,
    TOCSIN_PQ_READING = 1,
    TOCSIN_PQ_WRITING = 2,
    TOCSIN_PQ_CONNECTED = 3,
};

/// Begins to connect; NULL without memory. Notices of the server are dropped, which would go to standard error.
void *tocsin_pq_start(const char *address);
int tocsin_pq_poll(void *connection);
/// Whether it can be used.
int tocsin_pq_is_usable(const void *connection);
/// -1 for none.
int tocsin_pq_socket(const void *connection);
int tocsin_pq_backend(const void *connection);
/// NULL or empty where they are not known.
const char *tocsin_pq_host(const void *connection);
const char *tocsin_pq_port(const void *connection);
const char *tocsin_pq_database(const void *connection);
const char *tocsin_pq_error(const void *connection);
void tocsin_pq_finish(void *connection);

// A statement.

/// Hands over a statement with its parameters, which are binary as what it gives is; 0 for a failure.
int tocsin_pq_send(
    void *connection, const char *statement, int count, const unsigned *types, const char *const *values,
    const int *lengths);
/// 0 for all sent, 1 for more to send, -1 for a failure.
int tocsin_pq_flush(void *connection);
/// 0 for a failure.
int tocsin_pq_consume(void *connection);
int tocsin_pq_is_busy(void *connection);
/// NULL behind the last result of a statement.
void *tocsin_pq_result(void *connection);
void tocsin_pq_clear(void *result);
/// Whether it was done as told.
int tocsin_pq_is_done(const void *result);
/// Whether the server now wants a copy of something to be sent or taken, which was not asked for.
int tocsin_pq_is_copy(const void *result);
/// The five characters that say what kind of failure it is; NULL for none.
const char *tocsin_pq_state(const void *result);
const char *tocsin_pq_message(const void *result);
int tocsin_pq_rows(const void *result);
int tocsin_pq_columns(const void *result);
/// -1 for no value.
int tocsin_pq_length(const void *result, int row, int column);
const char *tocsin_pq_value(const void *result, int row, int column);

// What others say.

/// The next notification, which `tocsin_pq_free` frees; NULL for none.
void *tocsin_pq_notification(void *connection);
int tocsin_pq_notification_sender(const void *notification);
const char *tocsin_pq_notification_text(const void *notification);

#endif
