// The contract of the Reader's lists: who sees what, in which order, page by page.
#include <map>
#include <set>

#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::Page;
using engine::Viewer;
using lifecycle::EntryState;
using lifecycle::Recipient;
using lifecycle::Role;
using lifecycle::SubmissionState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Everything of a list, page by page, as one line per row.
template <typename List, typename ToLine>
std::vector<std::string> walk(List list, ToLine line, std::size_t limit = 2) {
  std::vector<std::string> lines;
  Page page;
  page.limit = limit;
  for (int pages = 0; pages < 1000; ++pages) {
    const auto answer = list(page);
    if (!answer) return {to_string(answer.error())};
    for (const auto& row : answer->rows) lines.push_back(line(row));
    if (answer->next.empty()) return lines;
    page.after = answer->next;
  }
  return {"without end"};
}

std::vector<std::string> apps_of(engine::Reader& reader, const Viewer& viewer) {
  return walk([&](const Page& page) { return reader.apps(viewer, page); },
              [](const auto& row) { return row.app; });
}
template <typename State>
std::vector<State> wanted(const std::optional<State>& state) {
  return state ? std::vector{*state} : std::vector<State>{};
}
std::vector<std::string> submissions_of(engine::Reader& reader, const Viewer& viewer,
                                        std::optional<SubmissionState> state = {}) {
  return walk([&](const Page& page) { return reader.submissions(viewer, {wanted(state)}, page); },
              [](const auto& row) { return row.app + "/" + std::to_string(row.row.no); });
}
std::vector<std::string> entries_of(engine::Reader& reader, const Viewer& viewer,
                                    std::optional<EntryState> state = {}) {
  return walk([&](const Page& page) { return reader.entries(viewer, {wanted(state)}, page); },
              [](const auto& row) { return row.app + "/" + std::to_string(row.row.no); });
}
std::vector<std::string> inbox_of(engine::Reader& reader, const Viewer& viewer,
                                  bool unread_only = false) {
  return walk(
      [&](const Page& page) { return reader.inbox(viewer, unread_only, page); },
      [](const auto& row) { return row.app + (row.row.copy ? " copy " : " ") + row.row.address; });
}

// One mini-program with a submission laid before `region`, a package and its notices.
engine::StoredApp put_case(engine::Store& store, const std::string& app, const std::string& org,
                           const std::string& region, const std::vector<std::string>& agencies) {
  const std::string subject = "sub-of-" + org;
  EXPECT_TRUE(store.put_subject(
      {{subject, lifecycle::SubjectKind::kEnterprise, region}, org, "name", "code"}));
  EXPECT_TRUE(store.put_app_name({app, "name of " + app}));
  EXPECT_TRUE(store.put_package({app, sha256(app), "1.0", 1, 1, "person-1", kStart}));
  auto write = fake_write(app);
  write.row.owner = org;
  write.row.subject = subject;
  write.agencies = agencies;
  write.submissions = {fake_submission(1, SubmissionState::kFiling, at(9), kStart)};
  write.entries = {fake_entry(1, 1, region, EntryState::kRunning, kStart)};
  write.notices = {fake_notice(write, Recipient::kSubject, subject)};
  write.notices.push_back(fake_notice(write, Recipient::kOffice, region));
  write.notices.push_back(fake_notice(write, Recipient::kOperator, "operator"));
  for (const auto& agency : agencies) {
    write.notices.push_back(fake_notice(write, Recipient::kSubject, agency));
    write.notices.back().copy = true;
  }
  return put(store, write);
}

struct Sight {
  std::string who;
  Viewer viewer;
  std::set<std::string> apps;   // mini-programs of which it sees all
  std::set<std::string> boxes;  // notices, as inbox_of writes them
};

