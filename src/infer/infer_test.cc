// The rules of inference on a small knowledge of its own, so that no change of the shipped signals
// can make a test pass or fail.
#include "infer/infer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "infer/builtin.h"

namespace baobei::infer {
namespace {

using knowledge::Data;
using knowledge::Level;
using knowledge::Position;
using knowledge::Scope;
using knowledge::Tier;
using testing::ElementsAre;
using testing::IsEmpty;

knowledge::Category category(std::string id) {
  knowledge::Category out;
  out.id = id;
  out.first = {"甲" + id, "First " + id};
  out.second = {"乙" + id, "Second " + id};
  return out;
}

std::uint32_t pattern(Data& data, const std::string& text) {
  for (std::uint32_t i = 0; i < data.patterns.size(); ++i) {
    if (data.patterns[i].text == text) return i;
  }
  data.patterns.push_back({false, false, text, {}});
  return static_cast<std::uint32_t>(data.patterns.size() - 1);
}

void link(Data& data, std::uint32_t signal, Tier tier, std::vector<std::string> words) {
  for (const auto& word : words) data.patterns[pattern(data, word)].links.push_back({signal, tier});
}

// Three categories: a forum, a shop, and notes of one's own, which yield to the forum.
Data small_data() {
  Data data;
  for (const char* id : {"forum", "shop", "memo"}) data.categories.push_back(category(id));
  for (std::uint32_t i = 0; i < 3; ++i) data.signals.push_back({i, {}, {}, {}, {}, {}});
  data.signals[2].yields_to = {0};
  data.signals[2].covered_by = {0};
  data.signals[0].apis = {"chooseImage"};
  link(data, 0, Tier::kCore, {"发帖", "论坛"});
  link(data, 0, Tier::kWord, {"全部评论", "话题"});
  link(data, 0, Tier::kWeak, {"点赞", "关注"});
  link(data, 0, Tier::kAgainst, {"客服"});
  link(data, 0, Tier::kWord, {"/bbs/"});
  link(data, 1, Tier::kCore, {"购物车", "商城"});
  link(data, 2, Tier::kCore, {"备忘录", "记事本"});
  data.patterns[pattern(data, "话题终结者")].stop = true;
  data.sets = {{pattern(data, "商品")}};
  data.signals[1].needs = {0};
  data.structures = {{"buying",
                      {"购物车与地址", "cart and address"},
                      {{pattern(data, "加入购物车")}, {pattern(data, "收货地址")}},
                      2,
                      {{1, 150}}}};
  data.positions.assign(knowledge::kPositions, 100);
  data.positions[static_cast<std::size_t>(Position::kNavigationTitle)] = 150;
  data.positions[static_cast<std::size_t>(Position::kUrl)] = 0;
  data.weights = {100, 50, 20, 50, 40, 60, 25, 15, 10, 4, 100, 20, 2, 35, 100, 145};
  data.model = {-2000, 700, 1400, 3800, 0, -2200, 900, 300, 145, 90, 560};
  return data;
}

const knowledge::Knowledge& small() {
  static const auto kSmall = [] {
    auto knowledge = knowledge::knowledge_of(small_data());
    CHECK(knowledge.has_value());
    return std::move(*knowledge);
  }();
  return kSmall;
}

struct Said {
  std::string_view text;
  Position position = Position::kText;
  std::uint32_t file = 0;
  Setting setting = Setting::kPlain;
};

Reading reading_of(const std::vector<Said>& texts) {
  Reading reading;
  for (const char* name : {"a", "b", "c"}) {
    reading.files.push_back({std::string(name) + ".wxml", name});
  }
  for (const auto& said : texts) {
    reading.pieces.push_back({said.text, said.position, said.setting, true, said.file, 100,
                              static_cast<std::uint32_t>(100 + said.text.size())});
  }
  return reading;
}

Inference inferred(const Reading& reading, const knowledge::Knowledge& knowledge = small()) {
  auto inference = infer(reading, knowledge);
  CHECK(inference.has_value());
  return std::move(*inference);
}

double score_of(const std::vector<Said>& texts, std::uint32_t category) {
  for (const auto& involved : inferred(reading_of(texts)).involved) {
    if (involved.category == category) return involved.score;
  }
  return 0;
}

TEST(Infer, NothingSaysNothing) {
  EXPECT_THAT(inferred({}).involved, IsEmpty());
  EXPECT_THAT(inferred(reading_of({{"今天下雨"}})).involved, IsEmpty());
}

TEST(Infer, StrongerWordsAndPlacesCountMore) {
  const double both = score_of({{"发帖"}, {"论坛"}}, 0);
  EXPECT_DOUBLE_EQ(both, 2.0);
  EXPECT_DOUBLE_EQ(score_of({{"发帖", Position::kNavigationTitle}, {"论坛"}}, 0), 2.5);
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"全部评论"}}, 0), 1.5);
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"发帖", Position::kText, 1}, {"论坛"}}, 0), 2.1);
  EXPECT_DOUBLE_EQ(score_of({{"发帖", Position::kUrl}, {"论坛"}, {"全部评论"}}, 0), 1.5);
}

