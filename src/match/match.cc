#include "match/match.h"

#include <hs/hs.h>
#include <re2/re2.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/bytes.h"

namespace baobei::match {
namespace {

constexpr std::string_view kMagic = "baobei.match/1\n";
constexpr std::int64_t kRegexMemoryMax = 8 << 20;

struct Free {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};
using Database = std::unique_ptr<hs_database_t, Free>;
using Scratch = std::unique_ptr<hs_scratch_t, Free>;

RE2::Options re2_options() {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kRegexMemoryMax);
  return options;
}

// No processor features beyond what the library asks for at least: the compiled form then serves
// every machine of the architecture.
hs_platform_info_t any_machine() {
  hs_platform_info_t platform{};
  platform.tune = HS_TUNE_FAMILY_GENERIC;
  return platform;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The patterns of one kind, in the form the library takes.
struct Batch {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;

  void add(const Pattern& pattern, unsigned id) {
    texts.push_back(pattern.text.c_str());
    lengths.push_back(pattern.text.size());
    flags.push_back(pattern.kind == Kind::kRegex ? HS_FLAG_UTF8 : 0);
    ids.push_back(id);
  }
};

Result<Database> compiled(const Batch& batch, Kind kind) {
  if (batch.texts.empty()) return Database();
  const auto platform = any_machine();
  const auto count = static_cast<unsigned>(batch.texts.size());
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const auto status =
      kind == Kind::kLiteral
          ? hs_compile_lit_multi(batch.texts.data(), batch.flags.data(), batch.ids.data(),
                                 batch.lengths.data(), count, HS_MODE_BLOCK, &platform, &database,
                                 &error)
          : hs_compile_multi(batch.texts.data(), batch.flags.data(), batch.ids.data(), count,
                             HS_MODE_BLOCK, &platform, &database, &error);
  if (status == HS_SUCCESS) return Database(database);
  const std::string why = error == nullptr ? "" : error->message;
  const int at = error == nullptr ? -1 : error->expression;
  hs_free_compile_error(error);
  const auto number = at < 0 ? std::string() : std::to_string(batch.ids[std::size_t(at)]);
  return fail(ErrorKind::kInvalid, "the pattern cannot be compiled: " + why, number);
}

std::string serialised_form(const Database& database) {
  if (!database) return {};
  char* bytes = nullptr;
  std::size_t size = 0;
  CHECK(hs_serialize_database(database.get(), &bytes, &size) == HS_SUCCESS);
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

std::string length_prefix(std::size_t size) {
  auto digits = std::to_string(size);
  digits.insert(0, 12 - std::min<std::size_t>(12, digits.size()), '0');
  return digits;
}

// The next part of a serialised form; nothing where it is not in form.
std::optional<std::string_view> next_part(std::string_view& rest) {
  if (rest.size() < 12) return std::nullopt;
  std::size_t size = 0;
  for (const char digit : rest.substr(0, 12)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    size = size * 10 + static_cast<std::size_t>(digit - '0');
  }
  rest.remove_prefix(12);
  if (size > rest.size()) return std::nullopt;
  const auto part = rest.substr(0, size);
  rest.remove_prefix(size);
  return part;
}

bool reopened(std::string_view part, Database& out) {
  if (part.empty()) return true;
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(part.data(), part.size(), &database) != HS_SUCCESS) return false;
  out.reset(database);
  hs_scratch_t* scratch = nullptr;
  const bool usable = hs_alloc_scratch(database, &scratch) == HS_SUCCESS;
  hs_free_scratch(scratch);
  return usable;
}

}  // namespace

struct Matcher::State {
  // Compiled when its pattern is seen for the first time.
  struct Verifier {
    std::once_flag once;
    std::unique_ptr<RE2> regex;
  };

  std::vector<Pattern> patterns;
  Database literals;
  Database regexes;
  std::unique_ptr<Verifier[]> verifiers;  // by pattern
  bool was_compiled = false;

  const RE2& regex(std::size_t pattern) const {
    auto& verifier = verifiers[pattern];
    std::call_once(verifier.once, [&] {
      verifier.regex = std::make_unique<RE2>(patterns[pattern].text, re2_options());
    });
    return *verifier.regex;
  }

  Status compile() {
    Batch literal_batch;
    Batch regex_batch;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      auto& batch = patterns[i].kind == Kind::kLiteral ? literal_batch : regex_batch;
      batch.add(patterns[i], static_cast<unsigned>(i));
    }
    TRY_ASSIGN(literals, compiled(literal_batch, Kind::kLiteral));
    TRY_ASSIGN(regexes, compiled(regex_batch, Kind::kRegex));
    was_compiled = true;
    return {};
  }

  std::string head() const {
    Sha256 hash;
    for (const auto& pattern : patterns) {
      hash.update(pattern.kind == Kind::kLiteral ? "L" : "R");
      hash.update(length_prefix(pattern.text.size()) + pattern.text);
    }
    return std::string(kMagic) + hs_version() + "\n" + to_hex(hash.finish()) + "\n";
  }

  bool reopen(std::string_view bytes) {
    const auto expected = head();
    if (!bytes.starts_with(expected)) return false;
    bytes.remove_prefix(expected.size());
    const auto first = next_part(bytes);
    const auto second = first ? next_part(bytes) : std::nullopt;
    return second && bytes.empty() && reopened(*first, literals) && reopened(*second, regexes);
  }
};

namespace {

Status check_limits(const std::vector<Pattern>& patterns) {
  if (patterns.size() > kPatternsMax) return fail(ErrorKind::kTooLarge, "too many patterns");
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (auto good = check_pattern(patterns[i]); !good) {
      return fail(good.error().kind, good.error().message, std::to_string(i));
    }
  }
  return {};
}

