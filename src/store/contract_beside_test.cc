// The contracts of hosts, the feed, calendars and the marks of the inbox as a whole.
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::CalendarRow;
using engine::HostAck;
using engine::HostRow;
using lifecycle::DeadlineKind;
using lifecycle::EntryState;
using lifecycle::Recipient;
using lifecycle::Role;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// ---- lists, counted ----------------------------------------------------------------------------

TEST_P(StoreContract, lists_are_counted_as_they_are_read) {
  auto write = fake_write("app-a");
  write.submissions = {fake_submission(1, lifecycle::SubmissionState::kReviewing, at(1), at(1)),
                       fake_submission(2, lifecycle::SubmissionState::kReviewing, at(2), at(2)),
                       fake_submission(3, lifecycle::SubmissionState::kFiling, at(3), at(3))};
  write.entries = {fake_entry(1, 3, "33", EntryState::kRunning, at(3)),
                   fake_entry(2, 1, "44", EntryState::kSilent, at(4))};
  put(store_, write);
  const auto told = [&](const engine::Viewer& viewer, engine::CountedList list) {
    std::vector<std::string> lines;
    const auto counts = world_->counts().by_state(viewer, list).value();
    for (const auto& row : counts) {
      lines.push_back(row.state + " " + std::to_string(row.count) + (row.exact ? "" : "+"));
    }
    return lines;
  };
  using enum engine::CountedList;
  EXPECT_THAT(told(everything(), kSubmissions), ElementsAre("reviewing 2", "filing 1"));
  EXPECT_THAT(told(everything(), kEntries), ElementsAre("running 1", "silent 1"));
  const auto officer = viewer_of({Role::kOfficer}, "org-office", "33");
  EXPECT_THAT(told(officer, kEntries), ElementsAre("running 1"));
  EXPECT_THAT(told(viewer_of({Role::kDeveloper}, "org-nobody"), kSubmissions), IsEmpty());
}

// ---- hosts -------------------------------------------------------------------------------------

HostRow host(const std::string& id, std::int64_t seconds = 0) {
  return {id, "name of " + id, sha256("secret of " + id), at(seconds), {}};
}

TEST_P(StoreContract, hosts_are_known_by_their_secret_until_they_are_revoked) {
  auto& hosts = world_->hosts();
  ASSERT_TRUE(hosts.add(host("host-b", 2), "operator"));
  ASSERT_TRUE(hosts.add(host("host-a", 1), "operator"));
  EXPECT_EQ(hosts.authenticate(sha256("secret of host-a"))->id, "host-a");
  EXPECT_EQ(hosts.authenticate(sha256("another")).error().kind, ErrorKind::kUnauthorized);
  ASSERT_TRUE(hosts.revoke("host-a", {"operator", at(5)}));
  ASSERT_TRUE(hosts.revoke("host-a", {"operator", at(9)}));
  EXPECT_EQ(hosts.revoke("host-x", {"operator", at(5)}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(hosts.authenticate(sha256("secret of host-a")).error().kind, ErrorKind::kUnauthorized);
  const auto all = hosts.all().value();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].id, "host-a");
  EXPECT_EQ(all[0].name, "name of host-a");
  EXPECT_EQ(all[0].registered_at, at(1));
  EXPECT_EQ(all[0].revoked_at, at(5)) << "the first revocation counts";
  EXPECT_FALSE(all[1].revoked_at);
}

TEST_P(StoreContract, hosts_say_what_they_serve_and_the_first_darkness_counts) {
  auto& hosts = world_->hosts();
  const auto one = sha256("one");
  const auto two = sha256("two");
  ASSERT_TRUE(hosts.acknowledge({"app-1", "host-a", {one, two}, at(1)}, {}));
  ASSERT_TRUE(hosts.acknowledge({"app-1", "host-b", {}, at(2)}, {1}));
  ASSERT_TRUE(hosts.acknowledge({"app-2", "host-a", {one}, at(2)}, {1}));
  ASSERT_TRUE(hosts.acknowledge({"app-1", "host-a", {two}, at(3)}, {2, 1}));
  ASSERT_TRUE(hosts.acknowledge({"app-1", "host-a", {}, at(4)}, {1, 2}));
  const auto said = hosts.acknowledged("app-1").value();
  ASSERT_THAT(said, SizeIs(2));
  EXPECT_EQ(said[0].host, "host-a");
  EXPECT_EQ(said[0].app, "app-1");
  EXPECT_THAT(said[0].serves, IsEmpty());
  EXPECT_EQ(said[0].at, at(4));
  EXPECT_THAT(hosts.acknowledged("app-2").value().at(0).serves, ElementsAre(one));
  std::vector<std::string> lines;
  const auto acks = hosts.dark("app-1").value();
  for (const auto& dark : acks) {
    lines.push_back(std::to_string(dark.order) + " " + dark.host + " " +
                    std::to_string((dark.at - kStart) / std::chrono::seconds(1)));
  }
  EXPECT_THAT(lines, ElementsAre("1 host-a 3", "1 host-b 2", "2 host-a 3"));
  EXPECT_THAT(hosts.dark("app-3").value(), IsEmpty());
}

