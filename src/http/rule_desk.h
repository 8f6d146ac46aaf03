// The packs of rules as operators change them on a running server (R25, DESIGN decision 11): the
// record on one side, what is in force on the other, and between them the rules of the change.
//
// Invariants
// - Until two operators have put a version in force, the packs of the program count, as
// kBuiltinRules;
//   a newer program's packs count as soon as it runs. A version that two operators put in force
//   counts until another follows it; one whose packs are the program's leads back to them.
// - Nothing is proposed that does not compile, whose own examples do not come out as they say, or
//   whose packs take harmless examples of others for grave. A trial ends after kTrialTime.
// - Which version counts is decided by the instant at which a check begins. What was decided is
//   never checked anew. A version that cannot be read any more makes checks fail, which is never a
//   pass (R4).
// Threads: propose, confirm, withdraw on the engine's writer; open before the server starts; the
// rest from any. Owner: server/node.h; the record outlives it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "catalogue/edition.h"
#include "http/edition_desk.h"

namespace baobei::knowledge {
struct Knowledge;
}

namespace baobei::http {

inline constexpr std::string_view kBuiltinRules = "builtin";
inline constexpr std::size_t kPackBytesMax = std::size_t{256} << 10;  // one file
inline constexpr Duration kTrialTime = std::chrono::seconds(60);

using RulesPtr = std::shared_ptr<const knowledge::Knowledge>;

// A pack as it was tried out.
struct TriedPack {
  std::string id;  // "vpn"; its rule is "content/vpn"
  std::string file;
  std::string version;
  Digest digest;  // of the file
  Text title;
  bool error = false;
  bool confidential = false;
  std::size_t examples = 0;
  std::size_t held = 0;  // examples that came out as they say
};

struct RuleTrial {
  RulesPtr rules;    // null where there is a fault
  std::string name;  // twelve digits, as reports of these rules say under versions.rules
  std::vector<TriedPack> packs;
  std::vector<catalogue::FileFault> faults;
};

class RuleDesk {
 public:
  struct Program {
    std::vector<catalogue::SourceFile> packs;  // its own
    // Compiles such packs beside the program's signals and categories, and runs their examples.
    std::function<RuleTrial(const std::vector<catalogue::SourceFile>&)> trial;
  };

  static Result<std::unique_ptr<RuleDesk>> open(engine::Editions& record, Program program,
                                                Instant now,
                                                const std::function<void(const Error&)>& report);

  engine::Editions& record() { return record_; }
  // The program's, then those that count, by instant.
  std::vector<catalogue::Span> spans() const;
  std::string version_at(Instant at) const;

  // Of a version on record or of the program; tried once. kNotFound where there is none.
  Result<std::shared_ptr<const RuleTrial>> trial(const std::string& version);
  Result<std::vector<catalogue::SourceFile>> packs(const std::string& version);
  // What a check that begins at `at` goes by; null: the program's own. kCorrupt where what counts
  // cannot be read by this program.
  Result<RulesPtr> in_force(Instant at);

  struct Draft {
    std::string follows;
    std::vector<catalogue::SourceFile> packs;
    RuleTrial trial;
  };
  // Off the I/O threads and the writer.
  OrProblem<Draft> draft(const EditionTerms& terms,
                         const std::vector<catalogue::FileChange>& changes);
  OrProblem<void> check_terms(const EditionTerms& terms, Instant now) const;

  OrProblem<engine::EditionRow> propose(engine::EditionRow row,
                                        const std::vector<catalogue::SourceFile>& packs,
                                        bool dry_run);
  OrProblem<engine::EditionRow> confirm(const std::string& version, const lifecycle::PersonId& by,
                                        Instant now, bool dry_run);
  OrProblem<engine::EditionRow> withdraw(const std::string& version, const lifecycle::PersonId& by,
                                         Instant now, bool dry_run);

 private:
  RuleDesk(engine::Editions& record, Program program)
      : record_(record), program_(std::move(program)) {}
  Status read_spans();
  // The same packs are tried once: a dry run, the proposal and what comes into force.
  std::shared_ptr<const RuleTrial> trial_of(const std::vector<catalogue::SourceFile>& packs);

  engine::Editions& record_;
  const Program program_;
  mutable std::mutex mutex_;
  std::vector<catalogue::Span> spans_;
  std::map<std::string, std::shared_ptr<const RuleTrial>> trials_;  // by version
  std::map<Digest, std::shared_ptr<const RuleTrial>> drafts_;       // by content
};

// "packs/vpn.toml".
bool is_pack_file(std::string_view name);

}  // namespace baobei::http
