// Catalogue and policy as operators change them on a running server: the record on one side, what
// is in force on the other, and between them the rules of the change (R25, DESIGN decision 11).
//
// Invariants
// - Nothing comes into force but what one operator proposed and another confirmed, at least
//   kConfirmAheadMin before its instant: every command received from that instant on is decided by
//   it, and none before. A version in force is followed, never edited and never taken back.
// - A version follows the newest confirmed one: where another was confirmed in between, it is
//   proposed anew.
// - What is confirmed is on record before it is in the timeline; a restart reads the record.
// - What the program brings is the first version of a fresh record; what a newer program brings is
//   put on record as shipped, and counts when it is proposed and confirmed like any other.
// Threads: propose, confirm, withdraw on the engine's writer; open before the server starts; the
// rest from any. Owner: server/node.h; record and timeline outlive it.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/edition.h"
#include "catalogue/timeline.h"
#include "engine/edition_ports.h"
#include "http/problem.h"

namespace baobei::http {

inline constexpr Duration kEditionNoticeMin = std::chrono::hours(1);
inline constexpr Duration kEditionAheadMax = std::chrono::hours(731 * 24);
inline constexpr Duration kConfirmAheadMin = std::chrono::minutes(1);
inline constexpr std::size_t kReasonCharactersMax = 4'000;

using CataloguePtr = std::shared_ptr<const catalogue::Catalogue>;

// What a proposal says besides its files or values.
struct EditionTerms {
  std::string version;
  Instant effective_from;
  std::string reason;
  std::string base;  // whose files it starts from; empty: the newest confirmed
};

// What holds for versions of every kind. `newest` is the newest confirmed one of the kind.
OrProblem<void> check_edition_terms(const EditionTerms& terms, Instant newest, Instant now);
// The row as `by` confirms or withdraws it at `now`, before it is on record so.
OrProblem<engine::EditionRow> row_confirmed(engine::Editions& record, engine::EditionKind kind,
                                            const std::string& version,
                                            const catalogue::Span& newest,
                                            const lifecycle::PersonId& by, Instant now);
OrProblem<engine::EditionRow> row_withdrawn(engine::Editions& record, engine::EditionKind kind,
                                            const std::string& version,
                                            const catalogue::Span& newest,
                                            const lifecycle::PersonId& by, Instant now);

class EditionDesk {
 public:
  struct Shipped {
    std::vector<catalogue::SourceFile> files;       // of the program, or of the folder configured
    std::function<bool(std::string_view)> is_rule;  // of the checker; none: not looked at
  };

  // Puts what is shipped on record where it is new, and what is on record into the timeline.
  // kCorrupt where this program cannot read a version that counts.
  static Result<std::unique_ptr<EditionDesk>> open(engine::Editions& record,
                                                   catalogue::Timeline& timeline, Shipped shipped,
                                                   Instant now,
                                                   const std::function<void(const Error&)>& report);

  engine::Editions& record() { return record_; }
  const catalogue::Timeline& timeline() const { return timeline_; }

  // The versions that count, by instant.
  std::vector<catalogue::Span> spans(engine::EditionKind kind) const;

  // Any version on record; compiled once. kNotFound where there is none.
  Result<CataloguePtr> catalogue(const std::string& version);
  Result<lifecycle::Rules> policy(const std::string& version);

  struct CatalogueDraft {
    std::string follows;
    std::vector<catalogue::SourceFile> files;
    std::vector<catalogue::FileFault> faults;
    CataloguePtr before;
    CataloguePtr after;  // null where there are faults
  };
  // Compiles: tenths of a second, off the I/O threads and the writer.
  OrProblem<CatalogueDraft> draft(const EditionTerms& terms,
                                  const std::vector<catalogue::FileChange>& changes);

  struct PolicyDraft {
    std::string follows;
    lifecycle::Rules before;
    lifecycle::Rules after;
  };
  OrProblem<PolicyDraft> draft(const EditionTerms& terms, const boost::json::object& values) const;

  // Name, date and reason; `now` is the server's.
  OrProblem<void> check_terms(engine::EditionKind kind, const EditionTerms& terms,
                              Instant now) const;

  OrProblem<engine::EditionRow> propose(engine::EditionRow row,
                                        const std::vector<catalogue::SourceFile>& files,
                                        bool dry_run);
  // `compiled` is null for policies.
  OrProblem<engine::EditionRow> confirm(engine::EditionKind kind, const std::string& version,
                                        CataloguePtr compiled, const lifecycle::PersonId& by,
                                        Instant now, bool dry_run);
  OrProblem<engine::EditionRow> withdraw(engine::EditionKind kind, const std::string& version,
                                         const lifecycle::PersonId& by, Instant now, bool dry_run);

 private:
  EditionDesk(engine::Editions& record, catalogue::Timeline& timeline, Shipped shipped)
      : record_(record), timeline_(timeline), shipped_(std::move(shipped)) {}

  Status record_shipped_catalogue(Instant now, const std::function<void(const Error&)>& report);
  Status record_shipped_policy(Instant now, const std::function<void(const Error&)>& report);
  Status fill_timeline();
  Result<std::vector<catalogue::SourceFile>> files_of(const std::string& version);
  Result<catalogue::Catalogue> compile(const engine::EditionRow& row);
  OrProblem<bool> is_as_before(const engine::EditionRow& row,
                               const std::vector<catalogue::SourceFile>& files);
  OrProblem<std::string> starts_from(const std::string& base);

  engine::Editions& record_;
  catalogue::Timeline& timeline_;
  const Shipped shipped_;
  bool differs_ = false;  // what is shipped from what is on record under its name
  std::mutex mutex_;
  std::map<std::string, CataloguePtr> compiled_;  // that do not count (yet)
};

// With words of its own in place of the general ones.
Problem conflict_of(const char* zh, const char* en);
Problem invalid_at(const char* pointer, const char* zh, const char* en);

}  // namespace baobei::http
