// What every store of the record of catalogue and policy must do.
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

EditionRow edition(const std::string& version, std::int64_t from,
                   EditionState state = EditionState::kProposed) {
  EditionRow row;
  row.version = version;
  row.state = state;
  row.base = "zero";
  row.effective_from = at(from);
  row.reason = "因为 because";
  row.proposed_by = "op-1";
  row.proposed_at = at(0);
  return row;
}

const std::vector<engine::EditionText> kEditionFiles = {{"categories/a.toml", "a"},
                                                        {"reasons.toml", "r"}};

TEST_P(StoreContract, editions_are_kept_as_they_were_proposed) {
  auto& editions = world_->editions();
  ASSERT_TRUE(editions.add(edition("one", 100), kEditionFiles));
  auto policy = edition("one", 100);
  policy.kind = EditionKind::kPolicy;
  policy.values = R"({"categories_max":6})";
  ASSERT_TRUE(editions.add(policy, {})) << "policies have names of their own";
  const auto found = editions.find(EditionKind::kCatalogue, "one").value();
  EXPECT_EQ(found.state, EditionState::kProposed);
  EXPECT_EQ(found.effective_from, at(100));
  EXPECT_EQ(found.reason, "因为 because");
  EXPECT_EQ(found.proposed_by, "op-1");
  EXPECT_FALSE(found.decided_at);
  EXPECT_EQ(editions.find(EditionKind::kPolicy, "one").value().values, policy.values);
  const auto files = editions.files(EditionKind::kCatalogue, "one").value();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[1].name, "reasons.toml");
  EXPECT_EQ(files[1].text, "r");
  EXPECT_EQ(editions.files(EditionKind::kCatalogue, "two").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(editions.find(EditionKind::kPolicy, "two").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(editions.add(edition("one", 200), kEditionFiles).error().kind, ErrorKind::kConflict);
}

TEST_P(StoreContract, files_of_rules_lie_beside_a_catalogue_of_the_same_name) {
  auto& editions = world_->editions();
  ASSERT_TRUE(editions.add(edition("one", 100), kEditionFiles));
  auto rules = edition("one", 100);
  rules.kind = EditionKind::kRules;
  const std::vector<engine::EditionText> packs = {{"packs/vpn.toml", "v"}};
  ASSERT_TRUE(editions.add(rules, packs));
  const auto found = editions.files(EditionKind::kRules, "one").value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "packs/vpn.toml");
  EXPECT_EQ(editions.files(EditionKind::kCatalogue, "one").value().size(), 2U);
}

TEST_P(StoreContract, editions_are_decided_once) {
  auto& editions = world_->editions();
  ASSERT_TRUE(editions.add(edition("one", 100), kEditionFiles));
  const auto confirm = [&](const std::string& version) {
    return editions.decide(EditionKind::kCatalogue, version, EditionState::kProposed,
                           EditionState::kConfirmed, "op-2", at(5));
  };
  EXPECT_TRUE(editions.confirmed(EditionKind::kCatalogue).value().empty());
  ASSERT_TRUE(confirm("one"));
  EXPECT_EQ(confirm("one").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(confirm("none").error().kind, ErrorKind::kNotFound);
  const auto row = editions.find(EditionKind::kCatalogue, "one").value();
  EXPECT_EQ(row.decided_by, "op-2");
  EXPECT_EQ(row.decided_at, at(5));
  ASSERT_TRUE(editions.add(edition("same", 100), kEditionFiles));
  EXPECT_EQ(confirm("same").error().kind, ErrorKind::kConflict) << "two at one instant";
  ASSERT_TRUE(editions.add(edition("earlier", 50, EditionState::kConfirmed), kEditionFiles));
  const auto confirmed = editions.confirmed(EditionKind::kCatalogue).value();
  ASSERT_EQ(confirmed.size(), 2U);
  EXPECT_EQ(confirmed[0].version, "earlier");
  EXPECT_TRUE(editions.decide(EditionKind::kCatalogue, "one", EditionState::kConfirmed,
                              EditionState::kRejected, "op-1", at(6)));
  EXPECT_EQ(editions.confirmed(EditionKind::kCatalogue).value().size(), 1U);
}

TEST_P(StoreContract, editions_are_listed_newest_first_and_are_so_many_and_no_more) {
  auto& editions = world_->editions();
  for (std::size_t i = 0; i < engine::kEditionsOpenMax; ++i) {
    ASSERT_TRUE(editions.add(edition("v" + std::to_string(i), 100), kEditionFiles));
  }
  EXPECT_EQ(editions.add(edition("more", 100), kEditionFiles).error().kind, ErrorKind::kConflict);
  const std::vector<engine::EditionText> many(engine::kEditionFilesMax + 1, {"x.toml", ""});
  EXPECT_EQ(editions.add(edition("large", 1, EditionState::kShipped), many).error().kind,
            ErrorKind::kTooLarge);
  const auto first = editions.list(EditionKind::kCatalogue, {"", 6}).value();
  ASSERT_EQ(first.rows.size(), 6U);
  EXPECT_EQ(first.rows[0].version, "v9");
  const auto second = editions.list(EditionKind::kCatalogue, {first.next, 6}).value();
  ASSERT_EQ(second.rows.size(), 4U);
  EXPECT_EQ(second.rows.back().version, "v0");
  EXPECT_TRUE(second.next.empty());
  EXPECT_TRUE(editions.list(EditionKind::kPolicy, {}).value().rows.empty());
}

TEST_P(StoreContract, what_follows_an_edition_tells_and_moves_on_together) {
  auto& editions = world_->editions();
  ASSERT_TRUE(store_.put_subject(
      {{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", "公司", ""}));
  ASSERT_TRUE(editions.add(edition("one", 100, EditionState::kConfirmed), kEditionFiles));
  engine::NoticeRow notice;
  notice.address = "sub-a";
  notice.at = at(100);
  notice.notice.kind = lifecycle::NoticeKind::kGrantRenewed;
  notice.notice.categories = {"social-forum"};
  notice.notice.end = at(100);
  ASSERT_TRUE(
      editions.follow({EditionKind::kCatalogue, "one", "sub-a", 3, false, {notice, notice}}));
  ASSERT_TRUE(editions.follow({EditionKind::kCatalogue, "one", "", 1, true, {}}));
  const auto row = editions.find(EditionKind::kCatalogue, "one").value();
  EXPECT_EQ(row.looked_at, 4U);
  EXPECT_EQ(row.told, 2U);
  EXPECT_TRUE(row.finished);
  const auto inbox =
      reader_.inbox(viewer_of({lifecycle::Role::kDeveloper}, "org-a"), false, {}).value();
  ASSERT_EQ(inbox.rows.size(), 2U);
  EXPECT_EQ(inbox.rows[0].row.notice.categories, notice.notice.categories);
  EXPECT_EQ(editions.follow({EditionKind::kCatalogue, "none", "", 0, true, {}}).error().kind,
            ErrorKind::kNotFound);
}

}  // namespace
}  // namespace baobei::store
