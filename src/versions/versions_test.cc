#include "versions/versions.h"

#include <gmock/gmock.h>

#include "blobs/blobs.h"
#include "check/check.h"
#include "versions/picture.h"
#include "versions/text.h"

namespace baobei::versions {
namespace {

using engine::Shown;
using engine::TextSpan;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- text --------------------------------------------------------------------------------------

TEST(Text, is_what_people_can_read) {
  for (const std::string_view text : {"", "a\tb\r\nc", "小程序\n", "\xEF\xBB\xBF{}"}) {
    EXPECT_TRUE(is_text(text)) << text;
  }
  using std::string_view_literals::operator""sv;
  for (const auto text : {"a\0b"sv, "\xFF\xFE"sv, "a\x1B[31m"sv, "\x7F"sv, "\xC3"sv}) {
    EXPECT_FALSE(is_text(text));
  }
}

TEST(Text, has_lines_without_their_ends) {
  EXPECT_THAT(lines_of(""), IsEmpty());
  EXPECT_THAT(lines_of("\n"), ElementsAre(""));
  EXPECT_THAT(lines_of("a\r\nb\n\nc"), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(lines_of("\xEF\xBB\xBF"
                       "a\n"),
              ElementsAre("a"));
}

struct MaskRow {
  std::string what;
  std::vector<TextSpan> spans;
  std::string shown;
};

TEST(Text, hides_spans_and_nothing_else) {
  const std::string text = "let a = '密钥x';\r\nlet b = 2;\n";
  const std::vector<MaskRow> rows = {
      {"none", {}, text},
      {"of another file", {{"other.js", 1, 1, 1, 4}}, text},
      {"in characters", {{"a.js", 1, 10, 1, 13}}, "let a = '***';\r\nlet b = 2;\n"},
      {"without an end: the rest of the line",
       {{"a.js", 2, 9, 0, 0}},
       "let a = '密钥x';\r\nlet b = **\n"},
      {"over two lines", {{"a.js", 1, 13, 2, 4}}, "let a = '密钥x**\r\n*** b = 2;\n"},
      {"the whole file", {{"a.js", 0, 0, 0, 0}}, "**************\r\n**********\n"},
      {"overlapping",
       {{"a.js", 2, 5, 2, 8}, {"a.js", 2, 1, 2, 11}},
       "let a = '密钥x';\r\n**********\n"},
      {"one within another, both at one place",
       {{"a.js", 2, 1, 2, 3}, {"a.js", 2, 1, 2, 4}},
       "let a = '密钥x';\r\n*** b = 2;\n"},
      {"beyond the end", {{"a.js", 9, 1, 9, 4}}, text},
      {"backwards", {{"a.js", 2, 8, 2, 2}}, text},
  };
  for (const auto& row : rows) {
    auto shown = text;
    mask(shown, "a.js", row.spans);
    EXPECT_EQ(shown, row.shown) << row.what;
  }
}

TEST(Text, shortens_lines_around_a_column) {
  EXPECT_EQ(shortened_line("short", 3, 10), "short");
  EXPECT_EQ(shortened_line("abcdefghij", 0, 4), "abcd…");
  EXPECT_EQ(shortened_line("abcdefghij", 6, 4), "…defg…");
  EXPECT_EQ(shortened_line("abcdefghij", 10, 4), "…hij");
  EXPECT_EQ(shortened_line("小程序报备服务", 4, 2), "…序报…");
  EXPECT_EQ(shortened_line("小程序", 1, 4), "小程序");
}

// ---- pictures ----------------------------------------------------------------------------------

std::string bytes_of(std::string_view text) {
  return std::string(text);
}

using std::string_view_literals::operator""sv;
const auto kPng = bytes_of("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x20"sv);

TEST(PictureHeads, are_read_from_the_bytes_alone) {
  struct Row {
    std::string bytes;
    std::string_view media_type;
    std::uint64_t width;
    std::uint64_t height;
  };
  const auto riff = bytes_of("RIFF\0\0\0\0WEBP"sv);
  const std::vector<Row> rows = {
      {kPng, "image/png", 256, 32},
      {bytes_of("\xFF\xD8\xFF\xE0\0\4xx\xFF\xFF\xC4\0\2\xFF\xC2\0\x11\x8\0\x20\1\0"sv),
       "image/jpeg", 256, 32},
      {bytes_of("GIF89a\x20\0\x10\0\0\0\0;"sv), "image/gif", 32, 16},
      // A frame that is wider than the screen, behind colours, an extension and another frame.
      {bytes_of("GIF87a\1\0\1\0\x80\0\0......!\xF9\2ab\0"
                ",\0\0\0\0\1\0\1\0\0\2\1x\0,\5\0\0\0\0\1\2\0\0\2\0;"sv),
       "image/gif", 261, 2},
      {riff + bytes_of("VP8X\n\0\0\0\0\0\0\0\xFF\0\0\x1F\0\0"sv), "image/webp", 256, 32},
      {riff + bytes_of("VP8L\n\0\0\0\x2F\xFF\xC0\7\0......"sv), "image/webp", 256, 32},
      {riff + bytes_of("VP8 \n\0\0\0...\x9D\1\x2A\0\1\x20\0"sv), "image/webp", 256, 32}};
  for (const auto& row : rows) {
    const auto head = picture_head(row.bytes);
    ASSERT_TRUE(head.has_value()) << row.media_type << row.bytes;
    EXPECT_EQ(head->media_type, row.media_type);
    EXPECT_EQ(head->width, row.width) << row.media_type;
    EXPECT_EQ(head->height, row.height) << row.media_type;
    // Cut anywhere: either the size is there already, or it is no picture.
    for (std::size_t i = 0; i < row.bytes.size(); ++i) {
      const auto cut = picture_head(std::string_view(row.bytes).substr(0, i));
      EXPECT_LE(cut ? cut->width : 0, row.width);
    }
  }
}

TEST(PictureHeads, are_not_there_in_what_only_says_it_is_a_picture) {
  for (const auto text :
       {""sv, "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"sv, "\x89PNG\r\n\x1A\n"sv,
        "GIF89a"sv, "\xFF\xD8\xFF\xD9"sv, "\xFF\xD8\xFF\xE0\0\0\xFF\xC0"sv,
        "BM......................"sv, "RIFF\0\0\0\0WEBPVP8?................"sv}) {
    EXPECT_FALSE(picture_head(text).has_value()) << text;
  }
}

// ---- stored versions ---------------------------------------------------------------------------

class Stored : public testing::Test {
 protected:
  Digest put(const std::map<std::string, std::string>& files) {
    return blobs_.put(package::pack_of(files).value()).value();
  }
  std::vector<std::string> lines(const Digest& version, const std::string& path,
                                 engine::LineRange range = {},
                                 const std::vector<TextSpan>& masked = {}) {
    const auto text = versions_.text(version, path, range, masked);
    if (!text) return {to_string(text.error())};
    EXPECT_EQ(text->shown, Shown::kText);
    return text->lines;
  }

  blobs::MemoryBlobs blobs_;
  int outlines_made_ = 0;
  std::string outline_fails_;  // the end of the child that makes none
  StoredVersions versions_{blobs_, [this](int fd, const Digest&) -> Result<check::Outline> {
                             ++outlines_made_;
                             if (!outline_fails_.empty()) {
                               return fail(ErrorKind::kUnavailable, "no outline", outline_fails_);
                             }
                             return check::outline_of(package::Pack::open(fd).value());
                           }};
};

TEST_F(Stored, lists_files_by_path_with_what_they_are) {
  const auto version = put({{"b.png", "x"}, {"a/app.JS", "12"}, {"c", ""}});
  const auto files = versions_.files(version).value();
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].path, "a/app.JS");
  EXPECT_EQ(files[0].kind, engine::FileKind::kScript);
  EXPECT_EQ(files[0].size, 2U);
  EXPECT_EQ(files[0].content, sha256("12"));
  EXPECT_EQ(engine::name(files[1].kind), "image");
  EXPECT_EQ(files[2].kind, engine::FileKind::kOther);
}

TEST_F(Stored, gives_pictures_by_their_bytes_and_within_limits) {
  auto vast = kPng;
  vast[17] = '\x40';  // a width of four million
  const auto version = put({{"a.txt", kPng},
                            {"b.png", "<svg/>"},
                            {"c.png", vast},
                            {"d.png", kPng + std::string(engine::kShownPictureBytesMax, 'x')}});
  const auto picture = versions_.picture(version, "a.txt").value();
  EXPECT_EQ(picture.shown, engine::PictureShown::kPicture);
  EXPECT_EQ(picture.media_type, "image/png");
  EXPECT_EQ(picture.bytes, kPng);
  EXPECT_EQ(picture.content, sha256(kPng));
  EXPECT_EQ(versions_.picture(version, "b.png")->shown, engine::PictureShown::kNotPicture);
  EXPECT_EQ(versions_.picture(version, "c.png")->shown, engine::PictureShown::kTooLarge);
  EXPECT_EQ(versions_.picture(version, "d.png")->shown, engine::PictureShown::kTooLarge);
  EXPECT_EQ(versions_.picture(version, "e.png").error().kind, ErrorKind::kNotFound);
}

TEST_F(Stored, shows_lines_by_range) {
  const auto version = put({{"a.js", "1\n2\n3\n"}, {"b.bin", std::string("\0\1", 2)}});
  EXPECT_THAT(lines(version, "a.js"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(lines(version, "a.js", {2, 1}), ElementsAre("2"));
  EXPECT_THAT(lines(version, "a.js", {3, 9}), ElementsAre("3"));
  EXPECT_THAT(lines(version, "a.js", {4, 9}), IsEmpty());
  EXPECT_THAT(lines(version, "a.js", {UINT32_MAX, 9}), IsEmpty());
  EXPECT_THAT(lines(version, "a.js", {}, {{"a.js", 2, 1, 2, 2}}), ElementsAre("1", "*", "3"));
  EXPECT_EQ(versions_.text(version, "b.bin", {}, {})->shown, Shown::kNotText);
  EXPECT_EQ(versions_.text(version, "none.js", {}, {}).error().kind, ErrorKind::kNotFound);
}

TEST_F(Stored, shows_no_text_of_what_is_too_large) {
  const auto version = put({{"a.js", std::string(engine::kShownFileBytesMax, 'a')},
                            {"b.js", std::string(engine::kShownFileBytesMax + 1, 'b')}});
  EXPECT_EQ(versions_.text(version, "a.js", {}, {})->shown, Shown::kText);
  EXPECT_EQ(versions_.text(version, "b.js", {}, {})->shown, Shown::kTooLarge);
}

TEST_F(Stored, keeps_few_packs_open_and_finds_each_again) {
  std::vector<Digest> all;
  for (int i = 0; i < 20; ++i) all.push_back(put({{"a.js", std::to_string(i)}}));
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 20; ++i) {
      EXPECT_THAT(lines(all[static_cast<std::size_t>(i)], "a.js"), ElementsAre(std::to_string(i)));
    }
  }
}

TEST_F(Stored, never_shows_other_bytes_than_were_sealed) {
  EXPECT_EQ(versions_.files(sha256("nothing")).error().kind, ErrorKind::kCorrupt);
  const auto no_pack = blobs_.put("no pack at all").value();
  EXPECT_EQ(versions_.files(no_pack).error().kind, ErrorKind::kCorrupt);
  auto pack = package::pack_of({{"a.js", "the truth"}}).value();
  pack.replace(pack.size() - 9, 9, "another x");
  const auto bent = blobs_.put(pack).value();
  EXPECT_FALSE(versions_.text(bent, "a.js", {}, {}));
}

TEST_F(Stored, reads_the_findings_of_a_report) {
  check::Report report;
  report.versions = check::versions();
  check::Finding finding;
  finding.rule = "secrets/private-key";
  finding.severity = check::Severity::kWarning;
  finding.message = {"疑似密钥", "looks like a key"};
  finding.advice = {"移除", "take it out"};
  finding.file = "a.js";
  finding.line = 3;
  finding.column = 5;
  finding.end_line = 3;
  finding.end_column = 9;
  finding.api = "wx.request";
  report.findings = {finding};
  report.outcome = check::Outcome::kFindings;
  const auto stored = blobs_.put(check::serialise(report)).value();
  const auto rows = versions_.findings(stored).value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].rule, "secrets/private-key");
  EXPECT_EQ(rows[0].severity, "warning");
  EXPECT_EQ(rows[0].message_zh, "疑似密钥");
  EXPECT_EQ(rows[0].at.file, "a.js");
  EXPECT_EQ(rows[0].at.end_column, 9U);
  EXPECT_EQ(rows[0].api, "wx.request");
  EXPECT_TRUE(rows[0].secret);
  EXPECT_FALSE(rows[0].confidential);
  EXPECT_EQ(versions_.findings(blobs_.put("{}").value()).error().kind, ErrorKind::kCorrupt);
}

