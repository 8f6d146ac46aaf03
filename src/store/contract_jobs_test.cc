// The contract of jobs and of offices' keys.
#include "engine/job_ports.h"
#include "engine/office_key_ports.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::ItemState;
using engine::JobItemRow;
using engine::JobRow;
using engine::JobState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

JobRow job_row(const std::string& id, int seconds = 0, const std::string& person = "person-1") {
  JobRow row;
  row.id = id;
  row.kind = engine::JobKind::kSubmit;
  row.actor = {person, lifecycle::Role::kDeveloper, "org-a", "unit", "33"};
  row.source = engine::kFromList;
  row.received_at = at(seconds);
  row.request = sha256("request");
  return row;
}

std::vector<JobItemRow> job_rows(std::size_t count) {
  std::vector<JobItemRow> rows(count);
  for (std::size_t i = 0; i < count; ++i) {
    rows[i].no = static_cast<std::uint32_t>(i + 1);
    rows[i].app = "app-" + std::to_string(i + 1);
    rows[i].body = R"({"notes":"说明"})";
  }
  return rows;
}

std::vector<std::string> ids(const std::vector<JobRow>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.id);
  return all;
}

std::vector<std::uint32_t> numbers(const std::vector<JobItemRow>& rows) {
  std::vector<std::uint32_t> all;
  for (const auto& row : rows) all.push_back(row.no);
  return all;
}

engine::Write of_item(const std::string& job, std::uint32_t no, const std::string& app) {
  auto write = fake_write(app);
  write.finished_item = engine::FinishedItem{{job, no}, R"({"revision":1})"};
  return write;
}

