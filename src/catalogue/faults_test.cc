// Broken catalogues: the exact fault, with its file and line.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "catalogue/test_files.h"

namespace baobei::catalogue {
namespace {

using testing::ElementsAre;

struct Broken {
  const char* what;
  const char* file;
  const char* from;
  const char* to;
  const char* at;  // text whose line the fault names, searched after the change; "": no line
  const char* fault;
};

class Faulty : public testing::TestWithParam<Broken> {};

TEST_P(Faulty, NamesFileLineAndFault) {
  const auto& row = GetParam();
  auto files = small_catalogue();
  change(files, row.file, row.from, row.to);
  const auto& text = file_of(files, row.file).text;
  const auto at = text.find(row.at);
  ASSERT_NE(at, std::string::npos);
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const auto compiled = compile(files, "here/");
  EXPECT_EQ(compiled.data, nullptr);
  std::vector<std::string> faults;
  for (const auto& fault : compiled.faults) faults.push_back(to_string(fault));
  EXPECT_THAT(faults, ElementsAre(fmt::format("here/{}:{}: {}", row.file, line, row.fault)));
}

constexpr Broken kContent[] = {
    {"signal_category", kSmallSignals, "category = \"small-a\"", "category = \"small-c\"",
     "[[signal]]", "there is no category 'small-c'"},
    {"signal_empty", kSmallSignals, "core = [\"甲词\"]\nwords = [\"乙词\"]\n", "", "[[signal]]",
     "it has no words"},
    {"signal_word_twice", kSmallSignals, "\"乙词\"", "\"甲词\"", "[[signal]]",
     "'甲词' stands there in two ways"},
    {"signal_set", kSmallSignals, "needs = [\"retail\"]", "needs = [\"wholesale\"]", "[[signal]]",
     "needs: no set 'wholesale'"},
    {"signal_yields", kSmallSignals, "[\"small-*\"]", "[\"large-*\"]", "[[signal]]",
     "yields_to: 'large-*' names no category"},
    {"signal_key", kSmallSignals, "core =", "cores = 1\ncore =", "cores",
     "'cores' is not a key known here"},
    {"structure_least", kSmallSignals, "least = 2", "least = 3", "[[structure]]",
     "least: at least two groups, at most all of them"},
    {"structure_group", kSmallSignals, "[\"收货地址\"]", "[]", "groups",
     "groups: lists of strings are expected"},
    {"structure_category", kSmallSignals, "small-a = 90", "small-z = 90", "[[structure]]",
     "there is no category 'small-z'"},
    {"structure_weight", kSmallSignals, "small-a = 90", "small-a = 0.9", "speaks_for",
     "speaks_for: small-a is no whole number in range"},
    {"pack_terms", kSmallPack, "needs = [\"stake\"]", "needs = [\"odds\"]", "needs",
     "needs: there are no terms 'odds'"},
    {"pack_need", kSmallPack, "needs = [\"stake\"]", "needs = [\"stake:many\"]", "needs",
     "needs: 'stake:many' is not \"terms\" or \"terms:3\""},
    {"pack_level", kSmallPack, "level = \"high\"", "level = \"highest\"", "level",
     "level: 'highest' is none of: high, medium, low"},
    {"pack_expect", kSmallPack, "expect = \"high\"", "expect = \"yes\"", "expect",
     "expect: high, medium, low or none"},
    {"pack_no_good_example", kSmallPack, "expect = \"none\"", "expect = \"low\"", "id",
     "there is no example of expect = \"none\""},
    {"pack_no_bad_example", kSmallPack, "expect = \"high\"", "expect = \"none\"", "id",
     "there is no example of what it finds"},
    {"pack_name", kSmallPack, "id = \"small\"", "id = \"large\"", "id",
     "the file is not named as the pack"},
    {"pack_empty_terms", kSmallPack, "words = [\"下注\"]\n", "", "[[terms]]",
     "it has no words, patterns or facts"},
};

constexpr Broken kCategories[] = {
    {"missing_key", kSmall, "status = \"open\"\n", "", "[[category]]", "'status' is missing"},
    {"unknown_key", kSmall, "status =", "colour = 1\nstatus =", "colour",
     "'colour' is not a key known here"},
    {"wrong_type", kSmall, "status = \"open\"", "status = 3", "status = 3",
     "status: a string is expected"},
    {"wrong_value", kSmall, "status = \"open\"", "status = \"ajar\"", "ajar",
     "status: 'ajar' is none of: open, added, retired, invitation"},
    {"missing_translation", kSmall, "{ zh = \"甲的范围\", en = \"What the first covers\" }",
     "{ zh = \"甲的范围\" }", "甲的范围", "scope: the English text is missing"},
    {"blank_translation", kSmall, "甲的范围", " ", "What the first",
     "scope: the Chinese text is missing"},
    {"copied_translation", kSmall, "What the first covers", "甲的范围", "甲的范围",
     "scope: the English text is not translated"},
    {"padded_text", kSmall, "What the first covers", "What the first covers ", "甲的范围",
     "scope: the English text has spaces at its ends or control characters"},
    {"unknown_language", kSmall, "en = \"What the first", "fr = \"Ce que\", en = \"What the first",
     "Ce que", "scope: 'fr' is not a language known here"},
    {"no_such_subject", kSmall, "[\"personal\"]", "[\"robots\"]", "robots",
     "subjects: 'robots' is no kind of subject"},
    {"subject_twice", kSmall, "[\"personal\"]", "[\"non_personal\", \"media\"]", "\"media\"",
     "subjects: a kind of subject stands there twice"},
    {"likely_subject", kSmall, "subjects = [\"personal\"]",
     "likely_subjects = [\"media\"]\nsubjects = [\"personal\"]", "likely",
     "likely_subjects: one is not among subjects"},
    {"filing_kind", kSmall, "CAC7", "CAC8", "CAC8", "kind: 'CAC8' is not in filing_kinds.toml"},
    {"certainty", kSmall, "\"attested\"", "\"sure\"", "sure",
     "certainty: 'sure' is none of: attested, attested_on_sister, inferred"},
    {"document", kSmall, "《营业执照》", "《月球执照》", "月球",
     "'《月球执照》' is not in [documents] of documents.toml"},
    {"condition", kSmall, "scope = \"食品\"", "scoop = \"食品\"", "scoop",
     "'scoop' is not in [conditions] of documents.toml"},
    {"condition_value", kSmall, "\"食品\"", "\"月饼\"", "月饼",
     "'月饼' is not in [values] of documents.toml"},
    {"condition_flag", kSmall, "scope = \"食品\"", "sealed = \"食品\"", "sealed",
     "sealed: true is expected"},
    {"empty_alternative", kSmall, "{ document = \"《营业执照》\", scope = \"食品\" }", "", "all_of",
     "all_of: it names no document"},
    {"redirect", kSmall, "to = [\"small-b\"]", "to = [\"small-z\"]", "[[category]]",
     "small-a: redirects: there is no category 'small-z'"},
    {"redirect_nowhere", kSmall, "to = [\"small-b\"]", "to = []", "redirects",
     "to: neither a category nor to_words"},
    {"requires", kSmall, "any_of = []", "any_of = []\nrequires = \"small-z\"",
     "[[category]]\nid = \"small-b\"", "small-b: requires: there is no category 'small-z'"},
    {"parent", kSmall, "parent = \"small-a\"", "parent = \"small-z\"",
     "[[category]]\nid = \"small-b\"", "small-b: parent: there is no category 'small-z'"},
    {"parent_of_other_name", kSmall, "{ zh = \"甲\", en = \"First\" }\nthird",
     "{ zh = \"丙\", en = \"Third\" }\nthird", "[[category]]\nid = \"small-b\"",
     "small-b: parent: 'small-a' is not the second level of this leaf"},
    {"leaf_without_parent", kSmall, "parent = \"small-a\"\n", "", "[[category]]\nid = \"small-b\"",
     "a leaf has both 'third' and 'parent', another row neither"},
    {"carries_unknown", kSmall, "carries_filing_of = []", "carries_filing_of = [\"small-z\"]",
     "[[category]]", "small-a: carries_filing_of: there is no category 'small-z'"},
    {"carries_itself", kSmall, "carries_filing_of = []", "carries_filing_of = [\"small-a\"]",
     "[[category]]", "small-a: carries_filing_of: it names itself"},
    {"carries_what_files_nothing", kSmall, "carries_filing_of = []",
     "carries_filing_of = [\"small-b\"]", "[[category]]",
     "small-a: carries_filing_of: 'small-b' is not a filing category"},
    {"source", kSmall, "sister-2026-09", "hearsay", "hearsay",
     "seen: 'hearsay' is not a source of catalogue.toml"},
    {"listed_twice", kSmall, "[\"sister-2026-09\"]", "[\"sister-2026-09\", \"sister-2026-09\"]",
     "[\"sister-2026-09\"", "seen: 'sister-2026-09' stands there twice"},
    {"file_name", kSmall, "slug = \"small\"", "slug = \"tall\"", "tall",
     "slug: 'tall' is not the name of the file"},
    {"wechat_id", kSmall, "any_of = []", "any_of = []\nwechat = { first = -1 }", "-1",
     "first: it is out of range"},
};

constexpr Broken kOthers[] = {
    {"version_missing", "catalogue.toml", "version = \"2026-11-23.1\"\n", "", "# The catalogue",
     "'version' is missing"},
    {"local_date", "catalogue.toml", "2026-11-23T00:00:00+08:00", "2026-11-23T00:00:00",
     "effective_from", "effective_from: a date and time with an offset is expected"},
    {"source_date", "catalogue.toml", "read_as_of = 2018-11-30", "read_as_of = \"November\"",
     "November", "read_as_of: a date is expected"},
    {"source_twice", "catalogue.toml", "wechat-page-2026-08", "wechat-2026-02",
     "[[source]]\nid = \"wechat-2026-02\"\nplatform = \"wechat\"\nread_as_of = 2026-08-31",
     "the source 'wechat-2026-02' stands there twice"},
    {"rule_mark", "rules.toml", "mark = \"S\"", "mark = \"X\"", "\"X\"",
     "mark: \"S\", \"N\" or \"O\" is expected"},
    {"region_code", "regions.toml", "code = \"11\"", "code = \"71\"", "71",
     "code: '71' is not a GB/T 2260 province"},
    {"region_twice", "regions.toml", "code = \"12\"", "code = \"11\"",
     "[[region]]\ncode = \"11\"\nname = { zh = \"天", "the region '11' stands there twice"},
    {"channel", "regions.toml", "\"desk\"", "\"pigeon\"", "pigeon",
     "default_channel: 'pigeon' is none of: desk, hand_over, transcribed, none"},
    {"value_in_one_language", "documents.toml", "en = \"held by {value}\"", "en = \"held\"",
     "\"held\"", "holder: {value} stands in one language alone"},
    {"kind_twice", "filing_kinds.toml", "code = \"NRTA\"", "code = \"CAC7\"",
     "[[kind]]\ncode = \"CAC7\"\nslug = \"nrta", "the kind 'CAC7' stands there twice"},
    {"reason_id", "reasons.toml", "id = \"category_wrong\"", "id = \"Category Wrong\"",
     "Category W", "id: 'Category Wrong' is not a slug (a-z, 0-9, '-', '_')"},
    {"reason_rule", "reasons.toml", "rule = \"R5\"", "rule = \"R99\"", "R99",
     "rule: 'R99' is not in rules.toml"},
    {"reason_use", "reasons.toml", "uses = [\"refusal\"", "uses = [\"joke\"", "joke",
     "uses: 'joke' is none of: refusal, order, point, application, grant"},
    {"reason_twice", "reasons.toml", "id = \"category_wrong\"", "id = \"category_undeclared\"",
     "[[reason]]\nid = \"category_undeclared\"\nuses = [\"refusal\", \"point\"]",
     "the reason 'category_undeclared' stands there twice"},
    {"reason_unspecified", "reasons.toml", "id = \"unspecified\"", "id = \"unknown\"", "#",
     "the point 'unspecified' is missing (R13a)"},
    {"policy_unknown", "policy.toml", "[filing_end_warning]", "[x]\n[filing_end_warning]", "[x]",
     "'x' is not a key known here"},
    {"policy_type", "policy.toml", "value = \"604800s\"", "value = 604800", "value = 604800",
     "value: a duration such as \"7d\" is expected"},
    {"policy_zero", "policy.toml", "value = \"72h\"", "value = \"0h\"", "\"0h\"",
     "value: a duration above zero is expected"},
    {"policy_range", "policy.toml", "value = 5", "value = 0", "value = 0",
     "value: the number is out of range"},
    {"policy_share", "policy.toml", "value = 10000", "value = 10001", "[silence_share_max]",
     "silence_share_max: more than 10000, which is everybody"},
    {"policy_sampling", "policy.toml", "[sampling_share]\nvalue = 0",
     "[sampling_share]\nvalue = 10001", "[sampling_share]",
     "sampling_share: more than 10000, which is everybody"},
    {"policy_default", "policy.toml", "default = \"604800s\"", "default = \"8d\"", "\"8d\"",
     "default: the software has another one"},
    {"policy_warning", "policy.toml", "value = \"604800s\"", "value = \"24h\"",
     "[filing_end_warning]", "filing_end_warning: it is not shorter than the filing period"},
    {"policy_office", "policy.toml", "value = \"\"", "value = \"71\"", "[overseas_authority]",
     "overseas_authority: '71' is not a region"},
    {"policy_date", "policy.toml", "2026-11-23T", "2026-11-24T", "effective_from",
     "effective_from: later than the catalogue's own"},
    {"notice_unknown", "notices.toml", "[question_asked]", "[x]\n[question_asked]", "[x]",
     "'x' is not a key known here"},
    {"notice_placeholder_in_one_language", "notices.toml", "Answer on the case page by {end}.",
     "Answer on the case page.", "params = [\"app_name\", \"submission\", \"end\"]",
     "params: the English text uses app_name, submission, declared are app_name, end, submission"},
    {"notice_absent", "notices.toml", "absent.end", "absent.start", "absent.start",
     "absent: 'start' is not among params"},
    {"notice_rule", "notices.toml", "rule = \"R4\"", "rule = \"R0\"", "R0",
     "rule: 'R0' is not in rules.toml"},
};

std::string name_of(const testing::TestParamInfo<Broken>& info) {
  return info.param.what;
}
INSTANTIATE_TEST_SUITE_P(Categories, Faulty, testing::ValuesIn(kCategories), name_of);
INSTANTIATE_TEST_SUITE_P(Others, Faulty, testing::ValuesIn(kOthers), name_of);
INSTANTIATE_TEST_SUITE_P(Content, Faulty, testing::ValuesIn(kContent), name_of);

std::vector<std::string> faults_of(const std::vector<SourceFile>& files) {
  std::vector<std::string> faults;
  for (const auto& fault : compile(files, "").faults) faults.push_back(to_string(fault));
  return faults;
}

TEST(Faults, TheSmallCatalogueHasNone) {
  EXPECT_THAT(faults_of(small_catalogue()), ElementsAre());
}

TEST(Faults, AllAreCollectedInOrder) {
  auto files = small_catalogue();
  change(files, "policy.toml", "[filing_end_warning]", "[filing_end_warning]\ncolour = 1");
  change(files, kSmall, "id = \"small-b\"", "id = \"small-a\"");
  change(files, kSmall, "status = \"open\"\n", "");
  EXPECT_THAT(faults_of(files),
              ElementsAre("categories/small.toml:4: 'status' is missing",
                          "categories/small.toml:4: small-a: redirects: there is no category "
                          "'small-b'",
                          "categories/small.toml:18: the id 'small-a' stands in "
                          "categories/small.toml:4 already",
                          "policy.toml:19: 'colour' is not a key known here"));
}

TEST(Faults, MissingSections) {
  auto files = small_catalogue();
  auto& policy = file_of(files, "policy.toml").text;
  policy.erase(policy.find("[overseas_authority]"));
  auto& notices = file_of(files, "notices.toml").text;
  notices.erase(notices.find("[order_second_signature_wanted]"));
  EXPECT_THAT(faults_of(files),
              ElementsAre("notices.toml:1: '[order_second_signature_wanted]' is missing",
                          "policy.toml:1: '[overseas_authority]' is missing"));
}

TEST(Faults, Files) {
  auto files = small_catalogue();
  std::erase_if(
      files, [](const auto& file) { return file.name == "regions.toml" || file.name == kSmall; });
  files.push_back({"stray.toml", ""});
  change(files, "reasons.toml", "[[reason]]", "[[reason]");
  const auto faults = faults_of(files);
  ASSERT_EQ(faults.size(), 4u);
  EXPECT_EQ(faults[0], "categories: there is no file of categories");
  EXPECT_THAT(faults[1], testing::StartsWith("reasons.toml:14: "));
  EXPECT_EQ(faults[2], "regions.toml: the file is missing");
  EXPECT_EQ(faults[3], "stray.toml: the catalogue has no file of this name");
}

TEST(Faults, OfAFolderNameItsPath) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(testing::TempDir()) / "baobei_catalogue_faults";
  fs::remove_all(folder);
  fs::create_directories(folder / "categories");
  auto files = small_catalogue();
  change(files, kSmall, "\"open\"", "\"ajar\"");
  for (const auto& file : files) std::ofstream(folder / file.name) << file.text;
  const auto loaded = load(folder);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().context, folder.generic_string() + "/categories/small.toml:8");
  EXPECT_THAT(validate(folder), ElementsAre(loaded.error()));
  fs::remove_all(folder);
  EXPECT_EQ(load(folder).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace baobei::catalogue