// "测算贷款收入" is about reckoning: a word of a bank in it says nothing of a bank.
TEST(Infer, AWordBesideOneAgainstItCountsForNothing) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"论坛"}, {"联系客服"}}, 0), 1.5);
  EXPECT_DOUBLE_EQ(score_of({{"发帖请找客服"}, {"论坛"}, {"全部评论"}}, 0), 1.0);
  EXPECT_DOUBLE_EQ(score_of({{"发帖请找客服"}, {"发帖"}, {"论坛"}}, 0), 1.5);
}

TEST(Infer, AStructuresEvidenceIsWhatStandsInTheFile) {
  const std::string text = "请填写收货地址";
  const auto inference =
      inferred(reading_of({{"加入购物车", Position::kText, 1}, {text, Position::kHeading}}));
  const auto shop = std::ranges::find(inference.involved, 1u, &Involved::category);
  ASSERT_NE(shop, inference.involved.end());
  const auto row = std::ranges::find(shop->evidence, "structure", &Evidence::kind);
  ASSERT_NE(row, shop->evidence.end());
  ASSERT_TRUE(row->structure);
  EXPECT_EQ(small().data.structures[*row->structure].title.zh, "购物车与地址");
  EXPECT_TRUE(row->excerpt == text || row->excerpt == "加入购物车") << row->excerpt;
}

TEST(Infer, SampleDataAndAgreementsCountLittle) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖", Position::kText, 0, Setting::kMock}, {"论坛"}}, 0), 1.25);
  EXPECT_DOUBLE_EQ(score_of({{"发帖", Position::kText, 0, Setting::kAgreement}, {"论坛"}}, 0),
                   1.15);
}

TEST(Infer, OneWordAloneIsCapped) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"发帖", Position::kText, 1}}, 0), 1.0);
  EXPECT_DOUBLE_EQ(score_of({{"发帖", Position::kNavigationTitle}}, 0), 1.5);
}

TEST(Infer, WeakWordsSupportAndProveNothing) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"论坛"}, {"点赞"}, {"关注"}}, 0), 2.4);
  const auto weak = inferred(reading_of({{"点赞"}, {"关注"}}));
  for (const auto& involved : weak.involved) EXPECT_LT(involved.confidence, kNamedConfidence);
}

TEST(Infer, CounterEvidenceLowersAndIsShown) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"论坛"}, {"客服"}}, 0), 1.5);
  const auto inference = inferred(reading_of({{"发帖"}, {"论坛"}, {"客服"}}));
  ASSERT_FALSE(inference.involved.empty());
  const auto& last = inference.involved.front().evidence.back();
  EXPECT_EQ(last.kind, "counter");
  EXPECT_DOUBLE_EQ(last.weight, -0.5);
}

TEST(Infer, AWordInsideALongerOneDoesNotCount) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"话题终结者"}, {"论坛"}}, 0), 2.0);
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"话题"}, {"论坛"}}, 0), 2.5);
}

TEST(Infer, WhatPagesAreCalledCounts) {
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"/bbs/detail/", Position::kPage, 1}}, 0), 1.5);
  EXPECT_DOUBLE_EQ(score_of({{"发帖"}, {"/bbsdetail/", Position::kPage, 1}}, 0), 1.0);
}

