// SQLite as values: a connection, queries on statements that are prepared once and kept, and a
// transaction that rolls back unless it was committed.
//
// Invariants
// - A statement is prepared on its first use and kept for the life of the connection; the address
//   of its text is its identity, so texts are named constants.
// - A Query resets its statement when it goes, so no snapshot outlives it.
// - Errors stick: after the first one next() is false and status() says what it was.
// Threads: a connection and all that hangs on it belong to one thread at a time (NOMUTEX).
// Owner: the store or the reader's pool.
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "store/words.h"

namespace baobei::store {

// What SQLite says, as an Error: kUnavailable where time or space may cure it, kCorrupt, kConflict
// for a broken constraint, else kInternal.
Error sqlite_error(int extended_code, std::string message, std::string context = {});

// How long a call waits for a lock that another process holds: a back-up, an operator's tool.
inline constexpr int kBusyMillisMax = 5000;

enum class Access { kRead, kWrite, kCreate };

class Connection {
 public:
  // Opens the file and sets the pragmas that every connection needs. kNotFound for a missing file
  // that is not to be created; kInvalid for a file that is no SQLite database.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Access access);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Any number of statements without arguments; not kept.
  Status run(const std::string& sql);
  // The kept statement of this text; null where it cannot be prepared (last_error() says why).
  sqlite3_stmt* prepared(const char* sql);

  Error last_error() const;
  bool in_transaction() const;
  int changes() const;
  sqlite3* raw() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Connection(sqlite3* handle) : handle_(handle) {}

  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

namespace sqlite_detail {

int bind(sqlite3_stmt* statement, int at, std::int64_t value);
int bind(sqlite3_stmt* statement, int at, std::string_view value);
int bind(sqlite3_stmt* statement, int at, const Digest& value);
int bind_null(sqlite3_stmt* statement, int at);

template <std::integral T>
int bind(sqlite3_stmt* statement, int at, T value) {
  return bind(statement, at, static_cast<std::int64_t>(value));
}
inline int bind(sqlite3_stmt* statement, int at, const std::string& value) {
  return bind(statement, at, std::string_view(value));
}
inline int bind(sqlite3_stmt* statement, int at, const char* value) {
  return bind(statement, at, std::string_view(value));
}
inline int bind(sqlite3_stmt* statement, int at, Instant value) {
  return bind(statement, at, to_micros(value));
}
template <typename T>
requires std::is_enum_v<T>
int bind(sqlite3_stmt* statement, int at, T value) {
  return bind(statement, at, word(value));
}
template <typename T>
int bind(sqlite3_stmt* statement, int at, const std::optional<T>& value) {
  return value ? bind(statement, at, *value) : bind_null(statement, at);
}

// False where the column does not hold such a value.
bool read(sqlite3_stmt* statement, int at, std::int64_t& out);
bool read(sqlite3_stmt* statement, int at, std::string& out);
bool read(sqlite3_stmt* statement, int at, Digest& out);
bool is_null(sqlite3_stmt* statement, int at);

template <std::integral T>
bool read(sqlite3_stmt* statement, int at, T& out) {
  std::int64_t wide = 0;
  if (!read(statement, at, wide) ||
      !std::in_range<std::conditional_t<std::same_as<T, bool>, int, T>>(wide))
    return false;
  out = static_cast<T>(wide);
  return true;
}
inline bool read(sqlite3_stmt* statement, int at, Instant& out) {
  std::int64_t micros = 0;
  const bool held = read(statement, at, micros);
  out = from_micros(micros);
  return held;
}
template <typename T>
requires std::is_enum_v<T>
bool read(sqlite3_stmt* statement, int at, T& out) {
  std::string text;
  return read(statement, at, text) && from_word(text, out);
}
template <typename T>
bool read(sqlite3_stmt* statement, int at, std::optional<T>& out) {
  out.reset();
  if (is_null(statement, at)) return true;
  return read(statement, at, out.emplace());
}

}  // namespace sqlite_detail

class Query {
 public:
  // Binds the arguments in order; what they refer to must outlive the Query: no temporary string.
  template <typename... Args>
  Query(Connection& connection, const char* sql, Args&&... args)
      : connection_(connection), statement_(connection.prepared(sql)) {
    static_assert((!std::is_same_v<Args, std::string> && ...), "it ends before it is read");
    if (statement_ == nullptr) {
      error_ = connection_.last_error();
      return;
    }
    int at = 0;
    (note(sqlite_detail::bind(statement_, ++at, args)), ...);
  }
  ~Query() {
    if (statement_ != nullptr) sqlite3_reset(statement_);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // The next row, if there is one.
  bool next();

  // The row's columns, in order. What does not fit its variable is kCorrupt.
  template <typename... Out>
  void columns(Out&... out) {
    int at = 0;
    bool fits = true;
    ((fits = fits && sqlite_detail::read(statement_, at++, out)), ...);
    if (!fits) misfit(at - 1);
  }

  Status status() const;

 private:
  void note(int code) {
    if (code != SQLITE_OK && !error_) error_ = connection_.last_error();
  }
  void misfit(int column);

  Connection& connection_;
  sqlite3_stmt* statement_;
  std::optional<Error> error_;
};

// Runs one kept statement to its end; the arguments may be temporaries.
template <typename... Args>
Status execute(Connection& connection, const char* sql, const Args&... args) {
  Query query(connection, sql, args...);
  while (query.next()) {
  }
  return query.status();
}

class Transaction {
 public:
  enum class Kind { kRead, kWrite };  // kWrite: BEGIN IMMEDIATE
  explicit Transaction(Connection& connection) : connection_(connection) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Status begin(Kind kind);
  Status commit();

 private:
  Connection& connection_;
  bool open_ = false;
};

}  // namespace baobei::store
