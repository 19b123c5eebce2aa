// DHT (BEP 5) load tester, one thread. Closed loop with a window per socket; each socket is a node with an address and an id of its own.
// usage: dht_load IP PORT SECONDS [sockets=64] [window=8] [torrents=500] [srcbase=127.0.1.1]
// Mix: 10 % ping, 40 % find_node, 50 % get_peers; one get_peers in ten that gets a token is followed by an announce_peer with it.
// All sockets answer pings and find_node of the node with their ids, so that they come into its table.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#define B 32
static uint64_t rs = 88172645463325252ull;
static inline uint64_t rnd(void) { rs ^= rs << 13; rs ^= rs >> 7; rs ^= rs << 17; return rs; }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
static uint64_t mix64(uint64_t x) { x += 0x9e3779b97f4a7c15ull; x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull; x = (x ^ x >> 27) * 0x94d049bb133111ebull; return x ^ x >> 31; }
static int cmpd(const void *a, const void *b) { double x = *(double *)a, y = *(double *)b; return x < y ? -1 : x > y; }
static void id20(uint8_t *p, uint64_t n) { uint64_t a = mix64(n), b = mix64(a), c = mix64(b); memcpy(p, &a, 8); memcpy(p + 8, &b, 8); memcpy(p + 16, &c, 4); }
static uint8_t *put(uint8_t *p, const char *s) { size_t n = strlen(s); memcpy(p, s, n); return p + n; }
static uint8_t *putid(uint8_t *p, uint64_t n) { p = put(p, "20:"); id20(p, n); return p + 20; }
static uint8_t *tail(uint8_t *p, const char *method, uint32_t t) { p = put(p, "e1:q"); p += sprintf((char *)p, "%zu:%s", strlen(method), method); p = put(p, "1:t4:"); memcpy(p, &t, 4); return put(p + 4, "1:y1:qe"); }
int main(int c, char **v) {
  if (c < 4) { fprintf(stderr, "usage: dht_load IP PORT SECONDS [sockets] [window] [torrents] [srcbase]\n"); return 2; }
  const char *ip = v[1]; int port = atoi(v[2]); double secs = atof(v[3]); uint32_t S = c > 4 ? atoi(v[4]) : 64, W = c > 5 ? atoi(v[5]) : 8, T = c > 6 ? atoi(v[6]) : 500;
  uint32_t base; inet_pton(AF_INET, c > 7 ? v[7] : "127.0.1.1", &base); base = ntohl(base);
  int *fd = malloc(S * sizeof *fd); uint32_t *out = calloc(S, sizeof *out); double *lastrx = calloc(S, sizeof *lastrx);
  for (uint32_t s = 0; s < S; s++) {
    struct sockaddr_in d = {.sin_family = AF_INET, .sin_port = htons(port)}, a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(base + s), .sin_port = htons(20000 + s)}; inet_pton(AF_INET, ip, &d.sin_addr);
    fd[s] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0); int bufsz = 4 << 20; setsockopt(fd[s], SOL_SOCKET, SO_RCVBUF, &bufsz, sizeof bufsz);
    if (bind(fd[s], (void *)&a, sizeof a) || connect(fd[s], (void *)&d, sizeof d)) { perror("socket"); return 2; }
  }
  static uint8_t tx[B][256], rx[B][2048]; struct mmsghdr mt[B], mr[B]; struct iovec it[B], ir[B]; static double sentat[65536]; static uint32_t about[65536]; static uint8_t kind[65536];
  for (int i = 0; i < B; i++) { ir[i] = (struct iovec){rx[i], 2048}; mr[i].msg_hdr = (struct msghdr){.msg_iov = &ir[i], .msg_iovlen = 1}; }
  uint64_t sent = 0, got[4] = {0}, errors = 0, lost = 0, bytes = 0, asked = 0; uint32_t seq = 0; size_t nl = 0, cap = 1 << 20; double *lat = malloc(cap * sizeof *lat), t0 = now(), end = t0 + secs;
  struct { uint8_t token[8]; uint32_t torrent; int have; } *owed = calloc(S, sizeof *owed);
  while (now() < end) for (uint32_t s = 0; s < S; s++) {
    double t = now(); int n = 0;
    if (out[s] >= W && t - lastrx[s] > 0.2) { lost += out[s]; out[s] = 0; lastrx[s] = t; }
    while (n < B && out[s] + n < W) {
      uint8_t *q = tx[n], *p = put(q, "d1:ad2:id"); seq++; uint32_t r = rnd() % 100, i = seq & 65535; p = putid(p, 1000 + s); sentat[i] = t;
      if (owed[s].have) { owed[s].have = 0; kind[i] = 3; p = put(p, "9:info_hash"); p = putid(p, 1u << 30 | owed[s].torrent); p += sprintf((char *)p, "4:porti%ue5:token8:", 1024 + s); memcpy(p, owed[s].token, 8); p = tail(p + 8, "announce_peer", seq); }
      else if (r < 10) { kind[i] = 0; p = tail(p, "ping", seq); }
      else if (r < 50) { kind[i] = 1; p = put(p, "6:target"); p = putid(p, rnd()); p = tail(p, "find_node", seq); }
      else { kind[i] = 2; about[i] = rnd() % T; p = put(p, "9:info_hash"); p = putid(p, 1u << 30 | about[i]); p = tail(p, "get_peers", seq); }
      it[n] = (struct iovec){q, p - q}; mt[n].msg_hdr = (struct msghdr){.msg_iov = &it[n], .msg_iovlen = 1}; n++;
    }
    if (n) { int k = sendmmsg(fd[s], mt, n, 0); if (k > 0) { sent += k; out[s] += k; } }
    int k = recvmmsg(fd[s], mr, B, MSG_DONTWAIT, 0); double u = now();
    for (int i = 0; i < k; i++) {
      uint8_t *p = rx[i]; int len = mr[i].msg_len; uint8_t *y = memmem(p, len, "1:y1:", 5), *tp = memmem(p, len, "1:t4:", 5); if (!y || !tp) continue;
      if (y[5] == 'q') {   // the node asks: it gets our id and no nodes
        uint8_t a[128], *e = put(a, "d1:rd2:id"); e = putid(e, 1000 + s); e = put(e, "5:nodes0:e1:t4:"); memcpy(e, tp + 5, 4); e = put(e + 4, "1:y1:re"); send(fd[s], a, e - a, 0); asked++; continue; }
      uint32_t q; memcpy(&q, tp + 5, 4); uint32_t j = q & 65535; out[s] = out[s] ? out[s] - 1 : 0; lastrx[s] = u; bytes += len;
      if (y[5] == 'e') errors++; else got[kind[j]]++;
      if (kind[j] == 2 && rnd() % 10 == 0) { uint8_t *k = memmem(p, len, "5:token8:", 9); if (k) { memcpy(owed[s].token, k + 9, 8); owed[s].torrent = about[j]; owed[s].have = 1; } }
      if (nl < cap && (rnd() & 15) == 0) lat[nl++] = u - sentat[j];
    }
  }
  double el = now() - t0; uint64_t tot = got[0] + got[1] + got[2] + got[3]; qsort(lat, nl, sizeof *lat, cmpd);
  printf("replies/s %.0f  (ping %.0f find_node %.0f get_peers %.0f announce %.0f)  errors %lu  lost %.3f%%  bytes/reply %.0f  asked us %lu  p50 %.2fms p99 %.2fms\n", tot / el, got[0] / el, got[1] / el, got[2] / el, got[3] / el, errors, 100.0 * lost / (sent ? sent : 1), tot ? (double)bytes / tot : 0, asked, nl ? lat[nl / 2] * 1e3 : 0, nl ? lat[(size_t)(nl * .99)] * 1e3 : 0);
  return 0;
}
