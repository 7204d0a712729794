// The calls that give a file a name, or take one away; and those that open one to change it.
#include "layer.h"

static void created(const struct place *place) {
  lock();
  record((struct head){CREATED, .file = number_of(AT_FDCWD, place->path), .folder = place->folder}, place->path, NULL, -1);
  unlock();
}

static int open_at(int at, const char *name, int flags, mode_t mode) {
  struct place place;
  int is_change = flags & (O_CREAT | O_TRUNC) || (flags & O_ACCMODE) != O_RDONLY;
  if (!is_change || (flags & O_TMPFILE) == O_TMPFILE || flags & O_PATH || !place_of(at, name, &place))
    return syscall(SYS_openat, at, name, flags, mode);
  int is_new = flags & O_CREAT && number_of(AT_FDCWD, place.path) == 0;
  if (!(is_new ? may_grow() : may_change())) return -1;
  // what is overwritten has to be read first
  if ((flags & O_ACCMODE) == O_WRONLY) flags = (flags & ~O_ACCMODE) | O_RDWR;
  int fd = syscall(SYS_openat, at, name, flags & ~O_TRUNC, mode), before = errno;
  if (fd >= 0 && is_new) created(&place);
  if (fd >= 0 && !is_new && flags & O_TRUNC) ftruncate(fd, 0);
  errno = before;
  return fd;
}

static mode_t mode_in(int flags, va_list more) {
  return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
}

int open(const char *name, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = mode_in(flags, more);
  va_end(more);
  return open_at(AT_FDCWD, name, flags, mode);
}
int openat(int at, const char *name, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = mode_in(flags, more);
  va_end(more);
  return open_at(at, name, flags, mode);
}
int creat(const char *name, mode_t mode) { return open_at(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int __open_2(const char *name, int flags) { return open_at(AT_FDCWD, name, flags, 0); }
int __openat_2(int at, const char *name, int flags) { return open_at(at, name, flags, 0); }
ALSO(open64, open);
ALSO(openat64, openat);
ALSO(creat64, creat);
ALSO(__open64_2, __open_2);
ALSO(__openat64_2, __openat_2);

int unlinkat(int at, const char *name, int flags) {
  struct place place;
  if (!place_of(at, name, &place)) return syscall(SYS_unlinkat, at, name, flags);
  if (!may_change()) return -1;
  if (flags & AT_REMOVEDIR) return syscall(SYS_unlinkat, at, name, flags);
  lock();
  uint64_t file = number_of(at, name), kept = file ? kept_link(at, name) : 0;
  int result = syscall(SYS_unlinkat, at, name, flags), before = errno;
  if (result == 0) record((struct head){UNLINKED, .file = file, .folder = place.folder, .kept = kept}, place.path, NULL, -1);
  unlock();
  errno = before;
  return result;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }
int remove(const char *name) {
  struct stat s;
  int is_folder = fstatat(AT_FDCWD, name, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(s.st_mode);
  return unlinkat(AT_FDCWD, name, is_folder ? AT_REMOVEDIR : 0);
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  struct place old, new;
  int is_ours = place_of(to_at, to, &new), was_ours = place_of(from_at, from, &old);
  if (!is_ours && !was_ours) return syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  if (!may_change()) return -1;
  lock();
  uint64_t file = number_of(from_at, from), replaced = is_ours && file ? number_of(to_at, to) : 0;
  // a file that comes in, goes out or changes places with another cannot be put back
  if (!is_ours || !was_ours || flags & RENAME_EXCHANGE) control->unrecorded++;
  uint64_t kept = replaced && replaced != file && !(flags & RENAME_NOREPLACE) ? kept_link(to_at, to) : 0;
  int result = syscall(SYS_renameat2, from_at, from, to_at, to, flags), before = errno;
  struct head head = {RENAMED, .file = file, .folder = new.folder, .kept = kept};
  if (result == 0 && is_ours && was_ours) record(head, old.path, new.path, -1);
  unlock();
  errno = before;
  return result;
}
int renameat(int from_at, const char *from, int to_at, const char *to) { return renameat2(from_at, from, to_at, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
  struct place place;
  int is_ours = place_of(to_at, to, &place);
  if (is_ours && !may_grow()) return -1;
  int result = syscall(SYS_linkat, from_at, from, to_at, to, flags), before = errno;
  if (is_ours && result == 0) created(&place);
  errno = before;
  return result;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

// A folder that is made is not taken back: what is in it is.
int mkdirat(int at, const char *name, mode_t mode) {
  struct place place;
  if (control && control->refusing && place_of(at, name, &place) && !may_grow()) return -1;
  return syscall(SYS_mkdirat, at, name, mode);
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

// What is written through memory is not seen: the record says of which file that may be so.
void *mmap(void *at, size_t n, int access, int flags, int fd, off_t from) {
  void *page = (void *)syscall(SYS_mmap, at, n, access, flags, fd, from);
  int before = errno;
  if (fd >= 0 && page != MAP_FAILED && flags & MAP_SHARED && access & PROT_WRITE && is_watched(fd)) {
    struct stat s;
    lock();
    if (fstat(fd, &s) == 0) record((struct head){MAPPED, .file = s.st_ino}, NULL, NULL, -1);
    unlock();
  }
  errno = before;
  return page;
}
ALSO(mmap64, mmap);
