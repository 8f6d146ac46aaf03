// Archives: the same tree whatever the kind, and every hostile one refused by name.
#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/pack.h"
#include "package/test_archives.h"

namespace baobei::package {
namespace {

using testing::ElementsAre;

Result<FileTree> packed(std::string_view archive) {
  const Fd in = file_of(archive);
  const Fd out = empty_file();
  return pack_archive(in.get(), out.get());
}

std::vector<std::string> paths(const FileTree& tree) {
  std::vector<std::string> all;
  for (const auto& file : tree.files) all.push_back(file.path);
  return all;
}

std::string gzipped(const std::string& bytes) {
  std::string out(bytes.size() + 4096, '\0');
  std::size_t used = 0;
  archive* writer = ::archive_write_new();
  ::archive_write_add_filter_gzip(writer);
  ::archive_write_set_format_raw(writer);
  ::archive_write_open_memory(writer, out.data(), out.size(), &used);
  archive_entry* entry = ::archive_entry_new();
  ::archive_entry_set_filetype(entry, AE_IFREG);
  ::archive_write_header(writer, entry);
  CHECK(::archive_write_data(writer, bytes.data(), bytes.size()) ==
        static_cast<la_ssize_t>(bytes.size()));
  ::archive_entry_free(entry);
  ::archive_write_close(writer);
  ::archive_write_free(writer);
  out.resize(used);
  return out;
}

// The raw deflate stream inside a gzip of short head (10 bytes) and tail (8).
std::string deflated(const std::string& bytes) {
  const auto whole = gzipped(bytes);
  return whole.substr(10, whole.size() - 18);
}

// `archive` is refused as `code`, naming `entry`.
void check_refused(const std::string& archive, FaultCode code, const std::string& entry) {
  const auto tree = packed(archive);
  ASSERT_FALSE(tree) << "taken: " << testing::PrintToString(paths(*tree));
  const auto fault = fault_of(tree.error());
  ASSERT_TRUE(fault) << to_string(tree.error());
  EXPECT_EQ(fault->id, fault_of(refuse(code).error())->id);
  EXPECT_EQ(tree.error().context, entry);
}

TEST(Archive, SameTreeWhateverTheKind) {
  const auto tree = packed(zip_of({{"app.json", "{}"}, {"pages/首页.js", "Page({})"}}));
  ASSERT_TRUE(tree) << to_string(tree.error());
  EXPECT_THAT(paths(*tree), ElementsAre("app.json", "pages/首页.js"));
  EXPECT_EQ(tree->bytes, 10u);
  const std::string tar = tar_of({{"pages/首页.js", "Page({})"}, {"./app.json", "{}"}});
  EXPECT_EQ(packed(tar), *tree);
  EXPECT_EQ(packed(gzipped(tar)), *tree);
}

TEST(Archive, WrappingFoldersAreStripped) {
  const auto plain = packed(zip_of({{"app.json", "{}"}, {"a/b.js", ""}}));
  const auto wrapped =
      packed(zip_of({{"top/", "", 0x800, 0, 040755}, {"top/app.json", "{}"}, {"top/a/b.js", ""}}));
  ASSERT_TRUE(plain && wrapped);
  EXPECT_EQ(*wrapped, *plain);
  EXPECT_EQ(packed(zip_of({{"x/y/app.json", "{}"}, {"x/y/a/b.js", ""}})), *plain);
  EXPECT_EQ(packed(zip_of({{"ab/y/app.json", "{}"}, {"ab/y/a/b.js", ""}})), *plain);
  const auto alike = packed(zip_of({{"x/app.json", "{}"}, {"x2/b.js", ""}}));
  ASSERT_TRUE(alike);
  EXPECT_THAT(paths(*alike), ElementsAre("x/app.json", "x2/b.js"));
}

TEST(Archive, WhatIsNoProgramIsDropped) {
  const auto tree = packed(zip_of({{"w/app.json", "{}"},
                                   {"__MACOSX/w/._app.json", "x"},
                                   {"w/.git/config", "x"},
                                   {"w/node_modules/a/b.js", "x"},
                                   {"w/.DS_Store", "x"},
                                   {"w/node_modules/.bin/a", "../a", 0x800, 0, 0120777}}));
  ASSERT_TRUE(tree) << to_string(tree.error());
  EXPECT_THAT(paths(*tree), ElementsAre("app.json"));
}

TEST(Archive, NamesAreStoredComposed) {
  const auto apart = packed(tar_of({{"e\xCC\x81.js", "x"}}));
  const auto together = packed(tar_of({{"\xC3\xA9.js", "x"}}));
  ASSERT_TRUE(apart && together);
  EXPECT_EQ(*apart, *together);
  EXPECT_THAT(paths(*apart), ElementsAre("\xC3\xA9.js"));
}

TEST(Archive, HostileNames) {
  check_refused(zip_of({{"../x", "x"}}), FaultCode::kTraversal, "../x");
  check_refused(zip_of({{"a/../../x", "x"}}), FaultCode::kTraversal, "a/../../x");
  check_refused(zip_of({{"node_modules/../../x", "x"}}), FaultCode::kTraversal,
                "node_modules/../../x");
  check_refused(zip_of({{"/etc/passwd", "x"}}), FaultCode::kAbsolutePath, "/etc/passwd");
  check_refused(zip_of({{"C:/x", "x"}}), FaultCode::kAbsolutePath, "C:/x");
  check_refused(tar_of({{"a\\b", "x"}}), FaultCode::kBackslash, "a\\b");
  check_refused(tar_of({{"a//b", "x"}}), FaultCode::kOddComponent, "a//b");
  check_refused(tar_of({{"a/./b", "x"}}), FaultCode::kOddComponent, "a/./b");
  check_refused(tar_of({{"a\nb", "x"}}), FaultCode::kControlCharacter,
                "a\xEF\xBF\xBD"
                "b");
  check_refused(tar_of({{"a\xE2\x80\xAE.js", "x"}}), FaultCode::kControlCharacter,
                "a\xEF\xBF\xBD.js");
  check_refused(tar_of({{"\xB1\xA8\xB1\xB8", "x"}}), FaultCode::kBadUtf8,
                "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  check_refused(zip_of({{std::string(kComponentBytesMax + 1, 'a'), "x"}}), FaultCode::kPathTooLong,
                std::string(200, 'a'));
  std::string deep;
  for (std::size_t i = 0; i < kDepthMax; ++i) deep += "d/";
  check_refused(zip_of({{deep + "x", "x"}}), FaultCode::kTooDeep, deep + "x");
}

TEST(Archive, BrokenUtf8UnderTheFlagThatPromisesIt) {
  const auto tree = packed(zip_of({{"\xB1\xA8.js", "x"}}));
  ASSERT_FALSE(tree);
  EXPECT_EQ(fault_of(tree.error())->code, FaultCode::kBadUtf8);
}

TEST(Archive, HostileKinds) {
  check_refused(zip_of({{"a", "/etc/passwd", 0x800, 0, 0120777}}), FaultCode::kLink, "a");
  check_refused(tar_of({{"a", "", '2', "/etc/passwd"}}), FaultCode::kLink, "a");
  check_refused(tar_of({{"b", "x"}, {"a", "", '1', "b"}}), FaultCode::kLink, "a");
  check_refused(tar_of({{"dev", "", '3'}}), FaultCode::kSpecialFile, "dev");
  check_refused(tar_of({{"pipe", "", '6'}}), FaultCode::kSpecialFile, "pipe");
  check_refused(zip_of({{"secret", "x", 0x801}}), FaultCode::kEncrypted, "secret");
}

TEST(Archive, NamesThatCollide) {
  check_refused(zip_of({{"a.js", "1"}, {"a.js", "2"}}), FaultCode::kDuplicate, "a.js");
  check_refused(zip_of({{"Page.js", "1"}, {"page.js", "2"}}), FaultCode::kDuplicate, "page.js");
  check_refused(tar_of({{"STRASSE", "1"},
                        {"stra\xC3\x9F"
                         "e",
                         "2"}}),
                FaultCode::kDuplicate,
                "stra\xC3\x9F"
                "e");
  check_refused(zip_of({{"a", "1"}, {"a/b", "2"}}), FaultCode::kFileAndFolder, "a/b");
  check_refused(zip_of({{"a/", "", 0x800, 0, 040755}, {"A", "2"}, {"b", ""}}),
                FaultCode::kFileAndFolder, "a");
}

TEST(Archive, SizesThatLie) {
  check_refused(zip_of({{"a", "hello", 0x800, 0, 0100644, 7}}), FaultCode::kSizeLies, "a");
  const std::string plain(5000, 'a');
  check_refused(zip_of({{"a", deflated(plain), 0x800, 8}}, 4000), FaultCode::kSizeLies, "a");
  check_refused(zip_of({{"a", deflated(plain), 0x800, 8}}, 6000), FaultCode::kSizeLies, "a");
}

TEST(Archive, BombsStopEarly) {
  const std::string zeros(8 * 1024 * 1024, '\0');
  check_refused(gzipped(tar_of({{"zeros", zeros}})), FaultCode::kInflatesTooFar, "zeros");
  check_refused(gzipped(tar_of({{"node_modules/zeros", zeros}, {"app.json", "{}"}})),
                FaultCode::kInflatesTooFar, "node_modules/zeros");
  check_refused(zip_of({{"zeros", deflated(zeros), 0x800, 8}}, 8 * 1024 * 1024),
                FaultCode::kInflatesTooFar, "zeros");
}

TEST(Archive, TooMany) {
  std::vector<ZipEntry> entries;
  for (std::size_t i = 0; i <= kEntriesMax; ++i) entries.push_back({"f" + std::to_string(i), ""});
  check_refused(zip_of(entries), FaultCode::kTooManyEntries, "");
  entries.pop_back();
  EXPECT_TRUE(packed(zip_of(entries)));
}

TEST(Archive, TooLarge) {
  check_refused(zip_of({{"big", "x", 0x800, 0, 0100644, 0x7000'0000}}), FaultCode::kFileTooLarge,
                "big");
  const Fd in = empty_file();
  ASSERT_EQ(::ftruncate(in.get(), static_cast<off_t>(kPackageBytesMax) + 1), 0);
  const Fd out = empty_file();
  const auto tree = pack_archive(in.get(), out.get());
  ASSERT_FALSE(tree);
  EXPECT_EQ(fault_of(tree.error())->code, FaultCode::kPackageTooLarge);
}

TEST(Archive, DamagedOrNone) {
  check_refused("this is no archive, whatever its name says", FaultCode::kNotAnArchive, "");
  check_refused("", FaultCode::kNotAnArchive, "");
  check_refused(tar_of({}), FaultCode::kNothingInside, "");
  check_refused(zip_of({{".git/config", "x"}}), FaultCode::kNothingInside, "");
  const auto cut = tar_of({{"a", std::string(2000, 'x')}}).substr(0, 1200);
  check_refused(cut, FaultCode::kDamaged, "a");
  auto flipped = zip_of({{"a", "hello"}});
  flipped[flipped.find("hello")] = 'j';
  check_refused(flipped, FaultCode::kDamaged, "a");
}

}  // namespace
}  // namespace baobei::package
