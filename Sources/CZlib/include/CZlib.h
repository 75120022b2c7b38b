#ifndef FANFARE_CZLIB_H
#define FANFARE_CZLIB_H

#include <zlib.h>

// A macro in zlib. 15 bits of window and 16 for the gzip format (RFC 1952) instead of zlib's own.
static inline int fanfare_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
