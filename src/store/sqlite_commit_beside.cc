// What a write carries beside its case file: notices, deadlines, deliveries, texts, bars, its key.
#include "lifecycle/codec.h"
#include "store/jobs_sql.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_commit_sql.h"
#include "store/write_shape.h"

namespace baobei::store {

using engine::Write;

// A subject's notices lie in the inbox of the organisation that administers it; before one does,
// under the subject itself, from where they follow (put_subject).
Result<std::string> GroupCommit::inbox_of(const engine::NoticeRow& notice) {
  if (notice.copy) return audience_of_org(notice.address);
  switch (notice.recipient) {
    case lifecycle::Recipient::kOffice:
      return audience_of_region(notice.address);
    case lifecycle::Recipient::kOperator:
      return std::string(kInboxOfOperator);
    case lifecycle::Recipient::kSubject:
      break;
  }
  Query query(db_, sql::kOrgOfSubject, notice.address);
  std::string org;
  const bool known = query.next();
  if (known) query.columns(org);
  TRY(query.status());
  return known ? audience_of_org(org) : inbox_of_subject(notice.address);
}

Status GroupCommit::put_notices(const Write& write) {
  for (const auto& notice : write.notices) {
    TRY_ASSIGN(const auto inbox, inbox_of(notice));
    TRY(execute(db_, sql::kInsertNotice, ++counters_.notice, engine::bucket_of(write.app),
                write.app, notice.revision, notice.seq, inbox, notice.recipient, notice.address,
                notice.copy, notice.at, lifecycle::encode_notice(notice.notice)));
  }
  return {};
}

Status GroupCommit::put_deadlines(const Write& write) {
  const auto bucket = engine::bucket_of(write.app);
  for (const auto& deadline : write.deadlines_cleared) {
    TRY(execute(db_, sql::kClearDeadline, bucket, write.app, deadline.kind, deadline.ordinal));
  }
  for (const auto& deadline : write.deadlines_set) {
    TRY(execute(db_, sql::kSetDeadline, bucket, write.app, deadline.kind, deadline.ordinal,
                deadline.due));
  }
  return {};
}

Status GroupCommit::list_beside(const Write& write, const engine::EntrySummaryRow& row) {
  const auto bucket = engine::bucket_of(write.app);
  const auto in_list = [&](bool belongs, std::string_view kind, std::int64_t due,
                           std::int64_t since) {
    if (!belongs) {
      return execute(db_, sql::kUnlistEntryAs, bucket, write.app, row.no, kind);
    }
    return execute(db_, sql::kListEntryAs, bucket, write.app, row.no, kind, due, since);
  };
  const auto place = place_of(row);
  TRY(in_list(row.late, kLateEntryList, place.due, place.since));
  return in_list(row.answered_at.has_value(), kAnsweredEntryList, kNeverDue,
                 to_micros(row.answered_at.value_or(Instant{})));
}

Status GroupCommit::put_ruling(const Write& write, const engine::RulingRow& row,
                               const std::vector<std::string>& audiences) {
  const auto place = place_of(row);
  TRY(relist(write, place, row.no, row.state));
  for (const auto& audience : audiences) TRY(list(write, place, row.no, row.state, audience));
  if (row.region.empty()) return {};
  return list(write, place, row.no, row.state, audience_of_region(row.region));
}

Result<bool> GroupCommit::finish_item(const Write& write) {
  if (!write.finished_item) return true;
  const auto& [place, response] = *write.finished_item;
  TRY(execute(db_, sql::kAcceptItem, place.job, place.no, response, recorded_last(write)));
  if (db_.changes() == 0) return false;
  TRY(execute(db_, sql::kCountAccepted, place.job));
  return true;
}

Status GroupCommit::put_deliveries(const Write& write) {
  for (const auto& delivery : write.deliveries) {
    TRY(execute(db_, sql::kInsertDelivery, ++counters_.delivery, delivery.kind,
                engine::bucket_of(delivery.app), delivery.app, delivery.ordinal, delivery.attempt,
                delivery.digest, delivery.not_before));
  }
  if (!write.finished_delivery) return {};
  return execute(db_, sql::kDeleteDelivery, *write.finished_delivery);
}

Status GroupCommit::put_texts(const Write& write) {
  for (const auto& text : write.texts) {
    TRY(execute(db_, sql::kInsertText, text.commitment, engine::bucket_of(write.app), write.app,
                write.row.subject, text.kind, write.events.front().recorded_at, text.salt,
                text.text));
  }
  return {};
}

// Lifted before raised: an answer that is replaced lifts its bar and may raise it again (R21b).
Status GroupCommit::put_bars(const Write& write) {
  for (const auto& digest : write.bars_lifted) {
    TRY(execute(db_, sql::kDeleteBar, digest, write.app));
    TRY(move_fact(db_, engine::FactKind::kDigest, to_hex(digest)));
  }
  for (const auto& digest : write.bars_raised) {
    TRY(execute(db_, sql::kInsertBar, digest, write.app));
    TRY(move_fact(db_, engine::FactKind::kDigest, to_hex(digest)));
  }
  return {};
}

Status GroupCommit::put_idempotency(const Write& write) {
  if (!write.idempotency) return {};
  const auto& row = *write.idempotency;
  return execute(db_, sql::kInsertKey, row.key.principal, row.key.operation, row.key.key,
                 row.request, row.response, row.at);
}

}  // namespace baobei::store
