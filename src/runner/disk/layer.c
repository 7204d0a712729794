// A layer between a program and its disk, preloaded into the program. Of every file below one folder it records what was
// changed, with the bytes that were there before, and what was synced since: whoever reads the record knows what a loss of
// power would take. And it refuses writes there while it is asked to, as a full disk or a read-only one does.
//
// It sees calls of the C library. It does not see what a program writes through memory (mmap), asks the kernel for by
// itself (io_uring, a program without the C library), or writes by the streams of stdio. `ledger.ts` reads the record.
#include "layer.h"

struct control *control;
static char root[PATH_MAX], kept_folder[PATH_MAX];
static int log_fd = -1;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void load(void) {
  const char *ledger = getenv("PROOFHOUSE_LEDGER"), *data = getenv("PROOFHOUSE_DATA");
  char path[PATH_MAX];
  if (!ledger || !data || strlen(data) >= sizeof root || strlen(ledger) + 32 >= sizeof path) return;
  strcpy(root, data);
  sprintf(kept_folder, "%s/kept", ledger);
  sprintf(path, "%s/control", ledger);
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  sprintf(path, "%s/log", ledger);
  int log = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  log_fd = fcntl(log, F_DUPFD_CLOEXEC, 500);
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  close(log);
  if (page == MAP_FAILED || log_fd < 0) return;
  control = page;
  control->pid = getpid();
  control->loads++;
}

static int is_below(const char *path) {
  size_t n = strlen(root);
  return strncmp(path, root, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

// The path of an open file; 0 where it is not one of the folder.
static int path_of(int fd, char *path) {
  char link[64];
  sprintf(link, "/proc/self/fd/%d", fd);
  ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (n <= 0 || path[0] != '/') return 0;
  path[n] = '\0';
  return is_below(path);
}

int is_watched(int fd) {
  char path[PATH_MAX];
  int before = errno, found = control && fd >= 0 && path_of(fd, path);
  errno = before;
  return found;
}

// The whole path of a name and the number of its folder; 0 where that is not in the folder that is watched.
int place_of(int at, const char *name, struct place *place) {
  char folder[PATH_MAX];
  int before = errno, found = 0;
  if (!control || !name || strlen(name) >= sizeof folder) return 0;
  strcpy(folder, name);
  char *slash = strrchr(folder, '/');
  if (slash) slash[slash == folder] = '\0';
  int fd = syscall(SYS_openat, at, slash ? folder : ".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  struct stat s;
  const char *base = slash ? strrchr(name, '/') + 1 : name;
  if (fd >= 0 && path_of(fd, place->path) && fstat(fd, &s) == 0 && strlen(place->path) + strlen(base) + 2 < PATH_MAX) {
    place->folder = s.st_ino;
    strcat(strcat(place->path, "/"), base);
    found = 1;
  }
  if (fd >= 0) close(fd);
  errno = before;
  return found;
}

uint64_t number_of(int at, const char *name) {
  struct stat s;
  int before = errno, found = fstatat(at, name, &s, AT_SYMLINK_NOFOLLOW) == 0;
  errno = before;
  return found ? s.st_ino : 0;
}

// Keeps a file that is about to lose its name, under a number.
uint64_t kept_link(int at, const char *name) {
  char path[PATH_MAX + 24];
  int before = errno;
  sprintf(path, "%s/%lu", kept_folder, ++control->kept);
  if (syscall(SYS_linkat, at, name, AT_FDCWD, path, 0) != 0) control->unrecorded++;
  errno = before;
  return control->kept;
}

void lock(void) {
  pthread_mutex_lock(&mutex);
  syscall(SYS_flock, log_fd, LOCK_EX);
}

void unlock(void) {
  syscall(SYS_flock, log_fd, LOCK_UN);
  pthread_mutex_unlock(&mutex);
}

// Appends to the log, which counts as longer only once all of it is there. The bytes come from `fd`. Called locked.
void record(struct head head, const char *name, const char *to, int fd) {
  static char part[1 << 16];
  int before = errno;
  head.names = (name ? strlen(name) + 1 : 0) + (to ? strlen(to) + 1 : 0);
  struct iovec parts[] = {{&head, sizeof head}, {(void *)name, name ? strlen(name) + 1 : 0}, {(void *)to, to ? strlen(to) + 1 : 0}};
  off_t end = control->log_bytes;
  ssize_t whole = sizeof head + head.names, done = syscall(SYS_pwritev, log_fd, parts, 3, end, 0);
  int failed = done != whole;
  end += whole;
  for (uint64_t at = 0; !failed && at < head.bytes;) {
    size_t want = head.bytes - at < sizeof part ? head.bytes - at : sizeof part;
    ssize_t n = syscall(SYS_pread64, fd, part, want, head.at + at);
    failed = n <= 0 || syscall(SYS_pwrite64, log_fd, part, n, end) != n;
    at += n;
    end += n;
  }
  if (failed) control->unrecorded++;
  else control->log_bytes = end;
  errno = before;
}

static int refuse(int error) {
  __atomic_add_fetch(&control->refused, 1, __ATOMIC_RELAXED);
  errno = error;
  return 0;
}

int may_change(void) { return control->refusing == READ_ONLY ? refuse(EROFS) : 1; }
int may_grow(void) { return control->refusing == NO_SPACE ? refuse(ENOSPC) : may_change(); }
