// A category from the application to its end, against the program itself: applied for, not
// declarable, accepted, declarable, lapsed, not releasable (R2, R2a). The server is killed after
// every answer that matters: what was acknowledged is there when it comes back.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace baobei {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSubject = "subject-zhejiang";
constexpr const char* kCategory = "catering-restaurant";

std::string text_of(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The text of a member of flat JSON, wherever it stands.
std::string member(const std::string& json, const std::string& name) {
  const auto open = "\"" + name + "\":\"";
  const auto at = json.find(open);
  if (at == std::string::npos) return {};
  const auto from = at + open.size();
  return json.substr(from, json.find('"', from) - from);
}

// A demo whose data folder outlives its process.
class KeptDemo {
 public:
  KeptDemo()
      : folder_(fs::path(testing::TempDir()) / ("baobei-kept-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~KeptDemo() {
    kill_hard();
    fs::remove_all(folder_);
  }
  KeptDemo(const KeptDemo&) = delete;
  KeptDemo& operator=(const KeptDemo&) = delete;

  const fs::path& folder() const { return folder_; }

  bool start() {
    const auto file = (folder_ / "sign-ins.json").string();
    fs::remove(file);
    const auto data = (folder_ / "data").string();
    process_ = ::fork();
    if (process_ == 0) {
      ::execl(BAOBEI_PROGRAM, BAOBEI_PROGRAM, "demo", "--cases", "1", "--quiet", "--people",
              file.c_str(), "--data", data.c_str(), "--set", "http.port=0", "--set",
              "check.sandbox=best_effort", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    for (int look = 0; look < 1'200 && !fs::exists(file); ++look) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    people_ = text_of(file);
    return !people_.empty();
  }
  void kill_hard() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }
  void crash_and_return() {
    kill_hard();
    ASSERT_TRUE(start());
  }

  std::string app() const { return member(people_, "app"); }

  struct Ran {
    int code = -1;
    std::string out;
  };
  Ran run(const std::string& who, const std::string& arguments) const {
    Ran ran;
    const auto line = "BAOBEI_LANG=en BAOBEI_URL=" + member(people_, "url") +
                      " BAOBEI_TOKEN=" + member(people_, who) + " " BAOBEI_PROGRAM " " + arguments +
                      " 2>&1";
    FILE* pipe = ::popen(line.c_str(), "r");
    if (pipe == nullptr) return ran;
    std::array<char, 4096> piece{};
    for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
      ran.out.append(piece.data(), got);
    }
    const int status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
  }

 private:
  const fs::path folder_;
  pid_t process_ = -1;
  std::string people_;
};

#define EXPECT_RUN(who, arguments, wanted, words)                                      \
  do {                                                                                 \
    const auto ran = demo.run(who, arguments);                                         \
    EXPECT_EQ(ran.code, wanted) << arguments << "\n" << ran.out;                       \
    EXPECT_NE(ran.out.find(words), std::string::npos) << arguments << "\n" << ran.out; \
  } while (false)

// Until the automatic check is over and a person holds the case.
void wait_for_review(const KeptDemo& demo) {
  for (int look = 0; look < 600; ++look) {
    const auto shown = demo.run("reviewer", "review show " + demo.app() + " 1 --json");
    if (member(shown.out, "state") == "reviewing") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ADD_FAILURE() << "the check does not end";
}

// The number of the member after `name` in an answer.
std::string number_in(const std::string& json, const std::string& name) {
  const auto open = "\"" + name + "\":";
  const auto at = json.find(open);
  EXPECT_NE(at, std::string::npos) << json;
  if (at == std::string::npos) return "0";
  return std::to_string(std::strtoul(json.c_str() + at + open.size(), nullptr, 10));
}

TEST(Story, ACategoryIsAppliedForAcceptedAndLapses) {
  KeptDemo demo;
  ASSERT_TRUE(demo.start());
  const auto subject = std::string(kSubject) + " " + kCategory;
  const auto scan = (demo.folder() / "licence.pdf").string();
  std::ofstream(scan) << "%PDF-1.7 the licence";
  const auto submit = "submit " + demo.app() + " " BAOBEI_SAMPLES "/unit-converter --category " +
                      std::string(kCategory);

  EXPECT_RUN("developer", "categories show " + subject, 0, "Food business licence");
  EXPECT_RUN("developer", "categories apply " + subject, 1, "documents");
  const auto applied =
      demo.run("developer", "categories apply " + subject + " --document '" + scan +
                                ",title=licence,number=A-1,expires=+400d' --json");
  ASSERT_EQ(applied.code, 0) << applied.out;
  const auto number = number_in(applied.out, "application");
  demo.crash_and_return();
  EXPECT_RUN("developer", submit, 1, "R2");
  EXPECT_RUN("operator", "categories applications --state applied", 0, kCategory);
  const auto detail = demo.run("operator", "categories applications " + number + " --json");
  const auto document = number_in(detail.out, "document");
  const auto saved = (demo.folder() / "given.pdf").string();
  EXPECT_RUN("operator", "categories document " + number + " " + document + " --output " + saved, 0,
             "Saved");
  EXPECT_EQ(text_of(saved), "%PDF-1.7 the licence");
  EXPECT_RUN("developer", "categories accept " + number, 4, "role");
  EXPECT_RUN("operator", "categories accept " + number + " --valid-until +2h", 0, "accepted");
  demo.crash_and_return();

  EXPECT_RUN("developer", "categories show " + std::string(kSubject) + " --held", 0, kCategory);
  EXPECT_RUN("developer", submit, 0, "");
  wait_for_review(demo);
  EXPECT_RUN("reviewer", "review pass " + demo.app() + " 1 --reason seen", 0, "");
  EXPECT_RUN("operator", "clock --by 3h", 0, "");
  EXPECT_RUN("developer", "release " + demo.app() + " 1", 1, "R2a");
}

}  // namespace
}  // namespace baobei
