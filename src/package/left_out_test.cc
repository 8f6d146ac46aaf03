// packOptions of project.config.json, as a client follows it.
#include "package/left_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/bytes.h"
#include "package/pack.h"
#include "package/test_archives.h"

namespace baobei::package {
namespace {

LeftOut with(const std::string& ignore, const std::string& include = "[]") {
  return LeftOut("{ // a comment\n\"packOptions\": {\"ignore\": " + ignore +
                 ", \"include\": " + include + ",}}");
}

TEST(LeftOut, FollowsEachType) {
  struct Row {
    const char* type;
    const char* value;
    const char* out;
    const char* in;
  };
  for (const auto& [type, value, out, in] :
       {Row{"file", "docs/a.md", "docs/a.md", "docs/b.md"},
        Row{"folder", "./docs/", "docs/a/b.md", "docs2/a"}, Row{"folder", "docs", "docs/a", "docs"},
        Row{"suffix", ".psd", "a/b.psd", "a/b.psd.png"},
        Row{"prefix", "test-", "a/test-b.js", "test-a/b.js"},
        Row{"glob", "docs/*.md", "docs/a.md", "docs/a/b.md"},
        Row{"glob", "**/*.md", "a/b/c.md", "a.js"}, Row{"glob", "**/*.md", "c.md", "c.mdx"},
        Row{"glob", "a/**", "a/b/c", "b/a"}, Row{"glob", "?.js", "a.js", "ab.js"}}) {
    const auto left =
        with("[{\"type\": \"" + std::string(type) + "\", \"value\": \"" + value + "\"}]");
    EXPECT_TRUE(left.has(out)) << type << " " << value << " " << out;
    EXPECT_FALSE(left.has(in)) << type << " " << value << " " << in;
  }
}

TEST(LeftOut, KeepsWhatIsIncluded) {
  const auto left =
      with(R"([{"type": "folder", "value": "docs"}])", R"([{"type": "file", "value": "docs/a"}])");
  EXPECT_FALSE(left.has("docs/a"));
  EXPECT_TRUE(left.has("docs/b"));
}

TEST(LeftOut, TakesOtherFormsForNothing) {
  for (const char* text :
       {"", "[]", "{", R"({"packOptions": []})", R"({"packOptions": {"ignore": 1}})",
        R"({"packOptions": {"ignore": [1, {"type": 1, "value": "a"}, {"type": "regexp",
                            "value": ".*"}, {"type": "file", "value": ""}]}})"}) {
    EXPECT_TRUE(LeftOut(text).empty()) << text;
  }
}

TEST(LeftOut, LeavesOutWhatIsUploadedByItself) {
  const LeftOut beside(R"({"miniprogramRoot": "mini/", "cloudfunctionRoot": "cloud/"})");
  EXPECT_TRUE(beside.empty());
  const LeftOut inside(R"({"miniprogramRoot": "./", "cloudfunctionRoot": "cloud/",
                           "pluginRoot": "./plugin"})");
  EXPECT_TRUE(inside.has("cloud/login/index.js"));
  EXPECT_TRUE(inside.has("plugin/index.js"));
  EXPECT_FALSE(inside.has("clouds/a.js"));
  const LeftOut below(R"({"miniprogramRoot": "mini", "cloudfunctionRoot": "mini/cloud"})");
  EXPECT_TRUE(below.has("cloud/a.js"));
  EXPECT_FALSE(below.has("mini/cloud/a.js"));
  for (const char* whole : {"./", "", ".", "mini/"}) {
    EXPECT_TRUE(LeftOut(R"({"miniprogramRoot": "mini/", "cloudfunctionRoot": ")" +
                        std::string(whole) + "\"}")
                    .empty())
        << whole;
  }
}

TEST(LeftOut, GlobsEndInTime) {
  EXPECT_FALSE(matches_glob(std::string(400, '*') + "b", std::string(500, 'a')));
  std::string hard;
  for (int i = 0; i < 100; ++i) hard += "*a";
  EXPECT_FALSE(matches_glob(hard + "b", std::string(500, 'a')));
}

TEST(LeftOut, IsNotPacked) {
  const auto folder = std::filesystem::temp_directory_path() / random_id("baobei_left_out");
  std::filesystem::create_directories(folder / "docs");
  for (const char* name : {"app.json", "a.psd", "docs/x.md"}) std::ofstream(folder / name) << "{}";
  const auto left =
      with(R"([{"type": "suffix", "value": ".psd"}, {"type": "folder", "value": "docs"}])");
  const Fd out = empty_file();
  const auto tree = pack_folder(folder.string(), out.get(), left);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(tree) << to_string(tree.error());
  ASSERT_EQ(tree->files.size(), 1u);
  EXPECT_EQ(tree->files[0].path, "app.json");
}

}  // namespace
}  // namespace baobei::package
