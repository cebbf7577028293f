// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rastro::storage {

/// SQLite's file layer, but that what is written to a write-ahead log in a row reaches the system in one call, when it
/// is to be synced or read: SQLite itself makes two calls for each page (a frame's head, and the page), which is a
/// tenth of what storing a click costs. Needs `synchronous=FULL`: then SQLite syncs each commit's frames before others
/// learn of them (https://www.sqlite.org/wal.html), so nobody misses what still waits here. Whatever is lost with the
/// process was not committed. Its name, for sqlite3_open_v2(); registered on the first call. Any thread.
[[nodiscard]] const char *walVfs();

} // namespace rastro::storage
