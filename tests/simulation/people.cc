#include "simulation/people.h"

#include <algorithm>

#include "lifecycle/rights.h"
#include "support/table_book.h"

namespace baobei::simulation {
namespace {

using namespace std::chrono_literals;
using lifecycle::App;
using lifecycle::CommandData;
using lifecycle::Role;
using lifecycle::SubmissionState;

Member member(const std::string& person, const std::string& org, const std::string& unit, Role role,
              const std::string& region = "") {
  return {{person, org, unit, "名字", {role}, region, true}, {person, role, org, unit, region}};
}

template <typename T>
const T& any(Random& random, const std::vector<T>& list) {
  return list[below(random, list.size())];
}

}  // namespace

std::string app_name(std::size_t number) {
  return "wx" + std::to_string(number);
}
Digest version_digest(std::size_t number) {
  return sha256("version " + std::to_string(number));
}

const std::vector<Member>& everybody() {
  static const std::vector<Member> all = {
      member("dev-a", "org-a", "", Role::kDeveloper),
      member("dev-b", "org-b", "", Role::kDeveloper),
      member("agent", "org-agency", "", Role::kDeveloper),
      member("reviewer-1", "org-op", "unit-1", Role::kReviewer),
      member("reviewer-2", "org-op", "unit-2", Role::kReviewer),
      member("senior", "org-op", "unit-2", Role::kSeniorReviewer),
      member("officer-33", "office-33", "", Role::kOfficer, "33"),
      member("officer-33b", "office-33", "", Role::kOfficer, "33"),
      member("officer-44", "office-44", "", Role::kOfficer, "44"),
      member("officer-11", "office-11", "", Role::kOfficer, "11"),
      member("operator-1", "org-op", "unit-1", Role::kOperator),
      member("operator-2", "org-op", "unit-2", Role::kOperator)};
  return all;
}

const lifecycle::Subject& subject_of(std::size_t app_number) {
  using lifecycle::SubjectKind;
  static const lifecycle::Subject subjects[] = {{"sub-a", SubjectKind::kEnterprise, "33"},
                                                {"sub-b", SubjectKind::kEnterprise, "44"},
                                                {"sub-c", SubjectKind::kOverseasEnterprise, ""},
                                                {"sub-d", SubjectKind::kOverseasOther, ""}};
  return subjects[app_number % std::size(subjects)];
}

std::uint32_t People::pick(std::size_t count) {
  if (count == 0 || chance(random_, 5)) return static_cast<std::uint32_t>(count + 1);
  return static_cast<std::uint32_t>(1 + below(random_, count));
}

lifecycle::TextRef People::words() {
  return chance(random_, 90) ? sha256("words " + std::to_string(random_())) : lifecycle::TextRef{};
}

std::vector<lifecycle::CategoryId> People::some_categories() {
  std::vector<lifecycle::CategoryId> all = {test::kPlain, test::kForum, test::kLive, test::kClinic};
  std::ranges::shuffle(all, random_);
  all.resize(1 + below(random_, 2));
  if (chance(random_, 3)) all.push_back(test::kUnknown);
  return all;
}

CommandData People::submit(const App& app) {
  lifecycle::Submit submit;
  submit.digest = version_digest(below(random_, kVersions));
  submit.categories = some_categories();
  submit.release_choice = static_cast<lifecycle::ReleaseChoice>(below(random_, 3));
  for (const auto& item : app.items) {
    if (!item.closed && chance(random_, 97)) submit.item_answers.push_back({item.no, words()});
  }
  submit.notes = words();
  return submit;
}

CommandData People::on_submission(const App& app, const lifecycle::Submission& submission) {
  const auto no = submission.no;
  const auto revision = submission.review_revision + (chance(random_, 5) ? 1 : 0);
  const lifecycle::Reason reason{"content", std::nullopt, words()};
  if (chance(random_, 6)) return lifecycle::Withdraw{no};
  if (chance(random_, 3)) return lifecycle::StopCase{no, reason};
  switch (submission.state) {
    case SubmissionState::kChecking:
      return lifecycle::RecordCheck{
          no, submission.check_attempt, static_cast<lifecycle::CheckOutcome>(below(random_, 3)),
          sha256("report"),
          chance(random_, 10) ? std::vector<std::string>{"bad-json"} : std::vector<std::string>{}};
    case SubmissionState::kReviewing: {
      if (chance(random_, 15)) return lifecycle::AskDeveloper{no, words()};
      if (chance(random_, 15)) {
        return lifecycle::RefuseReview{no, submission.digest, revision, {reason}};
      }
      lifecycle::PassReview pass{no, submission.digest, revision, {}, words()};
      for (const auto& declared : submission.categories) {
        if (declared.filing && chance(random_, 85)) pass.present.push_back(declared.category);
      }
      return pass;
    }
    case SubmissionState::kWaitingForDeveloper:
      return lifecycle::AnswerQuestion{no, words()};
    case SubmissionState::kRefused:
      if (chance(random_, 50)) return lifecycle::Appeal{no, words()};
      return lifecycle::DecideAppeal{no, chance(random_, 50), words()};
    case SubmissionState::kToBeHandedOver:
    case SubmissionState::kFiling:
    case SubmissionState::kPreLaunch:
    case SubmissionState::kReleasable:
      if (chance(random_, 8)) return lifecycle::RevokePass{no, reason};
      if (chance(random_, 10)) {
        return lifecycle::ChooseRelease{no,
                                        static_cast<lifecycle::ReleaseChoice>(below(random_, 3))};
      }
      return lifecycle::Release{no, static_cast<lifecycle::Share>(below(random_, 3) * 5000)};
    case SubmissionState::kReleased:
      return lifecycle::RollBack{no};
    case SubmissionState::kFilingFailed:
    case SubmissionState::kWithdrawn:
    case SubmissionState::kStopped:
    case SubmissionState::kLapsed:
      break;
  }
  return submit(app);
}

CommandData People::on_entry(const App& app, const lifecycle::Entry& entry, Instant now) {
  if (entry.state == lifecycle::EntryState::kToBeHandedOver) {
    return lifecycle::RecordHandOver{entry.no};
  }
  if (!app.answers.empty() && chance(random_, 30)) {
    const auto no = pick(app.answers.size());
    const lifecycle::Point point{"remove", std::nullopt, words()};
    switch (below(random_, 3)) {
      case 0:
        return lifecycle::SignAnswer{no};
      case 1:
        return lifecycle::AmendAnswer{no, {point}};
      default:
        return lifecycle::RevokeAnswer{no, words()};
    }
  }
  if (chance(random_, 25)) {
    const bool any_made = app.requests && !app.requests->empty();
    if (any_made && chance(random_, 50)) {
      return lifecycle::ReplyToRequest{pick(app.requests->size()), words(), {}};
    }
    const auto wish =
        chance(random_, 50) ? std::optional(now + std::chrono::hours(1)) : std::nullopt;
    return lifecycle::RequestMaterial{entry.no, words(), wish};
  }
  lifecycle::AnswerFiling answer;
  if (chance(random_, 30)) answer.reply_number = "复〔2026〕12号";
  answer.entry = entry.no;
  const auto* submission = lifecycle::find_submission(app, entry.submission);
  if (submission != nullptr) answer.digest = submission->digest;
  answer.verdict = chance(random_, 55) ? lifecycle::Verdict::kPass : lifecycle::Verdict::kFail;
  answer.scope = static_cast<lifecycle::OrderScope>(below(random_, 2));
  if (chance(random_, 60)) answer.down_by = now + std::chrono::hours(below(random_, 25));
  if (chance(random_, 40)) answer.points.push_back({"rectify", std::nullopt, words()});
  if (chance(random_, 20)) answer.hits.push_back(pick(app.entries.size()));
  if (chance(random_, 10)) answer.voids.emplace_back(test::kForum);
  if (!app.answers.empty() && chance(random_, 15)) answer.replaces = pick(app.answers.size());
  return answer;
}

CommandData People::on_service(const App& app, Instant now) {
  switch (below(random_, 9)) {
    case 0: {
      lifecycle::OrderTakeDown order;
      order.reason = "content";
      order.content_ground = chance(random_, 50);
      order.take_down.scope = static_cast<lifecycle::OrderScope>(below(random_, 2));
      order.take_down.down_by = now + std::chrono::hours(below(random_, 26));
      if (!app.submissions.empty() && chance(random_, 40)) {
        order.take_down.digests.push_back(any(random_, app.submissions).digest);
      }
      if (chance(random_, 40)) order.points.push_back({"rectify", std::nullopt, words()});
      return order;
    }
    case 1:
      return lifecycle::SignOrder{pick(app.orders.size())};
    case 2:
      return lifecycle::RevokeOrder{pick(app.orders.size()), words()};
    case 3:
      return lifecycle::TakeDownNow{pick(app.orders.size())};
    case 4:
      return lifecycle::Suspend{};
    case 5:
      return lifecycle::Resume{};
    case 6:
      return lifecycle::AuthoriseAgency{
          "org-agency", chance(random_, 50)
                            ? std::optional<Instant>(now + std::chrono::hours(below(random_, 400)))
                            : std::nullopt};
    case 7:
      return lifecycle::EndAuthorisation{"org-agency"};
    default:
      return lifecycle::SetShare{static_cast<lifecycle::Share>(below(random_, 4) * 3333)};
  }
}

CommandData People::choose(std::size_t app_number, const App& app, Instant now) {
  if (chance(random_, 2)) {
    auto subject = app.subject;
    if (!lifecycle::is_overseas(subject.kind)) subject.region = chance(random_, 50) ? "33" : "44";
    if (chance(random_, 30)) subject = subject_of(app_number + 1);
    return lifecycle::ChangeSubject{subject};
  }
  if (app.submissions.empty()) return submit(app);
  const auto what = below(random_, 100);
  if (what < 10) return submit(app);
  if (what < 25) return on_service(app, now);
  if (what < 50 && !app.entries.empty()) {
    return on_entry(app, app.entries[pick(app.entries.size()) % app.entries.size()], now);
  }
  // Mostly the newest, where something moves.
  const auto& submission =
      chance(random_, 70) ? app.submissions.back() : any(random_, app.submissions);
  return on_submission(app, submission);
}

lifecycle::Actor People::sender(const CommandData& data, const App* app) {
  if (std::holds_alternative<lifecycle::RecordCheck>(data)) return {"", Role::kChecker, "", "", ""};
  std::vector<lifecycle::Actor> fit;
  for (const auto& each : everybody()) {
    if (chance(random_, 4) || lifecycle::may_send(each.actor.role, data)) fit.push_back(each.actor);
  }
  if (fit.empty()) return everybody().front().actor;
  // Mostly somebody of the right organisation or region.
  for (int tries = 0; app != nullptr && tries < 4; ++tries) {
    const auto& actor = any(random_, fit);
    const bool theirs = actor.role != Role::kDeveloper || actor.org == app->owner;
    if (theirs) return actor;
  }
  return any(random_, fit);
}

lifecycle::Command People::next(std::size_t app_number, const App* app, Instant now) {
  lifecycle::Command command;
  command.app = app_name(app_number);
  if (app == nullptr) {
    command.data = lifecycle::RegisterApp{subject_of(app_number),
                                          app_number % 2 ? "org-b" : "org-a", app_number == 4};
  } else {
    command.data = choose(app_number, *app, now);
  }
  command.actor = sender(command.data, app);
  return command;
}

}  // namespace baobei::simulation