TEST_F(Stored, takes_excerpts_around_places) {
  const auto version = put({{"a.js", "1\n2\n3\n4\n5\n6\n"}, {"b.png", std::string("\0", 1)}});
  const auto excerpts = versions_
                            .excerpts(version,
                                      {{"a.js", 1, 1, 1, 1},
                                       {"a.js", 4, 1, 4, 2},
                                       {"a.js", 6, 1, 6, 1},
                                       {"a.js", 7, 1, 7, 1},
                                       {"a.js", 0, 0, 0, 0},
                                       {"b.png", 1, 1, 1, 1},
                                       {"gone.js", 1, 1, 1, 1}},
                                      {{"a.js", 4, 1, 4, 2}})
                            .value();
  ASSERT_EQ(excerpts.size(), 7U);
  EXPECT_EQ(excerpts[0].from, 1U);
  EXPECT_THAT(excerpts[0].lines, ElementsAre("1", "2", "3"));
  EXPECT_EQ(excerpts[1].from, 2U);
  EXPECT_THAT(excerpts[1].lines, ElementsAre("2", "3", "*", "5", "6"));
  EXPECT_THAT(excerpts[2].lines, ElementsAre("*", "5", "6"));
  for (std::size_t i = 3; i < 7; ++i) EXPECT_THAT(excerpts[i].lines, IsEmpty()) << i;
}

