// Load tester for Napster/OpenNap servers, one thread, all connections non-blocking over one epoll. What it does follows from the seed alone.
// usage: napster_load [-s SEED] [-b] [-t WORDS] MODE HOST PORT ...
//   share USERS FILES [hold]     logs in, shares by 100 (-b: by 870, 2,000 bytes a message), waits until 214 counts all, then until each user's last file is found by its own word.
//                                hold: stays until Enter or SIGTERM, for searches and for the server's memory to be read.
//   search SECONDS [CONNS=1]     what a `share` beside it holds, by one or two words (-t N: of the N commonest only); each connection asks again when it has its 202.
//   idle N                       N users of as many addresses, who stay until Enter or SIGTERM.
//   churn CLIENTS SECONDS        connect, share, unshare and vanish at random, in the middle of messages too; then who is left and shares what, beside 214. Ends with 1 where they differ.
// Words: Zipf (s = 1) over 20,000; a name has five and a number. Users come from addresses of their own (127.1.0.0/16) where the server is on loopback.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 20000, ROOM = 1 << 16, DIALS = 200, BATCH = 2000 };
enum state { AWAY, DIALING, GREETED, IN };   // IN: logged in
struct user {
  int fd, id, files, told, generation, wants, asked, settled, hits, refused; enum state state;   // told: files that the server was told of
  uint8_t *in, *out; size_t nin, nout, outcap; double at; long long bytes;   // at: when it asked, comes or goes
};

static uint64_t rs;
static struct sockaddr_in server;
static struct user *users, control;
static int ep, nusers, batches, dialing, last_alone, errors_shown;
static volatile sig_atomic_t stop;
static double zipf[WORDS];
static long long seen_users, seen_files; static int stats_seen;
static void (*on_in)(struct user *), (*on_gone)(struct user *), (*on_frame)(struct user *, int type, const char *text, int n);

static uint64_t rnd(void) { rs ^= rs << 13; rs ^= rs >> 7; rs ^= rs << 17; return rs; }
static uint64_t mix64(uint64_t x) { x += 0x9e3779b97f4a7c15ull; x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull; x = (x ^ x >> 27) * 0x94d049bb133111ebull; return x ^ x >> 31; }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
static int cmpd(const void *a, const void *b) { double x = *(double *)a, y = *(double *)b; return x < y ? -1 : x > y; }
static void on_signal(int s) { (void)s; stop = 1; }
static void die(const char *what) { perror(what); exit(2); }

static int rank_of(uint64_t random, int most) {   // a word by its place in the order of how common they are
  double x = (random >> 11) * 0x1p-53 * zipf[most - 1]; int a = 0, b = most - 1;
  while (a < b) { int m = (a + b) / 2; if (zipf[m] > x) b = m; else a = m + 1; }
  return a;
}
static const char *word(char *to, int rank) {   // syllables: "kabe", "sonuti"
  int n = 0; for (rank += 80; rank; rank /= 80) { to[n++] = "bcdfghjklmnprstv"[rank % 80 / 5]; to[n++] = "aeiou"[rank % 5]; }
  to[n] = 0; return to;
}

