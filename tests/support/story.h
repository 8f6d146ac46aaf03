// Real case files without an engine: what lifecycle::decide says, as the rows of a store.
// Threads: plain functions. Owner: a test.
#pragma once

#include <string>
#include <vector>

#include "engine/write_builder.h"
#include "lifecycle/lifecycle.h"
#include "support/table_book.h"

namespace baobei::test {

// One mini-program on its way; keeps its newest case file.
class CaseStory {
 public:
  CaseStory(lifecycle::AppId app, Instant start) : app_(std::move(app)), now_(start) {
    facts_.categories = {{kPlain, true, false, true, true, std::nullopt, {}},
                         {kForum, true, true, true, true, std::nullopt, {}},
                         {kClinic, true, false, true, true, start + std::chrono::hours(2400), {}}};
  }

  // The write of one command, a second after the one before; CHECKs that it is accepted.
  engine::Write act(lifecycle::Role role, lifecycle::CommandData data,
                    Duration later = std::chrono::seconds(1)) {
    now_ += later;
    lifecycle::Actor actor{"person-op", role, "org-op", "", ""};
    if (role == lifecycle::Role::kDeveloper) actor = {"person-dev", role, "org-a", "", ""};
    if (role == lifecycle::Role::kOfficer) actor = {"person-officer", role, "org-office", "", "33"};
    if (role == lifecycle::Role::kClock || role == lifecycle::Role::kChecker) {
      actor = {"", role, "", "", ""};
    }
    const auto events =
        lifecycle::decide(file_.app, facts_, {app_, actor, std::move(data)}, now_, rules_);
    CHECK(events.has_value(), events ? "" : lifecycle::refusal_name(events.error()));
    auto built = engine::build_write(file_, app_, *events, rules_, now_);
    file_ = std::move(built.after);
    return std::move(built.write);
  }

  // From registration into the filing period, as one write per command.
  std::vector<engine::Write> into_filing(const Digest& version, const Digest& report) {
    using lifecycle::Role;
    std::vector<engine::Write> writes;
    writes.push_back(
        act(Role::kOperator,
            lifecycle::RegisterApp{
                {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false}));
    writes.push_back(act(Role::kDeveloper, lifecycle::AuthoriseAgency{"org-agency", {}}));
    writes.push_back(
        act(Role::kDeveloper, lifecycle::Submit{version, {kForum, kClinic}, {}, {}, {}}));
    writes.push_back(act(Role::kChecker, lifecycle::RecordCheck{
                                             1, 1, lifecycle::CheckOutcome::kPassed, report, {}}));
    const auto revision = file_.app.submissions.front().review_revision;
    writes.push_back(
        act(Role::kReviewer, lifecycle::PassReview{1, version, revision, {kForum}, {}}));
    return writes;
  }

  const lifecycle::App& app() const { return file_.app; }

 private:
  const lifecycle::AppId app_;
  Instant now_;
  engine::CaseFile file_;
  lifecycle::Facts facts_;
  lifecycle::Rules rules_;
};

}  // namespace baobei::test
