/*
 * Stands between a process and the disk (LD_PRELOAD, Linux). For the files of one
 * folder it records every write, truncation, sync, creation, link, rename and
 * removal in the order they happened, and makes chosen ones fail.
 *
 *   SHIM_DIR  the folder, without a slash at its end
 *   SHIM_LOG  where the record goes; no record without it
 *   SHIM_CTL  file with a `struct control`, mapped and read at every call; no faults without it
 *
 * One lock is held over each call and its line in the record, so the order of
 * the record is the order of the effects. A record is a header and its payload.
 * Files that are only mapped (-shm) are not recorded: nothing of them survives
 * a power cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OP_OPEN = 1, OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_UNLINK, OP_RENAME, OP_LINK };
enum { FAIL_WRITE = 1, FAIL_SYNC = 2, FAIL_TRUNCATE = 4, FAIL_READ = 8, FAIL_OPEN = 16, FAIL_UNLINK = 32 };
enum { FAULT_OFF = 0, FAULT_FULL = 1, FAULT_ERROR = 2 };

struct header {
  uint32_t op;
  uint32_t handle;
  int64_t offset;
  uint32_t length;
  uint32_t second;
};

struct control {
  int32_t mode;
  int32_t error;
  int32_t calls;  /* which calls may fail: FAIL_* */
  int32_t skip;   /* so many of them go well first */
  int32_t count;  /* so many fail then; -1: all */
  int32_t struck; /* how many failed */
  int64_t left;   /* bytes the disk still has (FAULT_FULL) */
};

#define MAX_FD 65536
static uint32_t handle_of[MAX_FD];
static dev_t device_of[MAX_FD];
static ino_t inode_of[MAX_FD];
static uint32_t last_handle;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *dir;
static size_t dir_length;
static int log_fd = -1;
static struct control *control;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  extern char *getenv(const char *);
  dir = getenv("SHIM_DIR");
  if (dir == NULL) return;
  dir_length = strlen(dir);
  const char *log_path = getenv("SHIM_LOG");
  if (log_path != NULL) log_fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *control_path = getenv("SHIM_CTL");
  if (control_path == NULL) return;
  int fd = syscall(SYS_openat, AT_FDCWD, control_path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *at = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (at != MAP_FAILED) control = at;
  syscall(SYS_close, fd);
}

static int is_watched(const char *path) {
  return dir != NULL && path != NULL && strncmp(path, dir, dir_length) == 0 &&
         (path[dir_length] == '/' || path[dir_length] == '\0');
}

/*
 * The handle of a watched file; 0 for every other. Not every close passes here
 * (libuv makes the system call itself), so a number may stand for something else
 * by now: the file's identity tells.
 */
static uint32_t handle(int fd) {
  if (fd < 0 || fd >= MAX_FD || handle_of[fd] == 0) return 0;
  struct stat found;
  if (fstat(fd, &found) == 0 && found.st_dev == device_of[fd] && found.st_ino == inode_of[fd]) return handle_of[fd];
  return handle_of[fd] = 0;
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t done = syscall(SYS_write, log_fd, at, length);
    if (done <= 0) _exit(97); /* a record with a hole proves nothing */
    at += done;
    length -= done;
  }
}

static void record(uint32_t op, uint32_t of, int64_t offset, const void *payload, uint32_t length, const char *second) {
  if (log_fd < 0) return;
  uint32_t second_length = second == NULL ? 0 : strlen(second);
  struct header header = {op, of, offset, length, second_length};
  put(&header, sizeof header);
  if (payload != NULL) put(payload, length);
  if (second != NULL) put(second, second_length);
}

/* Whether this call is to fail, and with what. The lock is held. */
static int failing(int call) {
  if (control == NULL || control->mode != FAULT_ERROR || (control->calls & call) == 0) return 0;
  if (control->skip > 0) {
    control->skip -= 1;
    return 0;
  }
  if (control->count == 0) return 0;
  if (control->count > 0) control->count -= 1;
  control->struck += 1;
  return control->error;
}

