#ifndef FANFARE_CEPOLL_H
#define FANFARE_CEPOLL_H

// What Glibc's Swift module does not export: epoll, eventfd, accept4. Shims only; decisions are made in Swift.

#include <linux/filter.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// One readiness report. The system's struct is packed and holds a union, which Swift imports awkwardly.
struct fanfare_event {
    uint32_t events;
    uint64_t token;
};

static inline int fanfare_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int fanfare_epoll_control(int poller, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(poller, operation, fd, &event);
}

static inline int fanfare_epoll_wait(int poller, struct fanfare_event *events, int count, int timeout_ms) {
    struct epoll_event raw[256];
    int got = epoll_wait(poller, raw, count < 256 ? count : 256, timeout_ms);
    for (int i = 0; i < got; i++) {
        events[i].events = raw[i].events;
        events[i].token = raw[i].data.u64;
    }
    return got;
}

static inline int fanfare_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// Declared by hand: the feature macro that would declare it changes other types under Swift's feet.
extern int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);

static inline int fanfare_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// Sends new connections of a group of listeners on one port to the one at `index`; where there is none, to any as before.
static inline int fanfare_prefer_listener(int listener, uint32_t index) {
    struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, index);
    struct sock_fprog program = {.len = 1, .filter = &code};
    return setsockopt(listener, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program);
}

// Back to spreading them over all.
static inline int fanfare_prefer_no_listener(int listener) {
    int unused = 0;
    return setsockopt(listener, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, &unused, sizeof unused);
}

static const uint32_t fanfare_readable = EPOLLIN;
static const uint32_t fanfare_writable = EPOLLOUT;
static const uint32_t fanfare_peer_closed = EPOLLRDHUP;
static const uint32_t fanfare_broken = EPOLLHUP | EPOLLERR;
static const uint32_t fanfare_edge = EPOLLET;
static const uint32_t fanfare_exclusive = EPOLLEXCLUSIVE;

#endif
