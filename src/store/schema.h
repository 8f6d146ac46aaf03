// The layout's version and a database's stamp: brought up to date when it is opened, refused where
// it is not ours, newer than this program, or of the other mode. docs/storage-format.md.
//
// Threads: the caller's. Owner: none; plain functions.
#pragma once

#include <span>
#include <string_view>

#include "base/time.h"
#include "store/open_mode.h"
#include "store/sqlite.h"

namespace baobei::store {

// "BAOB", in the file's header: what `file` and we know it by.
inline constexpr std::int32_t kApplicationId = 0x42414F42;

// The newest version that this program knows: the number of its migrations.
int schema_version_known();

// Layouts are counted by their place, files are named by number: kInternal where the two part,
// since a number that was skipped or given twice would lead databases past a layout, or through it
// twice.
Status check_migrations(std::span<const std::string_view> names);

// The version of an open database; 0 for an empty file. kInvalid for somebody else's database.
Result<int> schema_version(Connection& connection);

// For real or for trying out, as stamped at creation.
Result<OpenMode> stamped_mode(Connection& connection);

// Creates or migrates, each migration with its stamp in one transaction; `now` is recorded.
// kInvalid: not ours, newer than this program, or of the other mode.
Status bring_up_to_date(Connection& connection, OpenMode mode, Instant now);

}  // namespace baobei::store
