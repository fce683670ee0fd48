// SPDX-License-Identifier: Apache-2.0
// A preload library between a program and libc: it counts the calls that change files below one
// folder and lets the Nth fail, or ends the process there as a kill or a loss of power would. The
// model of what a loss of power leaves is in `lost.h`. Driven by these variables:
//   HANSE_FAULT_DIR     absolute, resolved; only paths at or below it count
//   HANSE_FAULT_AT      the call, from 1; 0: none; -1: the end of the process
//   HANSE_FAULT_MODE    kill   the process ends before the call
//                       torn   half of a write is done, then the process ends
//                       lose, lose-data, lose-names   it ends and what was not flushed is gone
//                       EIO, ENOSPC, EACCES           the call fails
//   HANSE_FAULT_ON      with a failing mode: all calls from AT on fail
//   HANSE_FAULT_COUNT   changes (default), opens (any open as well), reads (reading as well)
//   HANSE_FAULT_SWITCH  a file: nothing counts until it exists (for servers)
//   HANSE_FAULT_LOG     a file: one line a call, `number name path`
//   HANSE_FAULT_SHADOW  a folder on the same file system, outside of DIR, for the lose modes
// Children of the process are left alone.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lost.h"

enum Mode { kKill, kTorn, kLose, kFail };
enum Level { kChanges, kOpens, kReads };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char *dir, *switch_file;
static size_t dir_size;
static long at, counted;
static int log_file = -1, fail_errno, fail_on, loses_data, loses_names;
static enum Mode mode;
static enum Level level;

static void read_mode(const char* text) {
  if (strcmp(text, "torn") == 0) mode = kTorn;
  loses_data = strcmp(text, "lose") == 0 || strcmp(text, "lose-data") == 0;
  loses_names = strcmp(text, "lose") == 0 || strcmp(text, "lose-names") == 0;
  if (loses_data || loses_names) mode = kLose;
  if (strcmp(text, "EIO") == 0) fail_errno = EIO;
  if (strcmp(text, "ENOSPC") == 0) fail_errno = ENOSPC;
  if (strcmp(text, "EACCES") == 0) fail_errno = EACCES;
  if (fail_errno != 0) mode = kFail;
}

static const char* setting(const char* name, const char* otherwise) {
  const char* text = getenv(name);
  return text != NULL ? text : otherwise;
}

__attribute__((constructor)) static void start(void) {
  const char* log = getenv("HANSE_FAULT_LOG");
  if (log != NULL) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  at = strtol(setting("HANSE_FAULT_AT", "0"), NULL, 10);
  fail_on = getenv("HANSE_FAULT_ON") != NULL;
  switch_file = getenv("HANSE_FAULT_SWITCH");
  const char* count = setting("HANSE_FAULT_COUNT", "changes");
  level = strcmp(count, "reads") == 0 ? kReads : strcmp(count, "opens") == 0 ? kOpens : kChanges;
  read_mode(setting("HANSE_FAULT_MODE", "kill"));
  if (mode == kLose) lost_start(setting("HANSE_FAULT_SHADOW", ""));
  dir = getenv("HANSE_FAULT_DIR");
  dir_size = dir != NULL ? strlen(dir) : 0;
  unsetenv("LD_PRELOAD");
}

static void end_process(void) {
  if (mode == kLose) lost_undo(loses_data, loses_names);
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

__attribute__((destructor)) static void finish(void) {
  if (dir == NULL || at != -1) return;
  pthread_mutex_lock(&mutex);
  end_process();
}

static int is_below(const char* path) {
  return dir != NULL && strncmp(path, dir, dir_size) == 0 && (path[dir_size] == '/' || path[dir_size] == 0);
}

// The absolute path of `name` at `folder`; 0 when it is not below DIR.
static int locate(int folder, const char* name, char* path) {
  if (dir == NULL || name == NULL) return 0;
  size_t used = 0;
  if (name[0] != '/') {
    char link[64];
    snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    const ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_SIZE - 2);
    if (size <= 0) return 0;
    used = (size_t)size;
    path[used++] = '/';
  }
  snprintf(path + used, PATH_SIZE - used, "%s", name);
  for (size_t end = strlen(path); end > 1 && path[end - 1] == '/';) path[--end] = 0;
  return is_below(path);
}

static int locate_file(int file, char* path) {
  char link[64];
  if (dir == NULL || file < 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_SIZE - 1);
  if (size <= 0) return 0;
  path[size] = 0;
  return is_below(path);
}