TEST(Infer, WhatIsNeededIsMissed) {
  EXPECT_DOUBLE_EQ(score_of({{"商城"}, {"购物车"}}, 1), 0.7);
  EXPECT_DOUBLE_EQ(score_of({{"商城"}, {"购物车"}, {"商品"}}, 1), 2.0);
}

double confidence_of(const Reading& reading, std::uint32_t category) {
  for (const auto& involved : inferred(reading).involved) {
    if (involved.category == category) return involved.confidence;
  }
  return 0;
}

// Comments and posts make a forum of the largest shop: a share of what is said decides nothing.
TEST(Infer, AStructureOfTheInterfaceNamesItsCategoryWhateverElseThereIs) {
  std::vector<Said> texts = {{"发帖", Position::kNavigationTitle}, {"论坛"}, {"全部评论"}};
  texts.push_back({"加入购物车", Position::kText, 1});
  texts.push_back({"收货地址", Position::kText, 1});
  EXPECT_DOUBLE_EQ(confidence_of(reading_of(texts), 1), 0.56);
  texts.back().setting = Setting::kMock;
  EXPECT_LT(confidence_of(reading_of(texts), 1), kNamedConfidence);
}

TEST(Infer, AShowcaseOfThePlatformNamesNothing) {
  auto reading = reading_of({{"发帖", Position::kNavigationTitle}, {"论坛"}, {"全部评论"}});
  EXPECT_GE(confidence_of(reading, 0), kNamedConfidence);
  reading.facts.push_back({"state:showcase", 0, 0, 0});
  EXPECT_LT(confidence_of(reading, 0), kNamedConfidence);
}

TEST(Infer, StructuresAddUpAcrossFiles) {
  const double score =
      score_of({{"加入购物车"}, {"收货地址", Position::kText, 1}, {"商品"}, {"商城"}}, 1);
  EXPECT_DOUBLE_EQ(score, 2.5);
  EXPECT_DOUBLE_EQ(score_of({{"加入购物车"}, {"商品"}, {"商城"}}, 1), 1.0);
}

TEST(Infer, FactsSupportWordsAlone) {
  auto reading = reading_of({{"发帖"}, {"论坛"}});
  reading.facts = {{"api:chooseImage", 1, 5, 9}};
  const auto inference = inferred(reading);
  ASSERT_FALSE(inference.involved.empty());
  EXPECT_DOUBLE_EQ(inference.involved.front().score, 2.2);
  auto nothing = reading_of({{"下雨"}});
  nothing.facts = reading.facts;
  EXPECT_THAT(inferred(nothing).involved, IsEmpty());
}

TEST(Infer, ASideFeatureYields) {
  const auto inference = inferred(reading_of({{"发帖"}, {"论坛"}, {"备忘录"}, {"记事本"}}));
  ASSERT_EQ(inference.involved.size(), 2u);
  EXPECT_EQ(inference.involved[0].category, 0u);
  EXPECT_GE(inference.involved[0].confidence, kNamedConfidence);
  EXPECT_LT(inference.involved[1].confidence, kNamedConfidence);
  const auto alone = inferred(reading_of({{"备忘录"}, {"记事本"}}));
  EXPECT_GE(alone.involved.front().confidence, kNamedConfidence);
}

TEST(Infer, EvidencePointsIntoTheFile) {
  const std::string text = "去論壇發帖吧";
  const auto inference = inferred(reading_of({{text, Position::kButton, 1}}));
  ASSERT_FALSE(inference.involved.empty());
  const auto& evidence = inference.involved.front().evidence.front();
  EXPECT_EQ(evidence.file, 1u);
  EXPECT_EQ(evidence.kind, "button");
  EXPECT_EQ(evidence.excerpt, text);
  EXPECT_EQ(text.substr(evidence.begin - 100, evidence.end - evidence.begin), "論壇");
}

