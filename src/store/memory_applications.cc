#include "store/memory_applications.h"

#include <algorithm>

#include "store/audience.h"
#include "store/cursor.h"
#include "store/merge.h"

namespace baobei::store {
namespace {

using engine::ApplicationWrite;
using engine::WriteOutcome;
using engine::WriteResult;
using lifecycle::Application;
using lifecycle::ApplicationState;

WriteOutcome outcome_of(WriteResult result, std::string response, std::string detail) {
  return {result, 0, std::move(response), std::move(detail)};
}

bool is_loose(const engine::DocumentRow& row, const lifecycle::SubjectId& subject) {
  return row.application == 0 && row.subject == subject && !row.erased_at;
}

}  // namespace

Result<lifecycle::ApplicationId> MemoryApplications::next_application() {
  const std::lock_guard lock(db_.mutex);
  return applications_.size() + 1;
}

WriteOutcome MemoryApplications::commit(const ApplicationWrite& write) {
  const std::lock_guard lock(db_.mutex);
  if (write.idempotency) {
    const auto& wanted = *write.idempotency;
    const auto found = db_.idempotency.find(
        std::tuple(wanted.key.principal, wanted.key.operation, wanted.key.key));
    if (found != db_.idempotency.end()) {
      const bool same = found->second.request == wanted.request;
      return same ? outcome_of(WriteResult::kDuplicate, found->second.response, {})
                  : outcome_of(WriteResult::kKeyReused, {}, {});
    }
  }
  if (auto conflict = conflict_of(write); !conflict.empty()) {
    return outcome_of(WriteResult::kConflict, {}, std::move(conflict));
  }
  if (write.application) applications_[write.application->id] = *write.application;
  for (const auto& used : write.attached) {
    auto& document = documents_.at(used.id);
    document.application = write.application->id;
    document.title = used.title;
    document.number = used.number;
    document.issuer = used.issuer;
    document.expires = used.expires;
  }
  put_grant(write);
  const auto step = put_step(write.step);
  put_notices(write, step);
  for (const auto& text : write.texts) db_.texts.emplace(text.commitment, text);
  if (write.idempotency) {
    const auto& key = write.idempotency->key;
    db_.idempotency[std::tuple(key.principal, key.operation, key.key)] = *write.idempotency;
  }
  return outcome_of(WriteResult::kCommitted, {}, {});
}

std::string MemoryApplications::conflict_of(const ApplicationWrite& write) const {
  for (const auto& stamp : write.facts) {
    const auto found = db_.facts.find({stamp.kind, stamp.key});
    const std::int64_t version = found == db_.facts.end() ? 0 : found->second;
    if (version != stamp.version) return "a fact of " + stamp.key + " moved";
  }
  if (!write.application) return {};
  const auto& row = *write.application;
  const auto found = applications_.find(row.id);
  if (write.expected == 0) {
    if (row.id != applications_.size() + 1) return "the application's number was given out";
    const bool waits = std::ranges::any_of(applications_, [&](const auto& each) {
      const auto& other = each.second;
      return other.subject == row.subject && other.category == row.category &&
             other.state == ApplicationState::kApplied;
    });
    if (waits) return "another application waits";
  } else if (found == applications_.end() || found->second.revision != write.expected) {
    return "the application is at another revision";
  }
  for (const auto& used : write.attached) {
    const auto document = documents_.find(used.id);
    if (document == documents_.end() || !is_loose(document->second, row.subject)) {
      return "a document is used already";
    }
  }
  return {};
}

void MemoryApplications::put_grant(const ApplicationWrite& write) {
  const auto& grant = write.grant;
  switch (write.change) {
    case engine::GrantChange::kNone:
      return;
    case engine::GrantChange::kGranted:
      db_.grants[{grant.subject, grant.category}] = grant;
      break;
    case engine::GrantChange::kRevoked:
      db_.grants.erase({grant.subject, grant.category});
      break;
  }
  ++db_.facts[{engine::FactKind::kGrants, grant.subject}];
}

void MemoryApplications::put_notices(const ApplicationWrite& write, std::uint64_t step) {
  std::uint32_t seq = 0;
  for (const auto& notice : write.notices) {
    MemoryNotice kept;
    kept.item.id = db_.notices.size() + 1;
    kept.item.row = notice;
    kept.item.row.revision = step;
    kept.item.row.seq = seq++;
    kept.inbox = kInboxOfOperator;
    if (notice.copy) {
      kept.inbox = audience_of_org(notice.address);
    } else if (notice.recipient == lifecycle::Recipient::kSubject) {
      const auto subject = db_.subjects.find(notice.address);
      kept.inbox = subject == db_.subjects.end() ? inbox_of_subject(notice.address)
                                                 : audience_of_org(subject->second.org);
    }
    db_.notices.emplace(kept.item.id, std::move(kept));
  }
}

std::uint64_t MemoryApplications::put_step(engine::StepRow step) {
  step.id = steps_.size() + 1;
  steps_.push_back(std::move(step));
  return steps_.size();
}

Result<lifecycle::DocumentId> MemoryApplications::put_document(
    const engine::DocumentRow& document) {
  const std::lock_guard lock(db_.mutex);
  std::size_t loose = 0;
  for (const auto& [id, row] : documents_) {
    if (!is_loose(row, document.subject)) continue;
    if (row.digest == document.digest) return id;
    ++loose;
  }
  if (loose >= engine::kLooseDocumentsMax) {
    return fail(ErrorKind::kConflict, "at most 40 documents of a subject wait to be used");
  }
  auto row = document;
  row.id = documents_.size() + 1;
  row.application = 0;
  documents_.emplace(row.id, row);
  return row.id;
}

Status MemoryApplications::record_access(const engine::AccessRow& access) {
  const std::lock_guard lock(db_.mutex);
  accesses_.push_back(access);
  return {};
}

Result<bool> MemoryApplications::erase_document(lifecycle::DocumentId document,
                                                const engine::StepRow& step) {
  const std::lock_guard lock(db_.mutex);
  const auto found = documents_.find(document);
  if (found == documents_.end() || found->second.erased_at) {
    return fail(ErrorKind::kNotFound, "no such document");
  }
  auto& row = found->second;
  row.erased_at = step.at;
  row.name = row.title = row.number = row.issuer = "";
  put_step(step);
  return std::ranges::none_of(documents_, [&](const auto& each) {
    return each.second.digest == row.digest && !each.second.erased_at;
  });
}

Result<Application> MemoryApplications::application(lifecycle::ApplicationId id) {
  const std::lock_guard lock(db_.mutex);
  const auto found = applications_.find(id);
  if (found == applications_.end()) return fail(ErrorKind::kNotFound, "no such application");
  return found->second;
}

Result<engine::Listed<Application>> MemoryApplications::applications(
    const engine::Viewer& viewer, const engine::ApplicationFilter& filter,
    const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  const std::lock_guard lock(db_.mutex);
  if (!filter.subject.empty() && !sees_locked(viewer, filter.subject)) {
    return fail(ErrorKind::kNotFound, "no such subject");
  }
  const auto wanted = [&](const Application& row) {
    if (filter.state && row.state != *filter.state) return false;
    if (!filter.subject.empty()) return row.subject == filter.subject;
    if (viewer.oversees()) return true;
    const auto subject = db_.subjects.find(row.subject);
    return viewer.has(lifecycle::Role::kDeveloper) && subject != db_.subjects.end() &&
           subject->second.org == viewer.org;
  };
  std::vector<Placed<std::uint64_t, Application>> rows;
  for (const auto& [id, row] : applications_) {
    if (id > after && wanted(row)) rows.push_back({id, row});
  }
  return merged(std::move(rows), rows_of(page));
}

Result<std::optional<Application>> MemoryApplications::newest(
    const lifecycle::SubjectId& subject, const lifecycle::CategoryId& category) {
  const std::lock_guard lock(db_.mutex);
  std::optional<Application> newest;
  for (const auto& [id, row] : applications_) {
    if (row.subject == subject && row.category == category) newest = row;
  }
  return newest;
}

Result<std::vector<Application>> MemoryApplications::newest_of(
    const lifecycle::SubjectId& subject) {
  const std::lock_guard lock(db_.mutex);
  std::map<lifecycle::CategoryId, Application> newest;
  for (const auto& [id, row] : applications_) {
    if (row.subject == subject) newest[row.category] = row;
  }
  std::vector<Application> rows;
  for (auto& [category, row] : newest) rows.push_back(std::move(row));
  return rows;
}

Result<std::size_t> MemoryApplications::waiting(const lifecycle::SubjectId& subject) {
  const std::lock_guard lock(db_.mutex);
  return static_cast<std::size_t>(std::ranges::count_if(applications_, [&](const auto& each) {
    return each.second.subject == subject && each.second.state == ApplicationState::kApplied;
  }));
}

Result<engine::DocumentRow> MemoryApplications::document(lifecycle::DocumentId id) {
  const std::lock_guard lock(db_.mutex);
  const auto found = documents_.find(id);
  if (found == documents_.end()) return fail(ErrorKind::kNotFound, "no such document");
  return found->second;
}

Result<std::vector<engine::DocumentRow>> MemoryApplications::documents(
    const lifecycle::SubjectId& subject, lifecycle::ApplicationId application) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::DocumentRow> rows;
  for (const auto& [id, row] : documents_) {
    if (row.subject == subject && row.application == application) rows.push_back(row);
  }
  return rows;
}

