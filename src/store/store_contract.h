// What every Store and its Reader must do, whatever they stand on: the suite StoreContract, run for
// each kind that store_kinds_test.cc lists. A new store adds a row there and nothing else.
//
// Rows are made here without the lifecycle: chains of events with the right hashes and nothing else
// that would mean anything to it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "engine/applications.h"
#include "engine/calendar_ports.h"
#include "engine/contact_ports.h"
#include "engine/count_ports.h"
#include "engine/directory.h"
#include "engine/dismissal_ports.h"
#include "engine/edition_ports.h"
#include "engine/feed_ports.h"
#include "engine/host_ports.h"
#include "engine/job_ports.h"
#include "engine/office_key_ports.h"
#include "engine/personal_data.h"
#include "engine/ports.h"
#include "engine/scan_ports.h"
#include "engine/search_ports.h"
#include "engine/sign_in_ports.h"
#include "engine/statistics_ports.h"
#include "engine/upload_ports.h"
#include "engine/webhook_ports.h"
#include "merkle/tree.h"

namespace baobei::store {

// One store of its own, and what it stands on.
class StoreWorld {
 public:
  virtual ~StoreWorld() = default;
  virtual engine::Store& store() = 0;
  virtual engine::Reader& reader() = 0;
  virtual engine::Applications& applications() = 0;
  virtual engine::Directory& directory() = 0;
  virtual engine::SignIns& sign_ins() = 0;
  virtual engine::Statistics& statistics() = 0;
  virtual std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) = 0;
  virtual engine::Uploads& uploads() = 0;
  virtual engine::Hosts& hosts() = 0;
  virtual engine::Feed& feed() = 0;
  virtual engine::Calendars& calendars() = 0;
  virtual engine::InboxMarks& inbox_marks() = 0;
  virtual engine::Counts& counts() = 0;
  virtual engine::Webhooks& webhooks() = 0;
  virtual engine::Editions& editions() = 0;
  virtual engine::Jobs& jobs() = 0;
  virtual engine::OfficeKeys& office_keys() = 0;
  virtual engine::Scans& scans() = 0;
  virtual engine::Dismissals& dismissals() = 0;
  virtual merkle::Log& log_tree() = 0;
  virtual engine::AppSearch& search() = 0;
  virtual engine::PersonalData& personal_data() = 0;
  virtual engine::Contacts& contacts() = 0;
  // The same feed as it is found under other limits.
  virtual std::vector<std::unique_ptr<engine::Feed>> feeds_by_other_ways() { return {}; }
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreWorld>()> make;

  friend void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }
};

// Every kind that there is (store_kinds_test.cc), for suites that build on StoreContract.
std::vector<StoreKind> store_kinds();

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  const std::unique_ptr<StoreWorld> world_ = GetParam().make();
  engine::Store& store_ = world_->store();
  engine::Reader& reader_ = world_->reader();
  engine::Uploads& uploads_ = world_->uploads();
  engine::Applications& applications_ = world_->applications();
  engine::Directory& directory_ = world_->directory();
  engine::SignIns& sign_ins_ = world_->sign_ins();
};

inline constexpr Instant kStart = from_micros(1'770'000'000'000'000);
inline Instant at(std::int64_t seconds) {
  return kStart + std::chrono::seconds(seconds);
}

// Canonical, as lifecycle::seal writes it.
inline engine::EventRow fake_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                                   const Digest& prev) {
  engine::EventRow row;
  row.revision = revision;
  row.type = "tested";
  row.at = at(static_cast<std::int64_t>(revision));
  row.recorded_at = row.at;
  row.actor = "person-1";
  row.prev = prev;
  row.body = R"({"actor":{"person":"person-1"},"app":")" + app + R"(","at":)" +
             std::to_string(to_micros(row.at)) + R"(,"data":{"type":"tested"},"prev":")" +
             to_hex(prev) + R"(","revision":)" + std::to_string(revision) + "}";
  row.hash = sha256("baobei.event/1\n" + row.body);
  return row;
}

// `count` events that follow `last`, owned by "org-a", subject "sub-a" in region 33.
inline engine::Write fake_write(const lifecycle::AppId& app, const engine::StoredApp& last = {},
                                std::size_t count = 1) {
  engine::Write write;
  write.app = app;
  write.expected = last.revision;
  Digest prev = last.last_hash;
  for (std::size_t i = 1; i <= count; ++i) {
    write.events.push_back(fake_event(app, last.revision + i, prev));
    prev = write.events.back().hash;
  }
  write.state = R"({"revision":)" + std::to_string(last.revision + count) + "}";
  write.row = {"org-a", "sub-a", "33", lifecycle::ServiceState::kNeverServed,
               write.events.back().at};
  return write;
}

inline engine::StoredApp after(const engine::Write& write) {
  return {write.state, write.events.back().revision, write.events.back().hash};
}

inline engine::IdempotencyRow fake_key(const std::string& key, const std::string& request,
                                       const std::string& response = "{}") {
  return {{"person-1", "submit", key}, sha256(request), response, kStart};
}

inline engine::NoticeRow fake_notice(const engine::Write& write, lifecycle::Recipient recipient,
                                     const std::string& address) {
  engine::NoticeRow row;
  row.recipient = recipient;
  row.address = address;
  row.revision = write.events.back().revision;
  row.seq = static_cast<std::uint32_t>(write.notices.size());
  row.at = write.events.back().at;
  row.notice.kind = lifecycle::NoticeKind::kPreLaunch;
  row.notice.submission = 1;
  return row;
}

inline engine::SubmissionRow fake_submission(lifecycle::SubmissionNo no,
                                             lifecycle::SubmissionState state,
                                             std::optional<Instant> due, Instant submitted_at) {
  return {no, state, sha256("package"), due, submitted_at, submitted_at};
}

inline engine::EntrySummaryRow fake_entry(lifecycle::EntryNo no, lifecycle::SubmissionNo submission,
                                          const std::string& region, lifecycle::EntryState state,
                                          Instant start) {
  return {no, submission, state, region, start, start + std::chrono::hours(168), start, {}, false};
}

inline engine::Viewer viewer_of(std::vector<lifecycle::Role> roles, const std::string& org,
                                const std::string& region = "") {
  return {"viewer", org, std::move(roles), region};
}
inline engine::Viewer everything() {
  return viewer_of({lifecycle::Role::kReviewer}, "org-operator");
}

inline engine::WriteOutcome commit_one(engine::Store& store, const engine::Write& write) {
  auto outcomes = store.commit(std::span(&write, 1));
  EXPECT_EQ(outcomes.size(), 1U);
  return outcomes.at(0);
}

// Commits, and expects it to be taken.
inline engine::StoredApp put(engine::Store& store, const engine::Write& write) {
  const auto outcome = commit_one(store, write);
  EXPECT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
  return after(write);
}

inline std::vector<engine::WriteResult> results(const std::vector<engine::WriteOutcome>& outcomes) {
  std::vector<engine::WriteResult> all;
  for (const auto& outcome : outcomes) all.push_back(outcome.result);
  return all;
}

}  // namespace baobei::store
