// The whole story against the program itself: the walk holds on the sample, and a catalogue with
// one rule bent makes it exit 1 at the step that rests on that rule.

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace baobei {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int code = -1;
  std::string out;
};

Ran run(const std::string& arguments) {
  Ran ran;
  const std::string line = std::string(BAOBEI_PROGRAM) + " " + arguments + " 2>&1";
  FILE* pipe = ::popen(line.c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    ran.out.append(piece.data(), got);
  }
  const int status = ::pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

// A copy of the catalogue in which `from` reads `to`.
class BentCatalogue {
 public:
  BentCatalogue(const std::string& file, const std::string& from, const std::string& to)
      : folder_(fs::path(testing::TempDir()) / "baobei-bent-catalogue") {
    fs::remove_all(folder_);
    fs::copy(BAOBEI_CATALOGUE, folder_, fs::copy_options::recursive);
    std::stringstream text;
    text << std::ifstream(folder_ / file).rdbuf();
    std::string words = text.str();
    const auto at = words.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) words.replace(at, from.size(), to);
    std::ofstream(folder_ / file) << words;
  }
  ~BentCatalogue() { fs::remove_all(folder_); }
  std::string path() const { return folder_.string(); }

 private:
  fs::path folder_;
};

TEST(Story, TheWalkHoldsOnTheSample) {
  const auto ran = run("demo --walk --lang en");
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_NE(ran.out.find("All 21 steps held."), std::string::npos) << ran.out;
}

TEST(Story, TheWalkHoldsOnAPackageOfOnesOwn) {
  const auto ran =
      run("demo --walk --lang zh --package " + std::string(BAOBEI_SAMPLES) + "/clinic-desk");
  EXPECT_EQ(ran.code, 0) << ran.out;
}

struct BentRow {
  const char* what;
  const char* from;
  const char* to;
  const char* step;  // that breaks
};

TEST(Story, ABentRuleBreaksTheWalkAtItsStep) {
  for (const auto& row : {
           BentRow{"R11: a second less", "[filing_period]\nvalue = \"604800s\"",
                   "[filing_period]\nvalue = \"604799s\"", "step 6"},
           BentRow{"R20: a cap for silence", "[silence_share_max]\nvalue = 10000",
                   "[silence_share_max]\nvalue = 5000", "step 9"},
       }) {
    const BentCatalogue bent("policy.toml", row.from, row.to);
    const auto ran = run("demo --walk --lang en --set catalogue=" + bent.path());
    EXPECT_EQ(ran.code, 1) << row.what << "\n" << ran.out;
    std::string said = ran.out;
    for (auto& c : said) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_NE(said.find(row.step), std::string::npos) << row.what << "\n" << ran.out;
  }
}

TEST(Story, AWalkOnWhatIsNoMiniProgramSaysSo) {
  const auto ran = run("demo --walk --lang en --package /nowhere");
  EXPECT_NE(ran.code, 0);
  EXPECT_EQ(ran.out.find("step"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace baobei
