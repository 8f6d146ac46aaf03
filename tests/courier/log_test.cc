// The log by API, as a third party sees it: checkpoints that are signed, proofs that hold, and
// nothing told of what one may not see.
#include "http/log_proofs.h"
#include "rights/world.h"
#include "store/backup.h"
#include "store/log_tree.h"

namespace baobei::test {
namespace {

class LogTest : public testing::Test {
 protected:
  LogTest() { world.prove_the_log(); }

  void events(int count) {
    for (int i = 0; i < count; ++i) {
      const bool begin = i % 2 == 0;
      const lifecycle::Actor actor{"developer", Role::kDeveloper, "org-dev", "", ""};
      const auto answer = begin ? world.send("wx1", actor, lifecycle::AuthoriseAgency{"org-x", {}})
                                : world.send("wx1", actor, lifecycle::EndAuthorisation{"org-x"});
      ASSERT_EQ(answer.kind, engine::AnswerKind::kAccepted);
    }
  }
  merkle::SignedCheckpoint checkpoint() {
    const auto answer = world.get("/v1/log/checkpoint", "");
    EXPECT_EQ(answer.status, 200);
    return merkle::checkpoint_from(answer.body).value();
  }
  static merkle::Proof proof_of(const json::object& object) {
    merkle::Proof proof;
    for (const auto& hash : object.at("proof").as_array()) {
      proof.push_back(digest_from_hex(std::string(hash.as_string())).value());
    }
    return proof;
  }

  RightsWorld world;
};

TEST_F(LogTest, whoever_kept_a_checkpoint_is_shown_that_the_log_only_grew) {
  events(2);
  const auto before = checkpoint();
  events(300);
  const auto after = checkpoint();
  EXPECT_EQ(before.checkpoint.size, 3U);
  EXPECT_EQ(after.checkpoint.size, 303U);
  EXPECT_EQ(before.checkpoint.origin, after.checkpoint.origin);
  const auto key = world.signing_key();
  EXPECT_TRUE(merkle::is_signed_by(before, {key}));
  EXPECT_TRUE(merkle::is_signed_by(after, {key}));
  const auto answer = object_of(world.get("/v1/log/consistency?from=3&to=303", ""));
  EXPECT_TRUE(merkle::proves_consistency(3, 303, before.checkpoint.root, after.checkpoint.root,
                                         proof_of(answer)));
  EXPECT_EQ(store::log_root(world.scratch.file("baobei.db"), 3).value(), before.checkpoint.root);
  EXPECT_EQ(store::log_root(world.scratch.file("baobei.db"), 304).error().kind,
            ErrorKind::kNotFound);
}

TEST_F(LogTest, an_event_that_one_sees_is_proved_and_no_other) {
  events(3);
  const auto stated = checkpoint().checkpoint;
  const auto proved = object_of(world.get("/v1/log/inclusion?log_index=2&size=4", "developer"));
  const auto hash = digest_from_hex(std::string(proved.at("hash").as_string())).value();
  EXPECT_TRUE(
      merkle::proves_inclusion(merkle::leaf_hash(hash), 1, 4, proof_of(proved), stated.root));
  for (const char* target : {"log_index=2", "log_index=99", "log_index=0"}) {
    EXPECT_EQ(world.get(std::string("/v1/log/inclusion?") + target, "stranger").status, 404);
  }
  EXPECT_EQ(world.get("/v1/log/inclusion?log_index=2", "").status, 401);
}

TEST_F(LogTest, bad_numbers_are_named) {
  events(1);
  for (const auto& [target, pointer] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/log/consistency", "from"},
           {"/v1/log/consistency?from=x", "from"},
           {"/v1/log/consistency?from=2&to=1", "from"},
           {"/v1/log/consistency?from=0&to=99", "to"},
           {"/v1/log/inclusion", "log_index"},
           {"/v1/log/inclusion?log_index=1&size=99", "size"}}) {
    const auto answer = world.get(target, "developer");
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_EQ(member(answer, "pointer"), pointer) << target;
  }
}

// Bodies name who decided.
TEST_F(LogTest, bodies_are_for_those_who_see_everything) {
  events(1);
  const auto page = object_of(world.get("/v1/log/entries", "reviewer"));
  ASSERT_EQ(page.at("items").as_array().size(), 2U);
  const auto& entry = page.at("items").at(0).as_object();
  const auto body = std::string(entry.at("body").as_string());
  EXPECT_EQ(to_hex(sha256("baobei.event/1\n" + body)), std::string(entry.at("hash").as_string()));
  for (const char* who : {"developer", "officer", "agency"}) {
    EXPECT_EQ(world.get("/v1/log/entries", who).status, 403) << who;
  }
}

// An older program left a log without nodes.
TEST_F(LogTest, nodes_that_are_missing_are_made_when_the_database_is_opened) {
  events(520);
  const auto stated = checkpoint().checkpoint;
  const auto copy = world.scratch.file("copy.db");
  ASSERT_TRUE(store::backup(world.scratch.file("baobei.db"), copy));
  {
    const auto db = store::Connection::open(copy, store::Access::kWrite).value();
    ASSERT_TRUE(db->run("UPDATE log_node SET hash = zeroblob(32) WHERE no = 1"));
  }
  EXPECT_EQ(store::verify(copy).error().kind, ErrorKind::kCorrupt);
  {
    const auto db = store::Connection::open(copy, store::Access::kWrite).value();
    ASSERT_TRUE(db->run("DELETE FROM log_node"));
  }
  EXPECT_EQ(store::verify(copy).error().kind, ErrorKind::kCorrupt);
  ASSERT_TRUE(store::open(copy, store::OpenMode::kProduction, world.clock.now()));
  const auto verified = store::verify(copy);
  EXPECT_TRUE(verified) << to_string(verified.error());
  EXPECT_EQ(store::log_root(copy, stated.size).value(), stated.root);
}

}  // namespace
}  // namespace baobei::test
