// Versions on a running server: laid over one another, compiled, compared, in force by instants;
// and the values of policy within their limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "catalogue/diff.h"
#include "catalogue/edition.h"
#include "catalogue/policy_values.h"
#include "catalogue/test_files.h"
#include "catalogue/timeline.h"

namespace baobei::catalogue {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Instant instant(std::int64_t micros) {
  return from_micros(1'800'000'000'000'000 + micros);
}

CompiledEdition compiled(const std::vector<SourceFile>& files, const std::string& version,
                         Instant from) {
  return compile_edition(data_files(files), program_files(files), {version, from});
}

std::shared_ptr<const Catalogue> edition_of(const std::vector<SourceFile>& files,
                                            const std::string& version, Instant from) {
  auto made = compiled(files, version, from);
  CHECK(made.catalogue.has_value(), made.faults.empty() ? "" : made.faults.front().fault.en);
  return std::make_shared<const Catalogue>(std::move(*made.catalogue));
}

CatalogueSet only_shipped() {
  std::vector<Catalogue> versions;
  versions.push_back(load_builtin());
  return CatalogueSet::of(std::move(versions)).value();
}

TEST(Editions, take_data_and_leave_the_programs_own) {
  for (const std::string name : {"categories/social.toml", "reasons.toml", "catalogue.toml"}) {
    EXPECT_TRUE(is_data_file(name)) << name;
  }
  for (const std::string name :
       {"policy.toml", "rules.toml", "notices.toml", "packs/gambling.toml", "signals/common.toml",
        "categories/.toml", "categories/../x.toml", "categories/A.toml", "x.toml", ""}) {
    EXPECT_FALSE(is_data_file(name)) << name;
  }
  const auto files = shipped_files();
  const auto made = compiled(files, "x", instant(0));
  ASSERT_TRUE(made.catalogue) << made.faults.front().fault.en;
  EXPECT_EQ(made.catalogue->version(), "x") << "the head counts, not the file";
  EXPECT_EQ(made.catalogue->effective_from(), instant(0));
  EXPECT_EQ(made.catalogue->categories().size(), load_builtin().categories().size());
  EXPECT_THAT(made.catalogue->packs(), IsEmpty());
}

TEST(Editions, lay_changes_over_a_base) {
  const std::vector<SourceFile> base = {{"a", "1"}, {"b", "2"}, {"c", "3"}};
  const auto laid = laid_over(base, {{"b", "two"}, {"c", std::nullopt}, {"aa", "new"}});
  EXPECT_THAT(laid, testing::ElementsAre(SourceFile{"a", "1"}, SourceFile{"aa", "new"},
                                         SourceFile{"b", "two"}));
}

TEST(Editions, name_faults_in_both_languages) {
  auto files = shipped_files();
  change(files, "categories/social.toml", "status = \"open\"", "status = \"ajar\"");
  change(files, "regions.toml", "code = ", "kode = ");
  const auto made = compiled(files, "x", instant(0));
  EXPECT_FALSE(made.catalogue);
  ASSERT_GE(made.faults.size(), 2U);
  EXPECT_EQ(made.faults[0].file, "categories/social.toml");
  EXPECT_GT(made.faults[0].line, 10);
  EXPECT_THAT(made.faults[0].fault.en, HasSubstr("is none of"));
  EXPECT_THAT(made.faults[0].fault.zh, HasSubstr("不在以下取值之中"));
  EXPECT_EQ(made.faults.back().file, "regions.toml");
  EXPECT_EQ(fault_in_chinese("'kode' is not a key known here"), "'kode' 不是这里已知的键");
}

TEST(Editions, are_in_force_by_their_instants) {
  const auto files = shipped_files();
  Timeline timeline(only_shipped());
  const auto shipped = timeline.catalogues().front().version;
  timeline.add(edition_of(files, "later", instant(200)));
  timeline.add(edition_of(files, "sooner", instant(100)));
  EXPECT_EQ(timeline.catalogue(Instant()).version(), shipped) << "before the first, the first";
  EXPECT_EQ(timeline.catalogue(instant(99)).version(), shipped);
  EXPECT_EQ(timeline.catalogue(instant(100)).version(), "sooner");
  EXPECT_EQ(timeline.catalogue(instant(199)).version(), "sooner");
  EXPECT_EQ(timeline.catalogue(instant(200)).version(), "later");
  const auto* held = timeline.version("later");
  timeline.withdraw_catalogue("later");
  EXPECT_EQ(timeline.version("later"), nullptr);
  EXPECT_EQ(timeline.catalogue(instant(200)).version(), "sooner");
  EXPECT_EQ(held->version(), "later") << "what was handed out lives on";
  auto rules = timeline.rules(instant(0));
  rules.version = "p";
  rules.categories_max = 9;
  timeline.add(PolicyEdition{rules, instant(50)});
  EXPECT_EQ(timeline.rules(instant(49)).categories_max, 5U);
  EXPECT_EQ(timeline.rules(instant(50)).categories_max, 9U);
  timeline.withdraw_policy("p");
  EXPECT_EQ(timeline.rules(instant(50)).categories_max, 5U);
}

TEST(Editions, are_added_while_others_look) {
  const auto files = shipped_files();
  Timeline timeline(only_shipped());
  auto next = edition_of(files, "next", instant(100));
  std::jthread looking([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto& found = timeline.catalogue(instant(100));
      CHECK(found.category("social-forum") != nullptr);
      CHECK(timeline.rules(instant(100)).filing_period > Duration::zero());
    }
  });
  timeline.add(std::move(next));
  EXPECT_EQ(timeline.catalogue(instant(100)).version(), "next");
}

TEST(Editions, differ_by_meaning) {
  auto files = shipped_files();
  const auto before = edition_of(files, "a", instant(0));
  auto& social = file_of(files, "categories/social.toml").text;
  social = "\n\n# moved down\n" + social;
  EXPECT_TRUE(difference(*before, *edition_of(files, "b", instant(1))).categories.empty());
  change(files, "categories/social.toml", "id = \"social-forum\"\nsecond = { zh = \"社区/论坛\"",
         "id = \"social-forum\"\nsecond = { zh = \"论坛\"");
  change(files, "regions.toml", "浙江省互联网信息办公室", "浙江省网络信息办公室");
  files.push_back({kSmall, kSmallText});
  const auto diff = difference(*before, *edition_of(files, "c", instant(2)));
  ASSERT_EQ(diff.categories.changed.size(), 1U);
  EXPECT_EQ(diff.categories.changed[0].changes[0].what, ChangeOf::kName);
  EXPECT_EQ(diff.categories.changed[0].changes[0].struck[0].zh, "社交-社区/论坛");
  EXPECT_FALSE(diff.categories.added.empty());
  ASSERT_EQ(diff.regions.changed.size(), 1U);
  EXPECT_EQ(diff.regions.changed[0].changes[0].what, ChangeOf::kOffice);
  const auto back = difference(*edition_of(files, "c", instant(2)), *before);
  EXPECT_EQ(back.categories.struck.size(), diff.categories.added.size());
}

TEST(PolicyValues, have_a_row_for_every_parameter) {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<
      boost::describe::describe_members<lifecycle::Rules, boost::describe::mod_public>>(
      [&](auto member) { names.emplace_back(member.name); });
  ASSERT_EQ(policy_rows().size() + 1, names.size());
  for (std::size_t i = 0; i < policy_rows().size(); ++i) {
    EXPECT_EQ(policy_rows()[i].name, names[i + 1]);
  }
  const lifecycle::Rules builtin;
  const auto read = policy_over(builtin, policy_values(builtin), {load_builtin(), {}});
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, builtin) << "what is written is read, and within its limits";
}

TEST(PolicyValues, are_written_short_and_exact) {
  EXPECT_EQ(written_duration(604'800), "7d");
  EXPECT_EQ(written_duration(129'600), "36h");
  EXPECT_EQ(written_duration(5'400), "90m");
  EXPECT_EQ(written_duration(61), "61s");
}

TEST(PolicyValues, of_a_record_take_what_a_newer_program_added) {
  const auto rules = policy_of_record(json::object{{"categories_max", 7}, {"gone", true}}, "p");
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->version, "p");
  EXPECT_EQ(rules->categories_max, 7U);
  EXPECT_EQ(rules->review_due, lifecycle::Rules().review_due);
  EXPECT_FALSE(policy_of_record(json::object{{"categories_max", "x"}}, "p"));
}

}  // namespace
}  // namespace baobei::catalogue
