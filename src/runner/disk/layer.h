// What the parts of the layer share (layer.c says what it is).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#pragma GCC visibility push(hidden)

// One page that the runner reads and writes too: numbers of 8 bytes, in this order.
extern struct control {
  uint64_t refusing, pid, loads, log_bytes, refused, writes, syncs, kept, unrecorded;
} *control;
enum refusing { NOTHING, NO_SPACE, READ_ONLY };

// What the log has of a change: a head, the names with a zero byte behind each, and the bytes that were there before.
enum kind { BYTES = 1, CREATED, UNLINKED, RENAMED, SYNCED, MAPPED };
struct head {
  uint64_t kind, file, folder, kept, at, written, size, names, bytes;
};

// A name below the folder: its whole path, and the number of the folder that it is in.
struct place {
  char path[PATH_MAX];
  uint64_t folder;
};

int is_watched(int fd);
int place_of(int at, const char *name, struct place *place);
uint64_t number_of(int at, const char *name);
uint64_t kept_link(int at, const char *name);
void lock(void);
void unlock(void);
void record(struct head head, const char *name, const char *to, int fd);
int may_change(void);
int may_grow(void);
#pragma GCC visibility pop

#define ALSO(name, of) extern __typeof__(of) name __attribute__((alias(#of)))
