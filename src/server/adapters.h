// The engine's and the API's ports on the modules that the engine may not know: catalogue and
// checker.
//
// Threads: any. Owner: the Node; what is handed in outlives them.
#pragma once

#include <string>

#include "blobs/blobs.h"
#include "catalogue/timeline.h"
#include "check/child.h"
#include "engine/book.h"
#include "engine/ports.h"
#include "http/rule_desk.h"
#include "http/services.h"
#include "versions/versions.h"

namespace baobei::server {

class CatalogueBook final : public engine::Book {
 public:
  explicit CatalogueBook(const catalogue::Timeline& timeline) : timeline_(timeline) {}

  const lifecycle::Rules& rules(Instant at) const override { return timeline_.rules(at); }
  std::string catalogue_version(Instant at) const override {
    return timeline_.catalogue(at).version();
  }
  std::optional<engine::CategoryEntry> category(const lifecycle::CategoryId& id,
                                                Instant at) const override;

 private:
  const catalogue::Timeline& timeline_;
};

// The rules that a check which begins now goes by; null: the program's own.
using RulesNow = std::function<Result<http::RulesPtr>()>;

// Runs the child process over a stored package, beside what its submission declares and for its
// kind of subject (R5), and stores its report.
class ChildChecker final : public engine::Checker {
 public:
  ChildChecker(blobs::Store& blobs, engine::Reader& reader, const engine::Book& book,
               engine::Clock& clock, RulesNow rules, check::Worker worker,
               check::wire::Sandbox sandbox, std::function<void(const Error&)> report)
      : blobs_(blobs),
        reader_(reader),
        book_(book),
        clock_(clock),
        rules_(std::move(rules)),
        worker_(std::move(worker)),
        sandbox_(sandbox),
        report_(std::move(report)) {}

  // kCouldNotCheck for whatever went wrong, with a report that says why where one could be stored.
  engine::CheckResult check(const engine::CheckJob& job) override;

 private:
  Result<engine::CheckResult> checked(const engine::CheckJob& job);
  Result<check::Options> options_of(const engine::CheckJob& job);

  blobs::Store& blobs_;
  engine::Reader& reader_;
  const engine::Book& book_;
  engine::Clock& clock_;
  const RulesNow rules_;
  const check::Worker worker_;
  const check::wire::Sandbox sandbox_;
  const std::function<void(const Error&)> report_;
};

// Reads what a stored package is made of, in the child process.
versions::OutlineMaker child_outlines(check::Worker worker, check::wire::Sandbox sandbox);

// The checker's report on a stored package, which is not kept.
http::VersionCheck child_check(blobs::Store& blobs, engine::Reader& reader,
                               const engine::Book& book, engine::Clock& clock, RulesNow rules,
                               check::Worker worker, check::wire::Sandbox sandbox);

// Unpacks an upload in the child process straight into the blob store.
http::PackageIntake child_intake(blobs::Store& blobs, check::Worker worker,
                                 check::wire::Sandbox sandbox);

}  // namespace baobei::server
