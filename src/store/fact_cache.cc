#include "store/fact_cache.h"

#include <algorithm>

namespace baobei::store {
namespace {

using engine::FactKind;

constexpr char kDataVersion[] = "PRAGMA data_version";
constexpr char kFactVersion[] = "SELECT version FROM fact WHERE kind = ?1 AND key = ?2";
constexpr char kMoveFact[] =
    "INSERT INTO fact (kind, key, version) VALUES (?1, ?2, 1) "
    "ON CONFLICT (kind, key) DO UPDATE SET version = version + 1";
constexpr char kPerson[] =
    "SELECT id, org, unit, name, roles, region, active FROM person WHERE id = ?1";
constexpr char kGrants[] =
    "SELECT subject, category, valid_until FROM category_grant WHERE subject = ?1";
constexpr char kChannel[] = "SELECT channel FROM office WHERE region = ?1";
constexpr char kAtDesk[] =
    "SELECT EXISTS (SELECT 1 FROM person WHERE region = ?1 AND officer = 1 AND active = 1)";
// Everywhere is the app ''.
constexpr char kBars[] = "SELECT app_id FROM bar WHERE digest = ?1 ORDER BY app_id LIMIT 3";
constexpr char kPackageStored[] =
    "SELECT EXISTS (SELECT 1 FROM package WHERE bucket = ?1 AND app_id = ?2 AND digest = ?3)";

const std::string& name_of(const std::string& id) {
  return id;
}
std::string name_of(const Digest& digest) {
  return to_hex(digest);
}

Result<bool> holds(Query& query) {
  bool held = false;
  if (query.next()) query.columns(held);
  TRY(query.status());
  return held;
}

}  // namespace

Status FactCache::refresh() {
  Query query(db_, kDataVersion);
  std::int64_t now = 0;
  if (query.next()) query.columns(now);
  TRY(query.status());
  if (now != data_version_) forget();
  data_version_ = now;
  return {};
}

void FactCache::forget() {
  people_.clear();
  grants_.clear();
  offices_.clear();
  bars_.clear();
}

Status FactCache::move(FactKind kind, std::string_view key) {
  forget();
  return execute(db_, kMoveFact, kind, key);
}

Result<std::int64_t> FactCache::version(FactKind kind, std::string_view key) {
  Query query(db_, kFactVersion, kind, key);
  std::int64_t version = 0;
  if (query.next()) query.columns(version);
  TRY(query.status());
  return version;
}

std::optional<std::int64_t> FactCache::kept_version(FactKind kind, const std::string& key) const {
  const auto of = [&](const auto& table) -> std::optional<std::int64_t> {
    const auto found = table.find(key);
    return found == table.end() ? std::nullopt : std::optional(found->second.version);
  };
  switch (kind) {
    case FactKind::kPerson:
      return of(people_);
    case FactKind::kGrants:
      return of(grants_);
    case FactKind::kOffice:
      return of(offices_);
    case FactKind::kDigest:
      return of(bars_);
  }
  return std::nullopt;
}

Result<std::string> FactCache::moved(const std::vector<engine::FactStamp>& stamps) {
  for (const auto& stamp : stamps) {
    auto current = kept_version(stamp.kind, stamp.key);
    if (!current) {
      TRY_ASSIGN(current, version(stamp.kind, stamp.key));
    }
    if (*current == stamp.version) continue;
    return "the fact " + std::string(word(stamp.kind)) + " of " + stamp.key + " moved";
  }
  return std::string();
}

// The version is read before the value: a change in between makes the stamp too old, and the commit
// refuses it.
template <typename T, typename Read>
Result<const FactCache::Kept<T>*> FactCache::find(Table<T>& table, FactKind kind,
                                                  const std::string& key, Read read_value) {
  if (const auto found = table.find(key); found != table.end()) return &found->second;
  Kept<T> kept;
  TRY_ASSIGN(kept.version, version(kind, key));
  TRY(read_value(kept.value));
  if (table.size() >= kFactsKept) table.clear();
  return &table.emplace(key, std::move(kept)).first->second;
}

Status FactCache::read(const std::string& id, std::optional<engine::PersonRow>& person) {
  Query query(db_, kPerson, id);
  if (!query.next()) return query.status();
  auto& row = person.emplace();
  std::string roles;
  query.columns(row.id, row.org, row.unit, row.name, roles, row.region, row.active);
  TRY(query.status());
  if (roles_from_words(roles, row.roles)) return {};
  return fail(ErrorKind::kCorrupt, "unknown roles '" + roles + "'", row.id);
}

Status FactCache::read(const std::string& subject, std::vector<engine::GrantRow>& grants) {
  Query query(db_, kGrants, subject);
  while (query.next()) {
    auto& grant = grants.emplace_back();
    query.columns(grant.subject, grant.category, grant.valid_until);
  }
  return query.status();
}

// R10a: a desk counts only with an officer at it.
Status FactCache::read(const std::string& region, lifecycle::Channel& channel) {
  channel = lifecycle::Channel::kNone;
  {
    Query query(db_, kChannel, region);
    if (query.next()) query.columns(channel);
    TRY(query.status());
  }
  if (channel != lifecycle::Channel::kDesk) return {};
  Query query(db_, kAtDesk, region);
  TRY_ASSIGN(const bool staffed, holds(query));
  if (!staffed) channel = lifecycle::Channel::kNone;
  return {};
}

Status FactCache::read(const Digest& digest, Bars& bars) {
  Query query(db_, kBars, digest);
  while (query.next()) {
    std::string app;
    query.columns(app);
    if (app.empty()) {
      bars.everywhere = true;
    } else {
      bars.apps.push_back(std::move(app));
    }
  }
  return query.status();
}

Result<engine::FactsAnswer> FactCache::facts(const engine::FactsQuery& wanted) {
  TRY(refresh());
  engine::FactsAnswer answer;
  const auto take = [&](auto& table, FactKind kind, const auto& key, const auto& use) -> Status {
    const std::string name = name_of(key);
    TRY_ASSIGN(const auto* kept,
               find(table, kind, name, [&](auto& value) { return read(key, value); }));
    answer.stamps.push_back({kind, name, kept->version});
    use(kept->value);
    return {};
  };
  if (!wanted.person.empty()) {
    TRY(take(people_, FactKind::kPerson, wanted.person,
             [&](const auto& person) { answer.person = person; }));
  }
  if (!wanted.subject.empty()) {
    TRY(take(grants_, FactKind::kGrants, wanted.subject,
             [&](const auto& grants) { answer.grants = grants; }));
  }
  if (!wanted.region.empty()) {
    TRY(take(offices_, FactKind::kOffice, wanted.region,
             [&](const auto& channel) { answer.channel = channel; }));
  }
  for (const auto& digest : wanted.digests) {
    TRY(take(bars_, FactKind::kDigest, digest, [&](const Bars& bars) {
      const bool elsewhere = std::ranges::any_of(
          bars.apps, [&](const lifecycle::AppId& app) { return app != wanted.app; });
      if (elsewhere) answer.barred_elsewhere.push_back(digest);
      if (bars.everywhere) answer.barred_everywhere.push_back(digest);
    }));
  }
  if (wanted.package) {
    Query query(db_, kPackageStored, engine::bucket_of(wanted.app), wanted.app, *wanted.package);
    TRY_ASSIGN(answer.package_stored, holds(query));
  }
  return answer;
}

}  // namespace baobei::store
