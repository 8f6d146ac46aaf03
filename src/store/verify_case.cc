#include "store/verify_case.h"

#include <algorithm>

#include "engine/write_builder.h"
#include "lifecycle/codec.h"

namespace baobei::store {
namespace {

using lifecycle::Deadline;
using lifecycle::DeadlineKind;

constexpr char kCaseFile[] =
    "SELECT state, owner, subject, region, service FROM app WHERE bucket = ?1 AND app_id = ?2";
constexpr char kSubmissionsOf[] =
    "SELECT no, state, digest, due, submitted_at, changed_at FROM submission "
    "WHERE bucket = ?1 AND app_id = ?2 ORDER BY no";
constexpr char kEntriesOf[] =
    "SELECT no, submission, state, region, start_at, end_at, answered_at, late, channel "
    "FROM entry "
    "WHERE bucket = ?1 AND app_id = ?2 ORDER BY no";
constexpr char kDeadlinesOf[] =
    "SELECT kind, ordinal, due_at FROM deadline WHERE bucket = ?1 AND app_id = ?2";
constexpr char kNoticesOf[] =
    "SELECT recipient, address, copy, revision, seq, at, body FROM notice "
    "WHERE bucket = ?1 AND app_id = ?2 ORDER BY revision, seq";

bool is_same(const engine::SubmissionRow& a, const engine::SubmissionRow& b) {
  return a.no == b.no && a.state == b.state && a.digest == b.digest && a.due == b.due &&
         a.submitted_at == b.submitted_at && a.changed_at == b.changed_at;
}

bool is_same(const engine::EntrySummaryRow& a, const engine::EntrySummaryRow& b) {
  return a.submission == b.submission && a.state == b.state && a.region == b.region &&
         a.start == b.start && a.end == b.end && a.answered_at == b.answered_at &&
         a.late == b.late && a.channel == b.channel;
}

bool is_same(const engine::NoticeRow& a, const engine::NoticeRow& b) {
  return a.recipient == b.recipient && a.address == b.address && a.copy == b.copy &&
         a.revision == b.revision && a.seq == b.seq && a.at == b.at && a.notice == b.notice;
}

std::string words_for(const Deadline& deadline) {
  return std::string(word(deadline.kind)) + " " + std::to_string(deadline.ordinal);
}

}  // namespace

std::unexpected<Error> case_fault(std::string what, const std::string& app,
                                  std::uint64_t revision) {
  return fail(ErrorKind::kCorrupt, std::move(what),
              "mini-program " + app + ", revision " + std::to_string(revision));
}

namespace {

// A case file from before an order told when it was carried out: its events know more than it.
void forget_unrecorded(lifecycle::App& told, const lifecycle::App& stored) {
  for (auto& order : told.orders) {
    const auto* kept = lifecycle::find_order(stored, order.no);
    if (kept != nullptr && kept->carried_out && !kept->carried_out_at) order.carried_out_at.reset();
  }
}

}  // namespace

std::unexpected<Error> CaseCheck::fault(std::string what) const {
  return case_fault(std::move(what), app_.id, app_.revision);
}

Status CaseCheck::add(const std::string& body) {
  TRY_ASSIGN(const auto opened, lifecycle::open_event(body));
  app_ = lifecycle::apply(std::move(app_), opened.event);
  for (auto& row : engine::notice_rows(app_, opened.event)) owed_.push_back(std::move(row));
  return {};
}

Status CaseCheck::finish() {
  TRY(check_case_file());
  TRY(check_submissions());
  TRY(check_entries());
  TRY(check_deadlines());
  TRY(check_notices());
  app_ = {};
  owed_.clear();
  return {};
}

Status CaseCheck::check_case_file() {
  Query query(db_, kCaseFile, engine::bucket_of(app_.id), app_.id);
  std::string state;
  engine::AppRow row;
  const bool found = query.next();
  if (found) query.columns(state, row.owner, row.subject, row.region, row.service);
  TRY(query.status());
  if (!found) return fault("the case file is missing");
  const auto stored = lifecycle::decode_app(state);
  if (!stored) return fault("the case file cannot be read: " + stored.error().message);
  forget_unrecorded(app_, *stored);
  if (*stored != app_) return fault("the case file is not what its events say");
  const bool agrees = row.owner == app_.owner && row.subject == app_.subject.id &&
                      row.region == app_.subject.region &&
                      row.service == lifecycle::service_state(app_);
  if (!agrees) return fault("the row of the mini-program is not what its events say");
  return {};
}

Status CaseCheck::check_submissions() {
  Query query(db_, kSubmissionsOf, engine::bucket_of(app_.id), app_.id);
  std::size_t rows = 0;
  for (; query.next(); ++rows) {
    engine::SubmissionRow row;
    query.columns(row.no, row.state, row.digest, row.due, row.submitted_at, row.changed_at);
    const bool same = rows < app_.submissions.size() &&
                      is_same(row, engine::submission_row(app_, app_.submissions[rows]));
    if (!same) return fault("submission " + std::to_string(row.no) + " is listed wrongly");
  }
  TRY(query.status());
  return rows == app_.submissions.size() ? Status() : fault("a submission is not listed");
}

Status CaseCheck::check_entries() {
  Query query(db_, kEntriesOf, engine::bucket_of(app_.id), app_.id);
  std::size_t rows = 0;
  for (; query.next(); ++rows) {
    engine::EntrySummaryRow row;
    query.columns(row.no, row.submission, row.state, row.region, row.start, row.end,
                  row.answered_at, row.late, row.channel);
    const auto* entry = lifecycle::find_entry(app_, row.no);
    const bool same = entry != nullptr && row.no == rows + 1 &&
                      is_same(row, engine::entry_row(app_, *entry, row.changed_at));
    if (!same) return fault("entry " + std::to_string(row.no) + " is listed wrongly");
  }
  TRY(query.status());
  return rows == app_.entries.size() ? Status() : fault("an entry is not listed");
}

// When a qualification is warned of is the policy's (R25): that it will be is all that is checked.
Status CaseCheck::check_deadlines() {
  auto expected = lifecycle::deadlines(app_, lifecycle::Rules{});
  Query query(db_, kDeadlinesOf, engine::bucket_of(app_.id), app_.id);
  while (query.next()) {
    Deadline row;
    query.columns(row.kind, row.ordinal, row.due);
    const auto found = std::ranges::find_if(expected, [&](const Deadline& deadline) {
      return deadline.kind == row.kind && deadline.ordinal == row.ordinal &&
             (deadline.due == row.due || row.kind == DeadlineKind::kQualificationWarning);
    });
    if (found == expected.end()) return fault("a deadline of nothing: " + words_for(row));
    expected.erase(found);
  }
  TRY(query.status());
  if (expected.empty()) return {};
  return fault("a deadline is missing: " + words_for(expected.front()));
}

Status CaseCheck::check_notices() {
  Query query(db_, kNoticesOf, engine::bucket_of(app_.id), app_.id);
  std::size_t rows = 0;
  for (; query.next(); ++rows) {
    engine::NoticeRow row;
    std::string body;
    query.columns(row.recipient, row.address, row.copy, row.revision, row.seq, row.at, body);
    TRY(query.status());
    TRY_ASSIGN(row.notice, lifecycle::decode_notice(body));
    if (rows >= owed_.size() || !is_same(row, owed_[rows])) {
      return case_fault("a notice that is not owed, or one before it that is missing", app_.id,
                        row.revision);
    }
  }
  TRY(query.status());
  if (rows == owed_.size()) return {};
  return case_fault("a notice is missing", app_.id, owed_[rows].revision);
}

}  // namespace baobei::store
