// For threads of this module's own that work beside the engine: a task on the writer, and the
// answers to one lot of commands, waited for. Never on the writer or an I/O thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "http/services.h"

namespace baobei::http {

// Runs on the writer and waits for it; kUnavailable where it did not run.
template <typename T>
Result<T> on_writer(Services& services, std::function<Result<T>()> work) {
  auto result = std::make_shared<std::optional<Result<T>>>();
  // Whoever drops the task unrun, because the engine ends, ends the wait as well.
  auto done = std::make_shared<std::promise<void>>();
  auto ended = done->get_future();
  const bool taken =
      services.commands.on_writer([work = std::move(work), result, done = std::move(done)] {
        *result = work();
        done->set_value();
      });
  if (taken) ended.wait();
  if (taken && result->has_value()) return **result;
  return fail(ErrorKind::kUnavailable, "the writer takes nothing now");
}

// The answers to one lot of commands, from whatever threads they come.
class Answers {
 public:
  explicit Answers(std::size_t count) : answers_(count), missing_(count) {}

  void set(std::size_t at, engine::Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_[at] = std::move(answer);
    if (--missing_ == 0) all_there_.notify_all();
  }
  const std::vector<engine::Answer>& wait() {
    std::unique_lock lock(mutex_);
    all_there_.wait(lock, [this] { return missing_ == 0; });
    return answers_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_there_;
  std::vector<engine::Answer> answers_;
  std::size_t missing_;
};

}  // namespace baobei::http