// Every role, at home and abroad, against two mini-programs of two organisations and two regions.
std::vector<Sight> sights() {
  const std::set<std::string> both = {"app-1", "app-2"};
  const std::set<std::string> operators = {"app-1 operator", "app-2 operator"};
  std::vector<Sight> all = {
      {"reviewer", viewer_of({Role::kReviewer}, "org-op"), both, {}},
      {"senior reviewer", viewer_of({Role::kSeniorReviewer}, "org-op"), both, {}},
      {"operator", viewer_of({Role::kOperator}, "org-op"), both, operators},
      {"developer 1", viewer_of({Role::kDeveloper}, "org-1"), {"app-1"}, {"app-1 sub-of-org-1"}},
      {"developer 2", viewer_of({Role::kDeveloper}, "org-2"), {"app-2"}, {"app-2 sub-of-org-2"}},
      {"agency of 1",
       viewer_of({Role::kDeveloper}, "agency-1"),
       {"app-1"},
       {"app-1 copy agency-1"}},
      {"stranger", viewer_of({Role::kDeveloper}, "org-3"), {}, {}},
      {"developer of no organisation", viewer_of({Role::kDeveloper}, ""), {}, {}},
      {"officer 33", viewer_of({Role::kOfficer}, "office", "33"), {"app-1"}, {"app-1 33"}},
      {"officer 44", viewer_of({Role::kOfficer}, "office", "44"), {"app-2"}, {"app-2 44"}},
      {"officer 11", viewer_of({Role::kOfficer}, "office", "11"), {}, {}},
      {"officer of no region", viewer_of({Role::kOfficer}, "office", ""), {}, {}},
      {"nobody's member of 1", viewer_of({}, "org-1", "33"), {}, {}},
      {"checker", viewer_of({Role::kChecker}, "org-1", "33"), {}, {}},
      {"officer who develops",
       viewer_of({Role::kDeveloper, Role::kOfficer}, "org-1", "44"),
       both,
       {"app-1 sub-of-org-1", "app-2 44"}},
  };
  return all;
}

TEST_P(StoreContract, EveryoneSeesTheirOwnAndNothingElse) {
  put_case(store_, "app-1", "org-1", "33", {"agency-1"});
  put_case(store_, "app-2", "org-2", "44", {});
  for (const auto& [who, viewer, apps, boxes] : sights()) {
    const auto as_set = [](const std::vector<std::string>& lines) {
      return std::set<std::string>(lines.begin(), lines.end());
    };
    std::set<std::string> rows;
    for (const auto& app : apps) rows.insert(app + "/1");
    EXPECT_EQ(as_set(apps_of(reader_, viewer)), apps) << who;
    EXPECT_EQ(as_set(submissions_of(reader_, viewer)), rows) << who;
    EXPECT_EQ(as_set(entries_of(reader_, viewer)), rows) << who;
    EXPECT_EQ(as_set(inbox_of(reader_, viewer)), boxes) << who;
    for (const std::string app : {"app-1", "app-2"}) {
      const bool seen = apps.contains(app);
      const auto check = [&](const auto& answer, const char* what) {
        EXPECT_EQ(answer.has_value(), seen) << who << " " << what << " " << app;
        if (answer) return;
        EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound) << who << " " << what;
      };
      check(reader_.app(viewer, app), "app");
      check(reader_.events(viewer, app, {}), "events");
      check(reader_.packages(viewer, app, {}), "packages");
    }
    // Notices are marked read by whom they are for, and by nobody else.
    const auto all = reader_.inbox(viewer, false, {}).value().rows;
    for (std::uint64_t id = 1; id <= 8; ++id) {
      const bool mine =
          std::ranges::any_of(all, [&](const auto& notice) { return notice.id == id; });
      const auto marked = store_.mark_read(viewer, id, at(1));
      EXPECT_EQ(marked.has_value(), mine) << who << " notice " << id;
      if (marked) continue;
      EXPECT_EQ(marked.error().kind, ErrorKind::kNotFound);
    }
  }
}

