#include "http/edition_teller.h"

#include <algorithm>
#include <future>

#include "http/edition_desk.h"

namespace baobei::http {
namespace {

using engine::ActivationStep;
using engine::EditionKind;
using engine::EditionRow;

constexpr auto kTellerPause = std::chrono::seconds(1);
constexpr auto kTellerBreath = std::chrono::milliseconds(5);  // where there is more

const engine::Viewer kOperatorOfAll{{}, {}, {lifecycle::Role::kOperator}, {}};

bool loses(const catalogue::Catalogue& before, const catalogue::Catalogue& after,
           const std::string& category, lifecycle::SubjectKind kind) {
  const auto* was = before.category(category);
  const auto* is = after.category(category);
  return catalogue::can_be_declared(was, kind) && !catalogue::can_be_declared(is, kind);
}

// R25: what is submitted goes on as it was; from now on the category is declared no more.
Result<ActivationStep> tell_subjects(Services& services, const EditionRow& row,
                                     const engine::Page& page) {
  TRY_ASSIGN(const auto before, services.editions->catalogue(row.base));
  TRY_ASSIGN(const auto after, services.editions->catalogue(row.version));
  TRY_ASSIGN(const auto subjects, services.directory->subjects(kOperatorOfAll, page));
  ActivationStep step;
  for (const auto& subject : subjects.rows) {
    TRY_ASSIGN(const auto grants, services.reader.grants(subject.subject.id));
    engine::NoticeRow notice;
    notice.notice.kind = lifecycle::NoticeKind::kGrantRenewed;
    notice.notice.end = row.effective_from;
    for (const auto& grant : grants) {
      if (!loses(*before, *after, grant.category, subject.subject.kind)) continue;
      notice.notice.categories.push_back(grant.category);
    }
    if (notice.notice.categories.empty()) continue;
    notice.address = subject.subject.id;
    notice.at = row.effective_from;
    step.notices.push_back(std::move(notice));
  }
  step.looked_at = subjects.rows.size();
  step.after = subjects.next;
  step.finished = subjects.next.empty();
  return step;
}

// A reminder is no clock's end: it is reckoned by the policy of the day.
Result<ActivationStep> move_reminders(Services& services, const EditionRow& row,
                                      const engine::Page& page) {
  TRY_ASSIGN(const auto before, services.editions->policy(row.base));
  TRY_ASSIGN(const auto after, services.editions->policy(row.version));
  ActivationStep step;
  step.finished = before.qualification_warning == after.qualification_warning;
  if (step.finished) return step;
  TRY_ASSIGN(const auto apps, services.reader.apps(kOperatorOfAll, page));
  for (const auto& item : apps.rows) {
    const auto renewed = services.renew_deadlines(item.app);
    if (!renewed && renewed.error().kind != ErrorKind::kNotFound) {
      return std::unexpected(renewed.error());
    }
  }
  step.looked_at = apps.rows.size();
  step.after = apps.next;
  step.finished = apps.next.empty();
  return step;
}

}  // namespace

Result<bool> follow_editions(Services& services) {
  auto& record = services.editions->record();
  const Instant now = services.clock.now();
  for (const auto kind : {EditionKind::kCatalogue, EditionKind::kPolicy}) {
    TRY_ASSIGN(const auto rows, record.confirmed(kind));
    for (const auto& row : rows) {
      if (row.finished || row.effective_from > now) continue;
      const engine::Page page{row.activation_after, engine::kActivationStepMax};
      auto step = kind == EditionKind::kCatalogue ? tell_subjects(services, row, page)
                                                  : move_reminders(services, row, page);
      if (!step) return std::unexpected(step.error());
      step->kind = kind;
      step->version = row.version;
      TRY(record.follow(*step));
      return true;
    }
  }
  return false;
}

void EditionTeller::start(Services& services) {
  const bool able = services.editions != nullptr && services.directory != nullptr &&
                    services.renew_deadlines != nullptr;
  if (!able || thread_.joinable()) return;
  thread_ = std::thread([this, &services] { work_on(services); });
}

void EditionTeller::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void EditionTeller::work_on(Services& services) {
  for (;;) {
    // Whoever drops the task unrun, because the engine ends, ends the wait as well.
    auto done = std::make_shared<std::promise<bool>>();
    auto answer = done->get_future();
    const bool taken = services.commands.on_writer([&services, done] {
      const auto more = follow_editions(services);
      if (!more) services.report(more.error());
      done->set_value(more.value_or(false));
    });
    done.reset();
    bool more = false;
    if (taken) {
      answer.wait();
      try {
        more = answer.get();
      } catch (const std::future_error&) {
        more = false;
      }
    }
    std::unique_lock lock(mutex_);
    const auto pause =
        more ? std::chrono::milliseconds(kTellerBreath) : std::chrono::milliseconds(kTellerPause);
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

}  // namespace baobei::http
