// Who exists, what they were granted, and the facts that decisions stamp.
#include <algorithm>

#include "store/audience.h"
#include "store/fact_cache.h"
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
constexpr char kPutToken[] =
    "INSERT INTO token (token_hash, person, label, expires, revoked) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (token_hash) DO UPDATE SET person = ?2, label = ?3, expires = ?4, revoked = ?5";
constexpr char kPutSubject[] =
    "INSERT INTO subject (id, kind, region, org, name, credit_code) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET "
    "kind = ?2, region = ?3, org = ?4, name = ?5, credit_code = ?6";
constexpr char kOrgOfSubject[] = "SELECT org FROM subject WHERE id = ?1";
// Each half through its index.
constexpr char kMoveUnread[] =
    "UPDATE notice SET inbox = ?3 WHERE inbox = ?2 AND read_at IS NULL "
    "AND recipient = 'subject' AND copy = 0 AND address = ?1";
constexpr char kMoveRead[] =
    "UPDATE notice SET inbox = ?3 WHERE inbox = ?2 AND read_at IS NOT NULL "
    "AND recipient = 'subject' AND copy = 0 AND address = ?1";
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
constexpr char kBarEverywhere[] =
    "INSERT INTO bar (digest, app_id) VALUES (?1, '') ON CONFLICT (digest, app_id) DO NOTHING";
constexpr char kUnbarEverywhere[] = "DELETE FROM bar WHERE digest = ?1 AND app_id = ''";
constexpr char kMarkRead[] =
    "UPDATE notice SET read_at = coalesce(read_at, ?3) WHERE id = ?1 AND inbox = ?2";

}  // namespace

Status SqliteStore::put_org(const engine::OrgRow& org) {
  return write(
      [&] { return execute(*connection_, kPutOrg, org.id, org.kind, org.name, org.region); });
}

Status SqliteStore::put_person(const engine::PersonRow& person) {
  return write([&]() -> Status {
    auto& db = *connection_;
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
    TRY(facts_->move(FactKind::kPerson, person.id));
    if (!region_before.empty()) TRY(facts_->move(FactKind::kOffice, region_before));
    if (officer && person.region != region_before) {
      TRY(facts_->move(FactKind::kOffice, person.region));
    }
    return {};
  });
}

Status SqliteStore::put_token(const engine::TokenRow& token) {
  return write([&] {
    return execute(*connection_, kPutToken, token.token_hash, token.person, token.label,
                   token.expires, token.revoked);
  });
}

Status SqliteStore::put_subject(const engine::SubjectRow& row) {
  return write([&]() -> Status {
    auto& db = *connection_;
    const auto& subject = row.subject;
    auto inbox = inbox_of_subject(subject.id);
    {
      Query query(db, kOrgOfSubject, subject.id);
      std::string org;
      if (query.next()) {
        query.columns(org);
        inbox = audience_of_org(org);
      }
      TRY(query.status());
    }
    TRY(execute(db, kPutSubject, subject.id, subject.kind, subject.region, row.org, row.name,
                row.credit_code));
    if (const auto now = audience_of_org(row.org); now != inbox) {
      TRY(execute(db, kMoveUnread, subject.id, inbox, now));
      TRY(execute(db, kMoveRead, subject.id, inbox, now));
    }
    return facts_->move(FactKind::kGrants, subject.id);
  });
}

Status SqliteStore::put_grant(const engine::GrantRow& grant) {
  return write([&]() -> Status {
    TRY(execute(*connection_, kPutGrant, grant.subject, grant.category, grant.valid_until));
    return facts_->move(FactKind::kGrants, grant.subject);
  });
}

Status SqliteStore::remove_grant(const lifecycle::SubjectId& subject,
                                 const lifecycle::CategoryId& category) {
  return write([&]() -> Status {
    TRY(execute(*connection_, kRemoveGrant, subject, category));
    return facts_->move(FactKind::kGrants, subject);
  });
}

Status SqliteStore::put_office(const engine::OfficeRow& office) {
  return write([&]() -> Status {
    TRY(execute(*connection_, kPutOffice, office.region, office.channel));
    return facts_->move(FactKind::kOffice, office.region);
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
  return write([&] {
    return execute(*connection_, kPutAppName, engine::bucket_of(row.app), row.app, row.name);
  });
}

Status SqliteStore::bar_everywhere(const Digest& digest, bool barred) {
  return write([&]() -> Status {
    TRY(execute(*connection_, barred ? kBarEverywhere : kUnbarEverywhere, digest));
    return facts_->move(FactKind::kDigest, to_hex(digest));
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