TEST_P(StoreContract, hosts_are_so_many_and_no_more) {
  auto& hosts = world_->hosts();
  for (std::size_t i = 0; i < engine::kHostsMax; ++i) {
    ASSERT_TRUE(hosts.add(host("host-" + std::to_string(i)), "operator"));
  }
  EXPECT_EQ(hosts.add(host("one-more"), "operator").error().kind, ErrorKind::kTooLarge);
  ASSERT_TRUE(hosts.revoke("host-7", {"operator", at(1)}));
  EXPECT_TRUE(hosts.add(host("one-more"), "operator")) << "revoked ones do not count";
}

// ---- the feed ----------------------------------------------------------------------------------

std::vector<std::uint64_t> indexes(const std::vector<engine::LoggedEvent>& events) {
  std::vector<std::uint64_t> all;
  for (const auto& event : events) all.push_back(event.log_index);
  return all;
}

// Every index that the viewer sees, page by page of `limit`.
std::vector<std::uint64_t> walked(engine::Feed& feed, const engine::Viewer& viewer,
                                  std::size_t limit) {
  std::vector<std::uint64_t> all;
  std::uint64_t cursor = 0;
  for (int pages = 0; pages < 10'000; ++pages) {
    const auto page = feed.page(viewer, cursor, limit).value();
    EXPECT_LE(page.events.size(), limit);
    for (const auto index : indexes(page.events)) all.push_back(index);
    EXPECT_TRUE(page.next > cursor || !page.more) << "a page that goes nowhere";
    cursor = page.next;
    if (!page.more) return all;
  }
  ADD_FAILURE() << "without end";
  return all;
}

TEST_P(StoreContract, the_feed_gives_each_viewer_their_events_in_the_order_of_the_log) {
  auto a = fake_write("app-a");
  a.row.owner = "org-a";
  auto stored_a = put(store_, a);
  auto b = fake_write("app-b", {}, 2);
  b.row.owner = "org-b";
  b.agencies = {"org-agency"};
  b.entries = {fake_entry(1, 1, "33", EntryState::kRunning, kStart)};
  const auto stored_b = put(store_, b);
  auto again = fake_write("app-a", stored_a, 2);
  again.row.owner = "org-a";
  put(store_, again);
  for (const std::size_t limit : {1U, 2U, 100U}) {
    const auto of = [&](const engine::Viewer& viewer) {
      return walked(world_->feed(), viewer, limit);
    };
    EXPECT_THAT(of(viewer_of({Role::kDeveloper}, "org-a")), ElementsAre(1, 4, 5));
    EXPECT_THAT(of(viewer_of({Role::kDeveloper}, "org-b")), ElementsAre(2, 3));
    EXPECT_THAT(of(viewer_of({Role::kDeveloper}, "org-agency")), ElementsAre(2, 3));
    EXPECT_THAT(of(viewer_of({Role::kOfficer}, "org-office", "33")), ElementsAre(2, 3));
    EXPECT_THAT(of(viewer_of({Role::kOfficer}, "org-office", "44")), IsEmpty());
    EXPECT_THAT(of(viewer_of({Role::kDeveloper}, "org-c")), IsEmpty());
    EXPECT_THAT(of(viewer_of({}, "org-a")), IsEmpty());
    EXPECT_THAT(of(everything()), ElementsAre(1, 2, 3, 4, 5));
  }
  // R10b: an agency whose authorisation has ended reads nothing any more, what was before included.
  auto ended = fake_write("app-b", stored_b);
  ended.row.owner = "org-b";
  put(store_, ended);
  EXPECT_THAT(walked(world_->feed(), viewer_of({Role::kDeveloper}, "org-agency"), 9), IsEmpty());
  EXPECT_THAT(walked(world_->feed(), viewer_of({Role::kDeveloper}, "org-b"), 9),
              ElementsAre(2, 3, 6));
}