// Counts one call, under the mutex. 1: it must fail, errno is set; 2: it must be torn.
static int reached(const char* call, const char* path) {
  struct stat info;
  if (switch_file != NULL && syscall(SYS_newfstatat, AT_FDCWD, switch_file, &info, 0) != 0) return 0;
  ++counted;
  if (log_file >= 0) {
    char line[PATH_SIZE + 64];
    const int size = snprintf(line, sizeof line, "%ld %s %s\n", counted, call, path);
    syscall(SYS_write, log_file, line, size);
  }
  const int here = counted == at || (fail_on && at > 0 && counted >= at);
  if (!here) return 0;
  if (mode == kFail) {
    // A file that is open already can be written and flushed whatever its mode is now.
    if (fail_errno == EACCES && (strstr(call, "write") || strstr(call, "sync") || strstr(call, "trunc"))) return 0;
    // Reading, flushing and removing need no room.
    if (fail_errno == ENOSPC && (strstr(call, "read") || strstr(call, "unlink") || strcmp(call, "rmdir") == 0)) return 0;
    errno = fail_errno;
    return 1;
  }
  if (mode == kTorn && strstr(call, "write")) return 2;
  end_process();
  return 0;
}

#define NEXT(name) \
  static __typeof__(&name) next; \
  if (next == NULL) *(void**)&next = dlsym(RTLD_NEXT, #name)
#define LOCK pthread_mutex_lock(&mutex)
#define UNLOCK pthread_mutex_unlock(&mutex)
// One call on a path or a file that DIR holds: counted, noted for a loss, done.
#define GUARDED(found, call, path, note, work) \
  if (!(found)) return work; \
  LOCK; \
  if (reached(call, path) == 1) return UNLOCK, -1; \
  if (mode == kLose) note; \
  const __typeof__(work) outcome = work; \
  const int code = errno; \
  UNLOCK; \
  errno = code; \
  return outcome

static int open_at(int folder, const char* name, int flags, mode_t mode_bits) {
  char path[PATH_SIZE];
  if (!locate(folder, name, path)) return syscall(SYS_openat, folder, name, flags, mode_bits);
  struct stat info;
  const int is_there = syscall(SYS_newfstatat, AT_FDCWD, path, &info, 0) == 0;
  const int creates = (flags & O_CREAT) && !is_there;
  const int cuts = (flags & O_TRUNC) && is_there && info.st_size > 0;
  if (!creates && !cuts && level == kChanges) return syscall(SYS_openat, folder, name, flags, mode_bits);
  LOCK;
  if (reached(creates ? "create" : cuts ? "open_trunc" : "open", path) == 1) return UNLOCK, -1;
  if (mode == kLose && cuts) lost_content_of(path);
  const int file = syscall(SYS_openat, folder, name, flags, mode_bits);
  const int code = errno;
  if (mode == kLose && creates && file >= 0) lost_made(path);
  UNLOCK;
  errno = code;
  return file;
}

static mode_t mode_of(int flags, va_list more) {
  return flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
}
#define OPEN(name) \
  int name(const char* path, int flags, ...) { \
    va_list more; \
    va_start(more, flags); \
    const mode_t bits = mode_of(flags, more); \
    va_end(more); \
    return open_at(AT_FDCWD, path, flags, bits); \
  }
#define OPENAT(name) \
  int name(int folder, const char* path, int flags, ...) { \
    va_list more; \
    va_start(more, flags); \
    const mode_t bits = mode_of(flags, more); \
    va_end(more); \
    return open_at(folder, path, flags, bits); \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
int __open_2(const char* path, int flags) { return open_at(AT_FDCWD, path, flags, 0); }
int __open64_2(const char* path, int flags) { return open_at(AT_FDCWD, path, flags, 0); }
int __openat_2(int folder, const char* path, int flags) { return open_at(folder, path, flags, 0); }
int __openat64_2(int folder, const char* path, int flags) { return open_at(folder, path, flags, 0); }
int creat(const char* path, mode_t bits) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, bits); }
int creat64(const char* path, mode_t bits) { return creat(path, bits); }

