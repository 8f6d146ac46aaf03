// Reports kept on a developer's machine: found again, never for something else, never too many.
#include "check/report_cache.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "check/rule.h"
#include "check/test_packs.h"

namespace baobei::check {
namespace {

namespace fs = std::filesystem;

class ReportCaches : public testing::Test {
 protected:
  ReportCaches()
      : folder_(fs::path(testing::TempDir()) / ("reports-" + std::to_string(getpid()))),
        cache_(folder_),
        file_(pack_file(example_app())),
        pack_(*package::Pack::open(file_.get())) {}
  ~ReportCaches() override { fs::remove_all(folder_); }

  std::size_t kept() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
  ReportCache cache_;
  Fd file_;
  package::Pack pack_;
};

TEST_F(ReportCaches, WhatWasKeptIsFound) {
  EXPECT_FALSE(cache_.find(pack_, {}).has_value());
  const auto report = check_pack(pack_);
  cache_.keep(pack_, {}, report);
  ASSERT_TRUE(cache_.find(pack_, {}).has_value());
  EXPECT_EQ(*cache_.find(pack_, {}), report);
}

TEST_F(ReportCaches, AnotherPackageOrAnotherQuestionIsNotFound) {
  cache_.keep(pack_, {}, check_pack(pack_));
  Options declared;
  declared.declared = {"social-forum"};
  EXPECT_FALSE(cache_.find(pack_, declared).has_value());
  Options personal;
  personal.subject = "personal";
  EXPECT_FALSE(cache_.find(pack_, personal).has_value());
  Options set;
  set.settings = "fail_on = \"note\"\n";
  EXPECT_FALSE(cache_.find(pack_, set).has_value());
  auto files = example_app();
  files["pages/index/index.wxml"] += " ";
  const Fd other = pack_file(files);
  EXPECT_FALSE(cache_.find(*package::Pack::open(other.get()), {}).has_value());
}

TEST_F(ReportCaches, AnotherDayIsAnotherQuestion) {
  Options on_the_day;
  on_the_day.today = "2026-11-26";
  cache_.keep(pack_, on_the_day, check_pack(pack_, on_the_day));
  EXPECT_TRUE(cache_.find(pack_, on_the_day).has_value());
  auto the_day_after = on_the_day;
  the_day_after.today = "2026-11-27";
  EXPECT_FALSE(cache_.find(pack_, the_day_after).has_value());
}

TEST_F(ReportCaches, WhatIsNoReportIsNone) {
  cache_.keep(pack_, {}, check_pack(pack_));
  ASSERT_EQ(kept(), 1u);
  std::ofstream(fs::directory_iterator(folder_)->path()) << "{}";
  EXPECT_FALSE(cache_.find(pack_, {}).has_value());
}

TEST_F(ReportCaches, WhatCouldNotBeCheckedIsNotKept) {
  auto report = check_pack(pack_);
  report = could_not_check(report.package, report.versions, {"crashed", {"坏了", "it broke"}});
  cache_.keep(pack_, {}, report);
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(ReportCaches, TheOldestGo) {
  const auto report = check_pack(pack_);
  const auto told = [](std::size_t i) {
    Options options;
    options.subject = std::to_string(i);
    return options;
  };
  const std::size_t all = ReportCache::kReportsKept + 5;
  for (std::size_t i = 0; i < all; ++i) cache_.keep(pack_, told(i), report);
  EXPECT_EQ(kept(), ReportCache::kReportsKept);
  EXPECT_TRUE(cache_.find(pack_, told(all - 1)).has_value());
}

}  // namespace
}  // namespace baobei::check
