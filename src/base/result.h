// Errors as values: Error, Result<T>, the TRY macros, and CHECK for bugs.
//
// Invariants: our code throws nothing; an adapter catches a library's exceptions in the file that
// calls it. An Error says what failed in words an operator understands; a *refusal* of the
// lifecycle is not an Error but a domain result of its own (lifecycle/refusal.h).
// Threads: plain values. Owner: whoever holds them.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace baobei {

// Closed: one table maps kinds to HTTP problems (http/problem.cc) and CLI exit codes (cli/exit.h).
enum class ErrorKind {
  kInvalid,       // the input is wrong; sending it again cannot help
  kNotFound,      // no such thing, or none that the viewer may know of
  kUnauthorized,  // nobody we know
  kForbidden,     // known, but without the right
  kConflict,      // somebody else changed it in between
  kTooLarge,      // a named limit was passed
  kUnavailable,   // right now it cannot be done; try again
  kCorrupt,       // stored data contradict themselves
  kInternal,      // a fault of ours or of the machine
};

std::string_view name(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;
  std::string context;  // where: a file and line, a JSON pointer, a path; may be empty

  bool operator==(const Error&) const = default;
};

// "context: message", for logs and terminals.
std::string to_string(const Error& error);

// A class, because only classes can be [[nodiscard]] as a whole.
template <typename T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};
using Status = Result<void>;

[[nodiscard]] std::unexpected<Error> fail(ErrorKind kind, std::string message,
                                          std::string context = {});

// Prints file, line, condition and detail, then aborts. For bugs only; durable state makes a
// restart safe.
[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               const std::string& detail);

}  // namespace baobei

#define BAOBEI_CONCAT_(a, b) a##b
#define BAOBEI_CONCAT(a, b) BAOBEI_CONCAT_(a, b)

// CHECK(condition) or CHECK(condition, "detail"): always on.
#define CHECK(condition, ...)                                                           \
  do {                                                                                  \
    if (!(condition)) [[unlikely]]                                                      \
      ::baobei::check_failed(__FILE__, __LINE__, #condition, std::string{__VA_ARGS__}); \
  } while (false)

// TRY(expression): returns its error from the enclosing function, drops its value.
#define TRY(expression)                                      \
  do {                                                       \
    if (auto try_result = (expression); !try_result)         \
      return std::unexpected(std::move(try_result).error()); \
  } while (false)

// TRY_ASSIGN(auto x, expression): as TRY, and binds the value.
#define TRY_ASSIGN(target, expression) \
  TRY_ASSIGN_(BAOBEI_CONCAT(try_result_, __LINE__), target, expression)
#define TRY_ASSIGN_(temporary, target, expression)                      \
  auto temporary = (expression);                                        \
  if (!temporary) return std::unexpected(std::move(temporary).error()); \
  target = std::move(*temporary)
