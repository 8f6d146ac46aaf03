// http::Rehearsals on the child process: two checks of each package that people decided, one after
// the other on a thread of its own, and a file for each rehearsal in the data folder.
//
// Invariants: a file is written whole when a rehearsal begins and when it ends; one that says that
// it runs was left behind by a server that stopped. What people found is what a refusal's reasons
// say of rules and categories; a refusal whose reasons say something else scores nothing. Threads:
// any; the work on its own. Owner: server::Rules; reader, blobs and clock outlive it.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "http/rehearsals.h"
#include "server/rules.h"

namespace baobei::server {

class Rehearser final : public http::Rehearsals {
 public:
  static Result<std::unique_ptr<Rehearser>> open(engine::Reader& reader, Rules::Means means);
  ~Rehearser() override;  // ends it

  Result<http::RehearsalRow> begin(Order order) override;
  std::vector<http::RehearsalRow> list() override;
  Result<http::RehearsalRow> find(const std::string& id) override;
  Result<http::RehearsalRow> stop(const std::string& id) override;

  // What runs is stopped and recorded so.
  void end();

 private:
  Rehearser(engine::Reader& reader, Rules::Means means)
      : reader_(reader), means_(std::move(means)) {}
  Status read_kept();
  Status keep(const http::RehearsalRow& row) const;
  void drop_oldest();
  void run(const Order& order, const std::string& id);
  void update(const std::string& id, const std::function<void(http::RehearsalRow&)>& change);
  bool is_stopped();

  engine::Reader& reader_;
  const Rules::Means means_;
  std::mutex mutex_;
  std::deque<http::RehearsalRow> rows_;  // newest first
  bool running_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace baobei::server
