// The shipped catalogue: its figures, its queries, its versions.
#include "catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "catalogue/test_files.h"
#include "lifecycle/reasons.h"

namespace baobei::catalogue {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const Catalogue& shipped() {
  static const Catalogue kCatalogue = load_builtin();
  return kCatalogue;
}

std::vector<std::string> ids(const std::vector<const Category*>& categories) {
  std::vector<std::string> ids;
  for (const auto* category : categories) ids.push_back(category->id);
  return ids;
}

template <typename Predicate>
std::ptrdiff_t count(Predicate predicate) {
  return std::ranges::count_if(shipped().categories(), predicate);
}

bool is_second_level(const Category& category) {
  return !category.third;
}

TEST(Catalogue, FolderHasNoFault) {
  EXPECT_THAT(validate(BAOBEI_SOURCE_DIR "/catalogue"), IsEmpty());
}

TEST(Catalogue, BuiltinIsTheFolder) {
  const auto loaded = load(BAOBEI_SOURCE_DIR "/catalogue");
  ASSERT_TRUE(loaded) << to_string(loaded.error());
  EXPECT_EQ(loaded->version(), shipped().version());
  EXPECT_EQ(loaded->rules(), shipped().rules());
  ASSERT_EQ(loaded->categories().size(), shipped().categories().size());
  for (std::size_t i = 0; i < loaded->categories().size(); ++i) {
    EXPECT_EQ(to_json(loaded->categories()[i]), to_json(shipped().categories()[i]));
  }
}

TEST(Catalogue, Counts) {
  EXPECT_THAT(shipped().categories(), SizeIs(500));
  EXPECT_EQ(count(is_second_level), 459);
  EXPECT_EQ(count([](const auto& c) { return c.third.has_value(); }), 41);
  const auto in_tree = [](Tree tree) {
    return count([=](const auto& c) { return is_second_level(c) && c.tree == tree; });
  };
  EXPECT_EQ(in_tree(Tree::kNonPersonal), 363);
  EXPECT_EQ(in_tree(Tree::kPersonal), 3);
  EXPECT_EQ(in_tree(Tree::kOverseas), 93);
  EXPECT_THAT(shipped().regions(), SizeIs(31));
  EXPECT_GE(shipped().reasons().size(), 30u);
}

// The figures that the lists were compiled with: selectable second-level categories.
TEST(Catalogue, OpenToEachKindOfSubject) {
  const std::map<SubjectKind, std::ptrdiff_t> expected = {{SubjectKind::kPersonal, 28},
                                                          {SubjectKind::kIndividualBusiness, 353},
                                                          {SubjectKind::kEnterprise, 353},
                                                          {SubjectKind::kGovernment, 353},
                                                          {SubjectKind::kMedia, 353},
                                                          {SubjectKind::kOtherOrganisation, 353},
                                                          {SubjectKind::kOverseasEnterprise, 103},
                                                          {SubjectKind::kOverseasOther, 103}};
  for (const auto& [kind, number] : expected) {
    const auto open = shipped().open_to(kind);
    EXPECT_EQ(std::ranges::count_if(open, [](const auto* c) { return is_second_level(*c); }),
              number)
        << wire_name(kind);
  }
}

// R9: derived from CAC7 alone; 直播表演 was seen with it on a sister platform only.
TEST(Catalogue, ThirteenFilingCategories) {
  std::set<std::string> names;
  for (const auto& category : shipped().categories()) {
    EXPECT_EQ(category.filing_category,
              std::ranges::count(category.filing, "CAC7", &FilingNeed::kind) == 1);
    EXPECT_EQ(shipped().is_filing_category(category.id), category.filing_category);
    if (!category.filing_category) continue;
    names.insert(category.full_name(Language::kZh));
    const auto need = std::ranges::find(category.filing, "CAC7", &FilingNeed::kind);
    EXPECT_EQ(need->certainty, category.id == "social-live-performance"
                                   ? Certainty::kAttestedOnSister
                                   : Certainty::kAttested);
  }
  EXPECT_THAT(names, UnorderedElementsAre("时政信息-时政信息", "文娱-其他视频", "文娱-视频广场",
                                          "文娱-电台", "社交-陌生人交友", "社交-熟人交友",
                                          "社交-社区/论坛", "社交-直播", "社交-直播表演",
                                          "社交-笔记", "社交-婚恋", "社交-问答", "社交-直播答题"));
}

TEST(Catalogue, AttestedAndInferredFilings) {
  const auto has = [](const Category& category, bool inferred) {
    return std::ranges::any_of(category.filing, [&](const FilingNeed& need) {
      const auto& authority = shipped().filing_kind(need.kind)->authority;
      return authority != "platform" && (need.certainty == Certainty::kInferred) == inferred;
    });
  };
  EXPECT_EQ(count([&](const auto& c) { return is_second_level(c) && has(c, false); }), 28);
  EXPECT_EQ(
      count([&](const auto& c) { return is_second_level(c) && has(c, true) && !has(c, false); }),
      59);
}

TEST(Catalogue, QualificationsKeepTheirStructure) {
  const auto* forum = shipped().category("social-forum");
  ASSERT_NE(forum, nullptr);
  ASSERT_THAT(forum->any_of, SizeIs(2));
  ASSERT_THAT(forum->any_of[1].all_of, SizeIs(1));
  const auto& paper = forum->any_of[1].all_of[0];
  EXPECT_EQ(describe(paper, Language::kZh), "《统一社会信用代码证》（适用于政府主体；类型：机关）");
  EXPECT_EQ(describe(paper, Language::kEn),
            "Unified social credit code certificate (for government subjects; type: state organ)");
  EXPECT_EQ(forum->certainty, Certainty::kAttested);
  EXPECT_EQ(forum->where.file, "categories/social.toml");
  EXPECT_EQ(shipped().category("social-live-performance")->certainty, Certainty::kAttestedOnSister);
  EXPECT_THAT(shipped().category("tools-calculator")->any_of, IsEmpty());
}

TEST(Catalogue, FindsByName) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> rows = {
      {"社交-社区/论坛", {"social-forum"}},
      {"社交 > 社区/论坛", {"social-forum"}},
      {"social - community AND forum", {"social-forum"}},
      {"政务民生-博物馆", {"government-museum-library"}},
      {"工具-企业管理", {"biz-enterprise-management", "tools-ov-enterprise"}},
      {"生活服务-生活缴费", {"life-bills", "life-ov-bills"}},
      {"生活服务-丽人服务-纹身", {"life-beauty-t05"}},
      {"社区/论坛", {}},
      {"", {}},
  };
  for (const auto& [name, expected] : rows) {
    EXPECT_THAT(ids(shipped().find(name)), testing::UnorderedElementsAreArray(expected)) << name;
  }
}