static void watch(struct user *u, int events) {
  struct epoll_event e = {.events = events, .data.ptr = u};
  if (u->wants != events && epoll_ctl(ep, u->wants ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, u->fd, &e)) die("epoll_ctl");
  u->wants = events;
}
static void room(struct user *u, size_t n) { while (u->outcap < u->nout + n) { u->outcap = u->outcap ? 2 * u->outcap : 512; if (!(u->out = realloc(u->out, u->outcap))) die("realloc"); } }
static void say(struct user *u, int type, const char *format, ...) {
  char text[4096]; va_list v; va_start(v, format); int n = vsnprintf(text, sizeof text, format, v); va_end(v);
  room(u, n + 4); uint8_t *p = u->out + u->nout; p[0] = n; p[1] = n >> 8; p[2] = type; p[3] = type >> 8; memcpy(p + 4, text, n); u->nout += n + 4;
}
static uint64_t file_of(struct user *u, int i) { return mix64(mix64(u->id + 1) ^ ((uint64_t)u->generation << 40) ^ i); }
static void folder_of(uint64_t file, char *to) { char a[16], b[16]; sprintf(to, "C:\\music\\%s %s", word(a, rank_of(mix64(file ^ 1), WORDS)), word(b, rank_of(mix64(file ^ 2), WORDS))); }
static void name_of(struct user *u, int i, char *to) {   // the last file of each has a word of its own
  uint64_t f = file_of(u, i); char a[16], b[16], c[16], own[32] = ""; if (last_alone && i == u->files - 1) sprintf(own, "zq%dq ", u->id);
  sprintf(to, "%s%s %s %s %d.mp3", own, word(a, rank_of(mix64(f ^ 3), WORDS)), word(b, rank_of(mix64(f ^ 4), WORDS)), word(c, rank_of(mix64(f ^ 5), WORDS)), i);
}
static int figures_of(struct user *u, int i, char *to) {
  static const int rates[] = {64, 96, 128, 128, 128, 160, 192, 256, 320}; uint64_t f = file_of(u, i); int rate = rates[f % 9], seconds = 60 + f % 400;
  return sprintf(to, "%016llx%016llx %d %d 44100 %d", (unsigned long long)f, (unsigned long long)mix64(f), rate * 125 * seconds, rate, seconds);
}
static void tell_files(struct user *u) {   // some more of what is shared, as long as little waits to be sent
  char folder[64], name[128], figures[96];
  while (u->told < u->files && u->nout < ROOM / 2) {
    folder_of(batches ? file_of(u, u->told & ~15) : file_of(u, u->told), folder);
    if (!batches) { name_of(u, u->told, name); figures_of(u, u->told++, figures); say(u, 100, "\"%s\\%s\" %s", folder, name, figures); continue; }
    char text[BATCH + 256]; int n = sprintf(text, "\"%s\"", folder);
    do { name_of(u, u->told, name); figures_of(u, u->told++, figures); n += sprintf(text + n, " \"%s\" %s", name, figures); } while (u->told < u->files && u->told & 15 && n < BATCH - 256);
    say(u, 870, "%s", text);
  }
}