TEST(Infer, APieceThatWasUnescapedIsPointedAtAsAWhole) {
  auto reading = reading_of({{"论坛"}, {"发帖"}});
  for (auto& piece : reading.pieces) {
    piece.verbatim = false;
    piece.end = 160;
  }
  const auto evidence = inferred(reading).involved.front().evidence.front();
  EXPECT_EQ(evidence.begin, 100u);
  EXPECT_EQ(evidence.end, 160u);
}

TEST(Infer, TheSmallestSetCovers) {
  const auto inference = inferred(reading_of(
      {{"发帖"}, {"论坛"}, {"商城"}, {"购物车"}, {"商品"}, {"加入购物车"}, {"收货地址"}}));
  EXPECT_THAT(covering(inference.involved, small().data), ElementsAre(1, 0));
  std::vector<Involved> involved = {{0, 0.9, 1, {}}, {2, 0.8, 1, {}}, {1, 0.4, 1, {}}};
  EXPECT_THAT(covering(involved, small().data), ElementsAre(0));
  EXPECT_TRUE(covers(small().data, 0, 2));
  EXPECT_FALSE(covers(small().data, 2, 0));
}

// ---- packs -----------------------------------------------------------------------------------

knowledge::Knowledge with_pack(knowledge::Combination combination,
                               std::vector<knowledge::Counter> counters, Data data) {
  knowledge::Pack pack;
  pack.id = "bets";
  pack.terms = {{"stake", {pattern(data, "下注"), pattern(data, "押注")}, {}, true},
                {"odds", {pattern(data, "赔率")}, {"component:camera"}, false}};
  pack.combinations = {std::move(combination)};
  pack.counters = std::move(counters);
  data.packs = {pack};
  auto knowledge = knowledge::knowledge_of(std::move(data));
  CHECK(knowledge.has_value());
  return std::move(*knowledge);
}

knowledge::Combination both(Scope within = Scope::kProgram) {
  return {Level::kHigh, {{0, 1}, {1, 1}}, 2, 1, within, true, false, {"有", "there is"}};
}

std::vector<Level> levels(const std::vector<Said>& texts, const knowledge::Knowledge& knowledge) {
  std::vector<Level> levels;
  for (const auto& risk : inferred(reading_of(texts), knowledge).risks) {
    levels.push_back(risk.level);
  }
  return levels;
}

TEST(Packs, ACombinationNeedsAllItsTerms) {
  const auto knowledge = with_pack(both(), {}, small_data());
  EXPECT_THAT(levels({{"下注"}, {"赔率", Position::kText, 1}}, knowledge),
              ElementsAre(Level::kHigh));
  EXPECT_THAT(levels({{"下注"}, {"押注"}}, knowledge), IsEmpty());
  auto reading = reading_of({{"下注"}});
  reading.facts = {{"component:camera", 0, 1, 2}};
  EXPECT_EQ(inferred(reading, knowledge).risks.size(), 1u);
}

TEST(Packs, ANeedMayAskForSeveralDifferentTerms) {
  auto two = both();
  two.needs[0].least = 2;
  const auto knowledge = with_pack(two, {}, small_data());
  EXPECT_THAT(levels({{"下注"}, {"下注", Position::kText, 1}, {"赔率"}}, knowledge), IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"押注"}, {"赔率"}}, knowledge), ElementsAre(Level::kHigh));
}

TEST(Packs, AWordInsideALongerOneIsNoSignOfItsOwn) {
  auto combination = both();
  combination.needs = {{0, 2}};
  const auto plain = with_pack(combination, {}, small_data());
  EXPECT_THAT(levels({{"下注押注"}}, plain), ElementsAre(Level::kHigh));
  auto data = plain.data;
  const auto longer = pattern(data, "下注押注");
  data.packs[0].terms[0].patterns.push_back(longer);
  const auto nested = knowledge::knowledge_of(std::move(data));
  ASSERT_TRUE(nested.has_value());
  EXPECT_THAT(levels({{"下注押注"}}, *nested), IsEmpty());
  EXPECT_THAT(levels({{"下注押注"}, {"下注"}}, *nested), ElementsAre(Level::kHigh));
}

