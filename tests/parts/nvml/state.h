/* What the fake library reports: the state file, the call counts and how a call begins and ends. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef int ret_t;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef struct { char name[56]; u64 count; } counter_t;

enum { OK = 0, UNINITIALIZED = 1, INVALID = 2, UNSUPPORTED = 3, NO_PERMISSION = 4, NOT_FOUND = 6,
       TOO_SMALL = 7 };
enum { MAX_KEYS = 1024, MAX_CALLS = 64, BASE = 0x1000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *text, *keys[MAX_KEYS], *values[MAX_KEYS];
static int key_count, users;
static struct stat seen;
static counter_t *calls;

/* ------------------------------------------------------------------ the state file */
static void load(void) {
    const char *path = getenv("FAKE_NVML_STATE");
    struct stat now;
    int fd = path ? open(path, O_RDONLY) : -1;
    if (fd < 0) return;
    if (fstat(fd, &now) == 0 && (!text || now.st_ino != seen.st_ino || now.st_size != seen.st_size
            || now.st_mtim.tv_nsec != seen.st_mtim.tv_nsec
            || now.st_mtim.tv_sec != seen.st_mtim.tv_sec)) {
        char *fresh = calloc(1, (size_t)now.st_size + 1), *rest = fresh, *line;
        if (read(fd, fresh, (size_t)now.st_size) == now.st_size) {
            free(text);
            text = fresh;
            seen = now;
            key_count = 0;
            while ((line = strsep(&rest, "\n")) && key_count < MAX_KEYS) {
                char *space = strchr(line, ' ');
                if (!space) continue;
                *space = 0;
                keys[key_count] = line;
                values[key_count++] = space + 1;
            }
        } else free(fresh);
    }
    close(fd);
}

static const char *find(int gpu, const char *prefix, const char *name) {
    char key[160];
    if (gpu >= 0) snprintf(key, sizeof key, "gpu%d.%s%s", gpu, prefix, name);
    else snprintf(key, sizeof key, "%s%s", prefix, name);
    for (int i = 0; i < key_count; i++)
        if (!strcmp(keys[i], key)) return values[i];
    return NULL;
}
static const char *str(int gpu, const char *name, const char *other) {
    const char *v = find(gpu, "", name);
    return v ? v : other;
}
static int64_t num(int gpu, const char *name, int64_t other) {
    const char *v = find(gpu, "", name);
    return v ? strtoll(v, NULL, 10) : other;
}

static void count(const char *name) {
    if (!calls) {
        char path[4096];
        const char *state = getenv("FAKE_NVML_STATE");
        if (!state) return;
        snprintf(path, sizeof path, "%s.calls", state);
        int fd = open(path, O_RDWR | O_CREAT, 0600);
        if (fd < 0) return;
        if (ftruncate(fd, MAX_CALLS * sizeof(counter_t)) == 0) {
            void *map = mmap(NULL, MAX_CALLS * sizeof(counter_t), PROT_READ | PROT_WRITE,
                             MAP_SHARED, fd, 0);
            if (map != MAP_FAILED) calls = map;
        }
        close(fd);
    }
    for (int i = 0; calls && i < MAX_CALLS; i++) {
        if (!calls[i].name[0]) snprintf(calls[i].name, sizeof calls[i].name, "%s", name);
        if (!strcmp(calls[i].name, name)) { calls[i].count++; return; }
    }
}

/* Begin a call: the lock is held afterwards, whatever it returns. */
static ret_t begin(const char *name, int gpu, int needs_init) {
    pthread_mutex_lock(&lock);
    load();
    count(name);
    const char *delay = find(-1, "delay_ms.", name);
    if (delay) {
        long ms = atol(delay);
        struct timespec pause = { ms / 1000, (ms % 1000) * 1000000L };
        pthread_mutex_unlock(&lock);
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&lock);
    }
    if (find(-1, "crash.", name) || (gpu >= 0 && find(gpu, "crash.", name))) raise(SIGSEGV);
    const char *code = gpu >= 0 ? find(gpu, "fail.", name) : NULL;
    if (!code) code = find(-1, "fail.", name);
    if (code) return atoi(code);
    if (needs_init && users == 0) return UNINITIALIZED;
    if (gpu >= 0 && gpu >= num(-1, "devices", 0)) return INVALID;
    const char *lost = gpu >= 0 ? find(gpu, "", "fail_all") : NULL;
    return lost ? atoi(lost) : OK;
}
static ret_t end(ret_t ret) { pthread_mutex_unlock(&lock); return ret; }
static int index_of(void *device) { return (int)((uintptr_t)device - BASE); }