static void hang_up(struct user *u, int reset) {
  if (u->state == DIALING || u->state == GREETED) dialing--;
  if (u->state == AWAY) return;
  struct linger l = {1, 0}; if (reset) setsockopt(u->fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
  close(u->fd); free(u->in); free(u->out); u->in = u->out = 0; u->nin = u->nout = u->outcap = 0; u->wants = 0; u->state = AWAY;
}
static void gone(struct user *u, const char *why) {
  hang_up(u, 0);
  if (on_gone) { on_gone(u); return; }
  fprintf(stderr, "user %d lost: %s\n", u->id, why); exit(2);
}
static void flush(struct user *u) {
  for (;;) {
    if (u->state == IN) tell_files(u);
    if (!u->nout) break;
    ssize_t n = send(u->fd, u->out, u->nout, MSG_NOSIGNAL);
    if (n < 0) { if (errno == EAGAIN) break; gone(u, strerror(errno)); return; }
    u->bytes += n; u->nout -= n; memmove(u->out, u->out + n, u->nout);
  }
  if (!u->nout && u->outcap > 4096) { free(u->out); u->out = 0; u->outcap = 0; }
  watch(u, EPOLLIN | (u->nout ? EPOLLOUT : 0));
}
static void dial(struct user *u) {
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010001u + u->id % 65000)}; int one = 1;
  u->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); if (u->fd < 0) die("socket");
  setsockopt(u->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); setsockopt(u->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (ntohl(server.sin_addr.s_addr) >> 24 == 127 && bind(u->fd, (void *)&from, sizeof from)) die("bind");
  if (connect(u->fd, (void *)&server, sizeof server) && errno != EINPROGRESS) die("connect");
  u->state = DIALING; dialing++; watch(u, EPOLLOUT);
}
static void greet(struct user *u) {
  int error = 0; socklen_t n = sizeof error; getsockopt(u->fd, SOL_SOCKET, SO_ERROR, &error, &n);
  if (error) { gone(u, strerror(error)); return; }
  u->state = GREETED; say(u, 2, "%s%d pass 6699 \"load 1.0\" %d", u == &control ? "control" : "load", u->id, 5 + u->id % 5); flush(u);
}
static void hear(struct user *u, int type, const char *text, int n) {
  if (u->state == GREETED && type == 3) { u->state = IN; dialing--; if (on_in) on_in(u); if (u->state == IN) flush(u); return; }
  if (type == 0 || type == 404) { u->refused++; if (errors_shown++ < 5) fprintf(stderr, "user %d is told: %d %.*s\n", u->id, type, n, text); }
  if (u == &control && type == 214) { char line[64]; snprintf(line, sizeof line, "%.*s", n, text); stats_seen = sscanf(line, "%lld %lld", &seen_users, &seen_files) == 2; }
  if (on_frame) on_frame(u, type, text, n);
}
static void listen_to(struct user *u) {
  static uint8_t buffer[2 * ROOM + 8]; int one = 1, fd = u->fd;
  memcpy(buffer, u->in, u->nin); ssize_t n = recv(u->fd, buffer + u->nin, ROOM, 0);
  if (n == 0 || (n < 0 && errno != EAGAIN)) { gone(u, n ? strerror(errno) : "the server hung up"); return; }
  if (n < 0) return;
  setsockopt(u->fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
  size_t all = u->nin + n, at = 0, length;
  while (all - at >= 4 && all - at >= 4 + (length = buffer[at] | buffer[at + 1] << 8)) {
    hear(u, buffer[at + 2] | buffer[at + 3] << 8, (char *)buffer + at + 4, length); at += 4 + length;
    if (u->state == AWAY || u->fd != fd) return;
  }
  if (all - at > u->nin && !(u->in = realloc(u->in, all - at))) die("realloc");
  u->nin = all - at; memcpy(u->in, buffer + at, u->nin);
  if (!u->nin) { free(u->in); u->in = 0; }
}
static void turn(double patience) {   // whatever is ready, or nothing for so long
  struct epoll_event e[256]; struct timespec t = {patience, fmod(patience, 1) * 1e9}; int n = epoll_pwait2(ep, e, 256, &t, 0);
  if (n < 0 && errno != EINTR) die("epoll_wait");
  for (int i = 0; i < n; i++) {
    struct user *u = e[i].data.ptr;
    if (u->state == DIALING) { greet(u); continue; }
    if (u->state != AWAY && e[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) listen_to(u);
    if (u->state != AWAY && u->state != DIALING && e[i].events & EPOLLOUT) flush(u);
  }
}

static void enter(struct user *u, const char *what) {
  dial(u); for (double end = now() + 10; u->state != IN; turn(0.1)) if (now() > end) { fprintf(stderr, "%s cannot log in\n", what); exit(2); }
}
static void ask_stats(void) { stats_seen = 0; say(&control, 214, ""); flush(&control); for (double end = now() + 30; !stats_seen; turn(0.1)) if (now() > end) { fprintf(stderr, "no answer to 214\n"); exit(2); } }
static void enter_all(void) {   // some at a time, until all are in
  for (int next = 0, in = 0; in < nusers && !stop; ) {
    while (next < nusers && dialing < DIALS) dial(&users[next++]);
    turn(0.1); in = next - dialing;
  }
}
static void hold(void) {
  printf("holding: Enter or SIGTERM ends\n"); fflush(stdout); struct pollfd p = {.fd = 0, .events = POLLIN}; char c;
  for (; !stop; turn(0.2)) if (poll(&p, 1, 0) == 1) { if (read(0, &c, 1) == 1) break; p.fd = -1; }   // in the background there is nobody to press a key
}

static int found;
static void on_hit(struct user *u, int type, const char *text, int n) { (void)text; (void)n; if (u == &control) { if (type == 201) u->hits++; if (type == 202) found = 1; } }
static int share(int n, int files, int stay) {
  nusers = n; last_alone = 1; users = calloc(n, sizeof *users); on_frame = on_hit; enter(&control, "the control user"); ask_stats(); long long before = seen_files;
  for (int i = 0; i < n; i++) users[i].id = i;
  double t0 = now(); enter_all(); double t1 = now();
  for (int i = 0; i < n; i++) { users[i].files = files; flush(&users[i]); }
  double asked = 0, counted;
  for (long long all = (long long)n * files; ; turn(0.001)) {
    if (now() - asked > 0.005) { ask_stats(); asked = counted = now(); if (seen_files - before >= all) break; }
    long refused = 0; for (int i = 0; i < n; i++) refused += users[i].refused;
    if (stop || refused || now() - t1 > 600) { fprintf(stderr, "only %lld of %lld files are counted, %ld messages were refused\n", seen_files - before, all, refused); return 1; }
  }
  double last = 0;
  for (int i = 0; i < n && !stop; i++) for (control.hits = 0; !control.hits; ) {
    found = 0; say(&control, 200, "FILENAME CONTAINS \"zq%dq\" MAX_RESULTS 5", i); flush(&control); while (!found) turn(0.1);
    last = now(); if (last - counted > 60) { fprintf(stderr, "user %d's last file is not found\n", i); return 1; } if (!control.hits) turn(0.001);
  }
  long long bytes = 0; for (int i = 0; i < n; i++) bytes += users[i].bytes;
  printf("share: %d users in %.2f s  %lld files in %.2f s  %.0f shares/s  %.1f MB  last searchable %.0f ms after it was counted, all in %.2f s\n", n, t1 - t0, (long long)n * files, counted - t1, (double)n * files / (counted - t1), bytes / 1e6, (last - counted) * 1e3, last - t1);
  if (stay) hold();
  return 0;
}

static double *lat; static size_t nlat, caplat, nhits, nempty; static int commonest = WORDS;
static void ask(struct user *u) {
  char a[16], b[16]; int first = rank_of(rnd(), commonest), second = rank_of(rnd(), commonest), two = rnd() & 1 && second != first;
  say(u, 200, "FILENAME CONTAINS \"%s%s%s\" MAX_RESULTS 100", word(a, first), two ? " " : "", two ? word(b, second) : ""); u->hits = 0; u->at = now(); flush(u);
}
static void on_result(struct user *u, int type, const char *text, int n) {
  (void)text; (void)n; if (type == 201) u->hits++; if (type != 202) return;
  if (nlat == caplat && !(lat = realloc(lat, (caplat = caplat ? 2 * caplat : 1 << 16) * sizeof *lat))) die("realloc");
  lat[nlat++] = now() - u->at; nhits += u->hits; nempty += !u->hits; if (u != &control) ask(u);
}
static int search(double seconds, int n) {
  nusers = n; users = calloc(n, sizeof *users); for (int i = 0; i < n; i++) users[i].id = 60000 + i;
  enter(&control, "the control user"); ask_stats(); if (!seen_files) { fprintf(stderr, "the server has no files: let 'share ... hold' run beside this\n"); return 2; }
  enter_all(); on_frame = on_result; double t0 = now(); for (int i = 0; i < n; i++) ask(&users[i]);
  while (now() - t0 < seconds && !stop) turn(0.1);
  double took = now() - t0; if (!nlat) { fprintf(stderr, "no search was answered\n"); return 1; }
  int refused = 0; for (int i = 0; i < n; i++) refused += users[i].refused;
  qsort(lat, nlat, sizeof *lat, cmpd);
  printf("search: %lld files  %d at once  %.0f/s  p50 %.3f ms  p95 %.3f ms  p99 %.3f ms  max %.3f ms  %.1f hits a search, %.1f %% without  %d refused\n", seen_files, n, nlat / took, lat[nlat / 2] * 1e3, lat[nlat * 95 / 100] * 1e3, lat[nlat * 99 / 100] * 1e3, lat[nlat - 1] * 1e3, (double)nhits / nlat, 100.0 * nempty / nlat, refused);
  return refused > 0;
}

static int idle(int n) {
  nusers = n; users = calloc(n, sizeof *users); for (int i = 0; i < n; i++) users[i].id = i;
  double t0 = now(); enter_all(); printf("idle: %d users in %.2f s\n", n, now() - t0); hold(); return 0;
}

static long vanished, refusals;
static void begins(struct user *u) { u->files = rnd() % 200; u->told = u->asked = u->settled = 0; u->generation += rnd() & 1; u->at = now() + (rnd() % 2000) * 1e-3; }
static void on_vanished(struct user *u) { if (u == &control) { fprintf(stderr, "the control user was sent away\n"); exit(2); } refusals++; u->at = now() + 0.05 + (rnd() % 100) * 1e-3; }
static void on_settled(struct user *u, int type, const char *text, int n) { (void)text; (void)n; if (u->asked && (type == 750 || type == 404)) u->settled = 1; }
static int churn(int n, double seconds) {
  nusers = n; users = calloc(n, sizeof *users); enter(&control, "the control user"); ask_stats(); long long users0 = seen_users, files0 = seen_files; on_in = begins; on_gone = on_vanished; on_frame = on_settled;
  double t0 = now(), t; for (int i = 0; i < n; i++) { users[i].id = i; users[i].at = t0 + (rnd() % 1000) * 1e-3; }
  for (int settled = 0; settled < n; turn(0.005)) {
    t = now(); int ending = t - t0 > seconds || stop; settled = 0; if (t - t0 > seconds + 60) { fprintf(stderr, "only %d of %d come to rest\n", settled, n); return 1; }
    for (int i = 0; i < n; i++) {
      struct user *u = &users[i];
      if (u->state == AWAY && u->at < t && dialing < DIALS) dial(u);
      if (u->state != IN) continue;
      if (!ending && u->at < t) {   // goes, stays a while without a file or two, or asks for all to be forgotten
        switch (rnd() % 6) {
          case 0: u->told = u->files = 0; say(u, 110, ""); u->at = t + 0.5; flush(u); continue;
          case 1: if (u->told == u->files && u->files) { char f[64], m[128]; int k = --u->files; u->told = k; folder_of(batches ? file_of(u, k & ~15) : file_of(u, k), f); name_of(u, k, m); say(u, 102, "%s\\%s", f, m); u->at = t + 0.5; flush(u); } continue;
          case 2: room(u, 12); memcpy(u->out + u->nout, "\xff\0\x64\0\"C:\\half", 12); u->nout += 12; flush(u);   // a message that never ends
        }
        hang_up(u, rnd() & 1); vanished++; u->at = t + (rnd() % 500) * 1e-3; continue;
      }
      if (ending && !u->asked && u->told == u->files && !u->nout) { u->asked = 1; say(u, 750, ""); flush(u); }
      settled += u->settled;
    }
  }
  long long files = 0; for (int i = 0; i < n; i++) files += users[i].files;
  double rest = now(); do { ask_stats(); turn(0.02); } while ((seen_users - users0 != n || seen_files - files0 != files) && now() - rest < 10);
  int same = seen_users - users0 == n && seen_files - files0 == files;
  printf("churn: %ld vanished, %ld sent away  now %d clients with %lld files  server says %lld and %lld: %s after %.2f s\n", vanished, refusals, n, files, seen_users - users0, seen_files - files0, same ? "the same" : "NOT the same", now() - rest);
  return !same;
}

int main(int c, char **v) {
  uint64_t seed = 1; int o; while ((o = getopt(c, v, "+s:bt:")) != -1) switch (o) { case 's': seed = atoll(optarg); break; case 'b': batches = 1; break; case 't': commonest = atoi(optarg); break; default: c = 0; }
  v += optind; c -= optind; const char *mode = c > 3 ? v[0] : "";
  if (c < 4 || commonest < 1 || commonest > WORDS) { fprintf(stderr, "usage: napster_load [-s SEED] [-b] [-t WORDS] share HOST PORT USERS FILES [hold]\n       napster_load ... search HOST PORT SECONDS [CONNECTIONS]\n       napster_load ... idle HOST PORT USERS\n       napster_load ... churn HOST PORT CLIENTS SECONDS\n"); return 2; }
  rs = mix64(seed); server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(v[2]))}; if (inet_pton(AF_INET, v[1], &server.sin_addr) != 1) { fprintf(stderr, "'%s' is no IPv4 address\n", v[1]); return 2; }
  for (int i = 0; i < WORDS; i++) zipf[i] = (i ? zipf[i - 1] : 0) + 1.0 / (i + 1);
  struct rlimit most; getrlimit(RLIMIT_NOFILE, &most); most.rlim_cur = most.rlim_max; setrlimit(RLIMIT_NOFILE, &most);
  struct sigaction end = {.sa_handler = on_signal}; sigaction(SIGTERM, &end, 0); sigaction(SIGINT, &end, 0);
  ep = epoll_create1(0); control.id = 64000 + getpid() % 900;
  if (!strcmp(mode, "share") && c > 4) return share(atoi(v[3]), atoi(v[4]), c > 5 && !strcmp(v[5], "hold"));
  if (!strcmp(mode, "search")) return search(atof(v[3]), c > 4 ? atoi(v[4]) : 1);
  if (!strcmp(mode, "idle")) return idle(atoi(v[3]));
  if (!strcmp(mode, "churn") && c > 4) return churn(atoi(v[3]), atof(v[4]));
  fprintf(stderr, "no such mode, or too little said: %s\n", mode); return 2;
}
