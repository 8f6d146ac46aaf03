#include "server/seed.h"

#include <algorithm>
#include <future>

#include "server/seed_applications.h"
#include "server/seed_story.h"
#include "sign_in/password.h"

namespace baobei::server {
namespace {

using lifecycle::OrderScope;
using lifecycle::ReleaseChoice;
using Tell = void (*)(Story&, int);

// `shift` sets cases of one kind apart by some hours.
Duration days(int count, int shift = 0) {
  return hours(24 * count + 5 * shift) + minutes(17 * shift);
}

void waits_for_review(Story& story, int shift) {
  story.registers(days(20)).submits(hours(1 + 7 * shift));
}
void waits_too_long(Story& story, int shift) {
  story.registers(days(20)).submits(hours(80 + 3 * shift));
}
void is_questioned(Story& story, int shift) {
  story.registers(days(30))
      .submits(days(3, shift))
      .is_asked(days(1, shift), "请说明评论区由谁审核、多久内处理举报？");
}
void is_refused(Story& story, int shift) {
  story.registers(days(40))
      .submits(days(6, shift))
      .is_refused(days(4, shift), "ugc_without_safety",
                  "“留言板”页可以公开发布内容，没有接入内容安全接口。");
}
void appeals(Story& story, int shift) {
  story.registers(days(40))
      .submits(days(8, shift))
      .is_refused(days(6, shift), "test_account_not_working", "按说明登录后首页空白。")
      .appeals(days(2, shift), "测试账号当时未生效，现已可用，请重新查看。");
}
void files(Story& story, int shift) {
  story.registers(days(60)).submits(hours(30 + 11 * shift)).is_passed(hours(6 + 11 * shift));
}
void is_before_the_office_on_paper(Story& story, int shift) {
  story.registers(days(60))
      .submits(days(4, shift))
      .is_passed(days(3, shift))
      .is_handed_over(days(2, shift));
}
void files_on_the_last_day(Story& story, int shift) {
  story.registers(days(60)).submits(days(9)).is_passed(hours(168) - hours(1 + 5 * shift));
}
void is_silent(Story& story, int shift) {
  story.registers(days(60)).submits(days(10, shift)).is_passed(days(8, shift));
}
void is_live_on_silence(Story& story, int shift) {
  story.registers(days(90))
      .submits(days(24, shift), ReleaseChoice::kAlsoOnSilence)
      .is_passed(days(22, shift));
}
void is_releasable(Story& story, int shift) {
  story.registers(days(90))
      .submits(days(12, shift))
      .is_passed(days(10, shift))
      .office_passes(days(6, shift));
}
void is_live_on_a_pass(Story& story, int shift) {
  story.registers(days(120))
      .submits(days(40, shift), ReleaseChoice::kOnAnswer)
      .is_passed(days(38, shift))
      .office_passes(days(34, shift));
}
void is_live(Story& story, int shift) {
  story.registers(days(120))
      .submits(days(30, shift))
      .is_passed(days(29, shift))
      .releases(days(28, shift));
}
void is_staged(Story& story, int shift) {
  story.registers(days(120))
      .submits(days(50, shift))
      .is_passed(days(49, shift))
      .releases(days(48, shift))
      .submits(days(5, shift))
      .is_passed(days(4, shift))
      .releases(days(3, shift), 2'000);
}
void waits_for_release(Story& story, int shift) {
  story.registers(days(70)).submits(days(5, shift)).is_passed(days(3, shift));
}
void fails(Story& story, int shift) {
  story.registers(days(70))
      .submits(days(14, shift))
      .is_passed(days(12, shift))
      .office_fails(days(9, shift), "ugc_no_moderation", "评论区没有先审后发，也没有举报入口。",
                    OrderScope::kService, {});
}
void is_rectified(Story& story, int shift) {
  story.registers(days(70))
      .submits(days(20, shift))
      .is_passed(days(18, shift))
      .office_fails(days(15, shift), "ugc_no_moderation", "请关闭匿名发布。", OrderScope::kService,
                    {})
      .submits(days(6, shift))
      .is_passed(days(4, shift));
}
void has_to_go(Story& story, int shift) {
  story.registers(days(90))
      .submits(days(20, shift), ReleaseChoice::kAlsoOnSilence)
      .is_passed(days(18, shift))
      .office_fails(minutes(30 + 40 * shift), "real_name_missing", "发布前没有核验真实身份。",
                    OrderScope::kService, hours(20));
}
void is_down(Story& story, int shift) {
  story.registers(days(90))
      .submits(days(30, shift), ReleaseChoice::kAlsoOnSilence)
      .is_passed(days(28, shift))
      .office_fails(days(10, shift), "ugc_without_safety", "评论没有接入内容安全接口。",
                    OrderScope::kService, hours(12));
}
void falls_back(Story& story, int shift) {
  story.registers(days(120))
      .submits(days(60, shift), ReleaseChoice::kOnAnswer)
      .is_passed(days(58, shift))
      .office_passes(days(55, shift))
      .submits(days(12, shift))
      .is_passed(days(11, shift))
      .releases(days(10, shift))
      .rolls_back(days(2, shift));
}
void withdraws(Story& story, int shift) {
  story.registers(days(50))
      .submits(days(9, shift))
      .is_passed(days(8, shift))
      .withdraws(days(5, shift));
}
void is_stopped(Story& story, int shift) {
  story.registers(days(50))
      .submits(days(9, shift))
      .is_passed(days(8, shift))
      .is_stopped(days(7, shift), "names_or_logos_misleading");
}
void lapses(Story& story, int shift) {
  story.registers(days(199)).submits(days(195, shift)).is_passed(days(190, shift));
}
void is_suspended(Story& story, int shift) {
  story.registers(days(90))
      .submits(days(30, shift))
      .is_passed(days(29, shift))
      .releases(days(28, shift))
      .suspends(days(4, shift));
}
void moves(Story& story, int shift) {
  story.registers(days(60))
      .submits(days(7, shift))
      .is_passed(days(6, shift))
      .moves_to(days(1, shift), "44");
}
void is_an_agencys(Story& story, int shift) {
  story.registers(days(60))
      .authorises_agency(days(50))
      .submits(days(4, shift))
      .is_passed(days(2, shift));
}

// A kind of story, and how many of a hundred mini-programs have it.
struct Kind {
  Tell tell;
  int of_hundred;
  bool forum;   // a filing category, else a plain one
  int subject;  // index into the cast's subjects; -1: those with a desk in turn
};

constexpr Kind kKinds[] = {
    {waits_for_review, 8, true, -1},
    {waits_for_review, 4, false, -1},
    {waits_too_long, 2, true, -1},
    {is_questioned, 4, true, -1},
    {is_refused, 4, false, -1},
    {appeals, 2, true, -1},
    {files, 12, true, -1},
    {files_on_the_last_day, 4, true, -1},
    {files, 4, true, 3},  // to be handed over: that office has no desk (R10a)
    {is_silent, 5, true, -1},
    {is_live_on_silence, 4, true, -1},
    {is_releasable, 4, true, -1},
    {is_live_on_a_pass, 5, true, -1},
    {is_live, 8, false, -1},
    {is_live, 2, false, 5},
    {is_live_on_a_pass, 2, true, 4},  // its qualification runs out soon (R2a)
    {is_staged, 3, false, -1},
    {waits_for_release, 2, false, -1},
    {fails, 3, true, -1},
    {is_rectified, 3, true, -1},
    {has_to_go, 2, true, -1},
    {is_down, 2, true, -1},
    {falls_back, 2, true, -1},
    {withdraws, 2, true, -1},
    {is_stopped, 1, true, -1},
    {lapses, 1, false, -1},
    {is_suspended, 2, false, -1},
    {moves, 1, true, 0},
    {is_an_agencys, 2, true, -1},
    {files, 2, true, 6},  // to be handed over to the office that answers on paper
    {is_before_the_office_on_paper, 2, true, 6},
};
constexpr int kSubjectsWithDesk = 3;

constexpr const char* kPlaces[] = {"城南", "城北", "河西",   "湖东", "山前", "桥头",
                                   "古镇", "滨江", "大学城", "新区", "老街", "港湾"};
constexpr const char* kForums[] = {"邻里论坛", "业主圈", "骑行社区", "花友会", "家长说",
                                   "棋友角",   "钓友圈", "二手书友", "跑团"};
constexpr const char* kTools[] = {"单位换算", "记账算",   "工时计算",
                                  "尺寸换算", "火候计时", "配比助手"};

std::string app_id(std::size_t number) {
  return "wx" + to_hex(sha256("demo mini-program " + std::to_string(number))).substr(0, 16);
}

std::string name_of(const Kind& kind, std::size_t number) {
  const auto place = std::string(kPlaces[number % std::size(kPlaces)]);
  const auto round = number / std::size(kPlaces);
  return place +
         (kind.forum ? kForums[round % std::size(kForums)] : kTools[round % std::size(kTools)]);
}

// Every kind comes before any comes again, so that few cases still show many states.
std::vector<const Kind*> choose(std::size_t cases) {
  std::vector<const Kind*> chosen;
  for (int round = 0; chosen.size() < cases; ++round) {
    for (const auto& kind : kKinds) {
      const bool again = round % 100 < kind.of_hundred;
      if (again && chosen.size() < cases) chosen.push_back(&kind);
    }
  }
  return chosen;
}

// Numbers that nobody has: no local number begins with 0. One person answers for two subjects.
Status put_contacts(Node& node, const Cast& cast, Instant now) {
  std::size_t number = 0;
  for (const auto& row : cast.subjects) {
    const auto last = std::min<std::size_t>(++number, 6);
    const http::Contact contact{row.name + "责任人", "+86100000000" + std::to_string(last)};
    TRY(node.contacts().put(row.subject.id, contact, "person-developer", now));
  }
  return {};
}

Status put_on_writer(Node& node, const Cast& cast, Instant now) {
  TRY_ASSIGN(const auto password, sign_in::hash_password(cast.password));
  auto promise = std::make_shared<std::promise<Status>>();
  auto done = promise->get_future();
  const bool taken = node.engine().run_on_writer([&](engine::Store& store) {
    promise->set_value([&]() -> Status {
      TRY(put_cast(store, cast, now));
      TRY(put_contacts(node, cast, now));
      for (const auto& one : cast.people) {
        TRY(node.sign_ins().put_password(one.person.id, password, now, {}));
      }
      return {};
    }());
  });
  if (!taken) return fail(ErrorKind::kUnavailable, "too many writes wait");
  return done.get();
}

class ScratchFolder {
 public:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

Result<Seeded> seed(Node& node, std::size_t cases, Instant now) {
  Seeded out{make_cast(), app_id(0), cases};
  TRY(put_on_writer(node, out.cast, now));
  std::error_code error;
  const auto temporary = std::filesystem::temp_directory_path(error);
  const ScratchFolder scratch(temporary / random_id("baobei_samples"));
  SeedStage stage(node, out.cast, scratch.path());

  std::vector<std::unique_ptr<Story>> stories;
  std::map<const Kind*, int> told;
  std::size_t number = 0;
  for (const auto* kind : choose(cases)) {
    ++number;
    StoryBegin begin{
        app_id(number), name_of(*kind, number),
        kind->subject >= 0 ? static_cast<std::size_t>(kind->subject) : number % kSubjectsWithDesk,
        kind->forum ? "neighbourhood-forum" : "unit-converter",
        kind->forum ? kForumCategory : kPlainCategory};
    stories.push_back(std::make_unique<Story>(stage, now, std::move(begin)));
    kind->tell(*stories.back(), told[kind]++);
  }
  StoryBegin walk{out.walk_app, "邻里论坛", 0, "neighbourhood-forum", kForumCategory};
  stories.push_back(std::make_unique<Story>(stage, now, std::move(walk)));
  stories.back()->registers(hours(1));
  plan_applications(stage, node, out.cast, now);
  TRY(stage.play(now));
  return out;
}

}  // namespace baobei::server
