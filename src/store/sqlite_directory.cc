// Who exists, what they were granted, and the facts that decisions stamp.
#include <algorithm>

#include "store/audience.h"
#include "store/search_terms.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using engine::FactKind;

constexpr char kPutOrg[] =
    "INSERT INTO org (id, kind, name, region) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (id) DO UPDATE SET kind = ?2, name = ?3, region = ?4";
constexpr char kOfficerRegion[] = "SELECT region FROM person WHERE id = ?1 AND officer = 1";
constexpr char kPutPerson[] =
    "INSERT INTO person (id, org, unit, name, roles, region, officer, active) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET "
    "org = ?2, unit = ?3, name = ?4, roles = ?5, region = ?6, officer = ?7, active = ?8";
constexpr char kWasErased[] = "SELECT 1 FROM erasure WHERE person = ?1";
constexpr char kPutToken[] =
    "INSERT INTO token (token_hash, person, label, expires, revoked) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (token_hash) DO UPDATE SET person = ?2, label = ?3, expires = ?4, revoked = ?5";
constexpr char kPutSubject[] =
    "INSERT INTO subject (id, kind, region, org, name, credit_code) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET "
    "kind = ?2, region = ?3, org = ?4, name = ?5, credit_code = ?6";
constexpr char kMoveInbox[] =
    "UPDATE notice SET inbox = ?2 "
    "WHERE recipient = 'subject' AND copy = 0 AND address = ?1 AND inbox <> ?2";
constexpr char kPutGrant[] =
    "INSERT INTO category_grant (subject, category, valid_until) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (subject, category) DO UPDATE SET valid_until = ?3";
constexpr char kRemoveGrant[] = "DELETE FROM category_grant WHERE subject = ?1 AND category = ?2";
constexpr char kPutOffice[] =
    "INSERT INTO office (region, channel) VALUES (?1, ?2) "
    "ON CONFLICT (region) DO UPDATE SET channel = ?2";
constexpr char kPutPackage[] =
    "INSERT INTO package (bucket, app_id, digest, label, bytes, files, uploaded_by, uploaded_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (bucket, app_id, digest) DO NOTHING";
constexpr char kPutAppName[] =
    "INSERT INTO app_name (bucket, app_id, name) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (bucket, app_id) DO UPDATE SET name = ?3";
constexpr char kForgetTerms[] = "DELETE FROM app_term WHERE bucket = ?1 AND app_id = ?2";
constexpr char kPutTerm[] =
    "INSERT INTO app_term (term, app_id, bucket) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (term, app_id) DO NOTHING";
constexpr char kBarEverywhere[] =
    "INSERT INTO bar (digest, app_id) VALUES (?1, '') ON CONFLICT (digest, app_id) DO NOTHING";
constexpr char kUnbarEverywhere[] = "DELETE FROM bar WHERE digest = ?1 AND app_id = ''";
constexpr char kMarkRead[] =
    "UPDATE notice SET read_at = coalesce(read_at, ?3) WHERE id = ?1 AND inbox = ?2";

constexpr char kFactVersion[] = "SELECT version FROM fact WHERE kind = ?1 AND key = ?2";
constexpr char kPerson[] =
    "SELECT id, org, unit, name, roles, region, active FROM person WHERE id = ?1";
constexpr char kGrants[] =
    "SELECT subject, category, valid_until FROM category_grant WHERE subject = ?1";
constexpr char kChannel[] = "SELECT channel FROM office WHERE region = ?1";
constexpr char kAtDesk[] =
    "SELECT EXISTS (SELECT 1 FROM person WHERE region = ?1 AND officer = 1 AND active = 1)";
constexpr char kBarredElsewhere[] =
    "SELECT EXISTS (SELECT 1 FROM bar WHERE digest = ?1 AND app_id NOT IN (?2, ''))";
constexpr char kBarredEverywhere[] =
    "SELECT EXISTS (SELECT 1 FROM bar WHERE digest = ?1 AND app_id = '')";
constexpr char kPackageStored[] =
    "SELECT EXISTS (SELECT 1 FROM package WHERE bucket = ?1 AND app_id = ?2 AND digest = ?3)";

