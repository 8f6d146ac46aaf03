// Qualifications as files: what is taken, who is given them, what is recorded, what erasing leaves.
#include <gmock/gmock.h>

#include "engine/applications.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kDocuments = "/v1/subjects/sub-1/documents";

class DocumentsTest : public testing::Test {
 protected:
  // An application with this document; the document's number.
  std::string apply_with(const std::string& bytes) {
    const auto uploaded = world.post(kDocuments + "?name=%E8%AF%81.pdf", "developer", bytes);
    EXPECT_EQ(uploaded.status, 201) << uploaded.body;
    const auto number = member(uploaded, "document");
    const auto made = world.post("/v1/subjects/sub-1/applications", "developer",
                                 R"({"category":"social-forum","documents":[{"document":)" +
                                     number + R"(,"number":"A-1"}]})");
    EXPECT_EQ(made.status, 201) << made.body;
    return number;
  }
  std::string apply_bytes(const std::string& bytes) {
    return member(world.post(kDocuments, "developer", bytes), "document");
  }
  RightsWorld world;
};

TEST_F(DocumentsTest, AreTakenByWhatTheyAre) {
  struct Row {
    std::string bytes;
    int status;
    std::string type;
  };
  const std::vector<Row> rows = {
      {kPdf, 201, "application/pdf"},
      {kPng, 201, "image/png"},
      {kJpeg, 201, "image/jpeg"},
      {"<html>", 415, ""},
      {"GIF89a", 415, ""},
      {"%PDF", 415, ""},
      {std::string("\x89PNG\r\n\x1A", 7), 415, ""},
      {"PK\x03\x04", 415, ""},
      {"\n%PDF-1.7", 415, ""},
      {"", 400, ""},
  };
  for (const auto& row : rows) {
    const auto answer =
        world.post(kDocuments, "developer", row.bytes, "Content-Type: application/pdf\r\n");
    EXPECT_EQ(answer.status, row.status) << row.bytes << answer.body;
    EXPECT_EQ(member(answer, "media_type"), row.type);
  }
}

TEST_F(DocumentsTest, OfMoreThanTenMegabytesAreNotTaken) {
  const std::string line = "Authorization: Bearer token-developer\r\nContent-Length: 10485761\r\n";
  http::test::Client client(world.port());
  client.send("POST " + kDocuments + " HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n");
  const auto answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  std::string big = kPdf;
  big.resize(engine::kDocumentBytesMax, ' ');
  EXPECT_EQ(world.post(kDocuments, "developer", big).status, 201);
}

TEST_F(DocumentsTest, WithoutATokenNoByteIsRead) {
  EXPECT_EQ(world.post(kDocuments, "", kPdf).status, 401);
}

TEST_F(DocumentsTest, TheSameBytesAreTheSameDocumentUntilItIsUsed) {
  const auto once = world.post(kDocuments, "developer", kPdf);
  EXPECT_EQ(member(world.post(kDocuments, "developer", kPdf), "document"),
            member(once, "document"));
  EXPECT_EQ(world.post(kDocuments + "?name=a%0Ab", "developer", kPdf).status, 400);
}

TEST_F(DocumentsTest, ComeAsAttachmentsAndEveryAccessIsOnRecord) {
  const auto number = apply_with(kPdf);
  const std::string path = "/v1/applications/1/documents/" + number;
  EXPECT_THAT(world.get("/v1/applications/1/accesses", "operator").body, HasSubstr("[]"));
  const auto given = world.get(path, "operator");
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(given.body, kPdf);
  EXPECT_EQ(given.header("Content-Type"), "application/pdf");
  EXPECT_EQ(given.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(given.header("Content-Disposition"),
            "attachment; filename=\"document-" + number + ".pdf\"");
  EXPECT_THAT(given.header("Content-Security-Policy"), HasSubstr("sandbox"));
  EXPECT_EQ(given.header("Cache-Control"), "no-store");
  EXPECT_EQ(world.get(path, "developer").status, 200);
  const auto accesses =
      object_of(world.get("/v1/applications/1/accesses", "operator")).at("items").as_array();
  ASSERT_EQ(accesses.size(), 2U);
  EXPECT_EQ(accesses[0].at("person").as_string(), "operator");
  EXPECT_EQ(accesses[0].at("at").as_string(), "2026-03-02T09:00:00Z");
  EXPECT_EQ(world.get("/v1/applications/1/documents/99", "operator").status, 404);
  EXPECT_EQ(world.get("/v1/applications/1/documents/x", "operator").status, 404);
}

TEST_F(DocumentsTest, ADocumentIsThatOfItsApplicationAlone) {
  apply_with(kPdf);
  const auto loose = member(world.post(kDocuments, "developer", kPng), "document");
  EXPECT_EQ(world.get("/v1/applications/1/documents/" + loose, "operator").status, 404);
}

// Under a key of the subject's: whoever has the disk, or a back-up of it, reads nothing.
TEST_F(DocumentsTest, LieSealedOnTheDiskAndComeOutAsTheyWere) {
  const std::string licence = "%PDF-1.7 licence of somebody";
  const auto number = apply_with(licence);
  const auto stored = world.stored_bytes(number);
  EXPECT_EQ(stored.size(), licence.size() + 40);
  EXPECT_THAT(stored, Not(HasSubstr("licence")));
  EXPECT_EQ(world.get("/v1/applications/1/documents/" + number, "operator").body, licence);
  const auto twin = apply_bytes(licence + " again");
  const auto same = apply_bytes(licence + " again");
  EXPECT_EQ(twin, same) << "the same bytes that wait are that document";
  EXPECT_NE(world.stored_bytes(twin), "");
  EXPECT_NE(world.stored_bytes(twin), stored);
}

TEST_F(DocumentsTest, ErasedTheyAreGoneButThatTheyWere) {
  const auto number = apply_with(kPdf);
  const std::string path = "/v1/applications/1/documents/" + number;
  const auto dry = world.post(path + "/erase?dry_run=true", "operator");
  EXPECT_EQ(dry.status, 200);
  EXPECT_NE(world.stored_bytes(number), "");
  ASSERT_EQ(world.post(path + "/erase", "operator").status, 200);
  EXPECT_EQ(world.stored_bytes(number), "");
  EXPECT_EQ(world.get(path, "operator").status, 404);
  EXPECT_EQ(world.post(path + "/erase", "operator").status, 404);
  const auto application = world.get("/v1/applications/1", "operator");
  EXPECT_THAT(application.body, HasSubstr("erased_at"));
  EXPECT_THAT(application.body, HasSubstr("document_erased"));
  EXPECT_THAT(application.body, Not(HasSubstr("A-1")));
  EXPECT_THAT(application.body, Not(HasSubstr(to_hex(sha256(kPdf)))));
}

}  // namespace
}  // namespace baobei::test
