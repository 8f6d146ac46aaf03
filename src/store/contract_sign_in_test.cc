// What proves who somebody is, on every store.
#include "engine/sign_in_ports.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using lifecycle::Role;

class SignInContract : public StoreContract {
 protected:
  SignInContract() {
    EXPECT_TRUE(store_.put_org({"org-a", "developer", "org-a", ""}));
    for (const char* person : {"p1", "p2"}) {
      EXPECT_TRUE(store_.put_person({person, "org-a", "", person, {Role::kDeveloper}, "", true}));
    }
  }
  engine::IssuedToken session(const std::string& secret, const std::string& person, int begun) {
    engine::IssuedToken issued;
    issued.token = {sha256(secret), person, "session", at(begun) + engine::kSessionLifetime, false};
    issued.session = true;
    issued.issued_by = person;
    issued.issued_at = at(begun);
    return issued;
  }
  engine::InvitationRow invitation(const std::string& secret, bool resets = false) {
    return {sha256(secret), "p1", "p2", at(0), at(100), resets, {}};
  }
  bool signed_in(const std::string& secret, int now = 50) {
    return reader_.authenticate(sha256(secret), at(now)).has_value();
  }
};

TEST_P(SignInContract, NobodyHasCredentialsBeforeTheyAreSet) {
  const auto none = sign_ins_.credentials("p1").value();
  EXPECT_EQ(none.person, "p1");
  EXPECT_EQ(none.password_hash, "");
  EXPECT_FALSE(none.has_factor());
  ASSERT_TRUE(sign_ins_.put_password("p1", "hash", at(3), {}));
  const auto row = sign_ins_.credentials("p1").value();
  EXPECT_EQ(row.password_hash, "hash");
  EXPECT_EQ(row.password_at, at(3));
  EXPECT_EQ(sign_ins_.credentials("p2").value().password_hash, "");
}

TEST_P(SignInContract, ASessionIsATokenThatEnds) {
  ASSERT_TRUE(sign_ins_.open_session(session("s1", "p1", 1)));
  const auto who = reader_.authenticate(sha256("s1"), at(2)).value();
  EXPECT_TRUE(who.session);
  EXPECT_FALSE(who.read_only);
  ASSERT_TRUE(sign_ins_.end_session(sha256("s1")));
  EXPECT_FALSE(signed_in("s1"));
  ASSERT_TRUE(store_.put_token({sha256("issued"), "p1", "ci", {}, false}));
  ASSERT_TRUE(sign_ins_.end_session(sha256("issued")));
  EXPECT_TRUE(signed_in("issued")) << "what somebody issued is no session";
  EXPECT_FALSE(reader_.authenticate(sha256("issued"), at(2)).value().session);
}

TEST_P(SignInContract, TheOldestSessionEndsForTheNextOne) {
  const auto most = static_cast<int>(engine::kSessionsOfPersonMax);
  for (int i = 0; i < most; ++i) {
    ASSERT_TRUE(sign_ins_.open_session(session("s" + std::to_string(i), "p1", i)));
  }
  ASSERT_TRUE(sign_ins_.open_session(session("other", "p2", 1)));
  EXPECT_TRUE(signed_in("s0"));
  ASSERT_TRUE(sign_ins_.open_session(session("next", "p1", most)));
  EXPECT_FALSE(signed_in("s0"));
  EXPECT_TRUE(signed_in("s1"));
  EXPECT_TRUE(signed_in("next"));
  EXPECT_TRUE(signed_in("other"));
  // Sessions do not count among the tokens that a person may have.
  for (std::size_t i = 0; i < engine::kTokensOfPersonMax; ++i) {
    auto token = session("t" + std::to_string(i), "p1", 1);
    token.session = false;
    ASSERT_TRUE(directory_.issue_token(token)) << i;
  }
}

TEST_P(SignInContract, SessionsThatAreOverAreForgotten) {
  ASSERT_TRUE(store_.put_token({sha256("old"), "p1", "first", at(1), true}));
  ASSERT_TRUE(sign_ins_.open_session(session("s1", "p1", 1)));
  ASSERT_TRUE(sign_ins_.end_session(sha256("s1")));
  ASSERT_TRUE(sign_ins_.open_session(session("s2", "p1", 2)));
  const auto tokens = directory_.tokens("p1").value();
  const auto count = std::ranges::count_if(tokens, [](const auto& row) { return row.session; });
  EXPECT_GE(count, 1);
  EXPECT_TRUE(std::ranges::any_of(tokens, [](const auto& row) {
    return row.token.token_hash == sha256("old");
  })) << "what was issued stays on record";
}

