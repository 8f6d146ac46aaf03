#include "bench/bare_loop.h"

#include <charconv>
#include <cstring>

namespace baobei::bench {
namespace {

constexpr std::size_t kBatchMax = 256;  // as EngineLimits
constexpr std::string_view kBefore = "/v1/apps/wx";

http::Response answer_of(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

BareLoop::BareLoop(engine::Store& store, const Cast& cast, const lifecycle::Rules& rules,
                   Instant now)
    : store_(store), cast_(cast), steps_(Seeder(store, cast, rules).steps(0, now)) {
  for (std::size_t i = 0; i < cast.apps; ++i) {
    const auto stored = store.load(Cast::app(i));
    CHECK(stored.has_value(), "the database was not seeded");
    cases_.push_back({stored->revision, stored->last_hash});
  }
  writer_ = std::thread([this] { write_on(); });
}

BareLoop::~BareLoop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  writer_.join();
}

http::Admission BareLoop::admit(const http::Head&) {
  http::Admission admission;
  admission.body_bytes_max = 4096;
  return admission;
}

http::Reply BareLoop::receive(http::Request request) {
  const std::string_view path = request.head.path;
  Step step;
  const auto digits = path.substr(std::min(kBefore.size(), path.size()));
  std::from_chars(digits.data(), digits.data() + digits.size(), step.app);
  if (step.app >= cases_.size()) return answer_of(404, "");
  step.answers = path.ends_with("answer");
  step.key = request.head.header("Idempotency-Key");
  return http::Pending([this, step = std::move(step)](http::Done done) mutable {
    step.done = std::move(done);
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(step));
    wake_.notify_one();
  });
}

http::Response BareLoop::refuse(http::Fault, const http::Head&) {
  return answer_of(503, "");
}

Digest BareLoop::fresh_digest() {
  Digest digest;
  digest.bytes.fill(0x5A);
  ++digests_made_;
  std::memcpy(digest.bytes.data(), &digests_made_, sizeof digests_made_);
  return digest;
}

engine::Write BareLoop::write_of(const Step& step) {
  engine::Write write = step.answers ? steps_.answer : steps_.question;
  Case& current = cases_[step.app];
  write.app = Cast::app(step.app);
  write.row.owner = cast_.org(step.app);
  write.row.subject = cast_.subject(step.app);
  write.row.region = cast_.region(step.app);
  write.expected = current.revision;
  for (auto& event : write.events) {
    event.revision = ++current.revision;
    event.prev = current.last_hash;
    event.hash = current.last_hash = fresh_digest();
  }
  for (auto& notice : write.notices) {
    notice.revision = current.revision;
    notice.address = write.row.subject;
  }
  for (auto& text : write.texts) text.commitment = fresh_digest();
  auto& key = write.idempotency->key;
  key.principal = step.answers ? cast_.developer(step.app) : Cast::reviewer(step.app);
  key.key = step.key;
  return write;
}

void BareLoop::write_on() {
  for (;;) {
    std::vector<Step> batch;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      while (!queue_.empty() && batch.size() < kBatchMax) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    std::vector<engine::Write> writes;
    for (const auto& step : batch) writes.push_back(write_of(step));
    const auto outcomes = store_.commit(writes);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const bool committed = outcomes[i].result == engine::WriteResult::kCommitted;
      batch[i].done(committed ? answer_of(200, writes[i].idempotency->response)
                              : answer_of(503, outcomes[i].detail));
    }
  }
}

}  // namespace baobei::bench
