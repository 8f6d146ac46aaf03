// Scans on SQLite beside what else is there: holds, documents that lie as the same bytes, and the
// blobs that a back-up has to carry.
#include <gmock/gmock.h>

#include "store/backup.h"
#include "store/sqlite_retention.h"
#include "store/sqlite_scans.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using testing::Contains;
using testing::Not;

class StoreScans : public testing::Test {
 protected:
  StoreScans()
      : path_(testing::TempDir() + "/" + random_id("scans") + ".db"),
        opened_(open(path_, OpenMode::kProduction, kStart).value()),
        scans_(*opened_.store, *opened_.reader),
        holds_(*opened_.store, *opened_.reader) {}

  // Sealed, of "sub-a".
  static engine::ScanRow row(const std::string& id, const std::string& app = "app-a") {
    engine::ScanRow row;
    row.id = id;
    row.app = app;
    row.entry = 1;
    row.subject = "sub-a";
    row.digest = sha256("bytes");
    row.stored = sha256("sealed " + id);
    row.media_type = "application/pdf";
    row.uploaded_by = "developer";
    row.by_developers = true;
    return row;
  }
  static engine::ScanRow in_clear(const std::string& id) {
    auto clear = row(id);
    clear.subject.clear();
    clear.stored.reset();
    clear.by_developers = false;
    return clear;
  }
  // A document of the same bytes, in clear as documents of before are.
  lifecycle::DocumentId put_document() {
    engine::DocumentRow document;
    document.subject = "sub-a";
    document.digest = sha256("bytes");
    document.media_type = "application/pdf";
    document.uploaded_by = "developer";
    return opened_.applications->put_document(document).value();
  }
  // True where its bytes may go.
  bool erase_document(lifecycle::DocumentId document) {
    engine::StepRow step;
    step.kind = engine::StepKind::kDocumentErased;
    step.subject = "sub-a";
    step.actor = "operator";
    step.detail.document = document;
    return opened_.applications->erase_document(document, step).value();
  }

  std::string path_;
  Opened opened_;
  SqliteScans scans_;
  SqliteHolds holds_;
};

// It went to another subject after a reply of the first one's.
TEST_F(StoreScans, AHeldMiniProgramHoldsTheRepliesOfItsFormerSubject) {
  auto moved = fake_write("app-b");
  moved.row.subject = "sub-b";
  const std::vector<engine::Write> writes = {moved};
  ASSERT_EQ(opened_.store->commit(writes).front().result, engine::WriteResult::kCommitted);
  ASSERT_TRUE(scans_.add(row("scn_1", "app-b")));
  EXPECT_FALSE(scans_.of_subject("sub-a").value().held);
  engine::HoldRow hold;
  hold.subject = "sub-b";
  ASSERT_TRUE(holds_.propose(hold));
  EXPECT_TRUE(scans_.of_subject("sub-a").value().held);
  EXPECT_FALSE(scans_.of_subject("sub-b").value().held) << "nothing of its own is there";
  ASSERT_TRUE(scans_.erase("app-b", 1, "scn_1", kStart));
  EXPECT_FALSE(scans_.of_subject("sub-a").value().held) << "nothing is there any more";
}

TEST_F(StoreScans, BytesInClearStayForTheLastThatNamesThem) {
  ASSERT_TRUE(scans_.add(in_clear("scn_1")));
  ASSERT_TRUE(scans_.add(in_clear("scn_2")));
  const auto first = put_document();
  EXPECT_FALSE(scans_.erase("app-a", 1, "scn_1", kStart).value());
  EXPECT_FALSE(erase_document(first)) << "a scan names them";
  const auto second = put_document();
  EXPECT_FALSE(scans_.erase("app-a", 1, "scn_2", kStart).value()) << "a document names them";
  EXPECT_TRUE(erase_document(second));
}

TEST_F(StoreScans, WhatLiesSealedKeepsNoBytesInClear) {
  ASSERT_TRUE(scans_.add(row("scn_sealed")));
  ASSERT_TRUE(scans_.add(in_clear("scn_clear")));
  const auto document = put_document();
  EXPECT_FALSE(scans_.erase("app-a", 1, "scn_clear", kStart).value());
  EXPECT_TRUE(erase_document(document)) << "the sealed one lies elsewhere";
  EXPECT_TRUE(scans_.erase("app-a", 1, "scn_sealed", kStart).value());
}

TEST_F(StoreScans, ABackUpCarriesThemAsTheyLie) {
  ASSERT_TRUE(scans_.add(row("scn_1")));
  ASSERT_TRUE(scans_.add(row("scn_2")));
  ASSERT_TRUE(scans_.erase("app-a", 1, "scn_2", kStart));
  auto named = named_blobs(path_).value();
  EXPECT_THAT(named, Contains(sha256("sealed scn_1")));
  EXPECT_THAT(named, Not(Contains(sha256("bytes")))) << "nothing lies there";
  EXPECT_THAT(named, Not(Contains(sha256("sealed scn_2")))) << "it was erased";
  ASSERT_TRUE(scans_.add(in_clear("scn_3")));
  EXPECT_THAT(named_blobs(path_).value(), Contains(sha256("bytes")));
}

}  // namespace
}  // namespace baobei::store
