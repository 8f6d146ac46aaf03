// What is kept of a person, told as a whole and taken away for good, on every store.
#include <filesystem>
#include <fstream>

#include "engine/personal_data.h"
#include "store/sqlite_calendars.h"
#include "store/sqlite_personal_data.h"
#include "store/sqlite_sign_ins.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using lifecycle::Role;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kName = "张三不是真名";

// person-1 with everything that is kept of somebody, and one event of theirs.
void fill(engine::Store& store, engine::Directory& directory, engine::SignIns& sign_ins,
          engine::Calendars& calendars) {
  EXPECT_TRUE(store.put_org({"org-a", "developer", "org", ""}));
  EXPECT_TRUE(store.put_person({"person-1", "org-a", "unit", kName, {Role::kDeveloper}, "", true}));
  EXPECT_TRUE(directory.put_owner("org-a", "person-1", true, {"operator", at(1)}));
  engine::IssuedToken token;
  token.token = {sha256("secret"), "person-1", "laptop", at(1'000), false};
  EXPECT_TRUE(directory.issue_token(token));
  EXPECT_TRUE(sign_ins.put_password("person-1", "$argon2id$hash", at(1), {}));
  EXPECT_TRUE(sign_ins.put_factor("person-1", "sealed"));
  EXPECT_TRUE(calendars.add({"cal-1", "person-1", "telephone", sha256("calendar"), at(1)}));
  engine::ProposalRow proposal;
  proposal.person = {"person-1", "org-a", "unit", kName, {Role::kOperator}, "", true};
  proposal.proposed_by = "operator";
  proposal.proposed_at = at(2);
  EXPECT_TRUE(directory.propose(proposal));
  put(store, fake_write("app-1"));
}

void deactivate(engine::Store& store) {
  EXPECT_TRUE(
      store.put_person({"person-1", "org-a", "unit", kName, {Role::kDeveloper}, "", false}));
}

class PersonalContract : public StoreContract {
 protected:
  PersonalContract() { fill(store_, directory_, sign_ins_, world_->calendars()); }
  engine::PersonalData& data_ = world_->personal_data();
};

TEST_P(PersonalContract, TellsWhatIsKept) {
  const auto kept = data_.kept("person-1").value();
  EXPECT_EQ(kept.person.name, kName);
  EXPECT_TRUE(kept.owner);
  ASSERT_THAT(kept.tokens, SizeIs(1));
  EXPECT_EQ(kept.tokens[0].token.label, "laptop");
  EXPECT_EQ(kept.credentials.password_hash, "$argon2id$hash");
  ASSERT_THAT(kept.calendars, SizeIs(1));
  const auto acts = data_.acts("person-1", 0).value();
  ASSERT_THAT(acts.acts, SizeIs(1));
  EXPECT_EQ(acts.acts[0].app, "app-1");
  EXPECT_EQ(acts.acts[0].type, "tested");
  EXPECT_EQ(acts.next, 0U);
  EXPECT_THAT(data_.acts("person-1", 1).value().acts, IsEmpty());
  EXPECT_THAT(data_.acts("person-1", 99).value().acts, IsEmpty());
  EXPECT_THAT(data_.acts("person-2", 0).value().acts, IsEmpty());
  EXPECT_EQ(data_.kept("nobody").error().kind, ErrorKind::kNotFound);
}

TEST_P(PersonalContract, ErasesWhoIsNoLongerActiveAndKeepsTheId) {
  const engine::Erasure erasure{"person-1", "operator", at(50)};
  EXPECT_EQ(data_.erase(erasure).error().kind, ErrorKind::kConflict) << "still active";
  EXPECT_EQ(data_.kept("person-1").value().person.name, kName);
  deactivate(store_);
  ASSERT_TRUE(data_.erase(erasure));
  const auto kept = data_.kept("person-1").value();
  EXPECT_EQ(kept.person.id, "person-1");
  EXPECT_EQ(kept.person.name + kept.person.unit, "");
  EXPECT_THAT(kept.person.roles, IsEmpty());
  EXPECT_FALSE(kept.person.active);
  EXPECT_FALSE(kept.owner);
  EXPECT_THAT(kept.tokens, IsEmpty());
  EXPECT_EQ(kept.credentials.password_hash + kept.credentials.factor, "");
  EXPECT_THAT(kept.calendars, IsEmpty());
  EXPECT_THAT(data_.acts("person-1", 0).value().acts, SizeIs(1)) << "the record stays";
  const auto erased = data_.erased("person-1").value();
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->by, "operator");
  EXPECT_EQ(erased->at, at(50));
  EXPECT_EQ(data_.erase(erasure).error().kind, ErrorKind::kConflict) << "once";
  EXPECT_EQ(data_.erase({"nobody", "operator", at(50)}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(data_.erased("nobody").value(), std::nullopt);
}

// What is on the disk, free pages and the write-ahead log included.
class ErasedFile : public testing::Test {
 protected:
  static std::string bytes_of(const std::filesystem::path& folder) {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      std::ifstream stream(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(stream), {});
    }
    return all;
  }
};

TEST_F(ErasedFile, HoldsTheNameNowhere) {
  std::string folder = testing::TempDir() + "baobei-erased-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto path = folder + "/store.db";
  {
    auto opened = open(path, OpenMode::kProduction, kStart).value();
    SqliteSignIns sign_ins(*opened.store, *opened.reader);
    SqliteCalendars calendars(*opened.store, *opened.reader);
    SqlitePersonalData data(*opened.store, *opened.reader,
                            {*opened.directory, sign_ins, calendars});
    fill(*opened.store, *opened.directory, sign_ins, calendars);
    const auto proposals = opened.directory->proposals(engine::ProposalState::kProposed, {});
    ASSERT_THAT(proposals.value().rows, SizeIs(1));
    deactivate(*opened.store);
    ASSERT_TRUE(data.erase({"person-1", "operator", at(50)}));
    const auto rejected = opened.directory->proposals(engine::ProposalState::kRejected, {}).value();
    ASSERT_THAT(rejected.rows, SizeIs(1));
    EXPECT_EQ(rejected.rows[0].person.name, "");
  }
  EXPECT_EQ(bytes_of(folder).find(kName), std::string::npos);
  EXPECT_NE(bytes_of(folder).find("person-1"), std::string::npos) << "the id stays";
  std::filesystem::remove_all(folder);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, PersonalContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