TEST_P(StoreContract, jobs_are_found_as_they_were_taken_and_by_their_person_alone) {
  auto& jobs = world_->jobs();
  auto row = job_row("job-1");
  row.key = "POST key";
  ASSERT_TRUE(jobs.add(row, job_rows(3)));
  const auto found = jobs.find("person-1", "job-1").value();
  EXPECT_EQ(found.kind, row.kind);
  EXPECT_EQ(found.actor, row.actor);
  EXPECT_EQ(found.received_at, at(0));
  EXPECT_EQ(found.request, row.request);
  EXPECT_EQ(found.items, 3U);
  EXPECT_EQ(found.waiting(), 3U);
  EXPECT_EQ(found.state, JobState::kRunning);
  EXPECT_FALSE(found.finished_at);
  EXPECT_EQ(jobs.find("person-2", "job-1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(jobs.by_key("person-1", "POST key").value()->id, "job-1");
  EXPECT_FALSE(jobs.by_key("person-2", "POST key").value());
  row.id = "job-2";
  EXPECT_EQ(jobs.add(row, job_rows(1)).error().kind, ErrorKind::kConflict) << "the key";
  EXPECT_THAT(jobs.running().value(), SizeIs(1));
}

TEST_P(StoreContract, an_item_is_carried_out_once_whoever_asks_again) {
  auto& jobs = world_->jobs();
  ASSERT_TRUE(jobs.add(job_row("job-1"), job_rows(3)));
  put(store_, of_item("job-1", 2, "app-2"));
  EXPECT_EQ(commit_one(store_, of_item("job-1", 2, "app-x")).result,
            engine::WriteResult::kDuplicate);
  EXPECT_EQ(commit_one(store_, of_item("job-9", 1, "app-x")).result,
            engine::WriteResult::kDuplicate);
  EXPECT_FALSE(store_.load("app-x")) << "nothing of it was written";
  EXPECT_EQ(commit_one(store_, of_item("job-1", 3, "app-2")).result,
            engine::WriteResult::kConflict);
  const auto waiting = jobs.waiting("job-1", 0, 10).value();
  EXPECT_THAT(numbers(waiting), ElementsAre(1, 3)) << "what came to nothing waits on";
  EXPECT_EQ(waiting[0].body, R"({"notes":"说明"})");
  EXPECT_THAT(numbers(jobs.waiting("job-1", 1, 10).value()), ElementsAre(3));
  const auto done = jobs.items("job-1", ItemState::kAccepted, {}).value().rows;
  ASSERT_THAT(numbers(done), ElementsAre(2));
  EXPECT_EQ(done[0].response, R"({"revision":1})");
  EXPECT_EQ(done[0].body, "") << "the words go";
  EXPECT_TRUE(done[0].decided_at);
  EXPECT_EQ(jobs.find("person-1", "job-1").value().accepted, 1U);
}

TEST_P(StoreContract, results_count_once_and_what_waits_at_the_end_is_cancelled) {
  auto& jobs = world_->jobs();
  ASSERT_TRUE(jobs.add(job_row("job-1"), job_rows(4)));
  const engine::ItemResult results[] = {{1, ItemState::kRefused, "version_barred"},
                                        {2, ItemState::kFailed, "unavailable"}};
  ASSERT_TRUE(jobs.record("job-1", results, at(5)));
  ASSERT_TRUE(jobs.record("job-1", results, at(6)));
  put(store_, of_item("job-1", 3, "app-3"));
  EXPECT_EQ(jobs.finish("person-2", "job-1", JobState::kCancelled, at(7)).error().kind,
            ErrorKind::kNotFound);
  const auto ended = jobs.finish("person-1", "job-1", JobState::kCancelled, at(7)).value();
  EXPECT_EQ(ended.state, JobState::kCancelled);
  EXPECT_EQ(ended.finished_at, at(7));
  const auto found = jobs.find("", "job-1").value();
  EXPECT_EQ(found.refused, 1U);
  EXPECT_EQ(found.failed, 1U);
  EXPECT_EQ(found.accepted, 1U);
  EXPECT_EQ(found.cancelled, 1U);
  EXPECT_EQ(found.waiting(), 0U);
  const auto refused = jobs.items("job-1", ItemState::kRefused, {}).value().rows;
  ASSERT_THAT(refused, SizeIs(1));
  EXPECT_EQ(refused[0].refusal, "version_barred");
  EXPECT_EQ(refused[0].decided_at, at(5));
  EXPECT_EQ(jobs.finish("", "job-1", JobState::kDone, at(8)).value().state, JobState::kCancelled);
  EXPECT_EQ(commit_one(store_, of_item("job-1", 4, "app-4")).result,
            engine::WriteResult::kDuplicate)
      << "a cancelled item is not carried out";
  EXPECT_THAT(jobs.running().value(), IsEmpty());
}

TEST_P(StoreContract, jobs_and_items_are_listed_by_pages) {
  auto& jobs = world_->jobs();
  for (int i = 1; i <= 3; ++i)
    ASSERT_TRUE(jobs.add(job_row("job-" + std::to_string(i), i), job_rows(5)));
  ASSERT_TRUE(jobs.add(job_row("job-other", 9, "person-2"), job_rows(1)));
  EXPECT_THAT(ids(jobs.running().value()), ElementsAre("job-1", "job-2", "job-3", "job-other"));
  engine::Page page;
  page.limit = 2;
  const auto first = jobs.of("person-1", page).value();
  EXPECT_THAT(ids(first.rows), ElementsAre("job-3", "job-2"));
  page.after = first.next;
  const auto rest = jobs.of("person-1", page).value();
  EXPECT_THAT(ids(rest.rows), ElementsAre("job-1"));
  EXPECT_EQ(rest.next, "");
  page.after.clear();
  const auto some = jobs.items("job-1", std::nullopt, page).value();
  EXPECT_THAT(numbers(some.rows), ElementsAre(1, 2));
  page.after = some.next;
  EXPECT_THAT(numbers(jobs.items("job-1", std::nullopt, page).value().rows), ElementsAre(3, 4));
  page.after = "x";
  EXPECT_EQ(jobs.items("job-1", std::nullopt, page).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(jobs.of("person-1", page).error().kind, ErrorKind::kInvalid);
}

TEST_P(StoreContract, jobs_are_so_many_and_no_more_and_go_after_their_time) {
  auto& jobs = world_->jobs();
  for (std::size_t i = 0; i < engine::kJobsRunningOfPersonMax; ++i) {
    ASSERT_TRUE(jobs.add(job_row("job-" + std::to_string(i)), job_rows(1)));
  }
  EXPECT_EQ(jobs.add(job_row("job-more"), job_rows(1)).error().kind, ErrorKind::kTooLarge);
  ASSERT_TRUE(jobs.finish("", "job-0", JobState::kDone, at(10)));
  EXPECT_TRUE(jobs.add(job_row("job-more"), job_rows(1)));
  EXPECT_FALSE(jobs.drop_one(at(10)).value()) << "not yet";
  EXPECT_TRUE(jobs.drop_one(at(11)).value());
  EXPECT_FALSE(jobs.drop_one(at(11)).value());
  EXPECT_EQ(jobs.find("", "job-0").error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(jobs.items("job-0", std::nullopt, {}).value().rows, IsEmpty());
}

TEST_P(StoreContract, a_signed_file_is_taken_once_whatever_became_of_its_job) {
  auto& jobs = world_->jobs();
  auto row = job_row("job-1");
  row.source = to_hex(sha256("file"));
  ASSERT_TRUE(jobs.add(row, job_rows(1)));
  ASSERT_TRUE(jobs.finish("", "job-1", JobState::kDone, at(1)));
  ASSERT_TRUE(jobs.drop_one(at(2)).value());
  row.id = "job-2";
  EXPECT_EQ(jobs.add(row, job_rows(1)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(jobs.find("", "job-2").error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, an_offices_key_counts_once_a_second_operator_says_so) {
  auto& keys = world_->office_keys();
  engine::OfficeKeyRow row;
  row.id = "ofk_1";
  row.region = "33";
  row.public_key = "00";
  row.label = "2026 年";
  row.proposed_by = "operator-1";
  row.proposed_at = at(1);
  ASSERT_TRUE(keys.add(row));
  EXPECT_EQ(keys.add(row).error().kind, ErrorKind::kConflict);
  EXPECT_FALSE(keys.find("ofk_1").value().counts());
  EXPECT_EQ(keys.confirm("ofk_1", "operator-1", at(2)).error().kind, ErrorKind::kForbidden);
  EXPECT_EQ(keys.confirm("ofk_2", "operator-2", at(2)).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(keys.confirm("ofk_1", "operator-2", at(2)).value().counts());
  EXPECT_EQ(keys.confirm("ofk_1", "operator-2", at(3)).error().kind, ErrorKind::kConflict);
  const auto found = keys.find("ofk_1").value();
  EXPECT_TRUE(found.counts());
  EXPECT_EQ(found.confirmed_by, "operator-2");
  EXPECT_EQ(found.label, "2026 年");
  EXPECT_FALSE(keys.revoke("ofk_1", "operator-1", at(4)).value().counts());
  EXPECT_EQ(keys.revoke("ofk_1", "operator-1", at(5)).error().kind, ErrorKind::kConflict);
  EXPECT_THAT(keys.of("33").value(), SizeIs(1));
  EXPECT_THAT(keys.of("44").value(), IsEmpty());
}

TEST_P(StoreContract, scans_are_kept_with_their_entry_and_say_who_looked) {
  auto& scans = world_->scans();
  engine::ScanRow row;
  row.id = "scn_1";
  row.app = "app-a";
  row.entry = 2;
  row.digest = sha256("paper");
  row.media_type = "application/pdf";
  row.bytes = 5;
  row.paper_received = at(-100);
  row.uploaded_by = "operator-1";
  row.uploaded_at = at(1);
  ASSERT_TRUE(scans.add(row));
  const auto found = scans.find("app-a", 2, "scn_1").value();
  EXPECT_EQ(found.digest, row.digest);
  EXPECT_EQ(found.paper_received, at(-100));
  EXPECT_EQ(found.uploaded_by, "operator-1");
  EXPECT_EQ(scans.find("app-a", 1, "scn_1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(scans.find("app-b", 2, "scn_1").error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(scans.record_access({"scn_1", "officer-1", at(2)}));
  const auto accesses = scans.accesses("scn_1").value();
  ASSERT_THAT(accesses, SizeIs(1));
  EXPECT_EQ(accesses[0].person, "officer-1");
}

TEST_P(StoreContract, scans_are_erased_once_and_their_bytes_with_the_last_of_them) {
  auto& scans = world_->scans();
  engine::ScanRow row;
  row.id = "scn_1";
  row.app = "app-a";
  row.entry = 1;
  row.digest = sha256("paper");
  row.media_type = "application/pdf";
  row.uploaded_by = "operator-1";
  row.uploaded_at = at(1);
  ASSERT_TRUE(scans.add(row));
  row.id = "scn_2";
  ASSERT_TRUE(scans.add(row));
  EXPECT_EQ(scans.erase("app-a", 2, "scn_1", at(5)).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(scans.erase("app-a", 1, "scn_1", at(5)).value()) << "the other one has those bytes";
  EXPECT_EQ(scans.erase("app-a", 1, "scn_1", at(6)).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(scans.find("app-a", 1, "scn_1").value().erased_at, at(5));
  EXPECT_TRUE(scans.erase("app-a", 1, "scn_2", at(7)).value());
  EXPECT_THAT(scans.of("app-a", 1).value(), SizeIs(2)) << "that they were there stays";
}

// A row of the entry "app-a", 2, with nothing in it that counts but whose side added it.
engine::ScanRow scan_of_side(const std::string& id, bool by_developers) {
  engine::ScanRow row;
  row.id = id;
  row.app = "app-a";
  row.entry = 2;
  row.digest = sha256(id);
  row.media_type = "application/pdf";
  row.uploaded_by = by_developers ? "developer-1" : "officer-1";
  row.by_developers = by_developers;
  return row;
}

// Each lies under a name of its own: the same bytes, sealed twice, are two blobs.
TEST_P(StoreContract, sealed_scans_are_their_subjects_and_go_each_with_its_own_bytes) {
  auto& scans = world_->scans();
  auto row = scan_of_side("scn_1", true);
  row.subject = "sub-a";
  row.stored = sha256("sealed once");
  ASSERT_TRUE(scans.add(row));
  row.id = "scn_2";
  row.stored = sha256("sealed again");
  ASSERT_TRUE(scans.add(row));
  row.id = "scn_3";  // of before: in clear
  row.stored.reset();
  ASSERT_TRUE(scans.add(row));
  row = scan_of_side("scn_4", true);
  row.subject = "sub-b";
  row.stored = sha256("sealed for another");
  ASSERT_TRUE(scans.add(row));
  ASSERT_TRUE(scans.add(scan_of_side("scn_5", false)));
  const auto found = scans.find("app-a", 2, "scn_2").value();
  EXPECT_EQ(found.subject, "sub-a");
  EXPECT_EQ(found.digest, sha256("scn_1"));
  EXPECT_EQ(found.stored, sha256("sealed again"));
  EXPECT_EQ(found.blob(), sha256("sealed again"));
  EXPECT_EQ(scans.find("app-a", 2, "scn_3").value().blob(), sha256("scn_1"));
  const auto ids = [&](const std::string& subject) {
    const auto of_subject = scans.of_subject(subject).value();
    std::vector<std::string> all;
    for (const auto& each : of_subject.kept) all.push_back(each.id);
    return all;
  };
  EXPECT_THAT(ids("sub-a"), ElementsAre("scn_1", "scn_2", "scn_3"));
  EXPECT_THAT(ids(""), IsEmpty()) << "an office's is nobody's";
  EXPECT_TRUE(scans.erase("app-a", 2, "scn_1", at(3)).value()) << "nothing else lies there";
  EXPECT_TRUE(scans.erase("app-a", 2, "scn_3", at(3)).value()) << "the sealed one lies elsewhere";
  EXPECT_THAT(ids("sub-a"), ElementsAre("scn_2"));
  EXPECT_FALSE(scans.of_subject("sub-a").value().held);
  EXPECT_THAT(ids("sub-b"), ElementsAre("scn_4"));
}

// However many come at once, each is counted with those before it.
TEST_P(StoreContract, developers_leave_room_for_the_scans_of_their_office) {
  auto& scans = world_->scans();
  std::size_t taken = 0;
  for (std::size_t i = 0; i < engine::kScansOfEntryMax; ++i) {
    if (scans.add(scan_of_side("scn_dev_" + std::to_string(i), true))) ++taken;
  }
  EXPECT_EQ(taken, engine::kScansBeforeDevelopersStop);
  EXPECT_TRUE(scans.find("app-a", 2, "scn_dev_0").value().by_developers);
  for (std::size_t i = taken; i < engine::kScansOfEntryMax; ++i) {
    ASSERT_TRUE(scans.add(scan_of_side("scn_office_" + std::to_string(i), false))) << i;
  }
  EXPECT_EQ(scans.add(scan_of_side("scn_more", false)).error().kind, ErrorKind::kTooLarge);
  EXPECT_FALSE(scans.find("app-a", 2, "scn_office_39").value().by_developers);
}

TEST_P(StoreContract, the_others_scans_take_no_place_of_developers) {
  auto& scans = world_->scans();
  for (std::size_t i = 0; i < engine::kScansOfEntryMax; ++i) {
    ASSERT_TRUE(scans.add(scan_of_side("scn_office_" + std::to_string(i), false)));
  }
  EXPECT_TRUE(scans.add(scan_of_side("scn_dev", true)));
}

TEST_P(StoreContract, an_erased_scan_gives_its_place_back_so_many_times_and_no_more) {
  auto& scans = world_->scans();
  for (std::size_t i = 0; i < engine::kScansBeforeDevelopersStop; ++i) {
    ASSERT_TRUE(scans.add(scan_of_side("scn_dev_" + std::to_string(i), true)));
  }
  EXPECT_EQ(scans.add(scan_of_side("scn_again", true)).error().kind, ErrorKind::kTooLarge);
  ASSERT_TRUE(scans.erase("app-a", 2, "scn_dev_0", at(1)));
  ASSERT_TRUE(scans.add(scan_of_side("scn_again", true)));
  std::size_t rows = engine::kScansBeforeDevelopersStop + 1;
  std::string last = "scn_again";
  for (;; ++rows) {
    ASSERT_TRUE(scans.erase("app-a", 2, last, at(2)));
    last = "scn_dev_" + std::to_string(rows);
    if (!scans.add(scan_of_side(last, true))) break;
    ASSERT_LT(rows, engine::kScanRowsOfEntryMax);
  }
  EXPECT_EQ(rows, engine::kScanRowsOfEntryMax / 2);
  EXPECT_THAT(scans.of("app-a", 2).value(), SizeIs(rows)) << "each is told";
  EXPECT_TRUE(scans.add(scan_of_side("scn_letter", false))) << "the office's places are its own";
}

TEST_P(StoreContract, an_entry_has_so_many_scans_and_no_more) {
  auto& scans = world_->scans();
  engine::ScanRow row;
  row.app = "app-a";
  row.entry = 2;
  row.digest = sha256("paper");
  row.media_type = "application/pdf";
  row.uploaded_by = "operator-1";
  for (std::size_t i = 0; i < engine::kScansOfEntryMax; ++i) {
    row.id = "scn_more_" + std::to_string(i);
    ASSERT_TRUE(scans.add(row));
  }
  row.id = "scn_too_many";
  EXPECT_EQ(scans.add(row).error().kind, ErrorKind::kTooLarge);
  EXPECT_THAT(scans.of("app-a", 2).value(), SizeIs(engine::kScansOfEntryMax));
}

}  // namespace
}  // namespace baobei::store
