// Applications for categories, on every store.
#include <cstdlib>
#include <filesystem>

#include "engine/salted_text.h"
#include "store/applications_sql.h"
#include "store/sqlite.h"
#include "store/sqlite_store.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::ApplicationWrite;
using engine::GrantChange;
using engine::WriteResult;
using lifecycle::Application;
using lifecycle::ApplicationState;
using lifecycle::Role;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const engine::Viewer kOperator = viewer_of({Role::kOperator}, "org-operator");
const engine::Viewer kDeveloper = viewer_of({Role::kDeveloper}, "org-a");
const engine::Viewer kStranger = viewer_of({Role::kDeveloper}, "org-z");
const engine::Viewer kAgency = viewer_of({Role::kDeveloper}, "org-agency");

engine::SubjectRow subject_row(const std::string& id, const std::string& org) {
  return {{id, lifecycle::SubjectKind::kEnterprise, "33"}, org, "name of " + id, "code"};
}

class ApplicationContract : public StoreContract {
 protected:
  ApplicationContract() {
    EXPECT_TRUE(store_.put_subject(subject_row("sub-a", "org-a")));
    EXPECT_TRUE(store_.put_subject(subject_row("sub-b", "org-b")));
  }

  ApplicationWrite write_of(const Application& after, std::uint32_t expected) {
    ApplicationWrite write;
    write.application = after;
    write.expected = expected;
    write.step = {0,
                  engine::StepKind::kApplied,
                  after.subject,
                  after.category,
                  after.id,
                  after.revision,
                  "person-1",
                  after.changed_at,
                  {}};
    write.grant = {after.subject, after.category, after.valid_until};
    return write;
  }

  // Applies; the id that it got.
  Application apply(const std::string& subject, const std::string& category, int second = 1) {
    Application made;
    made.id = applications_.next_application().value();
    made.subject = subject;
    made.category = category;
    made.revision = 1;
    made.applied_by = "person-1";
    made.org = "org-a";
    made.applied_at = made.changed_at = at(second);
    const auto outcome = applications_.commit(write_of(made, 0));
    EXPECT_EQ(outcome.result, WriteResult::kCommitted) << outcome.detail;
    return made;
  }
  static Application after(Application before, ApplicationState state) {
    before.state = state;
    ++before.revision;
    return before;
  }
  std::int64_t grants_version(const std::string& subject) {
    engine::FactsQuery query;
    query.subject = subject;
    return store_.facts(query).value().stamps.at(0).version;
  }
  lifecycle::DocumentId document(const std::string& subject, const std::string& bytes) {
    engine::DocumentRow row;
    row.subject = subject;
    row.digest = sha256(bytes);
    row.media_type = "application/pdf";
    row.bytes = bytes.size();
    row.uploaded_by = "person-1";
    row.uploaded_at = at(1);
    row.name = "licence.pdf";
    return applications_.put_document(row).value();
  }
  std::vector<std::uint64_t> ids(const engine::Viewer& viewer,
                                 const engine::ApplicationFilter& filter = {}) {
    std::vector<std::uint64_t> all;
    engine::Page page{"", 2};
    for (;;) {
      const auto list = applications_.applications(viewer, filter, page);
      EXPECT_TRUE(list) << to_string(list.error());
      if (!list) return all;
      for (const auto& row : list->rows) all.push_back(row.id);
      if (list->next.empty()) return all;
      page.after = list->next;
    }
  }
};

