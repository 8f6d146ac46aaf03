#include <algorithm>

#include "store/audience.h"
#include "store/cursor.h"
#include "store/memory_store.h"
#include "store/merge.h"

namespace baobei::store {

namespace {

bool has_any(const std::set<std::string>& audiences_of_row, const engine::Viewer& viewer) {
  return std::ranges::any_of(audiences(viewer), [&](const std::string& audience) {
    return audiences_of_row.contains(audience);
  });
}

// An office sees what was laid before it, the rest of the mini-program's audiences everything.
template <typename Laid>
bool sees_row(const engine::Viewer& viewer, const MemoryApp& app, Laid laid_before) {
  std::set<std::string> all;
  for (const auto& audience : app.audiences) {
    if (!audience.starts_with("region:")) all.insert(audience);
  }
  for (const auto& [no, entry] : app.entries) {
    if (laid_before(entry)) all.insert(audience_of_region(entry.region));
  }
  return has_any(all, viewer);
}

// No wish takes all.
template <typename T>
bool is_among(const T& value, const std::vector<T>& wanted) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

}  // namespace

const MemoryApp* MemoryReader::seen(const engine::Viewer& viewer,
                                    const lifecycle::AppId& app) const {
  const auto found = db_.apps.find(app);
  if (found == db_.apps.end() || !has_any(found->second.audiences, viewer)) return nullptr;
  return &found->second;
}

std::string MemoryReader::name_of(const lifecycle::AppId& app) const {
  const auto found = db_.names.find(app);
  return found == db_.names.end() ? std::string() : found->second;
}

Result<engine::Principal> MemoryReader::authenticate(const Digest& token_hash, Instant now) {
  const std::lock_guard lock(db_.mutex);
  const auto nobody = fail(ErrorKind::kUnauthorized, "nobody we know");
  const auto token = db_.tokens.find(token_hash);
  if (token == db_.tokens.end() || token->second.revoked) return nobody;
  if (token->second.expires && *token->second.expires <= now) return nobody;
  const auto person = db_.people.find(token->second.person);
  if (person == db_.people.end() || !person->second.active) return nobody;
  const auto org = db_.orgs.find(person->second.org);
  if (org == db_.orgs.end()) return nobody;
  engine::Principal principal{person->second, org->second};
  const auto issued = db_.issued.find(token_hash);
  if (issued != db_.issued.end()) {
    principal.read_only = issued->second.read_only;
    principal.session = issued->second.session;
    principal.person.roles = engine::roles_within(principal.person.roles, issued->second.roles);
  }
  return principal;
}

Result<engine::StoredApp> MemoryReader::app(const engine::Viewer& viewer,
                                            const lifecycle::AppId& app) {
  const std::lock_guard lock(db_.mutex);
  const auto* found = seen(viewer, app);
  if (found == nullptr) return fail(ErrorKind::kNotFound, "no such mini-program");
  return found->stored;
}

Result<engine::StoredApp> MemoryReader::app_for_delivery(const lifecycle::AppId& app) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.apps.find(app);
  if (found == db_.apps.end()) return fail(ErrorKind::kNotFound, "no such mini-program");
  return found->second.stored;
}

Result<std::string> MemoryReader::app_name(const lifecycle::AppId& app) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.names.find(app);
  if (found == db_.names.end()) return fail(ErrorKind::kNotFound, "no such mini-program");
  return found->second;
}

Result<engine::SubjectRow> MemoryReader::subject(const lifecycle::SubjectId& subject) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.subjects.find(subject);
  if (found == db_.subjects.end()) return fail(ErrorKind::kNotFound, "no such subject");
  return found->second;
}

