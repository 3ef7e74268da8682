#include "CPostgreSQL.h"

#include <dlfcn.h>

// The library's structures that it hands out by their addresses.

typedef struct {
    char *keyword;
    char *variable;
    char *compiled;
    char *value;
    char *label;
    char *display;
    int size;
} option;

typedef struct notification {
    char *channel;
    int sender;
    char *text;
    struct notification *next;
} notification;

typedef void (*notice_processor)(void *argument, const char *message);

// The functions that are used: what they give, their names, what they take.
#define FUNCTIONS(_) \
    _(option *, PQconninfoParse, (const char *, char **)) \
    _(void, PQconninfoFree, (option *)) \
    _(void, PQfreemem, (void *)) \
    _(void *, PQconnectStartParams, (const char *const *, const char *const *, int)) \
    _(int, PQconnectPoll, (void *)) \
    _(int, PQsetnonblocking, (void *, int)) \
    _(notice_processor, PQsetNoticeProcessor, (void *, notice_processor, void *)) \
    _(int, PQstatus, (const void *)) \
    _(int, PQsocket, (const void *)) \
    _(int, PQbackendPID, (const void *)) \
    _(char *, PQhost, (const void *)) \
    _(char *, PQport, (const void *)) \
    _(char *, PQdb, (const void *)) \
    _(char *, PQerrorMessage, (const void *)) \
    _(void, PQfinish, (void *)) \
    _(int, PQsendQueryParams, \
      (void *, const char *, int, const unsigned *, const char *const *, const int *, const int *, int)) \
    _(int, PQflush, (void *)) \
    _(int, PQconsumeInput, (void *)) \
    _(int, PQisBusy, (void *)) \
    _(void *, PQgetResult, (void *)) \
    _(void, PQclear, (void *)) \
    _(int, PQresultStatus, (const void *)) \
    _(char *, PQresultErrorField, (const void *, int)) \
    _(char *, PQresultErrorMessage, (const void *)) \
    _(int, PQntuples, (const void *)) \
    _(int, PQnfields, (const void *)) \
    _(int, PQgetisnull, (const void *, int, int)) \
    _(int, PQgetlength, (const void *, int, int)) \
    _(char *, PQgetvalue, (const void *, int, int)) \
    _(notification *, PQnotifies, (void *))

#define MEMBER(result, name, parameters) result(*name) parameters;
static struct {
    FUNCTIONS(MEMBER)
} pq;

static const struct {
    const char *name;
    void **place;
} table[] = {
#define ENTRY(result, name, parameters) {#name, (void **)&pq.name},
    FUNCTIONS(ENTRY)
};

static int is_loaded;

const char *tocsin_pq_load(const char *name) {
    if (is_loaded) return NULL;
    // Never unloaded: libraries that it stands on do not bear it.
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *reason = dlerror();
        return reason ? reason : "the library cannot be loaded";
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        *table[i].place = dlsym(library, table[i].name);
        if (!*table[i].place) {
            const char *reason = dlerror();
            return reason ? reason : "the library lacks a function";
        }
    }
    is_loaded = 1;
    return NULL;
}

void *tocsin_pq_address(const char *text, char **reason) { return pq.PQconninfoParse(text, reason); }

const char *tocsin_pq_address_value(const void *address, const char *keyword) {
    for (const option *o = address; o->keyword; o++) {
        const char *a = o->keyword, *b = keyword;
        while (*a && *a == *b) a++, b++;
        if (*a == *b) return o->value;
    }
    return NULL;
}

void tocsin_pq_address_free(void *address) { pq.PQconninfoFree(address); }
void tocsin_pq_free(void *text) { pq.PQfreemem(text); }

static void drop(void *argument, const char *message) { (void)argument, (void)message; }

void *tocsin_pq_start(const char *address) {
    // What stands first gives way to what the address says, what stands behind it does not.
    const char *const keywords[] = {"fallback_application_name", "dbname", "client_encoding", NULL};
    const char *const values[] = {"tocsin", address, "UTF8", NULL};
    void *connection = pq.PQconnectStartParams(keywords, values, 1);
    if (connection) pq.PQsetNoticeProcessor(connection, drop, NULL);
    return connection;
}

int tocsin_pq_poll(void *connection) {
    int state = pq.PQconnectPoll(connection);
    if (state == TOCSIN_PQ_CONNECTED && pq.PQsetnonblocking(connection, 1) != 0) return TOCSIN_PQ_FAILED;
    return state;
}

// Zero is the library's CONNECTION_OK, one its CONNECTION_BAD; others are steps on the way.
int tocsin_pq_is_usable(const void *connection) { return pq.PQstatus(connection) != 1; }
int tocsin_pq_socket(const void *connection) { return pq.PQsocket(connection); }
int tocsin_pq_backend(const void *connection) { return pq.PQbackendPID(connection); }
const char *tocsin_pq_host(const void *connection) { return pq.PQhost(connection); }
const char *tocsin_pq_port(const void *connection) { return pq.PQport(connection); }
const char *tocsin_pq_database(const void *connection) { return pq.PQdb(connection); }
const char *tocsin_pq_error(const void *connection) { return pq.PQerrorMessage(connection); }
void tocsin_pq_finish(void *connection) { pq.PQfinish(connection); }

int tocsin_pq_send(
    void *connection, const char *statement, int count, const unsigned *types, const char *const *values,
    const int *lengths) {
    // As many as a statement may have.
    static int binary[65535];
    if (count < 0 || count > 65535) return 0;
    if (!binary[0])
        for (size_t i = 0; i < sizeof binary / sizeof *binary; i++) binary[i] = 1;
    return pq.PQsendQueryParams(connection, statement, count, types, values, lengths, binary, 1);
}

int tocsin_pq_flush(void *connection) { return pq.PQflush(connection); }
int tocsin_pq_consume(void *connection) { return pq.PQconsumeInput(connection); }
int tocsin_pq_is_busy(void *connection) { return pq.PQisBusy(connection); }
void *tocsin_pq_result(void *connection) { return pq.PQgetResult(connection); }
void tocsin_pq_clear(void *result) { pq.PQclear(result); }

int tocsin_pq_is_done(const void *result) {
    int status = pq.PQresultStatus(result);
    // PGRES_COMMAND_OK and PGRES_TUPLES_OK.
    return status == 1 || status == 2;
}

int tocsin_pq_is_copy(const void *result) {
    int status = pq.PQresultStatus(result);
    // PGRES_COPY_OUT, PGRES_COPY_IN and PGRES_COPY_BOTH.
    return status == 3 || status == 4 || status == 8;
}

const char *tocsin_pq_state(const void *result) { return pq.PQresultErrorField(result, 'C'); }

const char *tocsin_pq_message(const void *result) {
    const char *primary = pq.PQresultErrorField(result, 'M');
    return primary ? primary : pq.PQresultErrorMessage(result);
}

int tocsin_pq_rows(const void *result) { return pq.PQntuples(result); }
int tocsin_pq_columns(const void *result) { return pq.PQnfields(result); }

int tocsin_pq_length(const void *result, int row, int column) {
    return pq.PQgetisnull(result, row, column) ? -1 : pq.PQgetlength(result, row, column);
}

const char *tocsin_pq_value(const void *result, int row, int column) { return pq.PQgetvalue(result, row, column); }

void *tocsin_pq_notification(void *connection) { return pq.PQnotifies(connection); }
int tocsin_pq_notification_sender(const void *n) { return ((const notification *)n)->sender; }
const char *tocsin_pq_notification_text(const void *n) { return ((const notification *)n)->text; }
