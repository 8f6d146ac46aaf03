#include "cli/log_check.h"

#include <algorithm>

#include "base/json.h"
#include "cli/json_view.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kProofBytesMax = std::size_t{64} << 10;

struct Entry {
  std::uint64_t log_index = 0;
  std::string app;
  std::uint64_t revision = 0;
  Digest hash;
  std::string body;
};

// Members that this program does not know are no fault: the API changes by addition.
Status read_member(const View& view, const char* name, std::uint64_t& out) {
  const auto number = view[name].number();
  if (!view[name].is_there() || number < 0) {
    return fail(ErrorKind::kInvalid, "a whole number is expected", "/" + std::string(name));
  }
  out = static_cast<std::uint64_t>(number);
  return {};
}
Status read_member(const View& view, const char* name, std::string& out) {
  out = view[name].text();
  if (!out.empty()) return {};
  return fail(ErrorKind::kInvalid, "a text is expected", "/" + std::string(name));
}
Status read_member(const View& view, const char* name, Digest& out) {
  auto digest = digest_from_hex(view[name].text());
  if (!digest) return fail(ErrorKind::kInvalid, "a hash is expected", "/" + std::string(name));
  out = *digest;
  return {};
}
Status read_member(const View& view, const char* name, merkle::Proof& out) {
  const auto hashes = view[name].texts();
  if (hashes.size() > merkle::kProofMax) {
    return fail(ErrorKind::kTooLarge, "no proof is so long", "/" + std::string(name));
  }
  for (const auto& hash : hashes) {
    TRY_ASSIGN(const auto digest, digest_from_hex(hash));
    out.push_back(digest);
  }
  return {};
}

Result<Entry> entry_from(std::string_view line) {
  TRY_ASSIGN(const auto value, parse_json(line, kEntryBytesMax));
  const View view(value);
  Entry entry;
  TRY(read_member(view, "log_index", entry.log_index));
  TRY(read_member(view, "app", entry.app));
  TRY(read_member(view, "revision", entry.revision));
  TRY(read_member(view, "hash", entry.hash));
  TRY(read_member(view, "body", entry.body));
  return entry;
}

Digest hash_of(const std::string& body) {
  return sha256("baobei.event/1\n" + body);
}

// What the body says of its place, as text.
std::string said(const json::object& body, std::string_view member) {
  const auto* value = body.if_contains(member);
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

}  // namespace

std::string name_of(LogVerdict verdict) {
  constexpr const char* kNames[] = {
      "valid",           "not_signed",      "other_log",     "shorter",      "not_consistent",
      "proof_of_others", "entry_missing",   "entry_changed", "chain_broken", "too_few_entries",
      "root_differs",    "earlier_differs", "not_included"};
  return kNames[static_cast<std::size_t>(verdict)];
}

void EntryCheck::keep() {
  if (std::ranges::find(sizes_, range_.size()) != sizes_.end()) {
    roots_[range_.size()] = range_.root();
  }
}

std::optional<Digest> EntryCheck::root_at(std::uint64_t size) const {
  const auto found = roots_.find(size);
  if (found == roots_.end()) return std::nullopt;
  return found->second;
}

Result<LogVerdict> EntryCheck::add(std::string_view line) {
  if (!sizes_.empty() && range_.size() >= std::ranges::max(sizes_)) return LogVerdict::kValid;
  TRY_ASSIGN(const auto entry, entry_from(line));
  if (entry.log_index != range_.size() + 1) return LogVerdict::kEntryMissing;
  if (hash_of(entry.body) != entry.hash) return LogVerdict::kEntryChanged;
  TRY_ASSIGN(const auto body, parse_json(entry.body, kEntryBytesMax));
  if (!body.is_object()) return LogVerdict::kEntryChanged;
  const auto& object = body.get_object();
  const bool agrees = said(object, "app") == entry.app &&
                      said(object, "revision") == std::to_string(entry.revision);
  if (!agrees) return LogVerdict::kEntryChanged;
  auto& last = apps_[entry.app];
  const bool follows =
      entry.revision == last.revision + 1 && said(object, "prev") == to_hex(last.hash);
  if (!follows) return LogVerdict::kChainBroken;
  last = {entry.revision, entry.hash};
  range_.add(merkle::leaf_hash(entry.hash));
  keep();
  return LogVerdict::kValid;
}

Result<GrowthProof> growth_proof_from(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kProofBytesMax));
  const View view(value);
  GrowthProof proof;
  TRY(read_member(view, "from", proof.from));
  TRY(read_member(view, "to", proof.to));
  TRY(read_member(view, "proof", proof.proof));
  return proof;
}

Result<EventProof> event_proof_from(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kProofBytesMax));
  const View view(value);
  EventProof proof;
  TRY(read_member(view, "log_index", proof.log_index));
  TRY(read_member(view, "size", proof.size));
  TRY(read_member(view, "hash", proof.hash));
  TRY(read_member(view, "proof", proof.proof));
  return proof;
}

LogVerdict check_growth(const merkle::Checkpoint& earlier, const merkle::Checkpoint& later,
                        const GrowthProof& proof) {
  if (earlier.origin != later.origin) return LogVerdict::kOtherLog;
  if (earlier.size > later.size) return LogVerdict::kShorter;
  if (proof.from != earlier.size || proof.to != later.size) return LogVerdict::kProofOfOthers;
  const bool grew =
      merkle::proves_consistency(earlier.size, later.size, earlier.root, later.root, proof.proof);
  return grew ? LogVerdict::kValid : LogVerdict::kNotConsistent;
}

LogVerdict check_event(const merkle::Checkpoint& checkpoint, const EventProof& proof) {
  if (proof.size != checkpoint.size) return LogVerdict::kProofOfOthers;
  if (proof.log_index == 0) return LogVerdict::kNotIncluded;
  const bool there = merkle::proves_inclusion(merkle::leaf_hash(proof.hash), proof.log_index - 1,
                                              proof.size, proof.proof, checkpoint.root);
  return there ? LogVerdict::kValid : LogVerdict::kNotIncluded;
}

}  // namespace baobei::cli
