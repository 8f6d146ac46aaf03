// The bare loop: what a durable transition costs before anybody looks at it.
//
// The sessions, the store and its group commit are the product's own; the rows of each step are
// those that the product writes for it (Seeder::steps), idempotency key, chain and texts fresh each
// time. There is no authentication, no reading of the body, no facts, no decision, no encoding.
// Invariants: one writer thread commits what queued while the last commit ran, at most 256.
// Threads: receive from the I/O threads. Owner: the serving process; outlives its Server.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "bench/seed.h"
#include "http/server.h"
#include "store/sqlite_store.h"

namespace baobei::bench {

class BareLoop final : public http::Application {
 public:
  // `store` holds the seeded cases of `cast`, each in review.
  BareLoop(engine::Store& store, const Cast& cast, const lifecycle::Rules& rules, Instant now);
  ~BareLoop() override;

  http::Admission admit(const http::Head& head) override;
  http::Reply receive(http::Request request) override;
  http::Response refuse(http::Fault fault, const http::Head& head) override;

 private:
  struct Step {
    std::size_t app = 0;
    bool answers = false;
    std::string key;
    http::Done done;
  };
  struct Case {
    lifecycle::Revision revision = 0;
    Digest last_hash;
  };

  void write_on();
  engine::Write write_of(const Step& step);
  Digest fresh_digest();

  engine::Store& store_;
  const Cast cast_;
  const Seeder::Steps steps_;
  std::vector<Case> cases_;  // the writer's
  std::uint64_t digests_made_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Step> queue_;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace baobei::bench
