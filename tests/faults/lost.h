// SPDX-License-Identifier: Apache-2.0
// What a loss of power leaves of what the process did, by the weakest promise that POSIX makes:
//   - of a file, its content at its last fsync or fdatasync (at the start of the process, or empty
//     when it is new);
//   - of a folder, its entries at its last fsync: what was made, renamed or removed in it since is
//     undone, newest first; a folder that was made and whose entry is undone goes with all it holds.
// What was there when the process started counts as flushed. Real file systems lose less, and each
// file for itself; `lose-data` and `lose-names` are two of the mixtures. SQLite's `-shm` is memory:
// the first process that opens the database makes it anew. Pages written through a mapping of
// another file are not seen; nobody maps one for writing here.
// All are called under the caller's mutex and use system calls only.
#pragma once
#include <limits.h>

#define PATH_SIZE (PATH_MAX + 64)

void lost_start(const char* shadow_folder);
// Before a change of content.
void lost_content(int file, const char* path);
void lost_content_of(const char* path);
void lost_flushed(int file);  // a file or a folder
// Before a name is made (when it is not there), after a file was made, before one goes or moves.
void lost_making(const char* path);
void lost_made(const char* path);
void lost_gone(const char* path);
void lost_renaming(const char* from, const char* to);
void lost_undo(int data, int names);