Result<bool> holds(Query& query) {
  bool held = false;
  if (query.next()) query.columns(held);
  TRY(query.status());
  return held;
}

Status stamp(Connection& connection, FactKind kind, std::string key,
             std::vector<engine::FactStamp>& stamps) {
  Query query(connection, kFactVersion, kind, key);
  std::int64_t version = 0;
  if (query.next()) query.columns(version);
  TRY(query.status());
  stamps.push_back({kind, std::move(key), version});
  return {};
}

// R25: who acts is a fact of the decision.
Status add_person(Connection& connection, const engine::FactsQuery& wanted,
                  engine::FactsAnswer& answer) {
  if (wanted.person.empty()) return {};
  TRY(stamp(connection, FactKind::kPerson, wanted.person, answer.stamps));
  Query query(connection, kPerson, wanted.person);
  if (!query.next()) return query.status();
  auto& person = answer.person.emplace();
  std::string roles;
  query.columns(person.id, person.org, person.unit, person.name, roles, person.region,
                person.active);
  TRY(query.status());
  if (roles_from_words(roles, person.roles)) return {};
  return fail(ErrorKind::kCorrupt, "unknown roles '" + roles + "'", person.id);
}

Status add_grants(Connection& connection, const engine::FactsQuery& wanted,
                  engine::FactsAnswer& answer) {
  if (wanted.subject.empty()) return {};
  TRY(stamp(connection, FactKind::kGrants, wanted.subject, answer.stamps));
  Query query(connection, kGrants, wanted.subject);
  while (query.next()) {
    auto& grant = answer.grants.emplace_back();
    query.columns(grant.subject, grant.category, grant.valid_until);
  }
  return query.status();
}

// R10a: a desk counts only with an officer at it.
Status add_channel(Connection& connection, const engine::FactsQuery& wanted,
                   engine::FactsAnswer& answer) {
  if (wanted.region.empty()) return {};
  TRY(stamp(connection, FactKind::kOffice, wanted.region, answer.stamps));
  {
    Query query(connection, kChannel, wanted.region);
    if (query.next()) query.columns(answer.channel);
    TRY(query.status());
  }
  if (answer.channel != lifecycle::Channel::kDesk) return {};
  Query query(connection, kAtDesk, wanted.region);
  TRY_ASSIGN(const bool staffed, holds(query));
  if (!staffed) answer.channel = lifecycle::Channel::kNone;
  return {};
}

Status add_bars(Connection& connection, const engine::FactsQuery& wanted,
                engine::FactsAnswer& answer) {
  for (const auto& digest : wanted.digests) {
    TRY(stamp(connection, FactKind::kDigest, to_hex(digest), answer.stamps));
    {
      Query query(connection, kBarredElsewhere, digest, wanted.app);
      TRY_ASSIGN(const bool barred, holds(query));
      if (barred) answer.barred_elsewhere.push_back(digest);
    }
    Query query(connection, kBarredEverywhere, digest);
    TRY_ASSIGN(const bool barred, holds(query));
    if (barred) answer.barred_everywhere.push_back(digest);
  }
  return {};
}

}  // namespace

// The stamp of each fact is read before the fact: a change in between makes the stamp too old, and
// the commit refuses it.
Result<engine::FactsAnswer> SqliteStore::facts(const engine::FactsQuery& wanted) {
  engine::FactsAnswer answer;
  TRY(add_person(*connection_, wanted, answer));
  TRY(add_grants(*connection_, wanted, answer));
  TRY(add_channel(*connection_, wanted, answer));
  TRY(add_bars(*connection_, wanted, answer));
  if (wanted.package) {
    Query query(*connection_, kPackageStored, engine::bucket_of(wanted.app), wanted.app,
                *wanted.package);
    TRY_ASSIGN(answer.package_stored, holds(query));
  }
  return answer;
}

Status put_org_row(Connection& db, const engine::OrgRow& org) {
  return execute(db, kPutOrg, org.id, org.kind, org.name, org.region);
}

Status SqliteStore::put_org(const engine::OrgRow& org) {
  return write([&] { return put_org_row(*connection_, org); });
}

