#include <errno.h>
#include <iconv.h>

#include "CDecoding.h"

void *tocsin_iconv_open(const char *name) {
    iconv_t descriptor = iconv_open("UTF-8", name);
    return descriptor == (iconv_t)-1 ? NULL : descriptor;
}

int tocsin_iconv_step(
    void *descriptor, const uint8_t *input, size_t count, uint8_t *output, size_t capacity, tocsin_step *step) {
    char *from = (char *)input;
    char *to = (char *)output;
    size_t left = count;
    size_t room = capacity;
    const size_t result =
        count == 0 ? iconv(descriptor, NULL, NULL, &to, &room) : iconv(descriptor, &from, &left, &to, &room);
    const int reason = errno;
    step->consumed = count - left;
    step->produced = capacity - room;
    if (result != (size_t)-1 || reason == E2BIG) return TOCSIN_MORE;
    return reason == EINVAL ? TOCSIN_INCOMPLETE : TOCSIN_INVALID;
}

void tocsin_iconv_close(void *descriptor) {
    if (descriptor != NULL) iconv_close(descriptor);
}