TEST_P(StoreContract, the_feed_is_the_same_however_it_is_found) {
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 12; ++i) {
      const auto app = "app-" + std::to_string(i);
      engine::StoredApp before;
      if (const auto known = store_.load(app)) before = *known;
      auto write = fake_write(app, before, 1 + static_cast<std::size_t>(i % 3));
      write.row.owner = i % 4 == 0 ? "org-few" : "org-many";
      put(store_, write);
    }
  }
  const auto few = viewer_of({Role::kDeveloper}, "org-few");
  const auto many = viewer_of({Role::kDeveloper}, "org-many");
  const auto expected_few = walked(world_->feed(), few, 100);
  const auto expected_many = walked(world_->feed(), many, 100);
  EXPECT_EQ(expected_few.size() + expected_many.size(), 72U);
  for (const auto& feed : world_->feeds_by_other_ways()) {
    for (const std::size_t limit : {1U, 3U, 100U}) {
      EXPECT_EQ(walked(*feed, few, limit), expected_few);
      EXPECT_EQ(walked(*feed, many, limit), expected_many);
    }
  }
}

TEST_P(StoreContract, the_feed_has_a_head_and_a_tail_with_audiences) {
  auto& feed = world_->feed();
  EXPECT_EQ(feed.head().value(), 0U);
  EXPECT_THAT(feed.tail(0, 9).value(), IsEmpty());
  auto write = fake_write("app-a", {}, 3);
  write.row.owner = "org-a";
  write.agencies = {"org-agency"};
  write.entries = {fake_entry(1, 1, "33", EntryState::kRunning, kStart)};
  put(store_, write);
  EXPECT_EQ(feed.head().value(), 3U);
  const auto tail = feed.tail(1, 1).value();
  ASSERT_THAT(tail, SizeIs(1));
  EXPECT_EQ(tail[0].event.log_index, 2U);
  EXPECT_EQ(tail[0].event.app, "app-a");
  EXPECT_THAT(tail[0].audiences,
              UnorderedElementsAre("*", "org:org-a", "org:org-agency", "region:33"));
  EXPECT_THAT(feed.tail(3, 9).value(), IsEmpty());
  const auto mine = feed.audiences(viewer_of({Role::kDeveloper, Role::kOfficer}, "org-a", "33"));
  EXPECT_THAT(mine, UnorderedElementsAre("org:org-a", "region:33"));
  const auto beyond = feed.page(everything(), 9, 5).value();
  EXPECT_EQ(beyond.next, 9U) << "a cursor never goes back";
  EXPECT_FALSE(beyond.more);
}

// ---- calendars ---------------------------------------------------------------------------------

CalendarRow calendar(const std::string& id, const std::string& person, std::int64_t seconds = 0) {
  return {id, person, "label", sha256("secret of " + id), at(seconds)};
}