TEST(Catalogue, Searches) {
  EXPECT_THAT(ids(shipped().search("论坛", 10)), ElementsAre("social-forum"));
  EXPECT_THAT(ids(shipped().search("DATING", 10)),
              UnorderedElementsAre("social-dating", "social-strangers"));
  EXPECT_THAT(shipped().search("a", 7), SizeIs(7));
  EXPECT_THAT(shipped().search(" ", 7), IsEmpty());
}

TEST(Catalogue, RegionsAndReasons) {
  const auto* region = shipped().region("33");
  ASSERT_NE(region, nullptr);
  EXPECT_EQ(region->name.zh, "浙江省");
  EXPECT_EQ(region->office_short.zh, "浙江省网信办");
  EXPECT_EQ(region->channel, lifecycle::Channel::kDesk);
  EXPECT_EQ(shipped().region("71"), nullptr);
  const auto* reason = shipped().reason("category_undeclared");
  ASSERT_NE(reason, nullptr);
  EXPECT_TRUE(reason->names_category);
  EXPECT_EQ(reason->rule, "R5");
  for (const auto use : {ReasonUse::kRefusal, ReasonUse::kOrder, ReasonUse::kPoint}) {
    EXPECT_GE(
        std::ranges::count_if(shipped().reasons(), [&](const auto& r) { return r.serves(use); }),
        30)
        << wire_name(use);
  }
  EXPECT_TRUE(shipped().reason("unspecified")->serves(ReasonUse::kPoint));
  EXPECT_TRUE(shipped().reason("remove_category")->names_category);
}