Result<engine::Listed<engine::AppListItem>> MemoryReader::apps(const engine::Viewer& viewer,
                                                               const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_app_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  std::vector<Placed<std::string, engine::AppListItem>> rows;
  for (const auto& [id, app] : db_.apps) {
    if (id <= from || !has_any(app.audiences, viewer)) continue;
    rows.push_back({id, {id, name_of(id), app.row}});
  }
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::AppListItem>> MemoryReader::apps_where(
    const engine::Viewer& viewer, const engine::AppFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_app_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  std::vector<Placed<std::string, engine::AppListItem>> rows;
  for (const auto& [id, app] : db_.apps) {
    if (id <= from || !has_any(app.audiences, viewer)) continue;
    const bool fits = (!filter.service || app.row.service == *filter.service) &&
                      (filter.owner.empty() || app.row.owner == filter.owner) &&
                      (filter.subject.empty() || app.row.subject == filter.subject);
    if (fits) rows.push_back({id, {id, name_of(id), app.row}});
  }
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::RulingListItem>> MemoryReader::rulings(
    const engine::Viewer& viewer, const engine::RulingFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_newest_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  const auto mine = audiences_within(viewer, filter.region);
  std::vector<Placed<ListKey, engine::RulingListItem>> rows;
  for (const auto& [id, app] : db_.apps) {
    for (const auto& [place, row] : app.rulings) {
      const ListKey key{0, to_micros(row.at), id, row.no};
      if (row.kind != filter.kind || key >= from || row.at < filter.from) continue;
      const auto seen = [&](const std::string& audience) {
        const bool office = audience.starts_with("region:");
        return office ? audience == audience_of_region(row.region)
                      : app.audiences.contains(audience);
      };
      if (is_among(row.state, filter.states) && std::ranges::any_of(mine, seen)) {
        rows.push_back({key, {id, name_of(id), row.no}});
      }
    }
  }
  return merged(std::move(rows), rows_of(page), std::ranges::greater());
}

Result<engine::Listed<engine::SubmissionListItem>> MemoryReader::submissions(
    const engine::Viewer& viewer, const engine::SubmissionFilter& filter,
    const engine::Page& page) {
  TRY_ASSIGN(const auto from, list_start(filter, page));
  const bool newest = filter.order == engine::ListOrder::kNewest;
  const std::lock_guard lock(db_.mutex);
  std::vector<Placed<ListKey, engine::SubmissionListItem>> rows;
  for (const auto& [id, app] : db_.apps) {
    for (const auto& [no, row] : app.submissions) {
      const auto place = place_of(row);
      const ListKey key{newest ? 0 : place.due, place.since, id, no};
      if (newest ? key >= from : key <= from) continue;
      if (!is_among(row.state, filter.states)) continue;
      const auto laid_before = [&](const engine::EntrySummaryRow& entry) {
        return entry.submission == row.no;
      };
      if (!sees_row(viewer, app, laid_before)) continue;
      rows.push_back({key, {id, name_of(id), app.row.owner, row}});
    }
  }
  if (newest) return merged(std::move(rows), rows_of(page), std::ranges::greater());
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::EntryListItem>> MemoryReader::entries(
    const engine::Viewer& viewer, const engine::EntryFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, list_start(filter, page));
  const bool newest = filter.order == engine::ListOrder::kNewest;
  const std::lock_guard lock(db_.mutex);
  std::vector<Placed<ListKey, engine::EntryListItem>> rows;
  for (const auto& [id, app] : db_.apps) {
    for (const auto& [no, row] : app.entries) {
      const auto place = place_of(row);
      const ListKey key{newest ? 0 : place.due, place.since, id, no};
      if (newest ? key >= from : key <= from) continue;
      if (!is_among(row.state, filter.states)) continue;
      const bool elsewhere = !filter.region.empty() && row.region != filter.region;
      if (elsewhere || audiences_within(viewer, filter.region).empty()) continue;
      const auto laid_before = [&](const engine::EntrySummaryRow& entry) {
        return entry.no == row.no;
      };
      if (!sees_row(viewer, app, laid_before)) continue;
      rows.push_back({key, {id, name_of(id), row}});
    }
  }
  if (newest) return merged(std::move(rows), rows_of(page), std::ranges::greater());
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::NoticeListItem>> MemoryReader::inbox(const engine::Viewer& viewer,
                                                                   bool unread_only,
                                                                   const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_number_cursor(page.after, std::uint64_t{INT64_MAX}));
  const std::lock_guard lock(db_.mutex);
  const auto mine = inboxes(viewer);
  std::vector<Placed<std::uint64_t, engine::NoticeListItem>> rows;
  for (const auto& [id, notice] : db_.notices) {
    if (id >= before || std::ranges::find(mine, notice.inbox) == mine.end()) continue;
    if (unread_only && notice.item.read_at) continue;
    rows.push_back({id, notice.item});
    rows.back().item.app_name = name_of(notice.item.app);
  }
  return merged(std::move(rows), rows_of(page), std::ranges::greater());
}

Result<engine::Listed<engine::LoggedEvent>> MemoryReader::events(const engine::Viewer& viewer,
                                                                 const lifecycle::AppId& app,
                                                                 const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  const std::lock_guard lock(db_.mutex);
  const auto* found = seen(viewer, app);
  if (found == nullptr) return fail(ErrorKind::kNotFound, "no such mini-program");
  engine::Listed<engine::LoggedEvent> list;
  for (const auto at : found->events) {
    const auto& event = db_.log[at];
    if (event.row.revision <= after) continue;
    if (list.rows.size() == rows_of(page)) {
      list.next = write_cursor(list.rows.back().row.revision);
      break;
    }
    list.rows.push_back(event);
  }
  return list;
}

Result<engine::Listed<engine::PackageRow>> MemoryReader::packages(const engine::Viewer& viewer,
                                                                  const lifecycle::AppId& app,
                                                                  const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_digest_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  if (seen(viewer, app) == nullptr) return fail(ErrorKind::kNotFound, "no such mini-program");
  const auto place = [](const engine::PackageRow& row) {
    return std::pair(to_micros(row.uploaded_at), row.digest);
  };
  engine::Listed<engine::PackageRow> list;
  for (const auto& [key, package] : db_.packages) {
    if (key.first != app || place(package) >= std::pair(before.at, before.digest)) continue;
    list.rows.push_back(package);
  }
  std::ranges::sort(list.rows, std::ranges::greater(), place);
  if (list.rows.size() > rows_of(page)) {
    list.rows.resize(rows_of(page));
    list.next = write_cursor({to_micros(list.rows.back().uploaded_at), list.rows.back().digest});
  }
  return list;
}

Result<engine::PackageRow> MemoryReader::package(const engine::Viewer& viewer,
                                                 const lifecycle::AppId& app,
                                                 const Digest& digest) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.packages.find({app, digest});
  if (seen(viewer, app) == nullptr || found == db_.packages.end()) {
    return fail(ErrorKind::kNotFound, "no such version");
  }
  return found->second;
}

Result<std::vector<engine::GrantRow>> MemoryReader::grants(const lifecycle::SubjectId& subject) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::GrantRow> rows;
  for (const auto& [key, grant] : db_.grants) {
    if (key.first == subject) rows.push_back(grant);
  }
  return rows;
}

Result<std::string> MemoryReader::text(const Digest& commitment) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.texts.find(commitment);
  if (found == db_.texts.end()) {
    return fail(ErrorKind::kNotFound, "the text was erased or never was");
  }
  return found->second.text;
}

Result<std::vector<engine::LoggedEvent>> MemoryReader::log(std::uint64_t after, std::size_t limit) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::LoggedEvent> events;
  for (auto at = after; at < db_.log.size() && events.size() < limit; ++at) {
    events.push_back(db_.log[at]);
  }
  return events;
}

Result<std::vector<engine::AttemptRow>> MemoryReader::attempts(const lifecycle::AppId& app,
                                                               std::size_t limit) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::AttemptRow> rows;
  for (auto at = db_.attempts.rbegin(); at != db_.attempts.rend(); ++at) {
    if (at->app == app && rows.size() < limit) rows.push_back(*at);
  }
  return rows;
}

}  // namespace baobei::store
