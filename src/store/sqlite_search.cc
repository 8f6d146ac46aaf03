#include "store/sqlite_search.h"

#include "store/audience.h"
#include "store/beside_sql.h"
#include "store/merge.h"
#include "store/reader_pool.h"
#include "store/search_terms.h"

namespace baobei::store {
namespace {

using Rows = std::vector<Placed<std::string, engine::AppListItem>>;

// A term that more names hold is not counted further: what is left is as rare as it gets.
constexpr std::uint64_t kTermCountMax = 1'000;

Result<std::string> rarest_term(Connection& db, const std::string& words) {
  std::string rarest;
  std::uint64_t fewest = kTermCountMax + 1;
  for (const auto& term : terms_of(words)) {
    Query query(db, sql::kCountTerm, term, kTermCountMax);
    std::uint64_t count = 0;
    if (query.next()) query.columns(count);
    TRY(query.status());
    if (count >= fewest) continue;
    fewest = count;
    rarest = term;
  }
  return rarest;
}

void read_found(Query& query, Rows& rows) {
  auto& [key, item] = rows.emplace_back();
  query.columns(item.app, item.name, item.row.owner, item.row.subject, item.row.region,
                item.row.service, item.row.changed_at);
  key = item.app;
}

// By the index of subjects, those that the viewer sees.
Status find_of_subject(Connection& db, const engine::Viewer& viewer,
                       const lifecycle::SubjectId& subject, const std::string& from,
                       std::size_t count, Rows& rows) {
  for (const auto& audience : audiences(viewer)) {
    Query query(db, sql::kAppsBySubject, audience, from, subject, count);
    while (query.next()) read_found(query, rows);
    TRY(query.status());
  }
  return {};
}

}  // namespace

Result<engine::Listed<engine::AppListItem>> SqliteSearch::find(const engine::Viewer& viewer,
                                                               const engine::AppWords& words,
                                                               const engine::Page& page) {
  TRY_ASSIGN(const auto wanted, search_words(words.text));
  TRY_ASSIGN(const auto from, read_app_cursor(page.after));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Rows rows;
  for (const auto& subject : words.subjects) {
    TRY(find_of_subject(*db, viewer, subject, from, rows_of(page) + 1, rows));
  }
  if (viewer.sees_everything()) {
    TRY_ASSIGN(const auto term, rarest_term(*db, wanted));
    Query query(*db, sql::kAppsByTerm, term, from, wanted, rows_of(page) + 1);
    while (query.next()) read_found(query, rows);
    TRY(query.status());
    return merged(std::move(rows), rows_of(page));
  }
  for (const auto& audience : audiences(viewer)) {
    Query query(*db, sql::kAppsNamed, audience, from, wanted, rows_of(page) + 1);
    while (query.next()) read_found(query, rows);
    TRY(query.status());
  }
  return merged(std::move(rows), rows_of(page));
}

}  // namespace baobei::store
