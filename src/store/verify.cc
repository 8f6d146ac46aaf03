#include <string>

#include "base/json.h"
#include "lifecycle/codec.h"
#include "store/backup.h"
#include "store/read_sql.h"
#include "store/schema.h"
#include "store/sqlite_reads.h"

namespace baobei::store {
namespace {

constexpr std::size_t kPageRows = 1000;
constexpr std::size_t kBodyBytesMax = std::size_t{16} << 20;

constexpr char kIntegrity[] = "PRAGMA integrity_check(1)";
constexpr char kLogCounter[] = "SELECT value FROM counter WHERE name = 'log'";
constexpr char kChain[] =
    "SELECT bucket, app_id, revision, log_index, prev, hash FROM event "
    "WHERE (bucket, app_id, revision) > (?1, ?2, ?3) ORDER BY bucket, app_id, revision LIMIT ?4";
constexpr char kApps[] =
    "SELECT bucket, app_id, revision, last_hash FROM app "
    "WHERE (bucket, app_id) > (?1, ?2) ORDER BY bucket, app_id LIMIT ?3";

std::unexpected<Error> fault(std::string what, const std::string& app, std::uint64_t revision) {
  return fail(ErrorKind::kCorrupt, std::move(what),
              "mini-program " + app + ", revision " + std::to_string(revision));
}

Status check_structure(Connection& db) {
  Query query(db, kIntegrity);
  std::string found;
  if (query.next()) query.columns(found);
  TRY(query.status());
  if (found == "ok") return {};
  return fail(ErrorKind::kCorrupt, "the file's structure is broken: " + found);
}

// A member of the body as text: strings as they are, numbers in digits; empty where it is absent.
std::string member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

std::string member_of(const json::object& object, std::string_view outer, std::string_view name) {
  const auto* value = object.if_contains(outer);
  return value != nullptr && value->is_object() ? member(value->get_object(), name) : std::string();
}

Status check_body(const engine::LoggedEvent& event) {
  const auto& row = event.row;
  if (lifecycle::hash_of_event_body(row.body) != row.hash) {
    return fault("the event is not what was hashed", event.app, row.revision);
  }
  const auto body = parse_json(row.body, kBodyBytesMax);
  if (!body || !body->is_object()) return fault("the body is no JSON", event.app, row.revision);
  const auto& object = body->get_object();
  const bool agrees = member(object, "app") == event.app &&
                      member(object, "revision") == std::to_string(row.revision) &&
                      member(object, "prev") == to_hex(row.prev) &&
                      member(object, "at") == std::to_string(to_micros(row.at)) &&
                      member_of(object, "data", "type") == row.type &&
                      member_of(object, "actor", "person") == row.actor;
  if (!agrees) return fault("the columns are not what the body says", event.app, row.revision);
  return {};
}

// In log order: dense, and each event as it was hashed.
Status check_log(Connection& db, Verified& verified) {
  std::vector<engine::LoggedEvent> page;
  do {
    page.clear();
    {
      Query query(db, sql::kLog, verified.events, kPageRows);
      TRY(read_events(query, page));
    }
    for (const auto& event : page) {
      if (event.log_index != verified.events + 1) {
        return fault("log index " + std::to_string(verified.events + 1) + " is missing before " +
                         std::to_string(event.log_index),
                     event.app, event.row.revision);
      }
      TRY(check_body(event));
      ++verified.events;
    }
  } while (!page.empty());
  Query query(db, kLogCounter);
  std::uint64_t counted = 0;
  if (query.next()) query.columns(counted);
  TRY(query.status());
  if (counted == verified.events) return {};
  return fail(ErrorKind::kCorrupt, "the log ends at " + std::to_string(verified.events) + ", " +
                                       std::to_string(counted) + " were given out");
}

struct Link {
  std::uint32_t bucket = 0;
  std::string app;
  std::uint64_t revision = 0;
  std::uint64_t log_index = 0;
  Digest prev;
  Digest hash;
};
struct Case {
  std::uint32_t bucket = 0;
  std::string app;
  std::uint64_t revision = 0;
  Digest last_hash;
};

Result<std::vector<Link>> links_after(Connection& db, const Link& last) {
  std::vector<Link> links;
  Query query(db, kChain, last.bucket, last.app, last.revision, kPageRows);
  while (query.next()) {
    auto& link = links.emplace_back();
    query.columns(link.bucket, link.app, link.revision, link.log_index, link.prev, link.hash);
  }
  TRY(query.status());
  return links;
}

// Both walks go by bucket and mini-program, side by side.
class Cases {
 public:
  explicit Cases(Connection& db) : db_(db) {}

