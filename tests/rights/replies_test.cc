// What a developer's side adds to its replies (R11): sealed under its subject's key, given out as
// it came, gone with the key, with time, or on an operator's word.
#include <gmock/gmock.h>

#include "engine/ports.h"
#include "engine/scan_ports.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

const std::string kScans = "/v1/apps/wx1/filings/1/scans";
const std::string kErase = "/v1/subjects/sub-1/erase-documents";
const std::string kMaterial = "%PDF-1.7 material of somebody";

class RepliesTest : public testing::Test {
 protected:
  RepliesTest() {
    is_before_the_office(world, "wx1", sha256("package"), lifecycle::Channel::kDesk);
    EXPECT_EQ(world.post("/v1/apps/wx1/filings/1/requests", "officer", R"({"text":"?"})").status,
              200);
  }
  std::string add(const std::string& who, const std::string& bytes = kMaterial) {
    const auto added = world.post(kScans, who, bytes);
    EXPECT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(member(added, "digest"), to_hex(sha256(bytes))) << "of the bytes as they came";
    EXPECT_EQ(member(added, "media_type"), "application/pdf");
    return member(added, "scan");
  }
  engine::ScanRow row_of(const std::string& scan) {
    return world.scans().find("wx1", 1, scan).value();
  }
  // As they lie on the disk; empty where nothing does.
  std::string bytes_at(const Digest& blob) {
    const auto bytes = world.blobs().get(blob, std::size_t{16} << 20);
    return bytes ? *bytes : std::string();
  }
  std::string read(const std::string& scan, const std::string& who = "officer") {
    const auto given = world.get(kScans + "/" + scan, who);
    EXPECT_EQ(given.status, 200) << given.body;
    return given.body;
  }
  // As a program of before kept it: in clear.
  std::string add_as_before() {
    engine::ScanRow row;
    row.id = "scn_before";
    row.app = "wx1";
    row.entry = 1;
    row.subject = "sub-1";
    row.digest = world.blobs().put(kMaterial).value();
    row.media_type = "application/pdf";
    row.uploaded_by = "developer";
    row.uploaded_at = world.clock.now();
    row.by_developers = true;
    world.on_writer([&](engine::Store&) { EXPECT_TRUE(world.scans().add(row)); });
    return row.id;
  }
  std::int64_t swept() {
    const auto object = object_of(world.post("/v1/retention/sweep", "operator"));
    for (const auto& item : object.at("swept").as_array()) {
      if (item.at("kind").as_string() == "scans") return item.at("count").to_number<std::int64_t>();
    }
    return -1;
  }

  RightsWorld world;
};

// Under a key of the subject's: whoever has the disk, or a back-up of it, reads nothing.
TEST_F(RepliesTest, LieSealedOnTheDiskAndComeOutAsTheyWere) {
  const auto scan = add("developer");
  const auto row = row_of(scan);
  EXPECT_EQ(row.subject, "sub-1");
  ASSERT_TRUE(row.stored);
  const auto stored = bytes_at(*row.stored);
  EXPECT_EQ(stored.size(), kMaterial.size() + 40);
  EXPECT_THAT(stored, Not(HasSubstr("material")));
  EXPECT_EQ(bytes_at(sha256(kMaterial)), "") << "nothing lies in clear";
  const auto given = world.get(kScans + "/" + scan, "officer");
  EXPECT_EQ(given.body, kMaterial);
  EXPECT_EQ(given.header("Content-Type"), "application/pdf");
  EXPECT_EQ(given.header("Content-Disposition"), "attachment; filename=\"" + scan + "\"");
  EXPECT_EQ(given.header("Cache-Control"), "no-store");
  EXPECT_EQ(read(scan, "developer"), kMaterial);
  EXPECT_EQ(row_of(scan).bytes, kMaterial.size());
}

TEST_F(RepliesTest, TheOfficesLetterAndThePaperAreNoSubjectsDocuments) {
  const auto letter = add("officer");
  EXPECT_EQ(row_of(letter).subject, "");
  EXPECT_FALSE(row_of(letter).stored);
  EXPECT_EQ(bytes_at(sha256(kMaterial)), kMaterial);
  const auto paper = world.post(kScans + "?received=2026-03-02T09:00:00Z", "operator", kPng);
  ASSERT_EQ(paper.status, 201) << paper.body;
  EXPECT_EQ(bytes_at(sha256(kPng)), kPng);
  EXPECT_EQ(member(world.post(kErase, "operator"), "scans"), "0");
  EXPECT_EQ(read(letter), kMaterial);
}

TEST_F(RepliesTest, TheSameBytesTwiceAreErasedEachForItself) {
  const auto first = add("developer");
  const auto second = add("developer");
  const auto letter = add("officer");
  const auto lay = *row_of(first).stored;
  EXPECT_NE(lay, *row_of(second).stored);
  ASSERT_EQ(world.post(kScans + "/" + first + "/erase", "operator").status, 200);
  EXPECT_EQ(bytes_at(lay), "");
  EXPECT_EQ(world.get(kScans + "/" + first, "officer").status, 404);
  EXPECT_EQ(read(second), kMaterial);
  EXPECT_EQ(read(letter), kMaterial);
  ASSERT_EQ(world.post(kScans + "/" + letter + "/erase", "operator").status, 200);
  EXPECT_EQ(bytes_at(sha256(kMaterial)), "") << "what lies sealed names no bytes in clear";
  EXPECT_EQ(read(second), kMaterial);
}

TEST_F(RepliesTest, GoWithTheKeyOfTheirSubject) {
  const auto scan = add("developer");
  const auto letter = add("officer", kPdf);
  const auto lay = *row_of(scan).stored;
  EXPECT_EQ(member(world.post(kErase + "?dry_run=true", "operator"), "scans"), "1");
  EXPECT_EQ(read(scan), kMaterial) << "a dry run takes nothing";
  EXPECT_EQ(member(world.post(kErase, "operator"), "scans"), "1");
  EXPECT_EQ(bytes_at(lay), "") << "no bytes on the disk";
  EXPECT_EQ(world.get(kScans + "/" + scan, "developer").status, 404);
  EXPECT_THAT(world.get(kScans, "developer").body, HasSubstr("erased_at"));
  EXPECT_EQ(read(letter), kPdf);
  EXPECT_EQ(member(world.post(kErase, "operator"), "scans"), "0");
  EXPECT_EQ(read(add("developer")), kMaterial) << "under a new key";
}

TEST_F(RepliesTest, OfBeforeTheyWereSealedAreReadAndErasedAllTheSame) {
  const auto scan = add_as_before();
  EXPECT_EQ(read(scan), kMaterial);
  EXPECT_EQ(member(world.post(kErase, "operator"), "scans"), "1");
  EXPECT_EQ(bytes_at(sha256(kMaterial)), "");
  EXPECT_EQ(world.get(kScans + "/" + scan, "officer").status, 404);
}

TEST_F(RepliesTest, GoSomeTimeAfterTheirEntryHasEnded) {
  const auto scan = add("developer");
  const auto lay = *row_of(scan).stored;
  must(world, "wx1", developer(), lifecycle::Withdraw{1});
  world.clock.set(world.clock.now() + 1'094 * hours(24));
  EXPECT_EQ(swept(), 0);
  EXPECT_NE(bytes_at(lay), "");
  world.clock.set(world.clock.now() + 2 * hours(24));
  EXPECT_EQ(swept(), 1);
  EXPECT_EQ(bytes_at(lay), "");
}

}  // namespace
}  // namespace baobei::test
