// docs/ is what the tables say; UPDATE_GOLDEN=1 writes it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "diagrams.h"
#include "pages.h"

namespace baobei::docs {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const fs::path kRoot = BAOBEI_SOURCE_DIR "/docs";

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The files that could only have been made: by name, and every picture of docs/lifecycle.
Pages stored_pages(const Pages& made) {
  Pages stored;
  for (const auto& [path, text] : made) {
    if (fs::exists(kRoot / path)) stored[path] = read_text(kRoot / path);
  }
  for (const auto& file : fs::directory_iterator(kRoot / "lifecycle")) {
    const auto path = "lifecycle/" + file.path().filename().string();
    const auto extension = file.path().extension();
    if (extension == ".svg" || extension == ".mmd") stored[path] = read_text(file.path());
  }
  return stored;
}

TEST(Docs, AreFresh) {
  const auto made = generated_pages();
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    for (const auto& [path, text] : made) {
      fs::create_directories((kRoot / path).parent_path());
      std::ofstream(kRoot / path, std::ios::binary) << text;
    }
  }
  EXPECT_THAT(compare(made, stored_pages(made)), IsEmpty()) << "run with UPDATE_GOLDEN=1";
}

TEST(Docs, SeeWhatIsStale) {
  const Pages made = {{"a.md", "1"}, {"b.md", "2"}, {"c.md", "3"}};
  EXPECT_THAT(compare(made, made), IsEmpty());
  EXPECT_THAT(compare(made, {{"a.md", "1"}, {"b.md", "0"}, {"d.svg", ""}}),
              ElementsAre("b.md is stale", "c.md is missing", "d.svg is left over"));
}

TEST(Diagrams, EveryStateStandsOnceAndEveryWayIsARow) {
  EXPECT_THAT(layout_faults(), IsEmpty());
}

TEST(Diagrams, NothingIsCut) {
  for (const auto language : {Language::kZh, Language::kEn}) {
    for (const auto& diagram :
         {submission_diagram(language), entry_diagram(language), service_diagram(language)}) {
      EXPECT_THAT(too_wide(diagram), IsEmpty()) << diagram.title;
    }
  }
}

TEST(Diagrams, SeeWhatWouldBeCut) {
  auto diagram = service_diagram(Language::kEn);
  ASSERT_THAT(too_wide(diagram), IsEmpty());
  diagram.boxes[0].notes.push_back("a line that is longer than any box of this picture is wide");
  EXPECT_EQ(too_wide(diagram).size(), 1U);
}

// A row that is not drawn stands as a line in its state's box.
TEST(Diagrams, TellEveryRow) {
  std::size_t told = 0;
  const auto diagram = submission_diagram(Language::kEn);
  for (const auto& box : diagram.boxes) told += box.notes.size();
  EXPECT_EQ(told + diagram.edges.size(), lifecycle::kSubmissionTable.size());
}

template <typename Enum>
void every_one_has_words() {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([](auto d) {
    const auto words = words_of(d.value);
    EXPECT_FALSE(words.words.zh.empty()) << d.name;
    EXPECT_FALSE(words.words.en.empty()) << d.name;
  });
}

TEST(Words, EveryStateAndTriggerHasThem) {
  every_one_has_words<lifecycle::SubmissionState>();
  every_one_has_words<lifecycle::EntryState>();
  every_one_has_words<lifecycle::ServiceState>();
  every_one_has_words<lifecycle::SubmissionTrigger>();
  every_one_has_words<lifecycle::EntryTrigger>();
  every_one_has_words<lifecycle::ServiceTrigger>();
}

TEST(Pages, TellARefusalWithRuleAndAdvice) {
  const auto page = generated_pages().at("refusals.md");
  EXPECT_THAT(page, HasSubstr("| `own_case` | 403 | R7 | 不能审理自己或所在组织提交的案件。"));
  EXPECT_THAT(page, HasSubstr("Nobody decides on what they or their organisation submitted."));
}

}  // namespace
}  // namespace baobei::docs