// Takes the library's callbacks. They arrive by their ends; a regex is looked at once for each line
// that it ends in.
class Collector {
 public:
  Collector(std::string_view text, std::span<const Pattern> patterns)
      : text_(text), patterns_(patterns), counts_(patterns.size()), last_line_(patterns.size()) {}

  void literal(std::uint32_t pattern, std::size_t end) {
    const auto& text = patterns_[pattern].text;
    const auto begin = end - text.size();
    if (is_word(text.front()) && begin > 0 && is_word(text_[begin - 1])) return;
    if (is_word(text.back()) && end < text_.size() && is_word(text_[end])) return;
    add(pattern, begin, end);
  }

  void regex(std::uint32_t pattern, std::size_t end, const RE2& regex) {
    if (last_line_[pattern] >= end) return;
    const auto before = end == 0 ? std::string_view::npos : text_.rfind('\n', end - 1);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    const auto line_end = std::min(text_.find('\n', end), text_.size());
    last_line_[pattern] = line_end;
    const re2::StringPiece line(text_.data() + begin, line_end - begin);
    re2::StringPiece found;
    for (std::size_t at = 0; at < line.size();) {
      if (!regex.Match(line, at, line.size(), RE2::UNANCHORED, &found, 1)) break;
      const auto start = static_cast<std::size_t>(found.data() - line.data());
      if (!found.empty()) add(pattern, begin + start, begin + start + found.size());
      at = start + std::max<std::size_t>(1, found.size());
    }
  }

  Hits take() {
    std::ranges::sort(hits_.all, [](const Hit& a, const Hit& b) {
      return std::tie(a.begin, b.end, a.pattern) < std::tie(b.begin, a.end, b.pattern);
    });
    return std::move(hits_);
  }

 private:
  void add(std::uint32_t pattern, std::size_t begin, std::size_t end) {
    if (++counts_[pattern] > kHitsPerPatternMax || hits_.all.size() >= kHitsMax) {
      hits_.complete = false;
      return;
    }
    hits_.all.push_back(
        {pattern, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  std::string_view text_;
  std::span<const Pattern> patterns_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::size_t> last_line_;
  Hits hits_;
};

template <typename Take>
Status scan(const Database& database, std::string_view text, Take take) {
  if (!database) return {};
  hs_scratch_t* allocated = nullptr;
  if (hs_alloc_scratch(database.get(), &allocated) != HS_SUCCESS) {
    return fail(ErrorKind::kUnavailable, "no memory to match patterns");
  }
  const Scratch scratch(allocated);
  const auto called = [](unsigned id, unsigned long long, unsigned long long to, unsigned,
                         void* context) {
    (*static_cast<Take*>(context))(id, static_cast<std::size_t>(to));
    return 0;
  };
  const auto status = hs_scan(database.get(), text.data(), static_cast<unsigned>(text.size()), 0,
                              scratch.get(), called, &take);
  if (status != HS_SUCCESS) return fail(ErrorKind::kInternal, "the pattern matcher failed");
  return {};
}

}  // namespace

Status check_pattern(const Pattern& pattern) {
  if (pattern.text.empty()) return fail(ErrorKind::kInvalid, "the pattern is empty");
  if (pattern.text.size() > kPatternBytesMax) {
    return fail(ErrorKind::kTooLarge, "the pattern is too long");
  }
  if (pattern.text.find('\n') != std::string::npos ||
      pattern.text.find('\0') != std::string::npos) {
    return fail(ErrorKind::kInvalid, "the pattern holds a line feed or a zero");
  }
  if (pattern.kind == Kind::kLiteral) return {};
  const RE2 regex(pattern.text, re2_options());
  if (!regex.ok()) return fail(ErrorKind::kInvalid, "not a regular expression: " + regex.error());
  if (regex.Match("", 0, 0, RE2::UNANCHORED, nullptr, 0)) {
    return fail(ErrorKind::kInvalid, "the regular expression matches nothing at all");
  }
  return {};
}

Matcher::Matcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

Result<Matcher> Matcher::compile(std::vector<Pattern> patterns) {
  return open(std::move(patterns), {});
}

Result<Matcher> Matcher::open(std::vector<Pattern> patterns, std::string_view bytes) {
  auto state = std::make_unique<State>();
  state->patterns = std::move(patterns);
  state->verifiers = std::make_unique<State::Verifier[]>(state->patterns.size());
  // What was compiled from these very patterns has been through the checks.
  if (!state->reopen(bytes)) {
    TRY(check_limits(state->patterns));
    TRY(state->compile());
  }
  return Matcher(std::move(state));
}

std::string Matcher::serialised() const {
  auto out = state_->head();
  for (const auto* database : {&state_->literals, &state_->regexes}) {
    const auto form = serialised_form(*database);
    out += length_prefix(form.size()) + form;
  }
  return out;
}

bool Matcher::was_compiled() const {
  return state_->was_compiled;
}

std::span<const Pattern> Matcher::patterns() const {
  return state_->patterns;
}

Result<Hits> Matcher::find(std::string_view text) const {
  CHECK(text.size() <= kTextBytesMax);
  Collector collector(text, state_->patterns);
  TRY(scan(state_->literals, text,
           [&](unsigned id, std::size_t end) { collector.literal(id, end); }));
  TRY(scan(state_->regexes, text,
           [&](unsigned id, std::size_t end) { collector.regex(id, end, state_->regex(id)); }));
  return collector.take();
}

}  // namespace baobei::match
