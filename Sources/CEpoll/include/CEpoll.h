#ifndef FANFARE_CEPOLL_H
#define FANFARE_CEPOLL_H

// What Glibc's Swift module does not export: epoll, eventfd, accept4, and the preference among listeners of one port.
// Shims only; decisions are made in Swift.
//
// No system header but stdint.h is included here: what such a header declares would belong to this module as well as to
// Glibc, and which of the two a Swift file sees would depend on the order of the build.
#include <stdint.h>

// One readiness report. The system's struct is packed and holds a union, which Swift imports awkwardly.
struct fanfare_event {
    uint32_t events;
    uint64_t token;
};

int fanfare_epoll_create(void);
int fanfare_epoll_add(int poller, int fd, uint32_t events, uint64_t token);
int fanfare_epoll_remove(int poller, int fd);
// At most 256 reports at once.
int fanfare_epoll_wait(int poller, struct fanfare_event *events, int count, int timeout_ms);
int fanfare_eventfd(void);

// The next waiting connection, without blocking; `address` is a sockaddr, `length` its size.
int fanfare_accept(int listener, void *address, uint32_t *length);

// Sends two pieces of memory in one call, without a signal if nobody listens any more.
long fanfare_send_two(int fd, const void *first, long first_size, const void *second, long second_size);

// Octets given to the socket that the other side has not acknowledged yet; negative on failure.
int fanfare_unsent(int fd);

// Sends new connections of a group of listeners on one port to the one at `index`; where there is none, to any as
// before.
int fanfare_prefer_listener(int listener, uint32_t index);
// Back to spreading them over all.
int fanfare_prefer_no_listener(int listener);

extern const uint32_t fanfare_readable;
extern const uint32_t fanfare_writable;
extern const uint32_t fanfare_peer_closed;
extern const uint32_t fanfare_broken;
extern const uint32_t fanfare_edge;
extern const uint32_t fanfare_exclusive;

#endif