TEST_P(StoreContract, ListRowsSayWhatIsStored) {
  put_case(store_, "app-1", "org-1", "33", {});
  const auto app = reader_.apps(everything(), {}).value().rows.at(0);
  EXPECT_EQ(app.name, "name of app-1");
  EXPECT_EQ(app.row.owner, "org-1");
  EXPECT_EQ(app.row.subject, "sub-of-org-1");
  EXPECT_EQ(app.row.region, "33");
  EXPECT_EQ(app.row.service, lifecycle::ServiceState::kNeverServed);
  EXPECT_EQ(app.row.changed_at, at(1));
  const auto submission = reader_.submissions(everything(), {}, {}).value().rows.at(0);
  EXPECT_EQ(submission.app_name, "name of app-1");
  EXPECT_EQ(submission.owner, "org-1");
  EXPECT_EQ(submission.row.state, SubmissionState::kFiling);
  EXPECT_EQ(submission.row.digest, sha256("package"));
  EXPECT_EQ(submission.row.due, at(9));
  EXPECT_EQ(submission.row.submitted_at, kStart);
  const auto entry = reader_.entries(everything(), {}, {}).value().rows.at(0);
  EXPECT_EQ(entry.row.submission, 1U);
  EXPECT_EQ(entry.row.state, EntryState::kRunning);
  EXPECT_EQ(entry.row.region, "33");
  EXPECT_EQ(entry.row.start, kStart);
  EXPECT_EQ(entry.row.end, kStart + std::chrono::hours(168));
  const auto viewer = viewer_of({Role::kOfficer}, "office", "33");
  const auto notice = reader_.inbox(viewer, false, {}).value().rows.at(0);
  EXPECT_EQ(notice.app_name, "name of app-1");
  EXPECT_EQ(notice.row.recipient, Recipient::kOffice);
  EXPECT_EQ(notice.row.revision, 1U);
  EXPECT_EQ(notice.row.seq, 1U);
  EXPECT_EQ(notice.row.at, at(1));
  EXPECT_EQ(notice.row.notice.kind, lifecycle::NoticeKind::kPreLaunch);
  EXPECT_FALSE(notice.read_at.has_value());
}

// R10b: from the instant on at which it begins, and until it ends, with everything before it.
TEST_P(StoreContract, AnAgencySeesWhatItIsAuthorisedFor) {
  auto last = put_case(store_, "app-1", "org-1", "33", {});
  const auto agency = viewer_of({Role::kDeveloper}, "agency-1");
  EXPECT_THAT(submissions_of(reader_, agency), IsEmpty());
  auto write = fake_write("app-1", last);
  write.row.owner = "org-1";
  write.agencies = {"agency-1", "agency-1"};
  write.submissions = {fake_submission(2, SubmissionState::kChecking, {}, at(1))};
  last = put(store_, write);
  EXPECT_THAT(submissions_of(reader_, agency), ElementsAre("app-1/1", "app-1/2"));
  EXPECT_THAT(entries_of(reader_, agency), ElementsAre("app-1/1"));
  EXPECT_TRUE(reader_.app(agency, "app-1"));

  write = fake_write("app-1", last);
  write.row.owner = "org-1";
  put(store_, write);
  EXPECT_THAT(apps_of(reader_, agency), IsEmpty());
  EXPECT_THAT(submissions_of(reader_, agency), IsEmpty());
  EXPECT_THAT(entries_of(reader_, agency), IsEmpty());
  EXPECT_FALSE(reader_.app(agency, "app-1"));
  EXPECT_THAT(submissions_of(reader_, viewer_of({Role::kDeveloper}, "org-1")), SizeIs(2));
}

// R19: the new office sees the entry laid before it, the old one keeps the record of its own.
TEST_P(StoreContract, AMovedEntryIsSeenAtBothOffices) {
  const auto last = put_case(store_, "app-1", "org-1", "33", {});
  auto write = fake_write("app-1", last);
  write.row.owner = "org-1";
  write.entries = {fake_entry(1, 1, "33", EntryState::kMoved, kStart),
                   fake_entry(2, 1, "44", EntryState::kRunning, at(3))};
  put(store_, write);
  const auto old_office = viewer_of({Role::kOfficer}, "office", "33");
  const auto new_office = viewer_of({Role::kOfficer}, "office", "44");
  EXPECT_THAT(entries_of(reader_, old_office), ElementsAre("app-1/1"));
  EXPECT_THAT(entries_of(reader_, new_office), ElementsAre("app-1/2"));
  EXPECT_THAT(submissions_of(reader_, old_office), ElementsAre("app-1/1"));
  EXPECT_THAT(submissions_of(reader_, new_office), ElementsAre("app-1/1"));
  EXPECT_THAT(entries_of(reader_, everything()), ElementsAre("app-1/2", "app-1/1"));
}