// `torn` does half of the write; then the process ends.
#define WRITE(name, parameters, arguments, torn) \
  ssize_t name parameters { \
    NEXT(name); \
    char path[PATH_SIZE]; \
    if (!locate_file(file, path)) return next arguments; \
    LOCK; \
    const int how = reached(#name, path); \
    if (how == 1) return UNLOCK, -1; \
    if (how == 2) { \
      torn; \
      end_process(); \
    } \
    if (mode == kLose) lost_content(file, path); \
    const ssize_t outcome = next arguments; \
    const int code = errno; \
    UNLOCK; \
    errno = code; \
    return outcome; \
  }
WRITE(write, (int file, const void* data, size_t size), (file, data, size), next(file, data, size / 2))
WRITE(pwrite, (int file, const void* data, size_t size, off_t offset), (file, data, size, offset),
      next(file, data, size / 2, offset))
WRITE(pwrite64, (int file, const void* data, size_t size, off64_t offset), (file, data, size, offset),
      next(file, data, size / 2, offset))
WRITE(writev, (int file, const struct iovec* parts, int count), (file, parts, count), next(file, parts, count / 2))
WRITE(pwritev, (int file, const struct iovec* parts, int count, off_t offset), (file, parts, count, offset),
      next(file, parts, count / 2, offset))
WRITE(pwritev64, (int file, const struct iovec* parts, int count, off64_t offset), (file, parts, count, offset),
      next(file, parts, count / 2, offset))

#define READ(name, parameters, arguments) \
  ssize_t name parameters { \
    NEXT(name); \
    char path[PATH_SIZE]; \
    GUARDED(level == kReads && locate_file(file, path), #name, path, (void)0, next arguments); \
  }
READ(read, (int file, void* data, size_t size), (file, data, size))
READ(pread, (int file, void* data, size_t size, off_t offset), (file, data, size, offset))
READ(pread64, (int file, void* data, size_t size, off64_t offset), (file, data, size, offset))

#define ON_FILE(name, parameters, arguments, note) \
  int name parameters { \
    NEXT(name); \
    char path[PATH_SIZE]; \
    GUARDED(locate_file(file, path), #name, path, note, next arguments); \
  }
ON_FILE(ftruncate, (int file, off_t size), (file, size), lost_content(file, path))
ON_FILE(ftruncate64, (int file, off64_t size), (file, size), lost_content(file, path))
ON_FILE(fallocate, (int file, int how, off_t from, off_t size), (file, how, from, size), lost_content(file, path))
ON_FILE(fallocate64, (int file, int how, off64_t from, off64_t size), (file, how, from, size),
        lost_content(file, path))
ON_FILE(posix_fallocate, (int file, off_t from, off_t size), (file, from, size), lost_content(file, path))
ON_FILE(posix_fallocate64, (int file, off64_t from, off64_t size), (file, from, size), lost_content(file, path))
ON_FILE(fchmod, (int file, mode_t bits), (file, bits), (void)0)
ON_FILE(sync_file_range, (int file, off64_t from, off64_t size, unsigned how), (file, from, size, how), (void)0)
// Noted as flushed before it is: the process ends at a call, never within one. The folder that
// holds DIR is noted too, as DIR's own name stands there; it does not count.
static void note_parent(int file) {
  char path[PATH_SIZE], link[64];
  if (mode != kLose || dir == NULL || file < 0) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_SIZE - 1);
  if (size <= 0 || strncmp(path, dir, size) != 0 || dir[size] != '/' || strchr(dir + size + 1, '/') != NULL) return;
  LOCK;
  lost_flushed(file);
  UNLOCK;
}
#define FLUSH(name) \
  int name(int file) { \
    NEXT(name); \
    char path[PATH_SIZE]; \
    note_parent(file); \
    GUARDED(locate_file(file, path), #name, path, lost_flushed(file), next(file)); \
  }
FLUSH(fsync)
FLUSH(fdatasync)

#define ON_PATH(name, parameters, arguments, folder, note) \
  int name parameters { \
    NEXT(name); \
    char path[PATH_SIZE]; \
    GUARDED(locate(folder, name_, path), #name, path, note, next arguments); \
  }
ON_PATH(truncate, (const char* name_, off_t size), (name_, size), AT_FDCWD, lost_content_of(path))
ON_PATH(truncate64, (const char* name_, off64_t size), (name_, size), AT_FDCWD, lost_content_of(path))
ON_PATH(unlink, (const char* name_), (name_), AT_FDCWD, lost_gone(path))
ON_PATH(unlinkat, (int folder, const char* name_, int flags), (folder, name_, flags), folder, lost_gone(path))
ON_PATH(remove, (const char* name_), (name_), AT_FDCWD, lost_gone(path))
ON_PATH(rmdir, (const char* name_), (name_), AT_FDCWD, lost_gone(path))
ON_PATH(mkdir, (const char* name_, mode_t bits), (name_, bits), AT_FDCWD, lost_making(path))
ON_PATH(mkdirat, (int folder, const char* name_, mode_t bits), (folder, name_, bits), folder, lost_making(path))
ON_PATH(chmod, (const char* name_, mode_t bits), (name_, bits), AT_FDCWD, (void)0)

// Links are made for nothing yet; counted, so that a new use is seen.
#define TO_PATH(name, parameters, arguments, from_folder, to_folder, note) \
  int name parameters { \
    NEXT(name); \
    char from[PATH_SIZE], path[PATH_SIZE]; \
    const int is_from = locate(from_folder, old, from), is_to = locate(to_folder, new, path); \
    GUARDED(is_from || is_to, #name, path, note, next arguments); \
  }
TO_PATH(rename, (const char* old, const char* new), (old, new), AT_FDCWD, AT_FDCWD, lost_renaming(from, path))
TO_PATH(renameat, (int a, const char* old, int b, const char* new), (a, old, b, new), a, b, lost_renaming(from, path))
TO_PATH(renameat2, (int a, const char* old, int b, const char* new, unsigned flags), (a, old, b, new, flags), a, b,
        lost_renaming(from, path))
TO_PATH(link, (const char* old, const char* new), (old, new), AT_FDCWD, AT_FDCWD, lost_making(path))
TO_PATH(linkat, (int a, const char* old, int b, const char* new, int flags), (a, old, b, new, flags), a, b,
        lost_making(path))
