// Signatures as any library of Standard Webhooks makes them, secrets from a file, pauses.
#include "courier/signing.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>

#include <filesystem>

#include "courier/message.h"
#include "courier/schedule.h"

namespace baobei::courier {
namespace {

std::vector<std::uint8_t> from_base64(const std::string& text) {
  std::vector<std::uint8_t> bytes(text.size());
  std::size_t length = 0;
  EXPECT_EQ(sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr,
                              &length, nullptr, sodium_base64_VARIANT_ORIGINAL),
            0);
  bytes.resize(length);
  return bytes;
}

// The example that the specification's own libraries test themselves with.
TEST(Signing, is_the_one_of_the_specification) {
  const auto secret = from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  EXPECT_EQ(signature_of(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330,
                         R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signing, a_secret_is_shown_as_libraries_take_it) {
  Secret key{};
  key.fill(7);
  const auto secret = Secrets(key).secret_of("whk_1", 1);
  const auto text = shown(secret);
  ASSERT_TRUE(text.starts_with("whsec_"));
  const auto bytes = from_base64(text.substr(6));
  EXPECT_TRUE(std::ranges::equal(bytes, secret));
}

TEST(Signing, every_webhook_and_every_rotation_has_its_own_secret) {
  Secret key{};
  const Secrets secrets(key);
  key.fill(1);
  const std::vector<Secret> all = {
      secrets.secret_of("whk_1", 1),  secrets.secret_of("whk_1", 2),
      secrets.secret_of("whk_2", 1),  secrets.secret_of("whk_1", 11),
      secrets.secret_of("whk_11", 1), Secrets(key).secret_of("whk_1", 1)};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(all[i], all[j]) << i << " " << j;
  }
}

TEST(Signing, the_key_lies_in_a_file_that_nobody_else_may_read) {
  std::string folder = testing::TempDir() + "baobei-webhooks-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto path = folder + "/webhooks";
  const auto made = Secrets::open(path);
  ASSERT_TRUE(made) << to_string(made.error());
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(Secrets::open(path)->secret_of("a", 1), made->secret_of("a", 1));
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_EQ(Secrets::open(path).error().kind, ErrorKind::kForbidden);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  std::filesystem::resize_file(path, 10);
  EXPECT_EQ(Secrets::open(path).error().kind, ErrorKind::kCorrupt);
  std::filesystem::remove_all(folder);
}

TEST(Schedule, pauses_grow_and_end) {
  Duration before{};
  Duration all{};
  for (std::uint32_t failures = 1; failures <= kPauses.size(); ++failures) {
    const auto pause = pause_after(failures, "whk_1", {});
    ASSERT_TRUE(pause) << failures;
    EXPECT_GT(*pause, before);
    EXPECT_GE(*pause, kPauses.at(failures - 1));
    EXPECT_LE(*pause, kPauses.at(failures - 1) * 11 / 10);
    before = *pause;
    all += kPauses.at(failures - 1);
  }
  EXPECT_FALSE(pause_after(static_cast<std::uint32_t>(kPauses.size()) + 1, "whk_1", {}));
  EXPECT_EQ(std::chrono::floor<std::chrono::hours>(all), std::chrono::hours(46));
}

TEST(Schedule, a_receiver_may_ask_for_more_time_but_not_for_ever) {
  using std::chrono::hours;
  EXPECT_EQ(pause_after(1, "whk_1", hours(2)), hours(2));
  EXPECT_EQ(pause_after(1, "whk_1", hours(999)), kRetryAfterMax);
  EXPECT_EQ(pause_after(5, "whk_1", std::chrono::seconds(1)), pause_after(5, "whk_1", {}));
}

TEST(Messages, an_answer_is_kept_as_text) {
  EXPECT_EQ(kept_answer("thanks"), "thanks");
  EXPECT_EQ(kept_answer("\x1b[31mred"), "\xEF\xBF\xBD[31mred");
  EXPECT_EQ(kept_answer(std::string("收到").substr(0, 5)), "收") << "cut in a character";
  EXPECT_EQ(kept_answer("\xff\xfe"
                        "a"),
            "\xEF\xBF\xBD\xEF\xBF\xBD"
            "a");
  EXPECT_EQ(kept_answer(""), "");
}

}  // namespace
}  // namespace baobei::courier