TEST_P(StoreContract, calendars_are_their_owners_until_taken_back) {
  auto& calendars = world_->calendars();
  ASSERT_TRUE(store_.put_org({"org-a", "developer", "一个组织", ""}));
  const engine::PersonRow person{"person-1", "org-a", "", "name", {Role::kDeveloper}, "", true};
  ASSERT_TRUE(store_.put_person(person));
  ASSERT_TRUE(calendars.add(calendar("cal-2", "person-1", 2)));
  ASSERT_TRUE(calendars.add(calendar("cal-1", "person-1", 1)));
  ASSERT_TRUE(calendars.add(calendar("cal-3", "person-2")));
  const auto mine = calendars.of("person-1").value();
  ASSERT_THAT(mine, SizeIs(2));
  EXPECT_EQ(mine[0].id, "cal-1");
  EXPECT_EQ(mine[0].label, "label");
  const auto owner = calendars.owner(sha256("secret of cal-1")).value();
  EXPECT_EQ(owner.person.id, "person-1");
  EXPECT_EQ(owner.org.name, "一个组织");
  EXPECT_THAT(owner.person.roles, ElementsAre(Role::kDeveloper));
  EXPECT_EQ(calendars.owner(sha256("no secret")).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(calendars.remove("person-2", "cal-1").error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(calendars.remove("person-1", "cal-1"));
  EXPECT_EQ(calendars.owner(sha256("secret of cal-1")).error().kind, ErrorKind::kNotFound);
  auto gone = person;
  gone.active = false;
  ASSERT_TRUE(store_.put_person(gone));
  EXPECT_EQ(calendars.owner(sha256("secret of cal-2")).error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, calendars_of_one_person_are_few) {
  auto& calendars = world_->calendars();
  for (std::size_t i = 0; i < engine::kCalendarsOfPersonMax; ++i) {
    ASSERT_TRUE(calendars.add(calendar("cal-" + std::to_string(i), "person-1")));
  }
  EXPECT_EQ(calendars.add(calendar("more", "person-1")).error().kind, ErrorKind::kTooLarge);
  EXPECT_TRUE(calendars.add(calendar("other", "person-2")));
}

TEST_P(StoreContract, upcoming_deadlines_are_the_viewers_and_come_by_instant) {
  const auto put_deadlines = [&](const std::string& app, const std::string& org,
                                 std::vector<lifecycle::Deadline> deadlines) {
    auto write = fake_write(app);
    write.row.owner = org;
    write.deadlines_set = std::move(deadlines);
    put(store_, write);
  };
  put_deadlines("app-a", "org-a",
                {{DeadlineKind::kLapse, 1, at(30)},
                 {DeadlineKind::kFilingEnd, 1, at(5)},
                 {DeadlineKind::kDownByWarning, 1, at(6)},
                 {DeadlineKind::kDownBy, 2, at(20)}});
  put_deadlines("app-b", "org-b", {{DeadlineKind::kReviewDue, 1, at(10)}});
  ASSERT_TRUE(store_.put_app_name({"app-a", "名称"}));
  const auto told = [&](const engine::Viewer& viewer, std::size_t limit) {
    std::vector<std::string> lines;
    const auto rows = world_->calendars().upcoming(viewer, limit).value();
    for (const auto& row : rows) {
      lines.push_back(row.app + " " + row.app_name + " " +
                      std::to_string((row.deadline.due - kStart) / std::chrono::seconds(1)));
    }
    return lines;
  };
  EXPECT_THAT(told(viewer_of({Role::kDeveloper}, "org-a"), 9),
              ElementsAre("app-a 名称 20", "app-a 名称 30"));
  EXPECT_THAT(told(everything(), 2), ElementsAre("app-b  10", "app-a 名称 20"));
  EXPECT_THAT(told(viewer_of({Role::kDeveloper}, "org-c"), 9), IsEmpty());
  EXPECT_THAT(told(viewer_of({Role::kDeveloper}, "org-a"), 1), ElementsAre("app-a 名称 20"));
}

// ---- the inbox as a whole ----------------------------------------------------------------------

TEST_P(StoreContract, the_inbox_is_counted_and_read_up_to_a_notice) {
  ASSERT_TRUE(store_.put_subject(
      {{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", "name", "code"}));
  engine::StoredApp last;
  for (int i = 0; i < 4; ++i) {
    auto write = fake_write("app-a", last);
    write.notices = {fake_notice(write, Recipient::kSubject, "sub-a")};
    write.notices.push_back(fake_notice(write, Recipient::kOffice, "33"));
    last = put(store_, write);
  }
  auto& marks = world_->inbox_marks();
  const auto developer = viewer_of({Role::kDeveloper}, "org-a");
  EXPECT_EQ(marks.unread(developer)->count, 4U);
  EXPECT_TRUE(marks.unread(developer)->exact);
  const auto list = reader_.inbox(developer, false, {}).value();
  const auto second = list.rows.at(2).id;  // newest first
  EXPECT_EQ(marks.read_some(developer, second, at(9)).value(), 2U);
  EXPECT_EQ(marks.read_some(developer, second, at(10)).value(), 0U);
  EXPECT_EQ(marks.unread(developer)->count, 2U);
  EXPECT_EQ(reader_.inbox(developer, false, {})->rows.at(3).read_at, at(9));
  EXPECT_EQ(marks.unread(viewer_of({Role::kOfficer}, "org-office", "33"))->count, 4U)
      << "somebody else's";
  EXPECT_EQ(marks.read_some(viewer_of({Role::kDeveloper}, "org-b"), 999, at(9)).value(), 0U);
  EXPECT_EQ(marks.unread(viewer_of({Role::kDeveloper}, "org-b"))->count, 0U);
}

TEST_P(StoreContract, a_large_inbox_is_counted_roughly_and_read_in_parts) {
  ASSERT_TRUE(store_.put_subject(
      {{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", "name", "code"}));
  engine::StoredApp last;
  for (int i = 0; i < 11; ++i) {
    auto write = fake_write("app-a", last);
    for (int j = 0; j < 1'000; ++j) {
      write.notices.push_back(fake_notice(write, Recipient::kSubject, "sub-a"));
    }
    last = put(store_, write);
  }
  auto& marks = world_->inbox_marks();
  const auto developer = viewer_of({Role::kDeveloper}, "org-a");
  const auto unread = marks.unread(developer).value();
  EXPECT_EQ(unread.count, engine::kCountedExactlyMax);
  EXPECT_FALSE(unread.exact);
  EXPECT_EQ(marks.read_some(developer, 99'999, at(1)).value(), engine::kReadAtOnceMax);
  EXPECT_TRUE(marks.unread(developer)->exact);
}

}  // namespace
}  // namespace baobei::store
