// What changes; what reads is in sqlite_application_reads.cc.
#include "store/sqlite_applications.h"

#include "base/json.h"
#include "engine/step_chain.h"
#include "lifecycle/codec.h"
#include "store/applications_sql.h"
#include "store/audience.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_commit_sql.h"

namespace baobei::store {

using engine::ApplicationWrite;
using engine::WriteOutcome;
using engine::WriteResult;

Result<std::uint64_t> SqliteApplications::take_number(const char* counter) {
  Query query(db_, sql::kTakeNumber, counter);
  std::uint64_t number = 0;
  while (query.next()) query.columns(number);
  TRY(query.status());
  return number;
}

Result<lifecycle::ApplicationId> SqliteApplications::next_application() {
  Query query(db_, sql::kNumber, "application");
  std::uint64_t number = 0;
  if (query.next()) query.columns(number);
  TRY(query.status());
  return number + 1;
}

WriteOutcome SqliteApplications::commit(const ApplicationWrite& write) {
  auto outcome = [&]() -> Result<WriteOutcome> {
    Transaction transaction(db_);
    TRY(transaction.begin(Transaction::Kind::kWrite));
    TRY_ASSIGN(auto applied, apply(write));
    if (applied.result == WriteResult::kCommitted) TRY(transaction.commit());
    return applied;
  }();
  if (outcome) return std::move(*outcome);
  const bool conflict = outcome.error().kind == ErrorKind::kConflict;
  WriteOutcome failed;
  failed.result = conflict ? WriteResult::kConflict : WriteResult::kUnavailable;
  failed.detail = to_string(outcome.error());
  return failed;
}

Result<WriteOutcome> SqliteApplications::apply(const ApplicationWrite& write) {
  WriteOutcome outcome;
  TRY_ASSIGN(const bool answered, answered_before(write, outcome));
  if (answered) return outcome;
  TRY_ASSIGN(auto conflict, conflict_of(write));
  if (!conflict.empty()) return fail(ErrorKind::kConflict, std::move(conflict));
  TRY(put_application(write));
  TRY(attach(write));
  TRY(put_grant(write));
  TRY_ASSIGN(const auto step, put_step(write.step));
  TRY(put_notices(write, step));
  TRY(put_beside(write));
  outcome.result = WriteResult::kCommitted;
  return outcome;
}

Result<bool> SqliteApplications::answered_before(const ApplicationWrite& write,
                                                 WriteOutcome& outcome) {
  if (!write.idempotency) return false;
  const auto& wanted = *write.idempotency;
  Query query(db_, sql::kFindKeyOfWrite, wanted.key.principal, wanted.key.operation,
              wanted.key.key);
  Digest request;
  const bool there = query.next();
  if (there) query.columns(request, outcome.response);
  TRY(query.status());
  if (!there) return false;
  outcome.result = request == wanted.request ? WriteResult::kDuplicate : WriteResult::kKeyReused;
  if (outcome.result == WriteResult::kKeyReused) outcome.response.clear();
  return true;
}

Result<std::string> SqliteApplications::conflict_of(const ApplicationWrite& write) {
  for (const auto& stamp : write.facts) {
    Query query(db_, sql::kFactVersion, stamp.kind, stamp.key);
    std::int64_t version = 0;
    if (query.next()) query.columns(version);
    TRY(query.status());
    if (version != stamp.version) return "a fact of " + stamp.key + " moved";
  }
  return std::string();
}

Status SqliteApplications::put_application(const ApplicationWrite& write) {
  if (!write.application) return {};
  const auto& row = *write.application;
  const auto body = json::serialize(to_json(row));
  const auto& state = wire_name(row.state);
  if (write.expected == 0) {
    TRY_ASSIGN(const auto id, take_number("application"));
    if (id != row.id) return fail(ErrorKind::kConflict, "the application's number was given out");
    return execute(db_, sql::kInsertApplication, row.id, row.subject, row.category, state,
                   row.revision, body);
  }
  TRY(execute(db_, sql::kUpdateApplication, row.id, state, row.revision, body, write.expected));
  if (db_.changes() == 1) return {};
  return fail(ErrorKind::kConflict, "the application is at another revision");
}

Status SqliteApplications::attach(const ApplicationWrite& write) {
  for (const auto& document : write.attached) {
    TRY(execute(db_, sql::kAttachDocument, document.id, write.application->id, document.title,
                document.number, document.issuer, document.expires, write.application->subject));
    if (db_.changes() != 1) return fail(ErrorKind::kConflict, "a document is used already");
  }
  return {};
}

Status SqliteApplications::put_grant(const ApplicationWrite& write) {
  const auto& grant = write.grant;
  switch (write.change) {
    case engine::GrantChange::kNone:
      return {};
    case engine::GrantChange::kGranted:
      TRY(execute(db_, sql::kPutGrantOfStep, grant.subject, grant.category, grant.valid_until));
      break;
    case engine::GrantChange::kRevoked:
      TRY(execute(db_, sql::kDropGrantOfStep, grant.subject, grant.category));
      break;
  }
  TRY(execute(db_, sql::kBeginSettling, grant.subject));
  return move_fact(db_, engine::FactKind::kGrants, grant.subject);
}

Result<std::uint64_t> SqliteApplications::put_step(const engine::StepRow& step) {
  TRY_ASSIGN(const auto id, take_number("desk_step"));
  std::optional<Digest> before;
  {
    Query query(db_, sql::kLastStep, id - 1);
    if (query.next()) query.columns(before);
    TRY(query.status());
  }
  auto numbered = step;
  numbered.id = id;
  const auto prev = before.value_or(Digest{});
  TRY(execute(db_, sql::kInsertStep, id, wire_name(step.kind), step.subject, step.category,
              step.application, step.revision, step.actor, step.at,
              json::serialize(to_json(step.detail)), prev, engine::hash_of_step(numbered, prev)));
  return id;
}

// They belong to no mini-program; among their kind the step is the revision.
Status SqliteApplications::put_notices(const ApplicationWrite& write, std::uint64_t step) {
  std::uint32_t seq = 0;
  for (const auto& notice : write.notices) {
    std::string inbox = kInboxOfOperator;
    if (notice.copy) inbox = audience_of_org(notice.address);
    if (!notice.copy && notice.recipient == lifecycle::Recipient::kSubject) {
      Query query(db_, sql::kOrgOfSubject, notice.address);
      std::string org;
      const bool known = query.next();
      if (known) query.columns(org);
      TRY(query.status());
      inbox = known ? audience_of_org(org) : inbox_of_subject(notice.address);
    }
    TRY_ASSIGN(const auto id, take_number("notice"));
    TRY(execute(db_, sql::kInsertNotice, id, engine::bucket_of(""), "", step, seq++, inbox,
                notice.recipient, notice.address, notice.copy, notice.at,
                lifecycle::encode_notice(notice.notice)));
  }
  return {};
}

Status SqliteApplications::put_beside(const ApplicationWrite& write) {
  for (const auto& text : write.texts) {
    TRY(execute(db_, sql::kInsertText, text.commitment, engine::bucket_of(""), "",
                write.step.subject, text.kind, write.step.at, text.salt, text.text));
  }
  if (!write.idempotency) return {};
  const auto& row = *write.idempotency;
  return execute(db_, sql::kInsertKey, row.key.principal, row.key.operation, row.key.key,
                 row.request, row.response, row.at);
}

Result<lifecycle::DocumentId> SqliteApplications::put_document(
    const engine::DocumentRow& document) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  std::uint64_t id = 0;
  {
    Query query(db_, sql::kLooseOfDigest, document.subject, document.digest);
    if (query.next()) query.columns(id);
    TRY(query.status());
  }
  if (id != 0) return id;
  std::size_t loose = 0;
  {
    Query query(db_, sql::kLooseCount, document.subject);
    if (query.next()) query.columns(loose);
    TRY(query.status());
  }
  if (loose >= engine::kLooseDocumentsMax) {
    return fail(ErrorKind::kConflict, "at most 40 documents of a subject wait to be used");
  }
  TRY_ASSIGN(id, take_number("document"));
  TRY(execute(db_, sql::kInsertDocument, id, document.subject, document.digest, document.media_type,
              document.bytes, document.uploaded_by, document.uploaded_at, document.name,
              document.stored));
  TRY(transaction.commit());
  return id;
}

Status SqliteApplications::record_access(const engine::AccessRow& access) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(execute(db_, sql::kInsertAccess, access.document, access.application, access.person,
              access.at));
  return transaction.commit();
}

Result<bool> SqliteApplications::erase_document(lifecycle::DocumentId document,
                                                const engine::StepRow& step) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  Digest digest;
  {
    Query query(db_, sql::kDigestOfDocument, document);
    if (query.next()) query.columns(digest);
    TRY(query.status());
  }
  TRY(execute(db_, sql::kEraseDocument, document, step.at));
  if (db_.changes() != 1) return fail(ErrorKind::kNotFound, "no such document");
  TRY(put_step(step));
  bool named = false;
  {
    Query query(db_, sql::kNamedElsewhere, digest);
    if (query.next()) query.columns(named);
    TRY(query.status());
  }
  TRY(transaction.commit());
  return !named;
}

}  // namespace baobei::store
