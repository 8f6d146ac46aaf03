// The verification of a log without its server (R24): checkpoints by their signatures, one log
// against the other by a proof, and entries, one after the other, against both.
//
// Invariants: memory grows with the number of mini-programs, not with that of events.
// Threads: pure values. Owner: `verify-log`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merkle/checkpoint.h"

namespace baobei::cli {

// Of one entry, as a line: many times what the largest event takes.
inline constexpr std::size_t kEntryBytesMax = std::size_t{4} << 20;

enum class LogVerdict {
  kValid,
  kNotSigned,       // by none of the keys that are trusted
  kOtherLog,        // the two checkpoints are of logs of different names
  kShorter,         // the later one has fewer events
  kNotConsistent,   // the proof does not show that the later one only added
  kProofOfOthers,   // the proof is of other sizes than the checkpoints
  kEntryMissing,    // an index was left out, or they are not in order
  kEntryChanged,    // the body is not what was hashed, or names something else
  kChainBroken,     // the entry does not follow the one before of its mini-program
  kTooFewEntries,   // fewer than the checkpoint says
  kRootDiffers,     // the entries are not those of the checkpoint
  kEarlierDiffers,  // nor, at its size, of the earlier one
  kNotIncluded,     // the event is not in the log
};

// "root_differs", for programs.
std::string name_of(LogVerdict verdict);

// Entries in order, from the first one on.
class EntryCheck {
 public:
  // Roots are kept at these sizes.
  explicit EntryCheck(std::vector<std::uint64_t> sizes) : sizes_(std::move(sizes)) { keep(); }

  // One line of an export: {"log_index","app","revision","hash","body"}. Beyond the largest of the
  // sizes nothing is looked at. kInvalid for what is no entry.
  Result<LogVerdict> add(std::string_view line);
  std::uint64_t count() const { return range_.size(); }
  std::optional<Digest> root_at(std::uint64_t size) const;

 private:
  struct Last {
    std::uint64_t revision = 0;
    Digest hash;
  };
  void keep();

  std::vector<std::uint64_t> sizes_;
  std::map<std::uint64_t, Digest> roots_;
  std::map<std::string, Last, std::less<>> apps_;
  merkle::Range range_;
};

struct GrowthProof {  // GET /v1/log/consistency
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  merkle::Proof proof;
};
struct EventProof {  // GET /v1/log/inclusion
  std::uint64_t log_index = 0;
  std::uint64_t size = 0;
  Digest hash;
  merkle::Proof proof;
};
Result<GrowthProof> growth_proof_from(std::string_view text);
Result<EventProof> event_proof_from(std::string_view text);

LogVerdict check_growth(const merkle::Checkpoint& earlier, const merkle::Checkpoint& later,
                        const GrowthProof& proof);
LogVerdict check_event(const merkle::Checkpoint& checkpoint, const EventProof& proof);

}  // namespace baobei::cli
