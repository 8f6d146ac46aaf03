// The server's log: one line per event on standard error, in UTC, for the journal. Words of people
// and secrets never stand in it; what came from outside is made printable.
// Threads: any. Owner: main.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"

namespace spdlog {
class logger;
}

namespace baobei::server {

class Log {
 public:
  // "debug", "info", "warn" or "error"; lower ones are dropped.
  explicit Log(std::string_view level);

  void info(std::string_view line) const;
  void warn(std::string_view line) const;
  // A fault of ours or of the machine's at its own level: what a client sent (kInvalid and the like)
  // is information, kUnavailable a warning, the rest an error.
  void error(const Error& error) const;

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace baobei::server