Status put_person_row(Connection& db, const engine::PersonRow& person) {
  {
    Query erased(db, kWasErased, person.id);
    if (erased.next()) {
      return fail(ErrorKind::kConflict, "was erased and is nobody's again", person.id);
    }
    TRY(erased.status());
  }
  std::string region_before;
  {
    Query query(db, kOfficerRegion, person.id);
    if (query.next()) query.columns(region_before);
    TRY(query.status());
  }
  const bool officer =
      std::ranges::find(person.roles, lifecycle::Role::kOfficer) != person.roles.end();
  TRY(execute(db, kPutPerson, person.id, person.org, person.unit, person.name,
              words_of(person.roles), person.region, officer, person.active));
  TRY(move_fact(db, FactKind::kPerson, person.id));
  if (!region_before.empty()) TRY(move_fact(db, FactKind::kOffice, region_before));
  if (officer && person.region != region_before) {
    TRY(move_fact(db, FactKind::kOffice, person.region));
  }
  return {};
}

Status SqliteStore::put_person(const engine::PersonRow& person) {
  return write([&] { return put_person_row(*connection_, person); });
}

Status SqliteStore::put_token(const engine::TokenRow& token) {
  return write([&] {
    return execute(*connection_, kPutToken, token.token_hash, token.person, token.label,
                   token.expires, token.revoked);
  });
}

Status put_subject_row(Connection& db, const engine::SubjectRow& row) {
  const auto& subject = row.subject;
  TRY(execute(db, kPutSubject, subject.id, subject.kind, subject.region, row.org, row.name,
              row.credit_code));
  TRY(execute(db, kMoveInbox, subject.id, audience_of_org(row.org)));
  return move_fact(db, FactKind::kGrants, subject.id);
}

Status SqliteStore::put_subject(const engine::SubjectRow& row) {
  return write([&] { return put_subject_row(*connection_, row); });
}

Status SqliteStore::put_grant(const engine::GrantRow& grant) {
  return write([&]() -> Status {
    TRY(execute(*connection_, kPutGrant, grant.subject, grant.category, grant.valid_until));
    return move_fact(*connection_, FactKind::kGrants, grant.subject);
  });
}

Status SqliteStore::remove_grant(const lifecycle::SubjectId& subject,
                                 const lifecycle::CategoryId& category) {
  return write([&]() -> Status {
    TRY(execute(*connection_, kRemoveGrant, subject, category));
    return move_fact(*connection_, FactKind::kGrants, subject);
  });
}

Status SqliteStore::put_office(const engine::OfficeRow& office) {
  return write([&]() -> Status {
    TRY(execute(*connection_, kPutOffice, office.region, office.channel));
    return move_fact(*connection_, FactKind::kOffice, office.region);
  });
}

// A version is never changed: the first upload of a digest is the record of it.
Status SqliteStore::put_package(const engine::PackageRow& row) {
  return write([&] {
    return execute(*connection_, kPutPackage, engine::bucket_of(row.app), row.app, row.digest,
                   row.label, row.bytes, row.files, row.uploaded_by, row.uploaded_at);
  });
}

Status SqliteStore::put_app_name(const engine::AppNameRow& row) {
  const auto bucket = engine::bucket_of(row.app);
  auto terms = terms_of(folded(row.name));
  terms.merge(terms_of(folded(row.app)));
  return write([&]() -> Status {
    TRY(execute(*connection_, kPutAppName, bucket, row.app, row.name));
    TRY(execute(*connection_, kForgetTerms, bucket, row.app));
    for (const auto& term : terms) TRY(execute(*connection_, kPutTerm, term, row.app, bucket));
    return {};
  });
}

Status SqliteStore::bar_everywhere(const Digest& digest, bool barred) {
  return write([&]() -> Status {
    TRY(execute(*connection_, barred ? kBarEverywhere : kUnbarEverywhere, digest));
    return move_fact(*connection_, FactKind::kDigest, to_hex(digest));
  });
}

Status SqliteStore::mark_read(const engine::Viewer& viewer, std::uint64_t notice, Instant at) {
  return write([&]() -> Status {
    for (const auto& inbox : inboxes(viewer)) {
      TRY(execute(*connection_, kMarkRead, notice, inbox, at));
      if (connection_->changes() > 0) return {};
    }
    return fail(ErrorKind::kNotFound, "no such notice");
  });
}

}  // namespace baobei::store
