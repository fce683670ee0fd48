// SPDX-License-Identifier: Apache-2.0
#include "lost.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_MAX = 4096, NAMES_MAX = 16384, FOLDERS_MAX = 1024 };

// A file that was written, by its own descriptor: names change. It is never closed, since closing
// would drop the locks that SQLite has on it.
struct File {
  dev_t device;
  ino_t inode;
  int file, saved;  // descriptors; `saved` has the flushed content
  int is_dirty;
};
struct Folder {
  dev_t device;
  ino_t inode;
  int handle;
};
enum Kind { kMade, kGone, kGoneFolder, kRenamed };
struct Name {
  enum Kind kind;
  int folder, from_folder;  // of the table below
  char name[256], from_name[256];
  int saved;  // number of a link in the shadow folder; 0: none
  int is_flushed;
};

static struct File files[FILES_MAX];
static struct Folder folders[FOLDERS_MAX];
static struct Name names[NAMES_MAX];
static int file_count, folder_count, name_count, saved_count, shadow = -1;

// The test would say nothing: better a death that the driver does not expect.
static void check(int holds, const char* what) {
  if (holds) return;
  char line[256];
  const int size = snprintf(line, sizeof line, "tests/faults: %s\n", what);
  syscall(SYS_write, 2, line, size);
  syscall(SYS_kill, getpid(), SIGABRT);
}

