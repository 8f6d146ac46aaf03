// The pack: its layout, its reader against hostile bytes; folders; what clients do.
#include "package/pack.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "package/test_archives.h"

namespace baobei::package {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Folder : public testing::Test {
 protected:
  Folder() {
    std::string name = testing::TempDir() + "baobei-package-XXXXXX";
    CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() override { fs::remove_all(path_); }

  void put(const std::string& path, std::string_view bytes) {
    fs::create_directories(fs::path(path_ + "/" + path).parent_path());
    std::ofstream(path_ + "/" + path, std::ios::binary) << bytes;
  }
  Result<FileTree> packed() {
    const Fd out = empty_file();
    return pack_folder(path_, out.get());
  }
  void check_refused(FaultCode code, const std::string& entry) {
    const auto tree = packed();
    ASSERT_FALSE(tree);
    ASSERT_TRUE(fault_of(tree.error())) << to_string(tree.error());
    EXPECT_EQ(fault_of(tree.error())->code, code) << to_string(tree.error());
    EXPECT_EQ(tree.error().context, entry);
  }

  std::string path_;
};

TEST_F(Folder, GivesTheTreeThatAnArchiveGives) {
  put("pages/a.js", "Page({})");
  put("app.json", "{}");
  put(".git/config", "x");
  put("node_modules/a.js", "x");
  const auto tree = packed();
  ASSERT_TRUE(tree) << to_string(tree.error());
  const Fd zip = file_of(zip_of({{"app.json", "{}"}, {"pages/a.js", "Page({})"}}));
  const Fd out = empty_file();
  EXPECT_EQ(pack_archive(zip.get(), out.get()), *tree);
}

TEST_F(Folder, DigestIgnoresTimesAndModes) {
  put("app.json", "{}");
  const auto before = packed();
  fs::last_write_time(path_ + "/app.json", fs::file_time_type::min());
  ASSERT_EQ(::chmod((path_ + "/app.json").c_str(), 0755), 0);
  EXPECT_EQ(packed(), *before);
  put("app.json", "{ }");
  EXPECT_NE(packed()->digest, before->digest);
}

TEST_F(Folder, RefusesLinksAndSpecialFiles) {
  put("app.json", "{}");
  fs::create_symlink("/etc/passwd", path_ + "/link.js");
  check_refused(FaultCode::kLink, "link.js");
  fs::remove(path_ + "/link.js");
  ASSERT_EQ(::mkfifo((path_ + "/pipe").c_str(), 0600), 0);
  check_refused(FaultCode::kSpecialFile, "pipe");
}

TEST_F(Folder, RefusesWhatIsNone) {
  check_refused(FaultCode::kNothingInside, "");
  const Fd out = empty_file();
  const auto none = pack_folder(path_ + "/missing", out.get());
  EXPECT_EQ(fault_of(none.error())->code, FaultCode::kNotAFolder);
}

TEST_F(Folder, ZipsToTheSameTreeAndBytes) {
  put("top/of it/all/app.json", "{}");
  put("top/of it/all/pages/首页.js", std::string(100'000, 'x'));
  const auto tree = packed();
  ASSERT_TRUE(tree);
  std::string bytes[2];
  for (auto& zip : bytes) {
    fs::last_write_time(path_ + "/top/of it/all/app.json", fs::file_time_type::clock::now());
    const std::string out_path = path_ + ".zip";
    const auto made = zip_folder(path_, out_path);
    ASSERT_TRUE(made) << to_string(made.error());
    const auto file = open_file(out_path, O_RDONLY);
    ASSERT_TRUE(file);
    zip = *read_file(file->get(), kPackageBytesMax);
    const Fd out = empty_file();
    EXPECT_EQ(pack_archive(file->get(), out.get()), *tree);
    fs::remove(out_path);
  }
  EXPECT_EQ(bytes[0], bytes[1]);
  EXPECT_LT(bytes[0].size(), 10'000u);
}

TEST_F(Folder, AppFolderFollowsTheProjectConfig) {
  EXPECT_EQ(app_folder(path_), path_);
  put("project.config.json", "\xEF\xBB\xBF{ // tool\n \"miniprogramRoot\": \"./mini/\", }");
  EXPECT_EQ(app_folder(path_), path_);
  put("mini/app.json", "{}");
  EXPECT_EQ(app_folder(path_), path_ + "/mini/");
  put("project.config.json", "{\"miniprogramRoot\": \"../../elsewhere\"}");
  EXPECT_EQ(fault_of(app_folder(path_).error())->code, FaultCode::kBadProjectConfig);
}

TEST_F(Folder, AppFolderOfAPluginsProjectIsItsPlugin) {
  put("project.config.json", "{\"compileType\": \"plugin\", \"miniprogramRoot\": \"mini/\"}");
  put("mini/app.json", "{}");
  EXPECT_EQ(app_folder(path_), path_ + "/mini/");
  put("plugin/plugin.json", "{}");
  EXPECT_EQ(app_folder(path_), path_ + "/plugin/");
  put("project.config.json",
      "{\"compileType\": \"miniprogram\", \"miniprogramRoot\": \"mini/\", \"pluginRoot\": "
      "\"plugin/\"}");
  EXPECT_EQ(app_folder(path_), path_ + "/mini/");
}

TEST(ProjectConfig, StatesAPluginRoot) {
  EXPECT_EQ(stated_plugin_root("{}"), "");
  EXPECT_EQ(stated_plugin_root("{\"pluginRoot\": \"p\"}"), "");
  EXPECT_EQ(stated_plugin_root("{\"compileType\": \"plugin\"}"), "plugin/");
  EXPECT_EQ(stated_plugin_root("{\"compileType\": \"plugin\", \"pluginRoot\": \"./p/\"}"), "p/");
  EXPECT_FALSE(stated_plugin_root("{\"compileType\": \"plugin\", \"pluginRoot\": \"../p\"}"));
}

TEST(ProjectConfig, StatesARoot) {
  EXPECT_EQ(stated_app_root("{}"), "");
  EXPECT_EQ(stated_app_root("{\"miniprogramRoot\":\"\"}"), "");
  EXPECT_EQ(stated_app_root("{\"miniprogramRoot\":\"./\"}"), "");
  EXPECT_EQ(stated_app_root("{\"miniprogramRoot\":\"/src\"}"), "src/");
  EXPECT_EQ(stated_app_root("{\"srcMiniprogramRoot\":\"a/b\"}"), "a/b/");
  for (const char* bad :
       {"", "[]", "{\"miniprogramRoot\":1}", "{\"miniprogramRoot\":\"a/../b\"}"}) {
    EXPECT_FALSE(stated_app_root(bad)) << bad;
  }
}

std::string small_pack() {
  return *pack_of({{"app.json", "{}"}, {"pages/index.js", "Page({})\n"}});
}

// docs/package-format.md prints these bytes and this digest.
TEST(Pack, WorkedExampleOfTheDocument) {
  const auto pack = small_pack();
  const Fd file = file_of(pack);
  const auto opened = Pack::open(file.get());
  ASSERT_TRUE(opened);
  const auto tree = opened->verify();
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->digest, sha256(pack));
  std::ifstream in(BAOBEI_SOURCE_DIR "/docs/package-format.md");
  const std::string document(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(document, HasSubstr(to_hex(tree->digest)));
  std::string dump;
  for (const char c : pack) {
    const auto byte = static_cast<std::uint8_t>(c);
    dump += (dump.empty() ? "" : dump.size() % 48 == 47 ? "\n" : " ") + to_hex({&byte, 1});
  }
  EXPECT_THAT(document, HasSubstr("\n" + dump + "\n"));
}

TEST(Pack, ReadsFilesByPath) {
  const Fd file = file_of(small_pack());
  const auto pack = Pack::open(file.get());
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->bytes(), 11u);
  ASSERT_NE(pack->find("pages/index.js"), nullptr);
  EXPECT_EQ(pack->read(*pack->find("pages/index.js")), "Page({})\n");
  EXPECT_EQ(pack->find("pages/index.wxml"), nullptr);
}

TEST(Pack, NoByteCanBeChangedUnnoticed) {
  const auto good = small_pack();
  const auto digest = sha256(good);
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x20);
    const Fd file = file_of(bad);
    const auto pack = Pack::open(file.get());
    if (!pack) continue;
    const auto tree = pack->verify();
    EXPECT_FALSE(tree && tree->digest == digest) << "byte " << i;
  }
}

TEST(Pack, NoPrefixAndNoTailOpens) {
  const auto good = small_pack();
  for (std::size_t length = 0; length < good.size(); ++length) {
    const Fd file = file_of(good.substr(0, length));
    EXPECT_FALSE(Pack::open(file.get())) << length;
  }
  const Fd longer = file_of(good + "x");
  EXPECT_FALSE(Pack::open(longer.get()));
}

// A head with these entries, as hostile bytes; contents are not reached.
std::string head(const std::vector<std::pair<std::string, std::uint64_t>>& entries) {
  std::string index;
  const auto number = [](std::uint64_t value, int bytes) {
    std::string out;
    for (int i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
    return out;
  };
  std::uint64_t total = 0;
  for (const auto& [path, size] : entries) {
    index += number(path.size(), 2) + path + number(size, 8) + std::string(32, '\0');
    total += size;
  }
  const auto bytes = std::string("BAOBEI\x1a\x01", 8) + number(entries.size(), 4) +
                     number(index.size(), 4) + index;
  return total < 1000 ? bytes + std::string(total, 'x') : bytes;
}

TEST(Pack, HostileIndex) {
  const auto opens = [](const std::string& bytes) {
    const Fd file = file_of(bytes);
    return Pack::open(file.get()).has_value();
  };
  EXPECT_TRUE(opens(head({{"a", 1}, {"b", 2}})));
  EXPECT_FALSE(opens(head({})));
  EXPECT_FALSE(opens(head({{"b", 1}, {"a", 2}})));
  EXPECT_FALSE(opens(head({{"a", 1}, {"a", 2}})));
  EXPECT_FALSE(opens(head({{"A", 1}, {"a", 2}})));
  EXPECT_FALSE(opens(head({{"a", 1}, {"a/b", 2}})));
  EXPECT_FALSE(opens(head({{"../a", 1}})));
  EXPECT_FALSE(opens(head({{"/a", 1}})));
  EXPECT_FALSE(opens(head({{"", 1}})));
  EXPECT_FALSE(opens(head({{"e\xCC\x81", 1}})));
  EXPECT_FALSE(opens(head({{"a", ~0ull}})));
  EXPECT_FALSE(opens(head({{"a", ~0ull}, {"b", 2}})));
}

TEST(Pack, WriterHoldsToItsIndex) {
  const Fd out = empty_file();
  auto writer = PackWriter::begin(out.get(), {{"b", 1, sha256("b")}, {"a", 2, sha256("aa")}});
  ASSERT_TRUE(writer);
  EXPECT_FALSE(writer->slot("c"));
  auto a = writer->slot("a");
  ASSERT_TRUE(a);
  EXPECT_FALSE(writer->slot("a"));
  EXPECT_TRUE(a->write("a"));
  EXPECT_FALSE(a->write("aa"));
  EXPECT_TRUE(a->write("x"));
  EXPECT_EQ(fault_of(a->finish().error())->code, FaultCode::kChangedWhileRead);
  EXPECT_FALSE(writer->finish());
}

TEST(Faults, EachSpeaksBothLanguages) {
  for (const auto& fault : all_faults()) {
    EXPECT_EQ(fault_of(refuse(fault.code, "x").error())->id, fault.id);
    EXPECT_TRUE(is_utf8(fault.zh) && fault.zh.size() > utf8_length(fault.zh)) << fault.id;
    EXPECT_FALSE(fault.en.empty());
  }
  EXPECT_FALSE(fault_of(Error{ErrorKind::kInternal, "cannot read", ""}));
}

}  // namespace
}  // namespace baobei::package
