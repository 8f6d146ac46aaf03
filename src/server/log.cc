#include "server/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/text.h"

namespace baobei::server {

namespace {

spdlog::level::level_enum level_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
    case ErrorKind::kNotFound:
    case ErrorKind::kUnauthorized:
    case ErrorKind::kForbidden:
    case ErrorKind::kConflict:
    case ErrorKind::kTooLarge:
      return spdlog::level::info;
    case ErrorKind::kUnavailable:
      return spdlog::level::warn;
    case ErrorKind::kCorrupt:
    case ErrorKind::kInternal:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

Log::Log(std::string_view level)
    : logger_(std::make_shared<spdlog::logger>("baobei",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
  logger_->set_level(spdlog::level::from_str(std::string(level)));
}

void Log::info(std::string_view line) const {
  logger_->info("{}", printable(line));
}
void Log::warn(std::string_view line) const {
  logger_->warn("{}", printable(line));
}
void Log::error(const Error& error) const {
  logger_->log(level_of(error.kind), "{} ({})", printable(to_string(error)), name(error.kind));
}

}  // namespace baobei::server
