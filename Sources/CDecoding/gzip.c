#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "CDecoding.h"

void *tocsin_gzip_open(void) {
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) return NULL;
    // 16: the header and the checksum of gzip.
    if (inflateInit2(stream, 16 + MAX_WBITS) == Z_OK) return stream;
    free(stream);
    return NULL;
}

int tocsin_gzip_step(
    void *gzip, const uint8_t *input, size_t count, uint8_t *output, size_t capacity, tocsin_step *step) {
    z_stream *stream = gzip;
    const uInt given = count > UINT_MAX ? UINT_MAX : (uInt)count;
    const uInt room = capacity > UINT_MAX ? UINT_MAX : (uInt)capacity;
    stream->next_in = (Bytef *)input;
    stream->avail_in = given;
    stream->next_out = output;
    stream->avail_out = room;
    const int status = inflate(stream, Z_NO_FLUSH);
    step->consumed = given - stream->avail_in;
    step->produced = room - stream->avail_out;
    if (status == Z_STREAM_END) return TOCSIN_END;
    return status == Z_OK || status == Z_BUF_ERROR ? TOCSIN_MORE : TOCSIN_INVALID;
}

void tocsin_gzip_close(void *gzip) {
    if (gzip == NULL) return;
    inflateEnd(gzip);
    free(gzip);
}
