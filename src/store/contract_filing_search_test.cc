// The contract of the search among filings: what is found by what, in which order, and by whom.
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::FilingFilter;
using engine::FilingOrder;
using engine::Page;
using engine::Viewer;
using lifecycle::EntryState;
using lifecycle::Role;
using lifecycle::SubmissionState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Laid {
  std::string app;
  std::string region = "33";
  EntryState state = EntryState::kRunning;
  std::optional<Instant> answered_at = {};
  bool late = false;
  std::int64_t since = 0;  // seconds
};

class FilingSearch : public StoreContract {
 protected:
  void lay(const Laid& laid, const std::string& name, const std::string& subject_name) {
    const std::string subject = "sub-" + laid.app;
    const std::string org = "org-" + laid.app;
    EXPECT_TRUE(store_.put_subject(
        {{subject, lifecycle::SubjectKind::kEnterprise, laid.region}, org, subject_name, "code"}));
    EXPECT_TRUE(store_.put_app_name({laid.app, name}));
    auto write = fake_write(laid.app);
    write.row.owner = org;
    write.row.subject = subject;
    write.row.region = laid.region;
    write.submissions = {fake_submission(1, SubmissionState::kFiling, at(9), at(laid.since))};
    write.submissions.front().digest = sha256(laid.app);
    write.entries = {entry_of(laid)};
    last_[laid.app] = put(store_, write);
  }

  static engine::EntrySummaryRow entry_of(const Laid& laid) {
    auto row = fake_entry(1, 1, laid.region, laid.state, at(laid.since));
    row.answered_at = laid.answered_at;
    row.late = laid.late;
    return row;
  }

  // The same entry, as it stands later.
  void change(const Laid& laid) {
    auto write = fake_write(laid.app, last_[laid.app]);
    write.row.owner = "org-" + laid.app;
    write.row.subject = "sub-" + laid.app;
    write.entries = {entry_of(laid)};
    last_[laid.app] = put(store_, write);
  }

  std::vector<std::string> found(const FilingFilter& filter, const Viewer& viewer = everything()) {
    std::vector<std::string> apps;
    Page page{"", 2};
    for (int pages = 0; pages < 100; ++pages) {
      const auto list = world_->search().filings(viewer, filter, page);
      if (!list) return {to_string(list.error())};
      for (const auto& row : list->rows) apps.push_back(row.app);
      if (list->next.empty()) return apps;
      page.after = list->next;
    }
    return {"without end"};
  }

  static FilingFilter words(const std::string& text) {
    FilingFilter filter;
    filter.words = text;
    return filter;
  }
  static FilingFilter answered(std::optional<Instant> from, std::optional<Instant> to) {
    FilingFilter filter;
    filter.order = FilingOrder::kAnswered;
    filter.answered_from = from;
    filter.answered_to = to;
    return filter;
  }

  std::map<std::string, engine::StoredApp> last_;
};

TEST_P(FilingSearch, finds_by_name_id_subject_digest_and_number) {
  lay({"wx-aa"}, "邻里论坛", "杭州甲公司");
  lay({"wx-bb"}, "Unit Converter", "杭州乙公司");
  EXPECT_THAT(found(words("论坛")), ElementsAre("wx-aa"));
  EXPECT_THAT(found(words("unit")), ElementsAre("wx-bb"));
  EXPECT_THAT(found(words("WX-A")), ElementsAre("wx-aa"));
  EXPECT_THAT(found(words("杭州")), UnorderedElementsAre("wx-aa", "wx-bb"));
  EXPECT_THAT(found(words(to_hex(sha256("wx-bb")).substr(0, 6))), ElementsAre("wx-bb"));
  EXPECT_THAT(found(words(to_hex(sha256("wx-bb")).substr(1, 8))), IsEmpty()) << "not its beginning";
  EXPECT_THAT(found(words("wx-aa/1")), ElementsAre("wx-aa"));
  EXPECT_THAT(found(words("wx-aa/2")), IsEmpty());
  EXPECT_THAT(found(words("%_")), IsEmpty());
  EXPECT_THAT(found(words("坛")), ElementsAre(testing::HasSubstr("2 to 50"))) << "one character";
}