void lost_start(const char* shadow_folder) {
  shadow = syscall(SYS_openat, AT_FDCWD, shadow_folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  check(shadow >= 0, "HANSE_FAULT_SHADOW is no folder");
}

static void copy(int from, int to) {
  char buffer[65536];
  off_t offset = 0;
  ssize_t count;
  while ((count = syscall(SYS_pread64, from, buffer, sizeof buffer, offset)) > 0) {
    check(syscall(SYS_pwrite64, to, buffer, count, offset) == count, "cannot copy");
    offset += count;
  }
  check(count == 0 && syscall(SYS_ftruncate, to, offset) == 0, "cannot copy");
}

static struct File* file_of(const struct stat* info) {
  for (int i = 0; i < file_count; ++i)
    if (files[i].device == info->st_dev && files[i].inode == info->st_ino) return &files[i];
  return NULL;
}

static void save_content(const char* reopen) {
  struct stat info;
  if (syscall(SYS_newfstatat, AT_FDCWD, reopen, &info, 0) != 0 || !S_ISREG(info.st_mode)) return;
  struct File* known = file_of(&info);
  if (known == NULL) {
    check(file_count < FILES_MAX, "too many files");
    known = &files[file_count++];
    known->device = info.st_dev;
    known->inode = info.st_ino;
    known->file = syscall(SYS_openat, AT_FDCWD, reopen, O_RDWR | O_CLOEXEC, 0);
    char name[32];
    snprintf(name, sizeof name, "content-%d", file_count);
    known->saved = syscall(SYS_openat, shadow, name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    check(known->file >= 0 && known->saved >= 0, "cannot open a file again");
  }
  if (known->is_dirty) return;
  copy(known->file, known->saved);
  known->is_dirty = 1;
}

static int is_memory(const char* path) {
  const size_t size = strlen(path);
  return size > 4 && strcmp(path + size - 4, "-shm") == 0;
}

void lost_content(int file, const char* path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (!is_memory(path)) save_content(link);
}

void lost_content_of(const char* path) {
  if (!is_memory(path)) save_content(path);
}

void lost_flushed(int file) {
  struct stat info;
  if (syscall(SYS_fstat, file, &info) != 0) return;
  struct File* known = file_of(&info);
  if (known != NULL && S_ISREG(info.st_mode)) known->is_dirty = 0;
  for (int i = 0; i < name_count; ++i)
    if (folders[names[i].folder].device == info.st_dev && folders[names[i].folder].inode == info.st_ino)
      names[i].is_flushed = 1;
}

// Where a name lies, by a handle that stays right when the folder itself is renamed.
static int folder_of(const char* path, char* name) {
  char parent[PATH_SIZE];
  snprintf(parent, sizeof parent, "%s", path);
  char* slash = strrchr(parent, '/');
  snprintf(name, 256, "%s", slash + 1);
  slash[slash == parent] = 0;
  struct stat info;
  if (syscall(SYS_newfstatat, AT_FDCWD, parent, &info, 0) != 0) return -1;
  for (int i = 0; i < folder_count; ++i)
    if (folders[i].device == info.st_dev && folders[i].inode == info.st_ino) return i;
  check(folder_count < FOLDERS_MAX, "too many folders");
  folders[folder_count].device = info.st_dev;
  folders[folder_count].inode = info.st_ino;
  folders[folder_count].handle = syscall(SYS_openat, AT_FDCWD, parent, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  return folder_count++;
}

static struct Name* note(enum Kind kind, const char* path) {
  check(name_count < NAMES_MAX, "too many names");
  struct Name* out = &names[name_count];
  memset(out, 0, sizeof *out);
  out->kind = kind;
  out->folder = folder_of(path, out->name);
  if (out->folder < 0) return NULL;
  ++name_count;
  return out;
}

// A second name for a file that loses its own, so that it can come back.
static int save_link(const char* path) {
  char name[32];
  snprintf(name, sizeof name, "link-%d", ++saved_count);
  check(syscall(SYS_linkat, AT_FDCWD, path, shadow, name, 0) == 0, "cannot link into the shadow folder");
  return saved_count;
}

void lost_made(const char* path) { note(kMade, path); }

void lost_making(const char* path) {
  struct stat info;
  if (syscall(SYS_newfstatat, AT_FDCWD, path, &info, AT_SYMLINK_NOFOLLOW) != 0) note(kMade, path);
}

void lost_gone(const char* path) {
  struct stat info;
  if (syscall(SYS_newfstatat, AT_FDCWD, path, &info, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (S_ISDIR(info.st_mode)) {
    // rmdir and remove of a folder that is not empty fail and change nothing: undoing finds it there.
    note(kGoneFolder, path);
    return;
  }
  struct Name* out = note(kGone, path);
  if (out != NULL) out->saved = save_link(path);
}

void lost_renaming(const char* from, const char* to) {
  struct stat info;
  if (syscall(SYS_newfstatat, AT_FDCWD, from, &info, AT_SYMLINK_NOFOLLOW) != 0) return;
  struct Name* out = note(kRenamed, to);
  if (out == NULL) return;
  out->from_folder = folder_of(from, out->from_name);
  if (syscall(SYS_newfstatat, AT_FDCWD, to, &info, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(info.st_mode))
    out->saved = save_link(to);
}

static void remove_all(int folder, const char* name) {
  if (syscall(SYS_unlinkat, folder, name, 0) == 0) return;
  const int handle = syscall(SYS_openat, folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (handle < 0) return;
  DIR* entries = fdopendir(handle);
  for (struct dirent* entry; entries != NULL && (entry = readdir(entries)) != NULL;)
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) remove_all(handle, entry->d_name);
  syscall(SYS_unlinkat, folder, name, AT_REMOVEDIR);
}

static void restore_link(const struct Name* name) {
  if (name->saved == 0) return;
  char link[32];
  snprintf(link, sizeof link, "link-%d", name->saved);
  syscall(SYS_unlinkat, folders[name->folder].handle, name->name, 0);  // a new one of that name
  syscall(SYS_linkat, shadow, link, folders[name->folder].handle, name->name, 0);
}

static void undo(const struct Name* name) {
  const int folder = folders[name->folder].handle;
  switch (name->kind) {
    case kMade: remove_all(folder, name->name); break;
    case kGone: restore_link(name); break;
    case kGoneFolder: syscall(SYS_mkdirat, folder, name->name, 0700); break;
    case kRenamed:
      syscall(SYS_renameat2, folder, name->name, folders[name->from_folder].handle, name->from_name, 0);
      restore_link(name);
      break;
  }
}

void lost_undo(int data, int with_names) {
  for (int i = 0; data && i < file_count; ++i)
    if (files[i].is_dirty) copy(files[i].saved, files[i].file);
  for (int i = name_count - 1; with_names && i >= 0; --i)
    if (!names[i].is_flushed) undo(&names[i]);
}
