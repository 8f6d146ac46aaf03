// The platform's container: the same tree as from a folder, and every hostile one refused by name.
#include "package/wxapkg.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/pack.h"
#include "package/test_archives.h"

namespace baobei::package {
namespace {

using testing::ElementsAre;

Result<FileTree> packed(std::string_view bytes) {
  const Fd in = file_of(bytes);
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

std::string id_of(const std::string& bytes) {
  const auto tree = packed(bytes);
  if (tree) return "taken";
  const auto fault = fault_of(tree.error());
  return fault ? std::string(fault->id) : to_string(tree.error());
}

const std::vector<WxapkgEntry> kApp = {
    {"/app-config.json", "{\"pages\": []}"}, {"/app-service.js", "define()"}, {"/分包/a.html", ""}};

TEST(Wxapkg, GivesTheTreeOfItsFiles) {
  const auto tree = packed(wxapkg_of(kApp));
  ASSERT_TRUE(tree) << to_string(tree.error());
  EXPECT_THAT(paths(*tree), ElementsAre("app-config.json", "app-service.js", "分包/a.html"));
  const auto zipped = packed(zip_of({{"app-config.json", "{\"pages\": []}"},
                                     {"app-service.js", "define()"},
                                     {"分包/a.html", ""}}));
  ASSERT_TRUE(zipped);
  EXPECT_EQ(tree->digest, zipped->digest);
}

TEST(Wxapkg, OfTheUploaderIsInsideGzip) {
  const auto tree = packed(gzipped(wxapkg_of(kApp)));
  ASSERT_TRUE(tree) << to_string(tree.error());
  EXPECT_EQ(tree->digest, packed(wxapkg_of(kApp))->digest);
  EXPECT_EQ(id_of(gzipped(tar_of({{"app.json", "{}"}}))), "taken") << "a tar.gz stays one";
  EXPECT_EQ(id_of(gzipped("just text, and no archive at all")), "not_an_archive");
}

TEST(Wxapkg, HostileOnesAreRefusedByName) {
  EXPECT_EQ(id_of(wxapkg_of({{"/../a", "x"}})), "traversal");
  EXPECT_EQ(id_of(wxapkg_of({{"//a", "x"}})), "absolute_path");
  EXPECT_EQ(id_of(wxapkg_of({{"/a\\b", "x"}})), "backslash");
  EXPECT_EQ(id_of(wxapkg_of({{"/\xFF", "x"}})), "bad_utf8");
  EXPECT_EQ(id_of(wxapkg_of({{"/", "x"}})), "odd_component");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x"}, {"/A", "y"}})), "duplicate");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x"}, {"/a/b", "y"}})), "file_and_folder");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x", 1, 0}})), "size_lies");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x", 0, 1}})), "size_lies");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x", 0xFFFFFF00u, 0}})), "size_lies");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x", static_cast<std::uint32_t>(-20), 0}})), "size_lies")
      << "into the index";
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x"}}, 1)), "damaged");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x"}}, 30'000)), "too_many_entries");
  EXPECT_EQ(id_of(wxapkg_of({{"/a", "x", 0, 33u * 1024 * 1024}})), "file_too_large");
  EXPECT_EQ(id_of(wxapkg_of({{"/" + std::string(600, 'a'), "x"}})), "path_too_long");
  EXPECT_EQ(id_of(wxapkg_of({})), "nothing_inside");
  EXPECT_EQ(id_of("V1MMWX" + std::string(2000, 'x')), "encrypted");
  const auto whole = wxapkg_of(kApp);
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    EXPECT_NE(id_of(whole.substr(0, cut)), "taken") << cut;
  }
}

// Many entries over the same bytes are a bomb without compression.
TEST(Wxapkg, SharedBytesCountEachTime) {
  std::string out("\xBE");
  const std::uint32_t count = 2'000;
  const std::string data(64 * 1024, 'x');
  std::string index;
  big_endian(index, count);
  const auto name = [](std::uint32_t i) { return "/" + std::to_string(100'000 + i); };
  const std::uint32_t begin = 18 + count * (12 + 7);
  for (std::uint32_t i = 0; i < count; ++i) {
    big_endian(index, 7);
    index += name(i);
    big_endian(index, begin);
    big_endian(index, data.size());
  }
  big_endian(out, 0);
  big_endian(out, index.size());
  big_endian(out, data.size());
  EXPECT_EQ(id_of(out + "\xED" + index + data), "inflates_too_far");
  const auto bomb = gzipped(wxapkg_of({{"/a", std::string(30 * 1024 * 1024, '\0')}}));
  EXPECT_EQ(id_of(bomb), "inflates_too_far");
}

}  // namespace
}  // namespace baobei::package
