#include <algorithm>
#include <string>

#include "base/json.h"
#include "lifecycle/codec.h"
#include "store/backup.h"
#include "store/log_tree.h"
#include "store/read_sql.h"
#include "store/schema.h"
#include "store/sqlite_reads.h"
#include "store/verify_case.h"
#include "store/verify_steps.h"

namespace baobei::store {
namespace {

constexpr std::size_t kPageRows = 1000;
constexpr std::size_t kBodyBytesMax = std::size_t{16} << 20;

constexpr char kIntegrity[] = "PRAGMA integrity_check(1)";
constexpr char kLogCounter[] = "SELECT value FROM counter WHERE name = 'log'";
constexpr char kChain[] =
    "SELECT bucket, app_id, revision, log_index, prev, hash, body FROM event "
    "WHERE (bucket, app_id, revision) > (?1, ?2, ?3) ORDER BY bucket, app_id, revision LIMIT ?4";
constexpr char kApps[] =
    "SELECT bucket, app_id, revision, last_hash FROM app "
    "WHERE (bucket, app_id) > (?1, ?2) ORDER BY bucket, app_id LIMIT ?3";

constexpr char kPackages[] = "SELECT DISTINCT digest FROM package";
constexpr char kHasDocuments[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'document'";
constexpr char kHasScans[] = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'scan'";
constexpr char kHasErasedScans[] =
    "SELECT 1 FROM pragma_table_info('scan') WHERE name = 'erased_at'";
constexpr char kScans[] = "SELECT DISTINCT digest FROM scan";
constexpr char kKeptScans[] = "SELECT DISTINCT digest FROM scan WHERE erased_at IS NULL";
constexpr char kHasSealedScans[] = "SELECT 1 FROM pragma_table_info('scan') WHERE name = 'stored'";
constexpr char kSealedScans[] =
    "SELECT DISTINCT coalesce(stored, digest) FROM scan WHERE erased_at IS NULL";
constexpr char kHasPictures[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'form_picture'";
constexpr char kPictures[] = "SELECT DISTINCT stored FROM form_picture WHERE erased_at IS NULL";
constexpr char kHasSealed[] = "SELECT 1 FROM pragma_table_info('document') WHERE name = 'stored'";
constexpr char kDocuments[] = "SELECT DISTINCT digest FROM document WHERE erased_at IS NULL";
constexpr char kSealedDocuments[] =
    "SELECT DISTINCT coalesce(stored, digest) FROM document WHERE erased_at IS NULL";
constexpr char kChecks[] = "SELECT body FROM event WHERE type = 'check_finished'";
constexpr char kTexts[] =
    "SELECT commitment, app_id, salt, words FROM text WHERE commitment > ?1 "
    "ORDER BY commitment LIMIT ?2";
constexpr char kHighest[] =
    "SELECT (SELECT value FROM counter WHERE name = 'notice'), (SELECT max(id) FROM notice), "
    "(SELECT value FROM counter WHERE name = 'delivery'), (SELECT max(id) FROM delivery)";
constexpr char kStrayNotice[] =
    "SELECT n.app_id, n.revision FROM notice n LEFT JOIN event e ON e.bucket = n.bucket "
    "AND e.app_id = n.app_id AND e.revision = n.revision "
    "WHERE e.log_index IS NULL AND n.app_id <> '' LIMIT 1";
constexpr char kStrayDeadline[] =
    "SELECT d.app_id, 0 FROM deadline d LEFT JOIN app a ON a.bucket = d.bucket "
    "AND a.app_id = d.app_id WHERE a.app_id IS NULL LIMIT 1";

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
    return case_fault("the event is not what was hashed", event.app, row.revision);
  }
  const auto body = parse_json(row.body, kBodyBytesMax);
  if (!body || !body->is_object())
    return case_fault("the body is no JSON", event.app, row.revision);
  const auto& object = body->get_object();
  const bool agrees = member(object, "app") == event.app &&
                      member(object, "revision") == std::to_string(row.revision) &&
                      member(object, "prev") == to_hex(row.prev) &&
                      member(object, "at") == std::to_string(to_micros(row.at)) &&
                      member_of(object, "data", "type") == row.type &&
                      member_of(object, "actor", "person") == row.actor;
  if (!agrees) return case_fault("the columns are not what the body says", event.app, row.revision);
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
        return case_fault("log index " + std::to_string(verified.events + 1) +
                              " is missing before " + std::to_string(event.log_index),
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
  std::string body;
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
    query.columns(link.bucket, link.app, link.revision, link.log_index, link.prev, link.hash,
                  link.body);
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
    return missing ? case_fault("the case file is missing", last.app, last.revision)
                   : case_fault("a case file without events", found.app, found.revision);
  }
  if (found.revision != last.revision) {
    return case_fault("the case file is at another revision than its last event", found.app,
                      found.revision);
  }
  if (found.last_hash != last.hash) {
    return case_fault("the case file does not rest on its last event", found.app, found.revision);
  }
  return {};
}

Status check_link(const Link& before, const Link& link) {
  const bool begins = before.app != link.app;
  const std::uint64_t expected = begins ? 1 : before.revision + 1;
  if (link.revision != expected) {
    return case_fault("revision " + std::to_string(expected) + " is missing", link.app,
                      link.revision);
  }
  if (link.bucket != engine::bucket_of(link.app)) {
    return case_fault("an event in a bucket that is not its own", link.app, link.revision);
  }
  if (link.prev != (begins ? Digest{} : before.hash)) {
    return case_fault("the chain is broken: not the hash of the event before", link.app,
                      link.revision);
  }
  if (!begins && link.log_index <= before.log_index) {
    return case_fault("the log has it before its predecessor", link.app, link.revision);
  }
  return {};
}

// The last event of a mini-program was read: its case file and all that was written beside.
Status finish_case(Cases& cases, CaseCheck& check, const Link& last, Verified& verified) {
  TRY_ASSIGN(const auto found, cases.next());
  TRY(check_case(found, last));
  TRY(check.finish());
  ++verified.apps;
  return {};
}

Status check_chains(Connection& db, Verified& verified) {
  Cases cases(db);
  CaseCheck check(db);
  Link before;
  for (;;) {
    TRY_ASSIGN(auto links, links_after(db, before));
    for (auto& link : links) {
      if (!before.app.empty() && before.app != link.app) {
        TRY(finish_case(cases, check, before, verified));
      }
      TRY(check_link(before, link));
      if (auto added = check.add(link.body); !added) {
        return case_fault("the event cannot be read: " + added.error().message, link.app,
                          link.revision);
      }
      before = std::move(link);
    }
    if (links.empty()) break;
  }
  if (!before.app.empty()) TRY(finish_case(cases, check, before, verified));
  TRY_ASSIGN(const auto surplus, cases.next());
  if (surplus.app.empty()) return {};
  return case_fault("a case file without events", surplus.app, surplus.revision);
}

// R24: a text is what its commitment says, as long as it is there.
Status check_texts(Connection& db, Verified& verified) {
  Digest last;
  for (bool more = true; more;) {
    more = false;
    Query query(db, kTexts, last, kPageRows);
    while (query.next()) {
      std::string app;
      std::string salt;
      std::string words;
      query.columns(last, app, salt, words);
      TRY(query.status());
      if (sha256(salt + words) != last) {
        return fail(ErrorKind::kCorrupt, "a text is not what was committed to",
                    "mini-program " + app + ", text " + to_hex(last));
      }
      ++verified.texts;
      more = true;
    }
    TRY(query.status());
  }
  return {};
}

Status check_strays(Connection& db) {
  for (const auto* sql : {kStrayNotice, kStrayDeadline}) {
    Query query(db, sql);
    std::string app;
    std::uint64_t revision = 0;
    if (query.next()) {
      query.columns(app, revision);
      return case_fault(sql == kStrayNotice ? "a notice of no event" : "a deadline of no case file",
                        app, revision);
    }
    TRY(query.status());
  }
  Query query(db, kHighest);
  std::int64_t notices_given = 0;
  std::optional<std::int64_t> notice;
  std::int64_t deliveries_given = 0;
  std::optional<std::int64_t> delivery;
  if (query.next()) query.columns(notices_given, notice, deliveries_given, delivery);
  TRY(query.status());
  if (notice.value_or(0) <= notices_given && delivery.value_or(0) <= deliveries_given) return {};
  return fail(ErrorKind::kCorrupt, "a notice or a job has a number that was not given out");
}

Result<bool> gives_a_row(Connection& db, const char* text) {
  Query query(db, text);
  const bool found = query.next();
  TRY(query.status());
  return found;
}

Status add_digests(Connection& db, const char* text, std::vector<Digest>& named) {
  Query query(db, text);
  while (query.next()) query.columns(named.emplace_back());
  return query.status();
}

// As far as the schema of this database has come.
Status add_scans(Connection& db, std::vector<Digest>& named) {
  TRY_ASSIGN(const bool scans, gives_a_row(db, kHasScans));
  TRY_ASSIGN(const bool erased, gives_a_row(db, kHasErasedScans));
  TRY_ASSIGN(const bool sealed, gives_a_row(db, kHasSealedScans));
  if (!scans) return {};
  if (sealed) return add_digests(db, kSealedScans, named);
  return add_digests(db, erased ? kKeptScans : kScans, named);
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
  TRY_ASSIGN(verified.mode, stamped_mode(*db));
  TRY(check_structure(*db));
  TRY(check_log(*db, verified));
  TRY(check_log_nodes(*db, verified.events));
  TRY(check_chains(*db, verified));
  TRY(check_texts(*db, verified));
  TRY(check_strays(*db));
  TRY(check_steps(*db));
  TRY(check_directory_steps(*db));
  return verified;
}

Result<Digest> log_root(const std::string& path, std::uint64_t size) {
  TRY_ASSIGN(const auto db, Connection::open(path, Access::kRead));
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY_ASSIGN(const auto events, log_size(*db));
  if (events < size) {
    return fail(ErrorKind::kNotFound, "the log has " + std::to_string(events) + " events, " +
                                          std::to_string(size) + " were there");
  }
  ConnectionNodes nodes(*db);
  return merkle::root_of(nodes, size);
}

Result<std::vector<Digest>> named_blobs(const std::string& path) {
  TRY_ASSIGN(const auto db, Connection::open(path, Access::kRead));
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  std::vector<Digest> named;
  TRY(add_digests(*db, kPackages, named));
  // A database of an earlier schema, which nothing has migrated yet, has less.
  TRY_ASSIGN(const bool documents, gives_a_row(*db, kHasDocuments));
  TRY_ASSIGN(const bool sealed, gives_a_row(*db, kHasSealed));
  if (documents) TRY(add_digests(*db, sealed ? kSealedDocuments : kDocuments, named));
  TRY(add_scans(*db, named));
  TRY_ASSIGN(const bool pictures, gives_a_row(*db, kHasPictures));
  if (pictures) TRY(add_digests(*db, kPictures, named));
  Query checks(*db, kChecks);
  while (checks.next()) {
    std::string body;
    checks.columns(body);
    TRY(checks.status());
    TRY_ASSIGN(const auto opened, lifecycle::open_event(body));
    const auto* checked = std::get_if<lifecycle::CheckFinished>(&opened.event.data);
    if (checked != nullptr && !checked->report.is_zero()) named.push_back(checked->report);
  }
  TRY(checks.status());
  std::ranges::sort(named);
  named.erase(std::ranges::unique(named).begin(), named.end());
  return named;
}

}  // namespace baobei::store
