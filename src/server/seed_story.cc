#include "server/seed_story.h"

#include <algorithm>

#include "engine/salted_text.h"

namespace baobei::server {
namespace {

using lifecycle::App;
using lifecycle::CommandData;
using lifecycle::Role;

lifecycle::SubmissionNo newest(const App& app) {
  return static_cast<lifecycle::SubmissionNo>(app.submissions.size());
}

}  // namespace

void Story::plan(Duration ago, std::function<Status(const App&)> step) {
  stage_.at(begins_ - ago, [this, step = std::move(step)]() -> Status {
    TRY_ASSIGN(const auto file, stage_.case_file(begin_.app));
    return step(file);
  });
}

void Story::by_developer(Duration ago, std::function<CommandData(const App&)> command) {
  plan(ago, [this, command = std::move(command)](const App& app) {
    return stage_.send(begin_.app, stage_.cast().actor("developer", Role::kDeveloper),
                       command(app));
  });
}

lifecycle::Actor Story::officer_of(const App& app, bool second) const {
  const auto& region = app.subject.region;
  const std::string label =
      region == "33" ? (second ? "second_officer" : "officer") : "officer_" + region;
  return stage_.cast().actor(label, Role::kOfficer);
}

Story& Story::registers(Duration ago) {
  stage_.at(begins_ - ago, [this]() -> Status {
    const auto& subject = stage_.cast().subjects.at(begin_.subject).subject;
    TRY(stage_.send(begin_.app, stage_.cast().actor("operator", Role::kOperator),
                    lifecycle::RegisterApp{subject, kDeveloperOrg, false}));
    return stage_.put_name(begin_.app, begin_.name);
  });
  return *this;
}

Story& Story::authorises_agency(Duration ago) {
  by_developer(ago, [this](const App&) {
    return lifecycle::AuthoriseAgency{kAgencyOrg, begins_ + hours(24 * 90)};
  });
  return *this;
}

Story& Story::submits(Duration ago, lifecycle::ReleaseChoice choice) {
  const std::string label = "1." + std::to_string(versions_++) + ".0";
  plan(ago, [this, label, choice](const App& app) -> Status {
    lifecycle::Submit submit;
    TRY_ASSIGN(submit.digest, stage_.upload(begin_.app, begin_.sample, label));
    submit.categories = {begin_.category};
    submit.release_choice = choice;
    std::vector<engine::TextRow> texts = {
        engine::salted_text("notes", "测试账号见首页说明；本版本改动见更新日志。")};
    submit.notes = texts.back().commitment;
    for (const auto& item : app.items) {
      if (item.closed) continue;
      texts.push_back(
          engine::salted_text("item_answer", "已按要求整改，相关内容已删除并加强审核。"));
      submit.item_answers.push_back({item.no, texts.back().commitment});
    }
    TRY(stage_.send(begin_.app, stage_.cast().actor("developer", Role::kDeveloper),
                    std::move(submit), std::move(texts)));
    TRY(stage_.checked(begin_.app));
    return {};
  });
  return *this;
}

Story& Story::is_asked(Duration ago, std::string question) {
  plan(ago, [this, question = std::move(question)](const App& app) {
    auto text = engine::salted_text("question", question);
    return stage_.send(begin_.app, stage_.cast().actor("reviewer", Role::kReviewer),
                       lifecycle::AskDeveloper{newest(app), text.commitment}, {text});
  });
  return *this;
}

Story& Story::answers_question(Duration ago, std::string answer) {
  plan(ago, [this, answer = std::move(answer)](const App& app) {
    auto text = engine::salted_text("question", answer);
    return stage_.send(begin_.app, stage_.cast().actor("developer", Role::kDeveloper),
                       lifecycle::AnswerQuestion{newest(app), text.commitment}, {text});
  });
  return *this;
}

Story& Story::is_passed(Duration ago) {
  plan(ago, [this](const App& app) -> Status {
    const auto& last = app.submissions.back();
    lifecycle::PassReview pass{last.no, last.digest, last.review_revision, {}, {}};
    for (const auto& declared : last.categories) {
      if (declared.filing) pass.present.push_back(declared.category);
    }
    if (last.check != lifecycle::CheckOutcome::kCouldNotCheck) {
      return stage_.send(begin_.app, stage_.cast().actor("reviewer", Role::kReviewer),
                         std::move(pass));
    }
    // R4: two people, with a reason, where the machine cannot check.
    auto text = engine::salted_text("reason", "自动检查不可用，已逐页人工查看。");
    pass.reason = text.commitment;
    TRY(stage_.send(begin_.app, stage_.cast().actor("reviewer", Role::kReviewer), pass, {text}));
    return stage_.send(begin_.app, stage_.cast().actor("second_reviewer", Role::kReviewer),
                       std::move(pass), {text});
  });
  return *this;
}

Story& Story::is_refused(Duration ago, lifecycle::ReasonId reason, std::string text) {
  plan(ago, [this, reason = std::move(reason), text = std::move(text)](const App& app) {
    const auto& last = app.submissions.back();
    auto row = engine::salted_text("reason", text);
    lifecycle::RefuseReview refuse{last.no, last.digest, last.review_revision, {}};
    refuse.reasons.push_back({reason, std::nullopt, row.commitment});
    return stage_.send(begin_.app, stage_.cast().actor("reviewer", Role::kReviewer),
                       std::move(refuse), {row});
  });
  return *this;
}

Story& Story::appeals(Duration ago, std::string text) {
  plan(ago, [this, text = std::move(text)](const App& app) {
    auto row = engine::salted_text("appeal", text);
    return stage_.send(begin_.app, stage_.cast().actor("developer", Role::kDeveloper),
                       lifecycle::Appeal{newest(app), row.commitment}, {row});
  });
  return *this;
}

Story& Story::withdraws(Duration ago) {
  by_developer(ago, [](const App& app) { return lifecycle::Withdraw{newest(app)}; });
  return *this;
}

Story& Story::is_stopped(Duration ago, lifecycle::ReasonId reason) {
  plan(ago, [this, reason = std::move(reason)](const App& app) {
    return stage_.send(begin_.app, stage_.cast().actor("operator", Role::kOperator),
                       lifecycle::StopCase{newest(app), {reason, std::nullopt, {}}});
  });
  return *this;
}

Story& Story::is_handed_over(Duration ago) {
  plan(ago, [this](const App& app) {
    return stage_.send(begin_.app, stage_.cast().actor("operator", Role::kOperator),
                       lifecycle::RecordHandOver{app.submissions.back().entry});
  });
  return *this;
}

Story& Story::office_passes(Duration ago) {
  plan(ago, [this](const App& app) {
    lifecycle::AnswerFiling answer;
    const auto& last = app.submissions.back();
    answer.entry = last.entry;
    answer.digest = last.digest;
    answer.verdict = lifecycle::Verdict::kPass;
    return stage_.send(begin_.app, officer_of(app, false), std::move(answer));
  });
  return *this;
}

Story& Story::office_fails(Duration ago, const lifecycle::ReasonId& point, const std::string& text,
                           lifecycle::OrderScope scope, Duration grace) {
  plan(ago, [=, this](const App& app) -> Status {
    lifecycle::AnswerFiling answer;
    const auto& last = app.submissions.back();
    auto row = engine::salted_text("point", text);
    answer.entry = last.entry;
    answer.digest = last.digest;
    answer.points.push_back({point, std::nullopt, row.commitment});
    answer.scope = scope;
    if (grace > Duration::zero()) answer.down_by = stage_.now() + grace;
    TRY(stage_.send(begin_.app, officer_of(app, false), std::move(answer), {row}));
    TRY_ASSIGN(const auto after, stage_.case_file(begin_.app));
    const auto& given = after.answers.back();
    if (given.state != lifecycle::AnswerState::kProposed) return {};
    return stage_.send(begin_.app, officer_of(app, true), lifecycle::SignAnswer{given.no});
  });
  return *this;
}

Story& Story::releases(Duration ago, lifecycle::Share share) {
  by_developer(ago, [share](const App& app) { return lifecycle::Release{newest(app), share}; });
  return *this;
}

Story& Story::rolls_back(Duration ago) {
  by_developer(ago, [](const App&) { return lifecycle::RollBack{1}; });
  return *this;
}

Story& Story::suspends(Duration ago) {
  by_developer(ago, [](const App&) { return lifecycle::Suspend{}; });
  return *this;
}

Story& Story::moves_to(Duration ago, lifecycle::RegionCode region) {
  plan(ago, [this, region = std::move(region)](const App& app) {
    auto subject = app.subject;
    subject.region = region;
    return stage_.send(begin_.app, stage_.cast().actor("operator", Role::kOperator),
                       lifecycle::ChangeSubject{subject});
  });
  return *this;
}

}  // namespace baobei::server