TEST_P(StoreContract, WhatIsDueComesFirstThenTheOldest) {
  auto write = fake_write("app-b");
  write.submissions = {fake_submission(1, SubmissionState::kReleased, {}, at(3)),
                       fake_submission(2, SubmissionState::kRefused, {}, at(1)),
                       fake_submission(3, SubmissionState::kReviewing, at(50), at(4)),
                       fake_submission(4, SubmissionState::kReviewing, at(20), at(5))};
  auto last = put(store_, write);
  auto other = fake_write("app-a");
  other.submissions = {fake_submission(1, SubmissionState::kReviewing, at(20), at(5))};
  put(store_, other);
  EXPECT_THAT(submissions_of(reader_, everything()),
              ElementsAre("app-a/1", "app-b/4", "app-b/3", "app-b/2", "app-b/1"));
  EXPECT_THAT(submissions_of(reader_, everything(), SubmissionState::kReviewing),
              ElementsAre("app-a/1", "app-b/4", "app-b/3"));
  EXPECT_THAT(submissions_of(reader_, everything(), SubmissionState::kLapsed), IsEmpty());

  // A row that changes moves in both lists.
  write = fake_write("app-b", last);
  write.submissions = {fake_submission(3, SubmissionState::kFiling, at(10), at(4))};
  put(store_, write);
  EXPECT_THAT(submissions_of(reader_, everything()),
              ElementsAre("app-b/3", "app-a/1", "app-b/4", "app-b/2", "app-b/1"));
  EXPECT_THAT(submissions_of(reader_, everything(), SubmissionState::kReviewing),
              ElementsAre("app-a/1", "app-b/4"));
}

TEST_P(StoreContract, TheNewestComeFirstWhereAskedFor) {
  auto write = fake_write("app-b");
  write.submissions = {fake_submission(1, SubmissionState::kReleased, {}, at(3)),
                       fake_submission(2, SubmissionState::kRefused, {}, at(1)),
                       fake_submission(3, SubmissionState::kReviewing, at(50), at(4)),
                       fake_submission(4, SubmissionState::kReviewing, at(20), at(5))};
  write.entries = {fake_entry(1, 1, "33", EntryState::kRunning, at(2)),
                   fake_entry(2, 3, "33", EntryState::kPassed, at(6))};
  put(store_, write);
  auto other = fake_write("app-a");
  other.submissions = {fake_submission(1, SubmissionState::kReviewing, at(20), at(5))};
  put(store_, other);
  const auto line = [](const auto& row) { return row.app + "/" + std::to_string(row.row.no); };
  engine::SubmissionFilter newest{{}, engine::ListOrder::kNewest};
  const auto submissions = [&](const Viewer& viewer) {
    return walk([&](const Page& page) { return reader_.submissions(viewer, newest, page); }, line);
  };
  EXPECT_THAT(submissions(everything()),
              ElementsAre("app-b/4", "app-a/1", "app-b/3", "app-b/1", "app-b/2"));
  EXPECT_THAT(submissions(viewer_of({Role::kOfficer}, "office", "33")),
              ElementsAre("app-b/3", "app-b/1"));
  const engine::EntryFilter entries{{}, engine::ListOrder::kNewest};
  EXPECT_THAT(
      walk([&](const Page& page) { return reader_.entries(everything(), entries, page); }, line),
      ElementsAre("app-b/2", "app-b/1"));
  newest.states = {SubmissionState::kReviewing};
  EXPECT_THAT(submissions(everything()), ElementsAre("app-b/4", "app-a/1", "app-b/3"));
  newest.states = {SubmissionState::kRefused, SubmissionState::kReviewing};
  EXPECT_THAT(submissions(everything()), ElementsAre("app-b/4", "app-a/1", "app-b/3", "app-b/2"));
}