TEST_P(ApplicationContract, KeepsAnApplicationWithItsStepAndWords) {
  Application made;
  made.id = 1;
  made.subject = "sub-a";
  made.category = "forum";
  made.revision = 1;
  made.documents = {{document("sub-a", "%PDF-1"), at(900)}};
  auto words = engine::salted_text("application", "说明");
  made.words = words.commitment;
  auto write = write_of(made, 0);
  write.texts = {words};
  engine::DocumentRow used;
  used.id = made.documents[0].document;
  used.title = "许可证";
  used.number = "A-1";
  used.expires = at(900);
  write.attached = {used};
  ASSERT_EQ(applications_.commit(write).result, WriteResult::kCommitted);

  const auto found = applications_.application(1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->documents, made.documents);
  EXPECT_EQ(reader_.text(found->words).value(), "说明");
  EXPECT_EQ(applications_.newest("sub-a", "forum").value()->id, 1U);
  EXPECT_EQ(applications_.newest("sub-a", "live").value(), std::nullopt);
  EXPECT_EQ(applications_.waiting("sub-a").value(), 1U);
  const auto steps = applications_.steps(1).value();
  ASSERT_THAT(steps, SizeIs(1));
  EXPECT_EQ(steps[0].actor, "person-1");
  const auto documents = applications_.documents("sub-a", 1).value();
  ASSERT_THAT(documents, SizeIs(1));
  EXPECT_EQ(documents[0].title, "许可证");
  EXPECT_EQ(documents[0].name, "licence.pdf");
  EXPECT_EQ(documents[0].expires, at(900));
  EXPECT_THAT(applications_.documents("sub-a", 0).value(), IsEmpty());
  EXPECT_EQ(applications_.application(2).error().kind, ErrorKind::kNotFound);
}