// ---- two versions ------------------------------------------------------------------------------

std::string told(const engine::OutlineChange& change) {
  return change.aspect + " " + change.key + " " + std::string(engine::name(change.change)) + " " +
         change.before + ">" + change.after + " " + change.file + ":" + std::to_string(change.line);
}
std::string told(const engine::FileChange& change) {
  return change.path + " " + std::string(engine::name(change.change)) + " " + change.moved_from +
         " " + std::to_string(change.size_before) + ">" + std::to_string(change.size_after);
}
template <typename T>
std::vector<std::string> told(const std::vector<T>& changes) {
  std::vector<std::string> out;
  for (const auto& change : changes) out.push_back(told(change));
  return out;
}

TEST_F(Stored, compares_what_two_versions_are_made_of) {
  const auto before = put({{"app.json",
                            "{\"pages\":[\"a/a\",\"b/b\"],\n\"lazyCodeLoading\":\"x\",\n"
                            "\"plugins\":{\"live\":{\"provider\":\"wx0a\",\"version\":\"1.1\"}}}"},
                           {"a/a.js", "wx.request()"}});
  const auto after = put({{"app.json",
                           "{\"pages\":[\"a/a\",\n\"c/c\"],\n\"lazyCodeLoading\":\"y\",\n"
                           "\"requiredPrivateInfos\":[\"getLocation\"],\n"
                           "\"subPackages\":[{\"root\":\"more/\",\"pages\":[\"d/d\"]}],\n"
                           "\"plugins\":{\"live\":{\"provider\":\"wx0a\",\"version\":\"1.2\"}}}"},
                          {"a/a.js", "wx.request()\nwx.getLocation()\n'https://api.example.cn'"}});
  const auto changes = versions_.compare({before, {}}, {after, {}}).value();
  EXPECT_THAT(
      told(changes.outline),
      ElementsAre("pages b/b removed main> app.json:1", "pages c/c added >main app.json:2",
                  "pages more/d/d added >more/ app.json:5", "subpackages more/ added > app.json:5",
                  "private_infos getLocation added > app.json:4",
                  "plugins live changed wx0a 1.1>wx0a 1.2 app.json:6",
                  "interfaces wx.getLocation added > a/a.js:2",
                  "domains api.example.cn added > a/a.js:3",
                  "settings lazyCodeLoading changed x>y app.json:3"));
  EXPECT_EQ(changes.outline_missing, "");
  EXPECT_EQ(outlines_made_, 2);
  EXPECT_TRUE(versions_.compare({after, {}}, {before, {}}));
  EXPECT_EQ(outlines_made_, 2) << "made once per version";

  const auto whole = versions_.compare({std::nullopt, {}}, {before, {}}).value();
  EXPECT_EQ(whole.outline.size(), 5U);
  for (const auto& change : whole.outline) EXPECT_EQ(change.change, engine::Change::kAdded);
}

