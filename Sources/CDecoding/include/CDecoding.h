#ifndef TOCSIN_CDECODING_H
#define TOCSIN_CDECODING_H

// What Tocsin uses of zlib and of the C library's iconv, for Swift: macros, structures and in-out pointers end behind these
// functions. Each object belongs to one thread.

#include <stddef.h>
#include <stdint.h>

/// How a step ended.
enum {
    TOCSIN_MORE = 0,        ///< it goes on: with more input, or with room for more output
    TOCSIN_END = 1,         ///< a member of the gzip file is whole, and its checksum right
    TOCSIN_INVALID = 2,     ///< the input means nothing from here on
    TOCSIN_INCOMPLETE = 3,  ///< the input ends in the middle of a character
};

/// How many bytes of input a step took and how many of output it made.
typedef struct {
    size_t consumed;
    size_t produced;
} tocsin_step;

/// One member of a gzip file; NULL without memory.
void *tocsin_gzip_open(void);
int tocsin_gzip_step(
    void *gzip, const uint8_t *input, size_t count, uint8_t *output, size_t capacity, tocsin_step *step);
void tocsin_gzip_close(void *gzip);

/// From an encoding to UTF-8; NULL where the C library does not know it.
void *tocsin_iconv_open(const char *name);
/// Without input, ends the text: what was kept back for a character that could have followed comes out.
int tocsin_iconv_step(
    void *iconv, const uint8_t *input, size_t count, uint8_t *output, size_t capacity, tocsin_step *step);
void tocsin_iconv_close(void *iconv);

#endif
