#include "server/adapters.h"

#include <fcntl.h>

#include <algorithm>

#include "base/file.h"
#include "base/json.h"
#include "lifecycle/codec.h"

namespace baobei::server {

std::optional<engine::CategoryEntry> CatalogueBook::category(const lifecycle::CategoryId& id,
                                                             Instant at) const {
  const auto* found = timeline_.catalogue(at).category(id);
  if (found == nullptr) return std::nullopt;
  engine::CategoryEntry entry{found->filing_category, {}, found->carries_filing_of};
  for (const auto kind : found->subjects) {
    if (catalogue::can_be_declared(found, kind)) entry.open_to.push_back(kind);
  }
  return entry;
}

engine::CheckResult ChildChecker::check(const engine::CheckJob& job) {
  auto result = checked(job);
  if (result) return std::move(*result);
  report_(result.error());
  return {};
}

namespace {

// R9, and by R25 the declared ones that a completed filing of another category counts for.
std::vector<std::string> completed_by(const lifecycle::App& app,
                                      const lifecycle::Submission* submission) {
  std::vector<std::string> all;
  const auto add = [&](const lifecycle::CategoryId& category) {
    if (std::ranges::find(all, category) == all.end()) all.push_back(category);
  };
  for (const auto& filing : app.completed) add(filing.category);
  if (submission == nullptr) return all;
  for (const auto& row : submission->categories) {
    if (lifecycle::is_covered(app, *submission, row.category)) add(row.category);
  }
  return all;
}

}  // namespace

// What is declared stands in the case file; without it nothing could be said of the categories.
Result<check::Options> ChildChecker::options_of(const engine::CheckJob& job) {
  check::Options options;
  options.catalogue_version = book_.catalogue_version(clock_.now());
  TRY_ASSIGN(const auto stored, reader_.app_for_delivery(job.app));
  TRY_ASSIGN(const auto app, lifecycle::decode_app(stored.state));
  options.subject = wire_name(app.subject.kind);
  const auto* submission = lifecycle::find_submission(app, job.submission);
  if (submission != nullptr) {
    auto& declared = options.declared.emplace();
    for (const auto& row : submission->categories) declared.push_back(row.category);
  }
  options.completed = completed_by(app, submission);
  return options;
}

Result<engine::CheckResult> ChildChecker::checked(const engine::CheckJob& job) {
  TRY_ASSIGN(const Fd pack, blobs_.open(job.digest));
  TRY_ASSIGN(auto options, options_of(job));
  TRY_ASSIGN(const auto rules, rules_());
  options.knowledge = rules.get();
  const auto report = check::check_in_child(worker_, pack.get(), job.digest, options, sandbox_);
  if (report.failure) {
    report_({ErrorKind::kUnavailable, "could not check: " + report.failure->message.en,
             job.app + "/" + std::to_string(job.submission)});
  }
  engine::CheckResult result;
  TRY_ASSIGN(result.report, blobs_.put(check::serialise(report)));
  switch (report.outcome) {
    case check::Outcome::kPassed:
      result.outcome = lifecycle::CheckOutcome::kPassed;
      break;
    case check::Outcome::kFindings:
      result.outcome = lifecycle::CheckOutcome::kFindings;
      break;
    case check::Outcome::kCouldNotCheck:
      result.outcome = lifecycle::CheckOutcome::kCouldNotCheck;
      break;
  }
  result.error_rules = check::error_rules(report);
  return result;
}

versions::OutlineMaker child_outlines(check::Worker worker, check::wire::Sandbox sandbox) {
  return [worker = std::move(worker), sandbox](int pack_fd, const Digest& version) {
    return check::outline_in_child(worker, pack_fd, version, sandbox);
  };
}

http::VersionCheck child_check(blobs::Store& blobs, engine::Reader& reader,
                               const engine::Book& book, engine::Clock& clock, RulesNow rules_now,
                               check::Worker worker, check::wire::Sandbox sandbox) {
  return [&blobs, &reader, &book, &clock, rules_now = std::move(rules_now),
          worker = std::move(worker),
          sandbox](const lifecycle::AppId& id, const Digest& version) -> Result<std::string> {
    TRY_ASSIGN(const Fd pack, blobs.open(version));
    TRY_ASSIGN(const auto rules, rules_now());
    check::Options options{book.catalogue_version(clock.now())};
    options.knowledge = rules.get();
    TRY_ASSIGN(const auto stored, reader.app_for_delivery(id));
    TRY_ASSIGN(const auto app, lifecycle::decode_app(stored.state));
    options.completed = completed_by(app, nullptr);
    return check::serialise(check::check_in_child(worker, pack.get(), version, options, sandbox));
  };
}

http::PackageIntake child_intake(blobs::Store& blobs, check::Worker worker,
                                 check::wire::Sandbox sandbox) {
  return [&blobs, worker = std::move(worker),
          sandbox](const std::string& path) -> Result<http::PackageFacts> {
    TRY_ASSIGN(const Fd archive, open_file(path, O_RDONLY));
    TRY_ASSIGN(auto draft, blobs.create());
    TRY_ASSIGN(const auto tree, check::unpack_in_child(worker, archive.get(), draft.fd(), sandbox));
    TRY(blobs.commit(std::move(draft), tree.digest));
    return http::PackageFacts{tree.digest, static_cast<std::uint32_t>(tree.files.size()),
                              tree.bytes};
  };
}

}  // namespace baobei::server