static int64_t size_of(int fd) {
  struct stat found;
  return fstat(fd, &found) == 0 ? found.st_size : 0;
}

/* How many of the bytes up to `end` the disk has room for beyond the file's size; takes them. The lock is held. */
static int64_t room_for(int fd, int64_t end) {
  int64_t growth = end - size_of(fd);
  if (control == NULL || control->mode != FAULT_FULL || growth <= 0) return end;
  if (growth <= control->left) {
    control->left -= growth;
    return end;
  }
  control->struck += 1;
  int64_t fits = control->left;
  control->left = 0;
  return end - growth + fits;
}

static void gave_back(int64_t bytes) {
  if (control != NULL && control->mode == FAULT_FULL && bytes > 0) control->left += bytes;
}

static int opened(int fd, const char *path, int flags) {
  size_t length = strlen(path);
  int is_mapped = length > 4 && strcmp(path + length - 4, "-shm") == 0;
  struct stat found;
  if (fd >= 0 && fd < MAX_FD && fstat(fd, &found) == 0) {
    device_of[fd] = found.st_dev;
    inode_of[fd] = found.st_ino;
    handle_of[fd] = last_handle += 1;
    if (!is_mapped) record(OP_OPEN, last_handle, flags & (O_CREAT | O_TRUNC), path, length, NULL);
    else handle_of[fd] |= 0x80000000u; /* counts against the disk, is not recorded */
  }
  return fd;
}

static int open_watched(const char *path, int flags, mode_t mode) {
  pthread_mutex_lock(&lock);
  int error = failing(FAIL_OPEN);
  if (error == 0 && control != NULL && control->mode == FAULT_FULL && control->left == 0 && (flags & O_CREAT) != 0) {
    struct stat found;
    if (stat(path, &found) != 0) {
      error = ENOSPC;
      control->struck += 1;
    }
  }
  int fd = error != 0 ? (errno = error, -1) : opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags);
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = kept;
  return fd;
}

#define OPEN(name)                                                   \
  int name(const char *path, int flags, ...) {                       \
    va_list rest;                                                    \
    va_start(rest, flags);                                           \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                    \
    if (is_watched(path)) return open_watched(path, flags, mode);    \
    return REAL(name)(path, flags, mode);                            \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MAX_FD) handle_of[fd] = 0;
  return REAL(close)(fd);
}

static ssize_t write_watched(int fd, const void *bytes, size_t length, int64_t offset) {
  pthread_mutex_lock(&lock);
  uint32_t of = handle_of[fd];
  int64_t at = offset;
  if (at < 0) at = fcntl(fd, F_GETFL) & O_APPEND ? size_of(fd) : syscall(SYS_lseek, fd, 0, SEEK_CUR);
  ssize_t done = -1;
  int error = failing(FAIL_WRITE);
  int64_t fitting = error == 0 ? room_for(fd, at + length) - at : 0;
  if (error == 0 && fitting <= 0 && length > 0) error = ENOSPC;
  if (error != 0) errno = error;
  else if (offset < 0) done = syscall(SYS_write, fd, bytes, fitting);
  else done = syscall(SYS_pwrite64, fd, bytes, fitting, offset);
  int kept = errno;
  if (done > 0 && (of & 0x80000000u) == 0) record(OP_WRITE, of, at, bytes, done, NULL);
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  return handle(fd) ? write_watched(fd, bytes, length, -1) : syscall(SYS_write, fd, bytes, length);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (!handle(fd)) return syscall(SYS_writev, fd, parts, count);
  /* A short write is a right answer: the caller goes on with the rest. */
  for (int part = 0; part < count; part += 1) {
    if (parts[part].iov_len > 0) return write_watched(fd, parts[part].iov_base, parts[part].iov_len, -1);
  }
  return 0;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return handle(fd) ? write_watched(fd, bytes, length, offset) : syscall(SYS_pwrite64, fd, bytes, length, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return pwrite(fd, bytes, length, offset); }

ssize_t pread(int fd, void *bytes, size_t length, off_t offset) {
  if (handle(fd)) {
    pthread_mutex_lock(&lock);
    int error = failing(FAIL_READ);
    pthread_mutex_unlock(&lock);
    if (error != 0) {
      errno = error;
      return -1;
    }
  }
  return syscall(SYS_pread64, fd, bytes, length, offset);
}
ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) { return pread(fd, bytes, length, offset); }