TEST_P(StoreContract, MiniProgramsAreFoundByWhatTheirNamesHold) {
  const auto name = [&](const std::string& app, const std::string& org, const std::string& words) {
    put_case(store_, app, org, "33", {});
    EXPECT_TRUE(store_.put_app_name({app, words}));
  };
  name("wx1", "org-1", "邻里论坛");
  name("wx2", "org-2", "论坛邻里");
  name("wx3", "org-1", "Unit Converter");
  const auto find = [&](const std::string& words, const Viewer& viewer = everything()) {
    return walk([&](const Page& page) { return world_->search().find(viewer, {words}, page); },
                [](const auto& row) { return row.app; }, 1);
  };
  EXPECT_THAT(find("论坛"), ElementsAre("wx1", "wx2"));
  EXPECT_THAT(find("里论"), ElementsAre("wx1"));
  EXPECT_THAT(find("坛邻里"), ElementsAre("wx2"));
  EXPECT_THAT(find(" uNIT c"), ElementsAre("wx3"));
  EXPECT_THAT(find("WX"), ElementsAre("wx1", "wx2", "wx3"));
  EXPECT_THAT(find("%_"), IsEmpty());
  EXPECT_THAT(find("论坛", viewer_of({Role::kDeveloper}, "org-1")), ElementsAre("wx1"));
  EXPECT_THAT(find("论坛", viewer_of({Role::kOfficer}, "office", "33")), ElementsAre("wx1", "wx2"));
  EXPECT_THAT(find("论坛", viewer_of({Role::kOfficer}, "office", "44")), IsEmpty());
  ASSERT_TRUE(store_.put_app_name({"wx1", "街坊"}));
  EXPECT_THAT(find("论坛"), ElementsAre("wx2")) << "by its name of now";
  for (const std::string words : {"", "论", " x ", "\xff\xff\xff"}) {
    const auto answer = world_->search().find(everything(), {words}, {});
    ASSERT_FALSE(answer) << words;
    EXPECT_EQ(answer.error().kind, ErrorKind::kInvalid) << words;
  }
}

TEST_P(StoreContract, AClosedEntryIsDueNoMore) {
  auto write = fake_write("app-1");
  write.entries = {fake_entry(1, 1, "33", EntryState::kPassed, at(1)),
                   fake_entry(2, 2, "33", EntryState::kRunning, at(5)),
                   fake_entry(3, 3, "33", EntryState::kWithoutPeriod, at(4)),
                   fake_entry(4, 4, "33", EntryState::kSilent, at(2))};
  write.entries[2].end.reset();
  put(store_, write);
  EXPECT_THAT(entries_of(reader_, everything()),
              ElementsAre("app-1/4", "app-1/2", "app-1/1", "app-1/3"));
  EXPECT_THAT(entries_of(reader_, everything(), EntryState::kPassed), ElementsAre("app-1/1"));
}

// Rows that come in between move nobody: each row of the beginning is met exactly once.
TEST_P(StoreContract, CursorsHoldUnderInserts) {
  const auto insert = [&](int i) {
    auto write = fake_write("app-" + std::to_string(1000 + i));
    write.submissions = {fake_submission(1, SubmissionState::kReviewing, at(i), kStart)};
    write.entries = {fake_entry(1, 1, "33", EntryState::kRunning, at(i))};
    write.notices = {fake_notice(write, Recipient::kOperator, "operator")};
    put(store_, write);
  };
  for (int i = 0; i < 40; i += 2) insert(i);
  const auto operator_viewer = viewer_of({Role::kOperator}, "org-op");
  int fresh = -1;
  const auto meet = [&](auto list) {
    std::map<std::string, int> met;
    Page page;
    page.limit = 3;
    do {
      const auto answer = list(page);
      for (const auto& row : answer.rows) ++met[row.app];
      page.after = answer.next;
      insert(fresh += 2);
    } while (!page.after.empty());
    int beginning = 0;
    for (int i = 0; i < 40; i += 2) beginning += met["app-" + std::to_string(1000 + i)];
    EXPECT_EQ(beginning, 20);
    for (const auto& [app, times] : met) EXPECT_LE(times, 1) << app;
  };
  meet([&](const Page& page) { return reader_.apps(operator_viewer, page).value(); });
  meet([&](const Page& page) { return reader_.submissions(operator_viewer, {}, page).value(); });
  meet([&](const Page& page) { return reader_.entries(operator_viewer, {}, page).value(); });
  meet([&](const Page& page) { return reader_.inbox(operator_viewer, false, page).value(); });
}

