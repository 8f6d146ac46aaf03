#include "store/sqlite_health.h"

#include "store/health_sql.h"
#include "store/reader_pool.h"

namespace baobei::store {
namespace {

constexpr std::uint64_t kCountedMost = engine::kCountedExactlyMax + 1;

template <typename... Args>
Status count(Connection& db, std::uint64_t& into, const char* sql, const Args&... args) {
  Query query(db, sql, args...);
  if (query.next()) query.columns(into);
  return query.status();
}

}  // namespace

Result<Owed> SqliteHealth::owed(Instant now) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Owed owed;
  Query next(*db, sql::kNextEnd, now);
  if (next.next()) next.columns(owed.next_due.emplace());
  TRY(next.status());
  TRY(count(*db, owed.overdue, sql::kCountOverdue, now, kCountedMost));
  TRY(count(*db, owed.checks, sql::kCountChecks, kCountedMost));
  return owed;
}

}  // namespace baobei::store
