#include "http/retention.h"

#include <future>

#include "engine/applications.h"
#include "engine/form_ports.h"
#include "engine/scan_ports.h"

namespace baobei::http {
namespace {

using engine::RetentionKind;

// On the writer's thread, and waits for it. Whoever drops the task unrun, because the engine ends,
// ends the wait as well.
Status written(Services& services, std::function<Status()> work) {
  auto done = std::make_shared<std::promise<Status>>();
  auto answer = done->get_future();
  const bool taken =
      services.commands.on_writer([work = std::move(work), done] { done->set_value(work()); });
  done.reset();
  if (!taken) return fail(ErrorKind::kUnavailable, "too many writes wait");
  try {
    return answer.get();
  } catch (const std::future_error&) {
    return fail(ErrorKind::kUnavailable, "the service is stopping");
  }
}

engine::StepRow step_of(const engine::DocumentDue& due, Instant now) {
  engine::StepRow step;
  step.kind = engine::StepKind::kDocumentErased;
  step.subject = due.subject;
  step.category = due.category;
  step.application = due.application;
  step.revision = due.revision;
  step.at = now;
  step.detail.document = due.document;
  return step;
}

// The row and its words first; bytes that nothing names are taken away afterwards.
Status erase_document_row(Services& services, const engine::DocumentDue& due,
                          engine::Retention& retention) {
  bool alone = true;
  if (due.application == 0) {
    TRY(retention.drop_loose(due.document));
  } else {
    TRY_ASSIGN(alone, services.applications->erase_document(due.document,
                                                            step_of(due, services.clock.now())));
  }
  const bool drops = services.drop_blob && (alone || due.stored);
  if (!drops) return {};
  return services.drop_blob(due.stored.value_or(due.digest));
}

// The row says so first; bytes that nothing names are taken away afterwards.
Status erase_scan_row(Services& services, const engine::ScanDue& due) {
  TRY_ASSIGN(const auto row, services.scans->find(due.app, due.entry, due.scan));
  TRY_ASSIGN(const bool alone,
             services.scans->erase(due.app, due.entry, due.scan, services.clock.now()));
  if (!alone || !services.drop_blob) return {};
  return services.drop_blob(row.blob());
}

// Likewise; sealed bytes are one row's alone.
Status erase_picture_row(Services& services, const engine::PictureRow& due) {
  TRY(services.forms->erase_picture(due.app, due.id, services.clock.now()));
  return services.drop_blob ? services.drop_blob(due.stored) : Status{};
}

bool is_of_documents(RetentionKind kind) {
  return kind == RetentionKind::kDocuments || kind == RetentionKind::kLooseDocuments;
}

Instant cutoff(Instant now, const engine::RetentionRule& rule) {
  return now - std::chrono::hours(std::int64_t{24} * rule.days);
}

}  // namespace

void RetentionSweep::start(Services& services) {
  if (thread_.joinable()) return;
  thread_ = std::thread([this, &services] { work_on(services); });
}

void RetentionSweep::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RetentionSweep::work_on(Services& services) {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(kSweepEvery);
      if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
    }
    const auto swept = run(services);
    if (!swept) services.report(swept.error());
  }
}

Result<std::size_t> RetentionSweep::sweep_documents(Services& services, RetentionKind kind,
                                                    Instant before) {
  TRY_ASSIGN(const auto due, retention_.documents_due(kind, before, engine::kSweptAtOnce));
  for (const auto& each : due) {
    TRY(written(services, [this, &services, each] {
      return erase_document_row(services, each, retention_);
    }));
  }
  return due.size();
}

Result<std::size_t> RetentionSweep::sweep_scans(Services& services, Instant before) {
  if (services.scans == nullptr) return std::size_t{0};
  TRY_ASSIGN(const auto due, retention_.scans_due(before, engine::kSweptAtOnce));
  for (const auto& each : due) {
    TRY(written(services, [&services, each] { return erase_scan_row(services, each); }));
  }
  return due.size();
}

Result<std::size_t> RetentionSweep::sweep_pictures(Services& services, Instant before) {
  if (services.forms == nullptr) return std::size_t{0};
  TRY_ASSIGN(const auto due, services.forms->pictures_due(before, engine::kSweptAtOnce));
  for (const auto& each : due) {
    TRY(written(services, [&services, each] { return erase_picture_row(services, each); }));
  }
  return due.size();
}

Result<std::uint64_t> RetentionSweep::sweep_kind(Services& services, RetentionKind kind,
                                                 Instant before) {
  std::uint64_t all = 0;
  for (std::size_t round = 0; round < kSweepRoundsMax; ++round) {
    std::size_t swept = 0;
    if (is_of_documents(kind)) {
      TRY_ASSIGN(swept, sweep_documents(services, kind, before));
    } else if (kind == RetentionKind::kScans) {
      TRY_ASSIGN(swept, sweep_scans(services, before));
    } else if (kind == RetentionKind::kPictures) {
      TRY_ASSIGN(swept, sweep_pictures(services, before));
    } else {
      TRY(written(services, [&]() -> Status {
        TRY_ASSIGN(swept, retention_.sweep(kind, before, engine::kSweptAtOnce));
        return {};
      }));
    }
    all += swept;
    if (swept < engine::kSweptAtOnce) break;
  }
  return all;
}

// What sweeps take stays taken where this fails; the next day comes.
void RetentionSweep::drop_unnamed(Services& services, Instant now) {
  if (!services.drop_unnamed || now < unnamed_next_) return;
  unnamed_next_ = now + kUnnamedEvery;
  const auto dropped = services.drop_unnamed();
  if (!dropped) services.report(dropped.error());
}

Result<engine::SweepRow> RetentionSweep::run(Services& services) {
  const std::unique_lock alone(running_, std::try_to_lock);
  if (!alone.owns_lock()) return fail(ErrorKind::kUnavailable, "a sweep runs already");
  engine::SweepRow row;
  row.at = services.clock.now();
  for (const auto& rule : rules_) {
    if (rule.days == 0) continue;
    const auto before = cutoff(row.at, rule);
    TRY_ASSIGN(const auto due, retention_.due(rule.kind, before));
    std::uint64_t swept = 0;
    if (due.swept > 0) {
      TRY_ASSIGN(swept, sweep_kind(services, rule.kind, before));
    }
    row.counts.push_back({rule.kind, swept, due.held});
  }
  TRY(written(services, [this, row] { return retention_.record(row); }));
  drop_unnamed(services, row.at);
  return row;
}

Result<engine::SweepRow> RetentionSweep::dry_run(Services& services) {
  engine::SweepRow row;
  row.at = services.clock.now();
  for (const auto& rule : rules_) {
    if (rule.days == 0) continue;
    TRY_ASSIGN(const auto due, retention_.due(rule.kind, cutoff(row.at, rule)));
    row.counts.push_back(due);
  }
  return row;
}

}  // namespace baobei::http
