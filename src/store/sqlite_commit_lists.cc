// What a write moves in the lists: who sees the mini-program, and where its submissions and entries
// stand in each list. A place is found again from the row that it was made of.
#include <algorithm>

#include "store/sqlite_commit.h"
#include "store/sqlite_commit_sql.h"

namespace baobei::store {
namespace {

using engine::Write;

void read_submission(Query& query, std::uint32_t& no, ListPlace& place) {
  engine::SubmissionRow row;
  query.columns(row.no, row.state, row.due, row.submitted_at);
  no = row.no;
  place = place_of(row);
}

void read_entry(Query& query, std::uint32_t& no, ListPlace& place) {
  engine::EntrySummaryRow row;
  query.columns(row.no, row.state, row.start, row.end, row.changed_at);
  no = row.no;
  place = place_of(row);
}

template <typename Read>
Result<std::optional<ListPlace>> place(Connection& db, const char* sql, const Write& write,
                                       std::uint32_t no, Read read) {
  Query query(db, sql, engine::bucket_of(write.app), write.app, no);
  std::optional<ListPlace> found;
  if (query.next()) read(query, no, found.emplace());
  TRY(query.status());
  return found;
}

}  // namespace

Result<std::vector<GroupCommit::Standing>> GroupCommit::standing(const Write& write) {
  std::vector<Standing> all;
  const auto add = [&](const char* sql, auto read) -> Status {
    Query query(db_, sql, engine::bucket_of(write.app), write.app);
    while (query.next()) {
      auto& each = all.emplace_back();
      read(query, each.no, each.place);
    }
    return query.status();
  };
  TRY(add(sql::kSubmissionPlaces, read_submission));
  TRY(add(sql::kEntryPlaces, read_entry));
  return all;
}

Result<std::optional<ListPlace>> GroupCommit::submission_place(const Write& write,
                                                               std::uint32_t no) {
  return place(db_, sql::kSubmissionPlace, write, no, read_submission);
}
Result<std::optional<ListPlace>> GroupCommit::entry_place(const Write& write, std::uint32_t no) {
  return place(db_, sql::kEntryPlace, write, no, read_entry);
}

Status GroupCommit::list(const Write& write, const Standing& standing,
                         const std::string& audience) {
  const auto& place = standing.place;
  return execute(db_, sql::kList, audience, place.kind, place.state, place.due, place.since,
                 engine::bucket_of(write.app), write.app, standing.no);
}

Status GroupCommit::unlist(const Write& write, const Standing& standing,
                           const std::string& audience) {
  const auto& place = standing.place;
  return execute(db_, sql::kUnlist, audience, place.kind, place.state, place.due, place.since,
                 engine::bucket_of(write.app), write.app, standing.no);
}

// Where an office does not see this one there is nothing to move.
Status GroupCommit::relist(const Write& write, const Standing& before, const ListPlace& after,
                           const Audiences& audiences) {
  if (before.place == after) return {};
  for (const auto& audience : audiences.any) {
    TRY(unlist(write, before, audience));
    if (db_.changes() > 0) TRY(list(write, {before.no, after}, audience));
  }
  return {};
}

// An authorisation that began or ended moves what is in the lists already (R10b).
Result<GroupCommit::Audiences> GroupCommit::put_audiences(const Write& write) {
  const auto bucket = engine::bucket_of(write.app);
  Audiences audiences;
  auto& whole = audiences.whole;
  whole = {kAudienceAll, audience_of_org(write.row.owner)};
  for (const auto& agency : write.agencies) whole.push_back(audience_of_org(agency));
  std::ranges::sort(whole);
  whole.erase(std::ranges::unique(whole).begin(), whole.end());
  audiences.any = whole;

  std::vector<std::string> gone;
  std::vector<std::string> fresh = whole;
  if (write.expected > 0) {
    Query query(db_, sql::kAudiencesOfApp, bucket, write.app);
    while (query.next()) {
      std::string audience;
      query.columns(audience);
      if (std::erase(fresh, audience) > 0) continue;
      (audience.starts_with("org:") ? gone : audiences.any).push_back(std::move(audience));
    }
    TRY(query.status());
  }
  if (fresh.empty() && gone.empty()) return audiences;
  std::vector<Standing> rows;
  if (write.expected > 0) {
    TRY_ASSIGN(rows, standing(write));
  }
  for (const auto& audience : fresh) {
    TRY(execute(db_, sql::kInsertAudience, bucket, write.app, audience));
    for (const auto& row : rows) TRY(list(write, row, audience));
  }
  for (const auto& audience : gone) {
    TRY(execute(db_, sql::kDeleteAudience, bucket, write.app, audience));
    for (const auto& row : rows) TRY(unlist(write, row, audience));
  }
  return audiences;
}

Status GroupCommit::put_submission(const Write& write, const engine::SubmissionRow& row,
                                   const Audiences& audiences) {
  TRY_ASSIGN(const auto before, submission_place(write, row.no));
  TRY(execute(db_, before ? sql::kUpdateSubmission : sql::kInsertSubmission,
              engine::bucket_of(write.app), write.app, row.no, row.state, row.digest, row.due,
              row.submitted_at, row.changed_at));
  if (before) return relist(write, {row.no, *before}, place_of(row), audiences);
  for (const auto& audience : audiences.whole) TRY(list(write, {row.no, place_of(row)}, audience));
  return {};
}

Status GroupCommit::put_entry(const Write& write, const engine::EntrySummaryRow& row,
                              const Audiences& audiences) {
  const auto bucket = engine::bucket_of(write.app);
  TRY_ASSIGN(const auto before, entry_place(write, row.no));
  TRY(execute(db_, before ? sql::kUpdateEntry : sql::kInsertEntry, bucket, write.app, row.no,
              row.submission, row.state, row.region, row.start, row.end, row.changed_at));
  if (before) return relist(write, {row.no, *before}, place_of(row), audiences);
  for (const auto& audience : audiences.whole) TRY(list(write, {row.no, place_of(row)}, audience));
  // The office sees the entry, its submission and its mini-program.
  const auto office = audience_of_region(row.region);
  TRY(list(write, {row.no, place_of(row)}, office));
  TRY(execute(db_, sql::kInsertAudience, bucket, write.app, office));
  TRY_ASSIGN(const auto laid, submission_place(write, row.submission));
  return laid ? list(write, {row.submission, *laid}, office) : Status();
}

}  // namespace baobei::store
