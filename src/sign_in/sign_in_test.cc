#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/bytes.h"
#include "sign_in/delays.h"
#include "sign_in/one_time.h"
#include "sign_in/password.h"
#include "sign_in/seal.h"

namespace baobei::sign_in {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::SizeIs;

const Instant kNow = from_micros(1'770'000'000'000'000);

TEST(Password, is_checked_before_it_is_taken) {
  struct Row {
    std::string password;
    bool taken;
  };
  for (const auto& row : {Row{"short", false}, Row{"eleven char", false}, Row{"twelve chars", true},
                          Row{"口令口令口令口令口令口令", true}, Row{"aaaaaaaaaaaaaaaa", false},
                          Row{"person-longer1", false}, Row{"person-longer and more", true},
                          Row{std::string(257, 'x'), false}, Row{"with\tcontrol char", false},
                          Row{"broken \xff utf8 bytes", false}}) {
    EXPECT_EQ(check_password(row.password, "person-longer").has_value(), row.taken) << row.password;
  }
}

TEST(Password, is_kept_as_argon2id_and_compared) {
  const auto hash = hash_password("correct horse battery").value();
  EXPECT_THAT(hash, HasSubstr("$argon2id$v=19$m=32768,t=3,p=1$"));
  EXPECT_NE(hash, hash_password("correct horse battery").value()) << "salted";
  EXPECT_TRUE(password_matches(hash, "correct horse battery"));
  EXPECT_FALSE(password_matches(hash, "correct horse batterz"));
  EXPECT_FALSE(password_matches("", "correct horse battery"));
  EXPECT_FALSE(password_matches(std::string(4'000, '$'), "x"));
  EXPECT_FALSE(password_matches(no_password(), ""));
  EXPECT_THAT(no_password(), HasSubstr("m=32768,t=3")) << "as dear as a true one";
}

// RFC 6238, appendix B, the SHA-1 rows; six of their eight digits.
TEST(OneTime, gives_the_codes_of_the_standard) {
  const std::string secret = "12345678901234567890";
  const std::vector<std::pair<std::int64_t, std::string>> rows = {
      {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
      {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [at, code] : rows) {
    EXPECT_EQ(code_of_step(secret, step_at(from_micros(at * 1'000'000))), code);
  }
  EXPECT_EQ(base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(base32("fooba"), "MZXW6YTB");
  EXPECT_EQ(base32("f"), "MY");
}

TEST(OneTime, takes_a_code_once_and_near_its_time) {
  const auto secret = new_secret();
  const auto step = step_at(kNow);
  const auto code = code_of_step(secret, step);
  EXPECT_EQ(step_of_code(secret, code, kNow, 0), step);
  EXPECT_EQ(step_of_code(secret, code, kNow, step), std::nullopt) << "spent";
  EXPECT_EQ(step_of_code(secret, code, kNow + seconds(30), 0), step);
  EXPECT_EQ(step_of_code(secret, code, kNow - seconds(30), 0), step);
  EXPECT_EQ(step_of_code(secret, code, kNow + seconds(90), 0), std::nullopt);
  EXPECT_EQ(step_of_code(secret, "", kNow, 0), std::nullopt);
  EXPECT_THAT(otpauth_uri("报备 x", "a&b", secret), HasSubstr("/%E6%8A%A5%E5%A4%87%20x:a%26b?"));
}

TEST(OneTime, gives_recovery_codes_that_differ_and_are_read_as_typed) {
  const auto codes = new_recovery_codes();
  ASSERT_THAT(codes, SizeIs(kRecoveryCodes));
  EXPECT_THAT(std::set(codes.begin(), codes.end()), SizeIs(kRecoveryCodes));
  EXPECT_THAT(codes[0], SizeIs(19));
  std::string typed = codes[0];
  std::erase(typed, '-');
  for (auto& c : typed) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(recovery_hash(codes[0]), recovery_hash(" " + typed));
  EXPECT_NE(recovery_hash(codes[0]), recovery_hash(codes[1]));
}

class SealTest : public testing::Test {
 protected:
  SealTest() { std::filesystem::remove(path_); }
  const std::string path_ = testing::TempDir() + "/baobei-seal-test";
};

TEST_F(SealTest, opens_what_it_sealed_and_nothing_else) {
  const auto seal = Seal::open(path_).value();
  const auto sealed = seal.seal("secret", "totp:p1");
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(Seal::open(path_).value().unseal(sealed, "totp:p1").value(), "secret");
  EXPECT_EQ(seal.unseal(sealed, "totp:p2").error().kind, ErrorKind::kCorrupt);
  auto changed = sealed;
  changed.back() = changed.back() == '0' ? '1' : '0';
  EXPECT_FALSE(seal.unseal(changed, "totp:p1"));
  EXPECT_FALSE(seal.unseal("", "totp:p1"));
  std::filesystem::remove(path_);
  EXPECT_FALSE(Seal::open(path_).value().unseal(sealed, "totp:p1")) << "another key";
}

TEST_F(SealTest, refuses_a_key_that_others_may_read) {
  ASSERT_TRUE(Seal::open(path_));
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ::chmod(path_.c_str(), 0640);
  EXPECT_EQ(Seal::open(path_).error().kind, ErrorKind::kForbidden);
  ::chmod(path_.c_str(), 0600);
  std::ofstream(path_) << "abcd\n";
  EXPECT_EQ(Seal::open(path_).error().kind, ErrorKind::kCorrupt);
}

TEST(Delays, grow_with_failures_and_end) {
  Delays delays(3);
  Instant now = kNow;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(delays.enter("a", now), Duration(0)) << i;
  EXPECT_EQ(delays.enter("a", now), seconds(1));
  EXPECT_EQ(delays.enter("a", now), seconds(1)) << "what was not tried does not count";
  now += seconds(1);
  EXPECT_EQ(delays.enter("a", now), Duration(0));
  EXPECT_EQ(delays.enter("a", now), seconds(2));
  for (int i = 0; i < 40; ++i) {
    now += std::max(delays.enter("a", now), Duration(0));
  }
  delays.enter("a", now);
  EXPECT_EQ(delays.enter("a", now), kDelayMax) << "never for good";
  EXPECT_EQ(delays.enter("b", now), Duration(0)) << "others do not wait";
  delays.passed("a");
  EXPECT_EQ(delays.enter("a", now), Duration(0));
}

TEST(Delays, forgive_what_came_well) {
  Delays delays(3);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(delays.enter("a", kNow), Duration(0)) << i;
    delays.forgive("a");
  }
  EXPECT_EQ(delays.keys(), 0U);
  delays.forgive("nobody");
}

TEST(Delays, are_forgotten_after_an_hour_and_bounded) {
  Delays delays(1);
  for (int i = 0; i < 3; ++i) delays.enter("a", kNow + seconds(i));
  EXPECT_GT(delays.enter("a", kNow + seconds(2)), Duration(0));
  EXPECT_EQ(delays.enter("a", kNow + seconds(2) + kForgottenAfter), Duration(0));
  EXPECT_EQ(delays.enter("a", kNow + seconds(2) + kForgottenAfter), Duration(0)) << "as at first";
  for (std::size_t i = 0; i < kDelayKeysMax + 5; ++i) {
    delays.enter(std::to_string(i), kNow + kForgottenAfter + seconds(i));
  }
  EXPECT_EQ(delays.keys(), kDelayKeysMax);
}

TEST(Delays, know_a_network_by_its_address) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2:ffff::1"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("::1"), network_of("::2"));
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7") << "on a socket for both";
}

}  // namespace
}  // namespace baobei::sign_in