int ftruncate(int fd, off_t size) {
  uint32_t of = handle(fd);
  if (!of) return syscall(SYS_ftruncate, fd, size);
  pthread_mutex_lock(&lock);
  int error = failing(FAIL_TRUNCATE);
  int64_t before = size_of(fd);
  if (error == 0 && size > before && room_for(fd, size) < size) error = ENOSPC;
  int done = error != 0 ? (errno = error, -1) : syscall(SYS_ftruncate, fd, size);
  int kept = errno;
  if (done == 0) {
    gave_back(before - size);
    if ((of & 0x80000000u) == 0) record(OP_TRUNCATE, of, size, NULL, 0, NULL);
  }
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int sync_watched(int fd, long call) {
  pthread_mutex_lock(&lock);
  uint32_t of = handle_of[fd];
  int error = failing(FAIL_SYNC);
  int done = error != 0 ? (errno = error, -1) : syscall(call, fd);
  int kept = errno;
  if (done == 0 && (of & 0x80000000u) == 0) record(OP_SYNC, of, 0, NULL, 0, NULL);
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}
int fsync(int fd) { return handle(fd) ? sync_watched(fd, SYS_fsync) : syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return handle(fd) ? sync_watched(fd, SYS_fdatasync) : syscall(SYS_fdatasync, fd); }

static int unlink_watched(const char *path) {
  pthread_mutex_lock(&lock);
  struct stat found;
  int64_t bytes = stat(path, &found) == 0 && found.st_nlink == 1 ? found.st_size : 0;
  int error = failing(FAIL_UNLINK);
  int done = error != 0 ? (errno = error, -1) : syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  int kept = errno;
  if (done == 0) {
    gave_back(bytes);
    record(OP_UNLINK, 0, 0, path, strlen(path), NULL);
  }
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}

int unlink(const char *path) {
  return is_watched(path) ? unlink_watched(path) : syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
int remove(const char *path) {
  struct stat found;
  int is_folder = lstat(path, &found) == 0 && S_ISDIR(found.st_mode);
  return is_folder ? rmdir(path) : unlink(path);
}
int unlinkat(int folder, const char *path, int flags) {
  if (dir == NULL || (flags & AT_REMOVEDIR) != 0) return syscall(SYS_unlinkat, folder, path, flags);
  char full[4096];
  ssize_t length = 0;
  if (path[0] != '/' && folder != AT_FDCWD) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    length = readlink(link, full, sizeof full - 1);
    if (length < 0) return syscall(SYS_unlinkat, folder, path, flags);
    full[length++] = '/';
  }
  snprintf(full + length, sizeof full - length, "%s", path);
  return is_watched(full) ? unlink_watched(full) : syscall(SYS_unlinkat, folder, path, flags);
}

static int move_watched(uint32_t op, long call, const char *from, const char *to) {
  pthread_mutex_lock(&lock);
  int done = syscall(call, AT_FDCWD, from, AT_FDCWD, to, 0);
  int kept = errno;
  if (done == 0) record(op, 0, 0, from, strlen(from), to);
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}
int rename(const char *from, const char *to) {
  if (!is_watched(from) && !is_watched(to)) return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  return move_watched(OP_RENAME, SYS_renameat2, from, to);
}
int link(const char *from, const char *to) {
  if (!is_watched(from) && !is_watched(to)) return syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  return move_watched(OP_LINK, SYS_linkat, from, to);
}
