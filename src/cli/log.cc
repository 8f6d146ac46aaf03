// log …, verify-log: what the server states of its log, and its verification without the server.

#include <fcntl.h>

#include <fstream>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/binder.h"
#include "cli/log_check.h"
#include "receipts/receipts.h"

namespace baobei::cli {
namespace {

constexpr std::uint32_t kEntriesOfPage = 200;

struct LogOptions {
  std::uint32_t index = 0;
  std::uint32_t from = 0;
  std::string to;
  std::string size;
  std::string after;
  std::string out;
};

struct VerifyOptions {
  std::string checkpoint;
  std::string keys;
  std::string earlier;
  std::string consistency;
  std::string proof;
  std::string entries;
};

Result<std::string> file_text(const std::string& path, std::size_t bytes_max) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  return read_file(file.get(), bytes_max);
}

Status keep_text(const std::string& path, const std::string& text) {
  TRY_ASSIGN(const Fd file, open_file(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
  return write_all(file.get(), text);
}

int keep(Session& session, const std::string& path, const std::string& text) {
  const auto written = keep_text(path, text);
  if (!written) return session.failed(written.error());
  session.err().line(Word::kLogKept, {path}, Tone::kGood);
  return kExitOk;
}

// The text itself: it is what was signed.
int run_checkpoint(Session& session, const LogOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto text = (*api)->download("/v1/log/checkpoint");
  if (!text) return session.failed(text.error());
  const auto read = merkle::checkpoint_from(*text);
  if (!read) return session.failed(read.error());
  if (!options.out.empty()) return keep(session, options.out, *text);
  if (session.options().json) {
    return session.print_json(json::object{{"origin", read->checkpoint.origin},
                                           {"size", read->checkpoint.size},
                                           {"root", to_hex(read->checkpoint.root)},
                                           {"note", *text}});
  }
  for (const auto& line : split(trim(*text), '\n')) session.out().line(line);
  return kExitOk;
}

int run_proof(Session& session, const LogOptions& options, const std::string& target) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto proof = (*api)->get(target);
  if (!proof) return session.failed(proof.error());
  if (options.out.empty()) return session.print_json(proof->body);
  return keep(session, options.out, json::serialize(proof->body) + "\n");
}

// One entry a line, as it comes.
int run_export(Session& session, const LogOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  Fd file;
  if (!options.out.empty()) {
    auto opened = open_file(options.out, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (!opened) return session.failed(opened.error());
    file = std::move(*opened);
  }
  std::string cursor = options.after.empty() ? "0" : options.after;
  std::uint64_t count = 0;
  for (bool more = true; more;) {
    const auto page = (*api)->get(
        "/v1/log/entries" + query({{"after", cursor}, {"limit", std::to_string(kEntriesOfPage)}}));
    if (!page) return session.failed(page.error());
    const auto* body = page->body.if_object();
    const auto* items = body != nullptr ? body->if_contains("items") : nullptr;
    if (items == nullptr || !items->is_array()) break;
    for (const auto& item : items->get_array()) {
      ++count;
      if (!file.is_open()) {
        session.print_json(item);
        continue;
      }
      const auto written = write_all(file.get(), json::serialize(item) + "\n");
      if (!written) return session.failed(written.error());
    }
    cursor = page->view()["cursor"].text();
    more = page->view()["more"].flag();
  }
  session.err().line(Word::kLogExported, {std::to_string(count), cursor}, Tone::kQuiet);
  return kExitOk;
}

// ---- verify-log
// ----------------------------------------------------------------------------------

Word word_of(LogVerdict verdict) {
  switch (verdict) {
    case LogVerdict::kValid:
      return Word::kLogValid;
    case LogVerdict::kNotSigned:
      return Word::kLogNotSigned;
    case LogVerdict::kOtherLog:
      return Word::kLogOtherLog;
    case LogVerdict::kShorter:
      return Word::kLogShorter;
    case LogVerdict::kNotConsistent:
      return Word::kLogNotConsistent;
    case LogVerdict::kProofOfOthers:
      return Word::kLogProofOfOthers;
    case LogVerdict::kEntryMissing:
      return Word::kLogEntryMissing;
    case LogVerdict::kEntryChanged:
      return Word::kLogEntryChanged;
    case LogVerdict::kChainBroken:
      return Word::kLogChainBroken;
    case LogVerdict::kTooFewEntries:
      return Word::kLogTooFew;
    case LogVerdict::kRootDiffers:
      return Word::kLogRootDiffers;
    case LogVerdict::kEarlierDiffers:
      return Word::kLogEarlierDiffers;
    case LogVerdict::kNotIncluded:
      return Word::kLogNotIncluded;
  }
  return Word::kLogNotIncluded;
}

// What was found, and where.
struct Finding {
  LogVerdict verdict = LogVerdict::kValid;
  std::uint64_t at = 0;
};

struct Held {
  merkle::Checkpoint later;
  std::optional<merkle::Checkpoint> earlier;
  std::uint64_t entries = 0;
  std::uint64_t event = 0;
};

Result<merkle::SignedCheckpoint> checkpoint_of(const std::string& path) {
  TRY_ASSIGN(const auto text, file_text(path, merkle::kCheckpointBytesMax));
  auto read = merkle::checkpoint_from(text);
  if (!read) return fail(read.error().kind, read.error().message, path);
  return read;
}

Result<Finding> check_signatures(const VerifyOptions& options, Held& held) {
  TRY_ASSIGN(const auto text, file_text(options.keys, receipts::kKeysBytesMax));
  TRY_ASSIGN(const auto published, receipts::keys_from(text));
  std::vector<std::string> keys;
  for (const auto& key : published) keys.push_back(key.public_key);
  TRY_ASSIGN(const auto later, checkpoint_of(options.checkpoint));
  held.later = later.checkpoint;
  if (!merkle::is_signed_by(later, keys)) return Finding{LogVerdict::kNotSigned, 0};
  if (options.earlier.empty()) return Finding{};
  TRY_ASSIGN(const auto earlier, checkpoint_of(options.earlier));
  held.earlier = earlier.checkpoint;
  if (!merkle::is_signed_by(earlier, keys)) return Finding{LogVerdict::kNotSigned, 0};
  if (held.earlier->origin != held.later.origin) return Finding{LogVerdict::kOtherLog, 0};
  if (held.earlier->size > held.later.size) return Finding{LogVerdict::kShorter, 0};
  return Finding{};
}

Result<Finding> check_proofs(const VerifyOptions& options, Held& held) {
  if (!options.consistency.empty() && held.earlier) {
    TRY_ASSIGN(const auto text, file_text(options.consistency, merkle::kCheckpointBytesMax));
    TRY_ASSIGN(const auto proof, growth_proof_from(text));
    const auto grew = check_growth(*held.earlier, held.later, proof);
    if (grew != LogVerdict::kValid) return Finding{grew, 0};
  }
  if (options.proof.empty()) return Finding{};
  TRY_ASSIGN(const auto text, file_text(options.proof, merkle::kCheckpointBytesMax));
  TRY_ASSIGN(const auto proof, event_proof_from(text));
  held.event = proof.log_index;
  return Finding{check_event(held.later, proof), proof.log_index};
}

// False at the end.
Result<bool> next_line(std::ifstream& file, std::string& line) {
  line.clear();
  auto& bytes = *file.rdbuf();
  constexpr auto kEnd = std::ifstream::traits_type::eof();
  for (auto next = bytes.sbumpc(); next != kEnd; next = bytes.sbumpc()) {
    if (next == '\n') return true;
    if (line.size() == kEntryBytesMax) return fail(ErrorKind::kTooLarge, "no entry is so long");
    line.push_back(static_cast<char>(next));
  }
  return !line.empty();
}

std::string place(const VerifyOptions& options, std::uint64_t at) {
  return options.entries + ":" + std::to_string(at);
}

Result<Finding> check_entries(const VerifyOptions& options, Held& held) {
  std::vector<std::uint64_t> sizes = {held.later.size};
  if (held.earlier) sizes.push_back(held.earlier->size);
  EntryCheck check(sizes);
  std::ifstream file(options.entries);
  if (!file) return fail(ErrorKind::kNotFound, "no such file", options.entries);
  for (std::string line; check.count() < held.later.size;) {
    const auto at = check.count() + 1;
    const auto more = next_line(file, line);
    if (!more) return fail(more.error().kind, more.error().message, place(options, at));
    if (!*more) break;
    auto verdict = check.add(line);
    if (!verdict) {
      verdict.error().context = place(options, at);
      return std::unexpected(verdict.error());
    }
    if (*verdict != LogVerdict::kValid) return Finding{*verdict, at};
  }
  held.entries = check.count();
  if (held.earlier && check.count() >= held.earlier->size &&
      check.root_at(held.earlier->size) != held.earlier->root) {
    return Finding{LogVerdict::kEarlierDiffers, held.earlier->size};
  }
  if (check.count() < held.later.size) return Finding{LogVerdict::kTooFewEntries, check.count()};
  if (check.root_at(held.later.size) != held.later.root)
    return Finding{LogVerdict::kRootDiffers, 0};
  return Finding{};
}

Result<Finding> verified(const VerifyOptions& options, Held& held) {
  TRY_ASSIGN(const auto signatures, check_signatures(options, held));
  if (signatures.verdict != LogVerdict::kValid) return signatures;
  TRY_ASSIGN(const auto proofs, check_proofs(options, held));
  if (proofs.verdict != LogVerdict::kValid || options.entries.empty()) return proofs;
  return check_entries(options, held);
}

void show_verified(Session& session, const Held& held) {
  auto& out = session.out();
  out.line(Word::kLogValid, {held.later.origin, std::to_string(held.later.size)}, Tone::kGood);
  if (held.earlier) out.line(Word::kLogGrew, {std::to_string(held.earlier->size)}, Tone::kGood);
  if (held.event != 0) out.line(Word::kLogEventThere, {std::to_string(held.event)}, Tone::kGood);
  if (held.entries != 0) {
    out.line(Word::kLogEntriesWhole, {std::to_string(held.entries)}, Tone::kGood);
  }
}

int run_verify(Session& session, const VerifyOptions& options) {
  const bool alone = options.consistency.empty() && options.entries.empty();
  if (!options.earlier.empty() && alone) return session.usage(Word::kLogNeedsMore);
  Held held;
  const auto finding = verified(options, held);
  if (!finding) return session.failed(finding.error());
  const bool valid = finding->verdict == LogVerdict::kValid;
  if (session.options().json) {
    json::object object{{"verdict", name_of(finding->verdict)},
                        {"origin", held.later.origin},
                        {"size", held.later.size},
                        {"root", to_hex(held.later.root)}};
    if (finding->at != 0) object.emplace("at", finding->at);
    if (held.entries != 0) object.emplace("entries", held.entries);
    session.print_json(object);
  } else if (valid) {
    show_verified(session, held);
  } else {
    session.err().line(word_of(finding->verdict), {std::to_string(finding->at)}, Tone::kBad);
  }
  return valid ? kExitOk : kExitRefused;
}

void bind_verify(Binder& binder) {
  auto options = std::make_shared<VerifyOptions>();
  binder.command("verify-log", Word::kHelpVerifyLog, Reach::kThisMachine)
      .takes("CHECKPOINT", options->checkpoint, Word::kHelpLogCheckpointFile)
      .required("--keys", options->keys, Word::kHelpLogKeys)
      .option("--earlier", options->earlier, Word::kHelpLogEarlier)
      .option("--consistency", options->consistency, Word::kHelpLogGrowth)
      .option("--proof", options->proof, Word::kHelpLogEvent)
      .option("--entries", options->entries, Word::kHelpLogEntries)
      .runs([options](Session& session) { return run_verify(session, *options); });
}

}  // namespace

void bind_log(Binder& binder) {
  auto options = std::make_shared<LogOptions>();
  auto group = binder.group("log", Word::kHelpLogGroup);
  group.command("checkpoint", Word::kHelpLogCheckpoint)
      .option("--out", options->out, Word::kHelpOut)
      .runs([options](Session& session) { return run_checkpoint(session, *options); });
  group.command("export", Word::kHelpLogExport)
      .option("--after", options->after, Word::kHelpLogExportAfter)
      .option("--out", options->out, Word::kHelpOut)
      .runs([options](Session& session) { return run_export(session, *options); });
  group.command("prove", Word::kHelpLogProve)
      .takes("INDEX", options->index, Word::kHelpLogIndex)
      .option("--size", options->size, Word::kHelpLogSize)
      .option("--out", options->out, Word::kHelpOut)
      .runs([options](Session& session) {
        return run_proof(session, *options,
                         "/v1/log/inclusion" + query({{"log_index", std::to_string(options->index)},
                                                      {"size", options->size}}));
      });
  group.command("consistency", Word::kHelpLogConsistency)
      .takes("FROM", options->from, Word::kHelpLogFrom)
      .may_take("TO", options->to, Word::kHelpLogTo)
      .option("--out", options->out, Word::kHelpOut)
      .runs([options](Session& session) {
        return run_proof(session, *options,
                         "/v1/log/consistency" +
                             query({{"from", std::to_string(options->from)}, {"to", options->to}}));
      });
  bind_verify(binder);
}

}  // namespace baobei::cli
