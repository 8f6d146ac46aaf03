#include <set>

#include "base/json.h"
#include "store/applications_sql.h"
#include "store/audience.h"
#include "store/cursor.h"
#include "store/merge.h"
#include "store/reader_pool.h"
#include "store/sqlite_applications.h"

namespace baobei::store {
namespace {

using lifecycle::Application;

// What one answer holds at most; an application has fewer steps than this in any life.
constexpr std::size_t kStepsMax = 1'000;
constexpr std::size_t kSubjectsMax = 1'000;  // of one organisation, in one list
constexpr std::size_t kBodyBytesMax = std::size_t{1} << 20;

template <typename T>
Result<T> value_of(const std::string& body) {
  TRY_ASSIGN(const auto parsed, parse_json(body, kBodyBytesMax));
  T out{};
  const auto read = from_json(parsed, out);
  if (!read) return fail(ErrorKind::kCorrupt, read.error().message, "application");
  return out;
}

Status read_all(Query& query, std::vector<Placed<std::uint64_t, Application>>& rows) {
  while (query.next()) {
    std::string body;
    query.columns(body);
    TRY_ASSIGN(auto application, value_of<Application>(body));
    const auto id = application.id;
    rows.push_back({id, std::move(application)});
  }
  return query.status();
}

Result<std::vector<std::string>> texts_of(Query& query) {
  std::vector<std::string> texts;
  while (query.next()) query.columns(texts.emplace_back());
  TRY(query.status());
  return texts;
}

void read_document(Query& query, engine::DocumentRow& row) {
  query.columns(row.id, row.subject, row.application, row.digest, row.media_type, row.bytes,
                row.uploaded_by, row.uploaded_at, row.erased_at, row.name, row.title, row.number,
                row.issuer, row.expires, row.stored);
}

std::string audience_of(const engine::Viewer& viewer) {
  if (viewer.sees_everything()) return kAudienceAll;
  const bool developer = viewer.has(lifecycle::Role::kDeveloper) && !viewer.org.empty();
  return developer ? audience_of_org(viewer.org) : std::string();
}

Result<bool> sees_subject(Connection& db, const engine::Viewer& viewer,
                          const lifecycle::SubjectId& subject) {
  if (!viewer.oversees() && !viewer.has(lifecycle::Role::kDeveloper)) {
    return false;
  }
  {
    Query query(db, sql::kOrgOfSubjectRead, subject);
    std::string org;
    const bool known = query.next();
    if (known) query.columns(org);
    TRY(query.status());
    if (!known) return false;
    if (viewer.oversees() || org == viewer.org) return true;
  }
  const auto audience = audience_of(viewer);
  Query query(db, sql::kAppsOfSubject, subject, audience, 1);
  TRY_ASSIGN(const auto apps, texts_of(query));
  return !apps.empty();
}

}  // namespace

Result<Application> SqliteApplications::application(lifecycle::ApplicationId id) {
  TRY_ASSIGN(const auto db, pool_.lend());
  Query query(*db, sql::kReadApplication, id);
  std::string body;
  const bool found = query.next();
  if (found) query.columns(body);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such application");
  return value_of<Application>(body);
}

Result<engine::Listed<Application>> SqliteApplications::applications(
    const engine::Viewer& viewer, const engine::ApplicationFilter& filter,
    const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  TRY_ASSIGN(const auto db, pool_.lend());
  const auto limit = rows_of(page) + 1;
  const std::string state = filter.state ? wire_name(*filter.state) : std::string();
  std::vector<Placed<std::uint64_t, Application>> rows;
  if (filter.subject.empty() && viewer.oversees()) {
    if (filter.state) {
      Query query(*db, sql::kApplicationsInState, after, limit, state);
      TRY(read_all(query, rows));
    } else {
      Query query(*db, sql::kAllApplications, after, limit);
      TRY(read_all(query, rows));
    }
    return merged(std::move(rows), rows_of(page));
  }
  std::vector<std::string> subjects = {filter.subject};
  if (filter.subject.empty()) {
    Query query(*db, sql::kSubjectsOfOrg, viewer.org, kSubjectsMax);
    TRY_ASSIGN(subjects, texts_of(query));
  } else {
    TRY_ASSIGN(const bool seen, sees_subject(*db, viewer, filter.subject));
    if (!seen) return fail(ErrorKind::kNotFound, "no such subject");
  }
  if (!viewer.oversees() && !viewer.has(lifecycle::Role::kDeveloper)) {
    subjects.clear();
  }
  for (const auto& subject : subjects) {
    if (filter.state) {
      Query query(*db, sql::kApplicationsOfSubjectInState, after, limit, subject, state);
      TRY(read_all(query, rows));
    } else {
      Query query(*db, sql::kApplicationsOfSubject, after, limit, subject);
      TRY(read_all(query, rows));
    }
  }
  return merged(std::move(rows), rows_of(page));
}

Result<std::optional<Application>> SqliteApplications::newest(
    const lifecycle::SubjectId& subject, const lifecycle::CategoryId& category) {
  TRY_ASSIGN(const auto db, pool_.lend());
  Query query(*db, sql::kNewestApplication, subject, category);
  std::string body;
  const bool found = query.next();
  if (found) query.columns(body);
  TRY(query.status());
  if (!found) return std::nullopt;
  TRY_ASSIGN(auto application, value_of<Application>(body));
  return std::optional(std::move(application));
}

Result<std::vector<Application>> SqliteApplications::newest_of(
    const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<Application> rows;
  Query query(*db, sql::kNewestOfSubject, subject);
  while (query.next()) {
    std::string body;
    query.columns(body);
    TRY_ASSIGN(rows.emplace_back(), value_of<Application>(body));
  }
  TRY(query.status());
  return rows;
}

Result<std::size_t> SqliteApplications::waiting(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, pool_.lend());
  Query query(*db, sql::kWaiting, subject);
  std::size_t count = 0;
  if (query.next()) query.columns(count);
  TRY(query.status());
  return count;
}