  // The next case file; an empty one at the end.
  Result<Case> next() {
    if (at_ == page_.size()) {
      const Case last = page_.empty() ? Case{} : page_.back();
      page_.clear();
      at_ = 0;
      Query query(db_, kApps, last.bucket, last.app, kPageRows);
      while (query.next()) {
        auto& row = page_.emplace_back();
        query.columns(row.bucket, row.app, row.revision, row.last_hash);
      }
      TRY(query.status());
    }
    return at_ < page_.size() ? page_[at_++] : Case{};
  }

 private:
  Connection& db_;
  std::vector<Case> page_;
  std::size_t at_ = 0;
};

Status check_case(const Case& found, const Link& last) {
  if (found.app != last.app) {
    const bool missing =
        found.app.empty() || std::pair(found.bucket, found.app) > std::pair(last.bucket, last.app);
    return missing ? fault("the case file is missing", last.app, last.revision)
                   : fault("a case file without events", found.app, found.revision);
  }
  if (found.revision != last.revision) {
    return fault("the case file is at another revision than its last event", found.app,
                 found.revision);
  }
  if (found.last_hash != last.hash) {
    return fault("the case file does not rest on its last event", found.app, found.revision);
  }
  return {};
}

Status check_link(const Link& before, const Link& link) {
  const bool begins = before.app != link.app;
  const std::uint64_t expected = begins ? 1 : before.revision + 1;
  if (link.revision != expected) {
    return fault("revision " + std::to_string(expected) + " is missing", link.app, link.revision);
  }
  if (link.bucket != engine::bucket_of(link.app)) {
    return fault("an event in a bucket that is not its own", link.app, link.revision);
  }
  if (link.prev != (begins ? Digest{} : before.hash)) {
    return fault("the chain is broken: not the hash of the event before", link.app, link.revision);
  }
  if (!begins && link.log_index <= before.log_index) {
    return fault("the log has it before its predecessor", link.app, link.revision);
  }
  return {};
}

Status check_chains(Connection& db, Verified& verified) {
  Cases cases(db);
  Link before;
  for (;;) {
    TRY_ASSIGN(const auto links, links_after(db, before));
    for (const auto& link : links) {
      if (!before.app.empty() && before.app != link.app) {
        TRY_ASSIGN(const auto found, cases.next());
        TRY(check_case(found, before));
        ++verified.apps;
      }
      TRY(check_link(before, link));
      before = link;
    }
    if (links.empty()) break;
  }
  TRY_ASSIGN(const auto found, cases.next());
  if (before.app.empty() && found.app.empty()) return {};
  TRY(check_case(found, before));
  ++verified.apps;
  TRY_ASSIGN(const auto surplus, cases.next());
  if (surplus.app.empty()) return {};
  return fault("a case file without events", surplus.app, surplus.revision);
}

}  // namespace

Result<Verified> verify(const std::string& path) {
  TRY_ASSIGN(const auto db, Connection::open(path, Access::kRead));
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  Verified verified;
  TRY_ASSIGN(verified.schema, schema_version(*db));
  if (verified.schema == 0 || verified.schema > schema_version_known()) {
    return fail(ErrorKind::kInvalid, "not a schema that this program knows", path);
  }
  TRY(check_structure(*db));
  TRY(check_log(*db, verified));
  TRY(check_chains(*db, verified));
  return verified;
}

}  // namespace baobei::store
