// The calls that change the bytes of a file, or sync them.
#include "layer.h"

static __thread int held;

// Keeps what is about to be overwritten or cut off, and holds the lock until `written`.
static void keep(int fd, off_t at, uint64_t written, int is_cut) {
  struct stat s;
  lock();
  held = 1;
  if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) return;
  if (at < 0) at = fcntl(fd, F_GETFL) & O_APPEND ? s.st_size : lseek(fd, 0, SEEK_CUR);
  uint64_t there = at < s.st_size ? s.st_size - at : 0;
  uint64_t bytes = is_cut || there < written ? there : written;
  control->writes++;
  record((struct head){BYTES, .file = s.st_ino, .at = at, .written = written, .size = s.st_size, .bytes = bytes}, NULL, NULL, fd);
}

static int before_write(int fd, off_t at, uint64_t length) {
  if (!is_watched(fd)) return 1;
  if (!may_grow()) return 0;
  keep(fd, at >= 0 && fcntl(fd, F_GETFL) & O_APPEND ? -1 : at, length, 0);
  return 1;
}

static void synced(int fd, uint64_t up_to) {
  struct stat s;
  if (fstat(fd, &s) == 0) record((struct head){SYNCED, .file = s.st_ino, .at = up_to}, NULL, NULL, -1);
  control->syncs++;
}

static ssize_t written(int fd, ssize_t result) {
  int before = errno;
  if (held) {
    held = 0;
    // a file that was opened so is synced by every write
    if (fcntl(fd, F_GETFL) & O_DSYNC) synced(fd, control->log_bytes);
    unlock();
  }
  errno = before;
  return result;
}

static uint64_t length_of(const struct iovec *parts, int count) {
  uint64_t sum = 0;
  for (int i = 0; i < count; i++) sum += parts[i].iov_len;
  return sum;
}

ssize_t write(int fd, const void *data, size_t n) {
  return before_write(fd, -1, n) ? written(fd, syscall(SYS_write, fd, data, n)) : -1;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  return before_write(fd, -1, length_of(parts, count)) ? written(fd, syscall(SYS_writev, fd, parts, count)) : -1;
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) {
  return before_write(fd, at, n) ? written(fd, syscall(SYS_pwrite64, fd, data, n, at)) : -1;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  return before_write(fd, at, length_of(parts, count)) ? written(fd, syscall(SYS_pwritev, fd, parts, count, at, 0)) : -1;
}
ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t at, int flags) {
  return before_write(fd, at, length_of(parts, count)) ? written(fd, syscall(SYS_pwritev2, fd, parts, count, at, 0, flags)) : -1;
}
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t n, unsigned flags) {
  if (!before_write(to, to_at ? *to_at : -1, n)) return -1;
  return written(to, syscall(SYS_copy_file_range, from, from_at, to, to_at, n, flags));
}
ssize_t sendfile(int to, int from, off_t *at, size_t n) {
  return before_write(to, -1, n) ? written(to, syscall(SYS_sendfile, to, from, at, n)) : -1;
}
int fallocate(int fd, int mode, off_t at, off_t n) {
  return before_write(fd, at, n) ? written(fd, syscall(SYS_fallocate, fd, mode, at, n)) : -1;
}
int posix_fallocate(int fd, off_t at, off_t n) { return fallocate(fd, 0, at, n) == 0 ? 0 : errno; }
ALSO(pwrite64, pwrite);
ALSO(pwritev64, pwritev);
ALSO(pwritev64v2, pwritev2);
ALSO(sendfile64, sendfile);
ALSO(fallocate64, fallocate);
ALSO(posix_fallocate64, posix_fallocate);

int ftruncate(int fd, off_t size) {
  if (is_watched(fd)) {
    if (!may_change()) return -1;
    keep(fd, size, 0, 1);
  }
  return written(fd, syscall(SYS_ftruncate, fd, size));
}
int truncate(const char *name, off_t size) {
  int fd = syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return -1;
  int result = ftruncate(fd, size), before = errno;
  close(fd);
  errno = before;
  return result;
}
ALSO(ftruncate64, ftruncate);
ALSO(truncate64, truncate);

static int sync_of(int fd, long call) {
  int is_ours = is_watched(fd);
  if (is_ours && !may_change()) return -1;
  uint64_t up_to = is_ours ? control->log_bytes : 0;
  int result = syscall(call, fd), before = errno;
  if (is_ours && result == 0) {
    lock();
    synced(fd, up_to);
    unlock();
  }
  errno = before;
  return result;
}
int fsync(int fd) { return sync_of(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_of(fd, SYS_fdatasync); }

// Everything: a number that is no file's.
static void all_synced(void) {
  if (!control) return;
  lock();
  record((struct head){SYNCED, .at = control->log_bytes}, NULL, NULL, -1);
  control->syncs++;
  unlock();
}
void sync(void) {
  syscall(SYS_sync);
  all_synced();
}
int syncfs(int fd) {
  int result = syscall(SYS_syncfs, fd);
  if (result == 0 && is_watched(fd)) all_synced();
  return result;
}