Catalogue dated(const std::string& version, const std::string& from,
                const std::string& carries = "[]") {
  auto files = shipped_files();
  change(files, "catalogue.toml", "version = \"" + shipped().version() + "\"",
         "version = \"" + version + "\"");
  change(files, "catalogue.toml", "effective_from = 2026-11-23T00:00:00+08:00",
         "effective_from = " + from);
  change(files, "categories/social.toml", "carries_filing_of = []",
         "carries_filing_of = " + carries);
  auto compiled = compile(files, "");
  CHECK(compiled.data != nullptr, to_string(compiled.faults.front()));
  return Catalogue(std::move(compiled.data));
}

// R25: only where the catalogue says so does a completed filing count for another category.
TEST(Catalogue, HasWordsForTheReasonsThatTheLifecycleGives) {
  const auto* failed = shipped().reason(lifecycle::kReasonFilingFailed);
  ASSERT_NE(failed, nullptr);
  EXPECT_TRUE(failed->serves(ReasonUse::kOrder));
}

TEST(Catalogue, CarriesFilings) {
  const auto plain = dated("a", "2027-01-01T00:00:00Z");
  EXPECT_TRUE(plain.filing_covers("social-strangers", "social-strangers"));
  EXPECT_FALSE(plain.filing_covers("social-dating", "social-strangers"));
  EXPECT_FALSE(plain.filing_covers("gone", "gone"));
  const auto renamed = dated("b", "2027-01-01T00:00:00Z", "[\"social-dating\"]");
  EXPECT_TRUE(renamed.filing_covers("social-dating", "social-strangers"));
  EXPECT_FALSE(renamed.filing_covers("social-strangers", "social-dating"));
}

TEST(CatalogueSet, AnswersAsOf) {
  std::vector<Catalogue> versions;
  versions.push_back(dated("later", "2027-03-01T00:00:00+08:00"));
  versions.push_back(dated("early", "2026-12-01T00:00:00+08:00"));
  const auto set = CatalogueSet::of(std::move(versions));
  ASSERT_TRUE(set) << to_string(set.error());
  const auto at = [&](const char* instant) { return set->as_of(*parse_rfc3339(instant)); };
  EXPECT_EQ(at("2026-11-30T23:59:59+08:00"), nullptr);
  EXPECT_EQ(at("2026-12-01T00:00:00+08:00")->version(), "early");
  EXPECT_EQ(at("2027-02-28T15:59:59.999999Z")->version(), "early");
  EXPECT_EQ(at("2027-02-28T16:00:00Z")->version(), "later");
  EXPECT_EQ(set->version("early"), set->as_of(*parse_rfc3339("2027-01-01T00:00:00Z")));
  EXPECT_EQ(set->version("none"), nullptr);
}

TEST(CatalogueSet, RefusesTwoOfAKind) {
  const auto kind_of = [](const char* version, const char* from) {
    std::vector<Catalogue> versions;
    versions.push_back(dated("one", "2027-01-01T00:00:00Z"));
    versions.push_back(dated(version, from));
    const auto set = CatalogueSet::of(std::move(versions));
    return set ? std::nullopt : std::optional(set.error().kind);
  };
  EXPECT_EQ(kind_of("one", "2027-02-01T00:00:00Z"), ErrorKind::kConflict);
  EXPECT_EQ(kind_of("two", "2027-01-01T08:00:00+08:00"), ErrorKind::kConflict);
  EXPECT_EQ(kind_of("two", "2027-01-01T08:00:01+08:00"), std::nullopt);
  EXPECT_EQ(CatalogueSet::of({}).error().kind, ErrorKind::kInvalid);
}

}  // namespace
}  // namespace baobei::catalogue
