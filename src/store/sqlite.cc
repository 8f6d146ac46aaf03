#include "store/sqlite.h"

#include <unistd.h>

#include <cstring>

#include "store/gathering_vfs.h"

namespace baobei::store {
namespace {

constexpr char kBegin[] = "BEGIN";
constexpr char kBeginImmediate[] = "BEGIN IMMEDIATE";
constexpr char kCommit[] = "COMMIT";
constexpr char kRollback[] = "ROLLBACK";

ErrorKind kind_of(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      return ErrorKind::kUnavailable;
    case SQLITE_CORRUPT:
      return ErrorKind::kCorrupt;
    case SQLITE_NOTADB:
      return ErrorKind::kInvalid;
    case SQLITE_CONSTRAINT:
      return ErrorKind::kConflict;
    case SQLITE_TOOBIG:
      return ErrorKind::kTooLarge;
    default:
      return ErrorKind::kInternal;
  }
}

// SQLite counts its memory under one lock of the process, at every allocation; nobody reads that.
// It must be told before its first use; where somebody was faster, it goes on counting.
void stop_counting_memory() {
  static const int told = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)told;
}

}  // namespace

Error sqlite_error(int extended_code, std::string message, std::string context) {
  message += " (SQLite " + std::to_string(extended_code) + ")";
  return {kind_of(extended_code), std::move(message), std::move(context)};
}

void Connection::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}
void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Access access) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= access == Access::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (access == Access::kCreate) flags |= SQLITE_OPEN_CREATE;
  stop_counting_memory();
  const char* vfs = access == Access::kCreate ? gathering_vfs() : nullptr;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) {
    if ((code & 0xff) == SQLITE_CANTOPEN && ::access(path.c_str(), F_OK) != 0) {
      return fail(ErrorKind::kNotFound, "there is no such file", path);
    }
    return std::unexpected(
        sqlite_error(code, handle == nullptr ? "no memory" : sqlite3_errmsg(handle), path));
  }
  // SQLite opens what it may not write for reading, and would say so only at the first commit.
  if (access != Access::kRead && sqlite3_db_readonly(handle, "main") == 1) {
    return fail(ErrorKind::kUnavailable, "the file cannot be written to", path);
  }
  sqlite3_busy_timeout(handle, kBusyMillisMax);
  // The schema is data from a file: no trigger or view of it may call what it likes.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // temp_store=memory: nothing of a case file strays into a temporary file. secure_delete: what is
  // erased is overwritten (R24).
  auto set = connection->run(
      "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
      "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
  if (!set) {
    set.error().context = path;
    return std::unexpected(set.error());
  }
  return connection;
}

Status Connection::run(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return std::unexpected(last_error());
}

sqlite3_stmt* Connection::prepared(const char* sql) {
  auto& statement = statements_[sql];
  if (statement == nullptr) {
    sqlite3_stmt* made = nullptr;
    sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement.reset(made);
  }
  return statement.get();
}

Error Connection::last_error() const {
  return sqlite_error(sqlite3_extended_errcode(handle_.get()), sqlite3_errmsg(handle_.get()));
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}
int Connection::changes() const {
  return sqlite3_changes(handle_.get());
}

namespace sqlite_detail {

int bind(sqlite3_stmt* statement, int at, std::int64_t value) {
  return sqlite3_bind_int64(statement, at, value);
}
int bind(sqlite3_stmt* statement, int at, std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();
  return sqlite3_bind_text64(statement, at, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
int bind(sqlite3_stmt* statement, int at, const Digest& value) {
  return sqlite3_bind_blob64(statement, at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
}
int bind_null(sqlite3_stmt* statement, int at) {
  return sqlite3_bind_null(statement, at);
}

bool read(sqlite3_stmt* statement, int at, std::int64_t& out) {
  out = sqlite3_column_int64(statement, at);
  return sqlite3_column_type(statement, at) == SQLITE_INTEGER;
}
bool read(sqlite3_stmt* statement, int at, std::string& out) {
  const int type = sqlite3_column_type(statement, at);
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) return false;
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, at));
  out.assign(bytes == nullptr ? "" : bytes,
             static_cast<std::size_t>(sqlite3_column_bytes(statement, at)));
  return true;
}
bool read(sqlite3_stmt* statement, int at, Digest& out) {
  const auto* bytes = sqlite3_column_blob(statement, at);
  if (bytes == nullptr) return false;
  if (static_cast<std::size_t>(sqlite3_column_bytes(statement, at)) != out.bytes.size()) {
    return false;
  }
  std::memcpy(out.bytes.data(), bytes, out.bytes.size());
  return true;
}
bool is_null(sqlite3_stmt* statement, int at) {
  return sqlite3_column_type(statement, at) == SQLITE_NULL;
}

}  // namespace sqlite_detail

bool Query::next() {
  if (error_) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) error_ = connection_.last_error();
  return false;
}

void Query::misfit(int column) {
  if (error_) return;
  error_ = Error{ErrorKind::kCorrupt, "a stored value is not of its column's kind",
                 std::string(sqlite3_column_name(statement_, column))};
}

Status Query::status() const {
  if (error_) return std::unexpected(*error_);
  return {};
}

Transaction::~Transaction() {
  // Where SQLite rolled back by itself there is nothing left to do.
  if (open_ && connection_.in_transaction()) (void)execute(connection_, kRollback);
}

Status Transaction::begin(Kind kind) {
  TRY(execute(connection_, kind == Kind::kRead ? kBegin : kBeginImmediate));
  open_ = true;
  return {};
}

Status Transaction::commit() {
  TRY(execute(connection_, kCommit));
  open_ = false;
  return {};
}

}  // namespace baobei::store