TEST_P(SignInContract, ANewPasswordEndsTheOtherSessions) {
  ASSERT_TRUE(sign_ins_.open_session(session("s1", "p1", 1)));
  ASSERT_TRUE(sign_ins_.open_session(session("s2", "p1", 2)));
  ASSERT_TRUE(sign_ins_.open_session(session("other", "p2", 2)));
  ASSERT_TRUE(store_.put_token({sha256("issued"), "p1", "ci", {}, false}));
  ASSERT_TRUE(sign_ins_.put_password("p1", "hash", at(3), sha256("s2")));
  EXPECT_FALSE(signed_in("s1"));
  EXPECT_TRUE(signed_in("s2"));
  EXPECT_TRUE(signed_in("other"));
  EXPECT_TRUE(signed_in("issued"));
}

TEST_P(SignInContract, ASecondFactorCountsOnceConfirmed) {
  EXPECT_EQ(sign_ins_.confirm_factor("p1", 7, {}).error().kind, ErrorKind::kConflict);
  ASSERT_TRUE(sign_ins_.put_factor("p1", "sealed"));
  EXPECT_FALSE(sign_ins_.credentials("p1").value().has_factor());
  ASSERT_TRUE(sign_ins_.confirm_factor("p1", 7, {sha256("a"), sha256("b")}));
  EXPECT_EQ(sign_ins_.confirm_factor("p1", 8, {}).error().kind, ErrorKind::kConflict);
  const auto row = sign_ins_.credentials("p1").value();
  EXPECT_TRUE(row.has_factor());
  EXPECT_EQ(row.factor, "sealed");
  EXPECT_EQ(row.factor_step, 7);
  EXPECT_EQ(row.recovery_left, 2U);
  EXPECT_EQ(sign_ins_.spend_step("p1", 7).error().kind, ErrorKind::kConflict) << "spent";
  ASSERT_TRUE(sign_ins_.spend_step("p1", 9));
  EXPECT_EQ(sign_ins_.spend_step("p1", 8).error().kind, ErrorKind::kConflict) << "before the last";
  EXPECT_EQ(sign_ins_.spend_step("nobody", 8).error().kind, ErrorKind::kConflict);
  ASSERT_TRUE(sign_ins_.put_factor("p1", ""));
  EXPECT_FALSE(sign_ins_.credentials("p1").value().has_factor());
  EXPECT_EQ(sign_ins_.credentials("p1").value().recovery_left, 0U);
}

TEST_P(SignInContract, ARecoveryCodeWorksOnce) {
  ASSERT_TRUE(sign_ins_.put_factor("p1", "sealed"));
  ASSERT_TRUE(sign_ins_.confirm_factor("p1", 7, {sha256("a"), sha256("b")}));
  EXPECT_EQ(sign_ins_.spend_recovery("p2", sha256("a")).error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(sign_ins_.spend_recovery("p1", sha256("a")));
  EXPECT_EQ(sign_ins_.spend_recovery("p1", sha256("a")).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(sign_ins_.credentials("p1").value().recovery_left, 1U);
}

TEST_P(SignInContract, AnInvitationIsRedeemedOnceAndInTime) {
  ASSERT_TRUE(sign_ins_.invite(invitation("i1")));
  EXPECT_EQ(sign_ins_.invitation(sha256("i1"), at(1)).value().person, "p1");
  EXPECT_EQ(sign_ins_.redeem(sha256("i1"), "h", at(100)).error().kind, ErrorKind::kNotFound)
      << "expired at its instant";
  EXPECT_EQ(sign_ins_.redeem(sha256("other"), "h", at(1)).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(sign_ins_.redeem(sha256("i1"), "h1", at(2)).value(), "p1");
  EXPECT_EQ(sign_ins_.credentials("p1").value().password_hash, "h1");
  EXPECT_EQ(sign_ins_.redeem(sha256("i1"), "h2", at(3)).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(sign_ins_.invitation(sha256("i1"), at(3)));
}

TEST_P(SignInContract, TheNextInvitationReplacesTheOpenOne) {
  ASSERT_TRUE(sign_ins_.invite(invitation("i1")));
  ASSERT_TRUE(sign_ins_.invite(invitation("i2")));
  EXPECT_FALSE(sign_ins_.invitation(sha256("i1"), at(1)));
  EXPECT_TRUE(sign_ins_.invitation(sha256("i2"), at(1)));
}

TEST_P(SignInContract, AnInvitationTakesTheFactorAwayOnlyWhereItSaysSo) {
  ASSERT_TRUE(sign_ins_.put_factor("p1", "sealed"));
  ASSERT_TRUE(sign_ins_.confirm_factor("p1", 7, {sha256("a")}));
  ASSERT_TRUE(sign_ins_.open_session(session("s1", "p1", 1)));
  ASSERT_TRUE(sign_ins_.invite(invitation("i1")));
  ASSERT_TRUE(sign_ins_.redeem(sha256("i1"), "h1", at(2)));
  EXPECT_TRUE(sign_ins_.credentials("p1").value().has_factor());
  EXPECT_FALSE(signed_in("s1"));
  ASSERT_TRUE(sign_ins_.invite(invitation("i2", true)));
  ASSERT_TRUE(sign_ins_.redeem(sha256("i2"), "h2", at(3)));
  EXPECT_FALSE(sign_ins_.credentials("p1").value().has_factor());
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, SignInContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
