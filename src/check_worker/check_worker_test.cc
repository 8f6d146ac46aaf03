// The child from both sides: honest work in a whole sandbox, and a child that crashes, hangs, lies,
// chatters and devours, each told apart and never taken for *passed* (R4). The test program is its
// own child: `… check-worker` works honestly, `… fault NAME` does not.
#include "check_worker/check_worker.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "base/file.h"
#include "check/child.h"
#include "check_worker/child_faults.h"
#include "package/pack.h"
#include "package/test_archives.h"

namespace baobei::check_worker {
namespace {

namespace wire = check::wire;
using check::ChildEnd;
using check::Job;
using check::Outcome;
using package::file_of;
using package::zip_of;
using testing::IsEmpty;
using testing::Not;
using wire::LayerState;
using wire::Sandbox;

// ---- the parent -------------------------------------------------------------------------------

check::Worker honest() {
  return {"/proc/self/exe", {"check-worker"}};
}
check::Worker faulty(const std::string& name) {
  return {"/proc/self/exe", {"fault", name}};
}

std::map<std::string, std::string> some_app() {
  auto files = check::example_app();
  files["app.json"] = "{\"pages\": [\"pages/index/index\", \"pages/缺/缺\"]}";
  return files;
}

Fd pack_file(const std::map<std::string, std::string>& files) {
  return file_of(*package::pack_of(files));
}

check::Report checked(const check::Worker& worker, const check::ChildLimits& limits = {},
                      Sandbox sandbox = Sandbox::kRequired) {
  const Fd pack = pack_file(some_app());
  const auto digest = sha256_of_file(pack.get());
  return check::check_in_child(worker, pack.get(), *digest, {}, sandbox, limits);
}

void check_end(const std::string& fault, ChildEnd end, const check::ChildLimits& limits = {}) {
  const auto report = checked(faulty(fault), limits);
  EXPECT_EQ(report.outcome, Outcome::kCouldNotCheck) << fault;
  ASSERT_TRUE(report.failure) << fault;
  EXPECT_EQ(report.failure->reason, check::name(end))
      << fault << ": " << report.failure->message.en;
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_TRUE(check::parse_report(check::serialise(report)));
}

TEST(Child, ChecksAsTheLibraryDoes) {
  const Fd pack = pack_file(some_app());
  const auto opened = package::Pack::open(pack.get());
  ASSERT_TRUE(opened);
  auto expected = check::check_pack(*opened, {"2026-03"});
  auto report = check::check_in_child(honest(), pack.get(), expected.package.digest, {"2026-03"},
                                      Sandbox::kRequired);
  EXPECT_EQ(report.outcome, Outcome::kFindings) << check::serialise(report);
  report.elapsed_ms = expected.elapsed_ms = 0;
  EXPECT_EQ(check::serialise(report), check::serialise(expected));
}

TEST(Child, UnpacksAsTheLibraryDoes) {
  const Fd zip = file_of(zip_of({{"顶/app.json", "{}"}, {"顶/é.js", std::string(300'000, 'x')}}));
  const Fd expected = package::empty_file();
  const Fd out = package::empty_file();
  const auto tree = check::unpack_in_child(honest(), zip.get(), out.get(), Sandbox::kRequired);
  ASSERT_TRUE(tree) << to_string(tree.error());
  EXPECT_EQ(package::pack_archive(zip.get(), expected.get()), *tree);
  EXPECT_EQ(sha256_of_file(out.get()), tree->digest);
}

TEST(Child, UnpacksTarsWithTheirNamesAndTimes) {
  const Fd tar = file_of(package::tar_of({{"pages/首页.js", "x"}, {"app.json", "{}"}}));
  const Fd out = package::empty_file();
  const auto tree = check::unpack_in_child(honest(), tar.get(), out.get(), Sandbox::kRequired);
  ASSERT_TRUE(tree) << to_string(tree.error());
  EXPECT_EQ(tree->files.back().path, "pages/首页.js");
}

TEST(Child, OutlinesAsTheLibraryDoes) {
  const Fd pack = pack_file(some_app());
  const auto digest = *sha256_of_file(pack.get());
  const auto outline = check::outline_in_child(honest(), pack.get(), digest, Sandbox::kRequired);
  ASSERT_TRUE(outline) << to_string(outline.error());
  const auto expected = check::outline_of(*package::Pack::open(pack.get()));
  EXPECT_FALSE(expected.items.empty());
  EXPECT_EQ(check::serialise(*outline), check::serialise(expected));
}

std::map<std::string, std::string> app_with_pictures() {
  auto files = some_app();
  std::ifstream code(std::string(BAOBEI_SOURCE_DIR) +
                     "/src/check_worker/testdata/contact_code.png");
  files["images/me.png"] = {std::istreambuf_iterator<char>(code), {}};
  files["images/broken.png"] = "\x89PNG\r\n\x1a\n";
  files["images/moving.gif"] = "GIF89a";
  std::ifstream poster(std::string(BAOBEI_SOURCE_DIR) + "/src/pictures/testdata/poster.webp");
  files["images/poster.webp"] = {std::istreambuf_iterator<char>(poster), {}};
  files["images/same.webp"] = files["images/poster.webp"];
  return files;
}

TEST(Child, ReadsTheCodesAndWordsInPictures) {
  const Fd pack = pack_file(app_with_pictures());
  const auto digest = *sha256_of_file(pack.get());
  const auto codes =
      check::picture_codes_in_child(honest(), pack.get(), digest, Sandbox::kRequired);
  ASSERT_TRUE(codes) << to_string(codes.error());
  EXPECT_EQ(codes->read, 3u);
  EXPECT_EQ(codes->not_read, (std::vector<std::string>{"images/broken.png", "images/moving.gif"}));
  EXPECT_THAT(codes->words_not_read, IsEmpty());
  EXPECT_EQ(codes->words_missing, "");
  ASSERT_EQ(codes->codes.size(), 5u);
  EXPECT_EQ(codes->codes.front().file, "images/me.png");
  EXPECT_EQ(codes->codes.front().text, "https://u.wechat.com/kExample");
  EXPECT_EQ(codes->codes.front().says, check::PictureSays::kCode);
  EXPECT_EQ(codes->codes.back().file, "images/same.webp");
  EXPECT_EQ(codes->codes.back().says, check::PictureSays::kWords);
  EXPECT_GT(codes->codes.back().width, 300u);
}

TEST(Child, WhatPicturesSayIsChecked) {
  const Fd pack = pack_file(app_with_pictures());
  const auto codes = check::picture_codes_in_child(honest(), pack.get(),
                                                   *sha256_of_file(pack.get()), Sandbox::kRequired);
  ASSERT_TRUE(codes) << to_string(codes.error());
  check::Options options;
  options.not_looked_at = check::not_looked_at(*codes);
  for (const char* file : {"images/me.png", "images/poster.webp"}) {
    options.codes = codes->codes;
    std::erase_if(options.codes, [&](const auto& code) { return code.file != file; });
    const auto report = check::check_pack(*package::Pack::open(pack.get()), options);
    const auto found = std::ranges::find(report.findings, file, &check::Finding::file);
    ASSERT_NE(found, report.findings.end()) << file;
    EXPECT_EQ(found->rule, "content/private-contact");
    EXPECT_NE(found->message.zh.find(check::shown_region(options.codes.front())), std::string::npos)
        << found->message.zh;
    EXPECT_NE(std::ranges::find(report.coverage.files_skipped,
                                check::Skipped{"images/broken.png", "unreadable"}),
              report.coverage.files_skipped.end());
  }
}

TEST(Child, TellsThatWordsWereNotLookedFor) {
  check::PictureCodes codes;
  codes.words_missing = "no_data";
  codes.words_not_read = {"images/a.png"};
  const auto skipped = check::not_looked_at(codes);
  EXPECT_EQ(skipped, (std::vector<check::Skipped>{{"images/a.png", "words_not_read"},
                                                  {"", "words_no_data"}}));
  EXPECT_EQ(*check::parse_picture_codes(check::serialise(codes)), codes);
  codes.words_missing = "something else";
  EXPECT_FALSE(check::parse_picture_codes(check::serialise(codes)).has_value());
}

TEST(Child, CodesOfPicturesAreThereOrNot) {
  const Fd pack = pack_file(app_with_pictures());
  const auto digest = *sha256_of_file(pack.get());
  const std::map<std::string, ChildEnd> ends = {{"crash", ChildEnd::kCrashed},
                                                {"no-json", ChildEnd::kGarbage},
                                                {"other-package", ChildEnd::kGarbage},
                                                {"weak-sandbox", ChildEnd::kSandboxUnavailable}};
  for (const auto& [fault, end] : ends) {
    const auto codes =
        check::picture_codes_in_child(faulty(fault), pack.get(), digest, Sandbox::kRequired);
    ASSERT_FALSE(codes) << fault;
    EXPECT_EQ(codes.error().context, check::name(end)) << fault;
  }
}

TEST(Child, OutlinesAreThereOrNot) {
  const Fd pack = pack_file(some_app());
  const auto digest = *sha256_of_file(pack.get());
  const std::map<std::string, ChildEnd> ends = {
      {"crash", ChildEnd::kCrashed},         {"socket", ChildEnd::kForbiddenCall},
      {"no-json", ChildEnd::kGarbage},       {"other-package", ChildEnd::kGarbage},
      {"chatter", ChildEnd::kTooMuchOutput}, {"weak-sandbox", ChildEnd::kSandboxUnavailable}};
  for (const auto& [fault, end] : ends) {
    const auto outline =
        check::outline_in_child(faulty(fault), pack.get(), digest, Sandbox::kRequired);
    ASSERT_FALSE(outline) << fault;
    EXPECT_EQ(outline.error().kind, ErrorKind::kUnavailable) << fault;
    EXPECT_EQ(outline.error().context, check::name(end)) << fault;
  }
  const auto other =
      check::outline_in_child(honest(), pack.get(), sha256("other"), Sandbox::kRequired);
  EXPECT_EQ(other.error().kind, ErrorKind::kCorrupt);
}

TEST(Child, RefusedArchivesKeepTheirFault) {
  const Fd zip = file_of(zip_of({{"../x", "x"}}));
  const Fd out = package::empty_file();
  const auto tree = check::unpack_in_child(honest(), zip.get(), out.get(), Sandbox::kRequired);
  ASSERT_FALSE(tree);
  ASSERT_TRUE(package::fault_of(tree.error())) << to_string(tree.error());
  EXPECT_EQ(package::fault_of(tree.error())->code, package::FaultCode::kTraversal);
  EXPECT_EQ(tree.error().context, "../x");
}

TEST(Child, SandboxStands) {
  const Fd pack = pack_file(some_app());
  const auto outcome = check::run_child(honest(), Job{}, pack.get(), -1);
  ASSERT_EQ(outcome.end, ChildEnd::kDone) << outcome.detail;
  EXPECT_THAT(wire::missing_layers(outcome.layers), IsEmpty());
  EXPECT_EQ(outcome.layers.size(), 6u);
  for (const auto& layer : outcome.layers)
    EXPECT_NE(layer.state, LayerState::kFailed) << layer.name;
}

TEST(Child, CrashesAreCrashes) {
  check_end("crash", ChildEnd::kCrashed);
  check_end("segfault", ChildEnd::kCrashed);
  check_end("exit", ChildEnd::kCrashed);
}

TEST(Child, ForbiddenCallsEndIt) {
  for (const char* fault : {"socket", "fork", "exec", "kill-parent"}) {
    check_end(fault, ChildEnd::kForbiddenCall);
  }
}

TEST(Child, PathsAreRefusedWithoutEndingIt) {
  EXPECT_EQ(checked(faulty("open")).outcome, Outcome::kFindings);
}

TEST(Child, HangingEndsAtTheWallClock) {
  check::ChildLimits limits;
  limits.wall = std::chrono::milliseconds(150);
  check_end("hang", ChildEnd::kTimedOut, limits);
  check_end("hang-after-answer", ChildEnd::kTimedOut, limits);
}

TEST(Child, SpinningEndsAtTheProcessorsClock) {
  check::ChildLimits limits;
  limits.processor = std::chrono::seconds(1);
  check_end("spin", ChildEnd::kTimedOut, limits);
}

TEST(Child, DevouringMemoryEndsIt) {
  check::ChildLimits limits;
  limits.memory_bytes = 300ull * 1024 * 1024;
  check_end("devour", ChildEnd::kOutOfMemory, limits);
}

TEST(Child, ChatteringEndsIt) {
  check_end("chatter", ChildEnd::kTooMuchOutput);
}

TEST(Child, GarbageIsNoReport) {
  for (const char* fault :
       {"silence", "noise", "no-layers", "no-result", "two-results", "no-json"}) {
    check_end(fault, ChildEnd::kGarbage);
  }
}

TEST(Child, LiesAreFound) {
  for (const char* fault : {"other-package", "other-rules", "unknown-rule", "set-aside"}) {
    check_end(fault, ChildEnd::kLied);
  }
}

TEST(Child, MissingLayerIsNamed) {
  const auto report = checked(faulty("weak-sandbox"));
  EXPECT_EQ(report.outcome, Outcome::kCouldNotCheck);
  EXPECT_EQ(report.failure->reason, "sandbox_unavailable");
  EXPECT_NE(report.failure->message.en.find("seccomp"), std::string::npos);
  EXPECT_NE(report.failure->message.zh.find("seccomp"), std::string::npos);
  EXPECT_EQ(checked(faulty("weak-sandbox"), {}, Sandbox::kBestEffort).outcome, Outcome::kFindings);
}

TEST(Child, OtherPrograms) {
  const auto missing = checked({"/nowhere/at/all", {}});
  EXPECT_EQ(missing.failure->reason, "cannot_start");
  const auto other = checked({"/bin/true", {}});
  EXPECT_EQ(other.failure->reason, "garbage");
}

TEST(Child, DamagedPackIsNotEvenHandedOver) {
  const Fd file = file_of("no pack");
  const auto report =
      check::check_in_child(honest(), file.get(), sha256("x"), {}, Sandbox::kRequired);
  EXPECT_EQ(report.outcome, Outcome::kCouldNotCheck);
  EXPECT_EQ(report.failure->reason, "damaged_package");
}

TEST(Child, AnotherPackThanNamedIsDamage) {
  const Fd pack = pack_file(some_app());
  const auto report =
      check::check_in_child(honest(), pack.get(), sha256("x"), {}, Sandbox::kRequired);
  EXPECT_EQ(report.failure->reason, "damaged_package");
}

TEST(Child, SeveralAtOnceDoNotMeet) {
  std::vector<std::thread> threads;
  std::array<Outcome, 6> outcomes = {};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    threads.emplace_back(
        [&outcomes, i] { outcomes[i] = checked(i % 2 == 0 ? honest() : faulty("crash")).outcome; });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i], i % 2 == 0 ? Outcome::kFindings : Outcome::kCouldNotCheck) << i;
  }
}

TEST(Child, BadUnpackingsAreErrors) {
  const auto end_of = [](const std::string& fault, std::uint64_t output_bytes) {
    check::ChildLimits limits;
    limits.output_bytes = output_bytes;
    const Fd zip = file_of(zip_of({{"app.json", "{}"}}));
    const Fd out = package::empty_file();
    const auto tree =
        check::unpack_in_child(faulty(fault), zip.get(), out.get(), Sandbox::kRequired, limits);
    return tree ? "taken" : tree.error().context;
  };
  constexpr std::uint64_t kPlenty = 1024 * 1024;
  EXPECT_EQ(end_of("unpack-lie", kPlenty), "lied");
  EXPECT_EQ(end_of("unpack-nothing", kPlenty), "lied");
  EXPECT_EQ(end_of("unpack-too-much", kPlenty), "too_much_output");
  EXPECT_EQ(end_of("crash", kPlenty), "crashed");
}

TEST(Child, LeavesNothingBehind) {
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                         std::filesystem::directory_iterator());
  };
  const auto before = open_files();
  check_end("crash", ChildEnd::kCrashed);
  EXPECT_EQ(checked(honest()).outcome, Outcome::kFindings);
  EXPECT_EQ(open_files(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(Ends, EachHasANameAndTexts) {
  std::set<std::string_view> names;
  for (int end = 0; end <= static_cast<int>(ChildEnd::kLied); ++end) {
    EXPECT_TRUE(names.insert(check::name(ChildEnd(end))).second);
    EXPECT_THAT(check::explain(ChildEnd(end), "x").zh, Not(IsEmpty()));
  }
}

TEST(Wire, FramesAreWholeOrNone) {
  const auto two =
      wire::encode(wire::FrameKind::kSandbox, "ab") + wire::encode(wire::FrameKind::kResult, "");
  ASSERT_TRUE(wire::decode_all(two));
  EXPECT_EQ(wire::decode_all(two)->size(), 2u);
  for (std::size_t length = 1; length < two.size(); ++length) {
    if (length == wire::kHeaderBytes + 2) continue;  // the first frame alone
    EXPECT_FALSE(wire::decode_all(two.substr(0, length))) << length;
  }
  EXPECT_FALSE(wire::decode_all(wire::encode(wire::FrameKind('Z'), "")));
  EXPECT_FALSE(wire::decode_all(std::string("\xFF\xFF\xFF\xFFR", 5)));
}

}  // namespace
}  // namespace baobei::check_worker

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "check-worker") return baobei::check_worker::run_check_worker();
  if (mode == "fault" && argc > 2) return baobei::check_worker::run_fault(argv[2]);
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