TEST_P(StoreContract, EventsArePagedInOrder) {
  put(store_, fake_write("app-1", {}, 7));
  const auto lines =
      walk([&](const Page& page) { return reader_.events(everything(), "app-1", page); },
           [](const auto& event) { return std::to_string(event.row.revision); }, 3);
  EXPECT_THAT(lines, ElementsAre("1", "2", "3", "4", "5", "6", "7"));
}

TEST_P(StoreContract, PagesAreBounded) {
  std::vector<engine::Write> writes;
  for (int i = 0; i < 205; ++i) writes.push_back(fake_write("app-" + std::to_string(i)));
  store_.commit(writes);
  Page page;
  page.limit = 100'000;
  EXPECT_THAT(reader_.apps(everything(), page).value().rows, SizeIs(engine::kPageMax));
  page.limit = 0;
  EXPECT_THAT(reader_.apps(everything(), page).value().rows, SizeIs(1));
}

TEST_P(StoreContract, AForeignCursorIsInvalid) {
  for (const char* cursor : {"zz", "0", "ffff", "31", "310a32", "2d31"}) {
    Page page;
    page.after = cursor;
    const auto answer = reader_.submissions(everything(), {}, page);
    ASSERT_FALSE(answer) << cursor;
    EXPECT_EQ(answer.error().kind, ErrorKind::kInvalid) << cursor;
  }
  Page page;
  page.after = "2d31";
  EXPECT_FALSE(reader_.inbox(everything(), false, page));
  page.after = std::string(5000, '3');
  EXPECT_FALSE(reader_.apps(everything(), page));
}

TEST_P(StoreContract, TheInboxIsNewestFirstAndKnowsWhatWasRead) {
  const auto mine = viewer_of({Role::kDeveloper}, "org-1");
  put_case(store_, "app-1", "org-1", "33", {});
  put_case(store_, "app-2", "org-1", "33", {});
  put_case(store_, "app-3", "org-1", "33", {});
  const auto rows = reader_.inbox(mine, false, {}).value().rows;
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].app, "app-3");
  EXPECT_EQ(rows[2].app, "app-1");
  ASSERT_TRUE(store_.mark_read(mine, rows[1].id, at(7)));
  ASSERT_TRUE(store_.mark_read(mine, rows[1].id, at(8)));
  EXPECT_EQ(reader_.inbox(mine, false, {}).value().rows[1].read_at, at(7));
  EXPECT_THAT(inbox_of(reader_, mine, true),
              ElementsAre("app-3 sub-of-org-1", "app-1 sub-of-org-1"));
}

// The inbox is the subject's: it follows the subject to whoever administers it.
TEST_P(StoreContract, TheInboxFollowsTheSubject) {
  auto write = fake_write("app-1");
  write.notices = {fake_notice(write, Recipient::kSubject, "sub-a")};
  put(store_, write);
  const auto first = viewer_of({Role::kDeveloper}, "org-a");
  const auto second = viewer_of({Role::kDeveloper}, "org-b");
  EXPECT_THAT(inbox_of(reader_, first), IsEmpty()) << "nobody administers it yet";
  engine::SubjectRow row{{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", "", ""};
  ASSERT_TRUE(store_.put_subject(row));
  EXPECT_THAT(inbox_of(reader_, first), SizeIs(1));
  row.org = "org-b";
  ASSERT_TRUE(store_.put_subject(row));
  EXPECT_THAT(inbox_of(reader_, first), IsEmpty());
  EXPECT_THAT(inbox_of(reader_, second), SizeIs(1));
}

}  // namespace
}  // namespace baobei::store
