#include "server/clocks.h"

#include <ctime>

namespace baobei::server {
namespace {

std::int64_t micros_of(clockid_t which) {
  timespec time = {};
  CHECK(::clock_gettime(which, &time) == 0);
  return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1'000;
}

}  // namespace

Instant SystemClock::now() {
  return from_micros(micros_of(CLOCK_REALTIME));
}
Duration SystemClock::boot_time() {
  return Duration(micros_of(CLOCK_BOOTTIME));
}

Instant SandboxClock::now() {
  const auto since = running_since_.load();
  const auto ran = since < 0 ? 0 : machine_.boot_time().count() - since;
  return from_micros(base_.load() + ran);
}

void SandboxClock::run() {
  running_since_ = machine_.boot_time().count();
}

Status SandboxClock::move(Instant to) {
  const Duration by = to - now();
  if (by < Duration::zero()) return fail(ErrorKind::kInvalid, "a clock goes forward", "/to");
  base_ += by.count();
  return {};
}

}  // namespace baobei::server
