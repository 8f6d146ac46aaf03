// What a finding points at, as a digest that a dismissal is remembered by (R8): the lines of its
// place, with white space evened out, and which of several it is there; the whole file where it names no line; its own words where it
// names no file.
//
// Invariants: the mini-program, the rule and what the finding names besides go into the digest, so
// that fragments of two mini-programs never meet; the file's path does not, so that code that moved
// is still the same. Lines are read as they are: a secret that changed is another fragment.
// Threads: any. Blocks on the disk: call it away from the I/O threads.
#pragma once

#include <vector>

#include "engine/contents.h"
#include "engine/dismissal_ports.h"
#include "engine/ports.h"
#include "lifecycle/terms.h"

namespace baobei::http {

inline constexpr std::uint32_t kFragmentLinesMax = 200;  // the rest of a longer place counts not

// Of each finding of a report, in their order: all of them, since they are told apart by what stands
// before them on their lines. kCorrupt where the version cannot be read.
Result<std::vector<Digest>> fragments_of(const lifecycle::AppId& app, const Digest& version,
                                         const std::vector<engine::ReportFinding>& findings,
                                         engine::Contents& contents);

// The row that stands for this finding; null: none.
const engine::DismissalRow* dismissal_of(const std::vector<engine::DismissalRow>& standing,
                                         const engine::ReportFinding& finding,
                                         const Digest& fragment);

// Of `rules`, those with an error in the report that was not dismissed: what policy may refuse by
// on its own (R4) does not bring a dismissed finding back (R8).
Result<std::vector<std::string>> undismissed_rules(const std::vector<std::string>& rules,
                                                   const engine::CheckJob& job,
                                                   const Digest& report,
                                                   engine::Dismissals& dismissals,
                                                   engine::Contents& contents);

}  // namespace baobei::http