Result<engine::DocumentRow> SqliteApplications::document(lifecycle::DocumentId id) {
  TRY_ASSIGN(const auto db, pool_.lend());
  Query query(*db, sql::kReadDocument, id);
  engine::DocumentRow row;
  const bool found = query.next();
  if (found) read_document(query, row);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such document");
  return row;
}

Result<std::vector<engine::DocumentRow>> SqliteApplications::documents(
    const lifecycle::SubjectId& subject, lifecycle::ApplicationId application) {
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::DocumentRow> rows;
  Query query(*db, sql::kDocuments, subject, application, kStepsMax);
  while (query.next()) read_document(query, rows.emplace_back());
  TRY(query.status());
  return rows;
}

Result<std::vector<engine::StepRow>> SqliteApplications::steps(
    lifecycle::ApplicationId application) {
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::StepRow> rows;
  Query query(*db, sql::kSteps, application, kStepsMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    std::string kind;
    std::string body;
    query.columns(row.id, kind, row.subject, row.category, row.application, row.revision, row.actor,
                  row.at, body);
    const auto known = enum_from_wire<engine::StepKind>(kind);
    if (!known) return fail(ErrorKind::kCorrupt, "not a step: '" + kind + "'");
    row.kind = *known;
    TRY_ASSIGN(row.detail, value_of<engine::StepDetail>(body));
  }
  TRY(query.status());
  return rows;
}

Result<std::vector<engine::AccessRow>> SqliteApplications::accesses(
    lifecycle::ApplicationId application) {
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::AccessRow> rows;
  Query query(*db, sql::kAccesses, application, kStepsMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.document, row.application, row.person, row.at);
  }
  TRY(query.status());
  return rows;
}

Result<bool> SqliteApplications::sees(const engine::Viewer& viewer,
                                      const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, pool_.lend());
  return sees_subject(*db, viewer, subject);
}

Result<std::vector<lifecycle::AppId>> SqliteApplications::apps_of(
    const engine::Viewer& viewer, const lifecycle::SubjectId& subject, std::size_t limit) {
  TRY_ASSIGN(const auto db, pool_.lend());
  const auto audience = audience_of(viewer);
  Query query(*db, sql::kAppsOfSubject, subject, audience, limit);
  return texts_of(query);
}

}  // namespace baobei::store