TEST(Packs, ACombinationMayAskForSeveralTextsOnPages) {
  auto texts = both();
  texts.needs = {{0, 1}};
  texts.distinct = 1;
  texts.texts = 2;
  texts.standing = true;
  const auto knowledge = with_pack(texts, {}, small_data());
  EXPECT_THAT(levels({{"下注，押注"}}, knowledge), IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"下注", Position::kDialog}}, knowledge), IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"下注了", Position::kButton}}, knowledge),
              ElementsAre(Level::kHigh));
}

TEST(Packs, ScopesLimitWhereTermsMeet) {
  const auto page = with_pack(both(Scope::kPage), {}, small_data());
  EXPECT_THAT(levels({{"下注"}, {"赔率", Position::kText, 1}}, page), IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"赔率"}}, page), ElementsAre(Level::kHigh));
  const auto piece = with_pack(both(Scope::kPiece), {}, small_data());
  EXPECT_THAT(levels({{"下注"}, {"赔率"}}, piece), IsEmpty());
  EXPECT_THAT(levels({{"下注看赔率"}}, piece), ElementsAre(Level::kHigh));
}

TEST(Packs, WhatNobodyReadsDoesNotCount) {
  const auto knowledge = with_pack(both(), {}, small_data());
  EXPECT_THAT(levels({{"下注", Position::kComment}, {"赔率"}}, knowledge), IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"赔率", Position::kJson}}, knowledge), IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"赔率", Position::kText, 0, Setting::kMock}}, knowledge),
              IsEmpty());
  EXPECT_THAT(levels({{"下注"}, {"赔率", Position::kText, 0, Setting::kAgreement}}, knowledge),
              IsEmpty());
  std::string prose = "赔率";
  for (int i = 0; i < 100; ++i) prose += "长";
  EXPECT_THAT(levels({{"下注"}, {prose}}, knowledge), IsEmpty());
}

TEST(Packs, WordsThatStandApartAreFoundWhereAskedFor) {
  const auto knowledge = with_pack(both(), {}, small_data());
  EXPECT_THAT(levels({{"下·注"}, {"赔率"}}, knowledge), ElementsAre(Level::kHigh));
  EXPECT_THAT(levels({{"下注"}, {"赔·率"}}, knowledge), IsEmpty());
}

TEST(Packs, CountersLowerOrDrop) {
  auto data = small_data();
  const auto news = pattern(data, "新闻");
  const auto against = pattern(data, "拒绝下注");
  const auto lowers = with_pack(both(), {{{news}, Scope::kPage, false}}, data);
  EXPECT_THAT(levels({{"下注"}, {"赔率"}, {"新闻"}}, lowers), ElementsAre(Level::kMedium));
  EXPECT_THAT(levels({{"下注"}, {"赔率"}, {"新闻", Position::kText, 1}}, lowers),
              ElementsAre(Level::kHigh));
  const auto drops = with_pack(both(), {{{news}, Scope::kProgram, true}}, data);
  EXPECT_THAT(levels({{"下注"}, {"赔率"}, {"新闻", Position::kText, 1}}, drops), IsEmpty());
  const auto inside = with_pack(both(), {{{against}, Scope::kPiece, false}}, data);
  EXPECT_THAT(levels({{"拒绝下注"}, {"赔率"}}, inside), IsEmpty());
}

TEST(Packs, ADemonstrationShowsExamples) {
  auto reading = reading_of({{"下注"}, {"赔率"}});
  reading.facts = {{"state:showcase", 0, 0, 0}};
  const auto mild = with_pack(both(), {}, small_data());
  ASSERT_EQ(inferred(reading, mild).risks.size(), 1u);
  EXPECT_EQ(inferred(reading, mild).risks.front().level, Level::kLow);
  auto severe = mild.data;
  severe.packs[0].error = true;
  const auto never = knowledge::knowledge_of(std::move(severe));
  ASSERT_TRUE(never.has_value());
  EXPECT_EQ(inferred(reading, *never).risks.front().level, Level::kMedium);
}

TEST(Builtin, OpensWithoutCompiling) {
  EXPECT_FALSE(builtin().matcher.was_compiled());
  EXPECT_FALSE(builtin().data.packs.empty());
}

}  // namespace
}  // namespace baobei::infer