TEST_P(ApplicationContract, GrantsAndMovesTheFact) {
  const auto made = apply("sub-a", "forum");
  const auto before = grants_version("sub-a");
  auto accepted = after(made, ApplicationState::kAccepted);
  accepted.valid_until = at(5'000);
  auto write = write_of(accepted, 1);
  write.change = GrantChange::kGranted;
  write.facts = {{engine::FactKind::kGrants, "sub-a", before}};
  ASSERT_EQ(applications_.commit(write).result, WriteResult::kCommitted);
  EXPECT_GT(grants_version("sub-a"), before);
  const auto grants = reader_.grants("sub-a").value();
  ASSERT_THAT(grants, SizeIs(1));
  EXPECT_EQ(grants[0].valid_until, at(5'000));
  EXPECT_EQ(applications_.waiting("sub-a").value(), 0U);

  ApplicationWrite revoke;
  revoke.step.subject = "sub-a";
  revoke.step.category = "forum";
  revoke.step.kind = engine::StepKind::kRevoked;
  revoke.change = GrantChange::kRevoked;
  revoke.grant = {"sub-a", "forum", {}};
  const auto held = grants_version("sub-a");
  ASSERT_EQ(applications_.commit(revoke).result, WriteResult::kCommitted);
  EXPECT_THAT(reader_.grants("sub-a").value(), IsEmpty());
  EXPECT_GT(grants_version("sub-a"), held);
}

TEST_P(ApplicationContract, TakesNothingOnWhatHasMoved) {
  const auto made = apply("sub-a", "forum");
  auto again = made;
  EXPECT_EQ(applications_.commit(write_of(again, 0)).result, WriteResult::kConflict)
      << "its number";
  again.id = 2;
  EXPECT_EQ(applications_.commit(write_of(again, 0)).result, WriteResult::kConflict)
      << "one waits already";
  const auto accepted = after(made, ApplicationState::kAccepted);
  EXPECT_EQ(applications_.commit(write_of(accepted, 2)).result, WriteResult::kConflict)
      << "its revision";
  auto write = write_of(accepted, 1);
  write.facts = {{engine::FactKind::kGrants, "sub-a", grants_version("sub-a")}};
  ASSERT_TRUE(store_.put_grant({"sub-a", "other", {}}));
  EXPECT_EQ(applications_.commit(write).result, WriteResult::kConflict) << "a fact";
  EXPECT_EQ(applications_.application(1)->revision, 1U);
  EXPECT_THAT(applications_.steps(1).value(), SizeIs(1));
  EXPECT_EQ(applications_.next_application().value(), 2U) << "a refused write uses no number";
}

TEST_P(ApplicationContract, TakesADocumentOnce) {
  const auto id = document("sub-a", "%PDF-1");
  EXPECT_EQ(document("sub-a", "%PDF-1"), id) << "the same bytes are the same document";
  EXPECT_NE(document("sub-b", "%PDF-1"), id);
  auto use = [&](const std::string& subject, const std::string& category) {
    Application made;
    made.id = applications_.next_application().value();
    made.subject = subject;
    made.category = category;
    made.revision = 1;
    auto write = write_of(made, 0);
    engine::DocumentRow used;
    used.id = id;
    write.attached = {used};
    return applications_.commit(write).result;
  };
  EXPECT_EQ(use("sub-b", "forum"), WriteResult::kConflict) << "another subject's";
  EXPECT_EQ(use("sub-a", "forum"), WriteResult::kCommitted);
  EXPECT_EQ(use("sub-a", "live"), WriteResult::kConflict);
  EXPECT_NE(document("sub-a", "%PDF-1"), id) << "used: the next upload is another one";
}

TEST_P(ApplicationContract, BoundsWhatWaitsToBeUsed) {
  for (std::size_t i = 0; i < engine::kLooseDocumentsMax; ++i) {
    document("sub-a", "%PDF-" + std::to_string(i));
  }
  engine::DocumentRow row;
  row.subject = "sub-a";
  row.digest = sha256("one more");
  EXPECT_EQ(applications_.put_document(row).error().kind, ErrorKind::kConflict);
  row.subject = "sub-b";
  EXPECT_TRUE(applications_.put_document(row));
}

TEST_P(ApplicationContract, ErasesWordsAndSaysWhetherTheBytesMayGo) {
  const auto first = document("sub-a", "%PDF-1");
  const auto second = document("sub-b", "%PDF-1");
  engine::StepRow step;
  step.kind = engine::StepKind::kDocumentErased;
  step.at = at(9);
  EXPECT_EQ(applications_.erase_document(first, step).value(), false) << "another row names them";
  EXPECT_EQ(applications_.erase_document(second, step).value(), true);
  const auto erased = applications_.document(first);
  ASSERT_TRUE(erased) << "that it was there stays";
  EXPECT_EQ(erased->erased_at, at(9));
  EXPECT_EQ(erased->name, "");
  EXPECT_EQ(applications_.erase_document(first, step).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(applications_.erase_document(99, step).error().kind, ErrorKind::kNotFound);
}

TEST_P(ApplicationContract, RecordsAccesses) {
  ASSERT_TRUE(applications_.record_access({7, 3, "person-op", at(1)}));
  ASSERT_TRUE(applications_.record_access({8, 3, "person-op", at(2)}));
  ASSERT_TRUE(applications_.record_access({9, 4, "person-op", at(3)}));
  const auto rows = applications_.accesses(3).value();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].document, 8U);
  EXPECT_EQ(rows[1].at, at(2));
}

TEST_P(ApplicationContract, ListsOldestFirstByState) {
  for (const char* category : {"a", "b", "c", "d", "e"}) apply("sub-a", category);
  apply("sub-b", "a");
  const auto third = applications_.application(3).value();
  ASSERT_EQ(applications_.commit(write_of(after(third, ApplicationState::kRefused), 1)).result,
            WriteResult::kCommitted);
  EXPECT_THAT(ids(kOperator), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(ids(kOperator, {ApplicationState::kApplied, ""}), ElementsAre(1, 2, 4, 5, 6));
  EXPECT_THAT(ids(kOperator, {ApplicationState::kApplied, "sub-a"}), ElementsAre(1, 2, 4, 5));
  EXPECT_THAT(ids(kDeveloper), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(ids(kDeveloper, {ApplicationState::kRefused, ""}), ElementsAre(3));
  EXPECT_THAT(ids(kStranger), IsEmpty());
  EXPECT_EQ(applications_.newest_of("sub-a").value().size(), 5U);
}

TEST_P(ApplicationContract, ShowsASubjectToItsOwnAndItsAgencies) {
  EXPECT_TRUE(applications_.sees(kOperator, "sub-a").value());
  EXPECT_TRUE(applications_.sees(kDeveloper, "sub-a").value());
  EXPECT_FALSE(applications_.sees(kStranger, "sub-a").value());
  EXPECT_FALSE(applications_.sees(kOperator, "nobody").value());
  EXPECT_FALSE(applications_.sees(viewer_of({Role::kReviewer}, "org-operator"), "sub-a").value());
  EXPECT_FALSE(applications_.sees(kAgency, "sub-a").value());
  auto write = fake_write("app-1");
  write.agencies = {"org-agency"};
  const auto stored = put(store_, write);
  EXPECT_TRUE(applications_.sees(kAgency, "sub-a").value());
  EXPECT_THAT(applications_.apps_of(kAgency, "sub-a", 5).value(), ElementsAre("app-1"));
  apply("sub-a", "forum");
  EXPECT_THAT(ids(kAgency, {{}, "sub-a"}), ElementsAre(1));
  put(store_, fake_write("app-1", stored));  // the authorisation has ended
  EXPECT_FALSE(applications_.sees(kAgency, "sub-a").value());
  const auto list = applications_.applications(kAgency, {{}, "sub-a"}, {});
  EXPECT_EQ(list.error().kind, ErrorKind::kNotFound);
}

TEST_P(ApplicationContract, AnswersAKeyOnce) {
  Application made;
  made.id = 1;
  made.subject = "sub-a";
  made.category = "forum";
  made.revision = 1;
  auto write = write_of(made, 0);
  write.idempotency = fake_key("k", "request", R"({"application":1})");
  ASSERT_EQ(applications_.commit(write).result, WriteResult::kCommitted);
  const auto again = applications_.commit(write);
  EXPECT_EQ(again.result, WriteResult::kDuplicate);
  EXPECT_EQ(again.response, R"({"application":1})");
  write.idempotency = fake_key("k", "another");
  EXPECT_EQ(applications_.commit(write).result, WriteResult::kKeyReused);
  EXPECT_TRUE(store_.find_idempotency(fake_key("k", "").key).value().has_value());
}

TEST_P(ApplicationContract, PutsNoticesIntoTheInboxes) {
  Application made;
  made.id = 1;
  made.subject = "sub-a";
  made.category = "forum";
  made.revision = 1;
  auto write = write_of(made, 0);
  for (const auto& [recipient, address, copy] :
       {std::tuple(lifecycle::Recipient::kOperator, "operator", false),
        std::tuple(lifecycle::Recipient::kSubject, "sub-a", false),
        std::tuple(lifecycle::Recipient::kSubject, "org-agency", true)}) {
    engine::NoticeRow notice;
    notice.recipient = recipient;
    notice.address = address;
    notice.copy = copy;
    notice.at = at(1);
    notice.notice.kind = lifecycle::NoticeKind::kCategoryApplied;
    notice.notice.application = 1;
    write.notices.push_back(notice);
  }
  ASSERT_EQ(applications_.commit(write).result, WriteResult::kCommitted);
  for (const auto& viewer : {kOperator, kDeveloper, kAgency}) {
    const auto inbox = reader_.inbox(viewer, true, {}).value();
    ASSERT_THAT(inbox.rows, SizeIs(1)) << viewer.org;
    EXPECT_EQ(inbox.rows[0].row.notice.application, 1U);
    EXPECT_EQ(inbox.rows[0].app, "");
    EXPECT_TRUE(store_.mark_read(viewer, inbox.rows[0].id, at(2)));
  }
  // The numbers of notices are one sequence, whoever gives them.
  auto other = fake_write("app-1");
  other.notices = {fake_notice(other, lifecycle::Recipient::kOperator, "operator")};
  put(store_, other);
  EXPECT_THAT(reader_.inbox(kOperator, false, {}).value().rows, SizeIs(2));
}

TEST(SqliteApplications, WalkNoTableAndSortNothing) {
  std::string folder = testing::TempDir() + "baobei-plans-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto path = folder + "/store.db";
  ASSERT_TRUE(open(path, OpenMode::kProduction, kStart));
  std::vector<std::string> explained;
  for (const char* sql : sql::kApplicationReads) {
    explained.push_back("EXPLAIN QUERY PLAN " + std::string(sql));
  }
  const auto db = Connection::open(path, Access::kRead);
  ASSERT_TRUE(db);
  for (const auto& sql : explained) {
    Query query(**db, sql.c_str());
    std::size_t steps = 0;
    while (query.next()) {
      std::int64_t id = 0;
      std::int64_t parent = 0;
      std::int64_t unused = 0;
      std::string detail;
      query.columns(id, parent, unused, detail);
      const bool walks =
          detail.starts_with("SCAN") && detail != "SCAN newest" && detail != "SCAN CONSTANT ROW";
      EXPECT_FALSE(walks || detail.find("TEMP B-TREE") != std::string::npos) << sql << "\n"
                                                                             << detail;
      ++steps;
    }
    EXPECT_TRUE(query.status()) << sql;
    EXPECT_GT(steps, 0U) << sql;
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, ApplicationContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