TEST_F(Stored, compares_files_and_finds_those_that_moved) {
  const auto before = put(
      {{"a.js", "same"}, {"b.js", "old"}, {"c.js", "wandering"}, {"d.js", ""}, {"e.js", "gone"}});
  const auto after = put({{"a.js", "same"},
                          {"b.js", "young"},
                          {"f/c.js", "wandering"},
                          {"g.js", ""},
                          {"h.js", "new"}});
  const auto changes = versions_.compare({before, {}}, {after, {}}).value();
  EXPECT_THAT(told(changes.files),
              ElementsAre("b.js changed  3>5", "d.js removed  0>0", "e.js removed  4>0",
                          "f/c.js moved c.js 9>9", "g.js added  0>0", "h.js added  0>3"));
  EXPECT_THAT(changes.counts, ElementsAre(2U, 2U, 1U, 1U));
  EXPECT_TRUE(versions_.compare({after, {}}, {after, {}})->files.empty());
}

TEST_F(Stored, compares_files_though_it_cannot_say_what_versions_are_made_of) {
  const auto before = put({{"a.js", "1"}});
  const auto after = put({{"a.js", "2"}});
  outline_fails_ = "timed_out";
  const auto changes = versions_.compare({before, {}}, {after, {}}).value();
  EXPECT_EQ(changes.outline_missing, "timed_out");
  EXPECT_EQ(changes.files.size(), 1U);
  outline_fails_.clear();
  EXPECT_EQ(versions_.compare({before, {}}, {after, {}})->outline_missing, "") << "tried again";
  EXPECT_EQ(versions_.compare({sha256("none"), {}}, {after, {}}).error().kind, ErrorKind::kCorrupt);
}