TEST_P(FilingSearch, late_ones_are_those_answered_late_or_owed_after_the_end) {
  lay({.app = "running"}, "a1", "s1");
  lay({.app = "silent", .state = EntryState::kSilent, .late = true, .since = 1}, "a2", "s2");
  lay({.app = "in-time", .state = EntryState::kPassed, .answered_at = at(5), .since = 2}, "a3",
      "s3");
  lay({.app = "too-late",
       .state = EntryState::kFailed,
       .answered_at = at(700'000),
       .late = true,
       .since = 3},
      "a4", "s4");
  FilingFilter late;
  late.late = true;
  EXPECT_THAT(found(late), ElementsAre("silent", "too-late")) << "what is still due first";
  late.order = FilingOrder::kNewest;
  EXPECT_THAT(found(late), ElementsAre("too-late", "silent"));
  late.states = {EntryState::kSilent};
  EXPECT_THAT(found(late), ElementsAre("silent"));
  // Answered by and by, it is late still; a running one becomes it; a revoked answer is none.
  change({.app = "silent", .state = EntryState::kPassed, .answered_at = at(800'000), .late = true});
  change({.app = "running", .state = EntryState::kSilent, .late = true});
  change({.app = "too-late", .state = EntryState::kRunning, .since = 3});
  late.states.clear();
  EXPECT_THAT(found(late), UnorderedElementsAre("silent", "running"));
  EXPECT_THAT(found(answered({}, {})), ElementsAre("silent", "in-time"));
}

TEST_P(FilingSearch, the_newest_answer_first_within_a_span) {
  for (int i = 1; i <= 7; ++i) {
    lay({.app = "app-" + std::to_string(i),
         .state = i % 2 == 0 ? EntryState::kPassed : EntryState::kFailed,
         .answered_at = at(100 - i),
         .late = i == 3,
         .since = i},
        "name", "subject");
  }
  lay({.app = "waits"}, "name", "subject");
  EXPECT_THAT(found(answered({}, {})),
              ElementsAre("app-1", "app-2", "app-3", "app-4", "app-5", "app-6", "app-7"));
  EXPECT_THAT(found(answered(at(95), at(98))), ElementsAre("app-3", "app-4", "app-5"));
  auto late = answered(at(90), {});
  late.late = true;
  EXPECT_THAT(found(late), ElementsAre("app-3"));
  auto passed = answered({}, at(98));
  passed.states = {EntryState::kPassed};
  EXPECT_THAT(found(passed), ElementsAre("app-4", "app-6"));
  FilingFilter wrong;
  wrong.answered_from = at(1);
  EXPECT_THAT(found(wrong), ElementsAre(testing::HasSubstr("answered")));
}

TEST_P(FilingSearch, nobody_finds_what_is_not_theirs) {
  lay({.app = "app-33", .state = EntryState::kSilent, .answered_at = at(9), .late = true}, "论坛一",
      "甲");
  lay({.app = "app-44",
       .region = "44",
       .state = EntryState::kSilent,
       .answered_at = at(8),
       .late = true},
      "论坛二", "乙");
  const std::vector<std::pair<Viewer, std::vector<std::string>>> sights = {
      {everything(), {"app-33", "app-44"}},
      {viewer_of({Role::kOfficer}, "office", "33"), {"app-33"}},
      {viewer_of({Role::kOfficer}, "office", "11"), {}},
      {viewer_of({Role::kDeveloper}, "org-app-44"), {"app-44"}},
      {viewer_of({Role::kDeveloper}, "org-3"), {}},
      {viewer_of({}, "org-app-44"), {}},
  };
  FilingFilter late;
  late.late = true;
  for (const auto& [viewer, apps] : sights) {
    EXPECT_THAT(found(words("论坛"), viewer), testing::UnorderedElementsAreArray(apps));
    EXPECT_THAT(found(late, viewer), testing::UnorderedElementsAreArray(apps));
    EXPECT_THAT(found(answered({}, {}), viewer), testing::UnorderedElementsAreArray(apps));
  }
  auto elsewhere = words("论坛");
  elsewhere.region = "44";
  EXPECT_THAT(found(elsewhere), ElementsAre("app-44"));
  EXPECT_THAT(found(elsewhere, viewer_of({Role::kOfficer}, "office", "33")), IsEmpty());
}

// An agency that is authorised later finds what was late before, and nothing when it is not any
// more.
TEST_P(FilingSearch, an_authorisation_carries_every_list) {
  lay({.app = "app-1", .state = EntryState::kSilent, .answered_at = at(9), .late = true}, "论坛",
      "甲");
  const auto agency = viewer_of({Role::kDeveloper}, "agency");
  const auto authorise = [&](std::vector<std::string> agencies) {
    auto write = fake_write("app-1", last_["app-1"]);
    write.row.owner = "org-app-1";
    write.row.subject = "sub-app-1";
    write.agencies = std::move(agencies);
    last_["app-1"] = put(store_, write);
  };
  FilingFilter late;
  late.late = true;
  authorise({"agency"});
  EXPECT_THAT(found(late, agency), ElementsAre("app-1"));
  EXPECT_THAT(found(answered({}, {}), agency), ElementsAre("app-1"));
  authorise({});
  EXPECT_THAT(found(late, agency), IsEmpty());
  EXPECT_THAT(found(answered({}, {}), agency), IsEmpty());
}

// More than are looked at for a page: short pages, nothing lost, nothing twice.
TEST_P(FilingSearch, goes_on_behind_what_was_looked_at) {
  const auto count = engine::kFilingsLookedAtMax + 10;
  for (std::size_t done = 0; done < count;) {
    std::vector<engine::Write> writes;
    for (; done < count && writes.size() < 250; ++done) {
      auto write = fake_write("app-" + std::to_string(10'000 + done));
      write.submissions = {fake_submission(1, SubmissionState::kFiling, at(9), at(0))};
      write.entries = {fake_entry(1, 1, "33", EntryState::kRunning, at(0))};
      writes.push_back(std::move(write));
    }
    ASSERT_EQ(store_.commit(writes).back().result, engine::WriteResult::kCommitted);
  }
  EXPECT_TRUE(store_.put_app_name({"app-10001", "邻里论坛"}));
  EXPECT_TRUE(store_.put_app_name({"app-" + std::to_string(10'000 + count - 1), "邻里论坛"}));
  EXPECT_THAT(found(words("论坛")),
              ElementsAre("app-10001", "app-" + std::to_string(10'000 + count - 1)));
}

INSTANTIATE_TEST_SUITE_P(Stores, FilingSearch, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace baobei::store
