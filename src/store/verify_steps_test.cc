// Whoever turns a step on an application, takes one out or adds one by hand is told of by verify.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "engine/applications.h"
#include "store/backup.h"
#include "store/sqlite.h"
#include "store/sqlite_store.h"

namespace baobei::store {
namespace {

class StepChain : public testing::Test {
 protected:
  StepChain() {
    folder_ = testing::TempDir() + "baobei-steps-XXXXXX";
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
    auto opened = open(path(), OpenMode::kProduction, Instant()).value();
    for (std::uint64_t i = 1; i <= 3; ++i) {
      engine::DocumentRow document;
      document.subject = "sub-1";
      document.digest = sha256(std::to_string(i));
      document.media_type = "application/pdf";
      const auto id = opened.applications->put_document(document);
      engine::StepRow step;
      step.kind = engine::StepKind::kDocumentErased;
      step.subject = "sub-1";
      step.actor = "operator";
      step.detail.document = id.value();
      EXPECT_TRUE(opened.applications->erase_document(*id, step));
    }
  }
  ~StepChain() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/store.db"; }
  // What verify says after this was done by hand.
  std::string after(const std::string& sql) {
    const auto db = Connection::open(path(), Access::kWrite).value();
    EXPECT_TRUE(db->run(sql)) << sql;
    const auto verified = verify(path());
    return verified ? "" : verified.error().message;
  }

 private:
  std::string folder_;
};

TEST_F(StepChain, HoldsAsItWasWritten) {
  const auto verified = verify(path());
  EXPECT_TRUE(verified) << to_string(verified.error());
}

TEST_F(StepChain, TellsAStepThatWasTurned) {
  EXPECT_EQ(after("UPDATE desk_step SET actor = 'somebody' WHERE id = 2"),
            "step 2: it is not what was hashed");
}

TEST_F(StepChain, TellsAStepThatWasTakenOut) {
  EXPECT_EQ(after("DELETE FROM desk_step WHERE id = 2"), "step 3: the one before is missing");
}

TEST_F(StepChain, TellsTheLastStepThatWasTakenOut) {
  EXPECT_EQ(after("DELETE FROM desk_step WHERE id = 3"), "the steps end at 2, 3 were taken");
}

TEST_F(StepChain, TellsAHashThatWasTakenAway) {
  EXPECT_EQ(after("UPDATE desk_step SET hash = NULL, prev = NULL WHERE id = 3"),
            "step 3: it is not chained");
  EXPECT_EQ(after("UPDATE desk_step SET hash = NULL, prev = NULL WHERE id = 1"),
            "step 2: it follows another one");
}

}  // namespace
}  // namespace baobei::store