TEST_F(Stored, compares_a_files_lines_without_its_secrets) {
  const auto before = put({{"a.js", "1\nhush\n3\n"}, {"b.png", std::string("\0", 1)}});
  const auto after = put({{"a.js", "1\nHUSH\n4\n"}, {"b.png", "text"}, {"c.js", "1\n"}});
  const engine::Side old{before, {{"a.js", 2, 1, 2, 5}}};
  const engine::Side young{after, {{"a.js", 2, 1, 2, 5}}};
  const auto lines_told = [](const engine::FileDifferences& differences) {
    std::string out;
    for (const auto& hunk : differences.hunks) {
      for (const auto& line : hunk.lines) out += line.sign + line.text + "|";
    }
    return out;
  };
  const auto changed = versions_.compare_file(old, "a.js", young, "a.js").value();
  EXPECT_EQ(changed.change, engine::Change::kChanged);
  EXPECT_EQ(lines_told(changed), " 1| ****|-3|+4|");
  EXPECT_EQ(versions_.compare_file(old, "b.png", young, "b.png")->shown, Shown::kNotText);
  EXPECT_EQ(versions_.compare_file(old, "c.js", young, "c.js")->change, engine::Change::kAdded);
  EXPECT_EQ(versions_.compare_file(young, "c.js", old, "c.js")->change, engine::Change::kRemoved);
  const auto moved = versions_.compare_file(old, "a.js", young, "c.js").value();
  EXPECT_EQ(moved.change, engine::Change::kMoved);
  EXPECT_EQ(lines_told(moved), " 1|-****|-3|");
  EXPECT_EQ(versions_.compare_file(old, "x.js", young, "x.js").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace baobei::versions