Result<std::vector<engine::StepRow>> MemoryApplications::steps(
    lifecycle::ApplicationId application) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::StepRow> rows;
  for (const auto& step : steps_) {
    if (step.application == application) rows.push_back(step);
  }
  return rows;
}

Result<std::vector<engine::AccessRow>> MemoryApplications::accesses(
    lifecycle::ApplicationId application) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::AccessRow> rows;
  for (const auto& access : accesses_) {
    if (access.application == application) rows.push_back(access);
  }
  return rows;
}

std::vector<lifecycle::AppId> MemoryApplications::seen_apps(
    const engine::Viewer& viewer, const lifecycle::SubjectId& subject) const {
  std::vector<lifecycle::AppId> apps;
  const bool developer = viewer.has(lifecycle::Role::kDeveloper) && !viewer.org.empty();
  const std::string audience = viewer.sees_everything() ? std::string(kAudienceAll)
                               : developer              ? audience_of_org(viewer.org)
                                                        : std::string();
  for (const auto& [id, app] : db_.apps) {
    if (app.row.subject == subject && app.audiences.contains(audience)) apps.push_back(id);
  }
  return apps;
}

bool MemoryApplications::sees_locked(const engine::Viewer& viewer,
                                     const lifecycle::SubjectId& subject) const {
  const bool operates = viewer.oversees();
  if (!operates && !viewer.has(lifecycle::Role::kDeveloper)) return false;
  const auto found = db_.subjects.find(subject);
  if (found == db_.subjects.end()) return false;
  return operates || found->second.org == viewer.org || !seen_apps(viewer, subject).empty();
}

Result<bool> MemoryApplications::sees(const engine::Viewer& viewer,
                                      const lifecycle::SubjectId& subject) {
  const std::lock_guard lock(db_.mutex);
  return sees_locked(viewer, subject);
}

Result<std::vector<lifecycle::AppId>> MemoryApplications::apps_of(
    const engine::Viewer& viewer, const lifecycle::SubjectId& subject, std::size_t limit) {
  const std::lock_guard lock(db_.mutex);
  auto apps = seen_apps(viewer, subject);
  if (apps.size() > limit) apps.resize(limit);
  return apps;
}

}  // namespace baobei::store
