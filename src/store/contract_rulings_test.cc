// The contract of answers and orders as lists, and of mini-programs by what they are.
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::RulingKind;
using lifecycle::Role;
using testing::ElementsAre;
using testing::IsEmpty;

engine::RulingRow answer_ruling(std::uint32_t no, const std::string& state,
                                const std::string& region, int seconds) {
  return {RulingKind::kAnswer, no, state, region, std::nullopt, at(seconds)};
}
engine::RulingRow order_ruling(std::uint32_t no, const std::string& state,
                               const std::string& region, int seconds) {
  return {RulingKind::kOrder, no, state, region, at(seconds + 100), at(seconds)};
}

class Rulings : public StoreContract {
 protected:
  std::vector<std::string> list(const engine::Viewer& viewer, engine::RulingFilter filter,
                                std::size_t limit = 2) {
    engine::Page page;
    page.limit = limit;
    std::vector<std::string> lines;
    for (int i = 0; i < 20; ++i) {
      const auto rows = reader_.rulings(viewer, filter, page).value();
      for (const auto& row : rows.rows) lines.push_back(row.app + "/" + std::to_string(row.no));
      if (rows.next.empty()) return lines;
      page.after = rows.next;
    }
    return {"without end"};
  }
  void SetUp() override {
    auto first = fake_write("app-a");
    first.agencies = {"org-agency"};
    first.rulings = {answer_ruling(1, "effective", "33", 5), answer_ruling(2, "proposed", "33", 7),
                     order_ruling(1, "standing", "33", 6), order_ruling(2, "proposed", "", 8)};
    last_ = put(store_, first);
    auto second = fake_write("app-b");
    second.row.owner = "org-b";
    second.row.service = lifecycle::ServiceState::kSuspended;
    second.rulings = {answer_ruling(1, "effective_late", "44", 6)};
    put(store_, second);
  }
  engine::StoredApp last_;
};

TEST_P(Rulings, StandNewestFirstForWhoeverSeesThem) {
  EXPECT_THAT(list(everything(), {}), ElementsAre("app-a/2", "app-b/1", "app-a/1"));
  EXPECT_THAT(list(viewer_of({Role::kDeveloper}, "org-a"), {}), ElementsAre("app-a/2", "app-a/1"));
  EXPECT_THAT(list(viewer_of({Role::kDeveloper}, "org-agency"), {}),
              ElementsAre("app-a/2", "app-a/1"));
  EXPECT_THAT(list(viewer_of({Role::kOfficer}, "office", "44"), {}), ElementsAre("app-b/1"));
  EXPECT_THAT(list(viewer_of({Role::kDeveloper}, "org-x"), {}), IsEmpty());
  engine::RulingFilter orders;
  orders.kind = RulingKind::kOrder;
  EXPECT_THAT(list(everything(), orders), ElementsAre("app-a/2", "app-a/1"));
  EXPECT_THAT(list(viewer_of({Role::kOfficer}, "office", "33"), orders), ElementsAre("app-a/1"))
      << "an operator's order is no office's";
}

TEST_P(Rulings, AreFoundByStateOfficeAndInstant) {
  engine::RulingFilter filter;
  filter.states = {"effective", "effective_late"};
  EXPECT_THAT(list(everything(), filter, 1), ElementsAre("app-b/1", "app-a/1"));
  filter.region = "33";
  EXPECT_THAT(list(everything(), filter), ElementsAre("app-a/1"));
  EXPECT_THAT(list(viewer_of({Role::kOfficer}, "office", "44"), filter), IsEmpty());
  filter = {};
  filter.from = at(6);
  EXPECT_THAT(list(everything(), filter), ElementsAre("app-a/2", "app-b/1"));
}

TEST_P(Rulings, MoveWithTheirState) {
  auto next = fake_write("app-a", last_);
  next.rulings = {answer_ruling(2, "effective", "33", 9)};
  put(store_, next);
  engine::RulingFilter filter;
  filter.states = {"effective"};
  EXPECT_THAT(list(everything(), filter), ElementsAre("app-a/2", "app-a/1"));
  filter.states = {"proposed"};
  EXPECT_THAT(list(everything(), filter), IsEmpty());
}

TEST_P(Rulings, MiniProgramsAreFoundByWhatTheyAre) {
  const auto find = [&](const engine::Viewer& viewer, const engine::AppFilter& filter) {
    std::vector<std::string> apps;
    const auto list = reader_.apps_where(viewer, filter, {}).value();
    for (const auto& row : list.rows) apps.push_back(row.app);
    return apps;
  };
  engine::AppFilter suspended;
  suspended.service = lifecycle::ServiceState::kSuspended;
  EXPECT_THAT(find(everything(), suspended), ElementsAre("app-b"));
  EXPECT_THAT(find(viewer_of({Role::kDeveloper}, "org-a"), suspended), IsEmpty());
  engine::AppFilter owned;
  owned.owner = "org-a";
  EXPECT_THAT(find(everything(), owned), ElementsAre("app-a"));
  EXPECT_THAT(find(viewer_of({Role::kDeveloper}, "org-agency"), owned), ElementsAre("app-a"));
  engine::AppFilter of_subject;
  of_subject.subject = "sub-a";
  EXPECT_THAT(find(everything(), of_subject), ElementsAre("app-a", "app-b"));
  of_subject.owner = "org-b";
  EXPECT_THAT(find(everything(), of_subject), ElementsAre("app-b"));
  EXPECT_THAT(find(everything(), {}), ElementsAre("app-a", "app-b"));
}

TEST_P(Rulings, TheLogIsReadBackwardsByWhoeverSeesIt) {
  put(store_, fake_write("app-a", last_, 3));  // indexes 3, 4, 5
  const auto back = [&](engine::Feed& feed, const engine::Viewer& viewer,
                        const engine::FeedBack& wanted) {
    std::vector<std::uint64_t> indexes;
    auto from = wanted;
    for (int i = 0; i < 20; ++i) {
      const auto page = feed.back(viewer, from, 2).value();
      for (const auto& event : page.events) indexes.push_back(event.log_index);
      if (!page.more) return indexes;
      from.before = page.next;
    }
    return std::vector<std::uint64_t>{0};
  };
  auto feeds = world_->feeds_by_other_ways();
  std::vector<engine::Feed*> all = {&world_->feed()};
  for (const auto& feed : feeds) all.push_back(feed.get());
  for (auto* feed : all) {
    EXPECT_THAT(back(*feed, everything(), {INT64_MAX}), ElementsAre(5, 4, 3, 2, 1));
    EXPECT_THAT(back(*feed, everything(), {4}), ElementsAre(3, 2, 1));
    EXPECT_THAT(back(*feed, everything(), {INT64_MAX, "app-b"}), ElementsAre(2));
    EXPECT_THAT(back(*feed, everything(), {INT64_MAX, "", "other"}), IsEmpty());
    EXPECT_THAT(back(*feed, viewer_of({Role::kDeveloper}, "org-b"), {INT64_MAX}), ElementsAre(2));
    EXPECT_THAT(back(*feed, viewer_of({Role::kDeveloper}, "org-x"), {INT64_MAX}), IsEmpty());
    const auto hidden = feed->back(viewer_of({Role::kDeveloper}, "org-b"), {9, "app-a"}, 2);
    ASSERT_FALSE(hidden);
    EXPECT_EQ(hidden.error().kind, ErrorKind::kNotFound);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, Rulings, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace baobei::store
