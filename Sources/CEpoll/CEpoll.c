#define _GNU_SOURCE
#include "CEpoll.h"

#include <linux/filter.h>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

int fanfare_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int fanfare_epoll_add(int poller, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
}

int fanfare_epoll_remove(int poller, int fd) { return epoll_ctl(poller, EPOLL_CTL_DEL, fd, 0); }

int fanfare_epoll_wait(int poller, struct fanfare_event *events, int count, int timeout_ms) {
    struct epoll_event raw[256];
    int got = epoll_wait(poller, raw, count < 256 ? count : 256, timeout_ms);
    for (int i = 0; i < got; i++) {
        events[i].events = raw[i].events;
        events[i].token = raw[i].data.u64;
    }
    return got;
}

int fanfare_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int fanfare_accept(int listener, void *address, uint32_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

long fanfare_send_two(int fd, const void *first, long first_size, const void *second, long second_size) {
    struct iovec parts[2] = {{(void *)first, (size_t)first_size}, {(void *)second, (size_t)second_size}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

int fanfare_unsent(int fd) {
    int count = 0;
    return ioctl(fd, SIOCOUTQ, &count) == 0 ? count : -1;
}

int fanfare_prefer_listener(int listener, uint32_t index) {
    struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, index);
    struct sock_fprog program = {.len = 1, .filter = &code};
    return setsockopt(listener, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program);
}

int fanfare_prefer_no_listener(int listener) {
    int unused = 0;
    return setsockopt(listener, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, &unused, sizeof unused);
}

const uint32_t fanfare_readable = EPOLLIN;
const uint32_t fanfare_writable = EPOLLOUT;
const uint32_t fanfare_peer_closed = EPOLLRDHUP;
const uint32_t fanfare_broken = EPOLLHUP | EPOLLERR;
const uint32_t fanfare_edge = EPOLLET;
const uint32_t fanfare_exclusive = EPOLLEXCLUSIVE;
